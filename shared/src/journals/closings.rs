//! Time that is closed.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::vouchers::JournalAgreement;
use crate::books::BookFramework;
use crate::ids::ClosingId;
use crate::money::Amount;

/// What is looked at before a time is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClosingCheckCode {
    /// Vouchers whose debit is not their credit. Nothing is closed over them.
    UnbalancedVouchers,
    /// Default accounts that somebody should have confirmed.
    UnconfirmedAccounts,
    AgreementsWithoutRate,
    ExchangeRatesMissing,
    NotCalculable,
    /// What the books had to assume.
    OpenFindings,
    /// Vouchers of the time that no export has as they are now.
    NotExported,
}

/// One line of the checklist. Nothing found: done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClosingCheck {
    pub code: ClosingCheckCode,
    /// How many were found.
    pub found: u32,
    /// Nothing can be closed before it is mended; otherwise closing says that it is accepted.
    pub blocks: bool,
    /// The first of them, at most twenty.
    pub examples: Vec<ClosingExample>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClosingExample {
    pub agreement: Option<JournalAgreement>,
    /// An account, a voucher's key, or the code of a finding.
    pub what: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ClosingChecklist {
    pub framework: BookFramework,
    /// First day that would be closed: the day after the last closed one, or the first that has a voucher.
    pub from: Option<NaiveDate>,
    pub through: NaiveDate,
    /// The last closed day.
    pub closed_through: Option<NaiveDate>,
    pub vouchers: u32,
    pub debit: Amount,
    pub checks: Vec<ClosingCheck>,
}

/// Closes a book through a day. What is recorded later and concerns that time is posted after it, as a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewClosing {
    pub framework: BookFramework,
    /// Last day of a month.
    pub through: NaiveDate,
    /// Lines of the checklist that have found something and may stand.
    #[cfg_attr(feature = "server", validate(length(max = 20)))]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<ClosingCheckCode>,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 500)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Closing {
    pub id: ClosingId,
    pub framework: BookFramework,
    /// Null where nothing had been closed before.
    pub from: Option<NaiveDate>,
    pub through: NaiveDate,
    /// The closed time stays as it was known at this moment.
    pub closed_at: DateTime<Utc>,
    pub closed_by_name: Option<String>,
    pub note: Option<String>,
    pub vouchers: u32,
    pub debit: Amount,
    /// Of the vouchers, in hexadecimal digits: what the closed time must always come to.
    pub sha256: String,
    /// As it was when it was closed.
    pub checks: Vec<ClosingCheck>,
    pub reopened: Option<Reopening>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Reopening {
    pub at: DateTime<Utc>,
    pub by_name: Option<String>,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ReopeningReason {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 500)))]
    pub reason: String,
}
