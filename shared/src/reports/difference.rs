//! The same leases in two books.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::report::{LeftOut, ReportAgreement};
use crate::books::{BookFramework, BookTreatment};
use crate::money::{Amount, Currency};

/// What one book shows beside another on a day and for its fiscal year until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportDifference {
    pub framework: BookFramework,
    pub other: BookFramework,
    /// First day of the fiscal year that `as_of` is in, by the first framework's policy.
    pub from: NaiveDate,
    pub as_of: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    pub currency: Currency,
    /// Agreements with a balance or a movement in both books, or in one where the other treats them as nothing.
    pub agreements: u32,
    pub total: DifferenceTotal,
    /// By number.
    pub data: Vec<AgreementDifference>,
    pub next_cursor: Option<String>,
    pub has_more: bool,
    /// Of the first book and of the other: an agreement that either leaves out is in neither; at most 1000 are named.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: u32,
}

/// `difference` is `book` less `other`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DifferenceTotal {
    pub book: BookStanding,
    pub other: BookStanding,
    pub difference: BookStanding,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementDifference {
    pub agreement: ReportAgreement,
    /// Null where the book has nothing of it, neither a balance nor a movement.
    pub treatment: Option<BookTreatment>,
    pub other_treatment: Option<BookTreatment>,
    pub book: BookStanding,
    pub other: BookStanding,
    pub difference: BookStanding,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookStanding {
    pub liability: Amount,
    pub asset: Amount,
    /// Fees paid before their cost (positive) or owed for a cost already taken.
    pub deferral: Amount,
    /// Asset and deferral less liability.
    pub net: Amount,
    /// Since the fiscal year began, as the two below.
    pub expense: Amount,
    pub interest: Amount,
    pub cash: Amount,
}
