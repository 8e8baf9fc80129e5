//! What serde and validator say, as codes at places.

use crate::error::ApiError;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::fmt::Write as _;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

/// A body that does not fit its type. A value one of our own parsers refused is a fault of content, everything else one
/// of form.
pub(super) fn of_json(error: serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    if error.inner().is_syntax() || error.inner().is_eof() {
        return of_syntax(error.inner());
    }
    let place = pointer(error.path());
    let message = error.inner().to_string();
    match FieldFault::from_serde(&message) {
        Some(fault) => ApiError::new(ErrorCode::ValidationFailed).at(place, fault),
        None => {
            let (place, fault) = of_message(&message, place);
            ApiError::new(ErrorCode::MalformedBody).at(place, fault)
        }
    }
}

pub(super) fn of_syntax(error: &serde_json::Error) -> ApiError {
    let found = if error.is_eof() {
        "the end of the body".to_owned()
    } else {
        format!("line {}, column {}", error.line(), error.column())
    };
    let fault = FieldFault::new(FieldCode::InvalidValue).found(&found).expected("JSON");
    ApiError::new(ErrorCode::MalformedBody).at("", fault)
}

/// serde says what is wrong in English alone, so its sentences are what there is to read.
pub(crate) fn of_message(message: &str, place: String) -> (String, FieldFault) {
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let expected = || {
        let expectation = message.split_once("expected ")?.1;
        Some(in_words(&expectation.split(" at line ").next().unwrap_or(expectation).replace('`', "")))
    };
    let child =
        |name: &str| if place.ends_with(&format!("/{name}")) { place.clone() } else { format!("{place}/{name}") };
    if message.starts_with("unknown field") {
        (child(quoted()), FieldFault::new(FieldCode::UnknownField))
    } else if message.starts_with("missing field") {
        (child(quoted()), FieldFault::new(FieldCode::MissingField))
    } else if message.starts_with("duplicate field") {
        (child(quoted()), FieldFault::new(FieldCode::InvalidValue).expected("each field once"))
    } else if message.starts_with("unknown variant") {
        let fault = FieldFault::new(FieldCode::UnknownValue).found(quoted());
        (place, with_expected(fault, expected()))
    } else if message.starts_with("UUID parsing failed") {
        (place, FieldFault::new(FieldCode::InvalidId).expected("a UUID"))
    } else if is_about_dates(message) {
        (place, FieldFault::new(FieldCode::InvalidDate).expected("a date such as 2026-11-22"))
    } else if message.starts_with("number out of range") {
        (place, FieldFault::new(FieldCode::OutOfRange))
    } else {
        (place, with_expected(FieldFault::new(FieldCode::WrongType), expected()))
    }
}

/// serde names types of ours.
fn in_words(expected: &str) -> String {
    match expected {
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0".to_owned(),
        "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        named if named.starts_with("struct ") || named.contains("enum ") => "an object".to_owned(),
        words => words.to_owned(),
    }
}

/// Where the first text is, or the first name, that holds U+0000.
pub(super) fn place_of_nul(value: &Value) -> Option<String> {
    let below = |key: &str, value: &Value| Some(format!("/{key}{}", place_of_nul(value)?));
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items.iter().enumerate().find_map(|(index, item)| below(&index.to_string(), item)),
        Value::Object(fields) => {
            fields.iter().find_map(
                |(name, value)| {
                    if name.contains('\0') { Some(String::new()) } else { below(&escaped(name), value) }
                },
            )
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn with_expected(fault: FieldFault, expected: Option<String>) -> FieldFault {
    match expected {
        Some(expected) => fault.expected(&expected),
        None => fault,
    }
}

/// chrono's own words.
fn is_about_dates(message: &str) -> bool {
    ["input contains invalid characters", "input is out of range", "premature end of input", "trailing input"]
        .iter()
        .any(|words| message.starts_with(words))
}

/// RFC 6901.
fn pointer(path: &Path) -> String {
    path.iter().fold(String::new(), |mut pointer, segment| {
        match segment {
            Segment::Seq { index } => {
                let _ = write!(pointer, "/{index}");
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                let _ = write!(pointer, "/{}", escaped(key));
            }
            Segment::Unknown => {}
        }
        pointer
    })
}

pub(super) fn of_validation(errors: &ValidationErrors) -> ApiError {
    let mut faults = Vec::new();
    walk(errors, "", &mut faults);
    faults.sort_by(|left, right| left.0.cmp(&right.0));
    faults.into_iter().fold(ApiError::new(ErrorCode::ValidationFailed), |error, (place, fault)| error.at(place, fault))
}

fn walk(errors: &ValidationErrors, place: &str, faults: &mut Vec<(String, FieldFault)>) {
    for (field, kind) in errors.errors() {
        let here = if field == "__all__" { place.to_owned() } else { format!("{place}/{field}") };
        match kind {
            ValidationErrorsKind::Struct(inner) => walk(inner, &here, faults),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    walk(inner, &format!("{here}/{index}"), faults);
                }
            }
            ValidationErrorsKind::Field(found) => faults.extend(found.iter().map(|error| (here.clone(), fault(error)))),
        }
    }
}

fn fault(error: &ValidationError) -> FieldFault {
    let number = |name: &str| error.params.get(name).and_then(Value::as_f64);
    let bounds = || match (number("min"), number("max")) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    };
    let value = error.params.get("value");
    let (code, expected) = match error.code.as_ref() {
        "length" => {
            let length = value.map_or(0, |value| match value {
                Value::String(text) => text.chars().count(),
                Value::Array(items) => items.len(),
                _ => 0,
            });
            let is_short = number("min").is_some_and(|min| (length as f64) < min);
            let code = match value {
                _ if is_short => FieldCode::TooShort,
                Some(Value::Array(_)) => FieldCode::TooManyItems,
                _ => FieldCode::TooLong,
            };
            (code, bounds())
        }
        "range" => (FieldCode::OutOfRange, bounds()),
        "email" => (FieldCode::InvalidEmail, None),
        // A rule of our own names the code it wants.
        own => match serde_json::from_value(Value::from(own)) {
            Ok(FieldCode::Unknown) | Err(_) => (FieldCode::InvalidValue, None),
            Ok(code) => (code, error.message.as_ref().map(ToString::to_string)),
        },
    };
    with_expected(FieldFault::new(code), expected)
}

#[cfg(test)]
mod tests {
    use super::super::read_json;
    use super::*;
    use serde::Deserialize;
    use shared::ids::AgreementId;
    use shared::money::{Amount, Money};
    use shared::problem::FieldError;
    use validator::Validate;

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading them is tested")]
    struct Form {
        #[validate(length(min = 2, max = 5))]
        name: String,
        #[serde(default)]
        amount: Option<Amount>,
        #[serde(default)]
        #[validate(nested)]
        lines: Vec<Line>,
    }

    #[derive(Debug, Deserialize, Validate)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only reading them is tested")]
    struct Line {
        #[serde(default)]
        fee: Option<Money>,
        #[serde(default)]
        id: Option<AgreementId>,
        #[serde(default)]
        on: Option<chrono::NaiveDate>,
        #[serde(default)]
        #[validate(range(min = 1, max = 12))]
        months: Option<u8>,
    }

    fn refused(body: &str) -> (ErrorCode, Vec<FieldError>) {
        let error = read_json::<Form>(body.as_bytes()).unwrap_err();
        let problem = error.problem(crate::error::Language::English, "/", "id");
        (problem.code, problem.errors)
    }

    #[test]
    fn every_fault_is_named_at_its_place() {
        use ErrorCode::{MalformedBody, ValidationFailed};
        for (body, code, place, field) in [
            ("", MalformedBody, "", FieldCode::InvalidValue),
            ("{", MalformedBody, "", FieldCode::InvalidValue),
            (r#"{"name":"abc"} x"#, MalformedBody, "", FieldCode::InvalidValue),
            ("[]", MalformedBody, "", FieldCode::WrongType),
            ("{}", MalformedBody, "/name", FieldCode::MissingField),
            (r#"{"name":"abc","nick":1}"#, MalformedBody, "/nick", FieldCode::UnknownField),
            (r#"{"name":7}"#, MalformedBody, "/name", FieldCode::WrongType),
            (r#"{"name":"abc","name":"abd"}"#, MalformedBody, "/name", FieldCode::InvalidValue),
            (r#"{"name":"abc","amount":1.5}"#, MalformedBody, "/amount", FieldCode::WrongType),
            (r#"{"name":"abc","amount":"NaN"}"#, ValidationFailed, "/amount", FieldCode::InvalidAmount),
            (
                r#"{"name":"abc","lines":[{},{"fee":{"amount":"1","currency":"XXX"}}]}"#,
                ValidationFailed,
                "/lines/1/fee/currency",
                FieldCode::UnknownCurrency,
            ),
            (r#"{"name":"abc","lines":[{"id":"7"}]}"#, MalformedBody, "/lines/0/id", FieldCode::InvalidId),
            (r#"{"name":"abc","lines":[{"on":"2026-02-30"}]}"#, MalformedBody, "/lines/0/on", FieldCode::InvalidDate),
            (r#"{"name":"abc","lines":[{"on":"soon"}]}"#, MalformedBody, "/lines/0/on", FieldCode::InvalidDate),
            (r#"{"name":"abc","lines":[{"months":13}]}"#, ValidationFailed, "/lines/0/months", FieldCode::OutOfRange),
            (r#"{"name":"abc","lines":[{"months":-1}]}"#, MalformedBody, "/lines/0/months", FieldCode::WrongType),
            (r#"{"name":"a"}"#, ValidationFailed, "/name", FieldCode::TooShort),
            (r#"{"name":"abcdef"}"#, ValidationFailed, "/name", FieldCode::TooLong),
            (r#"{"name":"a\u0000b"}"#, ValidationFailed, "/name", FieldCode::InvalidText),
            (
                r#"{"name":"abc","lines":[{},{"a/b":"\u0000"}]}"#,
                ValidationFailed,
                "/lines/1/a~1b",
                FieldCode::InvalidText,
            ),
            (r#"{"name":"abc","\u0000":1}"#, ValidationFailed, "", FieldCode::InvalidText),
        ] {
            let (got, places) = refused(body);
            assert_eq!(got, code, "{body}");
            let place_and_code: Vec<_> = places.iter().map(|error| (error.pointer.as_str(), error.code)).collect();
            assert_eq!(place_and_code, [(place, field)], "{body}");
        }
    }

    #[test]
    fn what_was_expected_is_said_in_words() {
        for (body, expected) in [
            (r#"{"name":"abc","lines":[{"months":-1}]}"#, "a whole number from 0"),
            (r#"{"name":"abc","lines":[7]}"#, "an object"),
            (r#"{"name":7}"#, "a string"),
        ] {
            assert_eq!(refused(body).1[0].expected.as_deref(), Some(expected), "{body}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        let body = "[".repeat(200_000);
        assert_eq!(refused(&body).0, ErrorCode::MalformedBody);
        let body = format!("{{\"name\":{}", "{\"a\":".repeat(200_000));
        assert_eq!(refused(&body).0, ErrorCode::MalformedBody);
    }
}
