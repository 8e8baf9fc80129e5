//! Which columns, in which order, how wide: with a pointer or the keyboard, without dragging.

use leptos::prelude::*;

use super::column::{Column, Layout, Placed};
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::icon::Icon;

const WIDTH_STEP: f64 = 24.0;

#[component]
pub fn ColumnChooser(columns: StoredValue<Vec<Column>>, layout: RwSignal<Layout>) -> impl IntoView {
    let keys =
        Memo::new(move |_| layout.with(|layout| layout.all().iter().map(|placed| placed.key).collect::<Vec<_>>()));
    let line = move |key: &'static str| view! { <Line columns layout key /> };
    view! {
        <div class="vt-choose">
            <ul><For each=move || keys.get() key=|key| *key children=line /></ul>
            <Button kind=ButtonKind::Quiet icon=Icon::Undo
                on_press=move || layout.set(columns.with_value(|columns| Layout::standard(columns)))>
                {t!(table.standard_columns)}
            </Button>
        </div>
    }
}

#[component]
fn Line(columns: StoredValue<Vec<Column>>, layout: RwSignal<Layout>, key: &'static str) -> impl IntoView {
    let column = columns.with_value(|columns| columns.iter().find(|column| column.key == key).cloned())?;
    let placed = move |read: fn(&Placed) -> bool| {
        layout.with(|layout| layout.all().iter().find(|placed| placed.key == key).is_some_and(read))
    };
    let place = move || layout.with(|layout| layout.all().iter().position(|placed| placed.key == key).unwrap_or(0));
    let last = move || layout.with(|layout| layout.all().len().saturating_sub(1));
    let widen = move |by: f64| layout.update(|layout| layout.resize(key, layout.width_of(key) + by));
    let name = column.title.clone();
    let named = |text: fn(String) -> String| text(name.clone());
    Some(view! {
        <li class="vt-choice">
            <label>
                <input type="checkbox" disabled=column.names_row prop:checked=move || placed(|placed| placed.shown)
                    on:change=move |event| layout.update(|layout| layout.show(key, event_target_checked(&event))) />
                <span>{column.title}</span>
            </label>
            <IconButton icon=Icon::Minus label=named(|name| t!(table.narrower, name = name)) on_press=move || widen(-WIDTH_STEP) />
            <IconButton icon=Icon::Plus label=named(|name| t!(table.wider, name = name)) on_press=move || widen(WIDTH_STEP) />
            <IconButton icon=Icon::ArrowUp label=named(|name| t!(table.earlier, name = name))
                disabled=Signal::derive(move || place() <= 1)
                on_press=move || layout.update(|layout| layout.step(key, true)) />
            <IconButton icon=Icon::ArrowDown label=named(|name| t!(table.later, name = name))
                disabled=Signal::derive(move || place() == 0 || place() == last())
                on_press=move || layout.update(|layout| layout.step(key, false)) />
        </li>
    })
}
