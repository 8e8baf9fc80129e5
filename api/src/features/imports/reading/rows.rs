//! Rows of a sheet to rows of values and faults, one at a time.

use super::cells::{self, CellFault, CellReading, CellValue, ColumnRules, Unit};
use super::checks;
use super::faults::{Fault, FaultCode, NoteCode, Severity, severity};
use super::fields::{FieldKind, FieldSpec, ImportField, Lines, REQUIRED};
use super::grid::{RawCell, RawRow};
use super::mapping::Mapping;
use super::sheet::Sheet;
use crate::features::agreements::service::number_key;
use serde::{Deserialize, Serialize};
use shared::money::Currency;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A person's own texts in place of what the cells say, by sheet row and field. An empty text empties the cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mends {
    texts: BTreeMap<(u32, ImportField), String>,
    /// Rows left out: they take no number from others.
    skipped: BTreeSet<u32>,
}

impl Mends {
    pub fn set(&mut self, sheet_row: u32, field: ImportField, text: &str) {
        self.texts.insert((sheet_row, field), text.to_owned());
    }

    pub fn get(&self, sheet_row: u32, field: ImportField) -> Option<&str> {
        self.texts.get(&(sheet_row, field)).map(String::as_str)
    }

    pub fn skip(&mut self, sheet_row: u32) {
        self.skipped.insert(sheet_row);
    }

    pub fn is_skipped(&self, sheet_row: u32) -> bool {
        self.skipped.contains(&sheet_row)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadRow {
    pub sheet_row: u32,
    /// Canonical texts; a field without a value is not there.
    pub values: BTreeMap<ImportField, String>,
    /// By header.
    pub custom: BTreeMap<String, String>,
    pub notes: Vec<(ImportField, NoteCode)>,
    pub faults: Vec<Fault>,
}

impl ReadRow {
    pub fn is_blocked(&self) -> bool {
        self.faults.iter().any(|fault| fault.severity == Severity::Blocking)
    }

    pub fn value(&self, field: ImportField) -> Option<&str> {
        self.values.get(&field).map(String::as_str)
    }
}

/// Whether an agreement with this number is in the register already: its row then only changes what it says.
pub type IsKnown<'a> = &'a dyn Fn(&str) -> bool;

/// The company's own fields are text.
const CUSTOM: FieldKind = FieldKind::Text { chars_max: shared::terms::NOTES_CHARS_MAX, lines: Lines::Many };

pub struct RowReader<'a> {
    sheet: &'a Sheet,
    mapping: &'a Mapping,
    mends: &'a Mends,
    is_known: IsKnown<'a>,
    /// Key of the agreement number to the first row that has it.
    numbers: HashMap<String, u32>,
    next: usize,
}

impl<'a> RowReader<'a> {
    pub fn new(sheet: &'a Sheet, mapping: &'a Mapping, mends: &'a Mends, is_known: IsKnown<'a>) -> Self {
        Self { sheet, mapping, mends, is_known, numbers: HashMap::new(), next: 0 }
    }

    /// The agreement numbers alone, to ask the register about.
    pub fn numbers(&self) -> Vec<String> {
        let number = |raw: &RawRow| match self.reading(ImportField::Number, raw) {
            CellReading::Value(value) => Some(value.text),
            _ => None,
        };
        self.sheet.rows.iter().filter_map(number).collect()
    }

    fn read(&mut self, raw: &RawRow) -> ReadRow {
        let mut draft = Draft::new(raw.number);
        for field in ImportField::ALL {
            self.read_field(field, raw, &mut draft);
        }
        for (index, name) in &self.mapping.custom {
            let found = match cells::read(CUSTOM, raw.cell(*index), &ColumnRules::default()) {
                CellReading::Value(value) => {
                    draft.row.custom.insert(name.clone(), value.text);
                    value.warning
                }
                CellReading::Blank(_) => None,
                CellReading::Fault(fault) => Some(fault),
            };
            draft.row.faults.extend(found.map(|fault| self.custom_fault(raw, *index, fault)));
        }
        draft.settle_currency(self);
        draft.settle_title();
        let is_known = draft.row.value(ImportField::Number).is_some_and(self.is_known);
        if !is_known {
            self.require(raw, &mut draft);
        }
        checks::check(self, raw, &mut draft);
        self.check_number(raw, &mut draft);
        if !is_known && !draft.row.is_blocked() {
            checks::check_terms(self, raw, &mut draft);
        }
        draft.row.faults.sort_by_key(|fault| (fault.field.is_none(), fault.field, fault.code));
        draft.row
    }

    fn reading(&self, field: ImportField, raw: &RawRow) -> CellReading {
        match (self.mends.get(raw.number, field), self.mapping.columns.get(&field)) {
            (Some(mend), column) => {
                // A mend says what it means: kronor, months, per cent.
                let rules = ColumnRules { unit: Unit::One, ..column.map(|column| column.rules).unwrap_or_default() };
                cells::read(field.kind(), &RawCell::text(mend), &rules)
            }
            (None, Some(column)) => {
                let rules = ColumnRules { date_system: self.sheet.date_system, ..column.rules };
                cells::read(field.kind(), raw.cell(column.index), &rules)
            }
            (None, None) => CellReading::Blank(Vec::new()),
        }
    }

    fn read_field(&self, field: ImportField, raw: &RawRow, draft: &mut Draft) {
        match self.reading(field, raw) {
            CellReading::Value(value) => {
                if let Some(warning) = value.warning.clone() {
                    draft.row.faults.push(self.fault(raw, field, warning));
                }
                draft.take(field, value);
            }
            CellReading::Blank(notes) => {
                draft.row.notes.extend(notes.into_iter().map(|note| (field, note)));
                if let Some(default) = self.mapping.defaults.get(&field) {
                    draft.row.values.insert(field, default.clone());
                    draft.row.notes.push((field, NoteCode::Default));
                }
            }
            CellReading::Fault(fault) => {
                draft.row.faults.push(self.fault(raw, field, fault));
            }
        }
    }

    /// A required field that is empty; one that cannot be read has its own fault.
    fn require(&self, raw: &RawRow, draft: &mut Draft) {
        let mut missing: Vec<ImportField> = REQUIRED.into_iter().filter(|field| draft.is_empty(*field)).collect();
        if draft.is_empty(ImportField::EndOn) && draft.is_empty(ImportField::TermMonths) {
            missing.push(ImportField::EndOn);
        }
        for field in missing {
            draft.row.faults.push(self.fault(raw, field, CellFault::bare(FaultCode::Missing)));
        }
    }

    fn check_number(&mut self, raw: &RawRow, draft: &mut Draft) {
        if self.mends.is_skipped(raw.number) {
            return;
        }
        let Some(number) = draft.row.value(ImportField::Number) else { return };
        let key = number_key(number);
        match self.numbers.get(&key) {
            Some(first) => {
                let fault = CellFault::expecting(FaultCode::DuplicateNumber, first.to_string());
                draft.row.faults.push(self.fault(raw, ImportField::Number, fault));
            }
            None => {
                self.numbers.insert(key, raw.number);
            }
        }
    }

    pub(super) fn fault(&self, raw: &RawRow, field: ImportField, fault: CellFault) -> Fault {
        let column = self.mapping.columns.get(&field);
        let found = match self.mends.get(raw.number, field) {
            Some(mend) => Some(mend.to_owned()),
            None => column.map(|column| raw.cell(column.index).shown().into_owned()),
        };
        let header = column.and_then(|column| self.header(column.index));
        placed(raw, Some(field), header, found, fault)
    }

    /// In a column that is kept as the company's own field.
    fn custom_fault(&self, raw: &RawRow, index: usize, fault: CellFault) -> Fault {
        placed(raw, None, self.header(index), Some(raw.cell(index).shown().into_owned()), fault)
    }

    fn header(&self, index: usize) -> Option<String> {
        self.sheet.column(index).map(|column| column.header.clone())
    }
}

fn placed(
    raw: &RawRow,
    field: Option<ImportField>,
    column: Option<String>,
    found: Option<String>,
    fault: CellFault,
) -> Fault {
    Fault {
        code: fault.code,
        severity: severity(fault.code),
        row: raw.number,
        field,
        column,
        found: found.filter(|found| !found.trim().is_empty()),
        expected: fault.expected,
        suggestion: fault.suggestion,
    }
}

impl Iterator for RowReader<'_> {
    type Item = ReadRow;

    fn next(&mut self) -> Option<ReadRow> {
        let sheet = self.sheet;
        let raw = sheet.rows.get(self.next)?;
        self.next += 1;
        Some(self.read(raw))
    }
}

/// A row on its way.
pub(super) struct Draft {
    pub row: ReadRow,
    /// Currencies that amounts name themselves.
    pub named: Vec<(ImportField, Currency)>,
}

impl Draft {
    fn new(sheet_row: u32) -> Self {
        Self { row: ReadRow { sheet_row, ..ReadRow::default() }, named: Vec::new() }
    }

    fn take(&mut self, field: ImportField, value: CellValue) {
        self.row.values.insert(field, value.text);
        self.row.notes.extend(value.notes.into_iter().map(|note| (field, note)));
        self.named.extend(value.currency.map(|currency| (field, currency)));
    }

    fn is_empty(&self, field: ImportField) -> bool {
        self.row.value(field).is_none() && !self.row.faults.iter().any(|fault| fault.field == Some(field))
    }

    /// What an agreement is about says what to call it.
    fn settle_title(&mut self) {
        if !self.is_empty(ImportField::Title) {
            return;
        }
        let stand_ins = [ImportField::Object, ImportField::ObjectType, ImportField::Number];
        let stand_in = stand_ins.into_iter().find_map(|field| self.row.value(field)).map(str::to_owned);
        if let Some(title) = stand_in {
            self.row.values.insert(ImportField::Title, title);
            self.row.notes.push((ImportField::Title, NoteCode::StandInTitle));
        }
    }

    /// Amounts that name one currency say it for a row whose own currency is only assumed.
    fn settle_currency(&mut self, reader: &RowReader<'_>) {
        let is_assumed = self.row.notes.contains(&(ImportField::Currency, NoteCode::Default))
            || (self.row.value(ImportField::Currency).is_none() && self.is_empty(ImportField::Currency));
        let Some((_, first)) = self.named.first().copied().filter(|_| is_assumed) else { return };
        if self.named.iter().all(|(_, currency)| *currency == first)
            && reader.mends.get(self.row.sheet_row, ImportField::Currency).is_none()
        {
            self.row.values.insert(ImportField::Currency, first.code().to_owned());
            self.row.notes.retain(|note| *note != (ImportField::Currency, NoteCode::Default));
            self.row.notes.push((ImportField::Currency, NoteCode::CurrencyInCell));
        }
    }
}
