//! What happened to an agreement, and what it gives.

use super::super::service;
use super::query::AsOf;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Id, IfMatch, Json, PageLimit, Query};
use actix_web::{HttpResponse, get, post};
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

#[derive(Clone, Copy, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ActivityQuery {
    /// How many activities; 50 when absent.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 50)]
    #[serde(default)]
    limit: PageLimit<50>,
}

/// List what was done lately
///
/// The latest acts in the register, the latest first. What was done to many agreements in one act, as by an import, is
/// one activity. It looks through the last 500 events.
#[utoipa::path(tag = "agreements", params(ActivityQuery), responses((status = 200, body = Page<Activity>)))]
#[get("/companies/{company_id}/activities")]
pub async fn list_activities(scope: CompanyScope, query: Query<ActivityQuery>) -> ApiResult<HttpResponse> {
    let limit = query.0.limit.rows();
    let activities = scope.read(async |tx| service::activities(tx, limit).await).await?;
    Ok(HttpResponse::Ok().json(Page::whole(activities)))
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
