//! How long the time between two dates is, in years.

use chrono::{Datelike, NaiveDate};

use crate::calendar::{day_of, month_start};
use crate::contract::DayCount;
use crate::real::Real;

/// Years from `from` to `to`; negative when `to` is the earlier.
pub fn year_fraction(convention: DayCount, from: NaiveDate, to: NaiveDate) -> f64 {
    years(convention, from, to)
}

pub(crate) fn years<R: Real>(convention: DayCount, from: NaiveDate, to: NaiveDate) -> R {
    if to < from {
        return -years::<R>(convention, to, from);
    }
    let days = i64::from(day_of(to) - day_of(from));
    match convention {
        DayCount::Act365F => R::ratio(days, 365),
        DayCount::Act360 => R::ratio(days, 360),
        DayCount::ActActIsda => {
            let in_leap_years = i64::from(leap_year_days_before(to) - leap_year_days_before(from));
            R::ratio(days - in_leap_years, 365) + R::ratio(in_leap_years, 366)
        }
        DayCount::E30360 => R::ratio(thirty_days(from, to, from.day().min(30), to.day().min(30)), 360),
        DayCount::Bond30360 => {
            let first = from.day().min(30);
            let last = if first == 30 { to.day().min(30) } else { to.day() };
            R::ratio(thirty_days(from, to, first, last), 360)
        }
        DayCount::Us30360 => {
            let february = ends_february(from);
            let first = if february { 30 } else { from.day().min(30) };
            let last = match (february && ends_february(to), first) {
                (true, _) => 30,
                (false, 30) => to.day().min(30),
                (false, _) => to.day(),
            };
            R::ratio(thirty_days(from, to, first, last), 360)
        }
    }
}

fn ends_february(date: NaiveDate) -> bool {
    date.month() == 2 && date.day() == if date.leap_year() { 29 } else { 28 }
}

fn thirty_days(from: NaiveDate, to: NaiveDate, first: u32, last: u32) -> i64 {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    i64::from(months) * 30 + i64::from(last) - i64::from(first)
}

/// Days of the common era before `date` that lie in leap years.
fn leap_year_days_before(date: NaiveDate) -> i32 {
    let before = date.year() - 1;
    let leap_years = before.div_euclid(4) - before.div_euclid(100) + before.div_euclid(400);
    let this_year = if date.leap_year() { day_of(date) - month_start(date.year() * 12) } else { 0 };
    leap_years * 366 + this_year
}
