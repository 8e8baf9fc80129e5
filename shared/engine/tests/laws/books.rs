//! Laws of the books, in every framework.

use chrono::{Days, NaiveDate};
use engine::books::journal::{Role, Voucher, journal};
use engine::books::{
    Book, Cause, DiscountRate, Entry, Event, EventKind, Framework, Lease, Movement, Policy, Rounding, Schedule, Scope,
    Treatment, When, schedule,
};
use engine::{Minor, Timing, calendar};
use proptest::prelude::*;

use crate::leases::{Shape, book, case, effective, lease, policy, shape};

const IFRS: Framework = Framework::Ifrs16;

pub(crate) fn run(lease: &Lease, events: &[Event], book: &Book) -> Schedule {
    schedule(lease, events, book, &[]).unwrap()
}

pub(crate) fn total(schedule: &Schedule) -> Movement {
    schedule.rows.iter().fold(Movement::default(), |sum, row| sum.then(&row.movement))
}

/// What ends a book: nothing is left but the residual of what the lessee owns.
pub(crate) fn is_over(schedule: &Schedule) -> bool {
    let last = schedule.rows.last().map_or_else(Movement::default, |row| row.movement);
    last.liability.closing == 0 && last.deferral.closing == 0
}

/// The state at the end of a day, wherever the rows stop.
fn closing(schedule: &Schedule, date: NaiveDate) -> (Minor, Minor, Minor) {
    let state = schedule.at(date);
    (state.liability.closing, state.asset.closing, state.deferral.closing)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Laws 1 to 5: every row ties and follows the one before, all ends at nothing, and the expense is what was paid.
    #[test]
    fn a_book_ties_and_ends((lease, events, book) in case()) {
        let schedule = run(&lease, &events, &book);
        prop_assert!(!schedule.rows.is_empty());
        let mut before = Movement::default();
        for row in &schedule.rows {
            let now = row.movement;
            prop_assert!(now.ties(), "{row:?}");
            prop_assert_eq!(now.liability.opening, before.liability.closing);
            prop_assert_eq!(now.asset.opening, before.asset.closing);
            prop_assert_eq!(now.deferral.opening, before.deferral.closing);
            if schedule.treatment != Treatment::Asc842Operating {
                prop_assert!(now.asset.closing >= 0, "{row:?}");
            }
            before = now;
        }
        prop_assert!(schedule.rows.is_sorted_by_key(|row| row.on));
        prop_assert!(is_over(&schedule), "{:?}", schedule.rows.last());
        let sum = total(&schedule);
        let (owed, held) = (sum.liability, sum.asset);
        prop_assert_eq!(owed.interest, owed.paid - owed.recognised - owed.remeasured + owed.derecognised);
        let written_off = held.depreciation + held.impairment + held.derecognised + held.closing;
        prop_assert_eq!(held.recognised + held.remeasured, written_off);
        let restoration = if schedule.treatment.is_capitalised() { lease.restoration } else { 0 };
        prop_assert_eq!(sum.expense() + held.closing, sum.cash + lease.prepaid + restoration - sum.bought - sum.claim);
        if !lease.terms.becomes_owned {
            prop_assert_eq!(held.closing, 0);
        }
    }

    /// Law 3: months make quarters and quarters years.
    #[test]
    fn periods_are_sums_of_their_rows((lease, events, book) in case()) {
        let schedule = run(&lease, &events, &book);
        let (first, last) = (schedule.rows[0].on, schedule.rows[schedule.rows.len() - 1].on);
        let from = calendar::month_ends(first, 1).next().unwrap() - Days::new(31);
        let months = (last - from).num_days() as usize / 28 + 3;
        let ends: Vec<_> = calendar::month_ends(from, months).collect();
        for step in [1, 3, 12] {
            let ends: Vec<_> = ends.iter().copied().step_by(step).collect();
            let periods = schedule.periods(&ends);
            for (period, next) in periods.iter().zip(periods.iter().skip(1)) {
                prop_assert!(period.movement.ties());
                prop_assert_eq!(period.movement.liability.closing, next.movement.liability.opening);
                prop_assert_eq!(period.movement.asset.closing, next.movement.asset.opening);
            }
            if ends[ends.len() - 1] >= last {
                let opening = schedule.at(ends[0]);
                let inside = |sum: Movement, row: &engine::books::Row| {
                    if row.on > ends[0] { sum.then(&row.movement) } else { sum }
                };
                let rows = schedule.rows.iter().fold(opening, inside);
                let sum = periods.iter().fold(opening, |sum, period| {
                    let mut movement = period.movement;
                    movement.liability.opening = sum.liability.closing;
                    sum.then(&movement)
                });
                prop_assert_eq!(rows, sum);
            }
        }
    }

    /// Law 6: closing the accounts on more days changes no balance.
    #[test]
    fn a_balance_does_not_depend_on_where_one_looks_from(
        (lease, events, book) in case(), also in prop::collection::vec(0_u64..4_000, 1..6),
    ) {
        let book = Book { policy: Policy { rounding: Rounding::Cumulative, ..book.policy }, ..book };
        let plain = run(&lease, &events, &book);
        let also: Vec<_> = also.into_iter().map(|days| lease.commencement + Days::new(days)).collect();
        let finer = schedule(&lease, &events, &book, &also).unwrap();
        for row in plain.rows.iter().filter(|row| row.entry == Entry::Closing) {
            prop_assert_eq!(closing(&plain, row.on), closing(&finer, row.on), "{}", row.on);
        }
        prop_assert_eq!(total(&plain).expense(), total(&finer).expense());
        prop_assert_eq!(total(&plain).liability.interest, total(&finer).liability.interest);
    }

    /// Law 7: a remeasurement without news changes nothing, in the middle of a month or on a due date.
    #[test]
    fn an_event_without_news_changes_nothing((_, lease) in lease(), book in book(), days in 0_u64..6_000, end in any::<bool>()) {
        let book = Book { policy: Policy { rounding: Rounding::Cumulative, ..book.policy }, ..book };
        let plain = run(&lease, &[], &book);
        let on = lease.commencement + Days::new(days);
        if on >= lease.terms.end {
            return Ok(());
        }
        let when = if end { When::EndOfDay } else { When::BeforePayment };
        for cause in [Cause::Index, Cause::Term, Cause::BecameFixed] {
            let kind = EventKind::Remeasured { cause, terms: lease.terms.clone(), rate: lease.rate };
            let twice = vec![Event { on, when, kind }; 2];
            let told = run(&lease, &twice, &book);
            for row in plain.rows.iter().filter(|row| row.entry == Entry::Closing) {
                let (a, b) = (closing(&plain, row.on), closing(&told, row.on));
                // A cost spread anew from a rounded amount may fall to the other side of an öre.
                prop_assert_eq!(a.0, b.0, "{} {:?}", row.on, cause);
                prop_assert!((a.1 - b.1).abs() <= 1 && (a.2 - b.2).abs() <= 1, "{} {:?} {:?} {:?}", row.on, cause, a, b);
            }
        }
    }

    /// Law 7: the same event twice is the event once, and the order of telling does not matter.
    #[test]
    fn events_are_told_in_any_order((lease, events, book) in case()) {
        let once = run(&lease, &events, &book);
        let mut backwards = events.clone();
        backwards.reverse();
        let mut days: Vec<_> = events.iter().map(|event| (event.on, event.when)).collect();
        days.sort_unstable();
        days.dedup();
        if days.len() == events.len() {
            let told = run(&lease, &backwards, &book);
            prop_assert_eq!(once.rows.len(), told.rows.len());
            prop_assert!(once.rows.iter().zip(&told.rows).all(|(a, b)| a.on == b.on && a.movement == b.movement));
        }
        let mut payments = lease.clone();
        payments.terms.payments.reverse();
        prop_assert_eq!(run(&payments, &events, &book).rows, once.rows);
    }

    /// Law 8: two leases at one rate are one with the sum of their payments, and a multiple a multiple.
    #[test]
    fn liabilities_add_and_scale(shape in shape(), policy in policy(), parts in 0_i64..200_000_000, other in 1_i64..400_000_000, times in 2_i64..30) {
        let book = Book { framework: IFRS, policy: Policy { exemption: None, rounding: Rounding::Cumulative, ..policy } };
        let of = |amount: Minor| run(&Shape { amount, ..shape.clone() }.lease(effective(parts)), &[], &book);
        let (one, two, both) = (of(shape.amount), of(other), of(shape.amount + other));
        let many = of(shape.amount * times);
        for (((one, two), both), many) in one.rows.iter().zip(&two.rows).zip(&both.rows).zip(&many.rows) {
            let owed = |row: &engine::books::Row| row.movement.liability.closing;
            prop_assert!((owed(one) + owed(two) - owed(both)).abs() <= 1);
            prop_assert!((owed(one) * times - owed(many)).abs() <= times / 2 + 1);
        }
    }

    /// Law 9: worth less at a higher rate; in advance one interval's interest more than in arrears.
    #[test]
    fn a_liability_falls_with_the_rate(shape in shape(), policy in policy(), parts in 1_000_000_i64..200_000_000, more in 1_000_000_i64..100_000_000) {
        let policy = Policy { exemption: None, first_payment_in_liability: true, ..policy };
        let book = Book { framework: IFRS, policy };
        let worth = |shape: &Shape, parts: i64| run(&shape.lease(effective(parts)), &[], &book).initial.liability;
        prop_assert!(worth(&shape, parts + more) <= worth(&shape, parts));
        prop_assert!(worth(&shape, parts) <= shape.amount * i64::from(shape.count));
        let advance = worth(&Shape { timing: Timing::Advance, ..shape.clone() }, parts);
        let arrears = worth(&Shape { timing: Timing::Arrears, ..shape.clone() }, parts);
        prop_assert!(advance >= arrears);
        if policy.discounting == engine::Discounting::Periodic {
            let interval = ((1.0 + parts as f64 / 1e9).powf(f64::from(shape.every) / 12.0)) - 1.0;
            let whole = policy.compounding_months.is_none_or(|months| shape.every % months == 0);
            let off = (arrears as f64 * (1.0 + interval) - advance as f64).abs();
            prop_assert!(!whole || off <= 2.0 + advance as f64 * 1e-12, "{off}");
        }
    }

    /// Law 10: at no interest the liability is what is to be paid, and next to it next to that.
    #[test]
    fn without_interest_nothing_is_discounted(shape in shape(), policy in policy()) {
        let policy = Policy { exemption: None, first_payment_in_liability: true, ..policy };
        let book = Book { framework: IFRS, policy };
        let worth = |parts: i64| run(&shape.lease(effective(parts)), &[], &book).initial.liability;
        let whole = shape.amount * i64::from(shape.count);
        prop_assert_eq!(worth(0), whole);
        prop_assert!((worth(1) - whole).abs() as f64 <= 1.0 + whole as f64 * 16e-9);
        prop_assert!((worth(-1) - whole).abs() as f64 <= 1.0 + whole as f64 * 16e-9);
    }

    /// Law 11: where fair value binds, the payments are worth exactly that.
    #[test]
    fn k3_takes_the_lower_of_fair_and_present_value((_, lease) in lease(), policy in policy()) {
        let book = Book { framework: Framework::K3, policy };
        let Some(fair) = lease.underlying.fair_value else { return Ok(()) };
        let schedule = run(&lease, &[], &book);
        let unbound = Lease { underlying: engine::books::Underlying { fair_value: None, ..lease.underlying }, ..lease.clone() };
        let free = run(&unbound, &[], &book);
        if schedule.treatment != Treatment::K3Finance || !schedule.findings.is_empty() {
            return Ok(());
        }
        let gross = |schedule: &Schedule| {
            let initial = schedule.initial;
            initial.liability + initial.paid + initial.prepaid - initial.incentives
        };
        prop_assert_eq!(gross(&schedule), fair.min(gross(&free)));
    }

    /// Law 12: vouchers balance, their sums are the columns, and a reversed journal undoes the journal.
    #[test]
    fn the_journal_is_the_schedule((lease, events, book) in case()) {
        let schedule = run(&lease, &events, &book);
        let vouchers = journal(&schedule);
        prop_assert!(vouchers.iter().all(Voucher::balances));
        let posted = |vouchers: &[Voucher], role: Role| -> Minor {
            let lines = vouchers.iter().flat_map(|voucher| &voucher.lines);
            lines.filter(|line| line.role == role).map(|line| line.amount).sum()
        };
        let sum = total(&schedule);
        let at = |role: Role| posted(&vouchers, role);
        prop_assert_eq!(at(Role::LiabilityCurrent) + at(Role::LiabilityNoncurrent), -sum.liability.closing);
        let carried = at(Role::RightOfUse) + at(Role::AccumulatedDepreciation) + at(Role::AccumulatedImpairment);
        prop_assert_eq!(carried, sum.asset.closing);
        let result = [
            Role::LeaseCost,
            Role::VariableCost,
            Role::ServiceCost,
            Role::Depreciation,
            Role::Impairment,
            Role::Interest,
            Role::GainOrLoss,
        ];
        prop_assert_eq!(at(Role::ServiceCost), sum.services);
        prop_assert_eq!(result.into_iter().map(at).sum::<Minor>(), sum.expense());
        prop_assert_eq!(at(Role::Payment), -(sum.cash + sum.deductible_vat));
        prop_assert_eq!(at(Role::PrepaidFees) + at(Role::AccruedFees), sum.deferral.closing);
        let undone: Vec<Voucher> = vouchers.iter().flat_map(|voucher| [voucher.clone(), voucher.reversed()]).collect();
        prop_assert!(undone.iter().flat_map(|voucher| &voucher.lines).all(|line| posted(&undone, line.role) == 0));
    }

    /// Law 13: current and non-current make the liability, and what falls due less the discount does too.
    #[test]
    fn the_liability_is_split_whole((_, lease) in lease(), book in book()) {
        let book = Book { policy: Policy { rounding: Rounding::Cumulative, ..book.policy }, ..book };
        let schedule = run(&lease, &[], &book);
        for row in schedule.rows.iter().filter(|row| row.entry == Entry::Closing) {
            let owed = row.movement.liability.closing;
            prop_assert!((0..=owed).contains(&row.noncurrent), "{row:?}");
            let due = schedule.maturity(row.on, &[3, 12, 24, 36, 48, 60]);
            prop_assert_eq!(due.buckets.iter().sum::<Minor>(), due.total);
            prop_assert_eq!(due.total - due.discount, owed);
            prop_assert!(due.discount >= 0, "{due:?}");
            if due.buckets[2..].iter().all(|sum| *sum == 0) {
                prop_assert_eq!(row.noncurrent, 0, "{:?}", row);
            }
        }
    }

    /// Law 14: no scope lost is no gain, all of it lost a termination; in between the gain is what the two differ by.
    #[test]
    fn scope_goes_from_nothing_to_termination((_, lease) in lease(), policy in policy(), days in 0_u64..4_000, part in 0_u32..=8) {
        let policy = Policy { exemption: None, scope_proportion: engine::books::ScopeProportion::Asset, rounding: Rounding::Cumulative, ..policy };
        let book = Book { framework: IFRS, policy };
        let on = lease.commencement + Days::new(days);
        if on > lease.terms.end {
            return Ok(());
        }
        let row = |kind: EventKind| {
            let schedule = run(&lease, &[Event { on, when: When::AfterPayment, kind }], &book);
            schedule.rows.iter().find(|row| row.entry == Entry::Event(0)).map(|row| row.movement)
        };
        let scope = |part| EventKind::Modified { terms: lease.terms.clone(), rate: lease.rate, scope: Scope::Reduced { part, of: 8 } };
        let Some(whole) = row(scope(8)) else { return Ok(()) };
        prop_assert_eq!((whole.gain, whole.liability.derecognised, whole.asset.derecognised), (0, 0, 0));
        let ended = row(EventKind::Terminated { penalty: 0 }).unwrap();
        let nothing = row(scope(0)).unwrap();
        prop_assert_eq!(nothing.liability.derecognised, ended.liability.derecognised);
        prop_assert_eq!(nothing.asset.derecognised, ended.asset.derecognised);
        let some = row(scope(part)).unwrap();
        prop_assert_eq!(some.gain, some.liability.derecognised - some.asset.derecognised);
    }

    /// Law 20: a published balance lies half an öre from the unrounded one.
    #[test]
    fn published_balances_are_rounded_points(shape in shape(), parts in 1_000_000_i64..200_000_000) {
        let book = Book { framework: IFRS, policy: Policy { first_payment_in_liability: true, ..Policy::default() } };
        let schedule = run(&shape.lease(effective(parts)), &[], &book);
        let interval = libm::pow(1.0 + parts as f64 / 1e9, f64::from(shape.every) / 12.0) - 1.0;
        let rows = schedule.rows.iter().filter(|row| row.entry == Entry::Payment);
        for (at, row) in (1..).zip(rows) {
            let left = engine::rates::present_value(shape.amount, shape.count - at, 0, interval, Timing::Arrears);
            let off = (row.movement.liability.closing as f64 - left).abs();
            prop_assert!(off <= 0.5 + 1e-6 + left * 1e-13, "{off} {row:?}");
        }
    }

    /// An empty or early event list, a missing rate: said, and nothing invented.
    #[test]
    fn a_lease_without_a_rate_has_an_empty_book((_, lease) in lease(), book in book()) {
        let without = Lease { rate: None, ..lease };
        let schedule = run(&without, &[], &book);
        let empty = schedule.findings.contains(&engine::books::Finding::RateMissing);
        prop_assert_eq!(empty, schedule.treatment.is_capitalised());
        prop_assert_eq!(empty, schedule.rows.is_empty());
    }
}

#[test]
fn a_told_rate_is_the_same_in_both_dresses() {
    let nominal = DiscountRate::Told {
        yearly: engine::NominalRate::from_parts_per_billion(60_000_000),
        basis: engine::books::RateBasis::Nominal { times_a_year: 12 },
    };
    let yearly = engine::rates::effective_from_nominal(0.06, 12.0);
    let shape =
        Shape { start: "2024-01-01".parse().unwrap(), every: 1, count: 48, timing: Timing::Advance, amount: 1_234_567 };
    let book = Book { framework: IFRS, policy: Policy::default() };
    let told = run(&shape.lease(nominal), &[], &book);
    let other = run(&shape.lease(effective((yearly * 1e9).round() as i64)), &[], &book);
    assert!((told.initial.liability - other.initial.liability).abs() <= 1);
}
