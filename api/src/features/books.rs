//! Leases in the books of a framework. A book is never stored: it follows from the contract, what happened to it, and
//! the policies, which are.

pub mod command;
mod routes;
pub mod service;
mod store;

pub use routes::{configure, configure_agreement, configure_company};
