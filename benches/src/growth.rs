//! What a company with 500 agreements pays for what others have: the same requests with 1,000 and with 1,000,000
//! agreements in the database. In processor time, which other work on the machine disturbs least.

use anyhow::Result;

use crate::load::{Costs, wrk};
use crate::report::{Bar, median, row};
use crate::server::Server;
use crate::{database::Database, http::Session, seed};

const ROUNDS: usize = 5;
const BAR: Bar = Bar::AtMost(1.15);

struct Side {
    server: Server,
    session: Session,
    company: String,
}

impl Side {
    fn of(database: &Database) -> Result<Self> {
        let company = seed::companies(database)?.copy;
        let server = Server::start(database)?;
        let session = Session::sign_in(server.address)?;
        Ok(Self { server, session, company })
    }

    /// Microseconds a request, server and database together.
    fn cost(&self, path: &str) -> Result<f64> {
        let url = format!("http://{}/api/v1/companies/{}/{path}", self.server.address, self.company);
        let (_, cost) = Costs::each(&self.server, || wrk(&url, &self.session.cookie))?;
        Ok(cost.server + cost.database)
    }
}

pub(crate) fn run() -> Result<bool> {
    let (many, few) = (Side::of(&seed::large()?)?, Side::of(&seed::small()?)?);
    let list = growth("list of 50, 1,000,000 agreements beside 1,000", "agreements?limit=50", &many, &few)?;
    let overview = growth("overview, 1,000,000 agreements beside 1,000", "debt/overview", &many, &few)?;
    Ok(list && overview)
}

fn growth(name: &str, path: &str, many: &Side, few: &Side) -> Result<bool> {
    let (mut ours, mut limits, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    many.cost(path)?;
    few.cost(path)?;
    for _ in 0..ROUNDS {
        let (large, small) = (many.cost(path)?, few.cost(path)?);
        ours.push(large);
        limits.push(small);
        ratios.push(large / small);
    }
    let text = |cost: f64| format!("{cost:.0} µs");
    row(name, &text(median(ours)), &text(median(limits)), median(ratios), BAR)
}
