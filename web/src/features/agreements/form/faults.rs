//! Faults of the terms in words a controller uses, at the field where they are mended.

use shared::problem::{FieldCode, FieldError, FieldFault};
use shared::terms::TermsFault;

use super::read::Fault;
use crate::client::{self, ClientError};
use crate::t;

/// Where the form shows a fault at a path of the terms: lists and rules have one place each.
pub fn pointer(path: &str) -> String {
    let mut parts = path.split('/');
    let first = parts.next().unwrap_or_default();
    match (first, parts.next()) {
        ("extension", Some("fee")) => "/extension_fee".to_owned(),
        ("fee_basis", Some("reference" | "index")) => "/fee_basis_name".to_owned(),
        ("fee_basis", Some("adjusted_every_months")) => "/fee_basis_adjusted".to_owned(),
        ("lessor_id", _) => "/lessor_name".to_owned(),
        ("supplier_id", _) => "/supplier_name".to_owned(),
        (field, _) => format!("/{field}"),
    }
}

pub fn text(path: &str, fault: &FieldFault) -> String {
    let field = path.split('/').next().unwrap_or_default();
    let own = match (field, fault.code) {
        ("title", FieldCode::MissingField) => t!(agreement_form.fault.title_missing),
        ("lessor_name", FieldCode::MissingField) => t!(agreement_form.fault.lessor_missing),
        ("end_on", FieldCode::MissingField) => t!(agreement_form.fault.end_missing),
        ("end_on", FieldCode::OutOfRange) => t!(agreement_form.fault.end_before_start),
        ("term_months", FieldCode::InvalidValue) => t!(agreement_form.fault.end_and_term),
        ("term_months", FieldCode::OutOfRange) => t!(agreement_form.fault.term_range),
        ("interval_months", FieldCode::OutOfRange) => t!(agreement_form.fault.interval_range),
        ("interim_from", FieldCode::OutOfRange) => t!(agreement_form.fault.interim_range),
        ("fee_steps", FieldCode::OutOfRange) => t!(agreement_form.fault.step_order),
        ("start_on", FieldCode::OutOfRange) => t!(agreement_form.fault.day_range),
        (_, FieldCode::OutOfRange) => t!(agreement_form.fault.negative),
        (_, FieldCode::TooManyDecimals) => t!(agreement_form.fault.no_decimals),
        _ => return client::field_text(&as_error(path, fault)),
    };
    own.to_owned()
}

fn as_error(path: &str, fault: &FieldFault) -> FieldError {
    FieldError {
        pointer: path.to_owned(),
        code: fault.code,
        detail: String::new(),
        found: fault.found.clone(),
        expected: fault.expected.clone(),
    }
}

pub fn of_terms(found: Vec<TermsFault>) -> Vec<Fault> {
    found.iter().map(|found| Fault { pointer: pointer(&found.path), text: text(&found.path, &found.fault) }).collect()
}

/// What the server found, at the form's own fields.
pub fn of_server(error: &ClientError) -> Vec<Fault> {
    let ClientError::Problem(problem) = error else { return Vec::new() };
    let fault = |error: &FieldError| {
        let path = error.pointer.trim_start_matches('/');
        let path = path.strip_prefix("terms/").or_else(|| path.strip_prefix("patch/")).unwrap_or(path);
        let fault = FieldFault { code: error.code, found: error.found.clone(), expected: error.expected.clone() };
        Fault { pointer: pointer(path), text: text(path, &fault) }
    };
    problem.errors.iter().map(fault).collect()
}

#[cfg(test)]
mod tests {
    use super::pointer;

    #[test]
    fn faults_inside_lists_and_rules_stand_at_the_field_that_shows_them() {
        for (path, shown) in [
            ("fee", "/fee"),
            ("fee_steps/3/from", "/fee_steps"),
            ("extension/fee", "/extension_fee"),
            ("extension/months", "/extension"),
            ("fee_basis/index", "/fee_basis_name"),
            ("lessor_id", "/lessor_name"),
        ] {
            assert_eq!(pointer(path), shown);
        }
    }
}
