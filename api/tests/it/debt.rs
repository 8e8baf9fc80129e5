//! The company's figures over HTTP.

mod explanation;
mod figures;
pub mod published;

use crate::support::{AccessRow, Person, TestApp};
use api::app::AppState;
use api::db::CompanyTx;
use api::features::agreements::service::{Change, NewEnding, RecordError, Stamp, record};
use api::features::register;
use serde_json::{Value, json};
use shared::agreements::{AgreementTerms, EventSource};
use shared::companies::Role;
use shared::debt::{DebtSeries, FiguresList, Overview};
use shared::ids::{AgreementId, CompanyId};

pub type Entered = Vec<(AgreementTerms, Option<NewEnding>)>;

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Role::Reader, "find_overview").query("as_of=2026-01-31"),
        AccessRow::member(Role::Reader, "list_debt_series"),
        AccessRow::member(Role::Reader, "list_debt_figures"),
        AccessRow::member(Role::Reader, "explain_debt"),
    ]
}

/// Enters agreements in one transaction, as an import does.
pub async fn enter(app: &TestApp, company: CompanyId, agreements: Entered) -> Vec<AgreementId> {
    let person = if company == app.company { &app.owner } else { &app.outsider };
    write(&app.state, company, person, agreements).await
}

/// In company A, by another server.
async fn enter_by(server: &AppState, app: &TestApp, agreements: Entered) -> Vec<AgreementId> {
    write(server, app.company, &app.owner, agreements).await
}

async fn write(server: &AppState, company: CompanyId, person: &Person, agreements: Entered) -> Vec<AgreementId> {
    let write = async |tx: &mut CompanyTx| {
        register::service::change(tx).await?;
        let changes = agreements.iter().cloned().map(|(terms, ending)| Change::create(terms, ending)).collect();
        let stamp = Stamp { source: EventSource::App {}, reason: None };
        Ok::<_, RecordError>(record(tx, &stamp, changes).await?.into_iter().map(|made| made.id).collect())
    };
    server.db.company(company, person.id, "test").write(write).await.unwrap()
}

pub async fn enter_rate(app: &TestApp, currency: &str, on: &str, rate: &str) {
    let new = json!({"currency": currency, "on": on, "rate": rate, "source": "Riksbanken"});
    app.as_owner().post(&app.path("/exchange-rates")).json(new).send().await.expect_status(201);
}

async fn overview(app: &TestApp, query: &str) -> Overview {
    app.as_reader().get(&app.path(&format!("/debt/overview{query}"))).send().await.expect_status(200).json()
}

async fn figures(app: &TestApp, query: &str) -> FiguresList {
    app.as_reader().get(&app.path(&format!("/debt/agreements{query}"))).send().await.expect_status(200).json()
}

async fn series(app: &TestApp, query: &str) -> DebtSeries {
    app.as_reader().get(&app.path(&format!("/debt/series{query}"))).send().await.expect_status(200).json()
}

pub async fn published_portfolio(app: &TestApp) -> Value {
    enter(app, app.company, published::agreements()).await;
    let expected = published::expected();
    for (currency, rates) in expected["fx_to_sek"].as_object().unwrap() {
        for (on, rate) in rates.as_object().unwrap().iter().filter(|_| currency != "SEK") {
            enter_rate(app, currency, on, rate.as_str().unwrap()).await;
        }
    }
    expected
}

#[tokio::test]
async fn the_published_portfolio_comes_out_exactly() {
    let app = TestApp::new().await;
    let expected = published_portfolio(&app).await;
    for (as_of, totals) in expected["totals"].as_object().unwrap() {
        let overview = overview(&app, &format!("?as_of={as_of}")).await;
        let rate = overview.average_rate.average.unwrap();
        let found = json!({
            "running": overview.running,
            "debt_known": overview.debt.coverage.known,
            "debt_unknown": overview.debt.coverage.unknown,
            "debt_sek": overview.debt.total.amount(),
            "average_nominal_pct": rate.nominal_percent,
            "average_effective_pct": rate.effective_percent,
            "extended": overview.extended.count,
            "extended_yearly_cost_sek": overview.extended.yearly_cost.amount(),
        });
        assert_eq!(&found, totals, "{as_of}");
        assert_eq!(overview.agreements, 400);
        assert!(overview.missing_rates.is_empty());

        let list = figures(&app, &format!("?as_of={as_of}")).await;
        assert_eq!(list.data.len(), 400);
        for one in &list.data {
            let agreement = &expected["agreements"][&one.number];
            assert_eq!(json!(one.debt), agreement["debt"][as_of], "{} {as_of}", one.number);
            let rate = one.rate.as_ref();
            assert_eq!(json!(rate.map(|rate| rate.nominal_percent)), agreement["nominal_pct"], "{}", one.number);
            assert_eq!(json!(rate.map(|rate| rate.effective_percent)), agreement["effective_pct"], "{}", one.number);
            let all_in = one.all_in.as_ref().map(|rate| rate.effective_percent);
            assert_eq!(json!(all_in), agreement["all_in_effective_pct"], "{}", one.number);
        }
    }
    for split in ["none", "kind", "lessor", "currency", "cost_center"] {
        let series = series(&app, &format!("?from=2024-12-01&to=2026-12-31&split={split}")).await;
        for (as_of, totals) in expected["totals"].as_object().unwrap() {
            let at = series.points.iter().position(|point| point.to_string() == *as_of).unwrap();
            let sum: i64 = series.lines.iter().map(|line| line.values[at].minor()).sum();
            assert_eq!(json!(shared::money::Amount::from_minor(sum)), totals["debt_sek"], "{split} {as_of}");
            assert_eq!(json!(series.unknown[at]), totals["debt_unknown"]);
        }
    }
}
