//! A year's report over 5,000 agreements, beside reading what is recorded of them from PostgreSQL.

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::http::Session;
use crate::load::{Script, pgbench};
use crate::report::{line, median, note};
use crate::seed;
use crate::server::Server;

const ROUNDS: usize = 7;
const WARM: u32 = 20;
const COLD_BAR: f64 = 2.0;
const WARM_BAR: f64 = 0.25;
const PATH: &str = "reports/books?framework=ifrs16&from=2025-01-01&to=2025-12-31";

pub(crate) fn run() -> Result<bool> {
    let database = seed::large()?;
    let company = seed::companies(&database)?.own;
    let path = format!("/api/v1/companies/{company}/{PATH}");
    let events = Script {
        text: format!(
            "BEGIN;\nSET LOCAL app.company_id = '{company}';\n\
             SELECT agreement_id, sequence, id, effective_on, recorded_at, recorded_by, source, source_id, reason, payload\n\
             FROM agreement_event WHERE company_id = '{company}' ORDER BY agreement_id, sequence;\nCOMMIT;\n"
        ),
        variables: Vec::new(),
    };
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
        // As any change of the register does: what was computed before it is not found any more.
        database.run(&format!("UPDATE register SET revision = revision + 1 WHERE company_id = '{company}'"))?;
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
