//! Reports over the books of all agreements: what moved between two days, why, and what two books differ in.
//!
//! A question makes a [`ledger`]: one row of figures for each agreement, of which every answer is a sum. The agreements
//! are read in one snapshot and computed on several threads, off those that answer ([`load`]). Ledgers are remembered by
//! the register's revision ([`cache`]). Nothing is stored but what somebody seals.

mod answer;
mod bridge;
mod cache;
mod causes;
mod closed;
mod difference;
mod explanation;
mod export;
mod figures;
mod group;
mod ledger;
mod load;
mod maturity;
mod measure;
mod note;
mod page;
mod question;
mod rates;
mod routes;
mod sealed;
mod selection;
mod service;
mod total;
mod workbook;

pub use routes::configure;
