//! Overview, series and list, and what is remembered between two looks at them.

use super::{enter, enter_rate, figures, overview, published_portfolio, series};
use crate::agreements::{At, truck, with};
use crate::exchange_rates::set_base;
use crate::support::TestApp;
use api::app::AppState;
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::agreements::AgreementStatus;
use shared::debt::{Overview, Unknown};
use shared::money::{Amount, Currency};
use shared::problem::{ErrorCode, FieldCode};

fn at(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(SecondsFormat::Micros, true)
}

async fn total(app: &TestApp, query: &str) -> i64 {
    overview(app, query).await.debt.total.amount().minor()
}

#[tokio::test]
async fn an_empty_company_has_figures_too() {
    let app = TestApp::new().await;
    let overview = overview(&app, "").await;
    assert_eq!(overview.as_of.to_string(), "2026-11-22");
    assert_eq!((overview.agreements, overview.running, overview.extended.count), (0, 0, 0));
    assert_eq!(overview.debt.total.amount(), Amount::ZERO);
    assert_eq!(overview.average_rate.average, None);
    assert!(overview.notices.is_empty() && !overview.demo);
    assert!(figures(&app, "").await.data.is_empty());
    assert_eq!(series(&app, "").await.lines.len(), 1);
}

#[tokio::test]
async fn the_series_reaches_three_years_each_way_and_has_today() {
    let app = TestApp::new().await;
    let days = series(&app, "").await.points;
    assert_eq!(days.len(), 74);
    assert_eq!(days[0].to_string(), "2023-11-30");
    assert_eq!(days[73].to_string(), "2029-11-30");
    assert_eq!(days[36].to_string(), "2026-11-22");
    let days = series(&app, "?as_of=2025-12-15").await.points;
    assert!(days.iter().any(|day| day.to_string() == "2025-12-15"));
    assert!(days.iter().any(|day| day.to_string() == "2026-11-22"), "today is always told apart");
    let days = series(&app, "?from=2020-01-15&to=2020-02-29").await.points;
    assert_eq!(days.iter().map(ToString::to_string).collect::<Vec<_>>(), ["2020-01-31", "2020-02-29"]);
}

#[tokio::test]
async fn known_at_before_an_amendment_gives_the_old_number() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, truck()).await;
    let before = total(&app, "?as_of=2026-12-31").await;
    let then = app.clock.now();
    app.advance(TimeDelta::minutes(5));
    agreement.amend("2026-06-01", json!({"fee": "5500"})).await.expect_status(200);
    let after = total(&app, "?as_of=2026-12-31").await;
    assert_ne!(after, before);
    let known = at(then);
    assert_eq!(total(&app, &format!("?as_of=2026-12-31&known_at={known}")).await, before);
    let list = figures(&app, &format!("?as_of=2026-12-31&known_at={known}")).await;
    assert_eq!(list.data[0].debt.unwrap().minor(), before);
    let line = series(&app, &format!("?from=2026-12-01&to=2026-12-31&known_at={known}")).await;
    assert_eq!(line.lines[0].values, [Amount::from_minor(before).unwrap()]);
    let earlier = at(TestApp::start() - TimeDelta::days(1));
    assert_eq!(overview(&app, &format!("?known_at={earlier}")).await.agreements, 0);

    agreement.undo(agreement.latest().await).await.expect_status(200);
    assert_eq!(total(&app, "?as_of=2026-12-31").await, before);
}

#[tokio::test]
async fn a_change_by_another_server_is_seen_at_once() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    let one = total(&app, "").await;
    assert_eq!(total(&app, "").await, one);
    // Another process: its own pools, and nothing of what this one remembers is told to it.
    let config = (*app.state.config).clone();
    let other = AppState::new(config, app.clock.clone()).unwrap();
    let mut terms: Value = with(truck(), json!({"number": "B-1"}));
    terms["title"] = json!("Another");
    super::enter_by(&other, &app, vec![(serde_json::from_value(terms).unwrap(), None)]).await;
    assert_eq!(total(&app, "").await, 2 * one);
}

#[tokio::test]
async fn what_is_remembered_is_read_again_when_the_register_changes_and_not_before() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    assert_eq!(overview(&app, "").await.agreements, 1);
    let behind = app.database.superuser().await;
    behind.batch_execute("UPDATE agreement SET deleted_at = now()").await.unwrap();
    assert_eq!(overview(&app, "").await.agreements, 1, "the database was asked for more than the revision");
    assert_eq!(overview(&app, "?as_of=2026-01-01").await.agreements, 1);
    behind.batch_execute("UPDATE register SET revision = revision + 1").await.unwrap();
    assert_eq!(overview(&app, "").await.agreements, 0);
}

#[tokio::test]
async fn many_who_ask_at_once_get_one_answer_from_few_connections() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    let asked = (0..40_usize)
        .map(|each| total(&app, if each.is_multiple_of(2) { "?as_of=2025-12-31" } else { "?as_of=2024-12-31" }));
    let totals = join_all(asked).await;
    let expected = |each: usize| if each.is_multiple_of(2) { 16_599_615_501 } else { 14_789_524_961 };
    assert!(totals.iter().enumerate().all(|(each, total)| *total == expected(each)), "{totals:?}");
}

#[tokio::test]
async fn what_is_deleted_counts_no_more_and_what_is_restored_again() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, truck()).await;
    let owed = total(&app, "").await;
    assert!(owed > 0);
    agreement.delete().await.expect_status(200);
    assert_eq!(overview(&app, "").await.agreements, 0);
    agreement.restore().await.expect_status(200);
    assert_eq!(total(&app, "").await, owed);
}

#[tokio::test]
async fn companies_at_the_same_revision_do_not_see_each_other() {
    let app = TestApp::new().await;
    let terms = |fields: Value| vec![(serde_json::from_value(with(truck(), fields)).unwrap(), None)];
    enter(&app, app.company, terms(json!({}))).await;
    enter(&app, app.other_company, terms(json!({"title": "Foreign", "fee": "9000", "price": "400000"}))).await;
    let own = app.as_owner().get(&app.path("/debt/overview")).send().await.expect_status(200).json::<Overview>();
    let path = format!("/companies/{}/debt/overview", app.other_company);
    let foreign = app.as_outsider().get(&path).send().await.expect_status(200).json::<Overview>();
    assert_ne!(own.debt.total, foreign.debt.total);
    let path = format!("/companies/{}/debt/agreements", app.other_company);
    let list = app.as_outsider().get(&path).send().await.expect_status(200);
    assert!(list.text().contains("Foreign"));
    assert!(!app.as_owner().get(&app.path("/debt/agreements")).send().await.text().contains("Foreign"));
    for rest in ["overview", "series", "agreements"] {
        let answer = app.as_outsider().get(&app.path(&format!("/debt/{rest}"))).send().await;
        answer.expect_problem(ErrorCode::NotFound);
    }
}

#[tokio::test]
async fn a_currency_without_a_rate_is_said() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    At::created(&app, with(truck(), json!({"currency": "EUR"}))).await;
    let before = overview(&app, "").await;
    assert_eq!(before.missing_rates, [Currency::EUR]);
    assert_eq!((before.debt.coverage.known, before.debt.coverage.unknown), (1, 1));
    assert_eq!(before.debt.coverage.reasons[0].reason, Unknown::ExchangeRateMissing);
    assert_eq!(figures(&app, "").await.data[1].unknown, Some(Unknown::ExchangeRateMissing));
    let line = series(&app, "").await;
    assert_eq!(line.missing_rates, [Currency::EUR]);

    enter_rate(&app, "EUR", "2026-11-20", "10.95").await;
    let after = overview(&app, "").await;
    assert!(after.missing_rates.is_empty());
    assert_eq!(after.conversions[0].on.to_string(), "2026-11-20");
    assert_eq!(after.debt.coverage.known, 2);
    let list = figures(&app, "").await;
    let sum: i64 = list.data.iter().map(|one| one.debt_base.unwrap().minor()).sum();
    assert_eq!(after.debt.total.amount().minor(), sum);
    assert_eq!(list.data[1].debt_base.unwrap().minor(), (list.data[1].debt.unwrap().minor() * 1095 + 50) / 100);
    let line = series(&app, "").await;
    assert_eq!(line.conversions[0].rate.to_string(), "10.9500", "the forecast rests on the last known rate");
    assert_eq!(line.unknown.iter().filter(|unknown| **unknown > 0).count(), 34, "before the first rate it is unknown");
}

#[tokio::test]
async fn days_between_which_a_rate_was_entered_are_not_compared() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    for number in ["E-1", "E-2"] {
        At::created(&app, with(truck(), json!({"currency": "EUR", "number": number}))).await;
    }
    enter_rate(&app, "EUR", "2026-11-20", "10.95").await;
    let now = overview(&app, "").await;
    assert_eq!((now.debt.change, now.average_rate.change), (None, None));
    for not_compared in [&now.debt.not_compared, &now.average_rate.not_compared] {
        assert_eq!(not_compared.len(), 1);
        assert_eq!((not_compared[0].unknown_on.to_string(), not_compared[0].agreements), ("2026-10-31".into(), 2));
        assert_eq!(not_compared[0].reason, Unknown::ExchangeRateMissing);
    }
    let line = series(&app, "?from=2026-10-31&to=2026-11-30&split=currency").await;
    let euros = line.lines.iter().find(|line| line.key == "EUR").unwrap();
    assert_eq!(euros.unknown, [2, 0, 0]);
    assert_eq!(euros.values[0], Amount::ZERO);

    enter_rate(&app, "EUR", "2026-10-30", "10.90").await;
    let mended = overview(&app, "").await;
    let before = total(&app, "?as_of=2026-10-31").await;
    assert!(mended.debt.not_compared.is_empty());
    assert_eq!(mended.debt.change.unwrap().amount().minor(), mended.debt.total.amount().minor() - before);
    assert!(mended.average_rate.change.is_some());
}

#[tokio::test]
async fn another_base_currency_gives_other_totals() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    let kronor = overview(&app, "").await.debt.total;
    set_base(&app, "EUR").await;
    let unknown = overview(&app, "").await;
    assert_eq!((unknown.base_currency, unknown.debt.coverage.unknown), (Currency::EUR, 1));
    enter_rate(&app, "SEK", "2026-01-01", "0.1").await;
    let euros = overview(&app, "").await.debt.total;
    assert_eq!(euros.amount().minor(), (kronor.amount().minor() + 5) / 10);
    set_base(&app, "SEK").await;
    assert_eq!(overview(&app, "").await.debt.total, kronor);
}

#[tokio::test]
async fn the_tiles_open_to_what_makes_them_up() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    let day = "as_of=2025-12-31";
    let overview = overview(&app, &format!("?{day}")).await;
    let debt = figures(&app, &format!("?{day}&metric=debt")).await.data;
    let sum: i64 = debt.iter().filter_map(|one| one.debt_base).map(Amount::minor).sum();
    assert_eq!(sum, overview.debt.total.amount().minor());
    assert_eq!(debt.iter().filter(|one| one.debt_base.is_none()).count() as u32, overview.debt.coverage.unknown);
    let rate = figures(&app, &format!("?{day}&metric=average_rate")).await.data;
    let coverage = overview.average_rate.coverage;
    assert_eq!(rate.len() as u32, coverage.known + coverage.unknown);
    let extended = figures(&app, &format!("?{day}&metric=extended")).await.data;
    assert_eq!(extended.len() as u32, overview.extended.count);
    assert!(extended.iter().all(|one| one.status == AgreementStatus::Extended));

    let mut sum = 0;
    for kind in ["financial_lease", "operational_lease", "rental", "premises", "car"] {
        sum += total(&app, &format!("?{day}&kind={kind}")).await;
    }
    assert_eq!(sum, overview.debt.total.amount().minor());
    let split = series(&app, "?from=2025-12-31&to=2025-12-31&split=lessor").await;
    for line in &split.lines {
        let drilled = total(&app, &format!("?{day}&lessor_id={}", line.key)).await;
        assert_eq!(drilled, line.values[0].minor(), "{:?}", line.label);
    }
    let split = series(&app, "?from=2025-12-31&to=2025-12-31&split=cost_center").await;
    for line in &split.lines {
        assert_eq!(total(&app, &format!("?{day}&cost_center={}", line.key)).await, line.values[0].minor());
    }
}

#[tokio::test]
async fn notice_days_come_soonest_first() {
    let app = TestApp::new().await;
    let ends =
        |on: &str, months: u32| with(truck(), json!({"term_months": null, "end_on": on, "notice_months": months}));
    At::created(&app, ends("2027-08-31", 3)).await;
    At::created(&app, ends("2027-03-31", 3)).await;
    At::created(&app, ends("2027-01-31", 3)).await;
    At::created(&app, ends("2029-01-31", 3)).await;
    let overview = overview(&app, "").await;
    let days: Vec<_> = overview.notices.iter().map(|notice| notice.notice_by.to_string()).collect();
    assert_eq!(days, ["2026-12-31", "2027-05-31"], "one is past and one more than a year away");
    assert_eq!(overview.notices_within_year, 2);
    assert_eq!(overview.notices[0].yearly_cost.amount().to_string(), "60000.00");
}

#[tokio::test]
async fn days_far_off_are_answered_and_absurd_ones_refused() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    assert_eq!(total(&app, "?as_of=1900-01-01").await, 0);
    assert_eq!(overview(&app, "?as_of=1900-01-01").await.running, 0);
    assert_eq!(overview(&app, "?as_of=2200-12-31").await.extended.count, 1);
    assert!(!series(&app, "?as_of=2200-12-31").await.points.is_empty());
    assert!(!series(&app, "?from=1900-01-01").await.points.is_empty());
    let refused = async |rest: &str| app.as_reader().get(&app.path(&format!("/debt/{rest}"))).send().await;
    for (rest, place) in [
        ("overview?as_of=1899-12-31", "?as_of"),
        ("overview?as_of=%2B262142-12-31", "?as_of"),
        ("agreements?as_of=2201-01-01", "?as_of"),
        ("series?as_of=2201-01-01", "?as_of"),
        ("series?from=0001-01-01", "?from"),
        ("series?to=9999-12-31", "?to"),
        ("overview?known_at=-9999-01-01T00:00:00Z", "?known_at"),
        ("agreements?known_at=%2B99999-01-01T00:00:00Z", "?known_at"),
        ("series?from=2026-02-01&to=2026-01-31", "?to"),
        ("series?from=1900-01-01&to=2200-12-31", "?to"),
    ] {
        refused(rest).await.expect_fault(ErrorCode::ValidationFailed, place, FieldCode::OutOfRange);
    }
    for (rest, place, code) in [
        ("overview?as_of=2026-02-30", "?as_of", FieldCode::InvalidDate),
        ("overview?as_of=", "?as_of", FieldCode::InvalidDate),
        ("overview?day=2026-01-01", "?day", FieldCode::UnknownParameter),
        ("series?split=colour", "?split", FieldCode::UnknownValue),
        ("agreements?metric=everything", "?metric", FieldCode::UnknownValue),
        ("overview?lessor_id=1", "?lessor_id", FieldCode::InvalidId),
        ("overview?currency=XXX", "?currency", FieldCode::UnknownCurrency),
    ] {
        let answer = refused(rest).await;
        assert_eq!(answer.status(), 400, "{rest} {}", answer.text());
        let places: Vec<_> = answer.problem().errors.into_iter().map(|error| (error.pointer, error.code)).collect();
        assert_eq!(places, [(place.to_owned(), code)], "{rest}");
    }
}

#[tokio::test]
async fn a_sum_beyond_all_reason_is_refused_and_not_cut_off() {
    let app = TestApp::new().await;
    let huge = json!({"price": null, "fee": "0", "residual_value": "9999999999999", "nominal_rate_percent": "0"});
    for _ in 0..3 {
        At::created(&app, with(truck(), huge.clone())).await;
    }
    for rest in ["overview", "series"] {
        let answer = app.as_reader().get(&app.path(&format!("/debt/{rest}"))).send().await;
        answer.expect_fault(ErrorCode::ValidationFailed, "", FieldCode::OutOfRange);
    }
    assert_eq!(figures(&app, "").await.data.len(), 3);
}
