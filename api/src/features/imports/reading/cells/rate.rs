//! Interest rates in per cent a year.

use super::decimal::{self, Decimal, NumberText, is_space};
use super::{CellFault, CellReading, CellValue, ColumnRules, Unit};
use crate::features::imports::reading::faults::{FaultCode, NoteCode};
use crate::features::imports::reading::grid::{RawCell, Shown, plain_number};
use shared::money::RatePercent;

/// Outside of these, in billionths, a slip of the per cent sign is likelier than the rate.
const PLAUSIBLE_PPB: std::ops::RangeInclusive<i64> = 3_000_000..=400_000_000;
const DECIMALS: u32 = 7;

pub(super) fn read(cell: &RawCell, rules: &ColumnRules) -> CellReading {
    let mut notes = Vec::new();
    let (value, is_fraction) = match cell {
        RawCell::Number(number, shown) => {
            let value = match decimal::parse(&plain_number(number.abs())) {
                NumberText::Exact { value, .. } | NumberText::Ambiguous { as_decimal: value, .. } => value,
                NumberText::TooLarge => return CellFault::expecting(FaultCode::OutOfRange, "-50–1000").into(),
                NumberText::NotANumber => return CellFault::expecting(FaultCode::NotANumber, "5.35").into(),
            };
            let value = if *number < 0.0 { value.negated() } else { value };
            (value, *shown == Shown::Percent || rules.unit == Unit::Fraction)
        }
        RawCell::Text(text) => match parse(text) {
            Some((value, true)) => {
                notes.push(NoteCode::PercentSign);
                (value, false)
            }
            Some((value, false)) => (value, rules.unit == Unit::Fraction),
            None => return CellFault::expecting(FaultCode::NotANumber, "5.35").into(),
        },
        _ => return CellFault::expecting(FaultCode::NotANumber, "5.35").into(),
    };
    if is_fraction {
        notes.push(NoteCode::FractionAsPercent);
    }
    let percent = if is_fraction { value.times(100) } else { Some(value) };
    let rate = percent
        .and_then(|percent| percent.to_scale(DECIMALS))
        .and_then(|(ppb, _)| i64::try_from(ppb).ok())
        .and_then(RatePercent::from_ppb);
    let Some(rate) = rate else { return CellFault::expecting(FaultCode::OutOfRange, "-50–1000").into() };
    let warning = implausible(rate);
    CellReading::Value(CellValue { text: canonical(rate), currency: None, notes, warning })
}

fn implausible(rate: RatePercent) -> Option<CellFault> {
    let ppb = rate.ppb();
    if ppb == 0 || PLAUSIBLE_PPB.contains(&ppb) {
        return None;
    }
    let shifted = if ppb < *PLAUSIBLE_PPB.start() { ppb.checked_mul(100)? } else { ppb / 100 };
    let suggestion = PLAUSIBLE_PPB.contains(&shifted).then(|| RatePercent::from_ppb(shifted).map(canonical)).flatten();
    Some(CellFault::expecting(FaultCode::ImplausibleRate, "0.3–40").suggesting(suggestion))
}

/// `5.35`, as short as it goes.
fn canonical(rate: RatePercent) -> String {
    let text = rate.to_string();
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    text.to_owned()
}

/// A thousand per cent is out of range, so that a mark in a rate is always the decimal mark.
fn parse(text: &str) -> Option<(Decimal, bool)> {
    let mut rest = text.trim().trim_matches(is_space);
    let mut has_sign = false;
    for suffix in ["%", "procent", "percent", "pct"] {
        let cut = rest.len().checked_sub(suffix.len());
        if let Some((number, end)) = cut.and_then(|cut| rest.split_at_checked(cut))
            && end.eq_ignore_ascii_case(suffix)
        {
            has_sign = true;
            rest = number.trim_end_matches(is_space);
            break;
        }
    }
    let (negative, rest) = match rest.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
        Some(rest) => (true, rest.trim_start_matches(is_space)),
        None => (false, rest),
    };
    let value = match decimal::parse(rest) {
        NumberText::Exact { value, .. } | NumberText::Ambiguous { as_decimal: value, .. } => value,
        NumberText::TooLarge | NumberText::NotANumber => return None,
    };
    Some((if negative { value.negated() } else { value }, has_sign))
}

/// The size of a rate that stands without a per cent sign, to tell fractions from per cent by the whole column.
pub(super) fn bare_size(cell: &RawCell) -> Option<f64> {
    match cell {
        RawCell::Number(number, Shown::Plain | Shown::Padded(_)) => Some(number.abs()),
        RawCell::Text(text) => match parse(text)? {
            (_, true) => None,
            (value, false) => Some(value.to_scale(6)?.0.unsigned_abs() as f64 / 1e6),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(cell: RawCell, unit: Unit) -> Result<String, FaultCode> {
        match read(&cell, &ColumnRules { unit, ..ColumnRules::default() }) {
            CellReading::Value(value) => Ok(value.text),
            CellReading::Fault(fault) => Err(fault.code),
            CellReading::Blank(_) => panic!(),
        }
    }

    #[test]
    fn rates_in_every_dress() {
        for (text, expected) in [
            ("5,3500", "5.35"),
            ("8,4600 %", "8.46"),
            ("8.46%", "8.46"),
            ("8.250", "8.25"),
            ("5", "5"),
            ("0", "0"),
            ("10", "10"),
            ("4,25 procent", "4.25"),
        ] {
            assert_eq!(rate(RawCell::text(text), Unit::One).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(rate(RawCell::Number(5.35, Shown::Plain), Unit::One).as_deref(), Ok("5.35"));
        assert_eq!(rate(RawCell::Number(0.0535, Shown::Percent), Unit::One).as_deref(), Ok("5.35"));
        assert_eq!(rate(RawCell::Number(0.0535, Shown::Plain), Unit::Fraction).as_deref(), Ok("5.35"));
        assert_eq!(rate(RawCell::text("5,35 %"), Unit::Fraction).as_deref(), Ok("5.35"));
    }

    #[test]
    fn what_is_no_rate() {
        assert_eq!(rate(RawCell::text("STIBOR 3M + 1,5"), Unit::One), Err(FaultCode::NotANumber));
        assert_eq!(rate(RawCell::text("%"), Unit::One), Err(FaultCode::NotANumber));
        assert_eq!(rate(RawCell::text("å%"), Unit::One), Err(FaultCode::NotANumber));
        assert_eq!(rate(RawCell::text("1200000"), Unit::One), Err(FaultCode::OutOfRange));
        assert_eq!(rate(RawCell::Bool(true), Unit::One), Err(FaultCode::NotANumber));
    }

    #[test]
    fn a_likely_slip_is_pointed_out() {
        let warning = |text: &str| match read(&RawCell::text(text), &ColumnRules::default()) {
            CellReading::Value(value) => value.warning.map(|warning| warning.suggestion),
            other => panic!("{other:?}"),
        };
        assert_eq!(warning("0,05"), Some(Some("5".to_owned())));
        assert_eq!(warning("535"), Some(Some("5.35".to_owned())));
        assert_eq!(warning("5,35"), None);
        assert_eq!(warning("0"), None);
    }
}
