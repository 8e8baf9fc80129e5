//! Lease maths: the terms of an agreement and what happened to it in, its schedule out.
//!
//! Pure: no clock, no I/O, no panics, and no function of the platform's maths library, so that the server and the
//! browser come to the same bits. Money is whole hundredths; between them runs an unrounded path, and what is
//! published is that path's points, each rounded half away from zero. So every row ties and the debt ends at the
//! residual to the öre.
//!
//! [`contract`] and [`change`] are what comes in, [`outcome`] what comes out. [`Plan`] is an agreement made ready:
//! stretches of payments on a grid of due dates, each with the capital it opens with and its rate.

mod all_in;
mod amend;
pub mod books;
pub mod calendar;
pub mod change;
mod compile;
pub mod contract;
pub mod day_count;
mod debt;
mod double;
pub mod error;
mod explain;
mod flows;
mod grid;
pub mod outcome;
mod path;
mod plan;
pub mod portfolio;
pub mod rates;
mod real;
pub mod selfcheck;
mod series;
mod stretch;
mod terms;
pub mod validate;

pub use all_in::all_in;
pub use calendar::MonthEnds;
pub use change::{AmendedTerms, Change, Ending};
pub use contract::{
    AfterEnd, Contract, Convention, DayCount, Discounting, FeeStep, FirstIncreased, InterimRent, Kind, Minor,
    NominalRate, ResidualCarrier, Timing,
};
pub use debt::{RowFormula, schedule};
pub use error::{EngineError, ErrorCode};
pub use explain::{Accrual, Explanation, How, explain};
pub use flows::Flow;
pub use outcome::{
    AllIn, Capital, EffectiveRate, FeeKind, FeeShare, NoRate, RateOutcome, RateSource, Row, RowKind, Schedule, Segment,
    Status,
};
pub use plan::Plan;
