//! Lessors and suppliers, merged when doubled.

use crate::agreements::{At, truck, with};
use crate::support::{Answered, TestApp};
use serde_json::{Value, json};
use shared::ids::PartyId;
use shared::page::Page;
use shared::parties::{Party, PartyDuplicates};
use shared::problem::{ErrorCode, FieldCode};

async fn add(app: &TestApp, name: &str) -> Party {
    app.as_editor().post(&app.path("/parties")).json(json!({"name": name})).send().await.expect_status(201).json()
}

async fn find(app: &TestApp, id: PartyId) -> Party {
    app.as_reader().get(&app.path(&format!("/parties/{id}"))).send().await.expect_status(200).json()
}

async fn list(app: &TestApp, query: &str) -> Page<Party> {
    app.as_reader().get(&app.path(&format!("/parties?{query}"))).send().await.expect_status(200).json()
}

async fn merge(app: &TestApp, id: PartyId, into: PartyId) -> Answered {
    let version = find(app, id).await.version;
    let path = app.path(&format!("/parties/{id}/merge"));
    app.as_editor().post(&path).if_match(version).json(json!({"into": into})).send().await
}

async fn unmerge(app: &TestApp, id: PartyId) -> Answered {
    let version = find(app, id).await.version;
    app.as_editor().post(&app.path(&format!("/parties/{id}/unmerge"))).if_match(version).send().await
}

#[tokio::test]
async fn a_party_is_added_found_and_changed() {
    let app = TestApp::new().await;
    let form =
        json!({"name": " Lingonbanken  AB", "org_number": "5567037485", "email": "a@lingon.example", "phone": "08-1"});
    let answer = app.as_editor().post(&app.path("/parties")).json(form).send().await.expect_status(201);
    let party: Party = answer.json();
    assert_eq!(answer.header("etag"), Some("\"1\""));
    assert_eq!(party.org_number.as_deref(), Some("556703-7485"));
    assert_eq!(find(&app, party.id).await, party);

    let path = app.path(&format!("/parties/{}", party.id));
    let change = || app.as_editor().put(&path).json(json!({"name": "Blåbärsbanken", "org_number": "DE 123/4"}));
    change().send().await.expect_problem(ErrorCode::PreconditionRequired);
    let changed: Party = change().if_match(1).send().await.expect_status(200).json();
    assert_eq!((changed.version, changed.org_number.as_deref(), changed.email), (2, Some("DE 123/4"), None));
    change().if_match(1).send().await.expect_problem(ErrorCode::PreconditionFailed);
}

#[tokio::test]
async fn faults_stand_at_their_fields() {
    let app = TestApp::new().await;
    let post = async |form: Value| app.as_editor().post(&app.path("/parties")).json(form).send().await;
    let invalid = ErrorCode::ValidationFailed;
    post(json!({"name": " "})).await.expect_fault(invalid, "/name", FieldCode::MissingField);
    post(json!({"name": "a\u{7}"})).await.expect_fault(invalid, "/name", FieldCode::InvalidText);
    post(json!({"name": "a", "org_number": "556703-7486"})).await.expect_fault(
        invalid,
        "/org_number",
        FieldCode::OrgNumberChecksum,
    );
    post(json!({"name": "a", "email": "nobody"})).await.expect_fault(invalid, "/email", FieldCode::InvalidEmail);
    post(json!({"name": "x".repeat(201)})).await.expect_fault(invalid, "/name", FieldCode::TooLong);
    post(json!({"name": "a", "colour": "red"})).await.expect_fault(
        ErrorCode::MalformedBody,
        "/colour",
        FieldCode::UnknownField,
    );
}

#[tokio::test]
async fn a_name_belongs_to_one_party() {
    let app = TestApp::new().await;
    let first = add(&app, "Lingonbanken").await;
    let again = app.as_editor().post(&app.path("/parties")).json(json!({"name": "LINGONBANKEN "}));
    again.send().await.expect_problem(ErrorCode::PartyNameTaken);
    let second = add(&app, "Blåbärsbanken").await;
    let rename = app.as_editor().put(&app.path(&format!("/parties/{}", second.id))).if_match(1);
    rename.json(json!({"name": "lingonbanken"})).send().await.expect_problem(ErrorCode::PartyNameTaken);
    let same = app.as_editor().put(&app.path(&format!("/parties/{}", first.id))).if_match(1);
    same.json(json!({"name": "LingonBanken"})).send().await.expect_status(200);
}

#[tokio::test]
async fn the_list_is_by_name_in_pages() {
    let app = TestApp::new().await;
    for name in ["Ö", "b", "Å", "A", "ä", "C"] {
        add(&app, name).await;
    }
    let mut names = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = list(&app, &format!("limit=2{cursor}")).await;
        names.extend(page.data.into_iter().map(|party| party.name));
        match page.next_cursor {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(names, ["A", "b", "C", "Å", "ä", "Ö"]);
    assert_eq!(list(&app, "q=%C3%A4").await.data.len(), 1);
}

#[tokio::test]
async fn look_alikes_are_pointed_out() {
    let app = TestApp::new().await;
    for name in ["Lingon Finans AB", "LINGON-FINANS", "Lingon Bank", "Tranan"] {
        add(&app, name).await;
    }
    let duplicates: PartyDuplicates =
        app.as_reader().get(&app.path("/parties/duplicates")).send().await.expect_status(200).json();
    let groups: Vec<Vec<_>> =
        duplicates.groups.iter().map(|group| group.iter().map(|party| party.name.as_str()).collect()).collect();
    assert_eq!(groups, [["Lingon Finans AB", "LINGON-FINANS"]]);
}

#[tokio::test]
async fn after_a_merge_everything_leads_to_the_one_that_is_left_and_back_again() {
    let app = TestApp::new().await;
    let one = At::created(&app, with(truck(), json!({"lessor_name": "Lingon Finans AB"}))).await;
    let other =
        At::created(&app, with(truck(), json!({"lessor_name": "Lingon Finans", "supplier_name": "Tranan"}))).await;
    let kept = one.now().await.terms.lessor_id.unwrap();
    let gone = other.now().await.terms.lessor_id.unwrap();
    let left: Party = merge(&app, gone, kept).await.expect_status(200).json();
    assert_eq!((left.id, left.agreements), (kept, 2));
    assert_eq!(
        left.also_known_as.iter().map(|alias| (alias.id, alias.name.as_str())).collect::<Vec<_>>(),
        [(gone, "Lingon Finans")]
    );
    assert_eq!(find(&app, gone).await.merged_into, Some(kept));

    let seen = other.now().await;
    assert_eq!((seen.terms.lessor_id, seen.terms.lessor_name.as_deref()), (Some(kept), Some("Lingon Finans AB")));
    assert_eq!(seen.version, 1, "nothing is rewritten");
    let rows = async |party: PartyId| {
        let path = app.path(&format!("/agreements?lessor_id={party}"));
        app.as_reader().get(&path).send().await.json::<Value>()["data"].as_array().unwrap().len()
    };
    assert_eq!((rows(kept).await, rows(gone).await), (2, 0));
    // The old name finds the one that is left, also for an import or a form.
    let third = At::created(&app, with(truck(), json!({"lessor_name": "lingon finans"}))).await;
    assert_eq!(third.now().await.terms.lessor_id, Some(kept));
    // A correction of something else leaves the recorded lessor alone.
    other.correct(json!({"title": "x"})).await.expect_status(200);
    assert_eq!(other.events().await[0].differences.len(), 1);
    other.correct(json!({"lessor_id": kept})).await.expect_problem(ErrorCode::NothingChanged);

    let back: Party = unmerge(&app, gone).await.expect_status(200).json();
    assert_eq!((back.id, back.agreements, back.merged_into), (gone, 1, None));
    assert_eq!(other.now().await.terms.lessor_name.as_deref(), Some("Lingon Finans"));
    assert_eq!((rows(kept).await, rows(gone).await), (2, 1));
    unmerge(&app, gone).await.expect_problem(ErrorCode::PartyNotMerged);
}

#[tokio::test]
async fn chains_of_merges_come_apart_in_any_order() {
    let app = TestApp::new().await;
    let at = At::created(&app, with(truck(), json!({"lessor_name": "a"}))).await;
    let a = at.now().await.terms.lessor_id.unwrap();
    let (b, c) = (add(&app, "b").await.id, add(&app, "c").await.id);
    merge(&app, a, b).await.expect_status(200);
    merge(&app, a, c).await.expect_problem(ErrorCode::PartyMerged);
    merge(&app, c, a).await.expect_fault(ErrorCode::ValidationFailed, "/into", FieldCode::InvalidId);
    merge(&app, b, b).await.expect_fault(ErrorCode::ValidationFailed, "/into", FieldCode::InvalidId);
    merge(&app, b, c).await.expect_status(200);
    let name = async || at.now().await.terms.lessor_name.unwrap();
    assert_eq!(name().await, "c");
    assert_eq!(find(&app, c).await.also_known_as.len(), 2);
    unmerge(&app, b).await.expect_status(200);
    assert_eq!(name().await, "b");
    unmerge(&app, a).await.expect_status(200);
    assert_eq!(name().await, "a");
}

#[tokio::test]
async fn another_companys_party_does_not_exist() {
    let app = TestApp::new().await;
    let party = add(&app, "Lingonbanken").await;
    let own = app.as_outsider().post(&format!("/companies/{}/parties", app.other_company));
    let theirs: Party = own.json(json!({"name": "Lingonbanken"})).send().await.expect_status(201).json();
    let path = format!("/companies/{}/parties/{}", app.other_company, party.id);
    app.as_outsider().get(&path).send().await.expect_problem(ErrorCode::NotFound);
    merge(&app, party.id, theirs.id).await.expect_fault(ErrorCode::ValidationFailed, "/into", FieldCode::InvalidId);
}
