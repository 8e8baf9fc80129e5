use crate::db::schema::party;
use crate::db::{CompanyTx, DbError};
use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::ids::{ImportId, PartyId};
use shared::parties::NewParty;
use uuid::Uuid;

use super::names;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = party, check_for_backend(Pg))]
pub struct PartyRow {
    id: Uuid,
    pub version: i32,
    pub name: String,
    pub name_key: String,
    pub org_number: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    merged_into: Option<Uuid>,
    pub demo: bool,
    withdrawn_at: Option<DateTime<Utc>>,
}

/// How a party came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Person,
    Demo,
    Import(ImportId),
}

impl PartyRow {
    pub fn id(&self) -> PartyId {
        self.id.into()
    }

    pub fn merged_into(&self) -> Option<PartyId> {
        self.merged_into.map(PartyId::from)
    }

    /// Out of the lists, until somebody names it again.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn_at.is_some()
    }
}

fn uuids(ids: &[PartyId]) -> Vec<Uuid> {
    ids.iter().map(|id| id.uuid()).collect()
}

pub(super) async fn find(tx: &CompanyTx, id: PartyId) -> Result<Option<PartyRow>, DbError> {
    let row = party::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(PartyRow::as_select())
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(row)
}

pub(super) async fn find_all(tx: &CompanyTx, ids: &[PartyId]) -> Result<Vec<PartyRow>, DbError> {
    let rows = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::id.eq_any(uuids(ids)))
        .select(PartyRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

pub(super) async fn find_named(tx: &CompanyTx, keys: &[String]) -> Result<Vec<PartyRow>, DbError> {
    let rows = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::name_key.eq_any(keys))
        .select(PartyRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Every party, merged ones too, by name.
pub(super) async fn all(tx: &CompanyTx) -> Result<Vec<PartyRow>, DbError> {
    let rows = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .order((party::name, party::id))
        .select(PartyRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

pub(super) async fn merged(tx: &CompanyTx) -> Result<Vec<PartyRow>, DbError> {
    let rows = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::merged_into.is_not_null())
        .order((party::name, party::id))
        .select(PartyRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Parties that are neither merged into another nor withdrawn, by name, after a name and id.
pub(super) async fn list(
    tx: &CompanyTx,
    search: Option<&str>,
    place: Option<&(String, Uuid)>,
    limit: i64,
) -> Result<Vec<PartyRow>, DbError> {
    let mut query = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::merged_into.is_null())
        .filter(party::withdrawn_at.is_null())
        .select(PartyRow::as_select())
        .order((party::name, party::id))
        .limit(limit)
        .into_boxed();
    if let Some(search) = search {
        let escaped = search.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let pattern = format!("%{escaped}%");
        query = query.filter(party::name_key.like(pattern.clone()).or(party::org_number.like(pattern)));
    }
    if let Some((name, id)) = place {
        query = query.filter(party::name.ge(name.clone())).filter(party::name.gt(name.clone()).or(party::id.gt(*id)));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

pub(super) async fn insert(tx: &CompanyTx, parties: &[(PartyId, NewParty)], origin: Origin) -> Result<(), DbError> {
    let import = match origin {
        Origin::Import(id) => Some(id.uuid()),
        Origin::Person | Origin::Demo => None,
    };
    let rows: Vec<_> = parties
        .iter()
        .map(|(id, new)| {
            (
                party::company_id.eq(tx.company_id().uuid()),
                party::id.eq(id.uuid()),
                party::name.eq(&new.name),
                party::name_key.eq(names::key(&new.name)),
                party::org_number.eq(&new.org_number),
                party::email.eq(&new.email),
                party::phone.eq(&new.phone),
                party::demo.eq(origin == Origin::Demo),
                party::import_id.eq(import),
                party::created_at.eq(tx.now()),
                party::updated_at.eq(tx.now()),
            )
        })
        .collect();
    // Eleven parameters a row, and a statement takes 65,535.
    for rows in rows.chunks(5_000) {
        diesel::insert_into(party::table).values(rows).execute(&mut tx.connection()).await?;
    }
    Ok(())
}

pub(super) async fn update(tx: &CompanyTx, id: PartyId, new: &NewParty) -> Result<(), DbError> {
    diesel::update(party::table.find((tx.company_id().uuid(), id.uuid())))
        .set((
            party::version.eq(party::version + 1),
            party::name.eq(&new.name),
            party::name_key.eq(names::key(&new.name)),
            party::org_number.eq(&new.org_number),
            party::email.eq(&new.email),
            party::phone.eq(&new.phone),
            party::updated_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub(super) async fn set_merged(tx: &CompanyTx, id: PartyId, into: Option<PartyId>) -> Result<(), DbError> {
    diesel::update(party::table.find((tx.company_id().uuid(), id.uuid())))
        .set((
            party::version.eq(party::version + 1),
            party::merged_into.eq(into.map(|into| into.uuid())),
            party::updated_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// What an import made and no person has touched or merged since.
pub(super) async fn made_by(tx: &CompanyTx, import: ImportId) -> Result<Vec<PartyId>, DbError> {
    let ids: Vec<Uuid> = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::import_id.eq(import.uuid()))
        .filter(party::version.eq(1))
        .filter(party::merged_into.is_null())
        .select(party::id)
        .load(&mut tx.connection())
        .await?;
    Ok(ids.into_iter().map(PartyId::from).collect())
}

pub(super) async fn set_withdrawn(tx: &CompanyTx, ids: &[PartyId], withdrawn: bool) -> Result<(), DbError> {
    diesel::update(party::table)
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::id.eq_any(uuids(ids)))
        .set((
            party::version.eq(party::version + 1),
            party::withdrawn_at.eq(withdrawn.then(|| tx.now())),
            party::updated_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// Removes the demo portfolio's parties but for some, which become ordinary ones.
pub(super) async fn remove_demo(tx: &CompanyTx, kept: &[PartyId]) -> Result<(), DbError> {
    diesel::update(party::table)
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::demo)
        .filter(party::id.eq_any(uuids(kept)))
        .set(party::demo.eq(false))
        .execute(&mut tx.connection())
        .await?;
    diesel::delete(party::table)
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::demo)
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
