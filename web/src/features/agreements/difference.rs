//! A changed field as the reader knows it: its label, and the values before and after in words.

use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::agreements::{
    AgreementKind, ContractOption, ExtensionRule, FeeBasis, FeeStep, FieldDifference, LeasedObject, ResidualCarrier,
    TermsPatch, Timing,
};
use shared::money::{Amount, Currency, RatePercent};

use super::words;
use crate::format;
use crate::t;
use crate::ui::diff::Difference;

/// Ids are left out where the name beside them says the same.
pub fn in_words(differences: &[FieldDifference], currency: Currency) -> Vec<Difference> {
    let names_it = |name: &str| differences.iter().any(|each| each.field == name);
    let shown = differences.iter().filter(|each| match each.field.as_str() {
        "lessor_id" => !names_it("lessor_name"),
        "supplier_id" => !names_it("supplier_name"),
        "term_months" => !names_it("end_on"),
        _ => true,
    });
    shown
        .map(|difference| Difference {
            field: words::field(&difference.field),
            before: difference.before.as_ref().and_then(|before| value(&difference.field, before, currency)),
            after: difference.after.as_ref().and_then(|after| value(&difference.field, after, currency)),
        })
        .collect()
}

/// What a patch sets, as label and value. What it takes away is said to be blank.
pub fn patch_in_words(patch: &TermsPatch, currency: Currency) -> Vec<(String, String)> {
    let names_it = |name: &str| patch.0.contains_key(name);
    let shown = patch.0.iter().filter(|(field, _)| match field.as_str() {
        "lessor_id" => !names_it("lessor_name"),
        "supplier_id" => !names_it("supplier_name"),
        "term_months" => !names_it("end_on"),
        _ => true,
    });
    let in_words = |(field, set): (&String, &Value)| {
        (words::field(field), value(field, set, currency).unwrap_or_else(|| t!(ui.blank).to_owned()))
    };
    shown.map(in_words).collect()
}

/// A field's value in words; [`None`] for nothing.
fn value(field: &str, value: &Value, currency: Currency) -> Option<String> {
    if value.is_null() {
        return None;
    }
    let written = match field {
        "kind" => read(value).map(|kind: AgreementKind| words::kind(kind).to_owned()),
        "timing" => read(value).map(|timing: Timing| words::timing(timing).to_owned()),
        "residual_carrier" => read(value).map(|carrier: ResidualCarrier| words::carrier(carrier).to_owned()),
        "fee"
        | "price"
        | "first_increased_fee"
        | "interim_daily"
        | "residual_value"
        | "invoice_fee"
        | "arrangement_fee"
        | "service_fee" => read(value).map(|amount: Amount| words::money(amount, currency)),
        "nominal_rate_percent" => read(value).map(|rate: RatePercent| words::stated_percent(rate)),
        "interval_months" => read(value).map(words::per_interval),
        "term_months" | "notice_months" => read(value).map(|n: u32| t!(agreements.months, n = n)),
        "vat_restricted" | "first_increased_replaces" => {
            value.as_bool().map(|yes| if yes { t!(agreements.yes) } else { t!(agreements.no) }.to_owned())
        }
        "fee_steps" => read(value).map(|steps: Vec<FeeStep>| {
            let step = |step: FeeStep| {
                t!(agreements.value.step, fee = words::money(step.fee, currency), day = format::date(step.from))
            };
            steps.into_iter().map(step).collect::<Vec<_>>().join(", ")
        }),
        "fee_basis" => read(value).map(|basis: FeeBasis| fee_basis(&basis)),
        "extension" => read(value).map(|rule: ExtensionRule| extension(&rule, currency)),
        "objects" => read(value).and_then(|objects: Vec<LeasedObject>| {
            let first = objects.first()?.description.clone();
            Some(t!(agreements.value.objects, n = objects.len(), first = first))
        }),
        "options" => read(value).map(|options: Vec<ContractOption>| t!(agreements.value.options, n = options.len())),
        "custom" => value.as_object().map(|fields| {
            let pair = |(name, value): (&String, &Value)| format!("{name}: {}", value.as_str().unwrap_or_default());
            fields.iter().map(pair).collect::<Vec<_>>().join(", ")
        }),
        _ => None,
    };
    Some(written.unwrap_or_else(|| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }))
}

fn read<T: DeserializeOwned>(value: &Value) -> Option<T> {
    serde_json::from_value(value.clone()).ok()
}

pub fn fee_basis(basis: &FeeBasis) -> String {
    match basis {
        FeeBasis::Fixed {} => t!(agreements.basis.fixed).to_owned(),
        FeeBasis::Floating { reference, margin_percent: None, .. } => {
            t!(agreements.value.floating, reference = reference)
        }
        FeeBasis::Floating { reference, margin_percent: Some(margin), .. } => {
            let margin = format::percent_number(margin.ppb() as f64 / 1e9);
            t!(agreements.value.floating_margin, reference = reference, margin = margin)
        }
        FeeBasis::Indexed { index, .. } => t!(agreements.value.indexed, index = index),
    }
}

pub fn extension(rule: &ExtensionRule, currency: Currency) -> String {
    let months = t!(agreements.months, n = rule.months);
    match rule.fee {
        Some(fee) => t!(agreements.value.extension_fee, months = months, fee = words::money(fee, currency)),
        None => t!(agreements.value.extension, months = months),
    }
}
