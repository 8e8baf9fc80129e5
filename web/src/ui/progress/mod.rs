//! How far something has come.

use leptos::prelude::*;

/// `done` of `total`; the text says both in words.
#[component]
pub fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] done: Signal<u64>,
    #[prop(into)] total: Signal<u64>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    let id = super::fresh_id("progress");
    view! {
        <div class="progress">
            <label class="progress-label" for=id.clone()>{label}</label>
            <span class="progress-text" aria-live="polite">{move || text.get()}</span>
            <progress id=id max=move || total.get().max(1).to_string() value=move || done.get().to_string()></progress>
        </div>
    }
}
