//! Trying terms or a change without recording it.

use super::super::service;
use crate::error::ApiResult;
use crate::http::{CompanyScope, Id, Json};
use actix_web::{HttpResponse, post};
use shared::agreements::{ChangePreview, NewChangePreview, NewPreview};
use shared::debt::Preview;
use shared::ids::AgreementId;

/// Preview an agreement
///
/// The figures, the plan and what is worth a second look, for terms that are not recorded.
#[utoipa::path(
    tag = "agreements",
    request_body = NewPreview,
    responses((status = 200, body = Preview)),
)]
#[post("/companies/{company_id}/agreements/previews")]
pub async fn preview_agreement(scope: CompanyScope, input: Json<NewPreview>) -> ApiResult<HttpResponse> {
    let preview = scope
        .read(async |tx| service::preview_terms(&input.0.terms, input.0.as_of.unwrap_or_else(|| tx.today())))
        .await?;
    Ok(HttpResponse::Ok().json(preview))
}

/// Preview a change to an agreement
///
/// Figures and plan without the change and with it, and the fields that differ. Nothing is recorded.
#[utoipa::path(
    tag = "agreements",
    request_body = NewChangePreview,
    responses((status = 200, body = ChangePreview)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/previews")]
pub async fn preview_agreement_change(
    scope: CompanyScope,
    id: Id<AgreementId>,
    input: Json<NewChangePreview>,
) -> ApiResult<HttpResponse> {
    let preview = scope.read(async |tx| service::preview_change(tx, id.0, &input.0).await).await?;
    Ok(HttpResponse::Ok().json(preview))
}
