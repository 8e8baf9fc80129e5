//! The book of an agreement in the register.

use crate::support::TestApp;
use serde_json::json;
use shared::agreements::Agreement;
use shared::books::{BookCalculation, BookEntry, BookFindingCode, BookTreatment};
use shared::problem::{ErrorCode, FieldCode};

async fn entered(app: &TestApp) -> Agreement {
    let terms = &super::example("agreement")["contract"]["agreement"];
    app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await.expect_status(201).json()
}

async fn book(app: &TestApp, agreement: &Agreement, rest: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{}/books/{rest}", agreement.id));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

#[tokio::test]
async fn a_registered_agreement_has_the_books_of_its_terms() {
    let app = TestApp::new().await;
    let agreement = entered(&app).await;
    let registered = book(&app, &agreement, "ifrs16?as_of=2025-12-31").await;
    let asked = app.as_reader().post("/calculations").json(super::example("agreement")).send().await;
    let asked: BookCalculation = asked.expect_status(200).json();
    assert_eq!((&registered.rows, &registered.journal), (&asked.rows, &asked.journal));
    assert_eq!((registered.balances, registered.policies), (asked.balances, asked.policies));
    assert!(registered.checks.iter().all(|check| check.held));
    for (framework, treatment) in [
        ("k3", BookTreatment::K3Finance),
        ("k2", BookTreatment::K2),
        ("k3_legal_entity", BookTreatment::K3LegalEntity),
        ("rfr2", BookTreatment::Rfr2),
        ("asc842", BookTreatment::Asc842Finance),
    ] {
        let other = book(&app, &agreement, &format!("{framework}?as_of=2025-12-31")).await;
        assert_eq!(other.treatment, treatment);
        assert!(other.checks.iter().all(|check| check.held), "{framework}: {:?}", other.checks);
    }
}

#[tokio::test]
async fn a_changed_fee_is_in_the_book_from_its_day_and_from_when_it_was_known() {
    let app = TestApp::new().await;
    let agreement = entered(&app).await;
    let before = book(&app, &agreement, "ifrs16?as_of=2027-06-30").await;
    let known = app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    app.advance(chrono::TimeDelta::minutes(5));
    let path = app.path(&format!("/agreements/{}/amendments", agreement.id));
    let amendment = json!({"effective_on": "2027-01-01", "patch": {"fee": "41000.00"}});
    app.as_editor().post(&path).if_match(agreement.version).json(amendment).send().await.expect_status(200);
    let after = book(&app, &agreement, "ifrs16?as_of=2027-06-30").await;
    let change = after.rows.iter().find(|row| row.entry == BookEntry::Change).unwrap();
    assert_eq!((change.on.to_string().as_str(), change.event), ("2027-01-01", None));
    let moved = change.movement.liability.unwrap().remeasured;
    assert!(moved.minor() != 0 && change.movement.asset.unwrap().remeasured == moved);
    assert!(after.checks.iter().all(|check| check.held), "{:?}", after.checks);

    let then = book(&app, &agreement, &format!("ifrs16?as_of=2027-06-30&known_at={known}")).await;
    assert!((then.rows, then.balances) == (before.rows, before.balances));
}

#[tokio::test]
async fn without_a_rate_the_book_is_empty_and_says_so() {
    let app = TestApp::new().await;
    let mut terms = super::example("agreement")["contract"]["agreement"].clone();
    terms["price"] = serde_json::Value::Null;
    let made = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
    let agreement: Agreement = made.expect_status(201).json();
    let empty = book(&app, &agreement, "ifrs16").await;
    assert!(empty.rows.is_empty());
    assert_eq!(empty.findings[0].code, BookFindingCode::RateMissing);
    // Expensing asks for none.
    assert!(!book(&app, &agreement, "k2").await.rows.is_empty());
}

#[tokio::test]
async fn no_such_book_is_not_found() {
    let app = TestApp::new().await;
    let agreement = entered(&app).await;
    let get = async |rest: &str| {
        app.as_reader().get(&app.path(&format!("/agreements/{}/books/{rest}", agreement.id))).send().await
    };
    get("ifrs17").await.expect_problem(ErrorCode::NotFound);
    let far = get("ifrs16?as_of=9999-01-01").await;
    far.expect_fault(ErrorCode::ValidationFailed, "?as_of", FieldCode::OutOfRange);
}
