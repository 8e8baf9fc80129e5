//! The same figures as a table.

use leptos::prelude::*;

use super::data::ChartData;
use super::words;
use crate::format;
use crate::t;

#[component]
pub(super) fn FigureTable(data: Signal<ChartData>) -> impl IntoView {
    move || {
        data.with(|data| view! {
        <div class="chart-table" tabindex="0" role="region" aria-label=data.title.clone()>
            <table>
                <caption>{t!(chart.table_caption, title = &data.title, currency = &data.currency)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(chart.day)}</th>
                        {data.series.iter().map(|series| view! { <th scope="col" class="num">{series.label.clone()}</th> }).collect_view()}
                        {data.has_total().then(|| view! { <th scope="col" class="num">{t!(chart.total)}</th> })}
                        {data.today.map(|_| view! { <th scope="col">{t!(chart.nature)}</th> })}
                    </tr>
                </thead>
                <tbody>{(0..data.days.len()).map(|point| row(data, point)).collect_view()}</tbody>
            </table>
        </div>
    })
    }
}

fn row(data: &ChartData, point: usize) -> impl IntoView + use<> {
    let amount = |value: f64| format::amount((value * 100.0).round() as i64);
    let cells = data.series.iter().map(|series| {
        let text = words::qualified(amount(series.value(point)), series.knowledge(point));
        view! { <td class="num">{text}</td> }
    });
    view! {
        <tr>
            <th scope="row">{data.days.get(point).map(|day| format::date(*day))}</th>
            {cells.collect_view()}
            {data.has_total().then(|| view! { <td class="num">{words::qualified(amount(data.total(point)), data.knowledge(point))}</td> })}
            {data.today.map(|_| view! { <td>{words::nature(data, point)}</td> })}
        </tr>
    }
}
