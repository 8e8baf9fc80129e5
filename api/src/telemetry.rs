//! Logging: one line per event on standard output, readable alone.

use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// `RUST_LOG` chooses what is shown (default `info`), `LOG_FORMAT=json` how.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,actix_server=warn"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::env::var("LOG_FORMAT").is_ok_and(|format| format == "json") {
        lines.json().init();
    } else {
        lines.with_ansi(std::io::stderr().is_terminal()).with_target(false).init();
    }
}
