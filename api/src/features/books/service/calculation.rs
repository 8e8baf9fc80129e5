//! Calculations, of a request or of a lease of the register.

use chrono::NaiveDate;
use shared::books::{self, BookCalculation, NewBookCalculation};
use shared::problem::ErrorCode;
use shared::terms::TermsFault;

use super::HeldLease;
use crate::error::{ApiError, ApiResult};

pub fn calculate(request: &NewBookCalculation) -> ApiResult<BookCalculation> {
    books::calculate(request).map_err(refused)
}

/// What can be recorded can still be more than a book can add up.
pub fn of_lease(held: &HeldLease<'_>, as_of: NaiveDate, period_months: u32) -> ApiResult<BookCalculation> {
    books::of_register(&held.lease, &held.book, as_of, period_months).map_err(refused)
}

/// What is posted on the day is only what happens on it.
pub fn of_lease_on(held: &HeldLease<'_>, on: NaiveDate) -> ApiResult<BookCalculation> {
    books::of_register_on(&held.lease, &held.book, on).map_err(refused)
}

pub fn refused(faults: Vec<TermsFault>) -> ApiError {
    let at = |error: ApiError, fault: TermsFault| error.at(format!("/{}", fault.path), fault.fault);
    faults.into_iter().fold(ApiError::new(ErrorCode::ValidationFailed), at)
}
