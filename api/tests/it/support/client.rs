//! Requests as a browser page or a program of a certain person sends them.

use super::TestApp;
use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, StatusCode};
use actix_web::test::TestRequest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::{ErrorCode, FieldCode, Problem};
use std::net::{IpAddr, SocketAddr};

const HOST_NAME: &str = "leasing.example";

/// One person's browser.
#[derive(Clone)]
pub struct Client<'a> {
    app: &'a TestApp,
    cookie: Option<String>,
    csrf: Option<String>,
}

impl<'a> Client<'a> {
    pub(super) fn new(app: &'a TestApp, session: Option<&api::http::SessionToken>) -> Self {
        Self {
            app,
            cookie: session.map(|token| api::http::session_cookie(Some(token)).stripped().to_string()),
            csrf: session.map(api::http::SessionToken::csrf_token),
        }
    }

    /// The browser that got this answer to signing in.
    pub fn signed_in_by(app: &'a TestApp, answer: &Answered) -> Self {
        let me: shared::identity::Me = answer.json();
        let cookie = answer.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
        Self { app, cookie: Some(cookie), csrf: Some(me.csrf_token) }
    }

    pub fn csrf_token(&self) -> &str {
        self.csrf.as_deref().unwrap_or_default()
    }

    /// `path` begins after `/api/v1`.
    pub fn get(&self, path: &str) -> Sending<'a> {
        self.request(Method::GET, path)
    }

    pub fn post(&self, path: &str) -> Sending<'a> {
        self.request(Method::POST, path)
    }

    pub fn put(&self, path: &str) -> Sending<'a> {
        self.request(Method::PUT, path)
    }

    pub fn patch(&self, path: &str) -> Sending<'a> {
        self.request(Method::PATCH, path)
    }

    pub fn delete(&self, path: &str) -> Sending<'a> {
        self.request(Method::DELETE, path)
    }

    pub fn request(&self, method: Method, path: &str) -> Sending<'a> {
        self.plain(method, &format!("/api/v1{path}"))
    }

    /// Any address, also outside the API.
    pub fn plain(&self, method: Method, path: &str) -> Sending<'a> {
        let mut sending =
            Sending { app: self.app, method, path: path.to_owned(), headers: Vec::new(), body: Vec::new(), peer: None };
        sending = sending.header("host", HOST_NAME);
        if let Some(cookie) = &self.cookie {
            sending = sending.header("cookie", cookie);
        }
        if !sending.method.is_safe() {
            sending = sending.header("origin", &format!("https://{HOST_NAME}"));
            if let Some(csrf) = &self.csrf {
                sending = sending.header("x-csrf-token", csrf);
            }
        }
        sending
    }
}

/// A request being made.
#[derive(Clone)]
pub struct Sending<'a> {
    app: &'a TestApp,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    peer: Option<SocketAddr>,
}

impl Sending<'_> {
    pub fn json(self, body: impl Serialize) -> Self {
        self.body("application/json", serde_json::to_vec(&body).unwrap())
    }

    /// A body as it is, with its content type.
    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("content-type", content_type)
    }

    /// Replaces what was there under the name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self = self.without(name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| header != name);
        self
    }

    /// The version that was read, as `If-Match`.
    pub fn if_match(self, version: i32) -> Self {
        self.header("if-match", &format!("\"{version}\""))
    }

    /// The same to a reader of JSON or text, and other bytes.
    pub fn with_a_line_more(mut self) -> Self {
        self.body.push(b'\n');
        self
    }

    pub fn idempotency_key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// From this address.
    pub fn from(mut self, peer: &str) -> Self {
        self.peer = Some((peer.parse::<IpAddr>().unwrap(), 40_000).into());
        self
    }

    pub async fn send(self) -> Answered {
        let mut request = TestRequest::with_uri(&self.path).method(self.method).set_payload(self.body);
        if let Some(peer) = self.peer {
            request = request.peer_addr(peer);
        }
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        self.app.call(request.to_request()).await
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answered {
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// Fails, showing the answer, unless it has this status.
    #[track_caller]
    pub fn expect_status(self, status: u16) -> Self {
        assert_eq!(self.status(), status, "{}", String::from_utf8_lossy(&self.body));
        self
    }

    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!("{} {error}: {}", self.status, String::from_utf8_lossy(&self.body)),
        }
    }

    #[track_caller]
    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status());
        problem
    }

    #[track_caller]
    pub fn expect_problem(&self, code: ErrorCode) -> Problem {
        let problem = self.problem();
        assert_eq!(problem.code, code, "{problem:#?}");
        problem
    }

    /// A problem with exactly one place.
    #[track_caller]
    pub fn expect_fault(&self, code: ErrorCode, pointer: &str, field: FieldCode) {
        let problem = self.expect_problem(code);
        let places: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(places, [(pointer, field)]);
    }
}
