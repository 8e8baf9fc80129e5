//! What happened to leases besides the changes of their agreements.

use chrono::{DateTime, Utc};
use engine::books::{Entry, Finding};
use shared::books::{BookFramework, EVENTS_MAX, LeaseEventUndone, NewLeaseEvent, RecordedLeaseEvent};
use shared::ids::{AgreementId, LeaseEventId};
use shared::money::Amount;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms::TermsFault;
use std::collections::{HashMap, HashSet};

use super::super::store;
use super::{BookHolding, HeldEvent, Holdings, Selection, holdings, refused};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::register::service as register;

/// Those of some agreements that nobody has taken back, in the order they were recorded.
pub async fn in_force(
    tx: &CompanyTx,
    agreements: store::Among<'_>,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<HashMap<AgreementId, Vec<HeldEvent>>> {
    let mut rows = store::events_of(tx, agreements, known_at).await?;
    let undone: HashSet<LeaseEventId> = rows.iter().filter_map(store::EventRow::undoes).collect();
    let mut held: HashMap<AgreementId, Vec<HeldEvent>> = HashMap::new();
    for row in rows.iter_mut().filter(|row| !undone.contains(&row.id())) {
        if let Some((event, frameworks)) = row.event()? {
            held.entry(row.agreement()).or_default().push(HeldEvent { id: row.id(), event, frameworks });
        }
    }
    Ok(held)
}

/// Every event of an agreement, those taken back too, in the order they were recorded.
pub async fn lease_events(
    tx: &CompanyTx,
    id: AgreementId,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<Vec<RecordedLeaseEvent>> {
    super::of_agreement(tx, id, known_at).await?;
    let mut rows = store::events(tx, Some(&[id]), known_at).await?;
    let mut undone: HashMap<LeaseEventId, LeaseEventUndone> = HashMap::new();
    for row in &rows {
        if let Some(target) = row.undoes() {
            let (reason, recorded_by_name) = (row.reason.clone(), row.recorded_by_name.clone());
            undone.insert(target, LeaseEventUndone { reason, recorded_at: row.recorded_at, recorded_by_name });
        }
    }
    let mut events = Vec::new();
    for row in &mut rows {
        if let Some((event, frameworks)) = row.event()? {
            events.push(RecordedLeaseEvent {
                id: row.id(),
                event,
                frameworks,
                reason: row.reason.take(),
                recorded_at: row.recorded_at,
                recorded_by_name: row.recorded_by_name.take(),
                undone: undone.remove(&row.id()),
            });
        }
    }
    Ok(events)
}

pub async fn lease_event(tx: &CompanyTx, id: AgreementId, event: LeaseEventId) -> ApiResult<RecordedLeaseEvent> {
    let events = lease_events(tx, id, None).await?;
    events.into_iter().find(|one| one.id == event).ok_or_else(ApiError::not_found)
}

/// Records an event that every book in use can be calculated with.
pub async fn record_event(tx: &CompanyTx, id: AgreementId, new: &NewLeaseEvent) -> ApiResult<RecordedLeaseEvent> {
    register::change(tx).await?;
    let holdings = holdings(tx, Selection::These(&[id]), None).await?;
    let holding = holdings.only()?;
    let event_id = LeaseEventId::fresh(tx.now());
    let tried = with_event(&holdings, holding, new, event_id)?;
    for framework in holdings.in_use() {
        calculable(&holdings, &tried, framework)?;
    }
    let row = store::NewEventRow {
        agreement: id,
        sequence: next_sequence(tx, id).await?,
        id: event_id,
        event: Some((&new.event, &new.frameworks)),
        undoes: None,
        reason: new.reason.as_deref(),
    };
    store::insert_event(tx, &row).await?;
    lease_event(tx, id, event_id).await
}

/// Takes an event back.
pub async fn undo_event(
    tx: &CompanyTx,
    id: AgreementId,
    event: LeaseEventId,
    reason: Option<String>,
) -> ApiResult<RecordedLeaseEvent> {
    register::change(tx).await?;
    if lease_event(tx, id, event).await?.undone.is_some() {
        return Err(ErrorCode::AlreadyUndone.into());
    }
    let row = store::NewEventRow {
        agreement: id,
        sequence: next_sequence(tx, id).await?,
        id: LeaseEventId::fresh(tx.now()),
        event: None,
        undoes: Some(event),
        reason: reason.as_deref(),
    };
    store::insert_event(tx, &row).await?;
    lease_event(tx, id, event).await
}

/// The lease as it would be with a new event, checked; faults are at their place in [`NewLeaseEvent`].
pub(super) fn with_event(
    holdings: &Holdings,
    holding: &BookHolding,
    new: &NewLeaseEvent,
    id: LeaseEventId,
) -> ApiResult<BookHolding> {
    let NewLeaseEvent { event, frameworks, .. } = new;
    if holding.recorded.len() >= EVENTS_MAX {
        let fault = FieldFault::new(FieldCode::TooManyItems).found(&(EVENTS_MAX + 1).to_string());
        let fault = fault.expected(&format!("at most {EVENTS_MAX} events of an agreement in force"));
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("/event", fault));
    }
    let same = |one: &&HeldEvent| {
        let of_one_book = BookFramework::ALL
            .iter()
            .any(|framework| one.is_of(*framework) && (frameworks.is_empty() || frameworks.contains(framework)));
        one.event == *event && of_one_book
    };
    if let Some(same) = holding.recorded.iter().find(same) {
        let fault = FieldFault::new(FieldCode::Duplicate).found(&same.id.to_string());
        let fault = fault.expected("an event that is not in force already, with the same day and the same content");
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("/event", fault));
    }
    let mut recorded = holding.recorded.clone();
    recorded.push(HeldEvent { id, event: event.clone(), frameworks: frameworks.clone() });
    let tried = holding.clone().with_events(recorded);
    let framework = frameworks.first().copied().unwrap_or(BookFramework::Ifrs16);
    calculable(holdings, &tried, framework)?;
    for framework in holdings.in_use().filter(|framework| frameworks.is_empty() || frameworks.contains(framework)) {
        says_what_it_does(holdings, &tried, framework)?;
    }
    Ok(tried)
}

/// An event and its voucher say the same amount: what a book would only do a part of is refused.
fn says_what_it_does(holdings: &Holdings, tried: &BookHolding, framework: BookFramework) -> ApiResult<()> {
    let held = holdings.contractual(tried, framework);
    let Some(last) = held.lease.events.len().checked_sub(1) else { return Ok(()) };
    // What cannot be calculated at all is told elsewhere.
    let Ok(schedule) = shared::books::schedule_of(&held.lease, &held.book, 12, &[]) else { return Ok(()) };
    let place = schedule.derived + last;
    let cut = |finding: &&Finding| match finding {
        Finding::ImpairedAboveCarrying { event } | Finding::ReversedAboveCeiling { event } => *event == place,
        _ => false,
    };
    let (Some(_), Some(row)) =
        (schedule.own.findings.iter().find(cut), schedule.own.rows.iter().find(|row| row.entry == Entry::Event(place)))
    else {
        return Ok(());
    };
    let most = Amount::from_minor(row.movement.asset.impairment.abs()).unwrap_or_default();
    let found = held.lease.events.last().and_then(|event| event.amount).unwrap_or_default();
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&found.to_string());
    let expected = format!("at most {most}, which is what the book {} can take", framework.code());
    let fault = fault.expected(&format!("{expected}; of which books the event is, frameworks says"));
    Err(ApiError::new(ErrorCode::ValidationFailed).at("/event/amount", fault))
}

/// Whether a book of the lease can be calculated; what is wrong with the last of its events is at `/event`.
pub(super) fn calculable(holdings: &Holdings, tried: &BookHolding, framework: BookFramework) -> ApiResult<()> {
    let held = holdings.contractual(tried, framework);
    let last = held.lease.events.len().saturating_sub(1);
    let place = format!("events/{last}");
    let moved = |fault: TermsFault| match fault.path.strip_prefix(&place) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            TermsFault { path: format!("event{rest}"), fault: fault.fault }
        }
        _ => fault,
    };
    let calculated = shared::books::schedule_of(&held.lease, &held.book, 12, &[]);
    calculated.map(|_| ()).map_err(|faults| refused(faults.into_iter().map(moved).collect()))
}

async fn next_sequence(tx: &CompanyTx, id: AgreementId) -> ApiResult<i32> {
    let rows = store::events(tx, Some(&[id]), None).await?;
    Ok(rows.last().map_or(0, |row| row.sequence) + 1)
}
