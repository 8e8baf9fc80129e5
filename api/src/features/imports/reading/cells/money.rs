//! Amounts, with the signs, currencies and units people put around them.

use super::decimal::{self, Decimal, NumberText, is_space};
use super::{CellFault, CellReading, CellValue, ColumnRules, DecimalMark, Unit};
use crate::features::imports::reading::faults::{FaultCode, NoteCode};
use crate::features::imports::reading::fields::Sign;
use crate::features::imports::reading::grid::{RawCell, plain_number};
use shared::money::{Amount, Currency};

pub(super) fn read(cell: &RawCell, rules: &ColumnRules, sign: Sign) -> CellReading {
    let column_factor = match rules.unit {
        Unit::Thousands => 1_000,
        Unit::Millions => 1_000_000,
        Unit::One | Unit::Years | Unit::Fraction => 1,
    };
    let (amount, mut notes) = match cell {
        RawCell::Number(number, _) => match decimal::parse(&plain_number(number.abs())) {
            NumberText::Exact { value, .. } => {
                (AmountText { negative: *number < 0.0, ..AmountText::plain(value) }, Vec::new())
            }
            // A point in a stored number is always the decimal mark.
            NumberText::Ambiguous { as_decimal, .. } => {
                (AmountText { negative: *number < 0.0, ..AmountText::plain(as_decimal) }, Vec::new())
            }
            NumberText::TooLarge => return too_large().into(),
            NumberText::NotANumber => return CellFault::expecting(FaultCode::NotANumber, EXAMPLE).into(),
        },
        RawCell::Text(text) => match parse(text, rules.decimal_mark) {
            Ok(parsed) => parsed,
            Err(fault) => return fault.into(),
        },
        _ => return CellFault::expecting(FaultCode::NotANumber, EXAMPLE).into(),
    };
    let factor = if amount.factor == 1 { column_factor } else { amount.factor };
    if factor != 1 {
        notes.push(NoteCode::Scaled);
    }
    let minor = amount.value.times(factor).and_then(|value| value.to_scale(2));
    let Some((minor, rounded)) = minor else { return too_large().into() };
    let Some(amount_read) = i64::try_from(minor).ok().and_then(Amount::from_minor) else {
        return too_large().into();
    };
    if rounded {
        notes.push(NoteCode::Rounded);
    }
    if amount.currency.is_some() {
        notes.push(NoteCode::CurrencyInCell);
    }
    if minor != 0 && amount.negative {
        let suggestion = Some(amount_read.to_string());
        return CellFault::expecting(FaultCode::Negative, sign.bound()).suggesting(suggestion).into();
    }
    if minor == 0 && sign == Sign::Positive {
        return CellFault::expecting(FaultCode::Zero, sign.bound()).into();
    }
    let currency = amount.currency.and_then(|named| named.only());
    CellReading::Value(CellValue { text: amount_read.to_string(), currency, notes, warning: None })
}

const EXAMPLE: &str = "1234.50";

impl Sign {
    const fn bound(self) -> &'static str {
        match self {
            Self::Positive => "> 0",
            Self::ZeroOrPositive => "≥ 0",
        }
    }
}

struct AmountText {
    value: Decimal,
    negative: bool,
    currency: Option<Named>,
    factor: i128,
}

impl AmountText {
    const fn plain(value: Decimal) -> Self {
        Self { value, negative: false, currency: None, factor: 1 }
    }
}

/// A currency as written in an amount.
#[derive(Clone, Copy)]
enum Named {
    Currency(Currency),
    /// Swedish, Norwegian or Danish: the row has to say.
    Kronor,
}

impl Named {
    const fn only(self) -> Option<Currency> {
        match self {
            Self::Currency(currency) => Some(currency),
            Self::Kronor => None,
        }
    }
}

fn parse(text: &str, mark: Option<DecimalMark>) -> Result<(AmountText, Vec<NoteCode>), CellFault> {
    let Some(stripped) = strip(text) else { return Err(unreadable(text, mark)) };
    let mut notes = Vec::new();
    match decimal::parse(stripped.digits).resolve(mark) {
        NumberText::Exact { value, mark: seen } => {
            if seen == Some(DecimalMark::Point) && mark != Some(DecimalMark::Point) {
                notes.push(NoteCode::DecimalPoint);
            }
            let Stripped { negative, currency, factor, .. } = stripped;
            Ok((AmountText { value, negative, currency, factor }, notes))
        }
        NumberText::Ambiguous { as_decimal, as_thousands, .. } => {
            let either = [as_thousands, as_decimal].map(shown).join(" / ");
            Err(CellFault::expecting(FaultCode::AmbiguousNumber, either))
        }
        NumberText::TooLarge => Err(too_large()),
        NumberText::NotANumber => Err(unreadable(text, mark)),
    }
}

/// `ca 27925` holds one number that is probably meant; it is suggested and not taken.
fn unreadable(text: &str, mark: Option<DecimalMark>) -> CellFault {
    CellFault::expecting(FaultCode::NotANumber, EXAMPLE).suggesting(only_number(text, mark))
}

fn only_number(text: &str, mark: Option<DecimalMark>) -> Option<String> {
    let belongs = |character: char| character.is_ascii_digit() || matches!(character, ',' | '.') || is_space(character);
    let mut runs = text
        .split(|character| !belongs(character))
        .filter(|run| run.contains(|character: char| character.is_ascii_digit()));
    let run = runs.next()?.trim_matches(|character: char| !character.is_ascii_digit());
    if runs.next().is_some() || text.contains(['=', '*', '/', '+']) {
        return None;
    }
    match decimal::parse(run).resolve(mark) {
        NumberText::Exact { value, .. } => Some(shown(value)).filter(|shown| !shown.is_empty()),
        _ => None,
    }
}

fn too_large() -> CellFault {
    let most = Amount::from_minor(Amount::MAX_MINOR).unwrap_or_default();
    CellFault::expecting(FaultCode::TooLarge, format!("≤ {most}"))
}

fn shown(value: Decimal) -> String {
    let minor = value.to_scale(2).and_then(|(minor, _)| i64::try_from(minor).ok());
    minor.and_then(Amount::from_minor).map(|amount| amount.to_string()).unwrap_or_default()
}

struct Stripped<'t> {
    digits: &'t str,
    negative: bool,
    currency: Option<Named>,
    factor: i128,
}

const fn is_minus(character: char) -> bool {
    matches!(character, '-' | '\u{2212}' | '\u{2013}' | '\u{2011}')
}

fn is_blank(character: char) -> bool {
    is_space(character) || matches!(character, '\n' | '\r')
}

/// Takes off sign, currency and unit, on either side and in any order. `None` if a word is left that is neither.
fn strip(text: &str) -> Option<Stripped<'_>> {
    let mut rest = text.trim_matches(is_blank);
    let mut stripped = Stripped { digits: "", negative: false, currency: None, factor: 1 };
    if let Some(inner) = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        stripped.negative = true;
        rest = inner.trim_matches(is_blank);
    }
    for _ in 0..3 {
        let word_start = rest.trim_end_matches(is_word).len();
        let (before, word) = rest.split_at(word_start);
        if !word.is_empty() && !before.is_empty() {
            stripped.name(word)?;
            rest = before.trim_end_matches(is_blank);
        }
        let word = rest.get(..rest.len() - rest.trim_start_matches(is_word).len())?;
        if !word.is_empty() {
            stripped.name(word)?;
            rest = rest.get(word.len()..)?.trim_start_matches(is_blank);
        }
        // `1 234:-` and `1 234,-` are whole kronor; `1 234-` is what some ledgers write for minus.
        let without_dashes = rest.trim_end_matches(is_minus);
        if without_dashes.len() < rest.len() {
            match without_dashes.strip_suffix([':', ',', '.']) {
                Some(whole) => rest = whole,
                None => {
                    stripped.negative = true;
                    rest = without_dashes;
                }
            }
            rest = rest.trim_end_matches(is_blank);
        }
        if let Some(after) = rest.strip_prefix(is_minus) {
            stripped.negative = true;
            rest = after.trim_start_matches(is_blank);
        } else if let Some(after) = rest.strip_prefix('+') {
            rest = after.trim_start_matches(is_blank);
        }
    }
    stripped.digits = rest;
    Some(stripped)
}

fn is_word(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '€' | '$' | '£')
}

impl Stripped<'_> {
    fn name(&mut self, word: &str) -> Option<()> {
        let lower = word.to_lowercase();
        match lower.as_str() {
            "kr" | "kronor" | "krona" => self.currency = Some(Named::Kronor),
            "tkr" => (self.currency, self.factor) = (Some(Named::Kronor), 1_000),
            "mkr" | "mnkr" => (self.currency, self.factor) = (Some(Named::Kronor), 1_000_000),
            "tsek" | "ksek" => (self.currency, self.factor) = (Some(Named::Currency(Currency::SEK)), 1_000),
            "msek" => (self.currency, self.factor) = (Some(Named::Currency(Currency::SEK)), 1_000_000),
            "teur" | "keur" => (self.currency, self.factor) = (Some(Named::Currency(Currency::EUR)), 1_000),
            "meur" => (self.currency, self.factor) = (Some(Named::Currency(Currency::EUR)), 1_000_000),
            "€" | "euro" => self.currency = Some(Named::Currency(Currency::EUR)),
            "$" => self.currency = Some(Named::Currency(Currency::USD)),
            "£" => self.currency = Some(Named::Currency(Currency::GBP)),
            _ => self.currency = Some(Named::Currency(lower.to_uppercase().parse().ok()?)),
        }
        Some(())
    }
}

/// What a text proves about the decimal mark of its column, and whether it needs the column to say.
pub(super) fn evidence(text: &str) -> (Option<DecimalMark>, bool) {
    match strip(text).map(|stripped| decimal::parse(stripped.digits)) {
        Some(NumberText::Exact { mark, .. }) => (mark, false),
        Some(NumberText::Ambiguous { .. }) => (None, true),
        _ => (None, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::imports::reading::grid::Shown;

    fn rules(mark: Option<DecimalMark>) -> ColumnRules {
        ColumnRules { decimal_mark: mark, ..ColumnRules::default() }
    }

    fn amount(text: &str) -> Result<String, FaultCode> {
        match read(&RawCell::text(text), &rules(None), Sign::ZeroOrPositive) {
            CellReading::Value(value) => Ok(value.text),
            CellReading::Fault(fault) => Err(fault.code),
            CellReading::Blank(_) => panic!("{text} read as blank"),
        }
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, expected) in [
            ("3\u{a0}487,04 kr", "3487.04"),
            ("3 487,04", "3487.04"),
            ("28551.00", "28551.00"),
            ("1.234,50", "1234.50"),
            ("1,234.50", "1234.50"),
            ("1'234.50", "1234.50"),
            ("1 234:-", "1234.00"),
            ("1 234,-", "1234.00"),
            ("1 234.- kr", "1234.00"),
            ("SEK 1 234,50", "1234.50"),
            ("€1,234.50", "1234.50"),
            ("1 234,50 EUR", "1234.50"),
            ("350 tkr", "350000.00"),
            ("1,5 mkr", "1500000.00"),
            ("1,2 MSEK", "1200000.00"),
            ("+500", "500.00"),
            ("0", "0.00"),
            ("33390,3333", "33390.33"),
        ] {
            assert_eq!(amount(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn negative_amounts_are_understood_and_refused() {
        for text in ["-6495", "\u{2212}6 495,00", "6495-", "(6 495)", "- 6495 kr", "-6495 SEK", "SEK -6 495,00"] {
            let reading = read(&RawCell::text(text), &rules(None), Sign::Positive);
            let suggestion = Some("6495.00".to_owned());
            let fault = CellFault::expecting(FaultCode::Negative, "> 0").suggesting(suggestion);
            assert_eq!(reading, fault.into(), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount() {
        for (text, code) in [
            ("ca 27925", FaultCode::NotANumber),
            ("enligt avtal", FaultCode::NotANumber),
            ("=1+1", FaultCode::NotANumber),
            ("NaN", FaultCode::NotANumber),
            ("kr", FaultCode::NotANumber),
            ("-", FaultCode::NotANumber),
            ("1.234", FaultCode::AmbiguousNumber),
            ("1,234 kr", FaultCode::AmbiguousNumber),
            ("99999999999999999999", FaultCode::TooLarge),
        ] {
            assert_eq!(amount(text), Err(code), "{text}");
        }
    }

    #[test]
    fn a_single_number_in_a_text_is_suggested() {
        for (text, number) in
            [("ca 27925", Some("27925.00")), ("ca 48105,72", Some("48105.72")), ("500 eller 600", None), ("=1+1", None)]
        {
            let CellReading::Fault(fault) = read(&RawCell::text(text), &rules(None), Sign::Positive) else { panic!() };
            assert_eq!(fault.suggestion.as_deref(), number, "{text}");
        }
    }

    #[test]
    fn the_column_decides_what_one_cell_cannot() {
        let of = |mark| match read(&RawCell::text("1.234"), &rules(Some(mark)), Sign::Positive) {
            CellReading::Value(value) => value.text,
            other => panic!("{other:?}"),
        };
        assert_eq!(of(DecimalMark::Comma), "1234.00");
        assert_eq!(of(DecimalMark::Point), "1.23");
    }

    #[test]
    fn stored_numbers() {
        let of = |number| match read(&RawCell::Number(number, Shown::Plain), &rules(None), Sign::Positive) {
            CellReading::Value(value) => Ok(value.text),
            CellReading::Fault(fault) => Err(fault.code),
            CellReading::Blank(_) => panic!(),
        };
        assert_eq!(of(8701.8 - 1e-12).as_deref(), Ok("8701.80"));
        assert_eq!(of(1.234).as_deref(), Ok("1.23"));
        assert_eq!(of(0.0), Err(FaultCode::Zero));
        assert_eq!(of(-1.0), Err(FaultCode::Negative));
        assert_eq!(of(1e300), Err(FaultCode::TooLarge));
        assert_eq!(of(f64::NAN), Err(FaultCode::NotANumber));
    }

    #[test]
    fn thousands_in_the_header_scale_the_column_but_not_a_cell_that_says_so_itself() {
        let rules = ColumnRules { unit: Unit::Thousands, ..ColumnRules::default() };
        let of = |text| match read(&RawCell::text(text), &rules, Sign::Positive) {
            CellReading::Value(value) => value.text,
            other => panic!("{other:?}"),
        };
        assert_eq!(of("350"), "350000.00");
        assert_eq!(of("350 tkr"), "350000.00");
    }
}
