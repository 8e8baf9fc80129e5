//! All agreements of a company at once, for sums over them.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{AgreementChange, AgreementTerms};
use shared::ids::AgreementId;

use super::super::history::{State, fold};
use super::super::store::{self, EventRow};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};

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

/// Some of [`portfolio`], and where to go on.
pub struct PortfolioBatch {
    pub entries: Vec<UnreadEntry>,
    /// The first and the last of them, whether in the register or not.
    pub span: Option<(AgreementId, AgreementId)>,
    pub has_more: bool,
}

/// An agreement that is yet to be read, which takes longer than fetching it.
pub enum UnreadEntry {
    Present(store::UnreadRow),
    Read(Box<PortfolioEntry>),
}

impl UnreadEntry {
    pub fn read(self) -> ApiResult<PortfolioEntry> {
        match self {
            Self::Read(entry) => Ok(*entry),
            Self::Present(row) => {
                let original = row.original_terms.read().map_err(ApiError::internal)?;
                let changes = row.changes.read().map_err(ApiError::internal)?;
                Ok(PortfolioEntry { id: row.id(), demo: row.demo, original, changes })
            }
        }
    }
}

/// The agreements after one, at most so many: a whole register need not be in memory at once.
pub async fn portfolio_after(
    tx: &CompanyTx,
    known_at: Option<DateTime<Utc>>,
    after: Option<AgreementId>,
    limit: u16,
) -> ApiResult<PortfolioBatch> {
    let most = usize::from(limit);
    let Some(known_at) = known_at else {
        let rows = store::all_after(tx, after, limit.into()).await?;
        let span = rows.first().zip(rows.last()).map(|(first, last)| (first.id(), last.id()));
        let has_more = rows.len() == most;
        return Ok(PortfolioBatch { entries: rows.into_iter().map(UnreadEntry::Present).collect(), span, has_more });
    };
    let ids = store::ids_after(tx, after, limit.into()).await?;
    let span = ids.first().copied().zip(ids.last().copied());
    let entries = match span {
        Some(span) => folded(&store::events_known_between(tx, known_at, span).await?)?,
        None => Vec::new(),
    };
    let entries = entries.into_iter().map(|entry| UnreadEntry::Read(Box::new(entry))).collect();
    Ok(PortfolioBatch { entries, span, has_more: ids.len() == most })
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
