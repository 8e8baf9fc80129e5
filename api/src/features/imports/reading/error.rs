//! Why a file cannot be read at all. What is wrong with single cells is a [`Fault`](super::faults::Fault) instead.

use super::limits;
use shared::imports::{FileKind, TextEncoding};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SheetError {
    #[error("the file is empty")]
    Empty,
    #[error("the file has {bytes} bytes, more than {}", limits::FILE_BYTES)]
    FileTooLarge { bytes: usize },
    #[error("more than {} rows", limits::ROWS)]
    TooManyRows,
    #[error("row {row} has more than {} columns", limits::COLUMNS)]
    TooManyColumns { row: u32 },
    #[error("more than {} cells", limits::CELLS)]
    TooManyCells,
    #[error("more than {} sheets", limits::SHEETS)]
    TooManySheets,
    /// `None` where it stands in a part of a workbook that several rows share.
    #[error("a cell on row {row:?} has more than {} characters", limits::CELL_CHARS)]
    CellTooLong { row: Option<u32> },
    #[error("the workbook unpacks to far more than its size")]
    ZipBomb,
    #[error("the workbook is damaged: {detail}")]
    Damaged { detail: String },
    /// It has a beginning and no end: half sent, or half copied.
    #[error("the workbook is cut short")]
    CutShort,
    #[error("the workbook is protected with a password")]
    Encrypted,
    /// What Excel opens and can save anew.
    #[error("a workbook in an older or binary Excel format: {}", kind.as_str())]
    OldWorkbook { kind: FileKind },
    #[error("not a spreadsheet: {}", kind.as_str())]
    NotASpreadsheet { kind: FileKind },
    #[error("a quotation mark that opens on row {row} is never closed")]
    QuoteNotClosed { row: u32 },
    #[error("the bytes are not {}", encoding.as_str())]
    OtherEncoding { encoding: TextEncoding },
    #[error("there is no sheet called {name:?}")]
    UnknownSheet { name: String },
    #[error("there is no row {row} to take as headers")]
    UnknownRow { row: u32 },
    /// Nothing with at least two columns.
    #[error("no table found")]
    NoTable,
    #[error("headers on row {header_row} and nothing under them")]
    OnlyHeaders { header_row: u32 },
}

impl SheetError {
    /// Stable; the texts may change.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::FileTooLarge { .. } => "file_too_large",
            Self::TooManyRows => "too_many_rows",
            Self::TooManyColumns { .. } => "too_many_columns",
            Self::TooManyCells => "too_many_cells",
            Self::TooManySheets => "too_many_sheets",
            Self::CellTooLong { .. } => "cell_too_long",
            Self::ZipBomb => "unpacks_too_large",
            Self::Damaged { .. } | Self::CutShort => "file_damaged",
            Self::Encrypted => "file_encrypted",
            Self::OldWorkbook { .. } => "old_workbook",
            Self::NotASpreadsheet { .. } => "not_a_spreadsheet",
            Self::QuoteNotClosed { .. } => "quote_not_closed",
            Self::OtherEncoding { .. } => "other_encoding",
            Self::UnknownSheet { .. } => "unknown_sheet",
            Self::UnknownRow { .. } => "unknown_row",
            Self::NoTable => "no_table",
            Self::OnlyHeaders { .. } => "only_headers",
        }
    }

    pub(super) fn damaged(detail: impl std::fmt::Display) -> Self {
        Self::Damaged { detail: detail.to_string() }
    }
}
