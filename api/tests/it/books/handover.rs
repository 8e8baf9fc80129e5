//! Leases that go over to another company, and assets that are sold and leased back: previewed, recorded, taken back.

use super::{entered, example};
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::books::{BookCalculation, BookEntry, BookPreview, BookRole, RecordedLeaseEvent};
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::BookReport;

async fn ask(app: &TestApp, request: &Value) -> BookCalculation {
    app.as_reader().post("/calculations").json(request).send().await.expect_status(200).json()
}

async fn book(app: &TestApp, agreement: &str, as_of: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{agreement}/books/ifrs16?as_of={as_of}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn preview(app: &TestApp, agreement: &str, tried: Value) -> BookPreview {
    let path = app.path(&format!("/agreements/{agreement}/accounting/events/preview"));
    app.as_reader().post(&path).json(tried).send().await.expect_status(200).json()
}

fn total(answer: &BookCalculation, of: fn(&shared::books::BookMovement) -> shared::money::Amount) -> i64 {
    answer.periods.iter().map(|period| of(&period.movement).minor()).sum()
}

#[tokio::test]
async fn two_companies_have_between_them_what_one_would_have() {
    let app = TestApp::new().await;
    let told = |kind: Option<&str>| {
        let mut request = example("transfer");
        request["events"] = kind.map_or(json!([]), |kind| json!([{"on": "2004-12-31", "kind": kind}]));
        request
    };
    let whole = ask(&app, &told(None)).await;
    let (giver, receiver) =
        (ask(&app, &told(Some("transferred_out"))).await, ask(&app, &told(Some("transferred_in"))).await);
    for answer in [&giver, &receiver] {
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    }
    let expense = |movement: &shared::books::BookMovement| movement.expense;
    let cash = |movement: &shared::books::BookMovement| movement.cash;
    for of in [expense, cash] {
        assert_eq!(total(&giver, of) + total(&receiver, of), total(&whole, of));
    }
    // On the last day of 2005 only the one has anything, and owes what it would owe as the first.
    let (of_giver, of_receiver) = (&giver.balances, &receiver.balances);
    assert_eq!((of_giver.liability.minor(), of_giver.asset.minor()), (0, 0));
    assert_eq!(of_giver.maturity.as_ref().unwrap().total.minor(), 0);
    assert_eq!(of_receiver.liability, whole.balances.liability);
    assert_eq!(of_receiver.asset, whole.balances.asset);
    assert_eq!(of_receiver.maturity, whole.balances.maturity);
    // Each has the other as a claim or debt.
    let between = |answer: &BookCalculation| -> i64 {
        let voucher = answer.journal.iter().find(|voucher| voucher.entry == BookEntry::Transfer).unwrap();
        let lines = voucher.lines.iter().filter(|line| line.role == BookRole::Intercompany);
        lines.map(|line| line.debit.map_or(0, |one| one.minor()) - line.credit.map_or(0, |one| one.minor())).sum()
    };
    assert_ne!(between(&giver), 0);
    assert_eq!(between(&giver), -between(&receiver));
    // Cost and what is written off go along.
    let posted = |answer: &BookCalculation, role: BookRole| -> i64 {
        let lines = answer.journal.iter().flat_map(|voucher| &voucher.lines).filter(|line| line.role == role);
        lines.map(|line| line.debit.map_or(0, |one| one.minor()) - line.credit.map_or(0, |one| one.minor())).sum()
    };
    assert_eq!((posted(&receiver, BookRole::RightOfUse), posted(&giver, BookRole::RightOfUse)), (0, 0));
    assert_eq!(posted(&receiver, BookRole::AccumulatedDepreciation), 0);
}

#[tokio::test]
async fn a_lease_comes_once_and_goes_once() {
    let app = TestApp::new().await;
    let mut request = example("transfer");
    let event = |on: &str, kind: &str| json!({"on": on, "kind": kind});
    request["events"] = json!([event("2003-12-31", "transferred_in"), event("2006-12-31", "transferred_out")]);
    let passing = ask(&app, &request).await;
    assert!(passing.checks.iter().all(|check| check.held), "{:?}", passing.checks);
    for (events, place) in [
        (json!([event("2003-12-31", "transferred_out"), event("2006-12-31", "transferred_out")]), "/events/1/on"),
        (json!([event("2003-12-31", "transferred_out"), event("2006-12-31", "transferred_in")]), "/events/1/on"),
    ] {
        request["events"] = events;
        let refused = app.as_reader().post("/calculations").json(&request).send().await;
        refused.expect_fault(ErrorCode::ValidationFailed, place, FieldCode::OutOfRange);
    }
    // In the middle of a period the giver's last one ends that day.
    request["events"] = json!([event("2004-06-15", "transferred_out")]);
    let parted = ask(&app, &request).await;
    let last = parted.periods.last().unwrap();
    assert_eq!((last.to.to_string().as_str(), last.movement.liability.unwrap().closing.minor()), ("2004-06-15", 0));
    let mut abroad = request.clone();
    abroad["market"] = json!({"exchange_rates": [{"on": "2000-01-01", "rate": "11"}]});
    let refused = app.as_reader().post("/calculations").json(&abroad).send().await;
    refused.expect_fault(ErrorCode::ValidationFailed, "/events/0/kind", FieldCode::InvalidValue);
    request["events"] = json!([{"on": "2003-12-31", "kind": "transferred_out", "amount": "1.00"}]);
    let refused = app.as_reader().post("/calculations").json(&request).send().await;
    refused.expect_fault(ErrorCode::ValidationFailed, "/events/0/amount", FieldCode::InvalidValue);
}

#[tokio::test]
async fn a_registered_lease_goes_over_and_comes_back_when_it_is_undone() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let event = json!({"event": {"on": "2026-06-30", "kind": "transferred_out"}, "reason": "Fusion"});
    let tried = preview(&app, &agreement, json!({"event": event, "frameworks": ["ifrs16"]})).await;
    let effect = &tried.books[0];
    assert!(effect.before.liability.minor() > 0 && effect.after.liability.minor() == 0);
    assert!(effect.journal.iter().any(|voucher| voucher.entry == BookEntry::Transfer), "{:?}", effect.journal);
    let path = app.path(&format!("/agreements/{agreement}/accounting/events"));
    let before = book(&app, &agreement, "2026-12-31").await;
    let recorded: RecordedLeaseEvent = app.as_editor().post(&path).json(event).send().await.expect_status(201).json();
    let after = book(&app, &agreement, "2026-12-31").await;
    assert_eq!((after.balances.liability.minor(), after.balances.asset.minor()), (0, 0));
    assert!(after.checks.iter().all(|check| check.held), "{:?}", after.checks);
    let report = app.path("/reports/books?framework=ifrs16&from=2026-01-01&to=2026-12-31&period=month");
    let report: BookReport = app.as_reader().get(&report).send().await.expect_status(200).json();
    assert_eq!((report.total.liability.closing.minor(), report.maturity.total.minor()), (0, 0));
    assert_eq!(report.total.liability.derecognised, effect.before.liability);
    assert_eq!(
        report.total.cash.total.minor(),
        report.periods.iter().map(|one| one.figures.cash.total.minor()).sum::<i64>()
    );
    let undo = format!("{path}/{}/undo", recorded.id);
    app.as_editor().post(&undo).json(json!({})).send().await.expect_status(200);
    assert_eq!(book(&app, &agreement, "2026-12-31").await, before);
}

#[tokio::test]
async fn a_sale_and_leaseback_is_a_fact_of_the_agreement() {
    let app = TestApp::new().await;
    let documented = ask(&app, &example("leaseback")).await;
    let leaseback = documented.initial.leaseback.unwrap();
    let whole = |amount: shared::money::Amount| (amount.minor() as f64 / 100.0).round() as i64;
    // Illustrative example 24 of IFRS 16, from an unrounded present value.
    assert_eq!((whole(leaseback.right_of_use), whole(leaseback.gain)), (699_555, 240_356));
    assert_eq!((whole(leaseback.financing), whole(leaseback.lease_liability)), (200_000, 1_259_199));
    assert_eq!(documented.initial.asset, Some(leaseback.right_of_use));
    assert_eq!(documented.periods[0].movement.gain, leaseback.gain);

    let agreement = entered(&app, json!({})).await;
    let before = book(&app, &agreement, "2026-12-31").await;
    let price = before.initial.liability.minor() + before.initial.paid.minor();
    let amount = |minor: i64| shared::money::Amount::from_minor(minor).unwrap();
    let sale = json!({"price": amount(price * 2), "fair_value": amount(price * 2), "carrying": amount(price)});
    let facts = json!({"accounting": {"sale": sale}});
    let tried = preview(&app, &agreement, json!({"accounting": facts, "as_of": "2026-12-31"})).await;
    let [ifrs16, k3] = &tried.books[..] else { panic!("{:?}", tried.books) };
    // Half is kept, and half of the gain of once the payments.
    assert!(ifrs16.after.asset < ifrs16.before.asset && ifrs16.after.liability == ifrs16.before.liability);
    assert_eq!((k3.after.asset, k3.after.liability), (k3.before.asset, k3.before.liability));
    let path = app.path(&format!("/agreements/{agreement}/accounting"));
    app.as_editor().put(&path).if_match(0).json(facts).send().await.expect_status(200);
    let sold = book(&app, &agreement, "2026-12-31").await;
    assert!(sold.checks.iter().all(|check| check.held), "{:?}", sold.checks);
    let gain = sold.initial.leaseback.unwrap().gain.minor();
    assert!((gain - price / 2).abs() <= 1, "{gain}");
    app.as_editor().put(&path).if_match(1).json(json!({})).send().await.expect_status(200);
    assert_eq!(book(&app, &agreement, "2026-12-31").await, before);
    let bad = json!({"accounting": {"sale": {"price": "1", "fair_value": "0", "carrying": "1"}}});
    let refused = app.as_editor().put(&path).if_match(2).json(bad).send().await;
    refused.expect_fault(ErrorCode::ValidationFailed, "/accounting/sale/fair_value", FieldCode::OutOfRange);
}
