//! The numbers behind a figure, as data: whoever shows it writes the formula in words.

use chrono::NaiveDate;

use crate::calendar::{asked, date_of};
use crate::contract::{Discounting, Minor};
use crate::outcome::{NoRate, RateOutcome, Status};
use crate::path::Walk;
use crate::plan::Plan;
use crate::stretch::Book;

/// Debt = `balance` + `carried` + interest on `balance`, where the interest is `balance × interval rate × days elapsed
/// / days in interval × weight` (periodic) or `balance × (factor − 1)` (dated). Unrounded, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Accrual {
    pub discounting: Discounting,
    /// Capital just after the last payment, or the segment's opening capital.
    pub balance: f64,
    /// When `balance` was struck.
    pub since: NaiveDate,
    /// Interest earned under the terms before the segment, in the interval that was under way.
    pub carried: f64,
    /// Per whole payment interval (periodic), or effective a year (dated).
    pub rate: f64,
    pub interval_from: NaiveDate,
    /// Inclusive.
    pub interval_to: NaiveDate,
    /// From `since` through the day asked for.
    pub days_elapsed: u32,
    pub days_in_interval: u32,
    /// What the interval is of a whole one: 1 but for a short last interval.
    pub weight: f64,
    /// Growth of `balance` from `since` through the day.
    pub factor: f64,
    pub interest: f64,
    pub unrounded: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum How {
    BeforeStart,
    Ended,
    /// Past its contractual end, the agreement only costs.
    OnlyCosts,
    /// Nothing was left to pay.
    Nothing,
    Unknown(NoRate),
    Accrued(Accrual),
}

/// The debt on a day and how it comes about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Explanation {
    pub date: NaiveDate,
    pub status: Status,
    /// `None`: unknown.
    pub debt: Option<Minor>,
    /// Which of the plan's segments rules.
    pub segment: usize,
    pub how: How,
}

/// Why the debt on a day is what it is.
pub fn explain(plan: &Plan, date: NaiveDate) -> Explanation {
    let day = asked(date);
    let segment = plan.stretches.iter().rposition(|stretch| stretch.from <= day).unwrap_or(0);
    let status = plan.status_on(date);
    let how = match (status, plan.stretches.get(segment).map(|stretch| &stretch.book)) {
        (Status::NotStarted, _) | (_, None) => How::BeforeStart,
        (Status::Ended { .. }, _) => How::Ended,
        (_, Some(Book::Unknown { .. })) => How::Unknown(missing(plan, segment)),
        (_, Some(Book::Path { .. })) if plan.only_costs(day) => How::OnlyCosts,
        (_, Some(Book::Nothing)) => How::Nothing,
        (_, Some(Book::Path { .. })) => accrual(plan, segment, day).map_or(How::Nothing, How::Accrued),
    };
    Explanation { date, status, debt: plan.debt_on(date), segment, how }
}

fn missing(plan: &Plan, segment: usize) -> NoRate {
    match plan.segments.get(segment).map(|segment| &segment.rate) {
        Some(RateOutcome::None(reason)) => *reason,
        _ => NoRate::PriceUnknown,
    }
}

fn accrual(plan: &Plan, segment: usize, day: i32) -> Option<Accrual> {
    let stretch = plan.stretches.get(segment)?;
    let mut walk = Walk::<f64>::new(stretch)?;
    walk.go_to(day + 1);
    let (from, days, weight) = walk.interval;
    let interest = walk.interest(day + 1);
    Some(Accrual {
        discounting: stretch.discounting,
        balance: walk.base,
        since: date_of(walk.since),
        carried: walk.accrued,
        rate: match stretch.discounting {
            Discounting::Periodic => walk.rate,
            Discounting::Dated(_) => libm::expm1(walk.rate),
        },
        interval_from: date_of(from),
        interval_to: date_of(from + days - 1),
        days_elapsed: (day + 1 - walk.since) as u32,
        days_in_interval: days as u32,
        weight: weight.real(),
        factor: if walk.base == 0.0 { 1.0 } else { 1.0 + interest / walk.base },
        interest,
        unrounded: walk.value(day + 1),
    })
}
