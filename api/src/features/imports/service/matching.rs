//! Which column is what: as the file and the company's memory propose, and as a person chose.

use super::super::reading::cells::{self, CellReading, ColumnRules, Unit};
use super::super::reading::fields::{FieldSpec, ImportField};
use super::super::reading::grid::RawCell;
use super::super::reading::header::{Candidate, MatchReason};
use super::super::reading::mapping::{self, Mapping, Proposal, Question, RememberedMapping};
use super::super::reading::sheet::Sheet;
use super::super::store::{Choices, ImportRecord, Matched};
use super::file::{OpenFile, format_words};
use crate::error::{ApiError, ApiResult};
use shared::imports::{ColumnTarget, ImportColumn, ImportMapping, MatchedBy};
use shared::money::Currency;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms::{CUSTOM_FIELDS_MAX, TEXT_CHARS_MAX};
use std::collections::{BTreeMap, BTreeSet};

/// A file under choices.
pub(super) struct Match {
    pub mapping: Mapping,
    pub matched: Matched,
}

/// `base`: the company's own currency, for agreements that name none.
pub(super) fn match_columns(
    file: &OpenFile,
    choices: &Choices,
    remembered: Option<&RememberedMapping>,
    base: Currency,
) -> Match {
    let sheet = &file.sheet;
    let Proposal { mapping: proposed, chosen, .. } = mapping::propose(sheet, remembered);
    let mut mapping = proposed.clone();
    for (index, target) in &choices.columns {
        let index = *index as usize;
        mapping.columns.retain(|_, column| column.index != index);
        mapping.custom.remove(&index);
        match target {
            ColumnTarget::Field { field } => mapping.assign(sheet, *field, index),
            ColumnTarget::Custom { name } => {
                mapping.custom.insert(index, name.clone());
            }
            ColumnTarget::Ignored {} => {}
        }
    }
    mapping.decide(choices.decimal_mark, choices.date_order);
    mapping.defaults = defaults(sheet, choices, remembered, &mapping, base);
    let missing_fields = mapping::questions(sheet, &mapping)
        .into_iter()
        .filter_map(|question| match question {
            Question::MissingField { field } => Some(field),
            Question::DecimalMark { .. } | Question::DateOrder { .. } => None,
        })
        .collect();
    let (format, encoding, delimiter) = format_words(file.format);
    let matched = Matched {
        format,
        encoding,
        delimiter,
        sheets: file.sheets.iter().map(|sheet| sheet.name.clone()).collect(),
        sheet: Some(sheet.name.clone()).filter(|_| !file.sheets.is_empty()),
        header_row: sheet.header_row.unwrap_or(0),
        columns: columns(sheet, &mapping, &proposed, &chosen, remembered),
        defaults: mapping.defaults.clone(),
        missing_fields,
        lesson: mapping.remember(sheet),
    };
    Match { mapping, matched }
}

/// A person's list of defaults rules alone; otherwise what was remembered and what is usual.
fn defaults(
    sheet: &Sheet,
    choices: &Choices,
    remembered: Option<&RememberedMapping>,
    mapping: &Mapping,
    base: Currency,
) -> BTreeMap<ImportField, String> {
    if let Some(defaults) = &choices.defaults {
        return defaults.clone();
    }
    let mut defaults = remembered.map(|remembered| remembered.defaults.clone()).unwrap_or_default();
    for (field, usual) in mapping::usual_defaults(sheet, mapping) {
        let usual = if field == ImportField::Currency { base.code() } else { usual };
        if !mapping.columns.contains_key(&field) {
            defaults.entry(field).or_insert_with(|| usual.to_owned());
        }
    }
    defaults
}

fn columns(
    sheet: &Sheet,
    mapping: &Mapping,
    proposed: &Mapping,
    chosen: &BTreeMap<ImportField, Candidate>,
    remembered: Option<&RememberedMapping>,
) -> Vec<ImportColumn> {
    let left_unread = |header: &str| remembered.is_some_and(|remembered| remembered.leaves_unread(header));
    let columns = sheet.columns.iter().filter_map(|column| {
        let target = target(mapping, column.index);
        let matched_by = if target != self::target(proposed, column.index) {
            MatchedBy::Person
        } else if proposed.custom.contains_key(&column.index)
            || (matches!(target, ColumnTarget::Ignored {}) && left_unread(&column.header))
        {
            MatchedBy::Remembered
        } else {
            matched_by(&target, chosen)
        };
        Some(ImportColumn {
            index: u32::try_from(column.index).ok()?,
            header: column.header.clone(),
            samples: column.samples.clone(),
            target,
            matched_by,
        })
    });
    columns.collect()
}

fn target(mapping: &Mapping, index: usize) -> ColumnTarget {
    let field = mapping.columns.iter().find(|(_, column)| column.index == index).map(|(field, _)| *field);
    match (field, mapping.custom.get(&index)) {
        (Some(field), _) => ColumnTarget::Field { field },
        (None, Some(name)) => ColumnTarget::Custom { name: name.clone() },
        (None, None) => ColumnTarget::Ignored {},
    }
}

fn matched_by(target: &ColumnTarget, chosen: &BTreeMap<ImportField, Candidate>) -> MatchedBy {
    let ColumnTarget::Field { field } = target else { return MatchedBy::Nothing };
    match chosen.get(field).map(|candidate| candidate.reason) {
        Some(MatchReason::SameWords) => MatchedBy::Header,
        Some(MatchReason::Remembered) => MatchedBy::Remembered,
        Some(
            MatchReason::Abbreviation
            | MatchReason::SimilarSpelling
            | MatchReason::ContainsWords
            | MatchReason::ContentDiffers
            | MatchReason::IncludesVat,
        ) => MatchedBy::Resemblance,
        None => MatchedBy::Nothing,
    }
}

/// The choices after a person has sent a mapping. Other columns, in another sheet, under other headers or between other
/// marks, are other columns: what was chosen for the old ones is let go of.
pub(super) fn chosen(record: &ImportRecord, input: &ImportMapping) -> ApiResult<Choices> {
    check_columns(input)?;
    check_text(&record.format, input)?;
    let before = &record.choices;
    // To choose what was found anyway is no change.
    let same_sheet = input.sheet == before.sheet || input.sheet == record.sheet;
    let same_headers = input.header_row == before.header_row || input.header_row == Some(record.header_row);
    let same_delimiter = input.delimiter == before.delimiter
        || input.delimiter.is_some_and(|delimiter| record.delimiter.as_deref() == Some(delimiter.as_str()));
    let same_table = same_sheet && same_headers && same_delimiter;
    let mut columns = if same_table { before.columns.clone() } else { BTreeMap::new() };
    for (index, target) in &input.columns {
        // A field moves to the column it was given last.
        columns.retain(|_, earlier| !matches!(earlier, ColumnTarget::Field { .. }) || earlier != target);
        columns.insert(*index, target.clone());
    }
    Ok(Choices {
        sheet: input.sheet.clone(),
        header_row: input.header_row,
        encoding: input.encoding,
        delimiter: input.delimiter,
        columns,
        decimal_mark: input.decimal_mark,
        date_order: input.date_order,
        defaults: Some(canonical_defaults(input)?),
    })
}

/// A workbook says itself how it is written, and what was pasted is characters already.
fn check_text(format: &str, input: &ImportMapping) -> ApiResult<()> {
    if input.encoding.is_some() && format != "csv" {
        return Err(ApiError::invalid("/encoding", FieldCode::InvalidValue));
    }
    if input.delimiter.is_some() && !matches!(format, "csv" | "pasted") {
        return Err(ApiError::invalid("/delimiter", FieldCode::InvalidValue));
    }
    Ok(())
}

fn check_columns(input: &ImportMapping) -> ApiResult<()> {
    let mut fields = BTreeSet::new();
    let mut names = BTreeSet::new();
    for (index, target) in &input.columns {
        let place = format!("/columns/{index}");
        match target {
            ColumnTarget::Field { field } if !fields.insert(*field) => {
                return Err(ApiError::invalid(place, FieldCode::Duplicate));
            }
            ColumnTarget::Custom { name } => {
                let name = crate::http::plain_line(&place, name)?;
                if name.chars().count() > TEXT_CHARS_MAX {
                    return Err(ApiError::invalid(place, FieldCode::TooLong));
                }
                if !names.insert(name) {
                    return Err(ApiError::invalid(place, FieldCode::Duplicate));
                }
            }
            ColumnTarget::Field { .. } | ColumnTarget::Ignored {} => {}
        }
    }
    if names.len() > CUSTOM_FIELDS_MAX { Err(ApiError::invalid("/columns", FieldCode::TooManyItems)) } else { Ok(()) }
}

pub(super) fn check_indexes(input: &ImportMapping, sheet: &Sheet) -> ApiResult<()> {
    let unknown = input.columns.keys().find(|index| sheet.column(**index as usize).is_none());
    match unknown {
        Some(index) => Err(ApiError::invalid(format!("/columns/{index}"), FieldCode::UnknownField)),
        None => Ok(()),
    }
}

/// Read as a cell would be, so that a default cannot be what a cell may not.
fn canonical_defaults(input: &ImportMapping) -> ApiResult<BTreeMap<ImportField, String>> {
    let mut defaults = BTreeMap::new();
    for (field, text) in &input.defaults {
        let rules = ColumnRules {
            decimal_mark: input.decimal_mark,
            date_order: input.date_order,
            unit: Unit::One,
            ..ColumnRules::default()
        };
        match cells::read(field.kind(), &RawCell::text(text), &rules) {
            CellReading::Value(value) => {
                defaults.insert(*field, value.text);
            }
            CellReading::Blank(_) => {}
            CellReading::Fault(fault) => {
                let found = FieldFault::new(FieldCode::InvalidValue).found(text);
                let place = FieldFault { expected: fault.expected, ..found };
                return Err(ApiError::new(ErrorCode::ValidationFailed).at(format!("/defaults/{}", field.name()), place));
            }
        }
    }
    Ok(defaults)
}
