//! Lessors and suppliers.

pub mod api;
