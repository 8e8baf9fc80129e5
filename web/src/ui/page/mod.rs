//! A page: its heading, what can be done there, and its content.

use leptos::html::H1;
use leptos::prelude::*;

use crate::ui::icon::{Icon, IconView};

/// Names the browser's tab. After a change of page the heading takes the focus, so that a screen reader says where it
/// is and the keyboard goes on from the top.
#[component]
pub fn Page(
    #[prop(into)] title: Signal<String>,
    /// A line under the heading.
    #[prop(optional, into)]
    lead: Signal<String>,
    /// The page above: its name and address.
    #[prop(optional, into)]
    above: Option<(String, String)>,
    /// Buttons beside the heading.
    #[prop(optional, into)]
    actions: ViewFn,
    /// Uses the full width, for tables.
    #[prop(optional)]
    wide: bool,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    name_document(title);
    Effect::new(move |done: Option<bool>| {
        if let (None | Some(false), Some(heading)) = (done, heading.get()) {
            return take_focus(&heading);
        }
        done.unwrap_or_default()
    });
    view! {
        <div class="page" class:wide=wide>
            <header class="page-head">
                <div class="page-title">
                    {above.map(|(text, href)| view! {
                        <a class="page-above" href=href><IconView icon=Icon::ArrowLeft />{text}</a>
                    })}
                    <h1 tabindex="-1" node_ref=heading>{move || title.get()}</h1>
                    {move || Some(lead.get()).filter(|lead| !lead.is_empty()).map(|lead| view! { <p>{lead}</p> })}
                </div>
                <div class="button-row">{actions.run()}</div>
            </header>
            {children()}
        </div>
    }
}

/// For pages outside the frame, which have a heading of their own.
pub fn name_document(title: Signal<String>) {
    Effect::new(move |_| document().set_title(&format!("{} · {}", title.get(), crate::app::PRODUCT_NAME)));
}

/// Not on the first page after loading: the browser begins at the top itself. Not while something is being typed.
fn take_focus(heading: &web_sys::HtmlElement) -> bool {
    thread_local! {
        static FIRST_PAGE_SHOWN: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    }
    if FIRST_PAGE_SHOWN.replace(true) {
        let heading = heading.clone();
        request_animation_frame(move || {
            let typing = document()
                .active_element()
                .is_some_and(|element| element.matches("input, textarea, select, [autofocus]").unwrap_or(false));
            if !typing {
                let _ = heading.focus();
            }
        });
    }
    true
}
