//! Exchange rates that the company enters, each with its day and source.

pub mod api;
mod form;
mod list;

pub use list::ExchangeRatesPage;
