//! Keeps other sites from acting with our user's cookie.
//!
//! Three layers, each enough by itself: the cookie is `SameSite=Lax`; a request that can change something must say that
//! our own page sent it ([`check_origin`], for every request); and one made in a session carries a token that only
//! our own page could read ([`token`], checked by the session extractor).

use crate::app::AppState;
use crate::error::ApiError;
use actix_web::dev::ServiceRequest;
use actix_web::http::Method;
use actix_web::http::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use actix_web::web::Data;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared::problem::ErrorCode;

pub(super) const TOKEN_HEADER: HeaderName = HeaderName::from_static("x-csrf-token");
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

pub(super) fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

/// Browsers state where a request comes from and do not let a page lie about it. The absence of both headers is no proof
/// of innocence, so programs send `Origin` too.
pub(super) fn check_origin(request: &ServiceRequest) -> Result<(), ApiError> {
    if is_safe(request.method()) {
        return Ok(());
    }
    let headers = request.headers();
    let ours = match text(headers, &SEC_FETCH_SITE) {
        Some(site) => site == "same-origin",
        None => text(headers, &ORIGIN).is_some_and(|origin| {
            let state = request.app_data::<Data<AppState>>();
            match state.and_then(|state| state.config.server.public_origin.as_deref()) {
                Some(public) => origin == public,
                None => {
                    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
                    host.is_some() && host == text(headers, &HOST)
                }
            }
        }),
    };
    if ours { Ok(()) } else { Err(ErrorCode::CsrfFailed.into()) }
}

/// Bound to the session without being stored: nobody can compute it who does not have the cookie's value.
pub(super) fn token(session_token: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"csrf\0");
    hash.update(session_token);
    URL_SAFE_NO_PAD.encode(hash.finalize())
}

pub(super) fn check_token(headers: &HeaderMap, session_token: &str) -> Result<(), ApiError> {
    let given = text(headers, &TOKEN_HEADER).unwrap_or_default();
    if same(given.as_bytes(), token(session_token).as_bytes()) { Ok(()) } else { Err(ErrorCode::CsrfFailed.into()) }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Takes as long for a near miss as for a far one.
fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |differing, (l, r)| differing | (l ^ r)) == 0
}
