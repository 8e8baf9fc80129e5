//! A sheet is the schedule, summed up to the closings.

use chrono::{Days, NaiveDate};
use engine::books::exchange::{ExchangeRate, ExchangeRates, InterestRate, translate};
use engine::books::transition::{Method, Transition, transition};
use engine::books::{Book, ClosingDays, Event, Lease, Schedule, Sheet, schedule, sheet};
use proptest::prelude::*;

use crate::leases::{case, effective};

/// Closings from somewhat before the lease to long after it, or in the middle of it; at month ends or on any day.
fn closings(lease: &Lease, from: i64, every: u64, count: usize, month_ends: bool) -> Vec<NaiveDate> {
    let first = lease.commencement + chrono::TimeDelta::days(from);
    if month_ends {
        let months = (every / 30).max(1) as usize;
        return engine::calendar::month_ends(first, count * months).step_by(months).collect();
    }
    (0..count as u64).map(|at| first + Days::new(at * every)).collect()
}

fn same(schedule: &Schedule, events: &[Event], dates: &[NaiveDate], sheet: &Sheet) -> Result<(), TestCaseError> {
    let periods = schedule.periods(dates);
    prop_assert_eq!(sheet.treatment(), Some(schedule.treatment));
    prop_assert_eq!(sheet.lines().len(), periods.len());
    let opening = schedule.at(dates[0]);
    prop_assert_eq!(sheet.opening().owed, opening.liability.closing);
    prop_assert_eq!(sheet.opening().carried, opening.asset.closing);
    prop_assert_eq!(sheet.opening().deferred, opening.deferral.closing);
    for (at, period) in periods.iter().enumerate() {
        prop_assert_eq!(sheet.movement(at), Some(period.movement), "{} to {}", period.from, period.to);
        prop_assert_eq!(sheet.lines()[at].noncurrent, period.noncurrent, "{}", period.to);
    }
    let last = dates[dates.len() - 1];
    prop_assert!(sheet.to_come().eq(schedule.payments_after(last)), "{last}");
    let known = schedule.rows.iter().map(|row| row.on).chain(events.iter().map(|event| event.on)).max();
    if dates.last().copied() >= known {
        prop_assert_eq!(sheet.findings(), &schedule.findings[..]);
    } else {
        prop_assert!(sheet.findings().iter().all(|finding| schedule.findings.contains(finding)));
    }
    Ok(())
}

fn days() -> impl Strategy<Value = (i64, u64, usize, bool)> {
    let every = prop_oneof![4 => Just(30_u64), 1 => Just(90_u64), 1 => Just(365_u64), 2 => 1_u64..500];
    let from = prop_oneof![Just(0_i64), -400_i64..2_000];
    let count = prop_oneof![2_usize..90, Just(1_usize), 200_usize..400];
    (from, every, count, any::<bool>())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    /// In every book, whatever happens to the lease; one sheet is used again and again.
    #[test]
    fn a_sheet_is_the_schedule_at_its_closings((lease, events, book) in case(), (from, every, count, ends) in days()) {
        let dates = closings(&lease, from, every, count, ends);
        let Ok(days) = ClosingDays::new(&dates) else { return Ok(()) };
        let whole = schedule(&lease, &events, &book, &dates).unwrap();
        let mut ours = dirty(&book);
        sheet(&lease, &events, &book, None, &days, &mut ours).unwrap();
        same(&whole, &events, &dates, &ours)?;
        let mut folded = dirty(&book);
        folded.of_schedule(&whole, &days);
        same(&whole, &events, &dates, &folded)?;
        for (at, period) in whole.periods(&dates).iter().enumerate() {
            let cash = ours.cash(at).unwrap();
            prop_assert_eq!(Some(cash), folded.cash(at), "{} to {}", period.from, period.to);
            let all = cash.principal + cash.interest + cash.operating + cash.direct_costs + cash.purchases;
            prop_assert_eq!(all, period.movement.cash);
        }
    }

    /// Taken over under way.
    #[test]
    fn a_sheet_knows_a_transition((lease, events, book) in case(), on in 0_u64..4_000, as_if in any::<bool>(), (from, every, count, ends) in days()) {
        let method = if as_if { Method::AsIfApplied } else { Method::FromLiability };
        let on = lease.commencement + Days::new(on);
        let change = Transition { on, method, rate: effective(31_000_000), prepaid: 12_345 };
        let dates = closings(&lease, from, every, count, ends);
        let Ok(days) = ClosingDays::new(&dates) else { return Ok(()) };
        let events: Vec<Event> = events.into_iter().filter(|event| event.on >= on).collect();
        let whole = transition(&lease, &events, &book, &change, &dates).unwrap();
        let mut ours = Sheet::default();
        sheet(&lease, &events, &book, Some(&change), &days, &mut ours).unwrap();
        same(&whole, &events, &dates, &ours)?;
    }

    /// In a foreign currency the sheet is that of the translated schedule; only the exchange result has no line.
    #[test]
    fn a_translated_schedule_has_a_sheet((lease, events, book) in case(), (from, every, count, ends) in days()) {
        let rate = |parts| ExchangeRate::from_parts_per_billion(parts).unwrap();
        let later = lease.commencement + Days::new(500);
        let rates = vec![(lease.commencement, rate(11_123_456_789)), (later, rate(10_500_000_000))];
        let rates = ExchangeRates::new(rates).unwrap();
        let dates = closings(&lease, from, every, count, ends);
        let Ok(days) = ClosingDays::new(&dates) else { return Ok(()) };
        let whole = schedule(&lease, &events, &book, &dates).unwrap();
        let own = translate(&whole, &rates, InterestRate::Average).unwrap();
        let mut ours = Sheet::default();
        ours.of_schedule(&own, &days);
        for (at, period) in own.periods(&dates).iter().enumerate() {
            let movement = ours.movement(at).unwrap();
            prop_assert_eq!(movement.liability, period.movement.liability);
            prop_assert_eq!(movement.asset, period.movement.asset);
            prop_assert_eq!(movement.expense(), period.movement.expense());
        }
    }
}

/// A sheet that something else has been in.
fn dirty(book: &Book) -> Sheet {
    let shape = crate::leases::Shape {
        start: "2024-01-15".parse().unwrap(),
        every: 1,
        count: 30,
        timing: engine::Timing::Advance,
        amount: 98_765,
    };
    let dates: Vec<_> = engine::calendar::month_ends(shape.start, 24).collect();
    let mut sheet = Sheet::with_cash();
    let lease = shape.lease(effective(55_000_000));
    engine::books::sheet(&lease, &[], book, None, &ClosingDays::new(&dates).unwrap(), &mut sheet).unwrap();
    sheet
}
