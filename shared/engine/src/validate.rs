//! Limits of what is computed. Within them nothing overflows and no result is infinite.

use chrono::{Datelike, NaiveDate};

use crate::calendar::day_of;
use crate::change::{AmendedTerms, Change, Ending};
use crate::contract::{Contract, FeeStep, Minor, NominalRate};
use crate::error::{EngineError, ErrorCode};

pub const LARGEST_AMOUNT: Minor = 1_000_000_000_000_000;
pub const LOWEST_RATE: NominalRate = NominalRate::from_parts_per_billion(-500_000_000);
pub const HIGHEST_RATE: NominalRate = NominalRate::from_parts_per_billion(10_000_000_000);
pub const LONGEST_TERM_DAYS: i32 = 99 * 366;
pub const LONGEST_INTERVAL_MONTHS: u32 = 120;
pub const MOST_STEPS: usize = 1_200;
pub const MOST_CHANGES: usize = 10_000;
pub const FIRST_YEAR: i32 = 1900;
pub const LAST_YEAR: i32 = 2200;

pub(crate) type Check = Result<(), EngineError>;

pub(crate) fn refuse(field: &'static str, code: ErrorCode, found: i64, limit: i64) -> Check {
    Err(EngineError { field, code, found, limit, change: None })
}

pub(crate) fn number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

pub(crate) fn amount(field: &'static str, amount: Minor) -> Check {
    match amount {
        ..0 => refuse(field, ErrorCode::TooSmall, amount, 0),
        _ if amount > LARGEST_AMOUNT => refuse(field, ErrorCode::TooLarge, amount, LARGEST_AMOUNT),
        _ => Ok(()),
    }
}

fn rate(field: &'static str, rate: NominalRate, interval_months: u32) -> Check {
    let (found, low, high) =
        (rate.parts_per_billion(), LOWEST_RATE.parts_per_billion(), HIGHEST_RATE.parts_per_billion());
    // A whole interval must not lose the whole capital.
    let low = low.max(-11_880_000_000 / i64::from(interval_months.max(1)));
    match found {
        _ if found < low => refuse(field, ErrorCode::TooSmall, found, low),
        _ if found > high => refuse(field, ErrorCode::TooLarge, found, high),
        _ => Ok(()),
    }
}

/// Whether a date is one to compute with.
#[inline]
pub(crate) fn is_within(date: NaiveDate) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}

pub(crate) fn date(field: &'static str, date: NaiveDate) -> Check {
    match date.year() {
        ..FIRST_YEAR => refuse(field, ErrorCode::TooSmall, number(date), i64::from(FIRST_YEAR) * 10_000 + 101),
        year if year > LAST_YEAR => {
            refuse(field, ErrorCode::TooLarge, number(date), i64::from(LAST_YEAR) * 10_000 + 1231)
        }
        _ => Ok(()),
    }
}

pub(crate) fn term(field: &'static str, start: NaiveDate, end: NaiveDate) -> Check {
    if end < start {
        return refuse(field, ErrorCode::NotAfter, number(end), number(start));
    }
    let days = day_of(end) - day_of(start) + 1;
    if days > LONGEST_TERM_DAYS {
        return refuse(field, ErrorCode::TooLarge, i64::from(days), i64::from(LONGEST_TERM_DAYS));
    }
    Ok(())
}

pub(crate) fn interval(months: u32) -> Check {
    match months {
        0 => refuse("interval_months", ErrorCode::TooSmall, 0, 1),
        _ if months > LONGEST_INTERVAL_MONTHS => {
            refuse("interval_months", ErrorCode::TooLarge, i64::from(months), i64::from(LONGEST_INTERVAL_MONTHS))
        }
        _ => Ok(()),
    }
}

pub(crate) fn few(field: &'static str, count: usize, most: usize) -> Check {
    if count > most { refuse(field, ErrorCode::TooMany, count as i64, most as i64) } else { Ok(()) }
}

pub(crate) fn contract(contract: &Contract) -> Check {
    date("start", contract.start)?;
    date("end", contract.end)?;
    term("end", contract.start, contract.end)?;
    interval(contract.interval_months)?;
    amount("fee", contract.fee)?;
    amount("residual", contract.residual)?;
    amount("invoice_fee", contract.invoice_fee)?;
    amount("arrangement_fee", contract.arrangement_fee)?;
    amount("service_fee", contract.service_fee)?;
    if let Some(price) = contract.price {
        amount("price", price)?;
    }
    if let Some(stated) = contract.stated_rate {
        rate("stated_rate", stated, contract.interval_months)?;
    }
    if let Some(first) = contract.first_increased {
        amount("first_increased", first.amount)?;
    }
    if let Some(interim) = contract.interim {
        date("interim", interim.from)?;
        if interim.from > contract.start {
            return refuse("interim", ErrorCode::NotAfter, number(contract.start), number(interim.from));
        }
        let days = i64::from(day_of(contract.start) - day_of(interim.from));
        if let Some(daily) = interim.daily {
            amount("interim", daily)?;
            amount("interim", daily.saturating_mul(days))?;
        }
    }
    steps(&contract.steps)
}

fn steps(steps: &[FeeStep]) -> Check {
    few("steps", steps.len(), MOST_STEPS)?;
    let mut last = None;
    for step in steps {
        date("steps", step.from)?;
        amount("steps", step.fee)?;
        match last {
            Some(before) if step.from <= before => {
                return refuse("steps", ErrorCode::NotAscending, number(step.from), number(before));
            }
            _ => last = Some(step.from),
        }
    }
    Ok(())
}

/// The changes by day, those of one day in the order given.
pub(crate) fn changes<'a>(contract: &Contract, changes: &'a [Change]) -> Result<Vec<&'a Change>, EngineError> {
    few("changes", changes.len(), MOST_CHANGES)?;
    let mut order: Vec<(usize, &Change)> = changes.iter().enumerate().collect();
    order.sort_by_key(|(_, change)| change.on());
    let mut interval_months = contract.interval_months;
    let mut ended: Option<NaiveDate> = None;
    for (index, change) in &order {
        let checked = match (change, ended) {
            (change, Some(on)) if change.on() > on || matches!(change, Change::Ended { .. }) => {
                refuse("on", ErrorCode::AfterEnding, number(change.on()), number(on))
            }
            (Change::Amended { on, terms }, _) => {
                interval_months = terms.interval_months.unwrap_or(interval_months);
                amended(contract, *on, terms, interval_months)
            }
            (Change::Ended { on, how }, _) => {
                ended = Some(*on);
                date("on", *on).and_then(|()| match how {
                    Ending::Terminated => Ok(()),
                    Ending::BoughtOut { price } => amount("price", *price),
                })
            }
        };
        checked.map_err(|error| EngineError { change: Some(*index), ..error })?;
    }
    Ok(order.into_iter().map(|(_, change)| change).collect())
}

fn amended(contract: &Contract, on: NaiveDate, terms: &AmendedTerms, interval_months: u32) -> Check {
    date("on", on)?;
    if on < contract.start {
        return refuse("on", ErrorCode::NotAfter, number(on), number(contract.start));
    }
    let amounts = [
        ("fee", terms.fee),
        ("residual", terms.residual),
        ("invoice_fee", terms.invoice_fee),
        ("service_fee", terms.service_fee),
    ];
    for (field, value) in amounts {
        if let Some(value) = value {
            amount(field, value)?;
        }
    }
    if let Some(later) = &terms.steps {
        steps(later)?;
        if let Some(first) = later.first().filter(|first| first.from <= on) {
            return refuse("steps", ErrorCode::NotAfter, number(first.from), number(on));
        }
    }
    interval(interval_months)?;
    if let Some(end) = terms.end {
        date("end", end)?;
        term("end", contract.start, end)?;
        if end < on {
            return refuse("end", ErrorCode::NotAfter, number(end), number(on));
        }
    }
    if let Some(stated) = terms.stated_rate {
        rate("stated_rate", stated, interval_months)?;
    }
    Ok(())
}
