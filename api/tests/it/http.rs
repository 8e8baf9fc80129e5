//! What every request meets: headers, languages, forged requests, panics, and the files of the web app.

use crate::support::{Answered, TestApp};
use actix_web::http::Method;
use actix_web::{App, HttpResponse, middleware, web};
use api::http::shell;
use shared::problem::{ErrorCode, FieldCode, Problem};
use std::path::{Path, PathBuf};

const EVERYWHERE: &[&str] = &[
    "content-security-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "request-id",
    "strict-transport-security",
    "x-content-type-options",
];

/// A folder such as the build of the web app makes, gone with the value.
struct WebDir(PathBuf);

impl WebDir {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("leasify-web-{:016x}", rand::random::<u64>()));
        std::fs::create_dir_all(folder.join("assets")).unwrap();
        let dir = Self(folder);
        dir.file("index.html", "<!doctype html><title>Leasify</title>");
        dir.file("app.0123456789abcdef.js", "export {}");
        dir.file("app.0123456789abcdef.js.br", "brotli");
        dir.file("app.0123456789abcdef.js.gz", "gzip");
        dir.file("assets/icon.svg", "<svg/>");
        std::fs::write(dir.0.parent().unwrap().join("leasify-outside.txt"), "secret").unwrap();
        dir
    }

    fn file(&self, name: &str, content: &str) {
        std::fs::write(self.0.join(name), content).unwrap();
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for WebDir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn get(app: &TestApp, path: &str) -> Answered {
    app.as_anonymous().plain(Method::GET, path).send().await
}

#[tokio::test]
async fn no_answer_lacks_the_security_headers() {
    let web = WebDir::new();
    let app = TestApp::with_web_dir(web.path().to_owned()).await;
    let reader = app.as_reader();
    let answers = [
        get(&app, "/").await,
        get(&app, "/c/any/overview").await,
        get(&app, "/app.0123456789abcdef.js").await,
        get(&app, "/missing.js").await,
        get(&app, "/healthz").await,
        get(&app, "/readyz").await,
        get(&app, "/problems/not_found").await,
        get(&app, "/api/v1/me").await,
        get(&app, "/api/nothing").await,
        reader.get("/me").send().await,
        reader.get("/me").header("if-none-match", "\"1\"").send().await,
        reader.post("/me").send().await,
        reader.patch("/me").without("origin").send().await,
        reader.delete("/sessions/current").send().await,
        app.as_anonymous().plain(Method::TRACE, "/").send().await,
        app.as_anonymous().plain(Method::OPTIONS, "/api/v1/me").send().await,
    ];
    for answer in &answers {
        for header in EVERYWHERE {
            assert!(answer.header(header).is_some(), "{header} is missing: {answer:?}");
        }
        assert!(answer.header("cache-control").is_some(), "{answer:?}");
        assert!(answer.header("access-control-allow-origin").is_none());
        assert!(answer.header("server").is_none());
    }
}

#[tokio::test]
async fn data_is_never_cached_and_runs_nothing() {
    let app = TestApp::new().await;
    let answer = app.as_reader().get("/me").send().await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.header("content-security-policy"), Some("default-src 'none'; frame-ancestors 'none'; sandbox"));
}

#[tokio::test]
async fn the_page_may_run_its_own_files_alone() {
    let web = WebDir::new();
    let app = TestApp::with_web_dir(web.path().to_owned()).await;
    insta::assert_snapshot!(get(&app, "/").await.header("content-security-policy").unwrap(), @"default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
}

#[tokio::test]
async fn a_problem_speaks_the_language_asked_for() {
    let app = TestApp::new().await;
    let asked = |language: &'static str| app.as_anonymous().get("/me").header("accept-language", language);
    let swedish = asked("sv-SE,sv;q=0.9,en;q=0.8").header("request-id", "test-0001").send().await;
    assert_eq!(swedish.header("content-language"), Some("sv"));
    insta::assert_snapshot!(serde_json::to_string_pretty(&swedish.json::<serde_json::Value>()).unwrap(), @r#"
    {
      "code": "unauthenticated",
      "detail": "Logga in och försök igen.",
      "instance": "/api/v1/me",
      "status": 401,
      "title": "Inte inloggad",
      "trace_id": "test-0001",
      "type": "/problems/unauthenticated"
    }
    "#);
    let english = asked("de").send().await;
    assert_eq!(english.header("content-language"), Some("en"));
    assert_eq!(english.problem().title, "Not signed in");
}

#[tokio::test]
async fn a_problem_leads_to_a_page_about_it() {
    let app = TestApp::new().await;
    for code in ErrorCode::ALL {
        let page = get(&app, &format!("/problems/{code}")).await.expect_status(200);
        assert!(page.text().contains(code.as_str()));
    }
    get(&app, "/problems/made_up").await.expect_problem(ErrorCode::NotFound);
    assert_eq!(get(&app, "/api/v1/me").await.problem().kind, "/problems/unauthenticated");
}

#[tokio::test]
async fn a_request_id_is_kept_when_it_is_harmless() {
    let app = TestApp::new().await;
    let sent = |id: &'static str| app.as_anonymous().get("/me").header("request-id", id).send();
    let kept = sent("0193-abcdef").await;
    assert_eq!(kept.header("request-id"), Some("0193-abcdef"));
    assert_eq!(kept.problem().trace_id, "0193-abcdef");
    for id in ["short", "with space", "<script>alert(1)</script>"] {
        let answer = sent(id).await;
        assert_ne!(answer.header("request-id"), Some(id));
        assert_eq!(answer.problem().trace_id.len(), 16);
    }
}

#[tokio::test]
async fn what_is_not_ours_is_refused_whatever_it_looks_like() {
    let app = TestApp::new().await;
    let request = || app.as_reader().put("/me/last-company").json(serde_json::json!({"company_id": app.company}));
    let ours = [
        ("a browser's own page", request().without("origin").header("sec-fetch-site", "same-origin")),
        ("an old browser", request().header("origin", "https://leasing.example")),
        ("on this machine", request().header("host", "127.0.0.1:8080").header("origin", "http://127.0.0.1:8080")),
    ];
    for (what, request) in ours {
        assert_eq!(request.send().await.status(), 204, "{what}");
    }
    let forged = [
        ("no origin at all", request().without("origin")),
        ("another site", request().header("origin", "https://evil.example")),
        ("an origin that begins like ours", request().header("origin", "https://leasing.example.evil.example")),
        ("an origin that ends like ours", request().header("origin", "https://evil-leasing.example")),
        ("another port", request().header("origin", "https://leasing.example:444")),
        ("a sandboxed frame", request().header("origin", "null")),
        ("another scheme", request().header("origin", "file://leasing.example")),
        ("a sibling", request().header("sec-fetch-site", "same-site")),
        ("across sites, whatever the origin says", request().header("sec-fetch-site", "cross-site")),
        ("typed by hand", request().header("sec-fetch-site", "none")),
        ("no token", request().without("x-csrf-token")),
        ("an empty token", request().header("x-csrf-token", "")),
        ("another session's token", {
            let other = app.as_owner().csrf_token().to_owned();
            request().header("x-csrf-token", &other)
        }),
    ];
    for (what, request) in forged {
        assert_eq!(request.send().await.problem().code, ErrorCode::CsrfFailed, "{what}");
    }
    let form = request().header("content-type", "application/x-www-form-urlencoded").send().await;
    form.expect_problem(ErrorCode::UnsupportedMediaType);
    let text = request().header("content-type", "text/plain").send().await;
    text.expect_problem(ErrorCode::UnsupportedMediaType);
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let app = TestApp::new().await;
    let answer = app.as_reader().post("/me").send().await.expect_status(405);
    answer.expect_problem(ErrorCode::MethodNotAllowed);
    assert_eq!(answer.header("allow"), Some("GET, PATCH"));
    app.as_reader().get("/no-such-thing").send().await.expect_problem(ErrorCode::NotFound);
}

#[tokio::test]
async fn an_unknown_address_in_a_room_is_answered_by_the_api() {
    let app = TestApp::new().await;
    for room in ["agreements", "books", "reports", "journals", "parties", "imports", "no-such-room"] {
        let address = app.path(&format!("/{room}/{}/no-such-thing", uuid::Uuid::nil()));
        app.as_reader().get(&address).send().await.expect_problem(ErrorCode::NotFound);
        app.as_reader().get(&app.path(&format!("/{room}/"))).send().await.expect_problem(ErrorCode::NotFound);
    }
    app.as_reader().delete(&app.path("/books")).send().await.expect_problem(ErrorCode::MethodNotAllowed);
}

#[tokio::test]
async fn a_misspelt_parameter_is_not_ignored() {
    use api::http::{PageLimit, Query};
    #[derive(serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading them is tested")]
    struct Filter {
        limit: Option<PageLimit>,
        after: Option<chrono::NaiveDate>,
    }
    let service = actix_web::test::init_service(
        App::new()
            .service(web::resource("/list").get(async |_: Query<Filter>| HttpResponse::NoContent()))
            .wrap(middleware::from_fn(shell)),
    )
    .await;
    let ask = async |query: &str| {
        let request = actix_web::test::TestRequest::with_uri(&format!("/list?{query}")).to_request();
        let response = actix_web::test::call_service(&service, request).await;
        let status = response.status().as_u16();
        let body = actix_web::test::read_body(response).await;
        (status, serde_json::from_slice::<Problem>(&body).ok())
    };
    assert_eq!(ask("limit=7&after=2026-01-31").await.0, 204);
    for (query, pointer, code) in [
        ("limt=7", "?limt", FieldCode::UnknownParameter),
        ("limit=0", "?limit", FieldCode::OutOfRange),
        ("limit=201", "?limit", FieldCode::OutOfRange),
        ("limit=-1", "?limit", FieldCode::WrongType),
        ("limit=many", "?limit", FieldCode::WrongType),
        ("limit=1&limit=2", "?limit", FieldCode::InvalidValue),
        ("after=31/1", "?after", FieldCode::InvalidDate),
        ("after=a%00b", "?after", FieldCode::InvalidText),
        ("after=%FF", "?after", FieldCode::InvalidText),
    ] {
        let (status, problem) = ask(query).await;
        let problem = problem.unwrap();
        assert_eq!((status, problem.code), (400, ErrorCode::MalformedParameter), "{query}");
        let places: Vec<_> = problem.errors.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
        assert_eq!(places, [(pointer, code)], "{query}");
    }
}

#[tokio::test]
async fn a_panic_is_an_answer_and_tells_nothing() {
    async fn falls() -> HttpResponse {
        panic!("secret detail");
    }
    let service = actix_web::test::init_service(
        App::new().service(web::resource("/falls").to(falls)).wrap(middleware::from_fn(shell)),
    )
    .await;
    let request = actix_web::test::TestRequest::with_uri("/falls").to_request();
    let error = actix_web::test::try_call_service(&service, request).await.unwrap_err();
    let response = error.error_response();
    assert_eq!(response.status().as_u16(), 500);
    for header in EVERYWHERE {
        assert!(response.headers().contains_key(*header), "{header}");
    }
    let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
    let problem: Problem = serde_json::from_slice(&body).unwrap();
    assert_eq!(problem.code, ErrorCode::Internal);
    assert!(!String::from_utf8_lossy(&body).contains("secret"));
}

#[tokio::test]
async fn files_come_compressed_and_stay_with_the_browser() {
    let web = WebDir::new();
    let app = TestApp::with_web_dir(web.path().to_owned()).await;
    let file = |encoding: &'static str| {
        app.as_anonymous().plain(Method::GET, "/app.0123456789abcdef.js").header("accept-encoding", encoding).send()
    };
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("br;q=0, gzip;q=0.5", Some("gzip"), "gzip"),
        ("identity", None, "export {}"),
    ] {
        let answer = file(accepted).await.expect_status(200);
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body), "{accepted}");
        assert_eq!(answer.header("cache-control"), Some("public, max-age=31536000, immutable"));
        assert_eq!(answer.header("vary"), Some("Accept-Encoding"));
        assert_eq!(answer.header("content-type"), Some("text/javascript; charset=utf-8"));
    }
}

#[tokio::test]
async fn the_page_is_always_fresh_and_answers_every_address_of_the_app() {
    let web = WebDir::new();
    let app = TestApp::with_web_dir(web.path().to_owned()).await;
    let page = get(&app, "/").await.expect_status(200);
    assert_eq!(page.header("cache-control"), Some("no-cache"));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(get(&app, "/c/0193/agreements/new").await.text(), page.text());

    let tag = page.header("etag").unwrap();
    let known = app.as_anonymous().plain(Method::GET, "/").header("if-none-match", tag).send().await;
    known.expect_status(304);
    web.file("index.html", "<!doctype html><title>New</title>");
    let new = app.as_anonymous().plain(Method::GET, "/").header("if-none-match", tag).send().await;
    assert!(new.expect_status(200).text().contains("New"));
}

#[tokio::test]
async fn no_address_leads_out_of_the_folder() {
    let web = WebDir::new();
    let app = TestApp::with_web_dir(web.path().to_owned()).await;
    get(&app, "/assets/icon.svg").await.expect_status(200);
    for path in [
        "/../leasify-outside.txt",
        "/%2e%2e/leasify-outside.txt",
        "/..%2fleasify-outside.txt",
        "/assets/../../leasify-outside.txt",
        "/assets/..%5c..%5cleasify-outside.txt",
        "/.git/config.js",
        "/index.html%00.js",
        "/assets.d/",
        "//etc/passwd.txt",
        "/missing.js",
    ] {
        let answer = get(&app, path).await;
        assert!(!answer.text().contains("secret"), "{path}");
        assert!(matches!(answer.status(), 400 | 404) || answer.text().contains("<!doctype"), "{path}: {answer:?}");
    }
    app.as_anonymous().plain(Method::POST, "/").send().await.expect_status(405);
}

#[tokio::test]
async fn health_needs_nobody_signed_in() {
    let app = TestApp::new().await;
    assert_eq!(get(&app, "/healthz").await.expect_status(200).text(), r#"{"status":"up"}"#);
    assert_eq!(get(&app, "/readyz").await.expect_status(200).text(), r#"{"status":"ready"}"#);
}
