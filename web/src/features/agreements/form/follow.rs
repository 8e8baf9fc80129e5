//! An amendment's form shows the terms of the day it holds from. When another day is chosen, what nobody has touched
//! follows.

use leptos::prelude::*;
use shared::agreements::AgreementTerms;

use super::draft::Draft;
use crate::ui::combobox::Chosen;
use crate::ui::input::Entry;

/// From the terms of one day to those of another.
pub fn follow(draft: Draft, before: &AgreementTerms, after: &AgreementTerms) {
    let compared = Owner::new();
    let (old, new) = compared.with(|| (Draft::of(before), Draft::of(after)));
    singles(draft, old, new);
    lists(draft, old, new, after);
    compared.cleanup();
}

fn singles(draft: Draft, old: Draft, new: Draft) {
    macro_rules! each {
        ($take:ident: $($field:ident),+ $(,)?) => { $($take(draft.$field, old.$field, new.$field);)+ };
    }
    each!(entry: start_on, end_on, term_months, fee, interval_months, margin, floor, adjusted_every, base_month, share);
    each!(entry: price, first_increased, interim_from, interim_daily, residual, invoice_fee, arrangement_fee);
    each!(entry: service_fee, stated_rate, notice_months, extension_months, extension_fee);
    each!(signal: number, title, kind, currency, timing, basis, basis_name, first_increased_replaces, carrier);
    each!(signal: vat_restricted, object_type, department, cost_center, project, responsible, notes);
    each!(party: lessor, supplier);
}

fn entry(mine: Entry, old: Entry, new: Entry) {
    signal(mine.text, old.text, new.text);
}

fn party(mine: Chosen, old: Chosen, new: Chosen) {
    let read = |chosen: Chosen| (chosen.text.get_untracked(), chosen.value.get_untracked());
    if read(mine) == read(old) {
        let (text, value) = read(new);
        mine.text.set(text);
        mine.value.set(value);
    }
}

fn signal<T: Clone + PartialEq + Send + Sync + 'static>(mine: RwSignal<T>, old: RwSignal<T>, new: RwSignal<T>) {
    let wanted = new.get_untracked();
    if mine.get_untracked() == old.get_untracked() && mine.get_untracked() != wanted {
        mine.set(wanted);
    }
}

fn lists(draft: Draft, old: Draft, new: Draft, after: &AgreementTerms) {
    let follows = |read: fn(Draft) -> Vec<String>| {
        let mine = read(draft);
        mine == read(old) && mine != read(new)
    };
    if follows(steps) {
        draft.steps.set(Vec::new());
        after.fee_steps.iter().for_each(|step| draft.add_step(Some(step)));
    }
    if follows(objects) {
        draft.objects.set(Vec::new());
        after.objects.iter().for_each(|object| draft.add_object(Some(object)));
    }
    if follows(options) {
        draft.options.set(Vec::new());
        after.options.iter().for_each(|option| draft.add_option(Some(option)));
    }
    if follows(custom) {
        draft.custom.set(Vec::new());
        after.custom.iter().for_each(|(name, value)| draft.add_custom(name, value));
    }
}

fn steps(draft: Draft) -> Vec<String> {
    let row = |step: &super::draft::StepDraft| [step.from.text, step.fee.text].map(|text| text.get_untracked());
    draft.steps.with_untracked(|steps| steps.iter().flat_map(row).collect())
}

fn objects(draft: Draft) -> Vec<String> {
    let row = |object: &super::draft::ObjectDraft| {
        [object.description, object.serial_number, object.registration, object.units.text]
            .map(|text| text.get_untracked())
    };
    draft.objects.with_untracked(|objects| objects.iter().flat_map(row).collect())
}

fn options(draft: Draft) -> Vec<String> {
    let row = |option: &super::draft::OptionDraft| {
        let said = [option.from, option.notice_by, option.months, option.amount];
        let said = said.map(|entry| entry.text.get_untracked());
        said.into_iter().chain([format!("{:?}", option.kind.get_untracked())])
    };
    draft.options.with_untracked(|options| options.iter().flat_map(row).collect())
}

fn custom(draft: Draft) -> Vec<String> {
    let row = |field: &super::draft::CustomDraft| [field.name, field.value].map(|text| text.get_untracked());
    draft.custom.with_untracked(|custom| custom.iter().flat_map(row).collect())
}
