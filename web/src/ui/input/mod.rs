//! What is typed: text, amounts, percent, whole numbers and dates.

mod date;
mod entry;
mod text;

pub use date::DateInput;
pub use entry::{Entry, EntryKind};
pub use text::{EntryInput, PasswordInput, TextArea, TextInput};

use leptos::prelude::*;

use crate::client::FormErrors;
use crate::ui::field::Field;

/// A number or a date with its label, hint and faults.
#[component]
pub fn EntryField(
    #[prop(into)] label: String,
    pointer: &'static str,
    entry: Entry,
    #[prop(optional, into)] unit: Signal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] errors: Option<FormErrors>,
    #[prop(optional)] required: bool,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let fault = Signal::derive(move || entry.shown_fault());
    let errors = errors.unwrap_or_default();
    view! {
        <Field label pointer hint errors error=fault required optional>
            {match entry.kind {
                EntryKind::Date => view! { <DateInput entry /> }.into_any(),
                _ => view! { <EntryInput entry unit /> }.into_any(),
            }}
        </Field>
    }
}
