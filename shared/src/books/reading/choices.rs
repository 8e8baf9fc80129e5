//! What a company chooses for a book, and what accountants say of an agreement.

use std::collections::HashSet;

use super::{Faulty, Reader, registered};
use crate::books::accounting::AccountingFacts;
use crate::books::company::{BookChoices, DEFAULT_RATES_MAX, EXEMPTIONS_MAX};
use crate::books::register::{BookDefaultRate, RegisteredLease};
use crate::books::request::{BookExemption, BookFramework, BookPolicy, NewBook};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{INTERVAL_MONTHS_MAX, NOTES_CHARS_MAX, TERM_MONTHS_MAX, TEXT_CHARS_MAX};

/// Every fault at its place in [`BookChoices`].
pub(in crate::books) fn choices(choices: &BookChoices) -> Faulty<()> {
    let mut reader = Reader::default();
    let BookChoices { policy, default_rates, exemptions, tax_percent, transition } = choices;
    reader.number("policy/fiscal_year_ends", policy.fiscal_year_ends, 1, 12);
    reader.thresholds("policy/thresholds", policy.thresholds);
    reader.maturity("policy/maturity_months", policy.maturity_months);
    if let Some(months) = policy.compounding_months {
        reader.number("policy/compounding_months", months, 1, INTERVAL_MONTHS_MAX);
    }
    if policy.exemption.is_some() {
        reader.superfluous("policy/exemption", "nothing: exemptions are elected by kind in exemptions");
    }
    reader.default_rates(default_rates);
    if reader.few("exemptions", exemptions.len(), EXEMPTIONS_MAX) {
        let mut seen = HashSet::new();
        for (at, one) in exemptions.iter().enumerate() {
            let path = format!("exemptions/{at}");
            if !seen.insert((one.kind, one.exemption == BookExemption::LowValue)) {
                let fault = FieldFault::new(FieldCode::Duplicate);
                reader.add(&path, fault.expected("each exemption once for a kind"));
            }
            match (one.exemption, one.price_max) {
                (BookExemption::ShortTerm, Some(_)) => {
                    reader.superfluous(&format!("{path}/price_max"), "nothing: only low value has a highest price");
                }
                (_, Some(most)) => {
                    reader.not_negative(&format!("{path}/price_max"), most);
                }
                (_, None) => {}
            }
        }
    }
    if let Some(tax) = tax_percent.filter(|tax| !(0..=1_000_000_000).contains(&tax.ppb())) {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&tax.to_string());
        reader.add("tax_percent", fault.expected("0 to 100"));
    }
    if let Some(first) = transition {
        reader.reach("transition/on", first.on);
        reader.rate("transition/discount_rate", &first.discount_rate);
    }
    reader.done()
}

/// Every fault of what accountants say of an agreement, at its place in [`AccountingFacts`]: also what the agreement
/// itself makes impossible.
pub fn check_facts(lease: &RegisteredLease<'_>, facts: &AccountingFacts) -> Faulty<()> {
    let mut reader = Reader::default();
    let mut seen = HashSet::new();
    for (at, own) in facts.books.iter().enumerate() {
        let path = format!("books/{at}");
        if !seen.insert(own.framework) {
            let fault = FieldFault::new(FieldCode::Duplicate).found(own.framework.code());
            reader.add(&format!("{path}/framework"), fault.expected("each book once"));
        }
        if let Some(months) = own.policy.compounding_months {
            reader.number(&format!("{path}/policy/compounding_months"), months, 1, INTERVAL_MONTHS_MAX);
        }
        if let Some(first) = &own.transition {
            reader.reach(&format!("{path}/transition/on"), first.on);
            reader.rate(&format!("{path}/transition/discount_rate"), &first.discount_rate);
        }
    }
    for (at, option) in facts.accounting.options.iter().enumerate() {
        let path = format!("accounting/options/{at}");
        reader.text(&format!("{path}/reason"), option.reason.as_deref(), NOTES_CHARS_MAX);
        reader.text(&format!("{path}/reviewer"), option.reviewer.as_deref(), TEXT_CHARS_MAX);
    }
    let said = RegisteredLease { accounting: &facts.accounting, views: &facts.changes, ..*lease };
    let start = facts.accounting.commencement_on.unwrap_or(lease.original.terms().start_on);
    reader.assessed_end(&facts.accounting, start);
    // What is said is the same in every book.
    let book = NewBook { framework: BookFramework::Ifrs16, policy: BookPolicy::default(), transition: None };
    if let Err(faults) = registered(&said, &book, lease.original.end_on(), 12) {
        reader.faults.extend(faults);
    }
    reader.done()
}

impl Reader {
    fn default_rates(&mut self, rates: &[BookDefaultRate]) {
        if !self.few("default_rates", rates.len(), DEFAULT_RATES_MAX) {
            return;
        }
        let mut seen = HashSet::new();
        for (at, one) in rates.iter().enumerate() {
            let path = format!("default_rates/{at}");
            self.reach(&format!("{path}/from"), one.from);
            if let Some(months) = one.months_max {
                self.number(&format!("{path}/months_max"), months, 1, TERM_MONTHS_MAX);
            }
            self.rate(&format!("{path}/rate"), &one.rate);
            if !seen.insert((one.from, one.currency, one.kind, one.months_max)) {
                let fault = FieldFault::new(FieldCode::Duplicate);
                self.add(&path, fault.expected("one rate for a day, a currency, a kind and a longest term"));
            }
        }
    }

    fn few(&mut self, path: &str, found: usize, most: usize) -> bool {
        if found > most {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&found.to_string());
            self.add(path, fault.expected(&format!("at most {most}")));
        }
        found <= most
    }

    fn text(&mut self, path: &str, text: Option<&str>, most: usize) {
        if let Some(found) = text.map(|text| text.chars().count()).filter(|found| *found > most) {
            let fault = FieldFault::new(FieldCode::TooLong).found(&found.to_string());
            self.add(path, fault.expected(&format!("at most {most} characters")));
        }
    }

    fn done(self) -> Faulty<()> {
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }
}
