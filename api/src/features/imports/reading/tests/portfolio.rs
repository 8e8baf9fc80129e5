//! The portfolio with its planted faults: everything planted is found where it stands, and nothing else.

use super::*;
use crate::features::imports::reading::faults::{FaultCode, NoteCode, Severity};
use crate::features::imports::reading::groups::FaultGroups;
use crate::features::imports::reading::sheet::SkipReason;
use crate::features::imports::reading::terms;
use crate::features::imports::reading::{Delimiter, SourceFormat, TextEncoding};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const TRUTH: &str = include_str!("../../../../../tests/data/portfolio/avtal-rena.csv");
const CP1252: &[u8] = include_bytes!("../../../../../tests/data/portfolio/avtal-cp1252.csv");
const XLSX: &[u8] = include_bytes!("../../../../../tests/data/portfolio/avtal.xlsx");
const EXPECTED: &str = include_str!("../../../../../tests/data/portfolio/expected.json");

#[derive(Deserialize)]
struct Expected {
    faults_in_xlsx: Vec<Planted>,
}

#[derive(Deserialize)]
struct Planted {
    sheet_row: u32,
    agreement: String,
    fault: String,
    column: String,
    right_value: String,
    must_be_mended: bool,
}

impl Planted {
    fn field(&self) -> ImportField {
        ImportField::ALL.into_iter().find(|field| field.label_sv() == self.column).unwrap()
    }

    fn code(&self) -> FaultCode {
        match self.fault.as_str() {
            "fee_zero" => FaultCode::Zero,
            "negative_fee" => FaultCode::Negative,
            "amount_text" => FaultCode::NotANumber,
            "kind_unknown" => FaultCode::UnknownKind,
            "currency_unknown" => FaultCode::UnknownCurrency,
            "date_impossible" => FaultCode::ImpossibleDate,
            "missing_start" | "missing_number" => FaultCode::Missing,
            "duplicate_number" => FaultCode::DuplicateNumber,
            "end_before_start" => FaultCode::EndBeforeStart,
            "term_disagrees" => FaultCode::TermDisagrees,
            other => panic!("no code for {other}"),
        }
    }
}

fn planted() -> Vec<Planted> {
    serde_json::from_str::<Expected>(EXPECTED).unwrap().faults_in_xlsx
}

/// The truth by another road than the reader under test: it is as plain as a file can be.
fn truth() -> BTreeMap<String, BTreeMap<ImportField, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(TRUTH.as_bytes());
    let fields: Vec<ImportField> = reader
        .headers()
        .unwrap()
        .iter()
        .map(|header| ImportField::ALL.into_iter().find(|field| field.label_sv() == header).unwrap())
        .collect();
    let mut agreements = BTreeMap::new();
    for record in reader.records() {
        let record = record.unwrap();
        let row: BTreeMap<ImportField, String> = fields
            .iter()
            .zip(record.iter())
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| (*field, canonical(*field, text)))
            .collect();
        agreements.insert(record.get(0).unwrap().to_owned(), row);
    }
    assert_eq!(agreements.len(), 400);
    agreements
}

fn canonical(field: ImportField, text: &str) -> String {
    match field {
        ImportField::Kind => match text {
            "Finansiell leasing" => "financial_lease",
            "Operationell leasing" => "operational_lease",
            "Hyra" => "rental",
            other => panic!("{other}"),
        }
        .to_owned(),
        ImportField::Timing => if text == "förskott" { "advance" } else { "arrears" }.to_owned(),
        ImportField::FirstIncreasedReplaces => (text == "ja").to_string(),
        ImportField::NominalRatePercent => {
            text.replace(',', ".").trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        ImportField::Fee
        | ImportField::Price
        | ImportField::FirstIncreasedFee
        | ImportField::ResidualValue
        | ImportField::InvoiceFee
        | ImportField::ArrangementFee => match text.split_once(',') {
            Some((whole, öre)) => format!("{whole}.{öre:0<2}"),
            None => format!("{text}.00"),
        },
        _ => text.to_owned(),
    }
}

fn assert_is_truth(rows: &[ReadRow]) {
    let truth = truth();
    assert_eq!(rows.len(), truth.len());
    for row in rows {
        let number = value(row, ImportField::Number);
        assert_eq!(&row.values, truth.get(number).unwrap_or_else(|| panic!("{number}")), "{number}");
    }
    let numbers: BTreeSet<&str> = rows.iter().map(|row| value(row, ImportField::Number)).collect();
    assert_eq!(numbers.len(), truth.len());
}

#[test]
fn the_clean_files_are_read_alike_and_without_a_single_fault() {
    for (bytes, encoding) in [(TRUTH.as_bytes(), TextEncoding::Utf8), (CP1252, TextEncoding::Windows1252)] {
        let (opened, questions, rows) = read_proposed(bytes);
        assert_eq!(opened.format, SourceFormat::Delimited { encoding, delimiter: Delimiter::Semicolon });
        assert_eq!(questions, []);
        assert_eq!(opened.sheet.skipped, []);
        for row in &rows {
            assert_eq!(row.faults, []);
            assert_eq!(row.notes, [], "nothing in these files is unusual");
        }
        assert_eq!(rows.first().map(|row| row.sheet_row), Some(2));
        assert_is_truth(&rows);
    }
}

#[test]
fn the_sheet_of_agreements_is_found_in_the_workbook() {
    let opened = open_bytes(XLSX).unwrap();
    assert_eq!(opened.format, SourceFormat::Xlsx);
    let names: Vec<(&str, bool)> = opened.sheets.iter().map(|sheet| (sheet.name.as_str(), sheet.is_chosen)).collect();
    assert_eq!(names, [("Leasingavtal 2026", true), ("Kontakter", false)]);
    assert_eq!(opened.sheet.header_row, Some(4));
    assert_eq!(opened.sheet.rows.len(), 400);
    let skipped: Vec<(u32, SkipReason)> =
        opened.sheet.skipped.iter().map(|skipped| (skipped.row.number, skipped.reason)).collect();
    assert_eq!(
        skipped,
        [(1, SkipReason::Heading), (2, SkipReason::Heading), (405, SkipReason::Blank), (406, SkipReason::Sum)]
    );
    let proposal = mapping::propose(&opened.sheet, None);
    assert_eq!(proposal.questions, []);
    assert_eq!(proposal.mapping.columns.len(), 23);
    let header = |field: ImportField| {
        let column = proposal.mapping.columns.get(&field).unwrap();
        opened.sheet.column(column.index).unwrap().header.clone()
    };
    assert_eq!(header(ImportField::Fee), "Avgift/betaln.");
    assert_eq!(header(ImportField::Price), "Pris (ex moms)");
    assert_eq!(header(ImportField::NominalRatePercent), "Ränta");
}

#[test]
fn every_planted_fault_is_found_where_it_stands_and_nothing_else_is() {
    let (_, _, rows) = read_proposed(XLSX);
    let wanted: BTreeSet<(u32, ImportField, FaultCode)> = planted()
        .iter()
        .filter(|planted| planted.must_be_mended)
        .map(|planted| (planted.sheet_row, planted.field(), planted.code()))
        .collect();
    assert_eq!(wanted.len(), 22);
    let found: BTreeSet<(u32, ImportField, FaultCode)> =
        rows.iter().flat_map(|row| &row.faults).map(|fault| (fault.row, fault.field.unwrap(), fault.code)).collect();
    assert_eq!(found, wanted, "no fault missed, no false alarm, not even a warning");
    assert!(rows.iter().flat_map(|row| &row.faults).all(|fault| fault.severity == Severity::Blocking));
    assert_eq!(rows.iter().filter(|row| row.is_blocked()).count(), 22);
}

#[test]
fn what_is_clear_is_read_without_asking() {
    let (_, _, rows) = read_proposed(XLSX);
    let read: Vec<Planted> = planted().into_iter().filter(|planted| !planted.must_be_mended).collect();
    assert_eq!(read.len(), 13);
    for planted in read {
        let row = rows.iter().find(|row| row.sheet_row == planted.sheet_row).unwrap();
        let note = match planted.fault.as_str() {
            "amount_decimal_point" => NoteCode::DecimalPoint,
            "amount_spaced_kr" => NoteCode::CurrencyInCell,
            "date_two_digit_year" => NoteCode::TwoDigitYear,
            "date_dotted" => NoteCode::DottedDate,
            "date_month_name" => NoteCode::MonthName,
            "percent_sign" => NoteCode::PercentSign,
            "formula_text" => NoteCode::FormulaText,
            other => panic!("{other}"),
        };
        assert_eq!(row.notes, [(planted.field(), note)], "row {}", planted.sheet_row);
        if planted.fault == "formula_text" {
            // The name of the object is not in the file any more; what stands there is kept as text.
            assert_eq!(value(row, ImportField::Title), "=HYPERLINK(\"http://example.invalid\";\"Klicka\")");
        } else {
            let right = canonical(planted.field(), &planted.right_value);
            assert_eq!(value(row, planted.field()), right, "row {}", planted.sheet_row);
        }
    }
}

#[test]
fn faults_say_what_would_be_right_where_the_sheet_knows() {
    let (_, _, rows) = read_proposed(XLSX);
    let all = planted();
    for fault in rows.iter().flat_map(|row| &row.faults) {
        let planted = all.iter().find(|planted| planted.sheet_row == fault.row).unwrap();
        let right = canonical_right(planted);
        match fault.code {
            // Nothing in the row tells these.
            FaultCode::Zero | FaultCode::UnknownKind | FaultCode::DuplicateNumber => {
                assert_eq!(fault.suggestion, None)
            }
            FaultCode::Missing if fault.field == Some(ImportField::Number) => assert_eq!(fault.suggestion, None),
            _ => assert_eq!(fault.suggestion.as_deref(), Some(right.as_str()), "row {}", fault.row),
        }
        match fault.code {
            FaultCode::DuplicateNumber => assert_eq!(fault.expected, Some((fault.row - 1).to_string())),
            FaultCode::TermDisagrees => assert_eq!(fault.expected, fault.suggestion),
            _ => {}
        }
    }
}

fn canonical_right(planted: &Planted) -> String {
    canonical(planted.field(), &planted.right_value)
}

#[test]
fn mending_in_the_person_s_own_writing_gives_the_truth() {
    let opened = open_bytes(XLSX).unwrap();
    let mapping = mapping::propose(&opened.sheet, None).mapping;
    let mut mends = Mends::default();
    for planted in planted() {
        mends.set(planted.sheet_row, planted.field(), &planted.right_value);
    }
    let rows = read_all(&opened.sheet, &mapping, &mends);
    assert!(rows.iter().all(|row| row.faults.is_empty()));
    assert_is_truth(&rows);
    for planted in planted() {
        let row = rows.iter().find(|row| row.sheet_row == planted.sheet_row).unwrap();
        assert_eq!(value(row, ImportField::Number), planted.agreement);
    }
    for row in &rows {
        let terms = terms::of_values(&row.values, &row.custom).unwrap();
        assert!(shared::terms::check(&terms).is_ok(), "row {}", row.sheet_row);
    }
}

#[test]
fn faults_stand_together_by_repair() {
    let (_, _, rows) = read_proposed(XLSX);
    let mut groups = FaultGroups::default();
    rows.iter().flat_map(|row| &row.faults).for_each(|fault| groups.add(fault));
    let groups = groups.into_vec();
    assert_eq!(groups.iter().map(|group| group.count).sum::<u32>(), 22);
    let skr = groups.iter().find(|group| group.code == FaultCode::UnknownCurrency).unwrap();
    assert_eq!((skr.count, skr.all_suggested), (2, true));
    assert_eq!((skr.found[0].found.as_str(), skr.found[0].count), ("SKR", 2));
    let kind = groups.iter().find(|group| group.code == FaultCode::UnknownKind).unwrap();
    assert_eq!((kind.count, kind.all_suggested), (2, false));
}

#[test]
fn the_workbook_is_read_as_another_reader_reads_it() {
    use calamine::{Data, Reader};
    let mut other: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(XLSX)).unwrap();
    let range = other.worksheet_range("Leasingavtal 2026").unwrap();
    let sheet = open_bytes(XLSX).unwrap().sheet;
    let mut compared = 0;
    for row in &sheet.rows {
        for (column, cell) in row.cells.iter().enumerate() {
            let position = (row.number - 1, u32::try_from(column).unwrap());
            let theirs = match range.get_value(position).unwrap_or(&Data::Empty) {
                Data::DateTime(date) => date.as_datetime().unwrap().date().to_string(),
                Data::Float(number) => crate::features::imports::reading::grid::plain_number(*number),
                other => other.to_string(),
            };
            assert_eq!(cell.shown(), theirs, "{position:?}");
            compared += 1;
        }
    }
    assert!(compared > 8_000);
}
