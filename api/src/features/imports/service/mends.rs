//! Repairs as a person asks for them, turned into decisions. Pure.

use super::super::store::Decisions;
use crate::error::{ApiError, ApiResult};
use shared::imports::{ImportField, ImportRow, Mend, Mends, RowAction};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms::NOTES_CHARS_MAX;
use std::collections::HashMap;

const MENDS_MAX: usize = 10_000;
const ROWS_MAX: usize = 100_000;

/// All of them start from the rows as they were shown.
pub(super) fn apply(mut decisions: Decisions, input: &Mends, rows: &[ImportRow]) -> ApiResult<Decisions> {
    if input.mends.len() > MENDS_MAX {
        return Err(ApiError::invalid("/mends", FieldCode::TooManyItems));
    }
    let by_number: HashMap<u32, &ImportRow> = rows.iter().map(|row| (row.row, row)).collect();
    let has_row = |row: &u32| by_number.contains_key(row);
    for (index, mend) in input.mends.iter().enumerate() {
        let place = |name: &str| format!("/mends/{index}/{name}");
        match mend {
            Mend::Cell { row, field, text } => {
                check_row(has_row(row), place("row"), *row)?;
                check_text(text, place("text"))?;
                decisions.mends.insert((*row, *field), text.clone());
            }
            Mend::Revert { row, field } => {
                check_row(has_row(row), place("row"), *row)?;
                decisions.mends.remove(&(*row, *field));
            }
            Mend::Replace { field, found, text } => {
                check_text(text, place("text"))?;
                for row in rows.iter().filter(|row| text_of(row, *field) == found.trim()) {
                    decisions.mends.insert((row.row, *field), text.clone());
                }
            }
            Mend::AcceptSuggestions { code, field } => {
                let faults = rows.iter().flat_map(|row| &row.faults);
                let wanted = faults.filter(|fault| fault.code == *code && (field.is_none() || fault.field == *field));
                for fault in wanted {
                    if let (Some(field), Some(suggestion)) = (fault.field, &fault.suggestion) {
                        decisions.mends.insert((fault.row, field), suggestion.clone());
                    }
                }
            }
            Mend::Skip { rows } => {
                check_rows(rows, has_row, &place("rows"))?;
                for row in rows {
                    decisions.included.remove(row);
                    decisions.skipped.insert(*row);
                }
            }
            Mend::SkipFaulty {} => {
                let faulty = rows.iter().filter(|row| row.action == RowAction::Faulty);
                decisions.skipped.extend(faulty.map(|row| row.row));
            }
            Mend::Include { rows } => {
                check_rows(rows, has_row, &place("rows"))?;
                for row in rows {
                    decisions.skipped.remove(row);
                    decisions.included.insert(*row);
                }
            }
        }
    }
    Ok(decisions)
}

fn text_of(row: &ImportRow, field: ImportField) -> &str {
    row.cells.iter().find(|cell| cell.field == field).map(|cell| cell.text.trim()).unwrap_or_default()
}

fn check_row(is_there: bool, place: String, row: u32) -> ApiResult<()> {
    if is_there {
        return Ok(());
    }
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&row.to_string()).expected("a row of the import");
    Err(ApiError::new(ErrorCode::ValidationFailed).at(place, fault))
}

fn check_rows(rows: &[u32], has_row: impl Fn(&u32) -> bool, place: &str) -> ApiResult<()> {
    if rows.len() > ROWS_MAX {
        return Err(ApiError::invalid(place, FieldCode::TooManyItems));
    }
    rows.iter().enumerate().try_for_each(|(index, row)| check_row(has_row(row), format!("{place}/{index}"), *row))
}

fn check_text(text: &str, place: String) -> ApiResult<()> {
    if text.chars().count() > NOTES_CHARS_MAX { Err(ApiError::invalid(place, FieldCode::TooLong)) } else { Ok(()) }
}
