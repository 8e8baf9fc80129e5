//! What is spread evenly over time, in whole numbers.

use crate::books::policy::{Depreciation, Halves};
use crate::calendar::{Day, Month, day_in_month, month_at};
use crate::contract::Minor;
use crate::grid::Anchor;
use crate::real::round_within;

/// `amount` × part / of, half away from zero.
pub(crate) fn share(amount: Minor, part: i128, of: i128) -> Minor {
    if of == 0 {
        return 0;
    }
    let (product, of) = (i128::from(amount) * part, of.abs());
    let twice = 2 * product.abs() + of;
    // A division in 64 bits is several times faster, and nearly always enough.
    let half = match (u64::try_from(twice), u64::try_from(2 * of)) {
        (Ok(twice), Ok(of)) => i128::from(twice / of),
        _ => twice / (2 * of),
    };
    (if product < 0 { -half } else { half }) as Minor
}

/// As [`share`]. In floats, where those prove the rounding, and that is nearly always.
#[inline]
pub(crate) fn share_of(amount: Minor, part: i64, of: i64, halves: Halves) -> Minor {
    const EXACT: u64 = 1 << 53;
    if amount.unsigned_abs() < EXACT && part.unsigned_abs() < EXACT && of.unsigned_abs() < EXACT {
        let near = amount as f64 * part as f64 / of as f64;
        if let Some(found) = round_within(near, near.abs() * (2.0 * f64::EPSILON)) {
            return found;
        }
    }
    let away = share(amount, i128::from(part), i128::from(of));
    let twice = 2 * i128::from(amount) * i128::from(part);
    let is_half = (2 * i128::from(away) * i128::from(of) - twice).abs() == i128::from(of).abs();
    if halves == Halves::ToEven && is_half && away % 2 != 0 { away - away.signum() } else { away }
}

/// Time since commencement as a fraction: months with their part of a month, or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Time {
    pub(crate) part: i64,
    pub(crate) of: i64,
}

impl Time {
    /// self − other over a common denominator.
    pub(crate) fn since(self, other: Self) -> Self {
        Self { part: self.part * other.of - other.part * self.of, of: self.of * other.of }
    }

    fn is_after(self, other: Self) -> bool {
        self.since(other).part > 0
    }
}

/// How time is counted for what is spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pace {
    anchor: Anchor,
    first: Day,
    method: Depreciation,
}

impl Pace {
    pub(crate) fn new(first: Day, method: Depreciation) -> Self {
        Self { anchor: Anchor::on(first), first, method }
    }

    /// The day its months begin on.
    pub(crate) fn day_of_month(&self) -> i32 {
        self.anchor.day_of_month
    }

    pub(crate) fn month(&self) -> Month {
        self.anchor.month
    }

    pub(crate) fn first(&self) -> Day {
        self.first
    }

    pub(crate) fn time(&self, day: Day) -> Time {
        match self.method {
            Depreciation::ByDays => Time { part: i64::from(day - self.first), of: 1 },
            Depreciation::ByMonths => {
                let (months, days, of) = months_between(&self.anchor, day);
                Time { part: i64::from(months) * i64::from(of) + i64::from(days), of: i64::from(of) }
            }
        }
    }
}

/// Whole months from the anchor, the days beyond them, and the days of the month they are part of.
pub(crate) fn months_between(anchor: &Anchor, day: Day) -> (i32, i32, i32) {
    let month = month_at(day);
    let here = day_in_month(month, anchor.day_of_month);
    let (month, from, next) = if here > day {
        (month - 1, day_in_month(month - 1, anchor.day_of_month), here)
    } else {
        (month, here, day_in_month(month + 1, anchor.day_of_month))
    };
    let months = month - anchor.month;
    if day == from { (months, 0, 1) } else { (months, day - from, next - from) }
}

/// An amount that falls evenly from `amount` to `rest` between two times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spread {
    pub(crate) amount: Minor,
    pub(crate) rest: Minor,
    pub(crate) from: Time,
    pub(crate) until: Time,
    pub(crate) halves: Halves,
}

impl Spread {
    /// How far the fall has come at a time: a part, and of what.
    pub(crate) fn progress(&self, time: Time) -> (i64, i64) {
        if !self.until.is_after(time) {
            return (1, 1);
        }
        if !time.is_after(self.from) {
            return (0, 1);
        }
        let (gone, whole) = (time.since(self.from), self.until.since(self.from));
        (gone.part * whole.of, gone.of * whole.part)
    }

    /// What is left at a time. What is written off is rounded, not what is left.
    pub(crate) fn left(&self, time: Time) -> Minor {
        let (gone, whole) = self.progress(time);
        self.amount - share_of(self.amount - self.rest, gone, whole, self.halves)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::day_of;
    use chrono::NaiveDate;

    fn day(text: &str) -> Day {
        day_of(text.parse::<NaiveDate>().unwrap())
    }

    #[test]
    fn months_weigh_the_same_and_days_their_part() {
        let pace = Pace::new(day("2024-01-15"), Depreciation::ByMonths);
        let spread = Spread {
            amount: 12_000,
            rest: 0,
            from: pace.time(day("2024-01-15")),
            until: pace.time(day("2025-01-15")),
            halves: Halves::AwayFromZero,
        };
        assert_eq!(spread.left(pace.time(day("2024-02-15"))), 11_000);
        assert_eq!(spread.left(pace.time(day("2024-02-01"))), 12_000 - 548);
        assert_eq!(spread.left(pace.time(day("2025-01-15"))), 0);
        assert_eq!(spread.left(pace.time(day("2026-01-15"))), 0);
        assert_eq!(spread.left(pace.time(day("2023-01-15"))), 12_000);
    }

    #[test]
    fn a_share_is_rounded_half_away_from_zero() {
        assert_eq!([share(5, 1, 2), share(-5, 1, 2), share(4, 1, 3), share(-5, 1, 3)], [3, -3, 1, -2]);
        assert_eq!(share(1, 1, 0), 0);
        for (amount, part, of) in [(5, 1, 2), (7, 3, 6), (-5, 1, 2), (1, 1, 2), (9, 1, 6), (5, 1, -2), (1 << 60, 3, 7)]
        {
            assert_eq!(share_of(amount, part, of, Halves::AwayFromZero), share(amount, part.into(), of.into()));
        }
        let even = |amount, part, of| share_of(amount, part, of, Halves::ToEven);
        assert_eq!(
            [even(5, 1, 2), even(7, 3, 6), even(-5, 1, 2), even(-7, 1, 2), even(1, 1, 2), even(9, 1, 6)],
            [2, 4, -2, -4, 0, 2]
        );
        assert_eq!([even(4, 1, 3), even(-5, 1, 3), even(6, 1, 2)], [1, -2, 3]);
    }
}
