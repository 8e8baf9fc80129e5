//! Liability and asset over the term, as pictures.

use std::sync::Arc;

use leptos::prelude::*;
use shared::books::{BookCalculation, BookPeriod};
use shared::money::Amount;

use super::period::{Span, gather};
use super::{Subject, words};
use crate::t;
use crate::today;
use crate::ui::chart::{Chart, ChartData, Series, Shape};

#[component]
pub fn Charts(subject: Subject, book: Arc<BookCalculation>) -> impl IntoView {
    let currency = subject.currency.get_untracked().map(|currency| currency.code().to_owned()).unwrap_or_default();
    let year_ends = book.policies.policy.fiscal_year_ends;
    let months = gather(&book.periods, Span::Month, year_ends);
    let years = gather(&book.periods, Span::Year, year_ends);
    let data = |title: &str, shape: Shape, periods: &[BookPeriod], series: Vec<Series>| ChartData {
        title: title.to_owned(),
        shape,
        currency: currency.clone(),
        days: periods.iter().map(|period| period.to).collect(),
        series,
        today: Some(today::today()),
        asked: Some(book.balances.as_of),
        remarks: Vec::new(),
    };
    let column = |label: &str, periods: &[BookPeriod], of: fn(&BookPeriod) -> Amount| {
        Series::known(label.to_owned(), periods.iter().map(|period| major(of(period))).collect())
    };
    let balance = words::is_capitalised(book.treatment).then(|| {
        data(
            t!(books.column.liability),
            Shape::StackedArea,
            &months,
            vec![
                column(t!(books.noncurrent_part), &months, |period| period.noncurrent),
                column(t!(books.current_part), &months, |period| period.current),
            ],
        )
    });
    let of_interest = |period: &BookPeriod| period.movement.liability.map(|moved| moved.interest).unwrap_or_default();
    let of_depreciation =
        |period: &BookPeriod| period.movement.asset.map(|moved| moved.depreciation).unwrap_or_default();
    let cost = [
        column(t!(books.column.depreciation), &years, of_depreciation),
        column(t!(books.column.interest), &years, of_interest),
        column(t!(books.lease_cost), &years, |period| period.movement.lease_cost),
        column(t!(books.variable), &years, |period| period.movement.variable),
        column(t!(books.outside_term), &years, |period| period.movement.outside_term),
        column(t!(books.services), &years, |period| period.movement.services),
    ];
    let cost: Vec<Series> = cost.into_iter().filter(|series| series.values.iter().any(|value| *value != 0.0)).collect();
    let cost = data(t!(books.cost_by_year), Shape::StackedBars, &years, cost);
    let chart = |data: ChartData, name: &str| {
        let heading = data.title.clone();
        view! {
            <section class="card show-chart">
                <h3>{heading}</h3>
                <Chart data=Signal::stored(data) file_name=name.to_owned() height=200.0 />
            </section>
        }
    };
    let charts = [balance.map(|data| chart(data, "liability")), (!cost.is_empty()).then(|| chart(cost, "cost"))];
    view! { <div class="books-charts">{charts.into_iter().flatten().collect_view()}</div> }
}

/// What a picture can show: nothing lies below its axis.
fn major(amount: Amount) -> f64 {
    (amount.minor() as f64 / 100.0).max(0.0)
}
