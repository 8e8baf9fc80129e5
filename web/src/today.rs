//! What day it is. The books are kept in Sweden: a reader elsewhere, or with a clock that is wrong, sees the same day as
//! the figures that come from the server.

use std::cell::Cell;

use chrono::{NaiveDate, TimeDelta};
use js_sys::{Date, Object, Reflect};

thread_local! {
    /// The server's day, less the one that this browser's clock said it was in Sweden then.
    static AHEAD: Cell<TimeDelta> = const { Cell::new(TimeDelta::zero()) };
    /// By this browser's clock, and the minute it was asked for.
    static LAST: Cell<Option<(u64, NaiveDate)>> = const { Cell::new(None) };
}

/// The server has said what day it is; from here on the clock counts.
pub fn set(day: NaiveDate) {
    AHEAD.set(day - by_clock());
}

pub fn today() -> NaiveDate {
    let day = by_clock();
    day.checked_add_signed(AHEAD.get()).unwrap_or(day)
}

/// In Sweden, by the clock of this machine. Asking Intl costs too much to do it for each of a thousand rows.
fn by_clock() -> NaiveDate {
    let now = Date::new_0();
    let minute = (now.get_time() / 60_000.0) as u64;
    if let Some((_, day)) = LAST.get().filter(|(asked, _)| *asked == minute) {
        return day;
    }
    let day = in_sweden(&now).unwrap_or_else(|| where_the_reader_is(&now));
    LAST.set(Some((minute, day)));
    day
}

fn in_sweden(now: &Date) -> Option<NaiveDate> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &"Europe/Stockholm".into()).ok()?;
    // Swedish writes a day as ISO 8601 does.
    String::from(now.to_locale_date_string("sv-SE", &options)).parse().ok()
}

fn where_the_reader_is(now: &Date) -> NaiveDate {
    let year = i32::try_from(now.get_full_year()).unwrap_or(1970);
    NaiveDate::from_ymd_opt(year, now.get_month() + 1, now.get_date()).unwrap_or_default()
}
