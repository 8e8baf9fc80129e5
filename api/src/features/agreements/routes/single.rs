//! One agreement: entered, read, changed, taken out and put back.

use super::super::service;
use super::query::{AsOf, ReasonParameter};
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Id, Idempotency, IfMatch, Json, Query};
use actix_web::{delete, get, post};
use shared::agreements::{Agreement, NewAgreement, NewAmendment, NewCorrection, NewEnding, Reason};
use shared::ids::AgreementId;

/// With its version as ETag. Never 304: the figures of today are others tomorrow under the same version.
fn answer(agreement: &Agreement) -> ApiResult<Answer> {
    Ok(Answer::ok(agreement)?.version(agreement.version))
}

/// Enter an agreement
///
/// Six fields are enough: title, kind, lessor, start, end or term, and fee. A lessor given by name is found or made.
/// Without a number the agreement gets the next free one (`A-0001`).
#[utoipa::path(
    tag = "agreements",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewAgreement,
    responses((status = 201, body = Agreement)),
)]
#[post("/companies/{company_id}/agreements")]
pub async fn create_agreement(scope: CompanyScope, key: Idempotency, input: Json<NewAgreement>) -> ApiResult<Answer> {
    scope
        .create(&key, async |tx| {
            let made = service::create(tx, &input.0).await?;
            let location = format!("/companies/{}/agreements/{}", tx.company_id(), made.id);
            Answer::created(&location, &made).map(|answer| answer.version(made.version))
        })
        .await
}

/// Find an agreement
///
/// On any day, past or future, and as the register knew it at any moment. A deleted agreement is found too; its status
/// says so.
#[utoipa::path(tag = "agreements", params(AsOf), responses((status = 200, body = Agreement)))]
#[get("/companies/{company_id}/agreements/{agreement_id}")]
pub async fn find_agreement(scope: CompanyScope, id: Id<AgreementId>, query: Query<AsOf>) -> ApiResult<Answer> {
    let found = scope
        .read(async |tx| service::find(tx, id.0, query.0.as_of.unwrap_or(tx.today()), query.0.known_at).await)
        .await?;
    answer(&found)
}

/// Correct an agreement
///
/// Sets right what was wrong from the start. What an amendment has changed since stays as the amendment says.
#[utoipa::path(
    tag = "agreements",
    params(("If-Match" = String, Header, description = "The ETag of the agreement as it was read")),
    request_body = NewCorrection,
    responses((status = 200, body = Agreement)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/corrections")]
pub async fn correct_agreement(
    scope: CompanyScope,
    id: Id<AgreementId>,
    if_match: IfMatch,
    input: Json<NewCorrection>,
) -> ApiResult<Answer> {
    answer(&scope.write(async |tx| service::correct(tx, id.0, if_match, &input.0).await).await?)
}

/// Amend an agreement
///
/// The parties agreed on something else from a day. A payment due that day is already the new one; in arrears the time
/// before the day keeps its fee. What belongs to the signing (start, currency, price, timing and the like) can only be
/// corrected.
#[utoipa::path(
    tag = "agreements",
    params(("If-Match" = String, Header, description = "The ETag of the agreement as it was read")),
    request_body = NewAmendment,
    responses((status = 200, body = Agreement)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/amendments")]
pub async fn amend_agreement(
    scope: CompanyScope,
    id: Id<AgreementId>,
    if_match: IfMatch,
    input: Json<NewAmendment>,
) -> ApiResult<Answer> {
    answer(&scope.write(async |tx| service::amend(tx, id.0, if_match, &input.0).await).await?)
}

/// End an agreement
///
/// Terminated or bought out; the debt is zero at the end of the day. To change an ending, undo it first.
#[utoipa::path(
    tag = "agreements",
    params(("If-Match" = String, Header, description = "The ETag of the agreement as it was read")),
    request_body = NewEnding,
    responses((status = 200, body = Agreement)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/endings")]
pub async fn end_agreement(
    scope: CompanyScope,
    id: Id<AgreementId>,
    if_match: IfMatch,
    input: Json<NewEnding>,
) -> ApiResult<Answer> {
    answer(&scope.write(async |tx| service::end(tx, id.0, if_match, &input.0).await).await?)
}

/// Delete an agreement
///
/// Takes it out of the register and its figures. Nothing is lost: it can be restored.
#[utoipa::path(
    tag = "agreements",
    params(
        ReasonParameter,
        ("If-Match" = String, Header, description = "The ETag of the agreement as it was read"),
    ),
    responses((status = 200, body = Agreement)),
)]
#[delete("/companies/{company_id}/agreements/{agreement_id}")]
pub async fn delete_agreement(
    scope: CompanyScope,
    id: Id<AgreementId>,
    if_match: IfMatch,
    query: Query<ReasonParameter>,
) -> ApiResult<Answer> {
    let reason = query.0.reason.as_ref();
    answer(&scope.write(async |tx| service::delete(tx, id.0, if_match, reason).await).await?)
}

/// Restore a deleted agreement
///
/// Puts it back as it was. Refused while another agreement has its number.
#[utoipa::path(
    tag = "agreements",
    params(("If-Match" = String, Header, description = "The ETag of the agreement as it was read")),
    request_body = Reason,
    responses((status = 200, body = Agreement)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/restore")]
pub async fn restore_agreement(
    scope: CompanyScope,
    id: Id<AgreementId>,
    if_match: IfMatch,
    input: Json<Reason>,
) -> ApiResult<Answer> {
    let reason = input.0.reason.as_ref();
    answer(&scope.write(async |tx| service::restore(tx, id.0, if_match, reason).await).await?)
}
