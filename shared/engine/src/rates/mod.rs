//! Rates: solving them, and turning one dress into another.

pub(crate) mod level;
pub(crate) mod newton;
pub mod roots;
pub mod tools;

use crate::contract::{Discounting, NominalRate};
use crate::double::Double;
use crate::outcome::{EffectiveRate, NoRate, RateOutcome};
use crate::real::Real;
use crate::stretch::{Flows, Force, Opening, Stretch};

pub use roots::{Roots, irr_dated, irr_periodic};
pub use tools::{
    effective_from_nominal, fee_from_price, level_rate, net_present_value, net_present_value_dated,
    nominal_from_effective, present_value,
};

/// Nominal yearly rates that are looked for.
const LOWEST: f64 = -0.5;
const HIGHEST: f64 = 10.0;

/// Nominal yearly rates that are believed without a remark.
const PLAUSIBLE: std::ops::RangeInclusive<f64> = -0.2..=0.6;

/// An interval rate is never looked for at or below −100 %.
const LOWEST_INTERVAL: f64 = -0.99;

impl EffectiveRate {
    pub fn from_interval(interval: f64, interval_months: u32) -> Self {
        let a_year = 12.0 / f64::from(interval_months.max(1));
        Self {
            nominal: interval * a_year,
            effective: libm::expm1(libm::log1p(interval) * a_year),
            interval,
            interval_months,
        }
    }

    pub fn from_nominal(nominal: f64, interval_months: u32) -> Self {
        Self::from_interval(nominal * f64::from(interval_months) / 12.0, interval_months)
    }

    pub fn is_plausible(&self) -> bool {
        PLAUSIBLE.contains(&self.nominal)
    }
}

/// Where the rate variable of a stretch is looked for.
fn bounds(stretch: &Stretch) -> (f64, f64) {
    let of_year = f64::from(stretch.grid.every) / 12.0;
    let (low, high) = ((LOWEST * of_year).max(LOWEST_INTERVAL), HIGHEST * of_year);
    match stretch.discounting {
        Discounting::Periodic => (low, high),
        Discounting::Dated(_) => (libm::log1p(low) / of_year, libm::log1p(high) / of_year),
    }
}

fn effective(stretch: &Stretch, force: &Force) -> EffectiveRate {
    let months = stretch.grid.every as u32;
    match stretch.discounting {
        Discounting::Periodic => EffectiveRate::from_interval(force.at, months),
        Discounting::Dated(_) => EffectiveRate::from_interval(libm::expm1(force.at * f64::from(months) / 12.0), months),
    }
}

/// The one rate at which the stretch's flows are worth the opening: flows back are never negative, so there is at
/// most one.
pub(crate) fn solve(stretch: &Stretch, opening: &Opening) -> Result<(Force, RateOutcome), NoRate> {
    if opening.base.hi + opening.accrued.hi <= 0.0 {
        return Err(NoRate::NothingFinanced);
    }
    let flows = Flows { stretch };
    if !flows.any() {
        return Err(NoRate::OneSided);
    }
    let force = flows.solve(opening, bounds(stretch)).ok_or(NoRate::OutOfRange)?;
    let rate = effective(stretch, &force);
    let outcome = if rate.is_plausible() { RateOutcome::Unique(rate) } else { RateOutcome::Implausible(rate) };
    Ok((force, outcome))
}

/// A rate from the agreement as the stretch's own rate variable, exact to the last digit of double-double.
pub(crate) fn stated_force(stretch: &Stretch, stated: NominalRate) -> Force {
    let every = i64::from(stretch.grid.every);
    let interval = Double::ratio(stated.parts_per_billion() * every, 12_000_000_000);
    let exact = match stretch.discounting {
        Discounting::Periodic => interval,
        Discounting::Dated(_) => (Double::ONE + interval).ln() * Double::ratio(12, every),
    };
    Force { at: exact.hi, off: 2.0 * exact.lo.abs(), stated: Some(exact) }
}

pub(crate) fn stated_outcome(stretch: &Stretch, stated: NominalRate) -> RateOutcome {
    let nominal = stated.parts_per_billion() as f64 / 1e9;
    RateOutcome::Stated(EffectiveRate::from_nominal(nominal, stretch.grid.every as u32))
}

/// A rate solved over one payment interval, as the rate variable of a stretch with another: same effective rate.
pub(crate) fn interval_rate(stretch: &Stretch, rate: EffectiveRate) -> Force {
    let years = f64::from(stretch.grid.every) / 12.0;
    let force = libm::log1p(rate.effective);
    let at = match stretch.discounting {
        Discounting::Periodic => libm::expm1(force * years),
        Discounting::Dated(_) => force,
    };
    Force { at, off: 0.0, stated: Some(Double::from_f64(at)) }
}
