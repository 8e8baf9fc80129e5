//! What happened to a lease besides the changes of its agreement.

use super::super::service;
use crate::error::ApiResult;
use crate::http::{
    Answer, CompanyScope, Cursor, Id, Idempotency, Json, PageLimit, Query, known_by, page_answer, page_of,
};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::agreements::Reason;
use shared::books::{BookPreview, NewBookPreview, NewLeaseEvent, RecordedLeaseEvent};
use shared::ids::{AgreementId, LeaseEventId};
use shared::page::Page;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EventParams {
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

const EVENTS: &str = "lease-events";

/// List the accounting events of an agreement
///
/// What happened to the lease besides the changes of its agreement, in the order it was recorded. Those that were taken
/// back say so.
#[utoipa::path(tag = "books", params(EventParams), responses((status = 200, body = Page<RecordedLeaseEvent>)))]
#[get("/companies/{company_id}/agreements/{agreement_id}/accounting/events")]
pub(super) async fn list_lease_events(
    scope: CompanyScope,
    id: Id<AgreementId>,
    request: HttpRequest,
    params: Query<EventParams>,
) -> ApiResult<HttpResponse> {
    let EventParams { known_at, cursor, limit } = params.0;
    let known_at = known_by(known_at, scope.now())?;
    let after = cursor.map(|cursor| Cursor::<LeaseEventId>::read(EVENTS, &cursor)).transpose()?;
    let mut events = scope.read(async |tx| service::lease_events(tx, id.0, known_at).await).await?;
    events.retain(|event| after.is_none_or(|after| event.id > after));
    Ok(page_answer(&request, &page_of(events, limit, EVENTS, |event| event.id, |event| event)?))
}

/// Find an accounting event
///
/// One that was taken back too; it says so.
#[utoipa::path(tag = "books", responses((status = 200, body = RecordedLeaseEvent)))]
#[get("/companies/{company_id}/agreements/{agreement_id}/accounting/events/{lease_event_id}")]
pub(super) async fn find_lease_event(
    scope: CompanyScope,
    id: Id<AgreementId>,
    event: Id<LeaseEventId>,
) -> ApiResult<Answer> {
    Answer::ok(&scope.read(async |tx| service::lease_event(tx, id.0, event.0).await).await?)
}

/// Record an accounting event
///
/// Every book in use must be able to be calculated with it. At most 200 of an agreement are in force. What makes no
/// sense in the life of the lease, such as an event after its end, is recorded all the same, and each book says so
/// among its findings.
#[utoipa::path(
    tag = "books",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewLeaseEvent,
    responses((status = 201, body = RecordedLeaseEvent)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/accounting/events")]
pub(super) async fn record_lease_event(
    scope: CompanyScope,
    id: Id<AgreementId>,
    key: Idempotency,
    input: Json<NewLeaseEvent>,
) -> ApiResult<Answer> {
    let record = async |tx: &mut crate::db::CompanyTx| {
        let made = service::record_event(tx, id.0, &input.0).await?;
        let place = format!("/companies/{}/agreements/{}/accounting/events/{}", tx.company_id(), id.0, made.id);
        Answer::created(&place, &made)
    };
    scope.create(&key, record).await
}

/// Preview an accounting event
///
/// Or other facts, a change of the agreement, or an event taken back: what it would do to each book in use. Schedules by
/// period without it and with it, their difference, and the vouchers that it posts and withdraws. Nothing is recorded.
#[utoipa::path(tag = "books", request_body = NewBookPreview, responses((status = 200, body = BookPreview)))]
#[post("/companies/{company_id}/agreements/{agreement_id}/accounting/events/preview")]
pub(super) async fn preview_lease_event(
    scope: CompanyScope,
    id: Id<AgreementId>,
    input: Json<NewBookPreview>,
) -> ApiResult<HttpResponse> {
    let trial = scope.read_snapshot(async |tx| service::trial(tx, id.0, &input.0).await).await?;
    let preview = service::calculating(move || trial.outcome()).await?;
    Ok(HttpResponse::Ok().json(preview))
}

/// Undo an accounting event
///
/// As if it had not happened, from now on; a report of what was known before still has it.
#[utoipa::path(
    tag = "books",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = Reason,
    responses((status = 200, body = RecordedLeaseEvent)),
)]
#[post("/companies/{company_id}/agreements/{agreement_id}/accounting/events/{lease_event_id}/undo")]
pub(super) async fn undo_lease_event(
    scope: CompanyScope,
    id: Id<AgreementId>,
    event: Id<LeaseEventId>,
    key: Idempotency,
    input: Json<Reason>,
) -> ApiResult<Answer> {
    let reason = input.0.reason;
    let undo = async |tx: &mut crate::db::CompanyTx| {
        Answer::ok(&service::undo_event(tx, id.0, event.0, reason.clone()).await?)
    };
    scope.create(&key, undo).await
}
