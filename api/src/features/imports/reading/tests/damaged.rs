//! Files that cannot be read, or were made to do harm.

use super::made::{MadeXlsx, inline, ods, row_of, zipped};
use super::*;
use crate::features::imports::reading::limits;
use shared::imports::FileKind;

fn code(bytes: &[u8]) -> &'static str {
    match open_bytes(bytes) {
        Ok(opened) => panic!("read as {:?}", opened.format),
        Err(error) => error.code(),
    }
}

fn small_xlsx() -> Vec<u8> {
    let header = row_of(&["Avtalsnr", "Leasegivare", "Avgift"].map(inline));
    let data = row_of(&["A1", "SEB", "100"].map(inline));
    let sheet = format!("<sheetData>{header}{data}</sheetData>");
    MadeXlsx { sheets: &[("Blad1", &sheet)], ..MadeXlsx::default() }.bytes()
}

#[test]
fn nothing_in_it() {
    assert_eq!(code(b""), "file_empty");
    assert_eq!(code(b"\xEF\xBB\xBF"), "file_empty");
    assert_eq!(code(b" \r\n \r\n"), "file_empty");
    assert_eq!(code(b"Avtalsnr;Leasegivare;Avgift\r\n"), "only_headers");
    assert_eq!(code(b"Avtalsnr;Leasegivare;Avgift\r\nSumma;;0\r\n"), "only_headers");
    assert_eq!(code(b"bara en kolumn\r\nett\r\n"), "no_table");
    let sheet = "<sheetData/>";
    assert_eq!(code(&MadeXlsx { sheets: &[("Blad1", sheet)], ..MadeXlsx::default() }.bytes()), "file_empty");
    assert_eq!(code(&MadeXlsx::default().bytes()), "no_table");
}

#[test]
fn other_files() {
    assert_eq!(code(b"%PDF-1.7\n%\xE2\xE3\n"), "not_a_spreadsheet");
    assert_eq!(code(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0"), "not_a_spreadsheet");
    assert_eq!(code(b"<html><table><tr><td>Avtalsnr</td></tr></table></html>"), "old_workbook");
    assert_eq!(code(b"<?xml version=\"1.0\"?><Workbook/>"), "old_workbook");
    assert_eq!(code(&zipped(&[("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<t/>")])), "not_a_spreadsheet");
    assert_eq!(code(&zipped(&[("bild.jpg", b"x")])), "not_a_spreadsheet");
    assert_eq!(code(&zipped(&[("xl/workbook.bin", b"x")])), "old_workbook");
    assert_eq!(
        code(&zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")])),
        "not_a_spreadsheet"
    );
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.extend([0; 600]);
    assert_eq!(code(&old), "old_workbook");
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(&old), "file_encrypted");
}

#[test]
fn what_was_found_instead_is_said() {
    let kind = |bytes: &[u8]| match open_bytes(bytes) {
        Err(SheetError::OldWorkbook { kind } | SheetError::NotASpreadsheet { kind }) => kind,
        other => panic!("{other:?}"),
    };
    let compound = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), vec![0; 600], name].concat()
    };
    for (bytes, expected) in [
        (b"%PDF-1.7".to_vec(), FileKind::Pdf),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0".to_vec(), FileKind::Picture),
        (b"\xFF\xD8\xFF\xE0 JFIF".to_vec(), FileKind::Picture),
        (b"7z\xBC\xAF\x27\x1C".to_vec(), FileKind::Archive),
        (zipped(&[("bild.jpg", b"x")]), FileKind::Archive),
        (zipped(&[("word/document.xml", b"<w/>")]), FileKind::Word),
        (zipped(&[("Index/Document.iwa", b"x")]), FileKind::AppleDocument),
        (zipped(&[("xl/workbook.bin", b"x")]), FileKind::BinaryExcel),
        (compound("Workbook"), FileKind::OldExcel),
        (compound("WordDocument"), FileKind::Word),
        (compound("__substg1.0_0037001F"), FileKind::Email),
        (b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), FileKind::WebPage),
        (b"<?xml version=\"1.0\"?><Workbook/>".to_vec(), FileKind::Xml),
        (b"\x01\x02\0\0\x03\x04\0\0".repeat(9), FileKind::Binary),
    ] {
        let found = kind(&bytes);
        assert_eq!(found, expected);
        assert_eq!(FileKind::named(found.as_str()), Some(found));
    }
}

#[test]
fn encrypted_ods() {
    let manifest =
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";
    let bytes = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x01\x02\x03"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ]);
    assert_eq!(code(&bytes), "file_encrypted");
}

#[test]
fn cut_short() {
    let whole = small_xlsx();
    for length in [4, 30, whole.len() / 2, whole.len() - 30] {
        assert_eq!(code(&whole[..length]), "file_damaged", "{length} of {} bytes", whole.len());
    }
    assert_eq!(code(&ods("<table:table table:name=\"a\"><table:table-row>")), "file_damaged");
}

#[test]
fn too_large() {
    assert_eq!(code(&vec![b'a'; limits::FILE_BYTES + 1]), "file_too_large");
    let wide = vec!["x"; 5_000].join(";");
    assert_eq!(code(format!("{wide}\n{wide}\n").as_bytes()), "too_many_columns");
    let long = "x".repeat(10 * 1024 * 1024);
    assert_eq!(code(format!("Avtalsnr;Leasegivare\nA1;{long}\n").as_bytes()), "cell_too_long");
    let many = "a;b\n".repeat(limits::ROWS as usize + 1);
    assert_eq!(code(many.as_bytes()), "too_many_rows");
    let cell = inline(&long);
    let sheet = format!("<sheetData>{}</sheetData>", row_of(&[cell]));
    let opened = code(&MadeXlsx { sheets: &[("Blad1", &sheet)], ..MadeXlsx::default() }.bytes());
    assert!(matches!(opened, "cell_too_long" | "unpacks_too_large"), "{opened}");
}

#[test]
fn zip_bombs() {
    let zeros = vec![b' '; 4 * 1024 * 1024];
    assert_eq!(code(&zipped(&[("[Content_Types].xml", b"<t/>"), ("xl/media/a.bin", &zeros)])), "unpacks_too_large");
    let parts: Vec<(String, &[u8])> = (0..=limits::PARTS).map(|index| (format!("p{index}"), &b""[..])).collect();
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    assert_eq!(code(&zipped(&parts)), "unpacks_too_large");
}

#[test]
fn a_part_that_lies_about_its_size() {
    let mut bytes = zipped(&[("[Content_Types].xml", b"<t/>"), ("xl/media/a.bin", &vec![b' '; 8 * 1024 * 1024])]);
    // The unpacked size in the local header and in the directory, made small.
    let size = (8_u32 * 1024 * 1024).to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..at + 4] == size).collect();
    assert_eq!(places.len(), 2);
    for place in places {
        bytes[place..place + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    assert!(matches!(code(&bytes), "unpacks_too_large" | "file_damaged"));
}

#[test]
fn a_few_bytes_that_stand_for_a_thousand_million_cells() {
    let cell = "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"REPEAT\"><text:p>x</text:p></table:table-cell>";
    let table = |columns: &str, rows: &str| {
        ods(&format!(
            "<table:table table:name=\"a\"><table:table-row table:number-rows-repeated=\"{rows}\">{}</table:table-row></table:table>",
            cell.replace("REPEAT", columns)
        ))
    };
    assert_eq!(code(&table("4294967295", "1")), "too_many_columns");
    assert_eq!(code(&table("2", "4294967295")), "too_many_rows");
    assert_eq!(code(&table("400", "90000")), "too_many_cells");
    assert_eq!(code(&table("-1", "1")), "file_damaged");
    let spaces = "<table:table table:name=\"a\"><table:table-row><table:table-cell office:value-type=\"string\"><text:p>\
        x<text:s text:c=\"4294967295\"/>y</text:p></table:table-cell></table:table-row></table:table>";
    assert_eq!(code(&ods(spaces)), "cell_too_long");

    let far = "<sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData>";
    assert_eq!(code(&MadeXlsx { sheets: &[("a", far)], ..MadeXlsx::default() }.bytes()), "too_many_columns");
    let huge = "<sheetData><row r=\"1\"><c r=\"ZZZZZZZZZZZZ99999999999999\"><v>1</v></c></row></sheetData>";
    assert_eq!(code(&MadeXlsx { sheets: &[("a", huge)], ..MadeXlsx::default() }.bytes()), "file_damaged");
}

#[test]
fn entities_that_would_multiply() {
    let sheet = "<!DOCTYPE x [<!ENTITY a \"hahaha\">]><sheetData><row><c t=\"inlineStr\"><is><t>&a;</t></is></c></row></sheetData>";
    assert_eq!(code(&MadeXlsx { sheets: &[("a", sheet)], ..MadeXlsx::default() }.bytes()), "file_damaged");
}

#[test]
fn rows_that_go_backwards_and_texts_that_are_not_there() {
    let backwards = "<sheetData><row r=\"5\"><c><v>1</v></c></row><row r=\"2\"><c><v>1</v></c></row></sheetData>";
    assert_eq!(code(&MadeXlsx { sheets: &[("a", backwards)], ..MadeXlsx::default() }.bytes()), "file_damaged");
    let missing = "<sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>";
    assert_eq!(code(&MadeXlsx { sheets: &[("a", missing)], ..MadeXlsx::default() }.bytes()), "file_damaged");
}

#[test]
fn a_quotation_mark_that_is_never_closed() {
    let text = "Avtalsnr;Leasegivare;Avgift\nA1;\"SEB;100\nA2;SEB;200\n";
    assert_eq!(open_bytes(text.as_bytes()), Err(SheetError::QuoteNotClosed { row: 2 }));
}
