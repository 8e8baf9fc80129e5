//! The workbook of a book, recalculated by a spreadsheet program that knows nothing of us.

use crate::support::{AccessRow, TestApp};
use calamine::{Data, Range, Reader as _, Xlsx};
use serde_json::{Value, json};
use shared::agreements::Agreement;
use shared::books::{BookCalculation, BookEntry};
use shared::companies::Role;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

pub fn access() -> Vec<AccessRow> {
    vec![AccessRow::member(Role::Reader, "find_agreement_workbook")]
}

/// Has the program compute every formula anew, whatever the file says they come to.
const ALWAYS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("leasify-workbook-{}-{name}", std::process::id()));
        std::fs::create_dir_all(path.join("profile/user")).unwrap();
        std::fs::create_dir_all(path.join("out")).unwrap();
        std::fs::write(path.join("profile/user/registrymodifications.xcu"), ALWAYS).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// LibreOffice reads it, computes it and writes it.
pub fn recalculated(name: &str, bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    let folder = Folder::new(name);
    let path: &Path = &folder.0;
    std::fs::write(path.join("book.xlsx"), bytes).unwrap();
    let output = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", path.display()))
        .args(["--headless", "--norestore", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(path.join("out"))
        .arg(path.join("book.xlsx"))
        .output()
        .unwrap_or_else(|error| panic!("LibreOffice is needed to recalculate: .ci/setup.sh readers: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Xlsx::new(Cursor::new(std::fs::read(path.join("out/book.xlsx")).unwrap())).unwrap()
}

pub fn minor(sheet: &Range<Data>, row: usize, column: usize) -> i64 {
    let at = (u32::try_from(row).unwrap(), u32::try_from(column).unwrap());
    match sheet.get_value(at) {
        Some(Data::Float(value)) => (value * 100.0).round() as i64,
        Some(Data::Int(value)) => value * 100,
        Some(Data::Empty) | None => 0,
        other => panic!("{other:?} in row {row}, column {column}"),
    }
}

/// Every published cell of the schedule is the book's, to the öre.
#[track_caller]
fn assert_is(book: &mut Xlsx<Cursor<Vec<u8>>>, expected: &BookCalculation) {
    let sheet = book.worksheet_range("Plan").unwrap();
    assert_eq!(sheet.height(), expected.rows.len() + 1);
    for (at, row) in expected.rows.iter().enumerate() {
        let number = at + 1;
        let (owed, asset) = (row.movement.liability.unwrap(), row.movement.asset.unwrap());
        let found = |column| minor(&sheet, number, column);
        let shown: Vec<i64> = [8, 9, 10, 11, 12, 13, 14, 16, 17, 20, 21, 22, 23, 24].map(found).to_vec();
        let told = [
            owed.opening,
            owed.recognised,
            owed.interest,
            owed.paid,
            owed.remeasured,
            owed.derecognised,
            owed.closing,
            asset.opening,
            asset.recognised,
            asset.depreciation,
            asset.remeasured,
            asset.derecognised,
            asset.impairment,
            asset.closing,
        ]
        .map(|amount| amount.minor());
        assert_eq!(shown, told, "row {number}: {row:?}");
        // The unrounded path is computed by the program alone: the file says nothing of what it comes to.
        if row.entry == BookEntry::Closing && owed.closing.minor() > 100 {
            assert_eq!(minor(&sheet, number, 15), owed.closing.minor(), "row {number}");
        }
    }
    for period in &expected.periods {
        let row = expected.rows.iter().rposition(|row| row.on == period.to && row.entry == BookEntry::Closing);
        let Some(row) = row else { continue };
        let split = (minor(&sheet, row + 1, 27), minor(&sheet, row + 1, 28));
        assert_eq!(split, (period.noncurrent.minor(), period.current.minor()), "{}", period.to);
    }
    let journal = book.worksheet_range("Verifikationer").unwrap();
    let lines: Vec<i64> = expected
        .journal
        .iter()
        .flat_map(|voucher| &voucher.lines)
        .map(|line| line.debit.map_or(0, |amount| amount.minor()) - line.credit.map_or(0, |amount| amount.minor()))
        .collect();
    let shown: Vec<i64> = (1..=lines.len()).map(|row| minor(&journal, row, 8)).collect();
    assert_eq!(shown, lines);
    assert_eq!(minor(&journal, lines.len() + 2, 8), 0, "debit is credit");
}

async fn enter(app: &TestApp, with: Value) -> Agreement {
    let mut terms = crate::books::example("agreement")["contract"]["agreement"].clone();
    terms.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await.expect_status(201).json()
}

async fn amend(app: &TestApp, agreement: &Agreement, on: &str, patch: Value) {
    let path = app.path(&format!("/agreements/{}/amendments", agreement.id));
    let amendment = json!({"effective_on": on, "patch": patch});
    app.as_editor().post(&path).if_match(agreement.version).json(amendment).send().await.expect_status(200);
}

async fn book(app: &TestApp, agreement: &Agreement, framework: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{}/books/{framework}?as_of=2026-12-31", agreement.id));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn workbook(app: &TestApp, agreement: &Agreement, framework: &str) -> Vec<u8> {
    let path = app.path(&format!("/agreements/{}/books/{framework}/workbook?as_of=2026-12-31", agreement.id));
    app.as_reader().get(&path).send().await.expect_status(200).bytes().to_vec()
}

#[tokio::test]
async fn level_payments_steps_and_an_index_come_to_the_same_ore() {
    let app = TestApp::new().await;
    let level = enter(&app, json!({})).await;
    let arrears = json!({"timing": "arrears", "interval_months": 1, "fee": "6600", "residual_value": null});
    let arrears = enter(&app, arrears).await;
    let steps = json!({
        "interval_months": 3, "fee": "19000", "start_on": "2025-07-15",
        "fee_steps": [{"from": "2026-10-01", "fee": "21000"}, {"from": "2028-01-01", "fee": "23000.55"}]
    });
    let steps = enter(&app, steps).await;
    let premises = json!({
        "kind": "premises", "title": "Lager", "interval_months": 3, "fee": "120000", "price": null,
        "residual_value": null, "arrangement_fee": null, "nominal_rate_percent": "4.75"
    });
    let premises = enter(&app, premises).await;
    amend(&app, &premises, "2027-01-01", json!({"fee": "124321.09"})).await;
    let shorter = enter(&app, json!({"kind": "premises", "residual_value": null})).await;
    amend(&app, &shorter, "2026-07-01", json!({"end_on": "2027-12-31"})).await;
    for (name, agreement, framework) in [
        ("level", &level, "ifrs16"),
        ("k3", &level, "k3"),
        ("arrears", &arrears, "ifrs16"),
        ("steps", &steps, "ifrs16"),
        ("index", &premises, "ifrs16"),
        ("shorter", &shorter, "ifrs16"),
    ] {
        let told = book(&app, agreement, framework).await;
        // The shorter one is over before the others, and so is what is paid for it.
        assert!(told.rows.len() > if name == "shorter" { 30 } else { 50 }, "{name}");
        let bytes = workbook(&app, agreement, framework).await;
        assert_is(&mut recalculated(name, &bytes), &told);
    }
}

#[tokio::test]
async fn dated_discounting_is_computed_too() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({"interval_months": 3, "fee": "19000", "start_on": "2025-07-15"})).await;
    let path = app.path("/books/ifrs16");
    let own: Value = app.as_reader().get(&path).send().await.expect_status(200).json();
    let mut policy = own["policy"].clone();
    policy["discounting"] = json!("dated");
    let choices = json!({"in_use": true, "policy": policy});
    let version = i32::try_from(own["version"].as_i64().unwrap()).unwrap();
    app.as_owner().put(&path).if_match(version).json(choices).send().await.expect_status(200);
    let told = book(&app, &agreement, "ifrs16").await;
    assert_eq!(serde_json::to_value(told.policies.policy.discounting).unwrap(), "dated");
    let bytes = workbook(&app, &agreement, "ifrs16").await;
    assert_is(&mut recalculated("dated", &bytes), &told);
}

/// The file with a number of its first sheet replaced.
fn changed(bytes: &[u8], from: f64, to: f64) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut times = 0;
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if file.name() == "xl/worksheets/sheet1.xml" {
            let text = String::from_utf8(content).unwrap();
            let cell = format!("<v>{from}</v>");
            times += text.matches(&cell).count();
            content = text.replace(&cell, &format!("<v>{to}</v>")).into_bytes();
        }
        out.start_file(file.name(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    assert_eq!(times, 1, "the rate stands in one cell");
    out.finish().unwrap().into_inner()
}

fn rate_of(bytes: &[u8]) -> f64 {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let sheet = book.worksheet_range("Förutsättningar").unwrap();
    let head = sheet.rows().position(|row| row.first() == Some(&Data::String("Värdering".to_owned()))).unwrap();
    match sheet.get_value((u32::try_from(head + 1).unwrap(), 2)) {
        Some(Data::Float(rate)) => *rate,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_changed_rate_gives_the_book_of_that_rate() {
    let app = TestApp::new().await;
    let premises = |rate: &str| {
        json!({
            "kind": "premises", "title": "Lager", "interval_months": 3, "fee": "120000", "price": null,
            "residual_value": null, "nominal_rate_percent": rate
        })
    };
    let (one, other) = (enter(&app, premises("4.75")).await, enter(&app, premises("6.5")).await);
    let (bytes, of_other) = (workbook(&app, &one, "ifrs16").await, workbook(&app, &other, "ifrs16").await);
    let bytes = changed(&bytes, rate_of(&bytes), rate_of(&of_other));
    let told = book(&app, &other, "ifrs16").await;
    assert_ne!(told.initial.liability, book(&app, &one, "ifrs16").await.initial.liability);
    assert_is(&mut recalculated("changed", &bytes), &told);
}

#[tokio::test]
async fn what_formulas_cannot_say_is_said_in_words() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let bytes = workbook(&app, &agreement, "k2").await;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let sheet = book.worksheet_range("Förutsättningar").unwrap();
    let Some(Data::String(text)) = sheet.get_value((7, 0)) else { panic!("nothing is said") };
    assert!(text.contains("uttrycks inte med formler"), "{text}");
}
