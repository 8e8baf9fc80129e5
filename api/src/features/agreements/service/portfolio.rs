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
        Ok(super::super::history::terms_on(&self.original, &self.changes, day)?)
    }
}

/// By id. With `known_at`: what the register said then, whatever it has learned since.
pub async fn portfolio(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<Vec<PortfolioEntry>> {
    match known_at {
        None => Ok(store::all(tx).await?.into_iter().map(present).collect()),
        Some(known_at) => past(tx, known_at).await,
    }
}

fn present(row: store::AgreementRow) -> PortfolioEntry {
    let (id, demo) = (row.id(), row.demo);
    let State { original, changes, .. } = row.state();
    PortfolioEntry { id, demo, original, changes }
}

async fn past(tx: &CompanyTx, known_at: DateTime<Utc>) -> ApiResult<Vec<PortfolioEntry>> {
    let rows = store::events_known_at(tx, known_at).await?;
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
