//! Changes made to many agreements at once.

use crate::db::schema::bulk_edit;
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::agreements::TermsPatch;
use shared::ids::BulkEditId;
use uuid::Uuid;

pub async fn insert_bulk_edit(
    tx: &CompanyTx,
    id: BulkEditId,
    patch: &TermsPatch,
    effective_on: Option<NaiveDate>,
    reason: Option<&str>,
) -> Result<(), DbError> {
    diesel::insert_into(bulk_edit::table)
        .values((
            bulk_edit::company_id.eq(tx.company_id().uuid()),
            bulk_edit::id.eq(id.uuid()),
            bulk_edit::patch.eq(serde_json::Value::Object(patch.0.clone())),
            bulk_edit::effective_on.eq(effective_on),
            bulk_edit::reason.eq(reason),
            bulk_edit::recorded_at.eq(tx.now()),
            bulk_edit::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// When it was undone, if it is. `None`: there is no such bulk edit.
pub async fn bulk_edit_undone_at(tx: &CompanyTx, id: BulkEditId) -> Result<Option<Option<DateTime<Utc>>>, DbError> {
    let undone_at = bulk_edit::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(bulk_edit::undone_at)
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(undone_at)
}

/// Those that were undone, and when.
pub async fn bulk_edits_undone(
    tx: &CompanyTx,
    ids: &[BulkEditId],
) -> Result<Vec<(BulkEditId, DateTime<Utc>)>, DbError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows: Vec<(Uuid, Option<DateTime<Utc>>)> = bulk_edit::table
        .filter(bulk_edit::company_id.eq(tx.company_id().uuid()))
        .filter(bulk_edit::id.eq_any(ids))
        .filter(bulk_edit::undone_at.is_not_null())
        .select((bulk_edit::id, bulk_edit::undone_at))
        .load(&mut tx.connection())
        .await?;
    Ok(rows.into_iter().filter_map(|(id, undone_at)| Some((id.into(), undone_at?))).collect())
}

pub async fn mark_bulk_edit_undone(tx: &CompanyTx, id: BulkEditId) -> Result<(), DbError> {
    diesel::update(bulk_edit::table.find((tx.company_id().uuid(), id.uuid())))
        .set((bulk_edit::undone_at.eq(tx.now()), bulk_edit::undone_by.eq(tx.account_id().uuid())))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
