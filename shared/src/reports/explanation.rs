//! Why a liability or an asset is another than it was.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::report::{LeftOut, ReportAgreement};
use crate::books::{BookFramework, BookTreatment};
use crate::money::{Amount, Currency};

/// Every change of liability and asset after `from` up to and including `to`: in total by cause, and by agreement and
/// day. In each, opening + changes = closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportExplanation {
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    pub currency: Currency,
    pub agreements: u32,
    pub liability_opening: Amount,
    pub liability_closing: Amount,
    pub asset_opening: Amount,
    pub asset_closing: Amount,
    /// In the order of [`ReportCause`].
    pub causes: Vec<ExplainedTotal>,
    /// By number.
    pub data: Vec<AgreementExplanation>,
    pub next_cursor: Option<String>,
    pub has_more: bool,
    /// Not in the totals; at most 1000 are named.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExplainedTotal {
    pub cause: ReportCause,
    pub liability: Amount,
    pub asset: Amount,
    pub agreements: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementExplanation {
    pub agreement: ReportAgreement,
    pub treatment: BookTreatment,
    pub liability_opening: Amount,
    pub liability_closing: Amount,
    pub asset_opening: Amount,
    pub asset_closing: Amount,
    /// Events on their day; interest, payments, depreciation and exchange summed, on the last day they fall on.
    pub changes: Vec<ExplainedChange>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExplainedChange {
    pub cause: ReportCause,
    pub on: NaiveDate,
    pub liability: Amount,
    pub asset: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportCause {
    /// Commenced.
    New,
    /// The framework was applied for the first time.
    Transition,
    Index,
    FloatingRate,
    /// An option to extend or terminate was assessed differently.
    Term,
    PurchaseOption,
    ResidualGuarantee,
    /// What was variable became fixed, or an incentive moved.
    Payments,
    /// The contract was changed: longer, dearer, cheaper.
    Modification,
    /// The contract was changed: less is leased, or for a shorter time.
    ScopeReduced,
    /// Or one taken back.
    Impairment,
    Sublease,
    Termination,
    BuyOut,
    /// To or from another company.
    Transfer,
    Interest,
    Payment,
    Depreciation,
    Exchange,
    /// The asset was given back at the end, for what was guaranteed of it.
    Returned,
}
