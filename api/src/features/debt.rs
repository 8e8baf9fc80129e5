//! Leasing debt: the company's figures on any day, their development, and how each comes about.
//!
//! A request looks up the revision of the company's register and answers from memory when it was asked the same at
//! that revision ([`cache`]). Otherwise all agreements are compiled once ([`portfolio`]), and the question is answered
//! from them ([`question`]). No figure is stored.

mod average;
mod cache;
mod comparison;
mod filter;
mod list;
mod notices;
mod overview;
mod portfolio;
mod question;
mod routes;
mod series;
mod service;
mod total;

pub use routes::configure;
#[cfg(test)]
mod tests;
