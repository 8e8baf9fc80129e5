//! What ties: rows with themselves, periods with the whole, lines and agreements with the total, and every agreement
//! with its own book.

use super::{agreements, minor, report};
use crate::agreements::{At, truck, with};
use crate::debt::{enter_rate, published_portfolio};
use crate::support::TestApp;
use chrono::TimeDelta;
use serde_json::{Map, Value, json};
use shared::books::BookFindingCode;
use shared::books::{BookCalculation, BookRemedy, BookTreatment};
use shared::money::Currency;
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::{ReportFigures, ReportLineKey, ReportTotal};

/// Every amount in a value, by its path.
pub fn amounts(value: &Value) -> Map<String, Value> {
    fn walk(at: &str, value: &Value, into: &mut Map<String, Value>) {
        match value {
            Value::Object(fields) => fields.iter().for_each(|(name, inner)| walk(&format!("{at}/{name}"), inner, into)),
            Value::String(_) => {
                into.insert(at.to_owned(), json!(minor(value)));
            }
            other => panic!("{at}: {other}"),
        }
    }
    let mut all = Map::new();
    walk("", value, &mut all);
    all
}

pub fn sum<'a>(of: impl IntoIterator<Item = &'a ReportFigures>) -> Map<String, Value> {
    let mut sum = amounts(&json!(ReportFigures::default()));
    for figures in of {
        for (path, amount) in amounts(&json!(figures)) {
            let before = sum.get(&path).map_or(0, |before| before.as_i64().unwrap());
            sum.insert(path, json!(before + amount.as_i64().unwrap()));
        }
    }
    sum
}

#[track_caller]
pub fn ties(figures: &ReportFigures) {
    let ReportFigures { liability: owed, asset, deferral, result, cash, translation, .. } = figures;
    let minors = |amounts: &[shared::money::Amount]| -> Vec<i64> { amounts.iter().map(|one| one.minor()).collect() };
    let [opening, recognised, interest, paid, remeasured, gone, exchange, closing] = minors(&[
        owed.opening,
        owed.recognised,
        owed.interest,
        owed.paid,
        owed.remeasured,
        owed.derecognised,
        owed.exchange,
        owed.closing,
    ])[..] else {
        unreachable!()
    };
    let translated = translation.liability.minor();
    assert_eq!(closing, opening + recognised + interest - paid + remeasured - gone + exchange + translated);
    assert_eq!(figures.current.minor() + figures.noncurrent.minor(), closing);
    let moved = asset.opening.minor() + asset.recognised.minor() - asset.depreciation.minor()
        + asset.remeasured.minor()
        - asset.derecognised.minor()
        - asset.impairment.minor()
        + translation.asset.minor();
    assert_eq!(asset.closing.minor(), moved);
    let deferred = deferral.opening.minor() + deferral.paid.minor() - deferral.cost.minor();
    assert_eq!(deferral.closing.minor(), deferred + translation.deferral.minor());
    let met: i64 = [
        result.depreciation,
        result.impairment,
        result.interest,
        result.exchange,
        result.operating,
        result.short_term,
        result.low_value,
        result.variable,
        result.services,
    ]
    .iter()
    .map(|one| one.minor())
    .sum();
    assert_eq!(result.expense.minor(), met - result.gain.minor());
    let paid: i64 = [cash.principal, cash.interest, cash.operating, cash.direct_costs, cash.purchases]
        .iter()
        .map(|one| one.minor())
        .sum();
    assert_eq!(cash.total.minor(), paid);
}

#[tokio::test]
async fn a_total_is_the_sum_of_its_agreements_its_periods_and_its_lines() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    for framework in ["ifrs16", "k3", "asc842", "k2", "k3_legal_entity", "rfr2"] {
        let query = format!("framework={framework}&from=2025-02-10&to=2026-03-15");
        let rows = agreements(&app, &query).await;
        assert!(rows.is_sorted_by_key(|row| (row.agreement.number.clone(), row.agreement.id)));
        rows.iter().for_each(|row| ties(&row.figures));
        for (period, split) in [
            ("month", "kind"),
            ("quarter", "lessor"),
            ("year", "cost_center"),
            ("whole", "currency"),
            ("whole", "treatment"),
        ] {
            let report = report(&app, &format!("{query}&period={period}&split={split}")).await;
            ties(&report.total);
            assert_eq!(sum(rows.iter().map(|row| &row.figures)), amounts(&json!(report.total)), "{framework} {split}");
            assert_eq!(report.agreements as usize, rows.len());
            let lines = report.lines.iter().map(|line| &line.figures);
            assert_eq!(sum(lines), amounts(&json!(report.total)), "{framework} {split}");
            assert_eq!(report.lines.iter().map(|line| line.agreements).sum::<u32>(), report.agreements);
            // What moved adds up; what one period closes with the next one opens with.
            let periods: Vec<_> = report.periods.iter().map(|period| &period.figures).collect();
            periods.iter().for_each(|figures| ties(figures));
            let (first, last) = (periods[0], periods[periods.len() - 1]);
            for pair in periods.windows(2) {
                assert_eq!(pair[0].liability.closing, pair[1].liability.opening);
                assert_eq!(pair[0].asset.closing, pair[1].asset.opening);
                assert_eq!(pair[0].deferral.closing, pair[1].deferral.opening);
            }
            let mut whole = sum(periods.iter().copied());
            for (path, amount) in amounts(&json!(first)).into_iter().filter(|(path, _)| path.ends_with("/opening")) {
                whole[&path] = amount;
            }
            for (path, amount) in amounts(&json!(last)).into_iter() {
                if path.ends_with("/closing") || path == "/current" || path == "/noncurrent" {
                    whole[&path] = amount;
                }
            }
            assert_eq!(whole, amounts(&json!(report.total)), "{framework} {period}");
            assert_eq!(
                report.maturity.total.minor() - report.maturity.discount.minor(),
                report.total.liability.closing.minor()
            );
        }
    }
}

#[tokio::test]
async fn an_agreement_is_in_the_report_with_the_figures_of_its_own_book() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    for framework in ["ifrs16", "k3", "asc842", "rfr2"] {
        let rows = agreements(&app, &format!("framework={framework}&from=2025-01-01&to=2025-12-31")).await;
        // Some of each currency.
        let (foreign, own): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.agreement.currency != Currency::SEK);
        assert!(framework != "ifrs16" || !foreign.is_empty());
        for row in own.iter().step_by(23) {
            let path = app.path(&format!("/agreements/{}/books/{framework}?as_of=2025-12-31", row.agreement.id));
            let book: BookCalculation = app.as_reader().get(&path).send().await.expect_status(200).json();
            let year: Vec<_> =
                book.periods.iter().filter(|period| period.to.to_string().starts_with("2025-")).collect();
            let total = |of: fn(&shared::books::BookMovement) -> i64| -> i64 {
                year.iter().map(|period| of(&period.movement)).sum()
            };
            let figures = &row.figures;
            assert_eq!(figures.result.expense.minor(), total(|movement| movement.expense.minor()));
            assert_eq!(figures.cash.total.minor(), total(|movement| movement.cash.minor()));
            assert_eq!(figures.liability.closing, book.balances.liability);
            assert_eq!(figures.noncurrent, book.balances.noncurrent);
            assert_eq!(figures.asset.closing, book.balances.asset);
            assert_eq!(figures.deferral.closing, book.balances.deferral);
            if let Some(maturity) = book.balances.maturity {
                assert_eq!(json!(row.maturity), json!(maturity));
            }
        }
    }
}

#[tokio::test]
async fn what_is_left_out_is_named_with_what_to_do_and_which_totals_lack_it() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"number": "A-1"}))).await;
    At::created(&app, with(truck(), json!({"number": "A-2", "price": null}))).await;
    At::created(&app, with(truck(), json!({"number": "A-3", "currency": "EUR"}))).await;
    At::created(&app, with(truck(), json!({"number": "A-4", "price": null, "start_on": "2031-01-01"}))).await;
    enter_rate(&app, "EUR", "2024-02-01", "11.20").await;
    let ifrs = report(&app, "framework=ifrs16&from=2026-01-01&to=2026-12-31").await;
    assert_eq!((ifrs.agreements, ifrs.left_out_count), (1, 2));
    let said: Vec<_> = ifrs
        .left_out
        .iter()
        .map(|one| {
            (
                one.agreement.number.as_str(),
                one.finding.code,
                one.finding.remedy,
                one.finding.on.map(|on| on.to_string()),
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("A-2", BookFindingCode::RateMissing, BookRemedy::GiveRate, None),
            ("A-3", BookFindingCode::ExchangeRateMissing, BookRemedy::GiveExchangeRate, Some("2024-01-01".to_owned())),
        ]
    );
    use ReportTotal::{Asset, Cash, Deferral, Liability, Maturity, Result};
    assert_eq!(ifrs.left_out[0].totals, [Liability, Asset, Result, Cash, Maturity]);
    // Expensing asks for no rate; a foreign fee still for one to convert it by.
    let k2 = report(&app, "framework=k2&from=2026-01-01&to=2026-12-31").await;
    assert_eq!((k2.agreements, k2.left_out_count), (2, 1));
    assert_eq!(k2.left_out[0].totals, [Deferral, Result, Cash]);

    enter_rate(&app, "EUR", "2023-12-29", "11.10").await;
    let mended = report(&app, "framework=ifrs16&from=2026-01-01&to=2026-12-31&split=currency").await;
    assert_eq!((mended.agreements, mended.left_out_count), (2, 1));
    let [own, foreign] = &mended.lines[..] else { panic!("{:?}", mended.lines) };
    assert_eq!(
        (&own.key, &foreign.key),
        (&ReportLineKey::Currency(Currency::SEK), &ReportLineKey::Currency(Currency::EUR))
    );
    assert_eq!(mended.conversions[0].rate.to_string(), "11.2000");
    // The same contract: its asset at the rate of the first day, its liability at that of the last.
    let (kronor, euros) = (&own.figures, &foreign.figures);
    let times = |minor: i64, rate: i64| (minor * rate + 50) / 100;
    assert_eq!(euros.liability.closing.minor(), times(kronor.liability.closing.minor(), 1120));
    // What it consists of is converted part by part.
    assert!((euros.asset.closing.minor() - times(kronor.asset.closing.minor(), 1110)).abs() <= 5);
}

#[tokio::test]
async fn what_was_known_then_is_reported_as_it_was() {
    let app = TestApp::new().await;
    let agreement = At::created(&app, truck()).await;
    let query = "framework=ifrs16&from=2026-01-01&to=2026-12-31";
    let before = report(&app, query).await;
    let then = app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    app.advance(TimeDelta::minutes(5));
    agreement.amend("2026-06-01", json!({"fee": "5500"})).await.expect_status(200);
    let after = report(&app, query).await;
    assert_ne!(after.total.liability.remeasured, before.total.liability.remeasured);
    let known = report(&app, &format!("{query}&known_at={then}")).await;
    assert_eq!((known.total, known.maturity), (before.total, before.maturity));
    assert_eq!(known.known_at.unwrap(), then.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
}

#[tokio::test]
async fn an_agreement_is_selected_by_what_it_is_on_the_last_day() {
    let app = TestApp::new().await;
    let moved = At::created(&app, with(truck(), json!({"number": "A-1", "cost_center": "100"}))).await;
    At::created(&app, with(truck(), json!({"number": "A-2", "kind": "premises", "residual_value": null}))).await;
    moved.amend("2026-07-01", json!({"cost_center": "200", "title": "Truck 2"})).await.expect_status(200);
    let numbers = async |query: &str| -> Vec<String> {
        let rows = agreements(&app, &format!("framework=ifrs16&{query}")).await;
        rows.into_iter().map(|row| format!("{} {}", row.agreement.number, row.agreement.title)).collect()
    };
    assert_eq!(numbers("to=2026-06-30&cost_center=100").await, ["A-1 Motviktstruck"]);
    assert_eq!(numbers("to=2026-07-01&cost_center=200").await, ["A-1 Truck 2"]);
    assert!(numbers("to=2026-07-01&cost_center=100").await.is_empty());
    assert_eq!(numbers("to=2026-07-01&cost_center=").await, ["A-2 Motviktstruck"]);
    assert_eq!(numbers("kind=premises").await, ["A-2 Motviktstruck"]);
    assert_eq!(numbers("currency=SEK").await.len(), 2);
    assert!(numbers("currency=EUR").await.is_empty());
    let rows = agreements(&app, "framework=k3").await;
    assert_eq!(
        rows.iter().map(|row| row.treatment).collect::<Vec<_>>(),
        [BookTreatment::K3Finance, BookTreatment::K3Operating]
    );
    let lessor = rows[0].lessor_id.unwrap();
    assert_eq!(numbers(&format!("lessor_id={lessor}")).await.len(), 2);
    let nobody = "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64";
    // Nothing of nobody would be read as nothing owed.
    let path = app.path(&format!("/reports/books?framework=k3&lessor_id={nobody}"));
    let refused = app.as_reader().get(&path).send().await;
    refused.expect_fault(ErrorCode::ValidationFailed, "?lessor_id", FieldCode::InvalidId);
}

#[tokio::test]
async fn nothing_to_report_is_a_report_too() {
    let app = TestApp::new().await;
    let empty = report(&app, "framework=ifrs16&period=month").await;
    assert_eq!((empty.from.to_string(), empty.to.to_string()), ("2026-01-01".to_owned(), "2026-11-22".to_owned()));
    assert_eq!((empty.agreements, empty.periods.len(), empty.lines.len()), (0, 11, 0));
    assert_eq!(empty.total, ReportFigures::default());
    assert_eq!(empty.deferred_tax, None);
}

#[tokio::test]
async fn the_file_has_a_line_for_each_agreement_with_its_figures() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    At::created(&app, with(truck(), json!({"number": "=1+1", "title": "+2"}))).await;
    let query = "framework=ifrs16&from=2025-01-01&to=2025-12-31";
    let rows = agreements(&app, query).await;
    let file = app.as_reader().get(&app.path(&format!("/reports/books/export?lang=en&{query}"))).send().await;
    let file = file.expect_status(200).text();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').from_reader(file.trim_start_matches('\u{feff}').as_bytes());
    let headers = reader.headers().unwrap().clone();
    let place = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let lines: Vec<_> = reader.records().map(|line| line.unwrap()).collect();
    assert_eq!(lines.len(), rows.len());
    for (line, row) in lines.iter().zip(&rows) {
        let number = line[place("Agreement number")].trim_start_matches('\'');
        assert_eq!(number, row.agreement.number);
        for (name, amount) in [
            ("Liability, closing", row.figures.liability.closing),
            ("Asset, closing", row.figures.asset.closing),
            ("Expense, total", row.figures.result.expense),
            ("Paid, total", row.figures.cash.total),
        ] {
            assert_eq!(line[place(name)].replace(',', "."), amount.to_string());
        }
    }
    assert!(lines.iter().any(|line| &line[0] == "'=1+1" && &line[1] == "'+2"));
}
