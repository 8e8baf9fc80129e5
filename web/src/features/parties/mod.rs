//! Lessors and suppliers: their list, their particulars, and those that were entered twice.

pub mod api;
mod duplicates;
mod edit;
mod list;

pub use list::PartiesPage;
