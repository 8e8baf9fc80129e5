//! The debt month by month, history and forecast, split as the reader wishes.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::debt::{DebtSeries, SeriesLine, Split};

use super::api::{self, split_key};
use crate::company::use_company;
use crate::features::agreements::words;
use crate::route::{Address, Page as Place, query_value};
use crate::t;
use crate::ui::chart::{Chart, ChartData, Series, Shape, gather_small};
use crate::ui::empty::Failed;
use crate::ui::select::Segments;
use crate::ui::skeleton::SkeletonLines;

/// Bands that can still be told apart.
const BANDS: usize = 7;

#[component]
pub(super) fn Development(changes: RwSignal<u32>) -> impl IntoView {
    let company = use_company();
    let as_of = company.as_of;
    let address = Address::here();
    let picked_in = company.id;
    let (chosen, choose) = query_value::<String>("split");
    let split = Memo::new(move |_| match chosen.get().as_deref() {
        Some("kind") => Split::Kind,
        Some("lessor") => Split::Lessor,
        Some("currency") => Split::Currency,
        Some("cost_center") => Split::CostCenter,
        _ => Split::None,
    });
    let series = LocalResource::new(move || {
        changes.track();
        let (company, day, split) = (company.clone(), as_of.chosen(), split.get());
        async move { api::series(&company, day, split).await }
    });
    let data = Signal::derive(move || match series.get() {
        Some(Ok(series)) => chart(&series, as_of.chosen()),
        _ => chart_of_nothing(),
    });
    let value = Signal::derive(move || split_key(split.get()).to_owned());
    let options = vec![
        ("none".to_owned(), t!(overview.split.none).to_owned()),
        ("kind".to_owned(), t!(overview.split.kind).to_owned()),
        ("lessor".to_owned(), t!(overview.split.lessor).to_owned()),
        ("currency".to_owned(), t!(overview.split.currency).to_owned()),
        ("cost_center".to_owned(), t!(overview.split.cost_center).to_owned()),
    ];
    // A point opens to the agreements that make up the debt of its day.
    let pick = Callback::new(move |point: usize| {
        let Some(day) = data.with_untracked(|data| data.days.get(point).copied()) else { return };
        let path = Place::Agreements.path(picked_in);
        address.go(format!("{path}?figure=debt&as_of={day}"));
    });
    let change = move |key: String| choose.set(Some(key).filter(|key| key != "none"));
    view! {
        <section class="overview-section">
            <div class="overview-head">
                <h2>{t!(overview.development)}</h2>
                <Segments value on_change=change options=Signal::stored(options) label=t!(overview.split.label) />
            </div>
            {move || series.get().and_then(Result::err).map(|error| view! { <Failed error on_retry=move || series.refetch() /> })}
            <Show when=move || series.get().is_some_and(|series| series.is_ok()) fallback=|| view! { <SkeletonLines /> }>
                <Chart data file_name=t!(overview.development) on_pick=pick />
            </Show>
        </section>
    }
}

fn chart(series: &DebtSeries, asked: Option<NaiveDate>) -> ChartData {
    let lines = series.lines.iter().map(|line| Series {
        label: label(series.split, line),
        values: line.values.iter().map(|value| value.minor() as f64 / 100.0).collect(),
        unknown: line.unknown.clone(),
    });
    let remark = |unknown: &u32| (*unknown > 0).then(|| t!(overview.not_in_chart, n = *unknown));
    ChartData {
        title: t!(overview.development).to_owned(),
        shape: Shape::StackedArea,
        currency: series.base_currency.code().to_owned(),
        days: series.points.clone(),
        series: gather_small(lines.collect(), BANDS, t!(overview.others)),
        today: Some(series.today),
        asked,
        remarks: series.unknown.iter().map(remark).collect(),
    }
}

fn chart_of_nothing() -> ChartData {
    ChartData {
        title: t!(overview.development).to_owned(),
        shape: Shape::StackedArea,
        currency: "SEK".to_owned(),
        days: Vec::new(),
        series: Vec::new(),
        today: None,
        asked: None,
        remarks: Vec::new(),
    }
}

fn label(split: Split, line: &SeriesLine) -> String {
    if let Some(label) = &line.label {
        return label.clone();
    }
    match split {
        Split::None => t!(overview.debt.title).to_owned(),
        Split::Kind => serde_json::from_value(serde_json::Value::String(line.key.clone()))
            .map_or_else(|_| line.key.clone(), |kind| words::kind(kind).to_owned()),
        _ if line.key.is_empty() => t!(overview.none_given).to_owned(),
        _ => line.key.clone(),
    }
}
