//! Connection pools.

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{self, Object};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use std::time::Duration;

/// Longer than any healthy wait, shorter than a user's patience.
const WAIT_MAX: Duration = Duration::from_secs(3);

#[derive(Debug, thiserror::Error)]
pub enum DbError {
    #[error("no database connection became free in time")]
    Busy,
    #[error("cannot connect to the database")]
    Unreachable(#[source] deadpool::PoolError),
    #[error("cannot set up the connection pool")]
    Pool(#[source] deadpool::BuildError),
    #[error("database query failed")]
    Query(#[from] diesel::result::Error),
}

#[derive(Clone)]
pub(super) struct Pool(deadpool::Pool<AsyncPgConnection>);

impl Pool {
    pub(super) fn new(url: &str, size: usize) -> Result<Self, DbError> {
        let mut config = ManagerConfig::default();
        // Looks at the connection's own state only: no round trip. A connection that is closed, has an open transaction
        // or was dropped in the middle of BEGIN, COMMIT or ROLLBACK is thrown away instead of given out.
        config.recycling_method = RecyclingMethod::Fast;
        let manager = AsyncDieselConnectionManager::new_with_config(url, config);
        deadpool::Pool::builder(manager).max_size(size).build().map(Self).map_err(DbError::Pool)
    }

    pub(super) async fn get(&self) -> Result<Object<AsyncPgConnection>, DbError> {
        match tokio::time::timeout(WAIT_MAX, self.0.get()).await {
            Ok(connection) => connection.map_err(DbError::Unreachable),
            Err(_) => Err(DbError::Busy),
        }
    }
}
