use crate::db::schema::{account, account_mapping};
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

#[derive(Queryable)]
pub struct Row {
    pub version: i32,
    pub rules: Value,
    pub voucher_series: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

/// The newest, or the newest at a moment; `None`: nothing had been chosen.
pub async fn latest(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> Result<Option<Row>, DbError> {
    let mut query = account_mapping::table
        .left_join(account::table.on(account_mapping::recorded_by.eq(account::id)))
        .filter(account_mapping::company_id.eq(tx.company_id().uuid()))
        .order(account_mapping::version.desc())
        .select((
            account_mapping::version,
            account_mapping::rules,
            account_mapping::voucher_series,
            account_mapping::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    if let Some(known_at) = known_at {
        query = query.filter(account_mapping::recorded_at.le(known_at));
    }
    Ok(query.first(&mut tx.connection()).await.optional()?)
}

pub async fn insert(tx: &CompanyTx, version: i32, rules: &Value, series: Option<&str>) -> Result<(), DbError> {
    diesel::insert_into(account_mapping::table)
        .values((
            account_mapping::company_id.eq(tx.company_id().uuid()),
            account_mapping::version.eq(version),
            account_mapping::rules.eq(rules),
            account_mapping::voucher_series.eq(series),
            account_mapping::recorded_at.eq(tx.now()),
            account_mapping::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
