//! One binary, one command per duty.

use anyhow::Context as _;
use api::config::{Config, Fault, Reader};
use api::db::migrate::{self, Direction};
use api::{calculate, openapi, seed, serve, telemetry};
use clap::{Parser, Subcommand};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(version, about = "Leasify Mina sidor: the leasing agreements of a company, and what they really cost.")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the REST API and the web app.
    Serve,
    /// Bring the database to this version. Uses OWNER_DATABASE_URL.
    Migrate {
        /// Take every migration back.
        #[arg(long, conflicts_with = "redo")]
        down: bool,
        /// Take every migration back and run them again.
        #[arg(long)]
        redo: bool,
    },
    /// Calculate a lease in a book, as `POST /api/v1/calculations` does: the answer goes to standard output. A file that
    /// cannot be calculated gets a line for each fault on standard error, and exit code 2.
    Calculate {
        /// The request as JSON; `-` reads standard input.
        file: PathBuf,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Make the demo sign-in, for a machine of your own.
    Seed {
        /// Make it although the server does not listen on the loopback address alone.
        #[arg(long)]
        force: bool,
        /// Also the default: the only thing there is to make.
        #[arg(long)]
        demo_user: bool,
    },
    /// Report everything that is wrong with the configuration.
    CheckConfig,
}

/// Pages of the list and imports are made of many short texts, which glibc's allocator is slow to give and take back.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The multi-threaded runtime, because diesel's migrations block; actix runs its own below it.
#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start();
    match run(cli.command).await {
        Ok(code) => code,
        Err(error) => {
            // Said plainly: whoever runs this needs the reason, not where in the program it arose.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<ExitCode> {
    let done = match command {
        Command::Calculate { file } => return calculate::run(&file),
        Command::Serve => serve::serve(config()?).await,
        Command::Migrate { down, redo } => {
            let direction = match (down, redo) {
                (true, _) => Direction::Down,
                (_, true) => Direction::Redo,
                _ => Direction::Up,
            };
            let vars = std::env::vars().collect();
            let mut read = Reader::new(&vars);
            let url = read.secret("OWNER_DATABASE_URL");
            migrate::migrate(&read.finish(url).map_err(faults)?, direction).await
        }
        Command::Openapi => print(&openapi::yaml()?),
        Command::Seed { force, demo_user: _ } => print(&seed::seed(config()?, force).await?),
        Command::CheckConfig => {
            config()?;
            print("The configuration is complete.\n")
        }
    };
    done.map(|()| ExitCode::SUCCESS)
}

fn config() -> anyhow::Result<Config> {
    Config::from_env().map_err(faults)
}

fn faults(faults: Vec<Fault>) -> anyhow::Error {
    let lines: Vec<_> = faults.iter().map(|fault| format!("  {fault}")).collect();
    anyhow::anyhow!("the configuration needs mending:\n{}", lines.join("\n"))
}

fn print(text: &str) -> anyhow::Result<()> {
    match std::io::stdout().write_all(text.as_bytes()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        outcome => outcome.context("cannot print"),
    }
}
