//! What only a workbook can have: several sheets, error cells, numbers with more digits than are kept.

use super::Work;
use crate::support::TestApp;
use rust_xlsxwriter::{Formula, Workbook, Worksheet};
use serde_json::json;
use shared::imports::{FaultCode, ImportCounts, ImportField, Severity};

const HEADERS: [&str; 7] = ["Avtalsnummer", "Leasegivare", "Avtalstyp", "Startdatum", "Slutdatum", "Avgift", "Pärm"];

fn agreements<'a>(workbook: &'a mut Workbook, name: &str, rows: &[[&str; 7]]) -> &'a mut Worksheet {
    let sheet = workbook.add_worksheet();
    sheet.set_name(name).unwrap();
    sheet.write_row(0, 0, HEADERS).unwrap();
    sheet.write_row_matrix(1, 0, rows.iter().copied()).unwrap();
    sheet
}

#[tokio::test]
async fn decisions_about_one_sheet_are_not_decisions_about_another() {
    let app = TestApp::new().await;
    let mut workbook = Workbook::new();
    let ours = [
        ["A1", "SEB", "Hyra", "2024-01-01", "2026-12-31", "1000", ""],
        ["A2", "SEB", "Hyra", "2024-01-01", "2026-12-31", "2000", ""],
    ];
    agreements(&mut workbook, "Vårt", &ours);
    let theirs = ours.map(|[number, lessor, kind, start, end, fee, _]| {
        [if number == "A1" { "B1" } else { "B2" }, lessor, kind, start, end, fee, ""]
    });
    agreements(&mut workbook, "Deras", &theirs);
    let mut work = Work::on(&app, "a.xlsx", &workbook.save_to_buffer().unwrap()).await;
    assert_eq!(work.import.sheet.as_deref(), Some("Vårt"));
    let cell = json!({"type": "cell", "row": 2, "field": "fee", "text": "7777"});
    work.mend(json!([cell, {"type": "skip", "rows": [3]}])).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 2, create: 1, skip: 1, ..ImportCounts::default() });
    let defaults = serde_json::to_value(&work.import.mapping.defaults).unwrap();

    work.map(json!({"sheet": "Vårt", "defaults": defaults})).await;
    assert_eq!(work.import.counts.skip, 1, "the sheet that it was anyway");
    let fee = async |work: &Work<'_>| {
        let row = work.row(2).await;
        let cell = row.cells.into_iter().find(|cell| cell.field == ImportField::Fee).unwrap();
        (cell.value.unwrap(), cell.mended)
    };
    assert_eq!(fee(&work).await, ("7777.00".to_owned(), true));

    for sheet in ["Deras", "Vårt"] {
        work.map(json!({"sheet": sheet, "defaults": defaults})).await;
        assert_eq!(work.import.counts, ImportCounts { rows: 2, create: 2, ..ImportCounts::default() }, "{sheet}");
        assert_eq!(fee(&work).await, ("1000.00".to_owned(), false), "{sheet}");
    }
}

#[tokio::test]
async fn what_a_column_of_the_companys_own_cannot_keep_is_said() {
    let app = TestApp::new().await;
    let mut workbook = Workbook::new();
    let good = |number| [number, "SEB", "Hyra", "2024-01-01", "2026-12-31", "1000", ""];
    let sheet = agreements(&mut workbook, "Avtal", &["A1", "A2", "A3", "A4"].map(good));
    sheet.write(1, 6, "Blå").unwrap();
    sheet.write(2, 6, Formula::new("=Z1").set_result("#REF!")).unwrap();
    sheet.write(3, 6, 1_234_567_890_123_456.0).unwrap();
    sheet.write(4, 6, "x".repeat(shared::terms::NOTES_CHARS_MAX + 1)).unwrap();
    let mut work = Work::on(&app, "a.xlsx", &workbook.save_to_buffer().unwrap()).await;
    let defaults = serde_json::to_value(&work.import.mapping.defaults).unwrap();
    let kept = json!({"columns": {"6": {"to": "custom", "name": "Hylla"}}, "defaults": defaults});
    work.map(kept).await;

    let mut said = Vec::new();
    for row in work.rows("").await {
        said.extend(row.faults.into_iter().map(|fault| {
            assert_eq!((fault.field, fault.column.as_deref()), (None, Some("Pärm")));
            (fault.row, fault.code, fault.severity)
        }));
    }
    assert_eq!(
        said,
        [
            (3, FaultCode::CellError, Severity::Blocking),
            (4, FaultCode::DigitsLost, Severity::Warning),
            (5, FaultCode::TooLong, Severity::Blocking),
        ]
    );
    assert_eq!((work.import.counts.create, work.import.counts.faulty, work.import.counts.warnings), (2, 2, 1));
    assert!(work.import.fault_groups.iter().all(|group| group.column.as_deref() == Some("Pärm")));
    let english = app.as_reader().get(&work.path("/rejected")).send().await.expect_status(200).text();
    assert!(english.contains("Pärm: the cell holds an error"), "{english}");

    work.map(json!({"columns": {"6": {"to": "ignored"}}, "defaults": defaults})).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 4, create: 4, ..ImportCounts::default() });
}
