//! What comes out: rates with a typed outcome, rows, states.

use chrono::NaiveDate;

use crate::contract::{Minor, NominalRate};

/// One rate in its three dresses. All are fractions: 0.05 is 5 %.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EffectiveRate {
    /// Interval rate × payments per year.
    pub nominal: f64,
    /// (1 + interval rate) ^ payments per year − 1.
    pub effective: f64,
    /// Per payment interval.
    pub interval: f64,
    pub interval_months: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoRate {
    /// Neither a price nor a stated rate.
    PriceUnknown,
    /// The down payment leaves nothing to finance.
    NothingFinanced,
    /// Nothing is paid back, or all flows have one sign.
    OneSided,
    /// A root exists, but beyond −50 … 1 000 % a year.
    OutOfRange,
    /// Money goes both ways, yet no rate makes it meet.
    NoRoot,
    /// Money changes direction too often to be an agreement.
    TooManyTurns,
}

#[derive(Debug, Clone, PartialEq)]
pub enum RateOutcome {
    Unique(EffectiveRate),
    /// Taken from the agreement, since the price is unknown.
    Stated(EffectiveRate),
    /// Solved, but outside −20 … 60 % nominal: nearly always a typing error.
    Implausible(EffectiveRate),
    /// More than one rate fits. `display` is the one nearest 0 and is what the debt is computed with.
    Several {
        roots: Vec<EffectiveRate>,
        display: EffectiveRate,
    },
    None(NoRate),
}

impl RateOutcome {
    /// The rate the debt is computed with.
    pub fn rate(&self) -> Option<EffectiveRate> {
        match self {
            Self::Unique(rate) | Self::Stated(rate) | Self::Implausible(rate) => Some(*rate),
            Self::Several { display, .. } => Some(*display),
            Self::None(_) => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeeKind {
    Arrangement,
    Interim,
    Invoice,
}

/// How much of the all-in rate one fee is: its effect averaged over every order of adding the fees, so that the
/// shares sum to the difference and do not depend on an order.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FeeShare {
    pub fee: FeeKind,
    /// Hundredths of a per cent of nominal rate.
    pub basis_points: f64,
}

/// The rate with every fee inside. Known only where the price is.
#[derive(Debug, Clone, PartialEq)]
pub struct AllIn {
    pub rate: RateOutcome,
    pub shares: Vec<FeeShare>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// Rent by the day before the start.
    Interim,
    FirstIncreased,
    Fee,
    /// A fee after the contractual end.
    Extended,
    /// The contractual end: what is left there, and whether it lives on.
    Residual,
    Terminated,
    BoughtOut,
}

/// The lessor's capital through one row: `opening + interest − paid + adjustment = closing`, to the öre. The closing
/// is struck on the due day just after the payment; the debt on that day is struck at its end, one day's interest
/// later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Capital {
    pub opening: Minor,
    pub interest: Minor,
    /// How much of the payment meets the capital and its interest: all of it, or nothing where it is rent.
    pub paid: Minor,
    /// `paid` less `interest`.
    pub amortisation: Minor,
    /// What neither interest nor payment explains: capital that falls away when the agreement ends, and interest that
    /// a fee after the end does not cover.
    pub adjustment: Minor,
    pub closing: Minor,
}

/// One line of the schedule: what is paid, and what it does to the capital.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Row {
    pub number: u32,
    pub due: NaiveDate,
    pub kind: RowKind,
    /// Fee, rent, raised fee or buy-out price; fees and services come on top.
    pub payment: Minor,
    /// Invoice and arrangement fee.
    pub fees: Minor,
    pub services: Minor,
    /// The days the payment is for, both inclusive.
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub days: u32,
    /// Which of [`Schedule::segments`] rules.
    pub segment: usize,
    /// `None`: the capital is unknown.
    pub capital: Option<Capital>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RateSource {
    /// Solved from the price.
    Price,
    /// Stated in the agreement; the financed amount follows from it.
    Stated,
    /// An amendment that moved no money after its day: the rate before goes on.
    Carried,
    /// Solved again so that the capital of the day equals what remains to be paid.
    Resolved,
    /// The amendment stated a rate and the fee was solved from it by annuity.
    FeeFromRate,
    Unknown,
}

/// A stretch of the agreement under one set of terms and one rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    pub from: NaiveDate,
    pub source: RateSource,
    pub rate: RateOutcome,
    /// As written in the agreement or the amendment, whether or not it rules.
    pub stated: Option<NominalRate>,
    /// Regular fee at the beginning of the segment.
    pub fee: Minor,
    /// Capital carried into the segment, rounded.
    pub capital: Option<Minor>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub rows: Vec<Row>,
    /// Of the agreement as signed.
    pub rate: RateOutcome,
    pub all_in: AllIn,
    pub segments: Vec<Segment>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    NotStarted,
    Running,
    /// Past the contractual end and not ended.
    Extended {
        /// The first day after the contractual end.
        since: NaiveDate,
    },
    Ended {
        on: NaiveDate,
    },
}
