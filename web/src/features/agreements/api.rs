//! The register of agreements over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{
    Agreement, AgreementEvent, AgreementListItem, BulkEdit, NewAgreement, NewAmendment, NewBulkEdit, NewCorrection,
    NewEnding, Reason,
};
use shared::debt::{DebtExplanation, FiguresList, Schedule};
use shared::ids::{AgreementId, BulkEditId, EventId, ImportId, ViewId};
use shared::page::Page;
use shared::views::{NewSavedView, SavedView};

use crate::client::{self, ClientError};
use crate::company::OpenCompany;

/// Rows per request: few enough to show the first ones early, many enough that 10,000 take ten requests.
const LIST_PAGE: u32 = 1000;

/// Which part of the register is listed. Everything finer is filtered in the browser.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extent {
    pub deleted: bool,
    pub import_id: Option<ImportId>,
}

pub async fn list(
    company: &OpenCompany,
    extent: &Extent,
    cursor: Option<&str>,
) -> Result<Page<AgreementListItem>, ClientError> {
    client::get(company.api("/agreements"))
        .query("limit", LIST_PAGE)
        .query_some("deleted", extent.deleted.then_some(true))
        .query_some("import_id", extent.import_id)
        .query_some("cursor", cursor)
        .receive()
        .await
}

/// The figures of every agreement on a day.
pub async fn figures(company: &OpenCompany, as_of: NaiveDate) -> Result<FiguresList, ClientError> {
    client::get(company.api("/debt/agreements")).query("as_of", as_of).receive().await
}

pub async fn find(
    company: &OpenCompany,
    id: AgreementId,
    as_of: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
) -> Result<Agreement, ClientError> {
    client::get(company.api(&format!("/agreements/{id}")))
        .query_some("as_of", as_of)
        .query_some("known_at", known_at.map(instant))
        .receive()
        .await
}

pub async fn schedule(
    company: &OpenCompany,
    id: AgreementId,
    as_of: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
) -> Result<Schedule, ClientError> {
    client::get(company.api(&format!("/agreements/{id}/schedule")))
        .query_some("as_of", as_of)
        .query_some("known_at", known_at.map(instant))
        .receive()
        .await
}

pub async fn explain(
    company: &OpenCompany,
    id: AgreementId,
    on: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> Result<DebtExplanation, ClientError> {
    client::get(company.api(&format!("/debt/agreements/{id}/explanation")))
        .query("on", on)
        .query_some("known_at", known_at.map(instant))
        .receive()
        .await
}

/// The whole history, the latest first.
pub async fn events(company: &OpenCompany, id: AgreementId) -> Result<Vec<AgreementEvent>, ClientError> {
    let page: Page<AgreementEvent> = client::get(company.api(&format!("/agreements/{id}/events"))).receive().await?;
    Ok(page.data)
}

pub async fn create(company: &OpenCompany, body: &NewAgreement, key: &str) -> Result<Agreement, ClientError> {
    client::post(company.api("/agreements")).json(body).idempotent(key).receive().await
}

pub async fn correct(
    company: &OpenCompany,
    id: AgreementId,
    version: i32,
    body: &NewCorrection,
) -> Result<Agreement, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/corrections"))).json(body).if_version(version).receive().await
}

pub async fn amend(
    company: &OpenCompany,
    id: AgreementId,
    version: i32,
    body: &NewAmendment,
) -> Result<Agreement, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/amendments"))).json(body).if_version(version).receive().await
}

pub async fn end(
    company: &OpenCompany,
    id: AgreementId,
    version: i32,
    body: &NewEnding,
) -> Result<Agreement, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/endings"))).json(body).if_version(version).receive().await
}

/// The answer carries the version that a restore asks for.
pub async fn delete(company: &OpenCompany, id: AgreementId, version: i32) -> Result<Agreement, ClientError> {
    client::delete(company.api(&format!("/agreements/{id}"))).if_version(version).receive().await
}

pub async fn restore(company: &OpenCompany, id: AgreementId, version: i32) -> Result<Agreement, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/restore")))
        .json(&Reason::default())
        .if_version(version)
        .receive()
        .await
}

pub async fn undo(
    company: &OpenCompany,
    id: AgreementId,
    event: EventId,
    version: i32,
) -> Result<Agreement, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/events/{event}/undo")))
        .json(&Reason::default())
        .if_version(version)
        .receive()
        .await
}

/// Undoes what was recorded last and counts, for the toast that follows it. Refused when someone else has been there since.
pub async fn undo_last(company: &OpenCompany, id: AgreementId, version: i32) -> Result<Agreement, ClientError> {
    let events = events(company, id).await?;
    let Some(last) = events.first() else { return Err(ClientError::Unreadable) };
    undo(company, id, last.id, version).await
}

pub async fn bulk_edit(company: &OpenCompany, body: &NewBulkEdit, key: &str) -> Result<BulkEdit, ClientError> {
    client::post(company.api("/agreements/bulk-edits")).json(body).idempotent(key).receive().await
}

pub async fn undo_bulk_edit(company: &OpenCompany, id: BulkEditId) -> Result<BulkEdit, ClientError> {
    client::post(company.api(&format!("/agreements/bulk-edits/{id}/undo"))).json(&Reason::default()).receive().await
}

pub async fn views(company: &OpenCompany) -> Result<Vec<SavedView>, ClientError> {
    let page: Page<SavedView> = client::get(company.api("/views")).receive().await?;
    Ok(page.data)
}

pub async fn save_view(company: &OpenCompany, body: &NewSavedView, key: &str) -> Result<SavedView, ClientError> {
    client::post(company.api("/views")).json(body).idempotent(key).receive().await
}

pub async fn delete_view(company: &OpenCompany, id: ViewId) -> Result<(), ClientError> {
    client::delete(company.api(&format!("/views/{id}"))).done().await
}

/// With microseconds, as the register keeps it.
fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}
