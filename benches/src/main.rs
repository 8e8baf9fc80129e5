//! Hot paths, each measured beside its limit in the same run: `make bench`, or `.ci/bench.sh [subject …]`.

mod books;
mod database;
mod engine;
mod growth;
mod http;
mod idle;
mod import;
mod load;
mod pages;
mod plain;
mod portfolio;
mod report;
mod reports;
mod seed;
mod server;
mod statements;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context, Result};

/// Measures a subject and says whether its bars hold.
type Measure = fn() -> Result<bool>;

/// What can be measured; all of it when nothing is named.
const SUBJECTS: &[(&str, Measure)] = &[
    ("engine", engine::run),
    ("books", books::run),
    ("list", pages::list),
    ("overview", pages::overview),
    ("reports", reports::run),
    ("growth", growth::run),
    ("import", import::run),
    ("server", idle::run),
];

fn main() -> ExitCode {
    match measure() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => said("a bar is not met: see the lines that say no"),
        Err(error) => said(&format!("{error:#}")),
    }
}

fn said(text: &str) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "error: {text}");
    ExitCode::FAILURE
}

/// Whether every bar of what was named is met.
fn measure() -> Result<bool> {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let names = SUBJECTS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    for name in &named {
        SUBJECTS
            .iter()
            .find(|(subject, _)| subject == name)
            .with_context(|| format!("{name} is not measured here; choose among: {names}"))?;
    }
    report::heading()?;
    let mut held = true;
    for (subject, run) in SUBJECTS {
        if named.is_empty() || named.iter().any(|name| name == subject) {
            held &= run().with_context(|| format!("cannot measure {subject}"))?;
        }
    }
    Ok(held)
}
