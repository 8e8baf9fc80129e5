use crate::db::schema::register;
use crate::db::{CompanyTx, DbError};
use diesel::prelude::*;
use diesel::sql_query;
use diesel_async::RunQueryDsl;

/// Nobody holds a connection for longer to get the register's turn: an import may have it for minutes. Whoever did not
/// get it lets go of the connection and comes back.
const TAKE_WITHIN: &str = "SET LOCAL lock_timeout = '50ms'";
const NO_LIMIT: &str = "SET LOCAL lock_timeout TO DEFAULT";

pub(super) async fn raise(tx: &CompanyTx) -> Result<i64, DbError> {
    sql_query(TAKE_WITHIN).execute(&mut tx.connection()).await?;
    let revision = diesel::insert_into(register::table)
        .values((register::company_id.eq(tx.company_id().uuid()), register::revision.eq(1_i64)))
        .on_conflict(register::company_id)
        .do_update()
        .set(register::revision.eq(register::revision + 1_i64))
        .returning(register::revision)
        .get_result(&mut tx.connection())
        .await?;
    sql_query(NO_LIMIT).execute(&mut tx.connection()).await?;
    Ok(revision)
}

/// Whether somebody else has the register's turn at this moment. When nobody has, this transaction does.
pub(super) async fn is_taken(tx: &CompanyTx) -> Result<bool, DbError> {
    let free: Option<i64> = register::table
        .find(tx.company_id().uuid())
        .select(register::revision)
        .for_update()
        .skip_locked()
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(free.is_none())
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
