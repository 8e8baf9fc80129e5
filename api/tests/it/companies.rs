//! Companies, their settings, and who belongs to them.

use crate::support::{AccessRow, Client, Maker, TestApp};
use serde_json::json;
use shared::companies::{Company, Member, Role};
use shared::identity::Me;
use shared::money::Currency;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::signed_in("list_companies"),
        AccessRow::signed_in("create_company")
            .sends(|_, request| request.json(json!({"name": "Gamma Gods AB", "org_number": "556000-4615"}))),
        AccessRow::member(Role::Reader, "find_company"),
        AccessRow::member(Role::Owner, "update_company").sends(|_, request| request.json(json!({"name": "Alfa AB"}))),
        AccessRow::member(Role::Reader, "list_members"),
        AccessRow::member(Role::Owner, "create_member")
            .needs(&["stranger_email"])
            .sends(|ids, request| request.json(json!({"email": ids.get("stranger_email"), "role": "reader"}))),
        AccessRow::member(Role::Reader, "find_member"),
        AccessRow::member(Role::Owner, "update_member").sends(|_, request| request.json(json!({"role": "editor"}))),
        AccessRow::member(Role::Owner, "delete_member"),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![
        Maker { name: "account_id", make: |app, _| Box::pin(async { added(app).await.id.to_string() }) },
        Maker {
            name: "stranger_email",
            make: |app, _| Box::pin(async { app.add_outsider(&fresh_email()).await.email }),
        },
    ]
}

fn fresh_email() -> String {
    format!("{:016x}@makers.example", rand::random::<u64>())
}

async fn added(app: &TestApp) -> crate::support::Person {
    app.add_person(Role::Reader, &fresh_email()).await
}

async fn members(client: &Client<'_>, app: &TestApp) -> Vec<Member> {
    client.get(&app.path("/members")).send().await.expect_status(200).json::<Page<Member>>().data
}

#[tokio::test]
async fn one_sees_ones_own_companies_alone() {
    let app = TestApp::new().await;
    let own: Page<Company> = app.as_reader().get("/companies").send().await.expect_status(200).json();
    assert_eq!(own.data.iter().map(|company| company.id).collect::<Vec<_>>(), [app.company]);
    assert_eq!(own.data[0].role, Role::Reader);
}

#[tokio::test]
async fn a_further_company_has_its_maker_as_owner() {
    let app = TestApp::new().await;
    let form =
        json!({"name": "  Gamma Gods AB ", "org_number": "5560004615", "base_currency": "EUR", "language": "en"});
    let answer = app.as_reader().post("/companies").json(&form).send().await.expect_status(201);
    let company: Company = answer.json();
    assert_eq!((company.name.as_str(), company.role), ("Gamma Gods AB", Role::Owner));
    assert_eq!(company.org_number.to_string(), "556000-4615");
    assert_eq!(answer.header("location"), Some(format!("/api/v1/companies/{}", company.id).as_str()));

    // At once, although the session was remembered without it.
    let seen = app.as_reader().get(&format!("/companies/{}", company.id)).send().await.expect_status(200);
    assert_eq!(seen.json::<Company>(), company);

    let twice = app.as_reader().post("/companies").json(&form).send().await;
    twice.expect_problem(ErrorCode::OrgNumberTaken);
    // Another person may have a company with the same number: it is theirs to know.
    app.as_editor().post("/companies").json(&form).send().await.expect_status(201);
}

#[tokio::test]
async fn a_company_asked_for_again_with_the_same_key_is_made_once() {
    let app = TestApp::new().await;
    let form = json!({"name": "Gamma Gods AB", "org_number": "556000-4615"});
    let ask = |form: serde_json::Value| app.as_owner().post("/companies").idempotency_key("g-1").json(form).send();
    let (one, two) = tokio::join!(ask(form.clone()), ask(form.clone()));
    let (one, two) = (one.expect_status(201), two.expect_status(201));
    let replayed = [&one, &two].map(|answer| answer.header("idempotency-replayed").is_some());
    assert_ne!(replayed[0], replayed[1]);
    assert_eq!(one.json::<Company>().id, two.json::<Company>().id);

    let other = json!({"name": "Delta AB", "org_number": "556012-5790"});
    ask(other.clone()).await.expect_status(422).expect_problem(ErrorCode::IdempotencyKeyReused);
    let of_another = app.as_reader().post("/companies").idempotency_key("g-1").json(other).send().await;
    of_another.expect_status(201);
    let without = app.as_owner().post("/companies").json(form).send().await;
    without.expect_status(409).expect_problem(ErrorCode::OrgNumberTaken);
    let own: Page<Company> = app.as_owner().get("/companies").send().await.expect_status(200).json();
    assert_eq!(own.data.len(), 2);
}

#[tokio::test]
async fn a_company_is_changed_by_whoever_saw_it_last() {
    let app = TestApp::new().await;
    let owner = app.as_owner();
    let found = owner.get(&app.path("")).send().await.expect_status(200);
    assert_eq!(found.header("etag"), Some("\"1\""));
    let not_modified = owner.get(&app.path("")).header("if-none-match", "\"1\"").send().await.expect_status(304);
    assert!(not_modified.bytes().is_empty());

    let changed =
        owner.patch(&app.path("")).if_match(1).json(json!({"base_currency": "NOK"})).send().await.expect_status(200);
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let company: Company = changed.json();
    assert_eq!((company.base_currency, company.name.as_str()), (Currency::NOK, "Alfa Åkeri AB"));

    let stale = owner.patch(&app.path("")).if_match(1).json(json!({"name": "Other"})).send().await;
    stale.expect_problem(ErrorCode::PreconditionFailed);
    assert_eq!(stale.header("etag"), Some("\"2\""));
}

#[tokio::test]
async fn company_names_are_one_visible_line() {
    let app = TestApp::new().await;
    for name in ["   ", "a\nb", "evil\u{202E}"] {
        let answer = app.as_owner().patch(&app.path("")).if_match(1).json(json!({"name": name})).send().await;
        assert_eq!(answer.problem().errors[0].pointer, "/name", "{name:?}");
        answer.expect_status(422);
    }
    let nul = app.as_owner().patch(&app.path("")).if_match(1).json(json!({"name": "a\u{0}b"})).send().await;
    nul.expect_fault(ErrorCode::ValidationFailed, "/name", FieldCode::InvalidText);
}

#[tokio::test]
async fn an_added_member_is_in_at_once_and_a_removed_one_out() {
    let app = TestApp::new().await;
    let outsider = app.as_outsider();
    outsider.get(&app.path("")).send().await.expect_status(404);

    let form = json!({"email": app.outsider.email.to_uppercase(), "role": "editor"});
    let added = app.as_owner().post(&app.path("/members")).json(&form).send().await.expect_status(201);
    let member: Member = added.json();
    assert_eq!((member.account_id, member.role), (app.outsider.id, Role::Editor));
    outsider.get(&app.path("")).send().await.expect_status(200);
    let again = app.as_owner().post(&app.path("/members")).json(&form).send().await;
    again.expect_problem(ErrorCode::AlreadyMember);

    let place = app.path(&format!("/members/{}", app.outsider.id));
    app.as_owner().delete(&place).if_match(member.version).send().await.expect_status(204);
    outsider.get(&app.path("")).send().await.expect_status(404);
    assert_eq!(members(&app.as_owner(), &app).await.len(), 3);

    let back: Member = app.as_owner().post(&app.path("/members")).json(&form).send().await.expect_status(201).json();
    assert!(back.version > member.version);
}

#[tokio::test]
async fn someone_without_an_account_cannot_be_added() {
    let app = TestApp::new().await;
    let form = json!({"email": "nobody@alfa.example", "role": "reader"});
    let answer = app.as_owner().post(&app.path("/members")).json(form).send().await.expect_status(422);
    answer.expect_problem(ErrorCode::NoSuchAccount);
}

#[tokio::test]
async fn the_last_owner_can_neither_leave_nor_step_down() {
    let app = TestApp::new().await;
    let owner = app.as_owner();
    let place = app.path(&format!("/members/{}", app.owner.id));
    owner.delete(&place).if_match(1).send().await.expect_problem(ErrorCode::LastOwner);
    owner.patch(&place).if_match(1).json(json!({"role": "editor"})).send().await.expect_problem(ErrorCode::LastOwner);

    let editor = app.path(&format!("/members/{}", app.editor.id));
    owner.patch(&editor).if_match(1).json(json!({"role": "owner"})).send().await.expect_status(200);
    owner.patch(&place).if_match(1).json(json!({"role": "reader"})).send().await.expect_status(200);
    // The new role holds from the next request on.
    owner.patch(&editor).if_match(2).json(json!({"role": "reader"})).send().await.expect_problem(ErrorCode::RoleTooLow);
}

#[tokio::test]
async fn two_owners_cannot_demote_each_other_at_once() {
    let app = TestApp::new().await;
    let other = app.add_person(Role::Owner, "second.owner@alfa.example").await;
    let (first, second) = (app.as_owner(), app.as_person(&other));
    let demote = async |client: &Client<'_>, id: shared::ids::AccountId| {
        let place = app.path(&format!("/members/{id}"));
        client.patch(&place).if_match(1).json(json!({"role": "reader"})).send().await
    };
    let (one, two) = tokio::join!(demote(&first, other.id), demote(&second, app.owner.id));
    let statuses = [one.status(), two.status()];
    assert!(statuses.contains(&200), "{statuses:?}");
    let owners = members(&app.as_reader(), &app).await.iter().filter(|member| member.role == Role::Owner).count();
    assert_eq!(owners, 1);
}

#[tokio::test]
async fn anyone_may_leave() {
    let app = TestApp::new().await;
    let place = app.path(&format!("/members/{}", app.reader.id));
    app.as_reader().delete(&place).if_match(1).send().await.expect_status(204);
    app.as_reader().get(&app.path("")).send().await.expect_status(404);
    let me: Me = app.as_reader().get("/me").send().await.expect_status(200).json();
    assert!(me.memberships.is_empty());
}

#[tokio::test]
async fn the_same_key_adds_a_member_once() {
    let app = TestApp::new().await;
    let form = json!({"email": app.outsider.email, "role": "reader"});
    let add = || app.as_owner().post(&app.path("/members")).idempotency_key("k-1").json(&form).send();
    let first = add().await.expect_status(201);
    assert_eq!(first.header("idempotency-replayed"), None);
    let second = add().await.expect_status(201);
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.bytes(), first.bytes());
    assert_eq!(second.header("etag"), first.header("etag"));
    assert_eq!(second.header("location"), first.header("location"));

    let other = json!({"email": app.outsider.email, "role": "owner"});
    let reused = app.as_owner().post(&app.path("/members")).idempotency_key("\"k-1\"").json(other).send().await;
    reused.expect_status(422).expect_problem(ErrorCode::IdempotencyKeyReused);
}

#[tokio::test]
async fn the_same_key_at_the_same_time_happens_once() {
    let app = TestApp::new().await;
    let form = json!({"email": app.outsider.email, "role": "reader"});
    let owner = app.as_owner();
    let add = || owner.post(&app.path("/members")).idempotency_key("k-2").json(&form).send();
    let answers = futures_util::future::join_all((0..4).map(|_| add())).await;
    let created =
        answers.iter().filter(|answer| answer.status() == 201 && answer.header("idempotency-replayed").is_none());
    assert_eq!(created.count(), 1);
    for answer in &answers {
        assert!(answer.status() == 201 || answer.problem().code == ErrorCode::IdempotencyKeyInUse, "{answer:?}");
    }
}

#[tokio::test]
async fn a_key_must_be_printable_and_short() {
    let app = TestApp::new().await;
    for key in ["", "\"\"", "a b", &"x".repeat(256)] {
        let request = app.as_owner().post(&app.path("/members")).idempotency_key(key);
        let answer = request.json(json!({"email": app.outsider.email, "role": "reader"})).send().await;
        answer.expect_fault(ErrorCode::MalformedHeader, "Idempotency-Key", FieldCode::InvalidValue);
    }
}
