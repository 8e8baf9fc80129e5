//! The year-end review of options and terms.

use crate::support::TestApp;
use chrono::TimeDelta;
use serde_json::json;
use shared::books::{LeaseReview, LeaseReviewReason, LeaseReviews};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

use super::{at, entered};

async fn list(app: &TestApp, query: &str) -> Page<LeaseReview> {
    app.as_reader().get(&app.path(&format!("/books/review{query}"))).send().await.expect_status(200).json()
}

fn numbers(page: &Page<LeaseReview>) -> Vec<(&str, bool)> {
    page.data.iter().map(|review| (review.number.as_str(), review.due)).collect()
}

#[tokio::test]
async fn what_was_assessed_before_the_year_end_is_due_until_somebody_has_reviewed_it() {
    let app = TestApp::new().await;
    // A-0001 has nothing to assess.
    entered(&app, json!({})).await;
    let optional = entered(&app, json!({"options": [{"kind": "extension", "months": 24}]})).await;
    let goes_on = entered(&app, json!({"extension": {"months": 12}})).await;
    let past = entered(&app, json!({"start_on": "2020-01-01", "term_months": 48})).await;
    entered(&app, json!({"start_on": "2027-02-01", "extension": {"months": 12}})).await;
    let page = list(&app, "?year=2026").await;
    assert_eq!(numbers(&page), [("A-0002", true), ("A-0003", true), ("A-0004", true)]);
    let reasons: Vec<_> = page.data.iter().map(|review| review.reasons.as_slice()).collect();
    use LeaseReviewReason::{Assessed, GoesOn, OptionNotAssessed, PastEnd};
    assert_eq!(reasons, [&[OptionNotAssessed][..], &[GoesOn], &[PastEnd]]);
    assert!(page.data.iter().all(|review| review.assessed_on.is_none() && review.reviewed.is_none()));

    // Assessed in November, by somebody who is named: before the year end.
    let option = json!({
        "kind": "extension", "reasonably_certain": false, "ends_on": "2031-06-30", "assessed_on": "2026-11-20",
        "reviewer": "Eva Ek",
    });
    let path = app.path(&format!("/agreements/{optional}/accounting"));
    let facts = json!({"accounting": {"options": [option]}});
    app.as_editor().put(&path).if_match(0).json(facts).send().await.expect_status(200);
    let page = list(&app, "?year=2026&limit=1").await;
    let review = &page.data[0];
    assert_eq!((review.reasons.as_slice(), review.due), (&[Assessed][..], true));
    assert_eq!(review.assessed_on.unwrap().to_string(), "2026-11-20");
    assert_eq!(review.assessed_by_name.as_deref(), Some("Eva Ek"));
    // It is not older than the year end before.
    assert_eq!(numbers(&list(&app, "?year=2025").await), [("A-0003", true), ("A-0004", true)]);
    let rest = list(&app, &format!("?year=2026&limit=1&cursor={}", page.next_cursor.unwrap())).await;
    assert_eq!(numbers(&rest), [("A-0003", true)]);

    let known = at(&app);
    app.advance(TimeDelta::minutes(5));
    let mark = json!({"year_ends_on": "2026-12-31", "agreements": [optional, past], "note": "Genomgånget med driften"});
    let marked: LeaseReviews =
        app.as_editor().post(&app.path("/books/review")).json(mark).send().await.expect_status(200).json();
    assert_eq!(marked.reviewed, 2);
    assert_eq!(numbers(&list(&app, "?year=2026").await), [("A-0003", true)]);
    let all = list(&app, "?year=2026&done=true").await;
    assert_eq!(numbers(&all), [("A-0002", false), ("A-0003", true), ("A-0004", false)]);
    let reviewed = all.data[0].reviewed.as_ref().unwrap();
    assert_eq!(reviewed.note.as_deref(), Some("Genomgånget med driften"));
    assert_eq!(all.data[0].assessed_on.unwrap().to_string(), "2026-11-22");
    assert_eq!(numbers(&list(&app, &format!("?year=2026&known_at={known}")).await).len(), 3);
    // Another year end is another review.
    assert!(numbers(&list(&app, "?year=2027").await).contains(&("A-0002", true)));

    let path = app.path(&format!("/agreements/{goes_on}/endings"));
    let ending = json!({"how": "terminated", "effective_on": "2026-12-31"});
    app.as_editor().post(&path).if_match(1).json(ending).send().await.expect_status(200);
    assert_eq!(numbers(&list(&app, "?year=2026").await), []);
}

#[tokio::test]
async fn the_year_ends_with_the_fiscal_year_of_the_books() {
    let app = TestApp::new().await;
    entered(&app, json!({"start_on": "2026-09-15", "extension": {"months": 12}})).await;
    assert_eq!(numbers(&list(&app, "?year=2026").await), [("A-0001", true)]);
    let chosen = json!({"in_use": true, "policy": {"fiscal_year_ends": 8}});
    app.as_editor().put(&app.path("/books/ifrs16")).if_match(0).json(chosen).send().await.expect_status(200);
    assert_eq!(numbers(&list(&app, "?year=2026").await), []);
}

#[tokio::test]
async fn only_what_is_there_is_marked_and_all_of_it_or_nothing() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({"extension": {"months": 12}})).await;
    let mark = async |body| app.as_editor().post(&app.path("/books/review")).json(body).send().await;
    let invalid = ErrorCode::ValidationFailed;
    let unknown = "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64";
    mark(json!({"year_ends_on": "2026-12-31", "agreements": [agreement, unknown]})).await.expect_fault(
        invalid,
        "/agreements/1",
        FieldCode::InvalidId,
    );
    mark(json!({"year_ends_on": "2026-12-31", "agreements": [agreement, agreement]})).await.expect_fault(
        invalid,
        "/agreements/1",
        FieldCode::Duplicate,
    );
    mark(json!({"year_ends_on": "2026-12-30", "agreements": [agreement]})).await.expect_fault(
        invalid,
        "/year_ends_on",
        FieldCode::InvalidValue,
    );
    assert_eq!(numbers(&list(&app, "?year=2026").await), [("A-0001", true)]);
}
