//! CSV and cells pasted from a spreadsheet.

use super::SheetError;
use super::grid::{DateSystem, Grid, GridBuilder, RawCell};
pub use shared::imports::Delimiter;
use std::io::Read;

/// The one that cuts most of the first lines into the same number of fields.
pub(super) fn detect(text: &str) -> Delimiter {
    if let Some((delimiter, _)) = declared(text) {
        return delimiter;
    }
    let mut best = (Delimiter::Semicolon, 0, 0);
    for delimiter in Delimiter::ALL {
        let (rows, fields) = consistency(text, delimiter);
        if rows * fields.min(4) > best.1 * best.2.min(4) {
            best = (delimiter, rows, fields);
        }
    }
    best.0
}

const fn byte(delimiter: Delimiter) -> u8 {
    match delimiter {
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::Comma => b',',
        Delimiter::Bar => b'|',
    }
}

const SNIFFED_RECORDS: usize = 50;
const SNIFFED_CHARS: usize = 256 * 1024;

/// How many of the first records have the commonest number of fields, and which number that is.
fn consistency(text: &str, delimiter: Delimiter) -> (usize, usize) {
    let end = text.char_indices().nth(SNIFFED_CHARS).map_or(text.len(), |(end, _)| end);
    let mut reader = reader(text.get(..end).unwrap_or_default().as_bytes(), delimiter);
    let counts: Vec<usize> = reader
        .byte_records()
        .take(SNIFFED_RECORDS)
        .filter_map(Result::ok)
        .map(|record| record.len())
        .filter(|fields| *fields > 1)
        .collect();
    let alike = |fields: usize| counts.iter().filter(|count| **count == fields).count();
    counts.iter().map(|fields| (alike(*fields), *fields)).max().unwrap_or((0, 0))
}

/// Excel's own `sep=;` on the first line, and what comes after it.
fn of_char(character: char) -> Option<Delimiter> {
    Delimiter::ALL.into_iter().find(|delimiter| char::from(byte(*delimiter)) == character)
}

fn declared(text: &str) -> Option<(Delimiter, &str)> {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    let mut mark = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(line.get(4..))?.chars();
    let delimiter = of_char(mark.next()?)?;
    mark.next().is_none().then_some((delimiter, rest))
}

fn reader<R: Read>(source: R, delimiter: Delimiter) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .delimiter(byte(delimiter))
        // Only so are lines counted where they end; the carriage return before it is taken off by the reader.
        .terminator(csv::Terminator::Any(b'\n'))
        .has_headers(false)
        .flexible(true)
        .from_reader(source)
}

pub(super) fn read(text: &str, delimiter: Delimiter) -> Result<Grid, SheetError> {
    // The line is an order to the program and not a row of the sheet.
    let text = declared(text).map_or(text, |(_, rest)| rest);
    // A quotation mark that is never closed swallows the rest of the file without a word; it then swallows this too.
    let guard = format!("\n{GUARD}\n");
    let mut reader = reader(text.as_bytes().chain(guard.as_bytes()), delimiter);
    let mut grid = GridBuilder::new("", DateSystem::From1900, u32::MAX);
    let mut record = csv::StringRecord::new();
    let mut row = 0_u32;
    loop {
        let line_before = reader.position().line();
        if !reader.read_record(&mut record).map_err(SheetError::damaged)? {
            return Err(SheetError::QuoteNotClosed { row });
        }
        let breaks_inside: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        let lines = usize::try_from(reader.position().line() - line_before).unwrap_or(usize::MAX);
        let blank_before = lines.saturating_sub(1 + breaks_inside);
        row = row.saturating_add(u32::try_from(blank_before).unwrap_or(u32::MAX)).saturating_add(1);
        if record.len() == 1 && record.get(0) == Some(GUARD) {
            return grid.finish();
        }
        let last = record.len().saturating_sub(1);
        for (column, field) in record.iter().enumerate() {
            let field = if column == last { field.strip_suffix('\r').unwrap_or(field) } else { field };
            if field.ends_with(GUARD) {
                return Err(SheetError::QuoteNotClosed { row });
            }
            grid.push(row, u32::try_from(column).unwrap_or(u32::MAX), RawCell::text(field))?;
        }
    }
}

/// Stands in no file that people make: a character of the private use area on both sides.
const GUARD: &str = "\u{f8ff}end of file\u{f8ff}";

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(u32, Vec<String>)> {
        read(text, detect(text))
            .unwrap()
            .rows
            .iter()
            .map(|row| (row.number, row.cells.iter().map(|cell| cell.shown().into_owned()).collect()))
            .collect()
    }

    #[test]
    fn the_delimiter_is_the_consistent_one() {
        for (text, delimiter) in [
            ("a;b;c\n1,5;2,5;3,5\n1;2;3\n", Delimiter::Semicolon),
            ("a,b,c\n1.5,2.5,\"3,5\"\n1,2,3\n", Delimiter::Comma),
            ("a\tb\n\"1;2\"\t2,5\n3,5\t4,5\n", Delimiter::Tab),
            ("a|b|c\n1|2|3\n", Delimiter::Bar),
            ("sep=,\na;b,c;d\n", Delimiter::Comma),
            ("Leasingavtal, sammanställning\n\nnr;namn\n1;Dator, 40 st\n2;Bil\n", Delimiter::Semicolon),
        ] {
            assert_eq!(detect(text), delimiter, "{text}");
        }
    }

    #[test]
    fn row_numbers_are_those_of_the_spreadsheet_program() {
        let text = "a;b\r\n\r\n\r\n\"två\r\nrader\";1\r\nc;d\r\n\r\n";
        let numbers: Vec<u32> = rows(text).iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [1, 4, 5]);
        assert_eq!(rows("sep=;\r\na;b\r\n1;2")[1].0, 2);
    }

    #[test]
    fn quotes_and_line_breaks_in_cells() {
        let text = "a;b\n\"Säg \"\"hej\"\"; du\";\"x\ny\"\n24\" skärm;z";
        assert_eq!(rows(text)[1].1, ["Säg \"hej\"; du", "x\ny"]);
        assert_eq!(rows(text)[2].1, ["24\" skärm", "z"]);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_said_and_not_swallowed() {
        let text = "a;b\n1;2\n\"3;4\n5;6\n7;8\n";
        assert_eq!(read(text, Delimiter::Semicolon), Err(SheetError::QuoteNotClosed { row: 3 }));
        let text = "a;b\n1;\"\n";
        assert_eq!(read(text, Delimiter::Semicolon), Err(SheetError::QuoteNotClosed { row: 2 }));
    }

    #[test]
    fn cells_as_excel_and_google_put_them_on_the_clipboard() {
        let excel = "Nr\tBenämning\tAvgift\r\nA1\t\"Kran \"\"stor\"\"\r\nröd\"\t1 234,50 kr\r\n";
        assert_eq!(rows(excel)[1], (2, vec!["A1".into(), "Kran \"stor\"\r\nröd".into(), "1 234,50 kr".into()]));
        assert_eq!(rows("Nr\tAvgift\nA1\t1,234.50")[1].1, ["A1", "1,234.50"]);
    }
}
