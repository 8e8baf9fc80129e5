use chrono::{DateTime, Utc};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use serde_json::Value;
use shared::books::NewMassChange;
use shared::ids::{BulkEditId, MassChangeId};
use uuid::Uuid;

use super::read;
use crate::db::schema::{account, mass_change};
use crate::db::{CompanyTx, DbError};
use crate::error::{ApiError, ApiResult};

#[derive(Queryable)]
pub struct MassRow {
    id: Uuid,
    bulk_edit_id: Uuid,
    request: Value,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

impl MassRow {
    pub fn id(&self) -> MassChangeId {
        self.id.into()
    }

    pub fn bulk_edit(&self) -> BulkEditId {
        self.bulk_edit_id.into()
    }

    /// As it was asked for.
    pub fn request(&mut self) -> ApiResult<NewMassChange> {
        read(self.request.take())
    }
}

/// Latest first: one alone, or those before one.
pub async fn mass_changes(
    tx: &CompanyTx,
    one: Option<MassChangeId>,
    before: Option<MassChangeId>,
    limit: i64,
) -> Result<Vec<MassRow>, DbError> {
    let mut query = mass_change::table
        .left_join(account::table.on(mass_change::recorded_by.eq(account::id)))
        .filter(mass_change::company_id.eq(tx.company_id().uuid()))
        .order(mass_change::id.desc())
        .limit(limit)
        .select((
            mass_change::id,
            mass_change::bulk_edit_id,
            mass_change::request,
            mass_change::recorded_at,
            account::name.nullable(),
        ))
        .into_boxed::<Pg>();
    if let Some(one) = one {
        query = query.filter(mass_change::id.eq(one.uuid()));
    }
    if let Some(before) = before {
        query = query.filter(mass_change::id.lt(before.uuid()));
    }
    Ok(query.load(&mut tx.connection()).await?)
}

pub async fn insert_mass_change(
    tx: &CompanyTx,
    id: MassChangeId,
    bulk_edit: BulkEditId,
    request: &NewMassChange,
) -> ApiResult<()> {
    diesel::insert_into(mass_change::table)
        .values((
            mass_change::company_id.eq(tx.company_id().uuid()),
            mass_change::id.eq(id.uuid()),
            mass_change::bulk_edit_id.eq(bulk_edit.uuid()),
            mass_change::request.eq(serde_json::to_value(request).map_err(ApiError::internal)?),
            mass_change::recorded_at.eq(tx.now()),
            mass_change::recorded_by.eq(tx.account_id().uuid()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
