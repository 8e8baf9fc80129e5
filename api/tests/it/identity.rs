//! Signing up and in, sessions, one's own account.

use crate::support::{AccessRow, Answered, Client, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::companies::{Language, Role};
use shared::identity::Me;
use shared::problem::{ErrorCode, FieldCode};
use std::io::Write;
use std::sync::{Arc, Mutex};

const PASSWORD: &str = "vinter-tunnland-7-orgel";

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::anyone("sign_up").sends(|_, request| {
            let email = format!("{:016x}@access.example", rand::random::<u64>());
            request.json(form(&email))
        }),
        AccessRow::anyone("sign_in")
            .sends(|_, request| request.json(json!({"email": "nobody@alfa.example", "password": "guess"})))
            .ends_in(ErrorCode::WrongCredentials),
        AccessRow::signed_in("sign_out"),
        AccessRow::signed_in("sign_out_everywhere"),
        AccessRow::signed_in("find_me"),
        AccessRow::signed_in("update_me").sends(|_, request| request.json(json!({"language": "en"}))),
        AccessRow::signed_in("change_password")
            .sends(|_, request| request.json(json!({"current_password": "guess", "new_password": PASSWORD})))
            .ends_in(ErrorCode::ValidationFailed),
        // Someone else's company is none.
        AccessRow::signed_in("remember_company")
            .sends(|_, request| request.json(json!({"company_id": "01936f2a-9b10-7c02-8a11-5d2e4c6b7a90"})))
            .ends_in(ErrorCode::NotFound),
    ]
}

fn form(email: &str) -> Value {
    json!({
        "company_name": "Fjällbacka Åkeri AB",
        "org_number": "556016-0680",
        "name": "Anna Lind",
        "email": email,
        "password": PASSWORD,
    })
}

async fn sign_up(app: &TestApp) -> Answered {
    app.as_anonymous().post("/accounts").json(form("Anna.Lind@Fjallbacka.example")).send().await.expect_status(201)
}

async fn sign_in(app: &TestApp, email: &str, password: &str) -> Answered {
    app.as_anonymous().post("/sessions").json(json!({"email": email, "password": password})).send().await
}

#[tokio::test]
async fn signing_up_makes_an_owner_who_is_signed_in() {
    let app = TestApp::new().await;
    let answer = sign_up(&app).await;
    let me: Me = answer.json();
    assert_eq!(me.account.email, "anna.lind@fjallbacka.example");
    assert_eq!(me.memberships.len(), 1);
    assert_eq!(me.memberships[0].role, Role::Owner);
    assert_eq!(me.last_company_id, Some(me.memberships[0].company_id));

    let anna = Client::signed_in_by(&app, &answer);
    let again: Me = anna.get("/me").send().await.expect_status(200).json();
    assert_eq!(again, me);
}

#[tokio::test]
async fn who_is_signed_in_is_told_what_day_it_is_in_sweden() {
    let app = TestApp::new().await;
    let me: Me = sign_up(&app).await.json();
    assert_eq!(me.today, app.clock.today());
    // Half an hour before midnight in UTC, and after it in Sweden.
    let before = app.clock.now().date_naive().and_hms_opt(23, 30, 0).unwrap().and_utc();
    app.advance(before - app.clock.now());
    let me: Me = sign_in(&app, &me.account.email, PASSWORD).await.expect_status(200).json();
    assert_eq!(Some(me.today), before.date_naive().succ_opt());
}

#[tokio::test]
async fn the_cookie_is_locked_to_the_host() {
    let app = TestApp::new().await;
    let answer = sign_up(&app).await;
    let cookie = answer.header("set-cookie").unwrap();
    let (pair, attributes) = cookie.split_once("; ").unwrap();
    let value = pair.strip_prefix("__Host-session=").unwrap();
    assert_eq!(value.len(), 43, "256 bits in base64url");
    let mut attributes: Vec<_> = attributes.split("; ").collect();
    attributes.sort_unstable();
    assert_eq!(attributes, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]);

    let database = app.database.superuser().await;
    let kept: bool = database
        .query_one("SELECT EXISTS (SELECT FROM session WHERE token_hash = $1::bytea)", &[&value.as_bytes()])
        .await
        .unwrap()
        .get(0);
    assert!(!kept, "the database must not hold what is in the cookie");
}

#[tokio::test]
async fn an_address_has_one_account() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let again = app.as_anonymous().post("/accounts").json(form("ANNA.lind@fjallbacka.example")).send().await;
    again.expect_problem(ErrorCode::EmailTaken);
    let database = app.database.superuser().await;
    let companies: i64 = database.query_one("SELECT count(*) FROM company", &[]).await.unwrap().get(0);
    assert_eq!(companies, 3, "the refused sign-up left nothing behind");
}

#[tokio::test]
async fn what_is_wrong_with_a_sign_up_is_said_at_its_field() {
    let app = TestApp::new().await;
    use ErrorCode::{MalformedBody, ValidationFailed};
    for (field, value, code, fault) in [
        ("org_number", json!("556016-0681"), ValidationFailed, FieldCode::OrgNumberChecksum),
        ("org_number", json!("123"), ValidationFailed, FieldCode::InvalidOrgNumber),
        ("email", json!("anna.lind"), ValidationFailed, FieldCode::InvalidEmail),
        ("email", json!(format!("{}@example.com", "x".repeat(300))), ValidationFailed, FieldCode::InvalidEmail),
        ("password", json!("kort-lösen"), ValidationFailed, FieldCode::TooShort),
        ("password", json!("x".repeat(129)), ValidationFailed, FieldCode::TooLong),
        ("password", json!("passwordpassword"), ValidationFailed, FieldCode::PasswordTooCommon),
        ("password", json!("Fjällbacka2026!"), ValidationFailed, FieldCode::PasswordTooPersonal),
        ("name", json!(""), ValidationFailed, FieldCode::TooShort),
        ("name", json!(null), MalformedBody, FieldCode::WrongType),
        ("language", json!("de"), MalformedBody, FieldCode::UnknownValue),
        ("admin", json!(true), MalformedBody, FieldCode::UnknownField),
    ] {
        let mut form = form("anna.lind@fjallbacka.example");
        form[field] = value;
        let answer = app.as_anonymous().post("/accounts").json(&form).send().await;
        let problem = answer.expect_problem(code);
        let places: Vec<_> = problem.errors.iter().map(|error| (error.pointer.clone(), error.code)).collect();
        assert!(places.contains(&(format!("/{field}"), fault)), "{form}: {places:?}");
        assert!(!answer.text().contains(PASSWORD) || field == "password");
    }
}

#[tokio::test]
async fn signing_in_needs_the_right_password() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let right = sign_in(&app, " anna.lind@FJALLBACKA.example ", PASSWORD).await.expect_status(200);
    let me: Me = Client::signed_in_by(&app, &right).get("/me").send().await.expect_status(200).json();
    assert_eq!(me.account.name, "Anna Lind");

    let wrong = sign_in(&app, "anna.lind@fjallbacka.example", "vinter-tunnland-7-orgeln").await;
    let unknown = sign_in(&app, "nobody@fjallbacka.example", PASSWORD).await;
    let (wrong, unknown) =
        (wrong.expect_problem(ErrorCode::WrongCredentials), unknown.expect_problem(ErrorCode::WrongCredentials));
    assert_eq!((wrong.title, wrong.detail), (unknown.title, unknown.detail));
}

#[tokio::test]
async fn guessing_has_to_wait_longer_and_longer() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let guess = || sign_in(&app, "anna.lind@fjallbacka.example", "wrong-wrong-wrong");
    for _ in 0..5 {
        guess().await.expect_problem(ErrorCode::WrongCredentials);
    }
    let waits = async || {
        let refused = sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await;
        refused.expect_problem(ErrorCode::TooManyAttempts);
        refused.header("retry-after").unwrap().parse::<i64>().unwrap()
    };
    let mut seen = Vec::new();
    for _ in 0..4 {
        let wait = waits().await;
        seen.push(wait);
        app.advance(TimeDelta::seconds(wait));
        guess().await.expect_problem(ErrorCode::WrongCredentials);
    }
    assert_eq!(seen, [1, 2, 4, 8]);
    // The owner gets in after waiting, and the count is forgotten.
    app.advance(TimeDelta::minutes(15));
    sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await.expect_status(200);
    guess().await.expect_problem(ErrorCode::WrongCredentials);
}

#[tokio::test]
async fn many_guesses_at_once_are_counted_one_by_one() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let guesses = (0..50).map(|_| sign_in(&app, "anna.lind@fjallbacka.example", "wrong-wrong-wrong"));
    let answers = futures_util::future::join_all(guesses).await;
    let verified = answers.iter().filter(|answer| answer.problem().code == ErrorCode::WrongCredentials).count();
    assert_eq!(verified, 5);
}

/// A whole office behind one address signs in every morning.
#[tokio::test]
async fn right_sign_ins_slow_nobody_down() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    for _ in 0..150 {
        sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await.expect_status(200);
    }
}

async fn sign_in_from(app: &TestApp, peer: &str, forwarded: &str, email: &str, password: &str) -> Answered {
    let form = json!({"email": email, "password": password});
    app.as_anonymous().post("/sessions").json(form).from(peer).header("x-forwarded-for", forwarded).send().await
}

#[tokio::test]
async fn behind_a_trusted_proxy_each_client_counts_alone_and_elsewhere_the_header_is_nothing() {
    let app = TestApp::behind("10.0.0.0/8").await;
    sign_up(&app).await;
    let email = "anna.lind@fjallbacka.example";
    for _ in 0..5 {
        let guess = sign_in_from(&app, "10.0.0.1", "192.0.2.1", email, "wrong-wrong-wrong").await;
        guess.expect_problem(ErrorCode::WrongCredentials);
    }
    let same = sign_in_from(&app, "10.0.0.2", "198.51.100.9, 192.0.2.1", email, PASSWORD).await;
    same.expect_problem(ErrorCode::TooManyAttempts);
    sign_in_from(&app, "10.0.0.1", "192.0.2.2", email, PASSWORD).await.expect_status(200);

    // Not one of ours: what it says about others is not believed.
    for client in 0..5 {
        let guess = sign_in_from(&app, "203.0.113.5", &format!("192.0.2.{client}"), email, "wrong-wrong-wrong").await;
        guess.expect_problem(ErrorCode::WrongCredentials);
    }
    sign_in_from(&app, "203.0.113.5", "192.0.2.77", email, PASSWORD).await.expect_problem(ErrorCode::TooManyAttempts);
}

#[tokio::test]
async fn strangers_everywhere_cannot_keep_the_owner_out_of_where_they_sit() {
    let app = TestApp::new().await;
    sign_up(&app).await;
    let email = "anna.lind@fjallbacka.example";
    sign_in_from(&app, "192.0.2.1", "", email, PASSWORD).await.expect_status(200);
    for stranger in 0..100 {
        let guess = sign_in_from(&app, &format!("198.51.100.{stranger}"), "", email, "wrong-wrong-wrong").await;
        guess.expect_problem(ErrorCode::WrongCredentials);
    }
    sign_in_from(&app, "203.0.113.9", "", email, PASSWORD).await.expect_problem(ErrorCode::TooManyAttempts);
    sign_in_from(&app, "192.0.2.1", "", email, PASSWORD).await.expect_status(200);
}

#[tokio::test]
async fn the_operator_sees_who_came_in_and_who_was_refused_but_no_secret() {
    let app = TestApp::new().await;
    let log = Log::capture();
    sign_up(&app).await;
    sign_in(&app, "anna.lind@fjallbacka.example", "canary-wrong-password").await;
    let answer = sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await;
    let cookie = answer.header("set-cookie").unwrap().split(['=', ';']).nth(1).unwrap().to_owned();
    app.as_reader().delete(&app.path("/demo-portfolio")).send().await.expect_problem(ErrorCode::RoleTooLow);
    app.as_outsider().get(&app.path("")).send().await.expect_problem(ErrorCode::NotFound);

    let log = log.text();
    for said in ["signed up", "signed in", "wrong_credentials", "role_too_low", "is no member of the company"] {
        assert!(log.contains(said), "{said} is not in {log}");
    }
    assert!(log.contains(&app.reader.id.to_string()) && log.contains(&app.outsider.id.to_string()), "{log}");
    for secret in ["canary-wrong-password", PASSWORD, "anna.lind", &cookie] {
        assert!(!log.contains(secret), "{secret} is in {log}");
    }
}

/// What is logged in this thread, at the level of production.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

struct Capture {
    log: Log,
    _while_kept: tracing::subscriber::DefaultGuard,
}

impl Log {
    fn capture() -> Capture {
        let log = Self::default();
        let to = log.clone();
        let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_writer(move || to.clone());
        Capture { log, _while_kept: tracing::subscriber::set_default(lines.finish()) }
    }
}

impl Capture {
    fn text(self) -> String {
        String::from_utf8(self.log.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn signing_out_ends_this_session_alone() {
    let app = TestApp::new().await;
    let here = Client::signed_in_by(&app, &sign_up(&app).await);
    let there = Client::signed_in_by(&app, &sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await);
    here.get("/me").send().await.expect_status(200);
    there.get("/me").send().await.expect_status(200);

    let answer = here.delete("/sessions/current").send().await.expect_status(204);
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    here.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
    there.get("/me").send().await.expect_status(200);

    there.delete("/sessions").send().await.expect_status(204);
    there.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let app = TestApp::new().await;
    let here = Client::signed_in_by(&app, &sign_up(&app).await);
    let there = Client::signed_in_by(&app, &sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await);
    there.get("/me").send().await.expect_status(200);

    let change = |current: &str, new: &str| {
        here.put("/me/password").json(json!({"current_password": current, "new_password": new})).send()
    };
    let wrong = change("not-my-password", "fyra-helt-olika-ord-43").await;
    wrong.expect_fault(ErrorCode::ValidationFailed, "/current_password", FieldCode::WrongPassword);
    let weak = change(PASSWORD, "anna.lind.2026").await;
    weak.expect_fault(ErrorCode::ValidationFailed, "/new_password", FieldCode::PasswordTooPersonal);

    let changed = change(PASSWORD, "fyra-helt-olika-ord-43").await.expect_status(200);
    here.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
    there.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
    Client::signed_in_by(&app, &changed).get("/me").send().await.expect_status(200);
    sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await.expect_problem(ErrorCode::WrongCredentials);
    sign_in(&app, "anna.lind@fjallbacka.example", "fyra-helt-olika-ord-43").await.expect_status(200);
}

#[tokio::test]
async fn an_unused_session_ends_within_the_hour_and_a_used_one_after_twelve() {
    let app = TestApp::new().await;
    let reader = app.as_reader();
    for _ in 0..13 {
        reader.get("/me").send().await.expect_status(200);
        app.advance(TimeDelta::minutes(55));
        forget(&app);
    }
    reader.get("/me").send().await.expect_status(200);
    app.advance(TimeDelta::minutes(6));
    forget(&app);
    reader.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);

    let editor = app.as_editor();
    editor.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
}

/// The test's clock outruns the few seconds for which a session is remembered.
fn forget(app: &TestApp) {
    app.state.sessions.forget_account(app.reader.id);
}

#[tokio::test]
async fn a_remembered_session_ends_on_time_too() {
    let app = TestApp::new().await;
    app.as_reader().get("/me").send().await.expect_status(200);
    app.advance(TimeDelta::minutes(61));
    app.as_reader().get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn the_eleventh_session_ends_the_first() {
    let app = TestApp::new().await;
    let first = Client::signed_in_by(&app, &sign_up(&app).await);
    first.get("/me").send().await.expect_status(200);
    for _ in 0..10 {
        app.advance(TimeDelta::seconds(1));
        sign_in(&app, "anna.lind@fjallbacka.example", PASSWORD).await.expect_status(200);
    }
    // This process took the ended session out of what it remembers as well.
    first.get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn what_one_process_ends_another_hears() {
    let app = TestApp::new().await;
    let sessions = api::http::Sessions::default();
    sessions.listen(&app.state.db);
    let other = TestApp::beside(&app, sessions).await;
    other.as_reader().get("/me").send().await.expect_status(200);
    // Until the listener is there, what was read is not kept; give it a moment.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    other.as_reader().get("/me").send().await.expect_status(200);

    app.as_reader().delete("/sessions").send().await.expect_status(204);
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    other.as_reader().get("/me").send().await.expect_problem(ErrorCode::Unauthenticated);
}

#[tokio::test]
async fn one_changes_ones_name_and_language() {
    let app = TestApp::new().await;
    let reader = app.as_reader();
    let changed = reader.patch("/me").if_match(1).json(json!({"name": " Rita R ", "language": "en"})).send().await;
    let me: Me = changed.expect_status(200).json();
    assert_eq!((me.account.name.as_str(), me.account.language, me.account.version), ("Rita R", Language::En, 2));
    let only_name: Me = reader.patch("/me").if_match(2).json(json!({"name": "Rita"})).send().await.json();
    assert_eq!((only_name.account.name.as_str(), only_name.account.language), ("Rita", Language::En));
    reader.patch("/me").if_match(1).json(json!({})).send().await.expect_problem(ErrorCode::PreconditionFailed);
}

#[tokio::test]
async fn the_company_one_works_in_is_remembered_while_one_belongs_to_it() {
    let app = TestApp::new().await;
    let reader = app.as_reader();
    let remember =
        |company: shared::ids::CompanyId| reader.put("/me/last-company").json(json!({"company_id": company})).send();
    remember(app.other_company).await.expect_problem(ErrorCode::NotFound);
    remember(app.company).await.expect_status(204);
    let me: Me = reader.get("/me").send().await.json();
    assert_eq!(me.last_company_id, Some(app.company));

    reader.delete(&app.path(&format!("/members/{}", app.reader.id))).if_match(1).send().await.expect_status(204);
    let me: Me = reader.get("/me").send().await.json();
    assert_eq!(me.last_company_id, None);
}

#[tokio::test]
async fn a_made_up_or_cut_cookie_is_nobody() {
    let app = TestApp::new().await;
    for cookie in ["__Host-session=", "__Host-session=AAAA", "__Host-session=\"; DROP TABLE session\"", "session=x"] {
        let answer = app.as_anonymous().get("/me").header("cookie", cookie).send().await;
        answer.expect_problem(ErrorCode::Unauthenticated);
    }
}
