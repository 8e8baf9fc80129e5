//! Strict JSON bodies: exactly the documented fields and types, bounded in size, each fault at its place.

use super::idempotency::{self, BodyHash};
use crate::error::{ApiError, ApiResult};
use actix_web::dev::Payload;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::time::Duration;
use tokio::time::Instant;
use validator::Validate;

mod faults;
pub(super) use faults::of_message;

/// A form a person fills in is a few kilobytes.
pub const BYTES_MAX: usize = 1 << 20;
/// A client that sends slower than this holds a connection for nothing: half a minute for the first word, and from then
/// on at least what a poor mobile line carries.
const PATIENCE: Duration = Duration::from_secs(30);
const LEAST_BYTES_PER_SECOND: u32 = 32 << 10;

/// Extractor: a body that was read, checked and validated. `LIMIT` is the most bytes it may have.
#[derive(Clone, Copy, Debug)]
pub struct Json<T, const LIMIT: usize = BYTES_MAX>(pub T);

impl<T: DeserializeOwned + Validate + 'static, const LIMIT: usize> FromRequest for Json<T, LIMIT> {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let payload = payload.take();
        Box::pin(async move {
            check_content_type(&request)?;
            let body = collect_body(&request, payload, LIMIT).await?;
            read_json(&body).map(Self)
        })
    }
}

fn check_content_type(request: &HttpRequest) -> ApiResult<()> {
    let given = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (kind, parameters) = given.split_once(';').unwrap_or((given, ""));
    let kind = kind.trim();
    let is_json = kind.eq_ignore_ascii_case("application/json")
        || kind.eq_ignore_ascii_case("application/merge-patch+json") && request.method() == "PATCH";
    let charset = parameters.trim();
    let is_utf8 = charset.is_empty() || charset.replace('"', "").eq_ignore_ascii_case("charset=utf-8");
    if is_json && is_utf8 { Ok(()) } else { Err(ErrorCode::UnsupportedMediaType.into()) }
}

/// Reads a body of at most `limit` bytes, and leaves its hash for `Idempotency-Key` when the request has one.
pub async fn collect_body(request: &HttpRequest, mut payload: Payload, limit: usize) -> ApiResult<Bytes> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: u64| length > limit as u64) {
        return Err(ErrorCode::BodyTooLarge.into());
    }
    let began = Instant::now();
    let mut body = BytesMut::new();
    loop {
        let chunk = tokio::time::timeout_at(began + time_for(body.len()), payload.next()).await;
        let Some(chunk) = chunk.map_err(|_| ErrorCode::BodyTooSlow)? else { break };
        let chunk = chunk.map_err(|error| ApiError::new(ErrorCode::MalformedBody).because(error))?;
        if body.len() + chunk.len() > limit {
            return Err(ErrorCode::BodyTooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    let body = body.freeze();
    if request.headers().contains_key(idempotency::HEADER) {
        request.extensions_mut().insert(BodyHash(Sha256::digest(&body).into()));
    }
    Ok(body)
}

/// When the next bytes have to be there, after so many.
fn time_for(received: usize) -> Duration {
    PATIENCE + Duration::from_secs(1) * u32::try_from(received).unwrap_or(u32::MAX) / LEAST_BYTES_PER_SECOND
}

/// A body, or a file that says the same.
pub fn read_json<T: DeserializeOwned + Validate>(body: &[u8]) -> ApiResult<T> {
    if has_nul(body) {
        let fault = FieldFault::new(FieldCode::InvalidText).expected("text without U+0000");
        let place = serde_json::from_slice(body).ok().and_then(|body| faults::place_of_nul(&body));
        return Err(ApiError::new(ErrorCode::ValidationFailed).at(place.unwrap_or_default(), fault));
    }
    // serde would also read a struct from an array, field by field in an order nobody documents.
    if body.trim_ascii_start().starts_with(b"[") {
        let fault = FieldFault::new(FieldCode::WrongType).found("an array").expected("an object");
        return Err(ApiError::new(ErrorCode::MalformedBody).at("", fault));
    }
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    let value: T = serde_path_to_error::deserialize(&mut deserializer).map_err(faults::of_json)?;
    deserializer.end().map_err(|error| faults::of_syntax(&error))?;
    value.validate().map_err(|errors| faults::of_validation(&errors))?;
    Ok(value)
}

/// PostgreSQL cannot keep U+0000 in text. In JSON it can only come escaped.
fn has_nul(body: &[u8]) -> bool {
    let mut rest = body;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let escape = rest.get(at + 1..).unwrap_or_default();
        if escape.starts_with(b"u0000") {
            return true;
        }
        // The character after a backslash belongs to it, also when it is another backslash.
        rest = escape.get(1..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_body_has_longer_to_arrive() {
        assert_eq!(time_for(0), PATIENCE);
        assert_eq!(time_for(50 << 20), PATIENCE + Duration::from_secs(1600));
    }

    #[test]
    fn only_an_escaped_nul_is_one() {
        assert!(has_nul(br#"{"a":"x\u0000"}"#));
        assert!(has_nul(br#"{"a":"\\\u0000"}"#));
        assert!(!has_nul(br#"{"a":"\\u0000"}"#));
        assert!(!has_nul(br#"{"a":"\u0001"}"#));
        assert!(!has_nul(br#"{"a":"\"#));
    }
}
