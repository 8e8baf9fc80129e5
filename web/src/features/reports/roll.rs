//! From opening to closing: what moved, period by period and in total. Each figure opens to the agreements in it.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::reports::{BookReport, ReportFigures, ReportPeriod};

use super::figures::{Figure, Section, Weight, sections};
use crate::features::books::figures::{period_name, written};
use crate::files::{Cell, Sheet};
use crate::format;
use crate::route::Address;
use crate::t;
use crate::today;

/// A column: a period, or all of them together.
struct Column {
    name: String,
    from: NaiveDate,
    to: NaiveDate,
    figures: ReportFigures,
}

fn columns(report: &BookReport) -> Vec<Column> {
    let total = Column { name: t!(chart.total).to_owned(), from: report.from, to: report.to, figures: report.total };
    if report.period == ReportPeriod::Whole || report.periods.len() < 2 {
        return vec![Column { name: span(report.from, report.to), ..total }];
    }
    let period = |period: &shared::reports::ReportPeriodFigures| Column {
        name: period_name(period.from, period.to),
        from: period.from,
        to: period.to,
        figures: period.figures,
    };
    report.periods.iter().map(period).chain([total]).collect()
}

fn span(from: NaiveDate, to: NaiveDate) -> String {
    format!("{} – {}", format::date(from), format::date(to))
}

/// What is nothing in every column says nothing, but for the balances.
fn shown(section: Section, columns: &[Column]) -> Option<(&'static str, Vec<Figure>)> {
    let is_something = |figure: &Figure| columns.iter().any(|column| (figure.of)(&column.figures).minor() != 0);
    section.figures.iter().any(is_something).then(|| {
        let keeps = |figure: &Figure| figure.weight == Weight::Balance || is_something(figure);
        (section.name, section.figures.into_iter().filter(keeps).collect())
    })
}

#[component]
pub fn Roll(report: BookReport, address: Address) -> impl IntoView {
    let columns = columns(&report);
    let width = columns.len() + 1;
    let last = columns.len().saturating_sub(1);
    let is_sum = move |at: usize| last > 0 && at == last;
    let heads = columns
        .iter()
        .enumerate()
        .map(|(at, column)| view! { <th scope="col" class="number" class:sum=is_sum(at)>{column.name.clone()}</th> })
        .collect_view();
    let cell = |figure: &Figure, at: usize, column: &Column| {
        let amount = figure.signed(&column.figures);
        let to = Some(column.to).filter(|day| *day != today::today());
        let href = address.with(&[
            ("tab", Some("agreements".to_owned())),
            ("figure", Some(figure.key.to_owned())),
            ("from", Some(column.from.to_string())),
            ("as_of", to.map(|day| day.to_string())),
            ("period", None),
        ]);
        view! {
            <td class="number" class:sum=is_sum(at)>
                {if amount.minor() == 0 { written(amount).into_any() } else { view! { <a href=href>{written(amount)}</a> }.into_any() }}
            </td>
        }
    };
    let row = |figure: &Figure| {
        view! {
            <tr class:report-balance=figure.weight == Weight::Balance class:books-part=figure.weight == Weight::Part>
                <th scope="row">{figure.name}</th>
                {columns.iter().enumerate().map(|(at, column)| cell(figure, at, column)).collect_view()}
            </tr>
        }
    };
    let group = |(name, figures): (&'static str, Vec<Figure>)| {
        view! {
            <tbody>
                <tr class="books-group"><th scope="rowgroup" colspan=width>{name}</th></tr>
                {figures.iter().map(row).collect_view()}
            </tbody>
        }
    };
    let groups = sections().into_iter().filter_map(|section| shown(section, &columns)).map(group).collect_view();
    let caption: String = t!(
        reports.caption,
        from = format::date_long(report.from),
        to = format::date_long(report.to),
        currency = report.currency.code()
    );
    let label = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="table pinned books-beside report-roll">
                <caption>{caption}</caption>
                <thead><tr><th scope="col"><span class="visually-hidden">{t!(books.column.what)}</span></th>{heads}</tr></thead>
                {groups}
            </table>
        </div>
    }
}

pub fn sheet(report: &BookReport) -> Sheet {
    let columns = columns(report);
    let mut rows = Vec::new();
    for (name, figures) in sections().into_iter().filter_map(|section| shown(section, &columns)) {
        for figure in figures {
            let cells = columns.iter().map(|column| Cell::amount(figure.signed(&column.figures).minor()));
            rows.push([Cell::text(name), Cell::text(figure.name)].into_iter().chain(cells).collect());
        }
    }
    let heads = columns.iter().map(|column| format!("{} ({})", column.name, report.currency.code()));
    let named = [t!(reports.section.label).to_owned(), t!(books.column.what).to_owned()];
    Sheet { name: t!(frame.rooms.reports).to_owned(), headers: named.into_iter().chain(heads).collect(), rows }
}
