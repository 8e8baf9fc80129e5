//! What a company chooses for its books.

use super::super::service;
use super::Framework;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Cursor, IfMatch, Json, PageLimit, Query, known_by, page_answer, page_of};
use actix_web::{HttpRequest, HttpResponse, get, put};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::books::{BookFramework, CompanyBook, NewCompanyBook};
use shared::page::Page;
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct KnownAt {
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
}

impl KnownAt {
    pub(super) fn moment(&self, scope: &CompanyScope) -> ApiResult<Option<DateTime<Utc>>> {
        known_by(self.known_at, scope.now())
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct VersionParams {
    pub(super) cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    pub(super) limit: PageLimit,
}

/// List the books of the company
///
/// One for each framework, in use or not, with what the company has chosen. Of a framework that nobody has chosen
/// anything for, `version` is 0: IFRS 16 and K3 are then in use, with the usual policies of a Swedish group.
#[utoipa::path(tag = "books", params(KnownAt), responses((status = 200, body = Page<CompanyBook>)))]
#[get("/companies/{company_id}/books")]
pub(super) async fn list_company_books(scope: CompanyScope, params: Query<KnownAt>) -> ApiResult<HttpResponse> {
    let known_at = params.0.moment(&scope)?;
    let books = scope.read(async |tx| service::company_books(tx, known_at).await).await?;
    Ok(HttpResponse::Ok().json(Page::whole(books)))
}

/// Find a book of the company
///
/// What rules in it now, or ruled at `known_at`.
#[utoipa::path(
    tag = "books",
    params(("framework" = BookFramework, Path, description = "The framework."), KnownAt),
    responses((status = 200, body = CompanyBook)),
)]
#[get("/companies/{company_id}/books/{framework}")]
pub(super) async fn find_company_book(
    scope: CompanyScope,
    framework: Framework,
    params: Query<KnownAt>,
) -> ApiResult<Answer> {
    let known_at = params.0.moment(&scope)?;
    let book = scope.read(async |tx| service::company_book(tx, framework.0, known_at).await).await?;
    Ok(Answer::ok(&book)?.version(book.version))
}

/// Choose what holds for a book
///
/// Whole: what is left out is as usual. It rules from now on for every day that is asked about; what ruled before is
/// still found with `known_at`.
#[utoipa::path(
    tag = "books",
    params(
        ("framework" = BookFramework, Path, description = "The framework."),
        ("If-Match" = String, Header, description = "The ETag of the book as it was read; `\"0\"` where nobody has chosen"),
    ),
    request_body = NewCompanyBook,
    responses((status = 200, body = CompanyBook)),
)]
#[put("/companies/{company_id}/books/{framework}")]
pub(super) async fn choose_company_book(
    scope: CompanyScope,
    framework: Framework,
    if_match: IfMatch,
    input: Json<NewCompanyBook>,
) -> ApiResult<Answer> {
    let book = scope.write(async |tx| service::choose(tx, framework.0, if_match, &input.0).await).await?;
    Ok(Answer::ok(&book)?.version(book.version))
}

const VERSIONS: &str = "company-book-versions";

/// List what was chosen for a book
///
/// Every version, the latest first: who, when and why.
#[utoipa::path(
    tag = "books",
    params(("framework" = BookFramework, Path, description = "The framework."), VersionParams),
    responses((status = 200, body = Page<CompanyBook>)),
)]
#[get("/companies/{company_id}/books/{framework}/versions")]
pub(super) async fn list_company_book_versions(
    scope: CompanyScope,
    framework: Framework,
    request: HttpRequest,
    params: Query<VersionParams>,
) -> ApiResult<HttpResponse> {
    let VersionParams { cursor, limit } = params.0;
    let before = cursor.map(|cursor| Cursor::<i32>::read(VERSIONS, &cursor)).transpose()?;
    let read = async |tx: &crate::db::CompanyTx| {
        service::company_book_versions(tx, framework.0, before, limit.with_one_more()).await
    };
    let versions = scope.read(read).await?;
    Ok(page_answer(&request, &page_of(versions, limit, VERSIONS, |book| book.version, |book| book)?))
}
