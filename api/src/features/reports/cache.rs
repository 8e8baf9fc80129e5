//! The ledgers a process remembers, under the company and the revision of its register: a revision never comes back, so
//! what was computed at it stays right. Bounded by bytes; what is not used goes first.

use chrono::{DateTime, Utc};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use shared::ids::CompanyId;
use std::sync::{Arc, LazyLock};

use super::ledger::Ledger;
use super::question::Question;

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

type Ledgers = Cache<LedgerKey, Arc<Ledger>, ByBytes, DefaultHashBuilder, DefaultLifecycle<LedgerKey, Arc<Ledger>>>;

/// One of a hundred thousand agreements, or some twenty of five thousand.
const BYTES: u64 = 96 << 20;

pub static LEDGERS: LazyLock<Ledgers> = LazyLock::new(|| {
    // One shard: with more, each holds a part of the bytes, and what is larger than its part is never kept.
    let options = OptionsBuilder::new().shards(1).estimated_items_capacity(100).weight_capacity(BYTES).build();
    match options {
        Ok(options) => {
            Cache::with_options(options, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default())
        }
        Err(_) => Cache::with(100, BYTES, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default()),
    }
});
