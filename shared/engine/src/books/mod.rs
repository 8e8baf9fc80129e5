//! The books: what a lease is worth in the accounts under each framework.
//!
//! A contract is entered once; a book is a view of it. [`Lease`] is the contract in accounting terms (what is paid
//! when, the term as assessed, the rate), [`Event`] what happened to it, [`Book`] a framework with its [`Policy`].
//! [`schedule`] gives rows that tie to the öre, [`journal`] the postings by account role.
//!
//! The liability is the value of what remains to be paid, unrounded; its published points are rounded half away from
//! zero, and interest is what they leave. What is spread evenly (depreciation, straight-line cost) is whole numbers
//! throughout. An event anchors the asset at its published amount, so that asset and liability move by the same öre.

mod anchor;
mod asset;
mod begin;
mod cash;
pub mod check;
mod chronology;
pub mod classify;
mod effect;
mod event;
pub mod exchange;
mod glide;
mod growth;
pub mod journal;
mod lease;
pub mod leaseback;
mod maturity;
mod measure;
mod movement;
pub mod outline;
mod policy;
mod quiet;
pub mod registered;
mod run;
mod sheet;
mod solve;
mod spread;
pub mod transfer;
pub mod transition;
mod treatment;

pub use cash::{CashFlow, Purse};
pub use event::{Cause, Event, EventKind, Scope, When};
pub use lease::{
    Classification, Classified, Guarantee, Lease, Moment, Options, Payment, PaymentKind, Sold, Terms, Underlying,
    level_payments,
};
pub use maturity::Maturity;
pub use movement::{
    AssetMove, Deferral, Entry, Finding, LiabilityMove, Movement, Period, RateInForce, Recognition, Row, Schedule,
};
pub use policy::{
    Book, CurrentSplit, Depreciation, DiscountRate, Exemption, ExpensedBecause, Framework, Halves, MonthCutoff, Policy,
    RateBasis, Rounding, ScopeProportion, Thresholds, Treatment,
};
pub use run::schedule;
pub use sheet::{ClosingDays, Line, Sheet, sheet};
