//! Lessors and suppliers: their list, their particulars, and those that were entered twice.

pub mod api;
mod duplicates;
mod edit;
mod field;
mod list;

pub use field::PartyField;
pub use list::PartiesPage;
