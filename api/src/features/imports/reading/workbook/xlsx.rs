//! Office Open XML workbooks.
//!
//! Read here and not by a library, for three reasons: the number format of a cell decides what it says (0.0535 shown
//! as 5.35 %, 42 shown as 00042), a formula without a stored result must not look like an empty cell, and nothing the
//! file declares about its own size may be believed.

mod sheet;
mod strings;
mod styles;

use super::package::Package;
use super::xml::{Xml, attribute};
use crate::features::imports::reading::grid::{DateSystem, Grid};
use crate::features::imports::reading::{SheetError, limits};
use quick_xml::events::Event;
use std::collections::HashMap;
use strings::SharedStrings;
use styles::CellStyle;

pub(super) struct Xlsx<'a> {
    package: Package<'a>,
    /// Name and part, in the order of the tabs.
    sheets: Vec<(String, String)>,
    strings: SharedStrings,
    styles: Vec<CellStyle>,
    date_system: DateSystem,
}

struct Relations {
    by_id: HashMap<String, String>,
    styles: Option<String>,
    strings: Option<String>,
}

impl<'a> Xlsx<'a> {
    pub(super) fn open(mut package: Package<'a>) -> Result<Self, SheetError> {
        let workbook_part = workbook_part(&mut package)?;
        let relations = relations(&mut package, &workbook_part)?;
        let (sheets, date_system) = sheets(&mut package, &workbook_part, &relations)?;
        if sheets.len() > limits::SHEETS {
            return Err(SheetError::TooManySheets);
        }
        let styles = match relations.styles.as_deref().map(|part| package.part(part)).transpose()?.flatten() {
            Some(part) => styles::read(part)?,
            None => Vec::new(),
        };
        let strings = match relations.strings.as_deref().map(|part| package.part(part)).transpose()?.flatten() {
            Some(part) => strings::read(part)?,
            None => SharedStrings::default(),
        };
        Ok(Self { package, sheets, strings, styles, date_system })
    }

    pub(super) fn sheet_names(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// At most `rows_wanted` filled rows of the sheet.
    pub(super) fn grid(&mut self, index: usize, rows_wanted: u32) -> Result<Grid, SheetError> {
        let Some((name, part)) = self.sheets.get(index) else { return Ok(Grid::default()) };
        let source = sheet::Source { strings: &self.strings, styles: &self.styles, date_system: self.date_system };
        sheet::read(self.package.required_part(part)?, name, source, rows_wanted)
    }
}

fn workbook_part(package: &mut Package<'_>) -> Result<String, SheetError> {
    const USUAL: &str = "xl/workbook.xml";
    if package.has(USUAL) {
        return Ok(USUAL.to_owned());
    }
    let mut xml = Xml::new(package.required_part("_rels/.rels")?);
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == b"Relationship" => {
                let is_workbook = attribute(&element, "Type")?.is_some_and(|kind| kind.ends_with("/officeDocument"));
                if let Some(target) = attribute(&element, "Target")?.filter(|_| is_workbook) {
                    return Ok(target.into_owned());
                }
            }
            Event::Eof => return Err(SheetError::damaged("the workbook part is missing")),
            _ => {}
        }
    }
}

/// A target is relative to the folder of the workbook part unless it begins with a slash.
fn resolve(workbook_part: &str, target: &str) -> String {
    if target.starts_with('/') {
        return target.to_owned();
    }
    let folder = workbook_part.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in target.split('/') {
        match segment {
            "." | "" => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

fn relations(package: &mut Package<'_>, workbook_part: &str) -> Result<Relations, SheetError> {
    let (folder, file) = workbook_part.rsplit_once('/').unwrap_or(("", workbook_part));
    let mut xml = Xml::new(package.required_part(&format!("{folder}/_rels/{file}.rels"))?);
    let mut relations = Relations { by_id: HashMap::new(), styles: None, strings: None };
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == b"Relationship" => {
                let (Some(id), Some(target)) = (attribute(&element, "Id")?, attribute(&element, "Target")?) else {
                    continue;
                };
                let part = resolve(workbook_part, &target);
                match attribute(&element, "Type")?.as_deref().and_then(|kind| kind.rsplit('/').next()) {
                    Some("worksheet") => {
                        relations.by_id.insert(id.into_owned(), part);
                    }
                    Some("styles") => relations.styles = Some(part),
                    Some("sharedStrings") => relations.strings = Some(part),
                    _ => {}
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// Chart sheets and the like have no worksheet behind them and are left out.
fn sheets(
    package: &mut Package<'_>,
    workbook_part: &str,
    relations: &Relations,
) -> Result<(Vec<(String, String)>, DateSystem), SheetError> {
    let mut xml = Xml::new(package.required_part(workbook_part)?);
    let mut sheets = Vec::new();
    let mut date_system = DateSystem::From1900;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == b"sheet" => {
                let name = attribute(&element, "name")?.unwrap_or_default().into_owned();
                let part = attribute(&element, "id")?.and_then(|id| relations.by_id.get(&*id));
                if let Some(part) = part {
                    sheets.push((name, part.clone()));
                }
            }
            Event::Start(element) if element.local_name().as_ref() == b"workbookPr" => {
                date_system = match attribute(&element, "date1904")?.as_deref() {
                    Some("1" | "true") => DateSystem::From1904,
                    _ => DateSystem::From1900,
                };
            }
            Event::Eof => return Ok((sheets, date_system)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_however_they_are_written() {
        assert_eq!(resolve("xl/workbook.xml", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolve("xl/workbook.xml", "/xl/worksheets/sheet1.xml"), "/xl/worksheets/sheet1.xml");
        assert_eq!(resolve("a/b/workbook.xml", "../sheet.xml"), "a/sheet.xml");
        assert_eq!(resolve("workbook.xml", "./sheet.xml"), "sheet.xml");
    }
}
