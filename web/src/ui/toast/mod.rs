//! What just happened, with a way back for ten seconds. History keeps it for ever.

use std::time::Duration;

use leptos::prelude::*;

use crate::t;
use crate::ui::Tone;
use crate::ui::button::IconButton;
use crate::ui::icon::{Icon, IconView};

const SHOWN_FOR: Duration = Duration::from_secs(10);

#[derive(Clone)]
struct Toast {
    id: u32,
    text: String,
    tone: Tone,
    undo: Option<Callback<()>>,
}

/// Where toasts are sent. Found by [`use_toasts`] anywhere in the app.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
    /// A pointer or the focus rests on them: nothing goes away under the reader's hand.
    held: RwSignal<bool>,
    announced: RwSignal<String>,
}

impl Toasts {
    pub fn provide() {
        provide_context(Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            held: RwSignal::new(false),
            announced: RwSignal::new(String::new()),
        });
    }

    /// Done, and nothing to take back.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), Tone::Neutral, None);
    }

    /// Done, and it can be taken back.
    pub fn say_with_undo(self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) {
        self.push(text.into(), Tone::Neutral, Some(Callback::new(move |()| undo())));
    }

    /// It failed.
    pub fn say_failed(self, text: impl Into<String>) {
        self.push(text.into(), Tone::Loss, None);
    }

    /// Only for a screen reader: what changed where the eye already sees it.
    pub fn announce(self, text: impl Into<String>) {
        self.announced.set(text.into());
    }

    fn push(self, text: String, tone: Tone, undo: Option<Callback<()>>) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| {
            shown.push(Toast { id, text, tone, undo });
            if shown.len() > 3 {
                shown.remove(0);
            }
        });
        self.expire(id);
    }

    fn expire(self, id: u32) {
        set_timeout(
            move || match self.held.try_get_untracked() {
                Some(true) => self.expire(id),
                Some(false) => self.dismiss(id),
                None => {}
            },
            SHOWN_FOR,
        );
    }

    fn dismiss(self, id: u32) {
        let _ = self.shown.try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

/// The app provides it above every page.
pub fn use_toasts() -> Toasts {
    match use_context() {
        Some(toasts) => toasts,
        None => {
            Toasts::provide();
            expect_context()
        }
    }
}

/// Stands once, in the app.
#[component]
pub fn ToastStack() -> impl IntoView {
    let toasts = use_toasts();
    let toast = move |toast: Toast| {
        let id = toast.id;
        let undo = toast.undo.map(|undo| {
            let press = move |_| {
                toasts.dismiss(id);
                undo.run(());
            };
            view! {
                <button type="button" class="toast-undo" on:click=press>
                    <IconView icon=Icon::Undo />
                    {t!(ui.undo)}
                </button>
            }
        });
        view! {
            <li class="toast" data-tone=toast.tone.name()>
                {(toast.tone == Tone::Loss).then(|| view! { <IconView icon=Icon::Failure /> })}
                <p>{toast.text}</p>
                {undo}
                <IconButton icon=Icon::Close label=t!(ui.close) on_press=move || toasts.dismiss(id) />
            </li>
        }
    };
    view! {
        <div
            class="toasts"
            role="region"
            aria-label=t!(ui.messages)
            on:pointerenter=move |_| toasts.held.set(true)
            on:pointerleave=move |_| toasts.held.set(false)
            on:focusin=move |_| toasts.held.set(true)
            on:focusout=move |_| toasts.held.set(false)
        >
            <ul aria-live="polite">
                <For each=move || toasts.shown.get() key=|toast| toast.id children=toast />
            </ul>
        </div>
        <p class="visually-hidden" role="status">{move || toasts.announced.get()}</p>
    }
}
