//! Published examples, asked for over HTTP: one request each, and their figures in the answer.

use crate::support::TestApp;
use serde_json::{Value, json};
use shared::books::{BookAsset, BookCalculation, BookEntry, BookLiability, BookMovement, BookRow};
use shared::money::Amount;

/// Interest is the difference of two rounded balances.
const HUNDREDTH: f64 = 0.0101;

struct Asked {
    answer: BookCalculation,
    example: Value,
}

async fn ask(app: &TestApp, id: &str, request: Value) -> Asked {
    let answer = app.as_reader().post("/calculations").json(request).send().await.expect_status(200);
    let answer: BookCalculation = answer.json();
    let broken: Vec<_> = answer.checks.iter().filter(|check| !check.held).collect();
    assert!(broken.is_empty(), "{id}: {broken:?}");
    assert!(answer.findings.is_empty(), "{id}: {:?}", answer.findings);
    let examples: Vec<Value> =
        serde_json::from_str(include_str!("../../../../shared/engine/tests/data/worked-examples.json")).unwrap();
    let example = examples.into_iter().find(|example| example["id"] == id).unwrap();
    Asked { answer, example }
}

impl Asked {
    /// As published, and to the hundredth where it is recomputed in full precision.
    fn figure(&self, key: &str, ours: Amount) {
        let figure = &self.example["expected"][key];
        let tolerance = figure["tolerance"].as_f64().or(self.example["tolerance"]["abs"].as_f64()).unwrap();
        near(key, ours, figure["value"].as_f64().unwrap(), tolerance);
        if let Some(exact) = figure["recomputed"].as_f64() {
            near(key, ours, exact, HUNDREDTH);
        }
    }

    fn column(&self, key: &str, column: &str, ours: impl Fn(&BookMovement) -> Amount) {
        let table = &self.example["expected"][key];
        let at = table["columns"].as_array().unwrap().iter().position(|name| name == column).unwrap();
        let full = table["recomputed_rows"].as_array();
        let tolerance = if full.is_some() { HUNDREDTH } else { self.example["tolerance"]["abs"].as_f64().unwrap() };
        let rows = full.or(table["rows"].as_array()).unwrap();
        assert!(!rows.is_empty() && rows.len() <= self.answer.periods.len(), "{key}");
        for (row, period) in rows.iter().zip(&self.answer.periods) {
            near(
                &format!("{key} {column} {}", period.to),
                ours(&period.movement),
                row[at].as_f64().unwrap(),
                tolerance,
            );
        }
    }

    fn event(&self) -> &BookRow {
        self.answer.rows.iter().find(|row| row.entry == BookEntry::Event).unwrap()
    }
}

fn near(what: &str, ours: Amount, theirs: f64, tolerance: f64) {
    let ours = ours.minor() as f64 / 100.0;
    assert!((ours - theirs).abs() <= tolerance, "{what}: {ours}, published {theirs} ± {tolerance}");
}

fn liability(movement: &BookMovement) -> BookLiability {
    movement.liability.unwrap()
}

fn asset(movement: &BookMovement) -> BookAsset {
    movement.asset.unwrap()
}

fn before(row: &BookRow) -> (Amount, Amount) {
    let (liability, asset) = (liability(&row.movement), asset(&row.movement));
    let of = |minor: i64| Amount::from_minor(minor).unwrap();
    (of(liability.opening.minor() + liability.interest.minor()), of(asset.opening.minor() - asset.depreciation.minor()))
}

/// Yearly payments from 2001 on, closed each December.
fn yearly(amount: &str, count: u32, timing: &str, percent: &str) -> Value {
    json!({
        "contract": {"payments": [series(2001, amount, count, timing)]},
        "accounting": {
            "commencement_on": "2001-01-01",
            "end_on": format!("{}-12-31", 2000 + count),
            "discount_rate": {"percent": percent},
        },
        "book": {"framework": "ifrs16"},
        "as_of": "2001-12-31",
        "period_months": 12,
    })
}

fn series(year: u32, amount: &str, count: u32, timing: &str) -> Value {
    let day = if timing == "advance" { "01-01" } else { "12-31" };
    json!({"due_on": format!("{year}-{day}"), "amount": amount, "count": count, "every_months": 12, "timing": timing})
}

fn terms(year: u32, amount: &str, count: u32, timing: &str) -> Value {
    json!({"end_on": format!("{}-12-31", year + count - 1), "payments": [series(year, amount, count, timing)]})
}

#[tokio::test]
async fn ifrs_16_example_13_and_14() {
    let app = TestApp::new().await;
    let mut request = yearly("50000", 10, "advance", "5");
    request["accounting"]["initial_direct_costs"] = json!("20000");
    request["accounting"]["incentives_received"] = json!("5000");
    let asked = ask(&app, "IFRS16-IE13-initial", request.clone()).await;
    asked.figure("lease_liability_initial", asked.answer.initial.liability);
    near("rou_initial_total", asked.answer.initial.asset.unwrap(), 420_391.08, 0.0);
    asked.figure("depreciation_per_year", asset(&asked.answer.periods[0].movement).depreciation);
    asked.column("liability_schedule", "payment_1jan", |year| liability(year).paid);
    let table = &asked.example["expected"]["liability_schedule"]["rows"];
    for (row, period) in table.as_array().unwrap().iter().zip(&asked.answer.periods) {
        near("interest", liability(&period.movement).interest, row[3].as_f64().unwrap(), HUNDREDTH);
        near("closing", liability(&period.movement).closing, row[4].as_f64().unwrap(), 1e-9);
    }

    request["accounting"]["initial_direct_costs"] = json!("0");
    request["accounting"]["incentives_received"] = json!("0");
    request["events"] = json!([{"on": "2003-01-01", "kind": "index", "terms": terms(2003, "54000", 8, "advance")}]);
    let asked = ask(&app, "IFRS16-IE14-CPI", request).await;
    let row = asked.event();
    assert_eq!((row.event, row.on.to_string().as_str()), (Some(0), "2003-01-01"));
    asked.figure("liability_before", before(row).0);
    asked.figure("liability_after", liability(&row.movement).closing);
    asked.figure("adjustment_to_rou", asset(&row.movement).remeasured);
}

#[tokio::test]
async fn ifrs_16_example_17_half_of_the_premises_are_given_back() {
    let app = TestApp::new().await;
    let mut request = yearly("50000", 10, "arrears", "6");
    request["events"] = json!([{
        "on": "2006-01-01", "kind": "modification", "scope": "reduced", "remaining": {"part": 2500, "of": 5000},
        "discount_rate": {"percent": "5"}, "terms": terms(2006, "30000", 5, "arrears"),
    }]);
    let asked = ask(&app, "IFRS16-IE17-decrease-scope", request).await;
    let row = asked.event();
    asked.figure("liability_before", before(row).0);
    asked.figure("rou_before", before(row).1);
    asked.figure("rou_derecognised", asset(&row.movement).derecognised);
    asked.figure("liability_derecognised", liability(&row.movement).derecognised);
    asked.figure("gain", row.movement.gain);
    asked.figure("liability_after", liability(&row.movement).closing);
    asked.figure("adjustment_to_rou", asset(&row.movement).remeasured);
    asked.figure("rou_after", asset(&row.movement).closing);
}

#[tokio::test]
async fn ifrs_16_prepaid_costs_and_restoration_at_hmrc_and_kaplan() {
    let app = TestApp::new().await;
    let mut request = yearly("100000", 10, "advance", "5");
    request["accounting"]["prepaid"] = json!("9998");
    request["accounting"]["restoration"] = json!("20000");
    let asked = ask(&app, "HMRC-BLM18010", request).await;
    asked.figure("rou_initial", asked.answer.initial.asset.unwrap());
    asked.column("rou_schedule", "depreciation", |year| asset(year).depreciation);
    asked.column("rou_schedule", "closing", |year| asset(year).closing);
    asked.column("liability_schedule", "closing", |year| liability(year).closing);

    let mut request = yearly("1000", 5, "arrears", "8");
    request["accounting"]["prepaid"] = json!("500");
    request["accounting"]["initial_direct_costs"] = json!("50");
    request["accounting"]["restoration"] = json!("65");
    let asked = ask(&app, "KAPLAN-6-2-arrears", request).await;
    asked.figure("lease_liability_initial", asked.answer.initial.liability);
    asked.figure("rou_initial", asked.answer.initial.asset.unwrap());
    asked.column("liability_schedule", "closing", |year| liability(year).closing);
    asked.figure("current_liability_y1", asked.answer.balances.current);
    asked.figure("noncurrent_liability_y1", asked.answer.balances.noncurrent);
}

#[tokio::test]
async fn ifrs_16_quarters_by_the_days_between_the_dates() {
    let app = TestApp::new().await;
    let request = json!({
        "contract": {"payments": [{"due_on": "2001-01-01", "amount": "50000", "count": 8, "every_months": 3}]},
        "accounting": {
            "commencement_on": "2001-01-01", "end_on": "2002-12-31", "discount_rate": {"percent": "5"},
            "initial_direct_costs": "20000", "incentives_received": "5000",
        },
        "book": {"framework": "ifrs16", "policy": {"discounting": "dated", "day_count": "act_365f"}},
        "as_of": "2001-12-31",
        "period_months": 3,
    });
    let asked = ask(&app, "IFRSCOMMUNITY-quarterly-dated", request).await;
    asked.figure("lease_liability_initial", asked.answer.initial.liability);
    asked.figure("rou_initial", asked.answer.initial.asset.unwrap());
    asked.column("liability_schedule", "interest", |quarter| liability(quarter).interest);
    asked.column("liability_schedule", "closing", |quarter| liability(quarter).closing);
}

#[tokio::test]
async fn an_impairment_takes_of_the_asset_alone() {
    let app = TestApp::new().await;
    let mut request = yearly("50000", 10, "advance", "5");
    request["accounting"]["initial_direct_costs"] = json!("20000");
    request["accounting"]["incentives_received"] = json!("5000");
    request["events"] =
        json!([{"on": "2003-12-31", "position": "end_of_day", "kind": "impairment", "amount": "60000"}]);
    let asked = ask(&app, "CONSTR-impairment", request).await;
    let row = asked.event();
    asked.figure("rou_before", before(row).1);
    asked.figure("rou_after", asset(&row.movement).closing);
    asked.figure("liability_end_y3_unchanged", liability(&row.movement).closing);
    asked.figure("depreciation_after", asset(&asked.answer.periods[3].movement).depreciation);
}

#[tokio::test]
async fn asc_842_a_finance_lease_and_an_operating_car() {
    let app = TestApp::new().await;
    let mut request = yearly("1100", 5, "advance", "7");
    request["book"]["framework"] = json!("asc842");
    request["accounting"]["classification"] = json!("finance");
    let asked = ask(&app, "PWC-4-11-finance-lease", request).await;
    asked.figure("rou_initial", asked.answer.initial.asset.unwrap());
    asked.figure("rou_amortisation_per_year", asset(&asked.answer.periods[0].movement).depreciation);
    asked.figure("expense_year1", asked.answer.periods[0].movement.expense);
    asked.figure("expense_year5", asked.answer.periods[4].movement.expense);

    let asked = ask(&app, "PWC-4-13-automobile-operating", super::example("asc842")).await;
    asked.figure("lease_liability_initial", asked.answer.initial.liability);
    asked.figure("rou_initial", asked.answer.initial.asset.unwrap());
    asked.column("rou_by_year", "straight_line_cost", |year| year.lease_cost);
    asked.column("rou_by_year", "accretion", |year| liability(year).interest);
    asked.column("rou_by_year", "amortisation", |year| asset(year).depreciation);
    asked.column("rou_by_year", "closing", |year| asset(year).closing);
}

#[tokio::test]
async fn a_guaranteed_residual_value_is_in_the_liability_as_far_as_it_is_expected() {
    let app = TestApp::new().await;
    let mut request = yearly("100000", 5, "advance", "5");
    request["book"]["framework"] = json!("asc842");
    request["accounting"]["classification"] = json!("finance");
    let mut after = terms(2003, "100000", 3, "advance");
    after["guarantee"] = json!({"expected": "10000", "full": "10000"});
    request["events"] = json!([{"on": "2003-01-01", "kind": "residual_guarantee", "terms": after}]);
    let asked = ask(&app, "PWC-5-4-residual-value-guarantee", request).await;
    let row = asked.event();
    asked.figure("liability_before", before(row).0);
    asked.figure("liability_after", liability(&row.movement).closing);
    asked.figure("adjustment", asset(&row.movement).remeasured);
}

#[tokio::test]
async fn modified_retrospective_as_if_applied_all_along() {
    let app = TestApp::new().await;
    let mut request = yearly("200000", 3, "arrears", "10");
    request["book"]["transition"] =
        json!({"on": "2003-01-01", "method": "as_if_applied", "discount_rate": {"percent": "10"}});
    request["as_of"] = json!("2003-12-31");
    let asked = ask(&app, "CAFINAL-INDAS116-transition-modified", request).await;
    let first = &asked.answer.rows[0];
    assert_eq!(first.entry, BookEntry::Transition);
    asked.figure("full_precision_liability", liability(&first.movement).closing);
    asked.figure("full_precision_rou", asset(&first.movement).closing);
    let equity = asset(&first.movement).closing.minor() - liability(&first.movement).closing.minor();
    assert_eq!(first.movement.equity.minor(), equity);
}
