use super::{hexadecimal, word};
use crate::db::schema::{account, closing, closing_reopening};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use shared::books::BookFramework;
use shared::ids::ClosingId;
use shared::journals::{Closing, Reopening};
use shared::money::Amount;
use std::collections::HashMap;
use uuid::Uuid;

/// Days closed through and when, by day: those closed by a moment and not opened again by then.
pub async fn in_force(
    tx: &CompanyTx,
    framework: BookFramework,
    known_at: DateTime<Utc>,
) -> ApiResult<Vec<(NaiveDate, DateTime<Utc>)>> {
    let reopened = closing_reopening::table
        .filter(closing_reopening::company_id.eq(tx.company_id().uuid()))
        .filter(closing_reopening::recorded_at.le(known_at))
        .select(closing_reopening::closing_id);
    let days = closing::table
        .filter(closing::company_id.eq(tx.company_id().uuid()))
        .filter(closing::framework.eq(word(&framework)?))
        .filter(closing::closed_at.le(known_at))
        .filter(closing::id.ne_all(reopened))
        .order((closing::through, closing::id))
        .select((closing::through, closing::closed_at))
        .load(&mut tx.connection())
        .await?;
    Ok(days)
}

/// Who closed a book through a day at a moment, by name.
pub async fn closed_by(
    tx: &CompanyTx,
    framework: BookFramework,
    through: NaiveDate,
    at: DateTime<Utc>,
) -> ApiResult<Option<String>> {
    let name: Option<Option<String>> = closing::table
        .left_join(account::table.on(closing::closed_by.eq(account::id)))
        .filter(closing::company_id.eq(tx.company_id().uuid()))
        .filter(closing::framework.eq(word(&framework)?))
        .filter(closing::through.eq(through))
        .filter(closing::closed_at.eq(at))
        .select(account::name.nullable())
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(name.flatten())
}

pub struct New<'a> {
    pub id: ClosingId,
    pub framework: BookFramework,
    pub from: Option<NaiveDate>,
    pub through: NaiveDate,
    pub note: Option<&'a str>,
    pub vouchers: i32,
    pub debit: i64,
    pub sha256: &'a [u8],
    pub checks: &'a Value,
}

pub async fn insert(tx: &CompanyTx, new: &New<'_>) -> ApiResult<()> {
    diesel::insert_into(closing::table)
        .values((
            closing::company_id.eq(tx.company_id().uuid()),
            closing::id.eq(new.id.uuid()),
            closing::framework.eq(word(&new.framework)?),
            closing::from_on.eq(new.from),
            closing::through.eq(new.through),
            closing::closed_at.eq(tx.now()),
            closing::closed_by.eq(tx.account_id().uuid()),
            closing::note.eq(new.note),
            closing::vouchers.eq(new.vouchers),
            closing::debit.eq(new.debit),
            closing::sha256.eq(new.sha256),
            closing::checks.eq(new.checks),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub async fn reopen(tx: &CompanyTx, id: ClosingId, reason: &str) -> Result<(), DbError> {
    diesel::insert_into(closing_reopening::table)
        .values((
            closing_reopening::company_id.eq(tx.company_id().uuid()),
            closing_reopening::closing_id.eq(id.uuid()),
            closing_reopening::reason.eq(reason),
            closing_reopening::recorded_at.eq(tx.now()),
            closing_reopening::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

#[derive(Queryable)]
struct Row {
    id: Uuid,
    framework: String,
    from_on: Option<NaiveDate>,
    through: NaiveDate,
    closed_at: DateTime<Utc>,
    closed_by_name: Option<String>,
    note: Option<String>,
    vouchers: i32,
    debit: i64,
    sha256: Vec<u8>,
    checks: Value,
}

#[derive(Queryable)]
struct Reopened {
    closing_id: Uuid,
    reason: String,
    at: DateTime<Utc>,
    by_name: Option<String>,
}

impl Row {
    fn shown(self, reopened: Option<Reopening>) -> ApiResult<Closing> {
        Ok(Closing {
            id: self.id.into(),
            framework: serde_json::from_value(Value::String(self.framework)).map_err(ApiError::internal)?,
            from: self.from_on,
            through: self.through,
            closed_at: self.closed_at,
            closed_by_name: self.closed_by_name,
            note: self.note,
            vouchers: u32::try_from(self.vouchers).unwrap_or(0),
            debit: Amount::from_minor(self.debit).unwrap_or(Amount::ZERO),
            sha256: hexadecimal(&self.sha256),
            checks: serde_json::from_value(self.checks).map_err(ApiError::internal)?,
            reopened,
        })
    }
}

/// What a list of closings is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    pub framework: Option<BookFramework>,
    pub after: Option<ClosingId>,
    pub only: Option<ClosingId>,
}

/// The latest made first.
pub async fn list(tx: &CompanyTx, wanted: Wanted, most: i64) -> ApiResult<Vec<Closing>> {
    let mut query = closing::table
        .left_join(account::table.on(closing::closed_by.eq(account::id)))
        .filter(closing::company_id.eq(tx.company_id().uuid()))
        .order(closing::id.desc())
        .limit(most)
        .select((
            closing::id,
            closing::framework,
            closing::from_on,
            closing::through,
            closing::closed_at,
            account::name.nullable(),
            closing::note,
            closing::vouchers,
            closing::debit,
            closing::sha256,
            closing::checks,
        ))
        .into_boxed::<diesel::pg::Pg>();
    if let Some(framework) = wanted.framework {
        query = query.filter(closing::framework.eq(word(&framework)?));
    }
    if let Some(after) = wanted.after {
        query = query.filter(closing::id.lt(after.uuid()));
    }
    if let Some(only) = wanted.only {
        query = query.filter(closing::id.eq(only.uuid()));
    }
    let rows: Vec<Row> = query.load(&mut tx.connection()).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut reopened = reopenings(tx, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let reopening = reopened.remove(&row.id);
            row.shown(reopening)
        })
        .collect()
}

async fn reopenings(tx: &CompanyTx, ids: &[Uuid]) -> Result<HashMap<Uuid, Reopening>, DbError> {
    let rows: Vec<Reopened> = closing_reopening::table
        .left_join(account::table.on(closing_reopening::recorded_by.eq(account::id)))
        .filter(closing_reopening::company_id.eq(tx.company_id().uuid()))
        .filter(closing_reopening::closing_id.eq_any(ids))
        .select((
            closing_reopening::closing_id,
            closing_reopening::reason,
            closing_reopening::recorded_at,
            account::name.nullable(),
        ))
        .load(&mut tx.connection())
        .await?;
    let shown = |Reopened { closing_id, reason, at, by_name }| (closing_id, Reopening { at, by_name, reason });
    Ok(rows.into_iter().map(shown).collect())
}
