//! Agreements that change, end short, go on, or begin early. The figures come from a separate calculation in 50-digit
//! decimals that follows the definitions, not this code.
#![cfg(test)]

use chrono::{Months, NaiveDate};
use engine::{
    AmendedTerms, Change, Contract, Convention, Ending, FeeKind, FeeStep, How, InterimRent, Kind, Minor, NoRate,
    NominalRate, Plan, RateOutcome, RateSource, ResidualCarrier, Row, RowKind, Status, Timing, all_in, explain,
    schedule,
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn lease(start: &str, end: &str, interval_months: u32, timing: Timing, fee: Minor) -> Contract {
    Contract {
        kind: Kind::FinancialLease,
        start: day(start),
        end: day(end),
        interval_months,
        timing,
        fee,
        steps: Vec::new(),
        price: None,
        stated_rate: None,
        first_increased: None,
        residual: 0,
        residual_carrier: ResidualCarrier::Lessee,
        interim: None,
        invoice_fee: 0,
        arrangement_fee: 0,
        service_fee: 0,
        convention: Convention::default(),
    }
}

fn amended(on: &str, terms: AmendedTerms) -> Change {
    Change::Amended { on: day(on), terms }
}

fn nominal(outcome: &RateOutcome) -> f64 {
    outcome.rate().unwrap().nominal
}

fn debts(plan: &Plan, expected: &[(&str, Minor)]) {
    for (date, debt) in expected {
        assert_eq!(plan.debt_on(day(date)), Some(*debt), "{date}");
    }
}

#[test]
fn a_new_fee_in_the_middle_of_a_month_carries_the_capital_of_the_day() {
    let mut contract = lease("2024-01-01", "2026-12-31", 1, Timing::Advance, 990_000);
    (contract.price, contract.residual) = (Some(36_000_000), 3_600_000);
    let changes = [amended("2024-07-16", AmendedTerms { fee: Some(1_040_000), ..AmendedTerms::default() })];
    let plan = Plan::compile(&contract, &changes).unwrap();
    assert!((nominal(plan.rate()) - 0.054_815_506_360_272_3).abs() < 1e-14);
    let segment = &plan.segments()[1];
    assert_eq!((segment.source, segment.capital), (RateSource::Resolved, Some(30_038_569)));
    assert!((nominal(&segment.rate) - 0.089_005_608_462_025_49).abs() < 1e-14);
    debts(
        &plan,
        &[
            ("2024-07-15", 30_038_569),
            ("2024-07-16", 30_045_741),
            ("2024-07-31", 30_153_309),
            ("2024-08-01", 29_120_275),
            ("2025-12-31", 15_281_343),
            ("2026-12-31", 3_600_000),
        ],
    );
    let How::Accrued(accrual) = explain(&plan, day("2024-07-20")).how else { panic!("not accrued") };
    assert_eq!((accrual.days_elapsed, accrual.days_in_interval), (5, 31));
    assert_eq!((accrual.since, accrual.interval_from), (day("2024-07-16"), day("2024-07-01")));
    assert!(accrual.carried > 0.0);
    assert_eq!(accrual.unrounded, accrual.balance + accrual.interest + accrual.carried);
}

/// Thirty-six fees in advance: 10 000, from the second year 10 500 and from the third 11 000.
fn stepped() -> Contract {
    let mut contract = lease("2024-01-01", "2026-12-31", 1, Timing::Advance, 1_000_000);
    contract.price = Some(34_000_000);
    contract.steps = vec![step("2025-01-01", 1_050_000), step("2026-01-01", 1_100_000)];
    contract
}

fn step(from: &str, fee: Minor) -> FeeStep {
    FeeStep { from: day(from), fee }
}

/// The fees by their first day, where they change.
fn levels(contract: &Contract, changes: &[Change]) -> Vec<(String, Minor)> {
    let mut levels: Vec<(String, Minor)> = Vec::new();
    for row in schedule(contract, changes, contract.end).unwrap().rows {
        if row.kind == RowKind::Fee && levels.last().is_none_or(|(_, fee)| *fee != row.payment) {
            levels.push((row.due.to_string(), row.payment));
        }
    }
    levels
}

#[test]
fn a_fee_plan_in_steps_is_amended_from_a_day() {
    let contract = stepped();
    let fees = |terms: AmendedTerms| {
        let levels = levels(&contract, &[amended("2025-07-01", terms)]);
        levels.iter().map(|(from, fee)| format!("{from} {}", fee / 100)).collect::<Vec<_>>().join(", ")
    };
    let (fee, none) = (Some(1_070_000), AmendedTerms::default());
    let later = |steps: &[FeeStep]| Some(steps.to_vec());
    let new = [step("2026-07-01", 1_200_000)];
    let begins = "2024-01-01 10000, 2025-01-01 10500";
    assert_eq!(fees(none.clone()), format!("{begins}, 2026-01-01 11000"));
    assert_eq!(fees(AmendedTerms { fee, ..none.clone() }), format!("{begins}, 2025-07-01 10700"));
    assert_eq!(fees(AmendedTerms { steps: later(&new), ..none.clone() }), format!("{begins}, 2026-07-01 12000"));
    assert_eq!(fees(AmendedTerms { steps: later(&[]), ..none.clone() }), begins);
    let both = AmendedTerms { fee, steps: later(&new), ..none };
    assert_eq!(fees(both), format!("{begins}, 2025-07-01 10700, 2026-07-01 12000"));
}

#[test]
fn steps_that_were_there_already_change_nothing() {
    let contract = stepped();
    let before = Plan::compile(&contract, &[]).unwrap();
    let same = AmendedTerms { steps: Some(vec![step("2026-01-01", 1_100_000)]), ..AmendedTerms::default() };
    let after = Plan::compile(&contract, &[amended("2025-07-16", same)]).unwrap();
    assert_eq!(after.segments(), before.segments());
    for month in 1..=36 {
        let on = contract.start + Months::new(month);
        assert_eq!(after.debt_on(on), before.debt_on(on), "{on}");
    }
}

#[test]
fn steps_from_the_first_day_are_those_of_the_paper() {
    let paper = stepped();
    let level = Contract { steps: Vec::new(), ..paper.clone() };
    let steps = AmendedTerms { steps: Some(paper.steps.clone()), ..AmendedTerms::default() };
    let amended = Plan::compile(&level, &[amended("2024-01-01", steps)]).unwrap();
    let signed = Plan::compile(&paper, &[]).unwrap();
    assert_eq!(amended.rate_on(day("2024-06-30")), signed.rate());
    for month in 1..=36 {
        let on = paper.start + Months::new(month);
        assert_eq!(amended.debt_on(on), signed.debt_on(on), "{on}");
    }
}

#[test]
fn a_stated_rate_stands_beside_steps_and_does_not_move_them() {
    let stated_rate = Some(NominalRate::from_parts_per_billion(55_000_000));
    let steps = Some(vec![step("2026-07-01", 1_200_000)]);
    let terms = AmendedTerms { steps, stated_rate, ..AmendedTerms::default() };
    let plan = Plan::compile(&stepped(), &[amended("2025-07-01", terms)]).unwrap();
    let segment = &plan.segments()[1];
    assert_eq!((segment.source, segment.stated, segment.fee), (RateSource::Resolved, stated_rate, 1_050_000));
}

#[test]
fn a_short_last_quarter_is_paid_and_accrued_by_its_days() {
    let mut contract = lease("2024-02-15", "2026-03-31", 3, Timing::Arrears, 2_400_001);
    (contract.price, contract.residual) = (Some(20_000_000), 2_000_000);
    let plan = Plan::compile(&contract, &[]).unwrap();
    assert!((nominal(plan.rate()) - 0.092_175_338_553_475_3).abs() < 1e-14);
    let rows = plan.rows(day("2026-08-01"));
    let last: &Row = rows.iter().rfind(|row| row.kind == RowKind::Fee).unwrap();
    assert_eq!((last.due, last.payment, last.days), (day("2026-04-01"), 1_213_484, 45));
    debts(
        &plan,
        &[
            ("2024-02-15", 20_005_121),
            ("2024-12-31", 14_212_916),
            ("2026-02-14", 5_576_475),
            ("2026-02-15", 3_177_296),
            ("2026-03-31", 3_213_484),
            ("2026-04-01", 2_000_506),
            ("2026-06-30", 2_046_088),
            ("2026-07-01", 0),
        ],
    );
}

#[test]
fn a_new_rate_without_a_fee_gives_the_fee_of_the_annuity() {
    let mut contract = lease("2023-01-01", "2027-12-31", 3, Timing::Advance, 5_600_000);
    (contract.price, contract.residual) = (Some(100_000_000), 10_000_000);
    let terms =
        AmendedTerms { stated_rate: Some(NominalRate::from_parts_per_billion(72_000_000)), ..AmendedTerms::default() };
    let plan = Plan::compile(&contract, &[amended("2025-01-01", terms)]).unwrap();
    assert!((nominal(plan.rate()) - 0.080_548_901_768_787_7).abs() < 1e-14);
    let segment = &plan.segments()[1];
    assert_eq!(segment.source, RateSource::FeeFromRate);
    assert_eq!((segment.capital, segment.fee), (Some(68_235_806), 5_519_980));
    assert!((nominal(&segment.rate) - 0.072_000_027_790_504_6).abs() < 1e-14);
    assert_eq!(segment.stated, Some(NominalRate::from_parts_per_billion(72_000_000)));
    debts(&plan, &[("2026-01-31", 44_948_455)]);
    let rows = plan.rows(contract.end);
    let row = rows.iter().find(|row| row.due == day("2026-01-01")).unwrap();
    assert_eq!((row.payment, row.capital.unwrap().closing), (5_519_980, 44_671_492));
    assert_eq!(plan.yearly_cost_on(day("2026-06-01")), Some(4 * 5_519_980));
}

#[test]
fn an_extended_lease_pays_its_residual_down_to_nothing() {
    let mut contract = lease("2024-01-01", "2024-12-31", 1, Timing::Advance, 300_000);
    contract.stated_rate = Some(NominalRate::from_parts_per_billion(40_000_000));
    contract.residual = 1_000_000;
    let plan = Plan::compile(&contract, &[]).unwrap();
    let rows = plan.rows(day("2026-12-31"));
    assert_eq!(rows[0].capital.unwrap().opening, 4_495_796);
    let extended: Vec<_> = rows
        .iter()
        .filter(|row| row.kind == RowKind::Extended)
        .map(|row| (row.payment, row.capital.unwrap().closing))
        .collect();
    assert_eq!(extended, [(300_000, 700_000), (300_000, 402_333), (300_000, 103_674), (104_020, 0)]);
    debts(&plan, &[("2024-12-31", 1_000_000), ("2025-01-31", 702_333), ("2025-03-31", 104_020), ("2025-04-30", 0)]);
    assert_eq!(plan.status_on(day("2025-03-31")), Status::Extended { since: day("2025-01-01") });
    assert_eq!(plan.yearly_cost_on(day("2025-03-31")), Some(3_600_000));
}

#[test]
fn a_fee_that_does_not_cover_the_interest_leaves_the_residual_where_it_is() {
    let mut contract = lease("2024-01-01", "2024-12-31", 1, Timing::Arrears, 1_000);
    contract.stated_rate = Some(NominalRate::from_parts_per_billion(60_000_000));
    contract.residual = 10_000_000;
    let plan = Plan::compile(&contract, &[]).unwrap();
    let rows = plan.rows(day("2035-12-31"));
    let last = rows.last().unwrap();
    assert_eq!((last.kind, last.capital.unwrap().closing), (RowKind::Extended, 10_000_000));
    assert_eq!((last.capital.unwrap().interest, last.capital.unwrap().adjustment), (50_000, -49_000));
    debts(&plan, &[("2035-12-31", 10_050_000), ("2036-01-01", 10_001_613)]);
}

#[test]
fn months_become_quarters_once_the_running_month_is_paid() {
    let mut contract = lease("2024-01-01", "2026-12-31", 1, Timing::Arrears, 360_000);
    contract.price = Some(12_000_000);
    let terms = AmendedTerms { fee: Some(1_090_000), interval_months: Some(3), ..AmendedTerms::default() };
    let plan = Plan::compile(&contract, &[amended("2024-03-10", terms)]).unwrap();
    assert!((nominal(plan.rate()) - 0.050_648_010_544_598_3).abs() < 1e-14);
    assert!((nominal(&plan.segments()[1].rate) - 0.054_165_801_807_478_1).abs() < 1e-14);
    let rows = plan.rows(contract.end);
    let fees: Vec<_> = rows.iter().map(|row| (row.due, row.payment)).skip(1).take(4).collect();
    assert_eq!(
        fees,
        [
            (day("2024-03-01"), 360_000),
            (day("2024-04-01"), 360_000),
            (day("2024-07-01"), 1_090_000),
            (day("2024-10-01"), 1_090_000)
        ]
    );
    assert_eq!(rows.last().unwrap().capital.unwrap().closing, 0);
    assert_eq!(rows.len(), 3 + 11);
}

#[test]
fn rent_before_the_start_is_a_cost_outside_the_rate() {
    let mut contract = lease("2024-02-01", "2027-01-31", 1, Timing::Advance, 300_000);
    (contract.price, contract.residual) = (Some(10_000_000), 500_000);
    let pure = schedule(&contract, &[], contract.end).unwrap();
    contract.interim = Some(InterimRent { from: day("2024-01-13"), daily: None });
    (contract.invoice_fee, contract.arrangement_fee, contract.service_fee) = (2_900, 49_500, 80_000);
    let whole = schedule(&contract, &[], contract.end).unwrap();
    assert_eq!(whole.rate, pure.rate);
    let [interim, first, second, ..] = whole.rows.as_slice() else { panic!("no rows") };
    assert_eq!((interim.kind, interim.payment, interim.days), (RowKind::Interim, 190_000, 19));
    assert_eq!((interim.fees, interim.services), (0, 0));
    assert_eq!((first.fees, first.services), (2_900 + 49_500, 80_000));
    assert_eq!((second.fees, second.services), (2_900, 80_000));
    assert_eq!(first.capital, pure.rows[0].capital);
    let shares = &whole.all_in.shares;
    assert_eq!(
        shares.iter().map(|share| share.fee).collect::<Vec<_>>(),
        [FeeKind::Arrangement, FeeKind::Interim, FeeKind::Invoice]
    );
    let services = Contract { service_fee: 0, ..contract };
    assert_eq!(all_in(&services).unwrap(), whole.all_in);
}

#[test]
fn an_unknown_debt_is_unknown_until_a_rate_is_stated() {
    let contract = lease("2024-01-01", "2026-12-31", 1, Timing::Advance, 250_000);
    let terms = AmendedTerms {
        fee: Some(260_000),
        stated_rate: Some(NominalRate::from_parts_per_billion(60_000_000)),
        ..AmendedTerms::default()
    };
    let plan = Plan::compile(&contract, &[amended("2025-01-01", terms)]).unwrap();
    assert_eq!(plan.rate(), &RateOutcome::None(NoRate::PriceUnknown));
    assert_eq!(plan.debt_on(day("2024-12-31")), None);
    assert_eq!(explain(&plan, day("2024-12-31")).how, How::Unknown(NoRate::PriceUnknown));
    // 24 payments of 2 600 in advance at half a per cent: 58 956.77, of which the first is paid that day.
    assert_eq!(plan.segments()[1].capital, Some(5_895_677));
    assert_eq!(plan.debt_on(day("2026-12-31")), Some(0));
    let rows = plan.rows(contract.end);
    assert!(rows[..12].iter().all(|row| row.capital.is_none() && row.payment == 250_000));
    assert_eq!(rows[12].capital.unwrap().opening, 5_895_677);
}

#[test]
fn a_rental_past_its_end_costs_and_owes_nothing() {
    let mut contract = lease("2024-01-01", "2024-12-31", 3, Timing::Advance, 900_000);
    (contract.kind, contract.price, contract.residual) = (Kind::Rental, Some(4_000_000), 700_000);
    let plan = Plan::compile(&contract, &[]).unwrap();
    debts(&plan, &[("2024-12-31", 700_000), ("2025-01-01", 0), ("2025-06-30", 0)]);
    assert_eq!(explain(&plan, day("2025-06-30")).how, How::OnlyCosts);
    let rows = plan.rows(day("2025-06-30"));
    let [.., residual, one, two] = rows.as_slice() else { panic!("no rows") };
    assert_eq!((residual.kind, residual.capital.unwrap().adjustment), (RowKind::Residual, -700_000));
    for row in [one, two] {
        assert_eq!((row.kind, row.payment, row.capital.unwrap().paid), (RowKind::Extended, 900_000, 0));
    }
    assert_eq!(plan.yearly_cost_on(day("2025-06-30")), Some(3_600_000));

    // A new term says nothing of what it finances, unless it states a rate.
    let renewed = AmendedTerms { end: Some(day("2026-12-31")), ..AmendedTerms::default() };
    let plan = Plan::compile(&contract, &[amended("2025-07-01", renewed.clone())]).unwrap();
    assert_eq!(plan.status_on(day("2025-07-01")), Status::Running);
    assert_eq!(plan.debt_on(day("2025-06-30")), Some(0));
    assert_eq!(plan.debt_on(day("2025-07-01")), None);
    let stated = AmendedTerms { stated_rate: Some(NominalRate::from_parts_per_billion(50_000_000)), ..renewed };
    let stated = AmendedTerms { fee: Some(900_000), ..stated };
    let plan = Plan::compile(&contract, &[amended("2025-07-01", stated)]).unwrap();
    assert!(plan.debt_on(day("2025-07-01")).unwrap() > 4_000_000);
    assert_eq!(plan.debt_on(day("2026-12-31")), Some(0));
}

#[test]
fn a_car_goes_on_as_its_residual_is_carried() {
    let mut contract = lease("2024-01-01", "2024-12-31", 1, Timing::Advance, 300_000);
    contract.stated_rate = Some(NominalRate::from_parts_per_billion(40_000_000));
    (contract.kind, contract.residual) = (Kind::Car, 1_000_000);
    let lessee = Plan::compile(&contract, &[]).unwrap();
    contract.residual_carrier = ResidualCarrier::Lessor;
    let lessor = Plan::compile(&contract, &[]).unwrap();
    assert_eq!(lessee.debt_on(day("2024-12-31")), lessor.debt_on(day("2024-12-31")));
    assert_eq!(lessee.debt_on(day("2025-01-31")), Some(702_333));
    assert_eq!(lessor.debt_on(day("2025-01-31")), Some(0));
}

#[test]
fn a_buy_out_settles_the_debt_and_says_what_fell_away() {
    let mut contract = lease("2024-01-01", "2026-12-31", 1, Timing::Advance, 300_000);
    (contract.price, contract.residual) = (Some(10_000_000), 500_000);
    let on = day("2025-06-14");
    let debt = Plan::compile(&contract, &[]).unwrap().debt_on(on).unwrap();
    let changes = [Change::Ended { on, how: Ending::BoughtOut { price: debt + 12_345 } }];
    let rows = schedule(&contract, &changes, contract.end).unwrap().rows;
    let last = rows.last().unwrap();
    assert_eq!((last.kind, last.due, last.payment), (RowKind::BoughtOut, on, debt + 12_345));
    assert_eq!((last.capital.unwrap().adjustment, last.capital.unwrap().closing), (12_345, 0));
}

#[test]
fn terms_no_rate_fits_are_mended_on_the_day_they_began() {
    let mut contract = lease("2024-01-01", "2026-12-31", 1, Timing::Advance, 300_000);
    (contract.price, contract.residual) = (Some(10_000_000), 500_000);
    let absurd = amended("2025-03-10", AmendedTerms { fee: Some(30_000_000_000), ..AmendedTerms::default() });
    let mended = amended("2025-03-10", AmendedTerms { fee: Some(310_000), ..AmendedTerms::default() });
    let lost = Plan::compile(&contract, std::slice::from_ref(&absurd)).unwrap();
    assert_eq!(lost.rate_on(day("2025-04-01")), &RateOutcome::None(NoRate::OutOfRange));
    assert_eq!(lost.debt_on(day("2025-04-01")), None);
    assert_eq!(lost.debt_on(day("2025-03-09")), Plan::compile(&contract, &[]).unwrap().debt_on(day("2025-03-09")));
    let found = Plan::compile(&contract, &[absurd, mended.clone()]).unwrap();
    let straight = Plan::compile(&contract, &[mended]).unwrap();
    assert_eq!(found.debt_on(day("2025-04-01")), straight.debt_on(day("2025-04-01")));
}

#[test]
fn an_amount_in_the_wrong_unit_is_called_implausible() {
    let mut contract = lease("2024-01-01", "2026-12-31", 3, Timing::Advance, 300_000);
    contract.price = Some(3_300_000);
    assert!(matches!(Plan::compile(&contract, &[]).unwrap().rate(), RateOutcome::Unique(_)));
    contract.interval_months = 1;
    assert!(matches!(Plan::compile(&contract, &[]).unwrap().rate(), RateOutcome::Implausible(_)));
    (contract.interval_months, contract.fee) = (12, 300_000);
    assert_eq!(Plan::compile(&contract, &[]).unwrap().rate(), &RateOutcome::None(NoRate::OutOfRange));
}
