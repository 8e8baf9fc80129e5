//! One field for everything: go to a page, find an agreement or a party, do an act. Ctrl-K (Cmd-K) from every page.

mod entries;
mod find;
mod matching;

use leptos::ev;
use leptos::html::{Dialog, Input};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::company::use_company;
use crate::ui::icon::{Icon, IconView};
use crate::ui::listbox;
use crate::{browser, t};

use entries::{Doer, Entry, Group, Target};

/// Opens the palette from anywhere in the frame.
#[derive(Clone, Copy)]
pub struct PaletteSwitch(RwSignal<bool>);

impl PaletteSwitch {
    pub fn provide() {
        let open = RwSignal::new(false);
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) && !event.alt_key() {
                event.prevent_default();
                open.update(|open| *open = !*open);
            }
        });
        on_cleanup(move || handle.remove());
        provide_context(Self(open));
    }
}

fn use_palette() -> RwSignal<bool> {
    use_context::<PaletteSwitch>().map_or_else(|| RwSignal::new(false), |switch| switch.0)
}

/// Looks as a search field and opens the palette.
#[component]
pub fn PaletteButton() -> impl IntoView {
    let open = use_palette();
    let keys = if browser::has_command_key() { "⌘ K" } else { "Ctrl K" };
    view! {
        <button type="button" class="palette-button" aria-haspopup="dialog" on:click=move |_| open.set(true)>
            <IconView icon=Icon::Search />
            <span class="palette-button-text">{t!(palette.open)}</span>
            <kbd aria-hidden="true">{keys}</kbd>
        </button>
    }
}

#[component]
pub fn Palette() -> impl IntoView {
    let open = use_palette();
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let outside = move |event: web_sys::MouseEvent| {
        if event.target() == event.current_target() {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="palette"
            node_ref=dialog
            aria-label=t!(palette.open)
            on:close=move |_| open.set(false)
            on:mousedown=outside
        >
            {move || open.get().then(|| view! { <Search on_done=move || open.set(false) /> })}
        </dialog>
    }
}

#[component]
fn Search(on_done: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let company = use_company();
    let doer = Doer::here();
    let query = RwSignal::new(String::new());
    let active = RwSignal::new(Some(0_usize));
    let known = entries::known(&company);
    let found = find::in_register(&company, query);
    let shown = Memo::new(move |_| {
        let query = query.get();
        let mut shown = entries::asked_for(&query);
        shown.extend(known.iter().filter_map(|entry| entry.fitting(&query)).collect::<matching::Ranked>().best());
        shown.extend(found.get().0);
        shown
    });
    let input = NodeRef::<Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            let _ = input.focus();
        }
    });

    let navigate = use_navigate();
    let choose = StoredValue::new_local(move |entry: Entry| {
        on_done();
        match entry.target {
            Target::Go(address) => navigate(&address, NavigateOptions::default()),
            Target::Do(act) => doer.perform(act),
        }
    });
    let choose = move |entry| choose.with_value(|choose| choose(entry));
    let pressed = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
        key @ ("ArrowDown" | "ArrowUp") => {
            event.prevent_default();
            active.set(listbox::step(active.get_untracked(), shown.with_untracked(Vec::len), key));
        }
        "Enter" => {
            event.prevent_default();
            let entry = active.get_untracked().and_then(|at| shown.with_untracked(|shown| shown.get(at).cloned()));
            if let Some(entry) = entry {
                choose(entry);
            }
        }
        _ => {}
    };
    let typed = move |event| {
        query.set(event_target_value(&event));
        active.set(Some(0));
    };
    keep_in_view(active);

    let option = move |at: usize, entry: Entry| {
        let (icon, text, detail) = (entry.icon, entry.text.clone(), entry.detail.clone());
        view! {
            <li
                class="palette-entry"
                role="option"
                id=option_id(at)
                aria-selected=move || (active.get() == Some(at)).to_string()
                on:pointermove=move |_| active.set(Some(at))
                on:click=move |_| choose(entry.clone())
            >
                <IconView icon />
                <span class="palette-text">{text}</span>
                <span class="palette-detail">{detail}</span>
            </li>
        }
    };
    let group = move |group: Group, entries: Vec<(usize, Entry)>| {
        view! {
            <li role="presentation">
                <p class="menu-title" id=group.id()>{group.name()}</p>
                <ul role="group" aria-labelledby=group.id()>
                    {entries.into_iter().map(|(at, entry)| option(at, entry)).collect_view()}
                </ul>
            </li>
        }
    };
    let said = move || match (shown.with(Vec::len), found.get().1) {
        (0, false) => t!(palette.nothing).to_owned(),
        (n, _) => t!(palette.found, n = n),
    };
    view! {
        <div class="palette-search">
            <IconView icon=Icon::Search />
            <input
                class="palette-input"
                node_ref=input
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                placeholder=t!(palette.placeholder)
                aria-label=t!(palette.placeholder)
                aria-autocomplete="list"
                aria-expanded="true"
                aria-controls="palette-list"
                aria-activedescendant=move || active.get().map(option_id)
                on:input=typed
                on:keydown=pressed
            />
            <kbd aria-hidden="true">"Esc"</kbd>
        </div>
        <ul class="palette-list" role="listbox" id="palette-list" aria-label=t!(palette.results)>
            {move || entries::grouped(shown.get()).into_iter().map(|(name, entries)| group(name, entries)).collect_view()}
        </ul>
        {move || {
            (shown.with(Vec::is_empty) && !found.get().1).then(|| view! { <p class="palette-nothing">{t!(palette.nothing)}</p> })
        }}
        <p class="visually-hidden" role="status">{said}</p>
    }
}

fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

fn keep_in_view(active: RwSignal<Option<usize>>) {
    Effect::new(move |_| {
        let Some(at) = active.get() else { return };
        if let Some(entry) = document().get_element_by_id(&option_id(at)) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            entry.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
}
