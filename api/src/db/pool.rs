//! Connection pools.

use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::deadpool::{self, Object};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, ManagerConfig, RecyclingMethod};
use futures_util::FutureExt as _;
use futures_util::future::select_all;
use std::iter::once;
use std::ops::{Deref, DerefMut};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// Longer than any healthy wait, shorter than a user's patience.
const WAIT_MAX: Duration = Duration::from_secs(3);
/// Longer than a busy worker's own connections take to come back, shorter than anyone notices.
const OWN_WAIT_MAX: Duration = Duration::from_millis(50);

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

/// A connection is driven by the thread that opened it, so a query from another thread wakes two. Each worker therefore has
/// a part of the connections to itself, and takes from the others' only when its own are all lent out for a while.
#[derive(Clone)]
pub(super) struct Pool {
    parts: Arc<[Part]>,
}

type Part = deadpool::Pool<AsyncPgConnection>;

impl Pool {
    /// `size` connections at most, for `workers` threads.
    pub(super) fn new(url: &str, size: usize, workers: usize) -> Result<Self, DbError> {
        let count = workers.clamp(1, size);
        let part = |at: usize| {
            let mut config = ManagerConfig::default();
            // Looks at the connection's own state only: no round trip. Connections that were not left in order do not
            // come back at all ([`Lent`]).
            config.recycling_method = RecyclingMethod::Fast;
            let manager = AsyncDieselConnectionManager::new_with_config(url, config);
            let size = size / count + usize::from(at < size % count);
            deadpool::Pool::builder(manager).max_size(size).build().map_err(DbError::Pool)
        };
        Ok(Self { parts: (0..count).map(part).collect::<Result<_, _>>()? })
    }

    pub(super) async fn get(&self) -> Result<Lent, DbError> {
        let at = worker() % self.parts.len();
        let mut own = pin!(self.parts[at].get());
        let connection = match timeout(OWN_WAIT_MAX, own.as_mut()).await {
            Ok(connection) => connection,
            Err(_) => {
                let others = self.parts.iter().enumerate().filter(|(other, _)| *other != at);
                let any = select_all(once(own.boxed()).chain(others.map(|(_, part)| part.get().boxed())));
                timeout(WAIT_MAX, any).await.map_err(|_| DbError::Busy)?.0
            }
        };
        let connection = Some(connection.map_err(DbError::Unreachable)?);
        Ok(Lent { connection })
    }
}

/// The number of the thread that asks, given at its first question.
fn worker() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    thread_local!(static OWN: usize = NEXT.fetch_add(1, Ordering::Relaxed));
    OWN.with(|own| *own)
}

/// A connection that comes back to the pool only when it is given back. Otherwise the work on it was cut off: it may be
/// in the middle of a transaction, inside a company, and is closed.
pub(super) struct Lent {
    connection: Option<Object<AsyncPgConnection>>,
}

impl Lent {
    /// It is in no transaction, or the COMMIT is on its way before anything that follows.
    pub(super) fn give_back(mut self) {
        drop(self.connection.take());
    }
}

const HELD: &str = "a lent connection is held until it is given back or dropped";

#[expect(clippy::expect_used, reason = "only what consumes it takes the connection out")]
impl Deref for Lent {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &AsyncPgConnection {
        self.connection.as_deref().expect(HELD)
    }
}

#[expect(clippy::expect_used, reason = "only what consumes it takes the connection out")]
impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut AsyncPgConnection {
        self.connection.as_deref_mut().expect(HELD)
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(cut_off) = self.connection.take() {
            drop(Object::take(cut_off));
        }
    }
}
