//! What every handler can reach, and the app built around it.

use crate::clock::Clock;
use crate::config::Config;
use crate::db::{Db, DbError};
use crate::http::{Operations, Sessions, WebApp, shell, unmatched, web_app};
use crate::passwords::Passwords;
use crate::{openapi, router};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::web::{self, Data};
use actix_web::{App, Error, middleware};
use std::sync::Arc;

/// Shared by all workers; cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub config: Arc<Config>,
    pub db: Db,
    pub sessions: Sessions,
    pub passwords: Passwords,
    operations: Operations,
}

impl AppState {
    /// Touches neither the network nor the disk.
    pub fn new(config: Config, clock: Clock) -> Result<Self, DbError> {
        Ok(Self {
            db: Db::new(&config.database, config.server.workers, clock)?,
            sessions: Sessions::default(),
            passwords: Passwords::new(config.passwords),
            operations: Operations::of(openapi::document),
            config: Arc::new(config),
        })
    }
}

/// One per worker.
pub fn build(
    state: &AppState,
) -> App<
    impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse, Error = Error, InitError = ()> + use<>,
> {
    App::new()
        .app_data(Data::new(state.clone()))
        .app_data(Data::new(state.operations.clone()))
        .app_data(Data::new(WebApp::new(state.config.server.web_dir.clone())))
        .configure(router::serve)
        .service(web::scope("/api").default_service(web::to(unmatched)))
        .default_service(web::to(web_app))
        .wrap(middleware::from_fn(shell))
}
