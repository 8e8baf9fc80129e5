//! The rows that cannot be imported, as a file: to mend in the spreadsheet program and bring back.

use super::super::reading::sheet::Sheet;
use super::super::store::{self, RowFilter};
use super::decide::included;
use super::file::{off_the_way, open, turn};
use crate::csv_file::{self, inert};
use crate::error::{ApiError, ApiResult, Language};
use crate::http::CompanyScope;
use shared::ids::ImportId;
use shared::imports::{ImportRow, RowAction};

mod words;

pub async fn rejected(scope: &CompanyScope, id: ImportId, language: Language) -> ApiResult<Vec<u8>> {
    let turn = turn().await?;
    let (record, content, decisions, rows) = scope
        .read_snapshot(async |tx| {
            let record = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
            let filter = RowFilter { action: Some(RowAction::Faulty), ..RowFilter::default() };
            let rows = store::list_rows(tx, id, filter, i64::MAX).await?;
            let decisions = store::decisions(tx, id).await?;
            Ok::<_, ApiError>((record, store::content(tx, id).await?, decisions, rows))
        })
        .await?;
    let file = open(turn, content.into(), record.format == "pasted", &record.choices).await?;
    off_the_way(move || write(&included(&file, &decisions), &rows, language)).await?
}

fn write(sheet: &Sheet, rows: &[ImportRow], language: Language) -> ApiResult<Vec<u8>> {
    let mut csv = csv_file::writer();
    let headers = sheet.columns.iter().map(|column| inert(&column.header));
    csv.write_record(words::headers(language).into_iter().map(str::to_owned).chain(headers))
        .map_err(ApiError::internal)?;
    // Both are in the order of the sheet.
    let mut raws = sheet.rows.iter().peekable();
    for row in rows {
        while raws.next_if(|raw| raw.number < row.row).is_some() {}
        let raw = raws.peek().filter(|raw| raw.number == row.row);
        let cells = sheet
            .columns
            .iter()
            .map(|column| raw.map(|raw| inert(&raw.cell(column.index).shown())).unwrap_or_default());
        let said: Vec<String> = row.faults.iter().map(|fault| words::sentence(fault, language)).collect();
        csv.write_record([row.row.to_string(), said.join(" ")].into_iter().chain(cells)).map_err(ApiError::internal)?;
    }
    csv.into_inner().map_err(ApiError::internal)
}
