//! The smallest workbook that Excel, LibreOffice and our own import read: one sheet, real numbers and dates, header
//! row frozen, text as text (so nothing in it can become a formula).

use std::fmt::Write;

use chrono::{Datelike, NaiveDate};

use super::sheet::{Cell, Sheet, decimal};
use super::zip::{self, Member};

pub fn write(sheet: &Sheet) -> Vec<u8> {
    let workbook = format!(
        "{XML}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        escaped(&sheet_name(&sheet.name))
    );
    let rows = rows(sheet);
    zip::write(&[
        Member { name: "[Content_Types].xml", bytes: CONTENT_TYPES.as_bytes() },
        Member { name: "_rels/.rels", bytes: ROOT_RELATIONS.as_bytes() },
        Member { name: "xl/workbook.xml", bytes: workbook.as_bytes() },
        Member { name: "xl/_rels/workbook.xml.rels", bytes: WORKBOOK_RELATIONS.as_bytes() },
        Member { name: "xl/styles.xml", bytes: STYLES.as_bytes() },
        Member { name: "xl/worksheets/sheet1.xml", bytes: rows.as_bytes() },
    ])
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;

const ROOT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

const WORKBOOK_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// The cell formats by number: 0 plain, 1 header, 2 whole number, 3 two decimals, 4 day, 5 four decimals.
const STYLES: &str = r##"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.0000"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="6"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>"##;

fn rows(sheet: &Sheet) -> String {
    let mut out = format!(
        "{XML}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>"
    );
    for (n, header) in sheet.headers.iter().enumerate() {
        let _ = write!(
            out,
            "<col min=\"{0}\" max=\"{0}\" width=\"{1}\" customWidth=\"1\"/>",
            n + 1,
            width(sheet, n, header)
        );
    }
    out.push_str("</cols><sheetData><row>");
    for header in &sheet.headers {
        text(&mut out, header, 1);
    }
    out.push_str("</row>");
    for row in &sheet.rows {
        out.push_str("<row>");
        for cell in row {
            match cell {
                Cell::Empty => out.push_str("<c/>"),
                Cell::Text(value) => text(&mut out, value, 0),
                Cell::Number { scaled, decimals } => {
                    let style = match decimals {
                        0 => 2,
                        1 | 2 => 3,
                        _ => 5,
                    };
                    let _ = write!(out, "<c s=\"{style}\"><v>{}</v></c>", decimal(*scaled, *decimals, '.'));
                }
                Cell::Day(day) => {
                    let _ = write!(out, "<c s=\"4\"><v>{}</v></c>", serial(*day));
                }
            }
        }
        out.push_str("</row>");
    }
    out.push_str("</sheetData></worksheet>");
    out
}

/// Wide enough for the longest of the first rows, in characters.
fn width(sheet: &Sheet, column: usize, header: &str) -> usize {
    let chars = |cell: &Cell| match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().count(),
        Cell::Number { .. } => 14,
        Cell::Day(_) => 11,
    };
    let longest = sheet.rows.iter().take(200).filter_map(|row| row.get(column)).map(chars).max().unwrap_or(0);
    longest.max(header.chars().count()).clamp(8, 60) + 2
}

fn text(out: &mut String, value: &str, style: u8) {
    let _ =
        write!(out, "<c t=\"inlineStr\" s=\"{style}\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(value));
}

/// Days since the spreadsheet's day 0, which lies two days before 1900-01-01 counted honestly.
fn serial(day: NaiveDate) -> i32 {
    const DAY_ZERO_FROM_CE: i32 = 693_594;
    day.num_days_from_ce() - DAY_ZERO_FROM_CE
}

fn sheet_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\')).take(31).collect()
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // XML has no way to say other control characters.
            c if c.is_control() && !matches!(c, '\t' | '\n' | '\r') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        assert_eq!(serial("2026-11-22".parse().unwrap()), 46_348);
        assert_eq!(serial("1970-01-01".parse().unwrap()), 25_569);
    }

    #[test]
    fn cells_keep_their_kind_and_text_is_escaped() {
        let sheet = Sheet {
            name: "Avtal/2026".to_owned(),
            headers: vec!["Titel".to_owned(), "Skuld".to_owned(), "Start".to_owned()],
            rows: vec![vec![
                Cell::text("=A1 <b>&\u{1}"),
                Cell::amount(123_405),
                Cell::Day("1970-01-01".parse().unwrap()),
            ]],
        };
        let written = rows(&sheet);
        assert!(written.contains("<t xml:space=\"preserve\">=A1 &lt;b&gt;&amp;</t>"));
        assert!(written.contains("<c s=\"3\"><v>1234.05</v></c><c s=\"4\"><v>25569</v></c>"));
        assert_eq!(sheet_name(&sheet.name), "Avtal2026");
    }
}
