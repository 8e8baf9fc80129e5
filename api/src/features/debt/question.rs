//! What can be asked of a portfolio. A question and an edition of the register determine the answer.

use bytes::Bytes;
use chrono::{DateTime, Months, NaiveDate, Utc};
use serde::Serialize;
use shared::debt::{FiguresMetric, Split};
use shared::problem::{ErrorCode, FieldCode, FieldFault};

use super::cache::Holdings;
use super::filter::Filter;
use super::list::list;
use super::overview::overview;
use super::series::{self, Points, series};
use super::total::TooLarge;
use crate::error::{ApiError, ApiResult};
use crate::http::day_within_reach;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    Overview { as_of: NaiveDate, known_at: Option<DateTime<Utc>>, filter: Filter },
    Series { range: Range, today: NaiveDate, split: Split, filter: Filter },
    List { as_of: NaiveDate, metric: Option<FiguresMetric>, filter: Filter },
}

impl Question {
    /// The answer as JSON.
    pub fn answer(self, holdings: &Holdings) -> ApiResult<Bytes> {
        let Holdings { portfolio, book } = holdings;
        match self {
            Self::Overview { as_of, known_at, filter } => {
                json(&overview(portfolio, book, &portfolio.follow(filter), as_of, known_at)?)
            }
            Self::Series { range, today, split, filter } => {
                let points = Points::new(range.from, range.to, &[range.as_of, today]);
                json(&series(portfolio, book, &portfolio.follow(filter), split, &points, today)?)
            }
            Self::List { as_of, metric, filter } => {
                json(&list(&portfolio.on(as_of, book, &portfolio.follow(filter)), metric))
            }
        }
    }
}

/// The days that a series reaches over, and the one it is looked at from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    from: NaiveDate,
    to: NaiveDate,
    as_of: NaiveDate,
}

impl Range {
    /// Three years before `as_of` and three years after, unless told otherwise, and never longer than can be drawn.
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>, as_of: NaiveDate) -> ApiResult<Self> {
        let as_of = day_within_reach("?as_of", as_of)?;
        let asked_from = from.map(|from| day_within_reach("?from", from)).transpose()?;
        let asked_to = to.map(|to| day_within_reach("?to", to)).transpose()?;
        let back = |day: NaiveDate, months| day.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
        let ahead = |day: NaiveDate, months| day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX);
        let from = asked_from.unwrap_or_else(|| {
            let usual = back(asked_to.map_or(as_of, |to| to.min(as_of)), series::MONTHS_AROUND);
            asked_to.map_or(usual, |to| usual.max(back(to, series::MONTHS_MAX)))
        });
        let last = ahead(from, series::MONTHS_MAX);
        let to = asked_to.unwrap_or_else(|| {
            let latest = from.max(as_of);
            series::month_end(latest, series::MONTHS_AROUND).unwrap_or(latest).min(last)
        });
        if to < from {
            return Err(refused("?to", to, &format!("a day on or after {from}")));
        }
        if to > last {
            return Err(refused("?to", to, &format!("a day on or before {last}")));
        }
        Ok(Self { from, to, as_of })
    }
}

fn refused(pointer: &str, day: NaiveDate, expected: &str) -> ApiError {
    let fault = FieldFault::new(FieldCode::OutOfRange).found(&day.to_string()).expected(expected);
    ApiError::new(ErrorCode::ValidationFailed).at(pointer, fault)
}

fn json(answer: &impl Serialize) -> ApiResult<Bytes> {
    serde_json::to_vec(answer).map(Bytes::from).map_err(ApiError::internal)
}

/// Whoever entered terms of that size can mend them; nobody is served by a figure that is cut off.
impl From<TooLarge> for ApiError {
    fn from(error: TooLarge) -> Self {
        let fault = FieldFault::new(FieldCode::OutOfRange).expected("agreements that add up to at most 1e13");
        Self::new(ErrorCode::ValidationFailed).at("", fault).because(error)
    }
}
