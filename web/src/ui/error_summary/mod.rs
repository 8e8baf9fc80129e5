//! What is wrong with the form, on top of it; each fault links to its field.

use leptos::html::Div;
use leptos::prelude::*;

use crate::browser;
use crate::client::FormErrors;
use crate::t;
use crate::ui::field::control_id;
use crate::ui::icon::{Icon, IconView};

/// Takes the focus when faults appear, so that they are read out at once.
#[component]
pub fn ErrorSummary(errors: FormErrors) -> impl IntoView {
    let summary = NodeRef::<Div>::new();
    let shown =
        Memo::new(move |_| errors.whole().with(Option::is_some) || errors.fields().with(|fields| !fields.is_empty()));
    Effect::new(move |_| {
        if shown.get()
            && let Some(summary) = summary.get()
        {
            let _ = summary.focus();
        }
    });
    let link = |(pointer, text): (String, String)| {
        let id = control_id(&pointer);
        let target = id.clone();
        let follow = move |event: web_sys::MouseEvent| {
            if browser::focus(&target) {
                event.prevent_default();
            }
        };
        view! { <li><a href=format!("#{id}") on:click=follow>{text}</a></li> }
    };
    view! {
        <Show when=move || shown.get()>
            <div class="notice error-summary" data-tone="loss" role="alert" tabindex="-1" node_ref=summary>
                <IconView icon=Icon::Failure />
                <div>
                    <p class="error-summary-title">
                        {move || errors.whole().get().unwrap_or_else(|| t!(errors.validation_failed).to_owned())}
                    </p>
                    <ul>{move || errors.named().into_iter().map(link).collect_view()}</ul>
                </div>
            </div>
        </Show>
    }
}
