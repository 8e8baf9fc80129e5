//! A filter in force: what it says, and a way to take it off.

use leptos::prelude::*;

use crate::t;
use crate::ui::icon::{Icon, IconView};

#[component]
pub fn Chip(
    /// What is filtered: *Leasegivare*.
    #[prop(into)]
    label: String,
    /// To what: *SEB Finans*.
    #[prop(into)]
    value: String,
    on_remove: impl Fn() + 'static,
) -> impl IntoView {
    let remove = t!(ui.remove_filter, name = &label);
    view! {
        <span class="chip">
            <span class="chip-label">{label}</span>
            <span class="chip-value">{value}</span>
            <button type="button" class="chip-remove" aria-label=remove.clone() title=remove on:click=move |_| on_remove()>
                <IconView icon=Icon::Close />
            </button>
        </span>
    }
}
