//! Closed time. Each closing keeps what was known at its moment; what the time before it would have been by then is a
//! correction at its beginning. So whatever was closed when, everything posted through a day adds up to the books as they
//! were known at the last closing.

use super::part::{Amounts, Part};
use chrono::{DateTime, NaiveDate, Utc};
use shared::ids::AgreementId;
use shared::journals::JournalCause;
use std::collections::{HashMap, HashSet};

/// Time that is known as of one moment: between two closings, or after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// `None`: open.
    pub through: Option<NaiveDate>,
    pub known_at: DateTime<Utc>,
}

/// The slices of all time. Closings are in force, by day.
pub fn slices(closings: &[(NaiveDate, DateTime<Utc>)], known_at: DateTime<Utc>) -> Vec<Slice> {
    let mut from = None;
    let mut slices = Vec::with_capacity(closings.len() + 1);
    for (through, closed_at) in closings {
        slices.push(Slice { from, through: Some(*through), known_at: *closed_at });
        from = through.succ_opt();
    }
    slices.push(Slice { from, through: None, known_at });
    slices
}

impl Slice {
    /// What it has of a time.
    pub fn within(&self, from: NaiveDate, to: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.from.map_or(from, |own| own.max(from));
        let last = self.through.map_or(to, |own| own.min(to));
        (first <= last).then_some((first, last))
    }
}

/// Everything posted by agreement up to a day, and the agreements it is not known of.
#[derive(Debug, Default)]
pub struct Posted {
    pub amounts: HashMap<AgreementId, Amounts>,
    pub unknown: HashSet<AgreementId>,
}

/// What is known of the time before a day now, less what was known of it when it was closed. What can be calculated at
/// one of the two moments only is left alone: nothing is reversed for want of a rate.
pub fn corrections(on: NaiveDate, closed: &Posted, now: &Posted) -> Vec<Part> {
    let nothing = Amounts::default();
    let mut agreements: Vec<AgreementId> = closed.amounts.keys().chain(now.amounts.keys()).copied().collect();
    agreements.sort_unstable();
    agreements.dedup();
    let is_unknown = |agreement: &AgreementId| closed.unknown.contains(agreement) || now.unknown.contains(agreement);
    let correction = |agreement: AgreementId| {
        let of = |posted: &Posted| posted.amounts.get(&agreement).unwrap_or(&nothing).clone();
        let amounts = of(now).minus(&of(closed));
        let place = format!("{on} correction");
        (!amounts.is_nothing()).then_some(Part {
            agreement,
            place,
            on,
            cause: JournalCause::Correction,
            entry: None,
            amounts,
        })
    };
    agreements.into_iter().filter(|agreement| !is_unknown(agreement)).filter_map(correction).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::books::BookRole;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn id(number: u128) -> AgreementId {
        AgreementId::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn posted(pairs: &[(u128, i64)]) -> Posted {
        let amounts = |cost: i64| Amounts::from_pairs([(BookRole::LeaseCost, cost), (BookRole::Payment, -cost)]);
        Posted {
            amounts: pairs.iter().map(|(agreement, cost)| (id(*agreement), amounts(*cost))).collect(),
            unknown: HashSet::new(),
        }
    }

    #[test]
    fn time_is_cut_at_the_closings() {
        let closings =
            [(day("2025-12-31"), at("2026-01-10T08:00:00Z")), (day("2026-01-31"), at("2026-02-05T08:00:00Z"))];
        let slices = slices(&closings, at("2026-03-01T08:00:00Z"));
        let shown: Vec<_> = slices.iter().map(|slice| slice.within(day("2026-01-01"), day("2026-12-31"))).collect();
        let (first, last) = ((day("2026-01-01"), day("2026-01-31")), (day("2026-02-01"), day("2026-12-31")));
        assert_eq!(shown, [None, Some(first), Some(last)]);
        assert_eq!(slices[2].known_at, at("2026-03-01T08:00:00Z"));
    }

    #[test]
    fn a_correction_is_the_difference_and_nothing_else() {
        let closed = posted(&[(1, 100), (2, 50), (3, 70)]);
        let now = posted(&[(1, 120), (2, 50), (4, 9)]);
        let corrections = corrections(day("2026-01-01"), &closed, &now);
        let cost = |part: &Part| part.amounts.pairs().find(|(role, _)| *role == BookRole::LeaseCost).unwrap().1;
        let shown: Vec<_> = corrections.iter().map(|part| (part.agreement, cost(part))).collect();
        // What has left the register is taken back, what has come late is added.
        assert_eq!(shown, [(id(1), 20), (id(3), -70), (id(4), 9)]);
        assert!(corrections.iter().all(|part| part.amounts.balances() && part.cause == JournalCause::Correction));
    }

    #[test]
    fn nothing_is_reversed_for_want_of_a_rate() {
        let closed = posted(&[(1, 100)]);
        let mut now = posted(&[]);
        now.unknown.insert(id(1));
        assert_eq!(corrections(day("2026-01-01"), &closed, &now), []);
    }
}
