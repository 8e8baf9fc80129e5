//! A place to drop a file, choose one, or paste.

use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::t;
use crate::ui::icon::{Icon, IconView};

/// What the person brought.
#[derive(Debug, Clone)]
pub enum Dropped {
    File(web_sys::File),
    /// Cells from a spreadsheet, as the clipboard gives them.
    Text(String),
}

#[component]
pub fn DropZone(
    #[prop(into)] title: String,
    #[prop(into)] hint: String,
    /// As the browser's file chooser wants it: `.csv,.xlsx`.
    accept: &'static str,
    on_drop: impl Fn(Dropped) + 'static,
) -> impl IntoView {
    let chooser = NodeRef::<Input>::new();
    let over = RwSignal::new(false);
    let take = UnsyncCallback::new(on_drop);

    let chosen = move |_| {
        let file = chooser.get_untracked().and_then(|input| input.files()).and_then(|files| files.get(0));
        if let Some(file) = file {
            take.run(Dropped::File(file));
        }
        if let Some(input) = chooser.get_untracked() {
            input.set_value("");
        }
    };
    let dropped = move |event: web_sys::DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(data) = event.data_transfer() else { return };
        match data.files().and_then(|files| files.get(0)) {
            Some(file) => take.run(Dropped::File(file)),
            None => text_of(&data, take),
        }
    };
    let pasted = move |event: web_sys::ClipboardEvent| {
        let Some(data) = event.clipboard_data() else { return };
        event.prevent_default();
        match data.files().and_then(|files| files.get(0)).filter(|file| !file.type_().starts_with("image/")) {
            Some(file) => take.run(Dropped::File(file)),
            None => text_of(&data, take),
        }
    };
    let hint_id = super::fresh_id("hint");
    let name = title.clone();
    view! {
        <div
            class="drop-zone"
            class:over=move || over.get()
            tabindex="0"
            role="group"
            aria-label=name
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
            on:paste=pasted
        >
            <span class="empty-icon"><IconView icon=Icon::Upload /></span>
            <p class="drop-zone-title" aria-hidden="true">{title}</p>
            <p class="drop-zone-hint" id=hint_id.clone()>{hint}</p>
            <label class="button primary">
                <input
                    class="visually-hidden"
                    type="file"
                    accept=accept
                    node_ref=chooser
                    aria-describedby=hint_id
                    on:change=chosen
                />
                <span>{t!(ui.choose_file)}</span>
            </label>
        </div>
    }
}

fn text_of(data: &web_sys::DataTransfer, take: UnsyncCallback<Dropped>) {
    if let Some(text) = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty()) {
        take.run(Dropped::Text(text));
    }
}

/// Text pasted anywhere on the page while nothing editable has the focus is meant for the drop zone.
pub fn on_page_paste(take: impl Fn(Dropped) + 'static) {
    let handle = window_event_listener(leptos::ev::paste, move |event| {
        let editable = document().active_element().is_some_and(|element| {
            element.matches("input, textarea, select, [contenteditable], .drop-zone").unwrap_or(false)
        });
        let data = event.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
        if let (false, Some(data)) = (editable, data)
            && let Some(text) = data.get_data("text/plain").ok().filter(|text| text.contains(['\t', '\n', ';']))
        {
            event.prevent_default();
            take(Dropped::Text(text));
        }
    });
    on_cleanup(move || handle.remove());
}
