//! Leases in the books of a framework. Nothing is stored: a book follows from the contract, what happened to it, and
//! the policies.

pub mod command;
mod routes;
pub mod service;

pub use routes::{configure, configure_agreement};
