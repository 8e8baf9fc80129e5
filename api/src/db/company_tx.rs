//! The transaction inside one company.

use super::{Db, DbError};
use crate::clock::day_of;
use crate::error::ApiError;
use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::pooled_connection::deadpool::Object;
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager as _};
use shared::ids::{AccountId, CompanyId};

/// How often a transaction is tried again that PostgreSQL gave up for another's sake.
const TRIES_MAX: u32 = 3;

/// A person's way into a company. Made where membership has been checked; opens nothing by itself.
#[derive(Clone)]
pub struct CompanyAccess {
    db: Db,
    company: CompanyId,
    account: AccountId,
    request: String,
}

/// An open transaction that sees one company. Committed by whoever opened it, rolled back when the work fails.
pub struct CompanyTx {
    connection: Object<AsyncPgConnection>,
    company: CompanyId,
    account: AccountId,
    request: String,
    now: DateTime<Utc>,
}

impl Db {
    /// The caller answers for the account being let into the company: the web asks through `CompanyScope`, and every
    /// other call site is listed in `tests/it/layers.rs`.
    pub fn company(&self, company: CompanyId, account: AccountId, request: &str) -> CompanyAccess {
        CompanyAccess { db: self.clone(), company, account, request: request.to_owned() }
    }
}

impl CompanyAccess {
    pub fn company_id(&self) -> CompanyId {
        self.company
    }

    pub fn account_id(&self) -> AccountId {
        self.account
    }

    pub fn today(&self) -> NaiveDate {
        self.db.clock.today()
    }

    /// Reads in one snapshot-per-statement transaction that PostgreSQL itself keeps from writing.
    pub async fn read<T, E>(&self, work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let mut tx = self.begin("BEGIN READ ONLY").await?;
        let outcome = work(&tx).await;
        tx.end(outcome.map_err(Into::into)).await
    }

    /// As [`Self::read`], all statements in one snapshot: what several of them see fits together.
    pub async fn read_snapshot<T, E>(&self, work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let mut tx = self.begin("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        let outcome = work(&tx).await;
        tx.end(outcome.map_err(Into::into)).await
    }

    /// Writes: `Ok` commits, `Err` rolls back. Work that lost against another transaction (deadlock, serialisation) is
    /// done again from the start, so it must not have effects outside the database.
    pub async fn write<T, E>(&self, work: impl AsyncFn(&mut CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let mut tries = 1;
        loop {
            let mut tx = self.begin("BEGIN").await?;
            let outcome = work(&mut tx).await.map_err(Into::into);
            match tx.end(outcome).await {
                Err(error) if error.is_lost_race() && tries < TRIES_MAX => tries += 1,
                settled => return settled,
            }
        }
    }

    /// Writes once, for work that consumes what it was given and therefore cannot be done again.
    pub async fn write_once<T, E>(&self, work: impl AsyncFnOnce(&mut CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let mut tx = self.begin("BEGIN").await?;
        let outcome = work(&mut tx).await.map_err(Into::into);
        tx.end(outcome).await
    }

    /// Opens and scopes in one round trip. The literals are safe: ids print as hexadecimal digits and hyphens, and a
    /// request id is made of the same.
    async fn begin(&self, begin: &str) -> Result<CompanyTx, DbError> {
        let mut connection = self.db.app.get().await?;
        let sql = format!("{begin}; SET LOCAL app.company_id = '{}'", self.company);
        AnsiTransactionManager::begin_transaction_sql(&mut *connection, &sql).await?;
        Ok(CompanyTx {
            connection,
            company: self.company,
            account: self.account,
            request: self.request.clone(),
            now: self.db.clock.now(),
        })
    }
}

impl CompanyTx {
    /// For queries: `.load(&mut tx.connection())`. Independent ones can run side by side with `try_join!`.
    pub fn connection(&self) -> &AsyncPgConnection {
        &self.connection
    }

    /// For what needs the connection alone: savepoints, COPY.
    pub fn connection_mut(&mut self) -> &mut AsyncPgConnection {
        &mut self.connection
    }

    pub fn company_id(&self) -> CompanyId {
        self.company
    }

    /// Who does it.
    pub fn account_id(&self) -> AccountId {
        self.account
    }

    /// The request it is done in, as the access log names it.
    pub fn request_id(&self) -> &str {
        &self.request
    }

    /// When the transaction began: the one instant everything written in it carries.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn today(&self) -> NaiveDate {
        day_of(self.now)
    }

    async fn end<T>(&mut self, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
        match outcome {
            Ok(value) => {
                AnsiTransactionManager::commit_transaction(&mut *self.connection).await.map_err(DbError::from)?;
                Ok(value)
            }
            Err(error) => {
                // A connection that cannot roll back is thrown away by the pool; what went wrong first is what matters.
                let _ = AnsiTransactionManager::rollback_transaction(&mut *self.connection).await;
                Err(error)
            }
        }
    }
}
