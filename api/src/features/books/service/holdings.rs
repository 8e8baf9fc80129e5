//! The leases of a company as its books have them, for sums over them and for each alone.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::{AgreementChange, AgreementKind, AgreementTerms};
use shared::books::{
    AccountingFacts, BookFramework, BookMarket, CompanyBook, LeaseAccounting, LeaseBookChoices, LeaseChangeView,
    LeaseEvent, LeaseMarket, LeaseMarketRate, MARKET_RATES_MAX, MarketInterest, NewBook, RegisteredLease,
};
use shared::ids::{AgreementId, LeaseEventId, PartyId};
use shared::money::Currency;
use shared::org_number::OrgNumber;
use shared::terms::{self, CheckedTerms, TermsFault};
use std::collections::HashMap;
use std::sync::Arc;

use super::super::store;
use super::batches::Surroundings;
use super::{events, refused};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service::{self as agreements, PortfolioEntry};
use crate::features::exchange_rates::RateBook;
use crate::features::parties::service::{Directory, PartyName};

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
    /// Recorded when the rules were others: no book can be made of them until they are corrected.
    pub unsound: Vec<Unsound>,
    pub rates: Arc<RateBook>,
    /// One for each framework.
    pub(super) books: Arc<[CompanyBook]>,
    pub(super) markets: HashMap<Currency, BookMarket>,
    pub(super) parties: Arc<Directory>,
}

/// An agreement whose terms do not hold together.
#[derive(Clone, Debug)]
pub struct Unsound {
    pub id: AgreementId,
    pub original: AgreementTerms,
    pub faults: Vec<TermsFault>,
}

/// An agreement and what accountants added to it.
#[derive(Clone)]
pub struct BookHolding {
    pub id: AgreementId,
    pub demo: bool,
    /// As agreed at the start, corrections included.
    pub original: CheckedTerms,
    /// In force, by day.
    pub changes: Vec<AgreementChange>,
    pub accounting: LeaseAccounting,
    pub views: Vec<LeaseChangeView>,
    pub choices: Vec<LeaseBookChoices>,
    /// In force, of every book. What a book has of them is in [`HeldLease`].
    pub recorded: Vec<HeldEvent>,
    /// Of all books alike.
    events: Listed,
    /// Of books that do not have them all.
    events_of: Vec<(BookFramework, Listed)>,
}

/// Accounting events in force, beside their ids.
#[derive(Clone, Default)]
struct Listed {
    events: Vec<LeaseEvent>,
    ids: Vec<LeaseEventId>,
}

impl<'a> FromIterator<&'a HeldEvent> for Listed {
    fn from_iter<T: IntoIterator<Item = &'a HeldEvent>>(held: T) -> Self {
        let (events, ids) = held.into_iter().map(|one| (one.event.clone(), one.id)).unzip();
        Self { events, ids }
    }
}

/// An accounting event in force.
#[derive(Clone, Debug)]
pub struct HeldEvent {
    pub id: LeaseEventId,
    pub event: LeaseEvent,
    /// Only in these books; in all when empty.
    pub frameworks: Vec<BookFramework>,
}

impl HeldEvent {
    pub fn is_of(&self, framework: BookFramework) -> bool {
        self.frameworks.is_empty() || self.frameworks.contains(&framework)
    }
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
    let (entries, ids) = match selection {
        Selection::All => (agreements::portfolio(tx, known_at).await?, None),
        Selection::These(ids) => (agreements::portfolio_of(tx, ids, known_at).await?, Some(ids)),
    };
    let of = ids.map_or(store::Among::All, store::Among::These);
    let facts = store::facts_of(tx, of, known_at).await?;
    let recorded = events::in_force(tx, of, known_at).await?;
    Surroundings::of(tx, known_at).await?.around(entries, facts, recorded)
}

pub(super) fn market(rates: &RateBook, currency: Currency) -> ApiResult<Option<BookMarket>> {
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
        let BookHolding { original, changes, accounting, views, .. } = holding;
        let Listed { events, ids: event_ids } = holding.listed(framework);
        let book = self.book(framework);
        let (default_rates, book) = match book {
            Some(book) => {
                (book.choices.default_rates.as_slice(), book.of_lease(original, holding.choices_of(framework)))
            }
            None => (&[][..], CompanyBook::unchosen(framework).of_lease(original, holding.choices_of(framework))),
        };
        let market = None;
        let lease = RegisteredLease { original, changes, accounting, views, events, event_ids, default_rates, market };
        HeldLease { lease, book, currency: holding.currency() }
    }

    /// Of one agreement that was asked for.
    pub fn only(&self) -> ApiResult<&BookHolding> {
        match (self.leases.first(), self.unsound.first()) {
            (Some(holding), _) => Ok(holding),
            (None, Some(unsound)) => Err(refused(unsound.faults.clone())),
            (None, None) => Err(ApiError::not_found()),
        }
    }

    /// The party that an id leads to today.
    pub fn party(&self, id: PartyId) -> Option<PartyName> {
        self.parties.by_id(id)
    }

    /// By the organisation number the party has today.
    pub fn org_number(&self, party: PartyId) -> Option<OrgNumber> {
        self.parties.org_number(party)
    }

    fn book(&self, framework: BookFramework) -> Option<&CompanyBook> {
        self.books.iter().find(|book| book.framework == framework)
    }

    /// One for each framework, in use or not.
    pub fn books(&self) -> &[CompanyBook] {
        &self.books
    }

    /// What reports, journals and previews have.
    pub fn in_use(&self) -> impl Iterator<Item = BookFramework> {
        self.books.iter().filter(|book| book.in_use).map(|book| book.framework)
    }

    /// By the name the party has today.
    pub fn lessor(&self, terms: &AgreementTerms) -> Option<PartyName> {
        self.parties.by_id(terms.lessor_id?)
    }
}

impl BookHolding {
    pub(super) fn of(
        entry: PortfolioEntry,
        facts: AccountingFacts,
        recorded: Vec<HeldEvent>,
    ) -> Result<Self, Box<Unsound>> {
        let PortfolioEntry { id, demo, original, changes } = entry;
        let original = match terms::check(&original) {
            Ok(original) => original,
            Err(faults) => return Err(Box::new(Unsound { id, original, faults })),
        };
        let AccountingFacts { accounting, changes: views, books: choices } = facts;
        let holding = Self {
            id,
            demo,
            original,
            changes,
            accounting,
            views,
            choices,
            recorded,
            events: Listed::default(),
            events_of: Vec::new(),
        };
        Ok(holding.sorted())
    }

    /// The same with other facts.
    pub fn with_facts(mut self, facts: AccountingFacts) -> Self {
        (self.accounting, self.views, self.choices) = (facts.accounting, facts.changes, facts.books);
        self
    }

    /// The same with other events.
    pub fn with_events(mut self, recorded: Vec<HeldEvent>) -> Self {
        self.recorded = recorded;
        self.sorted()
    }

    /// The same with other terms and changes.
    pub fn with_terms(mut self, original: CheckedTerms, changes: Vec<AgreementChange>) -> Self {
        (self.original, self.changes) = (original, changes);
        self
    }

    /// What accountants say of it.
    pub fn facts(&self) -> AccountingFacts {
        AccountingFacts {
            accounting: self.accounting.clone(),
            changes: self.views.clone(),
            books: self.choices.clone(),
        }
    }

    fn sorted(mut self) -> Self {
        let of = |framework| self.recorded.iter().filter(|one| one.is_of(framework)).collect::<Listed>();
        if self.recorded.iter().all(|one| one.frameworks.is_empty()) {
            self.events = self.recorded.iter().collect();
            self.events_of = Vec::new();
        } else {
            self.events_of = BookFramework::ALL.into_iter().map(|framework| (framework, of(framework))).collect();
            self.events = Listed::default();
        }
        self
    }

    fn listed(&self, framework: BookFramework) -> &Listed {
        let own = self.events_of.iter().find(|(of, _)| *of == framework);
        own.map_or(&self.events, |(_, events)| events)
    }

    /// The id of an event that an answer names by its place.
    pub fn event_id(&self, framework: BookFramework, place: usize) -> Option<LeaseEventId> {
        self.recorded.iter().filter(|one| one.is_of(framework)).nth(place).map(|one| one.id)
    }

    fn choices_of(&self, framework: BookFramework) -> Option<&LeaseBookChoices> {
        self.choices.iter().find(|one| one.framework == framework)
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
