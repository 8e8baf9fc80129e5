//! Double-double: a number as the unevaluated sum of two f64, about 31 decimal digits. It decides the roundings that
//! f64 cannot, and nothing in it depends on the machine: no fused multiply-add, no platform maths.

use std::cmp::Ordering;
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Double {
    pub(crate) hi: f64,
    pub(crate) lo: f64,
}

#[inline]
fn two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    let seen = sum - a;
    Double { hi: sum, lo: (a - (sum - seen)) + (b - seen) }
}

/// As `two_sum`, for |a| ≥ |b|.
#[inline]
fn quick_two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    Double { hi: sum, lo: b - (sum - a) }
}

#[inline]
fn split(a: f64) -> (f64, f64) {
    let scaled = 134_217_729.0 * a;
    let high = scaled - (scaled - a);
    (high, a - high)
}

#[inline]
fn two_product(a: f64, b: f64) -> Double {
    let product = a * b;
    let (ah, al) = split(a);
    let (bh, bl) = split(b);
    Double { hi: product, lo: ((ah * bh - product) + ah * bl + al * bh) + al * bl }
}

impl Double {
    pub(crate) const ZERO: Self = Self { hi: 0.0, lo: 0.0 };
    pub(crate) const ONE: Self = Self { hi: 1.0, lo: 0.0 };
    const LN_2: Self = Self { hi: std::f64::consts::LN_2, lo: 2.319_046_813_846_299_6e-17 };

    pub(crate) fn from_f64(value: f64) -> Self {
        Self { hi: value, lo: 0.0 }
    }

    /// Exact for every i64.
    pub(crate) fn from_i64(value: i64) -> Self {
        let high = (value >> 32) as f64 * 4_294_967_296.0;
        let low = (value & 0xFFFF_FFFF) as f64;
        two_sum(high, low)
    }

    fn times_f64(self, factor: f64) -> Self {
        let product = two_product(self.hi, factor);
        quick_two_sum(product.hi, product.lo + self.lo * factor)
    }

    pub(crate) fn abs(self) -> Self {
        if self.hi < 0.0 { -self } else { self }
    }

    /// e^x − 1 for a small x, by its series.
    fn exp_m1_small(self) -> Self {
        let mut sum = Self::ZERO;
        for n in (2..=9).rev() {
            sum = (Self::ONE + sum) * self / Self::from_f64(f64::from(n));
        }
        self * (Self::ONE + sum)
    }

    pub(crate) fn exp(self) -> Self {
        if self.hi > 700.0 {
            return Self::from_f64(f64::INFINITY);
        }
        if self.hi < -700.0 {
            return Self::ZERO;
        }
        let twos = libm::rint(self.hi / Self::LN_2.hi);
        let rest = (self - Self::LN_2.times_f64(twos)).times_f64(1.0 / 1024.0);
        let mut grown = rest.exp_m1_small();
        for _ in 0..10 {
            grown = grown.times_f64(2.0) + grown * grown;
        }
        let result = Self::ONE + grown;
        let scale = libm::scalbn(1.0, twos as i32);
        Self { hi: result.hi * scale, lo: result.lo * scale }
    }

    /// Natural logarithm of a positive number: one Newton step from f64 doubles its digits.
    pub(crate) fn ln(self) -> Self {
        let near = Self::from_f64(libm::log(self.hi));
        near + (self * (-near).exp() - Self::ONE)
    }
}

impl Add for Double {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        let high = two_sum(self.hi, other.hi);
        let low = two_sum(self.lo, other.lo);
        let high = quick_two_sum(high.hi, high.lo + low.hi);
        quick_two_sum(high.hi, high.lo + low.lo)
    }
}

impl Neg for Double {
    type Output = Self;
    #[inline]
    fn neg(self) -> Self {
        Self { hi: -self.hi, lo: -self.lo }
    }
}

impl Sub for Double {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Double {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let product = two_product(self.hi, other.hi);
        quick_two_sum(product.hi, product.lo + (self.hi * other.lo + self.lo * other.hi))
    }
}

impl Div for Double {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let rest = self - other.times_f64(first);
        let second = rest.hi / other.hi;
        let rest = rest - other.times_f64(second);
        let third = rest.hi / other.hi;
        quick_two_sum(first, second) + Self::from_f64(third)
    }
}

impl PartialOrd for Double {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.hi.partial_cmp(&other.hi) {
            Some(Ordering::Equal) => self.lo.partial_cmp(&other.lo),
            order => order,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(left: Double, right: Double) -> bool {
        (left - right).abs().hi <= 1e-29 * right.hi.abs().max(1e-300)
    }

    #[test]
    fn division_and_multiplication_invert() {
        for (a, b) in [(1_i64, 3_i64), (535, 120_000), (i64::MAX, 7), (-22, 7)] {
            let (a, b) = (Double::from_i64(a), Double::from_i64(b));
            assert!(close(a / b * b, a), "{a:?} {b:?}");
        }
    }

    #[test]
    fn whole_numbers_are_exact() {
        let big = Double::from_i64(i64::MAX);
        assert_eq!(big.hi, 9_223_372_036_854_775_808.0);
        assert_eq!(big.lo, -1.0);
        assert_eq!(Double::from_i64(-7), Double::from_f64(-7.0));
    }

    #[test]
    fn e_to_31_digits() {
        // 2.718281828459045235360287471352662…; the f64 nearest to it is 2.718281828459045090795598298427648…
        let e = Double::ONE.exp();
        let rest = e - Double::from_f64(std::f64::consts::E);
        assert!((rest.hi - 1.445_646_891_729_250_2e-16).abs() < 1e-31, "{rest:?}");
    }

    #[test]
    fn logarithm_and_exponential_invert() {
        for x in [1e-9, 0.004, 0.05, 0.3, 2.0, 10.0, 1e4] {
            let x = Double::ONE + Double::from_f64(x);
            assert!(close(x.ln().exp(), x), "{x:?}");
            assert!(close(x.ln() + (Double::ONE / x).ln() + Double::ONE, Double::ONE), "{x:?}");
        }
    }
}
