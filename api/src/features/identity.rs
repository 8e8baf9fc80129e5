//! People: signing up and in, sessions, and one's own account.
//!
//! A second factor, single sign-on and invitations come later; they add ways to prove who one is before a session starts
//! and leave the rest as it is.

mod routes;
pub mod service;
mod store;

pub use routes::configure;
