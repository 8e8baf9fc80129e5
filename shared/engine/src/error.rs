//! Terms that cannot be computed, said so that the caller can name the field.

use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    TooSmall,
    TooLarge,
    /// A day that must come later than another.
    NotAfter,
    /// A list that must be in order of day.
    NotAscending,
    TooMany,
    /// A guaranteed residual value of what becomes the lessee's own.
    Owned,
    /// A change after the agreement was ended.
    AfterEnding,
}

/// A refused term: `field` as it is called in [`crate::Contract`] or [`crate::change::AmendedTerms`], what was found
/// and the limit it broke. Dates are given as yyyymmdd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EngineError {
    pub field: &'static str,
    pub code: ErrorCode,
    pub found: i64,
    pub limit: i64,
    /// Which change broke it; `None` for the contract itself.
    pub change: Option<usize>,
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, code, found, limit, .. } = self;
        let relation = match code {
            ErrorCode::TooSmall => "is below the limit",
            ErrorCode::TooLarge => "is above the limit",
            ErrorCode::NotAfter => "must come after",
            ErrorCode::NotAscending => "must not come before",
            ErrorCode::TooMany => "are more than the limit",
            ErrorCode::Owned => "is guaranteed of what becomes the lessee's own, and must be",
            ErrorCode::AfterEnding => "comes after the ending on",
        };
        write!(f, "{field}: {found} {relation} {limit}")
    }
}

impl std::error::Error for EngineError {}
