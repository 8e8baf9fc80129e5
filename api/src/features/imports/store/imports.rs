//! Imports as wholes.

use super::{Stored, json, of_word, word};
use crate::db::schema::{account, import, import_file};
use crate::db::{CompanyTx, DbError};
use crate::error::ApiResult;
use crate::features::imports::reading::mapping::RememberedMapping;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde::{Deserialize, Serialize};
use shared::ids::ImportId;
use shared::imports::{
    ColumnTarget, DateOrder, DecimalMark, Delimiter, FaultGroup, ImportColumn, ImportCounts, ImportFailure,
    ImportField, ImportStatus, TextEncoding,
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a person chose for the whole file. What is not chosen follows from the file itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Choices {
    pub sheet: Option<String>,
    pub header_row: Option<u32>,
    pub encoding: Option<TextEncoding>,
    pub delimiter: Option<Delimiter>,
    pub columns: BTreeMap<u32, ColumnTarget>,
    pub decimal_mark: Option<DecimalMark>,
    pub date_order: Option<DateOrder>,
    pub defaults: Option<BTreeMap<ImportField, String>>,
}

/// What a file turned out to be under the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Matched {
    pub format: &'static str,
    pub encoding: Option<&'static str>,
    pub delimiter: Option<&'static str>,
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    pub header_row: u32,
    pub columns: Vec<ImportColumn>,
    pub defaults: BTreeMap<ImportField, String>,
    pub missing_fields: Vec<ImportField>,
    pub lesson: RememberedMapping,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Totals {
    pub counts: ImportCounts,
    pub fault_groups: Vec<FaultGroup>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct KeptMapping {
    choices: Choices,
    /// In force, chosen or not.
    defaults: BTreeMap<ImportField, String>,
    /// What the company's memory learns of it once the import is applied.
    #[serde(default)]
    lesson: RememberedMapping,
}

impl KeptMapping {
    fn of(choices: &Choices, matched: &Matched) -> Self {
        Self { choices: choices.clone(), defaults: matched.defaults.clone(), lesson: matched.lesson.clone() }
    }
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = import, check_for_backend(Pg))]
struct Row {
    id: Uuid,
    version: i32,
    status: String,
    file_name: String,
    format: String,
    encoding: Option<String>,
    delimiter: Option<String>,
    sheets: Vec<String>,
    sheet: Option<String>,
    header_row: i32,
    matched_columns: Stored<Vec<ImportColumn>>,
    mapping: Stored<KeptMapping>,
    missing_fields: Stored<Vec<ImportField>>,
    counts: Stored<ImportCounts>,
    fault_groups: Stored<Vec<FaultGroup>>,
    failure: Option<String>,
    done: i32,
    total: i32,
    worked_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    applied_at: Option<DateTime<Utc>>,
}

/// An import as it is kept.
#[derive(Clone, Debug)]
pub struct ImportRecord {
    pub id: ImportId,
    pub version: i32,
    pub status: ImportStatus,
    pub file_name: String,
    pub format: String,
    pub encoding: Option<String>,
    pub delimiter: Option<String>,
    pub sheets: Vec<String>,
    pub sheet: Option<String>,
    pub header_row: u32,
    pub columns: Vec<ImportColumn>,
    pub choices: Choices,
    pub defaults: BTreeMap<ImportField, String>,
    pub missing_fields: Vec<ImportField>,
    pub lesson: RememberedMapping,
    pub counts: ImportCounts,
    pub fault_groups: Vec<FaultGroup>,
    pub failure: Option<ImportFailure>,
    pub done: u32,
    pub total: u32,
    pub created_at: DateTime<Utc>,
    pub created_by_name: Option<String>,
    pub applied_at: Option<DateTime<Utc>>,
}

/// Work that gives no sign of life for so long was cut off: its server died. Nothing of it was written.
const CUT_OFF_AFTER: TimeDelta = TimeDelta::seconds(20);

impl Row {
    fn record(self, now: DateTime<Utc>, created_by_name: Option<String>) -> ApiResult<ImportRecord> {
        let mut status: ImportStatus = of_word(self.status)?;
        let mut failure: Option<ImportFailure> = self.failure.map(of_word).transpose()?;
        let is_silent = self.worked_at.is_none_or(|worked_at| worked_at + CUT_OFF_AFTER < now);
        if is_silent && matches!(status, ImportStatus::Applying | ImportStatus::Undoing) {
            failure = Some(ImportFailure::Interrupted);
            status = if status == ImportStatus::Applying { ImportStatus::Failed } else { ImportStatus::Applied };
        }
        let count = |number: i32| u32::try_from(number).unwrap_or(0);
        Ok(ImportRecord {
            id: self.id.into(),
            version: self.version,
            status,
            file_name: self.file_name,
            format: self.format,
            encoding: self.encoding,
            delimiter: self.delimiter,
            sheets: self.sheets,
            sheet: self.sheet,
            header_row: count(self.header_row),
            columns: self.matched_columns.0,
            choices: self.mapping.0.choices,
            defaults: self.mapping.0.defaults,
            missing_fields: self.missing_fields.0,
            lesson: self.mapping.0.lesson,
            counts: self.counts.0,
            fault_groups: self.fault_groups.0,
            failure,
            done: count(self.done),
            total: count(self.total),
            created_at: self.created_at,
            created_by_name,
            applied_at: self.applied_at,
        })
    }
}

pub async fn insert(tx: &CompanyTx, id: ImportId, file_name: &str, content: &[u8], matched: &Matched) -> ApiResult<()> {
    let mapping = KeptMapping::of(&Choices::default(), matched);
    diesel::insert_into(import::table)
        .values((
            import::company_id.eq(tx.company_id().uuid()),
            import::id.eq(id.uuid()),
            import::status.eq(word(&ImportStatus::Draft)?),
            import::file_name.eq(file_name),
            import::format.eq(matched.format),
            import::sheets.eq(&matched.sheets),
            import::header_row.eq(signed(matched.header_row)),
            import::matched_columns.eq(json(&matched.columns)?),
            import::mapping.eq(json(&mapping)?),
            import::missing_fields.eq(json(&matched.missing_fields)?),
            import::counts.eq(json(&ImportCounts::default())?),
            import::fault_groups.eq(json(&Vec::<FaultGroup>::new())?),
            import::created_at.eq(tx.now()),
            import::created_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    diesel::insert_into(import_file::table)
        .values((
            import_file::company_id.eq(tx.company_id().uuid()),
            import_file::import_id.eq(id.uuid()),
            import_file::content.eq(content),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub async fn find(tx: &CompanyTx, id: ImportId) -> ApiResult<Option<ImportRecord>> {
    let found: Option<(Row, Option<String>)> = import::table
        .left_join(account::table.on(import::created_by.eq(account::id)))
        .filter(import::company_id.eq(tx.company_id().uuid()))
        .filter(import::id.eq(id.uuid()))
        .select((Row::as_select(), account::name.nullable()))
        .first(&mut tx.connection())
        .await
        .optional()?;
    found.map(|(row, name)| row.record(tx.now(), name)).transpose()
}

/// [`find`], and nobody else can change it until the transaction ends.
pub async fn find_for_change(tx: &CompanyTx, id: ImportId) -> ApiResult<Option<ImportRecord>> {
    let locked: Option<Uuid> = import::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(import::id)
        .for_update()
        .first(&mut tx.connection())
        .await
        .optional()?;
    if locked.is_some() { find(tx, id).await } else { Ok(None) }
}

/// The latest first.
pub async fn list(tx: &CompanyTx, before: Option<ImportId>, limit: i64) -> ApiResult<Vec<ImportRecord>> {
    let mut query = import::table
        .left_join(account::table.on(import::created_by.eq(account::id)))
        .filter(import::company_id.eq(tx.company_id().uuid()))
        .order(import::id.desc())
        .limit(limit)
        .select((Row::as_select(), account::name.nullable()))
        .into_boxed::<Pg>();
    if let Some(before) = before {
        query = query.filter(import::id.lt(before.uuid()));
    }
    let rows: Vec<(Row, Option<String>)> = query.load(&mut tx.connection()).await?;
    rows.into_iter().map(|(row, name)| row.record(tx.now(), name)).collect()
}

pub async fn content(tx: &CompanyTx, id: ImportId) -> Result<Vec<u8>, DbError> {
    let content = import_file::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(import_file::content)
        .first(&mut tx.connection())
        .await?;
    Ok(content)
}

/// What a decision led to: a draft again, with the next version.
pub async fn update(
    tx: &CompanyTx,
    id: ImportId,
    choices: &Choices,
    matched: &Matched,
    totals: &Totals,
) -> ApiResult<()> {
    let mapping = KeptMapping::of(choices, matched);
    diesel::update(import::table.find((tx.company_id().uuid(), id.uuid())))
        .set((
            import::version.eq(import::version + 1),
            import::status.eq(word(&ImportStatus::Draft)?),
            import::encoding.eq(matched.encoding),
            import::delimiter.eq(matched.delimiter),
            import::sheets.eq(&matched.sheets),
            import::sheet.eq(&matched.sheet),
            import::header_row.eq(signed(matched.header_row)),
            import::matched_columns.eq(json(&matched.columns)?),
            import::mapping.eq(json(&mapping)?),
            import::missing_fields.eq(json(&matched.missing_fields)?),
            import::counts.eq(json(&totals.counts)?),
            import::fault_groups.eq(json(&totals.fault_groups)?),
            import::failure.eq(None::<String>),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub async fn set_working(tx: &CompanyTx, id: ImportId, status: ImportStatus, total: u32) -> ApiResult<()> {
    diesel::update(import::table.find((tx.company_id().uuid(), id.uuid())))
        .set((
            import::version.eq(import::version + 1),
            import::status.eq(word(&status)?),
            import::failure.eq(None::<String>),
            import::done.eq(0),
            import::total.eq(signed(total)),
            import::worked_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub async fn set_progress(tx: &CompanyTx, id: ImportId, done: u32) -> ApiResult<()> {
    diesel::update(import::table.find((tx.company_id().uuid(), id.uuid())))
        .set((import::done.eq(signed(done)), import::worked_at.eq(tx.now())))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub async fn set_alive(tx: &CompanyTx, id: ImportId) -> ApiResult<()> {
    diesel::update(import::table.find((tx.company_id().uuid(), id.uuid())))
        .set(import::worked_at.eq(tx.now()))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// The work has come to its end, good or bad.
pub async fn settle(
    tx: &CompanyTx,
    id: ImportId,
    status: ImportStatus,
    failure: Option<ImportFailure>,
) -> ApiResult<()> {
    let place = import::table.find((tx.company_id().uuid(), id.uuid()));
    diesel::update(place)
        .set((
            import::version.eq(import::version + 1),
            import::status.eq(word(&status)?),
            import::failure.eq(failure.as_ref().map(word).transpose()?),
        ))
        .execute(&mut tx.connection())
        .await?;
    if status == ImportStatus::Applied && failure.is_none() {
        diesel::update(place).set(import::applied_at.eq(tx.now())).execute(&mut tx.connection()).await?;
    }
    Ok(())
}

pub async fn delete(tx: &CompanyTx, id: ImportId) -> Result<(), DbError> {
    diesel::delete(import::table.find((tx.company_id().uuid(), id.uuid()))).execute(&mut tx.connection()).await?;
    Ok(())
}

/// Counts and row numbers stay far below the end of what the column holds.
fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
