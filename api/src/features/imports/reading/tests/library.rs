//! What `calamine` does with the inputs that decided against it (docs/adr/0005-reading-spreadsheets.md). A test here
//! that goes red says that the library has become better and that the decision is due again.

use super::made::{MadeXlsx, ods};
use super::*;
use calamine::{Data, Reader};
use std::io::Cursor;
use std::panic::catch_unwind;

fn library(bytes: Vec<u8>) -> Result<calamine::Xlsx<Cursor<Vec<u8>>>, calamine::XlsxError> {
    calamine::open_workbook_from_rs(Cursor::new(bytes))
}

fn one_row(cells: &str) -> String {
    format!("<sheetData><row><c t=\"inlineStr\"><is><t>Avtalsnr</t></is></c></row><row>{cells}</row></sheetData>")
}

#[test]
fn a_count_that_lies_ends_the_library_and_not_us() {
    let strings = "<sst uniqueCount=\"18446744073709551615\"><si><t>Avtalsnr</t></si><si><t>Avgift</t></si></sst>";
    let sheet = "<sheetData><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>\
        <row><c><v>1</v></c><c><v>2</v></c></row></sheetData>";
    let bytes = MadeXlsx { sheets: &[("a", sheet)], strings: Some(strings), ..MadeXlsx::default() }.bytes();
    let theirs = bytes.clone();
    assert!(catch_unwind(move || library(theirs).is_ok()).is_err(), "a count of 2^40 would not even unwind");
    assert_eq!(open_bytes(&bytes).unwrap().sheet.rows.len(), 1);
}

#[test]
fn one_new_error_value_costs_the_library_the_whole_sheet() {
    let sheet = one_row("<c t=\"e\"><v>#SPILL!</v></c><c><v>2</v></c>");
    let bytes = MadeXlsx { sheets: &[("a", &sheet)], ..MadeXlsx::default() }.bytes();
    assert!(library(bytes.clone()).unwrap().worksheet_range("a").is_err());
    assert_eq!(open_bytes(&bytes).unwrap().sheet.rows[1].cell(0).shown(), "#SPILL!");
}

#[test]
fn the_library_does_not_tell_a_percentage_from_a_number() {
    let styles = "<styleSheet><cellXfs><xf numFmtId=\"10\"/></cellXfs></styleSheet>";
    let sheet = one_row("<c s=\"0\"><v>0.0535</v></c><c><v>1</v></c>");
    let bytes = MadeXlsx { sheets: &[("a", &sheet)], styles, ..MadeXlsx::default() }.bytes();
    let theirs = library(bytes.clone()).unwrap().worksheet_range("a").unwrap();
    assert_eq!(theirs.get_value((1, 0)), Some(&Data::Float(0.0535)));
    assert_eq!(open_bytes(&bytes).unwrap().sheet.rows[1].cell(0).shown(), "5.35 %");
}

#[test]
fn repetitions_fill_the_memory_of_the_library() {
    let cell = |repeats: u32| {
        format!(
            "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"1000\"><table:table-cell \
             office:value-type=\"string\" table:number-columns-repeated=\"{repeats}\"><text:p>x</text:p>\
             </table:table-cell></table:table-row></table:table>"
        )
    };
    let bytes = ods(&cell(1_000));
    assert!(bytes.len() < 1_000);
    let mut theirs: calamine::Ods<_> = calamine::open_workbook_from_rs(Cursor::new(bytes.clone())).unwrap();
    assert_eq!(theirs.worksheet_range("a").unwrap().get_size(), (1_000, 1_000), "and up to 100,000,000 cells");
    assert_eq!(open_bytes(&bytes).map(|_| ()), Err(SheetError::TooManyColumns { row: 1 }));
}
