//! The leases of a company some at a time: reading goes on while those before are calculated, and a register of any size
//! takes the room of a few.

use chrono::{DateTime, Utc};
use shared::books::CompanyBook;
use shared::ids::AgreementId;
use std::collections::HashMap;
use std::sync::Arc;

use super::super::store;
use super::holdings::market;
use super::{BookHolding, HeldEvent, Holdings, events, settings};
use crate::db::CompanyTx;
use crate::error::ApiResult;
use crate::features::agreements::service::{self as agreements, PortfolioEntry, UnreadEntry};
use crate::features::exchange_rates::{RateBook, service as exchange_rates};
use crate::features::parties::service::{self as parties, Directory};

/// Enough to be worth its queries, and few enough that several are worked on at once.
const BATCH: u16 = 1_000;

/// What all leases of a company have in common.
#[derive(Clone)]
pub struct Surroundings {
    rates: Arc<RateBook>,
    books: Arc<[CompanyBook]>,
    parties: Arc<Directory>,
}

/// Leases as they come from the database. Understanding them takes longer than fetching them.
pub struct Batch {
    surroundings: Surroundings,
    entries: Vec<UnreadEntry>,
    facts: Vec<store::FactsRow>,
    recorded: HashMap<AgreementId, Vec<HeldEvent>>,
}

impl Surroundings {
    pub async fn of(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<Self> {
        let books = settings::company_books(tx, known_at).await?.into();
        let rates = Arc::new(exchange_rates::book(tx, known_at).await?);
        let parties = Arc::new(parties::everyone(tx).await?);
        Ok(Self { rates, books, parties })
    }

    /// No leases.
    pub fn empty(&self) -> Holdings {
        let Self { rates, books, parties } = self.clone();
        let (leases, unsound, markets) = Default::default();
        Holdings { own_currency: rates.base(), leases, unsound, rates, books, markets, parties }
    }

    pub(super) fn around(
        &self,
        entries: Vec<PortfolioEntry>,
        facts: Vec<store::FactsRow>,
        mut recorded: HashMap<AgreementId, Vec<HeldEvent>>,
    ) -> ApiResult<Holdings> {
        let mut holdings = self.empty();
        let mut known = HashMap::with_capacity(facts.len());
        for row in facts {
            known.insert(row.agreement(), row.accounting()?.facts);
        }
        holdings.leases.reserve(entries.len());
        for entry in entries {
            let (facts, events) = (known.remove(&entry.id).unwrap_or_default(), recorded.remove(&entry.id));
            match BookHolding::of(entry, facts, events.unwrap_or_default()) {
                Ok(holding) => holdings.leases.push(holding),
                Err(unsound) => holdings.unsound.push(*unsound),
            }
        }
        for currency in holdings.leases.iter().map(BookHolding::currency) {
            if currency != self.rates.base()
                && !holdings.markets.contains_key(&currency)
                && let Some(market) = market(&self.rates, currency)?
            {
                holdings.markets.insert(currency, market);
            }
        }
        Ok(holdings)
    }

    /// Gives everything to `take`, by id, until it wants no more.
    pub async fn each(
        &self,
        tx: &CompanyTx,
        known_at: Option<DateTime<Utc>>,
        mut take: impl AsyncFnMut(Batch) -> bool,
    ) -> ApiResult<()> {
        let mut after = None;
        loop {
            let read = agreements::portfolio_after(tx, known_at, after, BATCH).await?;
            let Some((first, last)) = read.span else { return Ok(()) };
            let among = store::Among::Between(first, last);
            let facts = store::facts_of(tx, among, known_at).await?;
            let recorded = events::in_force(tx, among, known_at).await?;
            let batch = Batch { surroundings: self.clone(), entries: read.entries, facts, recorded };
            if !take(batch).await || !read.has_more {
                return Ok(());
            }
            after = Some(last);
        }
    }
}

impl Batch {
    /// Heavy.
    pub fn open(self) -> ApiResult<Holdings> {
        let Self { surroundings, entries, facts, recorded } = self;
        let entries = entries.into_iter().map(UnreadEntry::read).collect::<ApiResult<Vec<_>>>()?;
        surroundings.around(entries, facts, recorded)
    }
}
