//! Questions that make no sense.

use crate::agreements::{At, truck};
use crate::support::TestApp;
use shared::problem::{ErrorCode, FieldCode};

#[tokio::test]
async fn what_cannot_be_asked_says_why() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    let get = async |rest: &str| app.as_reader().get(&app.path(&format!("/reports/books{rest}"))).send().await;
    for (query, pointer, code) in [
        ("?framework=ifrs16&from=2026-02-01&to=2026-01-31", "?to", FieldCode::OutOfRange),
        ("?framework=ifrs16&from=2010-01-01&to=2026-01-31&period=month", "?to", FieldCode::OutOfRange),
        ("?framework=ifrs16&to=9999-01-01", "?to", FieldCode::OutOfRange),
        ("?framework=ifrs16&from=1000-01-01", "?from", FieldCode::OutOfRange),
        ("?framework=ifrs16&known_at=0001-01-01T00:00:00Z", "?known_at", FieldCode::OutOfRange),
    ] {
        get(query).await.expect_fault(ErrorCode::ValidationFailed, pointer, code);
    }
    for query in ["?from=1900-01-01&to=1900-01-01", "?from=1900-01-01&to=2200-12-31", "?from=2200-12-31&to=2200-12-31"]
    {
        for framework in ["ifrs16", "k2"] {
            get(&format!("{query}&framework={framework}")).await.expect_status(200);
        }
    }
    for query in ["", "?framework=ifrs17", "?framework=k3&period=week", "?framework=k3&splt=kind"] {
        get(query).await.expect_problem(ErrorCode::MalformedParameter);
    }
    get("/agreements?framework=k3&cursor=AAAA").await.expect_problem(ErrorCode::MalformedParameter);
    get("/agreements?framework=k3&limit=0").await.expect_problem(ErrorCode::MalformedParameter);
}
