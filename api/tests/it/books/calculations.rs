//! What every calculation answers, whatever the framework.

use super::example;
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::books::{BookCalculation, BookFindingCode, BookMovement, BookRemedy, BookRole, BookTreatment};
use shared::companies::Role;

async fn ask(app: &TestApp, request: &Value) -> BookCalculation {
    app.as_reader().post("/calculations").json(request).send().await.expect_status(200).json()
}

fn ties(movement: &BookMovement) -> bool {
    let owed = movement.liability.is_none_or(|one| {
        let moved = one.opening.minor() + one.recognised.minor() + one.interest.minor() - one.paid.minor()
            + one.remeasured.minor()
            - one.derecognised.minor()
            + one.exchange.minor();
        moved == one.closing.minor()
    });
    let carried = movement.asset.is_none_or(|one| {
        let moved = one.opening.minor() + one.recognised.minor() - one.depreciation.minor() + one.remeasured.minor()
            - one.derecognised.minor()
            - one.impairment.minor();
        moved == one.closing.minor()
    });
    let deferred = movement
        .deferral
        .is_none_or(|one| one.opening.minor() + one.paid.minor() - one.cost.minor() == one.closing.minor());
    owed && carried && deferred
}

#[tokio::test]
async fn every_documented_example_ties_balances_and_holds() {
    let app = TestApp::new().await;
    for (name, treatment) in [
        ("ifrs16", BookTreatment::Ifrs16),
        ("k3", BookTreatment::K3Finance),
        ("asc842", BookTreatment::Asc842Operating),
        ("expensed", BookTreatment::K2),
        ("leaseback", BookTreatment::Ifrs16),
        ("transfer", BookTreatment::Ifrs16),
        ("agreement", BookTreatment::Ifrs16),
    ] {
        let answer = ask(&app, &example(name)).await;
        assert_eq!(answer.treatment, treatment, "{name}");
        assert_eq!(answer.findings, [], "{name}");
        assert_eq!(answer.checks.len(), 9, "{name}");
        assert!(answer.checks.iter().all(|check| check.held && check.expected == check.found), "{name}");
        assert!(answer.rows.iter().all(|row| ties(&row.movement)), "{name}");
        assert!(answer.periods.iter().all(|period| ties(&period.movement)), "{name}");
        for voucher in &answer.journal {
            let sum = |side: fn(&shared::books::BookVoucherLine) -> Option<shared::money::Amount>| -> i64 {
                voucher.lines.iter().filter_map(side).map(|amount| amount.minor()).sum()
            };
            assert_eq!(sum(|line| line.debit), sum(|line| line.credit), "{name} {}", voucher.on);
            assert!(voucher.lines.iter().all(|line| line.debit.is_some() != line.credit.is_some()));
        }
        let balances = &answer.balances;
        assert_eq!(balances.current.minor() + balances.noncurrent.minor(), balances.liability.minor(), "{name}");
        if let Some(maturity) = &balances.maturity {
            assert_eq!(maturity.total.minor() - maturity.discount.minor(), balances.liability.minor(), "{name}");
        }
    }
}

#[tokio::test]
async fn k3_holds_the_asset_to_the_lower_fair_value_and_takes_the_guarantee_in_full() {
    let app = TestApp::new().await;
    let mut request = example("k3");
    let answer = ask(&app, &request).await;
    // 12,500 is paid on the day itself.
    assert_eq!(answer.initial.asset.unwrap().to_string(), "480000.00");
    assert_eq!(answer.initial.liability.to_string(), "467500.00");
    request["accounting"]["fair_value"] = json!("600000");
    let by_value = ask(&app, &request).await.initial.liability.minor();
    // 35 payments and the guarantee at 0.4 % a month.
    let rate = 1.004_f64;
    let worth: f64 = (1..36).map(|month| 12_500.0 / rate.powi(month)).sum::<f64>() + 90_000.0 / rate.powi(36);
    assert_eq!(by_value, (worth * 100.0).round() as i64);
    // Nothing is expected to be paid under it, so that IFRS 16 leaves it out.
    request["book"]["framework"] = json!("ifrs16");
    let without: f64 = (1..36).map(|month| 12_500.0 / rate.powi(month)).sum();
    assert_eq!(ask(&app, &request).await.initial.liability.minor(), (without * 100.0).round() as i64);
}

#[tokio::test]
async fn a_raised_first_fee_is_spread_where_fees_are_expensed() {
    let app = TestApp::new().await;
    let answer = ask(&app, &example("expensed")).await;
    // 60,000 and 35 times 4,500, in three equal years.
    assert!(answer.periods.iter().all(|year| year.movement.expense.to_string() == "72500.00"));
    assert_eq!(answer.balances.deferral.to_string(), "37000.00");
    let roles: Vec<_> = answer.journal[0].lines.iter().map(|line| line.role).collect();
    assert_eq!(roles, [BookRole::PrepaidFees, BookRole::Payment]);
}

#[tokio::test]
async fn a_foreign_lease_has_its_liability_at_the_closing_rate() {
    let app = TestApp::new().await;
    let mut request = example("ifrs16");
    request["events"] = json!([]);
    request["market"] = json!({
        "exchange_rates": [{"on": "2001-01-01", "rate": "10"}, {"on": "2001-12-31", "rate": "11"}],
        "interest": "closing",
    });
    request["as_of"] = json!("2001-12-31");
    let answer = ask(&app, &request).await;
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    assert_eq!(answer.balances.liability.to_string(), "4104767.04");
    assert_eq!(answer.balances.asset.to_string(), "3783519.72");
    let year = answer.periods[0].movement.liability.unwrap();
    assert_eq!(year.exchange.to_string(), "355391.08");
    // In the currency of the contract.
    assert_eq!(answer.balances.maturity.unwrap().total.to_string(), "450000.00");
}

#[tokio::test]
async fn half_of_what_is_subleased_becomes_a_claim_and_the_liability_stays() {
    let app = TestApp::new().await;
    let mut request = example("ifrs16");
    request["events"] = json!([{
        "on": "2003-01-01", "kind": "sublease", "subleased": {"part": 1, "of": 2}, "amount": "200000",
    }]);
    let answer = ask(&app, &request).await;
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    let event = answer.rows.iter().find(|row| row.event == Some(0)).unwrap().movement;
    // Half of 336,312.86 for a claim of 200,000.
    assert_eq!(event.asset.unwrap().derecognised.to_string(), "168156.43");
    assert_eq!((event.claim.to_string(), event.gain.to_string()), ("200000.00".to_owned(), "31843.57".to_owned()));
    let owed = event.liability.unwrap();
    assert_eq!((owed.opening, owed.derecognised.minor()), (owed.closing, 0));
}

#[tokio::test]
async fn what_makes_no_sense_is_found_and_the_rest_is_answered() {
    let app = TestApp::new().await;
    let mut request = example("ifrs16");
    request["accounting"]["discount_rate"] = Value::Null;
    request["events"] = json!([]);
    let answer = ask(&app, &request).await;
    let found: Vec<_> = answer.findings.iter().map(|one| (one.code, one.pointer.as_str(), one.remedy)).collect();
    assert_eq!(found, [(BookFindingCode::RateMissing, "/accounting/discount_rate", BookRemedy::GiveRate)]);
    assert!(answer.rows.is_empty() && answer.periods.is_empty());

    let mut request = example("ifrs16");
    request["accounting"]["end_on"] = json!("2009-12-31");
    request["events"] = json!([
        {"on": "2005-01-01", "kind": "termination", "amount": "1000"},
        {"on": "2006-01-01", "kind": "impairment", "amount": "10"},
    ]);
    request["book"]["policy"]["exemption"] = json!("short_term");
    let answer = ask(&app, &request).await;
    let found: Vec<_> = answer.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(
        found,
        [
            (BookFindingCode::ShortTermNotMet, "/book/policy/exemption"),
            (BookFindingCode::PaymentsAfterEnd, "/contract"),
            (BookFindingCode::EventAfterEnd, "/events/1"),
        ]
    );
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
}

#[tokio::test]
async fn an_agreement_and_the_same_as_payments_come_to_the_same() {
    let app = TestApp::new().await;
    let mut request = example("agreement");
    request["accounting"] = json!({"discount_rate": {"percent": "4", "basis": "nominal", "times_a_year": 2}});
    let agreement = ask(&app, &request).await;
    request["contract"] =
        json!({"payments": [{"due_on": "2025-07-01", "amount": "39079.49", "count": 8, "every_months": 6}]});
    request["accounting"]["commencement_on"] = json!("2025-07-01");
    request["accounting"]["end_on"] = json!("2029-06-30");
    request["accounting"]["initial_direct_costs"] = json!("995");
    let payments = ask(&app, &request).await;
    assert_eq!((agreement.rows, agreement.journal), (payments.rows, payments.journal));
    assert_eq!(agreement.balances, payments.balances);
}

#[tokio::test]
async fn the_same_request_always_gets_the_same_answer_and_no_company_is_needed() {
    let app = TestApp::new().await;
    let request = example("ifrs16");
    let first = app.as_reader().post("/calculations").json(&request).send().await.expect_status(200);
    let outsider = app.add_outsider("auditor@calculations.example").await;
    let second = app.as_person(&outsider).post("/calculations").json(&request).send().await.expect_status(200);
    assert_eq!(first.text(), second.text());
    let owner = app.add_person(Role::Owner, "owner@calculations.example").await;
    assert_eq!(
        app.as_person(&owner).post("/calculations").json(&request).send().await.expect_status(200).text(),
        first.text()
    );
}

/// Everything the shorter one says, the longer one says too; a list may go on.
fn is_part(short: &Value, long: &Value) -> bool {
    match (short, long) {
        (Value::Object(short), Value::Object(long)) => {
            short.len() == long.len()
                && short.iter().all(|(key, value)| long.get(key).is_some_and(|other| is_part(value, other)))
        }
        (Value::Array(short), Value::Array(long)) => {
            short.len() <= long.len() && short.iter().zip(long).all(|(one, other)| is_part(one, other))
        }
        _ => short == long,
    }
}

#[tokio::test]
async fn the_example_followed_by_hand_is_what_is_answered() {
    let app = TestApp::new().await;
    let page = std::fs::read_to_string(super::example_file("ifrs16").with_file_name("../calculations.md")).unwrap();
    let blocks: Vec<Value> = page
        .split("```json\n")
        .skip(1)
        .map(|rest| serde_json::from_str(rest.split("```").next().unwrap()).unwrap())
        .collect();
    let [request, answer] = blocks.as_slice() else { panic!("{} examples", blocks.len()) };
    assert_eq!(request, &example("ifrs16"));
    let answered: Value = app.as_reader().post("/calculations").json(request).send().await.expect_status(200).json();
    assert!(is_part(answer, &answered), "{answered:#}");
    assert_eq!(answer["periods"].as_array().unwrap().len(), 2);
    // The figures that the page works out stand in the answer.
    let third = &answered["periods"][2]["movement"];
    assert_eq!(
        (&third["liability"]["remeasured"], &third["asset"]["depreciation"]),
        (&json!("27145.49"), &json!("45432.29"))
    );
}
