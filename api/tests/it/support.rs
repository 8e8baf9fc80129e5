//! What every test stands on.

mod access;
mod client;
mod database;
mod test_app;

pub use access::{AccessRow, Caller, Ids, Least, Maker, Operation, operations};
pub use client::{Answered, Client, Sending};
pub use database::{TestDatabase, connect};
pub use test_app::{Person, TestApp};
