//! The server with nothing to do: how soon it answers, and what it takes.

use std::time::Duration;

use anyhow::Result;

use crate::report::{Bar, median, row};
use crate::seed;
use crate::server::Server;

const ROUNDS: usize = 5;

pub(crate) fn run() -> Result<bool> {
    let database = seed::small()?;
    let (mut starts, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let server = Server::start(&database)?;
        starts.push(server.ready_after.as_secs_f64());
        std::thread::sleep(Duration::from_millis(500));
        memory.push(server.memory("VmRSS")?);
    }
    let (start, memory) = (median(starts), median(memory));
    let started =
        row("start to the first answer", &format!("{:.0} ms", start * 1e3), "1000 ms", start, Bar::AtMost(1.0))?;
    let small = row("server's memory, idle", &format!("{memory:.0} MiB"), "40 MiB", memory / 40.0, Bar::AtMost(1.0))?;
    Ok(started && small)
}
