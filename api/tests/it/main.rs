//! The one integration binary: the whole server on a real PostgreSQL, a database per test.

// Lets helpers unwrap as tests do.
#![cfg(test)]

mod support;

mod agreements;
mod debt;
mod demo;
mod exchange_rates;
mod identity;
mod imports;
mod parties;
mod views;
