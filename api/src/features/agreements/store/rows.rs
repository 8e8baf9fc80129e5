//! Agreements read one by one or all together.

use crate::db::schema::agreement;
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, NaiveDate, Utc};
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::prelude::*;
use diesel::sql_types;
use diesel_async::RunQueryDsl;
use serde::de::DeserializeOwned;
use shared::agreements::{AgreementChange, AgreementTerms};
use shared::ids::{AgreementId, PartyId};
use uuid::Uuid;

use super::super::history::State;

/// A json column, read straight into its type without a tree of values in between.
#[derive(Clone, Debug, PartialEq, Eq, FromSqlRow, AsExpression)]
#[diesel(sql_type = sql_types::Json)]
pub struct Stored<T: std::fmt::Debug>(pub T);

impl<T: DeserializeOwned + std::fmt::Debug> FromSql<sql_types::Json, Pg> for Stored<T> {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(serde_json::from_slice(value.as_bytes())?))
    }
}

/// A json column as it came: whoever needs it reads it, on a thread of their choice.
#[derive(Clone, Debug, FromSqlRow, AsExpression)]
#[diesel(sql_type = sql_types::Json)]
pub struct Unread(Box<[u8]>);

impl Unread {
    pub fn read<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_slice(&self.0)
    }
}

impl FromSql<sql_types::Json, Pg> for Unread {
    fn from_sql(value: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(Self(value.as_bytes().into()))
    }
}

/// What sums over all agreements need of one.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = agreement, check_for_backend(Pg))]
pub struct UnreadRow {
    id: Uuid,
    pub demo: bool,
    pub original_terms: Unread,
    pub changes: Unread,
}

impl UnreadRow {
    pub fn id(&self) -> AgreementId {
        self.id.into()
    }
}

/// An agreement as its events leave it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = agreement, check_for_backend(Pg))]
pub struct AgreementRow {
    id: Uuid,
    version: i32,
    lessor_id: Uuid,
    supplier_id: Option<Uuid>,
    original_terms: Stored<AgreementTerms>,
    changes: Stored<Vec<AgreementChange>>,
    next_change_on: Option<NaiveDate>,
    deleted_at: Option<DateTime<Utc>>,
    pub demo: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl AgreementRow {
    pub fn id(&self) -> AgreementId {
        self.id.into()
    }

    /// Where the recorded lessor leads after merges.
    pub fn lessor(&self) -> PartyId {
        self.lessor_id.into()
    }

    pub fn supplier(&self) -> Option<PartyId> {
        self.supplier_id.map(PartyId::from)
    }

    pub fn next_change_on(&self) -> Option<NaiveDate> {
        self.next_change_on
    }

    pub fn is_deleted(&self) -> bool {
        self.deleted_at.is_some()
    }

    pub fn state(self) -> State {
        State {
            version: self.version,
            original: self.original_terms.0,
            changes: self.changes.0,
            deleted: self.deleted_at.is_some(),
        }
    }
}

pub async fn find(tx: &CompanyTx, id: AgreementId) -> Result<Option<AgreementRow>, DbError> {
    let row = agreement::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(AgreementRow::as_select())
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(row)
}

/// In no particular order; ids that name nothing are left out.
pub async fn find_all(tx: &CompanyTx, ids: &[AgreementId]) -> Result<Vec<AgreementRow>, DbError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::id.eq_any(ids))
        .select(AgreementRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Every agreement in the register, deleted ones left out, by id.
pub async fn all(tx: &CompanyTx) -> Result<Vec<AgreementRow>, DbError> {
    let rows = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::deleted_at.is_null())
        .order(agreement::id)
        .select(AgreementRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Some of [`all`]: those after one.
pub async fn all_after(tx: &CompanyTx, after: Option<AgreementId>, limit: i64) -> Result<Vec<UnreadRow>, DbError> {
    let rows = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::id.gt(after.map_or(Uuid::nil(), |id| id.uuid())))
        .filter(agreement::deleted_at.is_null())
        .order(agreement::id)
        .limit(limit)
        .select(UnreadRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// The ids of agreements after one, deleted ones too.
pub async fn ids_after(tx: &CompanyTx, after: Option<AgreementId>, limit: i64) -> Result<Vec<AgreementId>, DbError> {
    let ids: Vec<Uuid> = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::id.gt(after.map_or(Uuid::nil(), |id| id.uuid())))
        .order(agreement::id)
        .limit(limit)
        .select(agreement::id)
        .load(&mut tx.connection())
        .await?;
    Ok(ids.into_iter().map(AgreementId::from).collect())
}

pub async fn all_with_deleted(tx: &CompanyTx) -> Result<Vec<AgreementRow>, DbError> {
    let rows = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .select(AgreementRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Whether [`to_project`] would find any.
pub async fn has_to_project(tx: &CompanyTx, today: NaiveDate) -> Result<bool, DbError> {
    let stale = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::next_change_on.le(today));
    Ok(diesel::select(diesel::dsl::exists(stale)).get_result(&mut tx.connection()).await?)
}

/// Agreements on which other terms have begun to hold since they were projected.
pub async fn to_project(tx: &CompanyTx, today: NaiveDate) -> Result<Vec<AgreementRow>, DbError> {
    let rows = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::next_change_on.le(today))
        .select(AgreementRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = sql_types::Text)]
    number_key: String,
    #[diesel(sql_type = sql_types::Uuid)]
    id: Uuid,
}

/// Which of the numbers with these keys are taken, and by which agreement. Each key is looked up by itself, whatever
/// PostgreSQL believes of the table: while it has counted no rows of a new company it takes them for one, and would hold
/// every agreement against every key.
pub async fn taken_numbers(tx: &CompanyTx, keys: &[String]) -> Result<Vec<(String, AgreementId)>, DbError> {
    let rows: Vec<Taken> = diesel::sql_query(
        "SELECT agreement.number_key, agreement.id
         FROM (SELECT DISTINCT number_key FROM unnest($2::text[]) AS number_key) AS wanted
         CROSS JOIN LATERAL (
             SELECT number_key, id FROM agreement
             WHERE company_id = $1 AND number_key = wanted.number_key AND deleted_at IS NULL
             -- Keeps the two from being joined in any other way.
             OFFSET 0
         ) AS agreement",
    )
    .bind::<sql_types::Uuid, _>(tx.company_id().uuid())
    .bind::<sql_types::Array<sql_types::Text>, _>(keys)
    .load(&mut tx.connection())
    .await?;
    Ok(rows.into_iter().map(|taken| (taken.number_key, taken.id.into())).collect())
}

/// How many agreements in the register name each party, as lessor or as supplier.
pub async fn count_by_party(tx: &CompanyTx, parties: &[PartyId]) -> Result<Vec<(PartyId, i64)>, DbError> {
    let parties: Vec<Uuid> = parties.iter().map(|id| id.uuid()).collect();
    let mine = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::deleted_at.is_null());
    let as_lessor: Vec<(Uuid, i64)> = mine
        .filter(agreement::lessor_id.eq_any(&parties))
        .group_by(agreement::lessor_id)
        .select((agreement::lessor_id, diesel::dsl::count_star()))
        .load(&mut tx.connection())
        .await?;
    let as_supplier: Vec<(Option<Uuid>, i64)> = mine
        .filter(agreement::supplier_id.eq_any(&parties))
        .filter(agreement::supplier_id.is_distinct_from(agreement::lessor_id.nullable()))
        .group_by(agreement::supplier_id)
        .select((agreement::supplier_id, diesel::dsl::count_star()))
        .load(&mut tx.connection())
        .await?;
    let as_lessor = as_lessor.into_iter().map(|(party, count)| (party.into(), count));
    let as_supplier = as_supplier.into_iter().filter_map(|(party, count)| Some((party?.into(), count)));
    Ok(as_lessor.chain(as_supplier).collect())
}

/// Which of the parties some agreement names, deleted ones too.
pub async fn parties_named(tx: &CompanyTx, parties: &[PartyId]) -> Result<Vec<PartyId>, DbError> {
    let parties: Vec<Uuid> = parties.iter().map(|id| id.uuid()).collect();
    let mine = agreement::table.filter(agreement::company_id.eq(tx.company_id().uuid()));
    let lessors: Vec<Uuid> = mine
        .filter(agreement::lessor_id.eq_any(&parties))
        .select(agreement::lessor_id)
        .distinct()
        .load(&mut tx.connection())
        .await?;
    let suppliers: Vec<Option<Uuid>> = mine
        .filter(agreement::supplier_id.eq_any(&parties))
        .select(agreement::supplier_id)
        .distinct()
        .load(&mut tx.connection())
        .await?;
    Ok(lessors.into_iter().chain(suppliers.into_iter().flatten()).map(PartyId::from).collect())
}
