//! Closing time, and opening it again.

use super::{amend, assert_balanced, closed, closing, enter, export, exported, journal, moved};
use crate::support::TestApp;
use chrono::TimeDelta;
use serde_json::json;
use shared::journals::{Closing, ClosingCheckCode, ClosingChecklist, Journal, JournalCause};
use shared::page::Page;
use shared::problem::ErrorCode;

const ACCOUNTS: [&str; 7] = ["1260", "1269", "2391", "2841", "2440", "7836", "8410"];

async fn of(app: &TestApp, from: &str, to: &str) -> Journal {
    journal(app, &format!("framework=ifrs16&from={from}&to={to}&limit=1000")).await
}

fn moves(journal: &Journal) -> [i64; 7] {
    ACCOUNTS.map(|account| moved(journal, account))
}

async fn checklist(app: &TestApp, through: &str) -> ClosingChecklist {
    let path = app.path(&format!("/closings/checklist?framework=ifrs16&through={through}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn reopened(app: &TestApp, closing: &Closing) -> crate::support::Answered {
    let path = app.path(&format!("/closings/{}/reopen", closing.id));
    app.as_owner().post(&path).json(json!({"reason": "Fel ränta"})).send().await
}

#[tokio::test]
async fn closed_months_stay_and_what_is_learned_since_comes_after_them() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let quarter = of(&app, "2026-01-01", "2026-03-31").await;
    let first = closed(&app, closing("ifrs16", "2026-03-31")).await;
    assert_eq!((first.from, first.through.to_string().as_str()), (None, "2026-03-31"));
    app.advance(TimeDelta::minutes(3));
    amend(&app, &agreement, "2026-01-01", json!({"fee": "45000"})).await;

    let after = of(&app, "2026-01-01", "2026-03-31").await;
    assert_eq!((after.data, after.closed_through), (quarter.data, Some(first.through)));
    let open = of(&app, "2026-04-01", "2026-04-30").await;
    assert_balanced(&open);
    let correction = &open.data[0];
    assert_eq!((correction.cause, correction.on.to_string().as_str()), (JournalCause::Correction, "2026-04-01"));

    // Whatever is closed, all together is the book as it is known now.
    let together = of(&app, "2025-07-01", "2026-12-31").await;
    let closed_again = reopened(&app, &first).await.expect_status(200).json::<Closing>();
    assert_eq!(closed_again.reopened.unwrap().reason, "Fel ränta");
    let known_now = of(&app, "2025-07-01", "2026-12-31").await;
    assert_eq!(moves(&together), moves(&known_now));
    assert!(known_now.data.iter().all(|voucher| voucher.cause != JournalCause::Correction));
    assert_ne!(together.data, known_now.data);
}

#[tokio::test]
async fn each_closing_keeps_what_was_known_at_its_time() {
    let app = TestApp::new().await;
    let mut agreement = enter(&app, json!({})).await;
    let mut told = Vec::new();
    for (through, fee) in [("2026-01-31", "40000"), ("2026-02-28", "41000"), ("2026-03-31", "42000")] {
        let made = closed(&app, closing("ifrs16", through)).await;
        told.push((made, of(&app, "2026-01-01", "2026-12-31").await));
        app.advance(TimeDelta::minutes(1));
        agreement = amend(&app, &agreement, "2026-01-01", json!({"fee": fee})).await;
        app.advance(TimeDelta::minutes(1));
    }
    let now = of(&app, "2026-01-01", "2026-12-31").await;
    assert_balanced(&now);
    let corrections: Vec<_> = now.data.iter().filter(|voucher| voucher.cause == JournalCause::Correction).collect();
    let days: Vec<_> = corrections.iter().map(|voucher| voucher.on.to_string()).collect();
    assert_eq!(days, ["2026-02-01", "2026-03-01", "2026-04-01"]);
    // What had been told of closed months is still told.
    for (made, then) in &told {
        let months = |journal: &Journal| {
            let inside = |voucher: &&shared::journals::JournalVoucher| voucher.on <= made.through;
            journal.data.iter().filter(inside).cloned().collect::<Vec<_>>()
        };
        assert_eq!(months(&now), months(then), "through {}", made.through);
        // And a question as of then is answered as then.
        let known_at = made.closed_at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let query = format!("framework=ifrs16&from=2026-01-01&to=2026-12-31&limit=1000&known_at={known_at}");
        assert_eq!(journal(&app, &query).await.data, then.data);
    }
    // The whole life: the liability ends at nothing, whatever was corrected when.
    let mut left = 0;
    for year in 2025..=2029 {
        let journal = of(&app, &format!("{year}-01-01"), &format!("{year}-12-31")).await;
        left += moved(&journal, "2391") + moved(&journal, "2841");
    }
    assert_eq!(left, 0);
    let (last, first) = (&told[2].0, &told[0].0);
    reopened(&app, first).await.expect_problem(ErrorCode::NotLastClosing);
    reopened(&app, last).await.expect_status(200);
    reopened(&app, last).await.expect_problem(ErrorCode::AlreadyUndone);
}

#[tokio::test]
async fn nothing_is_reversed_because_it_cannot_be_calculated_any_more() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    closed(&app, closing("ifrs16", "2026-03-31")).await;
    app.advance(TimeDelta::minutes(1));
    let path = app.path(&format!("/agreements/{}/corrections", agreement.id));
    let patch = json!({"patch": {"price": null}});
    app.as_editor().post(&path).if_match(agreement.version).json(patch).send().await.expect_status(200);
    let open = of(&app, "2026-04-01", "2026-12-31").await;
    assert_eq!((open.data.len(), open.left_out.len()), (0, 1));
    let list = checklist(&app, "2026-04-30").await;
    let without = list.checks.iter().find(|check| check.code == ClosingCheckCode::AgreementsWithoutRate).unwrap();
    assert_eq!((without.found, without.examples.len()), (1, 1));
}

#[tokio::test]
async fn the_checklist_is_mended_or_accepted() {
    let app = TestApp::new().await;
    enter(&app, json!({})).await;
    let list = checklist(&app, "2026-01-31").await;
    assert_eq!(list.from.unwrap().to_string(), "2025-07-01");
    let found: Vec<_> = list.checks.iter().filter(|check| check.found > 0).map(|check| check.code).collect();
    assert_eq!(found, [ClosingCheckCode::UnconfirmedAccounts, ClosingCheckCode::NotExported]);
    let new = json!({"framework": "ifrs16", "through": "2026-01-31"});
    let refused = app.as_editor().post(&app.path("/closings")).json(new).send().await;
    let problem = refused.expect_problem(ErrorCode::ClosingBlocked);
    let named: Vec<_> = problem.errors.iter().map(|error| error.found.clone().unwrap()).collect();
    assert_eq!(named, ["unconfirmed_accounts", "not_exported"]);

    // Confirmed by choosing, and sent to the ledger.
    let rules = json!([
        {"role": "liability_noncurrent", "account": "2391"},
        {"role": "liability_current", "account": "2841"},
        {"role": "interest", "account": "8410"}
    ]);
    let path = app.path("/accounts/mapping");
    app.as_editor().put(&path).if_match(0).json(json!({"accounts": rules})).send().await.expect_status(200);
    exported(&app, export("sie", json!({"from": "2025-07-01", "to": "2026-01-31"}))).await;
    let list = checklist(&app, "2026-01-31").await;
    assert!(list.checks.iter().all(|check| check.found == 0), "{list:?}");
    let new = json!({"framework": "ifrs16", "through": "2026-01-31", "note": "Januari"});
    let made = closed(&app, new).await;
    assert_eq!((made.vouchers, made.note.as_deref(), made.checks), (list.vouchers, Some("Januari"), list.checks));
    let all: Page<Closing> = app.as_reader().get(&app.path("/closings")).send().await.expect_status(200).json();
    assert_eq!((all.data.len(), all.data[0].id), (1, made.id));
}

#[tokio::test]
async fn a_book_is_closed_forwards_by_whole_months_and_each_for_itself() {
    let app = TestApp::new().await;
    closed(&app, closing("ifrs16", "2026-03-31")).await;
    let refused = async |framework: &str, through: &str| {
        app.as_editor().post(&app.path("/closings")).json(closing(framework, through)).send().await
    };
    refused("ifrs16", "2026-03-31").await.expect_problem(ErrorCode::AlreadyClosed);
    refused("ifrs16", "2026-01-31").await.expect_problem(ErrorCode::AlreadyClosed);
    refused("ifrs16", "2026-04-29").await.expect_problem(ErrorCode::ValidationFailed);
    refused("k3", "2026-01-31").await.expect_status(201);
    refused("ifrs16", "2026-04-30").await.expect_status(201);
}

#[tokio::test]
async fn corrections_go_to_the_ledger_once() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let time = json!({"from": "2025-07-01", "to": "2026-12-31"});
    exported(&app, export("json", time.clone())).await;
    closed(&app, closing("ifrs16", "2026-03-31")).await;
    app.advance(TimeDelta::minutes(1));
    amend(&app, &agreement, "2026-01-01", json!({"fee": "45000"})).await;
    let second = exported(&app, export("json", time.clone())).await;
    let file = super::file(&app, &second).await;
    let vouchers: Vec<shared::journals::JournalVoucher> = serde_json::from_slice(&file).unwrap();
    assert!(
        vouchers.iter().all(|voucher| voucher.on.to_string().as_str() > "2026-03-31"),
        "closed months are left alone"
    );
    assert_eq!(vouchers.iter().filter(|voucher| voucher.cause == JournalCause::Correction).count(), 1);
    let again = app.as_editor().post(&app.path("/journals/exports")).json(export("json", time)).send().await;
    again.expect_problem(ErrorCode::NothingToExport);
}
