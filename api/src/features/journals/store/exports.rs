use super::super::part::{Amounts, Part};
use super::super::voucher::{Booked, Bookings};
use super::word;
use crate::db::schema::{account, journal_export, journal_export_part, journal_export_withdrawal};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use shared::books::{BookFramework, BookRole};
use shared::ids::JournalExportId;
use shared::journals::{JournalExport, JournalExported, JournalWithdrawal, NewJournalExport};
use shared::money::{Amount, Currency};
use std::collections::HashMap;
use uuid::Uuid;

/// Rows of one statement: PostgreSQL takes 65,535 values.
const ROWS_AT_ONCE: usize = 5_000;

pub struct New<'a> {
    pub id: JournalExportId,
    pub new: &'a NewJournalExport,
    pub currency: Currency,
    pub mapping_version: i32,
    pub vouchers: i32,
    pub already_exported: i32,
    pub left_out: i32,
    pub debit: i64,
    pub file_name: &'a str,
    pub file: &'a [u8],
    pub sha256: &'a [u8],
}

pub async fn insert(tx: &CompanyTx, row: &New<'_>, parts: &[Part]) -> ApiResult<()> {
    let new = row.new;
    diesel::insert_into(journal_export::table)
        .values((
            journal_export::company_id.eq(tx.company_id().uuid()),
            journal_export::id.eq(row.id.uuid()),
            journal_export::framework.eq(word(&new.framework)?),
            journal_export::from_on.eq(new.from),
            journal_export::to_on.eq(new.to),
            journal_export::grouping.eq(word(&new.by)?),
            journal_export::format.eq(word(&new.format)?),
            journal_export::encoding.eq(word(&new.encoding)?),
            journal_export::new_only.eq(new.new_only),
            journal_export::currency.eq(row.currency.code()),
            journal_export::mapping_version.eq(row.mapping_version),
            journal_export::vouchers.eq(row.vouchers),
            journal_export::already_exported.eq(row.already_exported),
            journal_export::left_out.eq(row.left_out),
            journal_export::debit.eq(row.debit),
            journal_export::file_name.eq(row.file_name),
            journal_export::file.eq(row.file),
            journal_export::sha256.eq(row.sha256),
            journal_export::created_at.eq(tx.now()),
            journal_export::created_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    let framework = word(&new.framework)?;
    for (chunk, first) in parts.chunks(ROWS_AT_ONCE).zip((0..).step_by(ROWS_AT_ONCE)) {
        let mut rows = Vec::with_capacity(chunk.len());
        for (part, ordinal) in chunk.iter().zip(first..) {
            let pairs: Vec<(BookRole, i64)> = part.amounts.pairs().collect();
            rows.push((
                journal_export_part::company_id.eq(tx.company_id().uuid()),
                journal_export_part::export_id.eq(row.id.uuid()),
                journal_export_part::ordinal.eq(ordinal),
                journal_export_part::framework.eq(framework.clone()),
                journal_export_part::agreement_id.eq(part.agreement.uuid()),
                journal_export_part::place.eq(part.place.clone()),
                journal_export_part::on_day.eq(part.on),
                journal_export_part::amounts.eq(serde_json::to_value(&pairs).map_err(ApiError::internal)?),
            ));
        }
        diesel::insert_into(journal_export_part::table).values(rows).execute(&mut tx.connection()).await?;
    }
    Ok(())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    framework: String,
    from_on: NaiveDate,
    to_on: NaiveDate,
    grouping: String,
    format: String,
    encoding: String,
    new_only: bool,
    currency: String,
    mapping_version: i32,
    vouchers: i32,
    already_exported: i32,
    left_out: i32,
    debit: i64,
    file_name: String,
    bytes: i32,
    sha256: Vec<u8>,
    created_at: DateTime<Utc>,
    created_by_name: Option<String>,
}

#[derive(Queryable)]
struct Withdrawal {
    export_id: Uuid,
    reason: String,
    at: DateTime<Utc>,
    by_name: Option<String>,
}

#[diesel::declare_sql_function]
extern "SQL" {
    fn octet_length(bytes: diesel::sql_types::Binary) -> diesel::sql_types::Integer;
}

fn read<T: serde::de::DeserializeOwned>(word: String) -> ApiResult<T> {
    serde_json::from_value(Value::String(word)).map_err(ApiError::internal)
}

impl Row {
    fn shown(self, withdrawn: Option<JournalWithdrawal>) -> ApiResult<JournalExport> {
        let count = |number: i32| u32::try_from(number).unwrap_or(0);
        Ok(JournalExport {
            id: self.id.into(),
            framework: read(self.framework)?,
            from: self.from_on,
            to: self.to_on,
            by: read(self.grouping)?,
            format: read(self.format)?,
            encoding: read(self.encoding)?,
            new_only: self.new_only,
            currency: read(self.currency)?,
            mapping_version: self.mapping_version,
            vouchers: count(self.vouchers),
            already_exported: count(self.already_exported),
            left_out: count(self.left_out),
            debit: Amount::from_minor(self.debit).unwrap_or(Amount::ZERO),
            file_name: self.file_name,
            bytes: count(self.bytes),
            sha256: super::hexadecimal(&self.sha256),
            created_at: self.created_at,
            created_by_name: self.created_by_name,
            withdrawn,
        })
    }
}

/// The latest first, `most` of them after one.
pub async fn list(tx: &CompanyTx, after: Option<JournalExportId>, most: i64) -> ApiResult<Vec<JournalExport>> {
    rows(tx, after, None, most).await
}

pub async fn find(tx: &CompanyTx, id: JournalExportId) -> ApiResult<Option<JournalExport>> {
    Ok(rows(tx, None, Some(id), 1).await?.into_iter().next())
}

async fn rows(
    tx: &CompanyTx,
    after: Option<JournalExportId>,
    only: Option<JournalExportId>,
    most: i64,
) -> ApiResult<Vec<JournalExport>> {
    let mut query = journal_export::table
        .left_join(account::table.on(journal_export::created_by.eq(account::id)))
        .filter(journal_export::company_id.eq(tx.company_id().uuid()))
        .order(journal_export::id.desc())
        .limit(most)
        .select((
            journal_export::id,
            journal_export::framework,
            journal_export::from_on,
            journal_export::to_on,
            journal_export::grouping,
            journal_export::format,
            journal_export::encoding,
            journal_export::new_only,
            journal_export::currency,
            journal_export::mapping_version,
            journal_export::vouchers,
            journal_export::already_exported,
            journal_export::left_out,
            journal_export::debit,
            journal_export::file_name,
            octet_length(journal_export::file),
            journal_export::sha256,
            journal_export::created_at,
            account::name.nullable(),
        ))
        .into_boxed::<diesel::pg::Pg>();
    if let Some(after) = after {
        query = query.filter(journal_export::id.lt(after.uuid()));
    }
    if let Some(only) = only {
        query = query.filter(journal_export::id.eq(only.uuid()));
    }
    let rows: Vec<Row> = query.load(&mut tx.connection()).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut withdrawn = withdrawals(tx, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let withdrawal = withdrawn.remove(&row.id);
            row.shown(withdrawal)
        })
        .collect()
}

async fn withdrawals(tx: &CompanyTx, ids: &[Uuid]) -> Result<HashMap<Uuid, JournalWithdrawal>, DbError> {
    let rows: Vec<Withdrawal> = journal_export_withdrawal::table
        .left_join(account::table.on(journal_export_withdrawal::recorded_by.eq(account::id)))
        .filter(journal_export_withdrawal::company_id.eq(tx.company_id().uuid()))
        .filter(journal_export_withdrawal::export_id.eq_any(ids))
        .select((
            journal_export_withdrawal::export_id,
            journal_export_withdrawal::reason,
            journal_export_withdrawal::recorded_at,
            account::name.nullable(),
        ))
        .load(&mut tx.connection())
        .await?;
    let shown = |Withdrawal { export_id, reason, at, by_name }| (export_id, JournalWithdrawal { at, by_name, reason });
    Ok(rows.into_iter().map(shown).collect())
}

pub async fn file(tx: &CompanyTx, id: JournalExportId) -> Result<Option<Vec<u8>>, DbError> {
    let file = journal_export::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(journal_export::file)
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(file)
}

pub async fn withdraw(tx: &CompanyTx, id: JournalExportId, reason: &str) -> Result<(), DbError> {
    diesel::insert_into(journal_export_withdrawal::table)
        .values((
            journal_export_withdrawal::company_id.eq(tx.company_id().uuid()),
            journal_export_withdrawal::export_id.eq(id.uuid()),
            journal_export_withdrawal::reason.eq(reason),
            journal_export_withdrawal::recorded_at.eq(tx.now()),
            journal_export_withdrawal::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

#[derive(Queryable)]
struct Taken {
    export_id: Uuid,
    agreement_id: Uuid,
    place: String,
    on_day: NaiveDate,
    amounts: Value,
    at: DateTime<Utc>,
}

/// What the ledger has of a time: everything exported by then and not withdrawn by then.
pub async fn booked(
    tx: &CompanyTx,
    framework: BookFramework,
    from: NaiveDate,
    to: NaiveDate,
    known_at: DateTime<Utc>,
) -> ApiResult<Bookings> {
    let withdrawn = journal_export_withdrawal::table
        .filter(journal_export_withdrawal::company_id.eq(tx.company_id().uuid()))
        .filter(journal_export_withdrawal::recorded_at.le(known_at))
        .select(journal_export_withdrawal::export_id);
    let rows: Vec<Taken> = journal_export_part::table
        .inner_join(
            journal_export::table.on(journal_export::company_id
                .eq(journal_export_part::company_id)
                .and(journal_export::id.eq(journal_export_part::export_id))),
        )
        .filter(journal_export_part::company_id.eq(tx.company_id().uuid()))
        .filter(journal_export_part::framework.eq(word(&framework)?))
        .filter(journal_export_part::on_day.between(from, to))
        .filter(journal_export::created_at.le(known_at))
        .filter(journal_export_part::export_id.ne_all(withdrawn))
        .order(journal_export_part::export_id)
        .select((
            journal_export_part::export_id,
            journal_export_part::agreement_id,
            journal_export_part::place,
            journal_export_part::on_day,
            journal_export_part::amounts,
            journal_export::created_at,
        ))
        .load(&mut tx.connection())
        .await?;
    let mut bookings = Bookings::new();
    for row in rows {
        let pairs: Vec<(BookRole, i64)> = serde_json::from_value(row.amounts).map_err(ApiError::internal)?;
        let last = JournalExported { export_id: row.export_id.into(), at: row.at };
        let empty = Booked { on: row.on_day, amounts: Amounts::default(), times: 0, last };
        let booked = bookings.entry((row.agreement_id.into(), row.place)).or_insert(empty);
        booked.amounts.plus(&Amounts::from_pairs(pairs));
        booked.times += 1;
        booked.last = last;
    }
    Ok(bookings)
}
