//! Sessions remembered in this process.

use super::{Known, listen, store};
use crate::db::Db;
use crate::error::ApiError;
use chrono::{DateTime, Utc};
use quick_cache::sync::Cache;
use shared::ids::{AccountId, CompanyId};
use shared::problem::ErrorCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// The longest another process can go on believing in a session that has ended, should NOTIFY fail to reach it.
const REMEMBERED_MAX: Duration = Duration::from_secs(5);
const SESSIONS_MAX: usize = 20_000;

#[derive(Clone)]
pub struct Sessions(Arc<Inner>);

struct Inner {
    cache: Cache<[u8; 32], (Arc<Known>, Instant)>,
    /// Counts what was forgotten. A look-up that began before must not bring back what it read.
    forgotten: AtomicU64,
}

impl Default for Sessions {
    fn default() -> Self {
        Self(Arc::new(Inner { cache: Cache::new(SESSIONS_MAX), forgotten: AtomicU64::new(0) }))
    }
}

impl Sessions {
    pub(super) fn remembered(&self, token_hash: &[u8; 32], now: DateTime<Utc>) -> Option<Arc<Known>> {
        let (known, since) = self.0.cache.get(token_hash)?;
        (since.elapsed() < REMEMBERED_MAX && known.is_alive(now)).then_some(known)
    }

    pub(super) async fn look_up(&self, db: &Db, token_hash: [u8; 32]) -> Result<Arc<Known>, ApiError> {
        let before = self.0.forgotten.load(Ordering::Acquire);
        let known = db
            .system(async |tx| store::find_alive(tx, &token_hash).await)
            .await?
            .ok_or_else(|| ApiError::new(ErrorCode::Unauthenticated))?;
        let known = Arc::new(known);
        if self.0.forgotten.load(Ordering::Acquire) == before {
            self.0.cache.insert(token_hash, (known.clone(), Instant::now()));
        }
        Ok(known)
    }

    /// After anything changed that a remembered session of the account carries. Other processes hear of it through
    /// [`store::announce`], in the transaction that made the change.
    pub fn forget_account(&self, account: AccountId) {
        self.forget(|known| known.account_id == account);
    }

    pub fn forget_company(&self, company: CompanyId) {
        self.forget(|known| known.role_in(company).is_some());
    }

    fn forget_all(&self) {
        self.forget(|_| true);
    }

    fn forget(&self, is_meant: impl Fn(&Known) -> bool) {
        self.0.forgotten.fetch_add(1, Ordering::AcqRel);
        self.0.cache.retain(|_, (known, _)| !is_meant(known));
    }

    /// Hears what other processes end, for as long as the process lives.
    pub fn listen(&self, db: &Db) {
        tokio::spawn(listen::listen(self.clone(), db.auth_url().clone()));
    }

    pub(super) fn heard(&self, payload: &str) {
        match payload.parse() {
            Ok(account) => self.forget_account(account),
            Err(_) => self.forget_all(),
        }
    }

    pub(super) fn deaf(&self) {
        self.forget_all();
    }
}
