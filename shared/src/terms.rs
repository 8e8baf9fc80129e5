//! Are the terms whole and possible? The same check for the form, the API and the import.
//!
//! [`check`] finds every fault, not only the first, and fills in whichever of end date and term was left out. What is
//! merely odd is a [`crate::agreements::Warning`] and never blocks.

mod amend;
mod merge;
mod notice;
pub use amend::{amend, amend_fields, amendment_between, fee_on, steps_after};
pub use merge::{
    CORRECTED_ONLY, check_amendable, differences, field_differences, fields, merge, merge_fields, patch_between,
};

pub use notice::{Notice, agreed_notice, next_notice};

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::agreements::{AgreementTerms, FeeBasis};
use crate::money::{Amount, Currency};
use crate::problem::{FieldCode, FieldFault};

pub const YEAR_MIN: i32 = 1900;
pub const YEAR_MAX: i32 = 2200;
/// Ninety-nine years.
pub const TERM_MONTHS_MAX: u32 = 1188;
pub const INTERVAL_MONTHS_MAX: u32 = 120;
pub const TEXT_CHARS_MAX: usize = 200;
pub const NOTES_CHARS_MAX: usize = 10_000;
pub const FEE_STEPS_MAX: usize = 400;
pub const OBJECTS_MAX: usize = 500;
pub const OPTIONS_MAX: usize = 50;
pub const CUSTOM_FIELDS_MAX: usize = 50;

/// Terms that hold together, with both the end date and the term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedTerms {
    terms: AgreementTerms,
    end_on: NaiveDate,
    term_months: u32,
}

impl CheckedTerms {
    /// The terms with `end_on` and `term_months` filled in.
    pub fn terms(&self) -> &AgreementTerms {
        &self.terms
    }

    pub fn into_terms(self) -> AgreementTerms {
        self.terms
    }

    pub fn end_on(&self) -> NaiveDate {
        self.end_on
    }

    pub fn term_months(&self) -> u32 {
        self.term_months
    }
}

/// A fault and the field it stands in, as a path inside the terms: `fee`, `fee_steps/0/from`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsFault {
    pub path: String,
    pub fault: FieldFault,
}

/// The last day of a term of `months` that begins on `start_on`: 2024-01-01 and 48 months end on 2027-12-31.
pub fn end_of_term(start_on: NaiveDate, months: u32) -> Option<NaiveDate> {
    start_on.checked_add_months(Months::new(months))?.checked_sub_days(Days::new(1))
}

/// Whole months from `start_on` to the end of `end_on`; a last part of a month counts as one.
pub fn months_of_term(start_on: NaiveDate, end_on: NaiveDate) -> u32 {
    let after = end_on.checked_add_days(Days::new(1)).unwrap_or(end_on);
    let between = (after.year() - start_on.year()) * 12 + after.month0() as i32 - start_on.month0() as i32;
    let guess = u32::try_from(between).unwrap_or(0);
    match start_on.checked_add_months(Months::new(guess)) {
        Some(reached) if reached < after => guess + 1,
        _ => guess,
    }
}

pub fn check(terms: &AgreementTerms) -> Result<CheckedTerms, Vec<TermsFault>> {
    let mut faults = Faults(Vec::new());
    faults.texts(terms);
    let term = faults.term(terms);
    faults.amounts(terms);
    faults.plan(terms);
    faults.lists(terms);
    match term {
        Some((end_on, term_months)) if faults.0.is_empty() => {
            let mut terms = terms.clone();
            terms.end_on = Some(end_on);
            terms.term_months = Some(term_months);
            Ok(CheckedTerms { terms, end_on, term_months })
        }
        _ => Err(faults.0),
    }
}

struct Faults(Vec<TermsFault>);

impl Faults {
    fn add(&mut self, path: impl Into<String>, fault: FieldFault) {
        self.0.push(TermsFault { path: path.into(), fault });
    }

    fn text(&mut self, path: &str, text: Option<&str>, chars_max: usize) {
        let Some(text) = text else { return };
        if text.chars().count() > chars_max {
            self.add(
                path,
                FieldFault::new(FieldCode::TooLong).found(text).expected(&format!("at most {chars_max} characters")),
            );
        }
        if text.chars().any(|c| c.is_control() && !(path == "notes" && matches!(c, '\n' | '\r' | '\t'))) {
            self.add(
                path,
                FieldFault::new(FieldCode::InvalidText).found(text).expected("text without control characters"),
            );
        }
    }

    fn texts(&mut self, terms: &AgreementTerms) {
        if terms.title.trim().is_empty() {
            self.add("title", FieldFault::new(FieldCode::MissingField).expected("what is leased, in a few words"));
        }
        self.text("title", Some(&terms.title), TEXT_CHARS_MAX);
        for (path, text) in [
            ("number", &terms.number),
            ("lessor_name", &terms.lessor_name),
            ("supplier_name", &terms.supplier_name),
            ("object_type", &terms.object_type),
            ("department", &terms.department),
            ("cost_center", &terms.cost_center),
            ("project", &terms.project),
            ("responsible", &terms.responsible),
        ] {
            self.text(path, text.as_deref(), TEXT_CHARS_MAX);
        }
        self.text("notes", terms.notes.as_deref(), NOTES_CHARS_MAX);
        for (name, value) in &terms.custom {
            self.text(&format!("custom/{name}"), Some(name), TEXT_CHARS_MAX);
            self.text(&format!("custom/{name}"), Some(value), NOTES_CHARS_MAX);
        }
        if terms.lessor_id.is_none() && terms.lessor_name.as_deref().is_none_or(|name| name.trim().is_empty()) {
            self.add("lessor_name", FieldFault::new(FieldCode::MissingField).expected("the lessor's name or id"));
        }
        match &terms.fee_basis {
            FeeBasis::Fixed {} => {}
            FeeBasis::Floating { reference, adjusted_every_months, .. } => {
                self.text("fee_basis/reference", Some(reference), TEXT_CHARS_MAX);
                if *adjusted_every_months == Some(0) {
                    self.add("fee_basis/adjusted_every_months", out_of_range(&0, "at least 1"));
                }
            }
            FeeBasis::Indexed { index, .. } => self.text("fee_basis/index", Some(index), TEXT_CHARS_MAX),
        }
    }

    fn day(&mut self, path: &str, day: NaiveDate) -> bool {
        let possible = (YEAR_MIN..=YEAR_MAX).contains(&day.year());
        if !possible {
            self.add(path, out_of_range(&day, &format!("a day from {YEAR_MIN} to {YEAR_MAX}")));
        }
        possible
    }

    /// End date and term, each from the other where one is missing; both must agree.
    fn term(&mut self, terms: &AgreementTerms) -> Option<(NaiveDate, u32)> {
        if !self.day("start_on", terms.start_on) {
            return None;
        }
        if let Some(months) = terms.term_months
            && !(1..=TERM_MONTHS_MAX).contains(&months)
        {
            self.add("term_months", out_of_range(&months, &format!("1 to {TERM_MONTHS_MAX} months")));
            return None;
        }
        if let Some(end_on) = terms.end_on {
            if !self.day("end_on", end_on) {
                return None;
            }
            if end_on <= terms.start_on {
                self.add("end_on", out_of_range(&end_on, &format!("a day after the start, {}", terms.start_on)));
                return None;
            }
        }
        match (terms.end_on, terms.term_months) {
            (None, None) => {
                self.add(
                    "end_on",
                    FieldFault::new(FieldCode::MissingField).expected("an end date or a term in months"),
                );
                None
            }
            (None, Some(months)) => {
                let end_on = end_of_term(terms.start_on, months)?;
                self.day("term_months", end_on).then_some((end_on, months))
            }
            (Some(end_on), None) => {
                let months = months_of_term(terms.start_on, end_on);
                if months > TERM_MONTHS_MAX {
                    self.add(
                        "end_on",
                        out_of_range(&end_on, &format!("at most {TERM_MONTHS_MAX} months after the start")),
                    );
                    return None;
                }
                Some((end_on, months))
            }
            (Some(end_on), Some(months)) => {
                let computed = months_of_term(terms.start_on, end_on);
                if computed != months {
                    self.add(
                        "term_months",
                        FieldFault::new(FieldCode::InvalidValue)
                            .found(&months.to_string())
                            .expected(&format!("{computed}, which is what start and end date give")),
                    );
                    return None;
                }
                Some((end_on, months))
            }
        }
    }

    fn amount(&mut self, path: &str, amount: Option<Amount>, currency: Currency) {
        let Some(amount) = amount else { return };
        if amount.is_negative() {
            self.add(path, out_of_range(&amount, "0 or more"));
        }
        if currency.decimals() == 0 && amount.minor() % 100 != 0 {
            let expected = format!("a whole amount: {currency} has no decimals");
            self.add(path, FieldFault::new(FieldCode::TooManyDecimals).found(&amount.to_string()).expected(&expected));
        }
    }

    fn amounts(&mut self, terms: &AgreementTerms) {
        for (path, amount) in [
            ("fee", Some(terms.fee)),
            ("price", terms.price),
            ("first_increased_fee", terms.first_increased_fee),
            ("interim_daily", terms.interim_daily),
            ("residual_value", terms.residual_value),
            ("invoice_fee", terms.invoice_fee),
            ("arrangement_fee", terms.arrangement_fee),
            ("service_fee", terms.service_fee),
            ("extension/fee", terms.extension.as_ref().and_then(|rule| rule.fee)),
        ] {
            self.amount(path, amount, terms.currency);
        }
        for (n, step) in terms.fee_steps.iter().enumerate() {
            self.amount(&format!("fee_steps/{n}/fee"), Some(step.fee), terms.currency);
        }
        for (n, option) in terms.options.iter().enumerate() {
            self.amount(&format!("options/{n}/amount"), option.amount, terms.currency);
        }
    }

    fn plan(&mut self, terms: &AgreementTerms) {
        if !(1..=INTERVAL_MONTHS_MAX).contains(&terms.interval_months) {
            self.add(
                "interval_months",
                out_of_range(&terms.interval_months, &format!("1 to {INTERVAL_MONTHS_MAX} months")),
            );
        }
        if let Some(from) = terms.interim_from {
            let earliest = terms.start_on.checked_sub_months(Months::new(12)).unwrap_or(terms.start_on);
            if from >= terms.start_on || from < earliest {
                self.add(
                    "interim_from",
                    out_of_range(&from, &format!("a day within the year before {}", terms.start_on)),
                );
            }
        }
        let mut earlier = None;
        for (n, step) in terms.fee_steps.iter().enumerate() {
            let path = format!("fee_steps/{n}/from");
            if self.day(&path, step.from) && earlier.is_some_and(|earlier| step.from <= earlier) {
                self.add(path, out_of_range(&step.from, "a day after the step before"));
            }
            earlier = Some(step.from);
        }
        for (path, months) in [
            ("notice_months", terms.notice_months),
            ("extension/months", terms.extension.as_ref().map(|rule| rule.months)),
        ] {
            if let Some(months) = months
                && months > TERM_MONTHS_MAX
            {
                self.add(path, out_of_range(&months, &format!("at most {TERM_MONTHS_MAX} months")));
            }
        }
    }

    fn lists(&mut self, terms: &AgreementTerms) {
        for (path, length, most) in [
            ("fee_steps", terms.fee_steps.len(), FEE_STEPS_MAX),
            ("objects", terms.objects.len(), OBJECTS_MAX),
            ("options", terms.options.len(), OPTIONS_MAX),
            ("custom", terms.custom.len(), CUSTOM_FIELDS_MAX),
        ] {
            if length > most {
                let fault = FieldFault::new(FieldCode::TooManyItems).found(&length.to_string());
                self.add(path, fault.expected(&format!("at most {most}")));
            }
        }
        for (n, object) in terms.objects.iter().enumerate() {
            self.text(&format!("objects/{n}/description"), Some(&object.description), TEXT_CHARS_MAX);
            self.text(&format!("objects/{n}/serial_number"), object.serial_number.as_deref(), TEXT_CHARS_MAX);
            self.text(&format!("objects/{n}/registration"), object.registration.as_deref(), TEXT_CHARS_MAX);
        }
        for (n, option) in terms.options.iter().enumerate() {
            for (name, day) in [("from", option.from), ("notice_by", option.notice_by)] {
                if let Some(day) = day {
                    self.day(&format!("options/{n}/{name}"), day);
                }
            }
        }
    }
}

fn out_of_range(found: &dyn std::fmt::Display, expected: &str) -> FieldFault {
    FieldFault::new(FieldCode::OutOfRange).found(&found.to_string()).expected(expected)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn terms() -> AgreementTerms {
        serde_json::from_value(serde_json::json!({
            "title": "Truck", "kind": "financial_lease", "lessor_name": "Leasaren", "start_on": "2024-01-01",
            "term_months": 48, "currency": "SEK", "fee": "1000",
        }))
        .unwrap()
    }

    fn paths(terms: &AgreementTerms) -> Vec<String> {
        check(terms).unwrap_err().into_iter().map(|fault| fault.path).collect()
    }

    #[test]
    fn six_fields_are_enough() {
        let checked = check(&terms()).unwrap();
        assert_eq!(checked.end_on(), day("2027-12-31"));
        assert_eq!(checked.terms().end_on, Some(day("2027-12-31")));
    }

    #[test]
    fn the_term_follows_from_the_end_date() {
        let terms = AgreementTerms { term_months: None, end_on: Some(day("2027-12-31")), ..terms() };
        assert_eq!(check(&terms).unwrap().term_months(), 48);
    }

    #[test]
    fn a_last_part_of_a_month_counts_as_one() {
        assert_eq!(months_of_term(day("2024-01-15"), day("2024-02-14")), 1);
        assert_eq!(months_of_term(day("2024-01-15"), day("2024-02-15")), 2);
        assert_eq!(months_of_term(day("2024-01-31"), day("2024-02-28")), 1);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let terms = AgreementTerms {
            title: " ".to_owned(),
            lessor_name: None,
            fee: Amount::from_minor(-100).unwrap(),
            interval_months: 0,
            end_on: Some(day("2020-01-01")),
            ..terms()
        };
        assert_eq!(paths(&terms), ["title", "lessor_name", "end_on", "fee", "interval_months"]);
    }

    #[test]
    fn a_currency_without_decimals_refuses_them() {
        let currency = serde_json::from_str("\"JPY\"").unwrap();
        let fee = "100.50".parse().unwrap();
        assert_eq!(paths(&AgreementTerms { currency, fee, ..terms() }), ["fee"]);
    }

    #[test]
    fn end_and_term_must_agree() {
        assert_eq!(paths(&AgreementTerms { end_on: Some(day("2026-12-31")), ..terms() }), ["term_months"]);
    }

    proptest! {
        #[test]
        fn the_end_of_a_term_gives_the_term_back(days in 0_u64..90_000, months in 1_u32..=TERM_MONTHS_MAX) {
            let start = day("1900-01-01").checked_add_days(Days::new(days)).unwrap();
            let end = end_of_term(start, months).unwrap();
            prop_assert_eq!(months_of_term(start, end), months);
        }
    }
}
