//! From paper and changes to stretches: each opening capital carried over exactly, each rate solved once.

use chrono::Datelike;

use crate::calendar::{Day, date_of, day_in_month, day_of};
use crate::change::{AmendedTerms, Change};
use crate::contract::{AfterEnd, Contract, Minor, NominalRate};
use crate::double::Double;
use crate::error::EngineError;
use crate::grid::{Grid, Weight};
use crate::outcome::{NoRate, RateOutcome, RateSource, Segment};
use crate::path::Walk;
use crate::plan::{Extras, Plan, Since};
use crate::rates::{interval_rate, solve, stated_force, stated_outcome};
use crate::stretch::{Book, Flows, Lead, Opening, Stretch};
use crate::terms::{Fees, FirstDate, Terms, contractual, prorate, runs};
use crate::validate;

pub(crate) fn compile(contract: &Contract, changes: &[Change]) -> Result<Plan, EngineError> {
    validate::contract(contract)?;
    let order = validate::changes(contract, changes)?;
    let (mut plan, mut terms) = sign(contract);
    for change in order {
        match change {
            Change::Amended { on, terms: new } => terms = amend(&mut plan, terms, contract, day_of(*on), new),
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
    let grid = Grid::new(start, contract.start.day() as i32, every, maturity);
    let first_payment = grid.due(u32::from(contract.timing == crate::Timing::Arrears));
    let replaced = contract.first_increased.filter(|first| first.replaces_first_fee).map(|_| first_payment);
    let steps = contract.steps.iter().map(|step| (day_of(step.from), step.fee));
    let fees = Fees::of(contract, steps, replaced);
    let stretch = Stretch {
        from: start,
        lead: Lead { from: start, days: 1, weight: Weight::WHOLE },
        runs: runs(&grid, &fees, contract.timing, FirstDate::Begins),
        contractual: contractual(&grid, contract.timing),
        residual: contract.residual,
        open: false,
        origin: start,
        discounting: contract.convention.discounting,
        book: Book::Unknown,
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
fn settle(stretch: &mut Stretch, opening: Opening) -> RateOutcome {
    match solve(stretch, &opening) {
        Ok((force, outcome)) => {
            stretch.book = Book::Path { opening, force };
            outcome
        }
        Err(reason) => {
            stretch.book = Book::Unknown;
            RateOutcome::None(reason)
        }
    }
}

/// Takes the rate as given and the capital as what the flows are worth at it.
fn value_at_stated(stretch: &mut Stretch, opening: Opening, stated: NominalRate) -> RateOutcome {
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

fn segment(
    stretch: &Stretch,
    source: RateSource,
    rate: RateOutcome,
    stated: Option<NominalRate>,
    terms: &Terms,
) -> Segment {
    let capital = match stretch.book {
        Book::Unknown => None,
        Book::Nothing => Some(0),
        Book::Path { opening, .. } => Some((opening.base + opening.accrued).round()),
    };
    Segment { from: date_of(stretch.from), source, rate, stated, fee: terms.fees.level(stretch.from), capital }
}

/// What an amendment meets on its day.
struct Met {
    /// `None`: unknown.
    opening: Option<Opening>,
    lead: Lead,
    /// The next due date by the old grid, and the day of the month it returns to.
    next: Day,
    day_of_month: i32,
    begins: bool,
}

fn meet(stretch: &Stretch, on: Day) -> Met {
    let grid = &stretch.grid;
    let at = grid.first_from(on);
    let lead = match at.checked_sub(1) {
        None => stretch.lead,
        Some(last) => Lead { from: grid.due(last), days: grid.due(at) - grid.due(last), weight: grid.weight(last) },
    };
    let opening = Walk::<Double>::new(stretch).map(|mut walk| {
        walk.go_to(on);
        let accrued = walk.accrued + walk.interest(on);
        match stretch.discounting {
            crate::Discounting::Periodic => Opening { since: on, base: walk.base, accrued },
            crate::Discounting::Dated(_) => Opening { since: on, base: walk.base + accrued, accrued: Double::ZERO },
        }
    });
    // Inside a short last interval the grid itself would have gone on to the whole one.
    let short = at == grid.intervals && !grid.last.is_whole() && on < grid.maturity;
    let next = if short { day_in_month(grid.month + at as i32 * grid.every, grid.day_of_month) } else { grid.due(at) };
    let day_of_month = if short { grid.day_of_month } else { grid.anchor_from(at) };
    Met { opening, lead, next, day_of_month, begins: at == 0 && on == stretch.origin }
}

fn amend(plan: &mut Plan, old: Terms, contract: &Contract, on: Day, new: &AmendedTerms) -> Terms {
    if let (true, Some(last)) = (new.invoice_fee.is_some() || new.service_fee.is_some(), plan.extras.last().copied()) {
        plan.extras.push(Extras {
            from: on,
            invoice: new.invoice_fee.unwrap_or(last.invoice),
            service: new.service_fee.unwrap_or(last.service),
        });
    }
    let Some(stretch) = plan.stretches.last() else { return old };
    let met = meet(stretch, on);
    let extended = on >= old.maturity;
    let every = new.interval_months.map_or(old.every, |months| months as i32);
    let maturity = new.end.map_or(old.maturity, |end| day_of(end) + 1);
    let next = if maturity > on { met.next.min(maturity) } else { met.next };
    // In arrears the fee at the next due date is for the interval under way, which keeps its length.
    let fee_from = if every != old.every && contract.timing == crate::Timing::Arrears { next + 1 } else { on };
    let fees = match new.fee {
        Some(fee) => old.fees.replaced_from(fee_from, fee),
        None => old.fees.clone(),
    };
    let mut terms = Terms { fees, residual: new.residual.unwrap_or(old.residual), maturity, every };
    let solves_fee = new.stated_rate.is_some() && new.fee.is_none();
    let same = terms.fees.same_from(&old.fees, on);
    if same && terms.residual == old.residual && maturity == old.maturity && every == old.every && !solves_fee {
        return terms;
    }
    plan.every.push(Since { from: on, value: every });
    plan.maturities.push(Since { from: on, value: maturity });

    let open_ended = maturity <= on;
    let grid = Grid::new(next, met.day_of_month, every, if open_ended { next } else { maturity });
    let first = first_date(&met, next);
    let aims = !open_ended && (!extended || new.residual.is_some() || solves_fee);
    let mut after = Stretch {
        from: on,
        lead: met.lead,
        runs: runs(&grid, &terms.fees, contract.timing, first),
        contractual: if aims { contractual(&grid, contract.timing) } else { 0 },
        residual: if extended && new.residual.is_none() { 0 } else { terms.residual },
        open: !aims,
        origin: stretch.origin,
        discounting: stretch.discounting,
        book: Book::Unknown,
        grid,
    };
    let lost = extended && plan.after_end == AfterEnd::CostOnly;
    let unknown = (RateSource::Unknown, RateOutcome::None(NoRate::PriceUnknown));
    let nothing = (RateSource::Carried, RateOutcome::None(NoRate::NothingFinanced));
    let known = stretch.book != Book::Unknown;
    let spent = known && met.opening.is_none_or(|opening| (opening.base + opening.accrued).round() <= 0);
    let (source, rate) = match (met.opening.filter(|_| !lost && !spent), new.stated_rate) {
        (None, Some(stated)) if aims && (lost || !known) => {
            let opening = Opening { since: on, base: Double::ZERO, accrued: Double::ZERO };
            (RateSource::Stated, value_at_stated(&mut after, opening, stated))
        }
        (None, _) if !known || (lost && !open_ended) => unknown,
        (None, _) => {
            after.book = Book::Nothing;
            nothing
        }
        (Some(opening), Some(stated)) if after.open => {
            after.book = Book::Path { opening, force: stated_force(&after, stated) };
            (RateSource::Stated, stated_outcome(&after, stated))
        }
        (Some(opening), None) if after.open => carry(&mut after, stretch, opening, every == old.every, plan),
        (Some(opening), Some(stated)) if solves_fee => {
            let laid = (&old, fee_from, contract.timing, first);
            if let Some(fee) = fee_from_rate(&after, &opening, stated, laid) {
                terms.fees = old.fees.replaced_from(fee_from, fee);
                after.runs = runs(&after.grid, &terms.fees, contract.timing, first);
            }
            (RateSource::FeeFromRate, settle(&mut after, opening))
        }
        (Some(opening), _) => (RateSource::Resolved, settle(&mut after, opening)),
    };
    let segment = segment(&after, source, rate, new.stated_rate, &terms);
    if stretch.from == on {
        plan.stretches.pop();
        plan.segments.pop();
    }
    plan.stretches.push(after);
    plan.segments.push(segment);
    terms
}

fn first_date(met: &Met, next: Day) -> FirstDate {
    if met.begins {
        return FirstDate::Begins;
    }
    if next >= met.next {
        return FirstDate::Ends(met.lead.weight);
    }
    FirstDate::Ends(Weight { part: next - met.lead.from, of: met.lead.days })
}

/// Nothing is aimed at, so no rate can be solved: the one before goes on.
fn carry(
    after: &mut Stretch,
    before: &Stretch,
    opening: Opening,
    same_interval: bool,
    plan: &Plan,
) -> (RateSource, RateOutcome) {
    let outcome = plan.segments.last().map_or(RateOutcome::None(NoRate::PriceUnknown), |segment| segment.rate.clone());
    if let (Book::Path { opening: first, force }, Some(rate)) = (&before.book, outcome.rate()) {
        let exact = before.force::<Double>(first, force);
        let force = if same_interval {
            crate::stretch::Force { stated: Some(exact), ..*force }
        } else {
            interval_rate(after, rate)
        };
        after.book = Book::Path { opening, force };
    }
    (RateSource::Carried, outcome)
}

/// The level fee at which the flows are worth the opening at a stated rate, to the öre: they are linear in the fee.
fn fee_from_rate(
    stretch: &Stretch,
    opening: &Opening,
    stated: NominalRate,
    (old, from, timing, first): (&Terms, Day, crate::Timing, FirstDate),
) -> Option<Minor> {
    const UNIT: Minor = 1_000_000_000_000;
    let rate = stated_force(stretch, stated).stated?;
    let gap = |fee: Minor| {
        let fees = old.fees.replaced_from(from, fee);
        let stretch = Stretch { runs: runs(&stretch.grid, &fees, timing, first), ..stretch.clone() };
        Flows { stretch: &stretch }.gap::<Double>(opening, rate).0
    };
    let (none, unit) = (gap(0), gap(UNIT));
    let worth = unit - none;
    if worth.hi <= 0.0 {
        return None;
    }
    let fee = (-none * Double::from_i64(UNIT) / worth).round();
    (0..=validate::LARGEST_AMOUNT).contains(&fee).then_some(fee)
}

/// The month a grid begins in is read from its first date, which must therefore be a day the grid itself would give.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::month_of;
    use chrono::NaiveDate;

    #[test]
    fn a_grid_taken_over_midway_falls_on_the_same_dates() {
        let start: NaiveDate = "2024-08-31".parse().unwrap();
        let end: NaiveDate = "2027-08-30".parse().unwrap();
        let whole = Grid::new(day_of(start), 31, 1, day_of(end) + 1);
        for at in 0..whole.intervals {
            let rest = Grid::new(whole.due(at), whole.anchor_from(at), 1, whole.maturity);
            assert_eq!(rest.intervals, whole.intervals - at);
            assert!((0..40).all(|k| rest.due(k) == whole.due(at + k)));
            assert_eq!(month_of(date_of(whole.due(at))), whole.month + at as i32);
        }
    }
}
