//! What happened to an agreement, and what it gives.

use super::super::service;
use super::query::AsOf;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, Id, IfMatch, Json, PageLimit, Query, page_answer};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use shared::agreements::{Activity, Agreement, AgreementEvent, Reason};
use shared::debt::Schedule;
use shared::ids::{AgreementId, EventId};
use shared::page::Page;
use utoipa::IntoParams;

/// List the events of an agreement
///
/// Its whole history, the latest first: who recorded what and when, from which day it holds, what it changed, and
/// whether it was undone. It fits in one page.
#[utoipa::path(tag = "agreements", responses((status = 200, body = Page<AgreementEvent>)))]
#[get("/companies/{company_id}/agreements/{agreement_id}/events")]
pub async fn list_agreement_events(scope: CompanyScope, id: Id<AgreementId>) -> ApiResult<HttpResponse> {
    let events = scope.read(async |tx| service::events(tx, id.0).await).await?;
    Ok(HttpResponse::Ok().json(Page::whole(events)))
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ActivityQuery {
    /// Where the page before ended: its `next_cursor`.
    #[serde(default)]
    cursor: Option<String>,
    /// How many activities; 50 when absent.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 50)]
    #[serde(default)]
    limit: PageLimit<50>,
}

const ACTIVITIES: &str = "activities";

/// List what was done lately
///
/// The latest acts in the register, the latest first. What was done to many agreements in one act, as by an import, is
/// one activity and stands where its last event does.
#[utoipa::path(tag = "agreements", params(ActivityQuery), responses((status = 200, body = Page<Activity>)))]
#[get("/companies/{company_id}/activities")]
pub async fn list_activities(
    request: HttpRequest,
    scope: CompanyScope,
    query: Query<ActivityQuery>,
) -> ApiResult<HttpResponse> {
    let ActivityQuery { cursor, limit } = query.0;
    let after = cursor.map(|cursor| Cursor::read(ACTIVITIES, &cursor)).transpose()?;
    let (data, next) = scope.read(async |tx| service::activities(tx, after, limit.rows()).await).await?;
    let next_cursor = next.map(|place| Cursor::write(ACTIVITIES, place)).transpose()?;
    let page = Page { data, has_more: next_cursor.is_some(), next_cursor };
    Ok(page_answer(&request, &page))
}

/// Undo an event
///
/// Makes it as if it had not happened. The undo is an event too, and undoing it brings the first one back. Any event
/// can be undone but the creation: an agreement is taken out of the register by deleting it.
#[utoipa::path(
    tag = "agreements",
    params(("If-Match" = String, Header, description = "The ETag of the agreement as it was read")),
    request_body = Reason,
    responses((status = 200, body = Agreement)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/events/{event_id}/undo")]
pub async fn undo_agreement_event(
    scope: CompanyScope,
    id: Id<AgreementId>,
    event: Id<EventId>,
    if_match: IfMatch,
    input: Json<Reason>,
) -> ApiResult<Answer> {
    let reason = input.0.reason.as_ref();
    let agreement = scope.write(async |tx| service::undo(tx, id.0, event.0, if_match, reason).await).await?;
    Ok(Answer::ok(&agreement)?.version(agreement.version))
}

/// Find the payment plan of an agreement
///
/// Every payment with its interest, amortisation and remaining debt. Amendments after `as_of` are in it: it is the plan
/// as it is known.
#[utoipa::path(tag = "agreements", params(AsOf), responses((status = 200, body = Schedule)))]
#[get("/companies/{company_id}/agreements/{agreement_id}/schedule")]
pub async fn find_agreement_schedule(
    scope: CompanyScope,
    id: Id<AgreementId>,
    query: Query<AsOf>,
) -> ApiResult<HttpResponse> {
    let schedule = scope
        .read(async |tx| service::schedule(tx, id.0, query.0.as_of.unwrap_or(tx.today()), query.0.known_at).await)
        .await?;
    Ok(HttpResponse::Ok().json(schedule))
}
