//! What a chart shows, free of pixels and of the browser.

use chrono::NaiveDate;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Bands on top of each other; their edge is straight between the points.
    StackedArea,
    /// Bars on top of each other.
    StackedBars,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub label: String,
    /// In whole units of the chart's currency, one for each point.
    pub values: Vec<f64>,
    /// How many are not in the value of each point because theirs is unknown. Empty where all is known.
    pub unknown: Vec<u32>,
}

/// What the value of a series at a point is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Knowledge {
    Known,
    /// Something is missing in the value.
    Partly,
    /// Nothing of it is known; its zero is not nothing.
    Unknown,
}

impl Series {
    pub fn known(label: String, values: Vec<f64>) -> Self {
        Self { label, values, unknown: Vec::new() }
    }

    pub fn value(&self, point: usize) -> f64 {
        self.values.get(point).copied().unwrap_or_default()
    }

    pub fn knowledge(&self, point: usize) -> Knowledge {
        match self.unknown.get(point) {
            None | Some(0) => Knowledge::Known,
            Some(_) if self.value(point) == 0.0 => Knowledge::Unknown,
            Some(_) => Knowledge::Partly,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ChartData {
    /// Names the chart for those who do not see it, and heads its table.
    pub title: String,
    pub shape: Shape,
    /// Code of the currency that the values are in.
    pub currency: String,
    /// Rising.
    pub days: Vec<NaiveDate>,
    pub series: Vec<Series>,
    /// Points after this day are a forecast.
    pub today: Option<NaiveDate>,
    /// The day that is asked about; marked where it is another than today.
    pub asked: Option<NaiveDate>,
    /// Something to say about a point, beside its values. Empty, or one for each point.
    pub remarks: Vec<Option<String>>,
}

impl ChartData {
    pub fn is_empty(&self) -> bool {
        self.days.is_empty() || self.series.is_empty()
    }

    pub fn total(&self, point: usize) -> f64 {
        self.series.iter().map(|series| series.value(point)).sum()
    }

    /// Of the sum of all series.
    pub fn knowledge(&self, point: usize) -> Knowledge {
        let all = |wanted| self.series.iter().all(|series| series.knowledge(point) == wanted);
        if all(Knowledge::Known) {
            Knowledge::Known
        } else if self.total(point) == 0.0 {
            Knowledge::Unknown
        } else {
            Knowledge::Partly
        }
    }

    pub fn highest(&self) -> f64 {
        (0..self.days.len()).map(|point| self.total(point)).fold(0.0, f64::max)
    }

    pub fn is_forecast(&self, point: usize) -> bool {
        match (self.today, self.days.get(point)) {
            (Some(today), Some(day)) => *day > today,
            _ => false,
        }
    }

    /// The last point that is no forecast; the forecast's line begins in it.
    pub fn last_of_history(&self) -> Option<usize> {
        let today = self.today?;
        self.days.iter().rposition(|day| *day <= today)
    }

    pub fn remark(&self, point: usize) -> Option<&str> {
        self.remarks.get(point)?.as_deref()
    }
}

/// Keeps the largest series and adds the others up, so that a company with eighty lessors still gets a readable chart.
pub fn gather_small(series: Vec<Series>, most: usize, rest: &str) -> Vec<Series> {
    if series.len() <= most {
        return series;
    }
    let mut series = series;
    let weight = |series: &Series| series.values.iter().sum::<f64>();
    series.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let small = series.split_off(most.saturating_sub(1));
    let points = small.iter().map(|series| series.values.len()).max().unwrap_or(0);
    let sum = |point: usize| small.iter().map(|series| series.value(point)).sum();
    let missed = |point: usize| small.iter().filter_map(|series| series.unknown.get(point)).sum();
    series.push(Series {
        label: rest.to_owned(),
        values: (0..points).map(sum).collect(),
        unknown: (0..points).map(missed).collect(),
    });
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(label: &str, values: &[f64]) -> Series {
        Series { label: label.to_owned(), values: values.to_vec(), unknown: vec![0; values.len()] }
    }

    fn data(series: Vec<Series>, days: &[&str], today: Option<&str>) -> ChartData {
        ChartData {
            title: String::new(),
            shape: Shape::StackedArea,
            currency: "SEK".to_owned(),
            days: days.iter().map(|text| day(text)).collect(),
            series,
            today: today.map(day),
            asked: None,
            remarks: Vec::new(),
        }
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn small_series_are_added_up_and_nothing_is_lost() {
        let all = vec![series("a", &[1.0, 1.0]), series("b", &[9.0, 9.0]), series("c", &[2.0, 3.0])];
        let gathered = gather_small(all, 2, "rest");
        assert_eq!(gathered, [series("b", &[9.0, 9.0]), series("rest", &[3.0, 4.0])]);
    }

    #[test]
    fn the_forecast_begins_after_today() {
        let all = vec![series("a", &[3.0, 2.0, 1.0]), series("b", &[1.0, 5.0, 1.0])];
        let data = data(all, &["2026-10-31", "2026-11-22", "2026-11-30"], Some("2026-11-22"));
        assert_eq!(data.last_of_history(), Some(1));
        assert!(!data.is_forecast(1) && data.is_forecast(2));
        assert_eq!(data.highest(), 7.0);
    }
    #[test]
    fn an_unknown_zero_is_told_from_nothing() {
        let unknown = Series { unknown: vec![2, 1, 0], ..series("a", &[0.0, 3.0, 0.0]) };
        let knowledge = [0, 1, 2].map(|point| unknown.knowledge(point));
        assert_eq!(knowledge, [Knowledge::Unknown, Knowledge::Partly, Knowledge::Known]);

        let days = ["2026-10-31", "2026-11-30", "2026-12-31"];
        let alone = data(vec![unknown.clone()], &days, None);
        assert_eq!([0, 1, 2].map(|point| alone.knowledge(point)), knowledge);
        let both = data(vec![unknown, series("b", &[1.0, 1.0, 1.0])], &days, None);
        assert_eq!(both.knowledge(0), Knowledge::Partly);
        let gathered = gather_small(both.series, 1, "rest");
        assert_eq!(gathered.first().map(|rest| rest.unknown.clone()), Some(vec![2, 1, 0]));
    }
}
