//! What is refused, what is odd but answered, and that nothing makes the engine panic.
#![cfg(test)]

use chrono::{Days, NaiveDate};
use engine::rates::{Roots, irr_dated, irr_periodic};
use engine::{
    AmendedTerms, Change, Contract, Convention, DayCount, Discounting, Ending, ErrorCode, FeeStep, FirstIncreased,
    InterimRent, Kind, MonthEnds, NoRate, NominalRate, Plan, RateOutcome, ResidualCarrier, Timing, explain, schedule,
    validate,
};
use proptest::prelude::*;

fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn lease() -> Contract {
    Contract {
        kind: Kind::FinancialLease,
        start: ymd(2024, 1, 1),
        end: ymd(2026, 12, 31),
        interval_months: 1,
        timing: Timing::Advance,
        fee: 300_000,
        steps: Vec::new(),
        price: Some(10_000_000),
        stated_rate: None,
        first_increased: None,
        residual: 500_000,
        residual_carrier: ResidualCarrier::Lessee,
        interim: None,
        invoice_fee: 0,
        arrangement_fee: 0,
        service_fee: 0,
        convention: Convention::default(),
    }
}

fn refused(contract: &Contract) -> (&'static str, ErrorCode) {
    let error = Plan::compile(contract, &[]).unwrap_err();
    assert!(!error.to_string().is_empty() && error.change.is_none());
    (error.field, error.code)
}

#[test]
fn terms_beyond_the_limits_are_refused_by_field() {
    let steps = |days: &[(i32, u32)]| {
        days.iter().map(|(year, month)| FeeStep { from: ymd(*year, *month, 1), fee: 1 }).collect::<Vec<_>>()
    };
    let large = validate::LARGEST_AMOUNT + 1;
    let rate = NominalRate::from_parts_per_billion;
    let cases = [
        (Contract { fee: -1, ..lease() }, "fee", ErrorCode::TooSmall),
        (Contract { fee: large, ..lease() }, "fee", ErrorCode::TooLarge),
        (Contract { price: Some(large), ..lease() }, "price", ErrorCode::TooLarge),
        (Contract { residual: -5, ..lease() }, "residual", ErrorCode::TooSmall),
        (Contract { end: ymd(2023, 12, 31), ..lease() }, "end", ErrorCode::NotAfter),
        (Contract { end: ymd(2124, 1, 1), ..lease() }, "end", ErrorCode::TooLarge),
        (Contract { start: ymd(1899, 12, 31), ..lease() }, "start", ErrorCode::TooSmall),
        (Contract { start: ymd(2201, 1, 1), end: ymd(2202, 1, 1), ..lease() }, "start", ErrorCode::TooLarge),
        (Contract { interval_months: 0, ..lease() }, "interval_months", ErrorCode::TooSmall),
        (Contract { interval_months: u32::MAX, ..lease() }, "interval_months", ErrorCode::TooLarge),
        (Contract { stated_rate: Some(rate(-500_000_001)), ..lease() }, "stated_rate", ErrorCode::TooSmall),
        (Contract { stated_rate: Some(rate(i64::MAX)), ..lease() }, "stated_rate", ErrorCode::TooLarge),
        (Contract { steps: steps(&[(2025, 2), (2025, 1)]), ..lease() }, "steps", ErrorCode::NotAscending),
        (
            Contract { steps: vec![FeeStep { from: ymd(2025, 1, 1), fee: 1 }; 1_201], ..lease() },
            "steps",
            ErrorCode::TooMany,
        ),
        (
            Contract { interim: Some(InterimRent { from: ymd(2024, 1, 2), daily: None }), ..lease() },
            "interim",
            ErrorCode::NotAfter,
        ),
        (
            Contract { interim: Some(InterimRent { from: ymd(1990, 1, 2), daily: Some(i64::MAX) }), ..lease() },
            "interim",
            ErrorCode::TooLarge,
        ),
        (
            Contract { first_increased: Some(FirstIncreased { amount: -1, replaces_first_fee: true }), ..lease() },
            "first_increased",
            ErrorCode::TooSmall,
        ),
    ];
    for (contract, field, code) in cases {
        assert_eq!(refused(&contract), (field, code));
    }
}

#[test]
fn changes_beyond_the_limits_are_refused_by_number() {
    let amended = |on, terms| Change::Amended { on, terms };
    let ended = |on| Change::Ended { on, how: Ending::Terminated };
    let stepped = |days: &[NaiveDate]| {
        let steps = days.iter().map(|from| FeeStep { from: *from, fee: 1 }).collect();
        AmendedTerms { steps: Some(steps), ..AmendedTerms::default() }
    };
    let cases = [
        (vec![amended(ymd(2023, 12, 31), AmendedTerms::default())], 0, "on", ErrorCode::NotAfter),
        (
            vec![amended(ymd(2025, 1, 1), AmendedTerms { end: Some(ymd(2024, 12, 31)), ..AmendedTerms::default() })],
            0,
            "end",
            ErrorCode::NotAfter,
        ),
        (
            vec![ended(ymd(2025, 1, 1)), amended(ymd(2025, 1, 2), AmendedTerms::default())],
            1,
            "on",
            ErrorCode::AfterEnding,
        ),
        (vec![ended(ymd(2025, 2, 1)), ended(ymd(2025, 1, 1))], 0, "on", ErrorCode::AfterEnding),
        (vec![amended(ymd(2025, 1, 1), stepped(&[ymd(2025, 1, 1)]))], 0, "steps", ErrorCode::NotAfter),
        (
            vec![amended(ymd(2025, 1, 1), stepped(&[ymd(2025, 3, 1), ymd(2025, 2, 1)]))],
            0,
            "steps",
            ErrorCode::NotAscending,
        ),
        (
            vec![
                ended(ymd(2025, 2, 1)),
                amended(ymd(2025, 1, 1), AmendedTerms { fee: Some(-1), ..AmendedTerms::default() }),
            ],
            1,
            "fee",
            ErrorCode::TooSmall,
        ),
        (
            vec![Change::Ended { on: ymd(2025, 1, 1), how: Ending::BoughtOut { price: -1 } }],
            0,
            "price",
            ErrorCode::TooSmall,
        ),
    ];
    for (changes, index, field, code) in cases {
        let error = Plan::compile(&lease(), &changes).unwrap_err();
        assert_eq!((error.change, error.field, error.code), (Some(index), field, code), "{changes:?}");
    }
}

fn outcome(contract: &Contract) -> RateOutcome {
    schedule(contract, &[], contract.end).unwrap().rate
}

#[test]
fn odd_terms_have_a_typed_outcome() {
    let none = RateOutcome::None;
    assert_eq!(outcome(&Contract { fee: 0, residual: 0, ..lease() }), none(NoRate::OneSided));
    assert_eq!(outcome(&Contract { price: Some(0), ..lease() }), none(NoRate::NothingFinanced));
    assert_eq!(outcome(&Contract { price: None, ..lease() }), none(NoRate::PriceUnknown));
    let all_paid = FirstIncreased { amount: 10_000_000, replaces_first_fee: false };
    assert_eq!(outcome(&Contract { first_increased: Some(all_paid), ..lease() }), none(NoRate::NothingFinanced));
    // The first fee is the price: nothing is left to earn interest on.
    assert_eq!(outcome(&Contract { fee: 10_000_000, ..lease() }), none(NoRate::OutOfRange));
    assert_eq!(outcome(&Contract { price: Some(1_000_000_000_000), ..lease() }), none(NoRate::OutOfRange));

    let rate = |contract: &Contract| outcome(contract).rate().unwrap().nominal;
    let zero = Contract { fee: 250_000, residual: 1_000_000, ..lease() };
    assert!(rate(&zero).abs() < 1e-14);
    let less = Contract { fee: 240_000, residual: 1_000_000, ..lease() };
    assert!(rate(&less) < 0.0 && matches!(outcome(&less), RateOutcome::Unique(_)));
    let above = Contract { fee: 60_000, residual: 11_000_000, ..lease() };
    assert!(rate(&above) > 0.0);
    let one = Contract { end: ymd(2024, 1, 31), timing: Timing::Arrears, fee: 10_100_000, residual: 0, ..lease() };
    assert!((rate(&one) - 0.12).abs() < 1e-14);
    let long = Contract { end: ymd(2073, 12, 31), fee: 60_000, residual: 0, ..lease() };
    assert!(matches!(outcome(&long), RateOutcome::Unique(_)));
    let leap = Contract { start: ymd(2024, 2, 29), end: ymd(2027, 2, 28), ..lease() };
    let plain = Contract { start: ymd(2024, 2, 28), end: ymd(2027, 2, 27), ..lease() };
    assert_eq!(outcome(&leap), outcome(&plain));
}

#[test]
fn a_half_goes_away_from_zero_wherever_it_is_met() {
    // One month of 30 days and an odd interest: on the 15th exactly half a hundredth is earned.
    for price in [1_000_i64, 7_001, 999_999, 1_000_000, 123_456_789_012, 9_007_199_254_740, 999_999_999_999_000] {
        for interest in [1_i64, 3, 11, 101] {
            let contract = Contract {
                start: ymd(2024, 4, 1),
                end: ymd(2024, 4, 30),
                timing: Timing::Arrears,
                price: Some(price),
                fee: price + interest,
                residual: 0,
                ..lease()
            };
            let plan = Plan::compile(&contract, &[]).unwrap();
            let half = price + interest / 2 + 1;
            assert_eq!(plan.debt_on(ymd(2024, 4, 15)), Some(half), "{price} {interest}");
            assert_eq!(plan.debt_on(ymd(2024, 4, 30)), Some(price + interest));
        }
    }
}

#[test]
fn internal_rates_of_odd_flows_are_typed() {
    let one = |flows: &[i64]| match irr_periodic(flows) {
        Roots::One(rate) => rate,
        other => panic!("{flows:?}: {other:?}"),
    };
    assert_eq!(irr_periodic(&[]), Roots::None(NoRate::OneSided));
    assert_eq!(irr_periodic(&[0, 0, 0]), Roots::None(NoRate::OneSided));
    assert_eq!(irr_periodic(&[-100]), Roots::None(NoRate::OneSided));
    assert!((one(&[-100, 110]) - 0.1).abs() < 1e-14);
    assert!((one(&[-100, 110, 0, 0, 0]) - 0.1).abs() < 1e-14);
    assert!((one(&[-100, 1_000]) - 9.0).abs() < 1e-12);
    assert!((one(&[-100_000, 1]) + 0.999_99).abs() < 1e-9);
    assert!(one(&[100, -110]) > 0.0);
    // Twice and thrice as much is met by 100 % and 200 %.
    let Roots::Several { roots, nearest } = irr_periodic(&[-100, 500, -600]) else { panic!("one") };
    assert!((roots[0] - 1.0).abs() < 1e-9 && (roots[1] - 2.0).abs() < 1e-9 && (nearest - 1.0).abs() < 1e-9);
    // A parabola that only touches, and one that does not reach.
    assert!((one(&[-100, 400, -400]) - 1.0).abs() < 1e-5);
    assert_eq!(irr_periodic(&[-100, 300, -400]), Roots::None(NoRate::NoRoot));
    let alternating: Vec<i64> = (0..200).map(|at| if at % 2 == 0 { -100 } else { 101 }).collect();
    assert_eq!(irr_periodic(&alternating), Roots::None(NoRate::TooManyTurns));

    let day = |days| ymd(2024, 2, 29) + Days::new(days);
    let doubled = [(day(365), 60), (day(0), -50), (day(365), 50), (day(0), -50)];
    let Roots::One(rate) = irr_dated(&doubled, DayCount::Act365F) else { panic!("not one") };
    assert!((rate - 0.1).abs() < 1e-14);
    assert_eq!(irr_dated(&[], DayCount::Act365F), Roots::None(NoRate::OneSided));
}

fn any_amount() -> impl Strategy<Value = i64> {
    prop_oneof![
        4 => 0_i64..100_000_000,
        1 => Just(0_i64),
        1 => 0_i64..=validate::LARGEST_AMOUNT,
        1 => Just(validate::LARGEST_AMOUNT),
    ]
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    prop_oneof![
        6 => (0_u64..30_000).prop_map(|days| ymd(1990, 1, 1) + Days::new(days)),
        1 => (0_u64..109_000).prop_map(|days| ymd(1900, 1, 1) + Days::new(days)),
        1 => prop_oneof![Just(ymd(1900, 1, 1)), Just(ymd(2200, 12, 31)), Just(NaiveDate::MIN), Just(NaiveDate::MAX)],
    ]
}

fn any_rate() -> impl Strategy<Value = NominalRate> {
    prop_oneof![Just(-500_000_000), Just(10_000_000_000), -500_000_000_i64..10_000_000_000, Just(0)]
        .prop_map(NominalRate::from_parts_per_billion)
}

fn any_contract() -> impl Strategy<Value = Contract> {
    let terms = (any_day(), 0_u64..40_000, prop_oneof![3 => 1_u32..13, 1 => 1_u32..121], any::<bool>(), any_amount());
    let money = (
        prop::option::of(any_amount()),
        prop::option::of(any_rate()),
        any_amount(),
        prop::option::of((any_amount(), any::<bool>())),
    );
    let rest =
        (prop::collection::vec((any_day(), any_amount()), 0..4), prop::option::of(any_day()), any_amount(), 0_u8..4);
    (terms, money, rest).prop_map(|(terms, money, rest)| {
        let (start, days, interval_months, advance, fee) = terms;
        let (price, stated_rate, residual, first) = money;
        let (mut steps, interim, small, style) = rest;
        steps.sort_by_key(|(from, _)| *from);
        steps.dedup_by_key(|(from, _)| *from);
        Contract {
            kind: [Kind::FinancialLease, Kind::Rental, Kind::Car, Kind::Premises][usize::from(style)],
            start,
            end: start.checked_add_days(Days::new(days)).unwrap_or(start),
            interval_months,
            timing: if advance { Timing::Advance } else { Timing::Arrears },
            fee,
            steps: steps.into_iter().map(|(from, fee)| FeeStep { from, fee }).collect(),
            price,
            stated_rate,
            first_increased: first.map(|(amount, replaces_first_fee)| FirstIncreased { amount, replaces_first_fee }),
            residual,
            interim: interim.filter(|from| *from <= start).map(|from| InterimRent { from, daily: None }),
            invoice_fee: small % 100_000,
            arrangement_fee: small,
            service_fee: small,
            convention: Convention {
                discounting: if style == 3 { Discounting::Dated(DayCount::ActActIsda) } else { Discounting::Periodic },
            },
            ..lease()
        }
    })
}

fn any_change() -> impl Strategy<Value = Change> {
    let terms = (
        prop::option::of(any_amount()),
        prop::option::of(any_amount()),
        prop::option::of(any_day()),
        prop::option::of(1_u32..121),
        prop::option::of(any_rate()),
        prop::option::weighted(0.2, prop::collection::vec((any_day(), any_amount()), 0..3)),
    );
    prop_oneof![
        4 => (any_day(), terms).prop_map(|(on, (fee, residual, end, interval_months, stated_rate, steps))| {
            let steps = steps.map(|steps| steps.into_iter().map(|(from, fee)| FeeStep { from, fee }).collect());
            let (invoice_fee, service_fee) = (fee, None);
            let terms =
                AmendedTerms { fee, steps, residual, end, interval_months, invoice_fee, service_fee, stated_rate };
            Change::Amended { on, terms }
        }),
        1 => any_day().prop_map(|on| Change::Ended { on, how: Ending::BoughtOut { price: 77 } }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_makes_it_panic(
        contract in any_contract(), changes in prop::collection::vec(any_change(), 0..4),
        dates in prop::array::uniform3(any_day()),
    ) {
        let Ok(plan) = Plan::compile(&contract, &changes) else { return Ok(()) };
        for date in dates {
            let debt = plan.debt_on(date);
            prop_assert_eq!(explain(&plan, date).debt, debt);
            plan.status_on(date);
            plan.yearly_cost_on(date);
            let mut series = [Some(1); 13];
            let months = MonthEnds::new(date, 13);
            plan.debt_series(&months, &mut series);
            for (date, debt) in months.dates().zip(series) {
                prop_assert_eq!(plan.debt_on(date), debt, "{}", date);
            }
            for (row, formula) in plan.rows_with_formulas(date) {
                if let Some(capital) = row.capital {
                    let reached = capital.opening + capital.interest - capital.paid + capital.adjustment;
                    prop_assert_eq!(reached, capital.closing);
                }
                prop_assert!(formula.is_none_or(|formula| formula.closing.is_finite() && formula.interest.is_finite()));
            }
        }
        for segment in plan.segments() {
            prop_assert!(segment.rate.rate().is_none_or(|rate| rate.effective.is_finite() && rate.nominal.is_finite()));
        }
        if let Ok(all_in) = engine::all_in(&contract) {
            prop_assert!(all_in.shares.iter().all(|share| share.basis_points.is_finite()));
        }
    }

    #[test]
    fn internal_rates_never_panic(
        flows in prop::collection::vec(-validate::LARGEST_AMOUNT..validate::LARGEST_AMOUNT, 0..60),
        days in prop::collection::vec(any_day(), 60),
    ) {
        let finite = |roots: Roots| match roots {
            Roots::One(rate) => rate.is_finite(),
            Roots::Several { roots, nearest } => nearest.is_finite() && roots.iter().all(|root| root.is_finite()),
            Roots::None(_) => true,
        };
        prop_assert!(finite(irr_periodic(&flows)));
        let dated: Vec<_> = days.into_iter().zip(flows).collect();
        prop_assert!(finite(irr_dated(&dated, DayCount::ActActIsda)));
    }
}
