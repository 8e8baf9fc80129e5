//! Index and rate changes of many agreements at once.

use super::super::service;
use super::company::VersionParams;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, Id, Idempotency, Json, Query, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get, post};
use shared::agreements::Reason;
use shared::books::{MassChange, MassChangePreview, NewMassChange};
use shared::ids::MassChangeId;
use shared::page::Page;

const LIST: &str = "mass-changes";

/// List mass changes
///
/// Index and rate changes of many agreements, latest first, those that were undone too.
#[utoipa::path(tag = "books", params(VersionParams), responses((status = 200, body = Page<MassChange>)))]
#[get("/companies/{company_id}/books/mass-changes")]
pub(super) async fn list_mass_changes(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<VersionParams>,
) -> ApiResult<HttpResponse> {
    let VersionParams { cursor, limit } = params.0;
    let before = cursor.map(|cursor| Cursor::<MassChangeId>::read(LIST, &cursor)).transpose()?;
    let changes = scope.read(async |tx| service::list_mass_changes(tx, before, limit.with_one_more()).await).await?;
    Ok(page_answer(&request, &page_of(changes, limit, LIST, |change| change.id, |change| change)?))
}

/// Preview a mass change
///
/// Of each agreement the old fee and the new one, and in each book in use liability and asset without it and with it,
/// what it posts, and what makes no sense; and the totals. Nothing is recorded.
#[utoipa::path(tag = "books", request_body = NewMassChange, responses((status = 200, body = MassChangePreview)))]
#[post("/companies/{company_id}/books/mass-changes/preview")]
pub(super) async fn preview_mass_change(scope: CompanyScope, input: Json<NewMassChange>) -> ApiResult<HttpResponse> {
    let trial = scope.read_snapshot(async |tx| service::mass_trial(tx, &input.0).await).await?;
    let preview = service::calculating(move || trial.outcome()).await?;
    Ok(HttpResponse::Ok().json(preview))
}

/// Execute a mass change
///
/// Amends every agreement from the day, or none of them: one that is gone or has another version than the one that was
/// seen is told. Debt, books and reports follow, because the contract itself is changed.
#[utoipa::path(
    tag = "books",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewMassChange,
    responses((status = 201, body = MassChange)),
)]
#[post("/companies/{company_id}/books/mass-changes")]
pub(super) async fn execute_mass_change(
    scope: CompanyScope,
    key: Idempotency,
    input: Json<NewMassChange>,
) -> ApiResult<Answer> {
    let execute = async |tx: &mut crate::db::CompanyTx| {
        let made = service::execute(tx, &input.0).await?;
        Answer::created(&format!("/companies/{}/books/mass-changes/{}", tx.company_id(), made.id), &made)
    };
    scope.create(&key, execute).await
}

/// Find a mass change
///
/// One that was undone too; it says when.
#[utoipa::path(tag = "books", responses((status = 200, body = MassChange)))]
#[get("/companies/{company_id}/books/mass-changes/{mass_change_id}")]
pub(super) async fn find_mass_change(scope: CompanyScope, id: Id<MassChangeId>) -> ApiResult<Answer> {
    Answer::ok(&scope.read(async |tx| service::find_mass_change(tx, id.0).await).await?)
}

/// Undo a mass change
///
/// In every agreement that it changed, as if it had not happened. What was undone or deleted since is left alone.
#[utoipa::path(
    tag = "books",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = Reason,
    responses((status = 200, body = MassChange)),
)]
#[post("/companies/{company_id}/books/mass-changes/{mass_change_id}/undo")]
pub(super) async fn undo_mass_change(
    scope: CompanyScope,
    id: Id<MassChangeId>,
    key: Idempotency,
    input: Json<Reason>,
) -> ApiResult<Answer> {
    let reason = input.0.reason;
    let undo =
        async |tx: &mut crate::db::CompanyTx| Answer::ok(&service::undo_mass_change(tx, id.0, reason.clone()).await?);
    scope.create(&key, undo).await
}
