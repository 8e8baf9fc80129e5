//! The browser's own dialog: it keeps the focus, closes on Escape and gives the focus back.

use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

use crate::t;
use crate::ui::button::IconButton;
use crate::ui::icon::Icon;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DialogShape {
    #[default]
    Middle,
    /// Beside the page, over its full height.
    Side,
}

/// The content is built when the dialog opens and dropped when it closes.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    #[prop(optional)] shape: DialogShape,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<DialogElement>::new();
    let title_id = super::fresh_id("dialog");
    let named_by = title_id.clone();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = element.get() else { return };
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let outside = move |event: web_sys::MouseEvent| {
        let on_backdrop = event.target().is_some_and(|target| {
            element
                .get_untracked()
                .is_some_and(|dialog| target == *web_sys::EventTarget::from((*dialog).clone()).as_ref())
        });
        if on_backdrop {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="dialog"
            class:side=shape == DialogShape::Side
            node_ref=element
            aria-labelledby=named_by
            on:close=move |_| open.set(false)
            on:mousedown=outside
        >
            <div class="dialog-inner">
                <header class="dialog-head">
                    <h2 id=title_id>{title}</h2>
                    <IconButton icon=Icon::Close label=t!(ui.close) on_press=move || open.set(false) />
                </header>
                <div class="dialog-body">{move || open.get().then(|| children())}</div>
            </div>
        </dialog>
    }
}
