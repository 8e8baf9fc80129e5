//! What the paper says: the terms of one agreement, as signed.

use chrono::NaiveDate;

/// A hundredth of the currency unit. Always two decimals, whatever the currency's own habit.
pub type Minor = i64;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    FinancialLease,
    OperationalLease,
    Rental,
    Premises,
    Car,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Timing {
    /// Due on the first day of each interval.
    Advance,
    /// Due when each interval is over, on the day the next one begins.
    Arrears,
}

/// Who bears the risk that the object is worth less than the residual value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResidualCarrier {
    Lessee,
    Lessor,
    ThirdParty,
}

/// One step of a stepped plan: payments due on or after `from` are `fee`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FeeStep {
    pub from: NaiveDate,
    pub fee: Minor,
}

/// The raised fee paid at the start; in the lessor's maths a down payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FirstIncreased {
    pub amount: Minor,
    /// Paid instead of the first regular fee (which is then 0) and not on top of it.
    pub replaces_first_fee: bool,
}

/// Rent by the day from delivery until the agreement's `start`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct InterimRent {
    pub from: NaiveDate,
    /// `None`: one thirtieth of the monthly fee a day.
    pub daily: Option<Minor>,
}

/// Yearly nominal rate in parts per billion, compounding once per payment interval: 5.35 % is 53 500 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NominalRate(i64);

impl NominalRate {
    pub const fn from_parts_per_billion(parts: i64) -> Self {
        Self(parts)
    }

    pub const fn parts_per_billion(self) -> i64 {
        self.0
    }
}

/// Day counts by formula, since market names mean different things to different vendors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DayCount {
    /// Actual days / 365.
    Act365F,
    /// Actual days in ordinary years / 365 + actual days in leap years / 366.
    ActActIsda,
    /// Actual days / 360.
    Act360,
    /// (360·Δy + 30·Δm + Δd) / 360, where a 31st counts as the 30th on both sides.
    E30360,
    /// As `E30360`, but the later 31st counts as the 30th only when the earlier day is the 30th or 31st.
    Bond30360,
    /// As `Bond30360`, and the last day of February counts as the 30th: the earlier one always, the later one when
    /// the earlier is one too.
    Us30360,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Discounting {
    /// Nominal rate / payments per year for each interval; inside an interval interest grows linearly by actual days.
    #[default]
    Periodic,
    /// (1 + effective yearly rate) ^ −(years between the dates by this day count).
    Dated(DayCount),
}

/// How time is turned into interest. The default is what Swedish lessors use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Convention {
    pub discounting: Discounting,
}

/// One agreement. Amounts are without deductible VAT.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Contract {
    pub kind: Kind,
    /// First day of the first interval; due dates are counted from here.
    pub start: NaiveDate,
    /// Last contractual day, inclusive.
    pub end: NaiveDate,
    /// Months between payments.
    pub interval_months: u32,
    pub timing: Timing,
    /// Fee per payment, services and invoice fee left out.
    pub fee: Minor,
    /// Later levels of the fee, ascending by date.
    pub steps: Vec<FeeStep>,
    /// Price of the object. Known: the rate is solved from it.
    pub price: Option<Minor>,
    /// Rate as stated in the agreement. Rules the debt only where the price is unknown.
    pub stated_rate: Option<NominalRate>,
    pub first_increased: Option<FirstIncreased>,
    /// What the debt ends at.
    pub residual: Minor,
    pub residual_carrier: ResidualCarrier,
    pub interim: Option<InterimRent>,
    /// Per payment; inside the all-in rate only.
    pub invoice_fee: Minor,
    /// Once, with the first payment; inside the all-in rate only.
    pub arrangement_fee: Minor,
    /// Per payment; outside both rates.
    pub service_fee: Minor,
    pub convention: Convention,
}

/// What the lessor's capital does once the contractual end has passed and nobody has ended the agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AfterEnd {
    /// The same fee keeps paying down the residual, at most to 0.
    PaysDownResidual,
    /// No debt; the fee goes on as a cost.
    CostOnly,
}

impl Contract {
    pub fn after_end(&self) -> AfterEnd {
        match (self.kind, self.residual_carrier) {
            (Kind::FinancialLease, _) | (Kind::Car, ResidualCarrier::Lessee) => AfterEnd::PaysDownResidual,
            (Kind::Car, _) | (Kind::OperationalLease | Kind::Rental | Kind::Premises, _) => AfterEnd::CostOnly,
        }
    }
}
