//! Where the names of the days to know stand: on the line of the axis's unit where they have room, else on lines below.

use chrono::NaiveDate;

use super::data::ChartData;
use super::marks::{Anchor, Plot, Scale, unit};
use crate::format;
use crate::t;

/// Base of the first line of labels.
pub(super) const LABEL_LINE: f64 = 18.0;
pub(super) const LABEL_HEIGHT: f64 = 15.0;
/// Width of a letter, near enough to tell whether a label has room.
const LETTER: f64 = 7.0;
const GAP: f64 = 6.0;
/// The unit of the axis and two days never need more.
const MOST_LINES: usize = 3;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct DayLabel {
    pub x: f64,
    pub text: String,
    pub anchor: Anchor,
    /// From the top.
    pub line: usize,
}

impl DayLabel {
    fn extent(&self) -> (f64, f64) {
        let width = width(&self.text);
        match self.anchor {
            Anchor::Start => (self.x, self.x + width),
            Anchor::Middle => (self.x - width / 2.0, self.x + width / 2.0),
            Anchor::End => (self.x - width, self.x),
        }
    }
}

fn width(text: &str) -> f64 {
    text.chars().count() as f64 * LETTER
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct DayLabels {
    pub labels: Vec<DayLabel>,
}

impl DayLabels {
    pub fn new(data: &ChartData, plot: Plot) -> Self {
        let scale = Scale::new(data, plot);
        let days = days(data).into_iter().map(|(day, text)| (scale.x(day), text)).collect();
        Self { labels: placed(days, width(&unit(&scale.axis, data)), plot) }
    }

    /// Of the lines below the first.
    pub fn extra_height(&self) -> f64 {
        let last = self.labels.iter().map(|label| label.line).max().unwrap_or_default();
        last as f64 * LABEL_HEIGHT
    }
}

/// Today, and the day that is asked about where that is another; those outside the chart are left out.
fn days(data: &ChartData) -> Vec<(NaiveDate, String)> {
    let (Some(today), Some(from), Some(to)) = (data.today, data.days.first(), data.days.last()) else {
        return Vec::new();
    };
    let asked = data.asked.filter(|asked| *asked != today).map(|asked| (asked, format::date_long(asked)));
    let all = std::iter::once((today, t!(chart.today).to_owned())).chain(asked);
    all.filter(|(day, _)| day >= from && day <= to).collect()
}

/// The fewest lines on which every label can be read; among those, each beside its own day and away from the other.
fn placed(days: Vec<(f64, String)>, unit: f64, plot: Plot) -> Vec<DayLabel> {
    let candidates = |at: usize, lines: usize| {
        let (x, text) = days.get(at).cloned().unwrap_or_default();
        let other = days.get(1 - at.min(1)).filter(|_| days.len() > 1).map(|(other, _)| *other);
        let anchors = match other {
            None => [Anchor::Middle, Anchor::Start, Anchor::End],
            Some(other) if other < x => [Anchor::Start, Anchor::End, Anchor::Middle],
            Some(_) => [Anchor::End, Anchor::Start, Anchor::Middle],
        };
        let every = anchors.into_iter().flat_map(move |anchor| (0..lines).map(move |line| (anchor, line)));
        every.map(move |(anchor, line)| DayLabel { x, text: text.clone(), anchor, line })
    };
    let fits = |label: &DayLabel| {
        let (left, right) = label.extent();
        left >= 0.0 && right <= plot.width && (label.line > 0 || left >= unit + GAP)
    };
    for lines in 1..=MOST_LINES {
        for first in candidates(0, lines).filter(fits) {
            if days.len() < 2 {
                return vec![first];
            }
            let second = candidates(1, lines).filter(fits).find(|second| are_apart(&first, second));
            if let Some(second) = second {
                return vec![first, second];
            }
        }
    }
    let last = |(at, (x, text)): (usize, &(f64, String))| {
        let anchor = if *x > plot.width / 2.0 { Anchor::End } else { Anchor::Start };
        DayLabel { x: *x, text: text.clone(), anchor, line: at + 1 }
    };
    days.iter().enumerate().map(last).collect()
}

/// Neither label stands on the other, nor in the line from the other's name down to its day.
fn are_apart(a: &DayLabel, b: &DayLabel) -> bool {
    let ((a_left, a_right), (b_left, b_right)) = (a.extent(), b.extent());
    let crosses = |line: &DayLabel, (left, right): (f64, f64)| line.x > left - 2.0 && line.x < right + 2.0;
    match a.line.cmp(&b.line) {
        std::cmp::Ordering::Equal => a_right + GAP <= b_left || b_right + GAP <= a_left,
        std::cmp::Ordering::Less => !crosses(a, (b_left, b_right)),
        std::cmp::Ordering::Greater => !crosses(b, (a_left, a_right)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: f64 = 84.0;
    const NAMES: [&str; 2] = ["i dag", "31 december 2025"];

    fn place(days: &[f64], width: f64) -> Vec<DayLabel> {
        let named = days.iter().zip(NAMES).map(|(x, name)| (*x, name.to_owned())).collect();
        placed(named, UNIT, Plot::new(width, 200.0))
    }

    fn lines(labels: &[DayLabel]) -> Vec<(usize, Anchor)> {
        labels.iter().map(|label| (label.line, label.anchor)).collect()
    }

    #[test]
    fn with_room_all_stand_on_one_line() {
        assert_eq!(lines(&place(&[300.0], 700.0)), [(0, Anchor::Middle)]);
        assert_eq!(lines(&place(&[400.0, 300.0], 700.0)), [(0, Anchor::Start), (0, Anchor::End)]);
    }

    #[test]
    fn a_day_under_the_unit_goes_to_the_line_below() {
        assert_eq!(lines(&place(&[60.0], 300.0)), [(1, Anchor::Middle)]);
    }

    #[test]
    fn wherever_the_days_are_nothing_stands_on_anything() {
        for width in [260.0, 300.0, 340.0, 700.0] {
            for today in 48..(width as i32 - 12) {
                for asked in (48..(width as i32 - 12)).step_by(7).filter(|asked| (asked - today).abs() > 3) {
                    let labels = place(&[f64::from(today), f64::from(asked)], width);
                    let [first, second] = labels.as_slice() else { panic!("two labels") };
                    assert!(are_apart(first, second), "{today} and {asked} of {width}: {labels:?}");
                    for label in &labels {
                        let (left, right) = label.extent();
                        assert!(left >= 0.0 && right <= width, "{today} and {asked} of {width}: {labels:?}");
                        assert!(label.line > 0 || left > UNIT, "{today} and {asked} of {width}: {labels:?}");
                    }
                }
            }
        }
    }
}
