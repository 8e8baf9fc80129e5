//! The cells of one worksheet, streamed.

use super::super::package::PartReader;
use super::super::xml::{Xml, attribute, number_attribute, unescape_controls};
use super::strings::{SharedStrings, rich_text};
use super::styles::CellStyle;
use crate::features::imports::reading::SheetError;
use crate::features::imports::reading::grid::{DateSystem, Grid, GridBuilder, MergedColumn, RawCell, Shown};
use chrono::NaiveDate;
use quick_xml::events::{BytesStart, Event};

/// What the cells refer to.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub strings: &'s SharedStrings,
    pub styles: &'s [CellStyle],
    pub date_system: DateSystem,
}

pub(super) fn read(
    part: PartReader<'_, '_>,
    name: &str,
    source: Source<'_>,
    rows_wanted: u32,
) -> Result<Grid, SheetError> {
    let mut xml = Xml::new(part);
    let mut grid = GridBuilder::new(name, source.date_system, rows_wanted);
    let mut row = 0_u32;
    let mut column = 0_u32;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"row" => {
                    row = number_attribute(&element, "r")?.unwrap_or(row.saturating_add(1));
                    column = 0;
                    if grid.is_satisfied() {
                        return grid.finish();
                    }
                }
                b"c" => {
                    let header = CellHeader::read(&element)?;
                    if let Some((cell_row, cell_column)) = header.place {
                        (row, column) = (cell_row, cell_column);
                    }
                    let cell = read_cell(&mut xml, &header, source, row)?;
                    grid.push(row, column, cell)?;
                    column = column.saturating_add(1);
                }
                b"mergeCell" => {
                    if let Some((from, to)) = attribute(&element, "ref")?.as_deref().and_then(parse_region) {
                        grid.merge(MergedColumn { first_row: from.0, last_row: to.0, column: from.1 });
                    }
                }
                _ => {}
            },
            Event::Eof => return grid.finish(),
            _ => {}
        }
    }
}

struct CellHeader {
    place: Option<(u32, u32)>,
    style: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    SharedString,
    /// A formula's text, or text in the cell itself.
    Text,
    Bool,
    Error,
    Date,
}

impl CellHeader {
    fn read(element: &BytesStart<'_>) -> Result<Self, SheetError> {
        let place = match attribute(element, "r")? {
            Some(place) => {
                Some(parse_place(&place).ok_or_else(|| SheetError::damaged(format!("no such cell: {place}")))?)
            }
            None => None,
        };
        let style = number_attribute(element, "s")?.unwrap_or(0) as usize;
        let kind = match attribute(element, "t")?.as_deref() {
            None | Some("n") => Kind::Number,
            Some("s") => Kind::SharedString,
            Some("b") => Kind::Bool,
            Some("e") => Kind::Error,
            Some("d") => Kind::Date,
            Some(_) => Kind::Text,
        };
        Ok(Self { place, style, kind })
    }
}

fn read_cell<R: std::io::BufRead>(
    xml: &mut Xml<R>,
    header: &CellHeader,
    source: Source<'_>,
    row: u32,
) -> Result<RawCell, SheetError> {
    let mut value = String::new();
    let mut inline = None;
    let mut is_formula = false;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                b"v" => value = xml.text(Some(row))?,
                b"is" => inline = Some(rich_text(xml, Some(row))?),
                b"f" => {
                    is_formula = true;
                    xml.skip()?;
                }
                _ => xml.skip()?,
            },
            Event::End(_) => break,
            Event::Eof => return Err(SheetError::damaged("a cell is not closed")),
            _ => {}
        }
    }
    if let Some(text) = inline {
        return Ok(RawCell::text(&unescape_controls(&text)));
    }
    if value.is_empty() {
        return Ok(if is_formula && header.kind == Kind::Number { RawCell::Uncomputed } else { RawCell::Empty });
    }
    typed(&value, header, source)
}

fn typed(value: &str, header: &CellHeader, source: Source<'_>) -> Result<RawCell, SheetError> {
    let text = || RawCell::text(&unescape_controls(value));
    Ok(match header.kind {
        Kind::Text => text(),
        Kind::Error => RawCell::Error(value.into()),
        Kind::Bool => RawCell::Bool(value != "0" && value != "false"),
        Kind::Date => match value.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()) {
            Some(day) => RawCell::Date(day),
            None => text(),
        },
        Kind::SharedString => {
            let index = value.trim().parse().ok();
            let shared = index.and_then(|index| source.strings.get(index));
            RawCell::text(shared.ok_or_else(|| SheetError::damaged("a text that is not in the workbook"))?)
        }
        Kind::Number => match value.trim().parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => number_cell(number, header.style, source),
            None => text(),
        },
    })
}

fn number_cell(number: f64, style: usize, source: Source<'_>) -> RawCell {
    match source.styles.get(style).copied().unwrap_or(CellStyle::Plain) {
        // Beyond the calendar it is shown as #### and read as a number.
        CellStyle::Date => match source.date_system.date(number) {
            Some(date) => RawCell::Date(date),
            None => RawCell::Number(number, Shown::Plain),
        },
        CellStyle::Percent => RawCell::Number(number, Shown::Percent),
        CellStyle::Padded(width) if number.fract() == 0.0 && number >= 0.0 => {
            RawCell::Number(number, Shown::Padded(width))
        }
        CellStyle::Padded(_) | CellStyle::Plain => RawCell::Number(number, Shown::Plain),
    }
}

/// `AB12` as row 12, column 27; columns counted from 0.
fn parse_place(text: &str) -> Option<(u32, u32)> {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = (text.get(..letters)?, text.get(letters..)?);
    let column = column.bytes().try_fold(0_u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
    })?;
    let row: u32 = row.parse().ok()?;
    Some((row.checked_sub(1).map(|_| row)?, column.checked_sub(1)?))
}

fn parse_region(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let (from, to) = text.split_once(':')?;
    Some((parse_place(from)?, parse_place(to)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        assert_eq!(parse_place("A1"), Some((1, 0)));
        assert_eq!(parse_place("XFD1048576"), Some((1_048_576, 16_383)));
        for wrong in ["", "A", "1", "A0", "Å1", "A-1", "ZZZZZZZZZZ1", "A99999999999"] {
            assert_eq!(parse_place(wrong), None, "{wrong}");
        }
        assert_eq!(parse_region("A1:E3"), Some(((1, 0), (3, 4))));
    }
}
