//! Books over HTTP.

use chrono::{DateTime, NaiveDate, Utc};
use shared::books::{BookCalculation, BookFramework};
use shared::ids::AgreementId;

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
        .query_some("known_at", known_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)))
        .receive()
        .await
}
