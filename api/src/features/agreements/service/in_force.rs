//! Which of the recorded events hold.

use chrono::{DateTime, Utc};
use shared::ids::AgreementId;

pub use super::super::history::Recorded;
use super::super::history::{known, undone_by};
use super::super::store::{self, EventRow};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};

/// The events of an agreement that nobody has taken back, in the order they were recorded. With `known_at`: as the
/// register had it then.
pub async fn in_force(tx: &CompanyTx, id: AgreementId, known_at: Option<DateTime<Utc>>) -> ApiResult<Vec<Recorded>> {
    let events: Vec<Recorded> = store::events_of(tx, &[id]).await?.into_iter().map(EventRow::recorded).collect();
    let events = known_at.map_or(events.as_slice(), |known_at| known(&events, known_at));
    if events.is_empty() {
        return Err(ApiError::not_found());
    }
    let in_force = events.iter().zip(undone_by(events)).filter(|(_, undone)| undone.is_none());
    Ok(in_force.map(|(event, _)| event.clone()).collect())
}
