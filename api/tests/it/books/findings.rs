//! Nothing senseless is taken in silence: each has a code, its place and a remedy, wherever the lease is shown.

use super::{entered, example};
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::books::{BookCalculation, BookFindingCode as Code, BookPreview, BookRemedy, RecordedLeaseEvent};
use shared::journals::{ClosingCheckCode, ClosingChecklist};
use shared::money::Amount;
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::{BookReport, ReportFinding};

async fn ask(app: &TestApp, request: &Value) -> BookCalculation {
    app.as_reader().post("/calculations").json(request).send().await.expect_status(200).json()
}

async fn book(app: &TestApp, agreement: &str, rest: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{agreement}/books/{rest}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn report(app: &TestApp, query: &str) -> BookReport {
    app.as_reader().get(&app.path(&format!("/reports/books?{query}"))).send().await.expect_status(200).json()
}

async fn record(app: &TestApp, agreement: &str, event: &Value) -> RecordedLeaseEvent {
    let path = app.path(&format!("/agreements/{agreement}/accounting/events"));
    let new = json!({"event": event});
    app.as_editor().post(&path).json(new).send().await.expect_status(201).json()
}

/// What nothing else is about: the price of the example says the fair value.
fn said(answer: &BookCalculation) -> Vec<(Code, &str)> {
    answer.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect()
}

fn amount(text: &str) -> Amount {
    text.parse().unwrap()
}

#[tokio::test]
async fn a_lease_that_runs_past_its_term_is_a_short_one_and_services_are_no_lease() {
    let app = TestApp::new().await;
    let ended = json!({
        "start_on": "2021-07-01", "invoice_fee": "45.00", "extension": {"months": 12},
    });
    let agreement = entered(&app, ended).await;
    let answer = book(&app, &agreement, "ifrs16?as_of=2025-12-31").await;
    assert_eq!(said(&answer), [(Code::RunsPastTerm, "/accounting/end_on")]);
    assert_eq!(answer.findings[0].remedy, BookRemedy::AssessTerm);
    let late = answer.rows.iter().find(|row| row.on.to_string() == "2025-07-01").unwrap().movement;
    let parts = (late.outside_term, late.services, late.variable, late.expense);
    assert_eq!(parts, (amount("39079.49"), amount("45"), Amount::ZERO, amount("39124.49")));

    let year = report(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    let result = year.total.result;
    assert_eq!((result.short_term, result.services), (amount("39079.49"), amount("90")));
    assert_eq!(result.variable, Amount::ZERO);
    let expected = ReportFinding::new(Code::RunsPastTerm, BookRemedy::AssessTerm, None);
    assert_eq!(year.assumed[0].findings, [expected]);
    // Under K3 there are no short leases: it is an operating one by then.
    let k3 = report(&app, "framework=k3&from=2025-01-01&to=2025-12-31").await.total.result;
    assert_eq!((k3.operating, k3.short_term, k3.services), (amount("39079.49"), Amount::ZERO, amount("90")));

    let path = app.path("/closings/checklist?framework=ifrs16&through=2025-12-31");
    let list: ClosingChecklist = app.as_reader().get(&path).send().await.expect_status(200).json();
    let open = list.checks.iter().find(|check| check.code == ClosingCheckCode::OpenFindings).unwrap();
    assert_eq!(open.examples[0].what.as_deref(), Some("runs_past_term"));

    let path = app.path("/journals?framework=ifrs16&from=2025-01-01&to=2025-12-31");
    let journal: Value = app.as_reader().get(&path).send().await.expect_status(200).json();
    let moved = |account: &str| {
        let accounts = journal["accounts"].as_array().unwrap();
        accounts.iter().find(|one| one["account"] == account).map(|one| one["debit"].as_str().unwrap().to_owned())
    };
    assert_eq!(moved("5212").as_deref(), Some("39079.49"));
    assert_eq!(moved("6590").as_deref(), Some("90.00"));
    let note = app.path("/reports/books/note?framework=ifrs16&year_end=2025-12-31&lang=sv");
    let note: Value = app.as_reader().get(&note).send().await.expect_status(200).json();
    let text = note["text"].as_str().unwrap();
    assert!(text.contains("Tjänster och aviavgifter som inte är leasing"), "{text}");
}

#[tokio::test]
async fn an_index_that_leaves_the_guarantee_unsaid_leaves_it_in_the_liability() {
    let app = TestApp::new().await;
    let mut request = example("k3");
    let without = ask(&app, &request).await.balances.liability;
    let terms = json!({
        "end_on": "2027-12-31",
        "payments": [{"due_on": "2025-07-01", "amount": "12500.00", "count": 30, "timing": "advance"}],
    });
    let event = json!({"on": "2025-07-01", "kind": "modification", "scope": "kept", "terms": terms});
    request["events"] = json!([event]);
    let answer = ask(&app, &request).await;
    assert_eq!(answer.balances.liability, without);
    assert_eq!(said(&answer), [(Code::RevisedRateMissing, "/events/0")]);
    // Said to be nothing, it is gone, and that is told.
    request["events"][0]["terms"]["guarantee"] = json!({"expected": "0", "full": "0"});
    let answer = ask(&app, &request).await;
    assert!(answer.balances.liability.minor() < without.minor() - 7_000_000);
    assert!(said(&answer).contains(&(Code::GuaranteeChanged, "/events/0")), "{:?}", said(&answer));
    assert_eq!(answer.findings.last().unwrap().on.unwrap().to_string(), "2025-07-01");
}

#[tokio::test]
async fn options_that_contradict_each_other_or_time_are_found() {
    let app = TestApp::new().await;
    let option =
        |kind: &str, certain: bool, ends: &str| json!({"kind": kind, "reasonably_certain": certain, "ends_on": ends});
    let (extend, end) = ("extension", "termination");
    for (options, found) in [
        (vec![option(extend, true, "2020-01-01")], vec![(Code::OptionInPast, "/accounting/options/0")]),
        (
            vec![option(extend, true, "2031-06-30"), option(end, true, "2027-06-30")],
            vec![(Code::OptionsConflict, "/accounting/options/0")],
        ),
        (vec![option(extend, true, "2028-06-30")], vec![(Code::OptionOutsideTerm, "/accounting/options/0")]),
        (vec![option(end, false, "2032-06-30")], vec![(Code::OptionOutsideTerm, "/accounting/options/0")]),
        (
            vec![option(extend, false, "2030-06-30"), option(extend, true, "2031-06-30")],
            vec![(Code::OptionNotJoined, "/accounting/options/1")],
        ),
        (vec![option(extend, true, "2031-06-30")], vec![]),
        (vec![option(end, true, "2027-06-30")], vec![]),
        // It ends the term that an extension made longer.
        (vec![option(extend, false, "2033-06-30"), option(end, false, "2030-06-30")], vec![]),
    ] {
        let mut request = example("agreement");
        request["accounting"] = json!({"options": options});
        let answer = ask(&app, &request).await;
        assert_eq!(said(&answer), found, "{options:?}");
    }
    let mut request = example("agreement");
    request["accounting"] = json!({"end_on": "2020-01-01"});
    let refused = app.as_reader().post("/calculations").json(&request).send().await;
    refused.expect_fault(ErrorCode::ValidationFailed, "/accounting/end_on", FieldCode::OutOfRange);
}

#[tokio::test]
async fn what_is_said_of_no_change_and_of_an_ended_lease_is_found_in_the_register() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({"number": "TR-7"})).await;
    let option = json!({"kind": "purchase", "reasonably_certain": true, "amount": "1.00", "assessed_on": "2027-03-01"});
    let facts = json!({
        "accounting": {"options": [option]}, "changes": [{"on": "2026-02-02", "kind": "index"}],
    });
    let path = app.path(&format!("/agreements/{agreement}/accounting"));
    app.as_editor().put(&path).if_match(0).json(facts).send().await.expect_status(200);
    let ending = json!({"effective_on": "2026-12-31", "how": "terminated"});
    let end = app.path(&format!("/agreements/{agreement}/endings"));
    app.as_editor().post(&end).if_match(1).json(ending).send().await.expect_status(200);
    let found = report(&app, "framework=ifrs16&from=2026-01-01&to=2026-12-31").await.assumed.remove(0);
    assert_eq!(found.agreement.number, "TR-7");
    let found: Vec<_> = found.findings.iter().map(|one| (one.code, one.on.map(|on| on.to_string()))).collect();
    for (code, on) in [(Code::ChangeNotFound, "2026-02-02"), (Code::OptionAfterEnd, "2027-03-01")] {
        assert!(found.contains(&(code, Some(on.to_owned()))), "{found:?}");
    }
    let refused = json!({"accounting": {"end_on": "2020-01-01"}});
    let refused = app.as_editor().put(&path).if_match(1).json(refused).send().await;
    refused.expect_fault(ErrorCode::ValidationFailed, "/accounting/end_on", FieldCode::OutOfRange);
}

#[tokio::test]
async fn an_event_does_what_it_says_or_is_refused() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let path = app.path(&format!("/agreements/{agreement}/accounting/events"));
    let invalid = ErrorCode::ValidationFailed;
    let event = |amount: &str| json!({"on": "2026-03-15", "kind": "impairment", "amount": amount});
    let post = async |event: Value| app.as_editor().post(&path).json(json!({"event": event})).send().await;
    post(event("500000")).await.expect_fault(invalid, "/event/amount", FieldCode::OutOfRange);
    let tried = app.as_reader().post(&format!("{path}/preview")).json(json!({"event": {"event": event("500000")}}));
    tried.send().await.expect_fault(invalid, "/event/event/amount", FieldCode::OutOfRange);
    let first = record(&app, &agreement, &event("1000")).await;
    post(event("1000")).await.expect_fault(invalid, "/event", FieldCode::Duplicate);
    // A day later it is another one.
    let mut other = event("1000");
    other["on"] = json!("2026-03-16");
    record(&app, &agreement, &other).await;
    // What the asset came to be worth less than afterwards is found, with the event.
    let facts = json!({"accounting": {"incentives_received": "348000"}});
    let accounting = app.path(&format!("/agreements/{agreement}/accounting"));
    app.as_editor().put(&accounting).if_match(0).json(facts).send().await.expect_status(200);
    let answer = book(&app, &agreement, "ifrs16?as_of=2026-12-31").await;
    let found: Vec<_> = answer.findings.iter().map(|one| (one.code, one.event_id)).collect();
    assert!(found.contains(&(Code::ImpairedAboveCarrying, Some(first.id))), "{found:?}");
    let all = report(&app, "framework=ifrs16&from=2026-01-01&to=2026-12-31").await.assumed.remove(0).findings;
    assert!(all.iter().any(|one| one.event_id == Some(first.id)), "{all:?}");
}

#[tokio::test]
async fn what_is_more_than_the_asset_is_found() {
    let app = TestApp::new().await;
    let mut request = example("ifrs16");
    request["events"] = json!([]);
    request["accounting"]["incentives_received"] = json!("9000000");
    assert_eq!(said(&ask(&app, &request).await), [(Code::IncentivesAboveAsset, "/accounting/incentives_received")]);

    let mut request = example("ifrs16");
    let impairment = json!({"on": "2003-01-01", "kind": "impairment", "amount": "5000000"});
    let sublease = json!({
        "on": "2004-01-01", "kind": "sublease", "subleased": {"part": 1, "of": 2}, "amount": "100000",
    });
    request["events"] = json!([impairment, sublease, sublease]);
    let answer = ask(&app, &request).await;
    let found = [
        (Code::ImpairedAboveCarrying, "/events/0"),
        (Code::SubleaseOfNothing, "/events/1"),
        (Code::SubleaseOfNothing, "/events/2"),
        (Code::SameEventTwice, "/events/2"),
    ];
    assert_eq!(said(&answer), found);
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
}

#[tokio::test]
async fn a_preview_says_what_it_would_find() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({"residual_value": "0.00", "kind": "premises"})).await;
    let terms = json!({
        "end_on": "2029-06-30", "guarantee": {"expected": "10", "full": "20000"},
        "payments": [{"due_on": "2026-07-01", "amount": "39079.49", "count": 6, "every_months": 6}],
    });
    let event = json!({"on": "2026-07-01", "kind": "index", "terms": terms});
    let path = app.path(&format!("/agreements/{agreement}/accounting/events/preview"));
    let tried = app.as_reader().post(&path).json(json!({"event": {"event": event}, "frameworks": ["ifrs16"]}));
    let preview: BookPreview = tried.send().await.expect_status(200).json();
    let found: Vec<_> = preview.books[0].after.findings.iter().map(|one| one.code).collect();
    assert_eq!(found, [Code::GuaranteeChanged]);
}
