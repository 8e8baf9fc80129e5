use super::{At, truck, with};
use crate::support::{Client, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::agreements::{AgreementListItem, AgreementStatus};
use shared::companies::Role;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

async fn page(client: &Client<'_>, app: &TestApp, query: &str) -> Page<AgreementListItem> {
    client.get(&app.path(&format!("/agreements?{query}"))).send().await.expect_status(200).json()
}

/// Numbers of all pages, in order.
async fn numbers(app: &TestApp, query: &str, limit: usize) -> Vec<String> {
    let client = app.as_reader();
    let mut numbers = Vec::new();
    let mut next = String::new();
    loop {
        let page = page(&client, app, &format!("{query}&limit={limit}{next}")).await;
        assert_eq!(page.has_more, page.next_cursor.is_some());
        numbers.extend(page.data.into_iter().map(|item| item.number));
        match page.next_cursor {
            Some(cursor) => next = format!("&cursor={cursor}"),
            None => return numbers,
        }
    }
}

async fn register(app: &TestApp) {
    let rows: [Value; 7] = [
        json!({"number": "1", "title": "Ölkyl", "start_on": "2024-01-01", "kind": "rental", "cost_center": "10"}),
        json!({"number": "2", "title": "ask", "start_on": "2024-01-01", "fee": "7000", "responsible": "Åsa"}),
        json!({"number": "3", "title": "Zebra 100%", "start_on": "2022-01-01", "term_months": 36}),
        json!({"number": "4", "title": "Ängsslåtter", "start_on": "2027-01-01", "lessor_name": "Ärlig Finans"}),
        json!({"number": "5", "title": "Åkgräsklippare", "start_on": "2024-01-01", "currency": "EUR"}),
        json!({"number": "6", "title": "bil", "start_on": "2025-05-01", "objects": [{"description": "Volvo", "registration": "ABC123"}]}),
        json!({"number": "7", "title": "Ended", "start_on": "2020-01-01"}),
    ];
    for row in rows {
        At::created(app, with(truck(), row)).await;
    }
}

#[tokio::test]
async fn every_order_gives_every_row_once_whatever_the_page() {
    let app = TestApp::new().await;
    register(&app).await;
    for by in
        ["number", "title", "kind", "lessor", "start_on", "end_on", "fee", "cost_center", "department", "responsible"]
    {
        let whole = numbers(&app, &format!("sort={by}"), 100).await;
        assert_eq!(whole.len(), 7, "{by}");
        for limit in [1, 2, 3] {
            assert_eq!(numbers(&app, &format!("sort={by}"), limit).await, whole, "{by} by {limit}");
        }
        let backwards = numbers(&app, &format!("sort=-{by}"), 2).await;
        assert_eq!(backwards.into_iter().rev().collect::<Vec<_>>(), whole, "-{by}");
    }
    assert_eq!(numbers(&app, "", 2).await, ["4", "6", "5", "2", "1", "3", "7"]);
    // Swedish order, in which case does not matter.
    assert_eq!(numbers(&app, "sort=title", 2).await, ["2", "6", "7", "3", "5", "4", "1"]);
}

#[tokio::test]
async fn filters_narrow() {
    let app = TestApp::new().await;
    register(&app).await;
    let ended = page(&app.as_reader(), &app, "q=ended").await.data[0].clone();
    let path = app.path(&format!("/agreements/{}/endings", ended.id));
    let ending = json!({"how": "terminated", "effective_on": "2026-11-22"});
    app.as_editor().post(&path).if_match(1).json(ending).send().await.expect_status(200);
    for (query, expected) in [
        ("q=%C3%96LKYL", vec!["1"]),
        ("q=100%25", vec!["3"]),
        ("q=_", vec![]),
        ("q=abc123", vec!["6"]),
        ("q=%C3%A4rlig", vec!["4"]),
        ("q=%20%20", vec!["1", "2", "3", "4", "5", "6", "7"]),
        ("kind=rental", vec!["1"]),
        ("currency=EUR", vec!["5"]),
        ("cost_center=10", vec!["1"]),
        ("cost_center=", vec!["2", "3", "4", "5", "6", "7"]),
        ("responsible=%C3%85sa", vec!["2"]),
        ("status=not_started", vec!["4"]),
        ("status=extended", vec!["3"]),
        ("status=ended", vec!["7"]),
        ("status=running", vec!["1", "2", "5", "6"]),
        ("starts_after=2025-05-01", vec!["4", "6"]),
        ("starts_before=2022-01-01", vec!["3", "7"]),
        ("ends_after=2029-04-30", vec!["4", "6"]),
        ("ends_before=2024-12-31", vec!["3", "7"]),
        ("deleted=true", vec![]),
    ] {
        assert_eq!(numbers(&app, &format!("{query}&sort=number"), 100).await, expected, "{query}");
    }
}

#[tokio::test]
async fn the_bin_has_what_was_deleted() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    At::created(&app, truck()).await;
    at.delete().await.expect_status(200);
    assert_eq!(numbers(&app, "", 10).await, ["A-0002"]);
    let bin = page(&app.as_reader(), &app, "deleted=true").await.data;
    assert_eq!(
        bin.iter().map(|item| (item.number.as_str(), item.status)).collect::<Vec<_>>(),
        [("A-0001", AgreementStatus::Deleted)]
    );
}

#[tokio::test]
async fn the_row_follows_an_amendment_when_its_day_comes() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.amend("2026-11-24", json!({"fee": "6000", "end_on": "2028-12-31"})).await.expect_status(200);
    assert_eq!(page(&app.as_reader(), &app, "").await.data[0].fee.to_string(), "5000.00");
    app.advance(TimeDelta::days(2));
    let reader = app.add_person(Role::Reader, "rut.reader@alfa.example").await;
    let later = page(&app.as_person(&reader), &app, "").await.data.remove(0);
    assert_eq!((later.fee.to_string().as_str(), later.end_on.to_string().as_str()), ("6000.00", "2028-12-31"));
    assert_eq!(later.version, 2, "a row brought up to date is no change");
}

#[tokio::test]
async fn a_list_shows_its_own_company_alone() {
    let app = TestApp::new().await;
    register(&app).await;
    let theirs = app.as_outsider().get(&format!("/companies/{}/agreements", app.other_company)).send().await;
    assert_eq!(theirs.expect_status(200).json::<Page<AgreementListItem>>().data, []);
    app.as_outsider().get(&app.path("/agreements")).send().await.expect_problem(ErrorCode::NotFound);
}

#[tokio::test]
async fn parameters_are_strict() {
    let app = TestApp::new().await;
    for (query, place, code) in [
        ("colour=red", "?colour", FieldCode::UnknownParameter),
        ("limit=0", "?limit", FieldCode::OutOfRange),
        ("limit=1001", "?limit", FieldCode::OutOfRange),
        ("sort=colour", "?sort", FieldCode::UnknownValue),
        ("kind=boat", "?kind", FieldCode::UnknownValue),
        ("status=lost", "?status", FieldCode::UnknownValue),
        ("currency=XXX", "?currency", FieldCode::UnknownCurrency),
        ("lessor_id=7", "?lessor_id", FieldCode::InvalidId),
        ("starts_after=2024-02-30", "?starts_after", FieldCode::InvalidDate),
        ("starts_after=9999-01-01", "?starts_after", FieldCode::OutOfRange),
        ("cursor=AAAA", "?cursor", FieldCode::InvalidCursor),
        ("deleted=perhaps", "?deleted", FieldCode::WrongType),
    ] {
        let answer = app.as_reader().get(&app.path(&format!("/agreements?{query}"))).send().await;
        answer.expect_fault(ErrorCode::MalformedParameter, place, code);
    }
    let cursor = {
        register(&app).await;
        page(&app.as_reader(), &app, "limit=1").await.next_cursor.unwrap()
    };
    let other_order = app.as_reader().get(&app.path(&format!("/agreements?sort=title&cursor={cursor}"))).send().await;
    other_order.expect_fault(ErrorCode::MalformedParameter, "?cursor", FieldCode::InvalidCursor);
}
