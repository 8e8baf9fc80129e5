//! Who asks: a random value in a cookie, looked up on every request.
//!
//! The cookie's value is kept nowhere else; the database has its hash. A looked-up session is remembered for a few
//! seconds, because the look-up would otherwise cost more than most requests; ending one is heard at once in this process
//! and, by NOTIFY, in every other ([`Sessions`]).

mod cache;
mod listen;
pub(crate) mod store;

pub use cache::Sessions;

use super::csrf;
use crate::app::AppState;
use crate::error::ApiError;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use futures_util::future::{Either, LocalBoxFuture, Ready, ready};
use sha2::{Digest as _, Sha256};
use shared::companies::Role;
use shared::ids::{AccountId, CompanyId, SessionId};
use shared::problem::ErrorCode;
use std::ops::Deref;
use std::sync::Arc;

/// `__Host-`: the browser takes it only over a secure connection, for this host and every path.
const COOKIE: &str = "__Host-session";
/// A session nobody uses ends.
pub(crate) const IDLE_MAX: TimeDelta = TimeDelta::minutes(60);
/// However busy, it ends.
pub(crate) const AGE_MAX: TimeDelta = TimeDelta::hours(12);
/// More than anyone uses at once; the oldest gives way.
pub(crate) const PER_ACCOUNT_MAX: usize = 10;

/// The value in the cookie: 256 random bits.
#[derive(Clone)]
pub struct SessionToken(String);

impl SessionToken {
    pub fn fresh() -> Self {
        Self(URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
    }

    /// What the database keeps.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(&self.0).into()
    }

    /// What a changing request in this session sends as `X-CSRF-Token`.
    pub fn csrf_token(&self) -> String {
        csrf::token(&self.0)
    }

    fn of(request: &HttpRequest) -> Option<Self> {
        request.cookie(COOKIE).map(|cookie| Self(cookie.value().to_owned()))
    }
}

/// A session as the database has it, with where its account belongs.
#[derive(Debug)]
pub struct Known {
    pub id: SessionId,
    pub account_id: AccountId,
    pub last_seen_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub memberships: Vec<Membership>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    pub company_id: CompanyId,
    pub role: Role,
}

impl Known {
    fn is_alive(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at && now < self.last_seen_at + IDLE_MAX
    }

    pub fn role_in(&self, company: CompanyId) -> Option<Role> {
        self.memberships.iter().find(|membership| membership.company_id == company).map(|membership| membership.role)
    }
}

/// Extractor: the caller is signed in, and a changing request proved that our own page sent it.
#[derive(Clone)]
pub struct Session {
    known: Arc<Known>,
    token: SessionToken,
}

/// Left on the request for the log: whose session it came in.
#[derive(Clone, Copy, Debug)]
pub(super) struct SignedIn(pub(super) AccountId);

impl Session {
    fn entered(request: &HttpRequest, known: Arc<Known>, token: SessionToken) -> Self {
        request.extensions_mut().insert(SignedIn(known.account_id));
        Self { known, token }
    }

    pub fn token(&self) -> &SessionToken {
        &self.token
    }

    /// What is known of it, to be kept longer than the session itself.
    pub(super) fn known(&self) -> Arc<Known> {
        self.known.clone()
    }
}

impl Deref for Session {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.known
    }
}

/// Why a session ended, for the record.
#[derive(Clone, Copy, Debug)]
pub enum EndReason {
    SignedOut,
    SignedOutEverywhere,
    PasswordChanged,
    TooMany,
}

impl EndReason {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignedOut => "signed_out",
            Self::SignedOutEverywhere => "signed_out_everywhere",
            Self::PasswordChanged => "password_changed",
            Self::TooMany => "too_many",
        }
    }
}

/// The cookie that starts a session; `None` takes it away.
pub fn session_cookie(token: Option<&SessionToken>) -> Cookie<'static> {
    let value = token.map(|token| token.0.clone()).unwrap_or_default();
    let cookie = Cookie::build(COOKIE, value).path("/").secure(true).http_only(true).same_site(SameSite::Lax);
    match token {
        Some(_) => cookie.finish(),
        None => cookie.max_age(actix_web::cookie::time::Duration::ZERO).finish(),
    }
}

impl FromRequest for Session {
    type Error = ApiError;
    type Future = Either<Ready<Result<Self, ApiError>>, LocalBoxFuture<'static, Result<Self, ApiError>>>;

    /// Stays off the heap and out of the database while the session is remembered.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let refused = |code: ErrorCode| Either::Left(ready(Err(code.into())));
        let Some(token) = SessionToken::of(request) else {
            return refused(ErrorCode::Unauthenticated);
        };
        let Some(state) = request.app_data::<Data<AppState>>() else {
            return Either::Left(ready(Err(ApiError::internal(anyhow::anyhow!("the app has no state")))));
        };
        if !csrf::is_safe(request.method())
            && let Err(refusal) = csrf::check_token(request.headers(), &token.0)
        {
            return Either::Left(ready(Err(refusal)));
        }
        let hash = token.hash();
        match state.sessions.remembered(&hash, state.db.clock().now()) {
            Some(known) => Either::Left(ready(Ok(Self::entered(request, known, token)))),
            None => {
                let (state, request) = (state.clone(), request.clone());
                Either::Right(Box::pin(async move {
                    let known = state.sessions.look_up(&state.db, hash).await?;
                    Ok(Self::entered(&request, known, token))
                }))
            }
        }
    }
}
