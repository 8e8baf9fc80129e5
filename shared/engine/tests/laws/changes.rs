//! Laws of change: what is not changed stays, and what is carried over is carried exactly.

use chrono::Days;
use engine::{AmendedTerms, Change, Contract, Minor, MonthEnds, Plan, RateSource};
use proptest::prelude::*;

use crate::agreements::{agreement, contract};

fn debts(plan: &Plan, from: chrono::NaiveDate) -> Vec<Option<Minor>> {
    let mut series = vec![None; 150];
    plan.debt_series(&MonthEnds::new(from, 150), &mut series);
    series
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 7: an amendment that says what was true already changes nothing, even in the middle of an interval.
    #[test]
    fn an_amendment_without_news_changes_nothing(contract in contract(), days in 0_u64..4_000) {
        let on = contract.start + Days::new(days);
        let before = Plan::compile(&contract, &[]).unwrap();
        let terms = AmendedTerms {
            residual: Some(contract.residual),
            interval_months: Some(contract.interval_months),
            end: (on <= contract.end).then_some(contract.end),
            ..AmendedTerms::default()
        };
        let after = Plan::compile(&contract, &[Change::Amended { on, terms }]).unwrap();
        prop_assert_eq!(&before, &after);
    }

    /// Law 7: solving again for what was solved already finds the same path.
    #[test]
    fn solving_again_finds_the_same_path(contract in contract(), days in 0_u64..4_000) {
        let term = (contract.end - contract.start).num_days() as u64;
        if term <= 40 {
            return Ok(());
        }
        let on = contract.start + Days::new(days % (term - 40));
        let contract = Contract { price: contract.price.or(Some(3_000_000_000)), ..contract };
        let before = Plan::compile(&contract, &[]).unwrap();
        if before.rate().rate().is_none() {
            return Ok(());
        }
        // The residual up, and down again on the same day.
        let up = AmendedTerms { residual: Some(contract.residual + 1_000), ..AmendedTerms::default() };
        let down = AmendedTerms { residual: Some(contract.residual), ..AmendedTerms::default() };
        let changes = [Change::Amended { on, terms: up }, Change::Amended { on, terms: down }];
        let after = Plan::compile(&contract, &changes).unwrap();
        let segment = after.segments().last().unwrap();
        // On the day of the last payment nothing is left that a rate could be solved from.
        if segment.source != RateSource::Resolved || segment.rate.rate().is_none() {
            return Ok(());
        }
        let (solved, first) = (segment.rate.rate().unwrap().nominal, before.rate().rate().unwrap().nominal);
        prop_assert!((solved - first).abs() < 1e-9, "{} {}", solved, first);
        for (a, b) in debts(&before, contract.start).iter().zip(debts(&after, contract.start)) {
            prop_assert!((a.unwrap() - b.unwrap()).abs() <= 1, "{:?} {:?}", a, b);
        }
    }

    /// The capital of the day goes over unchanged: the evening before is untouched by an amendment.
    #[test]
    fn the_past_is_untouched((contract, changes) in agreement()) {
        for count in 0..changes.len() {
            let mut earlier = changes.clone();
            earlier.sort_by_key(Change::on);
            let on = earlier[count].on();
            earlier.truncate(count);
            let before = Plan::compile(&contract, &earlier).unwrap();
            let after = Plan::compile(&contract, &changes).unwrap();
            for back in [1, 2, 30, 400] {
                let date = on - Days::new(back);
                prop_assert_eq!(before.debt_on(date), after.debt_on(date), "{}", date);
                prop_assert_eq!(before.status_on(date), after.status_on(date), "{}", date);
            }
        }
    }

    /// Changes may be handed over in any order.
    #[test]
    fn the_order_of_telling_does_not_matter((contract, changes) in agreement()) {
        let mut days: Vec<_> = changes.iter().map(Change::on).collect();
        days.sort_unstable();
        days.dedup();
        if days.len() != changes.len() {
            return Ok(());
        }
        let mut backwards = changes.clone();
        backwards.reverse();
        prop_assert_eq!(Plan::compile(&contract, &changes).unwrap(), Plan::compile(&contract, &backwards).unwrap());
    }

    /// An amended plan still ends at its residual, where a rate was found for it.
    #[test]
    fn an_amended_plan_ends_at_its_residual((contract, changes) in agreement()) {
        let mut amended = changes;
        amended.retain(|change| matches!(change, Change::Amended { .. }));
        amended.sort_by_key(Change::on);
        let plan = Plan::compile(&contract, &amended).unwrap();
        let Some(last) = plan.segments().last() else { return Ok(()) };
        if !matches!(last.source, RateSource::Resolved | RateSource::FeeFromRate) || last.rate.rate().is_none() {
            return Ok(());
        }
        let end = plan.end_on(last.from.max(contract.end) + Days::new(5_000));
        let residual = amended.iter().rev().find_map(|change| match change {
            Change::Amended { terms, .. } => terms.residual,
            Change::Ended { .. } => None,
        });
        let rows = plan.rows(end);
        let reached = rows.iter().rev().find_map(|row| row.capital).unwrap();
        let target = reached.closing - reached.adjustment;
        prop_assert!(target == residual.unwrap_or(contract.residual) || target == 0, "{reached:?}");
    }
}
