//! What the paper says, and a patch of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

use crate::ids::PartyId;
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
