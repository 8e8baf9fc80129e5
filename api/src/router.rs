//! Every address of the server, feature by feature. Registering a handler here also puts it in `openapi.yaml`.

use crate::features::{agreements, companies, debt, demo, exchange_rates, identity, imports, parties, views};
use crate::http;
use utoipa_actix_web::scope;
use utoipa_actix_web::service_config::ServiceConfig;

pub fn configure(config: &mut ServiceConfig) {
    config.map(|plain| plain.service(http::healthz).service(http::readyz));
    config.service(
        scope("/api/v1")
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
