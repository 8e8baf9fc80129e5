//! The books on the company's own accounts: vouchers, files for the ledger, and time that is closed.
//!
//! A book follows from the register and the day one knows it on, and so do its vouchers. What is closed is what was
//! known when it was closed; what has been learned since is a correction after it ([`ledger`]). What went to the ledger
//! is remembered by agreement, month and event, so that only what is new goes there again.

mod file;
mod ledger;
mod part;
mod routes;
pub mod service;
mod store;
mod voucher;

pub use file::{entry_text, framework_name, role_name};
pub use routes::{configure, configure_accounts, configure_closings};
pub use service::accounts::in_force as accounts_by_role;
