//! The database, and the only ways to it.
//!
//! - [`CompanyTx`]: a transaction inside one company. Row level security does not let it see or touch another's rows.
//!   Whoever holds one has been let in, so every store function of a feature takes one.
//! - [`SystemTx`]: a transaction before a company is known (sign-in, sessions, throttles), as another role that can
//!   reach those tables and nothing else. Its call sites are listed in `tests/it/layers.rs`.
//!
//! The pools are private to this module: a query outside a transaction cannot be written.

mod company_tx;
mod functions;
pub mod migrate;
mod pool;
pub mod schema;
mod system_tx;

pub use company_tx::{CompanyAccess, CompanyTx};
pub use functions::{advisory_xact_lock, pg_notify, try_advisory_xact_lock};
pub use pool::DbError;
pub use system_tx::SystemTx;

use crate::clock::Clock;
use crate::config;
use pool::Pool;
use secrecy::{ExposeSecret as _, SecretString};

/// Both pools and the clock that stamps what is written through them. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    app: Pool,
    auth: Pool,
    auth_url: SecretString,
    clock: Clock,
}

impl Db {
    /// Opens nothing yet: connections are made when they are needed.
    pub fn new(config: &config::Database, workers: usize, clock: Clock) -> Result<Self, DbError> {
        Ok(Self {
            app: Pool::new(config.app_url.expose_secret(), config.pool_size, workers)?,
            // Few requests come here: sessions are cached.
            auth: Pool::new(config.auth_url.expose_secret(), config.pool_size.div_ceil(2), 1)?,
            auth_url: config.auth_url.clone(),
            clock,
        })
    }

    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Where a listener of its own connects to hear about ended sessions.
    pub(crate) fn auth_url(&self) -> &SecretString {
        &self.auth_url
    }
}
