//! What happened after signing, each with its day.

use chrono::NaiveDate;

use crate::contract::{Minor, NominalRate};

/// New terms; `None` leaves a term as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AmendedTerms {
    /// Replaces the fee and every remaining step for payments due on or after the day.
    pub fee: Option<Minor>,
    pub residual: Option<Minor>,
    /// New last contractual day, inclusive.
    pub end: Option<NaiveDate>,
    /// Counts from the first due date on or after the day; the running interval is finished as it was.
    pub interval_months: Option<u32>,
    pub invoice_fee: Option<Minor>,
    pub service_fee: Option<Minor>,
    /// Without `fee`: the fees are solved by annuity at this rate. With `fee`: kept beside the rate that the
    /// capital and the fees give.
    pub stated_rate: Option<NominalRate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    Terminated,
    BoughtOut { price: Minor },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
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
