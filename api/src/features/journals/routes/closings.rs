//! Closing time, and opening it again.

use super::super::service::closings;
use super::super::store::closings::{Wanted, list};
use crate::db::CompanyTx;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, Id, Idempotency, Json, PageLimit, Query, Role, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::NaiveDate;
use serde::Deserialize;
use shared::books::BookFramework;
use shared::ids::ClosingId;
use shared::journals::{Closing, ClosingChecklist, NewClosing, ReopeningReason};
use shared::page::Page;
use utoipa::IntoParams;

const LIST: &str = "closings";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ChecklistParams {
    /// Of which book.
    framework: BookFramework,
    /// Last day of a month.
    through: NaiveDate,
}

/// Check before closing
///
/// What would be closed, and what there is to look at before: agreements without a rate, exchange rates that are missing,
/// what the books had to assume, default accounts that nobody has confirmed, vouchers that have not gone to the ledger.
#[utoipa::path(tag = "journals", params(ChecklistParams), responses(
    (status = 200, body = ClosingChecklist),
    (status = 409, description = "The time is closed already.", body = shared::problem::Problem, content_type = "application/problem+json"),
))]
#[get("/companies/{company_id}/closings/checklist")]
pub async fn check_closing(scope: CompanyScope, params: Query<ChecklistParams>) -> ApiResult<HttpResponse> {
    let ChecklistParams { framework, through } = params.0;
    let checklist = scope.read_snapshot(async |tx| closings::checklist(tx, framework, through).await).await?;
    Ok(HttpResponse::Ok().json(checklist))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClosingParams {
    /// Only of this book.
    framework: Option<BookFramework>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

/// List closings
///
/// The latest first, also those that were opened again.
#[utoipa::path(tag = "journals", params(ClosingParams), responses((status = 200, body = Page<Closing>)))]
#[get("/companies/{company_id}/closings")]
pub async fn list_closings(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<ClosingParams>,
) -> ApiResult<HttpResponse> {
    let ClosingParams { framework, cursor, limit } = params.0;
    let after = cursor.map(|cursor| Cursor::<ClosingId>::read(LIST, &cursor)).transpose()?;
    let wanted = Wanted { framework, after, only: None };
    let rows = scope.read(async |tx| list(tx, wanted, limit.with_one_more()).await).await?;
    let page = page_of(rows, limit, LIST, |closing: &Closing| closing.id, |closing| closing)?;
    Ok(page_answer(&request, &page))
}

/// Close a book
///
/// Through a day: its vouchers stay what they are. What is recorded later and concerns that time becomes a correction
/// voucher on the first day after it. Lines of the checklist that have found something are named in `accepted` where
/// they may stand; otherwise the answer is `closing_blocked`.
#[utoipa::path(
    tag = "journals",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewClosing,
    responses((status = 201, body = Closing)),
)]
#[post("/companies/{company_id}/closings")]
pub async fn create_closing(scope: CompanyScope, key: Idempotency, input: Json<NewClosing>) -> ApiResult<Answer> {
    let create = async |tx: &mut CompanyTx| {
        let closing = closings::create(tx, &input.0).await?;
        Answer::created(&format!("/companies/{}/closings/{}", tx.company_id(), closing.id), &closing)
    };
    scope.create(&key, create).await
}

/// Find a closing
///
/// With the checklist as it was when the book was closed, and whether it was opened again.
#[utoipa::path(tag = "journals", responses((status = 200, body = Closing)))]
#[get("/companies/{company_id}/closings/{closing_id}")]
pub async fn find_closing(scope: CompanyScope, id: Id<ClosingId>) -> ApiResult<HttpResponse> {
    let closing = scope.read(async |tx| closings::find(tx, id.0).await).await?;
    Ok(HttpResponse::Ok().json(closing))
}

/// Open closed time again
///
/// Only the last closing of a book, and only an owner. Its time is then what is known now; the closing and the reason stay
/// on record.
#[utoipa::path(
    tag = "journals",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = ReopeningReason,
    responses((status = 200, body = Closing)),
)]
#[post("/companies/{company_id}/closings/{closing_id}/reopen")]
pub async fn reopen_closing(
    scope: CompanyScope,
    id: Id<ClosingId>,
    key: Idempotency,
    input: Json<ReopeningReason>,
) -> ApiResult<Answer> {
    let reopen = async |tx: &mut CompanyTx| Answer::ok(&closings::reopen(tx, id.0, &input.0).await?);
    scope.create_as(Role::Owner, &key, reopen).await
}
