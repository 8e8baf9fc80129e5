//! The leases of a company as its books have them, for sums over them and for each alone.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{AgreementChange, AgreementKind, AgreementTerms};
use shared::books::{
    BookDefaultRate, BookFramework, BookMarket, BookPolicy, LeaseAccounting, LeaseChangeView, LeaseEvent, LeaseMarket,
    LeaseMarketRate, MARKET_RATES_MAX, MarketInterest, NewBook, RegisteredLease,
};
use shared::ids::{AgreementId, PartyId};
use shared::money::Currency;
use shared::terms::{self, CheckedTerms};
use std::collections::HashMap;

use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service::{self as agreements, PortfolioEntry};
use crate::features::exchange_rates::{RateBook, service as exchange_rates};
use crate::features::parties::service::{self as parties, Directory, PartyName};

/// Which agreements.
#[derive(Clone, Copy, Debug)]
pub enum Selection<'a> {
    All,
    /// Those that are not there are left out.
    These(&'a [AgreementId]),
}

/// Owns everything, so that it can be calculated with once the connection is given back.
pub struct Holdings {
    /// The company's, which foreign leases are carried in.
    pub own_currency: Currency,
    /// By id.
    pub leases: Vec<BookHolding>,
    pub rates: RateBook,
    markets: HashMap<Currency, BookMarket>,
    parties: Directory,
}

/// An agreement and what accountants added to it.
pub struct BookHolding {
    pub id: AgreementId,
    pub demo: bool,
    /// As agreed at the start, corrections included.
    pub original: CheckedTerms,
    /// In force, by day.
    pub changes: Vec<AgreementChange>,
    pub accounting: LeaseAccounting,
    pub views: Vec<LeaseChangeView>,
    pub events: Vec<LeaseEvent>,
}

/// A lease in a book, ready to be calculated.
pub struct HeldLease<'a> {
    pub lease: RegisteredLease<'a>,
    pub book: NewBook,
    /// What the answer is in: the company's own, or the contract's where the company has no exchange rate for it.
    pub currency: Currency,
}

/// As the register has it, or had it at `known_at`.
pub async fn holdings(
    tx: &CompanyTx,
    selection: Selection<'_>,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<Holdings> {
    let entries = match selection {
        Selection::All => agreements::portfolio(tx, known_at).await?,
        Selection::These(ids) => agreements::portfolio_of(tx, ids, known_at).await?,
    };
    let rates = exchange_rates::book(tx, known_at).await?;
    let parties = parties::everyone(tx).await?;
    let leases = entries.into_iter().map(BookHolding::of).collect::<ApiResult<Vec<_>>>()?;
    let mut markets = HashMap::new();
    for currency in leases.iter().map(BookHolding::currency) {
        if currency != rates.base()
            && !markets.contains_key(&currency)
            && let Some(market) = market(&rates, currency)?
        {
            markets.insert(currency, market);
        }
    }
    Ok(Holdings { own_currency: rates.base(), leases, rates, markets, parties })
}

fn market(rates: &RateBook, currency: Currency) -> ApiResult<Option<BookMarket>> {
    let quotes = rates.quotes(currency);
    let latest = quotes.get(quotes.len().saturating_sub(MARKET_RATES_MAX)..).unwrap_or_default();
    if latest.is_empty() {
        return Ok(None);
    }
    let exchange_rates = latest.iter().map(|quote| LeaseMarketRate { on: quote.on, rate: quote.rate }).collect();
    let market = LeaseMarket { exchange_rates, interest: MarketInterest::default() };
    let broken = |faults| ApiError::internal(anyhow::anyhow!("recorded exchange rates are no market: {faults:?}"));
    Ok(Some(BookMarket::read(&market).map_err(broken)?))
}

impl Holdings {
    /// In the company's own currency.
    pub fn lease<'a>(&'a self, holding: &'a BookHolding, framework: BookFramework) -> HeldLease<'a> {
        let market = self.markets.get(&holding.currency());
        let currency = if market.is_some() { self.own_currency } else { holding.currency() };
        let held = self.contractual(holding, framework);
        HeldLease { lease: RegisteredLease { market, ..held.lease }, currency, ..held }
    }

    /// In the contract's currency.
    pub fn contractual<'a>(&'a self, holding: &'a BookHolding, framework: BookFramework) -> HeldLease<'a> {
        let BookHolding { original, changes, accounting, views, events, .. } = holding;
        let default_rates: &[BookDefaultRate] = &[];
        let lease = RegisteredLease { original, changes, accounting, views, events, default_rates, market: None };
        let book = NewBook { framework, policy: BookPolicy::default(), transition: None };
        HeldLease { lease, book, currency: holding.currency() }
    }

    /// The party that an id leads to today.
    pub fn party(&self, id: PartyId) -> Option<PartyName> {
        self.parties.by_id(id)
    }

    /// By the name the party has today.
    pub fn lessor(&self, terms: &AgreementTerms) -> Option<PartyName> {
        self.parties.by_id(terms.lessor_id?)
    }
}

impl BookHolding {
    fn of(entry: PortfolioEntry) -> ApiResult<Self> {
        let PortfolioEntry { id, demo, original, changes } = entry;
        let broken = |faults| ApiError::internal(anyhow::anyhow!("recorded terms cannot be calculated: {faults:?}"));
        let original = terms::check(&original).map_err(broken)?;
        let (accounting, views, events) = (LeaseAccounting::default(), Vec::new(), Vec::new());
        Ok(Self { id, demo, original, changes, accounting, views, events })
    }

    pub fn number(&self) -> &str {
        self.original.terms().number.as_deref().unwrap_or_default()
    }

    pub fn title(&self) -> &str {
        &self.original.terms().title
    }

    pub fn kind(&self) -> AgreementKind {
        self.original.terms().kind
    }

    pub fn currency(&self) -> Currency {
        self.original.terms().currency
    }

    /// The terms in force on a day: what splits and labels go by (cost centre, project, lessor …).
    pub fn terms_on(&self, day: NaiveDate) -> ApiResult<AgreementTerms> {
        agreements::terms_on(self.original.terms(), &self.changes, day)
    }
}
