//! What accountants say of an agreement.

use super::super::service;
use super::company::{KnownAt, VersionParams};
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, Id, IfMatch, Json, Query, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get, put};
use shared::books::{AgreementAccounting, NewAgreementAccounting};
use shared::ids::AgreementId;
use shared::page::Page;

/// Find what accountants say of an agreement
///
/// Facts that its terms do not tell, how single changes are taken, and what is chosen for it in single books. `version`
/// 0: nothing is recorded, and everything is read from the agreement.
#[utoipa::path(tag = "books", params(KnownAt), responses((status = 200, body = AgreementAccounting)))]
#[get("/companies/{company_id}/agreements/{agreement_id}/accounting")]
pub(super) async fn find_agreement_accounting(
    scope: CompanyScope,
    id: Id<AgreementId>,
    params: Query<KnownAt>,
) -> ApiResult<Answer> {
    let known_at = params.0.moment(&scope)?;
    let found = scope.read(async |tx| service::agreement_accounting(tx, id.0, known_at).await).await?;
    Ok(Answer::ok(&found)?.version(found.version))
}

/// Record what accountants say of an agreement
///
/// Whole: what is left out is read from the agreement again. It rules from now on for every day that is asked about;
/// what ruled before is still found with `known_at`. Every book in use must be able to be calculated with it.
#[utoipa::path(
    tag = "books",
    params(("If-Match" = String, Header, description = "The ETag as it was read; `\"0\"` where nothing is recorded")),
    request_body = NewAgreementAccounting,
    responses((status = 200, body = AgreementAccounting)),
)]
#[put("/companies/{company_id}/agreements/{agreement_id}/accounting")]
pub(super) async fn record_agreement_accounting(
    scope: CompanyScope,
    id: Id<AgreementId>,
    if_match: IfMatch,
    input: Json<NewAgreementAccounting>,
) -> ApiResult<Answer> {
    let recorded = scope.write(async |tx| service::account(tx, id.0, if_match, &input.0).await).await?;
    Ok(Answer::ok(&recorded)?.version(recorded.version))
}

const VERSIONS: &str = "agreement-accounting-versions";

/// List what accountants have said of an agreement
///
/// Every version, the latest first: who, when and why.
#[utoipa::path(tag = "books", params(VersionParams), responses((status = 200, body = Page<AgreementAccounting>)))]
#[get("/companies/{company_id}/agreements/{agreement_id}/accounting/versions")]
pub(super) async fn list_agreement_accounting_versions(
    scope: CompanyScope,
    id: Id<AgreementId>,
    request: HttpRequest,
    params: Query<VersionParams>,
) -> ApiResult<HttpResponse> {
    let VersionParams { cursor, limit } = params.0;
    let before = cursor.map(|cursor| Cursor::<i32>::read(VERSIONS, &cursor)).transpose()?;
    let read =
        async |tx: &crate::db::CompanyTx| service::accounting_versions(tx, id.0, before, limit.with_one_more()).await;
    let versions = scope.read(read).await?;
    Ok(page_answer(&request, &page_of(versions, limit, VERSIONS, |one| one.version, |one| one)?))
}
