//! The same change to many agreements.

use super::super::service;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Id, Idempotency, Json};
use actix_web::post;
use shared::agreements::{BulkEdit, NewBulkEdit, Reason};
use shared::ids::BulkEditId;

/// Change many agreements at once
///
/// A correction of all of them, or with `effective_on` an amendment. Either all are changed or none; those that
/// already are as wished are left alone. With `dry_run` nothing is recorded and the answer says what would change.
#[utoipa::path(
    tag = "agreements",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewBulkEdit,
    responses((status = 200, body = BulkEdit)),
)]
#[post("/companies/{company_id}/agreements/bulk-edits")]
pub async fn edit_agreements(scope: CompanyScope, key: Idempotency, input: Json<NewBulkEdit>) -> ApiResult<Answer> {
    scope.create(&key, async |tx| Answer::ok(&service::bulk_edit(tx, &input.0).await?)).await
}

/// Undo a bulk edit
///
/// In every agreement that it changed, as if it had not happened. What was undone or deleted since is left alone.
#[utoipa::path(
    tag = "agreements",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = Reason,
    responses((status = 200, body = BulkEdit)),
)]
#[post("/companies/{company_id}/agreements/bulk-edits/{bulk_edit_id}/undo")]
pub async fn undo_bulk_edit(
    scope: CompanyScope,
    id: Id<BulkEditId>,
    key: Idempotency,
    input: Json<Reason>,
) -> ApiResult<Answer> {
    let reason = input.0.reason;
    scope.create(&key, async |tx| Answer::ok(&service::undo_bulk_edit(tx, id.0, reason.clone()).await?)).await
}
