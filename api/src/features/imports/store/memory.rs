//! How the company's columns were matched before.

use super::{Stored, json};
use crate::db::CompanyTx;
use crate::db::schema::import_memory;
use crate::error::ApiResult;
use crate::features::imports::reading::mapping::RememberedMapping;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub async fn remembered(tx: &CompanyTx) -> ApiResult<Option<RememberedMapping>> {
    let remembered: Option<Stored<RememberedMapping>> = import_memory::table
        .find(tx.company_id().uuid())
        .select(import_memory::remembered)
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(remembered.map(|remembered| remembered.0))
}

pub async fn remember(tx: &CompanyTx, remembered: &RememberedMapping) -> ApiResult<()> {
    let values = (import_memory::remembered.eq(json(remembered)?), import_memory::updated_at.eq(tx.now()));
    diesel::insert_into(import_memory::table)
        .values((import_memory::company_id.eq(tx.company_id().uuid()), values.clone()))
        .on_conflict(import_memory::company_id)
        .do_update()
        .set(values)
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
