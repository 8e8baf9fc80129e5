//! Dates with the month in letters: Swedish, Norwegian, Danish, English and German names and their abbreviations.

use super::{DateText, short_year};
use crate::features::imports::reading::faults::NoteCode;
use crate::features::imports::reading::header::words::fold;
use chrono::NaiveDate;

/// At least three letters of any of these.
const MONTHS: [&[&str]; 12] = [
    &["januari", "januar", "january"],
    &["februari", "februar", "february"],
    &["mars", "marts", "march", "marz"],
    &["april"],
    &["maj", "mai", "may"],
    &["juni", "june"],
    &["juli", "july"],
    &["augusti", "august"],
    &["september"],
    &["oktober", "october"],
    &["november"],
    &["december", "desember", "dezember"],
];

fn month_number(word: &str) -> Option<u32> {
    if word.chars().count() < 3 {
        return None;
    }
    let found = MONTHS.iter().position(|names| names.iter().any(|name| name.starts_with(word)));
    // "sept" and "okt." are beginnings too; "juni" and "juli" differ from the fourth letter on, "jun" and "jul" before.
    found.and_then(|index| u32::try_from(index + 1).ok())
}

/// `1 juli 2025`, `den 1:a juli 2025`, `July 1st, 2025`, `1-jul-25`, `juli 2025`, `2025 juli`.
pub(super) fn parse(text: &str) -> DateText {
    let mut month = None;
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let mut month_at = 0;
    for token in tokens(&fold(text)) {
        if let Some(number) = month_number(&token) {
            if month.replace(number).is_some() {
                return DateText::Unreadable;
            }
            month_at = numbers.len();
        } else if token.bytes().all(|byte| byte.is_ascii_digit()) && token.len() <= 4 {
            numbers.push((token.parse().unwrap_or(0), token.len()));
        } else if !matches!(token.as_str(), "den" | "the" | "of" | "a" | "e" | "st" | "nd" | "rd" | "th" | "ar") {
            return DateText::Unreadable;
        }
    }
    let Some(month) = month else { return DateText::Unreadable };
    let (day, year) = match numbers.as_slice() {
        [(year, 4)] => return DateText::Month { year: i32::try_from(*year).unwrap_or(0), month },
        [(year, 4), (day, 1 | 2)] if month_at == 1 => (*day, i32::try_from(*year).unwrap_or(0)),
        [(day, 1 | 2), (year, 4)] => (*day, i32::try_from(*year).unwrap_or(0)),
        [(day, 1 | 2), (year, 2)] => (*day, short_year(*year)),
        _ => return DateText::Unreadable,
    };
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => DateText::Day { date, notes: vec![NoteCode::MonthName] },
        None => DateText::Impossible,
    }
}

/// Runs of letters and runs of digits.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut kind = None;
    for character in text.chars() {
        let now = if character.is_ascii_digit() {
            Some(true)
        } else if character.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        match (now, tokens.last_mut()) {
            (Some(_), Some(token)) if now == kind => token.push(character),
            (Some(_), _) => tokens.push(character.to_string()),
            (None, _) => {}
        }
        kind = now;
    }
    tokens
}
