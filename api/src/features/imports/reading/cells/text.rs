//! Text, kept as it stands, and never run.

use super::{CellFault, CellReading, CellValue};
use crate::features::imports::reading::faults::{FaultCode, NoteCode};
use crate::features::imports::reading::fields::{FieldKind, Lines};
use crate::features::imports::reading::grid::RawCell;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::is_nfc_quick;

/// The digits a spreadsheet program can hold in a number.
const EXACT_BELOW: f64 = 1e15;

pub(super) fn read(cell: &RawCell, chars_max: usize, lines: Lines) -> CellReading {
    let shown = cell.shown();
    let text = tidy(&shown, lines);
    if text.is_empty() {
        return CellReading::Blank(Vec::new());
    }
    if text.chars().count() > chars_max {
        return CellFault::expecting(FaultCode::TooLong, format!("≤ {chars_max}")).into();
    }
    let is_text = matches!(cell, RawCell::Text(_));
    let notes = if is_text && would_run(&text) { vec![NoteCode::FormulaText] } else { Vec::new() };
    let digits_lost = matches!(cell, RawCell::Number(number, _) if number.abs() >= EXACT_BELOW);
    let warning = digits_lost.then(|| CellFault::bare(FaultCode::DigitsLost));
    CellReading::Value(CellValue { text, currency: None, notes, warning })
}

/// One form for each letter, plain spaces, no control characters but line ends where there may be lines.
fn tidy(text: &str, lines: Lines) -> String {
    let composed: String = match is_nfc_quick(text.chars()) {
        unicode_normalization::IsNormalized::Yes => text.to_owned(),
        _ => text.nfc().collect(),
    };
    let tidy: String = composed
        .chars()
        .map(|character| match character {
            '\u{a0}' | '\u{202f}' | '\t' => ' ',
            '\n' if lines == Lines::One => ' ',
            other => other,
        })
        .filter(|character| !character.is_control() || *character == '\n')
        .filter(|character| !matches!(character, '\u{feff}' | '\u{200b}'))
        .collect();
    tidy.trim().to_owned()
}

/// What a spreadsheet program would take for a formula if the text were typed into it.
fn would_run(text: &str) -> bool {
    let mut characters = text.chars();
    match characters.next() {
        Some('=' | '@' | '＝' | '＋' | '－' | '＠') => true,
        Some('+' | '-') => characters.next().is_some_and(|next| !next.is_ascii_digit() && next != ' '),
        _ => false,
    }
}

/// Takes off what forces a spreadsheet program to read text: `="0012"`, and an apostrophe before a digit or a sign, as
/// our own CSV files have it.
pub(super) fn literal(text: &str) -> (&str, bool) {
    let trimmed = text.trim();
    if let Some(inner) = trimmed.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'))
        && !inner.contains('"')
    {
        return (inner, true);
    }
    if let Some(rest) = trimmed.strip_prefix('\'')
        && rest.starts_with(|next: char| {
            next.is_ascii_digit() || matches!(next, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
        })
    {
        return (rest, true);
    }
    (text, false)
}

/// What people write where there is nothing to write.
pub(super) fn is_placeholder(kind: FieldKind, text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return true;
    }
    let always = ["-", "–", "—", "n/a", "null"];
    let in_values = ["?", "saknas", "ingen", "inga", "none", "ej", "ej angivet"];
    let is_any = |list: &[&str]| list.iter().any(|word| text.eq_ignore_ascii_case(word));
    is_any(&always) || (!matches!(kind, FieldKind::Text { .. }) && is_any(&in_values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::imports::reading::cells::{ColumnRules, read};
    use crate::features::imports::reading::grid::Shown;

    fn of(cell: RawCell) -> CellReading {
        read(FieldKind::Text { chars_max: 50, lines: Lines::One }, &cell, &ColumnRules::default())
    }

    fn value(cell: RawCell) -> (String, Vec<NoteCode>) {
        match of(cell) {
            CellReading::Value(value) => (value.text, value.notes),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn formulas_stay_text() {
        let formula = "=HYPERLINK(\"http://example.invalid\";\"Klicka\")";
        assert_eq!(value(RawCell::text(formula)), (formula.to_owned(), vec![NoteCode::FormulaText]));
        assert_eq!(value(RawCell::text("=1+1")), ("=1+1".to_owned(), vec![NoteCode::FormulaText]));
        assert_eq!(value(RawCell::text("+46 8 123")), ("+46 8 123".to_owned(), vec![]));
        assert_eq!(value(RawCell::text("-cmd")).1, [NoteCode::FormulaText]);
    }

    #[test]
    fn forced_text_is_its_text() {
        assert_eq!(value(RawCell::text("=\"CNC-svarv\"")), ("CNC-svarv".to_owned(), vec![NoteCode::ForcedText]));
        assert_eq!(value(RawCell::text("'0012")).0, "0012");
        let mut notes = value(RawCell::text("'=HYPERLINK(\"x\")")).1;
        notes.sort_unstable();
        assert_eq!(notes, [NoteCode::FormulaText, NoteCode::ForcedText]);
        assert_eq!(value(RawCell::text("'n Sync")).0, "'n Sync");
        assert_eq!(value(RawCell::text("=\"a\"&\"b\"")).0, "=\"a\"&\"b\"");
    }

    #[test]
    fn one_form_for_each_letter() {
        assert_eq!(value(RawCell::text(" A\u{30a}landsbanken\u{a0}Ab\u{0}\r\n ")).0, "Ålandsbanken Ab");
        assert_eq!(value(RawCell::Number(3300.0, Shown::Plain)).0, "3300");
        assert_eq!(value(RawCell::Number(42.0, Shown::Padded(5))).0, "00042");
    }

    #[test]
    fn limits_and_losses() {
        assert!(
            matches!(of(RawCell::text(&"x".repeat(51))), CellReading::Fault(fault) if fault.code == FaultCode::TooLong)
        );
        let CellReading::Value(value) = of(RawCell::Number(1234567890123456.0, Shown::Plain)) else { panic!() };
        assert_eq!(value.warning.map(|warning| warning.code), Some(FaultCode::DigitsLost));
        assert_eq!(of(RawCell::text("—")), CellReading::Blank(vec![NoteCode::Placeholder]));
        assert_eq!(of(RawCell::text("  ")), CellReading::Blank(vec![]));
    }
}
