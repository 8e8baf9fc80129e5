//! Failures as data: RFC 9457 problems with one stable code each.
//!
//! [`ErrorCode`] says what happened to the request and fixes the HTTP status; [`FieldCode`] says what is wrong at one
//! place in it. Both are flat, so that the web app matches them exhaustively and puts them in the user's own words.
//! Codes are a promise to partners: they may be added, never renamed.

use serde::{Deserialize, Serialize};
use std::fmt;

mod codes;
pub use codes::{ErrorCode, FieldCode};

/// The body of every answer that is not a success, as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A page about this kind of problem.
    #[serde(rename = "type")]
    pub kind: String,
    /// Short text in the language asked for by `Accept-Language` (sv or en).
    pub title: String,
    pub status: u16,
    /// What happened and what to do, in the same language.
    pub detail: String,
    /// The path of the request.
    pub instance: String,
    /// Stable; switch on this, never on the texts.
    pub code: ErrorCode,
    /// Quote it when you ask for help: the log can be searched for it.
    pub trace_id: String,
    /// The places in the request that are wrong, when the fault has places.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// One place in the request that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer into the body (`/lines/0/fee`), `?name` for a query parameter, or a header's name.
    pub pointer: String,
    pub code: FieldCode,
    pub detail: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// What a parser in this crate has to say about a value, before anyone knows where the value stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub struct FieldFault {
    pub code: FieldCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
}

/// Sets a fault apart from serde's own messages when it travels inside one.
const MARK: &str = "field fault ";
/// Enough to recognise what was sent, too little to send it all back.
const FOUND_CHARS_MAX: usize = 80;

impl FieldFault {
    pub fn new(code: FieldCode) -> Self {
        Self { code, found: None, expected: None }
    }

    pub fn found(mut self, found: &str) -> Self {
        self.found = Some(match found.char_indices().nth(FOUND_CHARS_MAX) {
            Some((end, _)) => format!("{}…", found.get(..end).unwrap_or_default()),
            None => found.to_owned(),
        });
        self
    }

    pub fn expected(mut self, expected: &str) -> Self {
        self.expected = Some(expected.to_owned());
        self
    }

    /// serde errors are text only; the fault travels inside that text.
    pub fn into_serde<E: serde::de::Error>(self) -> E {
        E::custom(format_args!("{MARK}{}", serde_json::to_string(&self).unwrap_or_default()))
    }

    /// The fault that a serde error carries, if one of this crate's parsers raised it.
    pub fn from_serde(message: &str) -> Option<Self> {
        let start = message.find(MARK)? + MARK.len();
        serde_json::Deserializer::from_str(message.get(start..)?).into_iter().next()?.ok()
    }
}

impl fmt::Display for FieldFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(found) = &self.found {
            write!(f, ": found {found:?}")?;
        }
        if let Some(expected) = &self.expected {
            write!(f, ", expected {expected}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::Error as _;

    #[test]
    fn a_fault_survives_a_serde_error() {
        let fault = FieldFault::new(FieldCode::InvalidAmount).found("1,5 \"x\"").expected("a decimal");
        let error: serde_json::Error = fault.clone().into_serde();
        assert_eq!(FieldFault::from_serde(&format!("{error} at line 1 column 9")), Some(fault));
        assert_eq!(FieldFault::from_serde(&serde_json::Error::custom("other").to_string()), None);
    }

    #[test]
    fn what_was_found_is_cut() {
        let fault = FieldFault::new(FieldCode::InvalidAmount).found(&"å".repeat(10_000));
        assert_eq!(fault.found.unwrap().chars().count(), FOUND_CHARS_MAX + 1);
    }

    #[test]
    fn a_code_from_a_newer_server_is_unknown_not_an_error() {
        assert_eq!(serde_json::from_str::<ErrorCode>("\"made_up_later\"").unwrap(), ErrorCode::Unknown);
        assert_eq!(serde_json::from_str::<FieldCode>("\"made_up_later\"").unwrap(), FieldCode::Unknown);
    }

    #[test]
    fn every_code_has_an_error_status_and_one_name() {
        let mut names: Vec<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        for code in ErrorCode::ALL {
            assert!((400..600).contains(&code.status()), "{code}");
            assert_eq!(serde_json::to_string(code).unwrap(), format!("\"{}\"", code.as_str()));
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ErrorCode::ALL.len());
    }
}
