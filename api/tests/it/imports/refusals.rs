//! Who may not, what may not, and files that are none.

use super::{Work, register, sheet, upload};
use crate::support::TestApp;
use serde_json::json;
use shared::imports::{Import, ImportListItem};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

const GOOD: &str = "A1;Truck;SEB;Hyra;2024-01-01;2026-12-31;1000;";

#[tokio::test]
async fn readers_look_and_strangers_find_nothing() {
    let app = TestApp::new().await;
    let work = Work::on(&app, "a.csv", &sheet(&[GOOD])).await;
    upload(&app, &app.as_reader(), "a.csv", &sheet(&[GOOD])).await.expect_problem(ErrorCode::RoleTooLow);
    upload(&app, &app.as_outsider(), "a.csv", &sheet(&[GOOD])).await.expect_problem(ErrorCode::NotFound);
    app.as_reader().get(&work.path("")).send().await.expect_status(200);
    app.as_outsider().get(&work.path("")).send().await.expect_problem(ErrorCode::NotFound);
    let own = format!("/companies/{}/imports/{}", app.other_company, work.import.id);
    app.as_outsider().get(&own).send().await.expect_problem(ErrorCode::NotFound);
    for rest in ["/apply", "/undo"] {
        let answer = app.as_reader().post(&work.path(rest)).if_match(work.import.version).send().await;
        answer.expect_problem(ErrorCode::RoleTooLow);
    }
    let answer = app.as_reader().put(&work.path("/mapping")).if_match(1).json(json!({})).send().await;
    answer.expect_problem(ErrorCode::RoleTooLow);
    let answer = app.as_reader().post(&work.path("/mends")).if_match(1).json(json!({"mends": []})).send().await;
    answer.expect_problem(ErrorCode::RoleTooLow);
}

#[tokio::test]
async fn what_somebody_else_has_changed_is_not_changed_blindly() {
    let app = TestApp::new().await;
    let mut work = Work::on(&app, "a.csv", &sheet(&[GOOD])).await;
    let stale = work.import.version;
    work.mend(json!([{"type": "skip", "rows": [2]}])).await;
    let client = app.as_owner();
    let mends = json!({"mends": []});
    client
        .post(&work.path("/mends"))
        .if_match(stale)
        .json(&mends)
        .send()
        .await
        .expect_problem(ErrorCode::PreconditionFailed);
    client.post(&work.path("/mends")).json(&mends).send().await.expect_problem(ErrorCode::PreconditionRequired);
    client.post(&work.path("/apply")).if_match(stale).send().await.expect_problem(ErrorCode::PreconditionFailed);
    client.delete(&work.path("")).if_match(stale).send().await.expect_problem(ErrorCode::PreconditionFailed);
    client
        .post(&work.path("/apply"))
        .if_match(work.import.version)
        .send()
        .await
        .expect_problem(ErrorCode::NothingChanged);
}

#[tokio::test]
async fn drafts_can_be_thrown_away_and_applied_imports_stay() {
    let app = TestApp::new().await;
    let draft = Work::on(&app, "draft.csv", &sheet(&[GOOD])).await;
    let mut applied = Work::on(&app, "applied.csv", &sheet(&[GOOD])).await;
    applied.apply().await;
    let client = app.as_editor();
    client.delete(&draft.path("")).if_match(draft.import.version).send().await.expect_status(204);
    client.get(&draft.path("")).send().await.expect_problem(ErrorCode::NotFound);
    for answer in [
        client.delete(&applied.path("")).if_match(applied.import.version).send().await,
        client.post(&applied.path("/apply")).if_match(applied.import.version).send().await,
        client.post(&applied.path("/mends")).if_match(applied.import.version).json(json!({"mends": []})).send().await,
    ] {
        answer.expect_problem(ErrorCode::ImportNotDraft);
    }
    let list: Page<ImportListItem> = app.as_reader().get(&app.path("/imports")).send().await.expect_status(200).json();
    assert_eq!(list.data.iter().map(|import| import.file_name.as_str()).collect::<Vec<_>>(), ["applied.csv"]);
    assert_eq!(list.data[0].created_by_name.as_deref(), Some("edvin editor"));
    let page: Page<ImportListItem> = {
        Work::on(&app, "later.csv", &sheet(&[GOOD])).await;
        app.as_reader().get(&app.path("/imports?limit=1")).send().await.expect_status(200).json()
    };
    assert_eq!(page.data[0].file_name, "later.csv");
    let next = app.path(&format!("/imports?limit=1&cursor={}", page.next_cursor.unwrap()));
    let page: Page<ImportListItem> = app.as_reader().get(&next).send().await.expect_status(200).json();
    assert_eq!(page.data[0].file_name, "applied.csv");
}

#[tokio::test]
async fn an_upload_that_is_sent_twice_is_one_import() {
    let app = TestApp::new().await;
    let send = async |content: Vec<u8>| {
        let client = app.as_editor();
        let path = app.path("/imports?file_name=a.csv");
        client.post(&path).idempotency_key("k1").body("application/octet-stream", content).send().await
    };
    let first: Import = send(sheet(&[GOOD])).await.expect_status(201).json();
    let second: Import = send(sheet(&[GOOD])).await.expect_status(201).json();
    assert_eq!(first.id, second.id);
    send(sheet(&[GOOD, GOOD])).await.expect_problem(ErrorCode::IdempotencyKeyReused);
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why() {
    let app = TestApp::new().await;
    let wide = vec!["x"; 5_000].join(";");
    let cases: [(&[u8], ErrorCode, Option<&str>); 11] = [
        (b"", ErrorCode::FileEmpty, Some("nothing")),
        (b"%PDF-1.7", ErrorCode::NotASpreadsheet, Some("pdf")),
        (b"\x89PNG\r\n\x1a\n\0\0", ErrorCode::NotASpreadsheet, Some("picture")),
        (b"\x01\0\x02\x03\0\x04", ErrorCode::NotASpreadsheet, Some("binary")),
        (b"PK\x03\x04damaged", ErrorCode::FileDamaged, Some("cut_short")),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old", ErrorCode::OldWorkbook, Some("xls")),
        (b"<html><table></table></html>", ErrorCode::OldWorkbook, Some("web_page")),
        (b"one column\n1\n", ErrorCode::NoTable, Some("1 column")),
        (b"Avtalsnummer;Avgift\n", ErrorCode::OnlyHeaders, Some("row 1")),
        (b"Avtalsnummer;Avgift\n\"A1;5\n", ErrorCode::QuoteNotClosed, Some("row 2")),
        (wide.as_bytes(), ErrorCode::SheetTooLarge, Some("columns")),
    ];
    for (content, code, found) in cases {
        let answer = upload(&app, &app.as_editor(), "a.csv", content).await.expect_status(422);
        let problem = answer.expect_problem(code);
        assert_eq!(problem.errors.first().and_then(|error| error.found.as_deref()), found, "{code}");
    }
    let long = format!("Avtalsnummer;Avgift\nA1;{}\n", "x".repeat(10 << 20));
    upload(&app, &app.as_editor(), "a.csv", long.as_bytes()).await.expect_problem(ErrorCode::CellTooLong);
    let list: Page<ImportListItem> = app.as_reader().get(&app.path("/imports")).send().await.json();
    assert_eq!(list.data.len(), 0);
}

#[tokio::test]
async fn nonsense_is_refused_at_its_place() {
    let app = TestApp::new().await;
    let client = app.as_editor();
    let work = Work::on(&app, "a.csv", &sheet(&[GOOD])).await;
    client.post(&app.path("/imports")).body("application/octet-stream", "x;y").send().await.expect_status(400);
    for (name, code) in
        [("", FieldCode::TooShort), ("a%09b", FieldCode::InvalidText), (&"a".repeat(256), FieldCode::TooLong)]
    {
        upload(&app, &client, name, b"a;b\n1;2").await.expect_fault(ErrorCode::ValidationFailed, "?file_name", code);
    }
    let map = async |mapping: serde_json::Value| {
        client.put(&work.path("/mapping")).if_match(work.import.version).json(mapping).send().await
    };
    let field = |field: &str| json!({"to": "field", "field": field});
    for (mapping, place, code) in [
        (json!({"columns": {"99": field("fee")}}), "/columns/99", FieldCode::UnknownField),
        (json!({"columns": {"0": field("fee"), "1": field("fee")}}), "/columns/1", FieldCode::Duplicate),
        (json!({"columns": {"0": {"to": "custom", "name": " "}}}), "/columns/0", FieldCode::TooShort),
        (json!({"sheet": "Blad 9"}), "/sheet", FieldCode::UnknownValue),
        (json!({"header_row": 4_000_000_000_u32}), "/header_row", FieldCode::OutOfRange),
        (json!({"defaults": {"currency": "SKR"}}), "/defaults/currency", FieldCode::InvalidValue),
        (json!({"defaults": {"fee": "=1+1"}}), "/defaults/fee", FieldCode::InvalidValue),
    ] {
        let answer = map(mapping).await;
        answer.expect_fault(ErrorCode::ValidationFailed, place, code);
    }
    map(json!({"columns": {"x": field("fee")}})).await.expect_status(400);
    map(json!({"surprise": 1})).await.expect_status(400);
    let mend = async |mends: serde_json::Value| {
        client.post(&work.path("/mends")).if_match(work.import.version).json(json!({"mends": mends})).send().await
    };
    let answer = mend(json!([{"type": "cell", "row": 77, "field": "fee", "text": "1"}])).await;
    answer.expect_fault(ErrorCode::ValidationFailed, "/mends/0/row", FieldCode::OutOfRange);
    let answer = mend(json!([{"type": "skip", "rows": [2, 3]}])).await;
    answer.expect_fault(ErrorCode::ValidationFailed, "/mends/0/rows/1", FieldCode::OutOfRange);
    mend(json!([{"type": "cell", "row": 2, "field": "fee", "text": "a\u{0}b"}])).await.expect_status(422);
    mend(json!([{"type": "burn"}])).await.expect_status(400);
    assert_eq!(register(&app).await.len(), 0);
}
