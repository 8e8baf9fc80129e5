//! Files that went to the ledger.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::vouchers::JournalGrouping;
use crate::books::BookFramework;
use crate::ids::JournalExportId;
use crate::money::{Amount, Currency};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalFormat {
    /// SIE 4I: vouchers for a ledger to read, `.si`.
    Sie,
    /// UTF-8 with its mark, semicolons, decimal commas.
    Csv,
    Xlsx,
    Json,
}

/// Of a SIE file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JournalEncoding {
    /// Code page 437, as the standard says. What it has no sign for is written with letters it has.
    #[default]
    Pc8,
    /// ISO 8859-1, for ledgers that read nothing else.
    Latin1,
}

/// Vouchers to be written to a file, and remembered as exported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewJournalExport {
    pub framework: BookFramework,
    /// First day of a month.
    pub from: NaiveDate,
    /// Last day of a month.
    pub to: NaiveDate,
    #[serde(default)]
    pub by: JournalGrouping,
    pub format: JournalFormat,
    #[serde(default)]
    pub encoding: JournalEncoding,
    /// Only what no export has; of what has changed since, the difference. Otherwise everything, as it is now.
    #[serde(default = "yes")]
    pub new_only: bool,
}

const fn yes() -> bool {
    true
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalExport {
    pub id: JournalExportId,
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub by: JournalGrouping,
    pub format: JournalFormat,
    pub encoding: JournalEncoding,
    pub new_only: bool,
    pub currency: Currency,
    pub mapping_version: i32,
    /// In the file.
    pub vouchers: u32,
    /// Of the time, but not in the file: earlier exports have them.
    pub already_exported: u32,
    /// Agreements of the register that are in no voucher, for a reason that the journal names.
    pub left_out: u32,
    /// Sum of all debits.
    pub debit: Amount,
    pub file_name: String,
    pub bytes: u32,
    /// Of the file, in hexadecimal digits.
    pub sha256: String,
    pub created_at: DateTime<Utc>,
    pub created_by_name: Option<String>,
    /// The ledger does not have it after all.
    pub withdrawn: Option<JournalWithdrawal>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct JournalWithdrawal {
    pub at: DateTime<Utc>,
    pub by_name: Option<String>,
    pub reason: String,
}

/// Why an export does not count: the ledger never took the file, or gave it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewJournalWithdrawal {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 500)))]
    pub reason: String,
}
