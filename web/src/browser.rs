//! The few things asked of the browser itself, each in a form that cannot fail loudly.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Storage};

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// A choice kept in this browser. Private windows may refuse storage; the choice then lasts as long as the page.
pub fn stored(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

pub fn store(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, value);
    }
}

pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// On Apple's keyboards shortcuts are made with the command key.
pub fn has_command_key() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac") || platform.starts_with("iP"))
}

pub fn root_element() -> Option<HtmlElement> {
    document().document_element()?.dyn_into().ok()
}

pub fn focus(id: &str) -> bool {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|element| element.focus().is_ok())
}

pub fn focus_element(element: &HtmlElement) {
    let _ = element.focus();
    if let Some(input) = element.dyn_ref::<web_sys::HtmlInputElement>() {
        input.select();
    }
}
