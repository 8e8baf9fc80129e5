use leptos::prelude::*;

use super::data::{ChartData, Knowledge};
use super::marks::PALETTE;
use crate::t;

#[component]
pub(super) fn Legend(data: Signal<ChartData>) -> impl IntoView {
    move || {
        data.with(|data| {
            let items = data.series.iter().enumerate().map(|(n, series)| {
                view! { <li><span class=format!("chart-swatch chart-ink-{}", n % PALETTE + 1)></span>{series.label.clone()}</li> }
            });
            let natures = data.today.is_some().then(|| view! {
                <li><span class="chart-stroke"></span>{t!(chart.history)}</li>
                <li><span class="chart-stroke chart-stroke--dashed"></span>{t!(chart.forecast)}</li>
            });
            let lacks = (0..data.days.len()).any(|point| data.knowledge(point) != Knowledge::Known);
            let partly = lacks.then(|| view! {
                <li><span class="chart-stroke chart-stroke--partly"></span>{t!(chart.partly_known)}</li>
            });
            view! { <ul class="chart-legend">{items.collect_view()}{natures}{partly}</ul> }
        })
    }
}
