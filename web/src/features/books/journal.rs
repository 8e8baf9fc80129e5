//! The vouchers of a book, a fiscal year at a time, by what each account is for.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;
use shared::books::{BookCalculation, BookFramework, BookVoucher};
use shared::money::Amount;

use super::period::{fiscal_year, plus};
use super::{Subject, figures, words};
use crate::files::{self, Cell, Format, Sheet};
use crate::format;
use crate::t;
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuItem, Popover};
use crate::ui::select::Select;

#[component]
pub fn Journal(subject: Subject, book: Arc<BookCalculation>, framework: BookFramework) -> impl IntoView {
    let year_ends = book.policies.policy.fiscal_year_ends;
    let years: BTreeSet<i32> = book.journal.iter().map(|voucher| fiscal_year(voucher.on, year_ends)).collect();
    let asked = fiscal_year(book.balances.as_of, year_ends);
    let first = years.iter().copied().find(|year| *year >= asked).or(years.last().copied());
    let Some(first) = first else {
        return view! {
            <div class="section">
                <h3>{t!(books.journal)}</h3>
                <p class="books-empty">{t!(books.no_vouchers)}</p>
            </div>
        }
        .into_any();
    };
    let year = RwSignal::new(first);
    let options: Vec<(String, String)> =
        years.into_iter().map(|year| (year.to_string(), t!(books.fiscal_year, year = year.to_string()))).collect();
    let choose = move |chosen: String| {
        if let Ok(chosen) = chosen.parse() {
            year.set(chosen);
        }
    };
    let kept = StoredValue::new(book);
    let of_year = move |wanted: i32| {
        kept.with_value(|book| {
            book.journal
                .iter()
                .filter(|voucher| fiscal_year(voucher.on, year_ends) == wanted)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let currency = move || subject.currency.get_untracked().map(|currency| currency.code()).unwrap_or_default();
    let save = move |format: Format| {
        let year = year.get_untracked();
        let stem = format!("{}-{}-{year}", t!(books.journal_file), words::code(framework));
        files::save_sheet(&stem, &sheet(&of_year(year), currency()), format);
    };
    let caption = move || t!(books.journal_caption, year = year.get().to_string(), currency = currency());
    view! {
        <div class="section">
            <div class="books-head">
                <h3>{t!(books.journal)}</h3>
                <Select label=t!(books.year_label).to_owned() value=Signal::derive(move || year.get().to_string()) on_change=choose options=Signal::stored(options) />
                <Popover align=Align::End button=|| view! { <IconView icon=Icon::Download /><span>{t!(agreement_list.export.button)}</span> }>
                    <MenuItem on_press=move || save(Format::Xlsx)>{t!(agreement_list.export.xlsx)}</MenuItem>
                    <MenuItem on_press=move || save(Format::Csv)>{t!(agreement_list.export.csv)}</MenuItem>
                </Popover>
            </div>
            <div class="table-scroll books-journal-scroll" tabindex="0" role="region" aria-label=caption>
                <table class="table books-journal">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(books.column.account)}</th>
                            <th scope="col" class="number">{t!(books.debit)}</th>
                            <th scope="col" class="number">{t!(books.credit)}</th>
                        </tr>
                    </thead>
                    {move || of_year(year.get()).into_iter().map(|voucher| view! { <Voucher voucher /> }).collect_view()}
                </table>
            </div>
        </div>
    }
    .into_any()
}

/// One voucher: its day and what it is about, then its lines.
#[component]
pub fn Voucher(voucher: BookVoucher) -> impl IntoView {
    let sum = |of: fn(&shared::books::BookVoucherLine) -> Option<Amount>| {
        voucher.lines.iter().filter_map(of).fold(Amount::ZERO, plus)
    };
    let balanced = sum(|line| line.debit) == sum(|line| line.credit);
    let debits_first = || {
        let lines = voucher.lines.iter();
        lines.clone().filter(|line| line.credit.is_none()).chain(lines.filter(|line| line.credit.is_some()))
    };
    let cell = |amount: Option<Amount>| amount.map(figures::written).unwrap_or_default();
    view! {
        <tbody>
            <tr class="books-voucher">
                <th scope="rowgroup" colspan="3">
                    <span class="number-start">{format::date(voucher.on)}</span>
                    {format!(" {}", words::entry(voucher.entry))}
                    {(!balanced).then(|| view! { <span class="books-unbalanced">{t!(books.unbalanced)}</span> })}
                </th>
            </tr>
            {debits_first().map(|line| view! {
                <tr>
                    <td class:books-credit=line.credit.is_some()>{words::role(line.role)}</td>
                    <td class="number">{cell(line.debit)}</td>
                    <td class="number">{cell(line.credit)}</td>
                </tr>
            }).collect_view()}
        </tbody>
    }
}

fn sheet(vouchers: &[BookVoucher], currency: &str) -> Sheet {
    let headers = vec![
        t!(books.voucher).to_owned(),
        t!(books.column.day).to_owned(),
        t!(books.column.what).to_owned(),
        t!(books.column.account).to_owned(),
        format!("{} ({currency})", t!(books.debit)),
        format!("{} ({currency})", t!(books.credit)),
    ];
    let some = |amount: Option<Amount>| Cell::some(amount, |amount| Cell::amount(amount.minor()));
    let rows = vouchers.iter().zip(1_u32..).flat_map(|(voucher, number)| {
        voucher.lines.iter().map(move |line| {
            vec![
                Cell::count(number),
                Cell::Day(voucher.on),
                Cell::text(words::entry(voucher.entry)),
                Cell::text(words::role(line.role)),
                some(line.debit),
                some(line.credit),
            ]
        })
    });
    Sheet { name: t!(books.journal).to_owned(), headers, rows: rows.collect() }
}
