//! What a company chooses for its books.

use chrono::{DateTime, Utc};
use shared::books::{BookFramework, CompanyBook, NewCompanyBook, check_choices};

use super::super::store;
use super::refused;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::register::service as register;
use crate::http::IfMatch;

/// One for each framework, as it rules now or ruled at `known_at`.
pub async fn company_books(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<Vec<CompanyBook>> {
    let mut books: Vec<CompanyBook> = BookFramework::ALL.into_iter().map(CompanyBook::unchosen).collect();
    for row in store::books(tx, known_at).await? {
        let chosen = row.book()?;
        if let Some(book) = books.iter_mut().find(|book| book.framework == chosen.framework) {
            *book = chosen;
        }
    }
    Ok(books)
}

pub async fn company_book(
    tx: &CompanyTx,
    framework: BookFramework,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<CompanyBook> {
    let books = company_books(tx, known_at).await?;
    books.into_iter().find(|book| book.framework == framework).ok_or_else(ApiError::not_found)
}

/// The versions of a book before one, latest first; one more than `limit` when there are more.
pub async fn company_book_versions(
    tx: &CompanyTx,
    framework: BookFramework,
    before: Option<i32>,
    limit: i64,
) -> ApiResult<Vec<CompanyBook>> {
    store::book_versions(tx, framework, before, limit).await?.into_iter().map(store::BookRow::book).collect()
}

/// Records a new version; it rules from now on, for every day that is asked about.
pub async fn choose(
    tx: &CompanyTx,
    framework: BookFramework,
    if_match: IfMatch,
    new: &NewCompanyBook,
) -> ApiResult<CompanyBook> {
    register::change(tx).await?;
    let current = company_book(tx, framework, None).await?;
    if_match.check(current.version)?;
    let choices = new.choices();
    check_choices(&choices).map_err(refused)?;
    let version = current.version + 1;
    store::insert_book(tx, framework, version, new.in_use, &choices, new.reason.as_deref()).await?;
    company_book(tx, framework, None).await
}
