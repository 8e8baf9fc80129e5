//! The portfolio on one day.

use chrono::NaiveDate;
use engine::{EffectiveRate, Status};
use shared::agreements::AgreementStatus;
use shared::calculation;
use shared::debt::Unknown;

use super::super::filter::Filter;
use super::{Agreement, Portfolio};
use crate::features::exchange_rates::{DayRates, RateBook};

/// One agreement on one day.
#[derive(Clone, Copy, Debug)]
pub struct Position<'a> {
    pub agreement: &'a Agreement,
    pub status: AgreementStatus,
    /// In its own currency.
    pub debt: Option<i64>,
    /// In the base currency, rounded by itself, so that a total is the sum of what the list shows.
    pub debt_base: Option<i64>,
    /// Why `debt` or `debt_base` is missing.
    pub unknown: Option<Unknown>,
    pub rate: Option<EffectiveRate>,
    /// While extended.
    pub extended: Option<ExtendedCost>,
}

/// What an extended agreement costs a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtendedCost {
    pub yearly: i64,
    pub yearly_base: Option<i64>,
}

/// The agreements that a filter lets through, on one day.
#[derive(Debug)]
pub struct Day<'a> {
    pub on: NaiveDate,
    pub rates: DayRates,
    pub positions: Vec<Position<'a>>,
}

impl Portfolio {
    pub fn on(&self, day: NaiveDate, book: &RateBook, filter: &Filter) -> Day<'_> {
        let rates = book.on(day);
        let agreements = self.agreements(filter).filter(|agreement| self.fits(agreement, day, filter));
        let positions = agreements.map(|agreement| agreement.position(day, &rates)).collect();
        Day { on: day, rates, positions }
    }
}

impl Agreement {
    fn position(&self, day: NaiveDate, rates: &DayRates) -> Position<'_> {
        let Some(plan) = &self.plan else {
            return Position {
                agreement: self,
                status: self.status_by_dates(day),
                debt: None,
                debt_base: None,
                unknown: Some(Unknown::TermsNotCalculable),
                rate: None,
                extended: None,
            };
        };
        let status = match plan.status_on(day) {
            Status::NotStarted => AgreementStatus::NotStarted,
            Status::Running => AgreementStatus::Running,
            Status::Extended { .. } => AgreementStatus::Extended,
            Status::Ended { .. } => AgreementStatus::Ended,
        };
        let outcome = plan.rate_on(day);
        let debt = plan.debt_on(day);
        let debt_base = debt.and_then(|debt| rates.to_base(self.currency, debt));
        Position {
            agreement: self,
            status,
            debt,
            debt_base,
            unknown: match (debt, debt_base) {
                (None, _) => Some(calculation::unknown(outcome).unwrap_or(Unknown::TermsNotCalculable)),
                (Some(_), None) => Some(rates.refusal(self.currency)),
                (Some(_), Some(_)) => None,
            },
            rate: outcome.rate(),
            extended: (status == AgreementStatus::Extended)
                .then(|| plan.yearly_cost_on(day))
                .flatten()
                .map(|yearly| ExtendedCost { yearly, yearly_base: rates.to_base(self.currency, yearly) }),
        }
    }

    fn status_by_dates(&self, day: NaiveDate) -> AgreementStatus {
        if self.ended_on.is_some_and(|ended_on| ended_on <= day) {
            AgreementStatus::Ended
        } else if day < self.start_on {
            AgreementStatus::NotStarted
        } else if self.term(day).end_on < day {
            AgreementStatus::Extended
        } else {
            AgreementStatus::Running
        }
    }
}
