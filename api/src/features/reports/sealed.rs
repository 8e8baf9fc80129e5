//! Reports kept as they were given out, computed anew to see that they still are what they were, and the bridge from
//! one to what would be reported now.

mod canonical;
mod routes;
mod seal;
mod store;

pub use routes::configure;
