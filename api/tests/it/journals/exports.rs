//! Files for the ledger, and what they took along.

use super::{amend, assert_balanced, enter, export, exported, file, journal, minor};
use crate::support::TestApp;
use calamine::{Data, Reader as _, Xlsx};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use shared::agreements::Agreement;
use shared::journals::{JournalExport, JournalVoucher};
use shared::page::Page;
use shared::problem::ErrorCode;
use std::collections::BTreeMap;
use std::io::Cursor;

const YEAR: &str = "framework=ifrs16&from=2026-01-01&to=2026-12-31&limit=1000";

/// Debit less credit by account over several files in JSON.
fn ledger(files: &[Vec<u8>]) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for file in files {
        let vouchers: Vec<JournalVoucher> = serde_json::from_slice(file).unwrap();
        for line in vouchers.into_iter().flat_map(|voucher| voucher.lines) {
            *sums.entry(line.account).or_default() += minor(line.debit) - minor(line.credit);
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

async fn withdrawn(app: &TestApp, export: &JournalExport) -> JournalExport {
    let path = app.path(&format!("/journals/exports/{}/withdraw", export.id));
    app.as_editor().post(&path).json(json!({"reason": "Ej inläst"})).send().await.expect_status(200).json()
}

#[tokio::test]
async fn a_second_export_takes_nothing_and_the_file_stays_what_it_was() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let first = exported(&app, export("json", json!({}))).await;
    assert_eq!((first.vouchers, first.already_exported, first.left_out), (12, 0, 0));
    let sent = file(&app, &first).await;
    let hash: String = Sha256::digest(&sent).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!((hash, first.bytes as usize), (first.sha256.clone(), sent.len()));

    let told = journal(&app, YEAR).await;
    assert_eq!(told.not_exported, 0);
    assert!(told.data.iter().all(|voucher| voucher.exported.is_some_and(|exported| exported.export_id == first.id)));
    assert_eq!(journal(&app, &format!("{YEAR}&new_only=true")).await.data, []);
    let again = app.as_editor().post(&app.path("/journals/exports")).json(export("sie", json!({}))).send().await;
    again.expect_problem(ErrorCode::NothingToExport);

    amend(&app, &agreement, "2026-07-01", json!({"fee": "41000"})).await;
    assert_eq!(file(&app, &first).await, sent);
    let listed: Page<JournalExport> =
        app.as_reader().get(&app.path("/journals/exports")).send().await.expect_status(200).json();
    assert_eq!(listed.data, [first]);
}

#[tokio::test]
async fn what_has_changed_goes_as_the_difference() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let first = exported(&app, export("json", json!({}))).await;
    // A price corrected: every month since the start is another.
    let path = app.path(&format!("/agreements/{}/corrections", agreement.id));
    let patch = json!({"patch": {"price": "350000.00"}});
    app.as_editor().post(&path).if_match(agreement.version).json(patch).send().await.expect_status(200);
    let new = enter(&app, json!({})).await;
    let due = journal(&app, &format!("{YEAR}&new_only=true")).await;
    assert_balanced(&due);
    assert_eq!(due.vouchers, 24);
    let second = exported(&app, export("json", json!({}))).await;
    let files = [file(&app, &first).await, file(&app, &second).await];
    let now = journal(&app, YEAR).await;
    let expected: BTreeMap<String, i64> = now
        .accounts
        .iter()
        .map(|one| (one.account.clone(), one.debit.minor() - one.credit.minor()))
        .filter(|(_, sum)| *sum != 0)
        .collect();
    assert_eq!(ledger(&files), expected, "the ledger has what the books say");
    assert_eq!(now.not_exported, 0);

    // Deleted: what went is taken back, to the öre.
    let path = app.path(&format!("/agreements/{}", new.id));
    app.as_editor().delete(&path).if_match(new.version).json(json!({})).send().await.expect_status(200);
    let third = exported(&app, export("json", json!({}))).await;
    assert_eq!(third.vouchers, 12);
    let now = journal(&app, YEAR).await;
    let files = [files[0].clone(), files[1].clone(), file(&app, &third).await];
    assert_eq!(ledger(&files).get("7836").copied().unwrap(), super::moved(&now, "7836"));
}

#[tokio::test]
async fn a_withdrawn_export_goes_again_with_the_same_keys() {
    let app = TestApp::new().await;
    enter(&app, json!({})).await;
    let first = exported(&app, export("json", json!({}))).await;
    let withdrawal = withdrawn(&app, &first).await.withdrawn.unwrap();
    assert_eq!((withdrawal.reason.as_str(), withdrawal.by_name.as_deref()), ("Ej inläst", Some("edvin editor")));
    let path = app.path(&format!("/journals/exports/{}/withdraw", first.id));
    let twice = app.as_editor().post(&path).json(json!({"reason": "igen"})).send().await;
    twice.expect_problem(ErrorCode::AlreadyUndone);
    let second = exported(&app, export("json", json!({}))).await;
    assert_eq!(file(&app, &first).await, file(&app, &second).await);
}

#[tokio::test]
async fn to_and_fro_and_to_again_are_three_vouchers() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let mut keys = std::collections::BTreeSet::new();
    let mut version = agreement.version;
    exported(&app, export("json", json!({}))).await;
    for price in ["350000", "349000", "350000"] {
        let path = app.path(&format!("/agreements/{}/corrections", agreement.id));
        let patch = json!({"patch": {"price": price}});
        let changed: Agreement =
            app.as_editor().post(&path).if_match(version).json(patch).send().await.expect_status(200).json();
        version = changed.version;
        let difference = exported(&app, export("json", json!({}))).await;
        let vouchers: Vec<JournalVoucher> = serde_json::from_slice(&file(&app, &difference).await).unwrap();
        for voucher in vouchers {
            assert!(keys.insert(voucher.key.clone()), "{} twice", voucher.key);
        }
    }
    assert_eq!(keys.len(), 36);
}

#[tokio::test]
async fn joined_exports_and_single_ones_know_of_each_other() {
    let app = TestApp::new().await;
    enter(&app, json!({})).await;
    let joined = exported(&app, export("json", json!({"by": "account", "to": "2026-06-30"}))).await;
    assert_eq!(joined.vouchers, 6);
    let rest = exported(&app, export("json", json!({}))).await;
    assert_eq!((rest.vouchers, rest.already_exported), (6, 6));
    let all = exported(&app, export("json", json!({"new_only": false}))).await;
    assert_eq!((all.vouchers, all.already_exported), (12, 0));
}

#[tokio::test]
async fn spreadsheets_have_every_line() {
    let app = TestApp::new().await;
    enter(&app, json!({"title": "=1+1; \"Truck\"", "cost_center": "410"})).await;
    let told = journal(&app, YEAR).await;
    let lines: usize = told.data.iter().map(|voucher| voucher.lines.len()).sum();
    let whole = |format: &str| export(format, json!({"new_only": false}));

    let sheet = exported(&app, whole("xlsx")).await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(file(&app, &sheet).await)).unwrap();
    let rows = book.worksheet_range("Verifikationer").unwrap();
    assert_eq!(rows.height(), lines + 2, "a head and a sum");
    assert_eq!(rows.get_value((1, 3)), Some(&Data::String("=1+1; \"Truck\"".to_owned())));
    let Some(Data::Float(debit)) = rows.get_value((u32::try_from(lines).unwrap() + 1, 10)) else { panic!("no sum") };
    assert_eq!((debit * 100.0).round() as i64, told.debit.minor());

    let text = exported(&app, whole("csv")).await;
    assert_eq!(text.file_name, "leasing-ifrs16-2026-01-2026-12.csv");
    let text = String::from_utf8(file(&app, &text).await).unwrap();
    assert!(text.starts_with('\u{feff}'));
    assert_eq!(text.lines().count(), lines + 1);
    assert!(text.contains(";\"'=1+1; \"\"Truck\"\"\";"), "{text}");
}

#[tokio::test]
async fn faults_are_told_at_their_fields() {
    let app = TestApp::new().await;
    let refused = async |with: Value| {
        let answer = app.as_editor().post(&app.path("/journals/exports")).json(export("sie", with)).send().await;
        answer.problem().errors.first().map(|error| error.pointer.clone()).unwrap_or_default()
    };
    assert_eq!(refused(json!({"from": "2026-01-02"})).await, "/from");
    assert_eq!(refused(json!({"to": "2026-12-30"})).await, "/to");
    assert_eq!(refused(json!({"format": "pdf"})).await, "/format");
    assert_eq!(refused(json!({"encoding": "utf8"})).await, "/encoding");
    let empty = app.as_editor().post(&app.path("/journals/exports")).json(export("sie", json!({}))).send().await;
    empty.expect_problem(ErrorCode::NothingToExport);
}
