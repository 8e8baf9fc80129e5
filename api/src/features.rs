//! What the product does, one folder per feature: `routes` are its handlers, `service` its rules, `store` its SQL.
//! A feature reaches another through that feature's `service`, never its `store`; `tests/it/layers.rs` sees to it.

pub mod agreements;
pub mod books;
pub mod companies;
pub mod debt;
pub mod demo;
pub mod exchange_rates;
pub mod groups;
pub mod identity;
pub mod imports;
pub mod journals;
pub mod parties;
pub mod register;
pub mod reports;
pub mod views;
pub mod workbooks;
