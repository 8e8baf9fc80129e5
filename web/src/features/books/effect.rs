//! What something would do to the books, before it is recorded: old, new, the difference, and what is posted.

use leptos::prelude::*;
use shared::books::{BookEffect, BookPeriodEffect, BookPreview};
use shared::money::Amount;

use super::figures::{period_name, written};
use super::journal::Voucher;
use super::words;
use crate::format;
use crate::t;
use crate::ui::disclosure::Disclosure;

#[component]
pub fn Effect(preview: BookPreview) -> impl IntoView {
    let day = format::date_long(preview.as_of);
    view! {
        <section class="books-effect" aria-label=t!(books.effect.title)>
            <h3>{t!(books.effect.title)}</h3>
            <p class="books-note">{t!(books.effect.lead, day = day)}</p>
            {preview.books.is_empty().then(|| view! { <p>{t!(books.effect.no_books)}</p> })}
            {preview.books.into_iter().map(|book| view! { <OfBook book /> }).collect_view()}
        </section>
    }
}

#[component]
fn OfBook(book: BookEffect) -> impl IntoView {
    let minus = |after: Amount, before: Amount| Amount::from_minor(after.minor() - before.minor()).unwrap_or_default();
    let line = |name: &'static str, before: Amount, after: Amount| {
        (before.minor() != 0 || after.minor() != 0).then(|| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{written(before)}</td>
                    <td class="number">{written(after)}</td>
                    <td class="number">{signed(minus(after, before))}</td>
                </tr>
            }
        })
    };
    let name = words::framework(book.framework);
    let (before, after) = (&book.before, &book.after);
    let findings: Vec<_> = after
        .findings
        .iter()
        .map(|finding| view! { <li>{words::found(finding.code, finding.on, finding.found_on)}" "{words::remedy(finding.remedy)}</li> })
        .collect();
    let vouchers = (!book.journal.is_empty() || !book.withdrawn.is_empty()).then(|| {
        let posted = book.journal.iter().cloned().map(|voucher| view! { <Voucher voucher /> }).collect_view();
        let gone = (!book.withdrawn.is_empty()).then(|| {
            let gone = book.withdrawn.iter().cloned().map(|voucher| view! { <Voucher voucher /> }).collect_view();
            view! {
                <p>{t!(books.effect.withdrawn)}</p>
                <table class="table books-journal">{heads()}{gone}</table>
            }
        });
        view! {
            <h4>{t!(books.effect.journal)}</h4>
            <table class="table books-journal">{heads()}{posted}</table>
            {gone}
        }
    });
    let changed = |period: &&BookPeriodEffect| {
        let difference = period.difference;
        [difference.liability, difference.asset, difference.expense, difference.cash].iter().any(|a| a.minor() != 0)
    };
    let periods: Vec<BookPeriodEffect> = book.periods.iter().filter(changed).copied().collect();
    let periods = StoredValue::new(periods);
    view! {
        <div class="books-effect-book">
            <h4>{format!("{name} – {}", words::treatment(after.treatment))}</h4>
            {(!findings.is_empty()).then(|| view! { <ul class="books-findings">{findings}</ul> })}
            <table class="table books-effect-table">
                <caption class="visually-hidden">{name}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!(books.column.what)}</span></th>
                        <th scope="col" class="number">{t!(ui.diff.before)}</th>
                        <th scope="col" class="number">{t!(ui.diff.after)}</th>
                        <th scope="col" class="number">{t!(books.effect.difference)}</th>
                    </tr>
                </thead>
                <tbody>
                    {line(t!(books.column.liability), before.liability, after.liability)}
                    {line(t!(books.column.asset), before.asset, after.asset)}
                    {line(t!(books.column.deferral), before.deferral, after.deferral)}
                </tbody>
            </table>
            {vouchers}
            <Disclosure summary=t!(books.effect.periods)>
                <div class="table-scroll" tabindex="0" role="region" aria-label=t!(books.effect.periods)>
                    <table class="table books-effect-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(books.column.period)}</th>
                                <th scope="col" class="number">{t!(books.column.liability)}</th>
                                <th scope="col" class="number">{t!(books.column.asset)}</th>
                                <th scope="col" class="number">{t!(books.column.expense)}</th>
                                <th scope="col" class="number">{t!(books.column.paid)}</th>
                            </tr>
                        </thead>
                        <tbody>{periods.get_value().into_iter().map(period).collect_view()}</tbody>
                    </table>
                </div>
            </Disclosure>
        </div>
    }
}

fn heads() -> impl IntoView {
    view! {
        <thead>
            <tr>
                <th scope="col">{t!(books.column.account)}</th>
                <th scope="col" class="number">{t!(books.debit)}</th>
                <th scope="col" class="number">{t!(books.credit)}</th>
            </tr>
        </thead>
    }
}

fn period(period: BookPeriodEffect) -> impl IntoView {
    let difference = period.difference;
    let cells = [difference.liability, difference.asset, difference.expense, difference.cash]
        .map(|amount| view! { <td class="number">{signed(amount)}</td> })
        .collect_view();
    view! { <tr><th scope="row">{period_name(period.from, period.to)}</th>{cells}</tr> }
}

/// `+1 234,00`: a difference says which way it goes.
fn signed(amount: Amount) -> String {
    let sign = if amount.minor() > 0 { "+" } else { "" };
    format!("{sign}{}", written(amount))
}
