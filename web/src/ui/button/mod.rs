//! What is pressed. A page has at most one primary button in view.

use std::rc::Rc;

use leptos::prelude::*;

use crate::ui::icon::{Icon, IconView};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonKind {
    Primary,
    #[default]
    Secondary,
    /// No border: for what is always at hand.
    Quiet,
    /// Takes something away.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button primary",
            Self::Secondary => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
        }
    }
}

/// What a press does.
#[derive(Clone)]
pub struct Press(Rc<dyn Fn()>);

impl<F: Fn() + 'static> From<F> for Press {
    fn from(act: F) -> Self {
        Self(Rc::new(act))
    }
}

/// While `busy` it keeps its focus and its name, and takes no press.
#[component]
pub fn Button(
    #[prop(optional, into)] on_press: Option<Press>,
    /// The whole name, where the text alone does not say what the button is about. Begins with the text.
    #[prop(optional, into)]
    label: Option<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Icon>,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        } else if let Some(Press(act)) = &on_press {
            act();
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            disabled=disabled
            aria-label=label
            on:click=press
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
        >
            {icon.map(|icon| view! { <IconView icon /> })}
            <span class="button-text">{children()}</span>
        </button>
    }
}

/// Only an icon: `label` is its name, shown when the pointer rests.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: String,
    #[prop(into)] on_press: Press,
    /// For a button that stays pressed.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <button
            type="button"
            class="button quiet icon-only"
            aria-label=label
            aria-pressed=pressed.map(|pressed| move || pressed.get().to_string())
            title=title
            disabled=disabled
            on:click=move |_| (on_press.0)()
        >
            <IconView icon />
        </button>
    }
}

/// Looks as a button and goes somewhere.
#[component]
pub fn ButtonLink(
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] icon: Option<Icon>,
    children: Children,
) -> impl IntoView {
    view! {
        <a class=kind.class() href=move || href.get()>
            {icon.map(|icon| view! { <IconView icon /> })}
            <span class="button-text">{children()}</span>
        </a>
    }
}
