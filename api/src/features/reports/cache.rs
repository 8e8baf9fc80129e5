//! The ledgers a process remembers, under the company and the revision of its register: a revision never comes back, so
//! what was computed at it stays right. Bounded by bytes; what is not used goes first.

use chrono::{DateTime, Utc};
use quick_cache::Weighter;
use shared::ids::CompanyId;
use std::sync::{Arc, LazyLock};

use super::ledger::Ledger;
use super::question::Question;
use crate::memory::{Memory, bounded};

/// What determines a ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LedgerKey {
    pub company: CompanyId,
    pub revision: i64,
    pub known_at: Option<DateTime<Utc>>,
    pub question: Question,
}

#[derive(Clone)]
pub struct ByBytes;

impl Weighter<LedgerKey, Arc<Ledger>> for ByBytes {
    fn weight(&self, key: &LedgerKey, ledger: &Arc<Ledger>) -> u64 {
        (size_of_val(key) + ledger.bytes()) as u64
    }
}

/// One of a hundred thousand agreements, or some twenty of five thousand.
const BYTES: u64 = 96 << 20;

pub static LEDGERS: LazyLock<Memory<LedgerKey, Arc<Ledger>, ByBytes>> = LazyLock::new(|| bounded(100, BYTES, ByBytes));
