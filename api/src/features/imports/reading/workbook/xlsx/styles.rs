//! Number formats, as far as they change what a number says.

use super::super::package::PartReader;
use super::super::xml::{Xml, attribute, number_attribute};
use crate::features::imports::reading::{SheetError, limits};
use quick_xml::events::Event;
use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CellStyle {
    Plain,
    Date,
    Percent,
    /// As many digits, zeros in front.
    Padded(u8),
}

pub(super) fn read(part: PartReader<'_, '_>) -> Result<Vec<CellStyle>, SheetError> {
    let mut xml = Xml::new(part);
    let mut formats: HashMap<u32, CellStyle> = HashMap::new();
    let mut styles = Vec::new();
    let mut in_cell_formats = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"numFmt" => {
                    if let (Some(id), Some(code)) =
                        (number_attribute(&element, "numFmtId")?, attribute(&element, "formatCode")?)
                    {
                        formats.insert(id, from_code(&code));
                    }
                }
                b"cellXfs" => in_cell_formats = true,
                b"xf" if in_cell_formats => {
                    let id = number_attribute(&element, "numFmtId")?.unwrap_or(0);
                    styles.push(formats.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == b"cellXfs" => in_cell_formats = false,
            Event::Eof => return Ok(styles),
            _ => {}
        }
        if formats.len() > limits::STYLES || styles.len() > limits::STYLES {
            return Err(SheetError::damaged("too many cell styles"));
        }
    }
}

/// The ids every program knows without a format code; 27 to 36 and 50 to 58 are dates in East Asian editions.
fn built_in(id: u32) -> CellStyle {
    match id {
        9 | 10 => CellStyle::Percent,
        14..=17 | 22 | 27..=36 | 50..=58 => CellStyle::Date,
        _ => CellStyle::Plain,
    }
}

/// Only the first section counts, that of positive numbers.
fn from_code(code: &str) -> CellStyle {
    let mut letters = String::new();
    let mut characters = code.chars();
    while let Some(character) = characters.next() {
        match character {
            ';' => break,
            '"' => {
                characters.by_ref().find(|character| *character == '"');
            }
            '[' => {
                characters.by_ref().find(|character| *character == ']');
            }
            '\\' | '_' | '*' => {
                characters.next();
            }
            other => letters.push(other.to_ascii_lowercase()),
        }
    }
    let only_zeros = letters.len() > 1 && letters.bytes().all(|byte| byte == b'0');
    match u8::try_from(letters.len()) {
        _ if letters.contains('%') => CellStyle::Percent,
        // Hours alone are no date; "general" and exponents have neither letter.
        _ if letters.contains(['y', 'd']) => CellStyle::Date,
        Ok(width) if only_zeros => CellStyle::Padded(width),
        _ => CellStyle::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn format_codes() {
        for (code, style) in [
            ("yyyy-mm-dd", CellStyle::Date),
            ("[$-41D]d mmmm yyyy;@", CellStyle::Date),
            ("mmm\\-yy", CellStyle::Date),
            ("0.00%", CellStyle::Percent),
            ("0.0000\\ %", CellStyle::Percent),
            ("00000", CellStyle::Padded(5)),
            ("0", CellStyle::Plain),
            ("#,##0.00\\ \"kr\"", CellStyle::Plain),
            ("#,##0 \"dygn\"", CellStyle::Plain),
            ("[Red]#,##0;-#,##0", CellStyle::Plain),
            ("#,##0.00_);\\(#,##0.00\\)", CellStyle::Plain),
            ("General", CellStyle::Plain),
            ("0.00E+00", CellStyle::Plain),
            ("hh:mm", CellStyle::Plain),
            ("\"", CellStyle::Plain),
        ] {
            assert_eq!(from_code(code), style, "{code}");
        }
        assert_eq!(built_in(14), CellStyle::Date);
        assert_eq!(built_in(10), CellStyle::Percent);
        assert_eq!(built_in(4), CellStyle::Plain);
    }
}
