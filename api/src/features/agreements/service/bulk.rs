//! The same change to many agreements at once.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{AgreementTerms, BulkChange, BulkEdit, BulkTarget, EventSource, NewBulkEdit, TermsPatch};
use shared::ids::{AgreementId, BulkEditId};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::collections::{HashMap, HashSet};

use super::super::store;
use super::plan::Action;
use super::read::shown_differences;
use super::record::{Change, Opened, Outcome, Stamp, open, record, rehearse};
use super::source::{Source, undo_source};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::register::service as register;

const TARGETS: &str = "/agreements";

/// Records the change, or says what it would do.
pub async fn bulk_edit(tx: &CompanyTx, new: &NewBulkEdit) -> ApiResult<BulkEdit> {
    let id = BulkEditId::fresh(tx.now());
    let stamp = Stamp { source: EventSource::BulkEdit { bulk_edit_id: id }, reason: new.reason.clone() };
    let changes = changes(targets(tx, &new.agreements, new.dry_run).await?, new);
    let outcomes = if new.dry_run {
        rehearse(tx, &stamp, changes).await
    } else {
        store::insert_bulk_edit(tx, id, &new.patch, new.effective_on, new.reason.as_deref()).await?;
        record(tx, &stamp, changes).await
    };
    let outcomes = outcomes.map_err(|error| error.in_list(TARGETS))?;
    result(tx, (!new.dry_run).then_some(id), &outcomes, false).await
}

/// Each of them amended on a day by a patch of its own, all or none. `patch` makes it from the terms in force on the day.
pub struct Amendments<'a> {
    pub agreements: &'a [BulkTarget],
    pub on: NaiveDate,
    pub reason: Option<&'a str>,
}

impl Amendments<'_> {
    /// What they would leave, in the order they were given.
    pub async fn rehearse(
        &self,
        tx: &CompanyTx,
        patch: impl Fn(&AgreementTerms) -> Result<TermsPatch, FieldFault>,
    ) -> ApiResult<Vec<Outcome>> {
        let id = BulkEditId::fresh(tx.now());
        let changes = self.changes(targets(tx, self.agreements, true).await?, patch)?;
        rehearse(tx, &self.stamp(id), changes).await.map_err(|error| error.in_list(TARGETS))
    }

    /// Recorded as a bulk edit, by which they are undone.
    pub async fn record(
        &self,
        tx: &CompanyTx,
        patch: impl Fn(&AgreementTerms) -> Result<TermsPatch, FieldFault>,
    ) -> ApiResult<(BulkEditId, Vec<Outcome>)> {
        let id = BulkEditId::fresh(tx.now());
        let changes = self.changes(targets(tx, self.agreements, false).await?, patch)?;
        store::insert_bulk_edit(tx, id, &TermsPatch::default(), Some(self.on), self.reason).await?;
        let outcomes = record(tx, &self.stamp(id), changes).await.map_err(|error| error.in_list(TARGETS))?;
        Ok((id, outcomes))
    }

    fn stamp(&self, id: BulkEditId) -> Stamp {
        let reason = self.reason.map(str::to_owned);
        Stamp { source: EventSource::BulkEdit { bulk_edit_id: id }, reason }
    }

    fn changes(
        &self,
        targets: Vec<Opened>,
        patch: impl Fn(&AgreementTerms) -> Result<TermsPatch, FieldFault>,
    ) -> ApiResult<Vec<Change>> {
        let mut changes = Vec::with_capacity(targets.len());
        let mut faults = Vec::new();
        for (index, target) in targets.into_iter().enumerate() {
            match patch(&target.state.terms_on(self.on)?) {
                Ok(patch) => changes.push(Change::to(target, Action::Amend { on: self.on, patch })),
                Err(fault) => faults.push((format!("{TARGETS}/{index}"), fault)),
            }
        }
        if faults.is_empty() {
            return Ok(changes);
        }
        let refused = ApiError::new(ErrorCode::ValidationFailed);
        Err(faults.into_iter().fold(refused, |error, (place, fault)| error.at(place, fault)))
    }
}

/// When bulk edits were undone; those in force are left out.
pub async fn bulk_edits_undone(tx: &CompanyTx, ids: &[BulkEditId]) -> ApiResult<HashMap<BulkEditId, DateTime<Utc>>> {
    Ok(store::bulk_edits_undone(tx, ids).await?.into_iter().collect())
}

pub async fn undo_bulk_edit(tx: &CompanyTx, id: BulkEditId, reason: Option<String>) -> ApiResult<BulkEdit> {
    // The turn is taken before the look, so that two undos do not both see it open.
    register::change(tx).await?;
    match store::bulk_edit_undone_at(tx, id).await? {
        None => return Err(ApiError::not_found()),
        Some(Some(_)) => return Err(ErrorCode::AlreadyUndone.into()),
        Some(None) => {}
    }
    let outcomes = undo_source(tx, Source::BulkEdit(id), reason).await.map_err(|error| error.in_list(TARGETS))?;
    store::mark_bulk_edit_undone(tx, id).await?;
    result(tx, Some(id), &outcomes, true).await
}

/// The agreements as the person saw them; every one that is gone or has changed since is told.
async fn targets(tx: &CompanyTx, wanted: &[BulkTarget], dry_run: bool) -> ApiResult<Vec<Opened>> {
    let ids: Vec<AgreementId> = wanted.iter().map(|target| target.id).collect();
    let mut opened = if dry_run { super::record::look(tx, &ids).await? } else { open(tx, &ids).await? };
    let mut seen = HashSet::new();
    let mut targets = Vec::with_capacity(ids.len());
    let mut faults: Vec<(ErrorCode, String, FieldFault)> = Vec::new();
    for (index, BulkTarget { id, version }) in wanted.iter().enumerate() {
        let found = |code: FieldCode, text: &str| FieldFault::new(code).found(text);
        if !seen.insert(*id) {
            let fault = found(FieldCode::Duplicate, &id.to_string()).expected("each agreement once");
            faults.push((ErrorCode::ValidationFailed, format!("{TARGETS}/{index}/id"), fault));
            continue;
        }
        match opened.remove(id) {
            None => {
                let fault = found(FieldCode::InvalidId, &id.to_string()).expected("an agreement of the company");
                faults.push((ErrorCode::ValidationFailed, format!("{TARGETS}/{index}/id"), fault));
            }
            Some(target) if target.state.version != *version => {
                let fault = found(FieldCode::InvalidValue, &version.to_string());
                let fault = fault.expected(&target.state.version.to_string());
                faults.push((ErrorCode::PreconditionFailed, format!("{TARGETS}/{index}/version"), fault));
            }
            Some(target) => targets.push(target),
        }
    }
    match faults.first().map(|(code, _, _)| *code) {
        None => Ok(targets),
        Some(code) => {
            Err(faults.into_iter().fold(ApiError::new(code), |error, (_, place, fault)| error.at(place, fault)))
        }
    }
}

fn changes(targets: Vec<Opened>, new: &NewBulkEdit) -> Vec<Change> {
    let action = match new.effective_on {
        Some(on) => Action::Amend { on, patch: new.patch.clone() },
        None => Action::Correct { patch: new.patch.clone() },
    };
    targets.into_iter().map(|target| Change::to(target, action.clone())).collect()
}

async fn result(tx: &CompanyTx, id: Option<BulkEditId>, outcomes: &[Outcome], undone: bool) -> ApiResult<BulkEdit> {
    let mut edit = BulkEdit { id, changed: Vec::new(), unchanged: Vec::new(), undone };
    let differences = shown_differences(tx, outcomes).await?;
    for (outcome, differences) in outcomes.iter().zip(differences) {
        let Some(before) = &outcome.before else { continue };
        if before.version == outcome.after.version {
            edit.unchanged.push(outcome.id);
            continue;
        }
        let terms = &outcome.after.original;
        edit.changed.push(BulkChange {
            id: outcome.id,
            number: terms.number.clone().unwrap_or_default(),
            title: terms.title.clone(),
            version: outcome.after.version,
            differences,
        });
    }
    Ok(edit)
}
