use super::{At, truck, with};
use crate::support::{Answered, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::agreements::{Activity, BulkEdit, EventKind, EventSource};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

async fn send(app: &TestApp, targets: &[(&At<'_>, i32)], fields: Value) -> Answered {
    let targets: Vec<_> = targets.iter().map(|(at, version)| json!({"id": at.id, "version": version})).collect();
    let body = with(json!({"agreements": targets}), fields);
    app.as_editor().post(&app.path("/agreements/bulk-edits")).json(body).send().await
}

#[tokio::test]
async fn one_change_reaches_many_and_is_taken_back_whole() {
    let app = TestApp::new().await;
    let one = At::created(&app, truck()).await;
    let two = At::created(&app, with(truck(), json!({"cost_center": "4100"}))).await;
    let three = At::created(&app, with(truck(), json!({"cost_center": "2000", "title": "Bil"}))).await;
    let all = [(&one, 1), (&two, 1), (&three, 1)];
    let edit: BulkEdit = send(&app, &all, json!({"patch": {"cost_center": "4100"}, "reason": "Ny kontoplan"}))
        .await
        .expect_status(200)
        .json();
    let changed: Vec<_> =
        edit.changed.iter().map(|change| (change.id, change.version, change.differences.len())).collect();
    assert_eq!(changed, [(one.id, 2, 1), (three.id, 2, 1)]);
    assert_eq!(edit.unchanged, [two.id]);
    assert_eq!(edit.changed[1].differences[0].before, Some(json!("2000")));
    for at in [&one, &two, &three] {
        assert_eq!(at.now().await.terms.cost_center.as_deref(), Some("4100"));
    }
    let event = &one.events().await[0];
    assert_eq!(event.source, EventSource::BulkEdit { bulk_edit_id: edit.id.unwrap() });
    assert_eq!(event.reason.as_deref(), Some("Ny kontoplan"));

    let undo = || {
        app.as_editor()
            .post(&app.path(&format!("/agreements/bulk-edits/{}/undo", edit.id.unwrap())))
            .json(json!({}))
            .send()
    };
    let undone: BulkEdit = undo().await.expect_status(200).json();
    assert!(undone.undone);
    assert_eq!(undone.changed.len(), 2);
    assert_eq!(one.now().await.terms.cost_center, None);
    assert_eq!(three.now().await.terms.cost_center.as_deref(), Some("2000"));
    undo().await.expect_problem(ErrorCode::AlreadyUndone);
}

#[tokio::test]
async fn an_act_on_many_is_one_activity() {
    let app = TestApp::new().await;
    let one = At::created(&app, truck()).await;
    let two = At::created(&app, with(truck(), json!({"title": "Bil"}))).await;
    let body = json!({"patch": {"cost_center": "4100"}});
    let edit: BulkEdit = send(&app, &[(&one, 1), (&two, 1)], body).await.expect_status(200).json();
    let page: Page<Activity> = app.as_reader().get(&app.path("/activities")).send().await.expect_status(200).json();
    let told: Vec<_> = page.data.iter().map(|act| (act.kind, act.agreements)).collect();
    assert_eq!(told, [(EventKind::Corrected, 2), (EventKind::Created, 1), (EventKind::Created, 1)]);
    assert_eq!(page.data[0].source, EventSource::BulkEdit { bulk_edit_id: edit.id.unwrap() });
    assert_eq!((page.data[1].agreement.id, page.data[1].agreement.title.as_str()), (two.id, "Bil"));
    let one_only: Page<Activity> = app.as_reader().get(&app.path("/activities?limit=1")).send().await.json();
    assert_eq!(one_only.data, page.data[..1]);
    app.as_reader().get(&app.path("/activities?limit=0")).send().await.expect_problem(ErrorCode::MalformedParameter);
}

#[tokio::test]
async fn activities_are_paged_and_an_act_stands_on_one_page() {
    let app = TestApp::new().await;
    let one = At::created(&app, truck()).await;
    let two = At::created(&app, with(truck(), json!({"title": "Bil"}))).await;
    let edit = async |cost_center: &str, version: i32| {
        app.advance(TimeDelta::minutes(1));
        let body = json!({"patch": {"cost_center": cost_center}});
        send(&app, &[(&one, version), (&two, version)], body).await.expect_status(200);
    };
    edit("4100", 1).await;
    app.advance(TimeDelta::minutes(1));
    At::created(&app, with(truck(), json!({"title": "Lager"}))).await;
    edit("4200", 2).await;
    let whole: Page<Activity> = app.as_reader().get(&app.path("/activities")).send().await.json();
    let told: Vec<_> = whole.data.iter().map(|act| (act.kind, act.agreements)).collect();
    let many = (EventKind::Corrected, 2);
    let single = (EventKind::Created, 1);
    assert_eq!(told, [many, single, many, single, single]);
    assert!(!whole.has_more && whole.next_cursor.is_none());

    let mut paged: Vec<Activity> = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let next = cursor.map(|cursor| format!("&cursor={cursor}")).unwrap_or_default();
        let path = app.path(&format!("/activities?limit=1{next}"));
        let page: Page<Activity> = app.as_reader().get(&path).send().await.expect_status(200).json();
        assert_eq!(page.data.len(), 1);
        paged.extend(page.data);
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(paged, whole.data);
    let path = app.path("/activities?cursor=abc");
    app.as_reader().get(&path).send().await.expect_problem(ErrorCode::MalformedParameter);
}

#[tokio::test]
async fn an_act_of_many_hides_nothing_that_came_before() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"title": "Först"}))).await;
    app.advance(TimeDelta::minutes(1));
    app.as_editor().post(&app.path("/demo-portfolio")).send().await.expect_status(201);
    let page: Page<Activity> = app.as_reader().get(&app.path("/activities")).send().await.json();
    let told: Vec<_> = page.data.iter().map(|act| (act.source.clone(), act.agreements)).collect();
    assert_eq!(told, [(EventSource::Demo {}, 300), (EventSource::App {}, 1)]);
    let next = page_after(&app, 1).await;
    assert_eq!(next.data.len(), 1);
    assert_eq!(next.data[0].agreement.title, "Först");
    assert!(!next.has_more);
}

/// The page after the first one of so many activities.
async fn page_after(app: &TestApp, limit: usize) -> Page<Activity> {
    let path = app.path(&format!("/activities?limit={limit}"));
    let first: Page<Activity> = app.as_reader().get(&path).send().await.expect_status(200).json();
    let path = app.path(&format!("/activities?limit=50&cursor={}", first.next_cursor.unwrap()));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

#[tokio::test]
async fn an_undo_leaves_alone_what_was_undone_or_deleted_since() {
    let app = TestApp::new().await;
    let one = At::created(&app, truck()).await;
    let two = At::created(&app, truck()).await;
    let three = At::created(&app, truck()).await;
    let all = [(&one, 1), (&two, 1), (&three, 1)];
    let edit: BulkEdit = send(&app, &all, json!({"patch": {"fee": "6000"}, "effective_on": "2025-01-01"}))
        .await
        .expect_status(200)
        .json();
    one.undo(one.latest().await).await.expect_status(200);
    two.delete().await.expect_status(200);
    let path = app.path(&format!("/agreements/bulk-edits/{}/undo", edit.id.unwrap()));
    let undone: BulkEdit = app.as_editor().post(&path).json(json!({})).send().await.expect_status(200).json();
    assert_eq!(undone.changed.iter().map(|change| change.id).collect::<Vec<_>>(), [three.id]);
    assert_eq!(three.now().await.terms.fee.to_string(), "5000.00");
}

#[tokio::test]
async fn a_dry_run_says_what_would_change_and_changes_nothing() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let body =
        json!({"patch": {"fee": "6000", "lessor_name": "Ny Finans"}, "effective_on": "2026-12-01", "dry_run": true});
    let edit: BulkEdit = send(&app, &[(&at, 1)], body).await.expect_status(200).json();
    assert_eq!(edit.id, None);
    assert_eq!(edit.changed[0].differences.len(), 2, "{:?}", edit.changed);
    assert_eq!(at.now().await.version, 1);
    let parties: Value = app.as_reader().get(&app.path("/parties")).send().await.json();
    assert_eq!(parties["data"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn nothing_is_done_when_one_cannot_be() {
    let app = TestApp::new().await;
    let one = At::created(&app, truck()).await;
    let two = At::created(&app, with(truck(), json!({"currency": "JPY"}))).await;
    let answer = send(&app, &[(&one, 1), (&two, 1)], json!({"patch": {"fee": "100.50"}})).await;
    answer.expect_fault(ErrorCode::ValidationFailed, "/patch/fee", FieldCode::TooManyDecimals);
    assert_eq!(one.now().await.version, 1);

    one.correct(json!({"title": "x"})).await.expect_status(200);
    let answer = send(&app, &[(&two, 1), (&one, 1)], json!({"patch": {"fee": "100"}})).await;
    answer.expect_fault(ErrorCode::PreconditionFailed, "/agreements/1/version", FieldCode::InvalidValue);
    let answer = send(&app, &[(&two, 1), (&two, 1)], json!({"patch": {"fee": "100"}})).await;
    answer.expect_fault(ErrorCode::ValidationFailed, "/agreements/1/id", FieldCode::Duplicate);
    two.delete().await.expect_status(200);
    let answer = send(&app, &[(&one, 2), (&two, 2)], json!({"patch": {"fee": "100"}})).await;
    answer.expect_fault(ErrorCode::AgreementDeleted, "/agreements/1", FieldCode::InvalidValue);
    assert_eq!(two.events().await.len(), 2);
    send(&app, &[], json!({"patch": {"fee": "1"}})).await.expect_problem(ErrorCode::ValidationFailed);
}
