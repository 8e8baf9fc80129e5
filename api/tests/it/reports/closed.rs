//! What a report says of closed time, of rates, and of questions that have no answer.

use super::{agreements, report};
use crate::support::TestApp;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::books::{BookFindingCode, BookRemedy};
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::{BookReport, ReportFinding};

async fn enter(app: &TestApp, with: Value) -> String {
    let mut terms = crate::books::example("agreement")["contract"]["agreement"].clone();
    terms.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    let made = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
    made.expect_status(201).json::<Value>()["id"].as_str().unwrap().to_owned()
}

async fn rate(app: &TestApp, on: &str, rate: &str) {
    let new = json!({"currency": "EUR", "on": on, "rate": rate, "source": "Riksbanken"});
    app.as_editor().post(&app.path("/exchange-rates")).json(new).send().await.expect_status(201);
}

#[tokio::test]
async fn a_closed_period_says_so_and_whether_it_has_changed() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let year = "framework=ifrs16&from=2025-01-01&to=2025-12-31";
    assert_eq!(report(&app, year).await.closed, None);
    let accepted = ["unconfirmed_accounts", "open_findings", "not_exported"];
    let close = json!({"framework": "ifrs16", "through": "2026-01-31", "accepted": accepted});
    app.as_editor().post(&app.path("/closings")).json(close).send().await.expect_status(201);
    app.advance(TimeDelta::minutes(5));
    let closed = report(&app, year).await.closed.unwrap();
    assert_eq!((closed.through.to_string().as_str(), closed.changed_since), ("2026-01-31", false));
    assert!(closed.by.is_some());
    assert_eq!(report(&app, "framework=ifrs16&from=2025-01-01&to=2026-02-28").await.closed, None);
    assert_eq!(report(&app, "framework=k3&from=2025-01-01&to=2025-12-31").await.closed, None);
    // What changes later days changes nothing here.
    let path = app.path(&format!("/agreements/{agreement}/amendments"));
    let amend = async |on: &str, version: i32| {
        let amendment = json!({"effective_on": on, "patch": {"fee": "41000.00"}});
        app.as_editor().post(&path).if_match(version).json(amendment).send().await.expect_status(200);
        app.advance(TimeDelta::minutes(5));
    };
    amend("2027-01-01", 1).await;
    assert!(!report(&app, year).await.closed.unwrap().changed_since);
    amend("2025-10-01", 2).await;
    let changed = report(&app, year).await.closed.unwrap();
    assert_eq!((changed.at, changed.changed_since), (closed.at, true));
    let then = closed.at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let then: BookReport = report(&app, &format!("{year}&known_at={then}")).await;
    assert!(!then.closed.unwrap().changed_since);
}

#[tokio::test]
async fn nobody_asks_what_will_be_known_or_for_what_nobody_has() {
    let app = TestApp::new().await;
    enter(&app, json!({"cost_center": "4100"})).await;
    let invalid = ErrorCode::ValidationFailed;
    let reader = app.as_reader();
    let agreement = enter(&app, json!({})).await;
    for path in [
        "/reports/books?framework=ifrs16&known_at=2099-01-01T00:00:00Z".to_owned(),
        "/books?known_at=2099-01-01T00:00:00Z".to_owned(),
        format!("/agreements/{agreement}/books/ifrs16?known_at=2099-01-01T00:00:00Z"),
        "/journals?framework=ifrs16&from=2026-01-01&to=2026-01-31&known_at=2099-01-01T00:00:00Z".to_owned(),
    ] {
        let answer = reader.get(&app.path(&path)).send().await;
        answer.expect_fault(invalid, "?known_at", FieldCode::OutOfRange);
    }
    let get = async |rest: &str| reader.get(&app.path(&format!("/reports/books?framework=ifrs16&{rest}"))).send().await;
    let nobody = "lessor_id=01a00000-0000-7000-8000-000000000000";
    get(nobody).await.expect_fault(invalid, "?lessor_id", FieldCode::InvalidId);
    // A cost centre is only a word: one that no agreement has on the last day selects none.
    assert_eq!(report(&app, "framework=ifrs16&to=2026-01-31&cost_center=4200").await.agreements, 0);
    get("kind=bicycle").await.expect_problem(ErrorCode::MalformedParameter);
    assert_eq!(report(&app, "framework=ifrs16&to=2026-01-31&cost_center=4100").await.agreements, 1);
    assert_eq!(report(&app, "framework=ifrs16&to=2026-01-31&cost_center=").await.agreements, 1);
}

#[tokio::test]
async fn an_old_rate_is_found_and_every_rate_is_told() {
    let app = TestApp::new().await;
    enter(&app, json!({"currency": "EUR", "number": "EUR-1"})).await;
    rate(&app, "2025-06-30", "11").await;
    rate(&app, "2025-12-19", "12").await;
    let report = report(&app, "framework=ifrs16&from=2025-07-01&to=2025-12-31&period=quarter").await;
    let day = |text: &str| text.parse().unwrap();
    // From a Friday to the Wednesday of the week after next there are eight; the day before the first has no liability.
    let finding = |on: &str, found: &str| ReportFinding {
        found_on: Some(day(found)),
        ..ReportFinding::new(BookFindingCode::ExchangeRateOld, BookRemedy::GiveExchangeRate, Some(day(on)))
    };
    assert_eq!(report.assumed[0].findings, [finding("2025-09-30", "2025-06-30"), finding("2025-12-31", "2025-12-19")]);
    let rates: Vec<_> =
        report.rates.iter().map(|one| (one.on.to_string(), one.rate.to_string(), one.found_on.to_string())).collect();
    let told = |on: &str, rate: &str, found: &str| (on.to_owned(), format!("{rate}.0000"), found.to_owned());
    assert_eq!(
        rates,
        [
            told("2025-06-30", "11", "2025-06-30"),
            told("2025-07-01", "11", "2025-06-30"),
            told("2025-09-30", "11", "2025-06-30"),
            told("2025-12-31", "12", "2025-12-19"),
        ]
    );
    // The asset of the one layer, from the rate it is told to have.
    let one = agreements(&app, "framework=ifrs16&from=2025-07-01&to=2025-12-31").await.remove(0);
    assert_eq!(one.layers.iter().map(|layer| layer.on.to_string()).collect::<Vec<_>>(), ["2025-07-01"]);
    let path = app.path(&format!("/agreements/{}/books/ifrs16?as_of=2025-12-31", one.agreement.id));
    let own: shared::books::BookCalculation = app.as_reader().get(&path).send().await.expect_status(200).json();
    let cost = own.initial.asset.unwrap().minor() * 11;
    assert_eq!(one.figures.asset.recognised.minor(), cost);
    assert!((one.figures.asset.closing.minor() - own.balances.asset.minor() * 11).abs() <= 1);
    rate(&app, "2025-09-22", "11").await;
    rate(&app, "2025-12-30", "12").await;
    let fresh = super::report(&app, "framework=ifrs16&from=2025-07-01&to=2025-12-31&period=quarter").await;
    assert_eq!(fresh.assumed, []);
}
