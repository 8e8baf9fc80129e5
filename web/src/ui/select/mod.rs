//! One of a few, by the browser's own list. For many, or for what may be new, take the combobox.

use leptos::prelude::*;
use shared::money::Currency;

use crate::i18n;
use crate::ui::field::FieldContext;

/// Value and what the reader sees.
pub type SelectOption = (String, String);

#[component]
pub fn Select(
    #[prop(into)] value: Signal<String>,
    on_change: impl Fn(String) + 'static,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let field = FieldContext::of_control();
    view! {
        <select
            class="input select"
            id=field.id
            aria-label=label
            aria-required=field.required.then_some("true")
            aria-invalid=move || field.invalid.get().then_some("true")
            aria-describedby=move || Some(field.described_by.get()).filter(|ids| !ids.is_empty())
            disabled=disabled
            prop:value=move || value.get()
            on:change=move |event| on_change(event_target_value(&event))
        >
            {move || {
                let chosen = value.get();
                options
                    .get()
                    .into_iter()
                    .map(|(value, text)| view! { <option value=value.clone() selected=value == chosen>{text}</option> })
                    .collect_view()
            }}
        </select>
    }
}

/// A few choices side by side, one of them chosen: for switching how something is seen.
#[component]
pub fn Segments(
    #[prop(into)] value: Signal<String>,
    on_change: impl Fn(String) + 'static,
    #[prop(into)] options: Signal<Vec<SelectOption>>,
    #[prop(into)] label: String,
) -> impl IntoView {
    let name = super::fresh_id("segments");
    let change = UnsyncCallback::new(on_change);
    let segment = move |(key, text): SelectOption| {
        let name = name.clone();
        let chosen = key.clone();
        let chosen = move || value.with(|value| *value == chosen);
        view! {
            <label class="segment">
                <input type="radio" name=name value=key.clone() prop:checked=chosen on:change=move |_| change.run(key.clone()) />
                <span>{text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{label}</legend>
            {move || options.get().into_iter().map(&segment).collect_view()}
        </fieldset>
    }
}

/// Every currency by code and name, those of the Nordic countries first.
pub fn currency_options() -> Vec<(String, String)> {
    let name = |currency: &Currency| match i18n::current() {
        i18n::Language::Sv => currency.name_sv(),
        i18n::Language::En => currency.name_en(),
    };
    Currency::ALL
        .iter()
        .map(|currency| (currency.code().to_owned(), format!("{} – {}", currency.code(), name(currency))))
        .collect()
}
