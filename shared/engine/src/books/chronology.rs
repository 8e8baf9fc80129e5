//! In which order things happen. A day ends where the next begins: at that instant first what is paid in arrears,
//! then the closing of the period, then what belongs to the new day.

use chrono::NaiveDate;

use crate::books::event::When;
use crate::books::lease::{Moment, Payment};
use crate::calendar::{Day, Month, date_of, day_of, month_of, month_start};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Arrears,
    EventAtEnd,
    Expiry,
    Close,
    EventBefore,
    Commencement,
    Advance,
    EventAfter,
}

/// An instant at the beginning of `day`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) day: Day,
    pub(crate) phase: Phase,
}

impl At {
    pub(crate) const fn new(day: Day, phase: Phase) -> Self {
        Self { day, phase }
    }

    pub(crate) fn payment(payment: &Payment) -> Self {
        let day = day_of(payment.due);
        match payment.moment {
            Moment::StartOfDay => Self::new(day, Phase::Advance),
            Moment::EndOfDay => Self::new(day + 1, Phase::Arrears),
        }
    }

    pub(crate) fn event(on: NaiveDate, when: When) -> Self {
        let day = day_of(on);
        match when {
            When::BeforePayment => Self::new(day, Phase::EventBefore),
            When::AfterPayment => Self::new(day, Phase::EventAfter),
            When::EndOfDay => Self::new(day + 1, Phase::EventAtEnd),
        }
    }

    /// After the last day of the term.
    pub(crate) fn expiry(end: NaiveDate) -> Self {
        Self::new(day_of(end) + 1, Phase::Expiry)
    }

    /// The day it is booked on.
    pub(crate) fn date(self) -> NaiveDate {
        date_of(if self.phase <= Phase::Close { self.day - 1 } else { self.day })
    }
}

/// The closings of the accounts: month ends, every so many months, and any day asked for besides.
#[derive(Debug, Clone)]
pub(crate) struct Closings {
    month: Month,
    every: Month,
    also: Vec<Day>,
    next_also: usize,
}

impl Closings {
    /// Those from the first one on or after `from`.
    pub(crate) fn new(from: NaiveDate, every: u32, fiscal_year_ends: u32, also: &[NaiveDate]) -> Self {
        let every = every.max(1) as Month;
        let last = if fiscal_year_ends == 0 { 12 } else { fiscal_year_ends as Month };
        let month = month_of(from);
        let month = month + (last - 1 - month).rem_euclid(every);
        let mut also: Vec<Day> = also.iter().filter(|date| **date >= from).map(|date| day_of(*date) + 1).collect();
        also.sort_unstable();
        also.dedup();
        Self { month, every, also, next_also: 0 }
    }

    pub(crate) fn peek(&self) -> At {
        let regular = month_start(self.month + 1);
        let day = self.also.get(self.next_also).map_or(regular, |day| regular.min(*day));
        At::new(day, Phase::Close)
    }

    pub(crate) fn pass(&mut self) {
        let At { day, .. } = self.peek();
        if month_start(self.month + 1) == day {
            self.month += self.every;
        }
        while self.also.get(self.next_also).is_some_and(|also| *also <= day) {
            self.next_also += 1;
        }
    }
}
