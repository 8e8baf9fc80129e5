//! Saved views of the list of agreements.

use crate::support::{Client, TestApp};
use serde_json::{Value, json};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};
use shared::views::SavedView;

async fn save(app: &TestApp, client: &Client<'_>, fields: Value) -> SavedView {
    client.post(&app.path("/views")).json(fields).send().await.expect_status(201).json()
}

async fn names(app: &TestApp, client: &Client<'_>) -> Vec<(String, bool)> {
    let views: Page<SavedView> = client.get(&app.path("/views")).send().await.expect_status(200).json();
    views.data.into_iter().map(|view| (view.name, view.mine)).collect()
}

#[tokio::test]
async fn one_sees_ones_own_views_and_the_shared_ones() {
    let app = TestApp::new().await;
    let (editor, reader) = (app.as_editor(), app.as_reader());
    save(&app, &editor, json!({"name": "Mina bilar", "query": "kind=car&sort=end_on", "columns": ["number", "fee"]}))
        .await;
    save(&app, &editor, json!({"name": "Förlängda", "query": "status=extended", "shared": true})).await;
    save(&app, &reader, json!({"name": "Läsarens"})).await;
    assert_eq!(names(&app, &editor).await, [("Förlängda".to_owned(), true), ("Mina bilar".to_owned(), true)]);
    assert_eq!(names(&app, &reader).await, [("Förlängda".to_owned(), false), ("Läsarens".to_owned(), true)]);
}

#[tokio::test]
async fn sharing_and_changing_what_is_shared_takes_an_editor() {
    let app = TestApp::new().await;
    let (owner, editor, reader) = (app.as_owner(), app.as_editor(), app.as_reader());
    let share = reader.post(&app.path("/views")).json(json!({"name": "x", "shared": true}));
    share.send().await.expect_problem(ErrorCode::RoleTooLow);
    let shared = save(&app, &editor, json!({"name": "Delad", "shared": true})).await;
    let private = save(&app, &editor, json!({"name": "Egen"})).await;
    let path = |view: &SavedView| app.path(&format!("/views/{}", view.id));
    let change = async |client: &Client<'_>, view: &SavedView| {
        client.put(&path(view)).if_match(1).json(json!({"name": "Ny", "shared": true})).send().await
    };
    change(&reader, &shared).await.expect_problem(ErrorCode::RoleTooLow);
    change(&owner, &private).await.expect_problem(ErrorCode::NotFound);
    let changed: SavedView = change(&owner, &shared).await.expect_status(200).json();
    assert_eq!((changed.name.as_str(), changed.version, changed.mine), ("Ny", 2, false));
    change(&owner, &shared).await.expect_problem(ErrorCode::PreconditionFailed);
    reader.delete(&path(&shared)).if_match(2).send().await.expect_problem(ErrorCode::RoleTooLow);
    owner.delete(&path(&private)).if_match(1).send().await.expect_problem(ErrorCode::NotFound);
    owner.delete(&path(&shared)).if_match(2).send().await.expect_status(204);
    editor.delete(&path(&private)).if_match(1).send().await.expect_status(204);
    assert_eq!(names(&app, &editor).await, []);
}

#[tokio::test]
async fn a_view_has_a_name_and_limits() {
    let app = TestApp::new().await;
    let post = async |fields: Value| app.as_editor().post(&app.path("/views")).json(fields).send().await;
    let invalid = ErrorCode::ValidationFailed;
    post(json!({"name": "  "})).await.expect_fault(invalid, "/name", FieldCode::TooShort);
    post(json!({"name": "x", "query": "q".repeat(2_001)})).await.expect_fault(invalid, "/query", FieldCode::TooLong);
    post(json!({"name": "x", "columns": vec!["c"; 61]})).await.expect_fault(
        invalid,
        "/columns",
        FieldCode::TooManyItems,
    );
    post(json!({"name": "x", "columns": ["c".repeat(81)]})).await.expect_fault(
        invalid,
        "/columns/0",
        FieldCode::TooLong,
    );
}
