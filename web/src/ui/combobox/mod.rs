//! A text field with suggestions: one of many, or something new.

use leptos::html::{Input, Ul};
use leptos::prelude::*;

use crate::t;
use crate::ui::field::FieldContext;
use crate::ui::icon::{Icon, IconView};
use crate::ui::listbox;
use crate::ui::popover::{Align, place};

/// A suggestion. `detail` helps to tell two of the same name apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub text: String,
    pub detail: Option<String>,
}

/// What stands in the field, and which suggestion it is. Typing leaves the suggestion; [`None`] with a text is
/// something new.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub text: RwSignal<String>,
    pub value: RwSignal<Option<String>>,
}

impl Chosen {
    pub fn new(text: impl Into<String>, value: Option<String>) -> Self {
        Self { text: RwSignal::new(text.into()), value: RwSignal::new(value) }
    }

    fn take(self, choice: &Choice) {
        self.text.set(choice.text.clone());
        self.value.set(Some(choice.value.clone()));
    }
}

/// `choices` are those that fit what is typed: the caller looks them up, here or on the server.
#[component]
pub fn Combobox(
    chosen: Chosen,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// The text may be something new: the list says so.
    #[prop(optional)]
    allows_new: bool,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional, into)] label: Option<String>,
) -> impl IntoView {
    let field = FieldContext::of_control();
    let list_id = super::fresh_id("choices");
    let (input, list) = (NodeRef::<Input>::new(), NodeRef::<Ul>::new());
    let open = RwSignal::new(false);
    let active = RwSignal::new(None::<usize>);
    let is_new =
        move || allows_new && chosen.value.with(Option::is_none) && !chosen.text.with(|text| text.trim().is_empty());

    show_while_open(list, input, open, choices);
    let close = move || {
        open.set(false);
        active.set(None);
    };
    let typed = move |event| {
        chosen.text.set(event_target_value(&event));
        chosen.value.set(None);
        active.set(None);
        open.set(true);
    };
    let pressed = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        key @ ("ArrowDown" | "ArrowUp") => {
            event.prevent_default();
            open.set(true);
            active.set(listbox::step(active.get_untracked(), choices.with_untracked(Vec::len), key));
        }
        "Enter" if open.get_untracked() => {
            let picked =
                active.get_untracked().and_then(|at| choices.with_untracked(|choices| choices.get(at).cloned()));
            if let Some(choice) = picked {
                event.prevent_default();
                chosen.take(&choice);
            }
            close();
        }
        "Escape" if open.get_untracked() => {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
        _ => {}
    };
    let option_id = {
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    };
    let active_id = {
        let option_id = option_id.clone();
        move || active.get().filter(|_| open.get()).map(&option_id)
    };
    let option = move |(at, choice): (usize, Choice)| {
        let picked = choice.clone();
        // On pointer down, before the field loses its focus and the list closes.
        let take = move |event: web_sys::PointerEvent| {
            event.prevent_default();
            chosen.take(&picked);
            close();
        };
        view! {
            <li
                class="choice"
                role="option"
                id=option_id(at)
                aria-selected=move || (active.get() == Some(at)).to_string()
                on:pointerdown=take
            >
                <span>{choice.text}</span>
                {choice.detail.map(|detail| view! { <span class="choice-detail">{detail}</span> })}
            </li>
        }
    };
    view! {
        <div class="combobox">
            <input
                class="input"
                id=field.id
                node_ref=input
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-label=label
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-expanded=move || (open.get() && choices.with(|choices| !choices.is_empty())).to_string()
                aria-activedescendant=active_id
                aria-required=field.required.then_some("true")
                aria-invalid=move || field.invalid.get().then_some("true")
                aria-describedby=move || Some(field.described_by.get()).filter(|ids| !ids.is_empty())
                prop:value=move || chosen.text.get()
                on:input=typed
                on:keydown=pressed
                on:focus=move |_| open.set(true)
                on:blur=move |_| close()
            />
            <ul class="popover choices" role="listbox" id=list_id popover="manual" node_ref=list aria-label=t!(ui.suggestions)>
                {move || choices.get().into_iter().enumerate().map(&option).collect_view()}
            </ul>
            <p class="combobox-new" aria-live="polite">
                {move || is_new().then(|| view! { <IconView icon=Icon::Plus /><span>{t!(ui.is_new)}</span> })}
            </p>
        </div>
    }
}

/// The list stands in the top layer, so that no dialog or table cuts it off.
fn show_while_open(list: NodeRef<Ul>, input: NodeRef<Input>, open: RwSignal<bool>, choices: Signal<Vec<Choice>>) {
    Effect::new(move |_| {
        let wanted = open.get() && choices.with(|choices| !choices.is_empty());
        let (Some(list), Some(input)) = (list.get(), input.get()) else { return };
        let shown = list.matches(":popover-open").unwrap_or(false);
        if wanted {
            if !shown {
                let _ = list.show_popover();
            }
            place::as_wide_as(&list, &input);
            place::beside(&list, &input, Align::Start);
        } else if shown {
            let _ = list.hide_popover();
            place::forget(&list);
        }
    });
}
