//! Groups of companies: data of the parent. Which members a person sees depends on the roles that person has in them.

mod routes;
pub mod service;
mod store;

pub use routes::configure;
