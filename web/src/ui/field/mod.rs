//! A label, a hint and an error, wired to the control inside so that they are read together.

use leptos::context::Provider;
use leptos::prelude::*;

use crate::client::FormErrors;
use crate::t;
use crate::ui::icon::{Icon, IconView};

/// What a control takes from the field around it.
#[derive(Clone)]
pub struct FieldContext {
    pub id: String,
    pub required: bool,
    pub described_by: Signal<String>,
    pub invalid: Signal<bool>,
}

impl FieldContext {
    /// A control outside any field has an id of its own and must bring its own label.
    pub fn of_control() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: super::fresh_id("control"),
            required: false,
            described_by: Signal::stored(String::new()),
            invalid: Signal::stored(false),
        })
    }
}

/// The id of the control whose value stands at `pointer` in what the form sends: `/lessor_name`.
pub fn control_id(pointer: &str) -> String {
    format!("field{}", pointer.replace('/', "-"))
}

/// `pointer` is the JSON pointer of the value in the request; the server names it when the value is wrong.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    pointer: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] errors: Option<FormErrors>,
    /// A fault seen while typing, before the form is sent.
    #[prop(optional, into)]
    error: Option<Signal<Option<String>>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
    children: Children,
) -> impl IntoView {
    let id = control_id(pointer);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    if let Some(errors) = errors {
        errors.call(pointer, &label);
    }
    let sent = errors.map(|errors| errors.of(pointer));
    let fault =
        Signal::derive(move || error.and_then(|error| error.get()).or_else(|| sent.and_then(|sent| sent.get())));
    let described_by = {
        let (hint_id, error_id) = ((!hint.is_empty()).then(|| hint_id.clone()), error_id.clone());
        Signal::derive(move || {
            let parts = [fault.with(Option::is_some).then(|| error_id.clone()), hint_id.clone()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
    };
    let context = FieldContext {
        id: id.clone(),
        required,
        described_by,
        invalid: Signal::derive(move || fault.with(Option::is_some)),
    };

    view! {
        <div class="field" class:faulty=move || fault.with(Option::is_some)>
            <label class="field-label" for=id>
                {label}
                {optional.then(|| view! { <span class="field-optional">{t!(ui.optional)}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            <Provider value=context>{children()}</Provider>
            <p class="field-error" id=error_id aria-live="polite">
                {move || fault.get().map(|text| view! { <IconView icon=Icon::Warning /><span>{text}</span> })}
            </p>
        </div>
    }
}
