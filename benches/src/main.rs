//! Hot paths, each measured beside its limit in the same run: `cargo run --release -p benches -- [subject …]`.

mod engine;
mod report;

use anyhow::{Context, Result, bail};

/// Measures a subject and says whether its bars hold.
type Measure = fn() -> Result<bool>;

/// What can be measured; all of it when nothing is named.
const SUBJECTS: &[(&str, Measure)] = &[("engine", engine::run)];

fn main() -> Result<()> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let names = SUBJECTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    for name in &named {
        SUBJECTS
            .iter()
            .find(|(subject, _)| subject == name)
            .with_context(|| format!("{name} is not measured here; choose among: {names}"))?;
    }
    let mut held = true;
    for (subject, run) in SUBJECTS {
        if named.is_empty() || named.iter().any(|name| name == subject) {
            held &= run()?;
        }
    }
    if held { Ok(()) } else { bail!("a bar does not hold: see the lines that say over") }
}
