//! The rate at which payments are worth an amount.

use crate::books::chronology::At;
use crate::books::growth::{Growth, Scale};
use crate::calendar::Day;
use crate::contract::Minor;
use crate::double::Double;
use crate::real::Real;

/// Rates per interval, and forces of interest, that are looked for.
const LOWEST: f64 = -0.5;
const HIGHEST: f64 = 3.0;

fn worth<R: Real>(scale: Scale, payments: &[(At, Minor)], day: Day, rate: R) -> R {
    let growth = Growth { scale, rate };
    let (mut worth, mut later) = (R::whole(0), None);
    for (at, amount) in payments.iter().rev() {
        if let Some(later) = later {
            worth = worth / growth.factor(at.day, later);
        }
        worth = worth + R::whole(*amount);
        later = Some(at.day);
    }
    later.map_or(worth, |first| worth / growth.factor(day, first))
}

/// `None`: no rate between the bounds. The payments are worth less the higher the rate, as payments from a lessee are.
pub(crate) fn rate_at(scale: Scale, payments: &[(At, Minor)], day: Day, target: Minor) -> Option<Double> {
    let goal = target as f64;
    let (mut low, mut high) = (LOWEST, HIGHEST);
    let above = |rate: f64| worth(scale, payments, day, rate) > goal;
    if target <= 0 || !above(low) || above(high) {
        return None;
    }
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if above(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    // Secant steps in double-double: each brings as many digits as the slope is known by.
    let goal = Double::from_i64(target);
    let gap = |rate: Double| worth(scale, payments, day, rate) - goal;
    let step = Double::from_f64(1e-9);
    let mut rate = Double::from_f64(0.5 * (low + high));
    for _ in 0..4 {
        let here = gap(rate);
        let slope = (gap(rate + step) - here) / step;
        if slope.hi == 0.0 {
            return None;
        }
        rate = rate - here / slope;
    }
    Some(rate)
}
