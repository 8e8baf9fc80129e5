use super::{At, truck, with};
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::agreements::Agreement;
use shared::problem::{ErrorCode, FieldCode};

#[tokio::test]
async fn absurd_terms_are_refused_at_their_place() {
    let app = TestApp::new().await;
    let long = "x".repeat(500_000);
    for (fields, status) in [
        (json!({"start_on": "0001-01-01"}), 422),
        (json!({"start_on": "+262142-12-31"}), 422),
        (json!({"start_on": "9999-12-31"}), 422),
        (json!({"term_months": 4_000_000_000_u32}), 422),
        (json!({"term_months": 0}), 422),
        (json!({"term_months": null, "end_on": "2199-12-31"}), 422),
        (json!({"term_months": null, "end_on": "2122-12-31"}), 201),
        (json!({"fee": "99999999999999999999999999"}), 422),
        (json!({"fee": "NaN"}), 422),
        (json!({"fee": "Infinity"}), 422),
        (json!({"fee": 5000}), 400),
        (json!({"fee": "1e9"}), 422),
        (json!({"price": "10000000000000.01"}), 422),
        (json!({"nominal_rate_percent": "1000.01"}), 422),
        (json!({"title": long}), 422),
        (json!({"notes": long}), 422),
        (json!({"title": "a\u{0}b"}), 422),
        (json!({"title": "a\u{1b}[31m"}), 422),
        (json!({"custom": {"a\u{0}": "b"}}), 422),
        (json!({"custom": (0..51).map(|n| (format!("f{n}"), "x")).collect::<std::collections::BTreeMap<_, _>>()}), 422),
        (json!({"colour": "red"}), 400),
        (json!({"kind": "boat"}), 400),
        (json!({"currency": "XXX"}), 422),
        (json!({"lessor_id": "7"}), 400),
        (json!({"fee_basis": {"type": "floating"}}), 400),
        (json!({"fee_steps": [{"from": "2025-01-01", "fee": "1"}, {"from": "2025-01-01", "fee": "2"}]}), 422),
        (json!({"objects": (0..501).map(|_| json!({"description": "x"})).collect::<Vec<_>>()}), 422),
        (json!({"interval_months": 121}), 422),
        (json!({"residual_value": "-1"}), 422),
    ] {
        let terms = with(truck(), fields.clone());
        let answer = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
        let shown: String = fields.to_string().chars().take(80).collect();
        assert_eq!(answer.status(), status, "{shown}: {}", answer.text().chars().take(600).collect::<String>());
        if status >= 400 {
            assert!(!answer.problem().errors.is_empty(), "{shown} names no place");
            assert!(answer.text().len() < 2_000, "{shown} is sent back whole");
        }
    }
}

#[tokio::test]
async fn absurd_patches_and_days_are_refused() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    for patch in [
        json!({"start_on": null}),
        json!({"end_on": null, "term_months": null}),
        json!({"fee": {"amount": "1"}}),
        json!({"custom": {"a": {"b": "c"}}}),
        json!({"fee_basis": {"type": "indexed"}}),
        json!({"objects": "many"}),
        json!({"title": ["a"]}),
        json!({"": ""}),
        json!({"lessor_id": null, "lessor_name": null}),
    ] {
        let answer = at.correct(patch.clone()).await;
        assert_eq!(answer.status(), 422, "{patch}: {}", answer.text());
        assert!(!answer.problem().errors.is_empty(), "{patch}");
    }
    at.post("/corrections", json!({"patch": []})).await.expect_problem(ErrorCode::MalformedBody);
    at.post("/corrections", json!({"patch": {}, "why": ""})).await.expect_fault(
        ErrorCode::MalformedBody,
        "/why",
        FieldCode::UnknownField,
    );
    for day in ["-200000-01-01", "+200000-01-01", "9999-01-01"] {
        at.amend(day, json!({"fee": "1"})).await.expect_problem(ErrorCode::ValidationFailed);
        at.end(day).await.expect_problem(ErrorCode::ValidationFailed);
        let read = app.as_reader().get(&at.path(&format!("?as_of={}", day.replace('+', "%2B")))).send().await;
        read.expect_fault(ErrorCode::MalformedParameter, "?as_of", FieldCode::OutOfRange);
    }
    for query in [
        "known_at=yesterday",
        "known_at=2026-13-01T00:00:00Z",
        "known_at=%2B262000-01-01T00:00:00Z",
        "as_of=",
        "as_of=today",
    ] {
        let read = app.as_reader().get(&at.path(&format!("?{query}"))).send().await;
        read.expect_problem(ErrorCode::MalformedParameter);
    }
    // Far away, and still an answer.
    assert_eq!(at.on("?as_of=1900-01-01").await.status, shared::agreements::AgreementStatus::NotStarted);
    assert_eq!(at.on("?as_of=2200-12-31").await.status, shared::agreements::AgreementStatus::Extended);
    assert_eq!(at.now().await.version, 1);
}

#[tokio::test]
async fn ids_of_another_company_are_unknown_wherever_they_stand() {
    let app = TestApp::new().await;
    let theirs = format!("/companies/{}", app.other_company);
    let outsider = app.as_outsider();
    let made = outsider.post(&format!("{theirs}/agreements")).json(json!({"terms": truck()})).send().await;
    let foreign: Agreement = made.expect_status(201).json();
    let lessor = foreign.terms.lessor_id.unwrap();
    let at = At::created(&app, truck()).await;
    let own = at.now().await;

    for field in ["lessor_id", "supplier_id"] {
        let terms = with(truck(), json!({"lessor_name": null, "lessor_id": own.terms.lessor_id, field: lessor}));
        let answer = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
        answer.expect_fault(ErrorCode::ValidationFailed, &format!("/terms/{field}"), FieldCode::InvalidId);
        let patch = json!({field: lessor});
        for answer in [at.correct(patch.clone()).await, at.amend("2026-01-01", patch).await] {
            answer.expect_fault(ErrorCode::ValidationFailed, &format!("/patch/{field}"), FieldCode::InvalidId);
        }
    }
    let event = {
        let events = outsider.get(&format!("{theirs}/agreements/{}/events", foreign.id)).send().await;
        events.json::<Value>()["data"][0]["id"].as_str().unwrap().to_owned()
    };
    at.post(&format!("/events/{event}/undo"), json!({})).await.expect_problem(ErrorCode::NotFound);
    let targets = json!([{"id": at.id, "version": 1}, {"id": foreign.id, "version": 1}]);
    let edit = json!({"agreements": targets, "patch": {"cost_center": "42"}});
    let answer = app.as_editor().post(&app.path("/agreements/bulk-edits")).json(edit).send().await;
    assert!((400..500).contains(&answer.status()), "{}", answer.text());
    assert_eq!(at.now().await, own, "nothing of it was done");

    let seen = async |path: &str| app.as_reader().get(&app.path(path)).send().await.expect_status(200).json::<Value>();
    assert_eq!(seen(&format!("/agreements?lessor_id={lessor}")).await["data"], json!([]));
    assert_eq!(seen(&format!("/debt/overview?lessor_id={lessor}")).await["agreements"], 0);
    assert_eq!(seen(&format!("/debt/agreements?lessor_id={lessor}")).await["data"], json!([]));
}

#[tokio::test]
async fn a_reason_has_its_limit() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let body = json!({"patch": {"fee": "1"}, "reason": "å".repeat(1_001)});
    at.post("/corrections", body).await.expect_fault(ErrorCode::ValidationFailed, "/reason", FieldCode::TooLong);
    let body = json!({"patch": {"fee": "1"}, "reason": "å".repeat(1_000)});
    at.post("/corrections", body).await.expect_status(200);
    let delete = app.as_editor().delete(&at.path(&format!("?reason={}", "x".repeat(1_001)))).if_match(2).send().await;
    delete.expect_fault(ErrorCode::MalformedParameter, "?reason", FieldCode::TooLong);
}

#[tokio::test]
async fn a_long_history_is_still_read_quickly() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    for n in 0..60 {
        at.correct(json!({"title": format!("Truck {n}")})).await.expect_status(200);
        at.undo(at.latest().await).await.expect_status(200);
    }
    let events = at.events().await;
    assert_eq!(events.len(), 121);
    let _: Value = app.as_reader().get(&at.path("/events")).send().await.expect_status(200).json();
}
