//! OpenDocument spreadsheets, streamed.
//!
//! A few bytes of such a file can stand for a thousand million cells (repeated rows and columns) or spaces: empty
//! repetitions are only counted, and filled ones meet the limits one by one.

use super::package::Package;
use super::xml::{Xml, attribute, number_attribute, push_text};
use crate::features::imports::reading::grid::{DateSystem, Grid, GridBuilder, MergedColumn, RawCell, Shown};
use crate::features::imports::reading::{SheetError, limits};
use chrono::NaiveDate;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;

const CONTENT: &str = "content.xml";

pub(super) struct Ods<'a> {
    package: Package<'a>,
    names: Vec<String>,
}

impl<'a> Ods<'a> {
    pub(super) fn open(mut package: Package<'a>) -> Result<Self, SheetError> {
        if is_encrypted(&mut package)? {
            return Err(SheetError::Encrypted);
        }
        let names = table_names(&mut package)?;
        Ok(Self { package, names })
    }

    pub(super) fn sheet_names(&self) -> Vec<String> {
        self.names.clone()
    }

    pub(super) fn grid(&mut self, index: usize, rows_wanted: u32) -> Result<Grid, SheetError> {
        let mut xml = Xml::new(self.package.required_part(CONTENT)?);
        for _ in 0..index {
            next_table(&mut xml)?;
            xml.skip()?;
        }
        match next_table(&mut xml)? {
            Some(name) => read_table(&mut xml, &name, rows_wanted),
            None => Ok(Grid::default()),
        }
    }
}

fn is_encrypted(package: &mut Package<'_>) -> Result<bool, SheetError> {
    let Some(part) = package.part("META-INF/manifest.xml")? else { return Ok(false) };
    let mut xml = Xml::new(part);
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == b"encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn table_names(package: &mut Package<'_>) -> Result<Vec<String>, SheetError> {
    let mut xml = Xml::new(package.required_part(CONTENT)?);
    let mut names = Vec::new();
    while let Some(name) = next_table(&mut xml)? {
        names.push(name);
        if names.len() > limits::SHEETS {
            return Err(SheetError::TooManySheets);
        }
        xml.skip()?;
    }
    Ok(names)
}

/// Reads to the start of the next sheet and gives its name.
fn next_table<R: BufRead>(xml: &mut Xml<R>) -> Result<Option<String>, SheetError> {
    loop {
        match xml.next()? {
            Event::Start(element) if element.name().as_ref() == b"table:table" => {
                return Ok(Some(attribute(&element, "name")?.unwrap_or_default().into_owned()));
            }
            Event::Eof => return Ok(None),
            _ => {}
        }
    }
}

fn read_table<R: BufRead>(xml: &mut Xml<R>, name: &str, rows_wanted: u32) -> Result<Grid, SheetError> {
    let mut grid = GridBuilder::new(name, DateSystem::From1900, rows_wanted);
    let mut next_row = 1_u32;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.name().as_ref() {
                b"table:table-row" => {
                    let repeated = number_attribute(&element, "number-rows-repeated")?.unwrap_or(1).max(1);
                    read_row(xml, next_row, repeated, &mut grid)?;
                    next_row = next_row.saturating_add(repeated);
                    if grid.is_satisfied() {
                        return grid.finish();
                    }
                }
                // Groups of rows are only a frame around them; a sheet inside a cell or a shape is not the sheet.
                b"table:table-header-rows" | b"table:table-row-group" | b"table:table-rows" => {}
                _ => xml.skip()?,
            },
            Event::End(element) if element.name().as_ref() == b"table:table" => return grid.finish(),
            Event::Eof => return Err(SheetError::damaged("a sheet is not closed")),
            _ => {}
        }
    }
}

fn read_row<R: BufRead>(
    xml: &mut Xml<R>,
    first_row: u32,
    repeated: u32,
    grid: &mut GridBuilder,
) -> Result<(), SheetError> {
    let mut cells: Vec<(u32, RawCell)> = Vec::new();
    let mut column = 0_u32;
    loop {
        match xml.next()? {
            Event::Start(element) => {
                let is_cell = matches!(element.name().as_ref(), b"table:table-cell" | b"table:covered-table-cell");
                if !is_cell {
                    xml.skip()?;
                    continue;
                }
                let header = CellHeader::read(&element)?;
                if header.rows_spanned > 1 {
                    let last_row = first_row.saturating_add(header.rows_spanned - 1);
                    grid.merge(MergedColumn { first_row, last_row, column });
                }
                let cell = header.cell(cell_text(xml, first_row)?);
                let next_column = column.saturating_add(header.columns_repeated);
                if cell != RawCell::Empty {
                    if next_column > limits::COLUMNS {
                        return Err(SheetError::TooManyColumns { row: first_row });
                    }
                    cells.extend((column..next_column).map(|column| (column, cell.clone())));
                }
                column = next_column;
            }
            Event::End(_) => break,
            Event::Eof => return Err(SheetError::damaged("a row is not closed")),
            _ => {}
        }
    }
    if cells.is_empty() {
        return Ok(());
    }
    for row in first_row..first_row.saturating_add(repeated) {
        for (column, cell) in &cells {
            grid.push(row, *column, cell.clone())?;
        }
    }
    Ok(())
}

struct CellHeader {
    columns_repeated: u32,
    rows_spanned: u32,
    kind: String,
    is_error: bool,
    value: Option<String>,
}

impl CellHeader {
    fn read(element: &BytesStart<'_>) -> Result<Self, SheetError> {
        let mut header =
            Self { columns_repeated: 1, rows_spanned: 1, kind: String::new(), is_error: false, value: None };
        for attribute in element.attributes().with_checks(false) {
            let attribute = attribute.map_err(SheetError::damaged)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(SheetError::damaged)?;
            let count = || value.parse::<u32>().map_err(|_| SheetError::damaged("a repetition that is no number"));
            match attribute.key.as_ref() {
                b"table:number-columns-repeated" => header.columns_repeated = count()?.max(1),
                b"table:number-rows-spanned" => header.rows_spanned = count()?,
                b"office:value-type" => header.kind = value.into_owned(),
                b"calcext:value-type" => header.is_error = value == "error",
                b"office:value" | b"office:date-value" | b"office:boolean-value" | b"office:string-value" => {
                    header.value = Some(value.into_owned());
                }
                _ => {}
            }
        }
        Ok(header)
    }

    fn cell(&self, text: String) -> RawCell {
        if self.is_error {
            return RawCell::Error(text.into());
        }
        let Some(value) = self.value.as_deref() else { return RawCell::text(&text) };
        let number = |shown| match value.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => RawCell::Number(number, shown),
            None => RawCell::text(&text),
        };
        match self.kind.as_str() {
            "float" | "currency" => number(padded(value, &text)),
            "percentage" => number(Shown::Percent),
            "boolean" => RawCell::Bool(value == "true"),
            "date" => match value.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok()) {
                Some(day) => RawCell::Date(day),
                None => RawCell::text(&text),
            },
            "string" => RawCell::text(value),
            _ => RawCell::text(&text),
        }
    }
}

/// The shown text tells about zeros in front.
fn padded(value: &str, text: &str) -> Shown {
    let is_padded = text.len() > value.len()
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && text.trim_start_matches('0') == value.trim_start_matches('0');
    match u8::try_from(text.len()) {
        Ok(width) if is_padded => Shown::Padded(width),
        _ => Shown::Plain,
    }
}

/// What the cell shows, to the end of the cell: its paragraphs, without comments and shapes.
fn cell_text<R: BufRead>(xml: &mut Xml<R>, row: u32) -> Result<String, SheetError> {
    let mut text = String::new();
    let mut depth = 0_usize;
    let mut paragraphs = 0_usize;
    loop {
        match xml.next()? {
            Event::Start(element) => {
                match element.name().as_ref() {
                    b"text:p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                    }
                    b"text:s" => {
                        let count = number_attribute(&element, "c")?.unwrap_or(1) as usize;
                        let room = (limits::CELL_CHARS + 1).saturating_sub(text.len());
                        text.extend(std::iter::repeat_n(' ', count.min(room)));
                    }
                    b"text:tab" => text.push('\t'),
                    b"text:line-break" => text.push('\n'),
                    b"text:span" | b"text:a" => {}
                    _ => {
                        xml.skip()?;
                        continue;
                    }
                }
                depth += 1;
            }
            Event::End(_) if depth == 0 => return Ok(text),
            Event::End(_) => depth -= 1,
            Event::Eof => return Err(SheetError::damaged("a cell is not closed")),
            event if paragraphs > 0 && depth > 0 => push_text(&mut text, event, Some(row))?,
            _ => {}
        }
    }
}
