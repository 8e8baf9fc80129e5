//! One list of handlers, for two purposes: to be served, and to be described in the OpenAPI document.

use actix_web::dev::HttpServiceFactory;
use actix_web::{guard, web};
use utoipa::openapi::{Components, OpenApi};
use utoipa_actix_web::OpenApiFactory;

use super::unmatched;

/// Takes a feature's handlers. Every worker of the server is given them all: describing them each time would leave
/// megabytes behind in each.
pub enum Routes<'s> {
    Serve(&'s mut web::ServiceConfig),
    Describe(&'s mut OpenApi),
}

impl Routes<'_> {
    pub fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, handler: F) -> &mut Self {
        match self {
            Self::Serve(config) => {
                config.service(handler);
            }
            Self::Describe(document) => {
                document.paths.merge(handler.paths());
                let mut schemas = Vec::new();
                handler.schemas(&mut schemas);
                document.components.get_or_insert_with(Components::new).schemas.extend(schemas);
            }
        }
        self
    }

    /// A feature all of whose addresses begin with `/companies/{company_id}/` and one of these names: requests for others
    /// pass it by without being held against each of its patterns.
    pub fn room(&mut self, names: &'static [&'static str], feature: impl FnOnce(&mut Routes)) -> &mut Self {
        match self {
            Self::Serve(config) => {
                let is_here = guard::fn_guard(move |request| {
                    room_of(request.head().uri.path()).is_some_and(|room| names.contains(&room))
                });
                // Of its own: a scope within a scope would hand what it does not know to the web app.
                let room = web::scope("").guard(is_here).default_service(web::to(unmatched));
                config.service(room.configure(|config| feature(&mut Routes::Serve(config))));
            }
            Self::Describe(_) => feature(self),
        }
        self
    }

    pub fn configure(&mut self, feature: impl FnOnce(&mut Routes)) -> &mut Self {
        feature(self);
        self
    }
}

/// What follows the company in `/api/v1/companies/{company_id}/<room>/…`.
fn room_of(path: &str) -> Option<&str> {
    path.split('/').nth(5)
}
