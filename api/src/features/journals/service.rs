//! Rules of accounts, vouchers, exports and closings.

pub mod accounts;
pub mod closings;
pub mod exports;
pub mod journal;
pub mod pages;
