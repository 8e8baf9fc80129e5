//! The bench's databases, reached by the tools that come with PostgreSQL.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

pub(crate) fn variable(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set: start the bench by `make bench`"))
}

/// A program of the PostgreSQL that the cluster belongs to.
pub(crate) fn tool(name: &str) -> Result<Command> {
    Ok(Command::new(PathBuf::from(variable("BENCH_PG_BIN")?).join(name)))
}

pub(crate) fn socket() -> Result<String> {
    variable("BENCH_PG_SOCKET")
}

pub(crate) struct Database {
    pub name: String,
}

impl Database {
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned() }
    }

    pub(crate) fn url(&self, role: &str) -> Result<String> {
        Ok(format!("postgres:///{}?host={}&user={role}", self.name, socket()?))
    }

    /// As the superuser, past row level security. Gives what is selected.
    pub(crate) fn run(&self, sql: &str) -> Result<String> {
        self.psql(&["-c", sql])
    }

    /// As [`Self::run`], and psql says how long it took.
    pub(crate) fn timed(&self, command: &str) -> Result<String> {
        self.psql(&["-c", "\\timing on", "-c", command])
    }

    fn psql(&self, commands: &[&str]) -> Result<String> {
        let url = self.url("postgres")?;
        let done = tool("psql")?
            .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", &url])
            .args(commands)
            .output()?;
        ensure!(done.status.success(), "psql: {}", String::from_utf8_lossy(&done.stderr));
        Ok(String::from_utf8_lossy(&done.stdout).trim().to_owned())
    }

    /// Thrown away if it is there, made, migrated.
    pub(crate) fn make_anew(&self) -> Result<()> {
        let Self { name } = self;
        let cluster = Self::named("postgres");
        cluster.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        cluster.run(&format!("CREATE DATABASE {name}"))?;
        let done = Command::new(variable("BENCH_API")?)
            .arg("migrate")
            .env("OWNER_DATABASE_URL", self.url("postgres")?)
            .env("RUST_LOG", "warn")
            .output()?;
        ensure!(done.status.success(), "api migrate: {}", String::from_utf8_lossy(&done.stderr));
        Ok(())
    }

    pub(crate) fn exists(&self) -> Result<bool> {
        let query = format!("SELECT count(*) FROM pg_database WHERE datname = '{}'", self.name);
        Ok(Self::named("postgres").run(&query)? == "1")
    }

    pub(crate) fn drop(&self) -> Result<()> {
        Self::named("postgres").run(&format!("DROP DATABASE {} WITH (FORCE)", self.name))?;
        Ok(())
    }
}
