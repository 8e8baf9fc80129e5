//! Level payments: all powers, sums and slopes from one pass over the bits of the count. Every term is positive, so
//! nothing cancels, and a rate of 0 needs no case of its own.

use crate::real::Real;

/// `fee` at grid dates `first..until`, `residual` at grid date `end`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    pub(crate) fee: i64,
    pub(crate) first: u32,
    pub(crate) until: u32,
    pub(crate) end: u32,
    pub(crate) residual: i64,
}

pub(crate) fn power<R: Real>(base: R, exponent: u32) -> R {
    let mut result = R::whole(1);
    for bit in (0..u32::BITS - exponent.leading_zeros()).rev() {
        result = result * result;
        if exponent >> bit & 1 == 1 {
            result = result * base;
        }
    }
    result
}

/// v^count, Σ v^j and Σ j·v^j for j below count.
#[inline]
fn series<R: Real>(v: R, count: u32) -> (R, R, R) {
    let (mut pow, mut sum, mut moment) = (R::whole(1), R::whole(0), R::whole(0));
    let mut reached = 0;
    for bit in (0..u32::BITS - count.leading_zeros()).rev() {
        moment = moment + pow * (moment + R::whole(reached) * sum);
        sum = sum + pow * sum;
        pow = pow * pow;
        reached *= 2;
        if count >> bit & 1 == 1 {
            moment = moment + R::whole(reached) * pow;
            sum = sum + pow;
            pow = pow * v;
            reached += 1;
        }
    }
    (pow, sum, moment)
}

impl Level {
    /// Present value at the first grid date, and its slope in the rate.
    #[inline]
    pub(crate) fn present_value<R: Real>(&self, rate: R) -> (R, R) {
        let v = R::whole(1) / (R::whole(1) + rate);
        let (pow, sum, moment) = series(v, self.until.saturating_sub(self.first));
        let deferred = power(v, self.first);
        let discount = match self.end.checked_sub(self.until.max(self.first)) {
            Some(0) => deferred * pow,
            Some(more) => deferred * pow * power(v, more),
            None => power(v, self.end),
        };
        let fee = R::whole(self.fee) * deferred;
        let residual = R::whole(self.residual) * discount;
        let value = fee * sum + residual;
        let slope = fee * (R::whole(i64::from(self.first)) * sum + moment) + R::whole(i64::from(self.end)) * residual;
        (value, -v * slope)
    }

    /// Sum of the flows, and their mean and variance in time.
    pub(crate) fn moments(&self) -> Moments {
        let mut moments = Moments::default();
        moments.add_run(self.fee as f64, self.first, self.until);
        moments.add(self.residual as f64, f64::from(self.end));
        moments
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Moments {
    total: f64,
    first: f64,
    second: f64,
}

impl Moments {
    pub(crate) fn add(&mut self, amount: f64, time: f64) {
        self.total += amount;
        self.first += amount * time;
        self.second += amount * time * time;
    }

    /// The same amount at each of the whole times `from..until`.
    pub(crate) fn add_run(&mut self, amount: f64, from: u32, until: u32) {
        if until <= from {
            return;
        }
        let (count, middle) = (f64::from(until - from), 0.5 * (f64::from(from) + f64::from(until) - 1.0));
        self.total += amount * count;
        self.first += amount * count * middle;
        self.second += amount * count * (middle * middle + (count * count - 1.0) / 12.0);
    }

    /// A rate near the one at which flows with these moments are worth `capital`: flows spread as a bell around their
    /// mean time would be worth total · exp(−δ·mean + δ²·variance / 2).
    #[inline]
    pub(crate) fn guess(&self, capital: f64) -> f64 {
        let mean = self.first / self.total;
        let variance = self.second / self.total - mean * mean;
        if mean.is_nan() || mean <= 0.0 {
            return 0.0;
        }
        let growth = libm::log(self.total / capital);
        let within = mean * mean - 2.0 * variance * growth;
        let force = if within > 0.0 { 2.0 * growth / (mean + within.sqrt()) } else { growth / mean };
        if force.abs() > 0.5 {
            return libm::expm1(force.clamp(-2.0, 5.0));
        }
        force * (1.0 + force * (0.5 + force * (1.0 / 6.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closed_form_is_the_sum() {
        for (first, until, end) in
            [(0, 60, 60), (1, 61, 60), (1, 60, 60), (2, 61, 60), (0, 1, 1), (0, 0, 3), (0, 5, 4), (1, 1, 1)]
        {
            for rate in [-0.03, -1e-12, 0.0, 1e-9, 0.004, 0.08, 2.0] {
                let level = Level { fee: 1234, first, until, end, residual: 5678 };
                let v = 1.0 / (1.0 + rate);
                let at = |k: u32| power::<f64>(v, k);
                let value: f64 = (first..until).map(|k| 1234.0 * at(k)).sum::<f64>() + 5678.0 * at(end);
                let slope: f64 = -v
                    * ((first..until).map(|k| f64::from(k) * 1234.0 * at(k)).sum::<f64>()
                        + f64::from(end) * 5678.0 * at(end));
                let (found, found_slope) = level.present_value::<f64>(rate);
                assert!((found / value - 1.0).abs() < 1e-13, "{first} {until} {end} {rate}: {found} {value}");
                assert!((found_slope - slope).abs() <= 1e-12 * slope.abs(), "{found_slope} {slope}");
            }
        }
    }
}
