//! From what somebody wants to the events that say it. Pure.
//!
//! Terms go through two hands: [`draft`] merges and checks what was sent; then the names of parties in them are
//! looked up, which needs the database; [`finish`] turns the result into events and the new state.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{AgreementTerms, EndingHow, EventBody, TermsPatch};
use shared::calculation::Calculation;
use shared::ids::EventId;
use shared::money::Amount;
use shared::terms::{TermsFault, amend, amendment_between, check, check_amendable, merge, patch_between};

use super::super::history::{BrokenHistory, Conflict, Recorded, State, fold, undone_by};
use super::refusal::{RecordError, Refusal};

/// What somebody wants to happen to an agreement.
#[derive(Clone, Debug)]
pub enum Action {
    Create {
        terms: Box<AgreementTerms>,
        ending: Option<NewEnding>,
    },
    Correct {
        patch: TermsPatch,
    },
    Amend {
        on: NaiveDate,
        patch: TermsPatch,
    },
    End(NewEnding),
    Delete,
    Restore,
    /// The latest event first.
    Undo {
        event_ids: Vec<EventId>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewEnding {
    pub on: NaiveDate,
    pub how: EndingHow,
    pub price: Option<Amount>,
}

/// A wish that holds together in itself.
pub(super) enum Draft {
    Terms(Box<TermsDraft>),
    Events(Vec<NewBody>),
}

/// New terms whose parties may still be names.
pub(super) struct TermsDraft {
    /// What a patch starts from.
    pub(super) before: Option<AgreementTerms>,
    pub(super) after: AgreementTerms,
    becomes: TermsEvent,
}

enum TermsEvent {
    Created { ending: Option<NewEnding> },
    Corrected,
    Amended { on: NaiveDate },
}

/// Merges and checks. `state` is absent for a creation alone.
pub(super) fn draft(action: &Action, state: Option<&State>, today: NaiveDate) -> Result<Draft, RecordError> {
    if let Action::Create { terms, ending } = action {
        let after = checked(&tidy(terms), "/terms")?;
        return Ok(terms_draft(None, after, TermsEvent::Created { ending: *ending }));
    }
    let state = state.ok_or(Refusal::NotFound)?;
    let may_be_deleted = matches!(action, Action::Restore | Action::Undo { .. });
    if state.deleted && !may_be_deleted {
        return Err(Refusal::Deleted.into());
    }
    match action {
        Action::Create { .. } => Err(Refusal::NotFound.into()),
        Action::Correct { patch } => {
            let before = state.original.clone();
            let after = patched(merge(&before, patch))?;
            Ok(terms_draft(Some(before), after, TermsEvent::Corrected))
        }
        Action::Amend { on, patch } => {
            amendable(state, *on)?;
            let faults = check_amendable(patch);
            if !faults.is_empty() {
                return Err(Refusal::Invalid { at: "/patch", faults }.into());
            }
            let before = state.terms_on(*on)?;
            let after = patched(amend(&before, patch, *on))?;
            Ok(terms_draft(Some(before), after, TermsEvent::Amended { on: *on }))
        }
        Action::End(ending) => {
            if let Some(earlier) = state.ending() {
                return Err(Refusal::AlreadyEnded { on: earlier.on }.into());
            }
            check_ending(ending, &state.original)?;
            Ok(Draft::Events(vec![(ending.on, ended(ending))]))
        }
        Action::Delete => Ok(Draft::Events(vec![(today, EventBody::Deleted {})])),
        Action::Restore if state.deleted => Ok(Draft::Events(vec![(today, EventBody::Restored {})])),
        Action::Restore => Err(Refusal::NotDeleted.into()),
        Action::Undo { event_ids } => {
            let undone = event_ids.iter().map(|event_id| (today, EventBody::Undone { event_id: *event_id }));
            Ok(Draft::Events(undone.collect()))
        }
    }
}

fn terms_draft(before: Option<AgreementTerms>, after: AgreementTerms, becomes: TermsEvent) -> Draft {
    Draft::Terms(Box::new(TermsDraft { before, after, becomes }))
}

fn amendable(state: &State, on: NaiveDate) -> Result<(), Refusal> {
    let start_on = state.original.start_on;
    if on < start_on {
        return Err(Refusal::at_day(on, &format!("a day from {start_on}, when the agreement starts")));
    }
    match state.ending() {
        Some(ending) if on > ending.on => Err(Refusal::AlreadyEnded { on: ending.on }),
        _ => possible_day(on),
    }
}

fn check_ending(ending: &NewEnding, original: &AgreementTerms) -> Result<(), Refusal> {
    let start_on = original.start_on;
    if ending.on < start_on {
        return Err(Refusal::at_day(ending.on, &format!("a day from {start_on}, when the agreement starts")));
    }
    if let Some(price) = ending.price {
        let whole = original.currency.decimals() > 0 || price.minor() % 100 == 0;
        if price.is_negative() || !whole || ending.how == EndingHow::Terminated {
            return Err(Refusal::Price { found: price, currency: original.currency, how: ending.how });
        }
    }
    possible_day(ending.on)
}

fn possible_day(day: NaiveDate) -> Result<(), Refusal> {
    use chrono::Datelike as _;
    use shared::terms::{YEAR_MAX, YEAR_MIN};
    if (YEAR_MIN..=YEAR_MAX).contains(&day.year()) {
        return Ok(());
    }
    Err(Refusal::at_day(day, &format!("a day from {YEAR_MIN} to {YEAR_MAX}")))
}

fn ended(ending: &NewEnding) -> EventBody {
    EventBody::Ended { how: ending.how, price: ending.price }
}

fn patched(after: Result<AgreementTerms, Vec<TermsFault>>) -> Result<AgreementTerms, Refusal> {
    let after = after.map_err(|faults| Refusal::Invalid { at: "/patch", faults })?;
    checked(&tidy(&after), "/patch")
}

fn checked(terms: &AgreementTerms, at: &'static str) -> Result<AgreementTerms, Refusal> {
    match check(terms) {
        Ok(checked) => Ok(checked.into_terms()),
        Err(faults) => Err(Refusal::Invalid { at, faults }),
    }
}

/// Texts without the spaces around them and with one kind of line end; what is then empty is absent.
fn tidy(terms: &AgreementTerms) -> AgreementTerms {
    fn tidied(text: &mut Option<String>) {
        *text = text.take().map(|text| text.trim().replace("\r\n", "\n")).filter(|text| !text.is_empty());
    }
    let mut terms = terms.clone();
    terms.title = terms.title.trim().to_owned();
    for text in [
        &mut terms.number,
        &mut terms.lessor_name,
        &mut terms.supplier_name,
        &mut terms.object_type,
        &mut terms.department,
        &mut terms.cost_center,
        &mut terms.project,
        &mut terms.responsible,
        &mut terms.notes,
    ] {
        tidied(text);
    }
    // An id says more than a name.
    if terms.lessor_id.is_some() {
        terms.lessor_name = None;
    }
    if terms.supplier_id.is_some() {
        terms.supplier_name = None;
    }
    terms.custom.retain(|_, text| !text.trim().is_empty());
    terms
}

/// An event on its way, without id and sequence.
pub(super) type NewBody = (NaiveDate, EventBody);

/// The events that a draft becomes, its parties looked up. None when everything is already as wished.
pub(super) fn bodies(draft: Draft) -> Result<Vec<NewBody>, Refusal> {
    match draft {
        Draft::Events(bodies) => Ok(bodies),
        Draft::Terms(draft) => {
            let TermsDraft { before, after, becomes } = *draft;
            let before = before.as_ref().unwrap_or(&after);
            let said = |mut patch: TermsPatch| {
                patch.0.remove("term_months");
                (!patch.0.is_empty()).then_some(patch)
            };
            Ok(match becomes {
                TermsEvent::Corrected => {
                    let patch = said(patch_between(before, &after));
                    patch.map(|patch| (after.start_on, EventBody::Corrected { patch })).into_iter().collect()
                }
                TermsEvent::Amended { on } => {
                    let patch = said(amendment_between(before, &after, on));
                    patch.map(|patch| (on, EventBody::Amended { patch })).into_iter().collect()
                }
                TermsEvent::Created { ending } => {
                    if let Some(ending) = &ending {
                        check_ending(ending, &after)?;
                    }
                    let ended = ending.map(|ending| (ending.on, ended(&ending)));
                    let created = (after.start_on, EventBody::Created { terms: Box::new(after) });
                    std::iter::once(created).chain(ended).collect()
                }
            })
        }
    }
}

/// Gives the bodies their place after `version` and says what state they lead to. `history` is all events so far and
/// only needed to undo one.
pub(super) fn finish(
    state: Option<&State>,
    history: &[Recorded],
    bodies: Vec<NewBody>,
    now: DateTime<Utc>,
) -> Result<(Vec<Recorded>, State), RecordError> {
    let mut after = state.cloned();
    let mut events: Vec<Recorded> = Vec::with_capacity(bodies.len());
    for (sequence, (effective_on, body)) in (state.map_or(0, |state| state.version) + 1..).zip(bodies) {
        let mut event = Recorded { id: EventId::fresh(now), sequence, effective_on, recorded_at: now, body };
        after = Some(match (&event.body, after) {
            (EventBody::Created { terms }, _) => State::created(terms, sequence),
            (_, None) => return Err(BrokenHistory::NotCreated.into()),
            (EventBody::Undone { event_id }, Some(_)) => {
                event.effective_on = undoable(history, *event_id)?.effective_on;
                let whole: Vec<Recorded> = history.iter().chain(&events).chain([&event]).cloned().collect();
                fold(&whole)?
            }
            (_, Some(before)) => before.with(&event)?,
        });
        events.push(event);
    }
    let after = after.ok_or(BrokenHistory::NotCreated)?;
    // Undoing something else than the deletion leaves it deleted.
    if after.deleted && state.is_some_and(|before| before.deleted) {
        return Err(Refusal::Deleted.into());
    }
    if events.is_empty() {
        return Ok((events, after));
    }
    let at = if state.is_some() { "/patch" } else { "/terms" };
    if let Some(conflict) = after.conflict()? {
        return Err(refused(conflict, &events, at).into());
    }
    match calculation(&after) {
        Ok(_) => Ok((events, after)),
        Err(faults) => Err(Refusal::Invalid { at, faults }.into()),
    }
}

/// What the engine makes of a state.
pub(super) fn calculation(state: &State) -> Result<Calculation, Vec<TermsFault>> {
    Calculation::new(&check(&state.original)?, &state.changes)
}

fn undoable(history: &[Recorded], event_id: EventId) -> Result<&Recorded, Refusal> {
    let place = history.iter().position(|event| event.id == event_id).ok_or(Refusal::NotFound)?;
    let target = history.get(place).ok_or(Refusal::NotFound)?;
    if matches!(target.body, EventBody::Created { .. }) {
        return Err(Refusal::CreationStays);
    }
    match undone_by(history).get(place) {
        Some(None) => Ok(target),
        _ => Err(Refusal::AlreadyUndone),
    }
}

/// A conflict at the new event's own day is a fault in it; at another day it is a clash with that one.
fn refused(conflict: Conflict, events: &[Recorded], at: &'static str) -> Refusal {
    match conflict {
        Conflict::Terms { on, faults } if events.iter().any(|event| event.effective_on == on) => {
            Refusal::Invalid { at, faults }
        }
        conflict => Refusal::Clash { conflict },
    }
}
