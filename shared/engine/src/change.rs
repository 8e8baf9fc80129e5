//! What happened after signing, each with its day.

use chrono::NaiveDate;

use crate::contract::{FeeStep, Minor, NominalRate};

/// New terms; `None` leaves a term as it was.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct AmendedTerms {
    /// Replaces the fee for payments due on or after the day, and with it every remaining step.
    pub fee: Option<Minor>,
    /// The levels that follow, ascending by date and after the day, in place of every remaining step. Without `fee`
    /// the fee of the day stays until the first of them; none at all leaves it for good.
    pub steps: Option<Vec<FeeStep>>,
    pub residual: Option<Minor>,
    /// New last contractual day, inclusive.
    pub end: Option<NaiveDate>,
    /// Counts from the first due date on or after the day; the running interval is finished as it was.
    pub interval_months: Option<u32>,
    pub invoice_fee: Option<Minor>,
    pub service_fee: Option<Minor>,
    /// Without `fee` and `steps`: the fees are solved by annuity at this rate. With either: kept beside the rate that
    /// the capital and the fees give.
    pub stated_rate: Option<NominalRate>,
}

impl AmendedTerms {
    /// The rate as it is meant to rule the fees.
    pub(crate) fn rate_for_fees(&self) -> Option<NominalRate> {
        self.stated_rate.filter(|_| self.fee.is_none() && self.steps.is_none())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    Terminated,
    BoughtOut { price: Minor },
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Change {
    /// In force from the beginning of `on`: a payment due that day is already the new one.
    Amended { on: NaiveDate, terms: AmendedTerms },
    /// The agreement runs to the end of `on`; the debt is 0 at the end of that day. What falls due that day is paid, and
    /// so is the fee in arrears of an interval that is over with it.
    Ended { on: NaiveDate, how: Ending },
}

impl Change {
    pub fn on(&self) -> NaiveDate {
        match self {
            Self::Amended { on, .. } | Self::Ended { on, .. } => *on,
        }
    }
}
