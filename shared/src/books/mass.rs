//! An index or a rate changes the fees of many agreements at once.

use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::answer::{BookTreatment, BookVoucherLine};
use super::finding::BookFinding;
use super::register::{LeaseChangeKind, LeaseChangeView};
use super::request::{BookFramework, LeaseRate};
use crate::agreements::{AgreementChange, AgreementKind, AgreementTerms, BulkTarget, FeeStep, TermsPatch};
use crate::calculation::Calculation;
use crate::debt::Conversion;
use crate::ids::{AgreementId, BulkEditId, MassChangeId};
use crate::money::{Amount, Currency, FxRate, RatePercent};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{self, CheckedTerms, TermsFault};

pub const MASS_CHANGE_MAX: usize = 1_000;

/// What is to happen to many agreements. The same request is previewed and then executed: the versions see to it that
/// nothing has changed in between.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewMassChange {
    /// At most 1,000.
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 1_000)))]
    pub agreements: Vec<BulkTarget>,
    /// A fee due that day is already the new one; in arrears the time before the day keeps its fee.
    pub effective_on: NaiveDate,
    pub change: FeeChange,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", validate(length(max = 1000)))]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FeeChange {
    Index(IndexChange),
    Rate(RateChange),
}

/// Either `percent`, or `old_index` and `new_index`. The fee and every step that is left of it change alike. In the
/// books it is an index: the discount rate stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct IndexChange {
    /// By how much the index has risen (fallen: negative).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<RatePercent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_index: Option<FxRate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_index: Option<FxRate>,
    /// How much of the fee follows the index; all of it when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share_percent: Option<RatePercent>,
    /// The fee changes at least by this; 0 where it never falls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor_percent: Option<RatePercent>,
    /// And at most by this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap_percent: Option<RatePercent>,
    /// New fees are rounded to a multiple of this, half away from zero; to what the currency can pay when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub round_to: Option<Amount>,
}

/// Either `percent` or `points`. The fee follows from the rate. In the books the discount rate is revised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RateChange {
    /// The new nominal rate of the agreements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<RatePercent>,
    /// Percentage points by which the rate of each rises (falls: negative).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<RatePercent>,
    /// The revised discount rate, where it is another than the agreement's new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount_rate: Option<LeaseRate>,
}

/// A change of the fee as a fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fraction {
    part: i128,
    of: i128,
}

const WHOLE: i128 = 1_000_000_000;

impl IndexChange {
    /// Every fault at its place in the change.
    pub fn check(&self) -> Result<(), Vec<TermsFault>> {
        let mut faults = Vec::new();
        let mut add = |path: &str, code: FieldCode, expected: &str| {
            faults.push(TermsFault { path: path.to_owned(), fault: FieldFault::new(code).expected(expected) });
        };
        match (self.percent, self.old_index, self.new_index) {
            (Some(_), None, None) | (None, Some(_), Some(_)) => {}
            (Some(_), _, _) => add("percent", FieldCode::InvalidValue, "either percent, or old_index and new_index"),
            (None, None, None) => add("percent", FieldCode::MissingField, "either percent, or old_index and new_index"),
            (None, None, Some(_)) => add("old_index", FieldCode::MissingField, "the index that the fee was set by"),
            (None, Some(_), None) => add("new_index", FieldCode::MissingField, "the index that it is set by now"),
        }
        if self.share_percent.is_some_and(|share| !(0..=1_000_000_000).contains(&share.ppb())) {
            add("share_percent", FieldCode::OutOfRange, "0 to 100");
        }
        if let (Some(floor), Some(cap)) = (self.floor_percent, self.cap_percent)
            && floor > cap
        {
            add("cap_percent", FieldCode::OutOfRange, "at least floor_percent");
        }
        if self.round_to.is_some_and(|unit| unit.minor() <= 0) {
            add("round_to", FieldCode::OutOfRange, "above 0");
        }
        if faults.is_empty() { Ok(()) } else { Err(faults) }
    }

    /// `None`: more than can be calculated with.
    fn fraction(&self) -> Option<Fraction> {
        let share = self.share_percent.map_or(WHOLE, |share| i128::from(share.ppb()));
        let change = match (self.percent, self.old_index, self.new_index) {
            (Some(percent), ..) => Fraction { part: i128::from(percent.ppb()) * share, of: WHOLE * WHOLE },
            (None, Some(old), Some(new)) => {
                let (old, new) = (i128::from(old.e8()), i128::from(new.e8()));
                Fraction { part: (new - old).checked_mul(share)?, of: old.checked_mul(WHOLE)? }
            }
            _ => return None,
        };
        let limit = |limit: RatePercent| Fraction { part: i128::from(limit.ppb()), of: WHOLE };
        let change = match self.floor_percent.map(limit) {
            Some(floor) if change.less_than(floor)? => floor,
            _ => change,
        };
        match self.cap_percent.map(limit) {
            Some(cap) if cap.less_than(change)? => Some(cap),
            _ => Some(change),
        }
    }

    /// A fee after the change. `None`: more than an amount can be.
    pub fn of(&self, fee: Amount, currency: Currency) -> Option<Amount> {
        let Fraction { part, of } = self.fraction()?.lowest();
        let payable = if currency.decimals() > 0 { 1 } else { 100 };
        let unit = i128::from(self.round_to.map_or(payable, |unit| unit.minor().max(1)));
        let exact = i128::from(fee.minor()).checked_mul(of.checked_add(part)?)?;
        let step = of.checked_mul(unit)?;
        let away = exact.abs().checked_mul(2)?.checked_add(step)? / step.checked_mul(2)?;
        let minor = away.checked_mul(unit)?.checked_mul(exact.signum())?;
        i64::try_from(minor).ok().and_then(Amount::from_minor)
    }
}

impl Fraction {
    fn less_than(self, other: Self) -> Option<bool> {
        let (one, two) = (self.lowest(), other.lowest());
        Some(one.part.checked_mul(two.of)? < two.part.checked_mul(one.of)?)
    }

    fn lowest(self) -> Self {
        let (mut one, mut two) = (self.part.abs(), self.of);
        while two != 0 {
            (one, two) = (two, one % two);
        }
        let divisor = one.max(1);
        Self { part: self.part / divisor, of: self.of / divisor }
    }
}

impl RateChange {
    /// Every fault at its place in the change.
    pub fn check(&self) -> Result<(), Vec<TermsFault>> {
        let (code, expected) = match (self.percent, self.points) {
            (Some(_), Some(_)) => (FieldCode::InvalidValue, "either percent or points"),
            (None, None) => (FieldCode::MissingField, "either percent or points"),
            _ => return Ok(()),
        };
        let fault = FieldFault::new(code).expected(expected);
        Err(vec![TermsFault { path: "percent".to_owned(), fault }])
    }

    fn of(&self, rate: Option<RatePercent>) -> Result<RatePercent, FieldFault> {
        match (self.percent, self.points, rate) {
            (Some(percent), ..) => Ok(percent),
            (None, Some(points), Some(rate)) => RatePercent::from_ppb(rate.ppb() + points.ppb())
                .ok_or_else(|| FieldFault::new(FieldCode::OutOfRange).expected("a rate of -50 to 1000 percent")),
            _ => {
                let fault = FieldFault::new(FieldCode::MissingField);
                Err(fault.expected("a stated rate that the points can be added to; give percent instead"))
            }
        }
    }
}

impl FeeChange {
    /// Every fault at its place in the change.
    pub fn check(&self) -> Result<(), Vec<TermsFault>> {
        match self {
            Self::Index(index) => index.check(),
            Self::Rate(rate) => rate.check(),
        }
    }

    /// The amendment that it is of an agreement, given the terms in force on the day.
    pub fn patch(&self, terms: &AgreementTerms, on: NaiveDate) -> Result<TermsPatch, FieldFault> {
        let mut patch = serde_json::Map::new();
        match self {
            Self::Rate(rate) => {
                let rate = rate.of(terms.nominal_rate_percent)?;
                patch.insert("nominal_rate_percent".to_owned(), rate.to_string().into());
            }
            Self::Index(index) => {
                let too_large = || {
                    let fault = FieldFault::new(FieldCode::OutOfRange);
                    fault.expected("a change after which the fee is still an amount")
                };
                let of = |fee| index.of(fee, terms.currency).ok_or_else(too_large);
                let fee = of(terms::fee_on(terms, on))?;
                patch.insert("fee".to_owned(), fee.to_string().into());
                let mut steps = Vec::new();
                for step in terms::steps_after(&terms.fee_steps, on) {
                    steps.push(FeeStep { from: step.from, fee: of(step.fee)? });
                }
                if !steps.is_empty() {
                    patch.insert("fee_steps".to_owned(), serde_json::to_value(steps).unwrap_or_default());
                }
            }
        }
        Ok(TermsPatch(patch))
    }
}

/// The first fee due on a day or after it, as long as one falls due within an interval after the term.
pub fn fee_due(
    original: &CheckedTerms,
    changes: &[AgreementChange],
    on: NaiveDate,
) -> Result<Option<Amount>, Vec<TermsFault>> {
    let calculation = Calculation::new(original, changes)?;
    let later = Months::new(original.terms().interval_months.max(1));
    let horizon = on.max(original.end_on()).checked_add_months(later).unwrap_or(on);
    let flows = calculation.plan().flows(horizon);
    let is_fee =
        |flow: &&engine::Flow| flow.due >= on && matches!(flow.kind, engine::RowKind::Fee | engine::RowKind::Extended);
    Ok(flows.iter().filter(is_fee).min_by_key(|flow| flow.due).and_then(|flow| Amount::from_minor(flow.payment)))
}

impl NewMassChange {
    /// How the change has to be taken in the books of an agreement, where it would else be taken for something it is
    /// not.
    pub fn view(&self, kind: AgreementKind) -> Option<LeaseChangeView> {
        let (kind, discount_rate) = match (&self.change, kind) {
            (FeeChange::Index(_), AgreementKind::Premises | AgreementKind::Rental) => return None,
            (FeeChange::Index(_), _) => (LeaseChangeKind::Index, None),
            (FeeChange::Rate(rate), _) => (LeaseChangeKind::FloatingRate, Some(rate.discount_rate?)),
        };
        let on = self.effective_on;
        Some(LeaseChangeView { on, kind, discount_rate, scope: None, remaining: None, amount: None })
    }
}

/// What a mass change would do. Nothing is recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MassChangePreview {
    /// In the order they were given.
    pub agreements: Vec<MassChangeEffect>,
    /// By book, in the company's currency: agreements in another at the rates below. In another currency only where the
    /// company has no rate for it.
    pub totals: Vec<MassChangeTotal>,
    /// What foreign currencies are worth on the day. Liabilities are translated at them, assets at those of the days they
    /// came in.
    pub rates: Vec<Conversion>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MassChangeEffect {
    pub id: AgreementId,
    pub number: String,
    pub title: String,
    pub version: i32,
    /// False where everything is already as wished.
    pub changed: bool,
    pub currency: Currency,
    /// The first fee due on the day or after it; null where none is.
    pub old_fee: Option<Amount>,
    pub new_fee: Option<Amount>,
    /// Each book in use that it can be calculated in.
    pub books: Vec<MassChangeBook>,
    /// Books in use that it cannot be calculated in, and whose totals it is left out of.
    pub not_calculable: Vec<BookFramework>,
}

/// At the end of the day, in the agreement's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MassChangeBook {
    pub framework: BookFramework,
    pub currency: Currency,
    pub treatment: BookTreatment,
    pub liability_before: Amount,
    pub liability_after: Amount,
    pub asset_before: Amount,
    pub asset_after: Amount,
    /// What the change itself posts, each role once: nothing of the interest and the depreciation until then.
    pub journal: Vec<BookVoucherLine>,
    /// The same in the company's currency; null where the agreement is in it, or there is no rate.
    pub translated: Option<MassChangeTranslated>,
    /// With the change.
    pub findings: Vec<BookFinding>,
}

/// What a mass change does to a foreign agreement in the company's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MassChangeTranslated {
    pub currency: Currency,
    pub liability_before: Amount,
    pub liability_after: Amount,
    pub asset_before: Amount,
    pub asset_after: Amount,
    pub journal: Vec<BookVoucherLine>,
}

/// Of all agreements in a book, in one currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MassChangeTotal {
    pub framework: BookFramework,
    pub currency: Currency,
    /// How many agreements.
    pub agreements: u32,
    pub liability_before: Amount,
    pub liability_after: Amount,
    pub asset_before: Amount,
    pub asset_after: Amount,
    pub journal: Vec<BookVoucherLine>,
}

/// A mass change that was executed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MassChange {
    pub id: MassChangeId,
    pub effective_on: NaiveDate,
    pub change: FeeChange,
    pub reason: Option<String>,
    /// Those it was executed on, unchanged ones too.
    pub agreements: Vec<AgreementId>,
    /// As the histories of agreements name it.
    pub bulk_edit_id: BulkEditId,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by_name: Option<String>,
    /// Null while it is in force.
    pub undone_at: Option<DateTime<Utc>>,
}

#[cfg(test)]
mod tests;
