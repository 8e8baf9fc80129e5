//! What the chart says in words: units, read-outs and the table of the same figures.

use super::axis::Magnitude;
use super::data::ChartData;
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

/// One point in one breath, for those who hear the chart.
pub(super) fn sentence(data: &ChartData, point: usize) -> String {
    let Some(day) = data.days.get(point) else { return String::new() };
    let mut parts = vec![format::date_long(*day)];
    if data.is_forecast(point) {
        parts.push(t!(chart.forecast).to_owned());
    }
    if data.has_total() {
        parts.push(t!(chart.total_is, value = money(data, data.total(point))));
    }
    for series in &data.series {
        let value = series.values.get(point).copied().unwrap_or_default();
        parts.push(t!(chart.series_is, label = &series.label, value = money(data, value)));
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
    let minor = |value: f64| Cell::amount((value * 100.0).round() as i64);
    let rows = data.days.iter().enumerate().map(|(point, day)| {
        let mut row = vec![Cell::Day(*day)];
        row.extend(data.series.iter().map(|series| Cell::some(series.values.get(point).copied(), minor)));
        if data.has_total() {
            row.push(minor(data.total(point)));
        }
        if data.today.is_some() {
            row.push(Cell::text(nature(data, point)));
        }
        row
    });
    Sheet { name: data.title.clone(), headers, rows: rows.collect() }
}

pub(super) fn nature(data: &ChartData, point: usize) -> &'static str {
    if data.is_forecast(point) { t!(chart.forecast) } else { t!(chart.history) }
}
