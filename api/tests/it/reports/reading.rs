//! How a report reads the register: some at a time, and never the worse for one agreement that does not hold together.

use super::{agreements, report};
use crate::agreements::{At, truck, with};
use crate::debt::published_portfolio;
use crate::support::TestApp;
use api::db::CompanyTx;
use api::error::ApiError;
use api::features::agreements::service::{UnreadEntry, portfolio, portfolio_after};
use serde_json::json;
use shared::books::BookFindingCode;
use shared::journals::{Journal, JournalOmission};
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::ReportTotal;

/// Deleted agreements take their place in a page of what was known, and nothing else.
#[tokio::test]
async fn the_register_in_pages_is_the_register() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    let behind = app.database.superuser().await;
    behind.batch_execute("UPDATE agreement SET deleted_at = now() WHERE number < 'E'").await.unwrap();
    let read = async |tx: &CompanyTx| {
        let mut counted = Vec::new();
        for known_at in [None, Some(tx.now())] {
            let whole = portfolio(tx, known_at).await?;
            for limit in [1_u16, 7, 400, 1_000] {
                let (mut pages, mut after, mut all) = (0_usize, None, Vec::new());
                loop {
                    let page = portfolio_after(tx, known_at, after, limit).await?;
                    pages += 1;
                    assert!(page.entries.len() <= usize::from(limit));
                    for entry in page.entries.into_iter().map(UnreadEntry::read) {
                        all.push(entry?);
                    }
                    after = page.span.map(|(_, last)| last);
                    if !page.has_more {
                        break;
                    }
                }
                assert_eq!(format!("{all:?}"), format!("{whole:?}"), "{known_at:?} {limit}");
                counted.push((whole.len(), pages));
            }
        }
        Ok::<_, ApiError>(counted)
    };
    let access = app.state.db.company(app.company, app.owner.id, "test");
    let counted = access.read_snapshot(read).await.unwrap();
    assert!(counted[0].0 < 400 && counted[4].0 == 400, "{counted:?}");
    assert_eq!(counted[5], (400, 58), "{counted:?}");
}

/// Rules have become stricter since it was recorded, say.
#[tokio::test]
async fn an_agreement_that_does_not_hold_together_is_left_out_and_named() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"number": "A-1"}))).await;
    let broken = At::created(&app, with(truck(), json!({"number": "A-2", "cost_center": "9"}))).await;
    let query = "framework=ifrs16&from=2026-01-01&to=2026-12-31";
    let sound = report(&app, &format!("{query}&cost_center=")).await;
    let behind = app.database.superuser().await;
    let spoil =
        "UPDATE agreement SET original_terms = replace(original_terms::text, '\"2024-01-01\"', '\"1066-10-14\"')::json
                 WHERE number = 'A-2'; UPDATE register SET revision = revision + 1";
    behind.batch_execute(spoil).await.unwrap();

    let found = report(&app, query).await;
    assert_eq!((found.agreements, found.left_out_count), (1, 1));
    assert_eq!(found.total, sound.total);
    let left_out = &found.left_out[0];
    assert_eq!((left_out.agreement.number.as_str(), left_out.agreement.title.as_str()), ("A-2", "Motviktstruck"));
    assert_eq!(left_out.finding.code, BookFindingCode::TermsNotCalculable);
    assert!(left_out.totals.contains(&ReportTotal::Liability));
    assert_eq!(agreements(&app, query).await.len(), 1);
    assert_eq!(report(&app, &format!("{query}&cost_center=")).await.left_out_count, 0);
    assert_eq!(report(&app, &format!("{query}&kind=premises")).await.left_out_count, 0);

    let journals = app.path(&format!("/journals?{query}"));
    let journal: Journal = app.as_reader().get(&journals).send().await.expect_status(200).json();
    let reasons: Vec<_> = journal.left_out.iter().map(|one| (one.agreement.id, one.reason)).collect();
    assert_eq!(reasons, [(broken.id, JournalOmission::NotCalculable)]);
    // Its own book says what is wrong with it.
    let book = app.path(&format!("/agreements/{}/books/ifrs16", broken.id));
    let answer = app.as_reader().get(&book).send().await;
    answer.expect_fault(ErrorCode::ValidationFailed, "/start_on", FieldCode::OutOfRange);
}
