use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use shared::books::{AccountingFacts, AgreementAccounting};
use shared::ids::AgreementId;
use uuid::Uuid;

use super::{Among, KnownAt, read};
use crate::db::schema::{account, lease_accounting};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};

#[derive(Queryable)]
pub struct FactsRow {
    agreement_id: Uuid,
    version: i32,
    facts: Value,
    reason: Option<String>,
    recorded_at: DateTime<Utc>,
    recorded_by_name: Option<String>,
}

impl FactsRow {
    pub fn agreement(&self) -> AgreementId {
        self.agreement_id.into()
    }

    pub fn accounting(self) -> ApiResult<AgreementAccounting> {
        Ok(AgreementAccounting {
            version: self.version,
            facts: read(self.facts)?,
            reason: self.reason,
            recorded_at: Some(self.recorded_at),
            recorded_by_name: self.recorded_by_name,
        })
    }
}

/// The version that rules, of each agreement that has one; of all or of these.
pub async fn facts(
    tx: &CompanyTx,
    agreements: Option<&[AgreementId]>,
    known_at: KnownAt,
) -> Result<Vec<FactsRow>, DbError> {
    facts_of(tx, Among::listed(agreements), known_at).await
}

pub async fn facts_of(tx: &CompanyTx, agreements: Among<'_>, known_at: KnownAt) -> Result<Vec<FactsRow>, DbError> {
    let mut query = lease_accounting::table
        .left_join(account::table.on(lease_accounting::recorded_by.eq(account::id)))
        .filter(lease_accounting::company_id.eq(tx.company_id().uuid()))
        .distinct_on(lease_accounting::agreement_id)
        .order((lease_accounting::agreement_id, lease_accounting::version.desc()))
        .select((
            lease_accounting::agreement_id,
            lease_accounting::version,
            lease_accounting::facts,
            lease_accounting::reason,
            lease_accounting::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    match agreements {
        Among::All => {}
        Among::These(agreements) => {
            let ids: Vec<Uuid> = agreements.iter().map(|id| id.uuid()).collect();
            query = query.filter(lease_accounting::agreement_id.eq_any(ids));
        }
        Among::Between(first, last) => {
            query = query.filter(lease_accounting::agreement_id.between(first.uuid(), last.uuid()));
        }
    }
    if let Some(known_at) = known_at {
        query = query.filter(lease_accounting::recorded_at.le(known_at));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

/// Latest first, before a version.
pub async fn facts_versions(
    tx: &CompanyTx,
    agreement: AgreementId,
    before: Option<i32>,
    limit: i64,
) -> Result<Vec<FactsRow>, DbError> {
    let rows = lease_accounting::table
        .left_join(account::table.on(lease_accounting::recorded_by.eq(account::id)))
        .filter(lease_accounting::company_id.eq(tx.company_id().uuid()))
        .filter(lease_accounting::agreement_id.eq(agreement.uuid()))
        .filter(lease_accounting::version.lt(before.unwrap_or(i32::MAX)))
        .order(lease_accounting::version.desc())
        .limit(limit)
        .select((
            lease_accounting::agreement_id,
            lease_accounting::version,
            lease_accounting::facts,
            lease_accounting::reason,
            lease_accounting::recorded_at,
            account::name.nullable(),
        ))
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

pub async fn insert_facts(
    tx: &CompanyTx,
    rows: &[(AgreementId, i32, AccountingFacts)],
    reason: Option<&str>,
) -> ApiResult<()> {
    let mut values = Vec::with_capacity(rows.len());
    for (agreement, version, facts) in rows {
        values.push((
            lease_accounting::company_id.eq(tx.company_id().uuid()),
            lease_accounting::agreement_id.eq(agreement.uuid()),
            lease_accounting::version.eq(*version),
            lease_accounting::facts.eq(serde_json::to_value(facts).map_err(ApiError::internal)?),
            lease_accounting::reason.eq(reason),
            lease_accounting::recorded_at.eq(tx.now()),
            lease_accounting::recorded_by.eq(tx.account_id().uuid()),
        ));
    }
    diesel::insert_into(lease_accounting::table).values(values).execute(&mut tx.connection()).await?;
    Ok(())
}
