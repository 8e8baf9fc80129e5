//! What a calculation answers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::finding::BookFinding;
use super::maturity::BookMaturity;
use super::request::{BookFramework, BookPolicy, LeaseClassification};
use crate::money::{Amount, ComputedPercent, Currency};

/// A lease in a book. Every amount is in the contract's currency, or in the own one where exchange rates were given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookCalculation {
    pub treatment: BookTreatment,
    /// What the lease is under K3 and ASC 842, and what speaks for it; null in other frameworks.
    pub classification: Option<BookClassification>,
    /// What ruled the calculation: everything chosen and everything assumed.
    pub policies: BookPolicies,
    /// What the asset consisted of at commencement or transition.
    pub initial: BookInitial,
    /// One for each accounting period, the sum of its rows.
    pub periods: Vec<BookPeriod>,
    /// One for each commencement, payment, event and closing.
    pub rows: Vec<BookRow>,
    /// One voucher for each row that posts something.
    pub journal: Vec<BookVoucher>,
    /// At the end of the day asked about.
    pub balances: BookBalances,
    pub checks: Vec<BookCheck>,
    /// What makes no sense, or had to be assumed.
    pub findings: Vec<BookFinding>,
    pub engine_version: String,
}

/// A lease at commencement put to the tests of ASC 842-10-25-2: one that is met makes a finance lease. Under K3 20.3 the
/// same are indications, and the classification is a judgement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookClassification {
    /// What rules the book, unless an exemption does.
    pub class: LeaseClassification,
    /// It was given; otherwise the tests say it under ASC 842, and the kind of the agreement under K3.
    pub is_given: bool,
    pub tests: Vec<BookClassOutcome>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookClassOutcome {
    pub test: BookClassTest,
    /// Null: what it asks about is not known.
    pub met: Option<bool>,
    /// Of what is left of the useful life, or of the fair value.
    pub percent: Option<ComputedPercent>,
    /// From which it is met.
    pub threshold_percent: Option<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookClassTest {
    /// Ownership passes to the lessee by the end of the term.
    OwnershipPasses,
    /// A purchase option is reasonably certain to be used.
    PurchaseOption,
    /// The term is the major part of what is left of the useful life.
    MajorPart,
    /// The payments and the whole guaranteed residual value are worth substantially all of the fair value.
    SubstantiallyAll,
    /// Nobody else has a use for the asset.
    Specialised,
}

/// What the framework comes to for this lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookTreatment {
    #[serde(rename = "ifrs16")]
    Ifrs16,
    K3Finance,
    #[serde(rename = "asc842_finance")]
    Asc842Finance,
    #[serde(rename = "asc842_operating")]
    Asc842Operating,
    /// Straight-line cost, as in all below.
    K2,
    K3LegalEntity,
    K3Operating,
    Rfr2,
    ShortTerm,
    LowValue,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookPolicies {
    pub framework: BookFramework,
    pub policy: BookPolicy,
    pub period_months: u32,
    pub commencement_on: NaiveDate,
    /// Last day of the term as first assessed.
    pub end_on: NaiveDate,
    /// In force, each from its day. Under K3 the one at which the payments are worth the fair value, where that is lower
    /// than their present value.
    pub discount_rates: Vec<BookRate>,
    /// Where the first of them comes from; null where there is none.
    pub rate_source: Option<BookRateSource>,
    /// Of the contract; null where it does not say.
    pub currency: Option<Currency>,
}

/// In the order they are asked for: the first that has a rate gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookRateSource {
    /// Given for the lease.
    Given,
    /// Solved from the agreement's price.
    Solved,
    /// Stated in the agreement.
    Stated,
    /// The company's table of rates.
    Table,
}

/// A discount rate from a measurement on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookRate {
    pub from: NaiveDate,
    /// Per year, effective.
    pub effective_percent: ComputedPercent,
    /// Per compounding interval; where discounting is dated, per year.
    pub interval_percent: ComputedPercent,
    pub interval_months: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookInitial {
    pub liability: Amount,
    /// Payments made on or before the commencement day and outside the liability.
    pub paid: Amount,
    pub prepaid: Amount,
    pub direct_costs: Amount,
    pub incentives: Amount,
    pub restoration: Amount,
    /// liability + paid + prepaid + direct costs + restoration - incentives; null where nothing is capitalised. Of a
    /// leaseback the right of use stands for liability + paid.
    pub asset: Option<Amount>,
    /// Where the asset was sold to the lessor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaseback: Option<BookLeaseback>,
}

/// What a sale and leaseback comes to on its day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookLeaseback {
    /// Of what the payments are worth, lease.
    pub lease_liability: Amount,
    /// Of what they are worth, borrowed: the price above fair value. It is part of the liability, at the same rate.
    pub financing: Amount,
    /// The price below fair value: rent paid in advance, part of the right of use.
    pub prepayment: Amount,
    pub right_of_use: Amount,
    /// On the rights that went over to the buyer (negative: a loss).
    pub gain: Amount,
}

/// closing = opening + recognised + interest - paid + remeasured - derecognised + exchange.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookLiability {
    pub opening: Amount,
    pub recognised: Amount,
    pub interest: Amount,
    pub paid: Amount,
    pub remeasured: Amount,
    pub derecognised: Amount,
    /// Loss (positive) or gain by a foreign currency.
    pub exchange: Amount,
    pub closing: Amount,
}

/// closing = opening + recognised - depreciation + remeasured - derecognised - impairment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookAsset {
    pub opening: Amount,
    pub recognised: Amount,
    pub depreciation: Amount,
    pub remeasured: Amount,
    pub derecognised: Amount,
    pub impairment: Amount,
    pub closing: Amount,
}

/// Fees paid before their cost (positive) or after it: closing = opening + paid - cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookDeferral {
    pub opening: Amount,
    pub paid: Amount,
    pub cost: Amount,
    pub closing: Amount,
}

/// What moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookMovement {
    /// Null where nothing is capitalised.
    pub liability: Option<BookLiability>,
    pub asset: Option<BookAsset>,
    /// Null where the lease is capitalised.
    pub deferral: Option<BookDeferral>,
    /// Everything that meets the result: interest, depreciation, impairment, straight-line cost, variable cost, exchange
    /// result, less gains.
    pub expense: Amount,
    /// Of the expense, the single cost of an operating lease.
    pub lease_cost: Amount,
    /// Of the expense, variable fees: what depends on use or sales, or on an index that the book does not measure.
    pub variable: Amount,
    /// Of the expense, fees for use outside the term: interim rent before it, and after it those of a lease that goes on.
    #[serde(default)]
    pub outside_term: Amount,
    /// Of the expense, services, invoice fees and other parts that are no lease.
    #[serde(default)]
    pub services: Amount,
    /// Taken off the expense: gain (positive) or loss on changing or ending the lease.
    pub gain: Amount,
    /// Paid out, deductible VAT not counted.
    pub cash: Amount,
    pub deductible_vat: Amount,
    /// Carried to what the lessee owns, by a buy-out; negative: what was sold and leased back.
    pub bought: Amount,
    /// To retained earnings, by a transition.
    pub equity: Amount,
    /// Carried to the claim on the sublessee, by a finance sublease.
    pub claim: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookPeriod {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub movement: BookMovement,
    /// Of the closing liability.
    pub current: Amount,
    pub noncurrent: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookRow {
    pub on: NaiveDate,
    pub entry: BookEntry,
    /// Which of the events listed in the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    /// Since the row before.
    pub movement: BookMovement,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookEntry {
    Commencement,
    Transition,
    Payment,
    /// One listed in the request.
    Event,
    /// One that follows from the agreement's own changes or from an option.
    Change,
    /// To or from another company.
    Transfer,
    /// The end of the term.
    Expiry,
    /// The accounts are closed.
    Closing,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookVoucher {
    pub on: NaiveDate,
    pub entry: BookEntry,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<u32>,
    pub lines: Vec<BookVoucherLine>,
}

/// Either a debit or a credit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookVoucherLine {
    pub role: BookRole,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<Amount>,
}

/// What an account is for; whoever exports maps it to a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookRole {
    RightOfUse,
    AccumulatedDepreciation,
    AccumulatedImpairment,
    OwnedAsset,
    PrepaidFees,
    AccruedFees,
    InputVat,
    AdvanceToLessor,
    RestorationProvision,
    LiabilityNoncurrent,
    LiabilityCurrent,
    /// Bank, suppliers, or a clearing account that the supplier's invoice meets.
    Payment,
    LeaseCost,
    VariableCost,
    /// Services, invoice fees and other parts that are no lease.
    ServiceCost,
    Depreciation,
    Impairment,
    Interest,
    ExchangeResult,
    GainOrLoss,
    RetainedEarnings,
    /// On the sublessee of a finance sublease.
    NetInvestment,
    /// On, or to, the other company of a transfer.
    Intercompany,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookBalances {
    pub as_of: NaiveDate,
    pub liability: Amount,
    pub current: Amount,
    pub noncurrent: Amount,
    pub asset: Amount,
    /// Fees paid before their cost (positive) or owed for a cost already taken.
    pub deferral: Amount,
    /// In the contract's currency; null where nothing is capitalised.
    pub maturity: Option<BookMaturity>,
}

/// Something that must hold, worked out apart from what it checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookCheck {
    pub name: BookCheckName,
    pub held: bool,
    pub expected: Amount,
    pub found: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookCheckName {
    /// What the rows do not come to, and what one opens with beside the closing of the one before, added up: nothing.
    RowsTie,
    /// What the journal's vouchers lack to balance, added up: nothing.
    JournalBalances,
    /// The liability of the journal on the day is that of the rows.
    JournalLiability,
    /// The asset of the journal on the day is that of the rows.
    JournalAsset,
    /// All that met the result is all that was paid, with what was prepaid and provided for, less what is left.
    ExpenseIsCash,
    /// Nothing is owed at the end.
    LiabilityEndsAtZero,
    /// In the contract's currency, nothing is left of the asset at the end but the residual of what the lessee owns.
    AssetEndsAtResidual,
    /// Closed at other days, the accounts show the same liability on the day asked about. Only where rounding is
    /// cumulative.
    LiabilityAtOtherClosings,
    /// And the same asset.
    AssetAtOtherClosings,
}
