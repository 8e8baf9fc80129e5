//! What an amendment makes of terms from its day on.
//!
//! A fee plan is read from the day: the fee is the one of the day, and its steps are those that follow. A new fee
//! replaces the steps that were left, unless the amendment says which follow it.

use chrono::NaiveDate;
use serde::Deserialize as _;
use serde_json::{Map, Value};

use super::TermsFault;
use super::merge::{merge, merge_fields, patch_between};
use crate::agreements::{AgreementTerms, FeeStep, TermsPatch};
use crate::money::Amount;
use crate::problem::{FieldCode, FieldFault};

const FEE: &str = "fee";
const STEPS: &str = "fee_steps";

/// The terms from `on` under an amendment of that day, as strict as [`merge`]. What was to be paid before the day cannot
/// be amended: a step that is not later is a fault, unless the terms have it already.
pub fn amend(terms: &AgreementTerms, patch: &TermsPatch, on: NaiveDate) -> Result<AgreementTerms, Vec<TermsFault>> {
    let merged = merge(terms, patch)?;
    if !moves_fees(patch) {
        return Ok(merged);
    }
    let given: &[FeeStep] = if patch.0.contains_key(STEPS) { &merged.fee_steps } else { &[] };
    let faults: Vec<TermsFault> = given
        .iter()
        .enumerate()
        .filter(|(_, step)| step.from <= on && !terms.fee_steps.contains(step))
        .map(|(place, step)| TermsFault {
            path: format!("{STEPS}/{place}/from"),
            fault: FieldFault::new(FieldCode::OutOfRange)
                .found(&step.from.to_string())
                .expected(&format!("a day after {on}; what is paid from that day is the fee")),
        })
        .collect();
    if !faults.is_empty() {
        return Err(faults);
    }
    let fee = if patch.0.contains_key(FEE) { merged.fee } else { fee_on(terms, on) };
    let fee_steps = steps_after(given, on).cloned().collect();
    Ok(AgreementTerms { fee, fee_steps, ..merged })
}

/// [`amend`] on JSON objects, without looking at the result: for patches that were checked when they were made.
pub fn amend_fields(base: Map<String, Value>, patch: &TermsPatch, on: NaiveDate) -> Map<String, Value> {
    if !moves_fees(patch) {
        return merge_fields(base, patch);
    }
    let before = steps_of(&base);
    let fee = before.iter().rev().find(|step| step.from <= on).map(|step| step.fee);
    let mut whole = merge_fields(base, patch);
    if let Some(fee) = fee.filter(|_| !patch.0.contains_key(FEE)) {
        whole.insert(FEE.to_owned(), Value::String(fee.to_string()));
    }
    let given = if patch.0.contains_key(STEPS) { steps_of(&whole) } else { Vec::new() };
    let later: Vec<&FeeStep> = steps_after(&given, on).collect();
    match serde_json::to_value(&later) {
        Ok(steps) if !later.is_empty() => whole.insert(STEPS.to_owned(), steps),
        _ => whole.remove(STEPS),
    };
    whole
}

/// The patch that makes one of the other from a day. A fee plan that is another from the day is said whole: its fee, and
/// the steps that follow.
pub fn amendment_between(before: &AgreementTerms, after: &AgreementTerms, on: NaiveDate) -> TermsPatch {
    let mut patch = patch_between(before, after);
    patch.0.remove(FEE);
    patch.0.remove(STEPS);
    let fee = if after.fee == before.fee { fee_on(after, on) } else { after.fee };
    let steps: Vec<&FeeStep> = steps_after(&after.fee_steps, on).collect();
    if fee == fee_on(before, on) && steps.iter().copied().eq(steps_after(&before.fee_steps, on)) {
        return patch;
    }
    patch.0.insert(FEE.to_owned(), Value::String(fee.to_string()));
    match serde_json::to_value(&steps) {
        Ok(said) if !steps.is_empty() => patch.0.insert(STEPS.to_owned(), said),
        _ => None,
    };
    patch
}

/// The fee in force on a day.
pub fn fee_on(terms: &AgreementTerms, day: NaiveDate) -> Amount {
    terms.fee_steps.iter().rev().find(|step| step.from <= day).map_or(terms.fee, |step| step.fee)
}

/// The steps that are left after a day.
pub fn steps_after(steps: &[FeeStep], day: NaiveDate) -> impl Iterator<Item = &FeeStep> {
    steps.iter().filter(move |step| step.from > day)
}

fn moves_fees(patch: &TermsPatch) -> bool {
    patch.0.contains_key(FEE) || patch.0.contains_key(STEPS)
}

fn steps_of(fields: &Map<String, Value>) -> Vec<FeeStep> {
    fields.get(STEPS).and_then(|steps| Vec::deserialize(steps).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;
    use serde_json::json;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn stepped() -> AgreementTerms {
        serde_json::from_value(json!({
            "title": "Truck", "kind": "financial_lease", "lessor_name": "Leasaren", "start_on": "2024-01-01",
            "end_on": "2027-12-31", "term_months": 48, "currency": "SEK", "fee": "1000.00", "price": "40000.00",
            "fee_steps": [{"from": "2025-01-01", "fee": "1100.00"}, {"from": "2026-01-01", "fee": "1200.00"}],
        }))
        .unwrap()
    }

    fn plan(terms: &AgreementTerms) -> String {
        let steps = terms.fee_steps.iter().map(|step| format!(", {} {}", step.from, step.fee));
        format!("{}{}", terms.fee, steps.collect::<String>())
    }

    /// As the API does it and as a history is read again, which must agree.
    fn amended(terms: &AgreementTerms, patch: Value, on: &str) -> AgreementTerms {
        let patch: TermsPatch = serde_json::from_value(patch).unwrap();
        let strict = amend(terms, &patch, day(on)).unwrap();
        let read_again = amend_fields(fields(terms), &amendment_between(terms, &strict, day(on)), day(on));
        assert_eq!(serde_json::from_value::<AgreementTerms>(Value::Object(read_again)).unwrap(), strict);
        assert_eq!(fields(&strict), amend_fields(fields(terms), &patch, day(on)));
        strict
    }

    #[test]
    fn a_new_fee_replaces_the_steps_that_are_left() {
        assert_eq!(plan(&amended(&stepped(), json!({"fee": "1150.00"}), "2025-07-01")), "1150.00");
        let followed = json!({"fee": "1150.00", "fee_steps": [{"from": "2027-01-01", "fee": "1300.00"}]});
        let terms = amended(&stepped(), followed, "2025-07-01");
        assert_eq!(plan(&terms), "1150.00, 2027-01-01 1300.00");
        let kept = json!({"fee": "1160.00", "fee_steps": [{"from": "2027-01-01", "fee": "1300.00"}]});
        assert_eq!(plan(&amended(&terms, kept, "2025-09-01")), "1160.00, 2027-01-01 1300.00");
    }

    #[test]
    fn the_fee_of_the_paper_can_come_back() {
        assert_eq!(plan(&amended(&stepped(), json!({"fee": "1000.00"}), "2026-07-01")), "1000.00");
    }

    #[test]
    fn what_is_as_it_was_is_no_amendment() {
        let day = day("2025-07-01");
        let said_again = json!({"fee": "1100.00", "fee_steps": [{"from": "2026-01-01", "fee": "1200.00"}]});
        let after = amend(&stepped(), &serde_json::from_value(said_again).unwrap(), day).unwrap();
        assert!(amendment_between(&stepped(), &after, day).0.is_empty());
        let typed = AgreementTerms { fee: "1150".parse().unwrap(), ..stepped() };
        let patch = serde_json::to_value(amendment_between(&stepped(), &typed, day)).unwrap();
        assert_eq!(patch, json!({"fee": "1150.00", "fee_steps": [{"from": "2026-01-01", "fee": "1200.00"}]}));
    }

    #[test]
    fn new_steps_follow_the_fee_of_the_day() {
        let later = json!({"fee_steps": [{"from": "2026-07-01", "fee": "1250.00"}]});
        assert_eq!(plan(&amended(&stepped(), later, "2025-07-01")), "1100.00, 2026-07-01 1250.00");
        assert_eq!(plan(&amended(&stepped(), json!({"fee_steps": []}), "2025-07-01")), "1100.00");
        assert_eq!(plan(&amended(&stepped(), json!({"fee_steps": null}), "2024-07-01")), "1000.00");
    }

    #[test]
    fn what_is_behind_the_day_may_be_said_again_and_not_otherwise() {
        let steps = |first: &str| json!({"fee_steps": [{"from": "2025-01-01", "fee": first}, {"from": "2026-01-01", "fee": "1290.00"}]});
        assert_eq!(plan(&amended(&stepped(), steps("1100.00"), "2025-07-01")), "1100.00, 2026-01-01 1290.00");
        let patch = serde_json::from_value(steps("1101.00")).unwrap();
        let faults = amend(&stepped(), &patch, day("2025-07-01")).unwrap_err();
        assert_eq!((faults.len(), faults[0].path.as_str()), (1, "fee_steps/0/from"));
        assert_eq!(faults[0].fault.code, FieldCode::OutOfRange);
    }

    #[test]
    fn other_amendments_leave_the_plan_as_it_is() {
        let terms = amended(&stepped(), json!({"cost_center": "4200"}), "2025-07-01");
        assert_eq!(terms.fee_steps, stepped().fee_steps);
    }
}
