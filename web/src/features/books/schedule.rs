//! The schedule of a book by period: liability, asset and cost, each period open to its rows and formulas.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::books::{BookCalculation, BookFramework, BookPeriod};

use super::figures::{self, PeriodRows, period_name, some, written};
use super::period::{Span, fiscal_year, gather};
use super::{Subject, words};
use crate::browser;
use crate::files::{self, Cell, Format, Sheet};
use crate::format;
use crate::t;
use crate::ui::formula::Formula;
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuItem, Popover};
use crate::ui::select::Segments;

#[component]
pub fn Schedule(subject: Subject, book: Arc<BookCalculation>, framework: BookFramework) -> impl IntoView {
    let address = subject.address;
    let span = Memo::new(move |_| address.get("per").and_then(|key| Span::of_key(&key)).unwrap_or(Span::Year));
    let options: Vec<(String, String)> = Span::ALL.map(|span| (span.key().to_owned(), name(span).to_owned())).into();
    let choose = move |key: String| {
        let key = Some(key).filter(|key| key != Span::Year.key());
        address.change(&[("per", key)], true);
    };
    let kept = StoredValue::new(book.clone());
    let currency = move || subject.currency.get_untracked().map(|currency| currency.code()).unwrap_or_default();
    let save = move |format: Format| {
        let stem = format!("{}-{}", t!(books.file), words::code(framework));
        let sheet = kept.with_value(|book| sheet(book, span.get_untracked(), currency()));
        files::save_sheet(&stem, &sheet, format);
    };
    view! {
        <div class="section">
            <div class="books-head">
                <h3>{t!(books.schedule)}</h3>
                <Segments label=t!(books.per.label) value=Signal::derive(move || span.get().key().to_owned()) on_change=choose options=Signal::stored(options) />
                <Popover align=Align::End button=|| view! { <IconView icon=Icon::Download /><span>{t!(agreement_list.export.button)}</span> }>
                    <MenuItem on_press=move || save(Format::Xlsx)>{t!(agreement_list.export.xlsx)}</MenuItem>
                    <MenuItem on_press=move || save(Format::Csv)>{t!(agreement_list.export.csv)}</MenuItem>
                </Popover>
            </div>
            {move || view! { <Periods subject book=kept.get_value() span=span.get() /> }}
        </div>
    }
}

pub fn name(span: Span) -> &'static str {
    match span {
        Span::Month => t!(books.per.month),
        Span::Quarter => t!(books.per.quarter),
        Span::Year => t!(books.per.year),
    }
}

fn title(period: &BookPeriod, span: Span, year_ends: u32) -> String {
    match span {
        Span::Year if year_ends == 12 => fiscal_year(period.to, year_ends).to_string(),
        _ => period_name(period.from, period.to),
    }
}

#[component]
fn Periods(subject: Subject, book: Arc<BookCalculation>, span: Span) -> impl IntoView {
    let year_ends = book.policies.policy.fiscal_year_ends;
    let capitalised = words::is_capitalised(book.treatment);
    let periods = gather(&book.periods, span, year_ends);
    if periods.is_empty() {
        return view! { <p class="books-empty">{t!(books.no_rows)}</p> }.into_any();
    }
    let day = book.balances.as_of;
    let open = RwSignal::new(None::<NaiveDate>);
    let ends: Vec<(NaiveDate, NaiveDate)> = periods.iter().map(|period| (period.from, period.to)).collect();
    let holding = move |day: NaiveDate| ends.iter().find(|(_, to)| day <= *to).or(ends.last()).map(|(_, to)| *to);
    // A figure above opens the period that it stands in.
    Effect::new(move |before: Option<Option<NaiveDate>>| {
        let asked = subject.address.get("period").and_then(|day| day.parse::<NaiveDate>().ok());
        if let Some(day) = asked.filter(|_| before != Some(asked)) {
            let to = holding(day);
            open.set(to);
            if let Some(to) = to {
                request_animation_frame(move || {
                    browser::focus(&button_id(to));
                });
            }
        }
        asked
    });
    let heads = if capitalised {
        vec![
            (t!(books.column.interest), false),
            (t!(books.column.paid), false),
            (t!(books.column.liability), true),
            (t!(books.current), false),
            (t!(books.column.depreciation), false),
            (t!(books.column.asset), true),
            (t!(books.column.expense), false),
        ]
    } else {
        vec![(t!(books.column.paid), true), (t!(books.column.expense), true), (t!(books.column.deferral), true)]
    };
    let columns = heads.len() + 1;
    let rows = periods
        .into_iter()
        .map(|period| {
            let is_now = period.from <= day && day <= period.to;
            let name = title(&period, span, year_ends);
            view! { <Period book=book.clone() period name capitalised is_now open columns /> }
        })
        .collect_view();
    let caption: String = t!(
        books.schedule_caption,
        currency = subject.currency.get_untracked().map(|currency| currency.code()).unwrap_or_default()
    );
    let label = caption.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table class="table pinned plan-table books-schedule">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(books.column.period)}</th>
                        {heads.into_iter().map(|(head, kept)| view! { <th scope="col" class="number" class:wide=!kept>{head}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn button_id(to: NaiveDate) -> String {
    format!("books-period-{to}")
}

#[component]
fn Period(
    book: Arc<BookCalculation>,
    period: BookPeriod,
    name: String,
    capitalised: bool,
    /// The day asked about lies in it.
    is_now: bool,
    open: RwSignal<Option<NaiveDate>>,
    columns: usize,
) -> impl IntoView {
    let to = period.to;
    let is_open = Memo::new(move |_| open.get() == Some(to));
    let turn = move |_| open.update(|open| *open = if *open == Some(to) { None } else { Some(to) });
    let detail_id = format!("books-detail-{to}");
    let controls = detail_id.clone();
    let movement = period.movement;
    let (liability, asset) = (movement.liability, movement.asset);
    let cells = if capitalised {
        vec![
            (some(liability.map(|moved| moved.interest)), false),
            (written(movement.cash), false),
            (some(liability.map(|moved| moved.closing)), true),
            (written(period.current), false),
            (some(asset.map(|moved| moved.depreciation)), false),
            (some(asset.map(|moved| moved.closing)), true),
            (written(movement.expense), false),
        ]
    } else {
        vec![
            (written(movement.cash), true),
            (written(movement.expense), true),
            (some(movement.deferral.map(|moved| moved.closing)), true),
        ]
    };
    let label = t!(books.open_period, period = &name);
    view! {
        <tr class:open=move || is_open.get() class:books-now=is_now>
            <th scope="row">
                <button type="button" class="plan-open" id=button_id(to) on:click=turn aria-controls=controls
                    aria-expanded=move || is_open.get().to_string() aria-label=label>
                    <IconView icon=Icon::ChevronRight />{name}
                </button>
            </th>
            {cells.into_iter().map(|(cell, kept)| view! { <td class="number" class:wide=!kept>{cell}</td> }).collect_view()}
        </tr>
        {move || is_open.get().then(|| {
            let rows = book.rows.iter().filter(|row| period.from <= row.on && row.on <= period.to).copied().collect();
            view! {
                <tr class="plan-detail" id=detail_id.clone()>
                    <td colspan=columns>
                        <p>{t!(books.from_to, from = format::date_long(period.from), to = format::date_long(period.to))}</p>
                        <Formula lines=figures::formulas(&period.movement) />
                        {rate_in(&book, &period).map(|text| view! { <p>{text}</p> })}
                        <div class="books-rows-scroll" tabindex="0" role="region" aria-label=t!(books.rows)><PeriodRows rows capitalised /></div>
                    </td>
                </tr>
            }
        })}
    }
}

/// The rate that the interest of a period was reckoned with.
fn rate_in(book: &BookCalculation, period: &BookPeriod) -> Option<String> {
    period.movement.liability.filter(|moved| moved.interest.minor() != 0)?;
    let rate = book.policies.discount_rates.iter().rev().find(|rate| rate.from <= period.to)?;
    Some(t!(
        books.rate_in,
        rate = format::decimal(rate.interval_percent.fraction() * 100.0, 8),
        interval = crate::features::agreements::words::per_interval(rate.interval_months),
        yearly = format::decimal(rate.effective_percent.fraction() * 100.0, 4)
    ))
}

fn sheet(book: &BookCalculation, span: Span, currency: &str) -> Sheet {
    let money = |head: &str| format!("{head} ({currency})");
    let headers = vec![
        t!(books.from).to_owned(),
        t!(books.to).to_owned(),
        money(t!(books.opening_liability)),
        money(t!(books.recognised)),
        money(t!(books.column.interest)),
        money(t!(books.column.paid)),
        money(t!(books.remeasured)),
        money(t!(books.derecognised)),
        money(t!(books.exchange)),
        money(t!(books.column.liability)),
        money(t!(books.current)),
        money(t!(books.noncurrent)),
        money(t!(books.opening_asset)),
        money(t!(books.column.depreciation)),
        money(t!(books.impairment)),
        money(t!(books.column.asset)),
        money(t!(books.column.expense)),
        money(t!(books.cash)),
        money(t!(books.column.deferral)),
    ];
    let some = |amount: Option<shared::money::Amount>| Cell::some(amount, |amount| Cell::amount(amount.minor()));
    let row = |period: &BookPeriod| {
        let moved = period.movement;
        let (liability, asset) = (moved.liability, moved.asset);
        vec![
            Cell::Day(period.from),
            Cell::Day(period.to),
            some(liability.map(|l| l.opening)),
            some(liability.map(|l| l.recognised)),
            some(liability.map(|l| l.interest)),
            some(liability.map(|l| l.paid)),
            some(liability.map(|l| l.remeasured)),
            some(liability.map(|l| l.derecognised)),
            some(liability.map(|l| l.exchange)),
            some(liability.map(|l| l.closing)),
            some(liability.map(|_| period.current)),
            some(liability.map(|_| period.noncurrent)),
            some(asset.map(|a| a.opening)),
            some(asset.map(|a| a.depreciation)),
            some(asset.map(|a| a.impairment)),
            some(asset.map(|a| a.closing)),
            Cell::amount(moved.expense.minor()),
            Cell::amount(moved.cash.minor()),
            some(moved.deferral.map(|d| d.closing)),
        ]
    };
    let periods = gather(&book.periods, span, book.policies.policy.fiscal_year_ends);
    Sheet { name: t!(books.schedule).to_owned(), headers, rows: periods.iter().map(row).collect() }
}
