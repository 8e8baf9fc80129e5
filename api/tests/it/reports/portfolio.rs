//! The test portfolio, against figures that were not computed by the engine.

use super::{agreements, report};
use crate::debt::{published, published_portfolio};
use crate::support::TestApp;
use chrono::{Datelike, NaiveDate};
use shared::agreements::{AgreementKind, AgreementTerms, Timing};
use shared::books::BookFindingCode;
use std::collections::HashMap;

fn by_number() -> HashMap<String, AgreementTerms> {
    let listed = published::agreements().into_iter().filter(|(_, ending)| ending.is_none());
    listed.map(|(terms, _)| (terms.number.clone().unwrap(), terms)).collect()
}

fn end_of(terms: &AgreementTerms) -> NaiveDate {
    terms.end_on.unwrap()
}

/// Whole months from the first of a month.
fn months(from: NaiveDate, until: NaiveDate) -> i64 {
    i64::from((until.year() - from.year()) * 12 + until.month() as i32 - from.month() as i32)
}

#[tokio::test]
async fn a_k3_finance_lease_owes_the_lessors_capital() {
    let app = TestApp::new().await;
    let expected = published_portfolio(&app).await;
    let terms = by_number();
    let mut compared = 0;
    for as_of in ["2024-12-31", "2025-12-31", "2026-12-31"] {
        let day: NaiveDate = as_of.parse().unwrap();
        for row in agreements(&app, &format!("framework=k3&to={as_of}&kind=financial_lease&currency=SEK")).await {
            let Some(terms) = terms.get(&row.agreement.number).filter(|terms| end_of(terms) > day) else { continue };
            if terms.first_increased_fee.is_some() || terms.timing == Timing::Arrears {
                continue;
            }
            let capital = &expected["agreements"][&row.agreement.number]["debt"][as_of];
            assert_eq!(&serde_json::json!(row.figures.liability.closing), capital, "{} {as_of}", row.agreement.number);
            compared += 1;
        }
    }
    assert!(compared > 40, "{compared}");
}

/// Fees that are all alike, from the first of a month, discounted one by one at the rate of the independent calculation.
#[tokio::test]
async fn an_ifrs_16_liability_is_the_fees_still_to_come_discounted() {
    let app = TestApp::new().await;
    let expected = published_portfolio(&app).await;
    let terms = by_number();
    let day: NaiveDate = "2025-12-31".parse().unwrap();
    let mut compared = 0;
    for row in agreements(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31&currency=SEK").await {
        let Some(terms) = terms.get(&row.agreement.number).filter(|terms| end_of(terms) > day) else { continue };
        let is_plain = terms.start_on.day() == 1
            && terms.start_on <= day
            && terms.timing == Timing::Advance
            && terms.first_increased_fee.is_none();
        let nominal = expected["agreements"][&row.agreement.number]["nominal_pct"].as_str();
        let Some(nominal) = nominal.filter(|_| is_plain) else { continue };
        let every = i64::from(terms.interval_months);
        let rate = nominal.parse::<f64>().unwrap() / 100.0 * every as f64 / 12.0;
        let fees = months(terms.start_on, end_of(terms)) + 1;
        let gone = months(terms.start_on, day) + 1;
        // Whole intervals are worth their power, what is begun of one grows evenly by its days.
        let begun = gone.div_euclid(every) * every;
        let from = terms.start_on.checked_add_months(chrono::Months::new(begun as u32)).unwrap();
        let until = from.checked_add_months(chrono::Months::new(every as u32)).unwrap();
        let elapsed = (day.succ_opt().unwrap() - from).num_days() as f64 / (until - from).num_days() as f64;
        let due: Vec<i64> = (0..fees / every).map(|k| k * every).filter(|month| *month >= gone).collect();
        let worth: f64 = due
            .iter()
            .map(|month| terms.fee.minor() as f64 / (1.0 + rate).powi(((month - begun) / every) as i32))
            .sum();
        let worth = worth * (1.0 + rate * elapsed);
        let found = row.figures.liability.closing.minor() as f64;
        assert!((found - worth).abs() <= 1.0 + worth * 1e-7, "{}: {found} {worth}", row.agreement.number);
        compared += 1;
    }
    assert!(compared > 40, "{compared}");
}

/// All fees of the term and what is paid with the first, in equal parts over its months.
#[tokio::test]
async fn expensed_fees_cost_the_same_every_month() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    let terms = by_number();
    let mut compared = 0;
    for row in agreements(&app, "framework=k2&from=2025-01-01&to=2025-12-31&currency=SEK").await {
        let Some(terms) = terms.get(&row.agreement.number) else { continue };
        if terms.start_on.day() != 1 || end_of(terms).succ_opt().unwrap().day() != 1 {
            continue;
        }
        let term = months(terms.start_on, end_of(terms)) + 1;
        let fees = term / i64::from(terms.interval_months);
        let raised = terms.first_increased_fee.map_or(0, |fee| fee.minor());
        let first = if terms.first_increased_replaces && raised != 0 { terms.fee.minor() } else { 0 };
        let arrangement = terms.arrangement_fee.map_or(0, |fee| fee.minor());
        let all = terms.fee.minor() * fees + raised - first + arrangement;
        let january: NaiveDate = "2025-01-01".parse().unwrap();
        let past = |day: NaiveDate| months(terms.start_on, day).clamp(0, term);
        // What is spent by a month is rounded, half away from zero; no amount is below it.
        let spent = |months: i64| (2 * all * months + term).div_euclid(2 * term);
        let cost = spent(past(january.with_year(2026).unwrap())) - spent(past(january));
        assert_eq!(row.figures.deferral.cost.minor(), cost, "{}", row.agreement.number);
        compared += 1;
    }
    assert!(compared > 100, "{compared}");
}

#[tokio::test]
async fn every_running_agreement_is_counted_or_named() {
    let app = TestApp::new().await;
    let expected = published_portfolio(&app).await;
    let report = report(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    let day: NaiveDate = "2025-12-31".parse().unwrap();
    let rows = agreements(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    for (terms, ending) in published::agreements() {
        let number = terms.number.clone().unwrap();
        let until = ending.map_or(end_of(&terms), |ending| ending.on.min(end_of(&terms)));
        let is_running = terms.start_on <= day && until > day;
        let is_counted = rows.iter().any(|row| row.agreement.number == number);
        let left_out = report.left_out.iter().find(|one| one.agreement.number == number);
        assert!(!is_running || is_counted != left_out.is_some(), "{number}");
        if let Some(left_out) = left_out {
            let without_rate = expected["agreements"][&number]["nominal_pct"].is_null();
            let rate_missing = left_out.finding.code == BookFindingCode::RateMissing;
            assert!(rate_missing == without_rate || terms.currency != shared::money::Currency::SEK, "{number}");
        }
    }
    assert!(report.left_out.iter().any(|one| one.agreement.kind == AgreementKind::Rental));
}
