//! Which column holds which field and how it is written: proposed, then a person's to change.

use super::cells::{self, ColumnRules, DateOrder, DecimalMark, Unit};
use super::fields::{FieldKind, FieldSpec, ImportField, REQUIRED};
use super::header::words::{Scale, Words, fold};
use super::header::{self, Candidate, MatchReason, Matches};
use super::sheet::{Column, Sheet};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub columns: BTreeMap<ImportField, MappedColumn>,
    /// Columns kept as the company's own fields, by the name they get.
    #[serde(default)]
    pub custom: BTreeMap<usize, String>,
    /// Canonical values where the cell is empty or the column missing.
    #[serde(default)]
    pub defaults: BTreeMap<ImportField, String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    pub index: usize,
    #[serde(default)]
    pub rules: ColumnRules,
}

/// A mapping that outlives its sheet: by headers, since columns move from month to month.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RememberedMapping {
    /// Folded header to field.
    pub fields: BTreeMap<String, ImportField>,
    /// Folded header to the name of the company's own field.
    #[serde(default)]
    pub custom: BTreeMap<String, String>,
    /// How a column of the field was written when a person had to say it.
    #[serde(default)]
    pub rules: BTreeMap<ImportField, ColumnRules>,
    #[serde(default)]
    pub defaults: BTreeMap<ImportField, String>,
    /// Folded headers of columns that were left unread: nobody is asked about them again.
    #[serde(default)]
    pub unread: BTreeSet<String>,
}

/// What only a person can say before the rows are read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Question {
    /// No column and no default for a field that every agreement needs.
    MissingField {
        field: ImportField,
    },
    DecimalMark {
        field: ImportField,
        column: String,
        waiting: u32,
        examples: Vec<String>,
    },
    DateOrder {
        field: ImportField,
        column: String,
        waiting: u32,
        examples: Vec<String>,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    pub mapping: Mapping,
    /// Why each mapped column was taken.
    pub chosen: BTreeMap<ImportField, Candidate>,
    pub questions: Vec<Question>,
}

/// What most Swedish agreements have where a sheet is silent; shown to the person, who can change it. The interval may
/// stand in the header of the fee.
pub fn usual_defaults(sheet: &Sheet, mapping: &Mapping) -> [(ImportField, &'static str); 3] {
    [
        (ImportField::Currency, "SEK"),
        (ImportField::Timing, "advance"),
        (ImportField::IntervalMonths, interval_in_fee_header(sheet, mapping).unwrap_or("1")),
    ]
}

pub fn propose(sheet: &Sheet, remembered: Option<&RememberedMapping>) -> Proposal {
    let mut matches: Matches = sheet.columns.iter().map(|column| (column.index, column.candidates.clone())).collect();
    let mut mapping = Mapping::default();
    if let Some(remembered) = remembered {
        recall(sheet, remembered, &mut matches);
        mapping.custom = sheet
            .columns
            .iter()
            .filter_map(|column| Some((column.index, remembered.custom.get(&header_key(&column.header))?.clone())))
            .collect();
        mapping.defaults = remembered.defaults.clone();
    }
    let mut chosen = BTreeMap::new();
    for (field, (index, candidate)) in header::assigned(&matches) {
        let mut rules = propose_rules(sheet, index, field);
        if let Some(remembered) = remembered.and_then(|remembered| remembered.rules.get(&field)) {
            rules.decimal_mark = rules.decimal_mark.or(remembered.decimal_mark);
            rules.date_order = rules.date_order.or(remembered.date_order);
        }
        mapping.columns.insert(field, MappedColumn { index, rules });
        chosen.insert(field, candidate);
    }
    mapping.custom.retain(|index, _| !mapping.columns.values().any(|column| column.index == *index));
    for (field, usual) in usual_defaults(sheet, &mapping) {
        if !mapping.columns.contains_key(&field) {
            mapping.defaults.entry(field).or_insert_with(|| usual.to_owned());
        }
    }
    let questions = questions(sheet, &mapping);
    Proposal { mapping, chosen, questions }
}

fn header_key(header: &str) -> String {
    fold(header).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn recall(sheet: &Sheet, remembered: &RememberedMapping, matches: &mut Matches) {
    for column in &sheet.columns {
        let key = header_key(&column.header);
        if let Some(field) = remembered.fields.get(&key) {
            // Above every score a text alone can have.
            let candidate = Candidate { field: *field, score: 2.0, reason: MatchReason::Remembered };
            matches.insert(column.index, vec![candidate]);
        } else if remembered.custom.contains_key(&key) {
            matches.insert(column.index, Vec::new());
        }
    }
}

/// How the column is written, as far as its header and cells tell.
pub fn propose_rules(sheet: &Sheet, index: usize, field: ImportField) -> ColumnRules {
    let evidence = cells::evidence(field.kind(), sheet.cells(index));
    ColumnRules {
        decimal_mark: evidence.decimal_mark.answer,
        date_order: evidence.date_order.answer,
        unit: sheet.column(index).map_or(Unit::One, |column| unit(column, field.kind(), evidence.are_fractions)),
        date_system: sheet.date_system,
    }
}

fn unit(column: &Column, kind: FieldKind, are_fractions: bool) -> Unit {
    let units = Words::of(&format!("{} {}", column.header, column.unit.as_deref().unwrap_or_default())).units();
    match kind {
        FieldKind::Money(_) => match units.scale {
            Some(Scale::Thousand) => Unit::Thousands,
            Some(Scale::Million) => Unit::Millions,
            None => Unit::One,
        },
        FieldKind::Months { .. } if units.years => Unit::Years,
        FieldKind::Rate if are_fractions => Unit::Fraction,
        _ => Unit::One,
    }
}

/// `Månadshyra` says how often it is paid.
fn interval_in_fee_header(sheet: &Sheet, mapping: &Mapping) -> Option<&'static str> {
    let fee = mapping.columns.get(&ImportField::Fee)?;
    let words = Words::of(&sheet.column(fee.index)?.header).all;
    let begins = |starts: &[&str]| words.iter().any(|word| starts.iter().any(|start| word.starts_with(start)));
    if begins(&["manad", "month"]) {
        Some("1")
    } else if begins(&["kvartal", "quarter"]) {
        Some("3")
    } else if begins(&["halvar", "semi"]) {
        Some("6")
    } else if begins(&["ars", "arlig", "annual", "year"]) {
        Some("12")
    } else {
        None
    }
}

/// What the mapping still leaves open for this sheet.
pub fn questions(sheet: &Sheet, mapping: &Mapping) -> Vec<Question> {
    let is_answered =
        |field: ImportField| mapping.columns.contains_key(&field) || mapping.defaults.contains_key(&field);
    let mut questions: Vec<Question> = REQUIRED
        .into_iter()
        .filter(|field| !is_answered(*field))
        .map(|field| Question::MissingField { field })
        .collect();
    if !is_answered(ImportField::EndOn) && !is_answered(ImportField::TermMonths) {
        questions.push(Question::MissingField { field: ImportField::EndOn });
    }
    for (field, mapped) in &mapping.columns {
        let evidence = cells::evidence(field.kind(), sheet.cells(mapped.index));
        let column = sheet.column(mapped.index).map(|column| column.header.clone()).unwrap_or_default();
        if evidence.decimal_mark.waiting > 0 && mapped.rules.decimal_mark.is_none() {
            let waiting = evidence.decimal_mark.waiting;
            let examples = examples(sheet, mapped.index, |cell| {
                cells::evidence(field.kind(), std::iter::once(cell)).decimal_mark.waiting > 0
            });
            questions.push(Question::DecimalMark { field: *field, column, waiting, examples });
        } else if evidence.date_order.waiting > 0 && mapped.rules.date_order.is_none() {
            let waiting = evidence.date_order.waiting;
            let examples = examples(sheet, mapped.index, |cell| {
                cells::evidence(field.kind(), std::iter::once(cell)).date_order.waiting > 0
            });
            questions.push(Question::DateOrder { field: *field, column, waiting, examples });
        }
    }
    questions
}

fn examples(sheet: &Sheet, index: usize, is_open: impl Fn(&super::grid::RawCell) -> bool) -> Vec<String> {
    sheet.cells(index).filter(|cell| is_open(cell)).take(3).map(|cell| cell.shown().into_owned()).collect()
}

impl RememberedMapping {
    /// Whether the company left a column with this header unread before.
    pub fn leaves_unread(&self, header: &str) -> bool {
        self.unread.contains(&header_key(header))
    }
}

impl Mapping {
    /// One column for the field, and nothing else for the column.
    pub fn assign(&mut self, sheet: &Sheet, field: ImportField, index: usize) {
        self.columns.retain(|_, column| column.index != index);
        self.custom.remove(&index);
        self.columns.insert(field, MappedColumn { index, rules: propose_rules(sheet, index, field) });
    }

    /// What is worth keeping for the next sheet of the same kind.
    pub fn remember(&self, sheet: &Sheet) -> RememberedMapping {
        let key = |index: usize| sheet.column(index).map(|column| header_key(&column.header));
        let is_marked = |rules: &ColumnRules| rules.decimal_mark.is_some() || rules.date_order.is_some();
        RememberedMapping {
            fields: self.columns.iter().filter_map(|(field, column)| Some((key(column.index)?, *field))).collect(),
            custom: self.custom.iter().filter_map(|(index, name)| Some((key(*index)?, name.clone()))).collect(),
            rules: self
                .columns
                .iter()
                .filter(|(_, column)| is_marked(&column.rules))
                .map(|(field, column)| (*field, ColumnRules { unit: Unit::One, ..column.rules }))
                .collect(),
            defaults: self.defaults.clone(),
            unread: sheet
                .columns
                .iter()
                .filter(|column| !self.reads(column.index))
                .map(|column| header_key(&column.header))
                .collect(),
        }
    }

    fn reads(&self, index: usize) -> bool {
        self.custom.contains_key(&index) || self.columns.values().any(|column| column.index == index)
    }

    /// The person's answer for every column that cannot tell by itself.
    pub fn decide(&mut self, mark: Option<DecimalMark>, order: Option<DateOrder>) {
        for column in self.columns.values_mut() {
            column.rules.decimal_mark = column.rules.decimal_mark.or(mark);
            column.rules.date_order = column.rules.date_order.or(order);
        }
    }
}
