//! What a transaction inside a company promises: all or nothing, this company alone, nothing left behind.

use crate::support::{TestApp, connect};
use api::app::AppState;
use api::db::schema::{company, membership};
use api::db::{CompanyAccess, CompanyTx};
use api::error::ApiError;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use secrecy::ExposeSecret as _;
use shared::ids::CompanyId;
use shared::problem::ErrorCode;
use std::cell::Cell;
use std::time::Duration;

fn access(app: &TestApp) -> CompanyAccess {
    app.state.db.company(app.company, app.owner.id, "test")
}

async fn rename(tx: &CompanyTx, name: &str) -> Result<(), ApiError> {
    diesel::update(company::table).set(company::name.eq(name)).execute(&mut tx.connection()).await?;
    Ok(())
}

async fn name(app: &TestApp) -> String {
    let read = async |tx: &CompanyTx| company::table.select(company::name).first(&mut tx.connection()).await;
    access(app).read(read).await.unwrap()
}

#[tokio::test]
async fn what_fails_leaves_nothing() {
    let app = TestApp::new().await;
    let outcome: Result<(), _> = access(&app)
        .write(async |tx| {
            rename(tx, "Half").await?;
            Err(ApiError::new(ErrorCode::Conflict))
        })
        .await;
    assert_eq!(outcome.unwrap_err().code(), ErrorCode::Conflict);
    assert_eq!(name(&app).await, "Alfa Åkeri AB");
}

#[tokio::test]
async fn reading_cannot_write() {
    let app = TestApp::new().await;
    let outcome = access(&app).read(async |tx: &CompanyTx| rename(tx, "Read").await).await;
    assert_eq!(outcome.unwrap_err().code(), ErrorCode::Internal);
    assert_eq!(name(&app).await, "Alfa Åkeri AB");
}

#[tokio::test]
async fn a_statement_without_a_filter_touches_this_company_alone() {
    let app = TestApp::new().await;
    access(&app).write(async |tx| rename(tx, "Mine").await).await.unwrap();
    let database = app.database.superuser().await;
    let renamed: i64 =
        database.query_one("SELECT count(*) FROM company WHERE name = 'Mine'", &[]).await.unwrap().get(0);
    assert_eq!(renamed, 1);
}

#[tokio::test]
async fn without_a_company_there_is_nothing() {
    let app = TestApp::new().await;
    let bare = connect(app.database.url("leasify_app").expose_secret()).await;
    for table in ["company", "membership", "account", "idempotency"] {
        // `account` is granted by column.
        let count = format!("SELECT count(1) FROM {table}");
        let seen: i64 = bare.query_one(&count, &[]).await.unwrap().get(0);
        assert_eq!(seen, 0, "{table}");
    }
    bare.batch_execute("BEGIN; SET LOCAL app.company_id = '00000000-0000-0000-0000-000000000001'; COMMIT")
        .await
        .unwrap();
    let seen: i64 = bare.query_one("SELECT count(1) FROM company", &[]).await.unwrap().get(0);
    assert_eq!(seen, 0, "the setting is the empty string now, which must be no error");
}

/// One connection for everyone: whatever one request leaves on it, the next would find.
#[tokio::test]
async fn abandoned_work_leaves_nothing_on_the_connection() {
    let app = TestApp::with_pool_size(1).await;
    for round in 0..100_u64 {
        let access = access(&app);
        let write = access.write(async |tx| {
            rename(tx, "Abandoned").await?;
            tokio::time::sleep(Duration::from_millis(5)).await;
            Err::<(), _>(ApiError::new(ErrorCode::Conflict))
        });
        // Cut off at another place each time: while connecting, in BEGIN, in the statement, in the pause.
        let _ = tokio::time::timeout(Duration::from_micros(round * 60), write).await;
        let other = app.state.db.company(app.other_company, app.outsider.id, "test");
        let seen: Vec<uuid::Uuid> = other
            .read(async |tx: &CompanyTx| company::table.select(company::id).load(&mut tx.connection()).await)
            .await
            .unwrap();
        assert_eq!(seen, [app.other_company.uuid()], "round {round}");
    }
    assert_eq!(name(&app).await, "Alfa Åkeri AB");
}

/// Of a read, BEGIN and the first query are on their way together, and nothing waits for COMMIT.
#[tokio::test]
async fn abandoned_and_failed_reads_leave_nothing_on_the_connection() {
    let app = TestApp::with_pool_size(1).await;
    let seen = |company, account| {
        let access = app.state.db.company(company, account, "test");
        async move {
            let names = async |tx: &CompanyTx| company::table.select(company::id).load(&mut tx.connection()).await;
            let seen: Vec<uuid::Uuid> = access.read(names).await.unwrap();
            seen
        }
    };
    for round in 0..100_u64 {
        let access = access(&app);
        let read = access.read(async |tx: &CompanyTx| {
            let _: Vec<uuid::Uuid> = company::table.select(company::id).load(&mut tx.connection()).await?;
            diesel::sql_query("SELECT pg_sleep(0.003), 1 / 0").execute(&mut tx.connection()).await
        });
        let cut_off = tokio::time::timeout(Duration::from_micros(round * 60), read).await;
        assert!(!matches!(cut_off, Ok(Ok(_))));
        assert_eq!(seen(app.other_company, app.outsider.id).await, [app.other_company.uuid()], "round {round}");
    }
    assert_eq!(seen(app.company, app.owner.id).await, [app.company.uuid()]);
}

#[tokio::test]
async fn panicking_work_leaves_nothing_on_the_connection() {
    use futures_util::FutureExt as _;
    let app = TestApp::with_pool_size(1).await;
    let access_a = access(&app);
    let write = access_a.write(async |tx| {
        rename(tx, "Panicked").await?;
        if true {
            panic!("on purpose");
        }
        Ok::<(), ApiError>(())
    });
    assert!(std::panic::AssertUnwindSafe(write).catch_unwind().await.is_err());
    assert_eq!(name(&app).await, "Alfa Åkeri AB");
}

#[tokio::test]
async fn work_that_lost_a_race_is_done_again() {
    let app = TestApp::new().await;
    let rows = [app.owner.id, app.reader.id];
    let tries = Cell::new(0);
    // Each locks one row and then wants the other's: PostgreSQL gives one of them up.
    let cross = async |first: usize, second: usize| {
        access(&app)
            .write(async |tx| {
                tries.set(tries.get() + 1);
                for at in [first, second] {
                    diesel::update(membership::table.filter(membership::account_id.eq(rows[at].uuid())))
                        .set(membership::version.eq(membership::version + 1))
                        .execute(&mut tx.connection())
                        .await?;
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Ok::<(), ApiError>(())
            })
            .await
    };
    let (one, two) = tokio::join!(cross(0, 1), cross(1, 0));
    assert!(one.is_ok() && two.is_ok());
    assert!(tries.get() > 2, "one of them was done again");
}

#[tokio::test]
async fn when_every_connection_is_taken_the_answer_is_to_come_back() {
    let app = TestApp::with_pool_size(1).await;
    app.as_owner().get(&app.path("")).send().await.expect_status(200);
    let access = access(&app);
    let hog = access.read(async |_: &CompanyTx| {
        tokio::time::sleep(Duration::from_secs(5)).await;
        Ok::<(), ApiError>(())
    });
    let wait = async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        let answer = app.as_owner().get(&app.path("")).send().await.expect_status(503);
        answer.expect_problem(ErrorCode::Overloaded);
        assert_eq!(answer.header("retry-after"), Some("2"));
    };
    tokio::select! {
        _ = hog => panic!("the connection came back too soon"),
        () = wait => {}
    }
}

/// Connections belong to workers, but none stands idle while somebody waits.
#[tokio::test]
async fn a_worker_with_all_its_connections_lent_out_takes_anothers() {
    let app = TestApp::with_pool_size(2).await;
    let mut config = (*app.state.config).clone();
    config.server.workers = 2;
    let state = AppState::new(config, app.clock.clone()).unwrap();
    let access = state.db.company(app.company, app.owner.id, "test");
    let meeting = tokio::sync::Barrier::new(2);
    let read = async || {
        access
            .read(async |_: &CompanyTx| {
                meeting.wait().await;
                Ok::<(), ApiError>(())
            })
            .await
    };
    let both = tokio::time::timeout(Duration::from_secs(10), async { tokio::join!(read(), read()) });
    let (one, two) = both.await.expect("each waits for the other inside its own transaction");
    one.and(two).unwrap();
}

#[tokio::test]
async fn a_lost_database_is_unavailable_and_comes_back_by_itself() {
    let app = TestApp::new().await;
    let read = async || app.as_owner().get(&app.path("")).send().await;
    read().await.expect_status(200);
    let database = app.database.superuser().await;
    let name: String = database.query_one("SELECT current_database()::text", &[]).await.unwrap().get(0);
    let kick = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = $1 AND pid <> pg_backend_pid()";
    database.query(kick, &[&name]).await.unwrap();
    // The pool notices connections that were closed; at worst one request finds out.
    let mut statuses = Vec::new();
    for _ in 0..3 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        statuses.push(read().await.status());
    }
    assert!(statuses.iter().all(|status| matches!(status, 200 | 503)), "{statuses:?}");
    assert_eq!(statuses.last(), Some(&200));
}

#[tokio::test]
async fn a_company_id_cannot_carry_sql() {
    // It is parsed before it is put into the text that opens the transaction.
    for text in ["'; DROP TABLE company; --", "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64'", ""] {
        assert!(text.parse::<CompanyId>().is_err());
    }
    let printed = CompanyId::from_uuid(uuid::Uuid::max()).to_string();
    assert!(printed.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
}
