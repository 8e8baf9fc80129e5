//! The vouchers of a time.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::books::{BookEntry, BookFindingCode, BookFramework, BookRemedy, BookRole};
use crate::ids::{AgreementId, JournalExportId, LeaseEventId};
use crate::money::{Amount, Currency};

/// What a voucher is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalGrouping {
    /// Of one agreement: the month's payments, interest and depreciation as one, each event as one.
    #[default]
    Agreement,
    /// Of a month: everything as one, by account, cost centre and project.
    Account,
}

/// The postings of a book in a time. In months that are closed, what was known when they were closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Journal {
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: JournalGrouping,
    /// As the register knew it then.
    pub known_at: DateTime<Utc>,
    /// Of every amount.
    pub currency: Currency,
    /// Of the accounts.
    pub mapping_version: i32,
    /// The last closed day.
    pub closed_through: Option<NaiveDate>,
    /// All of the time, whatever page this is.
    pub vouchers: u32,
    /// Of these, how many no export has taken as they are now.
    pub not_exported: u32,
    /// Sum of all debits, and of all credits.
    pub debit: Amount,
    pub credit: Amount,
    /// What each account moves by in the time.
    pub accounts: Vec<JournalAccount>,
    /// Agreements that are not in any of the above.
    pub left_out: Vec<JournalLeftOut>,
    /// What was assumed, at most a thousand.
    pub findings: Vec<JournalFinding>,
    pub data: Vec<JournalVoucher>,
    /// Send it back as `cursor` to get the next page; absent on the last one.
    pub next_cursor: Option<String>,
    pub has_more: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalAccount {
    pub account: String,
    pub name: Option<String>,
    pub debit: Amount,
    pub credit: Amount,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalAgreement {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalOmission {
    /// Nothing is capitalised without a discount rate.
    RateMissing,
    /// In a foreign currency, and the company has entered no exchange rate for it.
    ExchangeRateMissing,
    /// What is registered cannot be calculated.
    NotCalculable,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalLeftOut {
    pub agreement: JournalAgreement,
    pub reason: JournalOmission,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalFinding {
    pub agreement: JournalAgreement,
    pub code: BookFindingCode,
    pub remedy: BookRemedy,
    /// The day of what it is about, or from which something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The day of what was taken instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_on: Option<NaiveDate>,
    /// The recorded event it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<LeaseEventId>,
}

/// Why a voucher is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalCause {
    /// Payments, interest, depreciation and what became current in a month.
    Month,
    /// Commencement, an event, a change or an ending; `entry` says which.
    Event,
    /// What closed months would be now, less what they were when they were closed.
    Correction,
}

/// Debit and credit are the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalVoucher {
    /// Stays the same for the same content of the same agreement, time and event: a ledger can tell by it that it has the
    /// voucher. It stands in the voucher's text in every file.
    #[cfg_attr(feature = "server", schema(example = "L3F9A1C27B04"))]
    pub key: String,
    pub on: NaiveDate,
    pub cause: JournalCause,
    /// What happened, where it is an event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<BookEntry>,
    /// Null where vouchers are of a month.
    pub agreement: Option<JournalAgreement>,
    pub text: String,
    pub lines: Vec<JournalLine>,
    /// The export that has it as it is now; null: none has.
    pub exported: Option<JournalExported>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalExported {
    pub export_id: JournalExportId,
    pub at: DateTime<Utc>,
}

/// Either a debit or a credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalLine {
    pub account: String,
    /// What the account is for; null where several roles have it.
    pub role: Option<BookRole>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Amount>,
}
