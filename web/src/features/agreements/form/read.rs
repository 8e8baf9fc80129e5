//! From what was typed to the terms of an agreement. Every fault is found, each with its field.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::agreements::{AgreementTerms, ContractOption, ExtensionRule, FeeBasis, FeeStep, LeasedObject};
use shared::ids::PartyId;
use shared::money::{Amount, RatePercent};
use shared::terms::{self, CheckedTerms};

use super::draft::{Basis, CARRIERS, Draft};
use super::faults;
use crate::t;
use crate::ui::combobox::Chosen;
use crate::ui::input::Entry;

/// What is wrong at a field: its pointer in the form, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub pointer: String,
    pub text: String,
}

/// As the form's errors take them: in the order of the fields.
pub fn as_pairs(mut faults: Vec<Fault>) -> Vec<(String, String)> {
    let place = |fault: &Fault| FIRST.iter().position(|pointer| *pointer == fault.pointer).unwrap_or(FIRST.len());
    faults.sort_by_key(place);
    faults.into_iter().map(|fault| (fault.pointer, fault.text)).collect()
}

/// The fields that come first in the form; the others follow in the order they are read.
const FIRST: [&str; 9] = [
    "/effective_on",
    "/title",
    "/lessor_name",
    "/start_on",
    "/term_months",
    "/end_on",
    "/fee",
    "/currency",
    "/interval_months",
];

/// The terms when they are whole and possible. Follows what is typed.
pub fn checked(draft: Draft) -> Result<CheckedTerms, Vec<Fault>> {
    read(draft, None)
}

/// As [`checked`], for the preview: what does not enter the figures may still be blank.
pub fn calculable(draft: Draft) -> Result<CheckedTerms, Vec<Fault>> {
    read(draft, Some("–"))
}

fn read(draft: Draft, stand_in: Option<&str>) -> Result<CheckedTerms, Vec<Fault>> {
    let mut reader = Reader { faults: Vec::new() };
    let terms = reader.terms(draft, stand_in);
    reader.check(&terms)
}

struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    fn fault(&mut self, pointer: &str, text: impl Into<String>) {
        self.faults.push(Fault { pointer: pointer.to_owned(), text: text.into() });
    }

    /// A field that could not be read has a stand-in in the terms: what the check says of it is left out.
    fn check(mut self, terms: &AgreementTerms) -> Result<CheckedTerms, Vec<Fault>> {
        match terms::check(terms) {
            Ok(checked) if self.faults.is_empty() => Ok(checked),
            Ok(_) => Err(self.faults),
            Err(found) => {
                let no_start = self.faults.iter().any(|fault| fault.pointer == "/start_on");
                for fault in found {
                    let pointer = faults::pointer(&fault.path);
                    let follows_from_start = no_start && pointer == "/end_on" && terms.end_on.is_some();
                    if !follows_from_start && !self.faults.iter().any(|each| each.pointer == pointer) {
                        let text = faults::text(&fault.path, &fault.fault);
                        self.faults.push(Fault { pointer, text });
                    }
                }
                Err(self.faults)
            }
        }
    }

    fn number(&mut self, pointer: &str, entry: Entry) -> Option<i64> {
        match entry.value() {
            Ok(value) => value,
            Err(_) => {
                self.fault(pointer, entry.fault().unwrap_or_default());
                None
            }
        }
    }

    fn day(&mut self, pointer: &str, entry: Entry) -> Option<NaiveDate> {
        match entry.day() {
            Ok(day) => day,
            Err(_) => {
                self.fault(pointer, entry.fault().unwrap_or_default());
                None
            }
        }
    }

    fn amount(&mut self, pointer: &str, entry: Entry) -> Option<Amount> {
        let minor = self.number(pointer, entry)?;
        let amount = Amount::from_minor(minor);
        if amount.is_none() {
            self.fault(pointer, t!(ui.entry.too_large));
        }
        amount
    }

    fn percent(&mut self, pointer: &str, entry: Entry) -> Option<RatePercent> {
        let ppb = self.number(pointer, entry)?;
        let rate = RatePercent::from_ppb(ppb);
        if rate.is_none() {
            self.fault(pointer, t!(agreement_form.fault.rate_range));
        }
        rate
    }

    fn count(&mut self, pointer: &str, entry: Entry) -> Option<u32> {
        let number = self.number(pointer, entry)?;
        let count = u32::try_from(number).ok();
        if count.is_none() {
            self.fault(pointer, t!(agreement_form.fault.count));
        }
        count
    }

    /// `stand_in` takes the place of texts that are required but do not enter the figures.
    fn terms(&mut self, draft: Draft, stand_in: Option<&str>) -> AgreementTerms {
        let stand_in = || stand_in.map(str::to_owned);
        let (lessor_id, lessor_name) = party(draft.lessor);
        let (supplier_id, supplier_name) = party(draft.supplier);
        let start_on = self.day("/start_on", draft.start_on);
        if is_blank(draft.start_on) {
            self.fault("/start_on", t!(agreement_form.fault.start_missing));
        }
        let fee = self.amount("/fee", draft.fee);
        if is_blank(draft.fee) {
            self.fault("/fee", t!(agreement_form.fault.fee_missing));
        }
        let interval_months = self.count("/interval_months", draft.interval_months);
        let extension_months = self.count("/extension", draft.extension_months);
        let extension_fee = self.amount("/extension_fee", draft.extension_fee);
        let carrier = draft.carrier.get();
        AgreementTerms {
            number: trimmed(draft.number),
            title: trimmed(draft.title).or_else(stand_in).unwrap_or_default(),
            kind: draft.kind.get(),
            lessor_name: if lessor_id.is_some() { None } else { lessor_name.or_else(stand_in) },
            lessor_id,
            supplier_name: if supplier_id.is_some() { None } else { supplier_name },
            supplier_id,
            start_on: start_on.unwrap_or(STAND_IN_START),
            end_on: self.day("/end_on", draft.end_on),
            term_months: self.count("/term_months", draft.term_months),
            currency: draft.currency.get(),
            fee: fee.unwrap_or_default(),
            interval_months: interval_months.unwrap_or(1),
            timing: draft.timing.get(),
            fee_steps: self.steps(draft),
            fee_basis: self.basis(draft),
            price: self.amount("/price", draft.price),
            first_increased_fee: self.amount("/first_increased_fee", draft.first_increased),
            first_increased_replaces: draft.first_increased_replaces.get(),
            interim_from: self.day("/interim_from", draft.interim_from),
            interim_daily: self.amount("/interim_daily", draft.interim_daily),
            residual_value: self.amount("/residual_value", draft.residual),
            residual_carrier: CARRIERS.into_iter().find(|(key, _)| *key == carrier).map(|(_, carrier)| carrier),
            invoice_fee: self.amount("/invoice_fee", draft.invoice_fee),
            arrangement_fee: self.amount("/arrangement_fee", draft.arrangement_fee),
            service_fee: self.amount("/service_fee", draft.service_fee),
            vat_restricted: draft.vat_restricted.get(),
            nominal_rate_percent: self.percent("/nominal_rate_percent", draft.stated_rate),
            notice_months: self.count("/notice_months", draft.notice_months),
            extension: extension_months.map(|months| ExtensionRule { months, fee: extension_fee }),
            options: self.options(draft),
            object_type: trimmed(draft.object_type),
            objects: self.objects(draft),
            department: trimmed(draft.department),
            cost_center: trimmed(draft.cost_center),
            project: trimmed(draft.project),
            responsible: trimmed(draft.responsible),
            notes: trimmed(draft.notes),
            custom: custom(draft),
        }
    }

    fn steps(&mut self, draft: Draft) -> Vec<FeeStep> {
        let mut steps = Vec::new();
        for row in draft.steps.get() {
            let (from, fee) = (self.day("/fee_steps", row.from), self.amount("/fee_steps", row.fee));
            match (from, fee) {
                (Some(from), Some(fee)) => steps.push(FeeStep { from, fee }),
                (None, None) => {}
                _ => self.fault("/fee_steps", t!(agreement_form.fault.step_half)),
            }
        }
        steps.sort_by_key(|step| step.from);
        steps
    }

    fn basis(&mut self, draft: Draft) -> FeeBasis {
        let basis = draft.basis.get();
        let name = trimmed(draft.basis_name);
        if name.is_none() && basis != Basis::Fixed {
            self.fault("/fee_basis_name", t!(agreement_form.fault.basis_name));
        }
        let name = name.unwrap_or_default();
        match basis {
            Basis::Fixed => FeeBasis::Fixed {},
            Basis::Floating => FeeBasis::Floating {
                reference: name,
                margin_percent: self.percent("/fee_basis_margin", draft.margin),
                floor_percent: self.percent("/fee_basis_floor", draft.floor),
                adjusted_every_months: self.count("/fee_basis_adjusted", draft.adjusted_every),
            },
            Basis::Indexed => FeeBasis::Indexed {
                index: name,
                base_month: self.day("/fee_basis_base", draft.base_month),
                share_percent: self.percent("/fee_basis_share", draft.share),
            },
        }
    }

    fn options(&mut self, draft: Draft) -> Vec<ContractOption> {
        let rows = draft.options.get();
        let read = rows.into_iter().map(|row| ContractOption {
            kind: row.kind.get(),
            from: self.day("/options", row.from),
            notice_by: self.day("/options", row.notice_by),
            months: self.count("/options", row.months),
            amount: self.amount("/options", row.amount),
        });
        read.collect()
    }

    fn objects(&mut self, draft: Draft) -> Vec<LeasedObject> {
        let mut objects = Vec::new();
        for row in draft.objects.get() {
            let (serial_number, registration) = (trimmed(row.serial_number), trimmed(row.registration));
            let units = self.count("/objects", row.units);
            // A car may be known by its number plate alone.
            let description =
                trimmed(row.description).or_else(|| registration.clone()).or_else(|| serial_number.clone());
            if let Some(description) = description {
                objects.push(LeasedObject { description, serial_number, registration, units: units.unwrap_or(1) });
            }
        }
        objects
    }
}

/// Takes the place of a start that was not given, so that the rest is checked too.
const STAND_IN_START: NaiveDate = match NaiveDate::from_ymd_opt(2000, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

fn custom(draft: Draft) -> BTreeMap<String, String> {
    let pairs = draft.custom.get().into_iter().filter_map(|row| Some((trimmed(row.name)?, trimmed(row.value)?)));
    pairs.collect()
}

fn is_blank(entry: Entry) -> bool {
    entry.text.with(|text| text.trim().is_empty())
}

fn trimmed(text: RwSignal<String>) -> Option<String> {
    text.with(|text| Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned))
}

fn party(chosen: Chosen) -> (Option<PartyId>, Option<String>) {
    let id = chosen.value.with(|value| value.as_ref().and_then(|id| id.parse().ok()));
    (id, trimmed(chosen.text))
}
