//! A table of any length: only the rows in view are in the document.
//!
//! To a screen reader it is a grid that says how many rows there are and which one this is. One stop for the tab key;
//! `j` `k` or the arrows move, `x` selects, Enter opens, `e` edits. On a narrow screen the rows become cards: the
//! feature's own CSS places the cells by `data-column`.

mod choose;
mod column;
mod head;
mod keys;
mod rows;
mod window;

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{MouseEvent, PointerEvent};

pub use choose::ColumnChooser;
pub use column::{Align, Column, Layout, Placed};
pub use keys::{KeysHelp, is_not_typed, page_keys_wanted};
pub use rows::CellText;

use head::Head;
use keys::Act;
use rows::{Drawer, RowColumn, RowState, Rows};

/// What stands in the table, in the order it is shown. A change is a new one.
pub trait TableRows: Send + Sync {
    fn len(&self) -> usize;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells rows apart through sorting and filtering.
    fn key(&self, row: usize) -> u128;

    fn cell(&self, row: usize, column: &'static str) -> CellText;

    fn href(&self, row: usize) -> String;

    /// What the row is called where only its name is heard.
    fn name(&self, row: usize) -> String;
}

pub type Source = Arc<dyn TableRows>;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    pub column: String,
    pub descending: bool,
}

pub type Selection = RwSignal<HashSet<u128>>;

const ROW_HEIGHT: f64 = 36.0;
const CARD_HEIGHT: f64 = 104.0;
const HEAD_HEIGHT: f64 = 48.0;
const SELECT_WIDTH: f64 = 40.0;
/// Longer than the pauses of a hand that scrolls.
const AT_REST_AFTER: Duration = Duration::from_millis(200);
/// Below this width rows are cards.
const CARDS_BELOW: f64 = 640.0;

#[component]
pub fn VirtualTable(
    #[prop(into)] label: String,
    columns: StoredValue<Vec<Column>>,
    layout: RwSignal<Layout>,
    #[prop(into)] source: Signal<Source>,
    #[prop(into)] sort: Signal<Option<Sort>>,
    #[prop(into)] on_sort: Callback<Sort>,
    /// Rows can be selected when there is somewhere to keep the selection.
    #[prop(optional)]
    selection: Option<Selection>,
    /// Enter, or a click on the row.
    #[prop(into)]
    on_open: Callback<usize>,
    #[prop(optional_no_strip)] on_edit: Option<Callback<usize>>,
) -> impl IntoView {
    let grid = NodeRef::<html::Div>::new();
    let body = NodeRef::<html::Div>::new();
    let table = Table {
        grid,
        source,
        layout,
        columns,
        selection,
        current: RwSignal::new(None),
        size: RwSignal::new((0.0, 0.0)),
        id_stem: StoredValue::new(super::fresh_id("row")),
        rows: StoredValue::new_local(None),
    };
    table.watch_size();
    table.draw_in(body);
    table.keep_current();
    keys::listen(table, on_open, on_edit);

    let shown = Memo::new(move |_| layout.with(|layout| layout.shown().cloned().collect::<Vec<_>>()));
    let template = move || {
        let select = if selection.is_some() { format!("{SELECT_WIDTH}px ") } else { String::new() };
        let widths =
            shown.with(|shown| shown.iter().map(|placed| format!("{}px", placed.width)).collect::<Vec<_>>().join(" "));
        format!("{select}{widths} minmax(0, 1fr)")
    };
    let count = move || source.with(|source| source.len());
    // The event of the browser that tells it comes at every step of a scroll that a script makes.
    let mut rest = debounce(AT_REST_AFTER, move |()| table.settled());
    let active = move || table.current.get().map(|row| format!("{}-{row}", table.id_stem.get_value()));
    view! {
        <div class="vt" class:vt--cards=move || table.has_cards() role="grid" tabindex="0" node_ref=grid
            aria-label=label
            aria-rowcount=move || (count() + 1).to_string()
            aria-colcount=move || (shown.with(Vec::len) + usize::from(selection.is_some())).to_string()
            aria-multiselectable=selection.is_some().then_some("true")
            aria-activedescendant=active
            style=("--vt-columns", template)
            on:scroll=move |_| {
                table.scrolled();
                rest(());
            }
            on:pointerover=move |event| _ = tell_what_is_cut_off(&event)
            on:click=move |event| table.clicked(&event, on_open)
            on:keydown=move |event| keys::pressed(table, &event, on_open, on_edit)>
            <Head table shown sort on_sort />
            <div class="vt-body" role="rowgroup" node_ref=body
                style:height=move || format!("{}px", count() as f64 * table.row_height())></div>
        </div>
    }
}

#[derive(Clone, Copy)]
struct Table {
    grid: NodeRef<html::Div>,
    source: Signal<Source>,
    layout: RwSignal<Layout>,
    columns: StoredValue<Vec<Column>>,
    selection: Option<Selection>,
    /// The row that the keys act on.
    current: RwSignal<Option<usize>>,
    size: RwSignal<(f64, f64)>,
    id_stem: StoredValue<String>,
    rows: StoredValue<Option<Rows>, LocalStorage>,
}

impl Table {
    fn has_cards(self) -> bool {
        let (width, _) = self.size.get();
        width > 0.0 && width < CARDS_BELOW
    }

    fn row_height(self) -> f64 {
        if self.has_cards() { CARD_HEIGHT } else { ROW_HEIGHT }
    }

    fn head_height(self) -> f64 {
        if self.has_cards() { 0.0 } else { HEAD_HEIGHT }
    }

    fn watch_size(self) {
        Effect::new(move |_| {
            let Some(grid) = self.grid.get() else { return };
            let measured = grid.clone();
            let changed = Closure::<dyn Fn()>::new(move || {
                self.size.set((f64::from(measured.client_width()), f64::from(measured.client_height())));
            });
            if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
                observer.observe(&grid);
                let kept = StoredValue::new_local((observer, changed));
                on_cleanup(move || kept.with_value(|(observer, _)| observer.disconnect()));
            }
        });
    }

    /// Draws anew whenever something other than the scroll changes.
    fn draw_in(self, body: NodeRef<html::Div>) {
        Effect::new(move |_| {
            let Some(body) = body.get() else { return };
            let columns = self.row_columns();
            let source = self.source.get();
            let current = self.current.get();
            let selected = self.selection.map(|selection| selection.get());
            let range = self.range(self.size.get().1, source.len());
            let row_height = self.row_height();
            self.rows.update_value(|rows| {
                let stem = self.id_stem.get_value();
                let rows = rows.get_or_insert_with(|| Rows::new((*body).clone(), stem, self.selection.is_some()));
                rows.set_columns(&columns);
                rows.redraw(range, row_height, &Present { source: &*source, selected: selected.as_ref(), current });
            });
        });
    }

    fn scrolled(self) {
        let source = self.source.get_untracked();
        let current = self.current.get_untracked();
        let row_height = untrack(|| self.row_height());
        let range = self.range(self.size.get_untracked().1, source.len());
        let draw = |selected: Option<&HashSet<u128>>| {
            self.rows.update_value(|rows| {
                if let Some(rows) = rows {
                    rows.move_to(range.clone(), row_height, &Present { source: &*source, selected, current });
                }
            });
        };
        match self.selection {
            Some(selection) => selection.with_untracked(|selected| draw(Some(selected))),
            None => draw(None),
        }
    }

    fn settled(self) {
        self.rows.update_value(|rows| {
            if let Some(rows) = rows {
                rows.settle();
            }
        });
    }

    fn range(self, height: f64, rows: usize) -> Range<usize> {
        let top = self.grid.get_untracked().map_or(0, |grid| grid.scroll_top());
        window::visible(f64::from(top), height, untrack(|| self.row_height()), rows)
    }

    fn row_columns(self) -> Vec<RowColumn> {
        self.columns.with_value(|columns| {
            self.layout.with(|layout| {
                let column = |placed: &Placed| {
                    let column = columns.iter().find(|column| column.key == placed.key)?;
                    Some(RowColumn { key: column.key, align: column.align, is_link: column.names_row })
                };
                layout.shown().filter_map(column).collect()
            })
        })
    }

    /// The current row stays the same agreement, whatever its place becomes.
    fn keep_current(self) {
        Effect::new(move |before: Option<Source>| {
            let source = self.source.get();
            let current = self.current.get_untracked();
            if let (Some(before), Some(row)) = (before, current)
                && row < before.len()
            {
                let key = before.key(row);
                let stays = row < source.len() && source.key(row) == key;
                if !stays {
                    self.current.set((0..source.len()).find(|each| source.key(*each) == key));
                }
            }
            source
        });
    }

    fn clicked(self, event: &MouseEvent, on_open: Callback<usize>) {
        let Some((row, is_checkbox, is_link)) = place(event) else { return };
        if is_checkbox {
            self.select(row, event.shift_key());
            return;
        }
        // The link itself opens it, in a new tab too when asked so.
        let opens_elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if is_link && opens_elsewhere {
            return;
        }
        if is_link {
            event.prevent_default();
        }
        self.current.set(Some(row));
        on_open.run(row);
    }

    /// Turns a row's selection over; with `through`, all rows from the current one take the current one's state.
    fn select(self, row: usize, through: bool) {
        let Some(selection) = self.selection else { return };
        let source = self.source.get_untracked();
        let anchor = self.current.get_untracked().filter(|_| through);
        selection.update(|selected| match anchor {
            Some(anchor) => {
                for row in anchor.min(row)..=anchor.max(row).min(source.len().saturating_sub(1)) {
                    selected.insert(source.key(row));
                }
            }
            None => {
                let key = source.key(row);
                if !selected.remove(&key) {
                    selected.insert(key);
                }
            }
        });
        self.current.set(Some(row));
    }

    fn select_all(self, on: bool) {
        let Some(selection) = self.selection else { return };
        let source = self.source.get_untracked();
        selection.update(|selected| {
            for row in 0..source.len() {
                if on {
                    selected.insert(source.key(row));
                } else {
                    selected.remove(&source.key(row));
                }
            }
        });
    }

    fn go_to(self, row: usize) {
        self.current.set(Some(row));
        let Some(grid) = self.grid.get_untracked() else { return };
        let (_, height) = self.size.get_untracked();
        let (row_height, head) = untrack(|| (self.row_height(), self.head_height()));
        if let Some(top) = window::scroll_to(row, f64::from(grid.scroll_top()), height, row_height, head) {
            grid.set_scroll_top(top as i32);
            self.scrolled();
        }
    }

    fn act(self, act: Act, on_open: Callback<usize>, on_edit: Option<Callback<usize>>) {
        let rows = self.source.with_untracked(|source| source.len());
        let Some(last) = rows.checked_sub(1) else { return };
        let at = self.current.get_untracked();
        let page = ((self.size.get_untracked().1 / untrack(|| self.row_height())) as usize).max(2) - 1;
        match act {
            Act::Down => self.go_to(at.map_or(0, |at| (at + 1).min(last))),
            Act::Up => self.go_to(at.map_or(0, |at| at.saturating_sub(1))),
            Act::PageDown => self.go_to(at.map_or(0, |at| (at + page).min(last))),
            Act::PageUp => self.go_to(at.map_or(0, |at| at.saturating_sub(page))),
            Act::First => self.go_to(0),
            Act::Last => self.go_to(last),
            Act::Select { through } => {
                if let Some(at) = at {
                    self.select(at, through);
                }
            }
            Act::SelectAll => self.select_all(true),
            Act::SelectNone => self.select_all(false),
            Act::Open => {
                if let Some(at) = at {
                    on_open.run(at);
                }
            }
            Act::Edit => {
                if let (Some(at), Some(edit)) = (at, on_edit) {
                    edit.run(at);
                }
            }
        }
    }
}

/// What the rows need to know when they are drawn.
struct Present<'a> {
    source: &'a dyn TableRows,
    selected: Option<&'a HashSet<u128>>,
    current: Option<usize>,
}

impl Drawer for Present<'_> {
    fn cell(&self, row: usize, column: &'static str) -> CellText {
        self.source.cell(row, column)
    }

    fn state(&self, row: usize) -> RowState {
        RowState {
            selected: self.selected.is_some_and(|selected| selected.contains(&self.source.key(row))),
            current: self.current == Some(row),
            href: self.source.href(row),
            name: self.source.name(row),
        }
    }
}

/// What is cut off can still be read: the cell under the pointer says it all.
fn tell_what_is_cut_off(event: &PointerEvent) -> Option<()> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let cell = target.closest(".vt-row > .vt-cell").ok()??;
    if cell.scroll_width() > cell.client_width() {
        cell.set_attribute("title", &cell.text_content()?).ok()
    } else {
        cell.remove_attribute("title").ok()
    }
}

/// Which row was clicked, and what in it.
fn place(event: &MouseEvent) -> Option<(usize, bool, bool)> {
    let target: web_sys::Element = event.target()?.dyn_into().ok()?;
    let row = target.closest(".vt-row").ok()??.get_attribute("data-row")?.parse().ok()?;
    let is_checkbox = target.closest(".vt-cell--select").ok()?.is_some();
    let is_link = target.closest(".vt-link").ok()?.is_some();
    Some((row, is_checkbox, is_link))
}
