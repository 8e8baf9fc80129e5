//! Rows as evaluated.

use super::{JsonText, Stored, of_word, word};
use crate::db::CompanyTx;
use crate::db::schema::import_row;
use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{Array, BigInt, Integer, Nullable, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use futures_util::future::join;
use serde::{Deserialize, Serialize};
use shared::agreements::FieldDifference;
use shared::ids::{AgreementId, ImportId};
use shared::imports::{Fault, FaultCode, ImportCell, ImportField, ImportRow, RowAction, SkipReason};
use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use uuid::Uuid;

/// Bounds the memory of one statement.
const ROWS_PER_STATEMENT: usize = 1_000;

/// What a row says, in canonical form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub values: BTreeMap<ImportField, String>,
    pub custom: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct StagedRow {
    pub sheet_row: u32,
    pub action: RowAction,
    pub skip_reason: Option<SkipReason>,
    /// With the version that was looked at.
    pub agreement: Option<(AgreementId, i32)>,
    pub reading: Reading,
    pub cells: Vec<ImportCell>,
    pub faults: Vec<Fault>,
    pub differences: Vec<FieldDifference>,
}

/// A row ready for its statement.
struct Written {
    sheet_row: i32,
    action: String,
    skip_reason: Option<String>,
    /// The agreement that is changed, or the id of the one that is to be made: so that nothing need be written here when
    /// it is.
    agreement_id: Option<Uuid>,
    agreement_version: Option<i32>,
    /// Between spaces.
    fault_codes: String,
    reading: String,
    cells: String,
    faults: String,
    differences: String,
    fingerprint: i64,
}

impl Written {
    fn of(row: &StagedRow, now: DateTime<Utc>) -> ApiResult<Self> {
        let text = |value: Result<String, serde_json::Error>| value.map_err(ApiError::internal);
        let codes = row.faults.iter().map(|fault| word(&fault.code)).collect::<ApiResult<Vec<String>>>()?;
        let mut written = Self {
            sheet_row: i32::try_from(row.sheet_row).map_err(ApiError::internal)?,
            action: word(&row.action)?,
            skip_reason: row.skip_reason.as_ref().map(word).transpose()?,
            agreement_id: row.agreement.map(|(id, _)| id.uuid()),
            agreement_version: row.agreement.map(|(_, version)| version),
            fault_codes: codes.join(" "),
            reading: text(serde_json::to_string(&row.reading))?,
            cells: text(serde_json::to_string(&row.cells))?,
            faults: text(serde_json::to_string(&row.faults))?,
            differences: text(serde_json::to_string(&row.differences))?,
            fingerprint: 0,
        };
        written.fingerprint = written.hash();
        if row.action == RowAction::Create {
            // Not in the fingerprint: a row that stays as it is keeps the id that was chosen first.
            written.agreement_id = Some(AgreementId::fresh(now).uuid());
        }
        Ok(written)
    }

    fn hash(&self) -> i64 {
        let mut hasher = DefaultHasher::new();
        self.action.hash(&mut hasher);
        self.skip_reason.hash(&mut hasher);
        self.agreement_id.hash(&mut hasher);
        self.agreement_version.hash(&mut hasher);
        for text in [&self.reading, &self.cells, &self.faults, &self.differences] {
            text.hash(&mut hasher);
        }
        hasher.finish().cast_signed()
    }
}

/// Makes the rows of the import these, and touches only those that differ. While PostgreSQL writes some, the next are
/// written out.
pub async fn replace_rows(tx: &CompanyTx, id: ImportId, rows: Vec<StagedRow>) -> ApiResult<()> {
    let kept: Vec<(i32, i64)> = import_row::table
        .filter(import_row::company_id.eq(tx.company_id().uuid()))
        .filter(import_row::import_id.eq(id.uuid()))
        .select((import_row::sheet_row, import_row::fingerprint))
        .load(&mut tx.connection())
        .await?;
    let mut kept: HashMap<i32, i64> = kept.into_iter().collect();
    let meeting = if kept.is_empty() { Meeting::Nothing } else { Meeting::Kept };
    let mut rows = rows.into_iter();
    let mut changed = Vec::new();
    loop {
        let next: Vec<StagedRow> = rows.by_ref().take(ROWS_PER_STATEMENT).collect();
        let was_last = next.is_empty();
        let (done, next) = join(write(tx, id, &changed, meeting), written_out(next, tx.now())).await;
        done?;
        if was_last {
            break;
        }
        changed = next?;
        changed.retain(|row| kept.remove(&row.sheet_row) != Some(row.fingerprint));
    }
    let gone: Vec<i32> = kept.into_keys().collect();
    if !gone.is_empty() {
        diesel::delete(import_row::table)
            .filter(import_row::company_id.eq(tx.company_id().uuid()))
            .filter(import_row::import_id.eq(id.uuid()))
            .filter(import_row::sheet_row.eq_any(gone))
            .execute(&mut tx.connection())
            .await?;
    }
    Ok(())
}

/// On a thread of its own, where it keeps no request waiting.
async fn written_out(rows: Vec<StagedRow>, now: DateTime<Utc>) -> ApiResult<Vec<Written>> {
    let work = move || rows.iter().map(|row| Written::of(row, now)).collect();
    tokio::task::spawn_blocking(work).await.map_err(ApiError::internal)?
}

/// What the rows may find in their places.
#[derive(Clone, Copy)]
enum Meeting {
    Nothing,
    Kept,
}

async fn write(tx: &CompanyTx, id: ImportId, rows: &[Written], meeting: Meeting) -> ApiResult<()> {
    if rows.is_empty() {
        return Ok(());
    }
    const INSERT: &str = "INSERT INTO import_row
            (company_id, import_id, sheet_row, action, skip_reason, agreement_id, agreement_version, fault_codes,
             reading, cells, faults, differences, fingerprint)
        SELECT $1, $2, sheet_row, action, skip_reason, agreement_id, agreement_version,
            string_to_array(fault_codes, ' '), reading::json, cells::json, faults::json, differences::json, fingerprint
        FROM unnest($3::int[], $4::text[], $5::text[], $6::uuid[], $7::int[], $8::text[], $9::text[], $10::text[],
                $11::text[], $12::text[], $13::bigint[])
            AS row (sheet_row, action, skip_reason, agreement_id, agreement_version, fault_codes, reading, cells, faults,
                differences, fingerprint)";
    const INSTEAD: &str = " ON CONFLICT (company_id, import_id, sheet_row) DO UPDATE SET
            action = excluded.action, skip_reason = excluded.skip_reason, agreement_id = excluded.agreement_id,
            agreement_version = excluded.agreement_version, fault_codes = excluded.fault_codes,
            reading = excluded.reading, cells = excluded.cells, faults = excluded.faults,
            differences = excluded.differences, fingerprint = excluded.fingerprint";
    // Each row would look for the one that it replaces.
    let sql = match meeting {
        Meeting::Nothing => INSERT.to_owned(),
        Meeting::Kept => [INSERT, INSTEAD].concat(),
    };
    sql_query(sql)
        .into_boxed::<Pg>()
        .bind::<SqlUuid, _>(tx.company_id().uuid())
        .bind::<SqlUuid, _>(id.uuid())
        .bind::<Array<Integer>, _>(rows.iter().map(|row| row.sheet_row).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.action.as_str()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.skip_reason.as_deref()).collect::<Vec<_>>())
        .bind::<Array<Nullable<SqlUuid>>, _>(rows.iter().map(|row| row.agreement_id).collect::<Vec<_>>())
        .bind::<Array<Nullable<Integer>>, _>(rows.iter().map(|row| row.agreement_version).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.fault_codes.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.reading.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.cells.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.faults.as_str()).collect::<Vec<_>>())
        .bind::<Array<Text>, _>(rows.iter().map(|row| row.differences.as_str()).collect::<Vec<_>>())
        .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.fingerprint).collect::<Vec<_>>())
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = import_row, check_for_backend(Pg))]
struct ShownRow {
    sheet_row: i32,
    action: String,
    skip_reason: Option<String>,
    agreement_id: Option<Uuid>,
    cells: Stored<Vec<ImportCell>>,
    faults: Stored<Vec<Fault>>,
    differences: Stored<Vec<FieldDifference>>,
}

impl ShownRow {
    fn row(self) -> ApiResult<ImportRow> {
        Ok(ImportRow {
            row: self.sheet_row.unsigned_abs(),
            action: of_word(self.action)?,
            skip_reason: self.skip_reason.map(of_word).transpose()?,
            agreement_id: self.agreement_id.map(AgreementId::from),
            cells: self.cells.0,
            faults: self.faults.0,
            differences: self.differences.0,
        })
    }
}

#[derive(Clone, Copy, Debug, Default)]
pub struct RowFilter {
    pub action: Option<RowAction>,
    pub fault: Option<FaultCode>,
    pub after: Option<u32>,
}

/// In the order of the sheet.
pub async fn list_rows(tx: &CompanyTx, id: ImportId, filter: RowFilter, limit: i64) -> ApiResult<Vec<ImportRow>> {
    let mut query = import_row::table
        .filter(import_row::company_id.eq(tx.company_id().uuid()))
        .filter(import_row::import_id.eq(id.uuid()))
        .order(import_row::sheet_row)
        .limit(limit)
        .select(ShownRow::as_select())
        .into_boxed::<Pg>();
    if let Some(action) = filter.action {
        query = query.filter(import_row::action.eq(word(&action)?));
    }
    if let Some(fault) = filter.fault {
        query = query.filter(import_row::fault_codes.contains(vec![word(&fault)?]));
    }
    if let Some(after) = filter.after {
        query = query.filter(import_row::sheet_row.gt(i32::try_from(after).unwrap_or(i32::MAX)));
    }
    let rows: Vec<ShownRow> = query.load(&mut tx.connection()).await?;
    rows.into_iter().map(ShownRow::row).collect()
}

/// Every row with cells: what a mend looks at.
pub async fn all_rows(tx: &CompanyTx, id: ImportId) -> ApiResult<Vec<ImportRow>> {
    list_rows(tx, id, RowFilter::default(), i64::MAX).await
}

/// A row on its way into the register, not read yet: reading a thousand takes the processor longer than fetching them.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = import_row, check_for_backend(Pg))]
pub struct FetchedRow {
    sheet_row: i32,
    action: String,
    agreement_id: Option<Uuid>,
    agreement_version: Option<i32>,
    reading: JsonText,
}

impl FetchedRow {
    pub fn sheet_row(&self) -> u32 {
        self.sheet_row.unsigned_abs()
    }

    pub fn read(self) -> ApiResult<ReadyRow> {
        let Self { action, agreement_id, agreement_version, reading, .. } = self;
        let reading = reading.read()?;
        Ok(ReadyRow { action, agreement_id, agreement_version, reading })
    }
}

#[derive(Debug)]
pub struct ReadyRow {
    action: String,
    agreement_id: Option<Uuid>,
    agreement_version: Option<i32>,
    reading: Reading,
}

impl ReadyRow {
    pub fn is_creation(&self) -> bool {
        self.action == "create"
    }

    pub fn agreement(&self) -> Option<(AgreementId, i32)> {
        Some((self.agreement_id?.into(), self.agreement_version?))
    }

    /// The id of the agreement that a creation makes.
    pub fn to_make(&self) -> Option<AgreementId> {
        self.agreement_id.filter(|_| self.is_creation()).map(AgreementId::from)
    }

    pub fn into_reading(self) -> Reading {
        self.reading
    }

    pub fn reading(&self) -> &Reading {
        &self.reading
    }
}

/// Rows that create or update, in the order of the sheet. The others are left out by name, because asking for these two
/// would find all of them by their action and sort them anew for every step.
pub async fn ready_rows(tx: &CompanyTx, id: ImportId, after: u32, limit: i64) -> ApiResult<Vec<FetchedRow>> {
    let others = [RowAction::Unchanged, RowAction::Skip, RowAction::Faulty];
    let others = others.iter().map(word).collect::<ApiResult<Vec<String>>>()?;
    let rows = import_row::table
        .filter(import_row::company_id.eq(tx.company_id().uuid()))
        .filter(import_row::import_id.eq(id.uuid()))
        .filter(import_row::action.ne_all(others))
        .filter(import_row::sheet_row.gt(i32::try_from(after).unwrap_or(i32::MAX)))
        .order(import_row::sheet_row)
        .limit(limit)
        .select(FetchedRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}
