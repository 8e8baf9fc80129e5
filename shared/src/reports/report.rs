//! The report of a framework between two days.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::figures::{ReportDeferredTax, ReportFigures};
use super::group::ReportGroup;
use crate::agreements::AgreementKind;
use crate::books::{BookFinding, BookFindingCode, BookFramework, BookMaturity, BookPolicy, BookRemedy, BookTreatment};
use crate::debt::Conversion;
use crate::ids::{AgreementId, CompanyId, LeaseEventId, PartyId};
use crate::money::{Currency, FxRate};

/// How long the periods of a report are. They end with those of the fiscal year; the first and the last one may be
/// shorter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportPeriod {
    Month,
    Quarter,
    /// The fiscal year.
    Year,
    /// From the first day to the last.
    #[default]
    Whole,
}

/// Into which lines the totals are split.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportSplit {
    #[default]
    Kind,
    /// What the framework comes to.
    Treatment,
    /// On the last day, as the two below.
    Lessor,
    CostCenter,
    Currency,
}

/// The books of a company between two days. An agreement belongs to the selection by what it is on the last day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookReport {
    pub framework: BookFramework,
    /// Both inclusive.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub period: ReportPeriod,
    pub known_at: Option<DateTime<Utc>>,
    pub currency: Currency,
    /// The company's; an agreement may have choices of its own.
    pub policy: BookPolicy,
    pub engine_version: String,
    /// Agreements with a balance or a movement.
    pub agreements: u32,
    pub total: ReportFigures,
    /// Of the liability on the last day.
    pub maturity: BookMaturity,
    /// Undiscounted fees after the last day of leases that are not capitalised.
    pub commitments: BookMaturity,
    /// Null where the book says no tax rate.
    pub deferred_tax: Option<ReportDeferredTax>,
    pub periods: Vec<ReportPeriodFigures>,
    /// The total by what it was asked to be split into.
    pub lines: Vec<ReportLine>,
    /// How the foreign currencies in it are converted on the last day.
    pub conversions: Vec<Conversion>,
    /// Every exchange rate that liabilities and assets rest on: of the closings, and of the days that parts of assets came
    /// in or changed. By currency and day; at most 1000 are named. Of a group they stand in the
    /// reports of its companies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<ReportRate>,
    #[serde(default, skip_serializing_if = "is_nothing")]
    pub rates_count: u32,
    /// Not in the totals; at most 1000 are named.
    pub left_out: Vec<LeftOut>,
    pub left_out_count: u32,
    /// In the totals on an assumption; at most 1000 are named.
    pub assumed: Vec<ReportAssumption>,
    pub assumed_count: u32,
    /// Where it is of a group: its companies, and what is not in the totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Box<ReportGroup>>,
    /// Where the last day is closed in the book; never in a sealed report, nor in one of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<ReportClosed>,
}

/// The first closing that has the last day of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportClosed {
    pub through: NaiveDate,
    pub at: DateTime<Utc>,
    /// By name.
    pub by: Option<String>,
    /// The report says something else than it said when the time was closed: ask with `known_at` for what it said then.
    pub changed_since: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportPeriodFigures {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub figures: ReportFigures,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportLine {
    pub key: ReportLineKey,
    pub agreements: u32,
    pub figures: ReportFigures,
    pub maturity: BookMaturity,
}

/// What the agreements of a line have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "by", content = "value")]
pub enum ReportLineKey {
    Kind(AgreementKind),
    Treatment(BookTreatment),
    Lessor {
        name: String,
        id: PartyId,
    },
    CostCenter(String),
    Currency(Currency),
    /// No lessor, or no cost centre.
    Without,
}

/// An agreement as a report names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportAgreement {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
    pub kind: AgreementKind,
    /// Its own.
    pub currency: Currency,
    /// Whose it is, in the report of a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company_id: Option<CompanyId>,
}

/// One agreement's part of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementReport {
    pub agreement: ReportAgreement,
    /// On the last day.
    pub lessor_id: Option<PartyId>,
    pub cost_center: Option<String>,
    pub treatment: BookTreatment,
    pub commencement_on: NaiveDate,
    pub figures: ReportFigures,
    pub maturity: BookMaturity,
    /// Undiscounted fees after the last day, where it is not capitalised.
    pub commitments: BookMaturity,
    pub findings: Vec<ReportFinding>,
    /// The exchange rates of its asset, each of the day a part of it came in or changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<ReportRate>,
}

/// An exchange rate in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportRate {
    pub currency: Currency,
    /// The day it is used for.
    pub on: NaiveDate,
    pub rate: FxRate,
    /// The day of the rate: the latest on or before.
    pub found_on: NaiveDate,
}

fn is_nothing(count: &u32) -> bool {
    *count == 0
}

/// An agreement that is not in the totals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct LeftOut {
    pub agreement: ReportAgreement,
    pub finding: ReportFinding,
    /// Which totals lack it.
    pub totals: Vec<ReportTotal>,
}

/// An agreement that is in the totals on an assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportAssumption {
    pub agreement: ReportAgreement,
    pub findings: Vec<ReportFinding>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportFinding {
    pub code: BookFindingCode,
    pub remedy: BookRemedy,
    /// The day of what it is about, or from which something is missing.
    pub on: Option<NaiveDate>,
    /// The day of what was taken instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_on: Option<NaiveDate>,
    /// The recorded event it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<LeaseEventId>,
}

impl ReportFinding {
    /// About the agreement as a whole.
    pub const fn new(code: BookFindingCode, remedy: BookRemedy, on: Option<NaiveDate>) -> Self {
        Self { code, remedy, on, found_on: None, event_id: None }
    }
}

impl From<BookFinding> for ReportFinding {
    fn from(BookFinding { code, remedy, on, found_on, event_id, .. }: BookFinding) -> Self {
        Self { code, remedy, on, found_on, event_id }
    }
}

/// Totals that an agreement can be missing from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportTotal {
    Liability,
    Asset,
    Deferral,
    Result,
    Cash,
    Maturity,
}
