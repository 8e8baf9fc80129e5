//! What companies choose and accountants record, in the database.

mod accounting;
mod books;
mod events;
mod mass;
mod reviews;

pub use accounting::{FactsRow, facts, facts_of, facts_versions, insert_facts};
pub use books::{BookRow, book_versions, books, insert_book};
pub use events::{EventRow, NewEventRow, events, events_of, insert_event};
pub use mass::{MassRow, insert_mass_change, mass_changes};
pub use reviews::{insert_reviews, reviews};

use crate::error::ApiError;
use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::ids::AgreementId;

/// As known at a moment; now when none is given.
pub type KnownAt = Option<DateTime<Utc>>;

/// Which agreements.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    All,
    These(&'a [AgreementId]),
    /// From one id to another.
    Between(AgreementId, AgreementId),
}

impl<'a> Among<'a> {
    fn listed(agreements: Option<&'a [AgreementId]>) -> Self {
        agreements.map_or(Self::All, Self::These)
    }
}

fn read<T: DeserializeOwned>(stored: Value) -> Result<T, ApiError> {
    serde_json::from_value(stored).map_err(ApiError::internal)
}
