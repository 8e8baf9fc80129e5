//! Handlers of imports.

use super::reading::limits;
use super::service::{self, RowFilter, Upload};
use crate::error::{ApiError, ApiResult, Language};
use crate::http::{
    Answer, CompanyScope, Cursor, Id, Idempotency, IfMatch, Json, PageLimit, Query, Role, Routes, Tagged, collect_body,
    page_answer, page_of, plain_line,
};
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_LENGTH};
use actix_web::web::Payload;
use actix_web::{FromRequest as _, HttpRequest, HttpResponse, Responder, delete, get, post, put};
use serde::Deserialize;
use shared::ids::ImportId;
use shared::imports::{FaultCode, Import, ImportListItem, ImportMapping, ImportRow, Mends, PastedCells, RowAction};
use shared::page::Page;
use shared::problem::FieldCode;
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes
        .service(list_imports)
        .service(create_import)
        .service(create_import_of_cells)
        .service(find_import)
        .service(delete_import)
        .service(map_import)
        .service(list_import_rows)
        .service(mend_import)
        .service(apply_import)
        .service(undo_import)
        .service(export_rejected_rows);
}

const FILE_NAME_CHARS_MAX: usize = 255;
/// A list of repairs for every row of a large file.
const MENDS_BYTES_MAX: usize = 8 << 20;
/// Escapes make JSON a little longer than the cells.
const PASTED_BYTES_MAX: usize = limits::FILE_BYTES + (8 << 20);

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

const LIST: &str = "imports";

/// List imports
///
/// Drafts too, the latest first.
#[utoipa::path(tag = "imports", params(ListParams), responses((status = 200, body = Page<ImportListItem>)))]
#[get("/companies/{company_id}/imports")]
async fn list_imports(scope: CompanyScope, request: HttpRequest, params: Query<ListParams>) -> ApiResult<HttpResponse> {
    let ListParams { cursor, limit } = params.0;
    let before = cursor.map(|cursor| Cursor::<ImportId>::read(LIST, &cursor)).transpose()?;
    let imports = scope.read(async |tx| service::list(tx, before, limit.with_one_more()).await).await?;
    let page = page_of(imports, limit, LIST, |import| import.id, |import| import)?;
    Ok(page_answer(&request, &page))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct UploadParams {
    /// What the file is called on the person's own machine.
    #[param(max_length = 255)]
    file_name: String,
}

/// Begin an import of a file
///
/// The body is the file as it is, of any of the kinds CSV, XLSX and ODS; its content says which. Columns are matched by
/// their headers and by how the company matched them before. Nothing is in the register before the import is applied.
#[utoipa::path(
    tag = "imports",
    params(
        UploadParams,
        ("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once"),
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = Import)),
)]
#[post("/companies/{company_id}/imports")]
async fn create_import(
    scope: CompanyScope,
    key: Idempotency,
    params: Query<UploadParams>,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult<Answer> {
    scope.require(Role::Editor)?;
    let file_name = plain_line("?file_name", &params.0.file_name)?;
    if file_name.chars().count() > FILE_NAME_CHARS_MAX {
        return Err(ApiError::invalid("?file_name", FieldCode::TooLong));
    }
    let _room = service::room(announced(&request, limits::FILE_BYTES)).await?;
    let content = collect_body(&request, payload.into_inner(), limits::FILE_BYTES).await?;
    create(&scope, &key, Upload { file_name, content, is_pasted: false }).await
}

/// Begin an import of pasted cells
///
/// As a spreadsheet program puts them on the clipboard: a line for each row, tabs between the cells.
#[utoipa::path(
    tag = "imports",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = PastedCells,
    responses((status = 201, body = Import)),
)]
#[post("/companies/{company_id}/imports/pasted")]
async fn create_import_of_cells(
    scope: CompanyScope,
    key: Idempotency,
    request: HttpRequest,
    payload: Payload,
) -> ApiResult<Answer> {
    scope.require(Role::Editor)?;
    let _room = service::room(announced(&request, PASTED_BYTES_MAX)).await?;
    let input = Json::<PastedCells, PASTED_BYTES_MAX>::from_request(&request, &mut payload.into_inner()).await?;
    let file_name = match language_of(&request) {
        Language::English => "Clipboard",
        Language::Swedish => "Urklipp",
    };
    let content = input.0.text.into_bytes().into();
    create(&scope, &key, Upload { file_name: file_name.to_owned(), content, is_pasted: true }).await
}

/// How long the body says it is; the most it may be when it does not.
fn announced(request: &HttpRequest, limit: usize) -> usize {
    let length = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    length.unwrap_or(limit).min(limit)
}

fn language_of(request: &HttpRequest) -> Language {
    let accepted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.map(Language::accepted).unwrap_or_default()
}

async fn create(scope: &CompanyScope, key: &Idempotency, upload: Upload) -> ApiResult<Answer> {
    let turn = service::turn().await?;
    let file = service::open(turn, upload.content.clone(), upload.is_pasted, &service::Choices::default()).await?;
    let create = async |tx: &mut crate::db::CompanyTx| {
        let import = service::create(tx, &upload, &file).await?;
        let place = format!("/companies/{}/imports/{}", tx.company_id(), import.id);
        Ok::<_, ApiError>(Answer::created(&place, &import)?.version(import.version))
    };
    scope.create(key, create).await
}

/// Find an import
///
/// Where it stands, how its columns are matched, what there is to mend. While it is being applied or undone, `progress`
/// says how far.
#[utoipa::path(tag = "imports", responses((status = 200, body = Import)))]
#[get("/companies/{company_id}/imports/{import_id}")]
async fn find_import(scope: CompanyScope, id: Id<ImportId>) -> ApiResult<HttpResponse> {
    let import = scope.read(async |tx| service::find(tx, id.0).await).await?;
    // Progress moves without a new version, so there is no answering "not modified".
    let mut answer = HttpResponse::Ok();
    answer.insert_header((actix_web::http::header::ETAG, format!("\"{}\"", import.version)));
    Ok(answer.json(import))
}

/// Throw an import away
///
/// A draft alone: what was applied stays, so that agreements can say where they came from.
#[utoipa::path(
    tag = "imports",
    params(("If-Match" = String, Header, description = "The ETag of the import as it was read")),
    responses((status = 204)),
)]
#[delete("/companies/{company_id}/imports/{import_id}")]
async fn delete_import(scope: CompanyScope, id: Id<ImportId>, if_match: IfMatch) -> ApiResult<HttpResponse> {
    scope.write(async |tx| service::delete(tx, id.0, if_match).await).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Match the columns of an import
///
/// Columns that are left out keep their target, unless another sheet, another row of headers or another delimiter is
/// chosen. Another sheet or delimiter also lets go of mended cells and of rows left out or taken in: they belong to the
/// rows as they were. The list of defaults is taken as a whole.
#[utoipa::path(
    tag = "imports",
    params(("If-Match" = String, Header, description = "The ETag of the import as it was read")),
    request_body = ImportMapping,
    responses((status = 200, body = Import)),
)]
#[put("/companies/{company_id}/imports/{import_id}/mapping")]
async fn map_import(
    scope: CompanyScope,
    id: Id<ImportId>,
    if_match: IfMatch,
    input: Json<ImportMapping>,
) -> ApiResult<impl Responder> {
    let import = service::change_mapping(&scope, id.0, if_match, &input.0).await?;
    Ok(Tagged::new(import.version, import))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RowParams {
    /// Only rows of which this becomes.
    #[param(inline)]
    action: Option<RowAction>,
    /// Only rows with this fault.
    #[param(inline)]
    fault: Option<FaultCode>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

const ROWS: &str = "import-rows";

/// List the rows of an import
///
/// As understood, in the order of the sheet, with their faults and, for agreements that are in the register already,
/// with what would change.
#[utoipa::path(tag = "imports", params(RowParams), responses((status = 200, body = Page<ImportRow>)))]
#[get("/companies/{company_id}/imports/{import_id}/rows")]
async fn list_import_rows(
    scope: CompanyScope,
    request: HttpRequest,
    id: Id<ImportId>,
    params: Query<RowParams>,
) -> ApiResult<HttpResponse> {
    let RowParams { action, fault, cursor, limit } = params.0;
    let after = cursor.map(|cursor| Cursor::<u32>::read(ROWS, &cursor)).transpose()?;
    let filter = RowFilter { action, fault, after };
    let rows = scope.read_snapshot(async |tx| service::rows(tx, id.0, filter, limit.with_one_more()).await).await?;
    let page = page_of(rows, limit, ROWS, |row| row.row, |row| row)?;
    Ok(page_answer(&request, &page))
}

/// Mend an import
///
/// All repairs start from the rows as they were read, and hold together: if one of them cannot be made, none is.
#[utoipa::path(
    tag = "imports",
    params(("If-Match" = String, Header, description = "The ETag of the import as it was read")),
    request_body = Mends,
    responses((status = 200, body = Import)),
)]
#[post("/companies/{company_id}/imports/{import_id}/mends")]
async fn mend_import(
    scope: CompanyScope,
    id: Id<ImportId>,
    if_match: IfMatch,
    input: Json<Mends, MENDS_BYTES_MAX>,
) -> ApiResult<impl Responder> {
    let import = service::mend(&scope, id.0, if_match, &input.0).await?;
    Ok(Tagged::new(import.version, import))
}

/// Apply an import
///
/// Everything in one transaction, after the answer: ask for the import again to see how far it has come. If the register
/// has changed since the rows were read, nothing is written and `failure` says so.
#[utoipa::path(
    tag = "imports",
    params(("If-Match" = String, Header, description = "The ETag of the import as it was read")),
    responses((status = 202, body = Import)),
)]
#[post("/companies/{company_id}/imports/{import_id}/apply")]
async fn apply_import(scope: CompanyScope, id: Id<ImportId>, if_match: IfMatch) -> ApiResult<Answer> {
    accepted(&scope, &service::apply(&scope, id.0, if_match).await?)
}

/// Undo an import
///
/// Whole, within thirty days, in one transaction after the answer: agreements that it made leave the register, and what
/// it changed in others is taken back.
#[utoipa::path(
    tag = "imports",
    params(("If-Match" = String, Header, description = "The ETag of the import as it was read")),
    responses((status = 202, body = Import)),
)]
#[post("/companies/{company_id}/imports/{import_id}/undo")]
async fn undo_import(scope: CompanyScope, id: Id<ImportId>, if_match: IfMatch) -> ApiResult<Answer> {
    accepted(&scope, &service::undo(&scope, id.0, if_match).await?)
}

fn accepted(scope: &CompanyScope, import: &Import) -> ApiResult<Answer> {
    let place = format!("/companies/{}/imports/{}", scope.company_id(), import.id);
    Ok(Answer::accepted(&place, import)?.version(import.version))
}

/// Export the rows that cannot be imported
///
/// As CSV with a column that says what to mend, in the language of the request: to work on in a spreadsheet program.
#[utoipa::path(
    tag = "imports",
    responses((status = 200, body = String, content_type = "text/csv")),
)]
#[get("/companies/{company_id}/imports/{import_id}/rejected")]
async fn export_rejected_rows(scope: CompanyScope, request: HttpRequest, id: Id<ImportId>) -> ApiResult<HttpResponse> {
    let language = language_of(&request);
    let csv = service::rejected(&scope, id.0, language).await?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, language.tag()))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"rejected.csv\""))
        .body(csv))
}
