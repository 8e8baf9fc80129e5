//! Rates of return and day counts, and discounting by dates.

use chrono::NaiveDate;
use engine::day_count::year_fraction;
use engine::rates::{
    Roots, irr_dated, irr_periodic, net_present_value, net_present_value_dated, nominal_from_effective,
};
use engine::{Convention, DayCount, Discounting, Minor, NoRate, Plan, Timing};
use serde_json::Value;

use crate::book::{Book, Rows, level, minor, units};

pub(crate) fn check(book: &Book) {
    dated_leases(book);
    xirr(book);
    irr(book);
    day_counts(book);
}

fn date(value: &Value) -> NaiveDate {
    value.as_str().unwrap().parse().unwrap()
}

fn dated_leases(book: &Book) {
    let id = "IFRSCOMMUNITY-quarterly-dated";
    let mut contract = level(50_000.0, 8, 3, Timing::Advance, nominal_from_effective(0.05, 4.0));
    contract.convention = Convention { discounting: Discounting::Dated(DayCount::Act365F) };
    let years = Rows::of(&contract).years_in_advance();
    book.figure(id, "lease_liability_initial", years.opening[0]);
    book.column(id, "liability_schedule", "opening", &years.opening);
    book.column(id, "liability_schedule", "interest", &years.interest);
    book.column(id, "liability_schedule", "closing", &years.closing);
    let dates = book.example(id)["inputs"]["dates"].as_array().unwrap();
    let discounted = |due: &Value| {
        let flows = [(date(&dates[0]), 0), (date(due), minor(50_000.0))];
        net_present_value_dated(&flows, 0.05, DayCount::Act365F) / 100.0
    };
    book.column(id, "discounted_payments", "pv", &dates[1..].iter().map(discounted).collect::<Vec<_>>());

    // What the price gives back is the rate it was made from, and the debt of a day lies on the same curve.
    contract.price = Some(minor(years.opening[0] + 50_000.0));
    contract.stated_rate = None;
    let plan = Plan::compile(&contract, &[]).unwrap();
    let rate = plan.rate().rate().unwrap();
    assert!((rate.effective - 0.05).abs() < 1e-7, "{rate:?}");
    let mid = plan.debt_on("2001-02-14".parse().unwrap()).unwrap();
    let curve = years.opening[0] * libm::exp(45.0 / 365.0 * libm::log1p(0.05));
    assert!((units(mid) - curve).abs() < 0.02, "{} {curve}", units(mid));
}

fn dated_flows(book: &Book, id: &str) -> Vec<(NaiveDate, Minor)> {
    let flows = book.example(id)["inputs"]["flows"].as_array().unwrap();
    flows.iter().map(|flow| (date(&flow[0]), minor(flow[1].as_f64().unwrap()))).collect()
}

fn xirr(book: &Book) {
    let one = |roots: Roots| match roots {
        Roots::One(rate) => rate,
        other => panic!("{other:?}"),
    };
    let id = "EXCEL-XIRR-doc";
    let flows = dated_flows(book, id);
    let rate = one(irr_dated(&flows, DayCount::Act365F));
    book.figure(id, "xirr", rate);
    book.figure(id, "xirr_full", rate);
    assert!((rate - 0.373_362_533_519).abs() < 1e-12);
    let value = net_present_value_dated(&flows, 0.09, DayCount::Act365F) / 100.0;
    assert!((value - 2_086.647_602).abs() < 1e-6);
    book.figure(id, "xnpv_9pct", (value * 1e6).round() / 1e6);

    let id = "XIRR-CRATE-readme";
    book.figure(id, "xirr", one(irr_dated(&dated_flows(book, id), DayCount::Act365F)));
    let flows: Vec<Minor> = [-1_000.0, 500.0, 500.0, 500.0].map(minor).into();
    // There the first flow is one period away.
    book.figure(id, "npv_excel_convention", net_present_value(&flows, 0.1) / 1.1 / 100.0);
}

fn irr(book: &Book) {
    let id = "NUMPY-FINANCIAL-irr";
    let flows = |case: &Value| -> Vec<Minor> {
        case.as_array().unwrap().iter().map(|flow| minor(flow.as_f64().unwrap())).collect()
    };
    let inputs = &book.example(id)["inputs"];
    let rate = |case: &Value| match irr_periodic(&flows(case)) {
        Roots::One(rate) => rate,
        Roots::Several { roots, nearest } => {
            assert!(roots.len() > 1 && roots.contains(&nearest));
            nearest
        }
        Roots::None(reason) => panic!("{case}: {reason:?}"),
    };
    let rates: Vec<f64> = inputs["cases"].as_array().unwrap().iter().map(rate).collect();
    book.column(id, "irr", "value", &rates);
    for case in inputs["no_root_cases"].as_array().unwrap() {
        assert_eq!(irr_periodic(&flows(case)), Roots::None(NoRate::OneSided), "{case}");
    }
}

fn day_counts(book: &Book) {
    let id = "DAYCOUNT-deltaquants";
    let cases = book.example(id)["inputs"]["cases"].as_array().unwrap();
    let conventions = [
        ("act/act", DayCount::ActActIsda),
        ("act/365f", DayCount::Act365F),
        ("act/360", DayCount::Act360),
        ("30/360 ISDA", DayCount::Bond30360),
        ("30E/360", DayCount::E30360),
        ("30/360 US", DayCount::Us30360),
    ];
    for (name, convention) in conventions {
        let years: Vec<f64> =
            cases.iter().map(|case| year_fraction(convention, date(&case[0]), date(&case[1]))).collect();
        let published = book.example(id)["expected"][name]["rows"].as_array().unwrap();
        for (ours, row) in years.iter().zip(published) {
            assert!((ours - row[1].as_f64().unwrap()).abs() < 1e-12, "{name}: {ours} {row}");
        }
        // The recomputed column is printed with six decimals, so it says less than the published one.
        book.met(id, name);
    }
}
