//! The outermost layer: gives the request its id, keeps forged ones out, turns every failure (also a panic) into a
//! problem, adds the headers that no answer may lack, and writes the access log.

use super::origin::Origin;
use super::request_id::{self, RequestId};
use super::session::SignedIn;
use super::{csrf, security_headers};
use crate::error::{ApiError, Language};
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_LANGUAGE, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage as _, HttpRequest, HttpResponse, ResponseError};
use futures_util::FutureExt as _;
use shared::problem::{ErrorCode, Problem};
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::time::Instant;
use tracing::{debug, error, info, warn};

pub async fn shell(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let caller = Caller::of(&request);
    request.extensions_mut().insert(caller.id.clone());

    if let Err(refusal) = csrf::check_origin(&request) {
        let body = caller.problem(&refusal, request.request());
        let response = request.into_response(body);
        return Ok(finish(response, &caller, began));
    }
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(Ok(response)) => {
            let response = match failure_of(&response) {
                Some(failure) => {
                    let body = caller.problem(&failure, response.request());
                    response.into_response(body)
                }
                None => response.map_into_boxed_body(),
            };
            Ok(finish(response, &caller, began))
        }
        Ok(Err(failure)) => Err(caller.last_resort(&api_error(&failure, ErrorCode::Internal), began)),
        Err(panic) => {
            let said = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            Err(caller.last_resort(&ApiError::internal(anyhow::anyhow!("a handler panicked: {said}")), began))
        }
    }
}

/// What has to be known about the request after it is gone.
struct Caller {
    id: RequestId,
    method: String,
    path: String,
    language: Language,
}

impl Caller {
    fn of(request: &ServiceRequest) -> Self {
        let accepted = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Self {
            id: RequestId::of(request),
            method: request.method().to_string(),
            path: request.path().to_owned(),
            language: accepted.map(Language::accepted).unwrap_or_default(),
        }
    }

    /// Logs the failure, once, and answers it.
    fn problem(&self, failure: &ApiError, request: &HttpRequest) -> HttpResponse {
        let problem = failure.problem(self.language, &self.path, self.id.as_str());
        if matches!(problem.status, 401 | 403 | 429) {
            self.log_refusal(&problem, request);
        } else {
            self.log_failure(failure, &problem);
        }
        let mut response = problem_response(&problem, self.language);
        for (name, value) in failure.headers() {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }

    fn log_failure(&self, failure: &ApiError, problem: &Problem) {
        let cause = failure.source().map(|source| format!("{source:#}")).unwrap_or_default();
        let (id, method, path, code) = (self.id.as_str(), &self.method, &self.path, problem.code);
        if failure.is_busy() {
            warn!(request_id = id, %code, %method, %path, cause, "{method} {path} was asked to come back: {code}");
        } else if problem.status >= 500 {
            error!(request_id = id, %code, %method, %path, cause, "{method} {path} failed with {code}");
        } else {
            let places: Vec<_> =
                problem.errors.iter().map(|place| format!("{} {}", place.pointer, place.code)).collect();
            debug!(request_id = id, %code, %method, %path, cause, ?places, "{method} {path} was refused with {code}");
        }
    }

    /// Whoever was not let in, with what an operator needs to see a pattern: who, from where, what for.
    fn log_refusal(&self, problem: &Problem, request: &HttpRequest) {
        let account = request.extensions().get::<SignedIn>().map(|signed_in| signed_in.0.to_string());
        let (id, method, path, code) = (self.id.as_str(), &self.method, &self.path, problem.code);
        info!(
            target: "security",
            request_id = id, %code, %method, %path, origin = %Origin::of(request), account,
            "{method} {path} was refused with {code}"
        );
    }

    /// For when there is no request left to answer to: actix turns the error itself into the answer.
    fn last_resort(&self, failure: &ApiError, began: Instant) -> actix_web::Error {
        let problem = failure.problem(self.language, &self.path, self.id.as_str());
        self.log_failure(failure, &problem);
        self.log_access(problem.status, began);
        LastResort { problem, language: self.language }.into()
    }

    fn log_access(&self, status: u16, began: Instant) {
        let duration_us = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let (id, method, path) = (self.id.as_str(), &self.method, &self.path);
        info!(
            target: "access",
            request_id = id, %method, %path, status, duration_us,
            "{method} {path} answered {status}"
        );
    }
}

/// The failure behind an answer that has no problem yet.
fn failure_of(response: &ServiceResponse<impl MessageBody>) -> Option<ApiError> {
    let status = response.status();
    if status.as_u16() < 400 {
        return None;
    }
    let by_status = match status {
        StatusCode::NOT_FOUND => ErrorCode::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::BodyTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        StatusCode::SERVICE_UNAVAILABLE => ErrorCode::Overloaded,
        other if other.is_client_error() => ErrorCode::MalformedBody,
        _ => ErrorCode::Internal,
    };
    Some(match response.response().error() {
        Some(error) => api_error(error, by_status),
        None => ApiError::new(by_status),
    })
}

fn api_error(error: &actix_web::Error, otherwise: ErrorCode) -> ApiError {
    match error.as_error::<ApiError>() {
        Some(error) => error.copy(),
        None => ApiError::new(otherwise).because(anyhow::anyhow!("{error}")),
    }
}

fn problem_response(problem: &Problem, language: Language) -> HttpResponse {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(problem).unwrap_or_default();
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .insert_header((CONTENT_LANGUAGE, language.tag()))
        .body(body)
}

fn finish(mut response: ServiceResponse, caller: &Caller, began: Instant) -> ServiceResponse {
    dress(response.headers_mut(), caller.id.as_str());
    caller.log_access(response.status().as_u16(), began);
    response
}

fn dress(headers: &mut HeaderMap, id: &str) {
    security_headers::add(headers);
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(request_id::HEADER, id);
    }
}

#[derive(Debug)]
struct LastResort {
    problem: Problem,
    language: Language,
}

impl fmt::Display for LastResort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "request {} ended in {}", self.problem.trace_id, self.problem.code)
    }
}

impl ResponseError for LastResort {
    fn error_response(&self) -> HttpResponse {
        let mut response = problem_response(&self.problem, self.language);
        dress(response.headers_mut(), &self.problem.trace_id);
        response
    }
}
