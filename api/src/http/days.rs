//! Days and moments that people ask for.

use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms::{YEAR_MAX, YEAR_MIN};

/// A day that agreements can reach.
pub fn day_within_reach(pointer: &str, day: NaiveDate) -> ApiResult<NaiveDate> {
    within_reach(pointer, day, &day)
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
