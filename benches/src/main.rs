//! Hot paths, each measured beside its limit in the same run: `cargo run --release -p benches -- <subject>`.

mod engine;
mod report;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let subject = std::env::args().nth(1);
    let held = match subject.as_deref() {
        Some("engine") => engine::run()?,
        _ => bail!("say what to measure: engine"),
    };
    if held { Ok(()) } else { bail!("over the bar") }
}
