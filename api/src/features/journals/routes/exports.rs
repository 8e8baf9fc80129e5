//! Files for the ledger.

use super::super::service::exports;
use super::super::store::exports::list;
use crate::db::CompanyTx;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, Id, Idempotency, Json, PageLimit, Query, page_answer, page_of};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use shared::ids::JournalExportId;
use shared::journals::{JournalExport, NewJournalExport, NewJournalWithdrawal};
use shared::page::Page;
use utoipa::IntoParams;

const LIST: &str = "journal-exports";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExportParams {
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

/// List journal exports
///
/// The latest first, also those that were withdrawn.
#[utoipa::path(tag = "journals", params(ExportParams), responses((status = 200, body = Page<JournalExport>)))]
#[get("/companies/{company_id}/journals/exports")]
pub async fn list_journal_exports(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<ExportParams>,
) -> ApiResult<HttpResponse> {
    let ExportParams { cursor, limit } = params.0;
    let after = cursor.map(|cursor| Cursor::<JournalExportId>::read(LIST, &cursor)).transpose()?;
    let rows = scope.read(async |tx| list(tx, after, limit.with_one_more()).await).await?;
    let page = page_of(rows, limit, LIST, |export: &JournalExport| export.id, |export| export)?;
    Ok(page_answer(&request, &page))
}

/// Export vouchers to the ledger
///
/// Writes the vouchers of whole months to a file and remembers what went along. With `new_only`, what earlier exports have
/// is left out, and of what has changed since they took it there is a voucher with the difference. Every voucher's key
/// stands in its text. The file is at `/file`, always the same bytes.
#[utoipa::path(
    tag = "journals",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewJournalExport,
    responses((status = 201, body = JournalExport)),
)]
#[post("/companies/{company_id}/journals/exports")]
pub async fn create_journal_export(
    scope: CompanyScope,
    key: Idempotency,
    input: Json<NewJournalExport>,
) -> ApiResult<Answer> {
    let create = async |tx: &mut CompanyTx| {
        let export = exports::create(tx, &input.0).await?;
        Answer::created(&format!("/companies/{}/journals/exports/{}", tx.company_id(), export.id), &export)
    };
    scope.create(&key, create).await
}

/// Find a journal export
///
/// What it took, the hash of its file, and whether it was withdrawn.
#[utoipa::path(tag = "journals", responses((status = 200, body = JournalExport)))]
#[get("/companies/{company_id}/journals/exports/{journal_export_id}")]
pub async fn find_journal_export(scope: CompanyScope, id: Id<JournalExportId>) -> ApiResult<HttpResponse> {
    let export = scope.read(async |tx| exports::find(tx, id.0).await).await?;
    Ok(HttpResponse::Ok().json(export))
}

/// Download a journal export
///
/// The file as it was made: its hash is that of the export.
#[utoipa::path(
    tag = "journals",
    responses((
        status = 200,
        description = "The file",
        content(
            (Vec<u8> = "text/plain"),
            (String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<shared::journals::JournalVoucher> = "application/json"),
        ),
    )),
)]
#[get("/companies/{company_id}/journals/exports/{journal_export_id}/file")]
pub async fn download_journal_export(scope: CompanyScope, id: Id<JournalExportId>) -> ApiResult<HttpResponse> {
    let file = scope.read(async |tx| exports::download(tx, id.0).await).await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, file.content_type))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", file.name)))
        .body(file.bytes))
}

/// Withdraw a journal export
///
/// The ledger does not have it after all: its vouchers count as not exported. It stays on record with the reason.
#[utoipa::path(
    tag = "journals",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewJournalWithdrawal,
    responses((status = 200, body = JournalExport)),
)]
#[post("/companies/{company_id}/journals/exports/{journal_export_id}/withdraw")]
pub async fn withdraw_journal_export(
    scope: CompanyScope,
    id: Id<JournalExportId>,
    key: Idempotency,
    input: Json<NewJournalWithdrawal>,
) -> ApiResult<Answer> {
    let withdraw = async |tx: &mut CompanyTx| Answer::ok(&exports::withdraw(tx, id.0, &input.0).await?);
    scope.create(&key, withdraw).await
}
