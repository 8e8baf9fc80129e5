//! Taking back everything that one import or one bulk edit did.

use shared::agreements::{EventBody, EventSource};
use shared::ids::{AgreementId, BulkEditId, ImportId};
use std::collections::HashMap;
use uuid::Uuid;

use super::super::history::{Recorded, undone_by};
use super::super::store::{self, EventRow};
use super::plan::Action;
use super::record::{Change, Outcome, Stamp, open, record};
use super::refusal::RecordError;
use crate::db::CompanyTx;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Import(ImportId),
    BulkEdit(BulkEditId),
}

impl Source {
    fn event_source(self) -> EventSource {
        match self {
            Self::Import(import_id) => EventSource::Import { import_id },
            Self::BulkEdit(bulk_edit_id) => EventSource::BulkEdit { bulk_edit_id },
        }
    }

    fn uuid(self) -> Uuid {
        match self {
            Self::Import(id) => id.uuid(),
            Self::BulkEdit(id) => id.uuid(),
        }
    }
}

const AGREEMENTS_PER_STEP: usize = 1_000;

/// Deletes the agreements that the source created and undoes what it changed in others. What was already undone or
/// deleted stays so. The new events carry the same source.
pub async fn undo_source(tx: &CompanyTx, source: Source, reason: Option<String>) -> Result<Vec<Outcome>, RecordError> {
    let ids = store::agreements_of_source(tx, source.uuid()).await?;
    undo_in(tx, source, reason, &ids).await
}

/// [`undo_source`] for any number of agreements: bounded in memory, and tells after each step how many are done.
pub async fn undo_source_in_steps(
    tx: &CompanyTx,
    source: Source,
    tell: impl AsyncFn(usize),
) -> Result<(), RecordError> {
    let mut done = 0;
    for ids in store::agreements_of_source(tx, source.uuid()).await?.chunks(AGREEMENTS_PER_STEP) {
        undo_in(tx, source, None, ids).await?;
        done += ids.len();
        tell(done).await;
    }
    Ok(())
}

async fn undo_in(
    tx: &CompanyTx,
    source: Source,
    reason: Option<String>,
    ids: &[AgreementId],
) -> Result<Vec<Outcome>, RecordError> {
    let opened = open(tx, ids).await?;
    let mut histories: HashMap<AgreementId, Vec<EventRow>> = HashMap::new();
    for row in store::events_of(tx, ids).await? {
        histories.entry(row.agreement()).or_default().push(row);
    }
    let mut changes = Vec::new();
    for id in ids {
        let (Some(target), Some(rows)) = (opened.get(id), histories.remove(id)) else { continue };
        if target.state.deleted {
            continue;
        }
        let from_source: Vec<bool> = rows.iter().map(|row| row.source() == source.event_source()).collect();
        let events: Vec<Recorded> = rows.into_iter().map(EventRow::recorded).collect();
        if let Some(action) = taking_back(&events, &from_source) {
            changes.push(Change::to(target.clone(), action));
        }
    }
    record(tx, &Stamp { source: source.event_source(), reason }, changes).await
}

fn taking_back(events: &[Recorded], from_source: &[bool]) -> Option<Action> {
    let undone = undone_by(events);
    let counting = events.iter().zip(from_source).zip(undone).filter(|((_, from), undone)| **from && undone.is_none());
    let counting: Vec<&Recorded> = counting.map(|((event, _), _)| event).collect();
    if counting.iter().any(|event| matches!(event.body, EventBody::Created { .. })) {
        return Some(Action::Delete);
    }
    let event_ids: Vec<_> = counting
        .into_iter()
        .rev()
        .filter(|event| !matches!(event.body, EventBody::Undone { .. }))
        .map(|event| event.id)
        .collect();
    if event_ids.is_empty() { None } else { Some(Action::Undo { event_ids }) }
}
