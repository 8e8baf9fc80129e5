//! Index and rate changes of many agreements at once.

use crate::support::{Answered, TestApp};
use serde_json::{Value, json};
use shared::agreements::Agreement;
use shared::books::{
    AgreementAccounting, BookCalculation, BookFramework, BookRole, BookTreatment, MassChange, MassChangePreview,
};
use shared::money::Amount;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

use super::entered;

async fn book(app: &TestApp, agreement: &str, rest: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{agreement}/books/{rest}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn premises(app: &TestApp, number: usize) -> String {
    let terms = json!({
        "title": format!("Lokal {number}"), "kind": "premises", "lessor_name": "Hyresvärden", "currency": "SEK",
        "start_on": "2025-01-01", "term_months": 60 + 12 * (number % 4), "interval_months": 3,
        "fee": format!("{}.{:02}", 90_000 + 1_237 * number, number),
    });
    let answer = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
    answer.expect_status(201).json::<Value>()["id"].as_str().unwrap().to_owned()
}

/// IFRS 16 and K3, at five percent where nothing says a rate.
async fn books_in_use(app: &TestApp) {
    let table = json!([{"from": "2020-01-01", "currency": "SEK", "rate": {"percent": "5"}}]);
    let chosen = json!({"in_use": true, "default_rates": table});
    for framework in ["ifrs16", "k3"] {
        let request = app.as_editor().put(&app.path(&format!("/books/{framework}"))).if_match(0);
        request.json(&chosen).send().await.expect_status(200);
    }
}

fn seen(ids: &[String], version: i32) -> Value {
    ids.iter().map(|id| json!({"id": id, "version": version})).collect()
}

fn raised(agreements: Value, change: Value) -> Value {
    json!({"agreements": agreements, "effective_on": "2027-01-01", "change": change, "reason": "KPI oktober"})
}

async fn preview(app: &TestApp, change: &Value) -> MassChangePreview {
    let path = app.path("/books/mass-changes/preview");
    app.as_reader().post(&path).json(change).send().await.expect_status(200).json()
}

async fn execute(app: &TestApp, change: &Value) -> Answered {
    app.as_editor().post(&app.path("/books/mass-changes")).json(change).send().await
}

async fn undo(app: &TestApp, made: &MassChange) -> Answered {
    let path = app.path(&format!("/books/mass-changes/{}/undo", made.id));
    app.as_editor().post(&path).json(json!({"reason": "Fel index"})).send().await
}

#[tokio::test]
async fn an_index_of_forty_premises_is_previewed_executed_and_undone() {
    let app = TestApp::new().await;
    books_in_use(&app).await;
    let mut ids = Vec::new();
    for number in 0..40 {
        ids.push(premises(&app, number).await);
    }
    let index =
        json!({"index": {"old_index": "404.24", "new_index": "417.51", "share_percent": "75", "round_to": "1"}});
    let change = raised(seen(&ids, 1), index);
    let tried = preview(&app, &change).await;
    assert_eq!(tried.agreements.len(), 40);
    let (mut before, mut after, mut moved) = (0, 0, 0);
    for (number, (effect, id)) in tried.agreements.iter().zip(&ids).enumerate() {
        assert_eq!((effect.id.to_string(), effect.version, effect.changed), (id.clone(), 1, true));
        let old = 100 * (90_000 + 1_237 * number as i128) + number as i128;
        // 0.75 x 13.27 / 404.24, and whole kronor, half away from zero.
        let exact = old * (40_424 * 100 + 75 * 1_327);
        let whole = (exact + 50 * 40_424 * 100) / (100 * 40_424 * 100) * 100;
        assert_eq!(effect.old_fee, Amount::from_minor(old as i64));
        assert_eq!(effect.new_fee, Amount::from_minor(whole as i64));
        assert_eq!(effect.not_calculable, []);
        let [ifrs16, k3] = effect.books.as_slice() else { panic!("{:?}", effect.books) };
        assert_eq!((ifrs16.framework, k3.framework), (BookFramework::Ifrs16, BookFramework::K3));
        assert_eq!(ifrs16.findings, []);
        // A rent is expensed under K3, and a new one posts nothing by itself.
        assert_eq!((k3.treatment, k3.journal.as_slice()), (BookTreatment::K3Operating, &[][..]));
        // Nothing of what time has brought since the accounts were closed.
        let accrued = [BookRole::Interest, BookRole::Depreciation, BookRole::AccumulatedDepreciation];
        assert!(ifrs16.journal.iter().all(|line| !accrued.contains(&line.role)), "{:?}", ifrs16.journal);
        assert_eq!(ifrs16.translated, None);
        let risen = ifrs16.liability_after.minor() - ifrs16.liability_before.minor();
        // The first new fee is paid on the day: the asset has it, the liability not any more.
        let paid = (whole - old) as i64;
        assert!(risen > 0);
        let posted = |role| {
            let line = ifrs16.journal.iter().find(|line| line.role == role);
            line.map_or(0, |line| line.debit.map_or(0, Amount::minor) - line.credit.map_or(0, Amount::minor))
        };
        // And a day's interest at five percent on what it has risen by has been added to it.
        let interest = risen + paid - posted(BookRole::RightOfUse);
        assert!((risen / 8_000..risen / 7_000).contains(&interest), "{interest} on {risen}: {:?}", ifrs16.journal);
        assert_eq!(ifrs16.journal.iter().map(|line| posted(line.role)).sum::<i64>(), 0);
        before += ifrs16.liability_before.minor();
        after += ifrs16.liability_after.minor();
        moved += posted(BookRole::RightOfUse);
    }
    let total = &tried.totals[0];
    assert_eq!((total.framework, total.agreements), (BookFramework::Ifrs16, 40));
    assert_eq!((total.liability_before.minor(), total.liability_after.minor()), (before, after));
    let line = total.journal.iter().find(|line| line.role == BookRole::RightOfUse).unwrap();
    assert_eq!(line.debit.unwrap().minor(), moved);

    let untouched = book(&app, &ids[7], "ifrs16?as_of=2027-01-01").await;
    let made: MassChange = execute(&app, &change).await.expect_status(201).json();
    assert_eq!((made.agreements.len(), made.undone_at), (40, None));
    for (effect, id) in tried.agreements.iter().zip(&ids).step_by(13) {
        let now = book(&app, id, "ifrs16?as_of=2027-01-01").await;
        let said = (effect.books[0].liability_after, effect.books[0].asset_after);
        assert_eq!((now.balances.liability, now.balances.asset), said);
        assert!(now.checks.iter().all(|check| check.held), "{:?}", now.checks);
        assert_eq!(now.policies.discount_rates.len(), 1);
        let path = app.path(&format!("/agreements/{id}?as_of=2027-01-01"));
        let agreement: Agreement = app.as_reader().get(&path).send().await.expect_status(200).json();
        assert_eq!((Some(agreement.terms.fee), agreement.version), (effect.new_fee, 2));
    }
    // Whoever has not seen it does not do it again.
    let again = execute(&app, &change).await.expect_problem(ErrorCode::PreconditionFailed);
    assert_eq!((again.errors.len(), again.errors[39].pointer.as_str()), (40, "/agreements/39/version"));

    let undone: MassChange = undo(&app, &made).await.expect_status(200).json();
    assert!(undone.undone_at.is_some());
    assert_eq!(book(&app, &ids[7], "ifrs16?as_of=2027-01-01").await, untouched);
    undo(&app, &made).await.expect_problem(ErrorCode::AlreadyUndone);
    let list: Page<MassChange> =
        app.as_reader().get(&app.path("/books/mass-changes")).send().await.expect_status(200).json();
    assert_eq!(list.data, [undone]);
}

#[tokio::test]
async fn an_index_of_what_is_no_rent_leaves_its_discount_rate_too() {
    let app = TestApp::new().await;
    let id = entered(&app, json!({})).await;
    let accounting = app.path(&format!("/agreements/{id}/accounting"));
    let said =
        async || -> AgreementAccounting { app.as_reader().get(&accounting).send().await.expect_status(200).json() };
    let change = raised(seen(std::slice::from_ref(&id), 1), json!({"index": {"percent": "3"}}));
    let tried = preview(&app, &change).await;
    let made: MassChange = execute(&app, &change).await.expect_status(201).json();
    let now = book(&app, &id, "ifrs16?as_of=2027-01-01").await;
    assert_eq!(now.policies.discount_rates.len(), 1);
    assert_eq!(now.balances.liability, tried.agreements[0].books[0].liability_after);
    assert_eq!(said().await.facts.changes.len(), 1);
    undo(&app, &made).await.expect_status(200);
    assert_eq!((said().await.version, said().await.facts.changes), (2, Vec::new()));
}

#[tokio::test]
async fn a_new_rate_changes_the_fee_and_revises_the_discount_rate() {
    let app = TestApp::new().await;
    let stated = json!({"nominal_rate_percent": "4.00", "residual_value": "69800.00"});
    let ids = [entered(&app, stated.clone()).await, entered(&app, stated).await];
    let up = json!({"rate": {"points": "1.25", "discount_rate": {"percent": "5.5"}}});
    let change = raised(seen(&ids, 1), up);
    let tried = preview(&app, &change).await;
    execute(&app, &change).await.expect_status(201);
    for (effect, id) in tried.agreements.iter().zip(&ids) {
        assert!(effect.new_fee > effect.old_fee, "{effect:?}");
        let now = book(&app, id, "ifrs16?as_of=2027-01-01").await;
        assert_eq!(now.policies.discount_rates.last().unwrap().effective_percent.to_string(), "5.50000000");
        assert_eq!(now.balances.liability, effect.books[0].liability_after);
        assert!(now.checks.iter().all(|check| check.held), "{:?}", now.checks);
        let path = app.path(&format!("/agreements/{id}?as_of=2027-01-01"));
        let agreement: Agreement = app.as_reader().get(&path).send().await.expect_status(200).json();
        assert_eq!(agreement.terms.nominal_rate_percent.unwrap().to_string(), "5.2500");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_at_its_place_and_changes_nothing() {
    let app = TestApp::new().await;
    let ids = [entered(&app, json!({})).await, entered(&app, json!({})).await];
    let invalid = ErrorCode::ValidationFailed;
    let two = json!({"index": {"percent": "1", "new_index": "2"}});
    execute(&app, &raised(seen(&ids, 1), two)).await.expect_fault(
        invalid,
        "/change/index/percent",
        FieldCode::InvalidValue,
    );
    // Nothing is stated that points could be added to.
    let points = raised(seen(&ids[..1], 1), json!({"rate": {"points": "1"}}));
    execute(&app, &points).await.expect_fault(invalid, "/agreements/0", FieldCode::MissingField);
    let early =
        json!({"agreements": seen(&ids, 1), "effective_on": "2020-01-01", "change": {"index": {"percent": "1"}}});
    assert_eq!(execute(&app, &early).await.problem().errors[0].pointer, "/agreements/0/effective_on");
    let mut half = raised(seen(&ids, 1), json!({"index": {"percent": "1"}}));
    half["agreements"][1]["version"] = json!(7);
    execute(&app, &half).await.expect_fault(
        ErrorCode::PreconditionFailed,
        "/agreements/1/version",
        FieldCode::InvalidValue,
    );
    let path = app.path(&format!("/agreements/{}", ids[0]));
    let agreement: Agreement = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!(agreement.version, 1);
}

#[tokio::test]
async fn a_foreign_agreement_is_shown_in_its_own_currency_and_counted_in_the_companys() {
    let app = TestApp::new().await;
    books_in_use(&app).await;
    let rate = json!({"currency": "EUR", "on": "2025-01-01", "rate": "11.5", "source": "Riksbanken"});
    app.as_editor().post(&app.path("/exchange-rates")).json(rate).send().await.expect_status(201);
    let foreign = entered(&app, json!({"currency": "EUR", "kind": "premises", "residual_value": null})).await;
    let home = premises(&app, 1).await;
    let change = raised(seen(&[foreign.clone(), home], 1), json!({"index": {"percent": "10"}}));
    let tried = preview(&app, &change).await;
    let [euros, kronor] = tried.agreements.as_slice() else { panic!("{:?}", tried.agreements) };
    let (theirs, ours) = (&euros.books[0], &kronor.books[0]);
    assert_eq!((theirs.currency.code(), ours.currency.code()), ("EUR", "SEK"));
    let own = book(&app, &foreign, "ifrs16?as_of=2027-01-01").await;
    assert_eq!((theirs.liability_before, theirs.asset_before), (own.balances.liability, own.balances.asset));
    let translated = theirs.translated.as_ref().unwrap();
    assert_eq!(translated.currency.code(), "SEK");
    let worth = |amount: Amount| (amount.minor() * 23 + 1) / 2;
    assert!((translated.liability_after.minor() - worth(theirs.liability_after)).abs() <= 1);
    let total = &tried.totals[0];
    assert_eq!((total.framework, total.currency.code(), total.agreements), (BookFramework::Ifrs16, "SEK", 2));
    assert_eq!(total.liability_after.minor(), translated.liability_after.minor() + ours.liability_after.minor());
    let rates: Vec<_> = tried.rates.iter().map(|rate| (rate.currency.code(), rate.on.to_string())).collect();
    assert_eq!(rates, [("EUR", "2025-01-01".to_owned())]);
    let posted = |journal: &[shared::books::BookVoucherLine]| {
        let line = journal.iter().find(|line| line.role == BookRole::RightOfUse).unwrap();
        line.debit.unwrap().minor()
    };
    assert!((posted(&translated.journal) - worth(Amount::from_minor(posted(&theirs.journal)).unwrap())).abs() <= 1);
}
