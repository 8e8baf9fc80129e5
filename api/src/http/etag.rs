//! Optimistic locking: what can be edited by several people carries its version as a strong ETag.

use crate::error::{ApiError, ApiResult};
use actix_web::dev::Payload;
use actix_web::http::header::{ETAG, HeaderMap, HeaderValue, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::future::{Ready, ready};

pub(super) fn tag(version: i32) -> HeaderValue {
    HeaderValue::from_str(&format!("\"{version}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

/// Whether the caller already has this version.
pub(super) fn is_known(headers: &HeaderMap, version: i32) -> bool {
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').map(|tag| tag.trim().trim_start_matches("W/")).any(|known| known == format!("\"{version}\""))
}

/// Extractor for everything that changes or removes: the version the caller saw. Without one the answer is 428.
#[derive(Clone, Copy, Debug)]
pub struct IfMatch(Wanted);

#[derive(Clone, Copy, Debug)]
enum Wanted {
    Any,
    Version(i32),
}

impl IfMatch {
    /// Fails with 412 when it has changed since. Call it on the row as locked for the change.
    pub fn check(self, current: i32) -> ApiResult<()> {
        match self.0 {
            Wanted::Any => Ok(()),
            Wanted::Version(seen) if seen == current => Ok(()),
            Wanted::Version(_) => Err(ApiError::new(ErrorCode::PreconditionFailed).header(ETAG, tag(current))),
        }
    }
}

impl FromRequest for IfMatch {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(IF_MATCH) else {
            return ready(Err(ErrorCode::PreconditionRequired.into()));
        };
        let text = header.to_str().unwrap_or_default().trim();
        let version = || text.strip_prefix('"')?.strip_suffix('"')?.parse().ok();
        ready(match text {
            "*" => Ok(Self(Wanted::Any)),
            _ => version().map(|version| Self(Wanted::Version(version))).ok_or_else(|| {
                let fault = FieldFault::new(FieldCode::InvalidValue).found(text).expected("one ETag as it was sent");
                ApiError::new(ErrorCode::MalformedHeader).at("If-Match", fault)
            }),
        })
    }
}
