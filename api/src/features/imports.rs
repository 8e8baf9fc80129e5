//! Agreements from a spreadsheet: match, mend, preview, apply in one transaction, undo whole.
//!
//! - [`reading`] turns a file into rows of values and faults; pure.
//! - `service` keeps a file with what a person decides about it, evaluates both against the register after every
//!   decision, and at last records the rows as agreements, or takes them back.
//! - `store` has the SQL. Until an import is applied, nothing of it is outside its own tables.

pub mod reading;
mod routes;
mod service;
mod store;

pub use routes::configure;
