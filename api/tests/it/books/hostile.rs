//! Requests that cannot be calculated are refused at the field, and none takes long.

use super::example;
use crate::support::{Answered, TestApp};
use serde_json::{Value, json};
use shared::problem::{ErrorCode, FieldCode};
use std::time::Instant;

async fn send(app: &TestApp, request: &Value) -> Answered {
    app.as_reader().post("/calculations").json(request).send().await
}

fn with(pointer: &str, value: Value) -> Value {
    let mut request = example("ifrs16");
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    request.pointer_mut(parent).unwrap()[name] = value;
    request
}

#[tokio::test]
async fn calculations_refuse_at_the_field() {
    use ErrorCode::{MalformedBody, ValidationFailed};
    let app = TestApp::new().await;
    let first = "/contract/payments/0";
    for (pointer, value, code, at, field) in [
        ("/colour", json!(1), MalformedBody, "/colour", FieldCode::UnknownField),
        ("/accounting/color", json!(1), MalformedBody, "/accounting/color", FieldCode::UnknownField),
        ("/events/0/terms/note", json!(1), MalformedBody, "/events/0/terms/note", FieldCode::UnknownField),
        ("/book/framework", json!("ifrs17"), MalformedBody, "/book/framework", FieldCode::UnknownValue),
        ("/as_of", json!("2001-02-30"), MalformedBody, "/as_of", FieldCode::InvalidDate),
        ("/as_of", json!("9999-12-31"), ValidationFailed, "/as_of", FieldCode::OutOfRange),
        ("/period_months", json!(5), ValidationFailed, "/period_months", FieldCode::OutOfRange),
        ("/contract", json!({}), ValidationFailed, "/contract", FieldCode::MissingField),
        (
            "/contract/payments/0/amount",
            json!("NaN"),
            ValidationFailed,
            "/contract/payments/0/amount",
            FieldCode::InvalidAmount,
        ),
        (
            "/contract/payments/0/amount",
            json!(50000.0),
            MalformedBody,
            "/contract/payments/0/amount",
            FieldCode::WrongType,
        ),
        (
            "/contract/payments/0/amount",
            json!("10000000000000.01"),
            ValidationFailed,
            "/contract/payments/0/amount",
            FieldCode::OutOfRange,
        ),
        // Each can be, together they cannot.
        (
            "/contract/payments/0/amount",
            json!("9999999999999"),
            ValidationFailed,
            "/contract/payments",
            FieldCode::OutOfRange,
        ),
        (
            "/contract/payments/0/count",
            json!(1_000_000),
            ValidationFailed,
            "/contract/payments/0/count",
            FieldCode::TooManyItems,
        ),
        ("/contract/payments/0/count", json!(0), ValidationFailed, "/contract/payments/0/count", FieldCode::OutOfRange),
        // The last one would be due in the year 2500.
        (
            "/contract/payments/0/count",
            json!(500),
            ValidationFailed,
            "/contract/payments/0/count",
            FieldCode::OutOfRange,
        ),
        (
            "/contract/payments/0/due_on",
            json!("1066-10-14"),
            ValidationFailed,
            "/contract/payments/0/due_on",
            FieldCode::OutOfRange,
        ),
        ("/accounting/end_on", json!("2000-12-31"), ValidationFailed, "/accounting/end_on", FieldCode::OutOfRange),
        ("/accounting/end_on", json!("2190-12-31"), ValidationFailed, "/accounting/end_on", FieldCode::OutOfRange),
        ("/accounting/end_on", Value::Null, ValidationFailed, "/accounting/end_on", FieldCode::MissingField),
        (
            "/accounting/discount_rate/percent",
            json!("NaN"),
            ValidationFailed,
            "/accounting/discount_rate/percent",
            FieldCode::InvalidRate,
        ),
        (
            "/accounting/discount_rate/basis",
            json!("nominal"),
            ValidationFailed,
            "/accounting/discount_rate/times_a_year",
            FieldCode::MissingField,
        ),
        ("/accounting/prepaid", json!("-1"), ValidationFailed, "/accounting/prepaid", FieldCode::OutOfRange),
        (
            "/accounting/options",
            json!([{"kind": "extension", "reasonably_certain": true, "ends_on": "2012-12-31"}]),
            ValidationFailed,
            "/accounting/options/0/kind",
            FieldCode::InvalidValue,
        ),
        ("/events/0/on", json!("2000-12-31"), ValidationFailed, "/events/0/on", FieldCode::OutOfRange),
        ("/events/0/terms", Value::Null, ValidationFailed, "/events/0/terms", FieldCode::MissingField),
        ("/events/0/amount", json!("1"), ValidationFailed, "/events/0/amount", FieldCode::InvalidValue),
        (
            "/events/0/discount_rate",
            json!({"percent": "6"}),
            ValidationFailed,
            "/events/0/discount_rate",
            FieldCode::InvalidValue,
        ),
        (
            "/book/policy/thresholds",
            json!({"major_part_percent": 0}),
            ValidationFailed,
            "/book/policy/thresholds/major_part_percent",
            FieldCode::OutOfRange,
        ),
        ("/book/framework", json!("k3"), ValidationFailed, "/accounting/classification", FieldCode::MissingField),
        (
            "/events/0/terms",
            json!({
                "end_on": "2010-12-31", "payments": [], "becomes_owned": true,
                "guarantee": {"expected": "0", "full": "1"},
            }),
            ValidationFailed,
            "/events/0/terms/guarantee",
            FieldCode::InvalidValue,
        ),
        (
            "/market",
            json!({"exchange_rates": [{"on": "2001-01-02", "rate": "10"}, {"on": "2001-01-01", "rate": "11"}]}),
            ValidationFailed,
            "/market/exchange_rates/1/on",
            FieldCode::OutOfRange,
        ),
        ("/market", json!({"exchange_rates": []}), ValidationFailed, "/market/exchange_rates", FieldCode::MissingField),
    ] {
        let answer = send(&app, &with(pointer, value.clone())).await;
        let problem = answer.expect_problem(code);
        let places: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(places, [(at, field)], "{pointer} = {value}: {first}");
    }
}

#[tokio::test]
async fn calculations_of_an_agreement_name_the_field_of_its_terms() {
    let app = TestApp::new().await;
    let mut request = example("agreement");
    request["contract"]["agreement"]["fee"] = json!("-1");
    request["contract"]["agreement"]["term_months"] = json!(100_000);
    let problem = send(&app, &request).await.expect_problem(ErrorCode::ValidationFailed);
    let places: Vec<_> = problem.errors.iter().map(|error| error.pointer.as_str()).collect();
    assert!(places.contains(&"/contract/agreement/fee"), "{places:?}");
    let mut request = example("agreement");
    request["contract"]["payments"] = example("ifrs16")["contract"]["payments"].clone();
    send(&app, &request).await.expect_fault(ErrorCode::ValidationFailed, "/contract/payments", FieldCode::InvalidValue);
}

#[tokio::test]
async fn calculations_of_a_million_payments_are_refused() {
    let app = TestApp::new().await;
    let one = r#"{"due_on":"2001-01-01","amount":"1"}"#;
    let body = |count: usize| {
        let listed = vec![one; count].join(",");
        format!(
            r#"{{"contract":{{"payments":[{listed}]}},"accounting":{{"commencement_on":"2001-01-01","end_on":"2010-12-31"}},"book":{{"framework":"k2"}},"as_of":"2001-12-31"}}"#
        )
    };
    let send = async |count| app.as_reader().post("/calculations").body("application/json", body(count)).send().await;
    send(1_000_000).await.expect_problem(ErrorCode::BodyTooLarge);
    send(5_001).await.expect_fault(ErrorCode::ValidationFailed, "/contract/payments", FieldCode::TooManyItems);
    send(5_000).await.expect_status(200);
}

/// The largest there can be of everything at once. The limit is generous: the build is not optimised and the machine
/// may be busy; what it guards against is work that multiplies.
#[tokio::test]
async fn calculations_at_every_limit_are_answered_in_time() {
    let app = TestApp::new().await;
    let series = |count: u32| json!([{"due_on": "2001-01-01", "amount": "1000", "count": count, "every_months": 1}]);
    let event = |at: u32| {
        json!({
            "on": format!("{}-{:02}-15", 2001 + at / 12, at % 12 + 1), "kind": "modification", "scope": "shortened",
            "discount_rate": {"percent": format!("{}.5", at % 20)},
            "terms": {"end_on": "2099-12-31", "payments": series(19)},
        })
    };
    let rates: Vec<_> = (0..10_000_u64)
        .map(|at| {
            let day = chrono::NaiveDate::from_ymd_opt(2001, 1, 1).unwrap() + chrono::Days::new(at);
            json!({"on": day, "rate": format!("{}.25", 8 + at % 5)})
        })
        .collect();
    let request = json!({
        "contract": {"payments": series(1188)},
        "accounting": {
            "commencement_on": "2001-01-01", "end_on": "2099-12-31", "discount_rate": {"percent": "5"},
            "useful_until": "2099-12-31",
        },
        "events": (0..200).map(event).collect::<Vec<_>>(),
        "book": {"framework": "ifrs16", "policy": {"discounting": "dated", "current_split": "present_value"}},
        "market": {"exchange_rates": rates},
        "as_of": "2050-06-15",
    });
    let began = Instant::now();
    send(&app, &request).await.expect_status(200);
    let took = began.elapsed();
    assert!(took.as_secs() < 20, "{took:?}");
}
