//! The year-end review: options and terms whose assessment is older than the year end.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::request::LeaseOption;
use crate::agreements::{AgreementKind, ContractOption};
use crate::ids::AgreementId;

/// An agreement whose term has to be assessed, as it is at the year end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeaseReview {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
    pub kind: AgreementKind,
    /// Why there is something to assess.
    pub reasons: Vec<LeaseReviewReason>,
    /// The end of the contract.
    pub end_on: NaiveDate,
    /// The end of the term as accountants have said it outright.
    pub assessed_end_on: Option<NaiveDate>,
    /// What the contract gives a right to.
    pub contract_options: Vec<ContractOption>,
    /// What accountants say of its options.
    pub options: Vec<LeaseOption>,
    /// When it was last assessed or reviewed, and by whom; null where it never was.
    pub assessed_on: Option<NaiveDate>,
    pub assessed_by_name: Option<String>,
    /// For this year end; null until then.
    pub reviewed: Option<LeaseReviewed>,
    /// Not reviewed, and not assessed since the year end.
    pub due: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseReviewReason {
    /// Accountants have assessed an option, or the end of the term.
    Assessed,
    /// The contract has more options than accountants have assessed.
    OptionNotAssessed,
    /// The contract goes on by itself after its end.
    GoesOn,
    /// The term is over, and the agreement still runs.
    PastEnd,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeaseReviewed {
    pub note: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

/// Mark agreements as reviewed for a year end: what is said of them still holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewLeaseReviews {
    /// The last day of the year.
    pub year_ends_on: NaiveDate,
    /// At most 1,000.
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 1_000)))]
    pub agreements: Vec<AgreementId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeaseReviews {
    /// How many were marked.
    pub reviewed: u32,
}
