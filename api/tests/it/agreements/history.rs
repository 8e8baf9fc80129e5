use super::{At, truck, with};
use crate::support::TestApp;
use chrono::{SecondsFormat, TimeDelta};
use serde_json::json;
use shared::agreements::{Agreement, AgreementStatus, EventBody, EventSource};
use shared::problem::{ErrorCode, FieldCode};

fn known_at(app: &TestApp) -> String {
    format!("known_at={}", app.clock.now().to_rfc3339_opts(SecondsFormat::Micros, true))
}

#[tokio::test]
async fn the_register_tells_what_it_knew_then() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let first = known_at(&app);
    app.advance(TimeDelta::minutes(5));
    at.amend("2025-06-01", json!({"fee": "5500"})).await.expect_status(200);
    let second = known_at(&app);
    app.advance(TimeDelta::minutes(5));
    at.correct(json!({"fee": "4900"})).await.expect_status(200);
    at.delete().await.expect_status(200);

    let fee = async |query: String| at.on(&format!("?{query}")).await.terms.fee.to_string();
    assert_eq!(fee(format!("as_of=2025-05-31&{first}")).await, "5000.00");
    assert_eq!(fee(format!("as_of=2025-06-01&{first}")).await, "5000.00");
    assert_eq!(fee(format!("as_of=2025-06-01&{second}")).await, "5500.00");
    assert_eq!(fee(format!("as_of=2025-05-31&{second}")).await, "5000.00");
    assert_eq!(fee("as_of=2025-05-31".to_owned()).await, "4900.00");
    assert_eq!(at.on(&format!("?{second}")).await.status, AgreementStatus::Running);
    assert_eq!(at.on(&format!("?{second}")).await.version, 2);
    assert_eq!(at.now().await.status, AgreementStatus::Deleted);

    // Before it was entered it was unknown.
    let before = app.as_reader().get(&at.path("?known_at=2026-11-22T07:59:59Z")).send().await;
    before.expect_problem(ErrorCode::NotFound);
    let plan = |query: &str| app.as_reader().get(&at.path(&format!("/schedule?{query}"))).send();
    let then: shared::debt::Schedule = plan(&first).await.expect_status(200).json();
    let now: shared::debt::Schedule = plan("").await.expect_status(200).json();
    assert_ne!(then.totals.payments, now.totals.payments);
}

#[tokio::test]
async fn events_say_who_when_why_and_what() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let patch = json!({"patch": {"fee": "4900", "lessor_name": "Sydlease AB"}, "reason": "Fel i bilagan"});
    at.post("/corrections", patch).await.expect_status(200);
    let events = at.events().await;
    assert_eq!(events.iter().map(|event| event.sequence).collect::<Vec<_>>(), [2, 1]);
    let correction = &events[0];
    assert_eq!(correction.reason.as_deref(), Some("Fel i bilagan"));
    assert_eq!(correction.recorded_by, Some(app.editor.id));
    assert_eq!(correction.recorded_by_name.as_deref(), Some("edvin editor"));
    assert_eq!(correction.source, EventSource::App {});
    assert_eq!(correction.effective_on.to_string(), "2024-01-01");
    assert_eq!(correction.recorded_at, app.clock.now());
    let differences: Vec<_> = correction
        .differences
        .iter()
        .map(|difference| {
            (difference.field.as_str(), difference.before.clone().unwrap(), difference.after.clone().unwrap())
        })
        .collect();
    assert_eq!(
        differences,
        [
            ("fee", json!("5000.00"), json!("4900.00")),
            ("lessor_name", json!("Nordlease Finans AB"), json!("Sydlease AB")),
        ]
    );
    assert!(
        matches!(&events[1].body, EventBody::Created { terms } if terms.lessor_name.as_deref() == Some("Nordlease Finans AB"))
    );
}

#[tokio::test]
async fn an_undo_can_itself_be_undone_and_so_on() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.correct(json!({"fee": "4900"})).await.expect_status(200);
    let correction = at.latest().await;
    let fee = async || at.now().await.terms.fee.to_string();

    at.undo(correction).await.expect_status(200);
    assert_eq!(fee().await, "5000.00");
    at.undo(correction).await.expect_problem(ErrorCode::AlreadyUndone);
    let undo = at.latest().await;
    assert_eq!(at.events().await[1].undone_by, Some(undo));

    at.undo(undo).await.expect_status(200);
    assert_eq!(fee().await, "4900.00");
    assert_eq!(at.events().await[2].undone_by, None);

    // Once more, by undoing the redo.
    let redo = at.latest().await;
    at.undo(redo).await.expect_status(200);
    assert_eq!(fee().await, "5000.00");
    assert_eq!(at.now().await.version, 5);
}

#[tokio::test]
async fn undoing_everything_leaves_what_was_entered() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let entered = at.now().await;
    at.correct(json!({"fee": "4900"})).await.expect_status(200);
    at.amend("2025-01-01", json!({"fee": "5100", "custom": {"Hylla": "7"}})).await.expect_status(200);
    at.end("2026-01-31").await.expect_status(200);
    at.delete().await.expect_status(200);
    for event in at.events().await.iter().filter(|event| !matches!(event.body, EventBody::Created { .. })) {
        at.undo(event.id).await.expect_status(200);
    }
    let left = at.now().await;
    assert_eq!(
        (left.terms, left.original_terms, left.changes),
        (entered.terms, entered.original_terms, entered.changes)
    );
    assert_eq!(left.status, AgreementStatus::Running);
}

#[tokio::test]
async fn the_creation_stays() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.undo(at.latest().await).await.expect_problem(ErrorCode::CreationStays);
    let elsewhere = At::created(&app, truck()).await;
    at.undo(elsewhere.latest().await).await.expect_problem(ErrorCode::NotFound);
}

#[tokio::test]
async fn a_deletion_is_undone_before_anything_else() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.correct(json!({"fee": "4900"})).await.expect_status(200);
    let correction = at.latest().await;
    at.delete().await.expect_status(200);
    let deletion = at.latest().await;
    at.undo(correction).await.expect_problem(ErrorCode::AgreementDeleted);
    let back: Agreement = at.undo(deletion).await.expect_status(200).json();
    assert_eq!(back.status, AgreementStatus::Running);
}

#[tokio::test]
async fn an_undo_that_leaves_the_impossible_is_refused() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.end("2026-01-31").await.expect_status(200);
    let ending = at.latest().await;
    at.undo(ending).await.expect_status(200);
    let undo = at.latest().await;
    at.end("2026-03-31").await.expect_status(200);
    // Bringing the first ending back would give two.
    at.undo(undo).await.expect_problem(ErrorCode::ClashingChange);

    let at = At::created(&app, truck()).await;
    at.correct(json!({"start_on": "2023-01-01"})).await.expect_status(200);
    let earlier_start = at.latest().await;
    at.amend("2023-06-01", json!({"fee": "4000"})).await.expect_status(200);
    at.undo(earlier_start).await.expect_problem(ErrorCode::ClashingChange);
}

#[tokio::test]
async fn a_later_change_that_no_longer_fits_is_named() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.amend("2025-06-01", json!({"end_on": "2026-06-30"})).await.expect_status(200);
    let problem = at.correct(json!({"start_on": "2025-07-01", "end_on": "2029-06-30"})).await;
    let problem = problem.expect_problem(ErrorCode::ClashingChange);
    assert!(problem.errors[0].expected.as_deref().unwrap().contains("2025-06-01"), "{problem:?}");
}

#[tokio::test]
async fn a_fee_plan_in_steps_is_amended_from_a_date() {
    let app = TestApp::new().await;
    let steps = json!([{"from": "2025-01-01", "fee": "5100"}, {"from": "2026-01-01", "fee": "5200"}]);
    let at = At::created(&app, with(truck(), json!({"fee_steps": steps}))).await;
    let plan = async |day: &str| {
        let terms = at.on(&format!("?as_of={day}")).await.terms;
        let steps = terms.fee_steps.iter().map(|step| format!(", {} {}", step.from, step.fee));
        format!("{}{}", terms.fee, steps.collect::<String>())
    };
    let paid_on = async |day: &str| {
        let path = at.path("/schedule");
        let schedule: shared::debt::Schedule = app.as_reader().get(&path).send().await.expect_status(200).json();
        schedule.rows.iter().find(|row| row.due_on.to_string() == day).unwrap().payment.to_string()
    };

    at.amend("2025-07-01", json!({"fee_steps": [{"from": "2027-01-01", "fee": "5400"}]})).await.expect_status(200);
    assert_eq!(plan("2025-07-01").await, "5100.00, 2027-01-01 5400.00");
    assert_eq!(plan("2025-06-30").await, "5000.00, 2025-01-01 5100.00, 2026-01-01 5200.00");
    assert_eq!((paid_on("2026-01-01").await, paid_on("2027-01-01").await), ("5100.00".into(), "5400.00".into()));

    at.amend("2026-06-01", json!({"fee": "5250"})).await.expect_status(200);
    assert_eq!(plan("2026-06-01").await, "5250.00", "the steps that were left are gone with it");
    assert_eq!(paid_on("2027-01-01").await, "5250.00");
    at.undo(at.latest().await).await.expect_status(200);
    assert_eq!(paid_on("2027-01-01").await, "5400.00");

    let behind = at.amend("2026-06-01", json!({"fee_steps": [{"from": "2026-06-01", "fee": "1"}]})).await;
    behind.expect_fault(ErrorCode::ValidationFailed, "/patch/fee_steps/0/from", FieldCode::OutOfRange);
    let same =
        at.amend("2026-06-01", json!({"fee": "5100", "fee_steps": [{"from": "2027-01-01", "fee": "5400"}]})).await;
    same.expect_problem(ErrorCode::NothingChanged);
}
