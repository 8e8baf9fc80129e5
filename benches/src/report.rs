//! Interleaved rounds, medians, and one line a measurement.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Both sides by turns in one process, so that whatever else the machine does meets both. The medians of the rounds.
pub(crate) fn interleaved(rounds: usize, mut ours: impl FnMut(), mut limit: impl FnMut()) -> (Duration, Duration) {
    let timed = |work: &mut dyn FnMut()| {
        let start = Instant::now();
        work();
        start.elapsed()
    };
    let (mut a, mut b) = (Vec::with_capacity(rounds), Vec::with_capacity(rounds));
    timed(&mut ours);
    timed(&mut limit);
    for _ in 0..rounds {
        a.push(timed(&mut ours));
        b.push(timed(&mut limit));
    }
    (median(a), median(b))
}

pub(crate) fn median<T: PartialOrd + Default + Copy>(mut values: Vec<T>) -> T {
    values.sort_unstable_by(|left, right| left.partial_cmp(right).unwrap_or(std::cmp::Ordering::Equal));
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// What a ratio, or a figure itself, has to keep to.
#[derive(Clone, Copy)]
pub(crate) enum Bar {
    AtMost(f64),
    AtLeast(f64),
}

impl Bar {
    fn is_met(self, value: f64) -> bool {
        match self {
            Self::AtMost(bar) => value <= bar,
            Self::AtLeast(bar) => value >= bar,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtMost(bar) => format!("≤ {bar:.2}"),
            Self::AtLeast(bar) => format!("≥ {bar:.2}"),
        }
    }
}

pub(crate) fn heading() -> Result<()> {
    let (measured, limit, ratio, bar) = ("measured", "limit", "ratio", "bar");
    writeln!(std::io::stdout(), "{:<52} {measured:>14} {limit:>14} {ratio:>6} {bar:>8}  met", "subject")?;
    Ok(())
}

/// One line of the table; whether the bar holds.
pub(crate) fn row(name: &str, measured: &str, limit: &str, ratio: f64, bar: Bar) -> Result<bool> {
    let met = bar.is_met(ratio);
    let word = if met { "yes" } else { "no" };
    let bar = bar.text();
    writeln!(std::io::stdout(), "{name:<52} {measured:>14} {limit:>14} {ratio:>6.2} {bar:>8}  {word}")?;
    Ok(met)
}

/// Times against each other.
pub(crate) fn line(name: &str, (ours, limit): (Duration, Duration), bar: f64) -> Result<bool> {
    let text = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1e3);
    row(name, &text(ours), &text(limit), ours.as_secs_f64() / limit.as_secs_f64(), Bar::AtMost(bar))
}

/// A remark that is no measurement against a bar.
pub(crate) fn note(text: &str) -> Result<()> {
    writeln!(std::io::stdout(), "  {text}")?;
    Ok(())
}
