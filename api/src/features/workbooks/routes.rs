//! The workbook of an agreement's book.

use super::{Contents, write};
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{Selection, calculating, holdings, refused};
use crate::features::companies::service as companies;
use crate::features::journals::{accounts_by_role, framework_name};
use crate::http::{CompanyScope, Id, Query, Role, Routes, day_within_reach, known_by};
use actix_web::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::{HttpRequest, HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;
use shared::books::{BookFramework, follow};
use shared::companies::Language;
use shared::ids::AgreementId;
use utoipa::IntoParams;

/// Stands among the addresses of agreements.
pub fn configure_agreement(routes: &mut Routes) {
    routes.service(find_agreement_workbook);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct WorkbookParams {
    /// The day the accounts are closed on besides the ends of months; today when absent.
    as_of: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// The language of its words; the company's when absent.
    #[param(inline)]
    lang: Option<Language>,
}

/// Find the workbook of an agreement's book
///
/// An XLSX whose cells compute: rates and payments on the first sheets, then the schedule by month, then its postings, in
/// the agreement's currency. Recalculated it comes to the same öre as the book. What a cell cannot express is an amount of
/// the engine's, marked as such.
#[utoipa::path(
    tag = "books",
    params(("framework" = BookFramework, Path, description = "The framework."), WorkbookParams),
    responses((
        status = 200,
        description = "The workbook",
        content((Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
    )),
)]
#[get("/companies/{company_id}/agreements/{agreement_id}/books/{framework}/workbook")]
async fn find_agreement_workbook(
    scope: CompanyScope,
    id: Id<AgreementId>,
    request: HttpRequest,
    params: Query<WorkbookParams>,
) -> ApiResult<HttpResponse> {
    // What is no framework names nothing.
    let framework = Value::from(request.match_info().get("framework"));
    let framework = serde_json::from_value::<BookFramework>(framework).map_err(|_| ApiError::not_found())?;
    let WorkbookParams { as_of, known_at, lang } = params.0;
    let known_at = known_by(known_at, scope.now())?;
    let as_of = day_within_reach("?as_of", as_of.unwrap_or(scope.today()))?;
    let ids = [id.0];
    let read = scope.read_snapshot(async |tx| {
        let holdings = holdings(tx, Selection::These(&ids), known_at).await?;
        let company = companies::find(tx, Role::Reader).await?;
        let (accounts, ..) = accounts_by_role(tx, known_at).await?;
        Ok::<_, ApiError>((holdings, company, accounts))
    });
    let (holdings, company, accounts) = read.await?;
    let (name, bytes) = calculating(move || {
        let holding = holdings.only()?;
        let held = holdings.contractual(holding, framework);
        let followed = follow(&held.lease, &held.book, as_of).map_err(refused)?;
        let number = holding.number().to_owned();
        let plain: String = number.chars().filter(|sign| sign.is_ascii_alphanumeric() || *sign == '-').collect();
        let contents = Contents {
            company: company.name,
            title: holding.title().to_owned(),
            number,
            language: lang.unwrap_or(company.language),
            currency: holding.currency().code(),
            framework: framework_name(framework),
            treatment: followed.treatment,
            policy: held.book.policy,
            as_of,
            accounts: super::accounts(&accounts, framework, holding),
            schedule: followed.schedule,
            outline: followed.outline,
        };
        let bytes = write(&contents)?;
        Ok((format!("{plain}-{}.xlsx", contents.framework.replace(' ', "-").to_lowercase()), bytes))
    })
    .await?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
