//! Books over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::Reason;
use shared::books::{
    AgreementAccounting, BookCalculation, BookFramework, BookPreview, CompanyBook, LeaseReview, LeaseReviews,
    MassChange, MassChangePreview, NewAgreementAccounting, NewBookPreview, NewCompanyBook, NewLeaseEvent,
    NewLeaseReviews, NewMassChange, RecordedLeaseEvent,
};
use shared::ids::{AgreementId, LeaseEventId, MassChangeId};
use shared::page::Page;

use super::words;
use crate::client::{self, ClientError};
use crate::company::OpenCompany;

pub async fn book(
    company: &OpenCompany,
    id: AgreementId,
    framework: BookFramework,
    as_of: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
) -> Result<BookCalculation, ClientError> {
    client::get(company.api(&format!("/agreements/{id}/books/{}", words::code(framework))))
        .query_some("as_of", as_of)
        .query_some("known_at", known_at.map(instant))
        .receive()
        .await
}

pub async fn accounting(
    company: &OpenCompany,
    id: AgreementId,
    known_at: Option<DateTime<Utc>>,
) -> Result<AgreementAccounting, ClientError> {
    client::get(company.api(&format!("/agreements/{id}/accounting")))
        .query_some("known_at", known_at.map(instant))
        .receive()
        .await
}

pub async fn record_accounting(
    company: &OpenCompany,
    id: AgreementId,
    version: i32,
    body: &NewAgreementAccounting,
) -> Result<AgreementAccounting, ClientError> {
    client::put(company.api(&format!("/agreements/{id}/accounting"))).json(body).if_version(version).receive().await
}

/// All of them, the undone too.
pub async fn events(
    company: &OpenCompany,
    id: AgreementId,
    known_at: Option<DateTime<Utc>>,
) -> Result<Vec<RecordedLeaseEvent>, ClientError> {
    let page: Page<RecordedLeaseEvent> = client::get(company.api(&format!("/agreements/{id}/accounting/events")))
        .query_some("known_at", known_at.map(instant))
        .receive()
        .await?;
    Ok(page.data)
}

pub async fn preview(
    company: &OpenCompany,
    id: AgreementId,
    body: &NewBookPreview,
) -> Result<BookPreview, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/accounting/events/preview"))).json(body).receive().await
}

pub async fn record_event(
    company: &OpenCompany,
    id: AgreementId,
    body: &NewLeaseEvent,
    key: &str,
) -> Result<RecordedLeaseEvent, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/accounting/events"))).json(body).idempotent(key).receive().await
}

pub async fn undo_event(
    company: &OpenCompany,
    id: AgreementId,
    event: LeaseEventId,
    body: &Reason,
    key: &str,
) -> Result<RecordedLeaseEvent, ClientError> {
    client::post(company.api(&format!("/agreements/{id}/accounting/events/{event}/undo")))
        .json(body)
        .idempotent(key)
        .receive()
        .await
}

pub async fn company_books(company: &OpenCompany) -> Result<Vec<CompanyBook>, ClientError> {
    let page: Page<CompanyBook> = client::get(company.api("/books")).receive().await?;
    Ok(page.data)
}

pub async fn choose_book(
    company: &OpenCompany,
    before: &CompanyBook,
    body: &NewCompanyBook,
) -> Result<CompanyBook, ClientError> {
    client::put(company.api(&format!("/books/{}", words::code(before.framework))))
        .json(body)
        .if_version(before.version)
        .receive()
        .await
}

/// Reviews at a time, and the most that a person goes through at once.
const REVIEWS: u32 = 200;
const REVIEWS_MAX: usize = 1_000;

/// Of the year end, by number, and whether there are more than are read.
pub async fn reviews(
    company: &OpenCompany,
    year: i32,
    also_done: bool,
    known_at: Option<DateTime<Utc>>,
) -> Result<(Vec<LeaseReview>, bool), ClientError> {
    let mut all = Vec::new();
    let mut cursor = None::<String>;
    loop {
        let page: Page<LeaseReview> = client::get(company.api("/books/review"))
            .query("year", year)
            .query("done", also_done)
            .query_some("known_at", known_at.map(instant))
            .query("limit", REVIEWS)
            .query_some("cursor", cursor)
            .receive()
            .await?;
        all.extend(page.data);
        cursor = page.next_cursor;
        if cursor.is_none() || all.len() >= REVIEWS_MAX {
            return Ok((all, cursor.is_some()));
        }
    }
}

pub async fn mark_reviewed(
    company: &OpenCompany,
    body: &NewLeaseReviews,
    key: &str,
) -> Result<LeaseReviews, ClientError> {
    client::post(company.api("/books/review")).json(body).idempotent(key).receive().await
}

/// The book of an agreement as a workbook whose cells compute.
pub async fn workbook(
    company: &OpenCompany,
    id: AgreementId,
    framework: BookFramework,
    as_of: Option<NaiveDate>,
    known_at: Option<DateTime<Utc>>,
) -> Result<web_sys::Blob, ClientError> {
    client::get(company.api(&format!("/agreements/{id}/books/{}/workbook", words::code(framework))))
        .query_some("as_of", as_of)
        .query_some("known_at", known_at.map(instant))
        .query("lang", crate::i18n::current().as_str())
        .receive_blob()
        .await
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

pub async fn preview_mass(company: &OpenCompany, body: &NewMassChange) -> Result<MassChangePreview, ClientError> {
    client::post(company.api("/books/mass-changes/preview")).json(body).receive().await
}

pub async fn execute_mass(company: &OpenCompany, body: &NewMassChange, key: &str) -> Result<MassChange, ClientError> {
    client::post(company.api("/books/mass-changes")).json(body).idempotent(key).receive().await
}

pub async fn undo_mass(company: &OpenCompany, id: MassChangeId, key: &str) -> Result<MassChange, ClientError> {
    client::post(company.api(&format!("/books/mass-changes/{id}/undo")))
        .json(&Reason::default())
        .idempotent(key)
        .receive()
        .await
}
