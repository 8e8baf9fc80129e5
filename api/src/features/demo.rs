//! The demo portfolio: three hundred agreements of an invented company, there in one click and gone in one.
//!
//! What it is made of is decided by [`portfolio`], pure and always the same for a day, so that it looks as if it had
//! been kept for years whenever it is asked for. Real agreements are not touched; why these alone may be removed for
//! good is in ADR 0008.

mod catalogue;
mod dice;
mod portfolio;
mod rates;
mod routes;
mod service;

pub use routes::configure;
