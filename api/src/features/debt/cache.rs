//! What a process remembers of the companies whose figures were asked for.
//!
//! Everything is kept under the company and the revision of its register. A revision never comes back, so what was
//! computed at it stays right, and a change made by any process makes it unfindable. Bounded by bytes; what is not used
//! goes first.

use bytes::Bytes;
use chrono::{DateTime, Utc};
use quick_cache::Weighter;
use shared::ids::CompanyId;
use std::sync::{Arc, LazyLock};

use super::portfolio::Portfolio;
use super::question::Question;
use crate::features::exchange_rates::RateBook;
use crate::memory::{Memory, bounded};

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

/// Of each, how many are expected.
const ITEMS: usize = 1_000;

/// Some fifteen companies with 5,000 agreements each.
pub static HOLDINGS: LazyLock<Memory<Edition, Arc<Holdings>, ByBytes>> =
    LazyLock::new(|| bounded(ITEMS, 128 << 20, ByBytes));

/// Answers as they are sent.
pub static ANSWERS: LazyLock<Memory<(Edition, Question), Bytes, ByBytes>> =
    LazyLock::new(|| bounded(ITEMS, 32 << 20, ByBytes));

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
