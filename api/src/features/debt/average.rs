//! The average rate, weighted by debt.

use engine::EffectiveRate;
use engine::portfolio::Average;
use shared::debt::RatePair;
use shared::money::ComputedPercent;

/// Nominal and effective rates averaged apart: a nominal rate means another thing for another number of payments a
/// year.
#[derive(Debug, Default)]
pub struct AverageRate {
    nominal: Average,
    effective: Average,
}

impl AverageRate {
    /// `debt` in the base currency; only what is owed weighs.
    pub fn add(&mut self, debt: i64, rate: &EffectiveRate) {
        self.nominal.add(debt, Some(rate.nominal));
        self.effective.add(debt, Some(rate.effective));
    }

    pub fn rate(&self) -> Option<RatePair> {
        Some(RatePair {
            nominal_percent: ComputedPercent::from_fraction(self.nominal.rate()?)?,
            effective_percent: ComputedPercent::from_fraction(self.effective.rate()?)?,
        })
    }
}

/// Percentage points between two effective rates, four decimals.
pub fn points_between(before: &RatePair, after: &RatePair) -> String {
    let difference = i128::from(after.effective_percent.scaled()) - i128::from(before.effective_percent.scaled());
    let shown = (difference.abs() + 5_000) / 10_000;
    let sign = if difference < 0 && shown != 0 { "-" } else { "" };
    format!("{sign}{}.{:04}", shown / 10_000, shown % 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn average(parts: &[(i64, f64)]) -> Option<String> {
        let mut average = AverageRate::default();
        for (debt, nominal) in parts {
            let rate = EffectiveRate { nominal: *nominal, effective: *nominal, interval: 0.0, interval_months: 1 };
            average.add(*debt, &rate);
        }
        average.rate().map(|rate| rate.nominal_percent.to_string())
    }

    #[test]
    fn the_published_average_comes_out() {
        let parts = [(120_000_000, 0.0495), (30_000_000, 0.0825), (8_000_000, 0.119)];
        assert_eq!(average(&parts).unwrap(), "5.92848101");
    }

    #[test]
    fn what_is_not_owed_does_not_weigh() {
        assert_eq!(average(&[(100, 0.05), (0, 0.9), (-100, 0.9)]).unwrap(), "5.00000000");
        assert_eq!(average(&[(0, 0.05)]), None);
        assert_eq!(average(&[]), None);
    }

    #[test]
    fn points_are_signed_and_rounded() {
        let at =
            |text: &str| RatePair { nominal_percent: text.parse().unwrap(), effective_percent: text.parse().unwrap() };
        assert_eq!(points_between(&at("6.47996106"), &at("6.41065157")), "-0.0693");
        assert_eq!(points_between(&at("6.00000000"), &at("6.00005000")), "0.0001");
        assert_eq!(points_between(&at("6.00000000"), &at("5.99999999")), "0.0000");
        assert_eq!(points_between(&at("1.00000000"), &at("13.50000000")), "12.5000");
    }

    proptest! {
        #[test]
        fn the_average_lies_between_the_rates_in_any_order(
            mut parts in prop::collection::vec((1_i64..1_000_000_000_000_000, -0.2_f64..0.6), 1..40),
        ) {
            let first = average(&parts).unwrap();
            parts.reverse();
            prop_assert_eq!(&first, &average(&parts).unwrap());
            let value: f64 = first.parse().unwrap();
            let low = parts.iter().map(|(_, rate)| *rate).fold(f64::MAX, f64::min);
            let high = parts.iter().map(|(_, rate)| *rate).fold(f64::MIN, f64::max);
            prop_assert!(value >= low * 100.0 - 1e-8 && value <= high * 100.0 + 1e-8);
        }
    }
}
