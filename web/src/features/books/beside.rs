//! All books beside each other on one day. A column opens to its schedule, a figure to the row it stands in.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::books::{BookCalculation, BookFramework, BookMovement, BookTreatment};
use shared::money::Amount;

use super::period::year_to;
use super::tab::{Found, SHOWN};
use super::{Subject, figures, words};
use crate::t;
use crate::ui::skeleton::Skeleton;
use crate::{format, ui};

/// A line of the comparison.
#[derive(Clone, Copy)]
struct Line {
    name: &'static str,
    /// Part of the line above.
    part: bool,
    of: fn(&BookCalculation, Option<&BookMovement>) -> Option<Amount>,
}

fn capitalised(book: &BookCalculation, amount: Amount) -> Option<Amount> {
    words::is_capitalised(book.treatment).then_some(amount)
}

/// An operating lease has one cost; what it is made of is no interest or depreciation to the reader.
fn split(book: &BookCalculation, amount: Amount) -> Option<Amount> {
    capitalised(book, amount).filter(|_| book.treatment != BookTreatment::Asc842Operating)
}

fn on_the_day() -> [Line; 5] {
    [
        Line {
            name: t!(books.column.liability),
            part: false,
            of: |book, _| capitalised(book, book.balances.liability),
        },
        Line { name: t!(books.current), part: true, of: |book, _| capitalised(book, book.balances.current) },
        Line { name: t!(books.noncurrent), part: true, of: |book, _| capitalised(book, book.balances.noncurrent) },
        Line { name: t!(books.column.asset), part: false, of: |book, _| capitalised(book, book.balances.asset) },
        Line {
            name: t!(books.column.deferral),
            part: false,
            of: |book, _| (!words::is_capitalised(book.treatment)).then_some(book.balances.deferral),
        },
    ]
}

fn this_year() -> [Line; 8] {
    [
        Line {
            name: t!(books.column.interest),
            part: false,
            of: |book, moved| {
                split(book, moved.and_then(|moved| moved.liability).map(|l| l.interest).unwrap_or_default())
            },
        },
        Line {
            name: t!(books.column.depreciation),
            part: false,
            of: |book, moved| {
                split(book, moved.and_then(|moved| moved.asset).map(|a| a.depreciation).unwrap_or_default())
            },
        },
        Line {
            name: t!(books.lease_cost),
            part: false,
            of: |_, moved| moved.map(|moved| moved.lease_cost).filter(|cost| *cost != Amount::ZERO),
        },
        Line {
            name: t!(books.variable),
            part: false,
            of: |_, moved| Some(moved.map(|moved| moved.variable).unwrap_or_default()),
        },
        Line {
            name: t!(books.outside_term),
            part: false,
            of: |_, moved| moved.map(|moved| moved.outside_term).filter(|cost| *cost != Amount::ZERO),
        },
        Line {
            name: t!(books.services),
            part: false,
            of: |_, moved| moved.map(|moved| moved.services).filter(|cost| *cost != Amount::ZERO),
        },
        Line {
            name: t!(books.column.expense),
            part: false,
            of: |_, moved| Some(moved.map(|moved| moved.expense).unwrap_or_default()),
        },
        Line {
            name: t!(books.column.paid),
            part: false,
            of: |_, moved| Some(moved.map(|moved| moved.cash).unwrap_or_default()),
        },
    ]
}

#[component]
pub fn Beside(subject: Subject, found: [Found; SHOWN.len()], chosen: Memo<BookFramework>) -> impl IntoView {
    let as_of = move || subject.company().as_of.date();
    let currency = move || subject.currency.get().map(|currency| currency.code().to_owned()).unwrap_or_default();
    let caption = move || t!(books.beside.caption, day = format::date_long(as_of()), currency = currency());
    let head = move |framework: BookFramework, found: Found| {
        let href = move || {
            let code = (framework != SHOWN[0]).then(|| words::code(framework).to_owned());
            subject.address.with(&[("book", code), ("period", None)])
        };
        let name = if framework == BookFramework::K3LegalEntity {
            t!(books.framework.expensed)
        } else {
            words::framework(framework)
        };
        let below = move || match found.get() {
            Some(Ok(book)) => words::treatment(book.treatment).to_owned(),
            Some(Err(_)) => t!(books.beside.failed).to_owned(),
            None => String::new(),
        };
        view! {
            <th scope="col" class="number" class:chosen=move || chosen.get() == framework>
                <a href=href aria-current=move || (chosen.get() == framework).then_some("true")>{name}</a>
                <span class="books-treatment">{below}</span>
            </th>
        }
    };
    let cell = move |line: Line, framework: BookFramework, found: Found| {
        let text = move || match found.get() {
            None => view! { <Skeleton width_em=4.0 /> }.into_any(),
            Some(Err(_)) => "–".into_any(),
            Some(Ok(book)) => {
                let day = book.balances.as_of;
                let moved = year_to(&book.rows, day, book.policies.policy.fiscal_year_ends);
                match (line.of)(&book, moved.as_ref()) {
                    None => view! { <span class="books-none">"–"</span> }.into_any(),
                    Some(amount) => {
                        view! { <a href=opened(subject, framework, day)>{figures::written(amount)}</a> }.into_any()
                    }
                }
            }
        };
        view! { <td class="number" class:chosen=move || chosen.get() == framework>{text}</td> }
    };
    let row = move |line: Line| {
        view! {
            <tr class:books-part=line.part>
                <th scope="row">{line.name}</th>
                {SHOWN.into_iter().zip(found).map(|(framework, found)| cell(line, framework, found)).collect_view()}
            </tr>
        }
    };
    // The fiscal year is that of the chosen book.
    let year = move || {
        let at = SHOWN.iter().position(|framework| *framework == chosen.get()).unwrap_or_default();
        let ends = found
            .get(at)
            .and_then(|found| found.get())
            .and_then(Result::ok)
            .map_or(12, |book| book.policies.policy.fiscal_year_ends);
        t!(
            books.beside.year,
            year = super::period::fiscal_year(as_of(), ends).to_string(),
            day = format::date_long(as_of())
        )
    };
    let id = ui::fresh_id("books-beside");
    let named_by = id.clone();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-labelledby=named_by>
            <table class="table pinned books-beside">
                <caption id=id>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!(books.column.what)}</span></th>
                        {SHOWN.into_iter().zip(found).map(|(framework, found)| head(framework, found)).collect_view()}
                    </tr>
                </thead>
                <tbody>{on_the_day().into_iter().map(row).collect_view()}</tbody>
                <tbody>
                    <tr class="books-group"><th scope="rowgroup" colspan=SHOWN.len() + 1>{year}</th></tr>
                    {this_year().into_iter().map(row).collect_view()}
                </tbody>
            </table>
        </div>
    }
}

/// The address with the row of a day open in a book's schedule.
fn opened(subject: Subject, framework: BookFramework, day: NaiveDate) -> String {
    let code = (framework != SHOWN[0]).then(|| words::code(framework).to_owned());
    subject.address.with(&[("book", code), ("period", Some(day.to_string()))])
}
