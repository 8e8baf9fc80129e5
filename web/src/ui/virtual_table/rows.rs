//! Rows drawn straight into the document. Rows that leave the view are filled anew and moved to where the next ones
//! come in, so scrolling makes no elements, and their order in the document is the order on the screen.

use std::collections::VecDeque;
use std::ops::Range;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlElement, HtmlInputElement};

use super::column::Align;
use crate::ui::Tone;

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CellText {
    pub text: String,
    /// Said by a mark before the text as well as by colour.
    pub tone: Tone,
    /// Faint: what is unknown or absent.
    pub faint: bool,
}

impl CellText {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone, faint: false }
    }

    pub fn faint(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Neutral, faint: true }
    }
}

/// A column in view, as rows need to know it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RowColumn {
    pub(super) key: &'static str,
    pub(super) align: Align,
    pub(super) is_link: bool,
}

/// What a row is when it is drawn.
pub(super) struct RowState {
    pub(super) selected: bool,
    pub(super) current: bool,
    pub(super) href: String,
    /// Names the row's checkbox.
    pub(super) name: String,
}

pub(super) trait Drawer {
    fn cell(&self, row: usize, column: &'static str) -> CellText;
    fn state(&self, row: usize) -> RowState;
}

pub(super) struct Rows {
    body: HtmlElement,
    id_stem: String,
    columns: Vec<RowColumn>,
    selects: bool,
    range: Range<usize>,
    pool: VecDeque<Row>,
}

struct Row {
    element: HtmlElement,
    checkbox: Option<HtmlInputElement>,
    cells: Vec<HtmlElement>,
    link: Option<HtmlAnchorElement>,
}

impl Rows {
    /// `body` may have been another table's, whose rows are still in it: a view that is built again takes over elements.
    pub(super) fn new(body: HtmlElement, id_stem: String, selects: bool) -> Self {
        body.set_text_content(None);
        Self { body, id_stem, columns: Vec::new(), selects, range: 0..0, pool: VecDeque::new() }
    }

    /// Other columns need other cells.
    pub(super) fn set_columns(&mut self, columns: &[RowColumn]) {
        if self.columns != columns {
            self.columns = columns.to_vec();
            self.clear();
        }
    }

    fn clear(&mut self) {
        for row in self.pool.drain(..) {
            row.element.remove();
        }
        self.range = 0..0;
    }

    /// Fills every row in view: the data, the order or the selection are others.
    pub(super) fn redraw(&mut self, range: Range<usize>, row_height: f64, drawer: &dyn Drawer) {
        while self.pool.len() > range.len() {
            if let Some(row) = self.pool.pop_back() {
                row.element.remove();
            }
        }
        while self.pool.len() < range.len() {
            let Some(row) = Row::new(&self.columns, self.selects) else { return };
            let _ = self.body.append_child(&row.element);
            self.pool.push_back(row);
        }
        for (row, index) in self.pool.iter().zip(range.clone()) {
            self.fill(row, index, row_height, drawer);
        }
        self.range = range;
    }

    /// Fills only the rows that came into view.
    pub(super) fn move_to(&mut self, range: Range<usize>, row_height: f64, drawer: &dyn Drawer) {
        if range == self.range {
            return;
        }
        let overlaps = range.start < self.range.end && self.range.start < range.end;
        if !overlaps {
            return self.redraw(range, row_height, drawer);
        }
        while self.range.end < range.end {
            let recycled = if self.range.start < range.start { self.pool.pop_front() } else { None };
            if recycled.is_some() {
                self.range.start += 1;
            }
            let Some(row) = recycled.or_else(|| Row::new(&self.columns, self.selects)) else { return };
            self.fill(&row, self.range.end, row_height, drawer);
            let _ = self.body.append_child(&row.element);
            self.pool.push_back(row);
            self.range.end += 1;
        }
        while self.range.start > range.start {
            let recycled = if self.range.end > range.end { self.pool.pop_back() } else { None };
            if recycled.is_some() {
                self.range.end -= 1;
            }
            let Some(row) = recycled.or_else(|| Row::new(&self.columns, self.selects)) else { return };
            self.range.start -= 1;
            self.fill(&row, self.range.start, row_height, drawer);
            let first = self.pool.front().map(|row| row.element.clone());
            let _ = self.body.insert_before(&row.element, first.as_ref().map(AsRef::as_ref));
            self.pool.push_front(row);
        }
        while self.range.start < range.start {
            let Some(row) = self.pool.pop_front() else { break };
            row.element.remove();
            self.range.start += 1;
        }
        while self.range.end > range.end {
            let Some(row) = self.pool.pop_back() else { break };
            row.element.remove();
            self.range.end -= 1;
        }
    }

    fn fill(&self, row: &Row, index: usize, row_height: f64, drawer: &dyn Drawer) {
        let state = drawer.state(index);
        let element = &row.element;
        element.set_id(&format!("{}-{index}", self.id_stem));
        set(element, "aria-rowindex", &(index + 2).to_string());
        set(element, "data-row", &index.to_string());
        if self.selects {
            set(element, "aria-selected", if state.selected { "true" } else { "false" });
        }
        set(element, "class", if state.current { "vt-row vt-row--current" } else { "vt-row" });
        let _ = element.style().set_property("transform", &format!("translateY({}px)", index as f64 * row_height));
        if let Some(checkbox) = &row.checkbox {
            checkbox.set_checked(state.selected);
            set(checkbox, "aria-label", &state.name);
        }
        for (cell, column) in row.cells.iter().zip(&self.columns) {
            let shown = drawer.cell(index, column.key);
            if column.is_link
                && let Some(link) = &row.link
            {
                link.set_href(&state.href);
                link.set_text_content(Some(&shown.text));
            } else {
                cell.set_text_content(Some(&shown.text));
            }
            set(cell, "data-tone", shown.tone.name());
            let _ = cell.toggle_attribute_with_force("data-faint", shown.faint);
            // What is cut off can still be read.
            if shown.text.len() > 12 {
                set(cell, "title", &shown.text)
            } else {
                let _ = cell.remove_attribute("title");
            }
        }
    }
}

impl Row {
    fn new(columns: &[RowColumn], selects: bool) -> Option<Self> {
        let element = made("div", "vt-row")?;
        set(&element, "role", "row");
        let checkbox = if selects { Some(checkbox_in(&element)?) } else { None };
        let mut link = None;
        let mut cells = Vec::with_capacity(columns.len());
        for (n, column) in columns.iter().enumerate() {
            let class = if column.align == Align::End { "vt-cell vt-cell--end" } else { "vt-cell" };
            let cell = made("div", class)?;
            set(&cell, "role", if column.is_link { "rowheader" } else { "gridcell" });
            set(&cell, "aria-colindex", &(n + 1 + usize::from(selects)).to_string());
            set(&cell, "data-column", column.key);
            if column.is_link {
                let anchor: HtmlAnchorElement = made("a", "vt-link")?.dyn_into().ok()?;
                // The grid is one stop for the tab key; its own keys open rows.
                anchor.set_tab_index(-1);
                cell.append_child(&anchor).ok()?;
                link = Some(anchor);
            }
            element.append_child(&cell).ok()?;
            cells.push(cell);
        }
        Some(Self { element, checkbox, cells, link })
    }
}

fn checkbox_in(row: &HtmlElement) -> Option<HtmlInputElement> {
    let cell = made("div", "vt-cell vt-cell--select")?;
    set(&cell, "role", "gridcell");
    set(&cell, "aria-colindex", "1");
    let input: HtmlInputElement = made("input", "vt-check")?.dyn_into().ok()?;
    input.set_type("checkbox");
    input.set_tab_index(-1);
    cell.append_child(&input).ok()?;
    row.append_child(&cell).ok()?;
    Some(input)
}

fn made(tag: &str, class: &str) -> Option<HtmlElement> {
    let element: HtmlElement = document().create_element(tag).ok()?.dyn_into().ok()?;
    element.set_class_name(class);
    Some(element)
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}
