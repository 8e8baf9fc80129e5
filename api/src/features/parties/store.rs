use crate::db::schema::party;
use crate::db::{CompanyTx, DbError};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::ids::PartyId;
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
}

impl PartyRow {
    pub fn id(&self) -> PartyId {
        self.id.into()
    }

    pub fn merged_into(&self) -> Option<PartyId> {
        self.merged_into.map(PartyId::from)
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

/// Parties that are not merged into another, by name, after a name and id.
pub(super) async fn list(
    tx: &CompanyTx,
    search: Option<&str>,
    place: Option<&(String, Uuid)>,
    limit: i64,
) -> Result<Vec<PartyRow>, DbError> {
    let mut query = party::table
        .filter(party::company_id.eq(tx.company_id().uuid()))
        .filter(party::merged_into.is_null())
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

pub(super) async fn insert(tx: &CompanyTx, parties: &[(PartyId, NewParty)], demo: bool) -> Result<(), DbError> {
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
                party::demo.eq(demo),
                party::created_at.eq(tx.now()),
                party::updated_at.eq(tx.now()),
            )
        })
        .collect();
    // Nine parameters a row, and a statement takes 65,535.
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
