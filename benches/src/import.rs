//! An import of 10,000 rows, from the upload to the last agreement, beside COPYing the events it records.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, ensure};

use crate::database::{Database, variable};
use crate::load::Costs;
use crate::report::{Bar, median, note, row};
use crate::server::Server;
use crate::{http::Session, portfolio};

const ROWS: u32 = 10_000;
const ROUNDS: u32 = 3;
const MEMORY_MIB: f64 = 300.0;

pub(crate) fn run() -> Result<bool> {
    let database = Database::named("bench_import");
    database.make_anew()?;
    let held = measure(&database);
    database.drop()?;
    held
}

fn measure(database: &Database) -> Result<bool> {
    let server = Server::start(database)?;
    let session = Session::sign_up(server.address)?;
    let csv = portfolio::csv(ROWS);
    let (mut ours, mut limits, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    let (mut server_time, mut database_time) = (Vec::new(), Vec::new());
    for round in 1..=ROUNDS {
        let company = session.create_company(round)?;
        let began = Instant::now();
        let ((), spent) = Costs::of(&server, || session.import(&company, &csv))?;
        let import = began.elapsed().as_secs_f64();
        let copy = copy_again(database, &company)?;
        ours.push(import);
        server_time.push(spent.server / 1e6);
        database_time.push(spent.database / 1e6);
        limits.push(copy);
        ratios.push(import / copy);
    }
    let text = |seconds: f64| format!("{seconds:.2} s");
    let time =
        row("import of 10,000 rows", &text(median(ours)), &text(median(limits)), median(ratios), Bar::AtMost(5.0))?;
    let peak = server.memory("VmHWM")?;
    let figure = format!("{peak:.0} MiB");
    let memory = row("server's peak memory, imports", &figure, "300 MiB", peak / MEMORY_MIB, Bar::AtMost(1.0))?;
    note(&format!(
        "a CSV of {} KiB, {ROUNDS} imports; processor time of one: server {:.2} s, database {:.2} s",
        csv.len() / 1024,
        median(server_time),
        median(database_time)
    ))?;
    Ok(time && memory)
}

/// Takes the company's events out and puts them back by COPY, references checked: how long the putting back takes.
fn copy_again(database: &Database, company: &str) -> Result<f64> {
    let file = PathBuf::from(variable("BENCH_HOME")?).join("events.copy");
    let file = file.display();
    let counted = database.run(&format!("SELECT count(*) FROM agreement_event WHERE company_id = '{company}'"))?;
    ensure!(counted.parse::<u32>()? >= ROWS, "{counted} events are too few");
    database.run(&format!("\\copy (SELECT * FROM agreement_event WHERE company_id = '{company}') TO '{file}'"))?;
    database.run(&format!("DELETE FROM agreement_event WHERE company_id = '{company}'"))?;
    let said = database.timed(&format!("\\copy agreement_event FROM '{file}'"))?;
    let milliseconds = said.lines().find_map(|line| line.strip_prefix("Time: "));
    let milliseconds = milliseconds.and_then(|rest| rest.split_whitespace().next()).context("psql tells no time")?;
    Ok(milliseconds.parse::<f64>()? / 1e3)
}
