//! Companies, their settings, and who belongs to them.

mod members;
mod routes;
pub mod service;
mod store;

pub use routes::configure;
