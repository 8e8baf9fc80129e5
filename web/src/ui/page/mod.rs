//! A page: its heading, what can be done there, and its content.

use leptos::html::{H1, H2};
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
        focus_unless_typing(heading.clone());
    }
    true
}

fn focus_unless_typing(heading: web_sys::HtmlElement) {
    request_animation_frame(move || {
        let typing = document()
            .active_element()
            .is_some_and(|element| element.matches("input, textarea, select, [autofocus]").unwrap_or(false));
        if !typing {
            let _ = heading.focus();
        }
    });
}

/// The heading of a part of the page that takes another's place. It takes the focus with it, which would else be lost
/// with the button that was pressed: when it comes, and when it becomes the heading of another part.
#[component]
pub fn PartHeading(
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] icon: Option<Icon>,
    /// Whether the part has just taken another's place; the first one on the page leaves the focus where it is.
    takes_focus: bool,
) -> impl IntoView {
    let heading = NodeRef::<H2>::new();
    Effect::new(move |before: Option<Option<String>>| {
        let now = heading.get().map(|heading| (heading, text.get()));
        let before = before.flatten();
        let (heading, text) = now?;
        let comes = before.is_none() && takes_focus;
        if comes || before.is_some_and(|before| before != text) {
            focus_unless_typing(heading.into());
        }
        Some(text)
    });
    view! {
        <h2 class="part-heading" tabindex="-1" node_ref=heading>
            {icon.map(|icon| view! { <IconView icon /> })}{move || text.get()}
        </h2>
    }
}
