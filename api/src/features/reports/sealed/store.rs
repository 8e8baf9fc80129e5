use crate::db::schema::{account, sealed_report};
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use shared::ids::SealedReportId;
use uuid::Uuid;

/// What the list shows.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sealed_report, check_for_backend(Pg))]
pub struct ItemRow {
    pub id: Uuid,
    pub name: String,
    pub framework: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub known_at: DateTime<Utc>,
    pub agreements: i32,
    pub hash: Vec<u8>,
    pub engine_version: String,
    pub sealed_at: DateTime<Utc>,
    /// Whose agreements it holds besides.
    pub company_ids: Vec<Uuid>,
}

/// All of it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = sealed_report, check_for_backend(Pg))]
pub struct SealedRow {
    #[diesel(embed)]
    pub item: ItemRow,
    pub request: Value,
    pub agreement_ids: Vec<Uuid>,
    pub content: String,
}

#[derive(Insertable)]
#[diesel(table_name = sealed_report)]
pub struct NewRow {
    pub company_id: Uuid,
    pub id: Uuid,
    pub name: String,
    pub framework: String,
    pub first_on: NaiveDate,
    pub last_on: NaiveDate,
    pub request: Value,
    pub known_at: DateTime<Utc>,
    pub agreement_ids: Vec<Uuid>,
    pub agreements: i32,
    pub content: String,
    pub hash: Vec<u8>,
    pub engine_version: String,
    pub sealed_at: DateTime<Utc>,
    pub sealed_by: Uuid,
    pub company_ids: Vec<Uuid>,
}

pub async fn insert(tx: &CompanyTx, row: &NewRow) -> Result<(), DbError> {
    diesel::insert_into(sealed_report::table).values(row).execute(&mut tx.connection()).await?;
    Ok(())
}

/// The latest first, after the one before; ids rise with time.
pub async fn list(
    tx: &CompanyTx,
    after: Option<SealedReportId>,
    limit: i64,
) -> Result<Vec<(ItemRow, Option<String>)>, DbError> {
    let mut rows = sealed_report::table
        .left_join(account::table.on(account::id.eq(sealed_report::sealed_by)))
        .filter(sealed_report::company_id.eq(tx.company_id().uuid()))
        .order(sealed_report::id.desc())
        .limit(limit)
        .select((ItemRow::as_select(), account::name.nullable()))
        .into_boxed();
    if let Some(after) = after {
        rows = rows.filter(sealed_report::id.lt(after.uuid()));
    }
    Ok(rows.load(&mut tx.connection()).await?)
}

pub async fn find(tx: &CompanyTx, id: SealedReportId) -> Result<Option<(SealedRow, Option<String>)>, DbError> {
    let row = sealed_report::table
        .left_join(account::table.on(account::id.eq(sealed_report::sealed_by)))
        .filter(sealed_report::company_id.eq(tx.company_id().uuid()))
        .filter(sealed_report::id.eq(id.uuid()))
        .select((SealedRow::as_select(), account::name.nullable()))
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(row)
}

pub async fn count(tx: &CompanyTx) -> Result<i64, DbError> {
    let count = sealed_report::table
        .filter(sealed_report::company_id.eq(tx.company_id().uuid()))
        .count()
        .get_result(&mut tx.connection())
        .await?;
    Ok(count)
}
