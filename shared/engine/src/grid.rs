//! When payments fall due, and which intervals they bound.
//!
//! The grid counts whole intervals from its first date. The contractual end is a grid date too, even where the term
//! is not a whole number of intervals: then the last interval is short and weighs what it is of a whole one, in
//! months where it is whole months, in days where it is not. A term that misses a whole number only because a short
//! month has no 29th, 30th or 31st counts as whole.

use crate::calendar::{Day, Month, date_of, day_in_month, month_at, month_of, month_start};
use crate::real::Real;

/// How much of a whole interval an interval is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Weight {
    pub(crate) part: i32,
    pub(crate) of: i32,
}

impl Weight {
    pub(crate) const WHOLE: Self = Self { part: 1, of: 1 };

    pub(crate) fn is_whole(self) -> bool {
        self.part == self.of
    }

    pub(crate) fn real<R: Real>(self) -> R {
        R::ratio(i64::from(self.part), i64::from(self.of))
    }
}

/// Where a grid hangs in the calendar: the month of its first date, and the day it returns to in long months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) month: Month,
    pub(crate) day_of_month: i32,
}

impl Anchor {
    pub(crate) fn on(first: Day) -> Self {
        let month = month_at(first);
        Self { month, day_of_month: first - month_start(month) + 1 }
    }

    #[inline]
    fn after(&self, months: i32) -> Day {
        day_in_month(self.month + months, self.day_of_month)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Grid {
    pub(crate) first: Day,
    pub(crate) anchor: Anchor,
    pub(crate) every: i32,
    /// Intervals from the first grid date to `maturity`.
    pub(crate) intervals: u32,
    /// The day after the contractual end.
    pub(crate) maturity: Day,
    /// Of the last interval before maturity.
    pub(crate) last: Weight,
}

/// What the time from `from` to `until` is of the whole interval that begins at `from` and ends at `whole`.
pub(crate) fn part(from: Day, day_of_month: i32, every: i32, whole: Day, until: Day) -> Weight {
    let month = month_of(date_of(from));
    let months = (1..every).find(|months| day_in_month(month + months, day_of_month) == until);
    match months {
        Some(months) => Weight { part: months, of: every },
        None => Weight { part: until - from, of: whole - from },
    }
}

impl Grid {
    /// `first` is on or before `maturity`.
    pub(crate) fn new(first: Day, anchor: Anchor, every: i32, maturity: Day) -> Self {
        let mut grid = Self { first, anchor, every, intervals: 0, maturity, last: Weight::WHOLE };
        if maturity <= first {
            return grid;
        }
        let mut whole = ((month_of(date_of(maturity)) - anchor.month) / every).max(0) as u32;
        if grid.natural(whole) > maturity {
            whole = whole.saturating_sub(1);
        }
        let reached = grid.natural(whole);
        if whole > 0 && (reached == maturity || grid.falls_short(whole, maturity)) {
            grid.intervals = whole;
            return grid;
        }
        grid.intervals = whole + 1;
        let from = if whole == 0 { first } else { reached };
        grid.last = part(from, anchor.day_of_month, every, grid.natural(whole + 1), maturity);
        grid
    }

    /// The grid date by counting months alone.
    #[inline]
    pub(crate) fn natural(&self, at: u32) -> Day {
        self.anchor.after(at as i32 * self.every)
    }

    /// Whether `maturity` is the first day after a short month into which the grid date had to fall back.
    fn falls_short(&self, at: u32, maturity: Day) -> bool {
        let month = self.anchor.month + at as i32 * self.every;
        self.natural(at) < month_start(month) + self.anchor.day_of_month - 1 && maturity == month_start(month + 1)
    }

    /// Grid date `at`. After maturity the grid goes on; from maturity itself where the last interval was short.
    #[inline]
    pub(crate) fn due(&self, at: u32) -> Day {
        if at == self.intervals {
            self.maturity
        } else if at == 0 {
            self.first
        } else if at < self.intervals || self.last.is_whole() {
            self.natural(at)
        } else {
            self.anchor_at(at).after(0)
        }
    }

    /// Where a grid that takes over at grid date `at` hangs.
    pub(crate) fn anchor_at(&self, at: u32) -> Anchor {
        let Anchor { month, day_of_month } = self.anchor;
        if at < self.intervals || self.last.is_whole() {
            return Anchor { month: month + at as i32 * self.every, day_of_month };
        }
        let restart = Anchor::on(self.maturity);
        Anchor { month: restart.month + (at - self.intervals) as i32 * self.every, ..restart }
    }

    /// Weight of the interval from grid date `at` to the next.
    #[inline]
    pub(crate) fn weight(&self, at: u32) -> Weight {
        if at + 1 == self.intervals { self.last } else { Weight::WHOLE }
    }

    /// The first grid date on or after `day`, as its number.
    pub(crate) fn first_from(&self, day: Day) -> u32 {
        let months = month_of(date_of(day)) - self.anchor.month;
        let mut at = (months / self.every - 1).max(0) as u32;
        while self.due(at) < day {
            at += 1;
        }
        at
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

    fn grid(start: &str, every: i32, end: &str) -> Grid {
        let start: NaiveDate = start.parse().unwrap();
        Grid::new(day_of(start), Anchor::on(day_of(start)), every, day(end) + 1)
    }

    #[test]
    fn whole_terms_have_whole_intervals() {
        let grid = grid("2024-01-31", 3, "2026-01-30");
        assert_eq!((grid.intervals, grid.last), (8, Weight::WHOLE));
        assert_eq!(grid.due(1), day("2024-04-30"));
        assert_eq!(grid.due(2), day("2024-07-31"));
        assert_eq!(grid.due(8), day("2026-01-31"));
        assert_eq!(grid.due(9), day("2026-04-30"));
    }

    #[test]
    fn a_month_short_of_whole_quarters_weighs_two_thirds() {
        let grid = grid("2024-01-01", 3, "2025-02-28");
        assert_eq!((grid.intervals, grid.last), (5, Weight { part: 2, of: 3 }));
        assert_eq!(grid.due(4), day("2025-01-01"));
        assert_eq!(grid.due(5), day("2025-03-01"));
        assert_eq!(grid.due(6), day("2025-06-01"));
    }

    #[test]
    fn days_weigh_as_days_of_their_interval() {
        let grid = grid("2024-01-15", 1, "2024-03-31");
        assert_eq!((grid.intervals, grid.last), (3, Weight { part: 17, of: 31 }));
        assert_eq!(grid.due(3), day("2024-04-01"));
    }

    #[test]
    fn the_end_of_a_short_month_is_a_whole_term() {
        let to_the_last_of_february = grid("2024-01-31", 1, "2025-02-28");
        assert_eq!((to_the_last_of_february.intervals, to_the_last_of_february.last), (13, Weight::WHOLE));
        assert_eq!(to_the_last_of_february.due(13), day("2025-03-01"));
        assert_eq!(to_the_last_of_february.due(14), day("2025-03-31"));
        let to_the_27th = grid("2024-01-31", 1, "2025-02-27");
        assert_eq!((to_the_27th.intervals, to_the_27th.last), (13, Weight::WHOLE));
        assert_eq!(to_the_27th.due(13), day("2025-02-28"));
    }

    #[test]
    fn a_term_shorter_than_one_interval_is_one_short_interval() {
        let grid = grid("2024-01-01", 12, "2024-06-30");
        assert_eq!((grid.intervals, grid.last), (1, Weight { part: 6, of: 12 }));
    }

    #[test]
    fn first_from_finds_the_next_due_date() {
        let grid = grid("2024-01-31", 1, "2025-01-30");
        assert_eq!(grid.first_from(day("2024-01-31")), 0);
        assert_eq!(grid.first_from(day("2024-02-01")), 1);
        assert_eq!(grid.first_from(day("2024-02-29")), 1);
        assert_eq!(grid.first_from(day("2024-03-01")), 2);
        assert_eq!(grid.first_from(day("2030-05-31")), 76);
    }
}
