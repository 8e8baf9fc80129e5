//! Laws of books beyond one company: foreign currency, transfer, and the register they come from.

use chrono::Days;
use engine::books::exchange::{ExchangeRate, ExchangeRates, InterestRate, translate};
use engine::books::journal::{Role, Voucher, journal};
use engine::books::registered::{Accounting, lease_of};
use engine::books::transfer::transfer;
use engine::books::{
    ClosingDays, Entry, Event, EventKind, Finding, Schedule, Scope, Sheet, Treatment, When, schedule, sheet,
};
use engine::{Change, Flow, Minor, Plan, RowKind, Timing, calendar};
use proptest::prelude::*;

use crate::agreements::agreement;
use crate::books::{is_over, run, total};
use crate::leases::{Shape, book, case, effective};

fn events_fall_away(schedule: &Schedule) -> bool {
    let away = |finding: &Finding| {
        matches!(
            finding,
            Finding::EventBeforeCommencement { .. } | Finding::EventAfterEnd { .. } | Finding::TermsEndBefore { .. }
        )
    };
    schedule.findings.iter().any(away)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 15: at one rate all along there is no exchange result, and the closing liability is the foreign one at it.
    #[test]
    fn a_constant_rate_gives_no_exchange_result((lease, events, book) in case(), parts in 1_i64..100_000_000_000) {
        let foreign = run(&lease, &events, &book);
        let rate = ExchangeRate::from_parts_per_billion(parts).unwrap();
        let rates = ExchangeRates::new(vec![(lease.commencement, rate)]).unwrap();
        let own = translate(&foreign, &rates, InterestRate::Average).unwrap();
        prop_assert_eq!(total(&own).liability.exchange, 0);
        for (row, theirs) in own.rows.iter().zip(&foreign.rows) {
            prop_assert!(row.movement.ties());
            if row.entry == Entry::Closing {
                let off = row.movement.liability.closing - rate.of(theirs.movement.liability.closing);
                prop_assert!(off.abs() <= 1, "{row:?} {theirs:?}");
            }
        }
        prop_assert!(is_over(&own), "{:?}", own.rows.last());
        prop_assert!(journal(&own).iter().all(Voucher::balances));
    }

    /// Law 15: whatever the rates, every row ties and balances, and the liability closes at the closing rate.
    #[test]
    fn a_foreign_book_ties((lease, events, book) in case(), moves in prop::collection::vec((1_u64..400, 500_i64..2_000), 1..20)) {
        let foreign = run(&lease, &events, &book);
        let mut day = lease.commencement;
        let mut known = Vec::new();
        for (days, thousandths) in moves {
            known.push((day, ExchangeRate::from_parts_per_billion(thousandths * 10_000_000).unwrap()));
            day = day + Days::new(days);
        }
        let rates = ExchangeRates::new(known).unwrap();
        let own = translate(&foreign, &rates, InterestRate::Average).unwrap();
        for (row, theirs) in own.rows.iter().zip(&foreign.rows) {
            prop_assert!(row.movement.ties(), "{row:?}");
            if row.entry == Entry::Closing {
                let off = row.movement.liability.closing - rates.on(row.on).of(theirs.movement.liability.closing);
                prop_assert!(off.abs() <= 1, "{row:?} {theirs:?}");
            }
            if row.entry == Entry::Payment {
                // What is paid is one amount, whatever the book makes of it.
                prop_assert_eq!(row.movement.cash, rates.on(row.on).of(theirs.movement.cash), "{:?} {:?}", row, theirs);
            }
            if foreign.treatment != Treatment::Asc842Operating {
                prop_assert!(row.movement.asset.closing >= 0, "{row:?} {theirs:?}");
            }
        }
        prop_assert!(is_over(&own), "{:?}", own.rows.last());
        prop_assert_eq!(own.rows.last().unwrap().movement.asset.closing == 0, foreign.rows.last().unwrap().movement.asset.closing == 0);
        prop_assert!(journal(&own).iter().all(Voucher::balances));
        // What is empty abroad is empty at home: nothing stays behind on the accounts of an asset that is gone.
        let posted = |schedule: &Schedule, role: Role| -> Minor {
            let lines = journal(schedule).into_iter().flat_map(|voucher| voucher.lines);
            lines.filter(|line| line.role == role).map(|line| line.amount).sum()
        };
        for role in [Role::RightOfUse, Role::AccumulatedDepreciation, Role::AccumulatedImpairment] {
            if posted(&foreign, role) == 0 {
                prop_assert_eq!(posted(&own, role), 0, "{:?}", role);
            }
        }
    }

    /// A transfer moves what is carried and nothing else: what one company gives the other has.
    #[test]
    fn a_transfer_moves_everything_once((lease, events, book) in case(), days in 0_u64..4_000) {
        let on = lease.commencement + Days::new(days);
        let whole = schedule(&lease, &events, &book, &[on]).unwrap();
        let (giver, receiver) = transfer(&whole, on);
        for part in [&giver, &receiver] {
            prop_assert!(part.rows.iter().all(|row| row.movement.ties()));
            prop_assert!(journal(part).iter().all(Voucher::balances));
        }
        prop_assert!(is_over(&giver));
        let (all, given, kept) = (total(&whole), total(&giver), total(&receiver));
        prop_assert_eq!((given.expense() + kept.expense(), given.cash + kept.cash), (all.expense(), all.cash));
        prop_assert_eq!(given.claim + kept.claim, all.claim);
        prop_assert_eq!(kept.liability.closing, all.liability.closing);
    }

    /// A lease that goes over by an event: each company has its part of it, in rows as in sums without rows.
    #[test]
    fn what_one_company_gives_by_an_event_the_other_has((lease, events, book) in case(), days in 0_u64..4_000) {
        let on = lease.commencement + Days::new(days);
        let with = |kind| {
            let event = Event { on, when: When::EndOfDay, kind };
            events.iter().cloned().chain([event]).collect::<Vec<_>>()
        };
        let (gives, takes) = (with(EventKind::GivenAway), with(EventKind::TakenOver));
        let whole = schedule(&lease, &events, &book, &[on]).unwrap();
        let (giver, receiver) =
            (schedule(&lease, &gives, &book, &[]).unwrap(), schedule(&lease, &takes, &book, &[]).unwrap());
        let went_over = |part: &Schedule| part.rows.iter().any(|row| row.entry == Entry::Transfer);
        prop_assert_eq!(went_over(&giver), went_over(&receiver));
        if went_over(&giver) {
            for part in [&giver, &receiver] {
                prop_assert!(part.rows.iter().all(|row| row.movement.ties()));
                prop_assert!(journal(part).iter().all(Voucher::balances));
            }
            let (all, given, kept) = (total(&whole), total(&giver), total(&receiver));
            prop_assert_eq!((given.expense() + kept.expense(), given.cash + kept.cash), (all.expense(), all.cash));
            prop_assert!(is_over(&giver));
            prop_assert_eq!(giver.payments_after(on).count(), 0);
            let due = |part: &Schedule| part.payments_after(on).map(|(_, amount)| amount).sum::<Minor>();
            prop_assert_eq!(due(&receiver), due(&whole));
            prop_assert_eq!(receiver.payments_after(on - Days::new(1)).count(), 0);
        } else {
            prop_assert_eq!(total(&giver), total(&whole));
        }
        let closings = [on - Days::new(40), on, on + Days::new(400)];
        let closings = ClosingDays::new(&closings).unwrap();
        for events in [&gives, &takes] {
            let rows = schedule(&lease, events, &book, closings.dates()).unwrap();
            let (mut sums, mut folded) = (Sheet::default(), Sheet::default());
            sheet(&lease, events, &book, None, &closings, &mut sums).unwrap();
            folded.of_schedule(&rows, &closings);
            for period in 0..3 {
                prop_assert_eq!(sums.movement(period), folded.movement(period));
            }
        }
    }

    /// Every registered agreement has a book in every framework, and pays there what it pays in the register.
    #[test]
    fn every_agreement_has_a_book((contract, changes) in agreement(), book in book(), days in 0_u64..3_000) {
        let horizon = contract.end + Days::new(days);
        let accounting = Accounting { rate: Some(effective(40_000_000)), ..Accounting::default() };
        let (lease, events) = lease_of(&contract, &changes, &accounting, horizon).unwrap();
        let schedule = run(&lease, &events, &book);
        prop_assert!(is_over(&schedule), "{:?}", schedule.rows.last());
        prop_assert!(schedule.rows.iter().all(|row| row.movement.ties()));
        prop_assert!(journal(&schedule).iter().all(Voucher::balances));
        let plan = Plan::compile(&contract, &changes).unwrap();
        let flows = plan.flows(horizon);
        let counts = |flow: &&Flow| flow.kind != RowKind::Extended || flow.due <= horizon;
        let paid: Minor = flows.iter().filter(counts).map(|flow| flow.payment + flow.fees + flow.services).sum();
        let ended = changes.iter().any(|change| matches!(change, Change::Ended { .. }));
        let spent = total(&schedule).cash;
        // Where an event falls away, so may its fees.
        if !events_fall_away(&schedule) && !ended {
            prop_assert_eq!(spent, paid, "{:?} {:?}", contract, changes);
        }
    }

    /// Whatever is asked for is computed or refused: nothing overflows.
    #[test]
    fn the_extremes_are_computed_or_refused(
        (start, every, count, advance) in (1_u64..109_000, 1_u32..=120, 1_u32..1_200, any::<bool>()),
        amount in prop_oneof![1_i64..1_000, 1_i64..1_000_000_000_000_000], parts in -500_000_000_i64..10_000_000_000,
        book in book(), cut in 0_u32..=4,
    ) {
        let start = chrono::NaiveDate::from_ymd_opt(1900, 1, 1).unwrap() + Days::new(start);
        let timing = if advance { Timing::Advance } else { Timing::Arrears };
        let shape = Shape { start, every, count, timing, amount };
        let lease = shape.lease(effective(parts));
        let half = calendar::add_months(start, (every * count / 2) as i32);
        let kind = EventKind::Modified {
            terms: Shape { amount: amount / 2 + 1, ..shape }.terms(),
            rate: Some(effective(-parts / 20)),
            scope: Scope::Reduced { part: cut, of: 4 },
        };
        let events = [Event { on: half, when: When::BeforePayment, kind }];
        if let Ok(schedule) = schedule(&lease, &events, &book, &[half]) {
            prop_assert!(schedule.rows.iter().all(|row| row.movement.ties()));
            prop_assert!(journal(&schedule).iter().all(Voucher::balances));
            prop_assert!(is_over(&schedule));
        }
    }
}
