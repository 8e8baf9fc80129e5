//! One formula, three precisions. `f64` solves for rates, [`Near`] carries its own error bound and answers nearly
//! always, [`Double`] answers when the bound leaves a rounding open.

use std::ops::{Add, Div, Mul, Neg, Sub};

use crate::contract::Minor;
use crate::double::Double;

/// Half a unit in the last place of 1.
const ULP: f64 = f64::EPSILON / 2.0;

/// Published amounts stay where three of them can be added.
const LARGEST: f64 = 2e18;

pub(crate) trait Real:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    fn whole(value: i64) -> Self;
    fn double(value: Double) -> Self;
    fn exp(self) -> Self;
    fn min(self, other: Self) -> Self;

    fn ratio(numerator: i64, denominator: i64) -> Self {
        Self::whole(numerator) / Self::whole(denominator)
    }
}

impl Real for f64 {
    #[inline]
    fn whole(value: i64) -> Self {
        value as f64
    }
    fn double(value: Double) -> Self {
        value.hi
    }
    fn exp(self) -> Self {
        libm::exp(self)
    }
    fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
}

impl Real for Double {
    fn whole(value: i64) -> Self {
        Self::from_i64(value)
    }
    fn double(value: Double) -> Self {
        value
    }
    fn exp(self) -> Self {
        Self::exp(self)
    }
    fn min(self, other: Self) -> Self {
        if other < self { other } else { self }
    }
}

/// A number known to lie within `off` of `at`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Near {
    pub(crate) at: f64,
    pub(crate) off: f64,
}

impl Near {
    #[inline]
    fn rounded(at: f64, off: f64) -> Self {
        Self { at, off: off + at.abs() * f64::EPSILON }
    }
}

impl Add for Near {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        Self::rounded(self.at + other.at, self.off + other.off)
    }
}

impl Sub for Near {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        Self::rounded(self.at - other.at, self.off + other.off)
    }
}

impl Mul for Near {
    type Output = Self;
    #[inline]
    fn mul(self, other: Self) -> Self {
        let off = self.at.abs() * other.off + (other.at.abs() + other.off) * self.off;
        Self::rounded(self.at * other.at, off)
    }
}

impl Div for Near {
    type Output = Self;
    #[inline]
    fn div(self, other: Self) -> Self {
        let at = self.at / other.at;
        let least = other.at.abs() - other.off;
        if least <= 0.0 {
            return Self { at, off: f64::INFINITY };
        }
        Self::rounded(at, (self.off + at.abs() * other.off) / least)
    }
}

impl Neg for Near {
    type Output = Self;
    fn neg(self) -> Self {
        Self { at: -self.at, off: self.off }
    }
}

impl Real for Near {
    #[inline]
    fn whole(value: i64) -> Self {
        let at = value as f64;
        Self { at, off: if value.unsigned_abs() < 1 << 53 { 0.0 } else { at.abs() * ULP } }
    }
    #[inline]
    fn ratio(numerator: i64, denominator: i64) -> Self {
        if numerator.unsigned_abs() < 1 << 53 && denominator.unsigned_abs() < 1 << 53 && denominator != 0 {
            let at = numerator as f64 / denominator as f64;
            return Self { at, off: at.abs() * f64::EPSILON };
        }
        Self::whole(numerator) / Self::whole(denominator)
    }
    fn double(value: Double) -> Self {
        Self { at: value.hi, off: value.lo.abs() }
    }
    fn exp(self) -> Self {
        let at = libm::exp(self.at);
        if self.off > 0.5 {
            return Self { at, off: f64::INFINITY };
        }
        Self { at, off: at * (2.0 * self.off + 4.0 * ULP) }
    }
    /// The minimum moves no more than the larger of its sides does.
    fn min(self, other: Self) -> Self {
        Self { at: if other.at < self.at { other.at } else { self.at }, off: self.off.max(other.off) }
    }
}

impl Near {
    /// To the nearest whole, half away from zero; `None` where the bound leaves it open.
    #[inline]
    pub(crate) fn round(self) -> Option<Minor> {
        round_within(self.at, self.off)
    }
}

/// 1.5 · 2⁵²: added to a smaller number it leaves no room for a fraction.
const SHIFT: f64 = 6_755_399_441_055_744.0;

/// To the nearest whole, half away from zero, if every number within `off` of `at` rounds alike.
#[inline]
pub(crate) fn round_within(at: f64, off: f64) -> Option<Minor> {
    let shifted = at + SHIFT;
    let beside = (at - (shifted - SHIFT)).abs();
    // A half itself is open, and so is a bound that is not a number.
    if beside + off < 0.5 && at.abs() < 2_251_799_813_685_248.0 {
        return Some((shifted.to_bits() as i64).wrapping_sub(SHIFT.to_bits() as i64));
    }
    None
}

impl Double {
    /// As [`Self::round`], a half to the even one of its neighbours.
    pub(crate) fn round_to_even(self) -> Minor {
        let away = self.round();
        let step = if self.hi < 0.0 { -1 } else { 1 };
        // A half that goes the other way when it is pushed by the slack from both sides.
        let short = self.abs() - Self::from_f64(2e-24 * (1.0 + self.abs().hi));
        let towards = if short.hi < 0.0 { 0 } else { short.round() };
        if towards * step != away && away % 2 != 0 { away - step } else { away }
    }

    /// To the nearest whole, half away from zero. What cannot be told from a half in 24 digits is a half: a true tie
    /// is met exactly, and an irrational path comes that near to one about once in 10¹⁵ roundings.
    pub(crate) fn round(self) -> Minor {
        let size = self.abs();
        if size.hi.is_nan() {
            return 0;
        }
        if size.hi >= LARGEST {
            return if self.hi < 0.0 { -(LARGEST as i64) } else { LARGEST as i64 };
        }
        let slack = 1e-24 * (1.0 + size.hi);
        let shifted = size + Self::from_f64(0.5) + Self::from_f64(slack);
        let floor = libm::floor(shifted.hi);
        let whole = if floor == shifted.hi { floor as i64 + libm::floor(shifted.lo) as i64 } else { floor as i64 };
        if self.hi < 0.0 { -whole } else { whole }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (twice, rounded) in
            [(5, 3), (-5, -3), (1, 1), (-1, -1), (4, 2), (0, 0), (2_000_000_000_001, 1_000_000_000_001)]
        {
            assert_eq!(Double::ratio(twice, 2).round(), rounded, "{twice}/2");
        }
    }

    #[test]
    fn halves_go_to_the_even_one() {
        for (twice, rounded) in [(5, 2), (-5, -2), (1, 0), (-1, 0), (3, 2), (-3, -2), (4, 2), (0, 0), (7, 4)] {
            assert_eq!(Double::ratio(twice, 2).round_to_even(), rounded, "{twice}/2");
        }
        for (parts, rounded) in [(2_499_999, 2), (2_500_001, 3), (1_499_999, 1), (-2_500_001, -3), (-2_499_999, -2)] {
            assert_eq!(Double::ratio(parts, 1_000_000).round_to_even(), rounded, "{parts}");
        }
        assert_eq!(Double::from_i64(i64::MAX).round_to_even(), Double::from_i64(i64::MAX).round());
    }

    #[test]
    fn just_beside_a_half_is_not_a_half() {
        let tiny = Double::from_f64(1e-18);
        assert_eq!((Double::from_f64(100.5) - tiny).round(), 100);
        assert_eq!((Double::from_f64(100.5) + tiny).round(), 101);
        assert_eq!((Double::from_f64(1_000_000_000.5) - Double::from_f64(1e-13)).round(), 1_000_000_000);
        assert_eq!((Double::from_i64(1_000_000_000_000_000) - Double::from_f64(0.25)).round(), 1_000_000_000_000_000);
        assert_eq!((Double::from_i64(1_000_000_000_000_000) - Double::from_f64(0.75)).round(), 999_999_999_999_999);
    }

    #[test]
    fn an_open_rounding_is_not_answered() {
        assert_eq!(round_within(100.4, 0.05), Some(100));
        assert_eq!(round_within(100.4, 0.11), None);
        assert_eq!(round_within(-100.6, 0.05), Some(-101));
        assert_eq!(round_within(100.5, 0.0), None);
        assert_eq!(round_within(100.0, f64::NAN), None);
        assert_eq!(round_within(1e300, 0.0), None);
        assert_eq!(round_within(-0.2, 0.1), Some(0));
        assert_eq!(round_within(-200_000_000_000_001.25, 0.0), Some(-200_000_000_000_001));
        assert_eq!(round_within(f64::NAN, 0.0), None);
    }

    #[test]
    fn the_bound_holds_what_double_finds() {
        let mut near = Near::ratio(1, 3);
        let mut exact = Double::ratio(1, 3);
        for step in 1..200 {
            let factor = (Near::ratio(step, 197), Double::ratio(step, 197));
            near = near * factor.0 + Near::whole(step) - near / Near::whole(7);
            exact = exact * factor.1 + Double::whole(step) - exact / Double::whole(7);
            let off = (exact - Double::from_f64(near.at)).abs().hi;
            assert!(off <= near.off, "step {step}: {off} > {}", near.off);
        }
    }
}
