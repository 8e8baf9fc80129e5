//! The transaction before a company is known.

use super::pool::Lent;
use super::{Db, DbError};
use crate::error::ApiError;
use chrono::{DateTime, Utc};
use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager as _};

/// An open transaction as the role `leasify_auth`: accounts, sessions, throttles, and who belongs where.
pub struct SystemTx {
    connection: Lent,
    now: DateTime<Utc>,
}

impl Db {
    /// `Ok` commits, `Err` rolls back.
    pub async fn system<T, E>(&self, work: impl AsyncFnOnce(&mut SystemTx) -> Result<T, E>) -> Result<T, ApiError>
    where
        E: Into<ApiError>,
    {
        let mut connection = self.auth.get().await?;
        AnsiTransactionManager::begin_transaction(&mut *connection).await.map_err(DbError::from)?;
        let mut tx = SystemTx { connection, now: self.clock.now() };
        match work(&mut tx).await {
            Ok(value) => {
                AnsiTransactionManager::commit_transaction(&mut *tx.connection).await.map_err(DbError::from)?;
                tx.connection.give_back();
                Ok(value)
            }
            Err(error) => {
                if AnsiTransactionManager::rollback_transaction(&mut *tx.connection).await.is_ok() {
                    tx.connection.give_back();
                }
                Err(error.into())
            }
        }
    }
}

impl SystemTx {
    pub fn connection(&self) -> &AsyncPgConnection {
        &self.connection
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }
}
