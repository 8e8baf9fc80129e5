//! Matching and mending: what a person decides, and what it leads to.

use super::{Work, sheet};
use crate::support::TestApp;
use serde_json::json;
use shared::imports::{
    ColumnTarget, FaultCode, ImportCounts, ImportField, ImportStatus, MatchedBy, RowAction, Severity, SkipReason,
};
use shared::problem::{ErrorCode, FieldCode};

const GOOD: &str = "A1;Truck;SEB;Hyra;2024-01-01;2026-12-31;1000;";

#[tokio::test]
async fn mends_are_laid_over_the_cells_and_can_be_taken_back() {
    let app = TestApp::new().await;
    let rows =
        [GOOD, "A2;Bil;SEB;Avbetalning;2024-02-31;2026-12-31;ca 500;", "A1;Kran;SEB;Hyra;2024-01-01;2026-12-31;1;"];
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    let faulty = work.rows("&action=faulty").await;
    assert_eq!(faulty.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 4]);
    let codes: Vec<_> = faulty[0].faults.iter().map(|fault| (fault.field.unwrap(), fault.code)).collect();
    assert_eq!(
        codes,
        [
            (ImportField::Kind, FaultCode::UnknownKind),
            (ImportField::StartOn, FaultCode::ImpossibleDate),
            (ImportField::Fee, FaultCode::NotANumber),
        ]
    );
    assert!(faulty[0].faults.iter().all(|fault| fault.severity == Severity::Blocking));
    assert_eq!(work.rows("&fault=duplicate_number").await.len(), 1);

    work.mend(json!([
        {"type": "replace", "field": "kind", "found": "Avbetalning", "text": "Hyra"},
        {"type": "accept_suggestions", "code": "not_a_number", "field": null},
        {"type": "cell", "row": 3, "field": "start_on", "text": "1 mars 2024"},
        {"type": "skip", "rows": [2]},
    ]))
    .await;
    let counts = ImportCounts { rows: 3, create: 2, skip: 1, ..ImportCounts::default() };
    assert_eq!(work.import.counts, counts, "without the first row the third has a number of its own");
    let row = work.row(3).await;
    let cell = |field| row.cells.iter().find(|cell| cell.field == field).unwrap();
    assert_eq!(cell(ImportField::Fee).value.as_deref(), Some("500.00"));
    assert_eq!(cell(ImportField::StartOn).value.as_deref(), Some("2024-03-01"));
    assert!(cell(ImportField::StartOn).mended && !cell(ImportField::Title).mended);
    assert_eq!(work.row(2).await.skip_reason, Some(SkipReason::Person));

    work.mend(json!([{"type": "revert", "row": 3, "field": "fee"}, {"type": "include", "rows": [2]}])).await;
    assert_eq!(work.import.counts.faulty, 2);
    work.mend(json!([{"type": "skip_faulty"}])).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 3, create: 1, skip: 2, ..ImportCounts::default() });
}

#[tokio::test]
async fn a_row_taken_for_a_sum_can_be_taken_in() {
    let app = TestApp::new().await;
    let mut work = Work::on(&app, "a.csv", &sheet(&[GOOD, ";Summa;;;;;1000;", "Se även pärm 3"])).await;
    let skipped = work.rows("&action=skip").await;
    let reasons: Vec<_> = skipped.iter().map(|row| (row.row, row.skip_reason.unwrap())).collect();
    assert_eq!(reasons, [(3, SkipReason::Sum), (4, SkipReason::Remark)]);
    assert_eq!(skipped[1].cells[0].text, "Se även pärm 3", "what is left out can be seen");
    work.mend(json!([{"type": "include", "rows": [3]}])).await;
    assert_eq!(work.row(3).await.action, RowAction::Faulty);
    let rejected = app.as_reader().get(&work.path("/rejected")).send().await.expect_status(200).text();
    assert!(rejected.contains(";;Summa;;;;;1000;"), "the cells of what was taken in are there too: {rejected}");
    work.mend(json!([{"type": "skip", "rows": [3]}])).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 3, create: 1, skip: 2, ..ImportCounts::default() });
}

#[tokio::test]
async fn columns_are_matched_by_a_person_and_remembered() {
    let app = TestApp::new().await;
    let text = "Ref;Vad;Bolag;Slag;Från;Till;Kostnad;Handlare\nA1;Truck;SEB;Hyra;2024-01-01;2026-12-31;1000;Bo\n";
    let mut work = Work::on(&app, "a.csv", text.as_bytes()).await;
    let missing = [ImportField::Number, ImportField::Lessor, ImportField::Kind, ImportField::Fee];
    assert_eq!(work.import.missing_fields, missing);
    work.map(json!({
        "columns": {
            "0": {"to": "field", "field": "number"},
            "1": {"to": "field", "field": "title"},
            "2": {"to": "field", "field": "lessor"},
            "6": {"to": "field", "field": "fee"},
            "7": {"to": "custom", "name": "Inköpare"},
        },
        "defaults": {"kind": "hyra", "currency": "sek", "interval_months": "kvartal", "timing": "efterskott"},
    }))
    .await;
    assert_eq!(work.import.missing_fields, []);
    assert_eq!(work.import.counts.create, 1);
    assert_eq!(work.import.mapping.defaults[&ImportField::IntervalMonths], "3");
    assert_eq!(work.import.columns[6].matched_by, MatchedBy::Person);
    work.map(json!({
        "columns": {"3": {"to": "field", "field": "kind"}},
        "defaults": {"currency": "SEK", "interval_months": "3", "timing": "arrears"},
    }))
    .await;
    assert_eq!(work.import.columns[6].target, ColumnTarget::Field { field: ImportField::Fee }, "left out, left alone");
    work.apply().await;
    assert_eq!(work.import.status, ImportStatus::Applied);

    let text = "Kostnad;Slag;Från;Till;Handlare;Bolag;Ref;Vad\n2000;Hyra;2024-01-01;2026-12-31;Eva;SEB;A2;Bil\n";
    let mut next = Work::on(&app, "b.csv", text.as_bytes()).await;
    assert_eq!(next.import.missing_fields, []);
    assert_eq!(next.import.counts, ImportCounts { rows: 1, create: 1, ..ImportCounts::default() });
    assert_eq!(next.import.columns[4].target, ColumnTarget::Custom { name: "Inköpare".to_owned() });
    assert_eq!(next.import.mapping.defaults[&ImportField::Timing], "arrears");
    next.apply().await;
    let id = next.rows("").await[0].agreement_id.unwrap();
    let path = app.path(&format!("/agreements/{id}"));
    let agreement: shared::agreements::Agreement = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!(agreement.terms.custom["Inköpare"], "Eva");
    assert_eq!(agreement.terms.interval_months, 3);
    assert_eq!(agreement.terms.fee.to_string(), "2000.00");
}

#[tokio::test]
async fn a_column_left_unread_is_said_once() {
    let app = TestApp::new().await;
    let header = "Avtalsnr;Benämning;Leasegivare;Avtalstyp;Från;Till;Avgift;Ljudnivå";
    let unread = |import: &shared::imports::Import| {
        let column = &import.columns[7];
        (column.target.clone(), column.matched_by)
    };
    let text = format!("{header}\nA1;Truck;SEB;Hyra;2024-01-01;2026-12-31;1000;hög\n");
    let mut work = Work::on(&app, "a.csv", text.as_bytes()).await;
    assert_eq!(unread(&work.import), (ColumnTarget::Ignored {}, MatchedBy::Nothing));
    work.apply().await;
    let text = format!("{header}\nA2;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;låg\n");
    let next = Work::on(&app, "b.csv", text.as_bytes()).await;
    assert_eq!(unread(&next.import), (ColumnTarget::Ignored {}, MatchedBy::Remembered));
}

#[tokio::test]
async fn one_answer_settles_a_column_that_cannot_tell() {
    let app = TestApp::new().await;
    let rows = ["A1;Truck;SEB;Hyra;03/04/2024;02/04/2026;1.234;", "A2;Bil;SEB;Hyra;05/06/2024;04/06/2026;5.600;"];
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    assert_eq!(work.import.counts.faulty, 2);
    let codes: Vec<_> = work.import.fault_groups.iter().map(|group| (group.code, group.count)).collect();
    assert!(codes.contains(&(FaultCode::AmbiguousNumber, 2)) && codes.contains(&(FaultCode::AmbiguousDate, 2)));
    let defaults = serde_json::to_value(&work.import.mapping.defaults).unwrap();
    work.map(json!({"decimal_mark": "comma", "date_order": "day_first", "defaults": defaults})).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 2, create: 2, ..ImportCounts::default() });
    let row = work.row(2).await;
    let value = |field| row.cells.iter().find(|cell| cell.field == field).unwrap().value.clone().unwrap();
    assert_eq!(value(ImportField::Fee), "1234.00");
    assert_eq!(value(ImportField::StartOn), "2024-04-03");
}

#[tokio::test]
async fn pasted_cells_and_another_row_of_headers() {
    let app = TestApp::new().await;
    let text = "Leasing\tlista\nAvtalsnummer\tLeasegivare\tAvtalstyp\tStart\tSlut\tAvgift\n\
        A1\tSEB\tHyra\t2024-01-01\t2026-12-31\t1 000,50 kr\n";
    let client = app.as_editor();
    let answer = client.post(&app.path("/imports/pasted")).header("accept-language", "sv").json(json!({"text": text}));
    let import: shared::imports::Import = answer.send().await.expect_status(201).json();
    assert_eq!((import.format.as_str(), import.file_name.as_str(), import.header_row), ("pasted", "Urklipp", 2));
    assert_eq!(import.counts.create, 1);
    let mut work = Work { app: &app, client, import };
    work.map(json!({"header_row": 1})).await;
    assert_eq!(work.import.header_row, 1);
    assert!(work.import.missing_fields.contains(&ImportField::Number));
    work.map(json!({"defaults": {"currency": "SEK", "timing": "advance", "interval_months": "1"}})).await;
    assert_eq!((work.import.header_row, work.import.counts.create), (2, 1));
}

#[tokio::test]
async fn the_rows_left_over_are_a_file_to_work_on() {
    let app = TestApp::new().await;
    let rows = [GOOD, "A2;=1+1;SEB;Avbetalning;2024-02-31;2026-12-31;-500;"];
    let work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    let answer = app.as_reader().get(&work.path("/rejected")).header("accept-language", "sv").send().await;
    let answer = answer.expect_status(200);
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let text = answer.text();
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], format!("Rad;Att rätta;{}", super::HEADER));
    assert_eq!(lines.len(), 2);
    assert!(lines[1].starts_with("3;"), "{}", lines[1]);
    for words in
        ["Startdatum: dagen finns inte", "Avtalstyp: är ingen känd avtalstyp", "Förslag: 500.00", "'=1+1", "-500"]
    {
        assert!(lines[1].contains(words), "{words} in {}", lines[1]);
    }
    let english = app.as_reader().get(&work.path("/rejected")).send().await.text();
    assert!(english.contains("there is no such day"));
}

#[tokio::test]
async fn a_wrong_guess_of_encoding_or_delimiter_is_mended() {
    let app = TestApp::new().await;
    let text = "Avtalsnummer;Benämning;Leasegivare;Avtalstyp;Startdatum;Slutdatum;Avgift\n\
        A1;Hjullastare, röd;Länsbanken;Hyra;2024-01-01;2026-12-31;1000\n";
    // A program that put the mark of UTF-8 before what it wrote as ever.
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let marked = [b"\xEF\xBB\xBF".as_slice(), &windows].concat();
    let mut work = Work::on(&app, "a.csv", &marked).await;
    assert_eq!(work.import.encoding.as_deref(), Some("Windows-1252"));
    assert_eq!(work.import.columns[0].header, "Avtalsnummer");
    let title = async |work: &Work<'_>| {
        let cells = work.row(2).await.cells;
        cells.into_iter().find(|cell| cell.field == ImportField::Title).and_then(|cell| cell.value)
    };
    assert_eq!(title(&work).await.as_deref(), Some("Hjullastare, röd"));
    let defaults = serde_json::to_value(&work.import.mapping.defaults).unwrap();

    work.mend(json!([{"type": "cell", "row": 2, "field": "fee", "text": "2000"}])).await;
    work.map(json!({"delimiter": ",", "defaults": defaults})).await;
    assert_eq!((work.import.delimiter.as_deref(), work.import.columns.len()), (Some(","), 2));
    work.map(json!({"delimiter": ";", "defaults": defaults})).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 1, create: 1, ..ImportCounts::default() });
    assert!(work.row(2).await.cells.iter().all(|cell| !cell.mended), "it was about the rows as they were");

    let client = app.as_editor();
    let map = async |work: &Work<'_>, mapping: serde_json::Value| {
        client.put(&work.path("/mapping")).if_match(work.import.version).json(mapping).send().await
    };
    let refused = map(&work, json!({"encoding": "UTF-8"})).await;
    refused.expect_fault(ErrorCode::ValidationFailed, "/encoding", FieldCode::InvalidValue);
    let utf8 = Work::on(&app, "b.csv", text.as_bytes()).await;
    let wrong: shared::imports::Import =
        map(&utf8, json!({"encoding": "Windows-1252", "defaults": defaults})).await.expect_status(200).json();
    assert_eq!((wrong.encoding.as_deref(), wrong.columns[1].header.as_str()), (Some("Windows-1252"), "BenÃ¤mning"));
    let workbook = Work::on(&app, "avtal.xlsx", super::XLSX).await;
    for (name, value) in [("encoding", "UTF-8"), ("delimiter", ";")] {
        let refused = map(&workbook, json!({name: value})).await;
        refused.expect_fault(ErrorCode::ValidationFailed, &format!("/{name}"), FieldCode::InvalidValue);
    }
}
