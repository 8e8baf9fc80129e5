//! From a figure down to its formula.

use super::{enter_rate, figures};
use crate::agreements::{At, truck, with};
use crate::support::TestApp;
use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};
use shared::debt::{DebtExplanation, DebtRule, Unknown};
use shared::problem::{ErrorCode, FieldCode};

async fn explained(app: &TestApp, agreement: &At<'_>, query: &str) -> DebtExplanation {
    let path = app.path(&format!("/debt/agreements/{}/explanation{query}", agreement.id));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

fn number(text: &Option<String>) -> f64 {
    text.as_deref().unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_numbers_of_the_formula_give_the_debt() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, truck()).await;
    for on in ["2024-01-01", "2024-01-31", "2025-07-17", "2027-12-31", "2028-02-10"] {
        let explanation = explained(&app, &agreement, &format!("?on={on}")).await;
        let rate = explanation.interval_rate_percent.unwrap().fraction();
        let days = f64::from(explanation.days_elapsed.unwrap()) / f64::from(explanation.days_in_interval.unwrap());
        let unrounded = number(&explanation.unrounded);
        assert!((number(&explanation.balance) * (1.0 + rate * days) - unrounded).abs() < 0.001, "{explanation:?}");
        let debt = explanation.debt.unwrap().minor();
        assert_eq!((unrounded * 100.0).round() as i64, debt, "{on}");
        assert_eq!(figures(&app, &format!("?as_of={on}")).await.data[0].debt, explanation.debt);
        assert_eq!(explanation.debt_base.unwrap().amount().minor(), debt);
        assert_eq!(explanation.conversion, None);
        assert!(explanation.row.is_some() && explanation.interval_from < explanation.interval_to);
    }
    let rule = async |on: &str| explained(&app, &agreement, &format!("?on={on}")).await.rule;
    assert_eq!(rule("2023-12-31").await, DebtRule::NotStarted);
    assert_eq!(rule("2025-07-17").await, DebtRule::WithinInterval);
    assert_eq!(rule("2028-02-10").await, DebtRule::ExtendedPayingDown);
}

#[tokio::test]
async fn without_debt_the_rule_says_why() {
    let app = TestApp::new().await;
    let rental = At::created(&app, with(truck(), json!({"kind": "rental"}))).await;
    let after = explained(&app, &rental, "?on=2028-02-10").await;
    assert_eq!((after.rule, after.debt.unwrap().minor()), (DebtRule::NoDebtAfterEnd, 0));
    rental.end("2028-03-31").await.expect_status(200);
    assert_eq!(explained(&app, &rental, "?on=2028-03-31").await.rule, DebtRule::Ended);
    let unpriced = At::created(&app, with(truck(), json!({"price": null}))).await;
    let unknown = explained(&app, &unpriced, "").await;
    assert_eq!((unknown.rule, unknown.debt, unknown.debt_base), (DebtRule::Unknown, None, None));
    assert_eq!(unknown.unknown, Some(Unknown::PriceAndRateMissing));
}

#[tokio::test]
async fn the_conversion_is_shown_with_its_day_and_source() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, with(truck(), json!({"currency": "EUR"}))).await;
    let missing = explained(&app, &agreement, "").await;
    assert!(missing.debt.is_some());
    assert_eq!((missing.debt_base, missing.unknown), (None, Some(Unknown::ExchangeRateMissing)));
    enter_rate(&app, "EUR", "2026-11-20", "10.95").await;
    let explanation = explained(&app, &agreement, "").await;
    let conversion = explanation.conversion.unwrap();
    assert_eq!((conversion.on.to_string().as_str(), conversion.source.as_str()), ("2026-11-20", "Riksbanken"));
    let debt = explanation.debt.unwrap().minor();
    assert_eq!(explanation.debt_base.unwrap().amount().minor(), (debt * 1095 + 50) / 100);
    assert_eq!(explanation.unknown, None);
}

#[tokio::test]
async fn it_names_the_events_the_figure_rests_on() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, truck()).await;
    let then = app.clock.now().to_rfc3339_opts(SecondsFormat::Micros, true);
    app.advance(TimeDelta::minutes(5));
    agreement.correct(json!({"fee": "5100"})).await.expect_status(200);
    agreement.amend("2026-06-01", json!({"fee": "5500"})).await.expect_status(200);
    agreement.amend("2026-09-01", json!({"fee": "5600"})).await.expect_status(200);
    agreement.undo(agreement.latest().await).await.expect_status(200);
    let kinds = async |query: &str| {
        let explanation = explained(&app, &agreement, query).await;
        let events = agreement.events().await;
        let kind = |id| {
            serde_json::to_value(&events.iter().find(|event| event.id == id).unwrap().body).unwrap()["type"].clone()
        };
        explanation.events.into_iter().map(kind).collect::<Vec<Value>>()
    };
    assert_eq!(kinds("?on=2026-10-01").await, ["created", "corrected", "amended"]);
    assert_eq!(kinds("?on=2026-05-31").await, ["created", "corrected"]);
    assert_eq!(kinds(&format!("?on=2026-10-01&known_at={then}")).await, ["created"]);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, truck()).await;
    let get = async |rest: &str| app.as_reader().get(&app.path(&format!("/debt/agreements/{rest}"))).send().await;
    get("01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64/explanation").await.expect_problem(ErrorCode::NotFound);
    get("A-0001/explanation").await.expect_problem(ErrorCode::NotFound);
    let then = (TestApp::start() - TimeDelta::days(1)).to_rfc3339_opts(SecondsFormat::Micros, true);
    get(&format!("{}/explanation?known_at={then}", agreement.id)).await.expect_problem(ErrorCode::NotFound);
    let foreign = format!("/companies/{}/debt/agreements/{}/explanation", app.other_company, agreement.id);
    app.as_outsider().get(&foreign).send().await.expect_problem(ErrorCode::NotFound);
    get(&format!("{}/explanation?on=2300-01-01", agreement.id)).await.expect_fault(
        ErrorCode::ValidationFailed,
        "?on",
        FieldCode::OutOfRange,
    );
}
