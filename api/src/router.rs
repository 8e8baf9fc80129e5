//! Every address of the server, feature by feature. Registering a handler here also puts it in `openapi.yaml`.

use crate::features::{
    agreements, books, companies, debt, demo, exchange_rates, groups, identity, imports, journals, parties, reports,
    views, workbooks,
};
use crate::http::{self, Routes};
use actix_web::web;
use utoipa::openapi::OpenApi;

const API: &str = "/api/v1";

pub fn serve(config: &mut web::ServiceConfig) {
    let api = |config: &mut web::ServiceConfig| features(&mut Routes::Serve(config));
    config
        .service(http::healthz)
        .service(http::readyz)
        .service(http::problem_page)
        .service(web::scope(API).default_service(web::to(http::unmatched)).configure(api));
}

pub fn describe(document: &mut OpenApi) {
    features(&mut Routes::Describe(document));
    let paths = std::mem::take(&mut document.paths.paths);
    document.paths.paths = paths.into_iter().map(|(path, item)| (format!("{API}{path}"), item)).collect();
}

fn features(routes: &mut Routes) {
    // Rooms first: most requests are for one of them, and passing a room by costs nothing.
    routes
        .room(&["agreements", "activities"], |routes| {
            agreements::configure(routes);
            books::configure_agreement(routes);
            workbooks::configure_agreement(routes);
        })
        .room(&["parties"], parties::configure)
        .room(&["views"], views::configure)
        .room(&["demo-portfolio"], demo::configure)
        .room(&["imports"], imports::configure)
        .room(&["exchange-rates"], exchange_rates::configure)
        .room(&["debt"], debt::configure)
        .room(&["group"], groups::configure)
        .room(&["reports", "sealed-reports"], reports::configure)
        .room(&["books"], books::configure_company)
        .room(&["accounts"], journals::configure_accounts)
        .room(&["journals"], journals::configure)
        .room(&["closings"], journals::configure_closings)
        .configure(books::configure)
        .configure(identity::configure)
        .configure(companies::configure);
}
