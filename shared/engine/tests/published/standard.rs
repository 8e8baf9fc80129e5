//! Examples of the standards whose figures are widely printed, and what leaves no example: transition, sale and
//! leaseback.

use chrono::Days;
use engine::books::journal::{Voucher, journal};
use engine::books::transition::{Method, Transition, transition};
use engine::books::{
    Book as AccountBook, Cause, Entry, Event, EventKind, Framework, Lease, Row, Scope, Sold, When, leaseback, schedule,
};
use engine::{Timing, calendar};

use crate::book::{Book, minor, units};
use crate::leases::{YEARLY, lease, run, start, terms, yearly};

pub(crate) fn check(book: &Book) {
    sale_and_leaseback(book);
    transitions(book);
}

fn changed(lease: &Lease, year: i32, kind: EventKind) -> Row {
    let event = Event { on: calendar::add_months(start(), 12 * (year - 1)), when: When::BeforePayment, kind };
    let schedule = run(lease, &[event], Framework::Ifrs16, YEARLY);
    *schedule.rows.iter().find(|row| matches!(row.entry, Entry::Event(_))).unwrap()
}

fn whole(amount: i64) -> i64 {
    units(amount).round() as i64
}

/// IFRS 16 illustrative example 13, part 2: an extension becomes reasonably certain.
#[test]
fn an_extension_becomes_certain() {
    let mut ie13 = lease(50_000.0, 10, 12, Timing::Advance, yearly(0.05));
    (ie13.initial_direct_costs, ie13.incentives_received) = (minor(20_000.0), minor(5_000.0));
    let payments: Vec<f64> = [50_000.0; 4].into_iter().chain([55_000.0; 5]).collect();
    let longer = EventKind::Remeasured {
        cause: Cause::Term,
        terms: terms(7, &payments, 12, Timing::Advance),
        rate: Some(yearly(0.06)),
    };
    let row = changed(&ie13, 7, longer);
    assert_eq!(whole(row.movement.liability.opening + row.movement.liability.interest), 186_162);
    assert_eq!(whole(row.movement.liability.closing), 378_174);
    // Printed as the difference of the printed balances, 192,012.
    assert_eq!(whole(row.movement.asset.remeasured), 192_011);
}

/// Illustrative example 16: four more years.
#[test]
fn a_modification_extends_the_term() {
    let ie16 = lease(100_000.0, 10, 12, Timing::Arrears, yearly(0.06));
    let longer = EventKind::Modified {
        terms: terms(7, &[100_000.0; 8], 12, Timing::Arrears),
        rate: Some(yearly(0.07)),
        scope: Scope::Kept,
    };
    let row = changed(&ie16, 7, longer);
    assert_eq!(whole(row.movement.liability.closing), 597_130);
    assert_eq!(whole(row.movement.liability.remeasured), 250_619);
    assert_eq!((row.movement.gain, row.movement.asset.remeasured), (0, row.movement.liability.remeasured));
}

/// Illustrative example 18: two years less; what is added there is a lease of its own.
#[test]
fn a_modification_shortens_the_term() {
    let ie18 = lease(100_000.0, 10, 12, Timing::Arrears, yearly(0.06));
    let shorter = EventKind::Modified {
        terms: terms(6, &[100_000.0; 3], 12, Timing::Arrears),
        rate: Some(yearly(0.07)),
        scope: Scope::Shortened,
    };
    let row = changed(&ie18, 6, shorter);
    let (liability, asset) = (row.movement.liability, row.movement.asset);
    assert_eq!(whole(asset.opening - asset.depreciation), 368_004);
    assert_eq!([whole(asset.derecognised), whole(liability.derecognised)], [147_202, 153_935]);
    assert_eq!(whole(row.movement.gain), 6_733);
    assert_eq!(whole(liability.closing), 262_432);
    assert_eq!(whole(asset.remeasured), -4_870);
}

fn sale_and_leaseback(book: &Book) {
    let id = "KAPLAN-6-6-SLB";
    let sold = leaseback::Sale {
        price: minor(520_000.0),
        fair_value: minor(520_000.0),
        carrying: minor(400_000.0),
        payments: minor(317_000.0),
    };
    let back = leaseback::leaseback(&sold).unwrap();
    book.figure(id, "rou", units(back.right_of_use));
    book.figure(id, "gain", units(back.gain));
}

/// Illustrative example 24 as a schedule: the leaseback comes into the books with the sale, and the liability, of which
/// 200,000 are borrowed, runs off with the eighteen rents.
#[test]
fn a_sale_and_leaseback_runs_through_the_books() {
    let mut back = lease(120_000.0, 18, 12, Timing::Arrears, yearly(0.045));
    let (price, fair_value, carrying) = (minor(2_000_000.0), minor(1_800_000.0), minor(1_000_000.0));
    back.underlying.sold = Some(Sold { price, fair_value, carrying });
    let kept = run(&back, &[], Framework::Ifrs16, YEARLY);
    let first = kept.rows.first().unwrap().movement;
    assert_eq!(whole(first.liability.recognised), 1_459_199);
    assert_eq!(whole(first.asset.recognised), 699_555);
    // Printed from a present value of 1,459,200 as 240,355.
    assert_eq!(whole(first.gain), 240_356);
    assert_eq!((first.cash, first.bought), (-price, -carrying));
    assert_eq!(kept.initial.asset(), first.asset.recognised);
    assert!(kept.rows.iter().all(|row| row.movement.ties()));
    assert!(journal(&kept).iter().all(Voucher::balances));
    let spent: i64 = kept.rows.iter().map(|row| row.movement.expense()).sum();
    let paid: i64 = kept.rows.iter().map(|row| row.movement.cash - row.movement.bought).sum();
    assert_eq!((spent, kept.rows.last().unwrap().movement.liability.closing), (paid, 0));
    // Below fair value the difference is rent paid in advance.
    back.underlying.sold = Some(Sold { price: minor(1_700_000.0), fair_value, carrying });
    let below = run(&back, &[], Framework::Ifrs16, YEARLY).rows.first().unwrap().movement;
    assert!(below.ties() && below.asset.recognised > first.asset.recognised && below.gain < first.gain);
    // Only IFRS 16 measures it so.
    let elsewhere = run(&back, &[], Framework::Asc842, YEARLY).rows.first().unwrap().movement;
    assert_eq!((elsewhere.gain, elsewhere.bought), (0, 0));
}

/// Illustrative example 24: sold 200,000 above fair value, which is financing.
#[test]
fn a_price_above_fair_value_is_financing() {
    let sold = leaseback::Sale {
        price: minor(2_000_000.0),
        fair_value: minor(1_800_000.0),
        carrying: minor(1_000_000.0),
        payments: minor(1_459_200.0),
    };
    let back = leaseback::leaseback(&sold).unwrap();
    assert_eq!((whole(back.financing), whole(back.liability)), (200_000, 1_259_200));
    assert_eq!((whole(back.right_of_use), whole(back.gain)), (699_556, 240_356));
}

fn transitions(book: &Book) {
    let id = "CAFINAL-INDAS116-transition-modified";
    let three = lease(200_000.0, 3, 12, Timing::Arrears, yearly(0.1));
    let on = calendar::add_months(start(), 24);
    let account_book = AccountBook { framework: Framework::Ifrs16, policy: YEARLY };
    let as_if = Transition { on, method: Method::AsIfApplied, rate: yearly(0.1), prepaid: 0 };
    let found = transition(&three, &[], &account_book, &as_if, &[]).unwrap();
    let first = found.rows[0].movement;
    book.figure(id, "full_precision_liability", units(first.liability.closing));
    book.figure(id, "full_precision_rou", units(first.asset.closing));
    assert_eq!(first.equity, first.asset.closing - first.liability.closing);
    let simple = Transition { method: Method::FromLiability, prepaid: minor(1_000.0), ..as_if };
    let found = transition(&three, &[], &account_book, &simple, &[]).unwrap();
    let first = found.rows[0].movement;
    assert_eq!(first.asset.closing, first.liability.closing + minor(1_000.0));
    assert_eq!(first.equity, 0);
    // Fully retrospective is the ordinary schedule; what it differs by at the day is equity.
    let whole = schedule(&three, &[], &account_book, &[on - Days::new(1)]).unwrap();
    assert_eq!(whole.equity_on(on - Days::new(1), 0), found_equity(&whole, on - Days::new(1)));
}

fn found_equity(schedule: &engine::books::Schedule, on: chrono::NaiveDate) -> i64 {
    let state = schedule.at(on);
    state.asset.closing - state.liability.closing
}
