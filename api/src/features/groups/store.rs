use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::db::schema::{account, company_group};
use crate::db::{CompanyTx, DbError};

#[derive(Queryable)]
pub struct GroupRow {
    pub version: i32,
    pub members: Value,
    pub reason: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

/// The version that rules, or ruled at a moment.
pub async fn latest(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> Result<Option<GroupRow>, DbError> {
    let mut query = company_group::table
        .left_join(account::table.on(company_group::recorded_by.eq(account::id)))
        .filter(company_group::company_id.eq(tx.company_id().uuid()))
        .order(company_group::version.desc())
        .limit(1)
        .select((
            company_group::version,
            company_group::members,
            company_group::reason,
            company_group::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    if let Some(known_at) = known_at {
        query = query.filter(company_group::recorded_at.le(known_at));
    }
    Ok(query.first(&mut tx.connection()).await.optional()?)
}

pub async fn insert(tx: &CompanyTx, version: i32, members: Value, reason: Option<&str>) -> Result<(), DbError> {
    diesel::insert_into(company_group::table)
        .values((
            company_group::company_id.eq(tx.company_id().uuid()),
            company_group::version.eq(version),
            company_group::members.eq(members),
            company_group::reason.eq(reason),
            company_group::recorded_at.eq(tx.now()),
            company_group::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
