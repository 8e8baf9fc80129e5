//! What a row wants of an agreement that is in the register already. Pure.

use super::super::reading::fields::{Choice, FieldKind, FieldSpec, ImportField};
use super::super::reading::terms::ending_of_values;
use super::super::store::Reading;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::history::State;
use crate::features::agreements::service::NewEnding;
use crate::features::parties::service::Directory;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use shared::agreements::{AgreementChange, AgreementTerms, LeasedObject, TermsPatch};
use shared::money::RatePercent;
use shared::terms::{end_of_term, fields};
use std::collections::HashSet;

pub(super) struct Wish {
    /// Corrects the terms as agreed at the start.
    pub patch: TermsPatch,
    pub ending: Option<NewEnding>,
    /// Fields that a later change has set otherwise, with today's value: a correction would not reach them.
    pub kept: Vec<(ImportField, String)>,
}

/// Holds the row against the terms in force today, which is what people keep in their sheets.
pub(super) fn wish(state: &State, reading: &Reading, today: NaiveDate, directory: &Directory) -> ApiResult<Wish> {
    let terms = state.terms_on(today)?;
    let now = fields(&terms);
    let amended = amended(state);
    let mut wish = Wish { patch: TermsPatch(Map::new()), ending: None, kept: Vec::new() };
    for (field, text) in &reading.values {
        let Some((name, value)) = wanted(*field, text, &terms, reading, directory) else { continue };
        if now.get(name) == Some(&value) || (now.get(name).is_none() && value == Value::Bool(false)) {
            continue;
        }
        if amended.contains(name) {
            wish.kept.push((*field, shown(now.get(name))));
        } else {
            wish.patch.0.insert(name.to_owned(), value);
        }
    }
    let custom: Map<String, Value> = reading
        .custom
        .iter()
        .filter(|(name, text)| terms.custom.get(*name) != Some(*text))
        .map(|(name, text)| (name.clone(), Value::String(text.clone())))
        .collect();
    if !custom.is_empty() {
        wish.patch.0.insert("custom".to_owned(), Value::Object(custom));
    }
    if let Some((on, how)) = ending_of_values(&reading.values) {
        match state.ending() {
            None => wish.ending = Some(NewEnding { on, how, price: None }),
            Some(ending) if ending.on != on => wish.kept.push((ImportField::EndedOn, ending.on.to_string())),
            // A row that says when and not how says nothing against how.
            Some(ending) if ending.how != how && reading.values.contains_key(&ImportField::Ending) => {
                wish.kept.push((ImportField::Ending, ending.how.as_str().to_owned()));
            }
            Some(_) => {}
        }
    }
    Ok(wish)
}

fn amended(state: &State) -> HashSet<&str> {
    let patches = state.changes.iter().filter_map(|change| match change {
        AgreementChange::Amended { patch, .. } => Some(patch),
        AgreementChange::Ended { .. } => None,
    });
    patches.flat_map(|patch| patch.0.keys().map(String::as_str)).collect()
}

fn shown(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

/// The field of the terms and its JSON. `None` where the row says nothing that the terms do not already say.
fn wanted(
    field: ImportField,
    text: &str,
    terms: &AgreementTerms,
    reading: &Reading,
    directory: &Directory,
) -> Option<(&'static str, Value)> {
    let says_end = reading.values.contains_key(&ImportField::EndOn);
    Some(match field {
        // The agreement was found by its number: another way of writing that is no change.
        ImportField::Number | ImportField::EndedOn | ImportField::Ending => return None,
        ImportField::TermMonths if says_end => return None,
        ImportField::TermMonths => {
            let start = reading.values.get(&ImportField::StartOn).and_then(|start| start.parse().ok());
            let end = end_of_term(start.unwrap_or(terms.start_on), text.parse().ok()?)?;
            ("end_on", Value::String(end.to_string()))
        }
        ImportField::Lessor => party("lessor_name", text, terms.lessor_id, directory)?,
        ImportField::Supplier => party("supplier_name", text, terms.supplier_id, directory)?,
        ImportField::Object => ("objects", objects(text, &terms.objects)?),
        ImportField::ExtensionMonths => {
            let months: u32 = text.parse().ok()?;
            let fee = terms.extension.as_ref().and_then(|extension| extension.fee);
            let mut extension = Map::from_iter([("months".to_owned(), json!(months))]);
            extension.extend(fee.map(|fee| ("fee".to_owned(), json!(fee))));
            ("extension", Value::Object(extension))
        }
        other => (other.name(), plain(other, text)?),
    })
}

fn plain(field: ImportField, text: &str) -> Option<Value> {
    Some(match field.kind() {
        FieldKind::Months { .. } => json!(text.parse::<u32>().ok()?),
        FieldKind::Bool => json!(text.parse::<bool>().ok()?),
        FieldKind::Rate => json!(text.parse::<RatePercent>().ok()?),
        FieldKind::Text { .. } | FieldKind::Money(_) | FieldKind::Date(_) => json!(text),
        FieldKind::Choice(
            Choice::AgreementKind | Choice::Timing | Choice::Currency | Choice::ResidualCarrier | Choice::Ending,
        ) => json!(text),
    })
}

/// Nothing when the name leads to the party that is there.
fn party(
    name: &'static str,
    text: &str,
    now: Option<shared::ids::PartyId>,
    directory: &Directory,
) -> Option<(&'static str, Value)> {
    let now = now.and_then(|id| directory.by_id(id));
    let wanted = directory.by_name(text);
    let is_same = matches!((&now, &wanted), (Some(now), Some(wanted)) if now.id == wanted.id);
    (!is_same).then(|| (name, Value::String(text.to_owned())))
}

/// A sheet knows one object; the others of an agreement are not its business.
fn objects(text: &str, now: &[LeasedObject]) -> Option<Value> {
    if now.iter().any(|object| object.description == text) {
        return None;
    }
    let mut objects = now.to_vec();
    match objects.as_mut_slice() {
        [only] => only.description = text.to_owned(),
        _ => objects.push(LeasedObject {
            description: text.to_owned(),
            serial_number: None,
            registration: None,
            units: 1,
        }),
    }
    serde_json::to_value(objects).map_err(ApiError::internal).ok()
}

/// The field that a name in the terms belongs to.
pub(super) fn field_of(name: &str) -> Option<ImportField> {
    match name {
        "lessor_name" | "lessor_id" => Some(ImportField::Lessor),
        "supplier_name" | "supplier_id" => Some(ImportField::Supplier),
        "objects" => Some(ImportField::Object),
        "extension" => Some(ImportField::ExtensionMonths),
        "effective_on" => Some(ImportField::EndedOn),
        other => ImportField::ALL.into_iter().find(|field| field.name() == other),
    }
}
