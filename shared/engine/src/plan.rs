//! An agreement made ready: rates solved once, read at any date.

use chrono::NaiveDate;

use crate::calendar::{Day, asked, date_of, day_of};
use crate::change::{Change, Ending};
use crate::compile::compile;
use crate::contract::{AfterEnd, Contract, Convention, Minor, Timing};
use crate::double::Double;
use crate::error::EngineError;
use crate::outcome::{RateOutcome, Segment, Status};
use crate::path::value_at;
use crate::real::Near;
use crate::stretch::{Book, Stretch};
use crate::terms::Fees;

/// What comes with each payment besides the fee, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extras {
    pub(crate) from: Day,
    pub(crate) invoice: Minor,
    pub(crate) service: Minor,
}

/// A term that has held since a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Since<T> {
    pub(crate) from: Day,
    pub(crate) value: T,
}

/// A contract and its changes, compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    pub(crate) start: Day,
    pub(crate) timing: Timing,
    pub(crate) after_end: AfterEnd,
    pub(crate) convention: Convention,
    pub(crate) ended: Option<(Day, Ending)>,
    /// Ascending, at least one; each rules from its day until the next.
    pub(crate) stretches: Vec<Stretch>,
    /// Beside the stretches, one each.
    pub(crate) segments: Vec<Segment>,
    pub(crate) rate: RateOutcome,
    pub(crate) fees: Fees,
    pub(crate) every: Vec<Since<i32>>,
    pub(crate) maturities: Vec<Since<Day>>,
    pub(crate) extras: Vec<Extras>,
    pub(crate) first_increased: Minor,
    pub(crate) arrangement: Minor,
    pub(crate) interim: Option<(Day, Minor)>,
}

impl Plan {
    pub fn compile(contract: &Contract, changes: &[Change]) -> Result<Self, EngineError> {
        compile(contract, changes)
    }

    /// The rate of the agreement as signed.
    pub fn rate(&self) -> &RateOutcome {
        &self.rate
    }

    /// The rate in force on a day; the agreement's own before it starts.
    pub fn rate_on(&self, date: NaiveDate) -> &RateOutcome {
        let day = asked(date);
        let ruling = self.segments.iter().rev().find(|segment| day_of(segment.from) <= day);
        ruling.or(self.segments.first()).map_or(&self.rate, |segment| &segment.rate)
    }

    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The lessor's remaining capital at the end of a day, rounded. `None`: unknown. 0 before the start, from the day
    /// the agreement is ended, and after the contractual end of an agreement that then only costs.
    pub fn debt_on(&self, date: NaiveDate) -> Option<Minor> {
        let day = asked(date);
        if self.is_outside(day) {
            return Some(0);
        }
        let stretch = self.stretch_on(day)?;
        match stretch.book {
            Book::Unknown { .. } => None,
            Book::Nothing => Some(0),
            Book::Path { .. } if self.only_costs(day) => Some(0),
            Book::Path { .. } => value_at::<Near>(stretch, day + 1)?.round().or_else(|| self.exact_debt_on(day)),
        }
    }

    /// The debt of a day on which the capital follows its path, in double-double.
    pub(crate) fn exact_debt_on(&self, day: Day) -> Option<Minor> {
        Some(value_at::<Double>(self.stretch_on(day)?, day + 1)?.round())
    }

    pub fn status_on(&self, date: NaiveDate) -> Status {
        let day = asked(date);
        match self.ended {
            Some((on, _)) if day >= on => Status::Ended { on: date_of(on) },
            _ if day < self.start => Status::NotStarted,
            _ if day >= self.maturity_on(day) => Status::Extended { since: date_of(self.maturity_on(day)) },
            _ => Status::Running,
        }
    }

    /// The fee on a day × 12 / months between payments; services and invoice fees left out. `None` outside the
    /// agreement's life.
    pub fn yearly_cost_on(&self, date: NaiveDate) -> Option<Minor> {
        let day = asked(date);
        if self.is_outside(day) {
            return None;
        }
        let every = i128::from(self.every.iter().rev().find(|term| term.from <= day)?.value.max(1));
        let fee = i128::from(self.fees.level(day));
        Some(((fee * 24 + every) / (every * 2)) as Minor)
    }

    /// The contractual end in force on a day, inclusive.
    pub fn end_on(&self, date: NaiveDate) -> NaiveDate {
        date_of(self.maturity_on(asked(date)) - 1)
    }

    pub(crate) fn is_outside(&self, day: Day) -> bool {
        day < self.start || self.ended.is_some_and(|(on, _)| day >= on)
    }

    /// Past the contractual end of an agreement that carries no debt there.
    pub(crate) fn only_costs(&self, day: Day) -> bool {
        self.after_end == AfterEnd::CostOnly && day >= self.maturity_on(day)
    }

    pub(crate) fn maturity_on(&self, day: Day) -> Day {
        let ruling = self.maturities.iter().rev().find(|term| term.from <= day);
        ruling.or(self.maturities.first()).map_or(day, |term| term.value)
    }

    pub(crate) fn stretch_on(&self, day: Day) -> Option<&Stretch> {
        self.stretches.iter().rev().find(|stretch| stretch.from <= day)
    }

    pub(crate) fn extras_on(&self, day: Day) -> Option<Extras> {
        self.extras.iter().rev().find(|extras| extras.from <= day).copied()
    }
}
