//! Sums as they are shown.

use engine::Minor;
use shared::money::Amount;
use shared::problem::{ErrorCode, FieldCode, FieldFault};

use crate::error::ApiError;

/// A sum beyond what an amount can say: some agreement has absurd terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the sum is larger than an amount can be")]
pub struct TooLarge;

pub fn amount(minor: impl Into<i128>) -> Result<Amount, TooLarge> {
    Minor::try_from(minor.into()).ok().and_then(Amount::from_minor).ok_or(TooLarge)
}

/// Whoever entered terms of that size can mend them; nobody is served by a figure that is cut off.
impl From<TooLarge> for ApiError {
    fn from(error: TooLarge) -> Self {
        let fault = FieldFault::new(FieldCode::OutOfRange).expected("agreements that add up to at most 1e13");
        Self::new(ErrorCode::ValidationFailed).at("", fault).because(error)
    }
}
