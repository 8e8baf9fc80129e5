//! What a process remembers under a key that never means anything else, bounded by bytes; what is not used goes first.

use quick_cache::sync::{Cache, DefaultLifecycle};
use quick_cache::{DefaultHashBuilder, OptionsBuilder, Weighter};
use std::hash::Hash;

pub type Memory<K, V, W> = Cache<K, V, W, DefaultHashBuilder, DefaultLifecycle<K, V>>;

/// `items`: how many are expected.
pub fn bounded<K: Eq + Hash, V: Clone, W: Weighter<K, V> + Clone>(
    items: usize,
    bytes: u64,
    weighs: W,
) -> Memory<K, V, W> {
    // One shard: with more, each holds a part of the bytes, and what is larger than its part is never kept.
    let options = OptionsBuilder::new().shards(1).estimated_items_capacity(items).weight_capacity(bytes).build();
    match options {
        Ok(options) => Cache::with_options(options, weighs, DefaultHashBuilder::default(), DefaultLifecycle::default()),
        Err(_) => Cache::with(items, bytes, weighs, DefaultHashBuilder::default(), DefaultLifecycle::default()),
    }
}
