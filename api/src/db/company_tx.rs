//! The transaction inside one company.

use super::pool::Lent;
use super::{Db, DbError};
use crate::clock::day_of;
use crate::error::ApiError;
use chrono::{DateTime, NaiveDate, Utc};
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, SimpleAsyncConnection as _, TransactionManager as _};
use futures_util::FutureExt as _;
use futures_util::future::join;
use quick_cache::sync::Cache;
use shared::ids::{AccountId, CompanyId};
use shared::problem::ErrorCode;
use std::convert::Infallible;
use std::sync::{Arc, LazyLock};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How often a transaction is tried again that PostgreSQL gave up for another's sake.
const TRIES_MAX: u32 = 3;
const GIVES_WAY_FOR: Duration = Duration::from_millis(50);

/// How long a write waits for the turn of somebody else who is changing the register.
const TURN_WITHIN: Duration = Duration::from_secs(5);
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// Writers who wait for their company's register do so here, without a connection, and ask for it one at a time: the
/// pool is for everybody. Losing a queue costs nothing but a few connections.
static QUEUES: LazyLock<Cache<CompanyId, Queue>> = LazyLock::new(|| Cache::new(10_000));
type Queue = Arc<tokio::sync::Mutex<()>>;

fn queue(company: CompanyId) -> Queue {
    let made = QUEUES.get_or_insert_with(&company, || Ok(Queue::default()));
    made.unwrap_or_else(|never: Infallible| match never {})
}

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
    connection: Lent,
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

    /// The same person's way into another company. The caller answers for the membership, as with [`Db::company`].
    pub fn elsewhere(&self, company: CompanyId) -> Self {
        Self { company, ..self.clone() }
    }

    pub fn today(&self) -> NaiveDate {
        self.db.clock.today()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.db.clock.now()
    }

    /// Reads in one snapshot-per-statement transaction that PostgreSQL itself keeps from writing.
    pub async fn read<T, E>(&self, work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        self.read_in("BEGIN READ ONLY", work).await
    }

    /// As [`Self::read`], all statements in one snapshot: what several of them see fits together.
    pub async fn read_snapshot<T, E>(&self, work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        self.read_in("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", work).await
    }

    /// Nothing waits for BEGIN and COMMIT of a transaction that only reads: the first query is sent right behind BEGIN,
    /// and COMMIT goes out with the answer. Should BEGIN fail, the query finds no company and sees nothing.
    async fn read_in<T, E>(
        &self,
        begin: &str,
        work: impl AsyncFnOnce(&CompanyTx) -> Result<T, E>,
    ) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let tx = self.enter().await?;
        let sql = self.opening(begin);
        // By the connection itself, which can be asked side by side: its transaction manager cannot.
        let mut by = tx.connection();
        let (begun, outcome) = join(by.batch_execute(&sql), work(&tx)).await;
        begun.map_err(DbError::from)?;
        let mut by = tx.connection();
        let ended = by.batch_execute("COMMIT").now_or_never();
        if ended.is_none_or(|ended| ended.is_ok()) {
            tx.connection.give_back();
        }
        outcome.map_err(Into::into)
    }

    /// Writes: `Ok` commits, `Err` rolls back. Work that lost against another transaction (deadlock, serialisation) is
    /// done again from the start, so it must not have effects outside the database. So is, for five seconds, work that
    /// did not get the register's turn.
    pub async fn write<T, E>(&self, work: impl AsyncFn(&mut CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let begun = Instant::now();
        let mut place = None;
        let mut tries = 1;
        loop {
            let mut tx = self.begin().await?;
            let outcome = work(&mut tx).await.map_err(Into::into);
            match tx.end(outcome).await {
                Err(error) if error.is_lost_race() && tries < TRIES_MAX => {
                    // The winner was waiting for what was just let go: at once, the loser could take it again.
                    sleep(GIVES_WAY_FOR * tries).await;
                    tries += 1;
                }
                Err(error) if error.code() == ErrorCode::RegisterBusy && begun.elapsed() < TURN_WITHIN => {
                    if place.is_none() {
                        let left = TURN_WITHIN.saturating_sub(begun.elapsed());
                        place = Some(timeout(left, queue(self.company).lock_owned()).await.map_err(|_| error)?);
                    }
                    sleep(ASK_AGAIN_AFTER).await;
                }
                settled => return settled,
            }
        }
    }

    /// Writes once, for work that consumes what it was given and therefore cannot be done again.
    pub async fn write_once<T, E>(&self, work: impl AsyncFnOnce(&mut CompanyTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let mut tx = self.begin().await?;
        let outcome = work(&mut tx).await.map_err(Into::into);
        tx.end(outcome).await
    }

    async fn begin(&self) -> Result<CompanyTx, DbError> {
        let mut tx = self.enter().await?;
        AnsiTransactionManager::begin_transaction_sql(&mut *tx.connection, &self.opening("BEGIN")).await?;
        Ok(tx)
    }

    /// With a connection on which nothing has begun.
    async fn enter(&self) -> Result<CompanyTx, DbError> {
        Ok(CompanyTx {
            connection: self.db.app.get().await?,
            company: self.company,
            account: self.account,
            request: self.request.clone(),
            now: self.db.clock.now(),
        })
    }

    /// Opens and scopes in one round trip. The literals are safe: ids print as hexadecimal digits and hyphens.
    fn opening(&self, begin: &str) -> String {
        format!("{begin}; SET LOCAL app.company_id = '{}'", self.company)
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

    async fn end<T>(mut self, outcome: Result<T, ApiError>) -> Result<T, ApiError> {
        match outcome {
            Ok(value) => {
                AnsiTransactionManager::commit_transaction(&mut *self.connection).await.map_err(DbError::from)?;
                self.connection.give_back();
                Ok(value)
            }
            Err(error) => {
                // What went wrong first is what matters.
                if AnsiTransactionManager::rollback_transaction(&mut *self.connection).await.is_ok() {
                    self.connection.give_back();
                }
                Err(error)
            }
        }
    }
}
