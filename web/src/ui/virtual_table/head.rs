//! The heading row: sorts, and lets a pointer drag widths.

use leptos::ev::PointerEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::column::{Align, Placed};
use super::{Sort, Table};
use crate::t;

#[component]
pub(super) fn Head(
    table: Table,
    shown: Memo<Vec<Placed>>,
    sort: Signal<Option<Sort>>,
    on_sort: Callback<Sort>,
) -> impl IntoView {
    // Widths change while a handle is dragged; the headings must not be built anew under the pointer.
    let keys = Memo::new(move |_| shown.with(|shown| shown.iter().map(|placed| placed.key).collect::<Vec<_>>()));
    let first_column = 1 + usize::from(table.selection.is_some());
    let heading = move |(n, key): (usize, &'static str)| {
        view! { <Heading table key index=n + first_column sort on_sort /> }
    };
    view! {
        <div class="vt-head" role="row" aria-rowindex="1">
            {table.selection.map(|_| view! { <SelectAll table /> })}
            {move || keys.get().into_iter().enumerate().map(heading).collect_view()}
        </div>
    }
}

#[component]
fn SelectAll(table: Table) -> impl IntoView {
    let state = Memo::new(move |_| {
        let source = table.source.get();
        let chosen = table.selection.map_or(0, |selection| {
            selection.with(|selected| (0..source.len()).filter(|row| selected.contains(&source.key(*row))).count())
        });
        (chosen > 0, chosen > 0 && chosen < source.len())
    });
    view! {
        <div class="vt-cell vt-cell--select" role="columnheader" aria-colindex="1">
            <input type="checkbox" class="vt-check" aria-label=t!(table.select_all)
                prop:checked=move || state.get().0
                prop:indeterminate=move || state.get().1
                on:change=move |event| table.select_all(event_target_checked(&event)) />
        </div>
    }
}

#[component]
fn Heading(
    table: Table,
    key: &'static str,
    index: usize,
    sort: Signal<Option<Sort>>,
    on_sort: Callback<Sort>,
) -> impl IntoView {
    let column = table.columns.with_value(|columns| columns.iter().find(|column| column.key == key).cloned())?;
    let direction =
        move || sort.with(|sort| sort.as_ref().filter(|sort| sort.column == key).map(|sort| sort.descending));
    let aria_sort = move || match direction() {
        _ if !column.sortable => None,
        None => Some("none"),
        Some(false) => Some("ascending"),
        Some(true) => Some("descending"),
    };
    let turn = move |_| {
        let descending = untrack(direction) == Some(false);
        on_sort.run(Sort { column: key.to_owned(), descending });
    };
    let unit = column.unit.map(|unit| view! { " "<span class="unit">{unit}</span> });
    let text = view! { <span class="vt-title">{column.title}{unit}</span> };
    let content = if column.sortable {
        view! {
            <button type="button" class="vt-sort" on:click=turn>
                {text}
                <span class="vt-arrow" aria-hidden="true">{move || match direction() {
                    None => "",
                    Some(false) => "↑",
                    Some(true) => "↓",
                }}</span>
            </button>
        }
        .into_any()
    } else {
        text.into_any()
    };
    Some(view! {
        <div class="vt-cell" class:vt-cell--end=column.align == Align::End role="columnheader"
            aria-colindex=index.to_string() aria-sort=aria_sort data-names-row=column.names_row.then_some("")>
            {content}
            <ResizeHandle table key />
        </div>
    })
}

/// For pointers only: the column chooser does the same with buttons.
#[component]
fn ResizeHandle(table: Table, key: &'static str) -> impl IntoView {
    let grip = StoredValue::new(None::<(f64, f64)>);
    let down = move |event: PointerEvent| {
        event.prevent_default();
        let width = table.layout.with_untracked(|layout| layout.width_of(key));
        grip.set_value(Some((f64::from(event.client_x()), width)));
        if let Some(handle) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
            let _ = handle.set_pointer_capture(event.pointer_id());
        }
    };
    let moved = move |event: PointerEvent| {
        if let Some((from, width)) = grip.get_value() {
            table.layout.update(|layout| layout.resize(key, width + f64::from(event.client_x()) - from));
        }
    };
    view! {
        <span class="vt-resize" aria-hidden="true"
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| grip.set_value(None)
            on:pointercancel=move |_| grip.set_value(None)
            on:click=|event| event.stop_propagation()></span>
    }
}
