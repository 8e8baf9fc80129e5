//! Reports over the books, over HTTP.

mod closed;
mod hostile;
mod policies;
mod portfolio;
mod reading;
mod reasons;
pub mod sealed;
pub mod totals;
mod workbook;

use crate::support::{AccessRow, Maker, TestApp};
use serde_json::{Value, json};
use shared::companies::Role;
use shared::page::Page;
use shared::reports::{AgreementReport, BookReport, SealedReport};

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Role::Reader, "find_book_report").query("framework=ifrs16&to=2026-01-31"),
        AccessRow::member(Role::Reader, "list_book_report_agreements").query("framework=k3"),
        AccessRow::member(Role::Reader, "export_book_report").query("framework=k2"),
        AccessRow::member(Role::Reader, "find_book_report_workbook").query("framework=ifrs16&to=2026-01-31"),
        AccessRow::member(Role::Reader, "explain_book_report").query("framework=ifrs16"),
        AccessRow::member(Role::Reader, "compare_book_reports").query("framework=ifrs16&other=k2"),
        AccessRow::member(Role::Reader, "bridge_book_reports")
            .query("framework=ifrs16&known_before=2026-01-31T00:00:00Z"),
        AccessRow::member(Role::Reader, "write_report_note").query("framework=k3&year_end=2025-12-31"),
        AccessRow::member(Role::Reader, "list_sealed_reports"),
        AccessRow::member(Role::Editor, "create_sealed_report")
            .sends(|_, request| request.json(sealed::year(json!({})))),
        AccessRow::member(Role::Reader, "find_sealed_report"),
        AccessRow::member(Role::Reader, "verify_sealed_report"),
        AccessRow::member(Role::Reader, "bridge_sealed_report"),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![Maker {
        name: "sealed_report_id",
        make: |app, _| {
            Box::pin(async {
                let new = sealed::year(json!({}));
                let sealed = app.as_editor().post(&app.path("/sealed-reports")).json(new).send().await;
                sealed.expect_status(201).json::<SealedReport>().item.id.to_string()
            })
        },
    }]
}

async fn report(app: &TestApp, query: &str) -> BookReport {
    app.as_reader().get(&app.path(&format!("/reports/books?{query}"))).send().await.expect_status(200).json()
}

/// Every agreement of a report, page by page.
async fn agreements(app: &TestApp, query: &str) -> Vec<AgreementReport> {
    let mut all = Vec::new();
    let mut cursor = None;
    loop {
        let rest: String = cursor.iter().map(|cursor: &String| format!("&cursor={cursor}")).collect();
        let path = app.path(&format!("/reports/books/agreements?limit=150&{query}{rest}"));
        let page: Page<AgreementReport> = app.as_reader().get(&path).send().await.expect_status(200).json();
        assert_eq!(page.has_more, page.next_cursor.is_some());
        all.extend(page.data);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

/// An amount of an answer, in hundredths.
fn minor(amount: &Value) -> i64 {
    amount.as_str().unwrap().parse::<shared::money::Amount>().unwrap().minor()
}
