//! The first application of a framework to a lease that is under way.

use chrono::NaiveDate;

use crate::books::check;
use crate::books::event::Event;
use crate::books::lease::Lease;
use crate::books::movement::Schedule;
use crate::books::policy::{Book, DiscountRate};
use crate::books::run::with_precision;
use crate::contract::Minor;
use crate::error::EngineError;

/// How the asset is found. Fully retrospective application is the ordinary schedule, and
/// [`Schedule::equity_on`] its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// The liability, with what was paid in advance or owed.
    FromLiability,
    /// As if the framework had been applied since commencement, at the rate of the transition.
    AsIfApplied,
}

/// Modified retrospective application from the beginning of `on`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Transition {
    pub on: NaiveDate,
    pub method: Method,
    /// The borrowing rate of that day.
    pub rate: DiscountRate,
    /// Fees paid before their cost (positive) or owed for a cost already taken, in the books until then.
    pub prepaid: Minor,
}

/// The schedule from the transition on; its first row says what went to equity. The lease is given with the terms that
/// hold on that day: events before it are left out.
pub fn transition(
    lease: &Lease,
    events: &[Event],
    book: &Book,
    transition: &Transition,
    also: &[NaiveDate],
) -> Result<Schedule, EngineError> {
    check::transition(lease, transition)?;
    with_precision(lease, events, book, Some(transition), also)
}

impl Schedule {
    /// What applying the framework all along means for equity at the end of a day, `prepaid` being in the books it
    /// replaces.
    pub fn equity_on(&self, date: NaiveDate, prepaid: Minor) -> Minor {
        let state = self.at(date);
        state.asset.closing + state.deferral.closing - state.liability.closing - prepaid
    }
}
