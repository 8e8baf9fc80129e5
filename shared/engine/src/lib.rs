//! Lease maths: the terms of an agreement and what happened to it in, its schedule out.
//!
//! Pure: no clock, no I/O, no panics, and no function of the platform's maths library, so that the server and the
//! browser come to the same bits. Money is whole hundredths; between them runs an unrounded path.

pub mod change;
pub mod contract;
pub mod error;
pub mod outcome;

pub use change::{AmendedTerms, Change, Ending};
pub use contract::{
    AfterEnd, Contract, Convention, DayCount, Discounting, FeeStep, FirstIncreased, InterimRent, Kind, Minor,
    NominalRate, ResidualCarrier, Timing,
};
pub use error::{EngineError, ErrorCode};
pub use outcome::{
    AllIn, Capital, EffectiveRate, FeeKind, FeeShare, NoRate, RateOutcome, RateSource, Row, RowKind, Schedule, Segment,
    Status,
};
