//! Imports as they are shown.

use super::super::store::{self, ImportRecord, RowFilter};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::http::IfMatch;
use chrono::{DateTime, TimeDelta, Utc};
use shared::ids::ImportId;
use shared::imports::{Import, ImportListItem, ImportMapping, ImportProgress, ImportRow, ImportStatus, RowAction};
use shared::problem::ErrorCode;

/// How long a whole import can be undone.
const UNDO_FOR: TimeDelta = TimeDelta::days(30);

pub(super) fn undo_until(record: &ImportRecord) -> Option<DateTime<Utc>> {
    let is_applied = matches!(record.status, ImportStatus::Applied | ImportStatus::Undoing);
    record.applied_at.filter(|_| is_applied).map(|applied_at| applied_at + UNDO_FOR)
}

pub(super) fn is_open(record: &ImportRecord) -> bool {
    matches!(record.status, ImportStatus::Draft | ImportStatus::Failed)
}

fn has_made(record: &ImportRecord) -> bool {
    matches!(record.status, ImportStatus::Applied | ImportStatus::Undoing | ImportStatus::Undone)
}

pub async fn find(tx: &CompanyTx, id: ImportId) -> ApiResult<Import> {
    store::find(tx, id).await?.map(shown).ok_or_else(ApiError::not_found)
}

fn shown(record: ImportRecord) -> Import {
    let is_working = matches!(record.status, ImportStatus::Applying | ImportStatus::Undoing);
    let undo_until = undo_until(&record);
    let columns = record.columns.iter().map(|column| (column.index, column.target.clone())).collect();
    Import {
        id: record.id,
        version: record.version,
        file_name: record.file_name,
        format: record.format,
        encoding: record.encoding,
        delimiter: record.delimiter,
        sheets: record.sheets,
        sheet: record.sheet,
        header_row: record.header_row,
        status: record.status,
        columns: record.columns,
        missing_fields: record.missing_fields,
        mapping: ImportMapping {
            sheet: record.choices.sheet,
            header_row: record.choices.header_row,
            encoding: record.choices.encoding,
            delimiter: record.choices.delimiter,
            columns,
            decimal_mark: record.choices.decimal_mark,
            date_order: record.choices.date_order,
            defaults: record.defaults,
        },
        counts: record.counts,
        fault_groups: record.fault_groups,
        progress: is_working.then_some(ImportProgress { done: record.done, total: record.total }),
        failure: record.failure,
        created_at: record.created_at,
        created_by_name: record.created_by_name,
        applied_at: record.applied_at,
        undo_until,
    }
}

pub async fn list(tx: &CompanyTx, before: Option<ImportId>, limit: i64) -> ApiResult<Vec<ImportListItem>> {
    let records = store::list(tx, before, limit).await?;
    let item = |record: ImportRecord| ImportListItem {
        undo_until: undo_until(&record),
        id: record.id,
        version: record.version,
        file_name: record.file_name,
        status: record.status,
        counts: record.counts,
        created_at: record.created_at,
        created_by_name: record.created_by_name,
        applied_at: record.applied_at,
    };
    Ok(records.into_iter().map(item).collect())
}

pub async fn rows(tx: &CompanyTx, id: ImportId, filter: RowFilter, limit: i64) -> ApiResult<Vec<ImportRow>> {
    let record = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let mut rows = store::list_rows(tx, id, filter, limit).await?;
    if !has_made(&record) {
        // What the agreement would be called is known, but there is none.
        rows.iter_mut().filter(|row| row.action == RowAction::Create).for_each(|row| row.agreement_id = None);
    }
    Ok(rows)
}

/// A draft is thrown away; what was applied stays, so that the register can say where its agreements came from.
pub async fn delete(tx: &CompanyTx, id: ImportId, if_match: IfMatch) -> ApiResult<()> {
    let record = store::find_for_change(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(record.version)?;
    if !is_open(&record) {
        return Err(ErrorCode::ImportNotDraft.into());
    }
    Ok(store::delete(tx, id).await?)
}
