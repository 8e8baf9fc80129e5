//! A framework and the choices it leaves open.

use crate::contract::{Discounting, NominalRate};

/// The set of rules a book follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Framework {
    Ifrs16,
    /// BFNAR 2012:1 chapter 20 in consolidated accounts: finance leases on the balance sheet, operating ones expensed.
    K3,
    Asc842,
    /// Fees as a straight-line cost, nothing on the balance sheet but what is prepaid or accrued.
    Expensed(ExpensedBecause),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExpensedBecause {
    K2,
    K3LegalEntity,
    K3Operating,
    Rfr2,
    ShortTerm,
    LowValue,
}

/// What a framework comes to for one lease.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Treatment {
    Ifrs16,
    K3Finance,
    Asc842Finance,
    Asc842Operating,
    Expensed(ExpensedBecause),
}

impl Treatment {
    pub fn is_capitalised(self) -> bool {
        !matches!(self, Self::Expensed(_))
    }
}

/// Elected for a class of assets (short term) or a lease (low value).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Exemption {
    ShortTerm,
    LowValue,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RateBasis {
    Effective,
    /// A yearly rate that compounds so many times a year at its part of it.
    Nominal {
        times_a_year: u32,
    },
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DiscountRate {
    /// Incremental borrowing rate, or an implicit rate somebody has told.
    Told { yearly: NominalRate, basis: RateBasis },
    /// Solved from the agreement, per payment interval.
    Solved { interval: f64, interval_months: u32 },
}

/// Interest inside a compounding interval, when a month ends there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum MonthCutoff {
    #[default]
    ActualDays,
    /// Each month of the interval the same.
    EvenMonths,
    /// Every month thirty days.
    ThirtyDays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Depreciation {
    /// Each whole month from commencement the same, part of a month by its days.
    #[default]
    ByMonths,
    ByDays,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CurrentSplit {
    /// Non-current is what is left once the payments of the next twelve months are made.
    #[default]
    Principal,
    /// Current is the present value of the payments of the next twelve months.
    PresentValue,
}

/// What a decrease of scope takes of the right-of-use asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ScopeProportion {
    /// The share of the right of use that falls away, the rest of the change against the asset.
    #[default]
    Asset,
    /// The share by which the liability falls, remeasured at the revised rate, in one step.
    Liability,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Rounding {
    /// The unrounded balance runs on and its points are rounded.
    #[default]
    Cumulative,
    /// Interest is rounded on the rounded balance of each row, and the last one takes what is left. A balance then
    /// depends on how often the accounts were closed before it.
    EachRow,
}

/// Which way an amount goes that lies halfway between two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Halves {
    #[default]
    AwayFromZero,
    /// To the even one of the two.
    ToEven,
}

/// What counts as the major part and as substantially all where a lease is classified by shares, in percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Thresholds {
    pub major_part: u32,
    pub substantially_all: u32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { major_part: 75, substantially_all: 90 }
    }
}

/// The choices. The default is what a Swedish group mostly does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Policy {
    pub discounting: Discounting,
    /// Months between compoundings where discounting is periodic; `None`: the payment interval.
    pub compounding_months: Option<u32>,
    pub month_cutoff: MonthCutoff,
    pub depreciation: Depreciation,
    /// Of the liability; what is spread evenly is always rounded cumulatively.
    pub rounding: Rounding,
    /// Of the liability and of what is spread evenly; what is derived from those (a translation, a share that is
    /// retired) is rounded half away from zero.
    pub halves: Halves,
    /// A payment on the commencement day is shown inside the liability and then paid.
    pub first_payment_in_liability: bool,
    pub current_split: CurrentSplit,
    pub scope_proportion: ScopeProportion,
    pub exemption: Option<Exemption>,
    pub thresholds: Thresholds,
    /// Months between closings, counted so that one falls in `fiscal_year_ends`; `0`: monthly.
    pub closing_months: u32,
    /// Last month of the fiscal year, 1 to 12; `0`: December.
    pub fiscal_year_ends: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Book {
    pub framework: Framework,
    pub policy: Policy,
}
