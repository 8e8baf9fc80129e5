//! Agreements from spreadsheets.

pub mod reading;
