//! The company's register as a whole: its revision, and the numbers it gives out.
//!
//! Every transaction that changes agreements or parties begins with [`service::change`]. It raises the revision, by
//! which computed figures are remembered, and holds the register's row until the transaction ends: writers of one
//! company take turns, so what one of them checks (a free number, a version) still holds when it writes.

pub mod service;
mod store;
