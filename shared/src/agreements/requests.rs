//! What one asks to have changed, and what the change would do.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{AgreementTerms, EndingHow, FieldDifference, TermsPatch};
use crate::debt::Preview;
use crate::ids::{AgreementId, BulkEditId};
use crate::money::Amount;

/// Enter a new agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewAgreement {
    pub terms: AgreementTerms,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

/// Set right what was wrong from the start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewCorrection {
    pub patch: TermsPatch,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

/// Change the terms from a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewAmendment {
    pub effective_on: NaiveDate,
    pub patch: TermsPatch,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

/// End an agreement: terminate or buy out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewEnding {
    pub how: EndingHow,
    /// The last day.
    pub effective_on: NaiveDate,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

/// Why something is undone, deleted or restored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct Reason {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

/// The same change to many agreements at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewBulkEdit {
    /// At most 10,000.
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 10_000)))]
    pub agreements: Vec<BulkTarget>,
    pub patch: TermsPatch,
    /// Absent: a correction from the start. Present: an amendment from this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_on: Option<NaiveDate>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
    /// True: say what would change, change nothing.
    #[serde(default)]
    pub dry_run: bool,
}

/// An agreement and the version that the person saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct BulkTarget {
    pub id: AgreementId,
    pub version: i32,
}

/// What a bulk edit did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BulkEdit {
    /// Absent after a dry run.
    pub id: Option<BulkEditId>,
    pub changed: Vec<BulkChange>,
    /// Already as wished.
    pub unchanged: Vec<AgreementId>,
    pub undone: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BulkChange {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
    pub version: i32,
    pub differences: Vec<FieldDifference>,
}

/// Try terms, or a change to an existing agreement, without saving.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewPreview {
    pub terms: AgreementTerms,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
}

/// Try a change to an agreement without saving it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewChangePreview {
    pub change: ProposedChange,
    /// The day of the figures; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProposedChange {
    Correction(NewCorrection),
    Amendment(NewAmendment),
    Ending(NewEnding),
}

/// The effect of a change: figures and plan without it and with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ChangePreview {
    pub before: Preview,
    pub after: Preview,
    pub differences: Vec<FieldDifference>,
}

/// Something about the terms worth a second look. Never blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Warning {
    pub code: WarningCode,
    /// Name of the field in [`AgreementTerms`].
    pub field: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum WarningCode {
    /// The computed rate is outside -20..60 percent: VAT in the price, or the wrong interval?
    ImplausibleRate,
    /// The payments do not cover the price.
    NegativeRate,
    /// The stated rate and the one that price and fees give differ by more than a quarter of a percentage point.
    RateDisagrees,
    ResidualAbovePrice,
    FirstFeeAbovePrice,
    /// The fee is zero.
    FeeIsZero,
    /// The term is not a whole number of payment intervals.
    OddTerm,
}
