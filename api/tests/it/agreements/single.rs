use super::{At, truck, with};
use crate::support::TestApp;
use serde_json::json;
use shared::agreements::{Agreement, AgreementChange, AgreementStatus, EndingHow};
use shared::problem::{ErrorCode, FieldCode};

#[tokio::test]
async fn six_fields_make_an_agreement() {
    let app = TestApp::new().await;
    let terms = json!({
        "title": " Kopiator ", "kind": "operational_lease", "lessor_name": "Nordlease Finans AB",
        "start_on": "2024-01-01", "term_months": 48, "currency": "SEK", "fee": "1200",
    });
    let answer = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
    let made: Agreement = answer.json();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.header("etag"), Some("\"1\""));
    assert_eq!(
        answer.header("location"),
        Some(format!("/api/v1{}", app.path(&format!("/agreements/{}", made.id))).as_str())
    );
    assert_eq!(made.terms.number.as_deref(), Some("A-0001"));
    assert_eq!(made.terms.title, "Kopiator");
    assert_eq!(made.terms.end_on.unwrap().to_string(), "2027-12-31");
    assert_eq!(made.terms.lessor_name.as_deref(), Some("Nordlease Finans AB"));
    assert!(made.terms.lessor_id.is_some());
    assert_eq!(made.status, AgreementStatus::Running);
    assert_eq!(made.as_of.to_string(), "2026-11-22");
    let read: Agreement =
        app.as_reader().get(&app.path(&format!("/agreements/{}", made.id))).send().await.expect_status(200).json();
    assert_eq!(read, made);
}

#[tokio::test]
async fn numbers_given_by_the_server_pass_over_those_that_are_taken() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"number": "A-0002"}))).await;
    let mut numbers = Vec::new();
    for _ in 0..3 {
        numbers.push(At::created(&app, truck()).await.now().await.terms.number.unwrap());
    }
    assert_eq!(numbers, ["A-0001", "A-0003", "A-0004"]);
}

#[tokio::test]
async fn two_agreements_cannot_have_one_number() {
    let app = TestApp::new().await;
    let first = At::created(&app, with(truck(), json!({"number": "L-7"}))).await;
    let second = app
        .as_editor()
        .post(&app.path("/agreements"))
        .json(json!({"terms": with(truck(), json!({"number": " L-7 "}))}));
    second.send().await.expect_fault(ErrorCode::DuplicateNumber, "/terms/number", FieldCode::Duplicate);
    let other = At::created(&app, truck()).await;
    other.correct(json!({"number": "L-7"})).await.expect_problem(ErrorCode::DuplicateNumber);

    // A deleted agreement lets go of its number, and cannot come back while another has it.
    first.delete().await.expect_status(200);
    other.correct(json!({"number": "L-7"})).await.expect_status(200);
    first.restore().await.expect_problem(ErrorCode::DuplicateNumber);
    other.correct(json!({"number": "L-8"})).await.expect_status(200);
    first.restore().await.expect_status(200);

    // Another company's numbers are nobody's business.
    let elsewhere = app.as_outsider().post(&format!("/companies/{}/agreements", app.other_company));
    elsewhere.json(json!({"terms": with(truck(), json!({"number": "L-7"}))})).send().await.expect_status(201);
}

#[tokio::test]
async fn one_lessor_whatever_case_and_spaces_it_is_written_in() {
    let app = TestApp::new().await;
    let first = At::created(&app, truck()).await.now().await;
    let second = At::created(&app, with(truck(), json!({"lessor_name": "  NORDLEASE  finans ab"}))).await.now().await;
    assert_eq!(first.terms.lessor_id, second.terms.lessor_id);
    assert_eq!(second.terms.lessor_name.as_deref(), Some("Nordlease Finans AB"));
}

#[tokio::test]
async fn every_fault_in_the_terms_is_told_at_its_place() {
    let app = TestApp::new().await;
    let terms = with(
        truck(),
        json!({"title": " ", "lessor_name": null, "fee": "-1", "interval_months": 0, "end_on": "2020-01-01"}),
    );
    let problem = app
        .as_editor()
        .post(&app.path("/agreements"))
        .json(json!({"terms": terms}))
        .send()
        .await
        .expect_problem(ErrorCode::ValidationFailed);
    let mut places: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["/terms/end_on", "/terms/fee", "/terms/interval_months", "/terms/lessor_name", "/terms/title"]);
}

#[tokio::test]
async fn an_unknown_party_is_named() {
    let app = TestApp::new().await;
    let id = "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64";
    let terms = with(truck(), json!({"lessor_name": null, "lessor_id": id}));
    let answer = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
    answer.expect_fault(ErrorCode::ValidationFailed, "/terms/lessor_id", FieldCode::InvalidId);
    let at = At::created(&app, truck()).await;
    at.correct(json!({"supplier_id": id})).await.expect_fault(
        ErrorCode::ValidationFailed,
        "/patch/supplier_id",
        FieldCode::InvalidId,
    );
}

#[tokio::test]
async fn a_correction_holds_from_the_start_and_an_amendment_from_its_day() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.amend("2025-06-01", json!({"fee": "5500", "cost_center": "4100"})).await.expect_status(200);
    let corrected: Agreement =
        at.correct(json!({"fee": "4900", "title": "Skjutstativtruck"})).await.expect_status(200).json();
    assert_eq!(corrected.version, 3);
    assert_eq!(corrected.terms.fee.to_string(), "5500.00");
    assert_eq!(corrected.original_terms.fee.to_string(), "4900.00");
    let before = at.on("?as_of=2025-05-31").await;
    assert_eq!((before.terms.fee.to_string().as_str(), before.terms.cost_center.as_deref()), ("4900.00", None));
    assert_eq!(before.terms.title, "Skjutstativtruck");
    let after = at.on("?as_of=2025-06-01").await;
    assert_eq!((after.terms.fee.to_string().as_str(), after.terms.cost_center.as_deref()), ("5500.00", Some("4100")));
    assert!(matches!(after.changes.as_slice(), [AgreementChange::Amended { .. }]));
}

#[tokio::test]
async fn what_belongs_to_the_signing_cannot_be_amended() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let problem = at.amend("2025-06-01", json!({"price": "1", "start_on": "2024-02-01", "fee": "1"})).await;
    let problem = problem.expect_problem(ErrorCode::ValidationFailed);
    let places: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert_eq!(places, ["/patch/start_on", "/patch/price"]);
}

#[tokio::test]
async fn a_patch_names_every_bad_field() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let problem = at.correct(json!({"fee": "NaN", "colour": "red", "title": null, "interval_months": -1})).await;
    let problem = problem.expect_problem(ErrorCode::ValidationFailed);
    let places: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
    assert_eq!(
        places,
        [
            ("/patch/colour", FieldCode::UnknownField),
            ("/patch/fee", FieldCode::InvalidAmount),
            ("/patch/interval_months", FieldCode::WrongType),
            ("/patch/title", FieldCode::MissingField),
        ]
    );
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_no_event() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.correct(json!({"fee": "5000.00", "title": " Motviktstruck", "term_months": 48}))
        .await
        .expect_problem(ErrorCode::NothingChanged);
    at.correct(json!({})).await.expect_problem(ErrorCode::NothingChanged);
    assert_eq!(at.now().await.version, 1);
}

#[tokio::test]
async fn an_agreement_ends_once_and_is_not_amended_afterwards() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.end("2023-12-31").await.expect_fault(ErrorCode::ValidationFailed, "/effective_on", FieldCode::OutOfRange);
    let ended: Agreement = at.end("2026-06-30").await.expect_status(200).json();
    assert_eq!(ended.status, AgreementStatus::Ended);
    assert_eq!(ended.figures.debt.unwrap().to_string(), "0.00");
    assert_eq!(at.on("?as_of=2026-06-29").await.status, AgreementStatus::Running);
    at.end("2026-07-31").await.expect_problem(ErrorCode::AgreementEnded);
    at.amend("2026-07-01", json!({"fee": "1"})).await.expect_problem(ErrorCode::AgreementEnded);
    at.amend("2026-06-01", json!({"fee": "1"})).await.expect_status(200);
    at.amend("2023-12-31", json!({"fee": "1"})).await.expect_fault(
        ErrorCode::ValidationFailed,
        "/effective_on",
        FieldCode::OutOfRange,
    );
}

#[tokio::test]
async fn a_buy_out_has_a_price_and_a_termination_none() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let ending = json!({"how": "terminated", "effective_on": "2026-06-30", "price": "100"});
    at.post("/endings", ending).await.expect_fault(ErrorCode::ValidationFailed, "/price", FieldCode::InvalidValue);
    let ending = json!({"how": "bought_out", "effective_on": "2026-06-30", "price": "21000", "reason": "Inlöst"});
    let bought: Agreement = at.post("/endings", ending).await.expect_status(200).json();
    assert!(matches!(
        bought.changes.as_slice(),
        [AgreementChange::Ended { how: EndingHow::BoughtOut, price: Some(_), .. }]
    ));
}

#[tokio::test]
async fn a_deleted_agreement_is_found_but_not_changed() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let deleted: Agreement = at.delete().await.expect_status(200).json();
    assert_eq!(deleted.status, AgreementStatus::Deleted);
    at.correct(json!({"title": "x"})).await.expect_problem(ErrorCode::AgreementDeleted);
    at.delete().await.expect_problem(ErrorCode::AgreementDeleted);
    let restored: Agreement = at.restore().await.expect_status(200).json();
    assert_eq!(restored.status, AgreementStatus::Running);
    at.restore().await.expect_problem(ErrorCode::AgreementNotDeleted);
}

#[tokio::test]
async fn figures_come_from_the_engine() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let figures = at.on("?as_of=2024-01-01").await.figures;
    // Price less the first fee, paid in advance on the day, and the day's own interest.
    assert_eq!(figures.debt.unwrap().to_string(), "215047.18");
    let rate = figures.rate.pure.unwrap();
    assert_eq!(rate.nominal_percent.to_string(), "8.16357302");
    let schedule: shared::debt::Schedule =
        app.as_reader().get(&at.path("/schedule")).send().await.expect_status(200).json();
    assert_eq!(schedule.rows.iter().filter(|row| row.kind == shared::debt::RowKind::Fee).count(), 48);
    assert_eq!(schedule.totals.payments.to_string(), "240000.00");
}

#[tokio::test]
async fn a_creation_sent_twice_with_one_key_happens_once() {
    let app = TestApp::new().await;
    let send =
        || app.as_editor().post(&app.path("/agreements")).idempotency_key("k-1").json(json!({"terms": truck()})).send();
    let first = send().await.expect_status(201);
    let again = send().await.expect_status(201);
    assert_eq!(first.json::<Agreement>(), again.json::<Agreement>());
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let other = app.as_editor().post(&app.path("/agreements")).idempotency_key("k-1");
    let other = other.json(json!({"terms": with(truck(), json!({"title": "Annan"}))}));
    other.send().await.expect_problem(ErrorCode::IdempotencyKeyReused);
    let list: serde_json::Value = app.as_editor().get(&app.path("/agreements")).send().await.json();
    assert_eq!(list["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn another_companys_agreement_does_not_exist() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let own = format!("/companies/{}/agreements/{}", app.other_company, at.id);
    for path in [at.path(""), own.clone(), format!("{own}/events"), format!("{own}/schedule")] {
        app.as_outsider().get(&path).send().await.expect_problem(ErrorCode::NotFound);
    }
    let change =
        app.as_outsider().post(&format!("{own}/corrections")).if_match(1).json(json!({"patch": {"title": "x"}}));
    change.send().await.expect_problem(ErrorCode::NotFound);
}

#[tokio::test]
async fn a_preview_records_nothing() {
    let app = TestApp::new().await;
    let preview = app.as_reader().post(&app.path("/agreements/previews")).json(json!({"terms": truck()}));
    let preview: shared::debt::Preview = preview.send().await.expect_status(200).json();
    assert!(preview.figures.debt.is_some() && preview.warnings.is_empty());

    let at = At::created(&app, truck()).await;
    let change = json!({"change": {"amendment": {"effective_on": "2026-12-01", "patch": {"fee": "6000", "lessor_name": "Ny Finans"}}}, "as_of": "2027-01-01"});
    let answer = app.as_reader().post(&at.path("/previews")).json(change).send().await.expect_status(200);
    let preview: shared::agreements::ChangePreview = answer.json();
    assert_ne!(preview.before.schedule.totals.payments, preview.after.schedule.totals.payments);
    let fields: Vec<_> = preview.differences.iter().map(|difference| difference.field.as_str()).collect();
    assert_eq!(fields, ["fee", "lessor_name"]);
    assert_eq!(at.now().await.version, 1);
    let parties: serde_json::Value = app.as_reader().get(&app.path("/parties")).send().await.json();
    assert_eq!(parties["data"].as_array().unwrap().len(), 1);

    let ending = json!({"change": {"ending": {"how": "terminated", "effective_on": "2026-12-31"}}});
    app.as_reader().post(&at.path("/previews")).json(ending).send().await.expect_status(200);
    let faulty = json!({"change": {"correction": {"patch": {"fee": "x"}}}});
    let faulty = app.as_reader().post(&at.path("/previews")).json(faulty).send().await;
    faulty.expect_fault(ErrorCode::ValidationFailed, "/patch/fee", FieldCode::InvalidAmount);
}
