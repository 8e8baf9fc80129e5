//! Liabilities as plain amortisation: present value, interest, balances.

use engine::rates::{fee_from_price, present_value};
use engine::{FeeStep, Plan, Timing, calendar};

use crate::book::{Book, Rows, level, minor, units};

pub(crate) fn check(book: &Book) {
    ifrs16_examples(book);
    scope_and_consideration(book);
    hmrc_and_pwc(book);
    pwc_remeasurements(book);
    kaplan(book);
    other_teachers(book);
    vendors(book);
}

fn worth(fee: f64, count: u32, rate: f64, timing: Timing) -> f64 {
    present_value(minor(fee), count, 0, rate, timing) / 100.0
}

fn ifrs16_examples(book: &Book) {
    let id = "IFRS16-IE13-initial";
    let rows = Rows::of(&level(50_000.0, 10, 12, Timing::Advance, 0.05));
    let years = rows.years_in_advance();
    book.figure(id, "lease_liability_initial", years.opening[0]);
    let discounted: Vec<f64> = (1..=9).map(|k| present_value(0, k, 5_000_000, 0.05, Timing::Arrears) / 100.0).collect();
    book.column(id, "discounted_payments", "pv", &discounted);
    book.column(id, "liability_schedule_first_rows", "opening", &years.opening[..2]);
    book.column(id, "liability_schedule_first_rows", "interest", &years.interest[..2]);
    book.column(id, "liability_schedule_first_rows", "closing_31dec", &years.closing[..2]);
    book.column(id, "liability_schedule", "opening", &years.opening);
    book.column(id, "liability_schedule", "interest", &years.interest);
    book.column(id, "liability_schedule", "closing_31dec", &years.closing);
    book.figure("CONSTR-impairment", "liability_end_y3_unchanged", years.closing[2]);

    let id = "IFRS16-IE14-CPI";
    book.figure(id, "liability_before", years.closing[1]);
    let indexed = Rows::of(&level(54_000.0, 8, 12, Timing::Advance, 0.05));
    book.figure(id, "liability_after", indexed.opening()[0]);
    book.figure(id, "liability_after_year3_payment", indexed.closing()[0]);
}

fn scope_and_consideration(book: &Book) {
    let id = "IFRS16-IE17-decrease-scope";
    let rows = Rows::of(&level(50_000.0, 10, 12, Timing::Arrears, 0.06));
    book.column(id, "liability_schedule_pre", "opening", &rows.opening());
    book.column(id, "liability_schedule_pre", "interest", &rows.interest());
    book.column(id, "liability_schedule_pre", "closing", &rows.closing());
    book.figure(id, "liability_before", rows.opening()[5]);
    book.figure(id, "total_interest_pre", rows.interest().iter().sum());
    book.figure(id, "liability_after", worth(30_000.0, 5, 0.05, Timing::Arrears));

    let id = "IFRS16-IE19-consideration-only";
    let rows = Rows::of(&level(100_000.0, 10, 12, Timing::Arrears, 0.06));
    book.column(id, "liability_schedule_pre", "opening", &rows.opening());
    book.column(id, "liability_schedule_pre", "interest", &rows.interest());
    book.column(id, "liability_schedule_pre", "closing", &rows.closing());
    let single = |k| present_value(0, k, minor(95_000.0), 0.07, Timing::Arrears) / 100.0;
    book.column(id, "discounted_payments_post", "pv", &(1..=5).map(single).collect::<Vec<_>>());
    book.figure(id, "liability_after", worth(95_000.0, 5, 0.07, Timing::Arrears));

    let id = "IFRS16-separate-lease-4000sqm";
    book.figure(id, "separate_lease_liability", worth(140_000.0, 4, 0.06, Timing::Arrears));
    let second = Rows::of(&level(200_000.0, 8, 12, Timing::Arrears, 0.05));
    book.figure(id, "second_case_initial_liability", second.opening()[0]);
}

fn hmrc_and_pwc(book: &Book) {
    let id = "HMRC-BLM18010";
    let years = Rows::of(&level(100_000.0, 10, 12, Timing::Advance, 0.05)).years_in_advance();
    book.figure(id, "lease_liability_initial", years.opening[0]);
    book.column(id, "liability_schedule", "opening", &years.opening);
    book.column(id, "liability_schedule", "interest", &years.interest);
    book.column(id, "liability_schedule", "closing", &years.closing);

    let id = "PWC-4-11-finance-lease";
    let years = Rows::of(&level(1_100.0, 5, 12, Timing::Advance, 0.07)).years_in_advance();
    book.figure(id, "lease_liability_initial", years.opening[0]);
    book.column(id, "liability_schedule", "opening", &years.opening);
    book.column(id, "liability_schedule", "interest", &years.interest);
    book.column(id, "liability_schedule", "closing", &years.closing);

    let id = "PWC-4-13-automobile-operating";
    let months = Rows::of(&level(500.0, 36, 1, Timing::Advance, 0.06)).years_in_advance();
    book.figure(id, "lease_liability_initial", months.opening[0]);
    let yearly: Vec<f64> = months.interest.chunks(12).map(|year| year.iter().sum()).collect();
    book.column(id, "liability_by_year", "accretion", &yearly);
    let closing = [11, 23, 35].map(|month| months.closing[month]);
    book.column(id, "liability_by_year", "closing", &closing);
}

fn pwc_remeasurements(book: &Book) {
    let id = "PWC-5-2-term-and-CPI";
    book.figure(id, "liability_before", worth(100_000.0, 2, 0.05, Timing::Advance));
    let mut stepped = level(104_000.0, 5, 12, Timing::Advance, 0.06);
    stepped.steps = vec![FeeStep { from: calendar::add_months(stepped.start, 24), fee: minor(114_400.0) }];
    book.figure(id, "liability_after", Rows::of(&stepped).opening()[0]);
    let single = |at: u32, amount: f64| present_value(0, at, minor(amount), 0.06, Timing::Arrears) / 100.0;
    let payments = [104_000.0, 104_000.0, 114_400.0, 114_400.0, 114_400.0];
    let worths: Vec<f64> = (0..).zip(payments).map(|(at, amount)| single(at, amount)).collect();
    book.column(id, "pv_table", "pv", &worths);

    let id = "PWC-5-4-residual-value-guarantee";
    book.figure(id, "liability_before", worth(100_000.0, 3, 0.05, Timing::Advance));
    let mut guaranteed = level(100_000.0, 3, 12, Timing::Advance, 0.05);
    guaranteed.residual = minor(10_000.0);
    let schedule = engine::schedule(&guaranteed, &[], guaranteed.end).unwrap();
    let capital: Vec<_> = schedule.rows.iter().map(|row| row.capital.unwrap()).collect();
    book.figure(id, "liability_after", units(capital[0].opening));
    let balances: Vec<f64> = capital[..3].iter().map(|row| units(row.closing)).collect();
    book.column(id, "interest_after", "balance_after_payment", &balances);
    let interest: Vec<f64> = capital[1..].iter().map(|row| units(row.interest)).collect();
    book.column(id, "interest_after", "interest", &interest);

    let id = "PWC-5-5-extension-modification";
    book.figure(id, "liability_after", worth(110_000.0, 5, 0.06, Timing::Advance));
    let worths: Vec<f64> = (0..5).map(|at| single(at, 110_000.0)).collect();
    book.column(id, "pv_table", "pv", &worths);

    let id = "PWC-5-7-consideration";
    book.figure(id, "liability_before", worth(100_000.0, 2, 0.05, Timing::Advance));
    book.figure(id, "liability_after", worth(90_000.0, 2, 0.04, Timing::Advance));

    let id = "PWC-5-8-term-reduction-operating";
    book.figure(id, "liability_before", worth(100_000.0, 7, 0.05, Timing::Advance));
    book.figure(id, "liability_after", worth(110_000.0, 4, 0.06, Timing::Advance));
}

fn kaplan(book: &Book) {
    let id = "KAPLAN-6-2-arrears";
    let rows = Rows::of(&level(1_000.0, 5, 12, Timing::Arrears, 0.08));
    book.figure(id, "lease_liability_initial", rows.opening()[0]);
    book.column(id, "liability_schedule", "opening", &rows.opening()[..2]);
    book.column(id, "liability_schedule", "interest", &rows.interest()[..2]);
    book.column(id, "liability_schedule", "closing", &rows.closing()[..2]);
    book.figure(id, "noncurrent_liability_y1", rows.closing()[1]);
    book.figure(id, "current_liability_y1", rows.closing()[0] - rows.closing()[1]);

    // A capital of 750,000 at exactly 10 %: the residual is what two payments leave of it.
    let id = "KAPLAN-6-3-advance";
    let mut contract = level(215_000.0, 2, 12, Timing::Advance, 0.1);
    contract.price = Some(minor(750_000.0));
    contract.residual = minor(410_850.0);
    let years = Rows::of(&contract).years_in_advance();
    book.figure(id, "interest_y1", years.interest[0]);
    book.figure(id, "closing_y1", years.closing[0]);
    let noncurrent = Rows::of(&contract).closing()[1];
    book.figure(id, "noncurrent_liability_y1", noncurrent);
    book.figure(id, "current_liability_y1", years.closing[0] - noncurrent);

    let id = "KAPLAN-F2-q6-2-advance";
    let mut contract = level(20_000.0, 3, 12, Timing::Advance, 0.08);
    book.figure(id, "lease_liability_full_precision", worth(20_000.0, 5, 0.08, Timing::Advance));
    contract.price = Some(minor(86_240.0));
    contract.residual = minor(38_515.322_88);
    let rows = Rows::of(&contract);
    book.figure(id, "lease_liability_initial", rows.opening()[0]);
    book.column(
        id,
        "liability_schedule",
        "opening",
        &[86_240.0, rows.years_in_advance().closing[0], rows.years_in_advance().closing[1]],
    );
    let schedule = engine::schedule(&contract, &[], contract.end).unwrap();
    let interest: Vec<f64> = schedule.rows[1..].iter().map(|row| units(row.capital.unwrap().interest)).collect();
    book.column(id, "liability_schedule", "interest", &interest);
    book.figure(id, "noncurrent_liability_y2", rows.closing()[2]);
    book.figure(id, "current_liability_y2", rows.closing()[1] + interest[1] - rows.closing()[2]);
}

fn other_teachers(book: &Book) {
    let id = "OPENTUITION-7y-arrears";
    let mut contract = level(2_650.0, 7, 12, Timing::Arrears, 0.1);
    contract.price = Some(minor(12_900.0));
    let schedule = engine::schedule(&contract, &[], contract.end).unwrap();
    book.figure(id, "irr", schedule.rate.rate().unwrap().effective);
    assert_eq!(schedule.rows.last().unwrap().capital.unwrap().closing, 0);

    // Published with interest rounded by itself; ours is the difference of rounded balances, so the formula is met.
    let id = "MUNI-lessee-3y";
    let contract = level(3_000.0, 3, 12, Timing::Arrears, 0.1);
    let rows = Plan::compile(&contract, &[]).unwrap().rows_with_formulas(contract.end);
    book.figure(id, "lease_liability_initial", rows[0].1.unwrap().opening / 100.0);
    for (year, (row, formula)) in (1..).zip(rows) {
        book.figure(id, &format!("interest_y{year}"), formula.unwrap().interest / 100.0);
        book.figure(id, &format!("closing_y{year}"), units(row.capital.unwrap().closing));
    }

    let id = "CAFINAL-INDAS116-decrease-scope";
    let rows = Rows::of(&level(60_000.0, 10, 12, Timing::Arrears, 0.08));
    book.figure(id, "full_precision_initial", rows.opening()[0]);
    book.figure(id, "full_precision_liability_after", worth(35_000.0, 5, 0.06, Timing::Arrears));
    // Published from a capital of 402,600 by a rounded factor; five years of it leave this.
    let mut contract = level(60_000.0, 5, 12, Timing::Arrears, 0.08);
    contract.price = Some(minor(402_600.0));
    contract.residual = minor(239_555.426_12);
    let rows = Rows::of(&contract);
    book.column(id, "liability_schedule_pre", "opening", &rows.opening());
    book.column(id, "liability_schedule_pre", "interest", &rows.interest());
    book.column(id, "liability_schedule_pre", "closing", &rows.closing());

    let id = "CAFINAL-INDAS116-transition-modified";
    book.figure(id, "full_precision_liability", worth(200_000.0, 1, 0.1, Timing::Arrears));
    let mut contract = level(200_000.0, 2, 12, Timing::Arrears, 0.1);
    contract.price = Some(minor(497_360.0));
    contract.residual = minor(181_805.6);
    let rows = Rows::of(&contract);
    book.column(id, "as_if_schedule", "opening", &rows.opening());
    book.column(id, "as_if_schedule", "interest", &rows.interest());
    book.column(id, "as_if_schedule", "closing", &rows.closing());

    let id = "KPMG-AU-CPI";
    let years = Rows::of(&level(200_000.0, 5, 12, Timing::Advance, 0.05)).years_in_advance();
    book.figure(id, "lease_liability_initial", years.opening[0]);
    book.figure(id, "liability_before_event", years.closing[0]);
    book.figure(id, "liability_after_event", worth(204_000.0, 4, 0.05, Timing::Advance));
}

fn vendors(book: &Book) {
    let id = "D365-compounding-interval";
    let single = |times: f64, at| present_value(0, at, minor(50_000.0), 0.05 / times, Timing::Arrears) / 100.0;
    book.column(id, "pv_monthly", "pv", &[1, 2, 3, 4, 5, 6].map(|at| single(12.0, at)));
    book.column(id, "pv_quarterly", "pv", &[3, 4].map(|at| single(4.0, at)));
    book.column(id, "pv_semiannual", "pv", &[1, 2].map(|at| single(2.0, at)));

    let id = "IFRS16KIT-CALISMA";
    let nominal = engine::rates::nominal_from_effective(0.06, 12.0);
    let months = Rows::of(&level(650.0, 24, 1, Timing::Advance, nominal)).years_in_advance();
    let rows = Rows::of(&level(650.0, 24, 1, Timing::Advance, nominal));
    book.figure(id, "lease_liability_initial", rows.opening()[0]);
    book.figure(id, "total_interest", months.interest.iter().sum());
    // There the first payment is inside the liability, and a month ends before the next payment.
    let opening: Vec<f64> = rows.closing().iter().map(|after| after + 650.0).collect();
    let seen = [0, 1, 23];
    book.column(id, "rows", "opening", &seen.map(|month| opening[month]));
    book.column(id, "rows", "interest", &seen.map(|month| months.interest[month]));
    book.column(id, "rows", "principal", &seen.map(|month| 650.0 - months.interest[month]));
    book.column(id, "rows", "closing", &seen.map(|month| months.closing[month]));

    let id = "BUSINESSMATH-quarterly";
    for (key, rate) in [("pv_4pct", 0.04), ("pv_6pct", 0.06), ("pv_10pct", 0.1)] {
        book.figure(id, key, worth(25_000.0, 4, rate / 4.0, Timing::Arrears));
    }
    let rows = Rows::of(&level(25_000.0, 4, 3, Timing::Arrears, 0.06));
    book.column(id, "interest", "interest", &rows.interest());
    book.column(id, "closing", "closing", &rows.closing()[1..]);
    book.figure(id, "total_interest", rows.interest().iter().sum());
    let fee = fee_from_price(minor(rows.opening()[0]), 4, 0, 0.015, Timing::Arrears).unwrap();
    assert!((fee / 100.0 - 25_000.0).abs() < 0.005);
}
