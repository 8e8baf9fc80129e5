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

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// `name  ours  limit  ratio  bar  ok|over`; whether the bar holds.
pub(crate) fn line(name: &str, (ours, limit): (Duration, Duration), bar: f64) -> Result<bool> {
    let ratio = ours.as_secs_f64() / limit.as_secs_f64();
    let held = ratio <= bar;
    writeln!(
        std::io::stdout(),
        "{name:<44} {:>9.2} ms {:>9.2} ms {ratio:>6.2} {bar:>6.2}  {}",
        ours.as_secs_f64() * 1e3,
        limit.as_secs_f64() * 1e3,
        if held { "ok" } else { "over" }
    )?;
    Ok(held)
}

/// A remark that is no measurement against a bar.
pub(crate) fn note(text: &str) -> Result<()> {
    writeln!(std::io::stdout(), "  {text}")?;
    Ok(())
}

pub(crate) fn heading() -> Result<()> {
    writeln!(std::io::stdout(), "{:<44} {:>12} {:>12} {:>6} {:>6}", "", "ours", "limit", "ratio", "bar")?;
    Ok(())
}
