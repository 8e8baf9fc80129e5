//! Rows drawn straight into the document. Rows that leave the view are filled anew where the next ones come in, so
//! scrolling makes no elements, and only what differs is written. Their order in the document becomes the order on the
//! screen when the scrolling rests ([`Rows::settle`]): moving an element costs its whole layout.

use std::collections::VecDeque;
use std::ops::Range;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlElement, HtmlInputElement, Text};

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
    /// The document has the rows in the order of the screen.
    in_order: bool,
}

struct Row {
    element: HtmlElement,
    checkbox: Option<HtmlInputElement>,
    cells: Vec<Cell>,
    link: Option<HtmlAnchorElement>,
    /// As the element has it.
    marks: Option<(bool, bool)>,
}

struct Cell {
    element: HtmlElement,
    text: Text,
    /// What the element shows.
    shown: CellText,
}

impl Rows {
    /// `body` may have been another table's, whose rows are still in it: a view that is built again takes over elements.
    pub(super) fn new(body: HtmlElement, id_stem: String, selects: bool) -> Self {
        body.set_text_content(None);
        Self { body, id_stem, columns: Vec::new(), selects, range: 0..0, pool: VecDeque::new(), in_order: true }
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
        for (row, index) in self.pool.iter_mut().zip(range.clone()) {
            row.fill(index, &self.id_stem, &self.columns, row_height, drawer);
        }
        self.range = range;
        self.settle();
    }

    /// Puts the rows into the document in the order they have on the screen, as a screen reader walks them.
    pub(super) fn settle(&mut self) {
        if !self.in_order {
            for row in &self.pool {
                let _ = self.body.append_child(&row.element);
            }
            self.in_order = true;
        }
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
            let Some(mut row) = recycled.or_else(|| self.added()) else { return };
            row.fill(self.range.end, &self.id_stem, &self.columns, row_height, drawer);
            self.pool.push_back(row);
            self.range.end += 1;
        }
        while self.range.start > range.start {
            let recycled = if self.range.end > range.end { self.pool.pop_back() } else { None };
            if recycled.is_some() {
                self.range.end -= 1;
            }
            let Some(mut row) = recycled.or_else(|| self.added()) else { return };
            self.range.start -= 1;
            row.fill(self.range.start, &self.id_stem, &self.columns, row_height, drawer);
            self.pool.push_front(row);
        }
        self.in_order = false;
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

    /// One more row, at the end of the document's.
    fn added(&self) -> Option<Row> {
        let row = Row::new(&self.columns, self.selects)?;
        let _ = self.body.append_child(&row.element);
        Some(row)
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
            let text = document().create_text_node("");
            match link.as_ref().filter(|_| column.is_link) {
                Some(link) => link.append_child(&text).ok()?,
                None => cell.append_child(&text).ok()?,
            };
            element.append_child(&cell).ok()?;
            cells.push(Cell { element: cell, text, shown: CellText::default() });
        }
        Some(Self { element, checkbox, cells, link, marks: None })
    }

    fn fill(&mut self, index: usize, id_stem: &str, columns: &[RowColumn], row_height: f64, drawer: &dyn Drawer) {
        let state = drawer.state(index);
        let element = &self.element;
        element.set_id(&format!("{id_stem}-{index}"));
        set(element, "aria-rowindex", &(index + 2).to_string());
        set(element, "data-row", &index.to_string());
        let _ = element.style().set_property("transform", &format!("translateY({}px)", index as f64 * row_height));
        if self.marks != Some((state.selected, state.current)) {
            self.marks = Some((state.selected, state.current));
            set(element, "class", if state.current { "vt-row vt-row--current" } else { "vt-row" });
            if self.checkbox.is_some() {
                set(element, "aria-selected", if state.selected { "true" } else { "false" });
            }
        }
        if let Some(checkbox) = &self.checkbox {
            checkbox.set_checked(state.selected);
            set(checkbox, "aria-label", &state.name);
        }
        if let Some(link) = &self.link {
            link.set_href(&state.href);
        }
        for (cell, column) in self.cells.iter_mut().zip(columns) {
            cell.show(drawer.cell(index, column.key));
        }
    }
}

impl Cell {
    fn show(&mut self, wanted: CellText) {
        if self.shown.text != wanted.text {
            self.text.set_data(&wanted.text);
        }
        if self.shown.tone != wanted.tone {
            set(&self.element, "data-tone", wanted.tone.name());
        }
        if self.shown.faint != wanted.faint {
            let _ = self.element.toggle_attribute_with_force("data-faint", wanted.faint);
        }
        self.shown = wanted;
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
