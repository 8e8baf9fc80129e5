//! What every test stands on.

mod client;
mod database;
mod test_app;

pub use client::{Answered, Client};
pub use database::TestDatabase;
pub use test_app::{Person, TestApp};
