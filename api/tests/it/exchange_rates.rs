//! Exchange rates over HTTP.

use crate::support::{AccessRow, Answered, Maker, TestApp};
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::companies::{Company, Role};
use shared::exchange_rates::ExchangeRate;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Role::Reader, "list_exchange_rates"),
        AccessRow::member(Role::Editor, "create_exchange_rate")
            .sends(|_, request| request.json(rate("EUR", "2026-11-20", "10.95"))),
        AccessRow::member(Role::Reader, "find_exchange_rate"),
        AccessRow::member(Role::Editor, "delete_exchange_rate"),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![Maker {
        name: "exchange_rate_id",
        make: |app, _| Box::pin(async { enter(app, rate("NOK", "2026-11-20", "0.94")).await.id.to_string() }),
    }]
}

fn rate(currency: &str, on: &str, rate: &str) -> Value {
    json!({"currency": currency, "on": on, "rate": rate, "source": "Riksbanken"})
}

async fn enter(app: &TestApp, new: Value) -> ExchangeRate {
    app.as_editor().post(&app.path("/exchange-rates")).json(new).send().await.expect_status(201).json()
}

async fn refused(app: &TestApp, new: Value) -> Answered {
    app.as_editor().post(&app.path("/exchange-rates")).json(new).send().await
}

async fn page(app: &TestApp, query: &str) -> Page<ExchangeRate> {
    app.as_reader().get(&app.path(&format!("/exchange-rates{query}"))).send().await.expect_status(200).json()
}

/// `currency day rate` of each.
async fn listed(app: &TestApp, query: &str) -> Vec<String> {
    let shown = |rate: ExchangeRate| format!("{} {} {}", rate.currency, rate.on, rate.rate);
    page(app, query).await.data.into_iter().map(shown).collect()
}

fn at(moment: DateTime<Utc>) -> String {
    moment.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

#[tokio::test]
async fn a_rate_is_kept_as_it_was_entered() {
    let app = TestApp::new().await;
    let entered = enter(&app, rate("EUR", "2025-12-31", "10.8190")).await;
    assert_eq!((entered.rate.to_string().as_str(), entered.source.as_str()), ("10.8190", "Riksbanken"));
    assert_eq!((entered.base.code(), entered.recorded_at), ("SEK", TestApp::start()));
    assert_eq!(entered.recorded_by_name.as_deref(), Some("edvin editor"));
    let path = app.path(&format!("/exchange-rates/{}", entered.id));
    assert_eq!(app.as_reader().get(&path).send().await.expect_status(200).json::<ExchangeRate>(), entered);
}

#[tokio::test]
async fn a_newer_entry_for_the_same_day_rules_and_the_old_one_stays_known() {
    let app = TestApp::new().await;
    let first = enter(&app, rate("EUR", "2025-12-31", "10.8190")).await;
    let then = app.clock.now();
    app.advance(TimeDelta::minutes(5));
    enter(&app, rate("EUR", "2025-12-31", "10.9")).await;
    assert_eq!(listed(&app, "").await, ["EUR 2025-12-31 10.9000"]);
    assert_eq!(listed(&app, &format!("?known_at={}", at(then))).await, ["EUR 2025-12-31 10.8190"]);
    let gone = app.as_reader().get(&app.path(&format!("/exchange-rates/{}", first.id))).send().await;
    gone.expect_problem(ErrorCode::NotFound);
}

#[tokio::test]
async fn a_rate_taken_back_leaves_the_one_before_and_its_history() {
    let app = TestApp::new().await;
    enter(&app, rate("EUR", "2024-12-31", "11.4865")).await;
    let wrong = enter(&app, rate("EUR", "2025-12-31", "108.190")).await;
    let then = app.clock.now();
    app.advance(TimeDelta::minutes(5));
    let path = app.path(&format!("/exchange-rates/{}", wrong.id));
    app.as_editor().delete(&path).send().await.expect_status(204);
    app.as_editor().delete(&path).send().await.expect_problem(ErrorCode::NotFound);
    assert_eq!(listed(&app, "?on=2026-01-01").await, ["EUR 2024-12-31 11.4865"]);
    assert_eq!(
        listed(&app, &format!("?known_at={}", at(then))).await,
        ["EUR 2025-12-31 108.1900", "EUR 2024-12-31 11.4865"]
    );
    enter(&app, rate("EUR", "2025-12-31", "10.8190")).await;
    assert_eq!(listed(&app, "?on=2026-01-01").await, ["EUR 2025-12-31 10.8190"]);
}

#[tokio::test]
async fn rates_are_listed_by_currency_and_day() {
    let app = TestApp::new().await;
    for (currency, on) in [("NOK", "2025-01-31"), ("EUR", "2025-01-31"), ("EUR", "2025-03-31"), ("EUR", "2025-02-28")] {
        enter(&app, rate(currency, on, "2")).await;
    }
    let all = ["EUR 2025-03-31 2.0000", "EUR 2025-02-28 2.0000", "EUR 2025-01-31 2.0000", "NOK 2025-01-31 2.0000"];
    assert_eq!(listed(&app, "").await, all);
    assert_eq!(listed(&app, "?currency=NOK").await, all[3..]);
    assert_eq!(listed(&app, "?on=2025-03-30").await, all[1..2].iter().chain(&all[3..]).copied().collect::<Vec<_>>());
    assert_eq!(listed(&app, "?on=2025-01-30").await, [""; 0]);

    let mut query = "?limit=1".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = page(&app, &query).await;
        seen.extend(page.data.iter().map(|rate| format!("{} {} {}", rate.currency, rate.on, rate.rate)));
        match page.next_cursor {
            Some(cursor) => query = format!("?limit=1&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn what_is_no_rate_is_refused_at_its_field() {
    let app = TestApp::new().await;
    let good = || rate("EUR", "2025-12-31", "10.8190");
    let with = |field: &str, value: Value| {
        let mut new = good();
        new[field] = value;
        new
    };
    for (new, pointer, code) in [
        (with("rate", json!("0")), "/rate", FieldCode::OutOfRange),
        (with("rate", json!("-10.8")), "/rate", FieldCode::OutOfRange),
        (with("rate", json!("10000000")), "/rate", FieldCode::OutOfRange),
        (with("rate", json!("99999999999999999999999")), "/rate", FieldCode::OutOfRange),
        (with("rate", json!("10,8190")), "/rate", FieldCode::InvalidRate),
        (with("rate", json!("NaN")), "/rate", FieldCode::InvalidRate),
        (with("rate", json!("1.123456789")), "/rate", FieldCode::TooManyDecimals),
        (with("rate", json!(10.819)), "/rate", FieldCode::WrongType),
        (with("currency", json!("SEK")), "/currency", FieldCode::InvalidValue),
        (with("currency", json!("XYZ")), "/currency", FieldCode::UnknownCurrency),
        (with("on", json!("1899-12-31")), "/on", FieldCode::OutOfRange),
        (with("on", json!("+20250-01-01")), "/on", FieldCode::OutOfRange),
        (with("source", json!("")), "/source", FieldCode::TooShort),
        (with("source", json!("   ")), "/source", FieldCode::TooShort),
        (with("source", json!("a\nb")), "/source", FieldCode::InvalidText),
        (with("source", json!("x".repeat(201))), "/source", FieldCode::TooLong),
        (with("surprise", json!(1)), "/surprise", FieldCode::UnknownField),
    ] {
        let answer = refused(&app, new.clone()).await;
        assert!((400..500).contains(&answer.status()), "{new} {}", answer.text());
        let places: Vec<_> = answer.problem().errors.into_iter().map(|error| (error.pointer, error.code)).collect();
        assert_eq!(places, [(pointer.to_owned(), code)], "{new}");
    }
    assert_eq!(listed(&app, "").await, [""; 0]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused_at_its_parameter() {
    let app = TestApp::new().await;
    for (query, place) in [
        ("?known_at=-9999-01-01T00:00:00Z", "?known_at"),
        ("?limit=0", "?limit"),
        ("?cursor=AAAA", "?cursor"),
        ("?on=2026-02-30", "?on"),
        ("?colour=red", "?colour"),
    ] {
        let answer = app.as_reader().get(&app.path(&format!("/exchange-rates{query}"))).send().await;
        assert!((400..500).contains(&answer.status()), "{query}");
        assert_eq!(answer.problem().errors[0].pointer, place);
    }
    assert_eq!(listed(&app, "?on=1000-01-01").await, [""; 0]);
}

#[tokio::test]
async fn a_request_sent_again_enters_one_rate() {
    let app = TestApp::new().await;
    let send = async || {
        let request = app.as_editor().post(&app.path("/exchange-rates")).json(rate("EUR", "2025-12-31", "10.8190"));
        request.idempotency_key("rate-1").send().await.expect_status(201).json::<ExchangeRate>()
    };
    assert_eq!(send().await.id, send().await.id);
}

#[tokio::test]
async fn of_many_entries_at_once_one_rules() {
    let app = TestApp::new().await;
    join_all((1..=20).map(|each| enter(&app, rate("EUR", "2025-12-31", &each.to_string())))).await;
    assert_eq!(listed(&app, "").await.len(), 1);
    let kept: i64 =
        app.database.superuser().await.query_one("SELECT count(*) FROM exchange_rate", &[]).await.unwrap().get(0);
    assert_eq!(kept, 20);
}

#[tokio::test]
async fn rates_into_another_base_currency_wait_until_it_is_the_base_again() {
    let app = TestApp::new().await;
    enter(&app, rate("EUR", "2025-12-31", "10.8190")).await;
    set_base(&app, "EUR").await;
    assert_eq!(listed(&app, "").await, [""; 0]);
    enter(&app, rate("SEK", "2025-12-31", "0.09")).await;
    set_base(&app, "SEK").await;
    assert_eq!(listed(&app, "").await, ["EUR 2025-12-31 10.8190"]);
}

pub async fn set_base(app: &TestApp, currency: &str) {
    let company: Company = app.as_owner().get(&app.path("")).send().await.expect_status(200).json();
    let patch = app.as_owner().patch(&app.path("")).if_match(company.version);
    patch.json(json!({"base_currency": currency})).send().await.expect_status(200);
}

#[tokio::test]
async fn nobody_can_change_what_was_entered() {
    let app = TestApp::new().await;
    enter(&app, rate("EUR", "2025-12-31", "10.8190")).await;
    let server = app.database.superuser().await;
    server.batch_execute("SET ROLE leasify_app").await.unwrap();
    for sql in ["UPDATE exchange_rate SET rate_e8 = 1", "DELETE FROM exchange_rate"] {
        let refused = server.batch_execute(sql).await.unwrap_err();
        assert_eq!(refused.code(), Some(&tokio_postgres::error::SqlState::INSUFFICIENT_PRIVILEGE), "{sql}");
    }
}
