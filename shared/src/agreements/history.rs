//! What happened to an agreement, event by event, and what each says.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{AgreementTerms, TermsPatch};
use crate::ids::{AccountId, AgreementId, BulkEditId, EventId, ImportId};
use crate::money::Amount;

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
