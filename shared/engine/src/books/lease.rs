//! A contract in accounting terms.

use chrono::NaiveDate;

use crate::books::check::MOST_PAYMENTS;
use crate::books::policy::DiscountRate;
use crate::calendar::add_months;
use crate::contract::{Minor, Timing};
use crate::validate::LONGEST_INTERVAL_MONTHS;

/// When on its day something is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Moment {
    /// In advance: the day has not earned its interest.
    StartOfDay,
    /// In arrears.
    EndOfDay,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PaymentKind {
    /// Fixed or in substance fixed, or linked to an index or rate at the level in force; an incentive still to be
    /// received is a negative one.
    Lease,
    TerminationPenalty,
    PurchasePrice,
    /// Linked to use or sales, or to an index that is not measured: expensed when it falls due, as the two below.
    Expensed,
    /// For use outside the term: interim rent before it, fees of a lease that goes on after it.
    OutsideTerm,
    /// Services, invoice fees and other parts that are no lease.
    Service,
    /// Never a cost.
    DeductibleVat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Payment {
    pub due: NaiveDate,
    pub moment: Moment,
    pub amount: Minor,
    pub kind: PaymentKind,
}

/// A residual value the lessee guarantees, settled at the end of the term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Guarantee {
    /// What is expected to be paid under it.
    pub expected: Minor,
    /// The most that can be; no less than what is expected.
    pub full: Minor,
}

/// What is paid and for how long, as assessed on a day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Terms {
    /// Last day of the lease term as assessed, inclusive.
    pub end: NaiveDate,
    /// Every payment; those before an event are not read from the terms that come with it.
    pub payments: Vec<Payment>,
    pub guarantee: Option<Guarantee>,
    /// The asset becomes the lessee's: ownership passes, or a purchase option is reasonably certain to be used (its
    /// price is then among the payments).
    pub becomes_owned: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Classification {
    Finance,
    Operating,
}

/// Who says what a lease is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Classified {
    Told(Classification),
    /// What leases of its kind mostly are. ASC 842 puts such a lease to its tests.
    Assumed(Classification),
}

impl Classified {
    pub fn class(self) -> Classification {
        match self {
            Self::Told(class) | Self::Assumed(class) => class,
        }
    }
}

/// What is known of the thing leased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Underlying {
    pub fair_value: Option<Minor>,
    /// Last day of its useful life, inclusive.
    pub useful_until: Option<NaiveDate>,
    /// What it is worth at the end of its useful life to a lessee who then owns it.
    pub residual: Minor,
    /// Of no use to anybody but the lessee when the term is over.
    pub specialised: bool,
    /// It was the lessee's own. Read under IFRS 16 alone.
    pub sold: Option<Sold>,
}

/// What is sold to the lessor as the lease commences, in a transfer that is a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sold {
    pub price: Minor,
    pub fair_value: Minor,
    /// In the seller's books until then.
    pub carrying: Minor,
}

/// What an exemption or a classification asks about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Options {
    pub purchase: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Lease {
    /// The day the asset is at the lessee's disposal.
    pub commencement: NaiveDate,
    /// Months between regular payments.
    pub interval_months: u32,
    pub terms: Terms,
    pub rate: Option<DiscountRate>,
    pub classification: Classified,
    pub underlying: Underlying,
    pub options: Options,
    pub initial_direct_costs: Minor,
    pub incentives_received: Minor,
    /// Paid before the commencement day, over and above the payments listed.
    pub prepaid: Minor,
    pub restoration: Minor,
}

/// `count` payments of `amount`, `every` months apart: on the first day of each interval, or in arrears at the end of
/// its last.
pub fn level_payments(from: NaiveDate, count: u32, every: u32, amount: Minor, timing: Timing) -> Vec<Payment> {
    let step = every.min(LONGEST_INTERVAL_MONTHS) as i32;
    (0..count.min(MOST_PAYMENTS as u32) as i32)
        .map(|at| {
            let (due, moment) = match timing {
                Timing::Advance => (add_months(from, at * step), Moment::StartOfDay),
                Timing::Arrears => (before(add_months(from, (at + 1) * step)), Moment::EndOfDay),
            };
            Payment { due, moment, amount, kind: PaymentKind::Lease }
        })
        .collect()
}

fn before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(date)
}
