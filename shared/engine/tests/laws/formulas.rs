//! Laws of the formulas themselves.

use engine::day_count::year_fraction;
use engine::portfolio::Average;
use engine::rates::{
    Roots, effective_from_nominal, fee_from_price, irr_periodic, level_rate, nominal_from_effective, present_value,
};
use engine::{DayCount, RateOutcome, Timing};
use proptest::prelude::*;

use crate::agreements::any_date;

const TIMINGS: [Timing; 2] = [Timing::Advance, Timing::Arrears];

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Law 8: present values add, and scale with their payments.
    #[test]
    fn present_values_add_and_scale(
        fee in 0_i64..1_000_000_000, residual in 0_i64..1_000_000_000, count in 0_u32..600, rate in -0.02..0.2_f64,
        times in 1_i64..50,
    ) {
        for timing in TIMINGS {
            let whole = present_value(fee, count, residual, rate, timing);
            let parts = present_value(fee, count, 0, rate, timing) + present_value(0, count, residual, rate, timing);
            prop_assert!((whole - parts).abs() <= 1e-12 * whole.abs().max(1.0));
            let scaled = present_value(fee * times, count, residual * times, rate, timing);
            prop_assert!((scaled - whole * times as f64).abs() <= 1e-12 * scaled.abs().max(1.0));
        }
    }

    /// Law 9: worth less at a higher rate, and in advance more by one interval's interest.
    #[test]
    fn worth_falls_with_the_rate(
        fee in 1_i64..1_000_000_000, count in 1_u32..600, rate in -0.02..0.2_f64, more in 1e-6..0.1_f64,
    ) {
        let arrears = present_value(fee, count, 0, rate, Timing::Arrears);
        prop_assert!(present_value(fee, count, 0, rate + more, Timing::Arrears) < arrears);
        let advance = present_value(fee, count, 0, rate, Timing::Advance);
        prop_assert!((advance - arrears * (1.0 + rate)).abs() <= 1e-12 * advance);
    }

    /// Law 10: around a rate of 0 the worth is the plain sum, without a jump.
    #[test]
    fn worth_is_continuous_at_zero(
        fee in 1_i64..1_000_000_000, count in 1_u32..600, residual in 0_i64..1_000_000_000, rate in -1e-9..1e-9_f64,
    ) {
        for timing in TIMINGS {
            let sum = fee as f64 * f64::from(count) + residual as f64;
            let worth = present_value(fee, count, residual, rate, timing);
            prop_assert!((worth - sum).abs() <= sum * f64::from(count + 1) * 1.1e-9);
            prop_assert_eq!(present_value(fee, count, residual, 0.0, timing), sum);
        }
    }

    /// Law 11: rate to fee to rate, and fee to price.
    #[test]
    fn rate_and_fee_invert(
        capital in 100_000_i64..10_000_000_000, percent in 0_i64..90, count in 2_u32..600, nominal in -0.05..0.55_f64,
        months in prop_oneof![Just(1_u32), Just(3_u32), Just(6_u32), Just(12_u32)],
    ) {
        let (residual, rate) = (capital * percent / 100, nominal * f64::from(months) / 12.0);
        for timing in TIMINGS {
            let fee = fee_from_price(capital, count, residual, rate, timing).unwrap();
            if fee <= 1_000.0 {
                return Ok(());
            }
            let minor = fee.round() as i64;
            let worth = present_value(minor, count, residual, rate, timing);
            let payments = present_value(1, count, 0, rate, timing);
            prop_assert!((worth - capital as f64).abs() <= 0.5 * payments + 1e-9 * worth);
            let RateOutcome::Unique(found) = level_rate(capital, minor, count, residual, timing, months) else {
                return Err(TestCaseError::fail("no rate"));
            };
            let back = fee_from_price(capital, count, residual, found.interval, timing).unwrap();
            prop_assert!((back - minor as f64).abs() <= 1e-10 * minor as f64 + 1e-6, "{back} {minor}");
        }
    }

    /// Law 11: a rate found is the rate the flows were made with.
    #[test]
    fn an_internal_rate_is_found_again(
        rate in -0.3..3.0_f64, count in 1_usize..80, fee in 1_000_000_i64..1_000_000_000,
    ) {
        let worth = present_value(fee, count as u32, 0, rate, Timing::Arrears);
        if worth >= 1e17 {
            return Ok(());
        }
        let flows: Vec<i64> = std::iter::once(-(worth.round() as i64)).chain(std::iter::repeat_n(fee, count)).collect();
        let Roots::One(found) = irr_periodic(&flows) else { return Err(TestCaseError::fail("not one")) };
        prop_assert!((found - rate).abs() < 1e-5 * (1.0 + rate.abs()), "{found} {rate}");
    }

    /// Law 16: nominal and effective invert, and actual days add up.
    #[test]
    fn conversions_invert(
        rate in -0.4..10.0_f64, months in prop_oneof![Just(1.0), Just(3.0), Just(6.0), Just(12.0)],
        days in prop::array::uniform3(any_date()),
    ) {
        let times = 12.0 / months;
        let back = nominal_from_effective(effective_from_nominal(rate, times), times);
        prop_assert!((back - rate).abs() <= 1e-13 * (1.0 + rate.abs()), "{back} {rate}");
        let [a, b, c] = days;
        for convention in [DayCount::Act365F, DayCount::Act360, DayCount::ActActIsda] {
            let years = |from, to| year_fraction(convention, from, to);
            prop_assert!((years(a, b) + years(b, c) - years(a, c)).abs() < 1e-12);
        }
        for convention in [DayCount::E30360, DayCount::Bond30360, DayCount::Us30360] {
            prop_assert_eq!(year_fraction(convention, a, b), -year_fraction(convention, b, a));
        }
    }

    /// Law 17: the average lies between the rates it is made of; law 18: in whatever order.
    #[test]
    fn an_average_lies_between(items in prop::collection::vec((1_i64..1_000_000_000_000, -0.2..0.6_f64), 1..40)) {
        let sum = |items: &[(i64, f64)]| {
            let mut average = Average::default();
            items.iter().for_each(|(debt, rate)| average.add(*debt, Some(*rate)));
            average
        };
        let average = sum(&items);
        let rate = average.rate().unwrap();
        let low = items.iter().map(|(_, rate)| *rate).fold(f64::MAX, f64::min);
        let high = items.iter().map(|(_, rate)| *rate).fold(f64::MIN, f64::max);
        prop_assert!(rate >= low - 1e-14 && rate <= high + 1e-14);
        let mut backwards = items.clone();
        backwards.reverse();
        prop_assert_eq!(sum(&backwards), average);
        let (left, right) = items.split_at(items.len() / 2);
        let mut merged = sum(left);
        merged.merge(&sum(right));
        prop_assert_eq!(merged, average);
        prop_assert_eq!(average.coverage(), Some(1.0));
    }
}
