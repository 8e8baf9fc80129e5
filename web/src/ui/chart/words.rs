//! What the chart says in words: units, read-outs and the table of the same figures.

use super::axis::Magnitude;
use super::data::{ChartData, Knowledge};
use crate::files::{Cell, Sheet};
use crate::format;
use crate::t;

/// `miljoner kr`, at the top of the value axis.
pub(super) fn unit(magnitude: Magnitude, currency: &str) -> String {
    let sign = format::currency_sign(currency);
    match magnitude {
        Magnitude::Ones => sign,
        Magnitude::Thousands => t!(chart.thousands, unit = sign),
        Magnitude::Millions => t!(chart.millions, unit = sign),
    }
}

pub(super) fn money(data: &ChartData, value: f64) -> String {
    format::whole_money((value * 100.0).round() as i64, &data.currency)
}

/// `1 234 kr`, `1 234 kr, delvis` or `okänd`.
pub(super) fn value(data: &ChartData, value: f64, knowledge: Knowledge) -> String {
    qualified(money(data, value), knowledge)
}

pub(super) fn total(data: &ChartData, point: usize) -> String {
    value(data, data.total(point), data.knowledge(point))
}

pub(super) fn qualified(amount: String, knowledge: Knowledge) -> String {
    match knowledge {
        Knowledge::Known => amount,
        Knowledge::Partly => t!(chart.partly, value = amount),
        Knowledge::Unknown => t!(chart.unknown).to_owned(),
    }
}

/// One point in one breath, for those who hear the chart.
pub(super) fn sentence(data: &ChartData, point: usize) -> String {
    let Some(day) = data.days.get(point) else { return String::new() };
    let mut parts = vec![format::date_long(*day)];
    if data.is_forecast(point) {
        parts.push(t!(chart.forecast).to_owned());
    }
    if data.has_total() {
        parts.push(t!(chart.total_is, value = total(data, point)));
    }
    for series in &data.series {
        let value = value(data, series.value(point), series.knowledge(point));
        parts.push(t!(chart.series_is, label = &series.label, value = value));
    }
    parts.extend(data.remark(point).map(str::to_owned));
    parts.join(", ")
}

impl ChartData {
    pub(super) fn has_total(&self) -> bool {
        self.series.len() > 1
    }
}

pub(super) fn sheet(data: &ChartData) -> Sheet {
    let mut headers = vec![t!(chart.day).to_owned()];
    headers.extend(data.series.iter().map(|series| format!("{} ({})", series.label, data.currency)));
    if data.has_total() {
        headers.push(format!("{} ({})", t!(chart.total), data.currency));
    }
    if data.today.is_some() {
        headers.push(t!(chart.nature).to_owned());
    }
    let unknown = data.series.iter().any(|series| series.unknown.iter().any(|count| *count > 0));
    if unknown {
        headers.push(t!(chart.unknown_agreements).to_owned());
    }
    let minor = |value: f64| Cell::amount((value * 100.0).round() as i64);
    let rows = data.days.iter().enumerate().map(|(point, day)| {
        let mut row = vec![Cell::Day(*day)];
        // What is unknown is left empty: a zero would be added up and drawn.
        let cell = |value: f64, knowledge: Knowledge| match knowledge {
            Knowledge::Unknown => Cell::Empty,
            Knowledge::Known | Knowledge::Partly => minor(value),
        };
        row.extend(data.series.iter().map(|series| cell(series.value(point), series.knowledge(point))));
        if data.has_total() {
            row.push(cell(data.total(point), data.knowledge(point)));
        }
        if data.today.is_some() {
            row.push(Cell::text(nature(data, point)));
        }
        if unknown {
            row.push(Cell::count(data.series.iter().filter_map(|series| series.unknown.get(point)).sum::<u32>()));
        }
        row
    });
    Sheet { name: data.title.clone(), headers, rows: rows.collect() }
}

pub(super) fn nature(data: &ChartData, point: usize) -> &'static str {
    if data.is_forecast(point) { t!(chart.forecast) } else { t!(chart.history) }
}
