//! Opening a file where it keeps no request waiting, and saying why it cannot be opened.

use super::super::reading::limits;
use super::super::reading::sheet::Sheet;
use super::super::reading::{self, Delimiter, OpenOptions, Opened, SheetError, SheetInfo, SourceFormat, TextEncoding};
use super::super::store::Choices;
use crate::error::{ApiError, ApiResult};
use bytes::Bytes;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What came in.
#[derive(Clone, Debug)]
pub struct Upload {
    pub file_name: String,
    pub content: Bytes,
    pub is_pasted: bool,
}

/// A file that was opened: cheap to clone.
#[derive(Clone, Debug)]
pub struct OpenFile {
    pub format: SourceFormat,
    pub sheets: Vec<SheetInfo>,
    pub sheet: Arc<Sheet>,
}

/// Each holds a whole sheet in memory; more at once would only wait for the processors.
static OPENING: Semaphore = Semaphore::const_new(2);

pub async fn open(content: Bytes, is_pasted: bool, choices: &Choices) -> ApiResult<OpenFile> {
    let _turn = OPENING.acquire().await.map_err(ApiError::internal)?;
    let options =
        OpenOptions { sheet: choices.sheet.clone(), header_row: choices.header_row, ..OpenOptions::default() };
    let opened = off_the_way(move || {
        if is_pasted {
            let text = String::from_utf8_lossy(&content);
            reading::open_pasted(&text, &options)
        } else {
            reading::open(&content, &options)
        }
    })
    .await?;
    let Opened { format, sheets, sheet } = opened.map_err(problem)?;
    Ok(OpenFile { format, sheets, sheet: Arc::new(sheet) })
}

/// Work for the processor, on a thread of its own.
pub(super) async fn off_the_way<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> ApiResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)
}

/// As the API names formats.
pub(super) fn format_words(format: SourceFormat) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    let delimiter_word = |delimiter: Delimiter| match delimiter {
        Delimiter::Semicolon => ";",
        Delimiter::Tab => "\t",
        Delimiter::Comma => ",",
        Delimiter::Bar => "|",
    };
    match format {
        SourceFormat::Xlsx => ("xlsx", None, None),
        SourceFormat::Ods => ("ods", None, None),
        SourceFormat::Pasted { delimiter } => ("pasted", None, Some(delimiter_word(delimiter))),
        SourceFormat::Delimited { encoding, delimiter } => {
            let encoding = match encoding {
                TextEncoding::Utf8 => "UTF-8",
                TextEncoding::Utf16Le => "UTF-16LE",
                TextEncoding::Utf16Be => "UTF-16BE",
                TextEncoding::Windows1252 => "Windows-1252",
            };
            ("csv", Some(encoding), Some(delimiter_word(delimiter)))
        }
    }
}

fn problem(error: SheetError) -> ApiError {
    let of = |code: ErrorCode| ApiError::new(code);
    let too_large = |expected: String| {
        of(ErrorCode::SheetTooLarge).at("", FieldFault::new(FieldCode::OutOfRange).expected(&expected))
    };
    let at_row =
        |error: ApiError, row: u32| error.at("", FieldFault::new(FieldCode::InvalidText).found(&format!("row {row}")));
    match error {
        SheetError::Empty => of(ErrorCode::FileEmpty),
        SheetError::FileTooLarge { .. } => of(ErrorCode::BodyTooLarge),
        SheetError::TooManyRows => too_large(format!("at most {} rows", limits::ROWS)),
        SheetError::TooManyColumns { .. } => too_large(format!("at most {} columns", limits::COLUMNS)),
        SheetError::TooManyCells => too_large(format!("at most {} cells", limits::CELLS)),
        SheetError::TooManySheets => too_large(format!("at most {} sheets", limits::SHEETS)),
        SheetError::CellTooLong { row: Some(row) } => at_row(of(ErrorCode::CellTooLong), row),
        SheetError::CellTooLong { row: None } => of(ErrorCode::CellTooLong),
        SheetError::ZipBomb => of(ErrorCode::UnpacksTooLarge),
        SheetError::Damaged { detail } => of(ErrorCode::FileDamaged).because(anyhow::anyhow!(detail)),
        SheetError::Encrypted => of(ErrorCode::FileEncrypted),
        SheetError::OldWorkbook => of(ErrorCode::OldWorkbook),
        SheetError::NotASpreadsheet { .. } => of(ErrorCode::NotASpreadsheet),
        SheetError::QuoteNotClosed { row } => at_row(of(ErrorCode::QuoteNotClosed), row),
        SheetError::NoTable => of(ErrorCode::NoTable),
        SheetError::OnlyHeaders { .. } => of(ErrorCode::OnlyHeaders),
        SheetError::UnknownSheet { name } => {
            let fault = FieldFault::new(FieldCode::UnknownValue).found(&name).expected("a sheet of the workbook");
            of(ErrorCode::ValidationFailed).at("/sheet", fault)
        }
        SheetError::UnknownRow { row } => {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&row.to_string());
            of(ErrorCode::ValidationFailed).at("/header_row", fault.expected("a row that has something in it"))
        }
    }
}
