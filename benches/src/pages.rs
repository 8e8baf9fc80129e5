//! What a person's pages ask for most: a page of the list and the figures of the start page, of a company with 5,000
//! agreements among 2,000 companies with 1,000,000.

use anyhow::Result;

use crate::load::{CONNECTIONS, Costs, pgbench, wrk};
use crate::report::{Bar, median, note, row};
use crate::server::Server;
use crate::{http::Session, plain, seed, statements};

const ROUNDS: usize = 5;
const BAR: Bar = Bar::AtLeast(0.65);

pub(crate) fn list() -> Result<bool> {
    throughput("list of 50 of 5,000 agreements", "agreements?limit=50")
}

pub(crate) fn overview() -> Result<bool> {
    throughput("overview of 5,000 agreements", "debt/overview")
}

fn throughput(name: &str, path: &str) -> Result<bool> {
    let database = seed::large()?;
    let company = seed::companies(&database)?.own;
    let path = format!("/api/v1/companies/{company}/{path}");
    let sql = statements::behind(&database, &path)?;

    let server = Server::start(&database)?;
    let session = Session::sign_in(server.address)?;
    let body = session.get(&path)?.body;
    let bytes = body.len();
    let url = format!("http://{}{path}", server.address);
    let plain = format!("http://{}/", plain::serve(body)?);
    wrk(&url, &session.cookie)?;

    let (mut ours, mut limits, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut with_session, mut alone, mut bare, mut costs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (rate, cost) = Costs::of(&server, || wrk(&url, &session.cookie))?;
        let asked = pgbench(&database, &sql.with_session)?;
        let http = wrk(&plain, &session.cookie)?;
        ours.push(rate);
        limits.push(asked.min(http));
        ratios.push(rate / asked.min(http));
        with_session.push(asked);
        alone.push(rate / pgbench(&database, &sql.alone)?);
        bare.push(http);
        costs.push((cost.server, cost.database));
    }
    let per_second = |rate: f64| format!("{rate:.0}/s");
    let held = row(name, &per_second(median(ours)), &per_second(median(limits)), median(ratios), BAR)?;
    note(&format!(
        "{CONNECTIONS} connections, {bytes} bytes; pgbench {:.0}/s, actix with a fixed body {:.0}/s; \
         {:.2} of pgbench without the session's look-up",
        median(with_session),
        median(bare),
        median(alone)
    ))?;
    let (server, database): (Vec<f64>, Vec<f64>) = costs.into_iter().unzip();
    note(&format!("processor per request: server {:.0} µs, database {:.0} µs", median(server), median(database)))?;
    Ok(held)
}
