//! All SQL of the feature.

mod bulk_edits;
mod demo;
mod events;
mod list;
mod rows;
mod written;

pub use bulk_edits::*;
pub use demo::*;
pub use events::*;
pub use list::*;
pub use rows::*;
pub use written::*;
