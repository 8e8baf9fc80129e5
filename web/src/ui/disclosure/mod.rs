//! *Mer om vad som avses*: the definition, the formula and what is left out, one press away.

use leptos::prelude::*;

use crate::ui::icon::{Icon, IconView};

#[component]
pub fn Disclosure(#[prop(into)] summary: String, #[prop(optional)] open: bool, children: Children) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>
                <IconView icon=Icon::ChevronRight />
                {summary}
            </summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
