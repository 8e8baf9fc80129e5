//! The demo portfolio: the only agreements that can be removed for good. The database sees to that, see the policy
//! `only_demo_is_removed`.

use crate::db::schema::{agreement, agreement_event};
use crate::db::{CompanyTx, DbError};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub async fn has_demo(tx: &CompanyTx) -> Result<bool, DbError> {
    let demo = agreement::table.filter(agreement::company_id.eq(tx.company_id().uuid())).filter(agreement::demo);
    Ok(diesel::select(diesel::dsl::exists(demo)).get_result(&mut tx.connection()).await?)
}

pub async fn count_demo(tx: &CompanyTx) -> Result<i64, DbError> {
    let demo = agreement::table.filter(agreement::company_id.eq(tx.company_id().uuid())).filter(agreement::demo);
    Ok(demo.count().get_result(&mut tx.connection()).await?)
}

/// Removes the demo agreements with their histories; returns how many.
pub async fn remove_demo(tx: &CompanyTx) -> Result<usize, DbError> {
    let demo = agreement::table
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::demo)
        .select(agreement::id);
    diesel::delete(agreement_event::table)
        .filter(agreement_event::company_id.eq(tx.company_id().uuid()))
        .filter(agreement_event::agreement_id.eq_any(demo))
        .execute(&mut tx.connection())
        .await?;
    let removed = diesel::delete(agreement::table)
        .filter(agreement::company_id.eq(tx.company_id().uuid()))
        .filter(agreement::demo)
        .execute(&mut tx.connection())
        .await?;
    Ok(removed)
}
