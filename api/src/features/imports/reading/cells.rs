//! One cell to one value. What a column as a whole decides comes in as [`ColumnRules`]; a cell that its column leaves
//! open is a fault and never a guess.

mod choice;
pub(crate) mod date;
mod decimal;
mod money;
mod months;
mod rate;
mod text;

pub use choice::values as choice_values;

use super::faults::{FaultCode, NoteCode};
use super::fields::FieldKind;
use super::grid::{DateSystem, RawCell};
use serde::{Deserialize, Serialize};
pub use shared::imports::{DateOrder, DecimalMark};
use shared::money::Currency;

/// What a number in the column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Kronor, months or per cent, as the field has it.
    #[default]
    One,
    Thousands,
    Millions,
    /// Years in a field of months.
    Years,
    /// 0.0535 in a field of per cent.
    Fraction,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnRules {
    pub decimal_mark: Option<DecimalMark>,
    pub date_order: Option<DateOrder>,
    pub unit: Unit,
    #[serde(skip)]
    pub date_system: DateSystem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellReading {
    Blank(Vec<NoteCode>),
    Value(CellValue),
    Fault(CellFault),
}

/// Canonical text: `33390.33`, `5.35`, `2026-03-31`, `48`, `true`, `financial_lease`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellValue {
    pub text: String,
    /// Named in the amount itself.
    pub currency: Option<Currency>,
    pub notes: Vec<NoteCode>,
    pub warning: Option<CellFault>,
}

impl CellValue {
    fn plain(text: String) -> Self {
        Self { text, currency: None, notes: Vec::new(), warning: None }
    }

    fn noted(text: String, notes: Vec<NoteCode>) -> Self {
        Self { text, currency: None, notes, warning: None }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    pub code: FaultCode,
    /// What would be right, without words: an example, a bound, a list of codes.
    pub expected: Option<String>,
    /// Canonical.
    pub suggestion: Option<String>,
}

impl CellFault {
    pub(super) fn bare(code: FaultCode) -> Self {
        Self { code, expected: None, suggestion: None }
    }

    pub(super) fn expecting(code: FaultCode, expected: impl Into<String>) -> Self {
        Self { code, expected: Some(expected.into()), suggestion: None }
    }

    pub(super) fn suggesting(self, suggestion: Option<String>) -> Self {
        Self { suggestion, ..self }
    }
}

impl From<CellFault> for CellReading {
    fn from(fault: CellFault) -> Self {
        Self::Fault(fault)
    }
}

pub fn read(kind: FieldKind, cell: &RawCell, rules: &ColumnRules) -> CellReading {
    match cell {
        RawCell::Empty => return CellReading::Blank(Vec::new()),
        RawCell::Error(_) => return CellFault::bare(FaultCode::CellError).into(),
        RawCell::Uncomputed => return CellFault::bare(FaultCode::FormulaWithoutResult).into(),
        _ => {}
    }
    if let RawCell::Text(text) = cell {
        let (literal, forced) = text::literal(text);
        if text::is_placeholder(kind, literal) {
            let notes = if literal.trim().is_empty() { Vec::new() } else { vec![NoteCode::Placeholder] };
            return CellReading::Blank(notes);
        }
        if forced {
            return with_note(read_filled(kind, &RawCell::text(literal), rules), NoteCode::ForcedText);
        }
    }
    read_filled(kind, cell, rules)
}

fn read_filled(kind: FieldKind, cell: &RawCell, rules: &ColumnRules) -> CellReading {
    match kind {
        FieldKind::Text { chars_max, lines } => text::read(cell, chars_max, lines),
        FieldKind::Money(sign) => money::read(cell, rules, sign),
        FieldKind::Rate => rate::read(cell, rules),
        FieldKind::Date(edge) => date::read(cell, rules, edge),
        FieldKind::Months { min, max } => months::read(cell, rules, min, max),
        FieldKind::Bool => choice::read_bool(cell),
        FieldKind::Choice(choice) => choice::read(cell, choice),
    }
}

fn with_note(reading: CellReading, note: NoteCode) -> CellReading {
    match reading {
        CellReading::Value(mut value) => {
            value.notes.push(note);
            CellReading::Value(value)
        }
        other => other,
    }
}

/// What the filled cells of one column say about how the column is written, for a field of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ColumnEvidence {
    /// Cells that wait for the answer, and the answer if the other cells give one.
    pub decimal_mark: Evidence<DecimalMark>,
    pub date_order: Evidence<DateOrder>,
    /// Every rate is below one half: 0.0535 and not 5.35.
    pub are_fractions: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence<T> {
    pub waiting: u32,
    pub answer: Option<T>,
}

impl<T> Default for Evidence<T> {
    fn default() -> Self {
        Self { waiting: 0, answer: None }
    }
}

pub fn evidence<'c>(kind: FieldKind, cells: impl Iterator<Item = &'c RawCell>) -> ColumnEvidence {
    let texts_of = |cell: &'c RawCell| match cell {
        RawCell::Text(text) => Some(text::literal(text).0),
        _ => None,
    };
    match kind {
        FieldKind::Money(_) => {
            ColumnEvidence { decimal_mark: money_evidence(cells.filter_map(texts_of)), ..ColumnEvidence::default() }
        }
        FieldKind::Date(_) => {
            ColumnEvidence { date_order: date_evidence(cells.filter_map(texts_of)), ..ColumnEvidence::default() }
        }
        FieldKind::Rate => {
            let mut sizes = cells.filter_map(rate::bare_size).filter(|size| *size > 0.0).peekable();
            let any = sizes.peek().is_some();
            ColumnEvidence { are_fractions: any && sizes.all(|size| size < 0.5), ..ColumnEvidence::default() }
        }
        _ => ColumnEvidence::default(),
    }
}

fn money_evidence<'t>(texts: impl Iterator<Item = &'t str>) -> Evidence<DecimalMark> {
    let (mut waiting, mut commas, mut points) = (0, false, false);
    for (mark, waits) in texts.map(money::evidence) {
        waiting += u32::from(waits);
        commas |= mark == Some(DecimalMark::Comma);
        points |= mark == Some(DecimalMark::Point);
    }
    let answer = match (commas, points) {
        (true, false) => Some(DecimalMark::Comma),
        (false, true) => Some(DecimalMark::Point),
        _ => None,
    };
    Evidence { waiting, answer }
}

/// The one order under which every open cell is a day.
fn date_evidence<'t>(texts: impl Iterator<Item = &'t str>) -> Evidence<DateOrder> {
    let mut waiting = 0;
    let mut common: Option<Vec<DateOrder>> = None;
    for orders in texts.filter_map(date::open_orders) {
        waiting += 1;
        common = Some(match common {
            Some(common) => common.into_iter().filter(|order| orders.contains(order)).collect(),
            None => orders,
        });
    }
    let answer = match common.as_deref() {
        Some([order]) => Some(*order),
        _ => None,
    };
    Evidence { waiting, answer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::imports::reading::fields::{MonthEdge, Sign};

    fn texts(texts: &[&str]) -> Vec<RawCell> {
        texts.iter().map(|text| RawCell::text(text)).collect()
    }

    fn mark(cells: &[&str]) -> Evidence<DecimalMark> {
        evidence(FieldKind::Money(Sign::Positive), texts(cells).iter()).decimal_mark
    }

    #[test]
    fn a_column_of_amounts_decides_by_its_clear_cells() {
        assert_eq!(mark(&["1.234", "1.234,50"]), Evidence { waiting: 1, answer: Some(DecimalMark::Comma) });
        assert_eq!(mark(&["1,234", "12.50"]), Evidence { waiting: 1, answer: Some(DecimalMark::Point) });
        assert_eq!(mark(&["1.234", "1.234.567"]), Evidence { waiting: 1, answer: Some(DecimalMark::Comma) });
        assert_eq!(mark(&["1.234", "5.600"]), Evidence { waiting: 2, answer: None });
        assert_eq!(mark(&["1.234", "1,5", "1.5"]), Evidence { waiting: 1, answer: None });
        assert_eq!(mark(&["1234", "ca 5", ""]), Evidence { waiting: 0, answer: None });
    }

    #[test]
    fn a_column_of_days_decides_by_the_order_that_fits_them_all() {
        let order = |cells: &[&str]| evidence(FieldKind::Date(MonthEdge::First), texts(cells).iter()).date_order;
        assert_eq!(order(&["03/04/2026", "25/12/2026"]).answer, Some(DateOrder::DayFirst));
        assert_eq!(order(&["03/04/2026", "12/25/2026"]).answer, Some(DateOrder::MonthFirst));
        assert_eq!(order(&["03/04/2026", "05/06/2026"]), Evidence { waiting: 2, answer: None });
        assert_eq!(order(&["25/12/2026", "12/25/2026"]), Evidence { waiting: 2, answer: None });
        assert_eq!(order(&["99-04-01", "22-04-01"]).answer, Some(DateOrder::YearFirst));
    }

    #[test]
    fn a_column_of_small_rates_holds_fractions() {
        let fractions = |cells: &[&str]| evidence(FieldKind::Rate, texts(cells).iter()).are_fractions;
        assert!(fractions(&["0,0535", "0,08"]));
        assert!(fractions(&["0,0535", "0", "8 %"]));
        assert!(!fractions(&["0,0535", "5,35"]));
        assert!(!fractions(&["0,05 %"]));
        assert!(!fractions(&[]));
    }
}
