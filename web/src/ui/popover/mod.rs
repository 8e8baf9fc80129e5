//! What floats beside a button: menus and small panels. The browser's own popover closes on Escape and outside clicks.

pub(super) mod place;

use leptos::context::Provider;
use leptos::html::{Button as ButtonElement, Div};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::icon::{Icon, IconView};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Start,
    End,
}

/// Closes the popover that it is found in.
#[derive(Clone, Copy)]
pub struct PopoverHandle(NodeRef<Div>);

impl PopoverHandle {
    pub fn close(self) {
        if let Some(panel) = self.0.get_untracked() {
            let _ = panel.hide_popover();
        }
    }
}

/// `button` is what stands in the button; the children are built when it opens.
#[component]
pub fn Popover(
    #[prop(optional)] align: Align,
    /// The button's name, where what stands in it does not say it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Classes of the button.
    #[prop(default = "button quiet")]
    class: &'static str,
    #[prop(into)] button: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let id = super::fresh_id("popover");
    let panel = NodeRef::<Div>::new();
    let opener = NodeRef::<ButtonElement>::new();
    let open = RwSignal::new(false);
    let opens = id.clone();
    // The content is there before the panel is shown, so that its size is known when it is placed.
    let before = move |_: web_sys::Event| {
        if !open.get_untracked() {
            open.set(true);
        }
    };
    let toggled = move |_| {
        let Some(panel) = panel.get_untracked() else { return };
        let shown = panel.matches(":popover-open").unwrap_or(false);
        open.set(shown);
        match opener.get_untracked().filter(|_| shown) {
            Some(opener) => place::beside(&panel, &opener, align),
            None => place::forget(&panel),
        }
    };
    view! {
        <button
            type="button"
            class=class
            node_ref=opener
            aria-label=label
            aria-haspopup="true"
            aria-expanded=move || open.get().to_string()
            popovertarget=opens
        >
            {button.run()}
        </button>
        <div class="popover" id=id node_ref=panel popover="auto" on:beforetoggle=before on:toggle=toggled on:keydown=step_by_arrows>
            {move || {
                let children = children.clone();
                open.get().then(|| view! { <Provider value=PopoverHandle(panel)>{children()}</Provider> })
            }}
        </div>
    }
}

/// The arrow keys go from one entry to the next.
fn step_by_arrows(event: web_sys::KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Some(panel) = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let Ok(entries) = panel.query_selector_all(".menu-item") else { return };
    if entries.length() == 0 {
        return;
    }
    event.prevent_default();
    let active = document().active_element();
    let at = (0..entries.length())
        .find(|at| entries.get(*at).is_some_and(|entry| active.as_ref().is_some_and(|a| entry.is_same_node(Some(a)))));
    let count = i64::from(entries.length());
    let next = at.map_or(if step > 0 { 0 } else { count - 1 }, |at| (i64::from(at) + step).rem_euclid(count));
    let entry = u32::try_from(next).ok().and_then(|next| entries.get(next));
    if let Some(entry) = entry.and_then(|entry| entry.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = entry.focus();
    }
}

/// An act in a menu. It closes the menu.
#[component]
pub fn MenuItem(
    #[prop(optional)] icon: Option<Icon>,
    on_press: impl Fn() + 'static,
    #[prop(optional)] current: bool,
    children: Children,
) -> impl IntoView {
    let popover = use_context::<PopoverHandle>();
    let press = move |_| {
        if let Some(popover) = popover {
            popover.close();
        }
        on_press();
    };
    view! {
        <button type="button" class="menu-item" aria-current=current.then_some("true") on:click=press>
            {icon.map(|icon| view! { <IconView icon /> })}
            <span class="menu-item-text">{children()}</span>
            {current.then(|| view! { <IconView icon=Icon::Check /> })}
        </button>
    }
}

/// A place to go in a menu.
#[component]
pub fn MenuLink(
    #[prop(into)] href: String,
    #[prop(optional)] icon: Option<Icon>,
    #[prop(optional)] current: bool,
    /// A file of the server's, which the browser fetches: it is no page of the app.
    #[prop(optional)]
    file: bool,
    children: Children,
) -> impl IntoView {
    let popover = use_context::<PopoverHandle>();
    let follow = move |_| {
        if let Some(popover) = popover {
            popover.close();
        }
    };
    view! {
        <a class="menu-item" href=href download=file.then_some("") aria-current=current.then_some("true") on:click=follow>
            {icon.map(|icon| view! { <IconView icon /> })}
            <span class="menu-item-text">{children()}</span>
            {current.then(|| view! { <IconView icon=Icon::Check /> })}
        </a>
    }
}
