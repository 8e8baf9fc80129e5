//! An agreement of the register as a lease.

use chrono::NaiveDate;
use engine::books as eng;
use engine::books::registered::{self, lease_of};
use engine::{Change, NominalRate};

use super::remarks::{self, guarantees, same_twice};
use super::{Faulty, Reader, Reading, refused, told};
use crate::agreements::OptionKind;
use crate::books::answer::BookRateSource;
use crate::books::register::{LeaseChangeKind, LeaseChangeView, RegisteredLease, Wanted, default_rate};
use crate::books::request::{LeaseAccounting, LeaseScope, LeaseShare, NewBook};
use crate::books::words;
use crate::calculation;
use crate::money::Amount;
use crate::terms::{CheckedTerms, months_of_term};

/// An agreement with everything the register knows about it, or every fault of that at its place.
pub(in crate::books) fn registered(
    lease: &RegisteredLease<'_>,
    book: &NewBook,
    as_of: NaiveDate,
    period_months: u32,
) -> Faulty<Reading> {
    let mut reader = Reader::default();
    reader.question(book, as_of, period_months);
    reader.accounting(lease.accounting);
    reader.full_guarantee(lease.accounting);
    reader.views(lease.views);
    let commencement = lease.accounting.commencement_on.unwrap_or(lease.original.terms().start_on);
    let listed = reader.events(lease.events, Some(commencement));
    if lease.market.is_some() {
        reader.at_home(lease.events);
    }
    let transition = reader.transition(book);
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let mut reading = of_agreement(lease, as_of)?;
    reading.events.extend(listed);
    guarantees(&mut reading, lease.events, lease.event_ids);
    reading.remarks.extend(same_twice(lease.events, lease.event_ids, &reading));
    reading.market = lease.market.cloned();
    if let Some(transition) = transition.filter(|transition| transition.on > reading.lease.commencement) {
        known_on(&mut reading, transition.on);
        reading.transition = Some(transition);
    }
    Ok(reading)
}

/// What the register's own terms, changes, options and rates come to. What is not said is read from the agreement.
pub(super) fn of_agreement(registered: &RegisteredLease<'_>, as_of: NaiveDate) -> Faulty<Reading> {
    let RegisteredLease { original, accounting, default_rates, .. } = *registered;
    let contract = calculation::contract(original);
    let changes = calculation::engine_changes(original, registered.changes)?;
    let known = registered::Accounting {
        views: registered.views.iter().filter_map(|view| of_view(view, &changes)).collect(),
        ..registered_accounting(original, accounting)
    };
    let (mut lease, mut events) =
        lease_of(&contract, &changes, &known, as_of).map_err(|error| vec![refused(&error, 0)])?;
    if let Some(commencement) = accounting.commencement_on {
        lease.commencement = commencement;
    }
    lease.underlying.sold = accounting.sale.map(words::sold);
    if accounting.becomes_owned {
        own(&mut lease.terms);
        for event in &mut events {
            if let eng::EventKind::Remeasured { terms, .. } | eng::EventKind::Modified { terms, .. } = &mut event.kind {
                own(terms);
            }
        }
    }
    let terms = original.terms();
    let from_table = |on: NaiveDate, end: NaiveDate| {
        let wanted = Wanted { on, currency: terms.currency, kind: terms.kind, months: months_of_term(on, end) };
        default_rate(default_rates, &wanted).map(|found| told(&found.rate))
    };
    let (rate, rate_source) = match lease.rate {
        Some(rate) if accounting.discount_rate.is_some() => (Some(rate), Some(BookRateSource::Given)),
        Some(rate) if terms.price.is_some() => (Some(rate), Some(BookRateSource::Solved)),
        Some(rate) => (Some(rate), Some(BookRateSource::Stated)),
        // The price has no rate that it could be solved with.
        None => match stated(original) {
            Some(rate) => (Some(rate), Some(BookRateSource::Stated)),
            None => {
                let rate = from_table(lease.commencement, lease.terms.end);
                (rate, rate.map(|_| BookRateSource::Table))
            }
        },
    };
    lease.rate = rate;
    for event in &mut events {
        let on = event.on;
        let revised = match &mut event.kind {
            eng::EventKind::Remeasured { cause, terms, rate } if cause.revises_rate() => Some((terms.end, rate)),
            eng::EventKind::Modified { terms, rate, .. } => Some((terms.end, rate)),
            _ => None,
        };
        if let Some((end, rate)) = revised.filter(|(_, rate)| rate.is_none()) {
            *rate = from_table(on, end);
        }
    }
    let (derived, currency) = (events.len(), Some(terms.currency));
    let remarks = remarks::of_agreement(registered, &changes, lease.commencement);
    Ok(Reading { lease, events, derived, transition: None, market: None, currency, rate_source, remarks })
}

/// A framework that is first applied on a day meets the terms that hold on it; what happened before is left out.
fn known_on(reading: &mut Reading, on: NaiveDate) {
    let before = reading.events.iter().filter(|event| event.on < on);
    let ruling = before.filter_map(|event| match &event.kind {
        eng::EventKind::Remeasured { terms, .. } | eng::EventKind::Modified { terms, .. } => Some((event.on, terms)),
        _ => None,
    });
    if let Some((_, terms)) = ruling.max_by_key(|(on, _)| *on) {
        reading.lease.terms = terms.clone();
    }
}

/// The rate on the agreement's paper, per its own interval.
fn stated(original: &CheckedTerms) -> Option<eng::DiscountRate> {
    let terms = original.terms();
    let yearly = NominalRate::from_parts_per_billion(terms.nominal_rate_percent?.ppb());
    let interval = terms.interval_months.max(1);
    let basis = if 12_u32.is_multiple_of(interval) {
        eng::RateBasis::Nominal { times_a_year: 12 / interval }
    } else {
        eng::RateBasis::Effective
    };
    Some(eng::DiscountRate::Told { yearly, basis })
}

/// The change that a view is of; of none when it was undone.
fn of_view(view: &LeaseChangeView, changes: &[Change]) -> Option<registered::View> {
    use registered::Reading as As;
    let ends = view.kind == LeaseChangeKind::Termination;
    let change =
        changes.iter().position(|change| change.on() == view.on && matches!(change, Change::Ended { .. }) == ends)?;
    let reading = match view.kind {
        LeaseChangeKind::Index => As::Remeasured(eng::Cause::Index),
        LeaseChangeKind::FloatingRate => As::Remeasured(eng::Cause::FloatingRate),
        LeaseChangeKind::ResidualGuarantee => As::Remeasured(eng::Cause::ResidualGuarantee),
        LeaseChangeKind::BecameFixed => As::Remeasured(eng::Cause::BecameFixed),
        LeaseChangeKind::Incentive => As::Remeasured(eng::Cause::Incentive),
        LeaseChangeKind::TermReassessed => As::Remeasured(eng::Cause::Term),
        LeaseChangeKind::Modification => As::Modified(match (view.scope, view.remaining) {
            (Some(LeaseScope::Shortened), _) => eng::Scope::Shortened,
            (Some(LeaseScope::Reduced), Some(LeaseShare { part, of })) => eng::Scope::Reduced { part, of },
            _ => eng::Scope::Kept,
        }),
        LeaseChangeKind::SeparateLease => As::SeparateLease,
        LeaseChangeKind::Termination => As::Ended { penalty: view.amount.map_or(0, Amount::minor) },
    };
    let revised_rate = view.discount_rate.as_ref().map(told);
    Some(registered::View { change, reading, revised_rate })
}

/// What becomes the lessee's has no residual value left to settle.
fn own(terms: &mut eng::Terms) {
    terms.becomes_owned = true;
    terms.guarantee = None;
}

fn registered_accounting(checked: &CheckedTerms, accounting: &LeaseAccounting) -> registered::Accounting {
    let start = checked.terms().start_on;
    let assessed = accounting.end_on.filter(|end| *end != checked.end_on()).map(|end| registered::LeaseOption {
        kind: if end > checked.end_on() {
            registered::OptionKind::Extend { until: end }
        } else {
            registered::OptionKind::Terminate { on: end, penalty: 0 }
        },
        certain: true,
        assessed_on: start,
    });
    let options = accounting.options.iter().filter_map(|option| {
        let amount = option.amount.map_or(0, Amount::minor);
        let kind = match option.kind {
            OptionKind::Extension => registered::OptionKind::Extend { until: option.ends_on? },
            OptionKind::Termination => registered::OptionKind::Terminate { on: option.ends_on?, penalty: amount },
            OptionKind::Purchase => registered::OptionKind::Purchase { price: amount },
        };
        let assessed_on = option.assessed_on.unwrap_or(start);
        Some(registered::LeaseOption { kind, certain: option.reasonably_certain, assessed_on })
    });
    registered::Accounting {
        rate: accounting.discount_rate.as_ref().map(told),
        revised_rate: accounting.revised_discount_rate.as_ref().map(told),
        classification: accounting.classification.map(words::classification),
        fair_value: accounting.fair_value.map(Amount::minor),
        useful_until: accounting.useful_until,
        residual_when_owned: accounting.residual_when_owned.minor(),
        specialised: accounting.specialised,
        initial_direct_costs: accounting.initial_direct_costs.map(Amount::minor),
        incentives_received: accounting.incentives_received.minor(),
        prepaid: accounting.prepaid.minor(),
        restoration: accounting.restoration.minor(),
        expected_of_guarantee: accounting.guarantee.map_or(0, |guarantee| guarantee.expected.minor()),
        options: assessed.into_iter().chain(options).collect(),
        ..registered::Accounting::default()
    }
}
