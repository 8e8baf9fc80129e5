//! Our API from the browser: one request builder, and failures as [`ClientError`].
//!
//! A request that nobody waits for any longer (its future is dropped) is aborted.

mod error;

use std::cell::RefCell;

use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::{ErrorCode, Problem};
use wasm_bindgen::JsValue;
use web_sys::AbortController;

pub use error::{ClientError, FormErrors, field_text};

const BASE: &str = "/api/v1";

/// What an editor needs to save later: the thing, and the version it was read at.
#[derive(Debug, Clone, PartialEq)]
pub struct Tagged<T> {
    pub value: T,
    pub etag: String,
}

pub struct Call {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    headers: Vec<(&'static str, String)>,
    body: Body,
}

enum Body {
    None,
    Json(serde_json::Result<String>),
    Raw(JsValue),
}

/// `path` begins after `/api/v1`.
pub fn get(path: impl Into<String>) -> Call {
    Call::new(Method::GET, path)
}

pub fn post(path: impl Into<String>) -> Call {
    Call::new(Method::POST, path)
}

pub fn put(path: impl Into<String>) -> Call {
    Call::new(Method::PUT, path)
}

pub fn patch(path: impl Into<String>) -> Call {
    Call::new(Method::PATCH, path)
}

pub fn delete(path: impl Into<String>) -> Call {
    Call::new(Method::DELETE, path)
}

/// A key for one act of a person. Keep it while the act is retried, so that it happens once.
pub fn idempotency_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), headers: Vec::new(), body: Body::None }
    }

    pub fn query(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// Leaves the parameter out when there is no value.
    pub fn query_some(self, name: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.body = Body::Json(serde_json::to_string(body));
        self
    }

    /// Files and pasted text, sent as they are.
    pub fn raw(mut self, body: impl Into<JsValue>, content_type: &str) -> Self {
        self.body = Body::Raw(body.into());
        self.header("Content-Type", content_type)
    }

    /// Only if nobody has changed it since it was read.
    pub fn if_match(self, etag: &str) -> Self {
        self.header("If-Match", etag)
    }

    /// The same for things that carry their version, which is also their ETag.
    pub fn if_version(self, version: i32) -> Self {
        self.if_match(&format!("\"{version}\""))
    }

    pub fn idempotent(self, key: &str) -> Self {
        self.header("Idempotency-Key", &format!("\"{key}\""))
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub async fn receive<T: DeserializeOwned>(self) -> Result<T, ClientError> {
        parse(self.send().await?).await
    }

    pub async fn receive_tagged<T: DeserializeOwned>(self) -> Result<Tagged<T>, ClientError> {
        let response = self.send().await?;
        let etag = response.headers().get("ETag").unwrap_or_default();
        Ok(Tagged { value: parse(response).await?, etag })
    }

    /// For answers without a body.
    pub async fn done(self) -> Result<(), ClientError> {
        self.send().await.map(drop)
    }

    /// The bytes of a file, as a blob for the browser to save.
    pub async fn receive_blob(self) -> Result<web_sys::Blob, ClientError> {
        let response = self.send().await?;
        let bytes = response.binary().await.map_err(|_| ClientError::Unreadable)?;
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
        web_sys::Blob::new_with_u8_array_sequence(&parts).map_err(|_| ClientError::Unreadable)
    }

    async fn send(self) -> Result<Response, ClientError> {
        let guard = AbortOnDrop::new();
        let response = self.build(guard.signal())?.send().await.map_err(|_| ClientError::Unreachable)?;
        guard.finished();
        if response.ok() {
            return Ok(response);
        }
        Err(failure(response).await)
    }

    fn build(self, abort: Option<web_sys::AbortSignal>) -> Result<gloo_net::http::Request, ClientError> {
        let changes = self.method != Method::GET;
        let mut builder = RequestBuilder::new(&format!("{BASE}{}", self.path))
            .method(self.method)
            .query(self.query.iter().map(|(name, value)| (*name, value.as_str())))
            .header("Accept", "application/json")
            .header("Accept-Language", crate::i18n::current().as_str())
            .abort_signal(abort.as_ref());
        if let Some(token) = csrf_token().filter(|_| changes) {
            builder = builder.header(CSRF_HEADER, &token);
        }
        for (name, value) in &self.headers {
            builder = builder.header(name, value);
        }
        let built = match self.body {
            Body::None if changes => builder.header("Content-Type", "application/json").build(),
            Body::None => builder.build(),
            Body::Json(Ok(text)) => builder.header("Content-Type", "application/json").body(text),
            Body::Json(Err(_)) => return Err(ClientError::Unreadable),
            Body::Raw(body) => builder.body(body),
        };
        built.map_err(|_| ClientError::Unreachable)
    }
}

async fn parse<T: DeserializeOwned>(response: Response) -> Result<T, ClientError> {
    let text = response.text().await.map_err(|_| ClientError::Unreachable)?;
    serde_json::from_str(&text).map_err(|error| {
        leptos::logging::error!("{}: {error}", response.url());
        ClientError::Unreadable
    })
}

async fn failure(response: Response) -> ClientError {
    let problem = response.text().await.ok().and_then(|text| serde_json::from_str::<Problem>(&text).ok());
    let Some(problem) = problem else { return ClientError::Unreadable };
    if problem.code == ErrorCode::Unauthenticated {
        SIGNED_OUT.with_borrow(|hook| {
            if let Some(hook) = hook {
                hook();
            }
        });
    }
    ClientError::Problem(Box::new(problem))
}

const CSRF_HEADER: &str = "X-CSRF-Token";

thread_local! {
    static CSRF_TOKEN: RefCell<Option<String>> = const { RefCell::new(None) };
    static SIGNED_OUT: RefCell<Option<Box<dyn Fn()>>> = const { RefCell::new(None) };
}

fn csrf_token() -> Option<String> {
    CSRF_TOKEN.with_borrow(Clone::clone)
}

/// Bound to the session: proves to the server that our own page sent the request.
pub fn set_csrf_token(token: Option<String>) {
    CSRF_TOKEN.set(token);
}

/// What happens when the server says that nobody is signed in.
pub fn on_signed_out(hook: impl Fn() + 'static) {
    SIGNED_OUT.set(Some(Box::new(hook)));
}

struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    fn new() -> Self {
        Self(AbortController::new().ok())
    }

    fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    fn finished(mut self) {
        self.0 = None;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
