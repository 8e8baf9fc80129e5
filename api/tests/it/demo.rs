//! The demo portfolio: there in one click, gone in one.

use crate::agreements::{At, truck, with};
use crate::support::TestApp;
use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};
use shared::agreements::{Activity, AgreementEvent, AgreementListItem, DemoPortfolio, EventKind, EventSource};
use shared::page::Page;
use shared::problem::ErrorCode;
use std::time::Instant;

async fn create(app: &TestApp) -> DemoPortfolio {
    app.as_editor().post(&app.path("/demo-portfolio")).send().await.expect_status(201).json()
}

async fn delete(app: &TestApp) -> DemoPortfolio {
    app.as_editor().delete(&app.path("/demo-portfolio")).send().await.expect_status(200).json()
}

async fn rows(app: &TestApp) -> Vec<AgreementListItem> {
    let path = app.path("/agreements?limit=1000");
    app.as_reader().get(&path).send().await.expect_status(200).json::<Page<AgreementListItem>>().data
}

#[tokio::test]
async fn three_hundred_come_and_go_and_real_ones_stay() {
    let app = TestApp::new().await;
    let real = At::created(&app, truck()).await;
    let before = real.now().await;
    let started = Instant::now();
    assert_eq!(create(&app).await.agreements, 300);
    let took = started.elapsed();
    assert!(took.as_secs_f64() < 10.0, "{took:?} in a debug build");
    let all = rows(&app).await;
    assert_eq!(all.len(), 301);
    assert_eq!(all.iter().filter(|row| row.demo).count(), 300);
    app.as_editor().post(&app.path("/demo-portfolio")).send().await.expect_problem(ErrorCode::DemoExists);

    let overview: Value = app.as_reader().get(&app.path("/debt/overview")).send().await.expect_status(200).json();
    assert_eq!(overview["demo"], true);
    assert_eq!(overview["missing_rates"], json!([]), "the rates it needs come with it");
    let rates: Value = app.as_reader().get(&app.path("/exchange-rates")).send().await.expect_status(200).json();
    assert_eq!(rates["has_more"], true, "five years of month ends in two currencies");

    assert_eq!(delete(&app).await.agreements, 300);
    assert_eq!(rows(&app).await.len(), 1);
    assert_eq!(real.now().await, before);
    let parties: Value = app.as_reader().get(&app.path("/parties")).send().await.json();
    assert_eq!(parties["data"].as_array().unwrap().len(), 1);
    let rates: Value = app.as_reader().get(&app.path("/exchange-rates")).send().await.expect_status(200).json();
    assert_eq!(rates["data"], json!([]));
    let superuser = app.database.superuser().await;
    let left: i64 = superuser.query_one("SELECT count(*) FROM agreement_event", &[]).await.unwrap().get(0);
    assert_eq!(left, 1);
    assert_eq!(delete(&app).await.agreements, 0);
    create(&app).await;
}

#[tokio::test]
async fn the_row_of_every_demo_agreement_is_what_its_events_say() {
    let app = TestApp::new().await;
    create(&app).await;
    for row in rows(&app).await.iter().step_by(7) {
        let read = async |query: &str| {
            let path = app.path(&format!("/agreements/{}{query}", row.id));
            let mut agreement: Value = app.as_reader().get(&path).send().await.expect_status(200).json();
            agreement["known_at"] = Value::Null;
            agreement
        };
        let known_at = (app.clock.now() + TimeDelta::seconds(1)).to_rfc3339_opts(SecondsFormat::Millis, true);
        assert_eq!(read("").await, read(&format!("?known_at={known_at}")).await);
    }
}

#[tokio::test]
async fn its_history_says_who_put_it_in_and_when() {
    let app = TestApp::new().await;
    app.advance(TimeDelta::minutes(10));
    create(&app).await;
    let activities: Page<Activity> = app.as_reader().get(&app.path("/activities")).send().await.json();
    assert_eq!(activities.data.len(), 1);
    let act = &activities.data[0];
    assert_eq!((act.kind, act.agreements, act.source.clone()), (EventKind::Created, 300, EventSource::Demo {}));
    assert_eq!(act.recorded_by_name.as_deref(), Some("edvin editor"));
    assert!((act.recorded_at - app.clock.now()).abs() < TimeDelta::milliseconds(1), "{}", act.recorded_at);

    let mut longest = Vec::new();
    for row in rows(&app).await {
        let path = app.path(&format!("/agreements/{}/events", row.id));
        let events: Page<AgreementEvent> = app.as_reader().get(&path).send().await.json();
        assert!(
            events.data.iter().all(|event| (event.recorded_at - app.clock.now()).abs() < TimeDelta::milliseconds(1))
        );
        if events.data.len() > longest.len() {
            longest = events.data;
        }
        if longest.len() > 2 {
            break;
        }
    }
    assert!(longest.len() > 2, "some agreement has a story");
    assert!(
        longest.windows(2).all(|pair| pair[1].recorded_at < pair[0].recorded_at),
        "each step can be looked back at"
    );
}

#[tokio::test]
async fn what_was_done_to_the_demo_goes_with_it_and_what_leans_on_it_stays() {
    let app = TestApp::new().await;
    create(&app).await;
    let demo = rows(&app).await.into_iter().find(|row| row.demo).unwrap();
    let path = app.path(&format!("/agreements/{}/corrections", demo.id));
    let change = app.as_editor().post(&path).if_match(demo.version).json(json!({"patch": {"title": "Ändrad"}}));
    change.send().await.expect_status(200);
    // A real agreement with one of the demo's lessors.
    let lessor = demo.lessor_name.clone().unwrap();
    let real = At::created(&app, with(truck(), json!({"lessor_name": lessor}))).await;
    // And a real party that was merged into another of them.
    let parties: Value = app.as_reader().get(&app.path("/parties")).send().await.json();
    let other = parties["data"].as_array().unwrap().iter().find(|party| party["name"] != lessor.as_str()).unwrap();
    let own: Value = app.as_editor().post(&app.path("/parties")).json(json!({"name": "Vår egen"})).send().await.json();
    let path = app.path(&format!("/parties/{}/merge", own["id"].as_str().unwrap()));
    app.as_editor().post(&path).if_match(1).json(json!({"into": other["id"]})).send().await.expect_status(200);

    delete(&app).await;
    assert_eq!(real.now().await.terms.lessor_name, Some(lessor));
    let parties: Value = app.as_reader().get(&app.path("/parties")).send().await.json();
    assert_eq!(parties["data"].as_array().unwrap().len(), 2);
    assert_eq!(rows(&app).await.len(), 1);
}
