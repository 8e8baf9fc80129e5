//! Load on a server by wrk, load on the database alone by pgbench, and what either costs.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::database::{Database, socket, tool, variable};
use crate::server::Server;

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

/// Transactions a second of a script, prepared.
pub(crate) fn pgbench(database: &Database, script: &Script, connections: u32) -> Result<f64> {
    let file = PathBuf::from(variable("BENCH_HOME")?).join("script.sql");
    std::fs::write(&file, &script.text)?;
    let mut command = tool("pgbench")?;
    command.args(["-n", "-M", "prepared", "-j", "2", "-U", "leasify_app", "-h", &socket()?]);
    command.args(["-c", &connections.to_string(), "-T", &SECONDS.to_string()]).arg("-f").arg(&file);
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

/// Microseconds of processor time, of each who takes part.
#[derive(Clone, Copy)]
pub(crate) struct Costs {
    pub server: f64,
    pub database: f64,
    /// wrk, pgbench, and the bench itself with the plain actix in it.
    pub bench: f64,
}

impl Costs {
    fn so_far(server: &Server) -> Result<Self> {
        let database = cpu_of(variable("BENCH_PG_PID")?.parse()?)?;
        // The server is a child of the bench and is not to be counted twice.
        Ok(Self { server: cpu_of(server.pid())?, database, bench: cpu_of(std::process::id())? - cpu_of(server.pid())? })
    }

    /// What some work takes.
    pub(crate) fn of<T>(server: &Server, work: impl FnOnce() -> Result<T>) -> Result<(T, Self)> {
        let before = Self::so_far(server)?;
        let done = work()?;
        let after = Self::so_far(server)?;
        let spent = Self {
            server: after.server - before.server,
            database: after.database - before.database,
            bench: after.bench - before.bench,
        };
        Ok((done, spent))
    }

    /// What one request of a load takes; the load says how many there were a second.
    pub(crate) fn each(server: &Server, load: impl FnOnce() -> Result<f64>) -> Result<(f64, Self)> {
        let (rate, Self { server, database, bench }) = Self::of(server, load)?;
        let requests = rate * f64::from(SECONDS);
        Ok((rate, Self { server: server / requests, database: database / requests, bench: bench / requests }))
    }

    pub(crate) fn total(&self) -> f64 {
        self.server + self.database + self.bench
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
