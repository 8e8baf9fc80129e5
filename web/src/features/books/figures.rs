//! Amounts of a book as they are written.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::books::{BookMovement, BookRow};
use shared::money::Amount;

use crate::format;
use crate::t;
use crate::ui::formula::FormulaLine;

/// `1 234,50`; the unit stands in the caption.
pub fn written(amount: Amount) -> String {
    format::amount(amount.minor())
}

/// Nothing is not zero: where the lease is not capitalised it has no liability.
pub fn some(amount: Option<Amount>) -> String {
    amount.map_or_else(|| "–".to_owned(), written)
}

pub fn negative(amount: Amount) -> Amount {
    Amount::from_minor(-amount.minor()).unwrap_or(amount)
}

/// One part of a sum, with the sign it has in it.
type Part = (Amount, bool, &'static str);

/// `1 000,00 + 12,50 ränta − 200,00 betalt`: only what is not zero, after what the sum begins with.
fn sum(opening: Option<Amount>, parts: &[Part]) -> String {
    let mut out = opening.map(written).unwrap_or_default();
    for (amount, adds, name) in parts.iter().filter(|(amount, _, _)| *amount != Amount::ZERO) {
        let sign = if *adds == amount.is_negative() { "−" } else { "+" };
        let size = format::amount(amount.minor().abs());
        let gap = if out.is_empty() { "" } else { " " };
        let sign = if out.is_empty() && sign == "+" { String::new() } else { format!("{sign} ") };
        out.push_str(&format!("{gap}{sign}{size} {name}"));
    }
    out
}

/// How each balance of a period comes about.
pub fn formulas(movement: &BookMovement) -> Vec<FormulaLine> {
    let mut lines = Vec::new();
    let mut line = |label: &str, formula: String, result: Amount| {
        lines.push(FormulaLine { label: label.to_owned(), formula, result: written(result) });
    };
    if let Some(moved) = movement.liability {
        let parts = [
            (moved.recognised, true, t!(books.part.recognised)),
            (moved.interest, true, t!(books.part.interest)),
            (moved.paid, false, t!(books.part.paid)),
            (moved.remeasured, true, t!(books.part.remeasured)),
            (moved.derecognised, false, t!(books.part.derecognised)),
            (moved.exchange, true, t!(books.part.exchange)),
        ];
        line(t!(books.column.liability), sum(Some(moved.opening), &parts), moved.closing);
    }
    if let Some(moved) = movement.asset {
        let parts = [
            (moved.recognised, true, t!(books.part.recognised)),
            (moved.depreciation, false, t!(books.part.depreciation)),
            (moved.remeasured, true, t!(books.part.remeasured)),
            (moved.derecognised, false, t!(books.part.derecognised)),
            (moved.impairment, false, t!(books.part.impairment)),
        ];
        line(t!(books.column.asset), sum(Some(moved.opening), &parts), moved.closing);
    }
    if let Some(moved) = movement.deferral {
        let parts = [(moved.paid, true, t!(books.part.paid)), (moved.cost, false, t!(books.part.cost))];
        line(t!(books.column.deferral), sum(Some(moved.opening), &parts), moved.closing);
    }
    let interest = movement.liability.map(|moved| moved.interest).unwrap_or_default();
    let exchange = movement.liability.map(|moved| moved.exchange).unwrap_or_default();
    let depreciation = movement.asset.map(|moved| moved.depreciation).unwrap_or_default();
    let impairment = movement.asset.map(|moved| moved.impairment).unwrap_or_default();
    // The single cost of an operating lease is not interest and depreciation beside each other.
    let named = [
        (movement.lease_cost, true, t!(books.part.lease_cost)),
        (movement.variable, true, t!(books.part.variable)),
        (movement.outside_term, true, t!(books.part.outside_term)),
        (movement.services, true, t!(books.part.services)),
        (impairment, true, t!(books.part.impairment)),
        (exchange, true, t!(books.part.exchange)),
        (movement.gain, false, t!(books.part.gain)),
    ];
    let split = [(interest, true, t!(books.part.interest)), (depreciation, true, t!(books.part.depreciation))];
    let parts = || split.into_iter().chain(named);
    let comes_to = |parts: &mut dyn Iterator<Item = Part>| {
        parts.map(|(amount, adds, _)| if adds { amount.minor() } else { -amount.minor() }).sum::<i64>()
    };
    let whole = movement.expense.minor();
    let formula = if comes_to(&mut parts()) == whole {
        sum(None, &parts().collect::<Vec<_>>())
    } else if comes_to(&mut named.into_iter()) == whole {
        sum(None, &named)
    } else {
        String::new()
    };
    line(t!(books.column.expense), formula, movement.expense);
    lines
}

/// The rows that a period is the sum of.
#[component]
pub fn PeriodRows(rows: Vec<BookRow>, capitalised: bool) -> impl IntoView {
    let row = move |row: BookRow| {
        let movement = row.movement;
        let cells = if capitalised {
            let (liability, asset) = (movement.liability, movement.asset);
            vec![
                some(liability.map(|moved| moved.interest)),
                written(movement.cash),
                some(liability.map(|moved| moved.closing)),
                some(asset.map(|moved| moved.depreciation)),
                some(asset.map(|moved| moved.closing)),
            ]
        } else {
            let deferral = movement.deferral;
            vec![written(movement.cash), written(movement.expense), some(deferral.map(|moved| moved.closing))]
        };
        view! {
            <tr>
                <th scope="row" class="number-start">{format::date(row.on)}</th>
                <td>{super::words::entry(row.entry)}</td>
                {cells.into_iter().map(|cell| view! { <td class="number">{cell}</td> }).collect_view()}
            </tr>
        }
    };
    let heads = if capitalised {
        vec![
            t!(books.column.interest),
            t!(books.column.paid),
            t!(books.column.liability),
            t!(books.column.depreciation),
            t!(books.column.asset),
        ]
    } else {
        vec![t!(books.column.paid), t!(books.column.expense), t!(books.column.deferral)]
    };
    view! {
        <table class="books-rows">
            <caption>{t!(books.rows)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(books.column.day)}</th>
                    <th scope="col">{t!(books.column.what)}</th>
                    {heads.into_iter().map(|head| view! { <th scope="col" class="number">{head}</th> }).collect_view()}
                </tr>
            </thead>
            <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}

/// `jan.–mars 2026`, and a month by its name. The year stands once where it is the same.
pub fn period_name(from: NaiveDate, to: NaiveDate) -> String {
    use chrono::Datelike;
    let (first, last) = (format::month_short(from), format::month_short(to));
    if from.year() != to.year() {
        format!("{first} – {last}")
    } else if from.month() == to.month() {
        last
    } else {
        format!("{}–{last}", first.replace(&from.year().to_string(), "").trim())
    }
}
