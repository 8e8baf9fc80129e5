//! Saved views of the list of agreements: filters, order and columns under a name.

mod routes;
mod service;
mod store;

pub use routes::configure;
