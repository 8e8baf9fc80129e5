//! What happens to a lease in the books.

use chrono::NaiveDate;

use crate::books::lease::Terms;
use crate::books::policy::DiscountRate;
use crate::contract::Minor;

/// Where on its day an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum When {
    /// At the beginning of the day; a payment at its beginning is already of the new terms.
    BeforePayment,
    /// At the beginning of the day, after what is paid then.
    AfterPayment,
    /// After everything else of the day.
    EndOfDay,
}

/// Why a liability is measured anew without the contract having been changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Index or market rent.
    Index,
    FloatingRate,
    ResidualGuarantee,
    /// What was variable has become fixed in substance.
    BecameFixed,
    /// An incentive still to be received moves in time or amount.
    Incentive,
    /// An option to extend or terminate is assessed differently.
    Term,
    PurchaseOption,
}

impl Cause {
    /// Whether the discount rate is revised with it.
    pub fn revises_rate(self) -> bool {
        matches!(self, Self::FloatingRate | Self::Term | Self::PurchaseOption)
    }
}

/// How much of the right of use a modification leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Only the consideration is new, or the term is longer, or something is added below its own price.
    Kept,
    /// `part` of `of` square metres, cars …
    Reduced { part: u32, of: u32 },
    /// The new term ends earlier.
    Shortened,
}

#[derive(Debug, Clone, PartialEq)]
pub enum EventKind {
    /// `rate` is read where the cause revises it; without one the old rate stays, and a finding says so.
    Remeasured {
        cause: Cause,
        terms: Terms,
        rate: Option<DiscountRate>,
    },
    Modified {
        terms: Terms,
        rate: Option<DiscountRate>,
        scope: Scope,
    },
    /// An asset is added at its own price: a lease of its own, which leaves this one alone.
    SeparateLease,
    /// At the end of the day it goes to another company of the group at what it is carried at: the schedule is that of
    /// the company that has it until then.
    GivenAway,
    /// At the end of the day it comes from another company at what it is carried at there: the schedule is that of the
    /// company that has it from then on.
    TakenOver,
    Impaired {
        amount: Minor,
    },
    /// An impairment is taken back, up to what the asset would be carried at without one (IAS 36.117, K3 27.15); not
    /// under ASC 842.
    ImpairmentReversed {
        amount: Minor,
    },
    /// A finance sublease of `part` of `of`: that part of the asset becomes a claim on the sublessee, the liability
    /// stays. The claim is what the sublease's own payments are worth, and its schedule that of a lease seen from the
    /// other side.
    Subleased {
        part: u32,
        of: u32,
        claim: Minor,
    },
    Terminated {
        penalty: Minor,
    },
    BoughtOut {
        price: Minor,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    pub on: NaiveDate,
    pub when: When,
    pub kind: EventKind,
}

impl Event {
    /// Whether another company has the lease before or after it.
    pub(crate) fn hands_over(&self) -> bool {
        matches!(self.kind, EventKind::GivenAway | EventKind::TakenOver)
    }
}
