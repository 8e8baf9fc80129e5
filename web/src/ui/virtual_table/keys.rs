//! The table by keyboard: in the grid always; on the whole page unless the reader has turned that off, since a single
//! letter can be a slip of speech input.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::Table;
use crate::browser;
use crate::t;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Select { through: bool },
    SelectAll,
    SelectNone,
    Open,
    Edit,
}

/// What a key asks for. `in_grid`: the grid has the focus, so that keys which mean something elsewhere count too.
fn act(key: &str, shift: bool, command: bool, in_grid: bool) -> Option<Act> {
    if command {
        return (in_grid && key.eq_ignore_ascii_case("a")).then_some(Act::SelectAll);
    }
    let act = match key {
        "j" => Act::Down,
        "k" => Act::Up,
        "x" | "X" => Act::Select { through: shift },
        "e" => Act::Edit,
        _ if !in_grid => return None,
        "ArrowDown" => Act::Down,
        "ArrowUp" => Act::Up,
        "PageDown" => Act::PageDown,
        "PageUp" => Act::PageUp,
        "Home" => Act::First,
        "End" => Act::Last,
        " " => Act::Select { through: shift },
        "Enter" => Act::Open,
        "Escape" => Act::SelectNone,
        _ => return None,
    };
    Some(act)
}

fn read(event: &KeyboardEvent, in_grid: bool) -> Option<Act> {
    let command = event.ctrl_key() || event.meta_key();
    if event.alt_key() || event.default_prevented() {
        return None;
    }
    act(&event.key(), event.shift_key(), command, in_grid)
}

pub(super) fn pressed(table: Table, event: &KeyboardEvent, on_open: Callback<usize>, on_edit: Option<Callback<usize>>) {
    // A button or checkbox in the grid does its own thing with a key.
    let on_grid = event.target() == event.current_target();
    if !on_grid {
        return;
    }
    if let Some(act) = read(event, true) {
        event.prevent_default();
        table.act(act, on_open, on_edit);
    }
}

/// Letters pressed anywhere on the page where nothing is being written, and no dialog is open.
pub(super) fn listen(table: Table, on_open: Callback<usize>, on_edit: Option<Callback<usize>>) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        if !page_keys_wanted() || !is_free(&event) {
            return;
        }
        let Some(act) = read(&event, false) else { return };
        event.prevent_default();
        if let Some(grid) = table.grid.get_untracked() {
            let _ = grid.focus();
        }
        table.act(act, on_open, on_edit);
    });
    on_cleanup(move || handle.remove());
}

/// Nothing else has a use for the key.
fn is_free(event: &KeyboardEvent) -> bool {
    is_outside(event, "input, textarea, select, button, summary, [contenteditable], [role=grid], [role=slider]")
}

/// Nobody is writing or choosing. For a key that means nothing to buttons and tables.
pub fn is_not_typed(event: &KeyboardEvent) -> bool {
    is_outside(event, "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]")
}

fn is_outside(event: &KeyboardEvent, takers: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let taken = target.and_then(|target| target.closest(takers).ok().flatten()).is_some();
    let is_covered = document().query_selector("dialog[open], [popover]:popover-open").ok().flatten().is_some();
    !taken && !is_covered
}

const STORED_AS: &str = "leasify.page_keys";

pub fn page_keys_wanted() -> bool {
    browser::stored(STORED_AS).as_deref() != Some("off")
}

/// The keys in a list, and the choice to have them only while the table has the focus.
#[component]
pub fn KeysHelp() -> impl IntoView {
    let wanted = RwSignal::new(page_keys_wanted());
    Effect::new(move |before: Option<bool>| {
        let wanted = wanted.get();
        if before.is_some_and(|before| before != wanted) {
            if wanted { browser::forget(STORED_AS) } else { browser::store(STORED_AS, "off") }
        }
        wanted
    });
    let line = |keys: &'static [&'static str], text: &'static str| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd>" " }).collect_view();
        view! { <dt>{keys}</dt><dd>{text}</dd> }
    };
    view! {
        <div class="vt-keys">
            <dl>
                {line(&["j", "k"], t!(table.keys.moves))}
                {line(&["x"], t!(table.keys.selects))}
                {line(&["e"], t!(table.keys.edits))}
                {line(&["Enter"], t!(table.keys.opens))}
                {line(&["/"], t!(table.keys.searches))}
            </dl>
            <crate::ui::checkbox::Checkbox checked=wanted label=t!(table.keys.everywhere) hint=t!(table.keys.everywhere_hint) />
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_on_the_page_and_the_rest_only_in_the_grid() {
        assert_eq!(act("j", false, false, false), Some(Act::Down));
        assert_eq!(act("ArrowDown", false, false, false), None);
        assert_eq!(act("ArrowDown", false, false, true), Some(Act::Down));
        assert_eq!(act("X", true, false, false), Some(Act::Select { through: true }));
        assert_eq!(act("a", false, true, true), Some(Act::SelectAll));
        assert_eq!(act("a", false, true, false), None);
        assert_eq!(act("x", false, true, true), None);
    }
}
