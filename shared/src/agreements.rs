//! Agreements: what the paper says ([`AgreementTerms`]), what happened afterwards ([`AgreementEvent`]), what one asks to
//! have changed ([`NewAgreement`] and on), and the agreement as it stands on a day ([`Agreement`]).
//!
//! Amounts inside an agreement are decimal strings in the agreement's own `currency`, without deductible VAT.
//! Totals that may mix currencies use [`crate::money::Money`] instead.

mod history;
mod requests;
mod terms;

pub use history::{
    Activity, AgreementChange, AgreementEvent, AgreementName, EndingHow, EventBody, EventKind, EventSource,
    FieldDifference,
};
pub use requests::*;
pub use terms::*;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::debt::Figures;
use crate::ids::{AgreementId, PartyId};
use crate::money::{Amount, Currency};

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

/// The demo portfolio after a click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DemoPortfolio {
    pub agreements: u32,
}
