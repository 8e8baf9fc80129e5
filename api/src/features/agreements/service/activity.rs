//! What was done in the register lately, one line for each act.

use shared::agreements::{Activity, AgreementName};
use shared::ids::{AccountId, AgreementId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

use super::super::store::{self, EventRow};
use crate::db::CompanyTx;
use crate::error::ApiResult;

/// Events that are looked through for the latest acts: an import of thousands must not hide what came before it for
/// ever, nor may the start page read a whole history.
const EVENTS_READ: i64 = 500;

/// The latest acts first, at most `limit`. The demo portfolio is one act.
pub async fn activities(tx: &CompanyTx, limit: usize) -> ApiResult<Vec<Activity>> {
    let acts = acts(store::latest_events(tx, EVENTS_READ).await?, limit);
    let sources: Vec<Uuid> = acts.iter().filter_map(|event| event.source_id()).collect();
    let touched: HashMap<Uuid, i64> = store::agreements_touched(tx, &sources).await?.into_iter().collect();
    let agreements: Vec<Uuid> = acts.iter().map(|event| event.agreement().uuid()).collect();
    let names: HashMap<AgreementId, AgreementName> =
        store::names_of_agreements(tx, &agreements).await?.into_iter().map(|name| (name.id, name)).collect();
    let accounts: HashSet<AccountId> = acts.iter().filter_map(|event| event.recorded_by()).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let people: HashMap<AccountId, String> = store::names_of_accounts(tx, &accounts).await?.into_iter().collect();
    let demo = if acts.iter().any(|event| event.is_demo()) { store::count_demo(tx).await? } else { 0 };
    let activity = |event: EventRow| {
        let counted = match event.source_id() {
            Some(source) => touched.get(&source).copied().unwrap_or(1),
            None if event.is_demo() => demo,
            None => 1,
        };
        Some(Activity {
            recorded_at: event.recorded_at(),
            recorded_by_name: event.recorded_by().and_then(|account| people.get(&account).cloned()),
            source: event.source(),
            kind: event.kind(),
            agreements: u32::try_from(counted).unwrap_or(u32::MAX),
            agreement: names.get(&event.agreement())?.clone(),
        })
    };
    Ok(acts.into_iter().filter_map(activity).collect())
}

/// What tells acts apart: the import or bulk edit, the demo portfolio, or the event itself.
#[derive(PartialEq, Eq, Hash)]
enum ActKey {
    Source(Uuid),
    Demo,
}

/// The last event of each act.
fn acts(events: Vec<EventRow>, limit: usize) -> Vec<EventRow> {
    let mut seen = HashSet::new();
    let is_new = |event: &EventRow| match (event.source_id(), event.is_demo()) {
        (Some(source), _) => seen.insert(ActKey::Source(source)),
        (None, true) => seen.insert(ActKey::Demo),
        (None, false) => true,
    };
    events.into_iter().filter(is_new).take(limit).collect()
}
