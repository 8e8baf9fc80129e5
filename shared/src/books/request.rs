//! What a calculation is asked for.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::maturity::MaturityMonths;
use crate::agreements::{AgreementTerms, OptionKind, Timing};
use crate::money::{Amount, FxRate, RatePercent};

/// A contract, what an accountant knows of it, what happened, and the book to see it in. The same request always gets
/// the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewBookCalculation {
    pub contract: LeaseContract,
    #[serde(default)]
    pub accounting: LeaseAccounting,
    /// In any order; those of one instant happen as they are listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<LeaseEvent>,
    pub book: NewBook,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub market: Option<LeaseMarket>,
    /// The day whose balances are wanted. The accounts are closed on it besides the ends of periods.
    pub as_of: NaiveDate,
    /// Months of an accounting period: 1, 2, 3, 4, 6 or 12.
    #[serde(default = "one")]
    pub period_months: u32,
}

/// Either `agreement` or `payments`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseContract {
    /// As the register has it. Fees of the term are lease payments; invoice fees, services and interim rent are
    /// expensed; the arrangement fee is an initial direct cost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementTerms>,
    /// What is paid, one by one or in series.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<LeasePayments>,
}

/// A payment, or a series of equal ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeasePayments {
    /// The day of the first.
    pub due_on: NaiveDate,
    /// Each. An incentive still to be received is a negative one.
    pub amount: Amount,
    #[serde(default = "one")]
    pub count: u32,
    /// Months from one to the next.
    #[serde(default = "one")]
    pub every_months: u32,
    /// `advance`: at the beginning of its day, which has not earned interest yet. `arrears`: at the end of it.
    #[serde(default)]
    pub timing: Timing,
    #[serde(default)]
    pub kind: LeasePaymentKind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeasePaymentKind {
    /// Fixed or in substance fixed, or linked to an index or rate at the level in force.
    #[default]
    Lease,
    TerminationPenalty,
    PurchasePrice,
    /// Linked to use or sales: a cost when it falls due.
    Expensed,
    /// Services, invoice fees and other parts that are no lease: a cost when they fall due.
    Service,
    /// Never a cost.
    DeductibleVat,
}

/// What the contract does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseAccounting {
    /// The day the asset is at the lessee's disposal. Of an agreement its start when absent; required with `payments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commencement_on: Option<NaiveDate>,
    /// Last day of the lease term as assessed. Of an agreement its end when absent; required with `payments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_on: Option<NaiveDate>,
    /// Of an agreement the rate solved from its price, or the stated one, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_rate: Option<LeaseRate>,
    /// Where an option is assessed anew after commencement. Only of an agreement: an event has a rate of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised_discount_rate: Option<LeaseRate>,
    /// What the lease is under K3 and ASC 842. When absent it is put to the tests under ASC 842; under K3 it is read from
    /// the kind of an agreement, and required with `payments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub classification: Option<LeaseClassification>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<LeaseOption>,
    /// Of an agreement its arrangement fee when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_direct_costs: Option<Amount>,
    /// Received at commencement.
    #[serde(default)]
    pub incentives_received: Amount,
    /// Paid before commencement, besides what is listed as payments.
    #[serde(default)]
    pub prepaid: Amount,
    /// Provided for restoring the asset.
    #[serde(default)]
    pub restoration: Amount,
    /// Of an agreement its price when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fair_value: Option<Amount>,
    /// Last day of the asset's useful life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub useful_until: Option<NaiveDate>,
    /// What it is worth then to a lessee who has become its owner.
    #[serde(default)]
    pub residual_when_owned: Amount,
    /// Nobody but the lessee has a use for the asset when the term is over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub specialised: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantee: Option<LeaseGuarantee>,
    /// Ownership passes to the lessee at the end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub becomes_owned: bool,
    /// The asset was the lessee's own and is sold to the lessor on the commencement day. Read under IFRS 16 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<LeaseSale>,
}

/// A transfer that is a sale (IFRS 16.99): the seller keeps the share of the carrying amount that the leaseback is of
/// the fair value, and has a gain on the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseSale {
    pub price: Amount,
    /// A price above it is borrowed, one below it is rent paid in advance.
    pub fair_value: Amount,
    /// In the seller's books until then.
    pub carrying: Amount,
}

impl LeaseAccounting {
    /// Everything is read from the agreement.
    pub const NOTHING: Self = Self {
        commencement_on: None,
        end_on: None,
        discount_rate: None,
        revised_discount_rate: None,
        classification: None,
        options: Vec::new(),
        initial_direct_costs: None,
        incentives_received: Amount::ZERO,
        prepaid: Amount::ZERO,
        restoration: Amount::ZERO,
        fair_value: None,
        useful_until: None,
        residual_when_owned: Amount::ZERO,
        specialised: false,
        guarantee: None,
        becomes_owned: false,
        sale: None,
    };
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseRate {
    /// Percent per year.
    pub percent: RatePercent,
    #[serde(default)]
    pub basis: LeaseRateBasis,
    /// How often a nominal rate compounds in a year; required with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times_a_year: Option<u32>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseRateBasis {
    #[default]
    Effective,
    Nominal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseClassification {
    Finance,
    Operating,
}

/// An option and whether it is reasonably certain to be used. With `payments` only a purchase option is read: the
/// assessed term stands in `end_on`, and a new assessment is an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseOption {
    pub kind: OptionKind,
    pub reasonably_certain: bool,
    /// The day it was assessed so; commencement when absent. A later day makes it a reassessment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_on: Option<NaiveDate>,
    /// Last day of the term if it is used; required for extension and termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// Price of a purchase, penalty of a termination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Why it is, or is not, reasonably certain. Nothing is calculated from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Who has looked the assessment over. Nothing is calculated from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewer: Option<String>,
}

/// A residual value the lessee guarantees, settled at the end of the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseGuarantee {
    /// What is expected to be paid under it: part of the liability under IFRS 16 and ASC 842.
    pub expected: Amount,
    /// The most that can be: part of the liability under K3. Of an agreement the residual value the lessee carries, and
    /// then absent here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full: Option<Amount>,
}

/// Something that happened to the lease. Which fields it has depends on its kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseEvent {
    pub on: NaiveDate,
    #[serde(default)]
    pub position: LeasePosition,
    pub kind: LeaseEventKind,
    /// What is paid from then on, and until when. For every remeasurement and modification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<LeaseTerms>,
    /// The revised discount rate, where the kind revises it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount_rate: Option<LeaseRate>,
    /// How much of the right of use a modification leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<LeaseScope>,
    /// What a reduced scope leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<LeaseShare>,
    /// What a sublease is of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subleased: Option<LeaseShare>,
    /// What an impairment takes or its reversal gives back, a termination costs, a buy-out is paid with, the claim on a sublessee is worth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
}

/// Where on its day an event stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeasePosition {
    /// At the beginning of the day; what is paid then is already of the new terms.
    #[default]
    BeforePayment,
    /// At the beginning of the day, after what is paid then.
    AfterPayment,
    /// After everything else of the day.
    EndOfDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseEventKind {
    /// Remeasured for an index or market rent; the rate is unchanged.
    Index,
    /// Remeasured for a floating interest rate; the rate is revised.
    FloatingRate,
    /// Another amount is expected under the guarantee; the rate is unchanged.
    ResidualGuarantee,
    /// What was variable has become fixed in substance; the rate is unchanged.
    BecameFixed,
    /// An incentive still to be received moves in time or amount; the rate is unchanged.
    Incentive,
    /// An option to extend or terminate is assessed differently; the rate is revised.
    TermReassessed,
    /// A purchase option is assessed differently; the rate is revised.
    PurchaseReassessed,
    /// The contract is changed; the rate is revised, and `scope` says what is left.
    Modification,
    /// An asset is added at its own price: a lease of its own, which leaves this one alone.
    SeparateLease,
    Impairment,
    /// An impairment is taken back, up to what the asset would be carried at without one; not under ASC 842.
    ImpairmentReversal,
    /// At the end of the day it goes to another company of the group at what it is carried at: this book is that of the
    /// company that has it until then. `position` is not read, as with the next.
    TransferredOut,
    /// At the end of the day it comes from another company of the group at what it is carried at there: this book is
    /// that of the company that has it from then on, of a contract told from its beginning.
    TransferredIn,
    /// A finance sublease: `subleased` of the asset becomes a claim on the sublessee, and the liability stays.
    Sublease,
    Termination,
    BuyOut,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LeaseScope {
    /// Only the consideration is new, or the term is longer.
    Kept,
    /// Less is leased: `remaining` says how much is left.
    Reduced,
    /// The new term ends earlier.
    Shortened,
}

/// `part` of `of` square metres, cars …
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseShare {
    pub part: u32,
    pub of: u32,
}

/// What is paid and for how long, as assessed at an event. Payments before the event are not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseTerms {
    /// Last day of the term.
    pub end_on: NaiveDate,
    pub payments: Vec<LeasePayments>,
    /// As before when absent, unless the asset becomes the lessee's; of 0 there is none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guarantee: Option<LeaseGuarantee>,
    /// Ownership passes to the lessee, or a purchase option is reasonably certain to be used (its price is then among
    /// the payments).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub becomes_owned: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBook {
    pub framework: BookFramework,
    #[serde(default)]
    pub policy: BookPolicy,
    /// The framework is first applied on a day after commencement, in a modified way. Absent: from commencement on, which
    /// is also full retrospective application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transition: Option<BookTransition>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookFramework {
    #[serde(rename = "ifrs16")]
    Ifrs16,
    /// BFNAR 2012:1 chapter 20 in consolidated accounts.
    K3,
    #[serde(rename = "asc842")]
    Asc842,
    /// Fees as a straight-line cost, as in the three below.
    K2,
    K3LegalEntity,
    Rfr2,
}

/// The choices a framework leaves open. What is absent is what a Swedish group mostly does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct BookPolicy {
    pub discounting: BookDiscounting,
    /// For dated discounting.
    pub day_count: BookDayCount,
    /// Months between compoundings where discounting is periodic; the payment interval when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compounding_months: Option<u32>,
    pub month_cutoff: BookMonthCutoff,
    pub depreciation: BookDepreciation,
    /// A payment on the commencement day is shown inside the liability and then paid.
    pub first_payment_in_liability: bool,
    pub current_split: BookCurrentSplit,
    pub scope_proportion: BookScopeProportion,
    pub rounding: BookRounding,
    /// Of the liability and of what is spread evenly.
    pub halves: BookHalves,
    /// For the tests of ASC 842-10-25-2.
    pub thresholds: BookThresholds,
    /// Elected exemption; no effect where its conditions are not met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exemption: Option<BookExemption>,
    /// Last month of the fiscal year, 1 to 12.
    pub fiscal_year_ends: u32,
    /// Upper bounds of the buckets of the maturity analysis in months, ascending, at most 10; what falls due later than
    /// the last is one of its own.
    #[cfg_attr(feature = "server", schema(value_type = Vec<u32>, max_items = 10))]
    pub maturity_months: MaturityMonths,
}

impl Default for BookPolicy {
    fn default() -> Self {
        Self {
            discounting: BookDiscounting::default(),
            day_count: BookDayCount::default(),
            compounding_months: None,
            month_cutoff: BookMonthCutoff::default(),
            depreciation: BookDepreciation::default(),
            first_payment_in_liability: false,
            current_split: BookCurrentSplit::default(),
            scope_proportion: BookScopeProportion::default(),
            rounding: BookRounding::default(),
            halves: BookHalves::default(),
            thresholds: BookThresholds::default(),
            exemption: None,
            fiscal_year_ends: 12,
            maturity_months: MaturityMonths::default(),
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookDiscounting {
    /// By whole compounding intervals from commencement; inside one interest grows evenly.
    #[default]
    Periodic,
    /// By the years between the dates, as `day_count` counts them.
    Dated,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub enum BookDayCount {
    #[default]
    #[serde(rename = "act_365f")]
    Act365F,
    #[serde(rename = "act_act_isda")]
    ActActIsda,
    #[serde(rename = "act_360")]
    Act360,
    #[serde(rename = "30e_360")]
    E30360,
    #[serde(rename = "30_360_bond")]
    Bond30360,
    #[serde(rename = "30_360_us")]
    Us30360,
}

/// Interest inside a compounding interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookMonthCutoff {
    #[default]
    ActualDays,
    /// Each month of the interval the same.
    EvenMonths,
    ThirtyDays,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookDepreciation {
    /// Each whole month from commencement the same, part of a month by its days.
    #[default]
    ByMonths,
    ByDays,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookCurrentSplit {
    /// Non-current is what is left once the payments of the next twelve months are made.
    #[default]
    Principal,
    /// Current is the present value of the payments of the next twelve months.
    PresentValue,
}

/// What a decrease of scope takes of the right-of-use asset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookScopeProportion {
    /// The share of the right of use that falls away.
    #[default]
    Asset,
    /// The share by which the liability falls.
    Liability,
}

/// Of the liability; what is spread evenly is always rounded cumulatively.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookRounding {
    /// The unrounded balance runs on and its points are rounded.
    #[default]
    Cumulative,
    /// Interest is rounded on the rounded balance of each row, and the last one takes what is left. A balance then
    /// depends on how often the accounts were closed before it.
    EachRow,
}

/// Which way an amount goes that lies halfway between two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookHalves {
    #[default]
    AwayFromZero,
    /// To the even one of the two.
    ToEven,
}

/// What counts as the major part of a life, and as substantially all of a value; whole percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct BookThresholds {
    pub major_part_percent: u32,
    pub substantially_all_percent: u32,
}

impl Default for BookThresholds {
    fn default() -> Self {
        Self { major_part_percent: 75, substantially_all_percent: 90 }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookExemption {
    /// At most twelve months and no purchase option.
    ShortTerm,
    LowValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BookTransition {
    /// From the beginning of this day.
    pub on: NaiveDate,
    pub method: TransitionMethod,
    /// The borrowing rate of that day.
    pub discount_rate: LeaseRate,
    /// Fees paid before their cost (negative: owed for a cost already taken) in the books until then.
    #[serde(default)]
    pub prepaid: Amount,
}

/// How the asset is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransitionMethod {
    /// The liability, with what was paid in advance or owed.
    FromLiability,
    /// As if the framework had been applied since commencement, at the rate of the transition.
    AsIfApplied,
}

/// Exchange rates of a lease in a foreign currency. With them the answer is in the own currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseMarket {
    /// By day, ascending; each holds until the next.
    pub exchange_rates: Vec<LeaseMarketRate>,
    #[serde(default)]
    pub interest: MarketInterest,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LeaseMarketRate {
    pub on: NaiveDate,
    /// Units of the own currency for one of the contract's.
    pub rate: FxRate,
}

/// The exchange rate of interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MarketInterest {
    /// The mean of the days it accrued on.
    #[default]
    Average,
    Closing,
}

fn one() -> u32 {
    1
}
