//! Who may do what with agreements, parties and saved views.

use super::truck;
use crate::support::{AccessRow, Ids, Maker, TestApp};
use serde_json::{Value, json};
use shared::companies::Role::{Editor, Reader};
use shared::problem::ErrorCode;

pub fn access() -> Vec<AccessRow> {
    [agreements(), parties(), views(), demo()].concat()
}

fn agreements() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Reader, "export_agreements").query("format=csv"),
        AccessRow::member(Reader, "list_agreements"),
        AccessRow::member(Editor, "create_agreement").sends(|_, request| request.json(json!({"terms": truck()}))),
        AccessRow::member(Reader, "find_agreement"),
        AccessRow::member(Editor, "correct_agreement")
            .sends(|_, request| request.json(json!({"patch": {"title": "Ledstaplare"}}))),
        AccessRow::member(Editor, "amend_agreement")
            .sends(|_, request| request.json(json!({"effective_on": "2025-07-01", "patch": {"fee": "5100"}}))),
        AccessRow::member(Editor, "end_agreement")
            .sends(|_, request| request.json(json!({"how": "terminated", "effective_on": "2026-01-31"}))),
        AccessRow::member(Editor, "delete_agreement").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Editor, "restore_agreement")
            .sends(|_, request| request.json(json!({})))
            .ends_in(ErrorCode::AgreementNotDeleted),
        AccessRow::member(Reader, "list_activities"),
        AccessRow::member(Reader, "list_agreement_events"),
        AccessRow::member(Editor, "undo_agreement_event").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Reader, "find_agreement_schedule"),
        AccessRow::member(Reader, "preview_agreement").sends(|_, request| request.json(json!({"terms": truck()}))),
        AccessRow::member(Reader, "preview_agreement_change")
            .sends(|_, request| request.json(json!({"change": {"correction": {"patch": {"fee": "5100"}}}}))),
        AccessRow::member(Editor, "edit_agreements").needs(&["agreement_id"]).sends(|ids, request| {
            let target = json!({"id": ids.get("agreement_id"), "version": 1});
            request.json(json!({"agreements": [target], "patch": {"cost_center": "42"}}))
        }),
        AccessRow::member(Editor, "undo_bulk_edit").sends(|_, request| request.json(json!({}))),
    ]
}

fn parties() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Reader, "list_parties"),
        AccessRow::member(Editor, "create_party").sends(|_, request| request.json(json!({"name": fresh_name()}))),
        AccessRow::member(Reader, "list_party_duplicates"),
        AccessRow::member(Reader, "find_party"),
        AccessRow::member(Editor, "update_party").sends(|_, request| request.json(json!({"name": fresh_name()}))),
        AccessRow::member(Editor, "merge_party")
            .needs(&["other_party_id"])
            .sends(|ids, request| request.json(json!({"into": ids.get("other_party_id")}))),
        AccessRow::member(Editor, "unmerge_party").ends_in(ErrorCode::PartyNotMerged),
    ]
}

fn views() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Reader, "list_views"),
        AccessRow::member(Reader, "create_view").sends(|_, request| request.json(view(false))),
        // The one that is made here is shared: others' private ones do not exist.
        AccessRow::member(Editor, "update_view").sends(|_, request| request.json(view(true))),
        AccessRow::member(Editor, "delete_view"),
    ]
}

fn demo() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Editor, "create_demo_portfolio").needs(&["no_demo"]),
        AccessRow::member(Editor, "delete_demo_portfolio"),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![
        Maker { name: "agreement_id", make: |app, _| Box::pin(agreement(app)) },
        Maker { name: "event_id", make: |app, ids| Box::pin(event(app, ids)) },
        Maker { name: "bulk_edit_id", make: |app, _| Box::pin(bulk_edit(app)) },
        Maker { name: "party_id", make: |app, _| Box::pin(party(app)) },
        Maker { name: "other_party_id", make: |app, _| Box::pin(party(app)) },
        Maker { name: "no_demo", make: |app, _| Box::pin(no_demo(app)) },
        Maker { name: "view_id", make: |app, _| Box::pin(made(app, "/views", view(true))) },
    ]
}

fn view(shared: bool) -> Value {
    json!({"name": "Truckar", "query": "kind=car", "columns": ["title"], "shared": shared})
}

fn fresh_name() -> String {
    format!("Part {:016x} AB", rand::random::<u64>())
}

/// Posts as an editor and returns the new thing's id.
async fn made(app: &TestApp, place: &str, body: Value) -> String {
    let answer = app.as_editor().post(&app.path(place)).json(body).send().await;
    answer.json::<Value>()["id"].as_str().unwrap_or_else(|| panic!("{}", answer.text())).to_owned()
}

async fn agreement(app: &TestApp) -> String {
    made(app, "/agreements", json!({"terms": truck()})).await
}

/// One that can be undone: the entry itself stays.
async fn event(app: &TestApp, ids: &Ids) -> String {
    let place = app.path(&format!("/agreements/{}", ids.get("agreement_id")));
    let editor = app.as_editor();
    let patch = json!({"patch": {"title": "Ledstaplare"}});
    editor.post(&format!("{place}/corrections")).if_match(1).json(patch).send().await.expect_status(200);
    let events: Value = editor.get(&format!("{place}/events")).send().await.expect_status(200).json();
    events["data"][0]["id"].as_str().unwrap().to_owned()
}

async fn bulk_edit(app: &TestApp) -> String {
    let target = json!({"id": agreement(app).await, "version": 1});
    made(app, "/agreements/bulk-edits", json!({"agreements": [target], "patch": {"cost_center": "42"}})).await
}

async fn party(app: &TestApp) -> String {
    made(app, "/parties", json!({"name": fresh_name()})).await
}

/// There is one at most, so the one before goes.
async fn no_demo(app: &TestApp) -> String {
    app.as_editor().delete(&app.path("/demo-portfolio")).send().await.expect_status(200);
    String::new()
}
