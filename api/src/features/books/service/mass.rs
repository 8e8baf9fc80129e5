//! Index and rate changes of many agreements at once: tried, executed in one transaction, undone.

use chrono::NaiveDate;
use shared::books::{
    AccountingFacts, BookFramework, FeeChange, LeaseChangeKind, LeaseChangeView, MassChange, NewMassChange,
};
use shared::ids::{AgreementId, MassChangeId};
use shared::terms;
use std::collections::HashMap;

use super::super::store::{self, MassRow};
use super::{BookHolding, Holdings, Selection, holdings, refused};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service::{self as agreements, Amendments};
use crate::http::day_within_reach;

mod effect;

/// Agreements without and with the change, read and checked; to be calculated once the connection is given back.
pub struct MassTrial {
    holdings: Holdings,
    tried: Vec<Tried>,
    frameworks: Vec<BookFramework>,
    on: NaiveDate,
}

/// One agreement.
struct Tried {
    /// Among the holdings.
    before: usize,
    after: BookHolding,
    version: i32,
    changed: bool,
}

pub async fn mass_trial(tx: &CompanyTx, new: &NewMassChange) -> ApiResult<MassTrial> {
    let outcomes = amendments(new)?.rehearse(tx, |terms| new.change.patch(terms, new.effective_on)).await?;
    let ids: Vec<AgreementId> = outcomes.iter().map(|outcome| outcome.id).collect();
    let holdings = holdings(tx, Selection::These(&ids), None).await?;
    let places: HashMap<AgreementId, usize> =
        holdings.leases.iter().enumerate().map(|(place, holding)| (holding.id, place)).collect();
    let mut tried = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        let place = places.get(&outcome.id).copied();
        let (before, holding) =
            place.and_then(|place| Some((place, holdings.leases.get(place)?))).ok_or_else(ApiError::not_found)?;
        let original = terms::check(&outcome.after.original).map_err(refused)?;
        let mut after = holding.clone().with_terms(original, outcome.after.changes);
        if let Some(view) = new.view(after.kind()) {
            let facts = viewed(after.facts(), view);
            after = after.with_facts(facts);
        }
        let version = outcome.before.as_ref().map_or(0, |before| before.version);
        tried.push(Tried { before, after, version, changed: version != outcome.after.version });
    }
    let frameworks = holdings.in_use().collect();
    Ok(MassTrial { holdings, tried, frameworks, on: new.effective_on })
}

/// Executes it on all of them or on none.
pub async fn execute(tx: &CompanyTx, new: &NewMassChange) -> ApiResult<MassChange> {
    let (bulk_edit, outcomes) = amendments(new)?.record(tx, |terms| new.change.patch(terms, new.effective_on)).await?;
    let views = outcomes.iter().filter_map(|outcome| {
        let changed = outcome.before.as_ref().is_some_and(|before| before.version != outcome.after.version);
        Some((outcome.id, new.view(outcome.after.original.kind).filter(|_| changed)?))
    });
    say(tx, &views.collect(), new.reason.as_deref(), viewed).await?;
    let id = MassChangeId::fresh(tx.now());
    store::insert_mass_change(tx, id, bulk_edit, new).await?;
    find_mass_change(tx, id).await
}

/// Takes it back in every agreement, and how it was taken in the books with it.
pub async fn undo_mass_change(tx: &CompanyTx, id: MassChangeId, reason: Option<String>) -> ApiResult<MassChange> {
    let mut row = row(tx, id).await?;
    let new = row.request()?;
    agreements::undo_bulk_edit(tx, row.bulk_edit(), reason.clone()).await?;
    let ids: Vec<AgreementId> = new.agreements.iter().map(|target| target.id).collect();
    let entries = agreements::portfolio_of(tx, &ids, None).await?;
    let views = entries.into_iter().filter_map(|entry| Some((entry.id, new.view(entry.original.kind)?)));
    say(tx, &views.collect(), reason.as_deref(), unviewed).await?;
    find_mass_change(tx, id).await
}

pub async fn find_mass_change(tx: &CompanyTx, id: MassChangeId) -> ApiResult<MassChange> {
    shown(tx, vec![row(tx, id).await?]).await?.pop().ok_or_else(ApiError::not_found)
}

/// Latest first, before one.
pub async fn list_mass_changes(tx: &CompanyTx, before: Option<MassChangeId>, limit: i64) -> ApiResult<Vec<MassChange>> {
    shown(tx, store::mass_changes(tx, None, before, limit).await?).await
}

async fn row(tx: &CompanyTx, id: MassChangeId) -> ApiResult<MassRow> {
    store::mass_changes(tx, Some(id), None, 1).await?.pop().ok_or_else(ApiError::not_found)
}

async fn shown(tx: &CompanyTx, rows: Vec<MassRow>) -> ApiResult<Vec<MassChange>> {
    let bulk_edits: Vec<_> = rows.iter().map(MassRow::bulk_edit).collect();
    let undone = agreements::bulk_edits_undone(tx, &bulk_edits).await?;
    let mut shown = Vec::with_capacity(rows.len());
    for mut row in rows {
        let NewMassChange { agreements, effective_on, change, reason } = row.request()?;
        shown.push(MassChange {
            id: row.id(),
            effective_on,
            change,
            reason,
            agreements: agreements.into_iter().map(|target| target.id).collect(),
            bulk_edit_id: row.bulk_edit(),
            recorded_at: row.recorded_at,
            recorded_by_name: row.recorded_by_name.take(),
            undone_at: undone.get(&row.bulk_edit()).copied(),
        });
    }
    Ok(shown)
}

fn amendments(new: &NewMassChange) -> ApiResult<Amendments<'_>> {
    day_within_reach("/effective_on", new.effective_on)?;
    let place = match new.change {
        FeeChange::Index(_) => "/change/index",
        FeeChange::Rate(_) => "/change/rate",
    };
    new.change.check().map_err(|faults| refused(faults).below(place))?;
    Ok(Amendments { agreements: &new.agreements, on: new.effective_on, reason: new.reason.as_deref() })
}

/// Records new versions of facts, where `with` the view they are others.
async fn say(
    tx: &CompanyTx,
    views: &HashMap<AgreementId, LeaseChangeView>,
    reason: Option<&str>,
    with: impl Fn(AccountingFacts, LeaseChangeView) -> AccountingFacts,
) -> ApiResult<()> {
    let ids: Vec<AgreementId> = views.keys().copied().collect();
    if ids.is_empty() {
        return Ok(());
    }
    let mut known: HashMap<AgreementId, (i32, AccountingFacts)> = HashMap::new();
    for row in store::facts(tx, Some(&ids), None).await? {
        let id = row.agreement();
        let accounting = row.accounting()?;
        known.insert(id, (accounting.version, accounting.facts));
    }
    let mut rows = Vec::new();
    for (id, view) in views {
        let (version, before) = known.remove(id).unwrap_or_default();
        let after = with(before.clone(), view.clone());
        if after != before {
            rows.push((*id, version + 1, after));
        }
    }
    store::insert_facts(tx, &rows, reason).await
}

/// With the view, in place of what was said of a change of that day.
fn viewed(mut facts: AccountingFacts, view: LeaseChangeView) -> AccountingFacts {
    facts.changes.retain(|other| other.on != view.on || other.kind == LeaseChangeKind::Termination);
    facts.changes.push(view);
    facts.changes.sort_by_key(|view| view.on);
    facts
}

fn unviewed(mut facts: AccountingFacts, view: LeaseChangeView) -> AccountingFacts {
    facts.changes.retain(|other| *other != view);
    facts
}
