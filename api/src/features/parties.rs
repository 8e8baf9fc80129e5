//! Lessors and suppliers.
//!
//! A party that was entered twice is merged into the other: it then only points there. Agreements keep naming the
//! party they were recorded with, and its name still leads imports to the right one, so that a merge can be taken
//! back whole.

mod names;
mod routes;
pub mod service;
mod store;

pub use routes::configure;
