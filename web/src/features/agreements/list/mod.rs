//! All agreements: found, arranged, compared, edited together, taken out as a file.

mod bulk;
mod columns;
mod export;
mod facets;
mod filter;
mod register;
mod row;
mod selection_bar;
mod statuses;
mod summary;
mod toolbar;
mod views;

use std::collections::HashSet;
use std::sync::Arc;

use leptos::prelude::*;
use shared::agreements::AgreementStatus;

pub use filter::{Figure, Filter};
pub use register::Register;

use super::api::Extent;
use super::words;
use crate::browser;
use crate::company::{OpenCompany, use_company};
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::button::{Button, ButtonKind, ButtonLink};
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::virtual_table::{CellText, Layout, Selection, Sort, Source, TableRows, VirtualTable};
use row::Row;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct List {
    register: Register,
    address: Address,
    filter: Memo<Filter>,
    layout: RwSignal<Layout>,
    /// Rows that pass the filter, in order, as places in the register.
    shown: Memo<Arc<Vec<usize>>>,
    selection: Selection,
    company: StoredValue<OpenCompany>,
}

impl List {
    fn company(self) -> OpenCompany {
        self.company.get_value()
    }

    fn fetch(self) {
        let import_id = untrack(|| self.address.get("import_id")).and_then(|id| id.parse().ok());
        let extent = Extent { deleted: self.filter.with_untracked(Filter::shows_bin), import_id };
        let as_of = untrack(|| self.company().as_of.date());
        self.register.fetch(self.company(), extent, as_of);
    }

    /// The rows that are selected, in the order they are shown.
    fn selected(self) -> Vec<Row> {
        let rows = self.register.rows().get();
        self.selection.with(|selected| {
            let chosen = rows.iter().filter(|row| selected.contains(&row.key()));
            chosen.cloned().collect()
        })
    }
}

const LAYOUT_STORED_AS: &str = "leasify.agreements.columns";

#[component]
pub fn ListPage() -> impl IntoView {
    let company = use_company();
    let address = Address::here();
    let register = use_context::<Register>().unwrap_or_else(Register::new);
    let filter = Memo::new(move |_| address.query().with(Filter::of_address));
    let sort = Memo::new(move |_| sort_of(address.get("sort"), filter.with(|filter| filter.figure)));
    let shown = Memo::new(move |_| {
        let rows = register.rows().get();
        let mut found: Vec<usize> = filter
            .with(|filter| rows.iter().enumerate().filter(|(_, row)| filter.holds(row)).map(|(at, _)| at).collect());
        if let Some(sort) = sort.get() {
            in_order(&rows, &mut found, &sort);
        }
        Arc::new(found)
    });
    let layout = RwSignal::new(Layout::read("", &columns::all(None)));
    let list = List {
        register,
        address,
        filter,
        layout,
        shown,
        selection: RwSignal::new(HashSet::new()),
        company: StoredValue::new(company.clone()),
    };
    keep_layout(list);

    let import = Memo::new(move |_| address.get("import_id"));
    let bin = Memo::new(move |_| filter.with(Filter::shows_bin));
    Effect::new(move |_| {
        bin.track();
        import.track();
        list.company().as_of.date();
        list.fetch();
    });
    // What is filtered away is not silently edited along.
    Effect::new(move |_| {
        filter.track();
        list.selection.set(HashSet::new());
    });

    let may_edit = company.may_edit();
    let actions = move || {
        let company = list.company();
        let import = company.clone();
        may_edit.then(|| view! {
            <ButtonLink icon=Icon::Upload href=Signal::derive(move || import.href(Place::Import))>{t!(agreement_list.import)}</ButtonLink>
            <ButtonLink kind=ButtonKind::Primary icon=Icon::Plus
                href=Signal::derive(move || company.href(Place::NewAgreement))>{t!(agreement_list.create)}</ButtonLink>
        })
    };
    // A memo, so that what is open in the toolbar stays open when rows arrive.
    let nothing_at_all = Memo::new(move |_| {
        register.is_complete() && register.rows().with(|rows| rows.is_empty()) && !bin.get() && import.get().is_none()
    });
    view! {
        <Page title=t!(agreement_list.title) actions wide=true>
            {move || register.error().map(|error| view! { <Failed error on_retry=move || list.fetch() /> })}
            {move || if nothing_at_all.get() {
                view! { <FirstAgreement list /> }.into_any()
            } else {
                view! { <Listed list sort may_edit /> }.into_any()
            }}
        </Page>
    }
}

#[component]
fn Listed(list: List, sort: Memo<Option<Sort>>, may_edit: bool) -> impl IntoView {
    let base = Memo::new(move |_| list.register.base());
    view! {
        <statuses::Statuses list />
        <toolbar::Toolbar list />
        <summary::Summary list />
        {move || {
            // The currency stands in the headings.
            let columns = StoredValue::new(columns::all(base.get()));
            view! { <AgreementTable list sort may_edit columns /> }
        }}
        <NothingFound list />
        <selection_bar::SelectionBar list />
    }
}

#[component]
fn AgreementTable(
    list: List,
    sort: Memo<Option<Sort>>,
    may_edit: bool,
    columns: StoredValue<Vec<crate::ui::virtual_table::Column>>,
) -> impl IntoView {
    let source = Memo::new_with_compare(
        move |_| -> Source {
            let company = list.company();
            Arc::new(Shown {
                rows: list.register.rows().get(),
                order: list.shown.get(),
                as_of: company.as_of.chosen(),
                company,
            })
        },
        |a, b| match (a, b) {
            (Some(a), Some(b)) => !Arc::ptr_eq(a, b),
            _ => true,
        },
    );
    let open = move |row: usize| list.address.go(source.with_untracked(|source| source.href(row)));
    let edit = move |row: usize| {
        let id = list
            .shown
            .with_untracked(|shown| shown.get(row).copied())
            .and_then(|at| list.register.rows().with_untracked(|rows| rows.get(at).map(|row| row.item.id)));
        if let Some(id) = id {
            list.address.go(untrack(|| list.company().href(Place::EditAgreement(id))));
        }
    };
    let turn = move |sort: Sort| {
        let value = format!("{}{}", if sort.descending { "-" } else { "" }, sort.column);
        list.address.change(&[("sort", Some(value))], true);
    };
    view! {
        <VirtualTable
            label=t!(agreement_list.title)
            columns
            layout=list.layout
            source
            sort
            on_sort=turn
            selection=list.selection
            on_open=open
            on_edit=may_edit.then(|| Callback::new(edit)) />
    }
}

/// The rows as the table asks for them.
struct Shown {
    rows: Arc<Vec<Row>>,
    order: Arc<Vec<usize>>,
    company: OpenCompany,
    as_of: Option<chrono::NaiveDate>,
}

impl Shown {
    fn row(&self, row: usize) -> Option<&Row> {
        self.rows.get(*self.order.get(row)?)
    }
}

impl TableRows for Shown {
    fn len(&self) -> usize {
        self.order.len()
    }

    fn key(&self, row: usize) -> u128 {
        self.row(row).map_or(0, Row::key)
    }

    fn cell(&self, row: usize, column: &'static str) -> CellText {
        self.row(row).map(|row| columns::cell(row, column)).unwrap_or_default()
    }

    fn href(&self, row: usize) -> String {
        let Some(row) = self.row(row) else { return String::new() };
        let path = Place::Agreement(row.item.id).path(self.company.id);
        match self.as_of {
            Some(day) => format!("{path}?as_of={day}"),
            None => path,
        }
    }

    fn name(&self, row: usize) -> String {
        self.row(row).map(|row| format!("{}, {}", row.item.title, row.item.number)).unwrap_or_default()
    }
}

/// The order in the address; without one, what the figure is sorted by, else the soonest end first.
fn sort_of(said: Option<String>, figure: Option<Figure>) -> Option<Sort> {
    let said = said.unwrap_or_else(|| figure.map_or("title", Figure::sort).to_owned());
    let (descending, column) = said.strip_prefix('-').map_or((false, said.as_str()), |column| (true, column));
    Some(Sort { column: column.to_owned(), descending })
}

fn in_order(rows: &[Row], found: &mut Vec<usize>, sort: &Sort) {
    let mut keyed: Vec<_> =
        found.iter().filter_map(|at| Some((columns::sort_value(rows.get(*at)?, &sort.column), *at))).collect();
    keyed.sort_by(|(a, _), (b, _)| a.compare(b, sort.descending));
    *found = keyed.into_iter().map(|(_, at)| at).collect();
}

/// The reader's own columns, kept in this browser; a figure of the start page brings its own.
fn keep_layout(list: List) {
    let figure = Memo::new(move |_| list.filter.with(|filter| filter.figure));
    let columns = Memo::new(move |_| list.address.get("columns"));
    let own = move || figure.with(Option::is_none) && columns.with(Option::is_none);
    Effect::new(move |_| {
        let all = columns::all(None);
        list.layout.set(match (columns.get(), figure.get()) {
            (Some(columns), _) => Layout::read(&columns, &all),
            (None, Some(figure)) => Layout::read(figure.columns(), &all),
            (None, None) => Layout::read(&browser::stored(LAYOUT_STORED_AS).unwrap_or_default(), &all),
        });
    });
    Effect::new(move |before: Option<String>| {
        let written = list.layout.with(Layout::write);
        if untrack(own) && before.is_some_and(|before| before != written) {
            browser::store(LAYOUT_STORED_AS, &written);
        }
        written
    });
}

/// Said only when every row has come: until then more may be found.
#[component]
fn NothingFound(list: List) -> impl IntoView {
    let narrowed = move || list.filter.with(|filter| filter.narrows() || filter.status.is_some());
    let nothing =
        Memo::new(move |_| list.register.is_complete() && list.shown.with(|shown| shown.is_empty()) && narrowed());
    let clear = move || {
        let changes: Vec<_> = filter::PARAMETERS.iter().map(|name| (*name, None)).collect();
        list.address.change(&changes, true);
    };
    view! {
        <div role="status">
            <Show when=move || nothing.get()>
                <Empty icon=Icon::Search title=t!(agreement_list.nothing.title) text=t!(agreement_list.nothing.text)>
                    <Button on_press=clear>{t!(agreement_list.nothing.clear)}</Button>
                </Empty>
            </Show>
        </div>
    }
}

#[component]
fn FirstAgreement(list: List) -> impl IntoView {
    let company = list.company();
    let (import, create) = (company.clone(), company);
    view! {
        <Empty icon=Icon::Agreements title=t!(agreement_list.first.title) text=t!(agreement_list.first.text)>
            <ButtonLink kind=ButtonKind::Primary icon=Icon::Upload
                href=Signal::derive(move || import.href(Place::Import))>{t!(agreement_list.import)}</ButtonLink>
            <ButtonLink icon=Icon::Plus
                href=Signal::derive(move || create.href(Place::NewAgreement))>{t!(agreement_list.create)}</ButtonLink>
        </Empty>
    }
}

/// What a status is called as a choice above the list.
fn status_title(status: Option<AgreementStatus>) -> &'static str {
    match status {
        None => t!(agreement_list.every),
        Some(AgreementStatus::Deleted) => t!(agreement_list.bin),
        Some(AgreementStatus::Ended) => t!(agreement_list.ended),
        Some(AgreementStatus::Extended) => t!(agreement_list.extended),
        Some(status) => words::status(status),
    }
}
