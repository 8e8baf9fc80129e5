//! A year's report over 5,000 agreements, beside reading what is recorded of them from PostgreSQL; and what one over
//! 100,000 takes in memory.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::database::Database;
use crate::http::Session;
use crate::load::{Script, pgbench};
use crate::report::{Bar, line, median, note, row};
use crate::seed;
use crate::server::Server;

const ROUNDS: usize = 7;
const WARM: u32 = 20;
const COLD_BAR: f64 = 2.0;
const WARM_BAR: f64 = 0.25;
const MEMORY_MIB: f64 = 600.0;
const YEAR: &str = "framework=ifrs16&from=2025-01-01&to=2025-12-31";

pub(crate) fn run() -> Result<bool> {
    let time = time()?;
    let memory = memory()?;
    Ok(time && memory)
}

/// Reads every event of a company's agreements over one connection.
fn events(company: &str) -> Script {
    Script {
        text: format!(
            "BEGIN;\nSET LOCAL app.company_id = '{company}';\n\
             SELECT agreement_id, sequence, id, effective_on, recorded_at, recorded_by, source, source_id, reason, payload\n\
             FROM agreement_event WHERE company_id = '{company}' ORDER BY agreement_id, sequence;\nCOMMIT;\n"
        ),
        variables: Vec::new(),
    }
}

/// As any change of the register does: what was computed before it is not found any more.
fn forget(database: &Database, company: &str) -> Result<()> {
    database.run(&format!("UPDATE register SET revision = revision + 1 WHERE company_id = '{company}'"))?;
    Ok(())
}

fn time() -> Result<bool> {
    let database = seed::company()?;
    let company = seed::companies(&database)?.own;
    let path = format!("/api/v1/companies/{company}/reports/books?{YEAR}");
    let events = events(&company);
    let server = Server::start(&database)?;
    let session = Session::sign_in(server.address)?;
    let timed = |times: u32| -> Result<Duration> {
        let start = Instant::now();
        for _ in 0..times {
            session.get(&path)?;
        }
        Ok(start.elapsed() / times)
    };
    let bytes = session.get(&path)?.body.len();
    let (mut cold, mut warm, mut read) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        forget(&database, &company)?;
        cold.push(timed(1)?);
        warm.push(timed(WARM)?);
        read.push(Duration::from_secs_f64(1.0 / pgbench(&database, &events, 1)?));
    }
    let read = median(read);
    let held = line("report of 5,000 agreements and a year, cold", (median(cold), read), COLD_BAR)?;
    let held = line("  the same asked again", (median(warm), read), WARM_BAR)? && held;
    note(&format!("{bytes} bytes; the limit is one connection that reads every event of the agreements"))?;
    Ok(held)
}

/// A year in months by cost centre, the list of its agreements as a file, and the same as it was known a moment ago:
/// the server has done nothing else.
fn memory() -> Result<bool> {
    let database = seed::group()?;
    let company = seed::companies(&database)?.own;
    let server = Server::start(&database)?;
    let session = Session::sign_in(server.address)?;
    let reports = format!("/api/v1/companies/{company}/reports/books");
    let timed = |path: &str| -> Result<(Duration, usize)> {
        let start = Instant::now();
        let bytes = session.get(path)?.body.len();
        Ok((start.elapsed(), bytes))
    };
    let (cold, _) = timed(&format!("{reports}?{YEAR}&period=month&split=cost_center"))?;
    let after = server.memory("VmHWM")?;
    let (export, bytes) = timed(&format!("{reports}/export?{YEAR}"))?;
    let known = database.run("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")?;
    let (past, _) = timed(&format!("{reports}?{YEAR}&known_at={known}"))?;
    let agreements = session.get(&format!("{reports}?{YEAR}"))?.json()?["agreements"].as_u64().context("a count")?;
    ensure!(agreements > 50_000, "only {agreements} agreements are in the report");
    let peak = server.memory("VmHWM")?;
    let figure = format!("{peak:.0} MiB");
    let held = row(
        "peak memory, reports of 100,000 agreements",
        &figure,
        &format!("{MEMORY_MIB:.0} MiB"),
        peak / MEMORY_MIB,
        Bar::AtMost(1.0),
    )?;
    note(&format!(
        "{agreements} in the year; {after:.0} MiB after the first; by month {:.2} s, a file of {} KiB {:.2} s, as known \
         before {:.2} s",
        cold.as_secs_f64(),
        bytes / 1024,
        export.as_secs_f64(),
        past.as_secs_f64()
    ))?;
    Ok(held)
}
