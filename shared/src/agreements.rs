//! Agreements: what the paper says ([`AgreementTerms`]), what happened afterwards ([`AgreementEvent`]),
//! and the agreement as it stands on a day ([`Agreement`]).
//!
//! Amounts inside an agreement are decimal strings in the agreement's own `currency`, without deductible VAT.
//! Totals that may mix currencies use [`crate::money::Money`] instead.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use crate::debt::{Figures, Preview};
use crate::ids::{AccountId, AgreementId, BulkEditId, EventId, ImportId, PartyId};
use crate::money::{Amount, Currency, RatePercent};
use crate::problem::{FieldCode, FieldFault};

/// What sort of lease it is; decides what happens to debt and cost after the end date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgreementKind {
    /// Finansiell leasing: the debt ends at the residual value and goes on falling while the agreement is extended.
    FinancialLease,
    /// Operationell leasing: no debt after the end date, the cost goes on.
    OperationalLease,
    /// Hyra: no debt after the end date, the full fee goes on.
    Rental,
    /// Lokal.
    Premises,
    /// Bil: like a financial lease when the lessee carries the residual value, else like an operational one.
    Car,
}

impl AgreementKind {
    pub const ALL: [Self; 5] = [Self::FinancialLease, Self::OperationalLease, Self::Rental, Self::Premises, Self::Car];

    /// As in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FinancialLease => "financial_lease",
            Self::OperationalLease => "operational_lease",
            Self::Rental => "rental",
            Self::Premises => "premises",
            Self::Car => "car",
        }
    }
}

impl std::str::FromStr for AgreementKind {
    type Err = FieldFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let kind = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        kind.ok_or_else(|| FieldFault::new(FieldCode::UnknownValue).found(text).expected("a kind of agreement"))
    }
}

/// When the fee of an interval falls due: förskott or efterskott.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Timing {
    #[default]
    Advance,
    Arrears,
}

/// Who bears the residual value when the agreement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResidualCarrier {
    Lessee,
    Lessor,
    ThirdParty,
}

/// How the fee may change during the agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum FeeBasis {
    /// The fee stands.
    Fixed {},
    /// The fee follows a reference rate, for example STIBOR 3M.
    Floating {
        /// Name of the reference rate as the paper says it.
        reference: String,
        /// The lessor's margin over the reference rate, percent per year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        margin_percent: Option<RatePercent>,
        /// The lowest reference rate that the fee follows (räntegolv), percent per year.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        floor_percent: Option<RatePercent>,
        /// Months between adjustments.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        adjusted_every_months: Option<u32>,
    },
    /// The fee follows an index, for example KPI.
    Indexed {
        /// Name of the index as the paper says it.
        index: String,
        /// Month whose index number is the base, first day of the month.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        base_month: Option<NaiveDate>,
        /// Part of the fee that follows the index, percent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        share_percent: Option<RatePercent>,
    },
}

/// From a day on, the fee is another (stafflad avgift). In an amendment, steps stand for all that are left after its day,
/// and a fee without steps replaces them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct FeeStep {
    /// Holds from the first payment due on or after this date.
    pub from: NaiveDate,
    /// The fee per payment.
    pub fee: Amount,
}

/// What the agreement says about going on after its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ExtensionRule {
    /// Months that each extension lasts.
    pub months: u32,
    /// Fee per payment while extended; the ordinary fee when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Amount>,
}

/// A right that the agreement gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct ContractOption {
    pub kind: OptionKind,
    /// First day on which the option can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day to give notice that it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_by: Option<NaiveDate>,
    /// Months that an extension adds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// What it costs: purchase price, penalty, or fee during the extension.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OptionKind {
    Extension,
    Termination,
    Purchase,
}

/// One thing that is leased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct LeasedObject {
    pub description: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub serial_number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration: Option<String>,
    #[serde(default = "one")]
    pub units: u32,
}

fn one() -> u32 {
    1
}

/// Everything the paper says. Six fields are required: title, lessor, kind, start, end (or term) and fee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct AgreementTerms {
    /// The lessor's agreement number; unique in the company. Given by the server (`A-0001`) when absent on creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub title: String,
    pub kind: AgreementKind,
    /// The lessor. On input either this or `lessor_name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lessor_id: Option<PartyId>,
    /// On input: the party of this name is found or made. On output: its name today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lessor_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier_id: Option<PartyId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier_name: Option<String>,

    /// First day of the first regular interval.
    pub start_on: NaiveDate,
    /// Last day of the agreed term. Either this or `term_months` is given; both must agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_on: Option<NaiveDate>,
    /// Months from start to end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term_months: Option<u32>,

    pub currency: Currency,
    /// Leasing fee per payment, without services.
    pub fee: Amount,
    /// Months between payments.
    #[serde(default = "default_interval")]
    pub interval_months: u32,
    #[serde(default)]
    pub timing: Timing,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fee_steps: Vec<FeeStep>,
    #[serde(default = "fixed")]
    pub fee_basis: FeeBasis,

    /// What the lessor financed, without deductible VAT.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Amount>,
    /// Förhöjd första avgift.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_increased_fee: Option<Amount>,
    /// True: paid instead of the first fee. False: on top of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first_increased_replaces: bool,
    /// Day of delivery when it lies before `start_on`: interim rent runs by day until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim_from: Option<NaiveDate>,
    /// Interim rent per day; a thirtieth of the monthly fee when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interim_daily: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residual_value: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub residual_carrier: Option<ResidualCarrier>,
    /// Aviavgift, per payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice_fee: Option<Amount>,
    /// Uppläggningsavgift, once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrangement_fee: Option<Amount>,
    /// Service, insurance and the like per payment; outside the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_fee: Option<Amount>,
    /// True when the lessee cannot deduct the VAT on the fee in full.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub vat_restricted: bool,
    /// The rate that the paper states, nominal, percent per year. Used when the price is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal_rate_percent: Option<RatePercent>,

    /// Uppsägningstid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice_months: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionRule>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<ContractOption>,

    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub object_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objects: Vec<LeasedObject>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The company's own fields, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub custom: BTreeMap<String, String>,
}

fn default_interval() -> u32 {
    1
}

fn fixed() -> FeeBasis {
    FeeBasis::Fixed {}
}

/// A change to [`AgreementTerms`] as an RFC 7396 merge patch: what is absent stays, `null` clears.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TermsPatch(pub Map<String, Value>);

#[cfg(feature = "server")]
mod patch_schema {
    use super::{AgreementTerms, TermsPatch};
    use utoipa::openapi::{RefOr, schema::Schema};
    use utoipa::{PartialSchema, ToSchema};

    /// The schema of the terms with nothing required, so that the two cannot drift apart.
    impl PartialSchema for TermsPatch {
        fn schema() -> RefOr<Schema> {
            let mut schema = AgreementTerms::schema();
            if let RefOr::T(Schema::Object(object)) = &mut schema {
                object.required.clear();
                object.description =
                    Some("RFC 7396 merge patch of the terms: absent fields stay, null clears.".to_owned());
            }
            schema
        }
    }

    impl ToSchema for TermsPatch {
        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            AgreementTerms::schemas(schemas);
        }
    }
}

/// How an agreement ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EndingHow {
    /// Returned or terminated.
    Terminated,
    /// The lessee bought the object.
    BoughtOut,
}

impl EndingHow {
    /// As in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Terminated => "terminated",
            Self::BoughtOut => "bought_out",
        }
    }
}

/// What an event did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum EventBody {
    /// Entered in the register.
    Created {
        terms: Box<AgreementTerms>,
    },
    /// The terms were wrong from the start and are set right.
    Corrected {
        patch: TermsPatch,
    },
    /// The parties agreed on something else from the effective date.
    Amended {
        patch: TermsPatch,
    },
    /// The agreement ended on the effective date; the debt is zero at the end of that day.
    Ended {
        how: EndingHow,
        /// What the object was bought for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        price: Option<Amount>,
    },
    /// Taken out of the register. Nothing is lost: it can be restored.
    Deleted {},
    Restored {},
    /// Makes another event as if it had not happened. Undoing an undo brings it back.
    Undone {
        event_id: EventId,
    },
}

/// What an event did, without what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Created,
    Corrected,
    Amended,
    Ended,
    Deleted,
    Restored,
    Undone,
}

impl EventBody {
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Created { .. } => EventKind::Created,
            Self::Corrected { .. } => EventKind::Corrected,
            Self::Amended { .. } => EventKind::Amended,
            Self::Ended { .. } => EventKind::Ended,
            Self::Deleted {} => EventKind::Deleted,
            Self::Restored {} => EventKind::Restored,
            Self::Undone { .. } => EventKind::Undone,
        }
    }
}

/// Something that was done in the register. What was done to many agreements in one act is one activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Activity {
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
    pub source: EventSource,
    pub kind: EventKind,
    /// How many agreements it touched.
    pub agreements: u32,
    /// The one that it touched, or one of them.
    pub agreement: AgreementName,
}

/// What an agreement is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementName {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
}

/// Where an event came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum EventSource {
    App {},
    Api {},
    Import { import_id: ImportId },
    BulkEdit { bulk_edit_id: BulkEditId },
    Demo {},
}

/// One entry in the history of an agreement. Events are only ever added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementEvent {
    pub id: EventId,
    /// Order within the agreement, from 1.
    pub sequence: i32,
    /// From which day it holds in the world.
    pub effective_on: NaiveDate,
    /// When the system learned of it.
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: Option<AccountId>,
    pub recorded_by_name: Option<String>,
    pub reason: Option<String>,
    pub source: EventSource,
    pub body: EventBody,
    /// The event that undid this one, if it is undone.
    pub undone_by: Option<EventId>,
    /// What it changed, field by field.
    pub differences: Vec<FieldDifference>,
}

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FieldDifference {
    /// Name of the field in [`AgreementTerms`].
    pub field: String,
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// What changed from a day on, or how it ended, as it stands after corrections and undos.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum AgreementChange {
    Amended { event_id: EventId, effective_on: NaiveDate, patch: TermsPatch },
    Ended { event_id: EventId, effective_on: NaiveDate, how: EndingHow, price: Option<Amount> },
}

/// Where an agreement stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgreementStatus {
    NotStarted,
    Running,
    /// Past its end date and not ended.
    Extended,
    Ended,
    Deleted,
}

/// An agreement as it stands on `as_of`, as known at `known_at`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Agreement {
    pub id: AgreementId,
    /// Also the ETag. Every event raises it by one.
    pub version: i32,
    pub as_of: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    pub status: AgreementStatus,
    /// The terms in force on `as_of`.
    pub terms: AgreementTerms,
    /// The terms as agreed at the start, after corrections, before later changes.
    pub original_terms: AgreementTerms,
    pub changes: Vec<AgreementChange>,
    pub figures: Figures,
    /// Set when the agreement belongs to the demo portfolio.
    pub demo: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// A row of the list: stored fields only; the figures of the same agreements come from `/debt/agreements`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementListItem {
    pub id: AgreementId,
    pub version: i32,
    pub number: String,
    pub title: String,
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    pub lessor_id: Option<PartyId>,
    pub lessor_name: Option<String>,
    pub object_type: Option<String>,
    pub start_on: NaiveDate,
    pub end_on: NaiveDate,
    pub ended_on: Option<NaiveDate>,
    pub currency: Currency,
    pub fee: Amount,
    pub interval_months: u32,
    pub cost_center: Option<String>,
    pub department: Option<String>,
    pub responsible: Option<String>,
    pub notice_months: Option<u32>,
    pub demo: bool,
}

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

/// The demo portfolio after a click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DemoPortfolio {
    pub agreements: u32,
}
