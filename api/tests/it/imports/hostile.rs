//! Files and cells made to break things.

use super::{HEADER, Work, register, upload};
use crate::support::TestApp;
use shared::imports::{FaultCode, ImportListItem, RowAction};
use shared::page::Page;
use shared::problem::ErrorCode;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const TEN_MEGABYTES: usize = 10 << 20;

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one sheet, its parts given.
fn workbook(sheet: &[u8], strings: &[u8]) -> Vec<u8> {
    const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let root = format!(
        r#"<Relationships><Relationship Id="w" Type="{TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let parts = format!(
        r#"<Relationships><Relationship Id="s" Type="{TYPE}/worksheet" Target="sheet.xml"/><Relationship Id="t" Type="{TYPE}/sharedStrings" Target="strings.xml"/></Relationships>"#
    );
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", br#"<workbook><sheets><sheet name="Blad1" sheetId="1" r:id="s"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", parts.as_bytes()),
        ("xl/sheet.xml", sheet),
        ("xl/strings.xml", strings),
    ])
}

fn rows_of(cell: &str) -> Vec<u8> {
    let row = |cells: &str| format!("<row>{cells}</row>");
    let text = |text: &str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
    let header = row(&[text("Avtalsnummer"), text("Benämning")].concat());
    format!("<worksheet><sheetData>{header}{}</sheetData></worksheet>", row(&[text("A1"), text(cell)].concat()))
        .into_bytes()
}

#[tokio::test]
async fn a_workbook_made_to_burst_is_refused_before_it_does() {
    let app = TestApp::new().await;
    let blanks = vec![b' '; 2 * TEN_MEGABYTES];
    let mut lies = workbook(&rows_of("x"), &blanks);
    // The size that the directory and the part itself give, made small.
    let size = u32::try_from(blanks.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..lies.len() - 4).filter(|at| lies[*at..at + 4] == size).collect();
    places.iter().for_each(|place| lies[*place..place + 4].copy_from_slice(&100_u32.to_le_bytes()));
    assert_eq!(places.len(), 2);
    let many: Vec<(String, &[u8])> = (0..20_000).map(|n| (format!("xl/media/{n}"), &b""[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let laughs = "<!DOCTYPE x [<!ENTITY a \"haha\"><!ENTITY b \"&a;&a;&a;&a;\">]><worksheet><sheetData/></worksheet>";
    let long = "x".repeat(TEN_MEGABYTES);
    let burst = [ErrorCode::UnpacksTooLarge, ErrorCode::CellTooLong].as_slice();
    let cases = [
        ("a part that unpacks to twenty megabytes", workbook(&rows_of("x"), &blanks), burst),
        ("a sheet that does", workbook(&blanks, b"<sst/>"), burst),
        (
            "a part that lies about its size",
            lies,
            &[ErrorCode::UnpacksTooLarge, ErrorCode::FileDamaged, ErrorCode::CellTooLong],
        ),
        ("twenty thousand parts", zipped(&many), &[ErrorCode::UnpacksTooLarge]),
        ("a cell of ten megabytes", workbook(&rows_of(&long), b"<sst/>"), burst),
        ("entities that multiply", workbook(laughs.as_bytes(), b"<sst/>"), &[ErrorCode::FileDamaged]),
    ];
    for (what, file, codes) in cases {
        assert!(file.len() < 5 << 20, "{what} is no bomb: {} bytes", file.len());
        let answer = upload(&app, &app.as_editor(), "a.xlsx", &file).await;
        assert!(answer.status() == 422 && codes.contains(&answer.problem().code), "{what}: {}", answer.text());
    }
    nothing_is_left(&app).await;
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused_by_its_size() {
    let app = TestApp::new().await;
    let file = vec![b'a'; (50 << 20) + 1];
    upload(&app, &app.as_editor(), "a.csv", &file).await.expect_status(413).expect_problem(ErrorCode::BodyTooLarge);
    nothing_is_left(&app).await;
}

async fn nothing_is_left(app: &TestApp) {
    let list: Page<ImportListItem> = app.as_reader().get(&app.path("/imports")).send().await.json();
    assert_eq!(list.data.len(), 0);
}

#[tokio::test]
async fn absurd_cells_are_faults_of_their_rows() {
    let app = TestApp::new().await;
    let cases = [
        ("NaN", "Avgift", FaultCode::NotANumber),
        ("Infinity", "Avgift", FaultCode::NotANumber),
        ("1e999", "Avgift", FaultCode::NotANumber),
        ("99999999999999999999", "Avgift", FaultCode::TooLarge),
        ("-5000", "Avgift", FaultCode::Negative),
        ("=1+1", "Avgift", FaultCode::NotANumber),
        ("0000-00-00", "Startdatum", FaultCode::ImpossibleDate),
        ("2024-02-30", "Startdatum", FaultCode::ImpossibleDate),
        ("99999-01-01", "Startdatum", FaultCode::NotADate),
        ("-9999999999", "Startdatum", FaultCode::NotADate),
    ];
    let rows = cases.iter().enumerate().map(|(n, (text, column, _))| {
        let cell = |name: &str, good: &str| if *column == name { (*text).to_owned() } else { good.to_owned() };
        format!("A{n};Truck;SEB;Hyra;{};2030-12-31;{};", cell("Startdatum", "2024-01-01"), cell("Avgift", "1000"))
    });
    let text = std::iter::once(HEADER.to_owned()).chain(rows).collect::<Vec<_>>().join("\r\n");
    let work = Work::on(&app, "a.csv", text.as_bytes()).await;
    let mut wrong = Vec::new();
    for ((text, column, code), row) in cases.iter().zip(work.rows("").await) {
        let codes: Vec<FaultCode> = row.faults.iter().map(|fault| fault.code).collect();
        if row.action != RowAction::Faulty || !codes.contains(code) {
            wrong.push(format!("{text} as {column}: {:?} {codes:?}", row.action));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    work.post("/apply").await.expect_problem(ErrorCode::ImportHasFaults);
    assert_eq!(register(&app).await.len(), 0);
}

#[tokio::test]
async fn the_file_of_rejected_rows_runs_nothing() {
    let app = TestApp::new().await;
    let header = HEADER.replace("Benämning", "=Benämning");
    let text = format!("{header}\r\nA1;@SUM(A1);+SEB;＝1+1;2024-01-01;2030-12-31;-5000;-7");
    let work = Work::on(&app, "a.csv", text.as_bytes()).await;
    assert_eq!(work.import.counts.faulty, 1);
    let file = app.as_reader().get(&work.path("/rejected")).send().await.expect_status(200).text();
    let starts = |cell: &str| cell.trim_matches('"').starts_with(['=', '+', '@', '＝', '＋', '－', '＠']);
    let cells: Vec<&str> = file.trim_start_matches('\u{feff}').split([';', '\n']).collect();
    let running: Vec<_> = cells.iter().filter(|cell| starts(cell)).collect();
    assert!(running.is_empty(), "{running:?}");
    for marked in ["'=Benämning", "'@SUM(A1)", "'+SEB", "'＝1+1", "-5000", "-7"] {
        assert!(cells.iter().any(|cell| cell.trim() == marked), "{marked} in {file}");
    }
}
