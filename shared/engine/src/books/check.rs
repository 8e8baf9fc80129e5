//! What a lease may say. Within the limits nothing overflows and no result is infinite.

use crate::books::chronology::At;
use crate::books::event::{Event, EventKind, Scope};
use crate::books::lease::{Lease, Sold, Terms};
use crate::books::policy::{DiscountRate, RateBasis};
use crate::books::run::Placed;
use crate::books::transition::Transition;

use crate::contract::Minor;
use crate::error::{EngineError, ErrorCode};
use crate::validate::{
    Check, HIGHEST_RATE, LARGEST_AMOUNT, LOWEST_RATE, MOST_CHANGES, amount, date, few, interval, is_within, number,
    refuse, term,
};

/// The largest sum of payments, and the largest value of a liability.
pub const LARGEST_VALUE: Minor = 100_000_000_000_000_000;
pub const MOST_PAYMENTS: usize = 10_000;

pub(crate) fn too_large(field: &'static str) -> EngineError {
    EngineError { field, code: ErrorCode::TooLarge, found: LARGEST_VALUE, limit: LARGEST_VALUE, change: None }
}

pub(crate) fn lease(lease: &Lease) -> Check {
    date("commencement", lease.commencement)?;
    interval(lease.interval_months)?;
    terms(lease, &lease.terms)?;
    amount("initial_direct_costs", lease.initial_direct_costs)?;
    amount("incentives_received", lease.incentives_received)?;
    amount("prepaid", lease.prepaid)?;
    amount("restoration", lease.restoration)?;
    amount("residual", lease.underlying.residual)?;
    if let Some(fair_value) = lease.underlying.fair_value {
        amount("fair_value", fair_value)?;
    }
    if let Some(Sold { price, fair_value, carrying }) = lease.underlying.sold {
        for (field, value) in [("price", price), ("fair_value", fair_value), ("carrying", carrying)] {
            amount(field, value).map_err(|error| EngineError { field: "sold", ..error })?;
        }
        if fair_value == 0 {
            return refuse("sold", ErrorCode::TooSmall, 0, 1);
        }
    }
    if let Some(useful_until) = lease.underlying.useful_until {
        date("useful_until", useful_until)?;
        term("useful_until", lease.commencement, useful_until)?;
    }
    lease.rate.as_ref().map_or(Ok(()), rate)
}

fn terms(lease: &Lease, terms: &Terms) -> Check {
    date("end", terms.end)?;
    term("end", lease.commencement, terms.end)?;
    few("payments", terms.payments.len(), MOST_PAYMENTS)?;
    // A single pass over what is nearly always fine; another to say what is not.
    let (mut total, mut fine) = (0_u64, true);
    for payment in &terms.payments {
        let size = payment.amount.unsigned_abs();
        fine &= is_within(payment.due) & (size <= LARGEST_AMOUNT.unsigned_abs());
        // What is not fine is not added up.
        total = total.wrapping_add(size);
    }
    if !fine {
        for payment in &terms.payments {
            date("due", payment.due)?;
            // What is received is as limited as what is paid.
            amount("amount", payment.amount.saturating_abs())?;
        }
    }
    if let Some(guarantee) = terms.guarantee {
        amount("expected", guarantee.expected)?;
        amount("full", guarantee.full)?;
        if guarantee.full < guarantee.expected {
            return refuse("full", ErrorCode::TooSmall, guarantee.full, guarantee.expected);
        }
        // What becomes the lessee's is not given back, and nothing of its value is guaranteed to anybody.
        if terms.becomes_owned && guarantee.full > 0 {
            return refuse("guarantee", ErrorCode::Owned, guarantee.full, 0);
        }
    }
    if total > LARGEST_VALUE.unsigned_abs() { Err(too_large("payments")) } else { Ok(()) }
}

fn rate(rate: &DiscountRate) -> Check {
    let (low, high) = (LOWEST_RATE.parts_per_billion(), HIGHEST_RATE.parts_per_billion());
    match rate {
        DiscountRate::Told { yearly, basis } => {
            if let RateBasis::Nominal { times_a_year: times @ (0 | 366..) } = basis {
                return refuse("times_a_year", ErrorCode::TooLarge, i64::from(*times), 365);
            }
            match yearly.parts_per_billion() {
                found if found < low => refuse("rate", ErrorCode::TooSmall, found, low),
                found if found > high => refuse("rate", ErrorCode::TooLarge, found, high),
                _ => Ok(()),
            }
        }
        DiscountRate::Solved { interval: rate, interval_months } => {
            interval(*interval_months)?;
            if *rate > -0.99 && *rate < 1e3 { Ok(()) } else { refuse("rate", ErrorCode::TooLarge, 0, 0) }
        }
    }
}

pub(crate) fn transition(lease: &Lease, transition: &Transition) -> Check {
    date("transition", transition.on)?;
    amount("prepaid", transition.prepaid.saturating_abs())?;
    rate(&transition.rate)?;
    if transition.on < lease.commencement {
        return refuse("transition", ErrorCode::NotAfter, number(transition.on), number(lease.commencement));
    }
    Ok(())
}

/// The events in their order, those of one instant as they were given.
pub(crate) fn events<'a>(lease: &Lease, events: &'a [Event]) -> Result<Vec<Placed<'a>>, EngineError> {
    few("events", events.len(), MOST_CHANGES)?;
    for (index, one) in events.iter().enumerate() {
        event(lease, one).map_err(|error| EngineError { change: Some(index), ..error })?;
    }
    let mut order: Vec<Placed<'a>> =
        events.iter().enumerate().map(|(index, event)| (index, At::event(event.on, event.when), event)).collect();
    order.sort_by_key(|(_, at, _)| *at);
    handovers(&order)?;
    Ok(order)
}

/// A lease comes once and goes once, in this order.
fn handovers(order: &[Placed<'_>]) -> Check {
    let moves = order.iter().filter(|(.., event)| event.hands_over());
    let mut before: Option<&Event> = None;
    for (index, _, event) in moves {
        let follows = before.is_none_or(|before| {
            matches!((&before.kind, &event.kind), (EventKind::TakenOver, EventKind::GivenAway)) && before.on < event.on
        });
        if !follows {
            let limit = before.map_or(0, |before| number(before.on));
            return refuse("on", ErrorCode::NotAfter, number(event.on), limit)
                .map_err(|error| EngineError { change: Some(*index), ..error });
        }
        before = Some(event);
    }
    Ok(())
}

fn event(lease: &Lease, event: &Event) -> Check {
    date("on", event.on)?;
    match &event.kind {
        EventKind::Remeasured { terms: new, rate: revised, .. }
        | EventKind::Modified { terms: new, rate: revised, .. } => {
            terms(lease, new)?;
            if let EventKind::Modified { scope: Scope::Reduced { part, of }, .. } = &event.kind
                && (*of == 0 || part > of)
            {
                return refuse("scope", ErrorCode::TooLarge, i64::from(*part), i64::from(*of));
            }
            revised.as_ref().map_or(Ok(()), rate)
        }
        EventKind::SeparateLease | EventKind::GivenAway | EventKind::TakenOver => Ok(()),
        EventKind::Impaired { amount: impaired } | EventKind::ImpairmentReversed { amount: impaired } => {
            amount("impaired", *impaired)
        }
        EventKind::Subleased { part, of, claim } => {
            amount("claim", *claim)?;
            if *of == 0 || part > of {
                return refuse("scope", ErrorCode::TooLarge, i64::from(*part), i64::from(*of));
            }
            Ok(())
        }
        EventKind::Terminated { penalty } => amount("penalty", *penalty),
        EventKind::BoughtOut { price } => amount("price", *price),
    }
}
