//! Load on a server by wrk, load on the database alone by pgbench, and what either costs.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::database::{Database, socket, tool, variable};
use crate::server::{Server, pool_size};

pub(crate) const CONNECTIONS: u32 = 32;
const SECONDS: u32 = 2;

/// Requests a second at `url`, over connections that are kept.
pub(crate) fn wrk(url: &str, cookie: &str) -> Result<f64> {
    let done = Command::new("wrk")
        .args(["-t1", &format!("-c{CONNECTIONS}"), &format!("-d{SECONDS}s"), "-H", &format!("Cookie: {cookie}"), url])
        .output()
        .context("cannot start wrk")?;
    let said = String::from_utf8_lossy(&done.stdout);
    ensure!(done.status.success() && !said.contains("Non-2xx"), "wrk {url}: {said}");
    number_after(&said, "Requests/sec:")
}

/// Transactions a second of a script, prepared, over as many connections as the server's pool has.
pub(crate) fn pgbench(database: &Database, script: &Script) -> Result<f64> {
    let file = PathBuf::from(variable("BENCH_HOME")?).join("script.sql");
    std::fs::write(&file, &script.text)?;
    let mut command = tool("pgbench")?;
    command.args(["-n", "-M", "prepared", "-j", "2", "-U", "leasify_app", "-h", &socket()?]);
    command.args(["-c", &pool_size().to_string(), "-T", &SECONDS.to_string()]).arg("-f").arg(&file);
    for (name, value) in &script.variables {
        command.arg("-D").arg(format!("{name}={value}"));
    }
    let done = command.arg(&database.name).output().context("cannot start pgbench")?;
    let said = String::from_utf8_lossy(&done.stdout);
    ensure!(done.status.success(), "pgbench: {}", String::from_utf8_lossy(&done.stderr));
    number_after(&said, "tps =")
}

/// A transaction for pgbench.
pub(crate) struct Script {
    pub text: String,
    pub variables: Vec<(String, String)>,
}

fn number_after(text: &str, label: &str) -> Result<f64> {
    let rest = text.split(label).nth(1).and_then(|rest| rest.split_whitespace().next());
    Ok(rest.with_context(|| format!("no {label} in {text}"))?.parse()?)
}

/// Microseconds of processor time a request.
pub(crate) struct Costs {
    pub server: f64,
    pub database: f64,
}

impl Costs {
    /// Of what the load asks of the server; the load says how many requests a second there were.
    pub(crate) fn of(server: &Server, load: impl FnOnce() -> Result<f64>) -> Result<(f64, Self)> {
        let postgres: u32 = variable("BENCH_PG_PID")?.parse()?;
        let before = (cpu_of(server.pid())?, cpu_of(postgres)?);
        let rate = load()?;
        let requests = rate * f64::from(SECONDS);
        let cost = |pid, before: f64| Ok::<_, anyhow::Error>((cpu_of(pid)? - before) / requests);
        Ok((rate, Self { server: cost(server.pid(), before.0)?, database: cost(postgres, before.1)? }))
    }
}

/// Processor time of all processes whose parent or self is `pid`, with those that have ended, in microseconds.
fn cpu_of(pid: u32) -> Result<f64> {
    let mut ticks = 0;
    for entry in std::fs::read_dir("/proc")? {
        let name = entry?.file_name();
        let Some(found) = name.to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        // A process that ended meanwhile counts with its parent next time.
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{found}/stat")) else { continue };
        let fields: Vec<u64> = stat
            .rsplit(')')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .skip(1)
            .map(|field| field.parse().unwrap_or(0))
            .collect();
        let (parent, own, ended) = match fields.as_slice() {
            [parent, rest @ ..] if rest.len() > 13 => (*parent, rest[9] + rest[10], rest[11] + rest[12]),
            _ => continue,
        };
        if found == pid {
            ticks += own + ended;
        } else if parent == u64::from(pid) {
            ticks += own;
        }
    }
    // Linux counts in hundredths of a second for programs, whatever it does inside.
    Ok(ticks as f64 * 1e4)
}
