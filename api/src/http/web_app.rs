//! Serves the built web app from a folder: hashed files for ever, the page itself always fresh, and the page for every
//! address that is not a file, because the app reads its address itself.

use crate::error::{ApiError, ApiResult};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH, VARY,
};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use shared::problem::ErrorCode;
use std::io::ErrorKind;
use std::path::PathBuf;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_FIRST: HeaderValue = HeaderValue::from_static("no-cache");
const PAGE: &str = "index.html";

#[derive(Clone, Debug)]
pub struct WebApp(PathBuf);

impl WebApp {
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Read anew each time: the page cache of the system holds what is hot, and a new build shows at once.
    async fn read(&self, name: &str) -> ApiResult<Option<Vec<u8>>> {
        match tokio::fs::read(self.0.join(name)).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::IsADirectory) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotADirectory => Ok(None),
            Err(error) => Err(ApiError::internal(error)),
        }
    }
}

/// The default service of everything outside `/api`.
pub async fn web_app(request: HttpRequest, app: Data<WebApp>) -> ApiResult<HttpResponse> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(ErrorCode::MethodNotAllowed.into());
    }
    let wanted = request.path().trim_start_matches('/');
    let is_file = wanted.rsplit('/').next().is_some_and(|last| last.contains('.'));
    let name = if is_file { wanted } else { PAGE };
    if !is_plain(name) {
        return Err(ApiError::not_found());
    }
    for (encoding, suffix) in encodings(request.headers()) {
        if let Some(bytes) = app.read(&format!("{name}{suffix}")).await? {
            return Ok(file(&request, name, encoding, bytes));
        }
    }
    Err(ApiError::not_found())
}

/// Letters, digits and the few marks our builds use; no component starts with a dot, so none leads upwards.
fn is_plain(name: &str) -> bool {
    name.split('/').all(|part| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    })
}

/// What the browser takes, best first, ending with the file as it is.
fn encodings(headers: &HeaderMap) -> impl Iterator<Item = (Option<&'static str>, &'static str)> {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |encoding: &str| {
        accepted.split(',').any(|offer| {
            let (name, quality) = offer.split_once(';').unwrap_or((offer, ""));
            name.trim() == encoding && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        })
    };
    let brotli = takes("br").then_some((Some("br"), ".br"));
    let gzip = takes("gzip").then_some((Some("gzip"), ".gz"));
    brotli.into_iter().chain(gzip).chain([(None, "")])
}

fn file(request: &HttpRequest, name: &str, encoding: Option<&'static str>, bytes: Vec<u8>) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.content_type(content_type(name)).insert_header((VARY, "Accept-Encoding"));
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    if is_hashed(name) {
        response.insert_header((CACHE_CONTROL, FOR_EVER));
    } else {
        let tag = format!("\"{:x}-{:x}\"", bytes.len(), fnv(&bytes));
        let known = request.headers().get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == tag.as_bytes());
        response.insert_header((CACHE_CONTROL, ASK_FIRST)).insert_header((ETAG, tag));
        if known {
            return response.status(actix_web::http::StatusCode::NOT_MODIFIED).finish();
        }
    }
    response.body(Bytes::from(bytes))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// `app.3f0c2b1d8e64.css`: the part before the ending is made of the content, so the content never changes.
fn is_hashed(name: &str) -> bool {
    let mut parts = name.rsplit('/').next().unwrap_or_default().rsplit('.').skip(1);
    parts.next().is_some_and(|part| part.len() >= 8 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Tells contents apart; nobody gains by forging it.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_reach_the_disk() {
        for name in ["index.html", "assets/icon.svg", "app.0123456789ab.wasm"] {
            assert!(is_plain(name), "{name}");
        }
        for name in ["", "../secret.txt", "a/../b.txt", ".env", "a//b.js", "a\\b.js", "a%2fb.js", "å.js", "/etc/x.y"] {
            assert!(!is_plain(name), "{name}");
        }
    }

    #[test]
    fn hashed_names_are_known() {
        assert!(is_hashed("app.0123456789abcdef.css"));
        assert!(is_hashed("deep/web_bg.deadbeef.wasm"));
        assert!(!is_hashed("index.html"));
        assert!(!is_hashed("jquery.min.js"));
    }
}
