//! Handlers.

use super::service;
use crate::app::AppState;
use crate::error::ApiResult;
use crate::http::{EndReason, IfMatch, Json, Origin, Routes, Session, SessionToken, Tagged, session_cookie};
use actix_web::http::header::LOCATION;
use actix_web::web::Data;
use actix_web::{HttpResponse, Responder, delete, get, patch, post, put};
use shared::identity::{LastCompany, Me, MePatch, PasswordChange, SignIn, SignUp};

pub fn configure(routes: &mut Routes) {
    routes
        .service(sign_up)
        .service(sign_in)
        .service(sign_out)
        .service(sign_out_everywhere)
        .service(find_me)
        .service(update_me)
        .service(change_password)
        .service(remember_company);
}

/// Sign up
///
/// Makes a company and its first owner, and signs the owner in: the answer sets the session cookie. No Idempotency-Key:
/// an address has one account, so the same request sent again is told `email_taken`, and signing in goes on from there.
#[utoipa::path(tag = "identity", security(()), request_body = SignUp, responses((status = 201, body = Me)))]
#[post("/accounts")]
async fn sign_up(origin: Origin, state: Data<AppState>, input: Json<SignUp>) -> ApiResult<HttpResponse> {
    let (me, token) = service::sign_up(&state, &origin, input.0).await?;
    let mut response = HttpResponse::Created();
    response.insert_header((LOCATION, "/api/v1/me")).cookie(session_cookie(Some(&token)));
    Ok(response.json(me))
}

/// Sign in
///
/// Starts a session: the answer sets the session cookie and says the CSRF token that changing requests carry. Repeated
/// failures have to wait longer and longer.
#[utoipa::path(tag = "identity", security(()), request_body = SignIn, responses((status = 200, body = Me)))]
#[post("/sessions")]
async fn sign_in(origin: Origin, state: Data<AppState>, input: Json<SignIn>) -> ApiResult<HttpResponse> {
    let (me, token) = service::sign_in(&state, &origin, input.0).await?;
    Ok(signed_in(&me, &token))
}

/// Sign out
///
/// Ends the session of this request.
#[utoipa::path(tag = "identity", responses((status = 204, description = "The session has ended")))]
#[delete("/sessions/current")]
async fn sign_out(state: Data<AppState>, session: Session) -> ApiResult<HttpResponse> {
    service::end_sessions(&state, session.account_id, Some(session.id), EndReason::SignedOut).await?;
    Ok(signed_out())
}

/// Sign out everywhere
///
/// Ends every session of the account, also this one.
#[utoipa::path(tag = "identity", responses((status = 204, description = "Every session has ended")))]
#[delete("/sessions")]
async fn sign_out_everywhere(state: Data<AppState>, session: Session) -> ApiResult<HttpResponse> {
    service::end_sessions(&state, session.account_id, None, EndReason::SignedOutEverywhere).await?;
    Ok(signed_out())
}

/// Who am I
///
/// The account that is signed in, the companies it belongs to, and the CSRF token of the session.
#[utoipa::path(tag = "identity", responses((status = 200, body = Me)))]
#[get("/me")]
async fn find_me(state: Data<AppState>, session: Session) -> ApiResult<impl Responder> {
    let me = service::me(&state, session.account_id, session.token()).await?;
    Ok(Tagged::new(me.account.version, me))
}

/// Change one's own account
///
/// Name and language. What is absent stays as it is.
#[utoipa::path(
    tag = "identity",
    params(("If-Match" = String, Header, description = "The ETag of the account as it was read")),
    request_body = MePatch,
    responses((status = 200, body = Me)),
)]
#[patch("/me")]
async fn update_me(
    state: Data<AppState>,
    session: Session,
    if_match: IfMatch,
    input: Json<MePatch>,
) -> ApiResult<impl Responder> {
    let me = service::update(&state, &session, if_match, input.0).await?;
    Ok(Tagged::new(me.account.version, me))
}

/// Change one's own password
///
/// Needs the current one. Every session ends; the answer starts a new one for this browser, with its own CSRF token.
#[utoipa::path(tag = "identity", request_body = PasswordChange, responses((status = 200, body = Me)))]
#[put("/me/password")]
async fn change_password(
    state: Data<AppState>,
    session: Session,
    origin: Origin,
    input: Json<PasswordChange>,
) -> ApiResult<HttpResponse> {
    let (me, token) = service::change_password(&state, &session, &origin, input.0).await?;
    Ok(signed_in(&me, &token))
}

/// Remember the company one works in
///
/// The next sign-in opens it.
#[utoipa::path(tag = "identity", request_body = LastCompany, responses((status = 204, description = "Remembered")))]
#[put("/me/last-company")]
async fn remember_company(
    state: Data<AppState>,
    session: Session,
    input: Json<LastCompany>,
) -> ApiResult<HttpResponse> {
    service::remember_company(&state, &session, input.0.company_id).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn signed_in(me: &Me, token: &SessionToken) -> HttpResponse {
    HttpResponse::Ok().cookie(session_cookie(Some(token))).json(me)
}

fn signed_out() -> HttpResponse {
    HttpResponse::NoContent().cookie(session_cookie(None)).finish()
}
