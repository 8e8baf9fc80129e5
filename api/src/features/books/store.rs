//! What companies choose and accountants record, in the database.

mod accounting;
mod books;
mod events;
mod mass;
mod reviews;

pub use accounting::{FactsRow, facts, facts_versions, insert_facts};
pub use books::{BookRow, book_versions, books, insert_book};
pub use events::{EventRow, NewEventRow, events, insert_event};
pub use mass::{MassRow, insert_mass_change, mass_changes};
pub use reviews::{insert_reviews, reviews};

use crate::error::ApiError;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// As known at a moment; now when none is given.
pub type KnownAt = Option<DateTime<Utc>>;

fn read<T: DeserializeOwned>(stored: Value) -> Result<T, ApiError> {
    serde_json::from_value(stored).map_err(ApiError::internal)
}
