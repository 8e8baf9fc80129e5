//! The same examples through the books: right-of-use assets, events, straight-line cost, journals.

use chrono::{Days, NaiveDate};
use engine::books::{
    Book as AccountBook, Cause, Classification, Classified, CurrentSplit, Depreciation, DiscountRate, Entry, Event,
    EventKind, Framework, Lease, Options, Period, Policy, RateBasis, Row, Schedule, Scope, Terms, Underlying, When,
    journal, level_payments, schedule,
};
use engine::{DayCount, Discounting, Timing, calendar};

use crate::book::{Book, minor, parts, units};

pub(crate) fn check(book: &Book) {
    initial(book);
    remeasured(book);
    modified(book);
    teachers(book);
    monthly(book);
}

pub(crate) fn start() -> NaiveDate {
    "2001-01-01".parse().unwrap()
}

pub(crate) fn yearly(rate: f64) -> DiscountRate {
    DiscountRate::Told { yearly: parts(rate), basis: RateBasis::Effective }
}

pub(crate) fn nominal(rate: f64, times_a_year: u32) -> DiscountRate {
    DiscountRate::Told { yearly: parts(rate), basis: RateBasis::Nominal { times_a_year } }
}

/// Payments from the beginning of year `year`, to the end of which they run.
pub(crate) fn terms(year: i32, payments: &[f64], every: u32, timing: Timing) -> Terms {
    let from = calendar::add_months(start(), 12 * (year - 1));
    let mut listed = Vec::new();
    for (at, amount) in (0..).zip(payments) {
        let from = calendar::add_months(from, at * every as i32);
        listed.extend(level_payments(from, 1, every, minor(*amount), timing));
    }
    let end = calendar::add_months(from, payments.len() as i32 * every as i32) - Days::new(1);
    Terms { end, payments: listed, guarantee: None, becomes_owned: false }
}

pub(crate) fn lease(amount: f64, count: usize, every: u32, timing: Timing, rate: DiscountRate) -> Lease {
    Lease {
        commencement: start(),
        interval_months: every,
        terms: terms(1, &vec![amount; count], every, timing),
        rate: Some(rate),
        classification: Classified::Told(Classification::Finance),
        underlying: Underlying::default(),
        options: Options::default(),
        initial_direct_costs: 0,
        incentives_received: 0,
        prepaid: 0,
        restoration: 0,
    }
}

pub(crate) const YEARLY: Policy = Policy {
    discounting: Discounting::Periodic,
    compounding_months: None,
    month_cutoff: engine::books::MonthCutoff::ActualDays,
    depreciation: Depreciation::ByMonths,
    rounding: engine::books::Rounding::Cumulative,
    first_payment_in_liability: false,
    current_split: CurrentSplit::Principal,
    scope_proportion: engine::books::ScopeProportion::Asset,
    exemption: None,
    halves: engine::books::Halves::AwayFromZero,
    thresholds: engine::books::Thresholds { major_part: 75, substantially_all: 90 },
    closing_months: 12,
    fiscal_year_ends: 12,
};

pub(crate) fn run(lease: &Lease, events: &[Event], framework: Framework, policy: Policy) -> Schedule {
    let schedule = schedule(lease, events, &AccountBook { framework, policy }, &[]).unwrap();
    assert!(schedule.rows.iter().all(|row| row.movement.ties()), "{schedule:?}");
    assert!(journal::journal(&schedule).iter().all(journal::Voucher::balances));
    schedule
}

fn ifrs(lease: &Lease, events: &[Event]) -> Schedule {
    run(lease, events, Framework::Ifrs16, YEARLY)
}

/// The first `count` accounting years.
pub(crate) fn years(schedule: &Schedule, count: i32) -> Vec<Period> {
    let ends: Vec<_> = (0..=count).map(|year| calendar::add_months(start(), 12 * year) - Days::new(1)).collect();
    schedule.periods(&ends)
}

pub(crate) fn column(periods: &[Period], of: impl Fn(&Period) -> i64) -> Vec<f64> {
    periods.iter().map(|period| units(of(period))).collect()
}

pub(crate) fn event_row(schedule: &Schedule) -> Row {
    *schedule.rows.iter().find(|row| matches!(row.entry, Entry::Event(_))).unwrap()
}

/// Liability and asset just before the event took hold.
pub(crate) fn before(row: &Row) -> (f64, f64) {
    let (liability, asset) = (row.movement.liability, row.movement.asset);
    (units(liability.opening + liability.interest), units(asset.opening - asset.depreciation))
}

pub(crate) fn at_year(year: i32, kind: EventKind) -> Event {
    Event { on: calendar::add_months(start(), 12 * (year - 1)), when: When::BeforePayment, kind }
}

fn initial(book: &Book) {
    let id = "IFRS16-IE13-initial";
    let mut ie13 = lease(50_000.0, 10, 12, Timing::Advance, yearly(0.05));
    (ie13.initial_direct_costs, ie13.incentives_received) = (minor(20_000.0), minor(5_000.0));
    let schedule = ifrs(&ie13, &[]);
    let found = years(&schedule, 10);
    book.figure(id, "lease_liability_initial", units(schedule.initial.liability));
    book.figure(
        id,
        "rou_first_entry_liability_plus_prepaid",
        units(schedule.initial.liability + schedule.initial.paid),
    );
    book.figure(id, "rou_initial_total", units(schedule.initial.asset()));
    book.figure(id, "depreciation_per_year", units(found[0].movement.asset.depreciation));
    book.column(id, "liability_schedule", "interest", &column(&found, |year| year.movement.liability.interest));
    book.column(id, "liability_schedule", "closing_31dec", &column(&found, |year| year.movement.liability.closing));
    book.column(id, "liability_schedule", "payment_1jan", &column(&found, |year| year.movement.liability.paid));

    let id = "CONSTR-impairment";
    let impaired = Event {
        on: calendar::add_months(start(), 36) - Days::new(1),
        when: When::EndOfDay,
        kind: EventKind::Impaired { amount: minor(60_000.0) },
    };
    let schedule = ifrs(&ie13, &[impaired]);
    let row = event_row(&schedule);
    book.figure(id, "rou_before", before(&row).1);
    book.figure(id, "rou_after", units(row.movement.asset.closing));
    book.figure(id, "liability_end_y3_unchanged", units(row.movement.liability.closing));
    book.figure(id, "depreciation_after", units(years(&schedule, 4)[3].movement.asset.depreciation));

    let id = "IFRSCOMMUNITY-quarterly-dated";
    let mut quarterly = lease(50_000.0, 8, 3, Timing::Advance, yearly(0.05));
    (quarterly.initial_direct_costs, quarterly.incentives_received) = (minor(20_000.0), minor(5_000.0));
    let policy = Policy { discounting: Discounting::Dated(DayCount::Act365F), closing_months: 3, ..YEARLY };
    let schedule = run(&quarterly, &[], Framework::Ifrs16, policy);
    book.figure(id, "lease_liability_initial", units(schedule.initial.liability));
    book.figure(id, "rou_initial", units(schedule.initial.asset()));
    let ends: Vec<_> = (0..=8).map(|at| calendar::add_months(start(), 3 * at) - Days::new(1)).collect();
    let quarters = schedule.periods(&ends);
    book.column(id, "liability_schedule", "interest", &column(&quarters, |one| one.movement.liability.interest));
    book.column(id, "liability_schedule", "closing", &column(&quarters, |one| one.movement.liability.closing));

    let id = "HMRC-BLM18010";
    let mut premises = lease(100_000.0, 10, 12, Timing::Advance, yearly(0.05));
    (premises.prepaid, premises.restoration) = (minor(9_998.0), minor(20_000.0));
    let schedule = ifrs(&premises, &[]);
    let found = years(&schedule, 10);
    book.figure(id, "rou_initial", units(schedule.initial.asset()));
    book.figure(id, "depreciation_per_year", units(found[0].movement.asset.depreciation));
    let opening: Vec<f64> = column(&found, |year| year.movement.asset.opening + year.movement.asset.recognised);
    book.column(id, "rou_schedule", "opening", &opening);
    book.column(id, "rou_schedule", "depreciation", &column(&found, |year| year.movement.asset.depreciation));
    book.column(id, "rou_schedule", "closing", &column(&found, |year| year.movement.asset.closing));
    book.column(id, "liability_schedule", "closing", &column(&found, |year| year.movement.liability.closing));
}

fn remeasured(book: &Book) {
    let index = |terms| EventKind::Remeasured { cause: Cause::Index, terms, rate: None };
    let id = "IFRS16-IE14-CPI";
    let ie13 = lease(50_000.0, 10, 12, Timing::Advance, yearly(0.05));
    let raised = at_year(3, index(terms(3, &[54_000.0; 8], 12, Timing::Advance)));
    let schedule = ifrs(&ie13, &[raised]);
    let row = event_row(&schedule);
    book.figure(id, "liability_before", before(&row).0);
    book.figure(id, "liability_after", units(row.movement.liability.closing));
    book.figure(id, "adjustment_to_rou", units(row.movement.asset.remeasured));
    let paid = schedule.rows.iter().find(|after| after.on == row.on && after.entry == Entry::Payment).unwrap();
    book.figure(id, "liability_after_year3_payment", units(paid.movement.liability.closing));

    let id = "KPMG-AU-CPI";
    let five = lease(200_000.0, 5, 12, Timing::Advance, yearly(0.05));
    let schedule = ifrs(&five, &[at_year(2, index(terms(2, &[204_000.0; 4], 12, Timing::Advance)))]);
    let row = event_row(&schedule);
    book.figure(id, "liability_before_event", before(&row).0);
    book.figure(id, "liability_after_event", units(row.movement.liability.closing));
    book.figure(id, "adjustment_to_rou", units(row.movement.asset.remeasured));
}

fn modified(book: &Book) {
    let id = "IFRS16-IE17-decrease-scope";
    let ie17 = lease(50_000.0, 10, 12, Timing::Arrears, yearly(0.06));
    let half = |payment: f64, rate: f64| EventKind::Modified {
        terms: terms(6, &[payment; 5], 12, Timing::Arrears),
        rate: Some(yearly(rate)),
        scope: Scope::Reduced { part: 2_500, of: 5_000 },
    };
    let schedule = ifrs(&ie17, &[at_year(6, half(30_000.0, 0.05))]);
    let row = event_row(&schedule);
    book.figure(id, "liability_before", before(&row).0);
    book.figure(id, "rou_before", before(&row).1);
    book.figure(id, "rou_derecognised", units(row.movement.asset.derecognised));
    book.figure(id, "liability_derecognised", units(row.movement.liability.derecognised));
    book.figure(id, "gain", units(row.movement.gain));
    book.figure(id, "liability_after", units(row.movement.liability.closing));
    book.figure(id, "adjustment_to_rou", units(row.movement.asset.remeasured));
    book.figure(id, "rou_after", units(row.movement.asset.closing));
    let found = years(&ifrs(&ie17, &[]), 10);
    book.column(id, "liability_schedule_pre", "interest", &column(&found, |year| year.movement.liability.interest));
    book.column(id, "liability_schedule_pre", "closing", &column(&found, |year| year.movement.liability.closing));

    let id = "IFRS16-IE19-consideration-only";
    let ie19 = lease(100_000.0, 10, 12, Timing::Arrears, yearly(0.06));
    let cheaper = EventKind::Modified {
        terms: terms(6, &[95_000.0; 5], 12, Timing::Arrears),
        rate: Some(yearly(0.07)),
        scope: Scope::Kept,
    };
    let row = event_row(&ifrs(&ie19, &[at_year(6, cheaper)]));
    book.figure(id, "liability_after", units(row.movement.liability.closing));
    book.figure(id, "adjustment_to_rou", units(row.movement.asset.remeasured));
    assert_eq!(row.movement.gain, 0);

    let id = "IFRS16-separate-lease-4000sqm";
    let mut old = lease(120_000.0, 8, 12, Timing::Arrears, yearly(0.05));
    let alone = ifrs(&old, &[]);
    let beside = ifrs(&old, &[at_year(5, EventKind::SeparateLease)]);
    assert_eq!(years(&alone, 8), years(&beside, 8));
    old = lease(140_000.0, 4, 12, Timing::Arrears, yearly(0.06));
    book.figure(id, "separate_lease_liability", units(ifrs(&old, &[]).initial.liability));
    let second = lease(200_000.0, 8, 12, Timing::Arrears, yearly(0.05));
    book.figure(id, "second_case_initial_liability", units(ifrs(&second, &[]).initial.liability));

    let id = "CAFINAL-INDAS116-decrease-scope";
    let full = lease(60_000.0, 10, 12, Timing::Arrears, yearly(0.08));
    let schedule = ifrs(&full, &[at_year(6, half(35_000.0, 0.06))]);
    let row = event_row(&schedule);
    book.figure(id, "full_precision_initial", units(schedule.initial.liability));
    book.figure(id, "full_precision_gain", units(row.movement.gain));
    book.figure(id, "full_precision_liability_after", units(row.movement.liability.closing));
    // The printed capital comes of a rounded factor; the rate that fits it gives the printed asset.
    let printed = lease(60_000.0, 10, 12, Timing::Arrears, fitting(402_600.0, 60_000.0, 10, Timing::Arrears));
    let row = event_row(&ifrs(&printed, &[at_year(6, half(35_000.0, 0.06))]));
    book.figure(id, "rou_before", before(&row).1);
    book.figure(id, "rou_derecognised", units(row.movement.asset.derecognised));
}

/// The rate at which yearly payments are worth a printed capital.
fn fitting(capital: f64, payment: f64, count: u32, timing: Timing) -> DiscountRate {
    let solved = engine::rates::level_rate(minor(capital), minor(payment), count, 0, timing, 12).rate().unwrap();
    DiscountRate::Solved { interval: solved.interval, interval_months: 12 }
}

fn teachers(book: &Book) {
    let id = "KAPLAN-6-2-arrears";
    let mut lease_62 = lease(1_000.0, 5, 12, Timing::Arrears, yearly(0.08));
    (lease_62.prepaid, lease_62.initial_direct_costs, lease_62.restoration) = (minor(500.0), minor(50.0), minor(65.0));
    let schedule = ifrs(&lease_62, &[]);
    let found = years(&schedule, 2);
    book.figure(id, "lease_liability_initial", units(schedule.initial.liability));
    book.figure(id, "rou_initial", units(schedule.initial.asset()));
    book.figure(id, "depreciation", units(found[0].movement.asset.depreciation));
    book.figure(id, "rou_closing_y1", units(found[0].movement.asset.closing));
    book.column(id, "liability_schedule", "closing", &column(&found, |year| year.movement.liability.closing));
    let split = |year: &Period| (units(year.movement.liability.closing - year.noncurrent), units(year.noncurrent));
    book.figure(id, "current_liability_y1", split(&found[0]).0);
    book.figure(id, "noncurrent_liability_y1", split(&found[0]).1);
    let by_value = Policy { current_split: CurrentSplit::PresentValue, ..YEARLY };
    let other = years(&run(&lease_62, &[], Framework::Ifrs16, by_value), 1);
    assert!((split(&other[0]).0 - 925.93).abs() < 0.01, "{:?}", split(&other[0]));

    // A printed capital that no round rate gives: the rate that fits it.
    let id = "KAPLAN-6-3-advance";
    let four = lease(215_000.0, 4, 12, Timing::Advance, fitting(750_000.0, 215_000.0, 4, Timing::Advance));
    let found = years(&run(&four, &[], Framework::Ifrs16, Policy { first_payment_in_liability: true, ..YEARLY }), 1);
    assert_eq!(found[0].movement.liability.recognised, minor(750_000.0));
    book.figure(id, "depreciation", units(found[0].movement.asset.depreciation));
    book.figure(id, "current_liability_y1", split(&found[0]).0);

    let id = "KAPLAN-F2-q6-2-advance";
    let mut five = lease(20_000.0, 5, 12, Timing::Advance, fitting(86_240.0, 20_000.0, 5, Timing::Advance));
    five.initial_direct_costs = minor(13_760.0);
    let schedule = run(&five, &[], Framework::Ifrs16, Policy { first_payment_in_liability: true, ..YEARLY });
    book.figure(id, "lease_liability_initial", units(schedule.initial.liability));
    book.figure(id, "rou_initial", units(schedule.initial.asset()));
    book.figure(id, "current_liability_y2", split(&years(&schedule, 2)[1]).0);
}

fn monthly(book: &Book) {
    let id = "IFRS16KIT-CALISMA";
    let mut two_years = lease(650.0, 24, 1, Timing::Advance, yearly(0.06));
    two_years.initial_direct_costs = minor(600.0);
    let policy = Policy { first_payment_in_liability: true, closing_months: 1, ..YEARLY };
    let schedule = run(&two_years, &[], Framework::Ifrs16, policy);
    let found = years(&schedule, 2);
    book.figure(id, "lease_liability_initial", units(schedule.initial.liability));
    book.figure(id, "rou_initial", units(schedule.initial.asset()));
    book.figure(id, "total_interest", units(found.iter().map(|year| year.movement.liability.interest).sum()));
    let expense: Vec<f64> = column(&found, |year| year.movement.expense());
    book.figure(id, "total_expense", expense.iter().sum());
    book.figure(id, "expense_year1_minus_straight_line", expense[0] - 16_200.0 / 2.0);
    let month = schedule.rows.iter().find(|row| row.entry == Entry::Closing).unwrap();
    book.figure(id, "depreciation_per_month", units(month.movement.asset.depreciation));

    let id = "BUSINESSMATH-quarterly";
    let mut four = lease(25_000.0, 4, 3, Timing::Arrears, nominal(0.06, 4));
    (four.initial_direct_costs, four.prepaid) = (minor(5_000.0), minor(10_000.0));
    let schedule = run(&four, &[], Framework::Ifrs16, Policy { closing_months: 3, ..YEARLY });
    book.figure(id, "pv_6pct", units(schedule.initial.liability));
    book.figure(id, "rou_with_costs", units(schedule.initial.asset()));
    let quarter = schedule.rows.iter().find(|row| row.entry == Entry::Payment).unwrap();
    book.figure(id, "depreciation", units(quarter.movement.asset.depreciation));
}
