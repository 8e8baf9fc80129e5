//! Handlers of sealed reports.

use super::seal::{self, item};
use super::store;
use crate::error::{ApiError, ApiResult};
use crate::http::{
    Answer, CompanyScope, Cursor, Id, Idempotency, Json, PageLimit, Query, Routes, page_answer, page_of,
};
use actix_web::{HttpRequest, HttpResponse, get, post};
use serde::Deserialize;
use shared::ids::SealedReportId;
use shared::page::Page;
use shared::reports::{NewSealedReport, ReportBridge, SealedReport, SealedReportItem, SealedVerification};
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes
        .service(list_sealed_reports)
        .service(create_sealed_report)
        .service(find_sealed_report)
        .service(verify_sealed_report)
        .service(bridge_sealed_report);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Where to go on.
    cursor: Option<String>,
    /// Reports per page.
    #[serde(default)]
    #[param(value_type = Option<u16>, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

/// List sealed reports
///
/// The latest first, without what they hold.
#[utoipa::path(tag = "reports", params(ListParams), responses((status = 200, body = Page<SealedReportItem>)))]
#[get("/companies/{company_id}/sealed-reports")]
async fn list_sealed_reports(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<ListParams>,
) -> ApiResult<HttpResponse> {
    const LIST: &str = "sealed-reports";
    let ListParams { cursor, limit } = params.0;
    let after = cursor.as_deref().map(|cursor| Cursor::<SealedReportId>::read(LIST, cursor)).transpose()?;
    let rows = scope.read(async |tx| store::list(tx, after, limit.with_one_more()).await).await?;
    let items = rows.into_iter().map(|(row, name)| item(row, name)).collect::<ApiResult<Vec<_>>>()?;
    Ok(page_answer(&request, &page_of(items, limit, LIST, |item| item.id, |item| item)?))
}

/// Seal a report
///
/// Keeps the whole report with every agreement in it, as everything known at this moment makes it, with a hash of its
/// content, who sealed it and when. What is sealed can neither be changed nor taken away. At most 25,000 agreements. Of a
/// group it takes an editor of each company in it, and only who may read each of them may read it afterwards.
#[utoipa::path(
    tag = "reports",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewSealedReport,
    responses((status = 201, body = SealedReport)),
)]
#[post("/companies/{company_id}/sealed-reports")]
async fn create_sealed_report(
    scope: CompanyScope,
    key: Idempotency,
    input: Json<NewSealedReport>,
) -> ApiResult<Answer> {
    seal::create(&scope, &key, input.0).await
}

/// Read a sealed report
///
/// As it was given out.
#[utoipa::path(tag = "reports", responses((status = 200, body = SealedReport)))]
#[get("/companies/{company_id}/sealed-reports/{sealed_report_id}")]
async fn find_sealed_report(scope: CompanyScope, id: Id<SealedReportId>) -> ApiResult<HttpResponse> {
    let sealed = scope.read(async |tx| Ok::<_, ApiError>(seal::find(&scope, tx, id.0).await?)).await?;
    Ok(HttpResponse::Ok().json(sealed))
}

/// Verify a sealed report
///
/// Whether its content has the hash it was sealed with, and whether the report computed anew from the register as it was
/// known then has it too.
#[utoipa::path(tag = "reports", responses((status = 200, body = SealedVerification)))]
#[get("/companies/{company_id}/sealed-reports/{sealed_report_id}/verification")]
async fn verify_sealed_report(scope: CompanyScope, id: Id<SealedReportId>) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(seal::verify(&scope, id.0).await?))
}

/// Compare a sealed report with the same report now
///
/// The difference in total and by agreement, with what was recorded since of each.
#[utoipa::path(tag = "reports", responses((status = 200, body = ReportBridge)))]
#[get("/companies/{company_id}/sealed-reports/{sealed_report_id}/bridge")]
async fn bridge_sealed_report(scope: CompanyScope, id: Id<SealedReportId>) -> ApiResult<HttpResponse> {
    Ok(HttpResponse::Ok().json(seal::bridge(&scope, id.0).await?))
}
