//! From paper and changes to stretches: each opening capital carried over exactly, each rate solved once.

use crate::amend::amend;
use crate::calendar::{Day, date_of, day_of};
use crate::change::Change;
use crate::contract::{Contract, Minor, NominalRate, Timing};
use crate::double::Double;
use crate::error::EngineError;
use crate::grid::{Anchor, Grid, Weight};
use crate::outcome::{NoRate, RateOutcome, RateSource, Segment};
use crate::plan::{Extras, Plan, Since};
use crate::rates::{solve, stated_force, stated_outcome};
use crate::stretch::{Book, Flows, Lead, Opening, Stretch};
use crate::terms::{Fees, FirstDate, Terms, contractual, prorate, runs};
use crate::validate;

pub(crate) fn compile(contract: &Contract, changes: &[Change]) -> Result<Plan, EngineError> {
    validate::contract(contract)?;
    let order = validate::changes(contract, changes)?;
    let (mut plan, mut terms) = sign(contract);
    for change in order {
        match change {
            Change::Amended { on, terms: new } => terms = amend(&mut plan, terms, day_of(*on), new),
            Change::Ended { on, how } => plan.ended = Some((day_of(*on), *how)),
        }
    }
    plan.fees = terms.fees;
    Ok(plan)
}

/// Terms and stretch of the agreement as signed; the stretch still without its book.
pub(crate) fn lay_out(contract: &Contract) -> (Terms, Stretch) {
    let start = day_of(contract.start);
    let every = contract.interval_months as i32;
    let maturity = day_of(contract.end) + 1;
    let grid = Grid::new(start, Anchor::on(start), every, maturity);
    let first_payment = grid.due(u32::from(contract.timing == Timing::Arrears));
    let replaced = contract.first_increased.filter(|first| first.replaces_first_fee).map(|_| first_payment);
    let steps = contract.steps.iter().map(|step| (day_of(step.from), step.fee));
    let fees = Fees::of(contract, steps, replaced);
    let stretch = Stretch {
        from: start,
        lead: Lead { from: start, days: 1, weight: Weight::WHOLE, every, whole: start, anchor: grid.anchor },
        runs: runs(&grid, &fees, contract.timing, FirstDate::Begins),
        contractual: contractual(&grid, contract.timing),
        residual: contract.residual,
        open: false,
        origin: start,
        discounting: contract.convention.discounting,
        book: Book::Unknown { opening: None },
        grid,
    };
    (Terms { fees, residual: contract.residual, maturity, every }, stretch)
}

pub(crate) fn opening_of(start: Day, capital: Double) -> Opening {
    Opening { since: start, base: capital, accrued: Double::ZERO }
}

fn sign(contract: &Contract) -> (Plan, Terms) {
    let (terms, mut stretch) = lay_out(contract);
    let start = stretch.from;
    let first_increased = contract.first_increased.map_or(0, |first| first.amount);
    let (source, rate) = match (contract.price, contract.stated_rate) {
        (Some(price), _) => {
            let opening = opening_of(start, Double::from_i64(price - first_increased));
            (RateSource::Price, settle(&mut stretch, opening))
        }
        (None, Some(stated)) => {
            (RateSource::Stated, value_at_stated(&mut stretch, opening_of(start, Double::ZERO), stated))
        }
        (None, None) => (RateSource::Unknown, RateOutcome::None(NoRate::PriceUnknown)),
    };
    let plan = Plan {
        start,
        timing: contract.timing,
        after_end: contract.after_end(),
        convention: contract.convention,
        ended: None,
        segments: vec![segment(&stretch, source, rate.clone(), contract.stated_rate, &terms)],
        rate,
        fees: terms.fees.clone(),
        every: vec![Since { from: start, value: terms.every }],
        maturities: vec![Since { from: start, value: terms.maturity }],
        extras: vec![Extras { from: Day::MIN, invoice: contract.invoice_fee, service: contract.service_fee }],
        first_increased,
        arrangement: contract.arrangement_fee,
        interim: interim(contract),
        stretches: vec![stretch],
    };
    (plan, terms)
}

pub(crate) fn interim(contract: &Contract) -> Option<(Day, Minor)> {
    let rent = contract.interim?;
    let days = day_of(contract.start) - day_of(rent.from);
    let amount = match rent.daily {
        Some(daily) => daily.saturating_mul(i64::from(days)),
        None => prorate(contract.fee, Weight { part: days, of: 30 * contract.interval_months as i32 }),
    };
    Some((day_of(rent.from), amount))
}

/// Solves the rate at which the stretch's flows are worth its opening, and books it.
pub(crate) fn settle(stretch: &mut Stretch, opening: Opening) -> RateOutcome {
    match solve(stretch, &opening) {
        Ok((force, outcome)) => {
            stretch.book = Book::Path { opening, force };
            outcome
        }
        Err(reason) => {
            stretch.book = Book::Unknown { opening: Some(opening) };
            RateOutcome::None(reason)
        }
    }
}

/// Takes the rate as given and the capital as what the flows are worth at it.
pub(crate) fn value_at_stated(stretch: &mut Stretch, opening: Opening, stated: NominalRate) -> RateOutcome {
    let force = stated_force(stretch, stated);
    let exact = force.stated.unwrap_or(Double::ZERO);
    let base = Flows { stretch }.present_value(opening.since, exact);
    // A falling value this large comes of a rate far below zero over a long term: nothing anyone owes.
    if !(base.hi >= 0.0 && base.hi < 1e18) {
        return RateOutcome::None(NoRate::OutOfRange);
    }
    stretch.book = Book::Path { opening: Opening { base, accrued: Double::ZERO, ..opening }, force };
    stated_outcome(stretch, stated)
}

pub(crate) fn segment(
    stretch: &Stretch,
    source: RateSource,
    rate: RateOutcome,
    stated: Option<NominalRate>,
    terms: &Terms,
) -> Segment {
    let capital = match stretch.book {
        Book::Unknown { .. } => None,
        Book::Nothing => Some(0),
        Book::Path { opening, .. } => Some((opening.base + opening.accrued).round()),
    };
    Segment { from: date_of(stretch.from), source, rate, stated, fee: terms.fees.level(stretch.from), capital }
}
