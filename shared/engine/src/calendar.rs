//! Months and days. A due date on the 31st falls back to the last day of a short month and returns to the 31st.

use chrono::{Datelike, NaiveDate};

use crate::validate::LAST_YEAR;

/// Days of the common era: 1 is 0001-01-01.
pub(crate) type Day = i32;

/// Months since the year 0: year × 12 + month − 1.
pub(crate) type Month = i32;

#[inline]
pub(crate) fn day_of(date: NaiveDate) -> Day {
    month_start(date.year() * 12) + date.ordinal0() as Day
}

/// A day somebody asks about. Nothing is computed after the last day a term may have, so later ones are read as it.
pub(crate) fn asked(date: NaiveDate) -> Day {
    day_of(date).min(first_day((LAST_YEAR + 1) * 12) - 1)
}

pub(crate) fn date_of(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(day).unwrap_or(NaiveDate::MAX)
}

pub(crate) fn month_of(date: NaiveDate) -> Month {
    date.year() * 12 + date.month0() as i32
}

const fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn first_day(month: Month) -> Day {
    let year = month.div_euclid(12);
    let before = year - 1;
    let month0 = month.rem_euclid(12);
    let ordinary = (367 * month0 + 5) / 12 - if month0 < 2 { 0 } else { 2 };
    let leap = if month0 >= 2 && is_leap(year) { 1 } else { 0 };
    365 * before + before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400) + ordinary + leap + 1
}

const TABLE_FROM: Month = 1890 * 12;
const TABLE_LEN: usize = 460 * 12;

/// First days of the months an agreement can touch: the debt series asks for them millions of times.
static FIRST_DAYS: [Day; TABLE_LEN] = {
    let mut table = [0; TABLE_LEN];
    let mut at = 0;
    while at < TABLE_LEN {
        table[at] = first_day(TABLE_FROM + at as i32);
        at += 1;
    }
    table
};

/// The first day of a month.
#[inline(always)]
pub(crate) fn month_start(month: Month) -> Day {
    match FIRST_DAYS.get((month - TABLE_FROM) as usize) {
        Some(day) => *day,
        None => first_day(month),
    }
}

/// The first days of the months after `month`, as many as are kept ready.
pub(crate) fn starts_after(month: Month) -> &'static [Day] {
    FIRST_DAYS.get((month - TABLE_FROM + 1) as usize..).unwrap_or(&[])
}

/// The month a day lies in.
#[inline]
pub(crate) fn month_at(day: Day) -> Month {
    let mut month = (i64::from(day - 1) * 4_800 / 146_097) as Month + 12;
    while month_start(month) > day {
        month -= 1;
    }
    while month_start(month + 1) <= day {
        month += 1;
    }
    month
}

/// The same day of the month `months` later, or the last day of that month where it is shorter.
#[inline]
pub(crate) fn months_after(day: Day, months: i32) -> Day {
    let month = month_at(day);
    day_in_month(month + months, day - month_start(month) + 1)
}

/// Day `day_of_month` of a month, or its last day where the month is shorter.
#[inline(always)]
pub(crate) fn day_in_month(month: Month, day_of_month: i32) -> Day {
    let start = month_start(month);
    let length = month_start(month + 1) - start;
    start + day_of_month.min(length) - 1
}

/// The same day of the month `months` later, or the last day of that month where it is shorter.
pub fn add_months(date: NaiveDate, months: i32) -> NaiveDate {
    date_of(day_in_month(month_of(date) + months, date.day() as i32))
}

/// The last day of each of `count` months, beginning with the month of `from`.
pub fn month_ends(from: NaiveDate, count: usize) -> impl Iterator<Item = NaiveDate> {
    let first = month_of(from);
    (0..count as i32).map(move |at| date_of(month_start(first + at + 1) - 1))
}

/// A run of month ends to read many agreements at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MonthEnds {
    pub(crate) first: Month,
    pub(crate) count: usize,
}

impl MonthEnds {
    /// The month of `from` and those after it, `count` in all but none after the last year a term may have.
    pub fn new(from: NaiveDate, count: usize) -> Self {
        let first = month_of(from);
        let left = ((LAST_YEAR + 1) * 12 - first).max(0) as usize;
        Self { first, count: count.min(left) }
    }

    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn dates(&self) -> impl Iterator<Item = NaiveDate> {
        month_ends(date_of(month_start(self.first)), self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn month_starts_agree_with_chrono() {
        for year in 1800..2400 {
            for month in 1..=12 {
                let date = ymd(year, month, 1);
                assert_eq!(month_start(month_of(date)), date.num_days_from_ce(), "{date}");
            }
        }
    }

    #[test]
    fn every_day_lies_in_its_month() {
        for day in day_of(ymd(1899, 12, 1))..day_of(ymd(2202, 1, 31)) {
            let date = date_of(day);
            assert_eq!(month_at(day), month_of(date), "{date}");
            assert_eq!(day_of(date), day, "{date}");
            assert_eq!(months_after(day, 12), day_of(add_months(date, 12)), "{date}");
        }
    }

    #[test]
    fn the_31st_falls_back_and_returns() {
        let start = ymd(2023, 12, 31);
        assert_eq!(add_months(start, 1), ymd(2024, 1, 31));
        assert_eq!(add_months(start, 2), ymd(2024, 2, 29));
        assert_eq!(add_months(start, 3), ymd(2024, 3, 31));
        assert_eq!(add_months(start, 4), ymd(2024, 4, 30));
        assert_eq!(add_months(start, -10), ymd(2023, 2, 28));
    }

    #[test]
    fn month_ends_run_over_the_year() {
        let ends: Vec<_> = MonthEnds::new(ymd(2023, 12, 7), 3).dates().collect();
        assert_eq!(ends, [ymd(2023, 12, 31), ymd(2024, 1, 31), ymd(2024, 2, 29)]);
    }
}
