//! Leasing debt, rates and extended agreements at a date, each open down to the formula.
//!
//! Leasing debt is the lessor's remaining capital, ending at the residual value. It is neither the IFRS 16
//! liability nor the sum of remaining payments. A figure that cannot be known is `null` with a reason, never zero.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::agreements::{AgreementKind, AgreementStatus};
use crate::ids::{AgreementId, EventId, PartyId};
use crate::money::{Amount, ComputedPercent, Currency, FxRate, Money};

/// Why a figure is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// Neither the price nor a rate is given.
    PriceAndRateMissing,
    /// No rate makes the payments worth the price.
    NoRateFits,
    /// No exchange rate on or before the day.
    ExchangeRateMissing,
    /// The terms cannot be calculated: see the agreement.
    TermsNotCalculable,
    /// The rate lies outside -20..60 percent, almost always by a typo in the terms. Said of averages only: they leave
    /// it out.
    ImplausibleRate,
}

/// Where the rate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RateSource {
    /// Solved so that the payments and the residual are worth the price.
    Solved,
    /// As the paper states it; the price is the present value.
    Stated,
    /// Solved anew from the remaining capital when the terms changed.
    Repriced,
    /// As before a change that moved no money.
    Carried,
}

/// A rate per year in its two forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RatePair {
    /// Interval rate times intervals per year.
    pub nominal_percent: ComputedPercent,
    /// Interval rate compounded over a year.
    pub effective_percent: ComputedPercent,
}

/// A fee's share in the all-in rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FeeShare {
    pub fee: FeeKind,
    /// Hundredths of a percentage point of the nominal rate, with two decimals.
    pub basis_points: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeKind {
    InvoiceFee,
    ArrangementFee,
    InterimRent,
}

/// What an agreement costs in interest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RateReport {
    /// Without fees.
    pub pure: Option<RatePair>,
    pub source: Option<RateSource>,
    /// With invoice fees, arrangement fee and interim rent. Needs a price.
    pub all_in: Option<RatePair>,
    pub fee_shares: Vec<FeeShare>,
    pub unknown: Option<Unknown>,
    /// True when the rate lies outside -20..60 percent: almost always a typo in the terms.
    pub implausible: bool,
    /// All rates that fit, when several do; `pure` is then the one nearest zero.
    pub candidates: Vec<RatePair>,
}

/// The figures of one agreement on a day, in its own currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Figures {
    pub as_of: NaiveDate,
    pub debt: Option<Amount>,
    pub debt_unknown: Option<Unknown>,
    pub rate: RateReport,
    /// Payments that remain after the day until the agreed end, residual not counted.
    pub remaining_payments: Amount,
    /// The next fee that falls due after the day. An extended agreement has one as long as nobody ends it.
    pub next_payment_on: Option<NaiveDate>,
    /// Set while the agreement is extended.
    pub extended: Option<Extended>,
}

/// An agreement that runs past its end date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Extended {
    /// First day after the agreed end.
    pub since: NaiveDate,
    /// Fee × 12 / months between payments.
    pub yearly_cost: Amount,
    /// Fees that fell due since the end.
    pub paid_since_end: Amount,
}

/// One agreement in the company's figures on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AgreementFigures {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
    pub kind: AgreementKind,
    pub status: AgreementStatus,
    pub currency: Currency,
    pub debt: Option<Amount>,
    /// In the base currency, rounded per agreement.
    pub debt_base: Option<Amount>,
    pub unknown: Option<Unknown>,
    pub rate: Option<RatePair>,
    pub all_in: Option<RatePair>,
    /// In the base currency.
    pub extended_yearly_cost: Option<Amount>,
}

/// Which tile's figure a list of agreements makes up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FiguresMetric {
    /// What is owed, and running agreements of which it is unknown.
    Debt,
    /// What is owed, whether its rate weighs in the average or not, and running agreements of which the debt is unknown.
    AverageRate,
    /// Agreements past their end date.
    Extended,
}

/// All agreements in the company's figures on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FiguresList {
    pub as_of: NaiveDate,
    pub base_currency: Currency,
    pub data: Vec<AgreementFigures>,
}

/// How many agreements a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Coverage {
    pub known: u32,
    pub unknown: u32,
    /// Why, with how many of each.
    pub reasons: Vec<UnknownCount>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct UnknownCount {
    pub reason: Unknown,
    pub agreements: u32,
}

/// As many notice days as the start page draws along its year.
pub const NOTICES_MAX: usize = 200;

/// The four figures of the start page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Overview {
    pub as_of: NaiveDate,
    pub known_at: Option<DateTime<Utc>>,
    pub base_currency: Currency,
    /// Agreements in the register, ended ones counted.
    pub agreements: u32,
    /// Started and not ended on the day.
    pub running: u32,
    /// True while the demo portfolio is in the register.
    pub demo: bool,
    pub savings: SavingsTile,
    pub debt: DebtTile,
    pub average_rate: RateTile,
    pub extended: ExtendedTile,
    /// The next last days to give notice within twelve months, soonest first; at most [`NOTICES_MAX`].
    pub notices: Vec<NoticeDay>,
    /// How many there are within twelve months.
    pub notices_within_year: u32,
    /// Exchange rates used for the day.
    pub conversions: Vec<Conversion>,
    /// Currencies without a rate on or before the day.
    pub missing_rates: Vec<Currency>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SavingsTile {
    /// The analysis of savings is not part of the product yet.
    NotYetAnalysed {},
}

/// Agreements that are in a figure on one of two days, and on the other should be but are unknown. A change between
/// the two days would mistake that for money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NotCompared {
    /// The day on which they are unknown.
    pub unknown_on: NaiveDate,
    pub reason: Unknown,
    pub agreements: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DebtTile {
    /// Sum over the agreements whose debt is known.
    pub total: Money,
    /// Against the last day of the month before; `null` when nothing was known then, or the days cannot be compared.
    pub change: Option<Money>,
    pub compared_with: NaiveDate,
    /// Why the days cannot be compared.
    pub not_compared: Vec<NotCompared>,
    /// Among running agreements.
    pub coverage: Coverage,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct RateTile {
    /// Weighted by the debt in the base currency, implausible rates left out; `null` when no debt has a known rate.
    pub average: Option<RatePair>,
    /// Percentage points of the effective rate against the last day of the month before, four decimals; `null` when
    /// there was none then, or the days cannot be compared.
    pub change: Option<String>,
    pub compared_with: NaiveDate,
    /// Why the days cannot be compared.
    pub not_compared: Vec<NotCompared>,
    /// Agreements with debt on the day, rate known or not. An implausible rate is counted among the unknown.
    pub coverage: Coverage,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ExtendedTile {
    pub count: u32,
    pub yearly_cost: Money,
    /// Change in number against the last day of the month before.
    pub change: i32,
    /// Change of the yearly cost; `null` when the days cannot be compared.
    pub cost_change: Option<Money>,
    pub compared_with: NaiveDate,
    /// Why the costs of the days cannot be compared.
    pub not_compared: Vec<NotCompared>,
    /// Extended agreements in a currency without a rate; their cost is not in the sum.
    pub unconverted: u32,
}

/// A last day to give notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct NoticeDay {
    pub agreement: AgreementId,
    pub number: String,
    pub title: String,
    pub notice_by: NaiveDate,
    pub end_on: NaiveDate,
    pub yearly_cost: Money,
}

/// An exchange rate in use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Conversion {
    pub currency: Currency,
    pub rate: FxRate,
    /// The day of the rate: the latest on or before the day asked for.
    pub on: NaiveDate,
    pub source: String,
}

/// What a series is split by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Split {
    #[default]
    None,
    Kind,
    Lessor,
    Currency,
    CostCenter,
}

/// The debt at month ends, history and forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DebtSeries {
    pub base_currency: Currency,
    pub split: Split,
    /// Points after this day are a forecast: present terms, planned ends, the last known exchange rates.
    pub today: NaiveDate,
    pub points: Vec<NaiveDate>,
    pub lines: Vec<SeriesLine>,
    /// Running agreements per point whose debt is unknown and not in the lines.
    pub unknown: Vec<u32>,
    /// The exchange rates of the last point. A point uses the latest rate on or before its day, so a forecast rests on
    /// the last known ones.
    pub conversions: Vec<Conversion>,
    /// Currencies without a rate on or before the last point.
    pub missing_rates: Vec<Currency>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct SeriesLine {
    /// Kind, currency or cost centre; for a lessor its id; empty for "none".
    pub key: String,
    /// What to show, where the key is not enough.
    pub label: Option<String>,
    pub lessor_id: Option<PartyId>,
    /// Per point, summed over the agreements whose debt is known.
    pub values: Vec<Amount>,
    /// Running agreements per point that belong here, but whose debt is unknown and not in the value. Beside a value of
    /// zero it says that the line is unknown there, not that nothing is owed.
    pub unknown: Vec<u32>,
}

/// What a row in the payment plan is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    InterimRent,
    FirstIncreasedFee,
    Fee,
    /// A fee after the agreed end.
    ExtendedFee,
    /// The agreed end: what is left there, and whether it lives on.
    Residual,
    BuyOut,
    Terminated,
}

/// A row of the payment plan. `opening + interest - payment + adjustment = closing`, to the öre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ScheduleRow {
    /// From 1.
    pub number: u32,
    pub due_on: NaiveDate,
    pub kind: RowKind,
    /// `null` when the debt is unknown.
    pub opening: Option<Amount>,
    pub interest: Option<Amount>,
    /// The part of the payment that enters the debt.
    pub payment: Amount,
    pub amortisation: Option<Amount>,
    /// What neither interest nor payment explains: capital that falls away when the agreement ends.
    pub adjustment: Option<Amount>,
    pub closing: Option<Amount>,
    /// Invoice, arrangement and similar fees.
    pub fees: Amount,
    pub services: Amount,
    /// Payment, fees and services together.
    pub total: Amount,
    /// The days that the payment is for, both inclusive. Paid in advance they come after the due date, in arrears before
    /// it.
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    pub days: i32,
    /// The interest in this row has grown from this day, when the row before was due, to the day before `due_on`.
    pub interest_from: NaiveDate,
    /// 0: nothing has grown yet.
    pub interest_days: i32,
    /// The rate of a whole interval, percent.
    pub interval_rate_percent: Option<ComputedPercent>,
}

/// The payment plan of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Schedule {
    pub currency: Currency,
    pub as_of: NaiveDate,
    /// What the lessor financed on the start date: price, or present value at the stated rate.
    pub financed: Option<Amount>,
    pub rate: RateReport,
    pub rows: Vec<ScheduleRow>,
    pub totals: ScheduleTotals,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct ScheduleTotals {
    pub payments: Amount,
    pub interest: Option<Amount>,
    pub amortisation: Option<Amount>,
    pub fees: Amount,
    pub services: Amount,
}

/// Which rule gives the debt on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DebtRule {
    /// Before the start: nothing is owed.
    NotStarted,
    /// Inside an interval: balance after the last payment × (1 + interval rate × days elapsed / days in the interval).
    WithinInterval,
    /// After the agreed end, residual still being paid down.
    ExtendedPayingDown,
    /// After the agreed end, nothing more is owed though the cost goes on.
    NoDebtAfterEnd,
    /// Ended: terminated or bought out.
    Ended,
    Unknown,
}

/// How the debt of an agreement on a day comes about.
///
/// `unrounded = balance + carried_interest + accrued_interest`, where
/// `accrued_interest = balance × interval_rate × days_elapsed / days_in_interval × interval_share`.
/// Numbers with six decimals are shown, not computed with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct DebtExplanation {
    pub on: NaiveDate,
    pub rule: DebtRule,
    pub currency: Currency,
    pub debt: Option<Amount>,
    pub unknown: Option<Unknown>,
    /// Number of the last row in the payment plan whose payment has fallen due.
    pub row: Option<u32>,
    /// Balance after the last payment, or what the terms in force began with; not rounded.
    pub balance: Option<String>,
    /// The day the balance was struck.
    pub balance_from: Option<NaiveDate>,
    /// Interest of the running interval from before the terms changed.
    pub carried_interest: Option<String>,
    pub interval_rate_percent: Option<ComputedPercent>,
    pub interval_from: Option<NaiveDate>,
    pub interval_to: Option<NaiveDate>,
    pub days_elapsed: Option<i32>,
    pub days_in_interval: Option<i32>,
    /// What a short last interval is of a whole one; absent for a whole one.
    pub interval_share: Option<String>,
    pub accrued_interest: Option<String>,
    /// The debt before rounding to hundredths.
    pub unrounded: Option<String>,
    pub rate: RateReport,
    /// The exchange rate, when the agreement is in another currency than the company.
    pub conversion: Option<Conversion>,
    pub debt_base: Option<Money>,
    /// Events that shaped the figure.
    pub events: Vec<EventId>,
}

/// The effect of a change before it is saved: the figures and the plan, old and new.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Preview {
    pub figures: Figures,
    pub schedule: Schedule,
    pub warnings: Vec<crate::agreements::Warning>,
}
