//! Imports over HTTP.

use shared::ids::ImportId;
use shared::imports::{Import, ImportListItem, ImportMapping, ImportRow, Mend, Mends, PastedCells, RowAction};
use shared::page::Page;

use crate::client::{self, ClientError};
use crate::company::OpenCompany;

/// Rows of a table on the page; more on request.
const ROWS: u32 = 200;

pub async fn list(company: &OpenCompany) -> Result<Page<ImportListItem>, ClientError> {
    client::get(company.api("/imports")).query("limit", 50).receive().await
}

pub async fn upload(company: &OpenCompany, file: &web_sys::File, key: &str) -> Result<Import, ClientError> {
    client::post(company.api("/imports"))
        .query("file_name", file.name())
        .raw(file.clone(), "application/octet-stream")
        .idempotent(key)
        .receive()
        .await
}

pub async fn paste(company: &OpenCompany, text: String, key: &str) -> Result<Import, ClientError> {
    client::post(company.api("/imports/pasted")).json(&PastedCells { text }).idempotent(key).receive().await
}

pub async fn find(company: &OpenCompany, id: ImportId) -> Result<Import, ClientError> {
    client::get(company.api(&format!("/imports/{id}"))).receive().await
}

pub async fn rows(
    company: &OpenCompany,
    id: ImportId,
    action: RowAction,
    cursor: Option<String>,
) -> Result<Page<ImportRow>, ClientError> {
    let action = match action {
        RowAction::Create => "create",
        RowAction::Update => "update",
        RowAction::Unchanged => "unchanged",
        RowAction::Skip => "skip",
        RowAction::Faulty => "faulty",
    };
    client::get(company.api(&format!("/imports/{id}/rows")))
        .query("action", action)
        .query("limit", ROWS)
        .query_some("cursor", cursor)
        .receive()
        .await
}

pub async fn map(company: &OpenCompany, import: &Import, mapping: &ImportMapping) -> Result<Import, ClientError> {
    let path = company.api(&format!("/imports/{}/mapping", import.id));
    client::put(path).json(mapping).if_version(import.version).receive().await
}

pub async fn mend(company: &OpenCompany, import: &Import, mends: Vec<Mend>) -> Result<Import, ClientError> {
    let path = company.api(&format!("/imports/{}/mends", import.id));
    client::post(path).json(&Mends { mends }).if_version(import.version).receive().await
}

pub async fn apply(company: &OpenCompany, import: &Import) -> Result<Import, ClientError> {
    let path = company.api(&format!("/imports/{}/apply", import.id));
    client::post(path).if_version(import.version).receive().await
}

pub async fn undo(company: &OpenCompany, id: ImportId, version: i32) -> Result<Import, ClientError> {
    client::post(company.api(&format!("/imports/{id}/undo"))).if_version(version).receive().await
}

pub async fn discard(company: &OpenCompany, id: ImportId, version: i32) -> Result<(), ClientError> {
    client::delete(company.api(&format!("/imports/{id}"))).if_version(version).done().await
}
