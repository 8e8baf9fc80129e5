//! Which account a role is.

use crate::support::{Answered, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::books::BookRole;
use shared::journals::AccountMapping;
use shared::problem::{ErrorCode, FieldCode};

async fn found(app: &TestApp, query: &str) -> AccountMapping {
    app.as_reader().get(&app.path(&format!("/accounts/mapping{query}"))).send().await.expect_status(200).json()
}

async fn put(app: &TestApp, version: i32, accounts: Value) -> Answered {
    let new = json!({"accounts": accounts});
    app.as_editor().put(&app.path("/accounts/mapping")).if_match(version).json(new).send().await
}

fn account(mapping: &AccountMapping, role: BookRole) -> Vec<(String, bool)> {
    let of = mapping.accounts.iter().filter(|mapped| mapped.rule.role == role);
    of.map(|mapped| (mapped.rule.account.clone(), mapped.default)).collect()
}

#[tokio::test]
async fn a_company_begins_with_the_defaults_and_keeps_every_version() {
    let app = TestApp::new().await;
    let begun = found(&app, "").await;
    assert_eq!((begun.version, begun.recorded_at), (0, None));
    assert!(begun.accounts.iter().all(|mapped| mapped.default));
    assert_eq!(account(&begun, BookRole::RightOfUse), [("1260".to_owned(), true)]);
    let liability = begun.accounts.iter().find(|mapped| mapped.rule.role == BookRole::LiabilityNoncurrent).unwrap();
    assert!(liability.confirm, "BAS has no account of just this meaning");

    let own = json!([{"role": "liability_noncurrent", "account": "2395", "name": "Leasingskuld"}]);
    let answer = put(&app, 0, own).await.expect_status(200);
    assert_eq!(answer.header("etag"), Some("\"1\""));
    let first: AccountMapping = answer.json();
    assert_eq!((first.version, first.recorded_by_name.as_deref()), (1, Some("edvin editor")));
    assert_eq!(account(&first, BookRole::LiabilityNoncurrent), [("2395".to_owned(), false)]);
    let then = app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    app.advance(TimeDelta::minutes(5));
    put(&app, 1, json!([])).await.expect_status(200);
    assert_eq!(account(&found(&app, "").await, BookRole::LiabilityNoncurrent), [("2391".to_owned(), true)]);
    assert_eq!(found(&app, &format!("?known_at={then}")).await, first);
}

#[tokio::test]
async fn of_two_who_read_the_same_version_the_second_is_told() {
    let app = TestApp::new().await;
    put(&app, 0, json!([])).await.expect_status(200);
    put(&app, 0, json!([])).await.expect_problem(ErrorCode::PreconditionFailed);
}

#[tokio::test]
async fn what_is_no_rule_is_refused_at_its_field() {
    let app = TestApp::new().await;
    let good = || json!({"role": "interest", "account": "8410"});
    let with = |field: &str, value: Value| {
        let mut rule = good();
        rule[field] = value;
        rule
    };
    for (rule, field, code) in [
        (with("account", json!("841")), "account", FieldCode::InvalidValue),
        (with("account", json!("841O")), "account", FieldCode::InvalidValue),
        (with("account", json!("123456789")), "account", FieldCode::InvalidValue),
        (with("debit_account", json!("-8410")), "debit_account", FieldCode::InvalidValue),
        (with("cost_center", json!("1\n2")), "cost_center", FieldCode::InvalidText),
        (with("name", json!("x".repeat(101))), "name", FieldCode::TooLong),
        (with("role", json!("profit")), "role", FieldCode::UnknownValue),
        (with("kind", json!("boat")), "kind", FieldCode::UnknownValue),
    ] {
        let answer = put(&app, 0, json!([good(), rule])).await;
        let errors = answer.problem().errors;
        let found: Vec<_> = errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert!(found.contains(&(format!("/accounts/1/{field}").as_str(), code)), "{field}: {}", answer.text());
    }
    let twice = put(&app, 0, json!([good(), with("account", json!("8420"))])).await;
    assert_eq!(twice.problem().errors[0].code, FieldCode::Duplicate);
    assert_eq!(found(&app, "").await.version, 0);
}
