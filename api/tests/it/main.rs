//! The one integration binary: the whole server on a real PostgreSQL, a database per test.

// Lets helpers unwrap as tests do.
#![cfg(test)]

mod support;

// One file per feature.
mod agreements;
mod books;
mod companies;
mod debt;
mod demo;
mod exchange_rates;
mod groups;
mod identity;
mod imports;
mod journals;
mod parties;
mod reports;
mod views;
mod workbooks;

// What holds for all of them.
mod access;
mod hostile;
mod http;
mod layers;
mod openapi;
mod rls;
mod transactions;
mod turns;
