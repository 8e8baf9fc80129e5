use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use shared::books::{BookChoices, BookFramework, CompanyBook};

use super::{KnownAt, read};
use crate::db::schema::{account, company_book};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};

#[derive(Queryable)]
pub struct BookRow {
    framework: String,
    version: i32,
    in_use: bool,
    choices: Value,
    reason: Option<String>,
    recorded_at: DateTime<Utc>,
    recorded_by_name: Option<String>,
}

impl BookRow {
    pub fn book(self) -> ApiResult<CompanyBook> {
        let unknown = || ApiError::internal(anyhow::anyhow!("the database holds an unknown framework"));
        Ok(CompanyBook {
            framework: BookFramework::of_code(&self.framework).ok_or_else(unknown)?,
            version: self.version,
            in_use: self.in_use,
            choices: read(self.choices)?,
            reason: self.reason,
            recorded_at: Some(self.recorded_at),
            recorded_by_name: self.recorded_by_name,
        })
    }
}

/// The version that rules, of each framework that has one.
pub async fn books(tx: &CompanyTx, known_at: KnownAt) -> Result<Vec<BookRow>, DbError> {
    let mut query = company_book::table
        .left_join(account::table.on(company_book::recorded_by.eq(account::id)))
        .filter(company_book::company_id.eq(tx.company_id().uuid()))
        .distinct_on(company_book::framework)
        .order((company_book::framework, company_book::version.desc()))
        .select((
            company_book::framework,
            company_book::version,
            company_book::in_use,
            company_book::choices,
            company_book::reason,
            company_book::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    if let Some(known_at) = known_at {
        query = query.filter(company_book::recorded_at.le(known_at));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

/// Latest first, before a version.
pub async fn book_versions(
    tx: &CompanyTx,
    framework: BookFramework,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<BookRow>, DbError> {
    let rows = company_book::table
        .left_join(account::table.on(company_book::recorded_by.eq(account::id)))
        .filter(company_book::company_id.eq(tx.company_id().uuid()))
        .filter(company_book::framework.eq(framework.code()))
        .filter(company_book::version.lt(before.unwrap_or(i32::MAX)))
        .order(company_book::version.desc())
        .limit(limit)
        .select((
            company_book::framework,
            company_book::version,
            company_book::in_use,
            company_book::choices,
            company_book::reason,
            company_book::recorded_at,
            account::name.nullable(),
        ))
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

pub async fn insert_book(
    tx: &CompanyTx,
    framework: BookFramework,
    version: i32,
    in_use: bool,
    choices: &BookChoices,
    reason: Option<&str>,
) -> ApiResult<()> {
    diesel::insert_into(company_book::table)
        .values((
            company_book::company_id.eq(tx.company_id().uuid()),
            company_book::framework.eq(framework.code()),
            company_book::version.eq(version),
            company_book::in_use.eq(in_use),
            company_book::choices.eq(serde_json::to_value(choices).map_err(ApiError::internal)?),
            company_book::reason.eq(reason),
            company_book::recorded_at.eq(tx.now()),
            company_book::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
