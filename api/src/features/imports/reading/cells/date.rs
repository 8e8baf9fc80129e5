//! Days, as people and programs write them.

mod names;

use super::{CellFault, CellReading, CellValue, ColumnRules, DateOrder};
use crate::features::imports::reading::faults::{FaultCode, NoteCode};
use crate::features::imports::reading::fields::MonthEdge;
use crate::features::imports::reading::grid::{RawCell, plain_number};
use chrono::{Datelike, Months, NaiveDate};
use shared::terms::{YEAR_MAX, YEAR_MIN};

/// Outside of these somebody should look.
const LIKELY_YEARS: std::ops::RangeInclusive<i32> = 1950..=2150;
/// Days from 1954 to 2119: what else would a bare five-digit number in a date column be.
const SERIALS: std::ops::RangeInclusive<u32> = 20_000..=80_000;
/// `69` is 2069, `70` is 1970.
const FIRST_YEAR_OF_LAST_CENTURY: i32 = 70;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DateText {
    Day {
        date: NaiveDate,
        notes: Vec<NoteCode>,
    },
    Month {
        year: i32,
        month: u32,
    },
    /// More than one order of the parts gives a day.
    Open(Vec<(DateOrder, NaiveDate)>),
    Serial(u32),
    Impossible,
    Unreadable,
}

pub(super) fn read(cell: &RawCell, rules: &ColumnRules, edge: MonthEdge) -> CellReading {
    let parsed = match cell {
        RawCell::Date(date) => DateText::Day { date: *date, notes: Vec::new() },
        RawCell::Text(text) => parse(text),
        RawCell::Number(number, _) if *number >= 0.0 => parse(&plain_number(number.floor())),
        _ => DateText::Unreadable,
    };
    let (date, notes) = match parsed {
        DateText::Day { date, notes } => (Some(date), notes),
        DateText::Month { year, month } => (month_edge(year, month, edge), vec![NoteCode::WholeMonth]),
        DateText::Serial(serial) => (rules.date_system.date(f64::from(serial)), vec![NoteCode::DateSerial]),
        DateText::Open(choices) => {
            let chosen = choices.iter().find(|(order, _)| Some(*order) == rules.date_order);
            match chosen {
                Some((_, date)) => (Some(*date), Vec::new()),
                None => {
                    let either: Vec<String> = choices.iter().map(|(_, date)| date.to_string()).collect();
                    return CellFault::expecting(FaultCode::AmbiguousDate, either.join(" / ")).into();
                }
            }
        }
        DateText::Impossible => return CellFault::bare(FaultCode::ImpossibleDate).into(),
        DateText::Unreadable => return CellFault::expecting(FaultCode::NotADate, "2026-03-31").into(),
    };
    let Some(date) = date.filter(|date| (YEAR_MIN..=YEAR_MAX).contains(&date.year())) else {
        return CellFault::expecting(FaultCode::OutOfRange, format!("{YEAR_MIN}–{YEAR_MAX}")).into();
    };
    let warning = (!LIKELY_YEARS.contains(&date.year())).then(|| CellFault::bare(FaultCode::ImplausibleDate));
    CellReading::Value(CellValue { text: date.to_string(), currency: None, notes, warning })
}

fn month_edge(year: i32, month: u32, edge: MonthEdge) -> Option<NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    match edge {
        MonthEdge::First => Some(first),
        MonthEdge::Last => first.checked_add_months(Months::new(1))?.pred_opt(),
    }
}

pub(crate) fn parse(text: &str) -> DateText {
    let text = without_time(text.trim());
    if text.chars().any(char::is_alphabetic) {
        return names::parse(text);
    }
    let separators: Vec<char> = text.chars().filter(|character| !character.is_ascii_digit()).collect();
    let parts: Option<Vec<Part>> = text.split(|character: char| !character.is_ascii_digit()).map(Part::of).collect();
    let one_separator = separators.windows(2).all(|pair| pair.first() == pair.last());
    let separator = separators.first().copied();
    match (parts.as_deref(), separator) {
        (Some([whole]), None) => digits(text, whole),
        (Some([first, second]), Some('-' | '/' | '.' | ' ')) => month(*first, *second),
        (Some([first, second, third]), Some(separator @ ('-' | '/' | '.' | ' '))) if one_separator => {
            three(*first, *second, *third, separator)
        }
        _ => DateText::Unreadable,
    }
}

/// Programs write midnight after the day: `2025-10-01T00:00:00`, `2025-10-01 00:00`.
fn without_time(text: &str) -> &str {
    let looks_like_time =
        |text: &str| text.contains(':') && text.starts_with(|character: char| character.is_ascii_digit());
    match text.find(['T', ' ']).and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) {
        Some((day, time)) if day.len() >= 6 && looks_like_time(time) => day,
        _ => text,
    }
}

#[derive(Debug, Clone, Copy)]
struct Part {
    value: u32,
    digits: usize,
}

impl Part {
    fn of(text: &str) -> Option<Self> {
        let short_enough = (1..=8).contains(&text.len());
        short_enough.then(|| text.parse().ok()).flatten().map(|value| Self { value, digits: text.len() })
    }

    const fn is_year(self) -> bool {
        self.digits == 4
    }

    const fn is_short(self) -> bool {
        self.digits <= 2
    }
}

fn short_year(value: u32) -> i32 {
    let value = i32::try_from(value).unwrap_or(0);
    if value >= FIRST_YEAR_OF_LAST_CENTURY { 1900 + value } else { 2000 + value }
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// `20250701`, `250701`, `202507` and serial numbers.
fn digits(text: &str, whole: &Part) -> DateText {
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let day = |date: Option<NaiveDate>, notes| date.map(|date| DateText::Day { date, notes });
    match whole.digits {
        8 => day(ymd(part(0..4), part(4..6), part(6..8)), Vec::new()).unwrap_or(DateText::Impossible),
        6 => {
            let short = NaiveDate::from_ymd_opt(short_year(part(0..2)), part(2..4), part(4..6));
            let (year, month) = (part(0..4), part(4..6));
            let is_month = (1950..=2150).contains(&year) && (1..=12).contains(&month);
            match (short, is_month) {
                // 201203: December 2020 or March 2012. Nothing but a person can tell.
                (Some(_), true) => DateText::Unreadable,
                (Some(date), false) => DateText::Day { date, notes: vec![NoteCode::TwoDigitYear] },
                (None, true) => DateText::Month { year: i32::try_from(year).unwrap_or(0), month },
                (None, false) => DateText::Impossible,
            }
        }
        5 if SERIALS.contains(&whole.value) => DateText::Serial(whole.value),
        _ => DateText::Unreadable,
    }
}

/// `2026-03` and `03/2026`.
fn month(first: Part, second: Part) -> DateText {
    let (year, month) = match (first.is_year(), second.is_year()) {
        (true, false) if second.is_short() => (first.value, second.value),
        (false, true) if first.is_short() => (second.value, first.value),
        _ => return DateText::Unreadable,
    };
    if (1..=12).contains(&month) {
        DateText::Month { year: i32::try_from(year).unwrap_or(0), month }
    } else {
        DateText::Impossible
    }
}

fn three(first: Part, second: Part, third: Part, separator: char) -> DateText {
    if !second.is_short() {
        return DateText::Unreadable;
    }
    if first.is_year() && third.is_short() {
        return match ymd(first.value, second.value, third.value) {
            Some(date) => DateText::Day { date, notes: Vec::new() },
            None => DateText::Impossible,
        };
    }
    if !first.is_short() || !(third.is_year() || third.is_short()) {
        return DateText::Unreadable;
    }
    let mut choices = Vec::new();
    let year = if third.is_year() { i32::try_from(third.value).unwrap_or(0) } else { short_year(third.value) };
    let mut choose = |order, date: Option<NaiveDate>| choices.extend(date.map(|date| (order, date)));
    choose(DateOrder::DayFirst, NaiveDate::from_ymd_opt(year, second.value, first.value));
    // With points between, the day comes first in every country that writes so.
    if separator != '.' {
        choose(DateOrder::MonthFirst, NaiveDate::from_ymd_opt(year, first.value, second.value));
        if third.is_short() && first.digits == 2 {
            let date = NaiveDate::from_ymd_opt(short_year(first.value), second.value, third.value);
            choose(DateOrder::YearFirst, date);
        }
    }
    let Some((_, date)) = choices.first().copied() else { return DateText::Impossible };
    if choices.iter().any(|(_, other)| *other != date) || (choices.len() == 1 && separator != '.') {
        return DateText::Open(choices);
    }
    let mut notes = Vec::new();
    if separator == '.' {
        notes.push(NoteCode::DottedDate);
    }
    if third.is_short() {
        notes.push(NoteCode::TwoDigitYear);
    }
    DateText::Day { date, notes }
}

/// The orders that give a day, where the text itself leaves it open.
pub(super) fn open_orders(text: &str) -> Option<Vec<DateOrder>> {
    match parse(text) {
        DateText::Open(choices) => Some(choices.into_iter().map(|(order, _)| order).collect()),
        _ => None,
    }
}

/// The first day of an agreement of so many months to `end`.
pub(crate) fn start_of_term(end: NaiveDate, months: u32) -> Option<NaiveDate> {
    end.succ_opt()?.checked_sub_months(Months::new(months))
}

#[cfg(test)]
mod tests;
