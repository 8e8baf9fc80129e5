//! A report down to each agreement. One figure can be in front, as it was pressed in the report.

use chrono::Datelike;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::money::Amount;
use shared::reports::AgreementReport;

use super::asked::Asked;
use super::figures::{self, Figure};
use super::{api, words};
use crate::client::ClientError;
use crate::codes::code;
use crate::company::use_company;
use crate::features::books::Span;
use crate::features::books::figures::written;
use crate::files::{self, Cell, Format, Sheet};
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::button::Button;
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuItem, Popover};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};

/// So many are read without being asked for: a figure that is opened should be all there.
const AT_ONCE: usize = 1_000;

#[derive(Clone, Copy)]
struct Listed {
    rows: RwSignal<Vec<AgreementReport>>,
    cursor: RwSignal<Option<String>>,
    fault: RwSignal<Option<ClientError>>,
    busy: RwSignal<bool>,
    turn: StoredValue<u32>,
}

#[component]
pub fn Agreements(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let listed = Listed {
        rows: RwSignal::new(Vec::new()),
        cursor: RwSignal::new(None),
        fault: RwSignal::new(None),
        busy: RwSignal::new(true),
        turn: StoredValue::new(0),
    };
    let fetch = move |asked: Asked, cursor: Option<String>| {
        let mine = listed.turn.get_value().wrapping_add(1);
        listed.turn.set_value(mine);
        listed.busy.set(true);
        let company = company.get_value();
        let is_first = cursor.is_none();
        spawn_local(async move {
            let (mut cursor, mut is_first, mut read) = (cursor, is_first, 0);
            loop {
                let answer = api::agreements(&company, &asked, cursor).await;
                if listed.turn.try_get_value() != Some(mine) {
                    return;
                }
                let page = match answer {
                    Ok(page) => page,
                    Err(error) => {
                        listed.fault.set(Some(error));
                        break;
                    }
                };
                listed.fault.set(None);
                read += page.data.len();
                listed.rows.update(|rows| {
                    if is_first {
                        rows.clear();
                    }
                    rows.extend(page.data);
                });
                listed.cursor.set(page.next_cursor.clone());
                (cursor, is_first) = (page.next_cursor, false);
                if cursor.is_none() || read >= AT_ONCE {
                    break;
                }
            }
            listed.busy.set(false);
        });
    };
    Effect::new(move |_| {
        let asked = asked.get();
        listed.rows.set(Vec::new());
        listed.cursor.set(None);
        fetch(asked, None);
    });
    let figure = Memo::new(move |_| address.get("figure"));
    let front = move || figure.get().and_then(|key| figures::find(&key));
    let more = move || fetch(asked.get_untracked(), listed.cursor.get_untracked());
    view! {
        {move || match (listed.fault.get(), listed.busy.get(), listed.rows.with(Vec::is_empty)) {
            (Some(error), _, _) => {
                view! { <Failed error on_retry=move || fetch(asked.get_untracked(), None) /> }.into_any()
            }
            (None, true, true) => view! { <SkeletonLines lines=8 /> }.into_any(),
            (None, false, true) => view! {
                <Empty icon=Icon::Reports title=t!(reports.none.title) text=t!(reports.none.text) />
            }
            .into_any(),
            (None, _, false) => {
                let rows = listed.rows.get();
                let has_more = listed.cursor.with(Option::is_some);
                view! { <Rows rows has_more front=front() asked=asked.get_untracked() address /> }.into_any()
            }
        }}
        <p class="books-note" role="status">
            {move || (listed.busy.get() && listed.rows.with(|rows| !rows.is_empty())).then(|| t!(reports.reading_more, n = listed.rows.with(Vec::len)))}
        </p>
        {move || (listed.cursor.with(Option::is_some) && !listed.busy.get()).then(|| view! {
            <div class="button-row"><Button busy=listed.busy on_press=more>{t!(reports.more)}</Button></div>
        })}
    }
}

fn usual() -> Vec<Figure> {
    ["liability_opening", "liability_interest", "liability_paid", "liability", "asset", "expense", "cash"]
        .into_iter()
        .filter_map(|key| figures::find(key).map(|(section, figure)| named(section, figure)))
        .collect()
}

/// The span in which an agreement's schedule shows the time of the report: its month, its quarter or its year.
fn span(asked: &Asked) -> Span {
    let Some(from) = asked.from else { return Span::Year };
    let months = (asked.to.year() - from.year()) * 12 + asked.to.month().cast_signed() - from.month().cast_signed() + 1;
    match months {
        1 => Span::Month,
        2..=3 => Span::Quarter,
        _ => Span::Year,
    }
}

/// Its own name says too little away from its section.
fn named(section: &'static str, figure: Figure) -> Figure {
    let name = match figure.key {
        "liability_opening" => t!(books.opening_liability),
        "liability_interest" => t!(books.column.interest),
        "liability_paid" => t!(reports.figure.paid),
        "liability" | "asset" => section,
        _ => figure.name,
    };
    Figure { name, ..figure }
}

#[component]
fn Rows(
    rows: Vec<AgreementReport>,
    /// The sums are of those that are read.
    has_more: bool,
    front: Option<(&'static str, Figure)>,
    asked: Asked,
    address: Address,
) -> impl IntoView {
    let company = use_company();
    let columns = match front {
        Some((_, figure)) => vec![figure],
        None => usual(),
    };
    // Only those that make up the figure; the largest first.
    let mut rows = rows;
    if let Some((_, figure)) = front {
        rows.retain(|row| (figure.of)(&row.figures).minor() != 0);
        rows.sort_by_key(|row| std::cmp::Reverse((figure.of)(&row.figures).minor().abs()));
    }
    let kept = StoredValue::new(rows.clone());
    let saved = columns.clone();
    let save = move |format: Format| {
        let stem = format!("{}-{}", t!(reports.file), code(asked.framework));
        kept.with_value(|rows| files::save_sheet(&stem, &sheet(rows, &saved), format));
    };
    let save = StoredValue::new_local(save);
    let heading = front.map(|(section, figure)| {
        let all = address.with(&[("figure", None)]);
        view! {
            <p class="report-front">
                <strong>{format!("{section}: {}", figure.name)}</strong>" "
                <a href=all>{t!(reports.all_figures)}</a>
            </p>
        }
    });
    let headings = [Heading::text(t!(agreements.field.title)), Heading::text(t!(reports.split.treatment))];
    let headings =
        headings.into_iter().chain(columns.iter().map(|figure| Heading::number(figure.name))).collect::<Vec<_>>();
    let sum = |figure: &Figure| {
        let minor: i64 = rows.iter().map(|row| figure.signed(&row.figures).minor()).sum();
        Amount::from_minor(minor).unwrap_or_default()
    };
    let totals = columns.iter().map(|figure| view! { <td class="number">{written(sum(figure))}</td> }).collect_view();
    let framework = code(asked.framework);
    let to = asked.to.to_string();
    let per = span(&asked).key();
    let row = |row: &AgreementReport| {
        let query = [("tab", "accounting"), ("book", framework.as_str()), ("period", to.as_str()), ("per", per)];
        let href = company.href_with(Place::Agreement(row.agreement.id), &query);
        view! {
            <tr>
                <th scope="row"><a href=href>{format!("{} {}", row.agreement.number, row.agreement.title)}</a></th>
                <td>{words::treated(row.treatment)}</td>
                {columns.iter().map(|figure| view! { <td class="number">{written(figure.signed(&row.figures))}</td> }).collect_view()}
            </tr>
        }
    };
    let caption = t!(reports.tab.agreements);
    let body = rows.iter().map(row).collect_view();
    let count = rows.len();
    let total = if has_more { t!(reports.total_of_shown, n = count) } else { t!(chart.total).to_owned() };
    view! {
        <div class="books-head">
            <div class="report-grow">{heading}</div>
            <p class="books-note">{t!(reports.count, n = count)}</p>
            <Popover align=Align::End button=|| view! { <IconView icon=Icon::Download /><span>{t!(agreement_list.export.button)}</span> }>
                <MenuItem on_press=move || save.with_value(|save| save(Format::Xlsx))>{t!(agreement_list.export.xlsx)}</MenuItem>
                <MenuItem on_press=move || save.with_value(|save| save(Format::Csv))>{t!(agreement_list.export.csv)}</MenuItem>
            </Popover>
        </div>
        <Table caption headings pinned=true>
            {body}
            <tr class="report-balance">
                <th scope="row">{total}</th>
                <td></td>
                {totals}
            </tr>
        </Table>
    }
}

fn sheet(rows: &[AgreementReport], columns: &[Figure]) -> Sheet {
    let named = [
        t!(agreements.field.number),
        t!(agreements.field.title),
        t!(agreements.field.kind),
        t!(reports.split.treatment),
        t!(agreements.field.cost_center),
        t!(agreements.field.currency),
    ];
    let headers = named.into_iter().chain(columns.iter().map(|figure| figure.name)).map(str::to_owned).collect();
    let row = |row: &AgreementReport| {
        let agreement = &row.agreement;
        let own = [
            Cell::text(agreement.number.clone()),
            Cell::text(agreement.title.clone()),
            Cell::text(crate::features::agreements::words::kind(agreement.kind)),
            Cell::text(words::treated(row.treatment)),
            Cell::text(row.cost_center.clone().unwrap_or_default()),
            Cell::text(agreement.currency.code()),
        ];
        own.into_iter().chain(columns.iter().map(|figure| Cell::amount(figure.signed(&row.figures).minor()))).collect()
    };
    Sheet { name: t!(reports.tab.agreements).to_owned(), headers, rows: rows.iter().map(row).collect() }
}
