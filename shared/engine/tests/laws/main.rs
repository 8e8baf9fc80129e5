//! What holds for every agreement.
#![cfg(test)]

mod agreements;
mod books;
mod changes;
mod formulas;
mod group;
mod leases;
mod sheets;

use agreements::{agreement, any_date, contract, ymd};
use chrono::Days;
use engine::{
    AfterEnd, Capital, Change, Contract, Ending, MonthEnds, Plan, RateOutcome, RateSource, Row, RowKind, Status,
    all_in, explain, schedule,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

fn capital(row: &Row) -> Capital {
    row.capital.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 1: the debt ends exactly at the residual.
    #[test]
    fn the_debt_ends_at_the_residual(contract in contract()) {
        let schedule = schedule(&contract, &[], contract.end).unwrap();
        if schedule.rate.rate().is_none() {
            return Ok(());
        }
        let last = schedule.rows.last().map(capital).unwrap();
        if contract.residual > 0 {
            let falls_away = contract.after_end() == AfterEnd::CostOnly;
            let reached = last.closing - if falls_away { last.adjustment } else { 0 };
            prop_assert_eq!(reached, contract.residual);
            prop_assert_eq!(last.closing, if falls_away { 0 } else { contract.residual });
        } else {
            prop_assert_eq!(last.closing, 0);
        }
    }

    /// Law 2: interest is what is paid beyond the capital.
    #[test]
    fn interest_is_payments_less_capital(contract in contract()) {
        let schedule = schedule(&contract, &[], contract.end).unwrap();
        if schedule.rate.rate().is_none() {
            return Ok(());
        }
        let rows: Vec<Capital> = schedule.rows.iter().map(capital).collect();
        let interest: i64 = rows.iter().map(|row| row.interest).sum();
        let paid: i64 = rows.iter().map(|row| row.paid).sum();
        prop_assert_eq!(interest, paid + contract.residual - rows[0].opening);
        if let Some(price) = contract.price {
            prop_assert_eq!(rows[0].opening, price);
        }
    }

    /// Law 3: every row ties, and each opens where the one before closed.
    #[test]
    fn every_row_ties((contract, changes) in agreement(), horizon in any_date()) {
        let rows = schedule(&contract, &changes, horizon).unwrap().rows;
        for (number, row) in (1..).zip(&rows) {
            prop_assert_eq!(row.number, number);
            if let Some(row) = row.capital {
                prop_assert_eq!(row.opening + row.interest - row.paid + row.adjustment, row.closing);
                prop_assert_eq!(row.amortisation, row.paid - row.interest);
            }
        }
        for (before, after) in rows.iter().zip(rows.iter().skip(1)) {
            prop_assert!(before.due <= after.due);
            if let (Some(before), Some(after)) = (before.capital, after.capital) {
                prop_assert_eq!(before.closing, after.opening);
            }
        }
    }

    /// Law 6: a day's debt does not depend on where one looks from: one day, a series, or the rows.
    #[test]
    fn the_debt_is_one_from_every_side((contract, changes) in agreement(), from in any_date()) {
        let plan = Plan::compile(&contract, &changes).unwrap();
        let dates = MonthEnds::new(from, 70);
        let mut series = vec![None; 70];
        plan.debt_series(&dates, &mut series);
        for (date, debt) in dates.dates().zip(&series) {
            prop_assert_eq!(plan.debt_on(date), *debt, "{}", date);
            let explained = explain(&plan, date);
            prop_assert_eq!(explained.debt, *debt);
        }
        let mut later = vec![None; 30];
        plan.debt_series(&MonthEnds::new(engine::calendar::add_months(from, 40), 30), &mut later);
        prop_assert_eq!(&series[40..], &later[..]);
        let short = schedule(&contract, &changes, from).unwrap().rows;
        let long = schedule(&contract, &changes, from + Days::new(2_000)).unwrap().rows;
        prop_assert!(short.len() <= long.len());
        if plan.status_on(ymd(2190, 1, 1)) == Status::Running {
            prop_assert_eq!(&short[..], &long[..short.len()]);
        }
    }

    /// Law 6: the day before a payment, the debt is the row's opening with its interest.
    #[test]
    fn the_day_before_a_payment_has_earned_its_interest(contract in contract()) {
        let schedule = schedule(&contract, &[], contract.end).unwrap();
        if schedule.rate.rate().is_none() {
            return Ok(());
        }
        let plan = Plan::compile(&contract, &[]).unwrap();
        for row in schedule.rows.iter().filter(|row| row.kind == RowKind::Fee && row.due > contract.start) {
            let capital = capital(row);
            prop_assert_eq!(plan.debt_on(row.due.pred_opt().unwrap()), Some(capital.opening + capital.interest));
        }
    }

    /// Law 20: what is published lies half a hundredth from the unrounded, interest a whole one.
    #[test]
    fn rounding_is_never_more_than_half((contract, changes) in agreement(), horizon in any_date()) {
        let plan = Plan::compile(&contract, &changes).unwrap();
        for (row, formula) in plan.rows_with_formulas(horizon) {
            let (Some(capital), Some(formula)) = (row.capital, formula) else { continue };
            let slack = 1e-6 + formula.opening.abs() * 1e-15;
            prop_assert!((capital.opening as f64 - formula.opening).abs() <= 0.5 + slack, "{row:?} {formula:?}");
            prop_assert!((capital.interest as f64 - formula.interest).abs() <= 1.0 + slack, "{row:?} {formula:?}");
            if capital.adjustment == 0 {
                prop_assert!((capital.closing as f64 - formula.closing).abs() <= 0.5 + slack, "{row:?} {formula:?}");
            }
        }
    }

    /// Nothing infinite comes out, and the debt is never below zero where a rate was solved from sane terms.
    #[test]
    fn nothing_absurd_comes_out((contract, changes) in agreement(), date in any_date()) {
        let plan = Plan::compile(&contract, &changes).unwrap();
        for segment in plan.segments() {
            if let Some(rate) = segment.rate.rate() {
                prop_assert!(rate.nominal.is_finite() && rate.effective.is_finite() && rate.interval > -1.0);
            }
        }
        if let Some(debt) = plan.debt_on(date) {
            prop_assert!(debt.abs() <= 2_000_000_000_000_000_000);
        }
        let unknown = plan.debt_on(date).is_none();
        let ruling = plan.segments().iter().rev().find(|segment| segment.from <= date);
        let rateless = ruling.is_some_and(|segment| segment.rate.rate().is_none());
        prop_assert!(!unknown || rateless);
    }

    /// Before the start and from the ending there is no debt, known or not.
    #[test]
    fn outside_its_life_an_agreement_owes_nothing((contract, changes) in agreement()) {
        let plan = Plan::compile(&contract, &changes).unwrap();
        prop_assert_eq!(plan.debt_on(contract.start.pred_opt().unwrap()), Some(0));
        prop_assert_eq!(plan.status_on(contract.start.pred_opt().unwrap()), Status::NotStarted);
        let ending = changes.iter().find(|change| matches!(change, Change::Ended { .. }));
        if let Some(on) = ending.map(Change::on) {
            prop_assert_eq!(plan.debt_on(on), Some(0));
            prop_assert_eq!(plan.debt_on(on + Days::new(400)), Some(0));
            let rows = plan.rows(on + Days::new(4_000));
            prop_assert!(rows.iter().all(|row| row.due <= on));
            prop_assert!(matches!(rows.last().unwrap().kind, RowKind::Terminated | RowKind::BoughtOut));
            if let Some(last) = rows.last().unwrap().capital {
                prop_assert_eq!(last.closing, 0);
            }
        }
    }

    /// The shares of the fees sum to the difference between the rates.
    #[test]
    fn shares_sum_to_the_difference(contract in contract()) {
        let pure = Plan::compile(&contract, &[]).unwrap();
        let all_in = all_in(&contract).unwrap();
        if contract.price.is_none() {
            return Ok(());
        }
        let (Some(pure), Some(whole)) = (pure.rate().rate(), all_in.rate.rate()) else { return Ok(()) };
        let sum: f64 = all_in.shares.iter().map(|share| share.basis_points).sum();
        let difference = (whole.nominal - pure.nominal) * 10_000.0;
        prop_assert!((sum - difference).abs() < 1e-6 * (1.0 + difference.abs()), "{sum} {difference}");
        prop_assert!(all_in.shares.iter().all(|share| share.basis_points > 0.0));
    }

    /// A financial lease past its end falls to 0 and stays; one that only costs owes nothing.
    #[test]
    fn past_the_end_the_debt_only_falls(contract in contract()) {
        let plan = Plan::compile(&contract, &[]).unwrap();
        if plan.rate().rate().is_none_or(|rate| rate.nominal < 0.0) {
            return Ok(());
        }
        let rows = plan.rows(contract.end + Days::new(3_000));
        let extended: Vec<_> = rows.iter().filter(|row| row.kind == RowKind::Extended).collect();
        let mut left = contract.residual;
        for row in extended {
            let capital = capital(row);
            match contract.after_end() {
                AfterEnd::CostOnly => {
                    prop_assert_eq!((capital.closing, capital.paid), (0, 0));
                    prop_assert_eq!(plan.debt_on(row.due), Some(0));
                }
                AfterEnd::PaysDownResidual => {
                    prop_assert!(capital.closing <= left && capital.closing >= 0);
                    left = capital.closing;
                }
            }
        }
    }

    /// An ending says what falls away: the debt of the evening before, with the day's interest and fees.
    #[test]
    fn an_ending_settles_what_was_left(contract in contract(), days in 0_u64..3_000, price in 0_i64..1_000_000) {
        let on = contract.start + Days::new(days);
        let alive = Plan::compile(&contract, &[]).unwrap();
        let ended = Plan::compile(&contract, &[Change::Ended { on, how: Ending::BoughtOut { price } }]).unwrap();
        let Some(left) = alive.debt_on(on) else { return Ok(()) };
        let rows = ended.rows(on);
        let last = capital(rows.last().unwrap());
        prop_assert_eq!(last.paid, price);
        // In arrears the fee of an interval that is over counts, though it falls due the day after.
        let before = rows.iter().rev().nth(1).filter(|row| row.due == on && row.period_to == on);
        let settled = before.map_or(0, |row| row.payment);
        prop_assert!((price - last.adjustment - (left - settled)).abs() <= 1, "{last:?} {left} {settled}");
    }
}

#[test]
fn a_contract_that_states_no_price_keeps_its_rate() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    for _ in 0..200 {
        let contract: Contract = contract().new_tree(&mut runner).unwrap().current();
        let plan = Plan::compile(&contract, &[]).unwrap();
        let source = plan.segments()[0].source;
        match (contract.price, contract.stated_rate) {
            (Some(_), _) => assert_eq!(source, RateSource::Price),
            (None, Some(_)) => assert!(matches!(plan.rate(), RateOutcome::Stated(_)) && source == RateSource::Stated),
            (None, None) => assert!(plan.rate().rate().is_none() && source == RateSource::Unknown),
        }
    }
}
