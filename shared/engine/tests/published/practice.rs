//! How Swedish lessors quote, adjust and extend, and figures over a portfolio.

use engine::portfolio::Average;
use engine::rates::{effective_from_nominal, fee_from_price};
use engine::{AmendedTerms, Change, RateSource, RowKind, Timing, calendar, schedule};

use crate::book::{Book, level, minor, parts, units};

pub(crate) fn check(book: &Book) {
    rekyl(book);
    dnb_rate_change(book);
    dnb_extension(book);
    portfolio(book);
}

fn rekyl(book: &Book) {
    let id = "REKYL-fx8-quarterly-fee";
    let fee = fee_from_price(minor(688_000.0), 20, minor(34_400.0), 0.083 / 4.0, Timing::Advance).unwrap() / 100.0;
    book.figure(id, "payment", fee);
    book.figure(id, "payment_exact", (fee * 100.0).round() / 100.0);
    book.figure(id, "effective_annual_rate", (effective_from_nominal(0.083, 4.0) * 1e7).round() / 1e7);
    let mut contract = level(40_142.76, 20, 3, Timing::Advance, 0.0);
    (contract.price, contract.residual, contract.stated_rate) = (Some(68_800_000), 3_440_000, None);
    let rate = schedule(&contract, &[], contract.end).unwrap().rate.rate().unwrap();
    assert!((rate.nominal - 0.083).abs() < 2e-7, "{rate:?}");
}

fn dnb_rate_change(book: &Book) {
    let id = "DNB-FINANS-rate-change";
    let fee = |rate: f64| {
        fee_from_price(minor(350_000.0), 30, minor(200_000.0), rate / 12.0, Timing::Advance).unwrap() / 100.0
    };
    book.figure(id, "payment", fee(0.05));
    book.figure(id, "delta_exact", ((fee(0.055) - fee(0.05)) * 100.0).round() / 100.0);
    let mut contract = level(6_137.17, 30, 1, Timing::Advance, 0.0);
    (contract.price, contract.residual, contract.stated_rate) = (Some(35_000_000), 20_000_000, None);
    let terms = AmendedTerms { stated_rate: Some(parts(0.055)), ..AmendedTerms::default() };
    let changes = [Change::Amended { on: contract.start, terms }];
    let changed = schedule(&contract, &changes, contract.end).unwrap();
    let segment = changed.segments.last().unwrap();
    assert_eq!(segment.source, RateSource::FeeFromRate);
    book.figure(id, "payment_after_rate_change", units(segment.fee));
}

fn dnb_extension(book: &Book) {
    let id = "DNB-FINANS-extension-rule";
    let mut contract = level(6_137.0, 1, 1, Timing::Advance, 0.05);
    contract.residual = minor(200_000.0);
    let horizon = calendar::add_months(contract.end, 60);
    let rows = schedule(&contract, &[], horizon).unwrap().rows;
    let extended: Vec<_> =
        rows.iter().filter(|row| row.kind == RowKind::Extended).map(|row| row.capital.unwrap()).collect();
    // The source counts a month as its payment and then its interest.
    let month_ends: Vec<i64> =
        extended.iter().zip(&extended[1..]).map(|(row, next)| row.closing + next.interest).collect();
    let months = month_ends.iter().position(|debt| *debt <= minor(50_000.0)).unwrap() + 1;
    book.figure(id, "months_until_debt_at_or_below_50000", months as f64);
    book.figure(id, "debt_after_that_month", units(month_ends[months - 1]));
    book.figure(id, "debt_after_12_extension_months", units(month_ends[11]));
    let interest: i64 = extended[1..=months].iter().map(|row| row.interest).sum();
    book.figure(id, "interest_paid_during_extension", units(interest));
}

fn portfolio(book: &Book) {
    let id = "CONSTR-portfolio-average-and-savings";
    let inputs = &book.example(id)["inputs"];
    let benchmark = inputs["benchmark_nominal"].as_f64().unwrap();
    let mut average = Average::default();
    let (mut simple, mut total) = (0.0, 0.0);
    let agreements = inputs["agreements"].as_array().unwrap();
    for agreement in agreements {
        let number = |key: &str| agreement[key].as_f64().unwrap();
        average.add(minor(number("debt")), Some(number("nominal")));
        simple += number("nominal") / agreements.len() as f64;
        let months = number("months_left") as u32;
        let fee = |rate: f64| {
            fee_from_price(minor(number("debt")), months, minor(number("residual")), rate / 12.0, Timing::Advance)
                .unwrap()
        };
        let saved = (12.0 * (fee(number("nominal")) - fee(benchmark)) / 100.0).max(0.0);
        total += saved;
        book.figure(id, &format!("S1_{}", agreement["id"].as_str().unwrap()), saved);
    }
    book.figure(id, "S1_total_annualised", total);
    let rate = average.rate().unwrap();
    assert!((rate - 0.059_284_810_1).abs() < 1e-10, "{rate}");
    book.figure(id, "weighted_average_nominal", rate);
    assert!((simple - 0.083_666_666_7).abs() < 1e-10);
    book.figure(id, "simple_average_nominal", simple);
}
