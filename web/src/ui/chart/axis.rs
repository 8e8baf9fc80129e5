//! Which values and days get a mark on an axis.

use chrono::{Datelike, Months, NaiveDate};

/// What the numbers on the value axis count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Magnitude {
    Ones,
    Thousands,
    Millions,
}

impl Magnitude {
    pub fn of(highest: f64) -> Self {
        if highest >= 5e6 {
            Self::Millions
        } else if highest >= 5e3 {
            Self::Thousands
        } else {
            Self::Ones
        }
    }

    pub fn factor(self) -> f64 {
        match self {
            Self::Ones => 1.0,
            Self::Thousands => 1e3,
            Self::Millions => 1e6,
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ValueAxis {
    pub magnitude: Magnitude,
    /// From 0 to the highest, evenly spaced, in the chart's own unit.
    pub ticks: Vec<f64>,
    /// Decimals that tell neighbouring ticks apart, in `magnitude`.
    pub decimals: u32,
}

impl ValueAxis {
    /// Begins at 0: an area or a bar that does not is a lie.
    pub fn new(highest: f64) -> Self {
        let highest = if highest > 0.0 { highest } else { 1.0 };
        let step = round_step(highest / 4.0);
        let count = (highest / step).ceil().max(1.0) as u32;
        let magnitude = Magnitude::of(highest);
        let shown = step / magnitude.factor();
        let decimals = (0..3).find(|places| is_whole(shown * 10_f64.powi(*places))).unwrap_or(3);
        Self {
            magnitude,
            ticks: (0..=count).map(|n| f64::from(n) * step).collect(),
            decimals: u32::try_from(decimals).unwrap_or(0),
        }
    }

    pub fn top(&self) -> f64 {
        self.ticks.last().copied().unwrap_or(1.0)
    }
}

fn is_whole(number: f64) -> bool {
    (number - number.round()).abs() < 1e-6
}

/// The least of 1, 2, 2.5, 5 and 10 times a power of ten that is at least `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10_f64.powf(rough.log10().floor());
    let found = [1.0, 2.0, 2.5, 5.0].into_iter().find(|step| step * power >= rough * 0.999_999);
    found.unwrap_or(10.0) * power
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayTick {
    pub day: NaiveDate,
    /// True: the mark says the year. False: the month.
    pub is_year: bool,
}

const MONTH_STEPS: [u32; 9] = [1, 2, 3, 6, 12, 24, 60, 120, 240];

/// First days of months from `from` to `to`, at most `most` of them, on round months of the year.
pub fn day_ticks(from: NaiveDate, to: NaiveDate, most: usize) -> Vec<DayTick> {
    let span = u32::try_from((to.year() - from.year()) * 12 + to.month0() as i32 - from.month0() as i32).unwrap_or(0);
    let step = MONTH_STEPS.into_iter().find(|step| (span / step) as usize <= most).unwrap_or(480);
    let months_from_zero = u32::try_from(from.year()).unwrap_or(0) * 12 + from.month0();
    let past = months_from_zero % step;
    let ahead = if past == 0 && from.day() == 1 { 0 } else { step - past };
    let mut next = from.with_day(1).and_then(|first| first.checked_add_months(Months::new(ahead)));
    let mut ticks = Vec::new();
    while let Some(day) = next.filter(|day| *day <= to) {
        ticks.push(DayTick { day, is_year: day.month() == 1 });
        next = day.checked_add_months(Months::new(step));
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_axis_holds_the_highest_value_in_round_steps() {
        for (highest, ticks, magnitude, decimals) in [
            (38_400_000.0, vec![0.0, 1e7, 2e7, 3e7, 4e7], Magnitude::Millions, 0),
            (9_300_000.0, vec![0.0, 2.5e6, 5e6, 7.5e6, 1e7], Magnitude::Millions, 1),
            (4_593.0, vec![0.0, 2e3, 4e3, 6e3], Magnitude::Ones, 0),
            (0.0, vec![0.0, 0.25, 0.5, 0.75, 1.0], Magnitude::Ones, 2),
        ] {
            let axis = ValueAxis::new(highest);
            assert_eq!((&axis.ticks, axis.magnitude, axis.decimals), (&ticks, magnitude, decimals), "{highest}");
        }
    }

    #[test]
    fn months_are_marked_as_densely_as_there_is_room() {
        let ticks = |most| day_ticks(day("2023-11-30"), day("2029-11-30"), most);
        assert_eq!(ticks(7).first().map(|tick| tick.day), Some(day("2024-01-01")));
        assert_eq!(ticks(7).len(), 6);
        assert!(ticks(7).iter().all(|tick| tick.is_year));
        assert_eq!(ticks(13).get(1).map(|tick| tick.day), Some(day("2024-07-01")));
        let year = day_ticks(day("2026-01-01"), day("2026-12-31"), 12);
        assert_eq!(year.len(), 12);
        assert_eq!(year.first(), Some(&DayTick { day: day("2026-01-01"), is_year: true }));
    }

    #[test]
    fn a_span_of_days_needs_no_mark() {
        assert_eq!(day_ticks(day("2026-02-03"), day("2026-02-20"), 5), []);
    }
}
