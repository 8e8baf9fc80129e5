//! The register as a file that a spreadsheet opens, and that the import reads back as it was.
//!
//! Headers are the names the import knows. A file holds the fields an import can fill and the company's own fields;
//! fee steps, options and the details of objects have no column. Pure: rows come in, bytes go out.

mod cell;
mod column;
mod csv;
mod xlsx;

pub use cell::{Cell, cell};
pub use column::{Column, Lang};
pub use csv::CsvFile;
pub use xlsx::XlsxFile;

use chrono::NaiveDate;
use shared::agreements::{AgreementStatus, AgreementTerms};

use super::history::Ending;

/// What a row is made from.
pub struct Exported {
    /// Of today, parties by name.
    pub terms: AgreementTerms,
    pub status: AgreementStatus,
    pub ending: Option<Ending>,
}

/// A file being written row by row.
pub enum File {
    Csv(Box<CsvFile>),
    Xlsx(Box<XlsxFile>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Csv,
    Xlsx,
}

impl Format {
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }
}

impl File {
    pub fn begin(format: Format, columns: &[Column], lang: Lang) -> anyhow::Result<Self> {
        let headers: Vec<String> = columns.iter().map(|column| column.header(lang)).collect();
        Ok(match format {
            Format::Csv => Self::Csv(Box::new(CsvFile::begin(&headers)?)),
            Format::Xlsx => Self::Xlsx(Box::new(XlsxFile::begin(&headers, lang)?)),
        })
    }

    pub fn row(&mut self, cells: &[Cell]) -> anyhow::Result<()> {
        match self {
            Self::Csv(file) => file.row(cells),
            Self::Xlsx(file) => file.row(cells),
        }
    }

    pub fn end(self) -> anyhow::Result<Vec<u8>> {
        match self {
            Self::Csv(file) => file.end(),
            Self::Xlsx(file) => file.end(),
        }
    }
}

/// `avtal-2026-11-22.csv`
pub fn file_name(format: Format, lang: Lang, today: NaiveDate) -> String {
    let name = match lang {
        Lang::Sv => "avtal",
        Lang::En => "agreements",
    };
    format!("{name}-{today}.{}", format.extension())
}
