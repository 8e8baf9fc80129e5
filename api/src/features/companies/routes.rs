//! Handlers of companies. Those of members are in [`super::members`].

use super::service::Founded;
use super::{members, service};
use crate::app::AppState;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Idempotency, IfMatch, Json, Routes, Session, Tagged};
use actix_web::web::Data;
use actix_web::{HttpResponse, Responder, get, patch, post};
use shared::companies::{Company, CompanyPatch, NewCompany};
use shared::page::Page;

pub fn configure(routes: &mut Routes) {
    routes
        .service(list_companies)
        .service(create_company)
        .service(find_company)
        .service(update_company)
        .configure(members::configure);
}

/// List one's companies
///
/// Those the account belongs to, by name. They fit in one page.
#[utoipa::path(tag = "companies", responses((status = 200, body = Page<Company>)))]
#[get("/companies")]
async fn list_companies(state: Data<AppState>, session: Session) -> ApiResult<HttpResponse> {
    let companies = service::list(&state, session.account_id).await?;
    Ok(HttpResponse::Ok().json(Page::whole(companies)))
}

/// Create a company
///
/// A further one, with the caller as its first owner. The caller cannot have two with the same organisation number.
#[utoipa::path(
    tag = "companies",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewCompany,
    responses((status = 201, body = Company)),
)]
#[post("/companies")]
async fn create_company(
    state: Data<AppState>,
    session: Session,
    key: Idempotency,
    input: Json<NewCompany>,
) -> ApiResult<Answer> {
    let Founded { company, again } = service::create(&state, session.account_id, key.used()?, input.0).await?;
    let answer = Answer::created(&format!("/companies/{}", company.id), &company)?.version(company.version);
    Ok(if again { answer.replayed() } else { answer })
}

/// Find a company
///
/// Its settings, and the caller's role in it.
#[utoipa::path(tag = "companies", responses((status = 200, body = Company)))]
#[get("/companies/{company_id}")]
async fn find_company(scope: CompanyScope) -> ApiResult<impl Responder> {
    let role = scope.role();
    let company = scope.read(async |tx| service::find(tx, role).await).await?;
    Ok(Tagged::new(company.version, company))
}

/// Change a company's settings
///
/// For owners. What is absent stays as it is.
#[utoipa::path(
    tag = "companies",
    params(("If-Match" = String, Header, description = "The ETag of the company as it was read")),
    request_body = CompanyPatch,
    responses((status = 200, body = Company)),
)]
#[patch("/companies/{company_id}")]
async fn update_company(
    scope: CompanyScope,
    if_match: IfMatch,
    input: Json<CompanyPatch>,
) -> ApiResult<impl Responder> {
    let role = scope.role();
    let company =
        scope.write_as(shared::companies::Role::Owner, async |tx| service::update(tx, role, if_match, &input.0).await);
    let company = company.await?;
    Ok(Tagged::new(company.version, company))
}
