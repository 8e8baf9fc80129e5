//! Agreements: events are the truth, the stored row is what they say today.
//!
//! - [`history`] folds events into a state; pure.
//! - [`service`] decides which events a wish becomes, records them with the rows they lead to, and reads.
//! - [`export`] writes the register to a file; pure.
//! - `store` has the SQL: histories are appended to, rows follow in the same transaction.
//! - `routes` are the handlers.

pub mod export;
pub mod history;
mod routes;
pub mod service;
mod store;

pub use routes::configure;
