//! Reports over HTTP.

use shared::page::Page;
use shared::reports::{AgreementReport, BookReport};

use super::asked::Asked;
use crate::client::{self, Call, ClientError};
use crate::codes::code;
use crate::company::OpenCompany;

/// Agreements at a time: few enough to be read, many enough that most companies need no second page.
const AGREEMENTS: u32 = 200;

fn ask(company: &OpenCompany, path: &str, asked: &Asked) -> Call {
    client::get(company.api(path))
        .query("framework", code(asked.framework))
        .query_some("from", asked.from)
        .query("to", asked.to)
        .query_some("known_at", asked.known_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)))
        .query_some("kind", asked.kind.map(code))
        .query_some("lessor_id", asked.lessor)
        .query_some("currency", asked.currency.map(code))
        .query_some("cost_center", asked.cost_center.clone())
}

pub async fn report(company: &OpenCompany, asked: &Asked) -> Result<BookReport, ClientError> {
    ask(company, "/reports/books", asked)
        .query("period", code(asked.period))
        .query("split", code(asked.split))
        .receive()
        .await
}

pub async fn agreements(
    company: &OpenCompany,
    asked: &Asked,
    cursor: Option<String>,
) -> Result<Page<AgreementReport>, ClientError> {
    ask(company, "/reports/books/agreements", asked)
        .query("limit", AGREEMENTS)
        .query_some("cursor", cursor)
        .receive()
        .await
}
