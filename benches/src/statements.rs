//! What the server really sends for a request, read from PostgreSQL's log: so that pgbench is given the same.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::database::{Database, variable};
use crate::http::Session;
use crate::load::Script;
use crate::server::Server;

/// Longer than the server believes in a session without looking it up again.
const FORGOTTEN_AFTER: Duration = Duration::from_millis(5_500);
/// Long enough for the log to be written.
const WRITTEN_AFTER: Duration = Duration::from_millis(200);

/// One request as transactions for pgbench.
pub(crate) struct Transactions {
    /// BEGIN, the company, each select, COMMIT, and each is waited for: as a client sends a transaction, and as the
    /// figure was measured that the bar goes back to.
    pub waiting: Script,
    /// BEGIN and the company in one go, as ours sends them.
    pub tight: Script,
}

pub(crate) fn behind(database: &Database, path: &str) -> Result<Transactions> {
    let roles = ["leasify_app", "leasify_auth"];
    let logging = |setting: &str| {
        roles.iter().try_for_each(|role| {
            database.run(&format!("ALTER ROLE {role} IN DATABASE {} {setting}", database.name)).map(|_| ())
        })
    };
    logging("SET log_statement = 'all'")?;
    let logged = log_of(database, path);
    logging("RESET log_statement")?;
    let mut found = transactions(&logged?)?;
    let ours = found.iter().position(|found| found.begin.len() > 1).context("no transaction of the company")?;
    let ours = found.remove(ours);
    ensure!(found.len() == 1, "a request is a look-up and one transaction, and not: {found:?} {ours:?}");
    Ok(Transactions { waiting: script(&ours, Begin::StepByStep), tight: script(&ours, Begin::InOneGo) })
}

/// What is logged while a server answers that has answered the same before, but has to look the session up again.
fn log_of(database: &Database, path: &str) -> Result<String> {
    let server = Server::start(database)?;
    let session = Session::sign_in(server.address)?;
    for _ in 0..3 {
        session.get(path)?;
    }
    std::thread::sleep(FORGOTTEN_AFTER);
    let mut log = File::open(variable("BENCH_PG_LOG")?).context("cannot read PostgreSQL's log")?;
    log.seek(SeekFrom::End(0))?;
    session.get(path)?;
    std::thread::sleep(WRITTEN_AFTER);
    let mut logged = String::new();
    log.read_to_string(&mut logged)?;
    Ok(logged)
}

#[derive(Debug)]
struct Statement {
    sql: String,
    /// Place and value.
    parameters: Vec<(String, String)>,
}

#[derive(Debug, Default)]
struct Transaction {
    /// What is sent in one go to begin with.
    begin: Vec<String>,
    statements: Vec<Statement>,
}

/// Reads a log of one connection after the other.
fn transactions(logged: &str) -> Result<Vec<Transaction>> {
    let mut found: Vec<Transaction> = Vec::new();
    for line in logged.lines() {
        if let Some((_, sql)) = line.split_once("LOG:  statement: ") {
            if sql.starts_with("BEGIN") {
                let begin = sql.split(';').map(|part| part.trim().to_owned()).collect();
                found.push(Transaction { begin, ..Transaction::default() });
            } else {
                ensure!(sql.starts_with("COMMIT"), "not expected between transactions: {sql}");
            }
        } else if let Some((_, sql)) = line.split_once("LOG:  execute ").and_then(|(_, rest)| rest.split_once(": ")) {
            let open = found.last_mut().context("a statement before the first transaction")?;
            open.statements.push(Statement { sql: sql.to_owned(), parameters: Vec::new() });
        } else if let Some((_, parameters)) = line.split_once("DETAIL:  parameters: $") {
            let statement = found.last_mut().and_then(|open| open.statements.last_mut()).context("stray parameters")?;
            for parameter in parameters.split(", $") {
                let (place, value) = parameter.split_once(" = ").context("a parameter without value")?;
                statement.parameters.push((place.to_owned(), value.trim_matches('\'').to_owned()));
            }
        }
    }
    Ok(found)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Begin {
    StepByStep,
    InOneGo,
}

/// For pgbench: parameters become variables.
fn script(transaction: &Transaction, begin: Begin) -> Script {
    let Transaction { begin: parts, statements } = transaction;
    // Writing to a String cannot fail.
    let mut text = String::new();
    if begin == Begin::InOneGo {
        text.push_str("\\startpipeline\n");
    }
    for part in parts {
        let _ = writeln!(text, "{part};");
    }
    if begin == Begin::InOneGo {
        text.push_str("\\endpipeline\n");
    }
    let mut variables = Vec::new();
    for (number, Statement { sql, parameters }) in statements.iter().enumerate() {
        // The highest first, or $1 would be found in $12.
        let named = parameters
            .iter()
            .rev()
            .fold(sql.clone(), |sql, (place, _)| sql.replace(&format!("${place}"), &format!(":p{number}_{place}")));
        let _ = writeln!(text, "{named};");
        let named = |(place, value): &(String, String)| (format!("p{number}_{place}"), value.clone());
        variables.extend(parameters.iter().map(named));
    }
    text.push_str("COMMIT;\n");
    Script { text, variables }
}
