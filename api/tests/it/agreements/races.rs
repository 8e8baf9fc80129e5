use super::{At, truck};
use crate::support::TestApp;
use futures_util::future::join_all;
use serde_json::json;

#[tokio::test]
async fn of_fifty_who_saw_the_same_version_one_wins() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    for round in 1..=3 {
        let client = app.as_editor();
        let tries = (0..50).map(|n| {
            let body = json!({"patch": {"title": format!("Truck {round} {n}")}});
            client.post(&at.path("/corrections")).if_match(round).json(body).send()
        });
        let mut statuses: Vec<_> = join_all(tries).await.iter().map(|answer| answer.status()).collect();
        statuses.sort_unstable();
        assert_eq!((statuses[0], statuses[1], statuses[49]), (200, 412, 412), "{statuses:?}");
        assert_eq!(at.now().await.version, round + 1);
    }
    assert_eq!(at.events().await.len(), 4);
}

#[tokio::test]
async fn numbers_given_at_the_same_time_differ() {
    let app = TestApp::new().await;
    let client = app.as_editor();
    let all =
        join_all((0..20).map(|_| client.post(&app.path("/agreements")).json(json!({"terms": truck()})).send())).await;
    let mut numbers: Vec<_> = all
        .into_iter()
        .map(|answer| answer.expect_status(201).json::<shared::agreements::Agreement>().terms.number.unwrap())
        .collect();
    numbers.sort();
    assert_eq!(numbers, (1..=20).map(|n| format!("A-{n:04}")).collect::<Vec<_>>());
    let parties: serde_json::Value = app.as_reader().get(&app.path("/parties")).send().await.json();
    assert_eq!(parties["data"].as_array().unwrap().len(), 1, "one lessor, not twenty");
}
