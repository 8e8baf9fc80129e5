//! Opening a file where it keeps no request waiting, and saying why it cannot be opened.

use super::super::reading::limits;
use super::super::reading::sheet::Sheet;
use super::super::reading::{self, OpenOptions, Opened, SheetError, SheetInfo, SourceFormat};
use super::super::store::Choices;
use crate::error::{ApiError, ApiResult};
use bytes::Bytes;
use shared::imports::CUT_SHORT;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{AcquireError, Semaphore, SemaphorePermit};

/// What came in.
#[derive(Clone, Debug)]
pub struct Upload {
    pub file_name: String,
    pub content: Bytes,
    pub is_pasted: bool,
}

/// A file that was opened. It holds its turn for as long as it is in memory.
#[derive(Debug)]
pub struct OpenFile {
    pub format: SourceFormat,
    pub sheets: Vec<SheetInfo>,
    pub sheet: Arc<Sheet>,
    _turn: Turn,
}

/// Room for one file with all its rows.
pub type Turn = SemaphorePermit<'static>;

/// A whole sheet, and its rows as evaluated, are up to some hundred megabytes; more at once would only wait for the
/// processors.
static OPENED: Semaphore = Semaphore::const_new(2);
const TURN_WITHIN: Duration = Duration::from_secs(20);

/// Uploads that are being received or wait to be opened, together.
const UPLOADS_BYTES: usize = 4 * limits::FILE_BYTES;
static UPLOADS: Semaphore = Semaphore::const_new(UPLOADS_BYTES);
const ROOM_WITHIN: Duration = Duration::from_secs(5);

/// Take it before the file is read from anywhere, and never inside a transaction: whoever has it may wait for a
/// connection.
pub async fn turn() -> ApiResult<Turn> {
    within(TURN_WITHIN, OPENED.acquire()).await
}

/// Room in memory for an upload; given back when dropped.
pub async fn room(bytes: usize) -> ApiResult<SemaphorePermit<'static>> {
    let bytes = u32::try_from(bytes.min(UPLOADS_BYTES)).map_err(ApiError::internal)?;
    within(ROOM_WITHIN, UPLOADS.acquire_many(bytes)).await
}

async fn within<T>(time: Duration, acquired: impl Future<Output = Result<T, AcquireError>>) -> ApiResult<T> {
    match tokio::time::timeout(time, acquired).await {
        Ok(permit) => permit.map_err(ApiError::internal),
        Err(_) => Err(ApiError::new(ErrorCode::Overloaded).retry_after(5)),
    }
}

pub async fn open(turn: Turn, content: Bytes, is_pasted: bool, choices: &Choices) -> ApiResult<OpenFile> {
    let Choices { sheet, header_row, encoding, delimiter, .. } = choices.clone();
    let options = OpenOptions { sheet, header_row, encoding, delimiter };
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
    Ok(OpenFile { format, sheets, sheet: Arc::new(sheet), _turn: turn })
}

/// Work for the processor, on a thread of its own.
pub(super) async fn off_the_way<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> ApiResult<T> {
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)
}

/// As the API names formats.
pub(super) fn format_words(format: SourceFormat) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match format {
        SourceFormat::Xlsx => ("xlsx", None, None),
        SourceFormat::Ods => ("ods", None, None),
        SourceFormat::Pasted { delimiter } => ("pasted", None, Some(delimiter.as_str())),
        SourceFormat::Delimited { encoding, delimiter } => ("csv", Some(encoding.as_str()), Some(delimiter.as_str())),
    }
}

/// What is accepted, for a problem's `expected`.
const ACCEPTED: &str = "a table in an .xlsx workbook, an .ods sheet or a CSV file";

/// What was found stands as a code or as a number of rows, columns or cells: the web app says it in its own words.
fn problem(error: SheetError) -> ApiError {
    let of = |code: ErrorCode| ApiError::new(code);
    let too_large = |what: &str, most: usize| {
        let fault = FieldFault::new(FieldCode::TooManyItems).found(what);
        of(ErrorCode::SheetTooLarge).at("", fault.expected(&format!("at most {most} {what}")))
    };
    let found = |code: ErrorCode, found: &str, expected: &str| {
        of(code).at("", FieldFault::new(FieldCode::InvalidValue).found(found).expected(expected))
    };
    let at_row = |row: u32| format!("row {row}");
    match error {
        SheetError::Empty => found(ErrorCode::FileEmpty, "nothing", ACCEPTED),
        SheetError::FileTooLarge { .. } => of(ErrorCode::BodyTooLarge),
        SheetError::TooManyRows => too_large("rows", limits::ROWS as usize),
        SheetError::TooManyColumns { .. } => too_large("columns", limits::COLUMNS as usize),
        SheetError::TooManyCells => too_large("cells", limits::CELLS),
        SheetError::TooManySheets => too_large("sheets", limits::SHEETS),
        SheetError::CellTooLong { row: Some(row) } => {
            found(ErrorCode::CellTooLong, &at_row(row), &format!("at most {} characters", limits::CELL_CHARS))
        }
        SheetError::CellTooLong { row: None } => of(ErrorCode::CellTooLong),
        SheetError::ZipBomb => of(ErrorCode::UnpacksTooLarge),
        SheetError::Damaged { detail } => of(ErrorCode::FileDamaged).because(anyhow::anyhow!(detail)),
        SheetError::CutShort => found(ErrorCode::FileDamaged, CUT_SHORT, "a whole file"),
        SheetError::Encrypted => of(ErrorCode::FileEncrypted),
        SheetError::OldWorkbook { kind } => found(ErrorCode::OldWorkbook, kind.as_str(), "an .xlsx workbook"),
        SheetError::NotASpreadsheet { kind } => found(ErrorCode::NotASpreadsheet, kind.as_str(), ACCEPTED),
        SheetError::QuoteNotClosed { row } => {
            found(ErrorCode::QuoteNotClosed, &at_row(row), "a quotation mark at the end of the cell too")
        }
        SheetError::NoTable => found(ErrorCode::NoTable, "1 column", "at least two columns"),
        SheetError::OnlyHeaders { header_row } => {
            found(ErrorCode::OnlyHeaders, &at_row(header_row), "agreements under the headers")
        }
        SheetError::OtherEncoding { encoding } => {
            let fault = FieldFault::new(FieldCode::InvalidValue).found(encoding.as_str());
            of(ErrorCode::ValidationFailed).at("/encoding", fault.expected("the encoding that the file is written in"))
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    async fn is_waiting<T>(work: impl Future<Output = T>) -> bool {
        tokio::time::timeout(Duration::from_millis(50), work).await.is_err()
    }

    async fn opened() -> OpenFile {
        open(turn().await.unwrap(), Bytes::from_static(b"a;b\n1;2\n"), false, &Choices::default()).await.unwrap()
    }

    #[tokio::test]
    async fn an_opened_file_keeps_its_turn_until_it_is_dropped() {
        let (first, _second) = (opened().await, opened().await);
        assert!(is_waiting(turn()).await);
        drop(first);
        assert!(!is_waiting(turn()).await);
    }

    #[tokio::test]
    async fn uploads_together_have_so_much_room_and_no_more() {
        let mut held = Vec::new();
        for _ in 0..4 {
            held.push(room(limits::FILE_BYTES).await.unwrap());
        }
        assert!(is_waiting(room(1)).await);
        held.pop();
        assert!(!is_waiting(room(limits::FILE_BYTES)).await);
    }

    #[tokio::test]
    async fn who_waits_too_long_is_told_to_come_back() {
        let refused = within(Duration::from_millis(1), std::future::pending::<Result<(), _>>()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Overloaded);
    }
}
