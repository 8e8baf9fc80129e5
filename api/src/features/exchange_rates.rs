//! Exchange rates that the company enters, each with its source and day.
//!
//! One rule everywhere: the latest rate on or before the day. Without one a converted figure is unknown. Entries are
//! only added: a newer one for the same currency and day rules, and taking one back is an entry too.

mod book;
mod routes;
pub mod service;
mod store;

pub use book::{DayRates, Quote, RateBook, payable};
pub use routes::configure;
