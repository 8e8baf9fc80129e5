//! Reads any spreadsheet: bytes to a table, headers to fields, cells to values, and what cannot be read to faults with
//! a place and a remedy. Pure: no database, no clock, no web.
//!
//! The way of a file: [`open()`] finds out what it is and which sheet is meant; [`mapping::propose`] says which column
//! holds what; [`rows::RowReader`] reads row by row under a mapping that a person may have changed, with that person's
//! mends laid over the cells. Reading again after a mend is the same call with one more mend.

pub mod cells;
mod checks;
mod decode;
mod delimited;
mod error;
pub mod faults;
pub mod fields;
pub mod grid;
pub mod groups;
pub mod header;
pub mod limits;
pub mod mapping;
mod open;
pub mod rows;
pub mod sheet;
pub mod terms;
mod workbook;

pub use decode::TextEncoding;
pub use delimited::Delimiter;
pub use error::SheetError;
pub use open::{OpenOptions, Opened, SheetInfo, SourceFormat, open, open_pasted};

#[cfg(test)]
mod tests;
