//! The everyday formulas, for whoever needs a number and has no agreement.

use chrono::NaiveDate;

use crate::contract::{DayCount, Minor, Timing};
use crate::day_count::year_fraction;
use crate::outcome::{EffectiveRate, NoRate, RateOutcome};
use crate::rates::level::{Level, power};
use crate::rates::newton::falling_root;
use crate::rates::{HIGHEST, LOWEST, LOWEST_INTERVAL};

/// (1 + nominal / m)^m − 1.
pub fn effective_from_nominal(nominal: f64, times_a_year: f64) -> f64 {
    libm::expm1(libm::log1p(nominal / times_a_year) * times_a_year)
}

/// ((1 + effective)^(1/m) − 1) · m.
pub fn nominal_from_effective(effective: f64, times_a_year: f64) -> f64 {
    libm::expm1(libm::log1p(effective) / times_a_year) * times_a_year
}

fn level(fee: Minor, count: u32, residual: Minor, timing: Timing) -> Level {
    let first = u32::from(timing == Timing::Arrears);
    Level { fee, first, until: count + first, end: count, residual }
}

/// Value today of `count` payments of `fee` and then `residual`, at an interval rate above −1.
pub fn present_value(fee: Minor, count: u32, residual: Minor, interval_rate: f64, timing: Timing) -> f64 {
    level(fee, count, residual, timing).present_value(interval_rate).0
}

/// Value today of flows one interval apart, the first today, at an interval rate above −1.
pub fn net_present_value(flows: &[Minor], interval_rate: f64) -> f64 {
    let v = 1.0 / (1.0 + interval_rate);
    flows.iter().rev().fold(0.0, |value, flow| value * v + *flow as f64)
}

/// Value on the day of the first flow given, of flows on their dates, at an effective yearly rate above −1.
pub fn net_present_value_dated(flows: &[(NaiveDate, Minor)], rate: f64, convention: DayCount) -> f64 {
    let Some((first, _)) = flows.first() else { return 0.0 };
    let force = libm::log1p(rate);
    let worth = |(date, amount): &(NaiveDate, Minor)| {
        *amount as f64 * libm::exp(-force * year_fraction(convention, *first, *date))
    };
    flows.iter().map(worth).sum()
}

/// The level fee that pays `capital` down to `residual`, unrounded. `None`: no payments to do it with.
pub fn fee_from_price(capital: Minor, count: u32, residual: Minor, interval_rate: f64, timing: Timing) -> Option<f64> {
    let annuity = level(1, count, 0, timing).present_value::<f64>(interval_rate).0;
    let left = residual as f64 * power(1.0 / (1.0 + interval_rate), count);
    let fee = (capital as f64 - left) / annuity;
    fee.is_finite().then_some(fee)
}

/// The rate at which `count` level payments and then `residual` are worth `capital`.
pub fn level_rate(
    capital: Minor,
    fee: Minor,
    count: u32,
    residual: Minor,
    timing: Timing,
    interval_months: u32,
) -> RateOutcome {
    if capital <= 0 {
        return RateOutcome::None(NoRate::NothingFinanced);
    }
    if fee < 0 || residual < 0 || (residual == 0 && (fee == 0 || count == 0)) {
        return RateOutcome::None(NoRate::OneSided);
    }
    let flows = level(fee, count, residual, timing);
    let of_year = f64::from(interval_months.max(1)) / 12.0;
    let bounds = ((LOWEST * of_year).max(LOWEST_INTERVAL), HIGHEST * of_year);
    let gap = |rate| {
        let (value, slope) = flows.present_value(rate);
        (value - capital as f64, slope)
    };
    let guess = flows.moments().guess(capital as f64);
    let Some(root) = falling_root(gap, guess, bounds, f64::from(count) + 2.0) else {
        return RateOutcome::None(NoRate::OutOfRange);
    };
    let rate = EffectiveRate::from_interval(root.at, interval_months);
    if rate.is_plausible() { RateOutcome::Unique(rate) } else { RateOutcome::Implausible(rate) }
}
