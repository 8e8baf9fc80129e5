//! Why a change to an agreement is not recorded.

use chrono::NaiveDate;
use shared::agreements::EndingHow;
use shared::money::{Amount, Currency};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms::TermsFault;

use super::super::history::{BrokenHistory, Conflict};
use crate::db::DbError;
use crate::error::ApiError;

/// What stands in the way of one change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    NotFound,
    /// Faults at fields of the terms; `at` is where the terms or the patch stand in the request.
    Invalid {
        at: &'static str,
        faults: Vec<TermsFault>,
    },
    /// A day that does not fit the agreement.
    Day {
        fault: FieldFault,
    },
    /// A price that such an ending cannot have.
    Price {
        found: Amount,
        currency: Currency,
        how: EndingHow,
    },
    /// Everything is already as wished.
    NothingChanged,
    /// Another agreement has the number.
    DuplicateNumber {
        number: String,
    },
    Deleted,
    NotDeleted,
    AlreadyEnded {
        on: NaiveDate,
    },
    /// Another event in the history cannot stand beside the change.
    Clash {
        conflict: Conflict,
    },
    AlreadyUndone,
    /// The creation: an agreement is taken out of the register by deleting it.
    CreationStays,
}

impl Refusal {
    pub fn at_day(found: NaiveDate, expected: &str) -> Self {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&found.to_string());
        Self::Day { fault: fault.expected(expected) }
    }

    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotFound => ErrorCode::NotFound,
            Self::Invalid { .. } | Self::Day { .. } | Self::Price { .. } => ErrorCode::ValidationFailed,
            Self::NothingChanged => ErrorCode::NothingChanged,
            Self::DuplicateNumber { .. } => ErrorCode::DuplicateNumber,
            Self::Deleted => ErrorCode::AgreementDeleted,
            Self::NotDeleted => ErrorCode::AgreementNotDeleted,
            Self::AlreadyEnded { .. } => ErrorCode::AgreementEnded,
            Self::Clash { .. } => ErrorCode::ClashingChange,
            Self::AlreadyUndone => ErrorCode::AlreadyUndone,
            Self::CreationStays => ErrorCode::CreationStays,
        }
    }

    /// The places it is about, as JSON Pointers into the request.
    pub fn places(&self) -> Vec<(String, FieldFault)> {
        match self {
            Self::Invalid { at, faults } => places_of(at, faults),
            Self::Day { fault } => vec![("/effective_on".to_owned(), fault.clone())],
            Self::Price { found, currency, how } => vec![("/price".to_owned(), price(*found, *currency, *how))],
            Self::DuplicateNumber { number } => {
                vec![("/terms/number".to_owned(), FieldFault::new(FieldCode::Duplicate).found(number))]
            }
            Self::AlreadyEnded { on } => {
                let expected = format!("a day no later than {on}, when the agreement ended");
                vec![("/effective_on".to_owned(), FieldFault::new(FieldCode::OutOfRange).expected(&expected))]
            }
            Self::Clash { conflict } => clash(conflict),
            Self::NotFound
            | Self::NothingChanged
            | Self::Deleted
            | Self::NotDeleted
            | Self::AlreadyUndone
            | Self::CreationStays => Vec::new(),
        }
    }
}

fn places_of(at: &str, faults: &[TermsFault]) -> Vec<(String, FieldFault)> {
    faults.iter().map(|TermsFault { path, fault }| (format!("{at}/{path}"), fault.clone())).collect()
}

fn price(found: Amount, currency: Currency, how: EndingHow) -> FieldFault {
    let fault = |code| FieldFault::new(code).found(&found.to_string());
    if how == EndingHow::Terminated {
        return fault(FieldCode::InvalidValue).expected("no price: nothing was bought");
    }
    if found.is_negative() {
        return fault(FieldCode::OutOfRange).expected("0 or more");
    }
    fault(FieldCode::TooManyDecimals).expected(&format!("a whole amount: {currency} has no decimals"))
}

/// The other event's day is what the person needs to find it.
fn clash(conflict: &Conflict) -> Vec<(String, FieldFault)> {
    let about = |text: String| vec![(String::new(), FieldFault::new(FieldCode::InvalidValue).expected(&text))];
    match conflict {
        Conflict::EndedTwice { first_on } => about(format!("one ending; there is one on {first_on}")),
        Conflict::AmendedAfterEnding { amended_on, ended_on } => {
            about(format!("an ending no earlier than the amendment of {amended_on}, not {ended_on}"))
        }
        Conflict::AmendedBeforeStart { amended_on, start_on } => {
            about(format!("a start no later than the amendment of {amended_on}, not {start_on}"))
        }
        Conflict::EndedBeforeStart { ended_on, start_on } => {
            about(format!("a start no later than the ending on {ended_on}, not {start_on}"))
        }
        Conflict::Terms { on, faults } => faults
            .iter()
            .map(|TermsFault { path, fault }| {
                let expected = fault.expected.as_deref().unwrap_or("other terms");
                let fault = FieldFault { expected: Some(format!("from {on}: {expected}")), ..fault.clone() };
                (format!("/patch/{path}"), fault)
            })
            .collect(),
    }
}

/// One of several changes, refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Its place among the changes asked for.
    pub index: usize,
    pub refusal: Refusal,
}

/// Nothing was recorded.
#[derive(Debug)]
pub enum RecordError {
    /// Every change that cannot be recorded, in order.
    Refused(Vec<Refused>),
    Other(ApiError),
}

impl RecordError {
    pub fn one(refusal: Refusal) -> Self {
        Self::Refused(vec![Refused { index: 0, refusal }])
    }

    /// For a request about many agreements, whose list stands at `list` in the body.
    pub fn in_list(self, list: &str) -> ApiError {
        let refused = match self {
            Self::Other(error) => return error,
            Self::Refused(refused) => refused,
        };
        let code = refused.first().map_or(ErrorCode::Conflict, |first| first.refusal.code());
        refused.iter().fold(ApiError::new(code), |error, Refused { index, refusal }| {
            let places = refusal.places();
            if places.is_empty() {
                let fault = FieldFault::new(FieldCode::InvalidValue).found(refusal.code().as_str());
                return error.at(format!("{list}/{index}"), fault);
            }
            places.into_iter().fold(error, |error, (place, fault)| {
                let place = if place.starts_with("/patch") { place } else { format!("{list}/{index}{place}") };
                error.at(place, fault)
            })
        })
    }
}

impl From<Refusal> for RecordError {
    fn from(refusal: Refusal) -> Self {
        Self::one(refusal)
    }
}

impl From<ApiError> for RecordError {
    fn from(error: ApiError) -> Self {
        Self::Other(error)
    }
}

impl From<DbError> for RecordError {
    fn from(error: DbError) -> Self {
        Self::Other(error.into())
    }
}

impl From<BrokenHistory> for RecordError {
    fn from(error: BrokenHistory) -> Self {
        Self::Other(error.into())
    }
}

/// For a request about one agreement.
impl From<RecordError> for ApiError {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::Other(error) => error,
            RecordError::Refused(refused) => {
                let Some(Refused { refusal, .. }) = refused.into_iter().next() else {
                    return ErrorCode::Conflict.into();
                };
                refusal
                    .places()
                    .into_iter()
                    .fold(Self::new(refusal.code()), |error, (place, fault)| error.at(place, fault))
            }
        }
    }
}

impl From<BrokenHistory> for ApiError {
    fn from(error: BrokenHistory) -> Self {
        Self::internal(error)
    }
}
