//! Reports kept as they were given out.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::group::ReportScope;
use super::report::{AgreementReport, BookReport, ReportPeriod, ReportSplit};
use crate::agreements::AgreementKind;
use crate::books::BookFramework;
use crate::ids::{PartyId, SealedReportId};
use crate::money::Currency;

/// Which report to keep, under which name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewSealedReport {
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)))]
    pub name: String,
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    #[serde(default)]
    pub period: ReportPeriod,
    #[serde(default)]
    pub split: ReportSplit,
    /// Only agreements of this kind, as in the three below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgreementKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lessor_id: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Empty: agreements without a cost centre.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    /// Of the company alone when absent.
    #[serde(default, skip_serializing_if = "ReportScope::is_company")]
    pub scope: ReportScope,
}

/// A sealed report in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SealedReportItem {
    pub id: SealedReportId,
    pub name: String,
    pub framework: BookFramework,
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// The moment of knowledge it rests on.
    pub known_at: DateTime<Utc>,
    pub sealed_at: DateTime<Utc>,
    /// By name.
    pub sealed_by: String,
    /// SHA-256 of the content as canonical JSON (keys in order, no spaces), in hexadecimal.
    pub hash: String,
    pub engine_version: String,
    pub agreements: u32,
    /// What is sealed of a group is read by those who may read each of its companies.
    pub scope: ReportScope,
}

/// A sealed report with all that it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SealedReport {
    #[serde(flatten)]
    pub item: SealedReportItem,
    /// What was asked for.
    pub request: NewSealedReport,
    pub content: SealedReportContent,
}

/// What is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SealedReportContent {
    pub report: BookReport,
    /// Every agreement in it, by number.
    pub agreements: Vec<AgreementReport>,
}

/// Whether a sealed report still is what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SealedVerification {
    pub hash: String,
    /// Of the content as it is kept.
    pub kept_hash: String,
    /// Of the report computed anew from the register as it was known then.
    pub recomputed_hash: String,
    /// The kept content has the hash it was sealed with.
    pub is_kept: bool,
    /// Computed anew it is the same.
    pub is_reproduced: bool,
    pub sealed_with: String,
    /// The engine's version now.
    pub engine_version: String,
}
