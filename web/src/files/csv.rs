//! Semicolons, CRLF and a byte order mark: what Excel opens without a question, in Sweden and elsewhere.

use super::sheet::{Cell, Sheet, decimal};
use crate::format::input::DecimalMark;

pub fn write(sheet: &Sheet, mark: DecimalMark) -> String {
    let mut out = String::from('\u{feff}');
    line(&mut out, sheet.headers.iter().map(|header| quoted(&tamed(header))));
    for row in &sheet.rows {
        line(&mut out, row.iter().map(|cell| field(cell, mark)));
    }
    out
}

fn line(out: &mut String, fields: impl Iterator<Item = String>) {
    for (n, field) in fields.enumerate() {
        if n > 0 {
            out.push(';');
        }
        out.push_str(&field);
    }
    out.push_str("\r\n");
}

fn field(cell: &Cell, mark: DecimalMark) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => quoted(&tamed(text)),
        Cell::Number { scaled, decimals } => {
            decimal(*scaled, *decimals, if mark == DecimalMark::Comma { ',' } else { '.' })
        }
        Cell::Day(day) => day.format("%Y-%m-%d").to_string(),
    }
}

/// A spreadsheet takes text that begins with one of these for a formula; an apostrophe in front keeps it text.
fn tamed(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn quoted(text: &str) -> String {
    if text.contains([';', '"', '\n', '\r', ',']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            name: "Avtal".to_owned(),
            headers: vec!["Titel".to_owned(), "Avgift; kr".to_owned()],
            rows: vec![
                vec![Cell::text("Truck \"röd\""), Cell::amount(-123_405)],
                vec![Cell::text("=HYPERLINK(\"http://x\")"), Cell::Empty],
                vec![Cell::Day("2026-03-05".parse().unwrap()), Cell::count(48)],
            ],
        }
    }

    #[test]
    fn a_sheet_is_written_as_excel_reads_it() {
        assert_eq!(
            write(&sheet(), DecimalMark::Comma),
            "\u{feff}Titel;\"Avgift; kr\"\r\n\"Truck \"\"röd\"\"\";-1234,05\r\n\"'=HYPERLINK(\"\"http://x\"\")\";\r\n2026-03-05;48\r\n"
        );
    }

    #[test]
    fn the_decimal_mark_is_the_readers() {
        assert!(write(&sheet(), DecimalMark::Point).contains("-1234.05"));
    }
}
