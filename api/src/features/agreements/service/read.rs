//! Agreements as they are shown.

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::Value;
use shared::agreements::{
    Agreement, AgreementEvent, AgreementListItem, AgreementStatus, AgreementTerms, EventBody, EventKind,
    FieldDifference,
};
use shared::calculation::Calculation;
use shared::debt::{Figures, RateReport, Schedule, Unknown};
use shared::ids::{AccountId, AgreementId, EventId, PartyId};
use shared::money::Amount;
use shared::terms::TermsFault;
use std::collections::{BTreeSet, HashMap, HashSet};

use super::super::history::{BrokenHistory, Recorded, State, change_on, differences, fold, known, undone_by};
use super::super::store::{self, EventRow, Filter, ListRow, Order, Place};
use super::plan::calculation;
use super::record::Outcome;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::parties::service as parties;
use crate::features::parties::service::Directory;

/// The agreement on a day, as known at a moment; now when none is given. Deleted ones are found too, and say so.
pub async fn find(
    tx: &CompanyTx,
    id: AgreementId,
    as_of: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<Agreement> {
    let row = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let (demo, created_at) = (row.demo, row.created_at);
    let (state, updated_at) = match known_at {
        None => {
            let updated_at = row.updated_at;
            (row.state(), updated_at)
        }
        Some(known_at) => state_known_at(tx, id, known_at).await?,
    };
    let directory = directory_of(tx, [&state.original, &state.terms_on(as_of)?]).await?;
    Ok(Agreement {
        id,
        version: state.version,
        as_of,
        known_at,
        status: state.status_on(as_of)?,
        terms: named(state.terms_on(as_of)?, &directory),
        figures: figures(&calculation(&state), as_of),
        original_terms: named(state.original, &directory),
        changes: state.changes,
        demo,
        created_at,
        updated_at,
    })
}

async fn state_known_at(tx: &CompanyTx, id: AgreementId, known_at: DateTime<Utc>) -> ApiResult<(State, DateTime<Utc>)> {
    let events: Vec<Recorded> = store::events_of(tx, &[id]).await?.into_iter().map(EventRow::recorded).collect();
    let known = known(&events, known_at);
    let last = known.last().ok_or_else(ApiError::not_found)?;
    Ok((fold(known)?, last.recorded_at))
}

/// The payment plan, under the same two times as [`find`].
pub async fn schedule(
    tx: &CompanyTx,
    id: AgreementId,
    as_of: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<Schedule> {
    let state = match known_at {
        None => store::find(tx, id).await?.ok_or_else(ApiError::not_found)?.state(),
        Some(known_at) => state_known_at(tx, id, known_at).await?.0,
    };
    let calculation = calculation(&state).map_err(|faults| ApiError::internal(NotCalculable(faults)))?;
    Ok(calculation.schedule(as_of))
}

/// Recorded terms that the engine refuses: they were checked by it when they were recorded.
#[derive(Debug, thiserror::Error)]
#[error("recorded terms cannot be calculated: {0:?}")]
pub(super) struct NotCalculable(pub(super) Vec<TermsFault>);

pub(super) fn figures(calculation: &Result<Calculation, Vec<TermsFault>>, as_of: NaiveDate) -> Figures {
    match calculation {
        Ok(calculation) => calculation.figures(as_of),
        Err(_) => Figures {
            as_of,
            debt: None,
            debt_unknown: Some(Unknown::TermsNotCalculable),
            rate: RateReport { unknown: Some(Unknown::TermsNotCalculable), ..RateReport::default() },
            remaining_payments: Amount::ZERO,
            next_payment_on: None,
            extended: None,
        },
    }
}

/// One page of the list.
pub async fn list_page(
    tx: &CompanyTx,
    filter: &Filter,
    order: Order,
    place: Option<&Place>,
    limit: i64,
) -> ApiResult<Vec<ListRow>> {
    Ok(store::list(tx, filter, order, place, limit, tx.today()).await?)
}

/// A stored row as a list shows it.
pub fn list_item(row: ListRow, today: NaiveDate) -> ApiResult<AgreementListItem> {
    let status = match (row.deleted_at, row.ended_on) {
        (Some(_), _) => AgreementStatus::Deleted,
        (None, Some(ended_on)) if ended_on <= today => AgreementStatus::Ended,
        _ if today < row.start_on => AgreementStatus::NotStarted,
        _ if row.end_on < today => AgreementStatus::Extended,
        _ => AgreementStatus::Running,
    };
    let unreadable = |field| BrokenHistory::Incomplete { field };
    Ok(AgreementListItem {
        id: row.id.into(),
        version: row.version,
        number: row.number,
        title: row.title,
        kind: row.kind.parse().map_err(|_| unreadable("kind"))?,
        status,
        lessor_id: Some(row.lessor_id.into()),
        lessor_name: Some(row.lessor_name),
        object_type: row.object_type,
        start_on: row.start_on,
        end_on: row.end_on,
        ended_on: row.ended_on,
        currency: row.currency.parse().map_err(|_| unreadable("currency"))?,
        fee: Amount::from_minor(row.fee).ok_or_else(|| unreadable("fee"))?,
        interval_months: u32::try_from(row.interval_months).map_err(|_| unreadable("interval_months"))?,
        cost_center: row.cost_center,
        department: row.department,
        responsible: row.responsible,
        notice_months: row.notice_months.and_then(|months| u32::try_from(months).ok()),
        demo: row.demo,
    })
}

/// The history, the latest event first, each with what it changed.
pub async fn events(tx: &CompanyTx, id: AgreementId) -> ApiResult<Vec<AgreementEvent>> {
    let rows = store::events_of(tx, &[id]).await?;
    if rows.is_empty() {
        return Err(ApiError::not_found());
    }
    let accounts: HashSet<AccountId> = rows.iter().filter_map(EventRow::recorded_by).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let people: HashMap<AccountId, String> = store::names_of_accounts(tx, &accounts).await?.into_iter().collect();
    let recorded: Vec<Recorded> = rows.iter().cloned().map(EventRow::recorded).collect();
    let differences = differences(&recorded);
    let directory = parties_in(tx, &differences).await?;
    let undone_by = undone_by(&recorded);
    let mut events: Vec<AgreementEvent> = rows
        .into_iter()
        .zip(recorded)
        .zip(differences.into_iter().zip(undone_by))
        .map(|((row, recorded), (differences, undone_by))| AgreementEvent {
            id: recorded.id,
            sequence: recorded.sequence,
            effective_on: recorded.effective_on,
            recorded_at: recorded.recorded_at,
            recorded_by: row.recorded_by(),
            recorded_by_name: row.recorded_by().and_then(|account| people.get(&account).cloned()),
            source: row.source(),
            reason: row.reason,
            body: match recorded.body {
                EventBody::Created { terms } => EventBody::Created { terms: Box::new(named(*terms, &directory)) },
                body => body,
            },
            undone_by,
            differences: named_differences(differences, &directory),
        })
        .collect();
    events.reverse();
    Ok(events)
}

/// What each outcome changed, with parties by name: those of a rehearsal may have no id yet.
pub async fn shown_differences(tx: &CompanyTx, outcomes: &[Outcome]) -> ApiResult<Vec<Vec<FieldDifference>>> {
    let directory = parties::everyone(tx).await?;
    let mut all = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        all.push(match &outcome.before {
            Some(before) => state_differences(before, &outcome.after, &directory)?,
            None => Vec::new(),
        });
    }
    Ok(all)
}

/// Between two states of an agreement: in the original terms, or else on the first day that differs.
fn state_differences(
    before: &State,
    after: &State,
    directory: &Directory,
) -> Result<Vec<FieldDifference>, BrokenHistory> {
    let between = |before: &AgreementTerms, after: &AgreementTerms| {
        shared::terms::differences(&by_name(before.clone(), directory), &by_name(after.clone(), directory))
    };
    let original = between(&before.original, &after.original);
    if !original.is_empty() {
        return Ok(original);
    }
    let days: BTreeSet<NaiveDate> =
        [before, after].into_iter().flat_map(|state| state.changes.iter().map(change_on)).collect();
    for day in days {
        let differences = between(&before.terms_on(day)?, &after.terms_on(day)?);
        if !differences.is_empty() {
            return Ok(differences);
        }
    }
    Ok(Vec::new())
}

fn by_name(terms: AgreementTerms, directory: &Directory) -> AgreementTerms {
    let mut terms = named(terms, directory);
    if terms.lessor_name.is_some() {
        terms.lessor_id = None;
    }
    if terms.supplier_name.is_some() {
        terms.supplier_id = None;
    }
    terms
}

/// The parties that some terms name.
pub(super) async fn directory_of(
    tx: &CompanyTx,
    terms: impl IntoIterator<Item = &AgreementTerms>,
) -> ApiResult<Directory> {
    let ids: HashSet<PartyId> =
        terms.into_iter().flat_map(|terms| terms.lessor_id.into_iter().chain(terms.supplier_id)).collect();
    Ok(parties::look_up(tx, &ids.into_iter().collect::<Vec<_>>(), &[]).await?)
}

/// Terms with the parties where the recorded ones lead now, by id and name.
pub(super) fn named(mut terms: AgreementTerms, directory: &Directory) -> AgreementTerms {
    if let Some(party) = terms.lessor_id.and_then(|id| directory.by_id(id)) {
        terms.lessor_id = Some(party.id);
        terms.lessor_name = Some(party.name);
    }
    if let Some(party) = terms.supplier_id.and_then(|id| directory.by_id(id)) {
        terms.supplier_id = Some(party.id);
        terms.supplier_name = Some(party.name);
    }
    terms
}

fn party_of(value: Option<&Value>) -> Option<PartyId> {
    value?.as_str()?.parse().ok()
}

async fn parties_in(tx: &CompanyTx, differences: &[Vec<FieldDifference>]) -> ApiResult<Directory> {
    let ids: HashSet<PartyId> = differences
        .iter()
        .flatten()
        .filter(|difference| matches!(difference.field.as_str(), "lessor_id" | "supplier_id"))
        .flat_map(|difference| [party_of(difference.before.as_ref()), party_of(difference.after.as_ref())])
        .flatten()
        .collect();
    Ok(parties::look_up(tx, &ids.into_iter().collect::<Vec<_>>(), &[]).await?)
}

/// A person reads names, not ids.
fn named_differences(differences: Vec<FieldDifference>, directory: &Directory) -> Vec<FieldDifference> {
    let name = |value: Option<Value>| match party_of(value.as_ref()).and_then(|id| directory.by_id(id)) {
        Some(party) => Some(Value::String(party.name)),
        None => value,
    };
    differences
        .into_iter()
        .map(|difference| match difference.field.as_str() {
            "lessor_id" | "supplier_id" => FieldDifference {
                field: difference.field.replace("_id", "_name"),
                before: name(difference.before),
                after: name(difference.after),
            },
            _ => difference,
        })
        .collect()
}

/// Something that was recorded of an agreement after a moment.
#[derive(Clone, Debug)]
pub struct RecordedLater {
    pub agreement: AgreementId,
    pub id: EventId,
    pub kind: EventKind,
    pub effective_on: NaiveDate,
    pub recorded_at: DateTime<Utc>,
    /// By name.
    pub recorded_by: Option<String>,
    pub reason: Option<String>,
}

/// What was recorded of these agreements after a moment, each agreement's oldest first.
pub async fn recorded_after(
    tx: &CompanyTx,
    agreements: &[AgreementId],
    moment: DateTime<Utc>,
) -> ApiResult<Vec<RecordedLater>> {
    let mut rows = store::events_of(tx, agreements).await?;
    rows.retain(|row| row.recorded_at() > moment);
    let accounts: HashSet<AccountId> = rows.iter().filter_map(EventRow::recorded_by).collect();
    let accounts: Vec<AccountId> = accounts.into_iter().collect();
    let people: HashMap<AccountId, String> = store::names_of_accounts(tx, &accounts).await?.into_iter().collect();
    let later = rows.into_iter().map(|row| {
        let (agreement, kind) = (row.agreement(), row.kind());
        let recorded_by = row.recorded_by().and_then(|account| people.get(&account).cloned());
        let reason = row.reason.clone();
        let Recorded { id, effective_on, recorded_at, .. } = row.recorded();
        RecordedLater { agreement, id, kind, effective_on, recorded_at, recorded_by, reason }
    });
    Ok(later.collect())
}
