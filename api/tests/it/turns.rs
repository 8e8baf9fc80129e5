//! Writers of one company take turns, and keep nobody else waiting meanwhile.

use crate::agreements::{At, truck, with};
use crate::imports::{Work, sheet};
use crate::support::{Answered, TestApp};
use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use shared::agreements::AgreementListItem;
use shared::companies::Role;
use shared::imports::{ImportFailure, ImportStatus};
use shared::page::Page;
use shared::problem::ErrorCode;
use std::time::Duration;

/// Somebody at work on the company's register until this is dropped, as a long import is.
struct Holder {
    database: tokio_postgres::Client,
}

impl Holder {
    async fn of(app: &TestApp) -> Self {
        let database = app.database.superuser().await;
        let hold = format!("BEGIN; SELECT FROM register WHERE company_id = '{}' FOR UPDATE", app.company);
        database.batch_execute(&hold).await.unwrap();
        Self { database }
    }

    async fn let_go(self) {
        self.database.batch_execute("COMMIT").await.unwrap();
    }
}

async fn create(app: &TestApp, number: usize) -> Answered {
    let terms = with(truck(), json!({"number": format!("N-{number}")}));
    app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await
}

#[tokio::test]
async fn a_company_at_work_starves_nobody() {
    let app = TestApp::with_pool_size(2).await;
    At::created(&app, truck()).await;
    let holder = Holder::of(&app).await;
    let writes = join_all((0..30).map(|number| create(&app, number)));
    let others = async {
        // The writers are in the middle of it.
        tokio::time::sleep(Duration::from_millis(300)).await;
        for _ in 0..5 {
            let list = app.as_reader().get(&app.path("/agreements")).send().await.expect_status(200);
            assert_eq!(list.json::<Page<AgreementListItem>>().data.len(), 1);
            let path = format!("/companies/{}/agreements", app.other_company);
            let made = app.as_outsider().post(&path).json(json!({"terms": truck()})).send().await;
            made.expect_status(201);
        }
    };
    let others = tokio::time::timeout(Duration::from_secs(10), others);
    let (answers, others) = tokio::join!(writes, others);
    others.expect("readers and the other company get their answers while the writers wait");
    for answer in answers {
        let answer = answer.expect_status(503);
        answer.expect_problem(ErrorCode::RegisterBusy);
        assert!(answer.header("retry-after").is_some());
    }
    holder.let_go().await;
    create(&app, 1).await.expect_status(201);
}

#[tokio::test]
async fn a_turn_that_is_soon_over_is_waited_for() {
    let app = TestApp::with_pool_size(2).await;
    At::created(&app, truck()).await;
    let holder = Holder::of(&app).await;
    let writes = join_all((0..10).map(|number| create(&app, number)));
    let soon = async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        holder.let_go().await;
    };
    let (answers, ()) = tokio::join!(writes, soon);
    for answer in answers {
        answer.expect_status(201);
    }
}

#[tokio::test]
async fn readers_do_not_wait_on_the_day_an_amendment_begins() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    at.amend("2026-11-23", json!({"fee": "6000"})).await.expect_status(200);
    app.advance(TimeDelta::days(1));
    let reader = app.add_person(Role::Reader, "rut@alfa.example").await;
    let fee = async || {
        let list = app.as_person(&reader).get(&app.path("/agreements")).send().await.expect_status(200);
        list.json::<Page<AgreementListItem>>().data[0].fee.to_string()
    };
    let holder = Holder::of(&app).await;
    assert_eq!(fee().await, "5000.00");
    holder.let_go().await;
    assert_eq!(fee().await, "6000.00");
}

#[tokio::test]
async fn an_import_waits_for_its_turn() {
    let app = TestApp::with_pool_size(2).await;
    At::created(&app, truck()).await;
    let mut work = Work::on(&app, "a.csv", &sheet(&["T-2;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;"])).await;
    let holder = Holder::of(&app).await;
    work.post("/apply").await.expect_status(202);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(work.look().await.status, ImportStatus::Applying);
    holder.let_go().await;
    let import = work.finish().await;
    assert_eq!((import.status, import.failure), (ImportStatus::Applied, None::<ImportFailure>));
}

#[tokio::test]
async fn many_uploads_at_once_are_all_answered() {
    let app = TestApp::with_pool_size(2).await;
    let uploads = (0..12).map(|number| {
        let app = &app;
        async move {
            let row = format!("T-{number};Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;");
            let mut work = Work::on(app, "a.csv", &sheet(&[&row])).await;
            work.mend(json!([{"type": "cell", "row": 2, "field": "fee", "text": "2000"}])).await;
            assert_eq!(work.import.counts.create, 1);
        }
    });
    join_all(uploads).await;
}
