//! The right-of-use asset: cost, what is written off, and how the rest is spread.

use crate::books::policy::Halves;
use crate::books::spread::{Spread, Time, share};
use crate::contract::Minor;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Asset {
    pub(crate) cost: Minor,
    pub(crate) carrying: Minor,
    pub(crate) spread: Spread,
}

/// Part of an asset that leaves the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Retired {
    pub(crate) carrying: Minor,
    pub(crate) cost: Minor,
}

impl Asset {
    pub(crate) fn nothing(time: Time, halves: Halves) -> Self {
        Self { cost: 0, carrying: 0, spread: Spread { amount: 0, rest: 0, from: time, until: time, halves } }
    }

    /// Spreads what is carried from `from` until `until`, down to `rest`.
    pub(crate) fn respread(&mut self, from: Time, until: Time, rest: Minor) {
        self.spread =
            Spread { amount: self.carrying, rest: rest.min(self.carrying).max(0), from, until, ..self.spread };
    }

    /// Takes `part` of `of` away.
    pub(crate) fn retire(&mut self, part: i128, of: i128) -> Retired {
        let retired = Retired { carrying: share(self.carrying, part, of), cost: share(self.cost, part, of) };
        self.carrying -= retired.carrying;
        self.cost -= retired.cost;
        retired
    }

    /// Adds an amount, or takes one off down to nothing; what did not fit is given back.
    pub(crate) fn adjust(&mut self, amount: Minor) -> Minor {
        let fits = amount.max(-self.carrying);
        self.carrying += fits;
        self.cost += fits;
        amount - fits
    }
}
