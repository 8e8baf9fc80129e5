//! What was done in the register lately, one line for each act.

use shared::agreements::{Activity, AgreementName, EventKind};
use shared::ids::{AccountId, AgreementId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

use super::super::store::{self, EventPlace, EventRow, Seen};
use crate::db::CompanyTx;
use crate::error::ApiResult;

/// Events read at a time. What belongs to an act that was seen is not read again, so that an import of thousands costs
/// one read and hides nothing that came before it.
const EVENTS_READ: i64 = 500;

/// At most `limit` acts, the latest first, after a place in the history; and where the next page begins, if there is
/// one. The demo portfolio is one act.
pub async fn activities(
    tx: &CompanyTx,
    after: Option<EventPlace>,
    limit: usize,
) -> ApiResult<(Vec<Activity>, Option<EventPlace>)> {
    let (acts, next) = acts(tx, after, limit).await?;
    Ok((shown(tx, acts).await?, next))
}

async fn shown(tx: &CompanyTx, acts: Vec<EventRow>) -> ApiResult<Vec<Activity>> {
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
            // Its last event is some chapter of the invented story; what was done is that it was put in.
            kind: if event.is_demo() { EventKind::Created } else { event.kind() },
            agreements: u32::try_from(counted).unwrap_or(u32::MAX),
            agreement: names.get(&event.agreement())?.clone(),
        })
    };
    Ok(acts.into_iter().filter_map(activity).collect())
}

/// The last event of each act, and where to go on when there are more.
async fn acts(
    tx: &CompanyTx,
    after: Option<EventPlace>,
    limit: usize,
) -> ApiResult<(Vec<EventRow>, Option<EventPlace>)> {
    let mut acts: Vec<EventRow> = Vec::new();
    let mut seen = Seen::default();
    let mut place = after;
    loop {
        let events = store::latest_events(tx, place, &seen, EVENTS_READ).await?;
        let is_last = events.len() < usize::try_from(EVENTS_READ).unwrap_or(usize::MAX);
        let shown_before = match after {
            Some(after) => store::later_acts(tx, after, &events).await?,
            None => Seen::default(),
        };
        for event in events {
            place = Some(event.place());
            if !shown_before.holds(&event) && seen.is_new(&event) {
                if acts.len() == limit {
                    let next = acts.last().map(EventRow::place);
                    return Ok((acts, next));
                }
                acts.push(event);
            }
        }
        seen.join(shown_before);
        if is_last {
            return Ok((acts, None));
        }
    }
}
