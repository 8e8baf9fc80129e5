//! A lease as the register has it: the agreement with its changes, and what accountants added to them.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use engine::EngineError;
use engine::books::exchange::{ExchangeRates, InterestRate, translate};
use engine::books::{Event, Schedule};
use serde::{Deserialize, Serialize};

use super::answer::BookRateSource;
use super::finding::{BookFinding, BookFindingCode, BookRemedy};
use super::reading;
use super::request::{LeaseAccounting, LeaseEvent, LeaseMarket, LeaseRate, LeaseScope, LeaseShare};
use crate::agreements::{AgreementChange, AgreementKind};
use crate::ids::LeaseEventId;
use crate::money::{Amount, Currency};
use crate::terms::{CheckedTerms, TermsFault};

/// What is known of a lease. A book of it is asked for with [`super::of_register`] or [`super::schedule_of`].
#[derive(Clone, Copy, Debug)]
pub struct RegisteredLease<'a> {
    /// As agreed at the start, corrections included.
    pub original: &'a CheckedTerms,
    /// In force, by day.
    pub changes: &'a [AgreementChange],
    pub accounting: &'a LeaseAccounting,
    /// How single changes are taken.
    pub views: &'a [LeaseChangeView],
    /// What happened besides the changes. In an answer an event is named by its place here.
    pub events: &'a [LeaseEvent],
    /// Of each of them, where they are recorded.
    pub event_ids: &'a [LeaseEventId],
    /// The company's, for where nothing of the lease says a rate.
    pub default_rates: &'a [BookDefaultRate],
    /// With it the answer is in the own currency.
    pub market: Option<&'a BookMarket>,
}

const NOTHING_SAID: &LeaseAccounting = &LeaseAccounting::NOTHING;

impl<'a> RegisteredLease<'a> {
    /// Of which accountants have said nothing.
    pub const fn new(original: &'a CheckedTerms, changes: &'a [AgreementChange]) -> Self {
        let accounting = NOTHING_SAID;
        let (views, events, event_ids, default_rates) = (&[], &[], &[], &[]);
        Self { original, changes, accounting, views, events, event_ids, default_rates, market: None }
    }
}

/// A schedule and what it takes to follow it back.
#[derive(Clone, Debug)]
pub struct RegisteredSchedule {
    /// In the own currency where the lease has a market, else in the contract's.
    pub own: Schedule,
    /// In the contract's, where that is another.
    pub contractual: Option<Schedule>,
    /// What rows and findings name, by its place.
    pub events: Vec<Event>,
    /// How many of the events that rows and findings name follow from the agreement; those after them are
    /// [`RegisteredLease::events`].
    pub derived: usize,
    /// Of the first discount rate; `None` where there is none.
    pub rate_source: Option<BookRateSource>,
    /// Of the schedule, and of what is recorded of the lease.
    pub findings: Vec<BookFinding>,
    /// The days whose exchange rates the asset rests on, up to the last closing.
    pub layers: Vec<NaiveDate>,
}

impl RegisteredSchedule {
    /// The place of an event of the schedule in [`RegisteredLease::events`].
    pub fn listed(&self, event: usize) -> Option<usize> {
        event.checked_sub(self.derived)
    }
}

/// Exchange rates into the own currency, checked once for many leases.
#[derive(Clone, Debug)]
pub struct BookMarket(Arc<(ExchangeRates, InterestRate)>);

impl BookMarket {
    pub fn read(market: &LeaseMarket) -> Result<Self, Vec<TermsFault>> {
        reading::market(market)
    }

    pub(super) fn of(rates: ExchangeRates, interest: InterestRate) -> Self {
        Self(Arc::new((rates, interest)))
    }

    /// Of these days, in their order, those whose rate is not of the day or shortly before, each rate once.
    pub(super) fn unfit(&self, days: &[NaiveDate]) -> Vec<BookFinding> {
        let (rates, _) = &*self.0;
        let mut seen = Vec::new();
        let mut found = Vec::new();
        for day in days {
            let Some(known) = rates.known_on(*day).filter(|known| !seen.contains(known)) else { continue };
            let code = match known {
                later if later > *day => BookFindingCode::ExchangeRateMissing,
                known if bank_days(known, *day) > RATE_BANK_DAYS_MAX => BookFindingCode::ExchangeRateOld,
                _ => continue,
            };
            seen.push(known);
            let pointer = "/market/exchange_rates".to_owned();
            let finding = BookFinding::at(code, pointer, BookRemedy::GiveExchangeRate, Some(*day));
            found.push(BookFinding { found_on: Some(known), ..finding });
        }
        found
    }

    pub(super) fn translate(&self, schedule: &Schedule) -> Result<Schedule, EngineError> {
        let (rates, interest) = &*self.0;
        translate(schedule, rates, *interest)
    }
}

/// As many bank days a rate may be older than the day it is used for.
const RATE_BANK_DAYS_MAX: i64 = 7;

/// Mondays to Fridays after a day up to and including another.
fn bank_days(from: NaiveDate, to: NaiveDate) -> i64 {
    let days = (to - from).num_days();
    let of_week = i64::from(from.weekday().num_days_from_monday());
    // The days of whole weeks, and of the rest those that are no weekend.
    let rest = (1..=days % 7).filter(|day| (of_week + day) % 7 < 5).count();
    days / 7 * 5 + i64::try_from(rest).unwrap_or(0)
}

/// How a change of an agreement is taken in the books, where what such a change mostly is does not do. Which fields it
/// has depends on its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseChangeView {
    /// The day of the change.
    pub on: NaiveDate,
    pub kind: LeaseChangeKind,
    /// The revised discount rate, where the kind revises it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_rate: Option<LeaseRate>,
    /// How much of the right of use a modification leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<LeaseScope>,
    /// What a reduced scope leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<LeaseShare>,
    /// What a termination costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseChangeKind {
    /// Index or market rent; the rate is unchanged.
    Index,
    /// Floating interest rate; the rate is revised.
    FloatingRate,
    ResidualGuarantee,
    BecameFixed,
    Incentive,
    /// The term is assessed differently; the rate is revised.
    TermReassessed,
    /// The contract is changed; the rate is revised, and `scope` says what is left.
    Modification,
    /// What is added is a lease of its own.
    SeparateLease,
    /// The agreement's ending, at a cost.
    Termination,
}

/// What a company discounts at from a day on, where nothing of the lease says a rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookDefaultRate {
    /// Leases that commence or are assessed anew from this day on.
    pub from: NaiveDate,
    pub currency: Currency,
    /// Any kind when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgreementKind>,
    /// The longest term, in months; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months_max: Option<u32>,
    pub rate: LeaseRate,
}

/// What a rate is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub on: NaiveDate,
    pub currency: Currency,
    pub kind: AgreementKind,
    /// Of the term that is left.
    pub months: u32,
}

/// Of the rates that fit: one of the kind before one of any, then the latest, then the one of the shortest term.
pub fn default_rate<'a>(rates: &'a [BookDefaultRate], wanted: &Wanted) -> Option<&'a BookDefaultRate> {
    let fits = |rate: &&BookDefaultRate| {
        rate.from <= wanted.on
            && rate.currency == wanted.currency
            && rate.kind.is_none_or(|kind| kind == wanted.kind)
            && rate.months_max.is_none_or(|most| most >= wanted.months)
    };
    let place = |rate: &&BookDefaultRate| {
        (rate.kind.is_some(), rate.from, std::cmp::Reverse(rate.months_max.unwrap_or(u32::MAX)))
    };
    rates.iter().filter(fits).max_by_key(place)
}

#[cfg(test)]
mod tests;
