use leptos::html::Input;
use leptos::prelude::*;

use super::entry::Entry;
use crate::ui::button::IconButton;
use crate::ui::field::FieldContext;
use crate::ui::icon::Icon;
use crate::{format, t};

/// A date typed in any usual way, or picked in the browser's own calendar.
#[component]
pub fn DateInput(
    entry: Entry,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::of_control();
    let picker = NodeRef::<Input>::new();
    let pick = move || {
        if let Some(picker) = picker.get_untracked() {
            picker.set_value(&entry.day_untracked().ok().flatten().map(format::date).unwrap_or_default());
            let _ = picker.show_picker();
        }
    };
    let picked = move |_| {
        if let Some(picker) = picker.get_untracked() {
            entry.text.set(picker.value());
        }
    };
    view! {
        <div class="input-group date">
            <input
                class="input"
                id=field.id
                type="text"
                inputmode="numeric"
                autocomplete="off"
                spellcheck="false"
                placeholder=t!(ui.date_pattern)
                aria-label=label
                aria-required=field.required.then_some("true")
                aria-invalid=move || (field.invalid.get() || entry.shown_fault().is_some()).then_some("true")
                aria-describedby=move || Some(field.described_by.get()).filter(|ids| !ids.is_empty())
                disabled=disabled
                bind:value=entry.text
                on:blur=move |_| entry.tidy()
            />
            <input class="date-picker" type="date" tabindex="-1" aria-hidden="true" node_ref=picker on:change=picked />
            <IconButton icon=Icon::Calendar label=t!(ui.pick_date) disabled=disabled on_press=pick />
        </div>
    }
}
