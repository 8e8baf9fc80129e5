//! What a person's pages ask for most: a page of the list and the figures of the start page, of a company with 5,000
//! agreements among 2,000 companies with 1,000,000.

use anyhow::Result;

use crate::load::{CONNECTIONS, Costs, pgbench, wrk};
use crate::report::{Bar, median, note, row};
use crate::server::{Server, pool_size};
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

    let mut rounds = Rounds::default();
    for _ in 0..ROUNDS {
        let ours = Costs::each(&server, || wrk(&url, &session.cookie))?;
        let asked = Costs::each(&server, || pgbench(&database, &sql.waiting, CONNECTIONS))?;
        let plain = Costs::each(&server, || wrk(&plain, &session.cookie))?;
        let tight = pgbench(&database, &sql.tight, pool_size())?;
        rounds.take(ours, asked, plain, tight);
    }
    rounds.tell(name, bytes)
}

/// Of each round: requests a second, and what of the limit that is.
#[derive(Default)]
struct Rounds {
    ours: Vec<f64>,
    limit: Vec<f64>,
    ratio: Vec<f64>,
    pgbench: Vec<f64>,
    plain: Vec<f64>,
    of_tight: Vec<f64>,
    server: Vec<f64>,
    database: Vec<f64>,
    cost: Vec<f64>,
    cost_limit: Vec<f64>,
    cost_ratio: Vec<f64>,
}

type Measured = (f64, Costs);

impl Rounds {
    fn take(&mut self, ours: Measured, asked: Measured, plain: Measured, tight: f64) {
        let limit = asked.0.min(plain.0);
        self.ours.push(ours.0);
        self.limit.push(limit);
        self.ratio.push(ours.0 / limit);
        self.pgbench.push(asked.0);
        self.plain.push(plain.0);
        self.of_tight.push(ours.0 / tight);
        self.server.push(ours.1.server);
        self.database.push(ours.1.database);
        let cost_limit = asked.1.total().max(plain.1.total());
        self.cost.push(ours.1.total());
        self.cost_limit.push(cost_limit);
        self.cost_ratio.push(cost_limit / ours.1.total());
    }

    fn tell(self, name: &str, bytes: usize) -> Result<bool> {
        let per_second = |rates| format!("{:.0}/s", median(rates));
        let micros = |costs| format!("{:.0} µs", median(costs));
        let held = row(name, &per_second(self.ours), &per_second(self.limit), median(self.ratio), BAR)?;
        row(
            "  the same in processor time",
            &micros(self.cost),
            &micros(self.cost_limit),
            median(self.cost_ratio),
            BAR,
        )?;
        note(&format!(
            "{CONNECTIONS} connections, {bytes} bytes; pgbench {}, actix with a fixed body {}; of the processor time {} is \
             the server's and {} the database's; of a pgbench with {} connections that sends BEGIN and the company in one go \
             we reach {:.2}",
            per_second(self.pgbench),
            per_second(self.plain),
            micros(self.server),
            micros(self.database),
            pool_size(),
            median(self.of_tight)
        ))?;
        Ok(held)
    }
}
