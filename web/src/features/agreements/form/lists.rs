//! The parts of the terms there may be several of: fee steps, options, objects, own fields.

use leptos::prelude::*;
use shared::agreements::{AgreementKind, OptionKind};

use super::draft::{CustomDraft, Draft, ObjectDraft, OptionDraft, StepDraft};
use crate::client::FormErrors;
use crate::features::agreements::words;
use crate::format;
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::field::control_id;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::{DateInput, EntryInput, TextInput};
use crate::ui::select::Select;

/// A list with its name, its faults and a way to add to it.
#[component]
fn List(
    label: &'static str,
    pointer: &'static str,
    add: &'static str,
    on_add: impl Fn() + 'static,
    errors: FormErrors,
    children: Children,
) -> impl IntoView {
    let fault = errors.of(pointer);
    let id = control_id(pointer);
    let error_id = format!("{id}-error");
    let described_by = error_id.clone();
    view! {
        <fieldset class="form-list" id=id tabindex="-1" aria-describedby=described_by>
            <legend>{label}</legend>
            {children()}
            <p class="field-error" id=error_id aria-live="polite">
                {move || fault.get().map(|text| view! { <IconView icon=Icon::Warning /><span>{text}</span> })}
            </p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=move || on_add()>{add}</Button>
        </fieldset>
    }
}

#[component]
fn Remove(label: String, on_remove: impl Fn() + 'static) -> impl IntoView {
    view! { <IconButton icon=Icon::Trash label on_press=move || on_remove() /> }
}

fn unit(draft: Draft) -> Signal<String> {
    Signal::derive(move || format::currency_sign(draft.currency.get().code()))
}

#[component]
pub(super) fn Steps(draft: Draft, errors: FormErrors) -> impl IntoView {
    let row = move |row: StepDraft| {
        view! {
            <div class="form-row">
                <DateInput entry=row.from label=t!(agreement_form.step.from) />
                <EntryInput entry=row.fee unit=unit(draft) label=t!(agreements.field.fee) />
                <Remove label=t!(agreement_form.step.remove).to_owned()
                    on_remove=move || draft.steps.update(|steps| steps.retain(|each| each.id != row.id)) />
            </div>
        }
    };
    view! {
        <List label=t!(agreements.field.fee_steps) pointer="/fee_steps" add=t!(agreement_form.step.add)
            on_add=move || draft.add_step(None) errors>
            <p class="field-hint">{t!(agreement_form.step.hint)}</p>
            <For each=move || draft.steps.get() key=|row| row.id children=row />
        </List>
    }
}

#[component]
pub(super) fn Options(draft: Draft, errors: FormErrors) -> impl IntoView {
    const KINDS: [(OptionKind, &str); 3] = [
        (OptionKind::Purchase, "purchase"),
        (OptionKind::Extension, "extension"),
        (OptionKind::Termination, "termination"),
    ];
    let row = move |row: OptionDraft| {
        let key = move || {
            let kind = row.kind.get();
            KINDS.into_iter().find(|(each, _)| *each == kind).map_or("", |(_, key)| key).to_owned()
        };
        let choose = move |wanted: String| {
            if let Some((kind, _)) = KINDS.into_iter().find(|(_, key)| *key == wanted) {
                row.kind.set(kind);
            }
        };
        let choices: Vec<_> =
            KINDS.into_iter().map(|(kind, key)| (key.to_owned(), words::option(kind).to_owned())).collect();
        view! {
            <div class="form-row form-option">
                <Select label=t!(agreement_form.option.kind) value=Signal::derive(key) on_change=choose options=Signal::stored(choices) />
                <label><span>{t!(agreement_form.option.notice_by)}</span><DateInput entry=row.notice_by label=t!(agreement_form.option.notice_by) /></label>
                <label><span>{t!(agreement_form.option.from)}</span><DateInput entry=row.from label=t!(agreement_form.option.from) /></label>
                {move || (row.kind.get() == OptionKind::Extension).then(|| view! {
                    <label><span>{t!(agreement_form.option.months)}</span>
                        <EntryInput entry=row.months unit=t!(agreement_list.column.months) label=t!(agreement_form.option.months) /></label>
                })}
                <label><span>{t!(agreement_form.option.amount)}</span>
                    <EntryInput entry=row.amount unit=unit(draft) label=t!(agreement_form.option.amount) /></label>
                <Remove label=t!(agreement_form.option.remove).to_owned()
                    on_remove=move || draft.options.update(|options| options.retain(|each| each.id != row.id)) />
            </div>
        }
    };
    view! {
        <List label=t!(agreements.field.options) pointer="/options" add=t!(agreement_form.option.add)
            on_add=move || draft.add_option(None) errors>
            <For each=move || draft.options.get() key=|row| row.id children=row />
        </List>
    }
}

#[component]
pub(super) fn Objects(draft: Draft, errors: FormErrors) -> impl IntoView {
    let description = move || match draft.kind.get() {
        AgreementKind::Premises => t!(agreement_form.object.address),
        AgreementKind::Car => t!(agreement_form.object.model),
        _ => t!(agreement_form.object.description),
    };
    let row = move |row: ObjectDraft| {
        let is_premises = move || draft.kind.get() == AgreementKind::Premises;
        view! {
            <div class="form-row form-object">
                {move || view! {
                    <label><span>{description()}</span><TextInput value=row.description label=description() /></label>
                }}
                {move || (!is_premises()).then(|| view! {
                    <label><span>{t!(agreement_form.object.registration)}</span>
                        <TextInput value=row.registration label=t!(agreement_form.object.registration) /></label>
                    <label><span>{t!(agreement_form.object.serial)}</span>
                        <TextInput value=row.serial_number label=t!(agreement_form.object.serial) /></label>
                    <label class="form-units"><span>{t!(agreement_form.object.units)}</span>
                        <EntryInput entry=row.units label=t!(agreement_form.object.units) /></label>
                })}
                <Remove label=t!(agreement_form.object.remove).to_owned()
                    on_remove=move || draft.objects.update(|objects| objects.retain(|each| each.id != row.id)) />
            </div>
        }
    };
    view! {
        <List label=t!(agreements.field.objects) pointer="/objects" add=t!(agreement_form.object.add)
            on_add=move || draft.add_object(None) errors>
            <For each=move || draft.objects.get() key=|row| row.id children=row />
        </List>
    }
}

#[component]
pub(super) fn Custom(draft: Draft, errors: FormErrors) -> impl IntoView {
    let row = move |row: CustomDraft| {
        view! {
            <div class="form-row">
                <TextInput value=row.name label=t!(agreement_form.custom.name) placeholder=t!(agreement_form.custom.name) />
                <TextInput value=row.value label=t!(agreement_form.custom.value) placeholder=t!(agreement_form.custom.value) />
                <Remove label=t!(agreement_form.custom.remove).to_owned()
                    on_remove=move || draft.custom.update(|custom| custom.retain(|each| each.id != row.id)) />
            </div>
        }
    };
    view! {
        <List label=t!(agreements.field.custom) pointer="/custom" add=t!(agreement_form.custom.add)
            on_add=move || draft.add_custom("", "") errors>
            <For each=move || draft.custom.get() key=|row| row.id children=row />
        </List>
    }
}
