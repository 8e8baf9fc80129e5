//! The fields, in the order of the paper. Six are required; the rest folds open by what kind of agreement it is.

use leptos::prelude::*;
use shared::agreements::{AgreementKind, Timing};
use shared::money::Currency;
use shared::terms::{end_of_term, months_of_term};

use super::draft::{Basis, CARRIERS, Draft};
use super::lists::{Custom, Objects, Options, Steps};
use crate::client::FormErrors;
use crate::features::agreements::words;
use crate::features::parties::PartyField;
use crate::format;
use crate::t;
use crate::ui::checkbox::Checkbox;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::{EntryField, EntryInput, TextArea, TextInput};
use crate::ui::select::{Segments, Select};

/// `amends`: what belongs to the signing itself cannot become something else from a later day, and is not shown.
#[component]
pub(super) fn Sections(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    view! {
        <Essentials draft errors amends />
        <Section title=Signal::derive(move || financing_title(draft.kind.get()))
            open=Signal::derive(move || opens_financing(draft.kind.get()))>
            <Financing draft errors amends />
        </Section>
        <Section title=Signal::stored(t!(agreement_form.section.fees)) open=Signal::derive(move || draft.kind.get() == AgreementKind::Car)>
            <Fees draft errors amends />
        </Section>
        <Section title=Signal::stored(t!(agreement_form.section.over_time))
            open=Signal::derive(move || draft.kind.get() == AgreementKind::Premises)>
            <OverTime draft errors amends />
        </Section>
        <Section title=Signal::stored(t!(agreement_form.section.end))
            open=Signal::derive(move || matches!(draft.kind.get(), AgreementKind::Premises | AgreementKind::Rental))>
            <TheEnd draft errors />
        </Section>
        <Section title=Signal::derive(move || object_title(draft.kind.get()))
            open=Signal::derive(move || matches!(draft.kind.get(), AgreementKind::Premises | AgreementKind::Car))>
            <TheObject draft errors />
        </Section>
        <Section title=Signal::stored(t!(agreement_form.section.own)) open=Signal::stored(false)>
            <Own draft errors amends />
        </Section>
    }
}

fn financing_title(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::FinancialLease | AgreementKind::Car => t!(agreement_form.section.financing),
        _ => t!(agreement_form.section.financing_if_known),
    }
}

fn opens_financing(kind: AgreementKind) -> bool {
    matches!(kind, AgreementKind::FinancialLease | AgreementKind::Car)
}

fn object_title(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::Premises => t!(agreement_form.section.premises),
        AgreementKind::Car => t!(agreement_form.section.car),
        _ => t!(agreement_form.section.object),
    }
}

/// Opens and folds by the kind until the person has done so.
#[component]
fn Section(title: Signal<&'static str>, open: Signal<bool>, children: Children) -> impl IntoView {
    let own = RwSignal::new(None::<bool>);
    let is_open = Memo::new(move |_| own.get().unwrap_or_else(|| open.get()));
    let press = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        own.set(Some(!is_open.get_untracked()));
    };
    view! {
        <details class="form-section" prop:open=move || is_open.get()>
            <summary on:click=press><IconView icon=Icon::ChevronRight /><h2>{move || title.get()}</h2></summary>
            <div class="form-section-body">{children()}</div>
        </details>
    }
}

fn sign(draft: Draft) -> Signal<String> {
    Signal::derive(move || format::currency_sign(draft.currency.get().code()))
}

#[component]
fn Essentials(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    let kinds: Vec<_> =
        AgreementKind::ALL.into_iter().map(|kind| (kind.as_str().to_owned(), words::kind(kind).to_owned())).collect();
    let choose_kind = move |wanted: String| {
        if let Ok(kind) = wanted.parse() {
            draft.kind.set(kind);
        }
    };
    view! {
        <div class="form-essentials">
            {(!amends).then(|| view! {
                <div class="form-kind">
                    <Segments label=t!(agreements.field.kind) value=Signal::derive(move || draft.kind.get().as_str().to_owned())
                        on_change=choose_kind options=Signal::stored(kinds) />
                </div>
            })}
            <Field label=t!(agreements.field.title) pointer="/title" errors hint=t!(agreement_form.hint.title) required=true>
                <TextInput value=draft.title />
            </Field>
            <PartyField label=t!(agreements.field.lessor) pointer="/lessor_name" chosen=draft.lessor errors allows_new=true required=true />
            {(!amends).then(|| view! {
                <EntryField label=t!(agreements.field.start_on) pointer="/start_on" entry=draft.start_on errors required=true />
            })}
            <Term draft errors />
            <Fee draft errors amends />
        </div>
    }
}

/// Length or end date: the one that is left blank is computed and shown as computed.
#[component]
fn Term(draft: Draft, errors: FormErrors) -> impl IntoView {
    let computed = move || {
        let start = draft.start_on.day().ok().flatten()?;
        let (end, months) = (draft.end_on.day().ok().flatten(), draft.term_months.value().ok().flatten());
        match (end, months) {
            (None, Some(months)) => {
                let end = end_of_term(start, u32::try_from(months).ok()?)?;
                Some(t!(agreement_form.computed.end, day = format::date_long(end)))
            }
            (Some(end), None) if end > start => {
                Some(t!(agreement_form.computed.term, months = t!(agreements.months, n = months_of_term(start, end))))
            }
            _ => None,
        }
    };
    view! {
        <div class="form-pair">
            <EntryField label=t!(agreements.field.term_months) pointer="/term_months" entry=draft.term_months
                unit=t!(agreement_list.column.months) errors />
            <span class="form-or">{t!(agreement_form.or)}</span>
            <EntryField label=t!(agreements.field.end_on) pointer="/end_on" entry=draft.end_on errors />
            <p class="form-computed" aria-live="polite">{computed}</p>
        </div>
    }
}

#[component]
fn Fee(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    let currencies: Vec<_> =
        Currency::ALL.iter().map(|currency| (currency.code().to_owned(), currency.code().to_owned())).collect();
    let choose_currency = move |code: String| {
        if let Ok(currency) = code.parse() {
            draft.currency.set(currency);
        }
    };
    let timings = [(Timing::Advance, "advance"), (Timing::Arrears, "arrears")];
    let timing_key = move || if draft.timing.get() == Timing::Advance { "advance" } else { "arrears" }.to_owned();
    let choices: Vec<_> =
        timings.into_iter().map(|(timing, key)| (key.to_owned(), words::timing(timing).to_owned())).collect();
    view! {
        <div class="form-fee">
            <EntryField label=t!(agreements.field.fee) pointer="/fee" entry=draft.fee unit=sign(draft) errors
                hint=t!(agreement_form.hint.fee) required=true />
            {(!amends).then(|| view! {
                <Field label=t!(agreements.field.currency) pointer="/currency" errors>
                    <Select value=Signal::derive(move || draft.currency.get().code().to_owned()) on_change=choose_currency
                        options=Signal::stored(currencies) />
                </Field>
            })}
            <Interval draft errors />
            {(!amends).then(|| view! {
                <Field label=t!(agreements.field.timing) pointer="/timing" errors>
                    <Select value=Signal::derive(timing_key) options=Signal::stored(choices)
                        on_change=move |key| draft.timing.set(if key == "arrears" { Timing::Arrears } else { Timing::Advance }) />
                </Field>
            })}
        </div>
    }
}

/// The usual intervals by name, any other by its months.
#[component]
fn Interval(draft: Draft, errors: FormErrors) -> impl IntoView {
    const USUAL: [u32; 4] = [1, 3, 6, 12];
    const OTHER: &str = "other";
    let months = move || draft.interval_months.value().ok().flatten().and_then(|months| u32::try_from(months).ok());
    let chooses_other = RwSignal::new(untrack(months).is_none_or(|months| !USUAL.contains(&months)));
    let value = move || match months() {
        Some(months) if !chooses_other.get() => months.to_string(),
        _ => OTHER.to_owned(),
    };
    let mut options: Vec<_> = USUAL.iter().map(|months| (months.to_string(), words::per_interval(*months))).collect();
    options.push((OTHER.to_owned(), t!(agreement_form.interval_other).to_owned()));
    let choose = move |key: String| match key.parse::<i64>() {
        Ok(months) => {
            chooses_other.set(false);
            draft.interval_months.set(Some(months));
        }
        Err(_) => chooses_other.set(true),
    };
    view! {
        <Field label=t!(agreements.field.interval_months) pointer="/interval" errors>
            <Select value=Signal::derive(value) options=Signal::stored(options) on_change=choose />
        </Field>
        <Show when=move || chooses_other.get()>
            <Field label=t!(agreement_form.interval_months) pointer="/interval_months" errors>
                <EntryInput entry=draft.interval_months unit=t!(agreement_list.column.months) />
            </Field>
        </Show>
    }
}

#[component]
fn Financing(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    let mut carriers = vec![(String::new(), t!(agreement_form.carrier_unsaid).to_owned())];
    carriers.extend(CARRIERS.into_iter().map(|(key, carrier)| (key.to_owned(), words::carrier(carrier).to_owned())));
    view! {
        <div class="form-columns">
            {(!amends).then(|| view! {
                <EntryField label=t!(agreements.field.price) pointer="/price" entry=draft.price unit=sign(draft) errors
                    hint=t!(agreement_form.hint.price) />
            })}
            <EntryField label=t!(agreements.field.nominal_rate_percent) pointer="/nominal_rate_percent" entry=draft.stated_rate
                unit=t!(agreement_form.percent_a_year) errors hint=t!(agreement_form.hint.rate) />
            <EntryField label=t!(agreements.field.residual_value) pointer="/residual_value" entry=draft.residual unit=sign(draft) errors
                hint=t!(agreement_form.hint.residual) />
            <Field label=t!(agreements.field.residual_carrier) pointer="/residual_carrier" errors hint=t!(agreement_form.hint.carrier)>
                <Select value=draft.carrier on_change=move |key| draft.carrier.set(key) options=Signal::stored(carriers) />
            </Field>
            {(!amends).then(|| view! {
                <EntryField label=t!(agreements.field.first_increased_fee) pointer="/first_increased_fee" entry=draft.first_increased
                    unit=sign(draft) errors hint=t!(agreement_form.hint.first_increased) />
                <Checkbox checked=draft.first_increased_replaces label=t!(agreements.field.first_increased_replaces)
                    hint=t!(agreement_form.hint.replaces) />
            })}
        </div>
    }
}

#[component]
fn Fees(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    view! {
        <div class="form-columns">
            <EntryField label=t!(agreements.field.invoice_fee) pointer="/invoice_fee" entry=draft.invoice_fee unit=sign(draft) errors
                hint=t!(agreement_form.hint.invoice_fee) />
            {(!amends).then(|| view! {
                <EntryField label=t!(agreements.field.arrangement_fee) pointer="/arrangement_fee" entry=draft.arrangement_fee
                    unit=sign(draft) errors hint=t!(agreement_form.hint.arrangement_fee) />
            })}
            <EntryField label=t!(agreements.field.service_fee) pointer="/service_fee" entry=draft.service_fee unit=sign(draft) errors
                hint=t!(agreement_form.hint.service_fee) />
            <Checkbox checked=draft.vat_restricted label=t!(agreements.field.vat_restricted) hint=t!(agreement_form.hint.vat) />
        </div>
    }
}

#[component]
fn OverTime(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    const BASES: [(Basis, &str); 3] =
        [(Basis::Fixed, "fixed"), (Basis::Floating, "floating"), (Basis::Indexed, "indexed")];
    let name = |basis| match basis {
        Basis::Fixed => t!(agreements.basis.fixed),
        Basis::Floating => t!(agreements.basis.floating),
        Basis::Indexed => t!(agreements.basis.indexed),
    };
    let choices: Vec<_> = BASES.into_iter().map(|(basis, key)| (key.to_owned(), name(basis).to_owned())).collect();
    let key = move || {
        let basis = draft.basis.get();
        BASES.into_iter().find(|(each, _)| *each == basis).map_or("", |(_, key)| key).to_owned()
    };
    let choose = move |wanted: String| {
        if let Some((basis, _)) = BASES.into_iter().find(|(_, key)| *key == wanted) {
            draft.basis.set(basis);
        }
    };
    let percent = t!(agreement_form.percent);
    let more = move || {
        match draft.basis.get() {
        Basis::Fixed => ().into_any(),
        Basis::Floating => view! {
            <Field label=t!(agreement_form.basis.reference) pointer="/fee_basis_name" errors hint=t!(agreement_form.basis.reference_hint) required=true>
                <TextInput value=draft.basis_name />
            </Field>
            <EntryField label=t!(agreement_form.basis.margin) pointer="/fee_basis_margin" entry=draft.margin unit=percent errors />
            <EntryField label=t!(agreement_form.basis.floor) pointer="/fee_basis_floor" entry=draft.floor unit=percent errors
                hint=t!(agreement_form.basis.floor_hint) />
            <EntryField label=t!(agreement_form.basis.adjusted) pointer="/fee_basis_adjusted" entry=draft.adjusted_every
                unit=t!(agreement_list.column.months) errors />
        }
        .into_any(),
        Basis::Indexed => view! {
            <Field label=t!(agreement_form.basis.index) pointer="/fee_basis_name" errors hint=t!(agreement_form.basis.index_hint) required=true>
                <TextInput value=draft.basis_name />
            </Field>
            <EntryField label=t!(agreement_form.basis.base_month) pointer="/fee_basis_base" entry=draft.base_month errors
                hint=t!(agreement_form.basis.base_month_hint) />
            <EntryField label=t!(agreement_form.basis.share) pointer="/fee_basis_share" entry=draft.share unit=percent errors />
        }
        .into_any(),
    }
    };
    view! {
        <div class="form-columns">
            <Field label=t!(agreements.field.fee_basis) pointer="/fee_basis" errors>
                <Select value=Signal::derive(key) on_change=choose options=Signal::stored(choices) />
            </Field>
            {more}
        </div>
        <Steps draft errors />
        {(!amends).then(|| view! {
            <div class="form-columns">
                <EntryField label=t!(agreements.field.interim_from) pointer="/interim_from" entry=draft.interim_from errors
                    hint=t!(agreement_form.hint.interim_from) />
                <EntryField label=t!(agreements.field.interim_daily) pointer="/interim_daily" entry=draft.interim_daily unit=sign(draft)
                    errors hint=t!(agreement_form.hint.interim_daily) />
            </div>
        })}
    }
}

#[component]
fn TheEnd(draft: Draft, errors: FormErrors) -> impl IntoView {
    let months = t!(agreement_list.column.months);
    view! {
        <div class="form-columns">
            <EntryField label=t!(agreements.field.notice_months) pointer="/notice_months" entry=draft.notice_months unit=months errors
                hint=t!(agreement_form.hint.notice) />
            <EntryField label=t!(agreement_form.extension_months) pointer="/extension" entry=draft.extension_months unit=months errors
                hint=t!(agreement_form.hint.extension) />
            <EntryField label=t!(agreement_form.extension_fee) pointer="/extension_fee" entry=draft.extension_fee unit=sign(draft) errors
                hint=t!(agreement_form.hint.extension_fee) />
        </div>
        <Options draft errors />
    }
}

#[component]
fn TheObject(draft: Draft, errors: FormErrors) -> impl IntoView {
    view! {
        <div class="form-columns">
            <Field label=t!(agreements.field.object_type) pointer="/object_type" errors hint=t!(agreement_form.hint.object_type)>
                <TextInput value=draft.object_type />
            </Field>
            <PartyField label=t!(agreements.field.supplier) pointer="/supplier_name" chosen=draft.supplier errors allows_new=true
                hint=t!(agreement_form.hint.supplier) />
        </div>
        <Objects draft errors />
    }
}

#[component]
fn Own(draft: Draft, errors: FormErrors, amends: bool) -> impl IntoView {
    let text = |label: &'static str, pointer: &'static str, value: RwSignal<String>| {
        view! { <Field label pointer errors><TextInput value /></Field> }
    };
    view! {
        <div class="form-columns">
            {(!amends).then(|| view! {
                <Field label=t!(agreements.field.number) pointer="/number" errors hint=t!(agreement_form.hint.number)>
                    <TextInput value=draft.number />
                </Field>
            })}
            {text(t!(agreements.field.cost_center), "/cost_center", draft.cost_center)}
            {text(t!(agreements.field.department), "/department", draft.department)}
            {text(t!(agreements.field.project), "/project", draft.project)}
            {text(t!(agreements.field.responsible), "/responsible", draft.responsible)}
        </div>
        <Custom draft errors />
        <Field label=t!(agreements.field.notes) pointer="/notes" errors>
            <TextArea value=draft.notes rows=4 />
        </Field>
    }
}
