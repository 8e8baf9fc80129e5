//! A state in a word or two.

use leptos::prelude::*;

use crate::ui::Tone;

#[component]
pub fn Badge(#[prop(optional)] tone: Tone, children: Children) -> impl IntoView {
    view! { <span class="badge" data-tone=tone.name()>{children()}</span> }
}
