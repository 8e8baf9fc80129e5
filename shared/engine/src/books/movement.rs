//! What comes out of a book: rows that tie, and periods that are their sums.

use chrono::NaiveDate;

use crate::books::chronology::{At, Phase};
use crate::books::policy::Treatment;
use crate::calendar::day_of;
use crate::contract::Minor;

/// closing = opening + recognised + interest − paid + remeasured − derecognised + exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct LiabilityMove {
    pub opening: Minor,
    pub recognised: Minor,
    pub interest: Minor,
    pub paid: Minor,
    pub remeasured: Minor,
    pub derecognised: Minor,
    /// Loss (positive) or gain by a foreign currency.
    pub exchange: Minor,
    pub closing: Minor,
}

/// closing = opening + recognised − depreciation + remeasured − derecognised − impairment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct AssetMove {
    pub opening: Minor,
    pub recognised: Minor,
    pub depreciation: Minor,
    pub remeasured: Minor,
    pub derecognised: Minor,
    pub impairment: Minor,
    pub closing: Minor,
    /// Cost that leaves the books, of which `derecognised` was not yet written off.
    pub retired_cost: Minor,
}

/// Fees paid before their cost (positive) or after it, where nothing is capitalised: closing = opening + paid − cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Deferral {
    pub opening: Minor,
    pub paid: Minor,
    pub cost: Minor,
    pub closing: Minor,
}

/// What moves from one point to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Movement {
    pub liability: LiabilityMove,
    pub asset: AssetMove,
    pub deferral: Deferral,
    /// Paid out, deductible VAT not counted.
    pub cash: Minor,
    pub deductible_vat: Minor,
    /// Expensed as it falls due, outside every balance.
    pub variable: Minor,
    /// Of that, for use outside the term.
    pub outside: Minor,
    /// Of that, services, invoice fees and other parts that are no lease.
    pub services: Minor,
    /// Straight-line cost of an operating lease: of a capitalised one its interest and depreciation together.
    pub lease_cost: Minor,
    pub gain: Minor,
    /// Carried to the asset as its own when it is bought out.
    pub bought: Minor,
    /// To retained earnings (negative: from them), at a transition.
    pub equity: Minor,
    /// What somebody owes for what went over to them (negative: is owed): the sublessee of a finance sublease, the
    /// other company of a transfer.
    pub claim: Minor,
}

impl LiabilityMove {
    pub fn ties(&self) -> bool {
        self.closing
            == self.opening + self.recognised + self.interest - self.paid + self.remeasured - self.derecognised
                + self.exchange
    }
}

impl AssetMove {
    pub fn ties(&self) -> bool {
        self.closing
            == self.opening + self.recognised - self.depreciation + self.remeasured
                - self.derecognised
                - self.impairment
    }
}

impl Deferral {
    pub fn ties(&self) -> bool {
        self.closing == self.opening + self.paid - self.cost
    }
}

impl Movement {
    pub fn ties(&self) -> bool {
        self.liability.ties() && self.asset.ties() && self.deferral.ties()
    }

    /// Everything of the movement that meets the result.
    pub fn expense(&self) -> Minor {
        let written_off = self.asset.depreciation + self.asset.impairment;
        self.liability.interest + self.liability.exchange + written_off + self.deferral.cost + self.variable - self.gain
    }

    /// This movement and the one after it as one.
    pub fn then(&self, next: &Self) -> Self {
        let (a, b) = (&self.liability, &next.liability);
        let liability = LiabilityMove {
            opening: a.opening,
            recognised: a.recognised + b.recognised,
            interest: a.interest + b.interest,
            paid: a.paid + b.paid,
            remeasured: a.remeasured + b.remeasured,
            derecognised: a.derecognised + b.derecognised,
            exchange: a.exchange + b.exchange,
            closing: b.closing,
        };
        let (a, b) = (&self.asset, &next.asset);
        let asset = AssetMove {
            opening: a.opening,
            recognised: a.recognised + b.recognised,
            depreciation: a.depreciation + b.depreciation,
            remeasured: a.remeasured + b.remeasured,
            derecognised: a.derecognised + b.derecognised,
            impairment: a.impairment + b.impairment,
            closing: b.closing,
            retired_cost: a.retired_cost + b.retired_cost,
        };
        let (a, b) = (&self.deferral, &next.deferral);
        let deferral =
            Deferral { opening: a.opening, paid: a.paid + b.paid, cost: a.cost + b.cost, closing: b.closing };
        Self {
            liability,
            asset,
            deferral,
            cash: self.cash + next.cash,
            deductible_vat: self.deductible_vat + next.deductible_vat,
            variable: self.variable + next.variable,
            outside: self.outside + next.outside,
            services: self.services + next.services,
            lease_cost: self.lease_cost + next.lease_cost,
            gain: self.gain + next.gain,
            bought: self.bought + next.bought,
            equity: self.equity + next.equity,
            claim: self.claim + next.claim,
        }
    }

    /// Where this one leaves off, with nothing moved.
    pub(crate) fn rest(&self) -> Self {
        Self {
            liability: LiabilityMove {
                opening: self.liability.closing,
                closing: self.liability.closing,
                ..LiabilityMove::default()
            },
            asset: AssetMove { opening: self.asset.closing, closing: self.asset.closing, ..AssetMove::default() },
            deferral: Deferral {
                opening: self.deferral.closing,
                closing: self.deferral.closing,
                ..Deferral::default()
            },
            ..Self::default()
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    Commencement,
    /// The framework is applied for the first time.
    Transition,
    Payment,
    /// Which of the events, as they were given.
    Event(usize),
    /// To or from another company, at the end of the day.
    Transfer,
    /// The last day of the term, after everything paid on it.
    Expiry,
    /// The accounts are closed.
    Closing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Row {
    pub on: NaiveDate,
    pub entry: Entry,
    /// Since the row before.
    pub movement: Movement,
    /// Of the closing liability, at a closing; the rest of it is current.
    pub noncurrent: Minor,
    /// At the end of its day, and not at its beginning.
    pub(crate) at_end: bool,
    /// How often the liability had been measured after it.
    pub(crate) measured: u32,
    pub(crate) written_off: WrittenOff,
}

/// How far an even write-off has come since the asset was last anchored: `gone` of `whole`, down to `rest`. Nothing of
/// nothing where the asset is not written off evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct WrittenOff {
    pub(crate) gone: i64,
    pub(crate) whole: i64,
    pub(crate) rest: Minor,
    /// How often it has been anchored.
    pub(crate) anchored: u32,
}

/// The rows of an accounting period as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// Both inclusive.
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub movement: Movement,
    pub noncurrent: Minor,
}

/// What the asset consists of at commencement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Recognition {
    pub liability: Minor,
    /// Payments made on or before the commencement day.
    pub paid: Minor,
    pub prepaid: Minor,
    pub direct_costs: Minor,
    pub incentives: Minor,
    pub restoration: Minor,
    /// Of what was sold and leased back: what is kept of it, less what the payments are worth.
    pub sold: Minor,
}

impl Recognition {
    pub fn asset(&self) -> Minor {
        self.liability + self.paid + self.prepaid + self.direct_costs + self.restoration - self.incentives + self.sold
    }
}

/// What makes no sense, or was assumed. `event` is its place among the events given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Finding {
    /// Nothing is capitalised without a rate; the book is empty.
    RateMissing,
    /// The rate before it goes on.
    RevisedRateMissing { event: usize },
    /// Expensed as they fall due.
    PaymentsAfterEnd,
    /// Fees go on after the term: they are the cost of a short lease until the term is assessed anew.
    RunsPastTerm,
    /// The asset is nothing from the start, and what is received beyond it is a gain.
    IncentivesAboveAsset,
    /// Nothing more is taken than what the asset is carried at.
    ImpairedAboveCarrying { event: usize },
    /// A claim for what is not there: all of it is a gain.
    SubleaseOfNothing { event: usize },
    /// Left out.
    EventBeforeCommencement { event: usize },
    /// Left out: the lease is over.
    EventAfterEnd { event: usize },
    /// Left out: its terms are over before its day.
    TermsEndBefore { event: usize },
    /// The asset stops at nothing, and the rest is a gain.
    RemeasuredBelowZero { event: usize },
    /// Longer than twelve months, or with a purchase option: capitalised after all.
    ShortTermNotMet,
    /// The present value is taken without being held against one.
    FairValueMissing,
    /// No rate makes the payments worth the fair value; the given one is used.
    FairValueNotMet,
    /// More is to be received than paid.
    LiabilityNegative,
    /// Told to be operating, but the asset becomes the lessee's: a finance lease under ASC 842.
    OwnershipMakesFinance,
    /// From here on the asset becomes the lessee's: the operating lease goes on as one, and is to be classified anew.
    BecomesFinance { event: usize },
    /// No more than what the asset would be carried at without any impairment is taken back.
    ReversedAboveCeiling { event: usize },
    /// Left out: US GAAP takes no impairment back.
    ReversalNotAllowed { event: usize },
}

/// A lease in a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    pub treatment: Treatment,
    pub initial: Recognition,
    pub rows: Vec<Row>,
    pub findings: Vec<Finding>,
    /// What was measured, from when on: the payments that were still to come.
    pub(crate) versions: Vec<Version>,
}

/// The discount rate from a measurement on, in its dresses; fractions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RateInForce {
    pub from: NaiveDate,
    /// A year.
    pub effective: f64,
    /// Per compounding interval, and the months of one; where discounting is dated, a year.
    pub interval: f64,
    pub interval_months: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Version {
    pub(crate) at: At,
    pub(crate) rate: RateInForce,
    pub(crate) payments: Vec<(At, Minor)>,
}

impl Schedule {
    /// The state after the last row on or before a day.
    pub fn at(&self, date: NaiveDate) -> Movement {
        let after = self.rows.partition_point(|row| row.on <= date);
        after
            .checked_sub(1)
            .and_then(|last| self.rows.get(last))
            .map_or_else(Movement::default, |row| row.movement.rest())
    }

    /// The rows between consecutive days of `ends` as one each: after the first, up to and including the last. What
    /// falls on or before the first day is what the first period opens with.
    pub fn periods(&self, ends: &[NaiveDate]) -> Vec<Period> {
        let pairs = ends.iter().zip(ends.iter().skip(1));
        pairs
            .map(|(before, to)| {
                let from = before.succ_opt().unwrap_or(*before);
                let first = self.rows.partition_point(|row| row.on <= *before);
                let last = self.rows.partition_point(|row| row.on <= *to);
                let rows = self.rows.get(first..last).unwrap_or(&[]);
                let opening = self.at(*before);
                let movement = rows.iter().fold(opening, |sum, row| sum.then(&row.movement));
                let noncurrent = rows.last().map_or(0, |row| row.noncurrent);
                Period { from, to: *to, movement, noncurrent }
            })
            .collect()
    }

    /// The discount rates, each from the day of its measurement: what was told, and under K3 what fair value made of it.
    pub fn rates(&self) -> Vec<RateInForce> {
        let mut rates: Vec<RateInForce> = Vec::new();
        for version in self.versions.iter().filter(|version| !version.payments.is_empty()) {
            if rates.last().is_none_or(|last| last.interval != version.rate.interval) {
                rates.push(version.rate);
            }
        }
        rates
    }

    /// Undiscounted payments of the liability still to come after a day, each with the day it falls due.
    pub fn payments_after(&self, date: NaiveDate) -> impl Iterator<Item = (NaiveDate, Minor)> {
        self.to_come(date).map(|(at, amount)| (at.date(), amount))
    }

    pub(crate) fn to_come(&self, date: NaiveDate) -> impl Iterator<Item = (At, Minor)> {
        let close = At::new(day_of(date) + 1, Phase::Close);
        let ruling = self.versions.iter().rev().find(|version| version.at <= close);
        let payments = ruling.map_or(&[][..], |version| &version.payments);
        payments.iter().filter(move |(at, _)| *at > close).copied()
    }
}
