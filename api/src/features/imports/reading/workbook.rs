//! XLSX and ODS: unpacked within limits, each sheet a [`Grid`].

mod ods;
mod package;
mod xlsx;
mod xml;

use super::grid::Grid;
use super::{SheetError, limits};
use ods::Ods;
use package::Package;
use shared::imports::FileKind;
use xlsx::Xlsx;

pub(super) struct Workbook<'a>(Inner<'a>);

enum Inner<'a> {
    Xlsx(Xlsx<'a>),
    Ods(Ods<'a>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Ods,
}

impl<'a> Workbook<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, SheetError> {
        let mut package = Package::open(bytes)?;
        if package.has("content.xml") {
            return match package.text("mimetype")? {
                Some(kind) if !kind.starts_with("application/vnd.oasis.opendocument.spreadsheet") => {
                    Err(SheetError::NotASpreadsheet { kind: FileKind::OtherOpenDocument })
                }
                _ => Ods::open(package).map(|ods| Self(Inner::Ods(ods))),
            };
        }
        for (part, kind) in [
            ("word/document.xml", FileKind::Word),
            ("ppt/presentation.xml", FileKind::Presentation),
            ("Index/Document.iwa", FileKind::AppleDocument),
        ] {
            if package.has(part) {
                return Err(SheetError::NotASpreadsheet { kind });
            }
        }
        if package.has("xl/workbook.bin") {
            return Err(SheetError::OldWorkbook { kind: FileKind::BinaryExcel });
        }
        if package.has("[Content_Types].xml") || package.has("_rels/.rels") {
            return Xlsx::open(package).map(|xlsx| Self(Inner::Xlsx(xlsx)));
        }
        Err(SheetError::NotASpreadsheet { kind: FileKind::Archive })
    }

    pub(super) fn kind(&self) -> Kind {
        match &self.0 {
            Inner::Xlsx(_) => Kind::Xlsx,
            Inner::Ods(_) => Kind::Ods,
        }
    }

    pub(super) fn sheet_names(&self) -> Vec<String> {
        match &self.0 {
            Inner::Xlsx(workbook) => workbook.sheet_names(),
            Inner::Ods(workbook) => workbook.sheet_names(),
        }
    }

    /// Enough of a sheet to judge it by.
    pub(super) fn head(&mut self, index: usize) -> Result<Grid, SheetError> {
        self.grid(index, limits::HEAD_ROWS)
    }

    pub(super) fn whole(&mut self, index: usize) -> Result<Grid, SheetError> {
        self.grid(index, u32::MAX)
    }

    fn grid(&mut self, index: usize, rows_wanted: u32) -> Result<Grid, SheetError> {
        match &mut self.0 {
            Inner::Xlsx(workbook) => workbook.grid(index, rows_wanted),
            Inner::Ods(workbook) => workbook.grid(index, rows_wanted),
        }
    }
}
