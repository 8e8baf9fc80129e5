use crate::db::schema::register;
use crate::db::{CompanyTx, DbError};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;

pub(super) async fn raise(tx: &CompanyTx) -> Result<i64, DbError> {
    let revision = diesel::insert_into(register::table)
        .values((register::company_id.eq(tx.company_id().uuid()), register::revision.eq(1_i64)))
        .on_conflict(register::company_id)
        .do_update()
        .set(register::revision.eq(register::revision + 1_i64))
        .returning(register::revision)
        .get_result(&mut tx.connection())
        .await?;
    Ok(revision)
}

pub(super) async fn revision(tx: &CompanyTx) -> Result<i64, DbError> {
    let revision = register::table
        .find(tx.company_id().uuid())
        .select(register::revision)
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(revision.unwrap_or(0))
}

pub(super) async fn last_number(tx: &CompanyTx) -> Result<i32, DbError> {
    let number = register::table
        .find(tx.company_id().uuid())
        .select(register::last_number)
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(number.unwrap_or(0))
}

pub(super) async fn take_numbers(tx: &CompanyTx, count: i32) -> Result<i32, DbError> {
    let last: i32 = diesel::update(register::table.find(tx.company_id().uuid()))
        .set(register::last_number.eq(register::last_number + count))
        .returning(register::last_number)
        .get_result(&mut tx.connection())
        .await?;
    Ok(last - count + 1)
}
