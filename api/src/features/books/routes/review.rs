//! The year-end review of options and terms.

use super::super::service;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, Idempotency, Json, PageLimit, Query, known_by, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Datelike, Utc};
use serde::Deserialize;
use shared::books::{LeaseReview, LeaseReviews, NewLeaseReviews};
use shared::ids::AgreementId;
use shared::page::Page;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReviewParams {
    /// The calendar year that the fiscal year ends in; the current one when absent.
    year: Option<i32>,
    /// Also what is not due any more.
    #[serde(default)]
    done: bool,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

const LIST: &str = "lease-reviews";

/// List what the year end has to be reviewed for
///
/// Agreements that run at the year end and whose options or term were last assessed before it: with options, with an
/// assessed end, that go on by themselves, or that run past their end. By number.
#[utoipa::path(tag = "books", params(ReviewParams), responses((status = 200, body = Page<LeaseReview>)))]
#[get("/companies/{company_id}/books/review")]
pub(super) async fn list_lease_reviews(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<ReviewParams>,
) -> ApiResult<HttpResponse> {
    let ReviewParams { year, done, known_at, cursor, limit } = params.0;
    let known_at = known_by(known_at, scope.now())?;
    let after = cursor.map(|cursor| Cursor::<(String, AgreementId)>::read(LIST, &cursor)).transpose()?;
    let year = year.unwrap_or(scope.today().year());
    let read = async |tx: &crate::db::CompanyTx| {
        let year_ends_on = service::year_end(tx, year, known_at).await?;
        service::reviews(tx, year_ends_on, done, known_at).await
    };
    let mut reviews = scope.read_snapshot(read).await?;
    if let Some(after) = after {
        reviews.retain(|review| (&review.number, review.id) > (&after.0, after.1));
    }
    let key = |review: &LeaseReview| (review.number.clone(), review.id);
    Ok(page_answer(&request, &page_of(reviews, limit, LIST, key, |review| review)?))
}

/// Mark agreements as reviewed
///
/// For a year end: what is said of their options and terms still holds. Who, when and why is kept.
#[utoipa::path(
    tag = "books",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewLeaseReviews,
    responses((status = 200, body = LeaseReviews)),
)]
#[post("/companies/{company_id}/books/review")]
pub(super) async fn mark_leases_reviewed(
    scope: CompanyScope,
    key: Idempotency,
    input: Json<NewLeaseReviews>,
) -> ApiResult<Answer> {
    scope.create(&key, async |tx| Answer::ok(&service::mark_reviewed(tx, &input.0).await?)).await
}
