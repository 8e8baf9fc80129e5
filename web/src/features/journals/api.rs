//! Journals, exports, closings and accounts over HTTP.

use chrono::NaiveDate;
use shared::books::BookFramework;
use shared::ids::{ClosingId, JournalExportId};
use shared::journals::{
    AccountMapping, Closing, ClosingChecklist, Journal, JournalExport, JournalGrouping, NewAccountMapping, NewClosing,
    NewJournalExport, NewJournalWithdrawal, ReopeningReason,
};
use shared::page::Page;

use crate::client::{self, ClientError};
use crate::codes::code;
use crate::company::OpenCompany;

/// Vouchers at a time.
const VOUCHERS: u32 = 100;

/// Which vouchers are asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Time {
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

pub async fn journal(
    company: &OpenCompany,
    time: Time,
    by: JournalGrouping,
    cursor: Option<String>,
) -> Result<Journal, ClientError> {
    client::get(company.api("/journals"))
        .query("framework", code(time.framework))
        .query("from", time.from)
        .query("to", time.to)
        .query("by", code(by))
        .query("limit", VOUCHERS)
        .query_some("cursor", cursor)
        .receive()
        .await
}

pub async fn exports(company: &OpenCompany) -> Result<Vec<JournalExport>, ClientError> {
    let page: Page<JournalExport> = client::get(company.api("/journals/exports")).receive().await?;
    Ok(page.data)
}

pub async fn export(company: &OpenCompany, body: &NewJournalExport, key: &str) -> Result<JournalExport, ClientError> {
    client::post(company.api("/journals/exports")).json(body).idempotent(key).receive().await
}

/// Where the browser fetches the file itself.
pub fn file_address(company: &OpenCompany, id: JournalExportId) -> String {
    format!("/api/v1{}", company.api(&format!("/journals/exports/{id}/file")))
}

pub async fn withdraw(
    company: &OpenCompany,
    id: JournalExportId,
    body: &NewJournalWithdrawal,
    key: &str,
) -> Result<JournalExport, ClientError> {
    client::post(company.api(&format!("/journals/exports/{id}/withdraw"))).json(body).idempotent(key).receive().await
}

pub async fn checklist(
    company: &OpenCompany,
    framework: BookFramework,
    through: NaiveDate,
) -> Result<ClosingChecklist, ClientError> {
    client::get(company.api("/closings/checklist"))
        .query("framework", code(framework))
        .query("through", through)
        .receive()
        .await
}

pub async fn closings(company: &OpenCompany, framework: BookFramework) -> Result<Vec<Closing>, ClientError> {
    let page: Page<Closing> =
        client::get(company.api("/closings")).query("framework", code(framework)).receive().await?;
    Ok(page.data)
}

pub async fn close(company: &OpenCompany, body: &NewClosing, key: &str) -> Result<Closing, ClientError> {
    client::post(company.api("/closings")).json(body).idempotent(key).receive().await
}

pub async fn reopen(
    company: &OpenCompany,
    id: ClosingId,
    body: &ReopeningReason,
    key: &str,
) -> Result<Closing, ClientError> {
    client::post(company.api(&format!("/closings/{id}/reopen"))).json(body).idempotent(key).receive().await
}

pub async fn mapping(company: &OpenCompany) -> Result<AccountMapping, ClientError> {
    client::get(company.api("/accounts/mapping")).receive().await
}

pub async fn map(company: &OpenCompany, version: i32, body: &NewAccountMapping) -> Result<AccountMapping, ClientError> {
    client::put(company.api("/accounts/mapping")).json(body).if_version(version).receive().await
}
