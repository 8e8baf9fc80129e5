//! From what was reported to what would be reported now.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::figures::ReportFigures;
use super::report::ReportAgreement;
use crate::agreements::EventKind;
use crate::books::LeaseEventKind;
use crate::ids::{EventId, LeaseEventId};
use crate::money::Currency;

/// The difference between the figures as known at one moment and as known at a later one, by agreement and by what was
/// recorded in between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ReportBridge {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub known_before: DateTime<Utc>,
    /// Null: now.
    pub known_after: Option<DateTime<Utc>>,
    pub currency: Currency,
    pub before: ReportFigures,
    pub after: ReportFigures,
    /// `after` less `before`.
    pub change: ReportFigures,
    pub agreements_before: u32,
    pub agreements_after: u32,
    /// How many agreements differ.
    pub changed: u32,
    /// Those that differ, by number; at most 1000 are named.
    pub data: Vec<BridgeAgreement>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BridgeAgreement {
    pub agreement: ReportAgreement,
    pub reason: BridgeReason,
    /// After less before.
    pub change: ReportFigures,
    /// What was recorded of it in between, oldest first; at most 50 are named.
    pub events: Vec<BridgeEvent>,
}

/// Why an agreement's figures are others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BridgeReason {
    /// Was not in the report.
    Added,
    /// Is not in the report any more.
    Gone,
    /// Something was recorded of it.
    Recorded,
    /// Nothing of itself: an exchange rate, a policy or a rate of the company's.
    Surroundings,
}

/// Something that was recorded, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BridgeEvent {
    pub record: BridgeRecord,
    pub recorded_at: DateTime<Utc>,
    /// By name; null for what the demo portfolio brought.
    pub recorded_by: Option<String>,
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum BridgeRecord {
    /// An event of the agreement.
    Agreement { id: EventId, kind: EventKind, effective_on: NaiveDate },
    /// An accounting event.
    LeaseEvent { id: LeaseEventId, kind: LeaseEventKind, on: NaiveDate },
    /// An accounting event was taken back.
    LeaseEventUndone { id: LeaseEventId },
    /// What accountants say of the agreement.
    AccountingFacts { version: i32 },
}
