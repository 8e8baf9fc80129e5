//! Signing up and in, sessions, one's own account.

use crate::support::{Client, TestApp};
use serde_json::json;
use shared::companies::Role;
use shared::identity::Me;
use shared::problem::ErrorCode;

fn sign_up_form() -> serde_json::Value {
    json!({
        "company_name": "Fjällbacka Åkeri AB",
        "org_number": "556016-0680",
        "name": "Anna Lind",
        "email": "Anna.Lind@Fjallbacka.example",
        "password": "vinter-tunnland-7-orgel",
    })
}

#[tokio::test]
async fn signing_up_makes_an_owner_who_is_signed_in() {
    let app = TestApp::new().await;
    let answer = app.as_anonymous().post("/accounts").json(sign_up_form()).send().await.expect_status(201);
    let me: Me = answer.json();
    assert_eq!(me.account.email, "anna.lind@fjallbacka.example");
    assert_eq!(me.memberships.len(), 1);
    assert_eq!(me.memberships[0].role, Role::Owner);

    let anna = Client::signed_in_by(&app, &answer);
    let again: Me = anna.get("/me").send().await.expect_status(200).json();
    assert_eq!(again, me);
}

#[tokio::test]
async fn signing_in_needs_the_right_password() {
    let app = TestApp::new().await;
    app.as_anonymous().post("/accounts").json(sign_up_form()).send().await.expect_status(201);
    let attempt = |email: &str, password: &str| {
        app.as_anonymous().post("/sessions").json(json!({"email": email, "password": password})).send()
    };
    let right = attempt(" anna.lind@fjallbacka.example ", "vinter-tunnland-7-orgel").await.expect_status(200);
    let me: Me = Client::signed_in_by(&app, &right).get("/me").send().await.expect_status(200).json();
    assert_eq!(me.account.name, "Anna Lind");

    let wrong = attempt("anna.lind@fjallbacka.example", "vinter-tunnland-7-orgeln").await;
    let unknown = attempt("nobody@fjallbacka.example", "vinter-tunnland-7-orgel").await;
    let (wrong, unknown) =
        (wrong.expect_problem(ErrorCode::WrongCredentials), unknown.expect_problem(ErrorCode::WrongCredentials));
    assert_eq!((wrong.title, wrong.detail), (unknown.title, unknown.detail));
}
