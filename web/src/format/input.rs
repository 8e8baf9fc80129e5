//! What a person types, read as the number or date they meant: pure, so that it is tested without a browser.
//!
//! Both marks are read in both languages: a Swede pastes `1,234.50` from an English invoice. Where a single mark could
//! be either, the reader's language decides.

use chrono::{Datelike, NaiveDate};

/// How the reader's language marks decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    Comma,
    Point,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    NotANumber,
    TooManyDecimals,
    TooLarge,
    NotADate,
    /// Written as a day, but the month has no such day.
    NoSuchDay,
}

/// The largest amount that the product keeps: ten thousand billion, in hundredths.
const LARGEST: i64 = 1_000_000_000_000_000;

/// Hundredths: `1 234,5` is 123450.
pub fn amount(text: &str, mark: DecimalMark) -> Result<i64, Unreadable> {
    let text = text.trim();
    scaled(text.strip_suffix("kr").or_else(|| text.strip_suffix(":-")).unwrap_or(text), mark, 2)
}

/// Parts per billion of one, from percent: `5,35` and `5,35 %` are 53 500 000.
pub fn percent(text: &str, mark: DecimalMark) -> Result<i64, Unreadable> {
    let text = text.trim();
    scaled(text.strip_suffix('%').unwrap_or(text), mark, 7)
}

/// A whole number: `1 234`.
pub fn integer(text: &str, mark: DecimalMark) -> Result<i64, Unreadable> {
    scaled(text, mark, 0)
}

/// A decimal number as an integer of `10^-places` units.
pub fn scaled(text: &str, mark: DecimalMark, places: u32) -> Result<i64, Unreadable> {
    let text: String = text.chars().filter(|c| !is_filler(*c)).collect();
    let (negative, text) = match text.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split(text, mark).ok_or(Unreadable::NotANumber)?;
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > places as usize {
        return Err(Unreadable::TooManyDecimals);
    }
    let digits = format!("{whole}{fraction:0<width$}", width = places as usize);
    let digits = digits.trim_start_matches('0');
    if digits.len() > 16 {
        return Err(Unreadable::TooLarge);
    }
    let number: i64 = if digits.is_empty() { 0 } else { digits.parse().map_err(|_| Unreadable::NotANumber)? };
    if number > LARGEST {
        return Err(Unreadable::TooLarge);
    }
    Ok(if negative { -number } else { number })
}

fn is_filler(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’' | '_')
}

/// Whole part and fraction, both only digits.
fn split(text: &str, mark: DecimalMark) -> Option<(String, &str)> {
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.') {
        return None;
    }
    let last_comma = text.rfind(',');
    let last_point = text.rfind('.');
    let (decimal, grouping) = match (last_comma, last_point) {
        (None, None) => (None, None),
        (Some(comma), Some(point)) if comma > point => (Some(','), Some('.')),
        (Some(_), Some(_)) => (Some('.'), Some(',')),
        (Some(_), None) => single(text, ',', mark),
        (None, Some(_)) => single(text, '.', mark),
    };
    let (whole, fraction) = match decimal {
        Some(decimal) => text.rsplit_once(decimal).unwrap_or((text, "")),
        None => (text, ""),
    };
    if decimal.is_some_and(|decimal| whole.contains(decimal)) {
        return None;
    }
    let whole = ungrouped(whole, grouping)?;
    (!whole.is_empty() || !fraction.is_empty()).then_some((whole, fraction))
}

/// Only one kind of mark: several of them group; one groups only where the language says so and three digits follow.
fn single(text: &str, found: char, mark: DecimalMark) -> (Option<char>, Option<char>) {
    let is_decimal_here = matches!((found, mark), (',', DecimalMark::Comma) | ('.', DecimalMark::Point));
    let groups = text.matches(found).count() > 1;
    let three_follow = text.rsplit_once(found).is_some_and(|(before, after)| after.len() == 3 && !before.is_empty());
    if groups || (!is_decimal_here && three_follow) { (None, Some(found)) } else { (Some(found), None) }
}

fn ungrouped(whole: &str, grouping: Option<char>) -> Option<String> {
    let Some(grouping) = grouping.filter(|mark| whole.contains(*mark)) else {
        return whole.chars().all(|c| c.is_ascii_digit()).then(|| whole.to_owned());
    };
    let mut groups = whole.split(grouping);
    let first = groups.next().unwrap_or_default();
    let sound = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    let digits: String = whole.chars().filter(|c| *c != grouping).collect();
    (sound && digits.chars().all(|c| c.is_ascii_digit())).then_some(digits)
}

/// A day as it may be typed: `2026-03-05`, `20260305`, `260305`, `5/3 2026`, `5.3.2026`, `5/3` (this year).
pub fn date(text: &str, today: NaiveDate) -> Result<NaiveDate, Unreadable> {
    let text = text.trim();
    if text.len() >= 6 && text.chars().all(|c| c.is_ascii_digit()) {
        return compact(text, today).unwrap_or(Err(Unreadable::NotADate));
    }
    let parts: Vec<&str> = text
        .split(|c: char| matches!(c, '-' | '/' | '.') || c.is_whitespace())
        .filter(|part| !part.is_empty())
        .collect();
    parted(&parts, today).unwrap_or(Err(Unreadable::NotADate))
}

fn parted(parts: &[&str], today: NaiveDate) -> Option<Result<NaiveDate, Unreadable>> {
    let number = |part: &str| part.parse::<i32>().ok();
    match *parts {
        [year, month, day] if year.len() == 4 => day_of(number(year)?, number(month)?, number(day)?),
        [day, month, year] => day_of(full_year(number(year)?, today), number(month)?, number(day)?),
        [day, month] => day_of(today.year(), number(month)?, number(day)?),
        _ => None,
    }
}

fn compact(digits: &str, today: NaiveDate) -> Option<Result<NaiveDate, Unreadable>> {
    let (year, rest) = match digits.len() {
        8 => (digits.get(..4)?.parse().ok()?, digits.get(4..)?),
        6 => (full_year(digits.get(..2)?.parse().ok()?, today), digits.get(2..)?),
        _ => return None,
    };
    day_of(year, rest.get(..2)?.parse().ok()?, rest.get(2..)?.parse().ok()?)
}

fn full_year(year: i32, today: NaiveDate) -> i32 {
    if year < 100 { today.year() / 100 * 100 + year } else { year }
}

/// [`None`] where it is no day at all.
fn day_of(year: i32, month: i32, day: i32) -> Option<Result<NaiveDate, Unreadable>> {
    if !(1900..=2200).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let found = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    Some(found.ok_or(Unreadable::NoSuchDay))
}

#[cfg(test)]
mod tests {
    use super::*;
    use DecimalMark::{Comma, Point};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn amounts_are_read_in_both_manners() {
        for text in [
            "1 234,50",
            "1234,5",
            "1.234,50",
            "1,234.50",
            "1\u{a0}234,50",
            "1\u{202f}234.5",
            "+1234,500",
            "1 234,50 kr",
        ] {
            assert_eq!(amount(text, Comma), Ok(123_450), "{text}");
        }
        assert_eq!(amount("-12", Comma), Ok(-1200));
        assert_eq!(amount("\u{2212}12,05", Comma), Ok(-1205));
        assert_eq!(amount(",5", Comma), Ok(50));
        assert_eq!(amount("1 234 567,89", Comma), Ok(123_456_789));
        assert_eq!(amount("1,234,567", Comma), Ok(123_456_700));
    }

    #[test]
    fn a_single_mark_is_read_by_the_language() {
        assert_eq!(amount("1.234", Comma), Ok(123_400));
        assert_eq!(amount("1,234", Point), Ok(123_400));
        assert_eq!(amount("1,234", Comma), Err(Unreadable::TooManyDecimals));
        assert_eq!(amount("1.5", Comma), Ok(150));
        assert_eq!(amount("1,5", Point), Ok(150));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", " ", "-", "1,2,3", "1.23.456", "12a", "1e5", "NaN", ".", "1..2", "1 USD"] {
            assert_eq!(amount(text, Comma), Err(Unreadable::NotANumber), "{text}");
        }
        assert_eq!(amount("99999999999999999", Comma), Err(Unreadable::TooLarge));
        assert_eq!(amount("0,005", Comma), Err(Unreadable::TooManyDecimals));
    }

    #[test]
    fn percent_keeps_seven_decimals() {
        assert_eq!(percent("5,35 %", Comma), Ok(53_500_000));
        assert_eq!(percent("0,0000001", Comma), Ok(1));
        assert_eq!(percent("-0,5", Comma), Ok(-5_000_000));
    }

    #[test]
    fn dates_are_read_as_typed() {
        let today = day("2026-11-22");
        for text in ["2026-03-05", "20260305", "260305", "5/3 2026", "5.3.2026", "05/03/2026", "5/3", "5-3-26"] {
            assert_eq!(date(text, today), Ok(day("2026-03-05")), "{text}");
        }
        for text in ["2026-02-30", "31/4", "20250231", "250231"] {
            assert_eq!(date(text, today), Err(Unreadable::NoSuchDay), "{text}");
        }
        for text in ["", "2026-02-32", "maj", "2026", "0001-01-01", "2026-13-01"] {
            assert_eq!(date(text, today), Err(Unreadable::NotADate), "{text}");
        }
    }
}
