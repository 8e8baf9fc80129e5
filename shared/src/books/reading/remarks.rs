//! What makes no sense in what is recorded of a lease, though it can be calculated.

use chrono::NaiveDate;
use engine::Change;
use engine::books as eng;

use super::Reading;
use crate::agreements::OptionKind;
use crate::books::finding::{BookFinding, BookFindingCode as Code, BookRemedy as Remedy, EventNames};
use crate::books::register::{LeaseChangeKind, RegisteredLease};
use crate::books::request::{LeaseEvent, LeaseEventKind, LeaseOption};
use crate::ids::LeaseEventId;

/// A residual value guarantee goes on until an event says another: nobody means to take a debt off the books by not
/// mentioning it.
pub(super) fn guarantees(reading: &mut Reading, listed: &[LeaseEvent], ids: &[LeaseEventId]) {
    let mut order: Vec<usize> = (0..reading.events.len()).collect();
    order.sort_by_key(|at| reading.events.get(*at).map(|event| (event.on, event.when)));
    let mut in_force = reading.lease.terms.guarantee;
    let mut changed = Vec::new();
    for at in order {
        let Some(event) = reading.events.get_mut(at) else { continue };
        let (eng::EventKind::Remeasured { terms, .. } | eng::EventKind::Modified { terms, .. }) = &mut event.kind
        else {
            continue;
        };
        let place = at.checked_sub(reading.derived);
        if let Some((place, said)) = place.and_then(|place| Some((place, listed.get(place)?))) {
            let guarantee = said.terms.as_ref().and_then(|terms| terms.guarantee);
            if guarantee.is_none() && !terms.becomes_owned {
                terms.guarantee = in_force;
            } else if !terms.becomes_owned
                && said.kind != LeaseEventKind::ResidualGuarantee
                && worth(terms.guarantee) != worth(in_force)
            {
                changed.push(place);
            }
        }
        in_force = terms.guarantee;
    }
    let names = EventNames { events: &reading.events, derived: reading.derived, ids };
    let remarks = changed.into_iter().map(|at| names.listed(at, Code::GuaranteeChanged, Remedy::CheckTerms));
    let remarks: Vec<BookFinding> = remarks.collect();
    reading.remarks.extend(remarks);
}

/// What is expected, and the most there can be; of none, nothing.
fn worth(guarantee: Option<eng::Guarantee>) -> (i64, i64) {
    guarantee.map_or((0, 0), |guarantee| (guarantee.expected, guarantee.full))
}

pub(super) fn same_twice(listed: &[LeaseEvent], ids: &[LeaseEventId], reading: &Reading) -> Vec<BookFinding> {
    let names = EventNames { events: &reading.events, derived: reading.derived, ids };
    let again = listed.iter().enumerate().filter(|(at, event)| listed.iter().take(*at).any(|before| before == *event));
    again.map(|(at, _)| names.listed(at, Code::SameEventTwice, Remedy::MoveOrRemoveEvent)).collect()
}

/// What is said of an agreement beside what the agreement says.
pub(super) fn of_agreement(lease: &RegisteredLease<'_>, changes: &[Change], start: NaiveDate) -> Vec<BookFinding> {
    let RegisteredLease { accounting, views, .. } = *lease;
    let mut remarks = Vec::new();
    let assessed = accounting.end_on.filter(|end| *end >= start);
    if accounting.end_on.is_some() && assessed.is_none() {
        let place = "/accounting/end_on".to_owned();
        remarks.push(BookFinding::at(Code::EndBeforeCommencement, place, Remedy::AssessTerm, accounting.end_on));
    }
    for (at, view) in views.iter().enumerate() {
        let ends = view.kind == LeaseChangeKind::Termination;
        let is_its = |change: &Change| change.on() == view.on && matches!(change, Change::Ended { .. }) == ends;
        if !changes.iter().any(is_its) {
            let (place, remedy) = (format!("/changes/{at}"), Remedy::CheckChange);
            remarks.push(BookFinding::at(Code::ChangeNotFound, place, remedy, Some(view.on)));
        }
    }
    let term = Term { changes, signed: assessed.unwrap_or(lease.original.end_on()), start };
    for (at, option) in accounting.options.iter().enumerate() {
        if let Some(code) = term.judge(option, &accounting.options) {
            let place = format!("/accounting/options/{at}");
            let on = option.ends_on.or(option.assessed_on);
            remarks.push(BookFinding::at(code, place, Remedy::CheckOption, on));
        }
    }
    remarks
}

/// What options are held against.
struct Term<'a> {
    changes: &'a [Change],
    /// Last day as first assessed.
    signed: NaiveDate,
    start: NaiveDate,
}

impl Term<'_> {
    fn assessed(&self, option: &LeaseOption) -> NaiveDate {
        option.assessed_on.map_or(self.start, |on| on.max(self.start))
    }

    /// The last day of the term on a day, no option counted.
    fn end_on(&self, day: NaiveDate) -> NaiveDate {
        let amended = self.changes.iter().rev().filter(|change| change.on() <= day).find_map(|change| match change {
            Change::Amended { terms, .. } => terms.end,
            Change::Ended { .. } => None,
        });
        amended.unwrap_or(self.signed)
    }

    fn judge(&self, option: &LeaseOption, all: &[LeaseOption]) -> Option<Code> {
        let assessed = self.assessed(option);
        if option.ends_on.is_some_and(|ends| ends < assessed) {
            return Some(Code::OptionInPast);
        }
        let ended = |change: &Change| matches!(change, Change::Ended { .. }) && change.on() < assessed;
        if option.reasonably_certain && self.changes.iter().any(ended) {
            return Some(Code::OptionAfterEnd);
        }
        if option.ends_on.is_some_and(|ends| self.is_outside(option, ends, all)) {
            return Some(Code::OptionOutsideTerm);
        }
        if !option.reasonably_certain {
            return None;
        }
        let certain = |other: &&LeaseOption| other.reasonably_certain && self.assessed(other) == assessed;
        let ends_before = |other: &LeaseOption| match (other.ends_on, option.ends_on) {
            (Some(other), Some(ends)) => other < ends,
            (other, None) => other.is_some_and(|other| other < self.end_on(assessed)),
            (None, _) => false,
        };
        let terminates = |other: &&LeaseOption| other.kind == OptionKind::Termination && ends_before(other);
        if option.kind != OptionKind::Termination && all.iter().filter(certain).any(|other| terminates(&other)) {
            return Some(Code::OptionsConflict);
        }
        let skipped = |other: &LeaseOption| {
            let between = other.ends_on.is_some_and(|ends| self.end_on(assessed) < ends && Some(ends) < option.ends_on);
            other.kind == OptionKind::Extension && !other.reasonably_certain && between
        };
        let is_extension = option.kind == OptionKind::Extension;
        (is_extension && all.iter().any(skipped)).then_some(Code::OptionNotJoined)
    }

    fn is_outside(&self, option: &LeaseOption, ends: NaiveDate, all: &[LeaseOption]) -> bool {
        let end = self.end_on(self.assessed(option));
        match option.kind {
            OptionKind::Extension => ends <= end,
            OptionKind::Termination => {
                let extensions = all.iter().filter(|other| other.kind == OptionKind::Extension);
                let last = extensions.filter_map(|other| other.ends_on).max();
                ends >= last.map_or(end, |last| last.max(end))
            }
            OptionKind::Purchase => false,
        }
    }
}
