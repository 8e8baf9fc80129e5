//! The workbook of a report, recalculated by a spreadsheet program that knows nothing of us.

use super::{agreements, report};
use crate::debt::published_portfolio;
use crate::support::TestApp;
use crate::workbooks::{minor, recalculated};
use calamine::{Data, Range, Reader as _, Xlsx};
use serde_json::json;
use shared::money::Amount;
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::ReportFigures;
use std::io::{Cursor, Read as _, Write as _};

type Book = Xlsx<Cursor<Vec<u8>>>;
type Line = (&'static str, fn(&ReportFigures) -> Amount);

const LINES: [Line; 18] = [
    ("Ingående skuld", |of| of.liability.opening),
    ("Nya avtal", |of| of.liability.recognised),
    ("Betalt", |of| of.liability.paid),
    ("Utgående skuld", |of| of.liability.closing),
    ("varav långfristig", |of| of.noncurrent),
    ("varav kortfristig", |of| of.current),
    ("Ingående tillgång", |of| of.asset.opening),
    ("Avskrivet", |of| of.asset.depreciation),
    ("Utgående tillgång", |of| of.asset.closing),
    ("Utgående, förskott (+) eller skuld (−)", |of| of.deferral.closing),
    ("Räntekostnad", |of| of.result.interest),
    ("Linjär kostnad", |of| of.result.operating),
    ("Kostnad, summa", |of| of.result.expense),
    ("Amortering", |of| of.cash.principal),
    ("Betald ränta", |of| of.cash.interest),
    ("Löpande verksamhet", |of| of.cash.operating),
    ("Betalt, summa", |of| of.cash.total),
    ("Mot eget kapital", |of| of.equity),
];

async fn workbook(app: &TestApp, query: &str) -> Vec<u8> {
    let path = app.path(&format!("/reports/books/workbook?{query}"));
    app.as_owner().get(&path).send().await.expect_status(200).bytes().to_vec()
}

/// The first row whose first cell says so.
#[track_caller]
fn row(sheet: &Range<Data>, text: &str) -> usize {
    let says = |row: &[Data]| row.first() == Some(&Data::String(text.to_owned()));
    sheet.rows().position(says).unwrap_or_else(|| panic!("{text} stands nowhere"))
}

#[track_caller]
fn column_is(sheet: &Range<Data>, column: usize, figures: &ReportFigures) {
    for (text, of) in LINES {
        assert_eq!(minor(sheet, row(sheet, text), column), of(figures).minor(), "{text} in column {column}");
    }
}

/// No cell of any sheet is an error.
fn without_errors(book: &mut Book) {
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).unwrap();
        for (at, row) in sheet.rows().enumerate() {
            assert!(!row.iter().any(|cell| matches!(cell, Data::Error(_))), "{name}, row {at}: {row:?}");
        }
    }
}

fn checks_hold(sheet: &Range<Data>) {
    let first = row(sheet, "Kontroller, alla noll");
    for at in first + 1..=first + 8 {
        assert_eq!(minor(sheet, at, 1), 0, "{:?}", sheet.rows().nth(at));
    }
}

#[tokio::test]
async fn every_total_line_and_period_is_computed_from_the_agreements_to_the_same_ore() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    for (framework, split) in [("ifrs16", "kind"), ("k3", "lessor")] {
        let query = format!("framework={framework}&from=2025-02-10&to=2026-01-31&period=quarter&split={split}");
        let told = report(&app, &query).await;
        let mut book = recalculated(&format!("report-{framework}"), &workbook(&app, &query).await);
        without_errors(&mut book);
        let sheet = book.worksheet_range("Rapport").unwrap();
        column_is(&sheet, 1, &told.total);
        assert!(told.lines.len() > 1, "{:?}", told.lines.len());
        for (column, line) in (2..).zip(&told.lines) {
            column_is(&sheet, column, &line.figures);
        }
        checks_hold(&sheet);
        let periods = book.worksheet_range("Perioder").unwrap();
        assert_eq!(told.periods.len(), 5);
        for (column, period) in (1..).zip(&told.periods) {
            column_is(&periods, column, &period.figures);
        }
        let rows =
            agreements(&app, &query.replace("&period=quarter", "").replace(&format!("&split={split}"), "")).await;
        let of_agreements = book.worksheet_range("Avtal").unwrap();
        assert_eq!(of_agreements.height(), 1 + rows.len() * told.periods.len());
        let width = of_agreements.width();
        assert!((1..of_agreements.height()).all(|at| minor(&of_agreements, at, width - 1) == 0), "the engine differs");
        let due = book.worksheet_range("Förfall").unwrap();
        let sums = 2 + rows.len();
        let maturity = &told.maturity;
        assert_eq!(maturity.buckets.len(), 7);
        let expected = [maturity.buckets[0].amount, maturity.buckets[6].amount, maturity.total];
        let expected = [&expected[..], &[told.total.liability.closing, maturity.discount]].concat();
        let found = [3, 9, 10, 11, 12].map(|column| minor(&due, sums, column));
        assert_eq!(found.to_vec(), expected.iter().map(|amount| amount.minor()).collect::<Vec<_>>());
        assert_eq!(minor(&due, sums, 20), told.commitments.total.minor());
        let note = book.worksheet_range("Not").unwrap();
        let closing = told.total.asset.closing.minor();
        assert_eq!(minor(&note, row(&note, "Utgående tillgång"), 1), closing);
        assert_eq!(minor(&note, row(&note, "Utgående tillgång"), 2), (closing + 50_000) / 100_000 * 100);
        assert_eq!(minor(&note, row(&note, "Avskrivet"), 1), -told.total.asset.depreciation.minor());
    }
}

#[tokio::test]
async fn whoever_changes_a_row_sees_what_follows() {
    let app = TestApp::new().await;
    crate::agreements::At::created(&app, crate::agreements::truck()).await;
    let query = "framework=ifrs16&from=2025-01-01&to=2025-12-31";
    let told = report(&app, query).await;
    let bytes = workbook(&app, query).await;
    let recognised = told.total.liability.interest.minor();
    // Ten kronor more interest in the only agreement's row, which is the third sheet.
    let from = recognised as f64 / 100.0;
    let bytes = changed(&bytes, "xl/worksheets/sheet3.xml", from, from + 10.0);
    let mut book = recalculated("report-changed", &bytes);
    let sheet = book.worksheet_range("Rapport").unwrap();
    let closing = minor(&sheet, row(&sheet, "Utgående skuld"), 1);
    assert_eq!(closing, told.total.liability.closing.minor() + 1_000);
    // What the engine says stands beside it.
    let rows = book.worksheet_range("Avtal").unwrap();
    assert_eq!(minor(&rows, 1, rows.width() - 1), 1_000);
}

/// The file with the first such number of a sheet replaced.
fn changed(bytes: &[u8], sheet: &str, from: f64, to: f64) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if file.name() == sheet {
            let text = String::from_utf8(content).unwrap();
            let cell = format!("<v>{from}</v>");
            assert!(text.contains(&cell), "{cell}");
            content = text.replacen(&cell, &format!("<v>{to}</v>"), 1).into_bytes();
        }
        out.start_file(file.name(), zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[tokio::test]
async fn it_says_what_it_rests_on_in_both_languages_and_is_not_endless() {
    let app = TestApp::new().await;
    crate::agreements::At::created(&app, crate::agreements::truck()).await;
    crate::agreements::At::created(
        &app,
        crate::agreements::with(crate::agreements::truck(), json!({"number": "U-1", "price": null})),
    )
    .await;
    let bytes = workbook(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31&lang=en").await;
    let mut book: Book = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Report", "Periods", "Agreements", "Maturity", "Note", "About"]);
    let about = book.worksheet_range("About").unwrap();
    let said: Vec<String> = about.rows().flatten().map(ToString::to_string).collect();
    for text in ["IFRS 16", "2025-12-31", env!("CARGO_PKG_VERSION"), "fiscal_year_ends", "rate_missing", "U-1"] {
        assert!(said.iter().any(|cell| cell == text), "{text} is not in {said:?}");
    }
    let refused = app.path("/reports/books/workbook?framework=ifrs16&to=2025-12-31&period=month&scope=group");
    app.as_reader().get(&refused).send().await.expect_fault(
        ErrorCode::NotForGroups,
        "?period",
        FieldCode::InvalidValue,
    );
}
