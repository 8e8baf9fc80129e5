//! Calculations and the books of agreements over HTTP.

mod accounting;
mod calculations;
mod command;
mod company;
mod findings;
mod handover;
mod hostile;
mod independent;
mod mass;
mod published;
mod registered;
mod review;

use crate::support::{AccessRow, Ids, Maker, TestApp};
use serde_json::{Value, json};
use shared::companies::Role;

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::signed_in("calculate_book").sends(|_, request| request.json(example("ifrs16"))),
        AccessRow::member(Role::Reader, "find_agreement_book"),
        AccessRow::member(Role::Reader, "list_company_books"),
        AccessRow::member(Role::Reader, "find_company_book"),
        AccessRow::member(Role::Editor, "choose_company_book")
            .sends(|_, request| request.json(json!({"in_use": true}))),
        AccessRow::member(Role::Reader, "list_company_book_versions"),
        AccessRow::member(Role::Reader, "find_agreement_accounting"),
        AccessRow::member(Role::Editor, "record_agreement_accounting").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Role::Reader, "list_agreement_accounting_versions"),
        AccessRow::member(Role::Reader, "list_lease_events"),
        AccessRow::member(Role::Reader, "find_lease_event"),
        AccessRow::member(Role::Editor, "record_lease_event").sends(|_, request| request.json(happened())),
        AccessRow::member(Role::Reader, "preview_lease_event")
            .sends(|_, request| request.json(json!({"event": happened()}))),
        AccessRow::member(Role::Editor, "undo_lease_event").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Role::Reader, "list_lease_reviews"),
        AccessRow::member(Role::Editor, "mark_leases_reviewed").needs(&["agreement_id"]).sends(|ids, request| {
            request.json(json!({"year_ends_on": "2026-12-31", "agreements": [ids.get("agreement_id")]}))
        }),
        AccessRow::member(Role::Reader, "list_mass_changes"),
        AccessRow::member(Role::Reader, "find_mass_change"),
        AccessRow::member(Role::Reader, "preview_mass_change")
            .needs(&["agreement_id"])
            .sends(|ids, request| request.json(index(ids.get("agreement_id")))),
        AccessRow::member(Role::Editor, "execute_mass_change")
            .needs(&["agreement_id"])
            .sends(|ids, request| request.json(index(ids.get("agreement_id")))),
        AccessRow::member(Role::Editor, "undo_mass_change").sends(|_, request| request.json(json!({}))),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![
        Maker { name: "framework", make: |app, _| Box::pin(framework(app)) },
        Maker { name: "lease_event_id", make: |app, ids| Box::pin(lease_event(app, ids)) },
        Maker { name: "mass_change_id", make: |app, _| Box::pin(mass_change(app)) },
    ]
}

/// Which somebody has chosen something for, so that there is a version to be at odds with.
async fn framework(app: &TestApp) -> String {
    let request = app.as_editor().put(&app.path("/books/ifrs16")).header("if-match", "*");
    request.json(json!({"in_use": true})).send().await.expect_status(200);
    "ifrs16".to_owned()
}

fn happened() -> Value {
    json!({"event": {"on": "2026-03-15", "kind": "separate_lease"}})
}

async fn lease_event(app: &TestApp, ids: &Ids) -> String {
    let path = app.path(&format!("/agreements/{}/accounting/events", ids.get("agreement_id")));
    let made: Value = app.as_editor().post(&path).json(happened()).send().await.expect_status(201).json();
    made["id"].as_str().unwrap().to_owned()
}

fn index(agreement: &str) -> Value {
    let target = json!({"id": agreement, "version": 1});
    json!({"agreements": [target], "effective_on": "2027-01-01", "change": {"index": {"percent": "2"}}})
}

async fn mass_change(app: &TestApp) -> String {
    let change = index(&entered(app, json!({})).await);
    let answer = app.as_editor().post(&app.path("/books/mass-changes")).json(change).send().await;
    answer.expect_status(201).json::<Value>()["id"].as_str().unwrap().to_owned()
}

/// The agreement of the documentation, with some of its terms others.
async fn entered(app: &TestApp, others: Value) -> String {
    let mut terms = example("agreement")["contract"]["agreement"].clone();
    for (field, value) in others.as_object().unwrap() {
        terms[field] = value.clone();
    }
    let answer = app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
    answer.expect_status(201).json::<Value>()["id"].as_str().unwrap().to_owned()
}

/// This moment, as an address has it.
fn at(app: &TestApp) -> String {
    app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true)
}

/// A request of the documentation.
pub fn example(name: &str) -> Value {
    let file = std::fs::read_to_string(example_file(name)).unwrap();
    serde_json::from_str(&file).unwrap()
}

fn example_file(name: &str) -> std::path::PathBuf {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.join(format!("docs/calculations/{name}.json"))
}
