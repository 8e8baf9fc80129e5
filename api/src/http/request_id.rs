//! One id per request: in the log, in every problem and in the answer's `Request-Id`.

use crate::error::ApiError;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::HeaderName;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use std::future::{Ready, ready};
use std::sync::Arc;

pub(super) const HEADER: HeaderName = HeaderName::from_static("request-id");

#[derive(Clone, Debug)]
pub struct RequestId(Arc<str>);

impl RequestId {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The caller's own id when it is harmless in a log, else a new one.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        let harmless = |id: &&str| {
            (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let given = request.headers().get(HEADER).and_then(|value| value.to_str().ok()).filter(harmless);
        Self(match given {
            Some(id) => id.into(),
            None => format!("{:016x}", rand::random::<u64>()).into(),
        })
    }
}

impl FromRequest for RequestId {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let known = request.extensions().get::<Self>().cloned();
        ready(known.ok_or_else(|| ApiError::internal(anyhow::anyhow!("the request has no id"))))
    }
}
