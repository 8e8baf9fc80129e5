//! Lengths of time in whole months.

use super::decimal::{self, NumberText, is_space};
use super::{CellFault, CellReading, CellValue, ColumnRules, Unit};
use crate::features::imports::reading::faults::{FaultCode, NoteCode};
use crate::features::imports::reading::grid::{RawCell, plain_number};
use crate::features::imports::reading::header::words::fold;

pub(super) fn read(cell: &RawCell, rules: &ColumnRules, min: u32, max: u32) -> CellReading {
    let per_number = if rules.unit == Unit::Years { 12 } else { 1 };
    let parsed = match cell {
        RawCell::Number(number, _) if *number < 0.0 => {
            return CellFault::expecting(FaultCode::OutOfRange, format!("{min}–{max}")).into();
        }
        RawCell::Number(number, _) => number_of(&plain_number(*number), per_number).map(|months| (months, Vec::new())),
        RawCell::Text(text) => parse(text, per_number),
        _ => None,
    };
    let Some((months, notes)) = parsed else { return CellFault::expecting(FaultCode::NotAWholeNumber, "36").into() };
    match u32::try_from(months).ok().filter(|months| (min..=max).contains(months)) {
        Some(months) => CellReading::Value(CellValue::noted(months.to_string(), notes)),
        None => CellFault::expecting(FaultCode::OutOfRange, format!("{min}–{max}")).into(),
    }
}

/// Whole months only.
fn number_of(text: &str, months_each: i128) -> Option<i128> {
    let value = match decimal::parse(text) {
        NumberText::Exact { value, .. } => value,
        NumberText::Ambiguous { as_decimal, .. } => as_decimal,
        NumberText::TooLarge => return Some(i128::MAX),
        NumberText::NotANumber => return None,
    };
    match value.times(months_each)?.to_scale(0)? {
        (months, false) => Some(months),
        (_, true) => None,
    }
}

fn parse(text: &str, per_number: i128) -> Option<(i128, Vec<NoteCode>)> {
    let folded = fold(text.trim());
    let number_end = folded
        .find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',') || is_space(character)))
        .unwrap_or(folded.len());
    let (number, unit) = folded.split_at_checked(number_end)?;
    let (number, unit) = (number.trim(), unit.trim().trim_end_matches('.'));
    if number.is_empty() {
        return words(unit).map(|months| (months, vec![NoteCode::InWords]));
    }
    let months_each = match unit {
        "" => per_number,
        "m" | "man" | "manad" | "manader" | "mon" | "month" | "months" | "mth" | "mths" | "mnd" => 1,
        "kvartal" | "quarter" | "quarters" => 3,
        "halvar" => 6,
        "ar" | "y" | "yr" | "yrs" | "year" | "years" => 12,
        _ => return None,
    };
    let notes = if unit.is_empty() { Vec::new() } else { vec![NoteCode::InWords] };
    Some((number_of(number.trim_end_matches(['.', ',']), months_each)?, notes))
}

/// How often, or for how long.
fn words(text: &str) -> Option<i128> {
    let text = text.trim_start_matches("per ").trim_start_matches("varje ").trim_start_matches("every ");
    Some(match text {
        "man" | "manad" | "manadsvis" | "manatligen" | "month" | "monthly" => 1,
        "varannan manad" | "every other month" | "bimonthly" => 2,
        "kvartal" | "kvartalsvis" | "quarter" | "quarterly" | "var tredje manad" => 3,
        "tertial" | "tertialvis" | "var fjarde manad" => 4,
        "halvar" | "halvarsvis" | "halvarligen" | "half-yearly" | "half-year" | "semi-annually" | "semiannually" => 6,
        "ar" | "arsvis" | "arligen" | "helar" | "year" | "yearly" | "annual" | "annually" => 12,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::imports::reading::grid::Shown;

    fn months(text: &str, unit: Unit) -> Result<String, FaultCode> {
        match read(&RawCell::text(text), &ColumnRules { unit, ..ColumnRules::default() }, 1, 600) {
            CellReading::Value(value) => Ok(value.text),
            CellReading::Fault(fault) => Err(fault.code),
            CellReading::Blank(_) => panic!(),
        }
    }

    #[test]
    fn numbers_and_words() {
        for (text, expected) in [
            ("48", "48"),
            ("48,0", "48"),
            ("48 mån", "48"),
            ("48 månader", "48"),
            ("36 months", "36"),
            ("3 år", "36"),
            ("4,5 år", "54"),
            ("kvartal", "3"),
            ("Kvartalsvis", "3"),
            ("månadsvis", "1"),
            ("Monthly", "1"),
            ("per halvår", "6"),
            ("årligen", "12"),
        ] {
            assert_eq!(months(text, Unit::One).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(months("3", Unit::Years).as_deref(), Ok("36"));
        assert_eq!(months("36 mån", Unit::Years).as_deref(), Ok("36"));
        let cell = RawCell::Number(36.0, Shown::Plain);
        assert!(
            matches!(read(&cell, &ColumnRules::default(), 1, 600), CellReading::Value(value) if value.text == "36")
        );
    }

    #[test]
    fn no_months() {
        for (text, code) in [
            ("48,5", FaultCode::NotAWholeNumber),
            ("tills vidare", FaultCode::NotAWholeNumber),
            ("3-4", FaultCode::NotAWholeNumber),
            ("0", FaultCode::OutOfRange),
            ("601", FaultCode::OutOfRange),
            ("99999999999999999999999999999999", FaultCode::OutOfRange),
        ] {
            assert_eq!(months(text, Unit::One), Err(code), "{text}");
        }
    }
}
