//! The debt itself: the lessor's unrounded capital, walked from one grid date to the next.
//!
//! Times here are instants at the beginning of a day, before what falls due that day. The debt "on" a day is at its
//! end, so it is the value at the beginning of the next: what falls due that day is paid and the day itself has
//! earned its interest.

use crate::calendar::Day;
use crate::contract::Discounting;
use crate::grid::Weight;
use crate::real::Real;
use crate::stretch::{Book, Force, FromForce, Opening, Stretch};

/// A walk along a stretch with a known capital.
pub(crate) struct Walk<'a, R> {
    stretch: &'a Stretch,
    pub(crate) rate: R,
    pub(crate) base: R,
    pub(crate) accrued: R,
    pub(crate) since: Day,
    /// The interval under way: its first day, length in days and weight.
    pub(crate) interval: (Day, i32, Weight),
    /// The next grid date.
    pub(crate) at: u32,
    pub(crate) due: Day,
}

/// One payment met on the walk.
pub(crate) struct Step<R> {
    /// Capital just before the payment.
    pub(crate) before: R,
    pub(crate) paid: R,
    /// Interest an extended fee does not cover; it is not added to the debt.
    pub(crate) uncovered: R,
}

impl<'a, R: Real + FromForce> Walk<'a, R> {
    pub(crate) fn new(stretch: &'a Stretch) -> Option<Self> {
        match &stretch.book {
            Book::Path { opening, force } => Some(Self::along(stretch, opening, force)),
            Book::Unknown { .. } | Book::Nothing => None,
        }
    }

    fn along(stretch: &'a Stretch, opening: &Opening, force: &Force) -> Self {
        Self {
            stretch,
            rate: stretch.force(opening, force),
            base: R::double(opening.base),
            accrued: R::double(opening.accrued),
            since: opening.since,
            interval: (stretch.lead.from, stretch.lead.days, stretch.lead_weight()),
            at: 0,
            due: stretch.grid.due(0),
        }
    }

    /// Interest earned from the last payment or change until `day`, which is not after the next grid date.
    pub(crate) fn interest(&self, day: Day) -> R {
        let days = i64::from(day - self.since);
        if days == 0 {
            return R::whole(0);
        }
        match self.stretch.discounting {
            Discounting::Periodic => {
                let (_, length, weight) = self.interval;
                let whole = self.base * self.rate;
                let earned = if weight.is_whole() { whole } else { whole * weight.real() };
                if days == i64::from(length) { earned } else { earned * R::ratio(days, i64::from(length)) }
            }
            Discounting::Dated(_) => {
                let time = self.stretch.time::<R>(day) - self.stretch.time::<R>(self.since);
                self.base * ((self.rate * time).exp() - R::whole(1))
            }
        }
    }

    pub(crate) fn value(&self, day: Day) -> R {
        if day == self.since {
            return self.base + self.accrued;
        }
        self.base + self.accrued + self.interest(day)
    }

    /// Goes past the payment at the next grid date.
    pub(crate) fn pay(&mut self) -> Step<R> {
        let before = self.value(self.due);
        let fee = R::whole(self.stretch.fee(self.at));
        let (paid, after) = if self.at < self.stretch.contractual {
            (fee, before - fee)
        } else {
            let paid = fee.min(before);
            let extended = self.stretch.open || self.at > self.stretch.grid.intervals;
            (paid, if extended { (before - paid).min(self.base) } else { before - paid })
        };
        let weight = self.stretch.grid.weight(self.at);
        let from = self.due;
        self.base = after;
        self.accrued = R::whole(0);
        self.since = from;
        self.at += 1;
        self.due = self.stretch.grid.due(self.at);
        self.interval = (from, self.due - from, weight);
        Step { before, paid, uncovered: before - paid - after }
    }

    /// Past every payment that falls due before `day`.
    pub(crate) fn go_to(&mut self, day: Day) {
        while self.due < day {
            self.pay();
        }
    }
}

/// The capital of a stretch at the beginning of `day`.
pub(crate) fn value_at<R: Real + FromForce>(stretch: &Stretch, day: Day) -> Option<R> {
    let mut walk = Walk::<R>::new(stretch)?;
    walk.go_to(day);
    Some(walk.value(day))
}
