//! `api serve`.

use crate::app::{self, AppState};
use crate::clock::Clock;
use crate::config::Config;
use actix_web::HttpServer;
use anyhow::Context as _;
use std::time::Duration;
use tracing::info;

/// Requests under way get this long to end once the server is told to stop.
const STOP_WITHIN_SECONDS: u64 = 20;
/// Shorter than most proxies keep a connection, so that they close first.
const KEEP_ALIVE: Duration = Duration::from_secs(75);
/// For the head of a request alone: bodies have their own limit.
const HEAD_WITHIN: Duration = Duration::from_secs(10);

/// Serves until it is told to stop (SIGINT, SIGTERM).
pub async fn serve(config: Config) -> anyhow::Result<()> {
    let (listen, workers) = (config.server.listen, config.server.workers);
    let state = AppState::new(config, Clock::System).context("cannot set up the database pools")?;
    state.sessions.listen(&state.db);
    let server = HttpServer::new(move || app::build(&state))
        .workers(workers)
        .keep_alive(KEEP_ALIVE)
        .client_request_timeout(HEAD_WITHIN)
        .shutdown_timeout(STOP_WITHIN_SECONDS)
        .bind(listen)
        .with_context(|| format!("cannot listen on {listen}: is another server running there?"))?;
    info!(%listen, workers, "Serving on http://{listen}");
    server.run().await.context("the server ended")
}
