//! Sealed reports: kept, reproduced, and bridged to what would be reported now.

use super::report;
use crate::agreements::{At, truck, with};
use crate::debt::{enter_rate, published_portfolio};
use crate::support::{Answered, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::agreements::EventKind;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::{
    BridgeEvent, BridgeReason, BridgeRecord, ReportBridge, SealedReport, SealedReportItem, SealedVerification,
};

pub fn year(fields: Value) -> Value {
    let year = json!({"name": "Bokslut 2025", "framework": "ifrs16", "from": "2025-01-01", "to": "2025-12-31"});
    with(year, fields)
}

async fn send(app: &TestApp, new: Value) -> Answered {
    app.as_editor().post(&app.path("/sealed-reports")).json(new).send().await
}

async fn seal(app: &TestApp, fields: Value) -> SealedReport {
    send(app, year(fields)).await.expect_status(201).json()
}

async fn verification(app: &TestApp, sealed: &SealedReport) -> SealedVerification {
    let path = app.path(&format!("/sealed-reports/{}/verification", sealed.item.id));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn bridge(app: &TestApp, sealed: &SealedReport) -> ReportBridge {
    let path = app.path(&format!("/sealed-reports/{}/bridge", sealed.item.id));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

#[tokio::test]
async fn what_was_sealed_is_computed_anew_to_the_same_hash_whatever_was_recorded_since() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    app.advance(TimeDelta::minutes(1));
    let before = report(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31&split=lessor").await;
    let by_lessor = seal(&app, json!({"split": "lessor", "period": "quarter"})).await;
    let of_one = before.lines.iter().find_map(|line| match &line.key {
        shared::reports::ReportLineKey::Lessor { id, .. } => Some(*id),
        _ => None,
    });
    let of_one = seal(&app, json!({"lessor_id": of_one, "framework": "k2", "name": "En leasegivare"})).await;
    assert_eq!(by_lessor.content.report.total, before.total);
    assert_eq!(by_lessor.content.report.left_out, before.left_out);
    assert_eq!(by_lessor.content.agreements.len(), before.agreements as usize);
    assert_eq!(by_lessor.content.report.periods.len(), 4);
    assert_eq!(by_lessor.item.hash.len(), 64);

    app.advance(TimeDelta::minutes(1));
    // A dearer fee backwards in time, another exchange rate, another party: all of it is known later.
    let id = by_lessor.content.agreements[0].agreement.id;
    let path = app.path(&format!("/agreements/{id}"));
    let version: Value = app.as_editor().get(&path).send().await.json();
    let from_the_start = &version["original_terms"]["start_on"];
    let amendment = json!({"effective_on": from_the_start, "patch": {"fee": "99000"}});
    let amend =
        app.as_editor().post(&format!("{path}/amendments")).if_match(version["version"].as_i64().unwrap() as i32);
    amend.json(amendment).send().await.expect_status(200);
    enter_rate(&app, "EUR", "2025-12-31", "12.00").await;
    At::created(&app, with(truck(), json!({"number": "NY-1"}))).await;
    for sealed in [&by_lessor, &of_one] {
        let verified = verification(&app, sealed).await;
        assert!(verified.is_kept && verified.is_reproduced, "{verified:?}");
        assert_eq!(verified.recomputed_hash, sealed.item.hash);
        let path = app.path(&format!("/sealed-reports/{}", sealed.item.id));
        let again: SealedReport = app.as_reader().get(&path).send().await.expect_status(200).json();
        assert_eq!(&again, sealed);
    }
    let listed: Page<SealedReportItem> =
        app.as_reader().get(&app.path("/sealed-reports?limit=1")).send().await.expect_status(200).json();
    assert_eq!(listed.data, [of_one.item]);
    let next = app.path(&format!("/sealed-reports?cursor={}", listed.next_cursor.unwrap()));
    let next: Page<SealedReportItem> = app.as_reader().get(&next).send().await.expect_status(200).json();
    assert_eq!(next.data, [by_lessor.item]);
}

#[tokio::test]
async fn a_content_that_was_tampered_with_is_found() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    app.advance(TimeDelta::minutes(1));
    let sealed = seal(&app, json!({})).await;
    let behind = app.database.superuser().await;
    // The server itself may not.
    let refused = "SET ROLE leasify_app; UPDATE sealed_report SET name = 'x'";
    assert!(behind.batch_execute(refused).await.is_err());
    let forge =
        "RESET ROLE; UPDATE sealed_report SET content = replace(content, '\"agreements\":1', '\"agreements\":2')";
    behind.batch_execute(forge).await.unwrap();
    let found = verification(&app, &sealed).await;
    assert!(!found.is_kept && found.is_reproduced, "{found:?}");
    assert_ne!(found.kept_hash, found.hash);
}

#[tokio::test]
async fn the_bridge_leads_from_what_was_sealed_to_what_is_known_now() {
    let app = TestApp::new().await;
    let changed = At::created(&app, with(truck(), json!({"number": "A-1"}))).await;
    let gone = At::created(&app, with(truck(), json!({"number": "A-2"}))).await;
    At::created(&app, with(truck(), json!({"number": "A-3", "currency": "EUR"}))).await;
    let told = At::created(&app, with(truck(), json!({"number": "A-4"}))).await;
    enter_rate(&app, "EUR", "2023-12-29", "11.10").await;
    app.advance(TimeDelta::minutes(1));
    let sealed = seal(&app, json!({})).await;
    let same = bridge(&app, &sealed).await;
    assert_eq!((same.changed, same.before), (0, same.after));

    app.advance(TimeDelta::minutes(1));
    changed.amend("2025-06-01", json!({"fee": "5500"})).await.expect_status(200);
    gone.delete().await.expect_status(200);
    enter_rate(&app, "EUR", "2025-12-31", "10.80").await;
    At::created(&app, with(truck(), json!({"number": "A-5"}))).await;
    let facts = json!({"accounting": {"initial_direct_costs": "2000"}, "reason": "Efter revision"});
    let accounting = app.as_editor().put(&told.path("/accounting")).if_match(0).json(facts).send().await;
    accounting.expect_status(200);
    let bridge = bridge(&app, &sealed).await;
    let said: Vec<_> = bridge
        .data
        .iter()
        .map(|one| {
            let kind = |event: &BridgeEvent| match event.record {
                BridgeRecord::Agreement { kind, .. } => Some(kind),
                _ => None,
            };
            let kinds = one.events.iter().map(kind).collect::<Vec<_>>();
            (one.agreement.number.as_str(), one.reason, kinds)
        })
        .collect();
    assert_eq!(
        said,
        [
            ("A-1", BridgeReason::Recorded, vec![Some(EventKind::Amended)]),
            ("A-2", BridgeReason::Gone, vec![Some(EventKind::Deleted)]),
            ("A-3", BridgeReason::Surroundings, vec![]),
            ("A-4", BridgeReason::Recorded, vec![None]),
            ("A-5", BridgeReason::Added, vec![Some(EventKind::Created)]),
        ]
    );
    assert!(bridge.data[0].events[0].recorded_by.is_some());
    assert_eq!(bridge.data[3].events[0].record, BridgeRecord::AccountingFacts { version: 1 });
    assert_eq!((bridge.agreements_before, bridge.agreements_after, bridge.changed), (4, 4, 5));
    assert_eq!(bridge.before, sealed.content.report.total);
    let now = report(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    assert_eq!(bridge.after, now.total);
    // Whoever has not sealed it asks by the moment.
    let known = sealed.item.known_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let query = format!("framework=ifrs16&from=2025-01-01&to=2025-12-31&known_before={known}");
    let path = app.path(&format!("/reports/books/bridge?{query}"));
    let asked: ReportBridge = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!(asked, bridge);
    let until = app.path(&format!("/reports/books/bridge?{query}&known_at={known}"));
    let nothing: ReportBridge = app.as_reader().get(&until).send().await.expect_status(200).json();
    assert_eq!((nothing.changed, nothing.before), (0, nothing.after));
    let sum = |of: fn(&shared::reports::ReportFigures) -> shared::money::Amount| -> i64 {
        bridge.data.iter().map(|one| of(&one.change).minor()).sum()
    };
    assert_eq!(bridge.change.liability.closing.minor(), sum(|figures| figures.liability.closing));
    assert_eq!(bridge.change.result.expense.minor(), sum(|figures| figures.result.expense));
    let rest = bridge.after.liability.closing.minor() - bridge.before.liability.closing.minor();
    assert_eq!(bridge.change.liability.closing.minor(), rest);
}

#[tokio::test]
async fn what_cannot_be_sealed_says_why() {
    let app = TestApp::new().await;
    let refused = async |fields: Value, pointer: &str, code: FieldCode| {
        send(&app, year(fields)).await.expect_fault(ErrorCode::ValidationFailed, pointer, code);
    };
    refused(json!({"to": "2024-12-31"}), "/to", FieldCode::OutOfRange).await;
    refused(json!({"from": "1000-01-01"}), "/from", FieldCode::OutOfRange).await;
    refused(json!({"name": " "}), "/name", FieldCode::TooShort).await;
    app.as_reader()
        .post(&app.path("/sealed-reports"))
        .json(year(json!({})))
        .send()
        .await
        .expect_problem(ErrorCode::RoleTooLow);
    let nobody = app.path("/sealed-reports/01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64");
    app.as_reader().get(&nobody).send().await.expect_problem(ErrorCode::NotFound);
}
