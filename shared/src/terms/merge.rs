//! Applying a merge patch (RFC 7396) to terms.

use serde_json::{Map, Value};

use super::TermsFault;
use crate::agreements::{AgreementTerms, FieldDifference, TermsPatch};
use crate::problem::{FieldCode, FieldFault};

/// Fields that belong to the signing itself. They can have been written down wrong, and are then corrected; they
/// cannot become something else from a later day.
pub const CORRECTED_ONLY: [&str; 11] = [
    "number",
    "kind",
    "start_on",
    "currency",
    "timing",
    "price",
    "first_increased_fee",
    "first_increased_replaces",
    "interim_from",
    "interim_daily",
    "arrangement_fee",
];

/// A field that is one of several variants. Parts of the old one must not remain in the new one.
const VARIANT: &str = "fee_basis";

/// The terms after the patch. Both are strict: an unknown field or a wrong type is a fault at that field.
///
/// Where two fields say one thing, the patched one rules: a new end date gives a new term and the other way round,
/// a new lessor name lets go of the id. A new start date keeps the end date.
pub fn merge(terms: &AgreementTerms, patch: &TermsPatch) -> Result<AgreementTerms, Vec<TermsFault>> {
    let Ok(Value::Object(base)) = serde_json::to_value(terms) else {
        return Err(vec![fault("", "terms that can be written as JSON")]);
    };
    let whole = merge_fields(base.clone(), patch);
    match serde_json::from_value(Value::Object(whole)) {
        Ok(merged) => Ok(merged),
        Err(error) => Err(blame(&base, patch, &error)),
    }
}

/// Faults of a patch that is to hold from a day on.
pub fn check_amendable(patch: &TermsPatch) -> Vec<TermsFault> {
    CORRECTED_ONLY
        .iter()
        .filter(|field| patch.0.contains_key(**field))
        .map(|field| fault(field, "a field that can change from a date; correct the agreement instead"))
        .collect()
}

/// Field by field, what differs.
pub fn differences(before: &AgreementTerms, after: &AgreementTerms) -> Vec<FieldDifference> {
    field_differences(&fields(before), &fields(after))
}

/// The terms as the JSON object that patches work on; absent fields are left out.
pub fn fields(terms: &AgreementTerms) -> Map<String, Value> {
    match serde_json::to_value(terms) {
        Ok(Value::Object(fields)) => fields,
        // Terms are a struct of plain values: they always become an object.
        _ => Map::new(),
    }
}

/// [`differences`] of terms that are JSON objects already.
pub fn field_differences(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<FieldDifference> {
    let mut fields: Vec<&String> = before.keys().chain(after.keys()).collect();
    fields.sort();
    fields.dedup();
    fields
        .into_iter()
        .filter(|field| before.get(*field) != after.get(*field))
        .map(|field| FieldDifference {
            field: field.clone(),
            before: before.get(field).cloned(),
            after: after.get(field).cloned(),
        })
        .collect()
}

/// The smallest patch that leads from one to the other.
pub fn patch_between(before: &AgreementTerms, after: &AgreementTerms) -> TermsPatch {
    TermsPatch(
        differences(before, after)
            .into_iter()
            .map(|FieldDifference { field, before, after }| {
                let value = match (before, after) {
                    (Some(Value::Object(before)), Some(Value::Object(after))) if field != VARIANT => {
                        let inner = field_differences(&before, &after).into_iter();
                        Value::Object(inner.map(|inner| (inner.field, inner.after.unwrap_or(Value::Null))).collect())
                    }
                    (_, after) => after.unwrap_or(Value::Null),
                };
                (field, value)
            })
            .collect(),
    )
}

/// [`merge`] on JSON objects, without looking at the result: for patches that were checked when they were made.
pub fn merge_fields(base: Map<String, Value>, patch: &TermsPatch) -> Map<String, Value> {
    apply(base, patch.0.iter())
}

fn apply<'a>(mut base: Map<String, Value>, patch: impl Iterator<Item = (&'a String, &'a Value)>) -> Map<String, Value> {
    let patch: Vec<_> = patch.collect();
    let touches = |field: &str| patch.iter().any(|(name, _)| *name == field);
    for (given, follower) in [
        ("end_on", "term_months"),
        ("term_months", "end_on"),
        ("start_on", "term_months"),
        ("lessor_id", "lessor_name"),
        ("lessor_name", "lessor_id"),
        ("supplier_id", "supplier_name"),
        ("supplier_name", "supplier_id"),
    ] {
        let start_with_term = given == "start_on" && touches("term_months");
        if touches(given) && !touches(follower) && !start_with_term {
            base.remove(follower);
        }
    }
    for (name, value) in patch {
        match (base.get_mut(name), value) {
            (_, Value::Null) => {
                base.remove(name);
            }
            (Some(Value::Object(old)), Value::Object(new)) if name != VARIANT || !new.contains_key("type") => {
                let merged = merge_object(std::mem::take(old), new);
                if merged.is_empty() {
                    base.remove(name);
                } else {
                    base.insert(name.clone(), Value::Object(merged));
                }
            }
            (_, value) => {
                base.insert(name.clone(), without_nulls(value));
            }
        }
    }
    base
}

fn merge_object(mut old: Map<String, Value>, new: &Map<String, Value>) -> Map<String, Value> {
    for (name, value) in new {
        if value.is_null() {
            old.remove(name);
        } else {
            old.insert(name.clone(), without_nulls(value));
        }
    }
    old
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => Value::Object(
            map.iter().filter(|(_, value)| !value.is_null()).map(|(n, v)| (n.clone(), without_nulls(v))).collect(),
        ),
        other => other.clone(),
    }
}

/// serde names no path: find the fields that alone make the merge fail.
fn blame(base: &Map<String, Value>, patch: &TermsPatch, whole: &serde_json::Error) -> Vec<TermsFault> {
    let mut faults = Vec::new();
    for (name, value) in &patch.0 {
        let alone = apply(base.clone(), std::iter::once((name, value)));
        if let Err(error) = serde_json::from_value::<AgreementTerms>(Value::Object(alone)) {
            let message = error.to_string();
            let found = value.to_string();
            let fault = FieldFault::from_serde(&message).unwrap_or_else(|| {
                let code = match (value, message.as_str()) {
                    (_, text) if text.starts_with("unknown field") => FieldCode::UnknownField,
                    (_, text) if text.starts_with("unknown variant") => FieldCode::UnknownValue,
                    (Value::Null, _) => FieldCode::MissingField,
                    _ => FieldCode::WrongType,
                };
                FieldFault::new(code).found(&found).expected(&message)
            });
            faults.push(TermsFault { path: name.clone(), fault });
        }
    }
    if faults.is_empty() {
        faults.push(fault("", &whole.to_string()));
    }
    faults
}

fn fault(path: &str, expected: &str) -> TermsFault {
    TermsFault { path: path.to_owned(), fault: FieldFault::new(FieldCode::InvalidValue).expected(expected) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn terms() -> AgreementTerms {
        serde_json::from_value(json!({
            "title": "Truck", "kind": "financial_lease", "lessor_name": "Leasaren", "start_on": "2024-01-01",
            "end_on": "2027-12-31", "term_months": 48, "currency": "SEK", "fee": "1000.00", "price": "40000.00",
            "fee_basis": {"type": "floating", "reference": "STIBOR 3M", "margin_percent": "1.5000"},
            "custom": {"Plats": "Boden", "Skylt": "A"},
        }))
        .unwrap()
    }

    fn patch(value: Value) -> TermsPatch {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn absent_stays_and_null_clears() {
        let merged = merge(&terms(), &patch(json!({"fee": "1100", "price": null, "custom": {"Skylt": null}}))).unwrap();
        assert_eq!(merged.fee.to_string(), "1100.00");
        assert_eq!(merged.price, None);
        assert_eq!(merged.title, "Truck");
        assert_eq!(merged.custom.len(), 1);
    }

    #[test]
    fn the_patched_one_of_two_rules() {
        let merged = merge(&terms(), &patch(json!({"end_on": "2028-12-31"}))).unwrap();
        assert_eq!(crate::terms::check(&merged).unwrap().term_months(), 60);
        let merged = merge(&terms(), &patch(json!({"term_months": 60}))).unwrap();
        assert_eq!(crate::terms::check(&merged).unwrap().end_on().to_string(), "2028-12-31");
        let merged = merge(&terms(), &patch(json!({"start_on": "2025-01-01"}))).unwrap();
        assert_eq!(crate::terms::check(&merged).unwrap().term_months(), 36);
    }

    #[test]
    fn a_variant_is_replaced_whole() {
        let merged = merge(&terms(), &patch(json!({"fee_basis": {"type": "fixed"}}))).unwrap();
        assert_eq!(merged.fee_basis, crate::agreements::FeeBasis::Fixed {});
    }

    #[test]
    fn each_bad_field_is_named() {
        let faults =
            merge(&terms(), &patch(json!({"fee": "1,5", "colour": "red", "start_on": "2024-13-01", "title": null})))
                .unwrap_err();
        let codes: Vec<_> = faults.iter().map(|fault| (fault.path.as_str(), fault.fault.code)).collect();
        assert_eq!(
            codes,
            [
                ("colour", FieldCode::UnknownField),
                ("fee", FieldCode::InvalidAmount),
                ("start_on", FieldCode::WrongType),
                ("title", FieldCode::MissingField),
            ]
        );
    }

    #[test]
    fn the_patch_between_two_leads_from_one_to_the_other() {
        let before = terms();
        for there in [
            json!({"fee": "1100", "price": null, "notice_months": 3}),
            json!({"custom": {"Skylt": null, "Hylla": "7"}}),
            json!({"custom": {"Skylt": null, "Plats": null}}),
            json!({"custom": {"type": "lift"}}),
            json!({"fee_basis": {"margin_percent": null}}),
            json!({"fee_basis": {"type": "fixed"}}),
        ] {
            let after = merge(&before, &patch(there)).unwrap();
            let between = patch_between(&before, &after);
            assert_eq!(merge(&before, &between).unwrap(), after);
            assert_eq!(between, patch_between(&before, &merge(&before, &between).unwrap()));
        }
    }
}
