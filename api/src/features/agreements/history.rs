//! The history of an agreement, folded into what it was on a day, as known at a moment.
//!
//! Pure. Two times run beside each other: `effective_on`, the day something holds from in the world, and
//! `recorded_at`, the moment the register learned of it. The rules:
//!
//! - Events are ordered by their sequence within the agreement; `recorded_at` never falls along it. What was known at
//!   a moment is therefore a prefix ([`known`]), and folding a prefix gives what the register said then.
//! - An event counts unless an undo that itself counts points at it. Undoing an undo brings the event back. Since an
//!   undo only points backwards, one walk from the end decides for all.
//! - A correction changes the original terms, as if they had been entered right. It leaves what an amendment has set
//!   since as the amendment set it.
//! - An amendment holds from its day on. Amendments follow each other by day, on one day by sequence. A fee from a day
//!   replaces the fee steps that were left, unless the amendment says which follow it.
//! - There is at most one ending, and nothing is amended after its day.
//! - The last deletion or restoration says whether the agreement is in the register.
//!
//! A stored patch holds only what it changes, in the canonical form of the values, and never the term in months: that
//! follows from start and end.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value};
use shared::agreements::{AgreementChange, AgreementStatus, AgreementTerms, EndingHow, EventBody, TermsPatch};
use shared::ids::EventId;
use shared::money::Amount;
use shared::terms::{TermsFault, amend_fields, fields, merge_fields, months_of_term};
use std::collections::HashMap;

mod differences;
#[cfg(test)]
mod tests;

pub use differences::differences;

/// An event as it was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub id: EventId,
    /// From 1, without gaps.
    pub sequence: i32,
    pub effective_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    pub body: EventBody,
}

/// An agreement as its history leaves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    pub version: i32,
    /// As agreed at the start, corrections included.
    pub original: AgreementTerms,
    /// In force, by day.
    pub changes: Vec<AgreementChange>,
    pub deleted: bool,
}

/// The end of an agreement, if it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    pub on: NaiveDate,
    pub how: EndingHow,
    pub price: Option<Amount>,
}

/// A history that cannot have been written by this code.
#[derive(Debug, thiserror::Error)]
pub enum BrokenHistory {
    #[error("the history does not begin with its creation")]
    NotCreated,
    #[error("a patch does not fit the terms")]
    Patch(#[from] serde_json::Error),
    #[error("the terms have no {field}")]
    Incomplete { field: &'static str },
}

/// Why a state cannot stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    EndedTwice {
        first_on: NaiveDate,
    },
    AmendedAfterEnding {
        amended_on: NaiveDate,
        ended_on: NaiveDate,
    },
    AmendedBeforeStart {
        amended_on: NaiveDate,
        start_on: NaiveDate,
    },
    EndedBeforeStart {
        ended_on: NaiveDate,
        start_on: NaiveDate,
    },
    /// The terms that hold from `on` are faulty.
    Terms {
        on: NaiveDate,
        faults: Vec<TermsFault>,
    },
}

/// The events that were recorded at `known_at` or before.
pub fn known(events: &[Recorded], known_at: DateTime<Utc>) -> &[Recorded] {
    let count = events.partition_point(|event| event.recorded_at <= known_at);
    events.get(..count).unwrap_or(events)
}

/// For each event the one that undoes it, if it is undone.
pub fn undone_by(events: &[Recorded]) -> Vec<Option<EventId>> {
    let places: HashMap<EventId, usize> = events.iter().enumerate().map(|(index, event)| (event.id, index)).collect();
    let mut undone: Vec<Option<EventId>> = vec![None; events.len()];
    for (index, event) in events.iter().enumerate().rev() {
        let EventBody::Undone { event_id } = &event.body else { continue };
        if undone.get(index).is_some_and(Option::is_some) {
            continue;
        }
        let target = places.get(event_id).filter(|target| **target < index);
        if let Some(slot) = target.and_then(|target| undone.get_mut(*target)) {
            slot.get_or_insert(event.id);
        }
    }
    undone
}

/// The event that an undo, or an undo of an undo, is about in the end.
pub fn subject<'a>(events: &'a [Recorded], event: &'a Recorded) -> &'a Recorded {
    let mut subject = event;
    while let EventBody::Undone { event_id } = &subject.body {
        match events.iter().find(|earlier| earlier.id == *event_id && earlier.sequence < subject.sequence) {
            Some(target) => subject = target,
            None => break,
        }
    }
    subject
}

/// The state after `events`, which are ordered by sequence.
pub fn fold(events: &[Recorded]) -> Result<State, BrokenHistory> {
    let last = events.last().ok_or(BrokenHistory::NotCreated)?;
    Draft::of(events).finish(last.sequence)
}

/// A state in the making: the terms as JSON, so that patches are cheap.
#[derive(Clone, Default)]
struct Draft {
    original: Map<String, Value>,
    changes: Vec<AgreementChange>,
    deleted: bool,
}

impl Draft {
    fn of(events: &[Recorded]) -> Self {
        let mut draft = Self::default();
        for (event, undone) in events.iter().zip(undone_by(events)) {
            if undone.is_none() {
                draft.add(event);
            }
        }
        draft
    }

    fn add(&mut self, event: &Recorded) {
        let effective_on = event.effective_on;
        match &event.body {
            EventBody::Created { terms } => self.original = fields(terms),
            EventBody::Corrected { patch } => self.original = merge_fields(std::mem::take(&mut self.original), patch),
            EventBody::Amended { patch } => {
                self.insert(AgreementChange::Amended { event_id: event.id, effective_on, patch: patch.clone() });
            }
            EventBody::Ended { how, price } => {
                self.insert(AgreementChange::Ended { event_id: event.id, effective_on, how: *how, price: *price });
            }
            EventBody::Deleted {} => self.deleted = true,
            EventBody::Restored {} => self.deleted = false,
            EventBody::Undone { .. } => {}
        }
    }

    /// By day; within a day in the order they come.
    fn insert(&mut self, change: AgreementChange) {
        let on = change_on(&change);
        let place = self.changes.partition_point(|earlier| change_on(earlier) <= on);
        self.changes.insert(place, change);
    }

    fn fields_on(&self, day: NaiveDate) -> Map<String, Value> {
        amendments_until(&self.changes, day).fold(self.original.clone(), amended)
    }

    fn finish(self, version: i32) -> Result<State, BrokenHistory> {
        if self.original.is_empty() {
            return Err(BrokenHistory::NotCreated);
        }
        Ok(State { version, original: terms_of(self.original)?, changes: self.changes, deleted: self.deleted })
    }
}

impl State {
    /// What [`fold`] makes of the creation alone, without the way through JSON.
    pub fn created(terms: &AgreementTerms, version: i32) -> Self {
        Self { version, original: with_term(terms.clone()), changes: Vec::new(), deleted: false }
    }

    /// The state after one more event, which is no undo: that needs the whole history.
    pub fn with(&self, event: &Recorded) -> Result<Self, BrokenHistory> {
        let mut draft =
            Draft { original: fields(&self.original), changes: self.changes.clone(), deleted: self.deleted };
        draft.add(event);
        draft.finish(event.sequence)
    }

    /// The terms in force on `day`.
    pub fn terms_on(&self, day: NaiveDate) -> Result<AgreementTerms, BrokenHistory> {
        terms_on(&self.original, &self.changes, day)
    }

    pub fn ending(&self) -> Option<Ending> {
        ending(&self.changes)
    }

    /// The next day after `day` on which other terms begin to hold.
    pub fn next_change_after(&self, day: NaiveDate) -> Option<NaiveDate> {
        let amended = self.changes.iter().filter(|change| matches!(change, AgreementChange::Amended { .. }));
        amended.map(change_on).find(|on| *on > day)
    }

    pub fn status_on(&self, day: NaiveDate) -> Result<AgreementStatus, BrokenHistory> {
        if self.deleted {
            return Ok(AgreementStatus::Deleted);
        }
        let terms = self.terms_on(day)?;
        Ok(match (self.ending(), terms.end_on) {
            (Some(ending), _) if ending.on <= day => AgreementStatus::Ended,
            _ if day < terms.start_on => AgreementStatus::NotStarted,
            (_, Some(end_on)) if end_on < day => AgreementStatus::Extended,
            _ => AgreementStatus::Running,
        })
    }

    /// Whether original terms, amendments and ending can stand together.
    pub fn conflict(&self) -> Result<Option<Conflict>, BrokenHistory> {
        let start_on = self.original.start_on;
        if let Err(faults) = shared::terms::check(&self.original) {
            return Ok(Some(Conflict::Terms { on: start_on, faults }));
        }
        let mut ended_on = None;
        for change in &self.changes {
            let on = change_on(change);
            match change {
                AgreementChange::Amended { .. } => {
                    if on < start_on {
                        return Ok(Some(Conflict::AmendedBeforeStart { amended_on: on, start_on }));
                    }
                    if let Some(ended_on) = ended_on
                        && on > ended_on
                    {
                        return Ok(Some(Conflict::AmendedAfterEnding { amended_on: on, ended_on }));
                    }
                    if let Err(faults) = shared::terms::check(&self.terms_on(on)?) {
                        return Ok(Some(Conflict::Terms { on, faults }));
                    }
                }
                AgreementChange::Ended { .. } => {
                    if let Some(first_on) = ended_on {
                        return Ok(Some(Conflict::EndedTwice { first_on }));
                    }
                    if on < start_on {
                        return Ok(Some(Conflict::EndedBeforeStart { ended_on: on, start_on }));
                    }
                    ended_on = Some(on);
                }
            }
        }
        Ok(None)
    }
}

/// The terms in force on `day`: the original ones with the amendments up to that day.
pub fn terms_on(
    original: &AgreementTerms,
    changes: &[AgreementChange],
    day: NaiveDate,
) -> Result<AgreementTerms, BrokenHistory> {
    let mut patches = amendments_until(changes, day).peekable();
    if patches.peek().is_none() {
        return Ok(original.clone());
    }
    terms_of(patches.fold(fields(original), amended))
}

fn amended(terms: Map<String, Value>, (on, patch): (NaiveDate, &TermsPatch)) -> Map<String, Value> {
    amend_fields(terms, patch, on)
}

fn amendments_until(changes: &[AgreementChange], day: NaiveDate) -> impl Iterator<Item = (NaiveDate, &TermsPatch)> {
    changes.iter().filter_map(move |change| match change {
        AgreementChange::Amended { effective_on, patch, .. } if *effective_on <= day => Some((*effective_on, patch)),
        AgreementChange::Amended { .. } | AgreementChange::Ended { .. } => None,
    })
}

pub fn ending(changes: &[AgreementChange]) -> Option<Ending> {
    changes.iter().find_map(|change| match change {
        AgreementChange::Ended { effective_on, how, price, .. } => {
            Some(Ending { on: *effective_on, how: *how, price: *price })
        }
        AgreementChange::Amended { .. } => None,
    })
}

pub fn change_on(change: &AgreementChange) -> NaiveDate {
    match change {
        AgreementChange::Amended { effective_on, .. } | AgreementChange::Ended { effective_on, .. } => *effective_on,
    }
}

/// Typed again, with the term that start and end give.
fn terms_of(fields: Map<String, Value>) -> Result<AgreementTerms, BrokenHistory> {
    Ok(with_term(serde_json::from_value(Value::Object(fields))?))
}

fn with_term(mut terms: AgreementTerms) -> AgreementTerms {
    terms.term_months = terms.end_on.map(|end_on| months_of_term(terms.start_on, end_on));
    terms
}
