//! Every address of the server, feature by feature. Registering a handler here also puts it in `openapi.yaml`.

use crate::features::{agreements, companies, debt, demo, exchange_rates, identity, imports, parties, views};
use crate::http;
use actix_web::web;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn configure(config: &mut ServiceConfig) {
    config.map(|plain| plain.service(http::healthz).service(http::readyz).service(http::problem_page));
    config.service(
        scope("/api/v1")
            .default_service(web::to(http::unmatched))
            .configure(identity::configure)
            .configure(companies::configure)
            .configure(agreements::configure)
            .configure(parties::configure)
            .configure(views::configure)
            .configure(demo::configure)
            .configure(imports::configure)
            .configure(exchange_rates::configure)
            .configure(debt::configure),
    );
}
