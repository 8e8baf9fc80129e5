//! From data to marks at places: what the screen's SVG and the downloaded picture both draw.

use std::fmt::Write;
use std::ops::Range;

use chrono::NaiveDate;

use super::axis::{ValueAxis, day_ticks};
use super::data::{ChartData, Knowledge, Shape};
use super::day_labels::{DayLabels, LABEL_HEIGHT, LABEL_LINE};
use crate::format;

/// What a mark is painted with; each is a class on the screen and a colour token in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Colours of the palette, from 0.
    Series(usize),
    Grid,
    Axis,
    Today,
    Text,
    /// Under points whose values are not the whole.
    Partly,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    Fill { path: String, ink: Ink, forecast: bool },
    Line { path: String, ink: Ink, dashed: bool },
    Label { x: f64, y: f64, text: String, anchor: Anchor, ink: Ink },
}

/// Where the plot lies inside the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plot {
    pub width: f64,
    pub height: f64,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Plot {
    pub fn new(width: f64, height: f64) -> Self {
        Self { width, height, left: 48.0, right: width - 12.0, top: 30.0, bottom: height - 26.0 }
    }
}

pub const PALETTE: usize = 7;

/// The chart as marks, back to front, with what is needed to find a point under the pointer.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub plot: Plot,
    pub marks: Vec<Mark>,
    /// Horizontal place of each point.
    pub places: Vec<f64>,
    /// Vertical place of the top of each point.
    pub tops: Vec<f64>,
}

impl Drawing {
    pub fn new(data: &ChartData, plot: Plot) -> Self {
        let named = DayLabels::new(data, plot);
        let plot = Plot { top: plot.top + named.extra_height(), ..plot };
        let scale = Scale::new(data, plot);
        let places: Vec<f64> = data.days.iter().map(|day| scale.x(*day)).collect();
        let mut pen = Pen { data, plot, scale: &scale, places: &places, marks: Vec::new() };
        pen.value_axis();
        match data.shape {
            Shape::StackedArea => pen.areas(),
            Shape::StackedBars => pen.bars(),
        }
        pen.day_axis();
        pen.unknown_days();
        pen.days_to_know(&named);
        let marks = pen.marks;
        let tops = (0..data.days.len()).map(|point| scale.y(data.total(point))).collect();
        Self { plot, marks, places, tops }
    }

    /// The point nearest to a horizontal place.
    pub fn nearest(&self, x: f64) -> Option<usize> {
        let distance = |place: &f64| (place - x).abs();
        let nearest = self.places.iter().enumerate().min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        nearest.map(|(point, _)| point)
    }
}

pub(super) struct Scale {
    plot: Plot,
    pub(super) axis: ValueAxis,
    from: NaiveDate,
    days: f64,
    /// Room at both ends, so that the first and last bar stay inside.
    inset: f64,
}

impl Scale {
    pub(super) fn new(data: &ChartData, plot: Plot) -> Self {
        let from = data.days.first().copied().unwrap_or_default();
        let to = data.days.last().copied().unwrap_or_default();
        let inset = if data.shape == Shape::StackedBars { bar_width(data, plot) } else { 0.0 };
        Self { plot, axis: ValueAxis::new(data.highest()), from, days: ((to - from).num_days().max(1)) as f64, inset }
    }

    pub(super) fn x(&self, day: NaiveDate) -> f64 {
        let share = (day - self.from).num_days() as f64 / self.days;
        let (left, right) = (self.plot.left + self.inset, self.plot.right - self.inset);
        left + share * (right - left)
    }

    fn y(&self, value: f64) -> f64 {
        self.plot.bottom - value / self.axis.top() * (self.plot.bottom - self.plot.top)
    }
}

pub(super) fn unit(axis: &ValueAxis, data: &ChartData) -> String {
    super::words::unit(axis.magnitude, &data.currency)
}

fn bar_width(data: &ChartData, plot: Plot) -> f64 {
    let room = (plot.right - plot.left) / data.days.len().max(1) as f64;
    (room * 0.7).clamp(1.0, 28.0)
}

struct Pen<'a> {
    data: &'a ChartData,
    plot: Plot,
    scale: &'a Scale,
    places: &'a [f64],
    marks: Vec<Mark>,
}

/// Least distance between two marks of the day axis.
const DAY_LABEL_ROOM: f64 = 64.0;
const UNKNOWN_STRIP: f64 = 4.0;

impl Pen<'_> {
    fn value_axis(&mut self) {
        let axis = &self.scale.axis;
        for tick in &axis.ticks {
            let y = self.scale.y(*tick);
            let ink = if *tick == 0.0 { Ink::Axis } else { Ink::Grid };
            self.marks.push(Mark::Line { path: segment(self.plot.left, y, self.plot.right, y), ink, dashed: false });
            self.marks.push(Mark::Label {
                x: self.plot.left - 8.0,
                y: y + 4.0,
                text: format::decimal(tick / axis.magnitude.factor(), axis.decimals),
                anchor: Anchor::End,
                ink: Ink::Text,
            });
        }
        let text = unit(axis, self.data);
        self.marks.push(Mark::Label { x: 0.0, y: 12.0, text, anchor: Anchor::Start, ink: Ink::Text });
    }

    fn day_axis(&mut self) {
        let (Some(from), Some(to)) = (self.data.days.first(), self.data.days.last()) else { return };
        let most = ((self.plot.right - self.plot.left) / DAY_LABEL_ROOM).max(2.0) as usize;
        for tick in day_ticks(*from, *to, most) {
            let x = self.scale.x(tick.day);
            self.marks.push(Mark::Line {
                path: segment(x, self.plot.bottom, x, self.plot.bottom + 5.0),
                ink: Ink::Axis,
                dashed: false,
            });
            let text = if tick.is_year { tick.day.format("%Y").to_string() } else { format::month_name(tick.day) };
            // A label at the very edge would be cut.
            let anchor = if x > self.plot.right - 20.0 { Anchor::End } else { Anchor::Middle };
            self.marks.push(Mark::Label { x, y: self.plot.bottom + 20.0, text, anchor, ink: Ink::Text });
        }
    }

    /// A strip along the axis under the points that lack something.
    fn unknown_days(&mut self) {
        let lacks = |point: usize| self.data.knowledge(point) != Knowledge::Known;
        for run in runs(0..self.data.days.len(), lacks) {
            let (Some(from), Some(to)) = (self.places.get(run.start), self.places.get(run.end - 1)) else { continue };
            let (from, to) = ((from - 2.0).max(self.plot.left), (to + 2.0).min(self.plot.right));
            let (high, low) = (self.plot.bottom - UNKNOWN_STRIP, self.plot.bottom);
            let path = format!("M{from:.1} {low:.1}V{high:.1}H{to:.1}V{low:.1}Z");
            self.marks.push(Mark::Fill { path, ink: Ink::Partly, forecast: false });
        }
    }

    fn days_to_know(&mut self, named: &DayLabels) {
        for label in &named.labels {
            let (x, y) = (label.x, LABEL_LINE + LABEL_HEIGHT * label.line as f64);
            let path = segment(x, y + 4.0, x, self.plot.bottom);
            self.marks.push(Mark::Line { path, ink: Ink::Today, dashed: false });
            let text = label.text.clone();
            self.marks.push(Mark::Label { x, y, text, anchor: label.anchor, ink: Ink::Today });
        }
    }

    fn areas(&mut self) {
        let points = self.data.days.len();
        let mut floor = vec![0.0; points];
        let split = self.data.last_of_history();
        for (n, series) in self.data.series.iter().enumerate() {
            let ink = Ink::Series(n % PALETTE);
            let top: Vec<f64> = floor
                .iter()
                .enumerate()
                .map(|(p, floor)| floor + series.values.get(p).copied().unwrap_or(0.0))
                .collect();
            // Where nothing is known of it the band has a gap: a slope down to zero would say that nothing was owed.
            let is_known = |point: usize| series.knowledge(point) != Knowledge::Unknown;
            for (range, forecast) in stretches(points, split, self.data.today.is_some()) {
                for range in runs(range, is_known).filter(|range| range.len() > 1) {
                    self.marks.push(Mark::Fill { path: self.band(&floor, &top, range.clone()), ink, forecast });
                    self.marks.push(Mark::Line { path: self.edge(&top, range), ink, dashed: forecast });
                }
            }
            floor = top;
        }
    }

    fn edge(&self, top: &[f64], range: Range<usize>) -> String {
        let mut path = String::new();
        for point in range {
            let (Some(x), Some(value)) = (self.places.get(point), top.get(point)) else { continue };
            let command = if path.is_empty() { 'M' } else { 'L' };
            let _ = write!(path, "{command}{x:.1} {:.1}", self.scale.y(*value));
        }
        path
    }

    fn band(&self, floor: &[f64], top: &[f64], range: Range<usize>) -> String {
        let mut path = self.edge(top, range.clone());
        for point in range.rev() {
            let (Some(x), Some(value)) = (self.places.get(point), floor.get(point)) else { continue };
            let _ = write!(path, "L{x:.1} {:.1}", self.scale.y(*value));
        }
        path.push('Z');
        path
    }

    fn bars(&mut self) {
        let width = bar_width(self.data, self.plot);
        for (point, x) in self.places.iter().enumerate() {
            let forecast = self.data.is_forecast(point);
            let mut floor = 0.0;
            for (n, series) in self.data.series.iter().enumerate() {
                let value = series.values.get(point).copied().unwrap_or(0.0);
                if value <= 0.0 {
                    continue;
                }
                let (low, high) = (self.scale.y(floor), self.scale.y(floor + value));
                let (left, right) = (x - width / 2.0, x + width / 2.0);
                let path = format!("M{left:.1} {low:.1}V{high:.1}H{right:.1}V{low:.1}Z");
                self.marks.push(Mark::Fill { path, ink: Ink::Series(n % PALETTE), forecast });
                floor += value;
            }
        }
    }
}

fn segment(x1: f64, y1: f64, x2: f64, y2: f64) -> String {
    format!("M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}")
}

/// The points of the history and those of the forecast; they share the one where they meet.
fn stretches(points: usize, split: Option<usize>, has_today: bool) -> Vec<(Range<usize>, bool)> {
    let all = match split {
        None => vec![(0..points, has_today)],
        Some(last) => vec![(0..last + 1, false), (last..points, true)],
    };
    all.into_iter().filter(|(range, forecast)| range.len() > usize::from(*forecast)).collect()
}

/// The runs of points in a range of which something holds.
fn runs(range: Range<usize>, holds: impl Fn(usize) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut next = range.start;
    std::iter::from_fn(move || {
        let start = (next..range.end).find(|point| holds(*point))?;
        let end = (start..range.end).find(|point| !holds(*point)).unwrap_or(range.end);
        next = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_what_holds_in_a_row() {
        let of = |known: &[bool]| runs(1..known.len(), |at| known[at]).collect::<Vec<_>>();
        assert_eq!(of(&[true, true, true, false, true]), [1..3, 4..5]);
        assert!(of(&[true, false, false]).is_empty());
        assert_eq!(of(&[false, true]), [1..2]);
    }

    #[test]
    fn history_and_forecast_meet_in_one_point() {
        assert_eq!(stretches(5, Some(2), true), [(0..3, false), (2..5, true)]);
        assert_eq!(stretches(3, Some(2), true), [(0..3, false)]);
        assert_eq!(stretches(3, None, false), [(0..3, false)]);
        assert_eq!(stretches(3, None, true), [(0..3, true)]);
    }
}
