//! Days and moments that people ask for.

use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms::{YEAR_MAX, YEAR_MIN};

/// A day that agreements can reach.
pub fn day_within_reach(pointer: &str, day: NaiveDate) -> ApiResult<NaiveDate> {
    within_reach(pointer, day, &day)
}

/// A moment of knowledge, as a parameter says it: what will be known nobody knows, so that it would not be the same answer
/// again.
pub fn known_by(known_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> ApiResult<Option<DateTime<Utc>>> {
    let known_at = known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    if let Some(later) = known_at.filter(|known_at| *known_at > now) {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&later.to_string());
        let fault = fault.expected(&format!("a moment that has been: it is {now}"));
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("?known_at", fault));
    }
    Ok(known_at)
}

/// A moment that agreements can reach; PostgreSQL itself knows no year below -4712.
pub fn moment_within_reach(pointer: &str, moment: DateTime<Utc>) -> ApiResult<DateTime<Utc>> {
    within_reach(pointer, moment, &moment)
}

fn within_reach<T: Datelike>(pointer: &str, time: T, shown: &dyn std::fmt::Display) -> ApiResult<T> {
    if (YEAR_MIN..=YEAR_MAX).contains(&time.year()) {
        return Ok(time);
    }
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&shown.to_string());
    let fault = fault.expected(&format!("in the years {YEAR_MIN} to {YEAR_MAX}"));
    Err(ApiError::new(ErrorCode::ValidationFailed).at(pointer, fault))
}
