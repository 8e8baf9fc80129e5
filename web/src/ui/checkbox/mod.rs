//! Yes or no.

use leptos::prelude::*;

#[component]
pub fn Checkbox(
    checked: RwSignal<bool>,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let hint_id = super::fresh_id("hint");
    let described = (!hint.is_empty()).then(|| hint_id.clone());
    view! {
        <div class="checkbox">
            <label class="checkbox-line">
                <input type="checkbox" bind:checked=checked disabled=disabled aria-describedby=described />
                <span>{label}</span>
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
        </div>
    }
}
