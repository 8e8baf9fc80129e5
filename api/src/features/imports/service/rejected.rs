//! The rows that cannot be imported, as a file: to mend in the spreadsheet program and bring back.

use super::super::reading::sheet::Sheet;
use super::super::store::{self, RowFilter};
use super::file::open;
use crate::error::{ApiError, ApiResult, Language};
use crate::http::CompanyScope;
use shared::ids::ImportId;
use shared::imports::{ImportRow, RowAction};

mod words;

/// UTF-8 with its mark, semicolons and CRLF, as Swedish spreadsheet programs open it by a double click.
pub async fn rejected(scope: &CompanyScope, id: ImportId, language: Language) -> ApiResult<Vec<u8>> {
    let (record, content, rows) = scope
        .read_snapshot(async |tx| {
            let record = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
            let filter = RowFilter { action: Some(RowAction::Faulty), ..RowFilter::default() };
            let rows = store::list_rows(tx, id, filter, i64::MAX).await?;
            Ok::<_, ApiError>((record, store::content(tx, id).await?, rows))
        })
        .await?;
    let file = open(content.into(), record.format == "pasted", &record.choices).await?;
    write(&file.sheet, &rows, language)
}

fn write(sheet: &Sheet, rows: &[ImportRow], language: Language) -> ApiResult<Vec<u8>> {
    let mut csv = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let headers = sheet.columns.iter().map(|column| inert(&column.header));
    csv.write_record(words::headers(language).into_iter().map(str::to_owned).chain(headers))
        .map_err(ApiError::internal)?;
    for row in rows {
        let raw = sheet.rows.iter().find(|raw| raw.number == row.row);
        let cells = sheet
            .columns
            .iter()
            .map(|column| raw.map(|raw| inert(&raw.cell(column.index).shown())).unwrap_or_default());
        let said: Vec<String> = row.faults.iter().map(|fault| words::sentence(fault, language)).collect();
        csv.write_record([row.row.to_string(), said.join(" ")].into_iter().chain(cells)).map_err(ApiError::internal)?;
    }
    csv.into_inner().map_err(ApiError::internal)
}

/// Text that a spreadsheet program would run gets an apostrophe in front; numbers below zero are numbers.
fn inert(text: &str) -> String {
    let is_number = text.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_digit())
            && rest
                .chars()
                .all(|character| character.is_ascii_digit() || matches!(character, '.' | ',' | ' ' | '\u{a0}'))
    });
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if runs && !is_number { format!("'{text}") } else { text.to_owned() }
}
