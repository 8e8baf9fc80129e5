//! What a process remembers of the companies whose figures were asked for.
//!
//! Everything is kept under the company and the revision of its register. A revision never comes back, so what was
//! computed at it stays right, and a change made by any process makes it unfindable. Bounded by bytes; what is not used
//! goes first.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use shared::ids::CompanyId;
use std::hash::Hash;
use std::sync::{Arc, LazyLock};

use super::portfolio::Portfolio;
use super::question::Question;
use crate::features::exchange_rates::RateBook;

/// A company's register at a revision, as known at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Edition {
    pub company: CompanyId,
    pub revision: i64,
    pub known_at: Option<DateTime<Utc>>,
}

/// What the figures of an edition are computed from.
#[derive(Debug)]
pub struct Holdings {
    pub portfolio: Portfolio,
    pub book: RateBook,
}

type Bounded<K, V> = Cache<K, V, ByBytes, DefaultHashBuilder, DefaultLifecycle<K, V>>;

/// Some fifteen companies with 5,000 agreements each.
pub static HOLDINGS: LazyLock<Bounded<Edition, Arc<Holdings>>> = LazyLock::new(|| bounded(128 << 20));

/// Answers as they are sent.
pub static ANSWERS: LazyLock<Bounded<(Edition, Question), Bytes>> = LazyLock::new(|| bounded(32 << 20));

#[derive(Clone)]
pub struct ByBytes;

impl Weighter<Edition, Arc<Holdings>> for ByBytes {
    fn weight(&self, _: &Edition, holdings: &Arc<Holdings>) -> u64 {
        (holdings.portfolio.bytes() + holdings.book.bytes()) as u64
    }
}

impl Weighter<(Edition, Question), Bytes> for ByBytes {
    fn weight(&self, key: &(Edition, Question), answer: &Bytes) -> u64 {
        (size_of_val(key) + answer.len()) as u64
    }
}

fn bounded<K: Eq + Hash, V: Clone>(bytes: u64) -> Bounded<K, V>
where
    ByBytes: Weighter<K, V>,
{
    // One shard: with more, each holds a part of the bytes, and what is larger than its part is never kept.
    let options = OptionsBuilder::new().shards(1).estimated_items_capacity(1_000).weight_capacity(bytes).build();
    match options {
        Ok(options) => {
            Cache::with_options(options, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default())
        }
        Err(_) => Cache::with(1_000, bytes, ByBytes, DefaultHashBuilder::default(), DefaultLifecycle::default()),
    }
}
