//! The server. `router` is the map of what it does; `http` and `db` are the platform every feature stands on.

pub mod app;
pub mod clock;
pub mod config;
pub mod csv_file;
pub mod db;
pub mod error;
pub mod features;
pub mod http;
mod memory;
pub mod openapi;
pub mod passwords;
pub mod router;
pub mod seed;
pub mod serve;
pub mod telemetry;

pub use features::books::command as calculate;
