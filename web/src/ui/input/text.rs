use leptos::prelude::*;

use super::entry::{Entry, EntryKind};
use crate::t;
use crate::ui::button::IconButton;
use crate::ui::field::FieldContext;
use crate::ui::icon::Icon;

/// One line of text.
#[component]
pub fn TextInput(
    value: RwSignal<String>,
    /// `text`, `email`, `search` …
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] input_mode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    /// The name, where no field brings a label.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::of_control();
    view! {
        <input
            class="input"
            id=field.id
            type=kind
            autocomplete=autocomplete
            inputmode=input_mode
            spellcheck=(kind != "text").then_some("false")
            placeholder=placeholder
            aria-label=label
            aria-required=field.required.then_some("true")
            aria-invalid=move || field.invalid.get().then_some("true")
            aria-describedby=move || Some(field.described_by.get()).filter(|ids| !ids.is_empty())
            autofocus=autofocus
            disabled=disabled
            bind:value=value
        />
    }
}

/// A password, which can be shown.
#[component]
pub fn PasswordInput(
    value: RwSignal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let field = FieldContext::of_control();
    let shown = RwSignal::new(false);
    view! {
        <div class="input-group">
            <input
                class="input"
                id=field.id
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=autocomplete
                autocapitalize="off"
                spellcheck="false"
                aria-required=field.required.then_some("true")
                aria-invalid=move || field.invalid.get().then_some("true")
                aria-describedby=move || Some(field.described_by.get()).filter(|ids| !ids.is_empty())
                bind:value=value
            />
            <IconButton
                icon=Icon::Eye
                label=t!(ui.show_password)
                pressed=shown
                on_press=move || shown.update(|shown| *shown = !*shown)
            />
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    value: RwSignal<String>,
    #[prop(default = 3)] rows: u32,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] label: Option<String>,
) -> impl IntoView {
    let field = FieldContext::of_control();
    view! {
        <textarea
            class="input"
            id=field.id
            rows=rows
            placeholder=placeholder
            aria-label=label
            aria-required=field.required.then_some("true")
            aria-invalid=move || field.invalid.get().then_some("true")
            aria-describedby=move || Some(field.described_by.get()).filter(|ids| !ids.is_empty())
            bind:value=value
        ></textarea>
    }
}

/// An amount, a rate or a whole number, with its unit beside it.
#[component]
pub fn EntryInput(
    entry: Entry,
    /// `kr`, `%`, `mån`.
    #[prop(optional, into)]
    unit: Signal<String>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::of_control();
    let unit_id = format!("{}-unit", field.id);
    let described_by = {
        let unit_id = unit_id.clone();
        move || format!("{unit_id} {}", field.described_by.get()).trim().to_owned()
    };
    view! {
        <div class="input-group number" style:--unit-letters=move || unit.with(|unit| unit.chars().count().to_string())>
            <input
                class="input"
                id=field.id
                type="text"
                inputmode=if entry.kind == EntryKind::Integer { "numeric" } else { "decimal" }
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-label=label
                aria-required=field.required.then_some("true")
                aria-invalid=move || (field.invalid.get() || entry.shown_fault().is_some()).then_some("true")
                aria-describedby=described_by
                disabled=disabled
                bind:value=entry.text
                on:blur=move |_| entry.tidy()
            />
            <span class="input-unit" id=unit_id>{move || unit.get()}</span>
        </div>
    }
}
