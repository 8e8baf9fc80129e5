//! Accounts, vouchers, exports and closings over HTTP.

mod accounts;
mod closings;
mod exports;
mod sie;
mod vouchers;

use crate::support::{AccessRow, Maker, TestApp};
use chrono::{Days, Months, NaiveDate};
use serde_json::{Value, json};
use shared::agreements::Agreement;
use shared::companies::Role;
use shared::journals::{Closing, Journal, JournalExport};
use shared::money::Amount;
use std::sync::atomic::{AtomicU32, Ordering};

pub fn access() -> Vec<AccessRow> {
    let month = "framework=ifrs16&from=2026-01-01&to=2026-01-31";
    vec![
        AccessRow::member(Role::Reader, "find_account_mapping"),
        AccessRow::member(Role::Editor, "update_account_mapping")
            .sends(|_, request| request.json(json!({"accounts": []}))),
        AccessRow::member(Role::Reader, "find_journal").query(month),
        AccessRow::member(Role::Reader, "list_journal_exports"),
        AccessRow::member(Role::Editor, "create_journal_export")
            .needs(&["agreement_id"])
            .sends(|_, request| request.json(export("sie", json!({"new_only": false})))),
        AccessRow::member(Role::Reader, "find_journal_export"),
        AccessRow::member(Role::Reader, "download_journal_export"),
        AccessRow::member(Role::Editor, "withdraw_journal_export")
            .sends(|_, request| request.json(json!({"reason": "Filen lästes aldrig in"}))),
        AccessRow::member(Role::Reader, "check_closing").query("framework=ifrs16&through=2025-12-31"),
        AccessRow::member(Role::Reader, "list_closings"),
        AccessRow::member(Role::Editor, "create_closing").sends(|_, request| request.json(next_closing())),
        AccessRow::member(Role::Reader, "find_closing"),
        AccessRow::member(Role::Owner, "reopen_closing")
            .sends(|_, request| request.json(json!({"reason": "Fel ränta"}))),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![
        Maker {
            name: "journal_export_id",
            make: |app, _| {
                Box::pin(async {
                    enter(app, json!({})).await;
                    exported(app, export("csv", json!({"new_only": false}))).await.id.to_string()
                })
            },
        },
        Maker {
            name: "closing_id",
            make: |app, _| Box::pin(async { closed(app, next_closing()).await.id.to_string() }),
        },
    ]
}

/// Closes a month more each time: a book is closed forwards only.
fn next_closing() -> Value {
    static CLOSED: AtomicU32 = AtomicU32::new(0);
    let months = CLOSED.fetch_add(1, Ordering::Relaxed);
    let first = NaiveDate::from_ymd_opt(2030, 1, 1).unwrap().checked_add_months(Months::new(months)).unwrap();
    closing("k3", &first.checked_sub_days(Days::new(1)).unwrap().to_string())
}

fn closing(framework: &str, through: &str) -> Value {
    let accepted = [
        "unconfirmed_accounts",
        "agreements_without_rate",
        "exchange_rates_missing",
        "not_calculable",
        "open_findings",
        "not_exported",
    ];
    json!({"framework": framework, "through": through, "accepted": accepted})
}

/// Of the year 2026 under IFRS 16, unless `with` says otherwise.
fn export(format: &str, with: Value) -> Value {
    let mut new = json!({"framework": "ifrs16", "from": "2026-01-01", "to": "2026-12-31", "format": format});
    new.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    new
}

/// The stacker of the documentation, with `with` on top.
async fn enter(app: &TestApp, with: Value) -> Agreement {
    let mut terms = crate::books::example("agreement")["contract"]["agreement"].clone();
    terms.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await.expect_status(201).json()
}

async fn amend(app: &TestApp, agreement: &Agreement, on: &str, patch: Value) -> Agreement {
    let path = app.path(&format!("/agreements/{}/amendments", agreement.id));
    let amendment = json!({"effective_on": on, "patch": patch});
    app.as_editor().post(&path).if_match(agreement.version).json(amendment).send().await.expect_status(200).json()
}

async fn journal(app: &TestApp, query: &str) -> Journal {
    app.as_reader().get(&app.path(&format!("/journals?{query}"))).send().await.expect_status(200).json()
}

async fn exported(app: &TestApp, new: Value) -> JournalExport {
    app.as_editor().post(&app.path("/journals/exports")).json(new).send().await.expect_status(201).json()
}

async fn file(app: &TestApp, export: &JournalExport) -> Vec<u8> {
    let path = app.path(&format!("/journals/exports/{}/file", export.id));
    app.as_reader().get(&path).send().await.expect_status(200).bytes().to_vec()
}

async fn closed(app: &TestApp, new: Value) -> Closing {
    app.as_editor().post(&app.path("/closings")).json(new).send().await.expect_status(201).json()
}

fn minor(amount: Option<Amount>) -> i64 {
    amount.map_or(0, Amount::minor)
}

/// Debit less credit of an account.
fn moved(journal: &Journal, account: &str) -> i64 {
    let found = journal.accounts.iter().find(|one| one.account == account);
    found.map_or(0, |one| one.debit.minor() - one.credit.minor())
}

#[track_caller]
fn assert_balanced(journal: &Journal) {
    assert_eq!(journal.debit, journal.credit);
    for voucher in &journal.data {
        let sum: i64 = voucher.lines.iter().map(|line| minor(line.debit) - minor(line.credit)).sum();
        assert_eq!(sum, 0, "{voucher:?}");
        assert!(!voucher.lines.is_empty(), "{voucher:?}");
    }
}
