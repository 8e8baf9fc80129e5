//! Answers with more than a body.

use super::{etag, idempotency};
use crate::error::{ApiError, ApiResult};
use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderName, HeaderValue, LOCATION};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

/// A whole answer that can also be kept and given again: what a creating request ends in.
#[derive(Clone, Debug)]
pub struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// 201 with the new thing and where it is: `location` is its path below `/api/v1`.
    pub fn created(location: &str, body: &impl Serialize) -> ApiResult<Self> {
        let location = HeaderValue::from_str(&format!("/api/v1{location}")).map_err(ApiError::internal)?;
        let mut answer = Self::json(StatusCode::CREATED, body)?;
        answer.headers.push((LOCATION, location));
        Ok(answer)
    }

    /// 200 with a body.
    pub fn ok(body: &impl Serialize) -> ApiResult<Self> {
        Self::json(StatusCode::OK, body)
    }

    /// 202: the work goes on after the answer.
    pub fn accepted(location: &str, body: &impl Serialize) -> ApiResult<Self> {
        let mut answer = Self::created(location, body)?;
        answer.status = StatusCode::ACCEPTED;
        Ok(answer)
    }

    /// The version to send back as `If-Match`.
    pub fn version(mut self, version: i32) -> Self {
        self.headers.push((ETAG, etag::tag(version)));
        self
    }

    /// What an earlier request with the same key was answered.
    pub fn replayed(mut self) -> Self {
        self.headers.push((idempotency::REPLAYED, HeaderValue::from_static("true")));
        self
    }

    fn json(status: StatusCode, body: &impl Serialize) -> ApiResult<Self> {
        let body = serde_json::to_vec(body).map_err(ApiError::internal)?;
        Ok(Self { status, headers: vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body })
    }
}

impl Responder for Answer {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        for header in self.headers {
            response.insert_header(header);
        }
        response.body(self.body)
    }
}

/// 200 with a thing that has a version: sets the ETag, and answers 304 to those who have it already.
#[derive(Clone, Debug)]
pub struct Tagged<T> {
    version: i32,
    body: T,
}

impl<T> Tagged<T> {
    pub fn new(version: i32, body: T) -> Self {
        Self { version, body }
    }
}

impl<T: Serialize> Responder for Tagged<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = (ETAG, etag::tag(self.version));
        if request.method().is_safe() && etag::is_known(request.headers(), self.version) {
            return HttpResponse::NotModified().insert_header(tag).finish();
        }
        HttpResponse::Ok().insert_header(tag).json(self.body)
    }
}
