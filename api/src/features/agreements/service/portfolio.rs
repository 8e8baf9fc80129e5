//! All agreements of a company at once, for sums over them.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{AgreementChange, AgreementTerms};
use shared::ids::AgreementId;

use super::super::history::{State, fold};
use super::super::store::{self, EventRow};
use crate::db::CompanyTx;
use crate::error::ApiResult;

/// An agreement in the register. Deleted ones are left out.
#[derive(Clone, Debug)]
pub struct PortfolioEntry {
    pub id: AgreementId,
    pub demo: bool,
    /// As agreed at the start, corrections included.
    pub original: AgreementTerms,
    /// In force, by day.
    pub changes: Vec<AgreementChange>,
}

impl PortfolioEntry {
    /// The terms in force on a day: what splits and labels go by.
    pub fn terms_on(&self, day: NaiveDate) -> ApiResult<AgreementTerms> {
        terms_on(&self.original, &self.changes, day)
    }
}

/// The terms in force on a day.
pub fn terms_on(original: &AgreementTerms, changes: &[AgreementChange], day: NaiveDate) -> ApiResult<AgreementTerms> {
    Ok(super::super::history::terms_on(original, changes, day)?)
}

/// By id. With `known_at`: what the register said then, whatever it has learned since.
pub async fn portfolio(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<Vec<PortfolioEntry>> {
    match known_at {
        None => Ok(store::all(tx).await?.into_iter().map(present).collect()),
        Some(known_at) => past(tx, known_at).await,
    }
}

/// [`portfolio`] of these alone; ids that name nothing are left out.
pub async fn portfolio_of(
    tx: &CompanyTx,
    ids: &[AgreementId],
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<Vec<PortfolioEntry>> {
    match known_at {
        None => {
            let rows = store::find_all(tx, ids).await?.into_iter().filter(|row| !row.is_deleted());
            let mut entries: Vec<PortfolioEntry> = rows.map(present).collect();
            entries.sort_by_key(|entry| entry.id);
            Ok(entries)
        }
        Some(known_at) => {
            let mut rows = store::events_of(tx, ids).await?;
            rows.retain(|row| row.recorded_at() <= known_at);
            folded(&rows)
        }
    }
}

fn present(row: store::AgreementRow) -> PortfolioEntry {
    let (id, demo) = (row.id(), row.demo);
    let State { original, changes, .. } = row.state();
    PortfolioEntry { id, demo, original, changes }
}

async fn past(tx: &CompanyTx, known_at: DateTime<Utc>) -> ApiResult<Vec<PortfolioEntry>> {
    folded(&store::events_known_at(tx, known_at).await?)
}

/// Histories in one list, each agreement's together.
fn folded(rows: &[EventRow]) -> ApiResult<Vec<PortfolioEntry>> {
    let mut entries = Vec::new();
    for history in rows.chunk_by(|one, next| one.agreement() == next.agreement()) {
        let Some(first) = history.first() else { continue };
        let (id, demo) = (first.agreement(), first.is_demo());
        let events: Vec<_> = history.iter().cloned().map(EventRow::recorded).collect();
        let State { original, changes, deleted, .. } = fold(&events)?;
        if !deleted {
            entries.push(PortfolioEntry { id, demo, original, changes });
        }
    }
    Ok(entries)
}
