//! Handlers of members.

use super::service;
use crate::app::AppState;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Id, Idempotency, IfMatch, Json, Role, Routes, Tagged};
use actix_web::web::Data;
use actix_web::{HttpResponse, Responder, delete, get, patch, post};
use shared::companies::{Member, MemberPatch, NewMember};
use shared::ids::AccountId;
use shared::page::Page;

pub(super) fn configure(routes: &mut Routes) {
    routes
        .service(list_members)
        .service(create_member)
        .service(find_member)
        .service(update_member)
        .service(delete_member);
}

/// List members
///
/// Who belongs to the company, by name. They fit in one page.
#[utoipa::path(tag = "companies", responses((status = 200, body = Page<Member>)))]
#[get("/companies/{company_id}/members")]
async fn list_members(scope: CompanyScope) -> ApiResult<HttpResponse> {
    let members = scope.read(async |tx| service::members(tx).await).await?;
    Ok(HttpResponse::Ok().json(Page::whole(members)))
}

/// Add a member
///
/// For owners. The person must already have an account; without one the answer is 422 `no_such_account`.
#[utoipa::path(
    tag = "companies",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewMember,
    responses((status = 201, body = Member)),
)]
#[post("/companies/{company_id}/members")]
async fn create_member(
    state: Data<AppState>,
    scope: CompanyScope,
    key: Idempotency,
    input: Json<NewMember>,
) -> ApiResult<Answer> {
    scope.require(Role::Owner)?;
    let account = service::find_account(&state, scope.account_id(), &input.0.email).await?;
    let answer = scope
        .create_as(Role::Owner, &key, async |tx| {
            let member = service::add_member(tx, account, input.0.role).await?;
            let location = format!("/companies/{}/members/{account}", tx.company_id());
            Ok::<_, crate::error::ApiError>(Answer::created(&location, &member)?.version(member.version))
        })
        .await?;
    state.sessions.forget_account(account);
    Ok(answer)
}

/// Find a member
///
/// One who belongs to the company.
#[utoipa::path(tag = "companies", responses((status = 200, body = Member)))]
#[get("/companies/{company_id}/members/{account_id}")]
async fn find_member(scope: CompanyScope, account: Id<AccountId>) -> ApiResult<impl Responder> {
    let member = scope.read(async |tx| service::member(tx, account.0).await).await?;
    Ok(Tagged::new(member.version, member))
}

/// Change a member's role
///
/// For owners. The last owner stays one.
#[utoipa::path(
    tag = "companies",
    params(("If-Match" = String, Header, description = "The ETag of the member as it was read")),
    request_body = MemberPatch,
    responses((status = 200, body = Member)),
)]
#[patch("/companies/{company_id}/members/{account_id}")]
async fn update_member(
    state: Data<AppState>,
    scope: CompanyScope,
    account: Id<AccountId>,
    if_match: IfMatch,
    input: Json<MemberPatch>,
) -> ApiResult<impl Responder> {
    let change = async |tx: &mut _| service::set_role(tx, account.0, if_match, input.0.role).await;
    let member = scope.write_as(Role::Owner, change).await?;
    state.sessions.forget_account(account.0);
    Ok(Tagged::new(member.version, member))
}

/// Remove a member
///
/// For owners, and for members who leave. The last owner stays. What the person did remains in the history.
#[utoipa::path(
    tag = "companies",
    params(("If-Match" = String, Header, description = "The ETag of the member as it was read")),
    responses((status = 204, description = "Removed")),
)]
#[delete("/companies/{company_id}/members/{account_id}")]
async fn delete_member(
    state: Data<AppState>,
    scope: CompanyScope,
    account: Id<AccountId>,
    if_match: IfMatch,
) -> ApiResult<HttpResponse> {
    let least = if account.0 == scope.account_id() { Role::Reader } else { Role::Owner };
    scope.write_as(least, async |tx| service::remove_member(tx, account.0, if_match).await).await?;
    state.sessions.forget_account(account.0);
    Ok(HttpResponse::NoContent().finish())
}
