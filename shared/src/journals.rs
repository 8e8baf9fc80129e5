//! The books on the company's own accounts: which account a role is ([`AccountMapping`]), the vouchers of a time
//! ([`Journal`]), the files that went to the ledger ([`JournalExport`]) and the time that is closed ([`Closing`]).

mod accounts;
mod closings;
mod defaults;
mod exports;
mod vouchers;

pub use accounts::{AccountMapping, AccountRule, Accounts, MappedAccount, NewAccountMapping, Posted};
pub use closings::{
    Closing, ClosingCheck, ClosingCheckCode, ClosingChecklist, ClosingExample, NewClosing, Reopening, ReopeningReason,
};
pub use defaults::{ROLES, default_accounts, name_of};
pub use exports::{
    JournalEncoding, JournalExport, JournalFormat, JournalWithdrawal, NewJournalExport, NewJournalWithdrawal,
};
pub use vouchers::{
    Journal, JournalAccount, JournalAgreement, JournalCause, JournalExported, JournalFinding, JournalGrouping,
    JournalLeftOut, JournalLine, JournalOmission, JournalVoucher,
};

/// Rules of a mapping.
pub const ACCOUNT_RULES_MAX: usize = 500;
/// Months that one journal spans.
pub const JOURNAL_MONTHS_MAX: u32 = 36;
