//! The document is the committed one, and says what a reader needs.

use crate::support::{Operation, operations};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn the_committed_document_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("openapi.yaml");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let current = api::openapi::yaml().unwrap();
    assert!(committed == current, "openapi.yaml is out of date: run `cargo run -q -p api -- openapi > openapi.yaml`");
}

/// Every finding at once.
fn lint(rule: impl Fn(&Operation) -> Option<String>) {
    let findings: Vec<_> = operations()
        .iter()
        .filter_map(|operation| Some(format!("{} {}: {}", operation.method, operation.path, rule(operation)?)))
        .collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

fn missing(is_missing: bool, what: &str) -> Option<String> {
    is_missing.then(|| what.to_owned())
}

#[test]
fn every_operation_says_what_it_does() {
    lint(|operation| missing(operation.spec["summary"].as_str().unwrap_or_default().is_empty(), "no summary"));
    lint(|operation| missing(operation.spec["description"].as_str().unwrap_or_default().is_empty(), "no description"));
}

#[test]
fn every_operation_belongs_to_one_described_tag() {
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let tags: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect();
    lint(|operation| {
        let own = operation.spec["tags"].as_array().cloned().unwrap_or_default();
        missing(own.len() != 1 || !own.iter().all(|tag| tags.contains(tag)), "not exactly one tag of openapi.rs")
    });
}

#[test]
fn operation_ids_are_unique_and_begin_with_a_verb() {
    let ids: Vec<_> = operations().into_iter().map(|operation| operation.id).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    lint(|operation| {
        let plain = operation.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
        missing(!plain || !operation.id.contains('_'), "the operation id is not the handler's verb_noun name")
    });
}

#[test]
fn addresses_are_plural_kebab_case_nouns() {
    lint(|operation| {
        let plain = operation
            .path
            .strip_prefix("/api/v1/")
            .is_some_and(|path| path.split('/').all(|part| is_parameter(part) || is_kebab(part)));
        missing(!plain, "the address is not /api/v1/kebab-case/{id}")
    });
}

fn is_parameter(part: &str) -> bool {
    part.starts_with('{') && part.ends_with('}')
}

fn is_kebab(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[test]
fn parameters_and_answers_are_described() {
    lint(|operation| {
        let parameters = operation.spec["parameters"].as_array().cloned().unwrap_or_default();
        let silent = parameters.iter().find(|one| one["description"].as_str().unwrap_or_default().is_empty());
        silent.map(|parameter| format!("parameter {} has no description", parameter["name"]))
    });
    lint(|operation| {
        let responses = operation.spec["responses"].as_object().cloned().unwrap_or_default();
        let has_success = responses.keys().any(|status| status.starts_with('2'));
        missing(!has_success, "no success is documented")
    });
}

#[test]
fn every_failure_is_a_problem() {
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    lint(|operation| {
        let responses = operation.spec["responses"].as_object().cloned().unwrap_or_default();
        let other = responses.iter().filter(|(status, _)| status.starts_with(['4', '5'])).find(|(_, response)| {
            let body = resolved(&document, response)["content"]["application/problem+json"]["schema"]["$ref"].clone();
            body != "#/components/schemas/Problem"
        });
        other.map(|(status, _)| format!("{status} is no Problem"))
    });
}

#[test]
fn every_reference_leads_somewhere() {
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let mut dangling = BTreeSet::new();
    walk(&document, &mut |value| {
        if let Some(reference) = value["$ref"].as_str()
            && document.pointer(reference.trim_start_matches('#')).is_none()
        {
            dangling.insert(reference.to_owned());
        }
    });
    assert!(dangling.is_empty(), "{dangling:?}");
}

#[test]
fn no_amount_or_rate_is_a_float() {
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let mut floats = Vec::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        walk(schema, &mut |value| {
            if value["type"] == "number" {
                floats.push(name.clone());
            }
        });
    }
    // Ratios that are computed and never sent in may be numbers; their names belong here.
    floats.retain(|name| !COMPUTED.contains(&name.as_str()));
    assert!(floats.is_empty(), "schemas with JSON numbers that are no integers: {floats:?}");
}

const COMPUTED: &[&str] = &[];

fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap_or(value),
        None => value,
    }
}

fn walk(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Object(fields) => fields.values().for_each(|value| walk(value, visit)),
        Value::Array(items) => items.iter().for_each(|value| walk(value, visit)),
        _ => {}
    }
}
