//! Recording changes, one or ten thousand, in the transaction at hand: either all of them or none.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{EventBody, EventSource};
use shared::ids::{AgreementId, ImportId, PartyId};
use shared::problem::{FieldCode, FieldFault};
use shared::terms::TermsFault;
use std::collections::{HashMap, HashSet, VecDeque};

use super::super::history::{Recorded, State};
use super::super::store::{self, AgreementRow, EventRecord, EventRow, Projection};
use super::numbers::{number_key, numbered};
use super::plan::{self, Action, Draft, NewBody};
use super::projection::{Frame, project};
use super::refusal::{RecordError, Refusal, Refused};
use crate::db::{CompanyTx, DbError};
use crate::features::parties::service as parties;
use crate::features::parties::service::Directory;
use crate::features::register::service as register;

/// Why and from where.
#[derive(Clone, Debug)]
pub struct Stamp {
    pub source: EventSource,
    pub reason: Option<String>,
}

/// One agreement and what is to happen to it.
pub struct Change {
    /// `None` for a creation.
    pub target: Option<Opened>,
    pub action: Action,
    /// Of a creation, if it was chosen before.
    id: Option<AgreementId>,
    recorded_at: Option<DateTime<Utc>>,
    reason: Option<String>,
}

impl Change {
    pub fn create(terms: shared::agreements::AgreementTerms, ending: Option<plan::NewEnding>) -> Self {
        Self::of(None, Action::Create { terms: Box::new(terms), ending })
    }

    pub fn to(target: Opened, action: Action) -> Self {
        Self::of(Some(target), action)
    }

    fn of(target: Option<Opened>, action: Action) -> Self {
        Self { target, action, id: None, recorded_at: None, reason: None }
    }

    /// As if recorded then: for the demo portfolio alone, which looks as if it had been kept for years.
    pub fn recorded_at(self, moment: DateTime<Utc>) -> Self {
        Self { recorded_at: Some(moment), ..self }
    }

    /// Creates the agreement under an id that was chosen before.
    pub fn with_id(self, id: AgreementId) -> Self {
        Self { id: Some(id), ..self }
    }

    /// A reason of its own instead of the stamp's.
    pub fn because(self, reason: &str) -> Self {
        Self { reason: Some(reason.to_owned()), ..self }
    }
}

/// An agreement that nobody else can change until the transaction ends.
#[derive(Clone, Debug)]
pub struct Opened {
    pub id: AgreementId,
    pub state: State,
    demo: bool,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl Opened {
    fn of(row: AgreementRow) -> Self {
        let (id, demo, created_at, updated_at) = (row.id(), row.demo, row.created_at, row.updated_at);
        Self { id, state: row.state(), demo, created_at, updated_at }
    }
}

/// What was recorded about one agreement: nothing when everything was already as wished, `before` and `after` are then
/// the same.
pub struct Outcome {
    pub id: AgreementId,
    pub before: Option<State>,
    pub after: State,
}

/// Begins to change the register and opens agreements. Those that are not there are left out.
pub async fn open(tx: &CompanyTx, ids: &[AgreementId]) -> Result<HashMap<AgreementId, Opened>, DbError> {
    register::change(tx).await?;
    look(tx, ids).await
}

/// Opens agreements without taking the register's turn: enough to rehearse.
pub async fn look(tx: &CompanyTx, ids: &[AgreementId]) -> Result<HashMap<AgreementId, Opened>, DbError> {
    let rows = store::find_all(tx, ids).await?;
    Ok(rows.into_iter().map(|row| (row.id(), Opened::of(row))).collect())
}

/// Records the changes; the outcomes come in the same order. Each agreement may be named once. The register's turn
/// must have been taken, by [`open`] or `register::change`.
pub async fn record(tx: &CompanyTx, stamp: &Stamp, changes: Vec<Change>) -> Result<Vec<Outcome>, RecordError> {
    let mut prepared = prepare(tx, stamp, changes).await?;
    let outcomes = std::mem::take(&mut prepared.outcomes);
    write(tx, prepared).await?;
    Ok(outcomes)
}

/// Changes that were checked, as they are written.
#[derive(Default)]
pub struct Prepared {
    inserts: Vec<Projection>,
    updates: Vec<Projection>,
    events: Vec<EventRecord>,
    outcomes: Vec<Outcome>,
}

/// The first half of [`record`]: of many thousands, the next can be prepared while PostgreSQL does [`write()`] of these.
pub async fn prepare(tx: &CompanyTx, stamp: &Stamp, changes: Vec<Change>) -> Result<Prepared, RecordError> {
    let planned = plan_all(tx, stamp, changes, Parties::Make).await?;
    check_numbers(tx, &planned).await?;
    let today = tx.today();
    let directory = parties_of_today(tx, &planned, today).await?;
    // What comes back may name a party that was withdrawn meanwhile; what is new has found or made its own.
    let returns = |event: &Recorded| matches!(event.body, EventBody::Restored {} | EventBody::Undone { .. });
    if planned.iter().any(|plan| !plan.after.deleted && plan.events.iter().any(returns)) {
        parties::bring_back(tx, &directory).await?;
    }
    let mut prepared = Prepared::default();
    for plan in planned.iter().filter(|plan| !plan.events.is_empty()) {
        let row = project(&plan.frame, &plan.after, &directory, today)?;
        let rows = if plan.target.is_none() { &mut prepared.inserts } else { &mut prepared.updates };
        rows.push(row);
        for event in &plan.events {
            prepared.events.push(event_record(plan, event, stamp)?);
        }
    }
    prepared.outcomes = planned.into_iter().map(Planned::outcome).collect();
    Ok(prepared)
}

/// The second half of [`record`].
pub async fn write(tx: &CompanyTx, prepared: Prepared) -> Result<(), DbError> {
    store::insert(tx, &prepared.inserts).await?;
    store::update(tx, &prepared.updates).await?;
    store::insert_events(tx, &prepared.events).await?;
    Ok(())
}

/// [`record`] for one agreement, that insists on something being recorded.
pub async fn record_one(tx: &CompanyTx, stamp: &Stamp, change: Change) -> Result<Outcome, RecordError> {
    let outcome = record(tx, stamp, vec![change]).await?.into_iter().next().ok_or(Refusal::NotFound)?;
    match &outcome.before {
        Some(before) if before.version == outcome.after.version => Err(Refusal::NothingChanged.into()),
        _ => Ok(outcome),
    }
}

/// What [`record`] would do. Parties that would be made stay names.
pub async fn rehearse(tx: &CompanyTx, stamp: &Stamp, changes: Vec<Change>) -> Result<Vec<Outcome>, RecordError> {
    let planned = plan_all(tx, stamp, changes, Parties::LookUp).await?;
    check_numbers(tx, &planned).await?;
    Ok(planned.into_iter().map(Planned::outcome).collect())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Parties {
    Make,
    LookUp,
}

/// A change that can be written.
struct Planned {
    target: Option<Opened>,
    reason: Option<String>,
    frame: Frame,
    events: Vec<Recorded>,
    after: State,
}

impl Planned {
    fn outcome(self) -> Outcome {
        Outcome { id: self.frame.id, before: self.target.map(|target| target.state), after: self.after }
    }
}

/// Sorts what worked from what did not: every refusal is told, not only the first.
fn settled<T>(results: impl Iterator<Item = Result<T, RecordError>>) -> Result<Vec<T>, RecordError> {
    let mut done = Vec::new();
    let mut refused = Vec::new();
    for (index, result) in results.enumerate() {
        match result {
            Ok(value) => done.push(value),
            Err(RecordError::Refused(refusals)) => {
                refused.extend(refusals.into_iter().map(|one| Refused { index, refusal: one.refusal }));
            }
            Err(other) => return Err(other),
        }
    }
    if refused.is_empty() { Ok(done) } else { Err(RecordError::Refused(refused)) }
}

async fn plan_all(
    tx: &CompanyTx,
    stamp: &Stamp,
    changes: Vec<Change>,
    parties: Parties,
) -> Result<Vec<Planned>, RecordError> {
    let today = tx.today();
    let mut drafts = settled(
        changes
            .iter()
            .map(|change| plan::draft(&change.action, change.target.as_ref().map(|target| &target.state), today)),
    )?;
    resolve_parties(tx, stamp, &mut drafts, parties).await?;
    number(tx, &mut drafts, parties).await?;
    let bodies = settled(drafts.into_iter().map(|draft| plan::bodies(draft).map_err(RecordError::from)))?;
    let histories = histories(tx, &changes).await?;
    let import_id = match &stamp.source {
        EventSource::Import { import_id } => Some(*import_id),
        _ => None,
    };
    let demo = matches!(stamp.source, EventSource::Demo {});
    settled(
        changes
            .into_iter()
            .zip(bodies)
            .map(|(change, bodies)| planned(tx.now(), change, bodies, &histories, import_id, demo)),
    )
}

fn planned(
    now: DateTime<Utc>,
    change: Change,
    bodies: Vec<NewBody>,
    histories: &HashMap<AgreementId, Vec<Recorded>>,
    import_id: Option<ImportId>,
    demo: bool,
) -> Result<Planned, RecordError> {
    let Change { target, id, recorded_at, reason, .. } = change;
    let recorded_at = recorded_at.unwrap_or(now);
    let frame = match &target {
        None => Frame {
            id: id.unwrap_or_else(|| AgreementId::fresh(now)),
            demo,
            import_id,
            created_at: recorded_at,
            updated_at: recorded_at,
        },
        // Clocks of several servers differ a little; a history never goes backwards.
        Some(target) => Frame {
            id: target.id,
            demo: target.demo,
            import_id: None,
            created_at: target.created_at,
            updated_at: recorded_at.max(target.updated_at),
        },
    };
    let history = histories.get(&frame.id).map(Vec::as_slice).unwrap_or_default();
    let (events, after) = plan::finish(target.as_ref().map(|target| &target.state), history, bodies, frame.updated_at)?;
    Ok(Planned { target, reason, frame, events, after })
}

/// The whole histories of agreements of which an event is to be undone.
async fn histories(tx: &CompanyTx, changes: &[Change]) -> Result<HashMap<AgreementId, Vec<Recorded>>, DbError> {
    let ids: Vec<AgreementId> = changes
        .iter()
        .filter(|change| matches!(change.action, Action::Undo { .. }))
        .filter_map(|change| change.target.as_ref().map(|target| target.id))
        .collect();
    let mut histories: HashMap<AgreementId, Vec<Recorded>> = HashMap::new();
    if !ids.is_empty() {
        for row in store::events_of(tx, &ids).await? {
            histories.entry(row.agreement()).or_default().push(EventRow::recorded(row));
        }
    }
    Ok(histories)
}

/// Puts ids in the place of names, and refuses ids that name no party.
async fn resolve_parties(
    tx: &CompanyTx,
    stamp: &Stamp,
    drafts: &mut [Draft],
    parties: Parties,
) -> Result<(), RecordError> {
    let mut ids: HashSet<PartyId> = HashSet::new();
    let mut names: HashSet<&str> = HashSet::new();
    for draft in drafts.iter() {
        if let Draft::Terms(draft) = draft {
            let after = &draft.after;
            for terms in draft.before.iter().chain([after]) {
                ids.extend(terms.lessor_id.iter().chain(&terms.supplier_id));
            }
            names.extend([&after.lessor_name, &after.supplier_name].into_iter().filter_map(Option::as_deref));
        }
    }
    if ids.is_empty() && names.is_empty() {
        return Ok(());
    }
    let (ids, names): (Vec<_>, Vec<_>) = (ids.into_iter().collect(), names.into_iter().collect());
    let directory = match parties {
        Parties::Make => {
            let origin = match &stamp.source {
                EventSource::Demo {} => parties::Origin::Demo,
                EventSource::Import { import_id } => parties::Origin::Import(*import_id),
                EventSource::App {} | EventSource::Api {} | EventSource::BulkEdit { .. } => parties::Origin::Person,
            };
            parties::find_or_make(tx, &ids, &names, origin).await?
        }
        Parties::LookUp => parties::look_up(tx, &ids, &names).await?,
    };
    settled(drafts.iter_mut().map(|draft| resolve_draft(draft, &directory).map_err(RecordError::from)))?;
    Ok(())
}

fn resolve_draft(draft: &mut Draft, directory: &Directory) -> Result<(), Refusal> {
    let Draft::Terms(draft) = draft else { return Ok(()) };
    let (before, after) = (draft.before.as_ref(), &mut draft.after);
    let mut faults = Vec::new();
    for (path, recorded, id, name) in [
        ("lessor_id", before.and_then(|terms| terms.lessor_id), &mut after.lessor_id, &mut after.lessor_name),
        ("supplier_id", before.and_then(|terms| terms.supplier_id), &mut after.supplier_id, &mut after.supplier_name),
    ] {
        if let Some(party) = name.as_deref().and_then(|name| directory.by_name(name)) {
            *id = Some(party.id);
            *name = None;
        }
        // What the history already names stays as it is named there, also when it was merged since.
        let Some(wished) = id.filter(|id| Some(*id) != recorded) else { continue };
        match directory.by_id(wished) {
            Some(party) if recorded.and_then(|id| directory.by_id(id)).is_some_and(|same| same.id == party.id) => {
                *id = recorded;
            }
            Some(party) => *id = Some(party.id),
            None => {
                let fault = FieldFault::new(FieldCode::InvalidId).found(&wished.to_string());
                let fault = fault.expected("a party of the company");
                faults.push(TermsFault { path: path.to_owned(), fault });
            }
        }
    }
    let at = if before.is_some() { "/patch" } else { "/terms" };
    if faults.is_empty() { Ok(()) } else { Err(Refusal::Invalid { at, faults }) }
}

/// Gives numbers to agreements that came without one, passing over those that are taken.
async fn number(tx: &CompanyTx, drafts: &mut [Draft], parties: Parties) -> Result<(), RecordError> {
    let mut unnumbered: VecDeque<&mut Option<String>> = drafts
        .iter_mut()
        .filter_map(|draft| match draft {
            Draft::Terms(draft) if draft.after.number.is_none() => Some(&mut draft.after.number),
            _ => None,
        })
        .collect();
    let mut tried = 0;
    while !unnumbered.is_empty() {
        let count = i32::try_from(unnumbered.len()).unwrap_or(i32::MAX);
        let first = match parties {
            Parties::Make => register::take_numbers(tx, count).await?,
            Parties::LookUp => register::next_number(tx).await?.saturating_add(tried),
        };
        tried = tried.saturating_add(count);
        let numbers: Vec<String> = (first..first.saturating_add(count)).map(|n| format!("A-{n:04}")).collect();
        let taken = numbered(tx, &numbers).await?;
        for number in numbers.into_iter().filter(|number| !taken.contains_key(&number_key(number))) {
            if let Some(slot) = unnumbered.pop_front() {
                *slot = Some(number);
            }
        }
    }
    Ok(())
}

/// No two agreements in the register share a number.
async fn check_numbers(tx: &CompanyTx, planned: &[Planned]) -> Result<(), RecordError> {
    let number = |state: &State| state.original.number.clone().filter(|_| !state.deleted);
    let claims: Vec<(usize, AgreementId, String)> = planned
        .iter()
        .enumerate()
        .filter(|(_, plan)| plan.target.as_ref().and_then(|target| number(&target.state)) != number(&plan.after))
        .filter_map(|(index, plan)| Some((index, plan.frame.id, number(&plan.after)?)))
        .collect();
    if claims.is_empty() {
        return Ok(());
    }
    let numbers: Vec<String> = claims.iter().map(|(_, _, number)| number.clone()).collect();
    let mut holders = numbered(tx, &numbers).await?;
    let mut refused = Vec::new();
    for (index, id, number) in claims {
        let key = number_key(&number);
        match holders.get(&key) {
            Some(holder) if *holder != id => {
                refused.push(Refused { index, refusal: Refusal::DuplicateNumber { number } });
            }
            _ => {
                holders.insert(key, id);
            }
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(RecordError::Refused(refused)) }
}

async fn parties_of_today(tx: &CompanyTx, planned: &[Planned], today: NaiveDate) -> Result<Directory, RecordError> {
    let mut ids = HashSet::new();
    for plan in planned {
        let terms = plan.after.terms_on(today)?;
        ids.extend(terms.lessor_id.iter().chain(&terms.supplier_id).copied());
    }
    Ok(parties::look_up(tx, &ids.into_iter().collect::<Vec<_>>(), &[]).await?)
}

fn event_record(plan: &Planned, event: &Recorded, stamp: &Stamp) -> Result<EventRecord, RecordError> {
    let (kind, undoes) = match &event.body {
        EventBody::Created { .. } => ("created", None),
        EventBody::Corrected { .. } => ("corrected", None),
        EventBody::Amended { .. } => ("amended", None),
        EventBody::Ended { .. } => ("ended", None),
        EventBody::Deleted {} => ("deleted", None),
        EventBody::Restored {} => ("restored", None),
        EventBody::Undone { event_id } => ("undone", Some(*event_id)),
    };
    Ok(EventRecord {
        agreement: plan.frame.id,
        id: event.id,
        sequence: event.sequence,
        kind,
        effective_on: event.effective_on,
        recorded_at: event.recorded_at,
        source: stamp.source.clone(),
        reason: plan.reason.as_ref().or(stamp.reason.as_ref()).cloned(),
        payload: serde_json::to_string(&event.body).map_err(crate::error::ApiError::internal)?,
        undoes,
    })
}
