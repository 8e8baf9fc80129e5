//! Reads variables and collects what is wrong with them.

use secrecy::SecretString;
use std::collections::BTreeMap;
use std::fmt::{self, Display};
use std::ops::RangeInclusive;
use std::str::FromStr;

/// One variable that cannot be used, and why. Never carries the value: it may be a secret.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    pub variable: String,
    pub reason: String,
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.reason)
    }
}

pub struct Reader<'a> {
    vars: &'a BTreeMap<String, String>,
    faults: Vec<Fault>,
}

impl<'a> Reader<'a> {
    pub fn new(vars: &'a BTreeMap<String, String>) -> Self {
        Self { vars, faults: Vec::new() }
    }

    /// `expected` says what a readable value looks like.
    pub fn optional<T: FromStr>(&mut self, variable: &str, expected: &str) -> Option<T> {
        let text = self.vars.get(variable).filter(|text| !text.is_empty())?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(_) => {
                self.fault(variable, &format!("is not {expected}"));
                None
            }
        }
    }

    pub fn or<T: FromStr>(&mut self, variable: &str, expected: &str, default: T) -> T {
        self.optional(variable, expected).unwrap_or(default)
    }

    pub fn within<T: FromStr + PartialOrd + Display + Copy>(
        &mut self,
        variable: &str,
        default: T,
        range: RangeInclusive<T>,
    ) -> T {
        let value = self.or(variable, "a whole number", default);
        if !range.contains(&value) {
            self.fault(variable, &format!("must lie between {} and {}", range.start(), range.end()));
        }
        value
    }

    /// Whether the variable says this one word.
    pub fn flag(&mut self, variable: &str, word: &str) -> bool {
        match self.optional::<String>(variable, "text") {
            None => false,
            Some(text) if text == word => true,
            Some(_) => {
                self.fault(variable, &format!("can only be {word}"));
                false
            }
        }
    }

    pub fn secret(&mut self, variable: &str) -> SecretString {
        match self.optional::<String>(variable, "text") {
            Some(value) => value.into(),
            None => {
                self.fault(variable, "is missing");
                SecretString::default()
            }
        }
    }

    pub fn fault(&mut self, variable: &str, reason: &str) {
        self.faults.push(Fault { variable: variable.to_owned(), reason: reason.to_owned() });
    }

    /// The value, unless anything was wrong on the way to it.
    pub fn finish<T>(self, value: T) -> Result<T, Vec<Fault>> {
        if self.faults.is_empty() { Ok(value) } else { Err(self.faults) }
    }
}
