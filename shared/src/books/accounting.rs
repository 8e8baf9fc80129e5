//! What accountants record of an agreement: facts, how changes are taken, and what happened besides.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answer::{BookMovement, BookTreatment, BookVoucher};
use super::company::LeaseBookChoices;
use super::finding::BookFinding;
use super::register::LeaseChangeView;
use super::request::{BookFramework, LeaseAccounting, LeaseEvent};
use crate::agreements::ProposedChange;
use crate::ids::LeaseEventId;
use crate::money::{Amount, Currency};

/// What an agreement does not say about itself, whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AccountingFacts {
    #[serde(default)]
    pub accounting: LeaseAccounting,
    /// How single changes of the agreement are taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<LeaseChangeView>,
    /// Each book at most once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub books: Vec<LeaseBookChoices>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewAgreementAccounting {
    #[serde(default)]
    pub accounting: LeaseAccounting,
    /// How single changes of the agreement are taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<LeaseChangeView>,
    /// Each book at most once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub books: Vec<LeaseBookChoices>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

impl NewAgreementAccounting {
    pub fn facts(&self) -> AccountingFacts {
        let Self { accounting, changes, books, .. } = self;
        AccountingFacts { accounting: accounting.clone(), changes: changes.clone(), books: books.clone() }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementAccounting {
    /// 0: nothing is recorded, and everything is read from the agreement.
    pub version: i32,
    #[serde(flatten)]
    pub facts: AccountingFacts,
    pub reason: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub recorded_by_name: Option<String>,
}

/// Record what happened to a lease besides the changes of its agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewLeaseEvent {
    pub event: LeaseEvent,
    /// Only in these books; in all when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", validate(length(max = 6)))]
    pub frameworks: Vec<BookFramework>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RecordedLeaseEvent {
    pub id: LeaseEventId,
    pub event: LeaseEvent,
    /// Only in these books; in all when empty.
    pub frameworks: Vec<BookFramework>,
    pub reason: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
    /// Null while it is in force.
    pub undone: Option<LeaseEventUndone>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeaseEventUndone {
    pub reason: Option<String>,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
}

/// What would it do to the books? Nothing is recorded. One of `event`, `undo`, `accounting` and `change`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewBookPreview {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<NewLeaseEvent>,
    /// An event that is in force, taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<LeaseEventId>,
    /// Other facts, whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accounting: Option<NewAgreementAccounting>,
    /// A change of the agreement itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ProposedChange>,
    /// The books to look at; those in use when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "server", validate(length(max = 6)))]
    pub frameworks: Vec<BookFramework>,
    /// The day of the balances; the day of the event or change, or else today, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
    /// Months of a period: 1, 2, 3, 4, 6 or 12.
    #[serde(default = "twelve")]
    pub period_months: u32,
}

fn twelve() -> u32 {
    12
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookPreview {
    /// The day of the balances.
    pub as_of: NaiveDate,
    pub books: Vec<BookEffect>,
}

/// A book of a lease without and with what is tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookEffect {
    pub framework: BookFramework,
    pub currency: Currency,
    pub before: BookSide,
    pub after: BookSide,
    /// By accounting period, as far as either reaches.
    pub periods: Vec<BookPeriodEffect>,
    /// Vouchers with it that are not posted, or otherwise, without it. What merely follows, such as payments and the
    /// interest and depreciation of later periods, is in `periods`.
    pub journal: Vec<BookVoucher>,
    /// Vouchers without it that are not posted, or otherwise, with it.
    pub withdrawn: Vec<BookVoucher>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookSide {
    pub treatment: BookTreatment,
    /// On the day of the balances.
    pub liability: Amount,
    pub asset: Amount,
    pub deferral: Amount,
    pub findings: Vec<BookFinding>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookPeriodEffect {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// Null where the book does not reach the period.
    pub before: Option<BookMovement>,
    pub after: Option<BookMovement>,
    /// After less before.
    pub difference: BookDifference,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookDifference {
    /// At the end of the period, as asset and deferral are.
    pub liability: Amount,
    pub asset: Amount,
    pub deferral: Amount,
    pub interest: Amount,
    pub depreciation: Amount,
    pub gain: Amount,
    pub expense: Amount,
    pub cash: Amount,
}
