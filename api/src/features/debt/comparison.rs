//! What stands between two days that makes their figures no match.

use shared::agreements::AgreementStatus;
use shared::debt::{NotCompared, Unknown};
use std::collections::BTreeMap;

use super::portfolio::{Day, Position};

/// Whether an agreement is in a figure on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Counted,
    /// It should be, were it known.
    Missed(Unknown),
    /// It adds nothing.
    Outside,
}

pub fn in_debt(position: &Position, _: &Day) -> Standing {
    match (position.unknown, position.debt_base) {
        (Some(unknown), _) => Standing::Missed(unknown),
        (None, None | Some(0)) => Standing::Outside,
        (None, Some(_)) => Standing::Counted,
    }
}

pub fn in_average(position: &Position, _: &Day) -> Standing {
    if !matches!(position.status, AgreementStatus::Running | AgreementStatus::Extended) {
        return Standing::Outside;
    }
    match (position.unknown, position.debt_base.filter(|debt| *debt > 0), position.rate) {
        (Some(unknown), _, _) => Standing::Missed(unknown),
        (None, None, _) => Standing::Outside,
        (None, Some(_), None) => Standing::Missed(Unknown::NoRateFits),
        (None, Some(_), Some(rate)) if !rate.is_plausible() => Standing::Missed(Unknown::ImplausibleRate),
        (None, Some(_), Some(_)) => Standing::Counted,
    }
}

pub fn in_extended_cost(position: &Position, day: &Day) -> Standing {
    match position.extended.map(|extended| extended.yearly_base) {
        None | Some(Some(0)) => Standing::Outside,
        Some(None) => Standing::Missed(day.rates.refusal(position.agreement.currency)),
        Some(Some(_)) => Standing::Counted,
    }
}

/// Agreements that a figure counts on one of the days and misses on the other. One that the figure misses on both, or
/// that begins or ends in between, does not stand in the way: the figure moves by what is known.
pub fn not_compared(before: &Day, now: &Day, standing: impl Fn(&Position, &Day) -> Standing) -> Vec<NotCompared> {
    let mut found = BTreeMap::new();
    for (then, today) in pairs(before, now) {
        let missed = match (standing(then, before), standing(today, now)) {
            (Standing::Missed(reason), Standing::Counted) => (before.on, reason),
            (Standing::Counted, Standing::Missed(reason)) => (now.on, reason),
            _ => continue,
        };
        *found.entry(missed).or_insert(0) += 1;
    }
    let entry = |((unknown_on, reason), agreements)| NotCompared { unknown_on, reason, agreements };
    found.into_iter().map(entry).collect()
}

/// The agreements of both days. A day holds them in the order of the portfolio, by number.
fn pairs<'a>(before: &'a Day, now: &'a Day) -> impl Iterator<Item = (&'a Position<'a>, &'a Position<'a>)> {
    let place = |position: &Position<'a>| (&*position.agreement.number, position.agreement.id);
    let mut now = now.positions.iter().peekable();
    before.positions.iter().filter_map(move |then| {
        while now.next_if(|today| place(today) < place(then)).is_some() {}
        now.next_if(|today| place(today) == place(then)).map(|today| (then, today))
    })
}
