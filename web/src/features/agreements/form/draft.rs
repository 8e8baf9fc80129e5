//! What stands in the form, as it was typed.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::agreements::{
    AgreementKind, AgreementTerms, ContractOption, FeeBasis, FeeStep, LeasedObject, OptionKind, ResidualCarrier, Timing,
};
use shared::money::{Amount, Currency, RatePercent};

use crate::ui::combobox::Chosen;
use crate::ui::input::{Entry, EntryKind};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    Fixed,
    Floating,
    Indexed,
}

pub const CARRIERS: [(&str, ResidualCarrier); 3] = [
    ("lessee", ResidualCarrier::Lessee),
    ("lessor", ResidualCarrier::Lessor),
    ("third_party", ResidualCarrier::ThirdParty),
];

/// A row of a list in the form. `id` tells rows apart while they are added and removed.
#[derive(Clone, Copy)]
pub struct StepDraft {
    pub id: u32,
    pub from: Entry,
    pub fee: Entry,
}

#[derive(Clone, Copy)]
pub struct ObjectDraft {
    pub id: u32,
    pub description: RwSignal<String>,
    pub serial_number: RwSignal<String>,
    pub registration: RwSignal<String>,
    pub units: Entry,
}

#[derive(Clone, Copy)]
pub struct OptionDraft {
    pub id: u32,
    pub kind: RwSignal<OptionKind>,
    pub from: Entry,
    pub notice_by: Entry,
    pub months: Entry,
    pub amount: Entry,
}

#[derive(Clone, Copy)]
pub struct CustomDraft {
    pub id: u32,
    pub name: RwSignal<String>,
    pub value: RwSignal<String>,
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub number: RwSignal<String>,
    pub title: RwSignal<String>,
    pub kind: RwSignal<AgreementKind>,
    pub lessor: Chosen,
    pub supplier: Chosen,
    pub start_on: Entry,
    pub end_on: Entry,
    pub term_months: Entry,
    pub currency: RwSignal<Currency>,
    pub fee: Entry,
    pub interval_months: Entry,
    pub timing: RwSignal<Timing>,
    pub steps: RwSignal<Vec<StepDraft>>,
    pub basis: RwSignal<Basis>,
    pub basis_name: RwSignal<String>,
    pub margin: Entry,
    pub floor: Entry,
    pub adjusted_every: Entry,
    pub base_month: Entry,
    pub share: Entry,
    pub price: Entry,
    pub first_increased: Entry,
    pub first_increased_replaces: RwSignal<bool>,
    pub interim_from: Entry,
    pub interim_daily: Entry,
    pub residual: Entry,
    /// Code of the carrier in [`CARRIERS`]; blank: not said.
    pub carrier: RwSignal<String>,
    pub invoice_fee: Entry,
    pub arrangement_fee: Entry,
    pub service_fee: Entry,
    pub vat_restricted: RwSignal<bool>,
    pub stated_rate: Entry,
    pub notice_months: Entry,
    pub extension_months: Entry,
    pub extension_fee: Entry,
    pub options: RwSignal<Vec<OptionDraft>>,
    pub object_type: RwSignal<String>,
    pub objects: RwSignal<Vec<ObjectDraft>>,
    pub department: RwSignal<String>,
    pub cost_center: RwSignal<String>,
    pub project: RwSignal<String>,
    pub responsible: RwSignal<String>,
    pub notes: RwSignal<String>,
    pub custom: RwSignal<Vec<CustomDraft>>,
    /// The day that a change from a date holds from.
    pub effective_on: Entry,
    next_id: StoredValue<u32>,
}

fn text(text: Option<&String>) -> RwSignal<String> {
    RwSignal::new(text.cloned().unwrap_or_default())
}

fn amount(amount: Option<Amount>) -> Entry {
    Entry::amount(amount.map(Amount::minor))
}

fn percent(rate: Option<RatePercent>) -> Entry {
    Entry::percent(rate.map(RatePercent::ppb))
}

fn count(count: Option<u32>) -> Entry {
    Entry::integer(count.map(i64::from))
}

impl Draft {
    pub fn blank(currency: Currency) -> Self {
        Self {
            number: text(None),
            title: text(None),
            kind: RwSignal::new(AgreementKind::FinancialLease),
            lessor: Chosen::new("", None),
            supplier: Chosen::new("", None),
            start_on: Entry::new(EntryKind::Date),
            end_on: Entry::new(EntryKind::Date),
            term_months: Entry::new(EntryKind::Integer),
            currency: RwSignal::new(currency),
            fee: Entry::new(EntryKind::Amount),
            interval_months: Entry::integer(Some(1)),
            timing: RwSignal::new(Timing::Advance),
            steps: RwSignal::new(Vec::new()),
            basis: RwSignal::new(Basis::Fixed),
            basis_name: text(None),
            margin: Entry::new(EntryKind::Percent),
            floor: Entry::new(EntryKind::Percent),
            adjusted_every: Entry::new(EntryKind::Integer),
            base_month: Entry::new(EntryKind::Date),
            share: Entry::new(EntryKind::Percent),
            price: Entry::new(EntryKind::Amount),
            first_increased: Entry::new(EntryKind::Amount),
            first_increased_replaces: RwSignal::new(false),
            interim_from: Entry::new(EntryKind::Date),
            interim_daily: Entry::new(EntryKind::Amount),
            residual: Entry::new(EntryKind::Amount),
            carrier: text(None),
            invoice_fee: Entry::new(EntryKind::Amount),
            arrangement_fee: Entry::new(EntryKind::Amount),
            service_fee: Entry::new(EntryKind::Amount),
            vat_restricted: RwSignal::new(false),
            stated_rate: Entry::new(EntryKind::Percent),
            notice_months: Entry::new(EntryKind::Integer),
            extension_months: Entry::new(EntryKind::Integer),
            extension_fee: Entry::new(EntryKind::Amount),
            options: RwSignal::new(Vec::new()),
            object_type: text(None),
            objects: RwSignal::new(Vec::new()),
            department: text(None),
            cost_center: text(None),
            project: text(None),
            responsible: text(None),
            notes: text(None),
            custom: RwSignal::new(Vec::new()),
            effective_on: Entry::new(EntryKind::Date),
            next_id: StoredValue::new(1),
        }
    }

    /// The end date stands as typed; the term follows from it.
    pub fn of(terms: &AgreementTerms) -> Self {
        let blank = Self::blank(terms.currency);
        let basis = BasisParts::of(&terms.fee_basis);
        let party = |name: &Option<String>, id: Option<shared::ids::PartyId>| {
            Chosen::new(name.clone().unwrap_or_default(), id.map(|id| id.to_string()))
        };
        let draft = Self {
            number: text(terms.number.as_ref()),
            title: text(Some(&terms.title)),
            kind: RwSignal::new(terms.kind),
            lessor: party(&terms.lessor_name, terms.lessor_id),
            supplier: party(&terms.supplier_name, terms.supplier_id),
            start_on: Entry::date(Some(terms.start_on)),
            end_on: Entry::date(terms.end_on),
            term_months: count(if terms.end_on.is_some() { None } else { terms.term_months }),
            fee: amount(Some(terms.fee)),
            interval_months: count(Some(terms.interval_months)),
            timing: RwSignal::new(terms.timing),
            basis: RwSignal::new(basis.basis),
            basis_name: text(basis.name.as_ref()),
            margin: percent(basis.margin),
            floor: percent(basis.floor),
            adjusted_every: count(basis.adjusted_every),
            base_month: Entry::date(basis.base_month),
            share: percent(basis.share),
            price: amount(terms.price),
            first_increased: amount(terms.first_increased_fee),
            first_increased_replaces: RwSignal::new(terms.first_increased_replaces),
            interim_from: Entry::date(terms.interim_from),
            interim_daily: amount(terms.interim_daily),
            residual: amount(terms.residual_value),
            carrier: RwSignal::new(terms.residual_carrier.map(carrier_key).unwrap_or_default().to_owned()),
            invoice_fee: amount(terms.invoice_fee),
            arrangement_fee: amount(terms.arrangement_fee),
            service_fee: amount(terms.service_fee),
            vat_restricted: RwSignal::new(terms.vat_restricted),
            stated_rate: percent(terms.nominal_rate_percent),
            notice_months: count(terms.notice_months),
            extension_months: count(terms.extension.as_ref().map(|rule| rule.months)),
            extension_fee: amount(terms.extension.as_ref().and_then(|rule| rule.fee)),
            object_type: text(terms.object_type.as_ref()),
            department: text(terms.department.as_ref()),
            cost_center: text(terms.cost_center.as_ref()),
            project: text(terms.project.as_ref()),
            responsible: text(terms.responsible.as_ref()),
            notes: text(terms.notes.as_ref()),
            ..blank
        };
        terms.fee_steps.iter().for_each(|step| draft.add_step(Some(step)));
        terms.objects.iter().for_each(|object| draft.add_object(Some(object)));
        terms.options.iter().for_each(|option| draft.add_option(Some(option)));
        terms.custom.iter().for_each(|(name, value)| draft.add_custom(name, value));
        draft
    }

    fn fresh_id(self) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        id
    }

    pub fn add_step(self, step: Option<&FeeStep>) {
        let row = StepDraft {
            id: self.fresh_id(),
            from: Entry::date(step.map(|step| step.from)),
            fee: amount(step.map(|step| step.fee)),
        };
        self.steps.update(|steps| steps.push(row));
    }

    pub fn add_object(self, object: Option<&LeasedObject>) {
        let row = ObjectDraft {
            id: self.fresh_id(),
            description: text(object.map(|object| &object.description)),
            serial_number: text(object.and_then(|object| object.serial_number.as_ref())),
            registration: text(object.and_then(|object| object.registration.as_ref())),
            units: count(Some(object.map_or(1, |object| object.units))),
        };
        self.objects.update(|objects| objects.push(row));
    }

    pub fn add_option(self, option: Option<&ContractOption>) {
        let row = OptionDraft {
            id: self.fresh_id(),
            kind: RwSignal::new(option.map_or(OptionKind::Purchase, |option| option.kind)),
            from: Entry::date(option.and_then(|option| option.from)),
            notice_by: Entry::date(option.and_then(|option| option.notice_by)),
            months: count(option.and_then(|option| option.months)),
            amount: amount(option.and_then(|option| option.amount)),
        };
        self.options.update(|options| options.push(row));
    }

    pub fn add_custom(self, name: &str, value: &str) {
        let row = CustomDraft {
            id: self.fresh_id(),
            name: RwSignal::new(name.to_owned()),
            value: RwSignal::new(value.to_owned()),
        };
        self.custom.update(|custom| custom.push(row));
    }
}

fn carrier_key(carrier: ResidualCarrier) -> &'static str {
    CARRIERS.into_iter().find(|(_, each)| *each == carrier).map_or("", |(key, _)| key)
}

/// The variants of [`FeeBasis`] laid side by side, as the form has them.
struct BasisParts {
    basis: Basis,
    name: Option<String>,
    margin: Option<RatePercent>,
    floor: Option<RatePercent>,
    adjusted_every: Option<u32>,
    base_month: Option<NaiveDate>,
    share: Option<RatePercent>,
}

impl BasisParts {
    fn of(basis: &FeeBasis) -> Self {
        let fixed = Self {
            basis: Basis::Fixed,
            name: None,
            margin: None,
            floor: None,
            adjusted_every: None,
            base_month: None,
            share: None,
        };
        match basis {
            FeeBasis::Fixed {} => fixed,
            FeeBasis::Floating { reference, margin_percent, floor_percent, adjusted_every_months } => Self {
                basis: Basis::Floating,
                name: Some(reference.clone()),
                margin: *margin_percent,
                floor: *floor_percent,
                adjusted_every: *adjusted_every_months,
                ..fixed
            },
            FeeBasis::Indexed { index, base_month, share_percent } => Self {
                basis: Basis::Indexed,
                name: Some(index.clone()),
                base_month: *base_month,
                share: *share_percent,
                ..fixed
            },
        }
    }
}
