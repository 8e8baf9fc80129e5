//! Reports over HTTP.

use chrono::{DateTime, Utc};
use shared::books::BookFramework;
use shared::ids::SealedReportId;
use shared::page::Page;
use shared::reports::{
    AgreementReport, BookReport, NewSealedReport, NoteFramework, NoteLanguage, NoteRounding, ReportBridge,
    ReportDifference, ReportExplanation, ReportNote, SealedReportItem, SealedVerification,
};

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
        .query_some("known_at", asked.known_at.map(instant))
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

pub async fn explanation(
    company: &OpenCompany,
    asked: &Asked,
    cursor: Option<String>,
) -> Result<ReportExplanation, ClientError> {
    ask(company, "/reports/books/explanation", asked)
        .query("limit", AGREEMENTS)
        .query_some("cursor", cursor)
        .receive()
        .await
}

pub async fn difference(
    company: &OpenCompany,
    asked: &Asked,
    other: BookFramework,
) -> Result<ReportDifference, ClientError> {
    client::get(company.api("/reports/books/difference"))
        .query("framework", code(asked.framework))
        .query("other", code(other))
        .query("as_of", asked.to)
        .query_some("known_at", asked.known_at.map(instant))
        .query_some("kind", asked.kind.map(code))
        .query_some("lessor_id", asked.lessor)
        .query_some("currency", asked.currency.map(code))
        .query_some("cost_center", asked.cost_center.clone())
        .query("limit", AGREEMENTS)
        .receive()
        .await
}

pub async fn note(
    company: &OpenCompany,
    asked: &Asked,
    framework: NoteFramework,
    lang: NoteLanguage,
    rounding: NoteRounding,
) -> Result<ReportNote, ClientError> {
    client::get(company.api("/reports/books/note"))
        .query("framework", code(framework))
        .query("year_end", asked.to)
        .query("lang", code(lang))
        .query("rounding", code(rounding))
        .query_some("known_at", asked.known_at.map(instant))
        .receive()
        .await
}

pub async fn sealed(company: &OpenCompany) -> Result<Vec<SealedReportItem>, ClientError> {
    let page: Page<SealedReportItem> = client::get(company.api("/sealed-reports")).receive().await?;
    Ok(page.data)
}

pub async fn seal(company: &OpenCompany, body: &NewSealedReport, key: &str) -> Result<(), ClientError> {
    client::post(company.api("/sealed-reports")).json(body).idempotent(key).done().await
}

pub async fn verify(company: &OpenCompany, id: SealedReportId) -> Result<SealedVerification, ClientError> {
    client::get(company.api(&format!("/sealed-reports/{id}/verification"))).receive().await
}

pub async fn bridge(company: &OpenCompany, id: SealedReportId) -> Result<ReportBridge, ClientError> {
    client::get(company.api(&format!("/sealed-reports/{id}/bridge"))).receive().await
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}
