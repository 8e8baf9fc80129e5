//! Numbers as people write them, exactly.

use super::DecimalMark;

/// `digits × 10^-decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    pub digits: i128,
    pub decimals: u32,
}

/// Enough for any amount, and `i128` holds the products made of it.
const DIGITS_MAX: usize = 24;
/// What comes after is too small to matter.
const DECIMALS_KEPT: usize = 12;

impl Decimal {
    /// As a whole number of `10^-decimals`, half away from zero; and whether anything was rounded off.
    pub(crate) fn to_scale(self, decimals: u32) -> Option<(i128, bool)> {
        if decimals >= self.decimals {
            let factor = 10_i128.checked_pow(decimals - self.decimals)?;
            return Some((self.digits.checked_mul(factor)?, false));
        }
        let divisor = 10_i128.checked_pow(self.decimals - decimals)?;
        let (whole, rest) = (self.digits / divisor, self.digits % divisor);
        let away = if rest.abs() * 2 >= divisor { rest.signum() } else { 0 };
        Some((whole + away, rest != 0))
    }

    pub(crate) fn times(self, factor: i128) -> Option<Self> {
        Some(Self { digits: self.digits.checked_mul(factor)?, decimals: self.decimals })
    }

    pub(crate) const fn negated(self) -> Self {
        Self { digits: -self.digits, decimals: self.decimals }
    }

    fn of(whole: &str, fraction: &str) -> Option<Self> {
        let fraction = fraction.get(..DECIMALS_KEPT).unwrap_or(fraction).trim_end_matches('0');
        let digits = format!("{whole}{fraction}");
        let significant = digits.trim_start_matches('0');
        if significant.len() > DIGITS_MAX {
            return None;
        }
        let digits = if significant.is_empty() { 0 } else { significant.parse().ok()? };
        Some(Self { digits, decimals: u32::try_from(fraction.len()).ok()? })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberText {
    /// `mark`: what the text proves about its decimal mark, if anything.
    Exact {
        value: Decimal,
        mark: Option<DecimalMark>,
    },
    /// `1.234`: one or twelve hundred and thirty-four.
    Ambiguous {
        mark: DecimalMark,
        as_decimal: Decimal,
        as_thousands: Decimal,
    },
    TooLarge,
    NotANumber,
}

impl NumberText {
    pub(crate) fn resolve(self, mark: Option<DecimalMark>) -> Self {
        match self {
            Self::Ambiguous { mark: found, as_decimal, as_thousands } => match mark {
                Some(mark) if mark == found => Self::Exact { value: as_decimal, mark: None },
                Some(_) => Self::Exact { value: as_thousands, mark: None },
                None => self,
            },
            other => other,
        }
    }
}

pub(crate) const fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}' | '\t')
}

const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

/// Digits with marks; no sign, no unit.
pub(crate) fn parse(text: &str) -> NumberText {
    let text = text.trim_matches(is_space);
    let is_known = |character: char| {
        character.is_ascii_digit() || matches!(character, '.' | ',') || is_space(character) || is_apostrophe(character)
    };
    if !text.chars().all(is_known) || !text.contains(|character: char| character.is_ascii_digit()) {
        return NumberText::NotANumber;
    }
    let points = text.matches('.').count();
    let commas = text.matches(',').count();
    let has_other_grouping = text.contains(|character| is_space(character) || is_apostrophe(character));
    match (points, commas) {
        (0, 0) => exact(text, "", None),
        (1, 0) => one_mark(text, '.', DecimalMark::Point, has_other_grouping),
        (0, 1) => one_mark(text, ',', DecimalMark::Comma, has_other_grouping),
        // The same mark more than once can only group; the other one is then the decimal mark.
        (_, 0) => exact(text, "", Some(DecimalMark::Comma)),
        (0, _) => exact(text, "", Some(DecimalMark::Point)),
        (_, 1) if text.rfind(',') > text.rfind('.') => split(text, ',', DecimalMark::Comma),
        (1, _) if text.rfind('.') > text.rfind(',') => split(text, '.', DecimalMark::Point),
        _ => NumberText::NotANumber,
    }
}

fn one_mark(text: &str, character: char, mark: DecimalMark, has_other_grouping: bool) -> NumberText {
    let Some((whole, fraction)) = text.split_once(character) else { return NumberText::NotANumber };
    let may_group = fraction.len() == 3
        && (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && !has_other_grouping
        && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !may_group {
        return split(text, character, mark);
    }
    match (Decimal::of(whole, fraction), Decimal::of(&format!("{whole}{fraction}"), "")) {
        (Some(as_decimal), Some(as_thousands)) => NumberText::Ambiguous { mark, as_decimal, as_thousands },
        _ => NumberText::TooLarge,
    }
}

fn split(text: &str, character: char, mark: DecimalMark) -> NumberText {
    match text.rsplit_once(character) {
        Some((whole, fraction)) => exact(whole, fraction, Some(mark)),
        None => NumberText::NotANumber,
    }
}

fn exact(whole: &str, fraction: &str, mark: Option<DecimalMark>) -> NumberText {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return NumberText::NotANumber;
    }
    let Some(whole) = ungrouped(whole) else { return NumberText::NotANumber };
    match Decimal::of(&whole, fraction) {
        Some(value) => NumberText::Exact { value, mark },
        None => NumberText::TooLarge,
    }
}

/// Thousands must be grouped by three and by one mark: `12 34` is a slip and no number.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split(|character: char| !character.is_ascii_digit());
    let marks: Vec<char> = whole
        .chars()
        .filter(|character| !character.is_ascii_digit())
        .map(|character| if is_space(character) { ' ' } else { character })
        .collect();
    let first = groups.next()?;
    if marks.is_empty() {
        return Some(first.to_owned());
    }
    let one_mark = marks.windows(2).all(|pair| pair.first() == pair.last());
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    (one_mark && (1..=3).contains(&first.len())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<(i128, u32)> {
        match parse(text) {
            NumberText::Exact { value, .. } => Some((value.digits, value.decimals)),
            _ => None,
        }
    }

    #[test]
    fn unambiguous_forms() {
        for (text, expected) in [
            ("1234", (1234, 0)),
            ("1 234,50", (12345, 1)),
            ("1\u{a0}234,50", (12345, 1)),
            ("1\u{202f}234\u{202f}567", (1_234_567, 0)),
            ("1.234,50", (12345, 1)),
            ("1,234.50", (12345, 1)),
            ("1'234.5", (12345, 1)),
            ("1.234.567", (1_234_567, 0)),
            ("1,234,567.891", (1_234_567_891, 3)),
            ("28551.00", (28551, 0)),
            ("1234.567", (1_234_567, 3)),
            ("0,123", (123, 3)),
            (".5", (5, 1)),
            ("12 345.678", (12_345_678, 3)),
            ("007", (7, 0)),
            ("0.000000000000000000000001", (0, 0)),
        ] {
            let (digits, decimals) = number(text).unwrap_or_else(|| panic!("{text}: {:?}", parse(text)));
            assert_eq!((digits, decimals), expected, "{text}");
        }
    }

    #[test]
    fn ambiguous_forms_wait_for_the_column() {
        for text in ["1.234", "12,345", "350.000"] {
            let parsed = parse(text);
            assert!(matches!(parsed, NumberText::Ambiguous { .. }), "{text}");
            assert!(matches!(parsed.resolve(Some(DecimalMark::Comma)), NumberText::Exact { .. }));
        }
        let NumberText::Exact { value, .. } = parse("1.234").resolve(Some(DecimalMark::Comma)) else { panic!() };
        assert_eq!(value, Decimal { digits: 1234, decimals: 0 });
        let NumberText::Exact { value, .. } = parse("1.234").resolve(Some(DecimalMark::Point)) else { panic!() };
        assert_eq!(value, Decimal { digits: 1234, decimals: 3 });
    }

    #[test]
    fn no_numbers() {
        for text in ["", " ", ",", "12 34", "1,23,456", "1.2.3", "1 234 5", "1,234.5,6", "1.234 567", "abc", "1e5", "½"]
        {
            assert_eq!(parse(text), NumberText::NotANumber, "{text}");
        }
        assert_eq!(parse(&"9".repeat(400)), NumberText::TooLarge);
    }

    #[test]
    fn rounding_is_half_away_from_zero() {
        let of = |digits, decimals| Decimal { digits, decimals }.to_scale(2).unwrap();
        assert_eq!(of(12345, 3), (1235, true));
        assert_eq!(of(-12345, 3), (-1235, true));
        assert_eq!(of(12344, 3), (1234, true));
        assert_eq!(of(5, 0), (500, false));
    }
}
