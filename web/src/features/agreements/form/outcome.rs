//! What the draft would give, computed in the browser by the same engine as on the server.

use chrono::NaiveDate;
use shared::agreements::{Agreement, AgreementChange, AgreementTerms, FieldDifference, TermsPatch, Warning};
use shared::calculation::Calculation;
use shared::debt::{Figures, RateReport, RateSource, Schedule, Unknown};
use shared::ids::EventId;
use shared::money::Amount;
use shared::terms::{self, CheckedTerms};

use super::faults;
use super::read::Fault;

/// How the form changes the register.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    New,
    /// The terms were wrong from the start.
    Correction(Box<Agreement>),
    /// Something else was agreed from a day.
    Amendment(Box<Agreement>),
}

impl Intent {
    /// The terms that the form begins with.
    pub fn base(&self, from: NaiveDate) -> Option<AgreementTerms> {
        match self {
            Self::New => None,
            Self::Correction(agreement) => Some(agreement.original_terms.clone()),
            Self::Amendment(agreement) => Some(terms_of_day(agreement, from)),
        }
    }

    pub fn agreement(&self) -> Option<&Agreement> {
        match self {
            Self::New => None,
            Self::Correction(agreement) | Self::Amendment(agreement) => Some(agreement),
        }
    }
}

/// The terms in force on a day, as the amendments up to then leave them.
fn terms_on(agreement: &Agreement, day: NaiveDate) -> AgreementTerms {
    let mut terms = agreement.original_terms.clone();
    for change in &agreement.changes {
        if let AgreementChange::Amended { effective_on, patch, .. } = change
            && *effective_on <= day
            && let Ok(merged) = terms::amend(&terms, patch, *effective_on)
        {
            terms = merged;
        }
    }
    terms
}

/// [`terms_on`] as they are amended from the day: the fee is the one of the day, and its steps are those that follow.
pub fn terms_of_day(agreement: &Agreement, day: NaiveDate) -> AgreementTerms {
    let terms = terms_on(agreement, day);
    let fee = terms::fee_on(&terms, day);
    let fee_steps = terms::steps_after(&terms.fee_steps, day).cloned().collect();
    AgreementTerms { fee, fee_steps, ..terms }
}

/// The patch from what is registered to what is typed. A party that is registered is compared by its id: the name that
/// stands beside it is only its name today.
pub fn patch(base: &AgreementTerms, wanted: &CheckedTerms) -> TermsPatch {
    terms::patch_between(&compared(base), wanted.terms())
}

/// [`patch`] for what is to hold from a day.
pub fn amendment(base: &AgreementTerms, wanted: &CheckedTerms, from: NaiveDate) -> TermsPatch {
    terms::amendment_between(&compared(base), wanted.terms(), from)
}

pub fn differences(base: &AgreementTerms, wanted: &CheckedTerms) -> Vec<FieldDifference> {
    let base = compared(base);
    let found = terms::differences(&base, wanted.terms());
    found.into_iter().filter(|difference| difference.field != "term_months").collect()
}

fn compared(base: &AgreementTerms) -> AgreementTerms {
    let mut base = match terms::check(base) {
        Ok(checked) => checked.into_terms(),
        Err(_) => base.clone(),
    };
    if base.lessor_id.is_some() {
        base.lessor_name = None;
    }
    if base.supplier_id.is_some() {
        base.supplier_name = None;
    }
    base
}

/// The figures and the plan of what is typed, and those of what is registered.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    pub terms: AgreementTerms,
    pub figures: Figures,
    pub schedule: Schedule,
    pub warnings: Vec<Warning>,
    pub before: Option<Figures>,
    pub differences: Vec<FieldDifference>,
    /// What hardly anyone agrees on.
    pub oddities: Vec<Oddity>,
}

/// Of an amendment the engine prices the rest anew out of the debt, so that a wrong figure in it shows in the rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// Solved from price and payments, and above [`USUAL_RATE`].
    HighRate,
    ImplausibleRate,
    NoRateFits,
    NegativeInterest,
    NothingToPay,
}

/// The highest effective rate that is taken without a question, as a share. The trade quotes two to ten per cent; a fee
/// with VAT against a price without it lifts even a five-year lease at five per cent, nothing left at its end, to 15.9.
const USUAL_RATE: f64 = 0.15;

/// `from` is the day an amendment holds from, and then the day of the figures, so that they show what it does; else
/// `as_of` is.
pub fn of(intent: &Intent, wanted: &CheckedTerms, from: NaiveDate, as_of: NaiveDate) -> Result<Outcome, Vec<Fault>> {
    let amends = matches!(intent, Intent::Amendment(_));
    let as_of = if amends { from } else { as_of };
    let calculation = calculation(intent, wanted, from)?;
    let before = intent.agreement().and_then(|agreement| registered(agreement).ok());
    let differences = intent.base(from).map(|base| differences(&base, wanted)).unwrap_or_default();
    let (figures, schedule) = (calculation.figures(as_of), calculation.schedule(as_of));
    let mut oddities = if amends && !differences.is_empty() { oddities(&figures, &schedule, from) } else { Vec::new() };
    if is_high(&figures.rate) {
        oddities.push(Oddity::HighRate);
    }
    Ok(Outcome {
        terms: wanted.terms().clone(),
        oddities,
        figures,
        schedule,
        warnings: calculation.warnings(),
        before: before.map(|before| before.figures(as_of)),
        differences,
    })
}

/// A rate that the paper states is the lessor's word; one that is solved shows what was typed beside it.
fn is_high(rate: &RateReport) -> bool {
    let solved = matches!(rate.source, Some(RateSource::Solved | RateSource::Repriced));
    solved && !rate.implausible && rate.pure.is_some_and(|pair| pair.effective_percent.fraction() > USUAL_RATE)
}

fn oddities(figures: &Figures, schedule: &Schedule, from: NaiveDate) -> Vec<Oddity> {
    let later = || schedule.rows.iter().filter(|row| row.due_on >= from);
    // What stands in the row of the day itself has grown before it.
    let interest: i64 = later().filter(|row| row.due_on > from).filter_map(|row| row.interest).map(Amount::minor).sum();
    [
        (Oddity::ImplausibleRate, figures.rate.implausible),
        (Oddity::NoRateFits, figures.rate.unknown == Some(Unknown::NoRateFits)),
        (Oddity::NegativeInterest, interest < 0),
        (Oddity::NothingToPay, later().all(|row| row.payment <= Amount::ZERO)),
    ]
    .into_iter()
    .filter_map(|(oddity, found)| found.then_some(oddity))
    .collect()
}

fn registered(agreement: &Agreement) -> Result<Calculation, Vec<Fault>> {
    let original = terms::check(&agreement.original_terms).map_err(faults::of_terms)?;
    Calculation::new(&original, &agreement.changes).map_err(faults::of_terms)
}

fn calculation(intent: &Intent, wanted: &CheckedTerms, from: NaiveDate) -> Result<Calculation, Vec<Fault>> {
    let made = match intent {
        Intent::New => Calculation::new(wanted, &[]),
        Intent::Correction(agreement) => Calculation::new(wanted, &agreement.changes),
        Intent::Amendment(agreement) => {
            let original = terms::check(&agreement.original_terms).map_err(faults::of_terms)?;
            let patch = amendment(&terms_of_day(agreement, from), wanted, from);
            Calculation::new(&original, &with_amendment(&agreement.changes, patch, from))
        }
    };
    made.map_err(faults::of_terms)
}

/// The changes with one more in its place by day.
fn with_amendment(changes: &[AgreementChange], patch: TermsPatch, from: NaiveDate) -> Vec<AgreementChange> {
    let day = |change: &AgreementChange| match change {
        AgreementChange::Amended { effective_on, .. } | AgreementChange::Ended { effective_on, .. } => *effective_on,
    };
    let mut changes = changes.to_vec();
    let at = changes.iter().position(|change| day(change) > from).unwrap_or(changes.len());
    // It is not recorded yet: no event has this id.
    let event_id = EventId::from_uuid(uuid::Uuid::nil());
    changes.insert(at, AgreementChange::Amended { event_id, effective_on: from, patch });
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn agreement() -> Agreement {
        let terms = json!({
            "number": "L-1", "title": "Truck", "kind": "financial_lease",
            "lessor_id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64", "lessor_name": "Leasaren",
            "start_on": "2025-01-01", "end_on": "2027-12-31", "term_months": 36, "currency": "SEK", "fee": "1000.00",
            "price": "30000.00",
        });
        serde_json::from_value(json!({
            "id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e65", "version": 2, "as_of": "2026-11-22", "known_at": null,
            "status": "running", "terms": terms, "original_terms": terms,
            "changes": [{"type": "amended", "event_id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e66",
                         "effective_on": "2026-01-01", "patch": {"fee": "1100"}}],
            "figures": {"as_of": "2026-11-22", "debt": null, "debt_unknown": null, "remaining_payments": "0",
                        "next_payment_on": null, "extended": null,
                        "rate": {"pure": null, "source": null, "all_in": null, "fee_shares": [], "unknown": null,
                                 "implausible": false, "candidates": []}},
            "demo": false, "created_at": "2026-11-22T08:00:00Z", "updated_at": "2026-11-22T08:00:00Z",
        }))
        .unwrap()
    }

    fn wanted(base: &AgreementTerms, change: serde_json::Value) -> CheckedTerms {
        let mut base = terms::merge(base, &serde_json::from_value(change).unwrap()).unwrap();
        // As the form reads them: a registered party by its id alone.
        base.lessor_name = None;
        terms::check(&base).unwrap()
    }

    fn amended(change: serde_json::Value) -> Outcome {
        let mut agreement = agreement();
        agreement.changes.clear();
        let wanted = wanted(&agreement.original_terms, change);
        of(&Intent::Amendment(Box::new(agreement)), &wanted, day("2026-06-01"), day("2026-11-22")).unwrap()
    }

    #[test]
    fn an_amendment_shows_what_it_does_on_its_day() {
        let outcome = amended(json!({"fee": "1005"}));
        let before = outcome.before.unwrap();
        assert_eq!((outcome.figures.as_of, before.as_of), (day("2026-06-01"), day("2026-06-01")));
        let effective = |figures: &Figures| figures.rate.pure.unwrap().effective_percent;
        assert!(effective(&outcome.figures) > effective(&before));
        assert_eq!(outcome.oddities, []);
    }

    #[test]
    fn an_implausible_amendment_is_pointed_out() {
        assert_eq!(amended(json!({"fee": "5000"})).oddities, [Oddity::ImplausibleRate]);
        assert!(amended(json!({"fee": "900"})).oddities.contains(&Oddity::NegativeInterest));
        assert!(amended(json!({"fee": "0"})).oddities.contains(&Oddity::NothingToPay));
    }

    #[test]
    fn a_rate_that_is_hardly_ever_agreed_is_asked_about() {
        let new = |fee: &str, more: serde_json::Value| {
            let mut terms = agreement().original_terms;
            terms.fee = fee.parse().unwrap();
            of(&Intent::New, &wanted(&terms, more), day("2026-11-22"), day("2026-11-22")).unwrap()
        };
        let effective = |outcome: &Outcome| outcome.figures.rate.pure.unwrap().effective_percent.fraction();
        let (usual, high) = (new("1000", json!({})), new("1050", json!({})));
        assert!((0.12..0.15).contains(&effective(&usual)), "{}", effective(&usual));
        assert!((0.15..0.20).contains(&effective(&high)), "{}", effective(&high));
        assert_eq!((usual.oddities, high.oddities), (vec![], vec![Oddity::HighRate]));
        // 6 000 a month for three years against 130 000: forty-seven per cent.
        let asked = new("6000", json!({"price": "130000"}));
        assert!((0.47..0.48).contains(&effective(&asked)));
        assert_eq!(asked.oddities, [Oddity::HighRate]);
        let stated = new("1050", json!({"price": null, "nominal_rate_percent": "43"}));
        assert_eq!(stated.oddities, [], "the paper's own rate is not questioned");
    }

    #[test]
    fn nothing_typed_is_no_patch() {
        let agreement = agreement();
        let wanted = wanted(&agreement.original_terms, json!({}));
        assert!(patch(&agreement.original_terms, &wanted).0.is_empty());
        assert!(differences(&agreement.original_terms, &wanted).is_empty());
    }

    #[test]
    fn an_amendment_begins_with_the_terms_of_its_day() {
        let agreement = agreement();
        assert_eq!(terms_on(&agreement, day("2025-06-01")).fee.to_string(), "1000.00");
        assert_eq!(terms_on(&agreement, day("2026-01-01")).fee.to_string(), "1100.00");
    }

    #[test]
    fn a_fee_in_steps_is_the_one_of_the_day() {
        let mut agreement = agreement();
        agreement.changes.clear();
        agreement.original_terms.fee_steps = serde_json::from_value(
            json!([{"from": "2026-01-01", "fee": "1100.00"}, {"from": "2027-01-01", "fee": "1200.00"}]),
        )
        .unwrap();
        let base = terms_of_day(&agreement, day("2026-06-01"));
        assert_eq!((base.fee.to_string(), base.fee_steps.len()), ("1100.00".to_owned(), 1));
        let intent = Intent::Amendment(Box::new(agreement));
        let same = of(&intent, &wanted(&base, json!({})), day("2026-06-01"), day("2026-11-22")).unwrap();
        assert_eq!(same.differences, []);
        assert_eq!(Some(same.figures), same.before, "nothing typed changes nothing");
        let dearer = of(&intent, &wanted(&base, json!({"fee": "1150"})), day("2026-06-01"), day("2026-11-22")).unwrap();
        let fields: Vec<_> = dearer.differences.iter().map(|difference| difference.field.as_str()).collect();
        assert_eq!(fields, ["fee"]);
        assert_eq!(dearer.differences[0].before, Some(json!("1100.00")), "against the fee of the day");
    }

    #[test]
    fn a_correction_keeps_what_was_amended_since() {
        let agreement = agreement();
        let wanted = wanted(&agreement.original_terms, json!({"fee": "1050"}));
        let intent = Intent::Correction(Box::new(agreement));
        let outcome = of(&intent, &wanted, day("2026-11-22"), day("2026-11-22")).unwrap();
        let paid_in = |year: &str| {
            let row = outcome.schedule.rows.iter().find(|row| row.due_on.to_string().starts_with(year)).unwrap();
            row.payment.to_string()
        };
        assert_eq!((paid_in("2025-02"), paid_in("2026-02")), ("1050.00".to_owned(), "1100.00".to_owned()));
        assert_ne!(outcome.before.unwrap().debt, outcome.figures.debt);
    }

    #[test]
    fn an_amendment_takes_its_place_by_day() {
        let agreement = agreement();
        let base = terms_on(&agreement, day("2025-07-01"));
        let wanted = wanted(&base, json!({"fee": "1020"}));
        let intent = Intent::Amendment(Box::new(agreement));
        let outcome = of(&intent, &wanted, day("2025-07-01"), day("2026-11-22")).unwrap();
        let fees: Vec<_> = ["2025-06-01", "2025-07-01", "2026-02-01"]
            .map(|due| outcome.schedule.rows.iter().find(|row| row.due_on == day(due)).unwrap().payment.to_string())
            .into();
        assert_eq!(fees, ["1000.00", "1020.00", "1100.00"]);
        assert_eq!(outcome.differences.len(), 1);
    }
}
