//! Who may do what. The test walks the OpenAPI document: every operation must have its row, and every row is tried as
//! each role, as a stranger with the foreign company's id, as a stranger who smuggles foreign ids into a company of their
//! own, and as nobody.
//!
//! A feature keeps its rows beside its tests, as `pub fn access() -> Vec<AccessRow>`, and says how the things its
//! addresses name are made, as `pub fn makers() -> Vec<Maker>`; both are added to the two lists below.

use crate::support::{AccessRow, Answered, Caller, Ids, Least, Maker, Operation, Person, Sending, TestApp, operations};
use shared::companies::Role;
use shared::problem::ErrorCode;
use std::collections::{BTreeMap, BTreeSet};

fn rows() -> Vec<AccessRow> {
    [
        crate::agreements::access(),
        crate::books::access(),
        crate::companies::access(),
        crate::debt::access(),
        crate::exchange_rates::access(),
        crate::groups::access(),
        crate::identity::access(),
        crate::imports::access(),
        crate::reports::access(),
        crate::journals::access(),
        crate::workbooks::access(),
    ]
    .concat()
}

fn makers() -> Vec<Maker> {
    [
        crate::agreements::makers(),
        crate::books::makers(),
        crate::companies::makers(),
        crate::exchange_rates::makers(),
        crate::imports::makers(),
        crate::journals::makers(),
        crate::reports::makers(),
    ]
    .concat()
}

#[test]
fn every_operation_has_exactly_one_row() {
    let documented: Vec<_> = operations().into_iter().map(|operation| operation.id).collect();
    let rows: Vec<_> = rows().into_iter().map(|row| row.operation.to_owned()).collect();
    let unique: BTreeSet<_> = rows.iter().cloned().collect();
    assert_eq!(unique.len(), rows.len(), "an operation has two rows");
    let missing: Vec<_> = documented.iter().filter(|id| !unique.contains(*id)).collect();
    assert!(missing.is_empty(), "operations without a row in an access() list: {missing:?}");
    let stale: Vec<_> = unique.iter().filter(|id| !documented.contains(id)).collect();
    assert!(stale.is_empty(), "rows without an operation: {stale:?}");
}

#[tokio::test]
async fn everyone_gets_what_their_row_says() {
    let app = TestApp::new().await;
    let rows: BTreeMap<_, _> = rows().into_iter().map(|row| (row.operation, row)).collect();
    let mut wrong = Vec::new();
    for operation in operations() {
        let Some(row) = rows.get(operation.id.as_str()) else { continue };
        for caller in Caller::ALL {
            let answer = attempt(&app, &operation, row, *caller).await;
            if let Err(reason) = judge(row, *caller, &answer) {
                wrong.push(format!("{} as {caller:?}: {reason}: {}", operation.id, answer.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn strangers_cannot_smuggle_foreign_ids_into_their_own_company() {
    let app = TestApp::new().await;
    let rows: BTreeMap<_, _> = rows().into_iter().map(|row| (row.operation, row)).collect();
    let mut wrong = Vec::new();
    for operation in operations().into_iter().filter(|operation| operation.names_things_in_a_company()) {
        let Some(row) = rows.get(operation.id.as_str()) else { continue };
        let ids = make_ids(&app, &operation, row).await;
        let ids = ids.with("company_id", &app.other_company.to_string());
        let answer = send(&app, &operation, row, Caller::Outsider, &ids).await;
        if answer.status() != 404 {
            wrong.push(format!("{}: {} {}", operation.id, answer.status(), answer.text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_change_needs_the_token_of_its_session_and_an_origin() {
    let app = TestApp::new().await;
    let rows: BTreeMap<_, _> = rows().into_iter().map(|row| (row.operation, row)).collect();
    let mut wrong = Vec::new();
    for operation in operations().into_iter().filter(|operation| !operation.method.is_safe()) {
        let Some(row) = rows.get(operation.id.as_str()) else { continue };
        let ids = make_ids(&app, &operation, row).await;
        let mut forged = vec![("no origin", build(&app, &operation, row, Caller::Owner, &ids).await.without("origin"))];
        if row.least != Least::Anyone {
            forged.push(("no token", build(&app, &operation, row, Caller::Owner, &ids).await.without("x-csrf-token")));
        }
        for (what, request) in forged {
            let answer = request.send().await;
            if answer.problem().code != ErrorCode::CsrfFailed {
                wrong.push(format!("{} with {what}: {}", operation.id, answer.text()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_change_of_what_others_can_edit_needs_its_version() {
    let app = TestApp::new().await;
    let rows: BTreeMap<_, _> = rows().into_iter().map(|row| (row.operation, row)).collect();
    let mut wrong = Vec::new();
    for operation in operations().into_iter().filter(|operation| operation.needs_version) {
        let Some(row) = rows.get(operation.id.as_str()) else { continue };
        let ids = make_ids(&app, &operation, row).await;
        let request = async || build(&app, &operation, row, Caller::Owner, &ids).await;
        let missing = request().await.without("if-match").send().await;
        let stale = request().await.header("if-match", "\"2147483647\"").send().await;
        let no_tag = request().await.header("if-match", "yesterday's").send().await;
        let codes = [missing, stale, no_tag].map(|answer| answer.problem().code);
        let expected = [ErrorCode::PreconditionRequired, ErrorCode::PreconditionFailed, ErrorCode::MalformedHeader];
        if codes != expected {
            wrong.push(format!("{}: {codes:?}", operation.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_creation_that_is_sent_again_happens_once() {
    let app = TestApp::new().await;
    let rows: BTreeMap<_, _> = rows().into_iter().map(|row| (row.operation, row)).collect();
    let mut wrong = Vec::new();
    let creations: Vec<_> = operations().into_iter().filter(|operation| operation.takes_key).collect();
    assert!(creations.len() > 5, "{creations:?}");
    for operation in creations {
        let Some(row) = rows.get(operation.id.as_str()) else { continue };
        let ids = make_ids(&app, &operation, row).await;
        let person = app.add_person(Role::Owner, &format!("{}@once.example", operation.id)).await;
        let request = keyed(&app, &person, &operation, row, &ids);
        let (first, second) = (request.clone().send().await, request.clone().send().await);
        if first.status() >= 300 || second.header("idempotency-replayed") != Some("true") {
            wrong.push(format!("{}: {} and then {}", operation.id, first.text(), second.text()));
        } else if (first.status(), first.text()) != (second.status(), second.text()) {
            wrong.push(format!("{}: {} is not {}", operation.id, first.text(), second.text()));
        }
        let other = request.with_a_line_more().send().await;
        if row.body.is_some() && other.problem().code != ErrorCode::IdempotencyKeyReused {
            wrong.push(format!("{} with another body: {}", operation.id, other.text()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn keyed<'a>(app: &'a TestApp, person: &Person, operation: &Operation, row: &AccessRow, ids: &Ids) -> Sending<'a> {
    let request = app.as_person(person).plain(operation.method.clone(), &operation.address(ids, row.query));
    let request = request.idempotency_key("once");
    match row.body {
        Some(body) => body(ids, request),
        None => request,
    }
}

fn judge(row: &AccessRow, caller: Caller, answer: &Answered) -> Result<(), String> {
    let expected = match (row.least, caller) {
        (Least::Anyone, _) => None,
        (_, Caller::Anonymous) => Some(ErrorCode::Unauthenticated),
        (Least::SignedIn, _) => None,
        (Least::Member(_), Caller::Outsider) => Some(ErrorCode::NotFound),
        (Least::Member(least), caller) => (caller.role() < Some(least)).then_some(ErrorCode::RoleTooLow),
    };
    match expected.or(row.ends_in) {
        Some(code) if answer.status() >= 400 && answer.problem().code == code => Ok(()),
        Some(code) => Err(format!("expected {code}, got {}", answer.status())),
        None if answer.status() < 400 => Ok(()),
        None => Err(format!("expected to be let in, got {}", answer.status())),
    }
}

async fn attempt(app: &TestApp, operation: &Operation, row: &AccessRow, caller: Caller) -> Answered {
    let ids = make_ids(app, operation, row).await;
    send(app, operation, row, caller, &ids).await
}

async fn send(app: &TestApp, operation: &Operation, row: &AccessRow, caller: Caller, ids: &Ids) -> Answered {
    build(app, operation, row, caller, ids).await.send().await
}

/// As a person of their own each time: some operations end the caller's session or membership.
async fn build<'a>(app: &'a TestApp, operation: &Operation, row: &AccessRow, caller: Caller, ids: &Ids) -> Sending<'a> {
    let email = format!("{:016x}@access.example", rand::random::<u64>());
    let client = match caller {
        Caller::Anonymous => app.as_anonymous(),
        Caller::Outsider => app.as_person(&app.add_outsider(&email).await),
        Caller::Reader => app.as_person(&app.add_person(Role::Reader, &email).await),
        Caller::Editor => app.as_person(&app.add_person(Role::Editor, &email).await),
        Caller::Owner => app.as_person(&app.add_person(Role::Owner, &email).await),
    };
    let mut request = client.plain(operation.method.clone(), &operation.address(ids, row.query));
    if operation.needs_version {
        request = request.header("if-match", "*");
    }
    match row.body {
        Some(body) => body(ids, request),
        None => request,
    }
}

/// New ones for every attempt, because some operations use them up.
async fn make_ids(app: &TestApp, operation: &Operation, row: &AccessRow) -> Ids {
    let mut ids = Ids::default().with("company_id", &app.company.to_string());
    let makers = makers();
    let wanted = operation.path_parameters().into_iter().chain(row.needs.iter().map(|name| (*name).to_owned()));
    for name in wanted.filter(|name| name != "company_id") {
        let maker = makers.iter().find(|maker| maker.name == name);
        let maker = maker.unwrap_or_else(|| panic!("no maker for {{{name}}} of {}", operation.id));
        let id = (maker.make)(app, &ids).await;
        ids = ids.with(&name, &id);
    }
    ids
}
