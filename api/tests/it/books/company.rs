//! What a company chooses for its books.

use crate::support::TestApp;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::books::{BookCalculation, BookRateSource, BookTreatment, CompanyBook};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

use super::{at, entered};

async fn choose(app: &TestApp, framework: &str, version: i32, choices: Value) -> CompanyBook {
    let request = app.as_editor().put(&app.path(&format!("/books/{framework}"))).if_match(version);
    request.json(choices).send().await.expect_status(200).json()
}

async fn book(app: &TestApp, agreement: &str, rest: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{agreement}/books/{rest}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

#[tokio::test]
async fn before_anybody_has_chosen_ifrs_16_and_k3_are_in_use() {
    let app = TestApp::new().await;
    let books: Page<CompanyBook> = app.as_reader().get(&app.path("/books")).send().await.expect_status(200).json();
    let seen: Vec<_> = books.data.iter().map(|book| (book.framework.code(), book.in_use, book.version)).collect();
    let expected =
        [("ifrs16", true), ("k3", true), ("asc842", false), ("k2", false), ("k3_legal_entity", false), ("rfr2", false)];
    assert_eq!(seen, expected.map(|(code, in_use)| (code, in_use, 0)));
}

#[tokio::test]
async fn a_choice_rules_every_lease_and_what_was_chosen_before_is_still_known() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({"price": null})).await;
    let without = book(&app, &agreement, "ifrs16?as_of=2025-12-31").await;
    assert_eq!(without.policies.rate_source, None);
    let known = at(&app);
    app.advance(TimeDelta::minutes(5));
    let table = json!([{"from": "2020-01-01", "currency": "SEK", "rate": {"percent": "4.5"}}]);
    let chosen = json!({
        "in_use": true, "policy": {"depreciation": "by_days", "fiscal_year_ends": 8}, "default_rates": table,
        "tax_percent": "20.6", "reason": "Beslut i styrelsen",
    });
    let first = choose(&app, "ifrs16", 0, chosen).await;
    assert_eq!((first.version, first.reason.as_deref()), (1, Some("Beslut i styrelsen")));
    assert!(first.recorded_by_name.is_some());
    let with = book(&app, &agreement, "ifrs16?as_of=2025-12-31").await;
    assert_eq!(with.policies.rate_source, Some(BookRateSource::Table));
    assert_eq!(with.policies.discount_rates[0].effective_percent.to_string(), "4.50000000");
    assert_eq!(with.policies.policy.fiscal_year_ends, 8);
    assert!(with.balances.liability.minor() > 0 && with.checks.iter().all(|check| check.held));

    let then = book(&app, &agreement, &format!("ifrs16?as_of=2025-12-31&known_at={known}")).await;
    assert_eq!(then, without);
    let unchosen: CompanyBook = app
        .as_reader()
        .get(&app.path(&format!("/books/ifrs16?known_at={known}")))
        .send()
        .await
        .expect_status(200)
        .json();
    assert_eq!(unchosen.version, 0);
    // Other books are as they were.
    assert_eq!(book(&app, &agreement, "k2").await.policies.policy.fiscal_year_ends, 12);

    choose(&app, "ifrs16", 1, json!({"in_use": false})).await;
    let path = app.path("/books/ifrs16/versions?limit=1");
    let page: Page<CompanyBook> = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!(page.data.iter().map(|book| (book.version, book.in_use)).collect::<Vec<_>>(), [(2, false)]);
    let path = format!("{path}&cursor={}", page.next_cursor.unwrap());
    let page: Page<CompanyBook> = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!(page.data.iter().map(|book| book.version).collect::<Vec<_>>(), [1]);
    assert!(!page.has_more);
}

#[tokio::test]
async fn who_has_not_seen_the_last_choice_does_not_write_over_it() {
    let app = TestApp::new().await;
    choose(&app, "k3", 0, json!({"in_use": true})).await;
    let late = app.as_editor().put(&app.path("/books/k3")).if_match(0).json(json!({"in_use": false})).send().await;
    late.expect_problem(ErrorCode::PreconditionFailed);
    assert_eq!(late.header("etag"), Some("\"1\""));
}

#[tokio::test]
async fn an_exemption_is_elected_by_kind_and_price_and_an_agreement_may_differ() {
    let app = TestApp::new().await;
    let truck = entered(&app, json!({})).await;
    let exemptions = json!([{"kind": "financial_lease", "exemption": "low_value", "price_max": "350000"}]);
    choose(&app, "ifrs16", 0, json!({"in_use": true, "exemptions": exemptions})).await;
    assert_eq!(book(&app, &truck, "ifrs16").await.treatment, BookTreatment::LowValue);
    let dear = entered(&app, json!({"price": "350000.01"})).await;
    assert_eq!(book(&app, &dear, "ifrs16").await.treatment, BookTreatment::Ifrs16);
    let own = json!({"books": [{"framework": "ifrs16", "exemption": "none", "policy": {"depreciation": "by_days"}}]});
    let path = app.path(&format!("/agreements/{truck}/accounting"));
    app.as_editor().put(&path).if_match(0).json(own).send().await.expect_status(200);
    let capitalised = book(&app, &truck, "ifrs16").await;
    assert_eq!(capitalised.treatment, BookTreatment::Ifrs16);
    assert_eq!(serde_json::to_value(capitalised.policies.policy).unwrap()["depreciation"], "by_days");
}

#[tokio::test]
async fn a_framework_first_applied_on_a_day_meets_leases_under_way_at_the_rate_of_that_day() {
    let app = TestApp::new().await;
    let under_way = entered(&app, json!({})).await;
    let later = entered(&app, json!({"start_on": "2027-03-01"})).await;
    let first = json!({"on": "2027-01-01", "method": "from_liability", "discount_rate": {"percent": "3"}});
    let table = json!([{"from": "2026-12-01", "currency": "SEK", "months_max": 30, "rate": {"percent": "6"}}]);
    choose(&app, "ifrs16", 0, json!({"in_use": true, "transition": first, "default_rates": table})).await;
    let begun = book(&app, &under_way, "ifrs16?as_of=2027-12-31").await;
    assert_eq!(begun.rows[0].on.to_string(), "2027-01-01");
    assert_eq!(begun.policies.discount_rates[0].effective_percent.to_string(), "6.00000000");
    assert!(begun.checks.iter().all(|check| check.held), "{:?}", begun.checks);
    assert_eq!(book(&app, &later, "ifrs16").await.rows[0].on.to_string(), "2027-03-01");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_at_its_place() {
    let app = TestApp::new().await;
    let rate = json!({"from": "2020-01-01", "currency": "SEK", "rate": {"percent": "4", "times_a_year": 12}});
    let first = json!({"on": "1800-01-01", "method": "from_liability", "discount_rate": {"percent": "3"}});
    let short = json!({"exemption": "short_term", "price_max": "10"});
    let put = async |body: Value| app.as_editor().put(&app.path("/books/ifrs16")).if_match(0).json(body).send().await;
    let invalid = ErrorCode::ValidationFailed;
    for (body, pointer, code) in [
        (
            json!({"in_use": true, "policy": {"fiscal_year_ends": 13}}),
            "/policy/fiscal_year_ends",
            FieldCode::OutOfRange,
        ),
        (json!({"in_use": true, "policy": {"exemption": "low_value"}}), "/policy/exemption", FieldCode::InvalidValue),
        (
            json!({"in_use": true, "default_rates": [rate]}),
            "/default_rates/0/rate/times_a_year",
            FieldCode::InvalidValue,
        ),
        (json!({"in_use": true, "transition": first}), "/transition/on", FieldCode::OutOfRange),
        (json!({"in_use": true, "exemptions": [short]}), "/exemptions/0/price_max", FieldCode::InvalidValue),
        (json!({"in_use": true, "tax_percent": "101"}), "/tax_percent", FieldCode::OutOfRange),
    ] {
        put(body).await.expect_fault(invalid, pointer, code);
    }
    let twice = json!({"from": "2020-01-01", "currency": "SEK", "rate": {"percent": "4"}});
    let twice = json!({"in_use": true, "default_rates": [twice, twice]});
    put(twice).await.expect_fault(invalid, "/default_rates/1", FieldCode::Duplicate);
    let unknown = app.as_editor().put(&app.path("/books/gaap")).if_match(0).json(json!({"in_use": true})).send().await;
    unknown.expect_problem(ErrorCode::NotFound);
}
