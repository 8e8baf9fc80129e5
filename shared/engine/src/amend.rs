//! An amendment takes over in the middle of things: the interval under way, the capital of the day, a new grid.

use crate::calendar::{Day, day_of};
use crate::change::AmendedTerms;
use crate::compile::{segment, settle, value_at_stated};
use crate::contract::{AfterEnd, Discounting, Minor, NominalRate, Timing};
use crate::double::Double;
use crate::grid::{Anchor, Grid, Weight, part};
use crate::outcome::{NoRate, RateOutcome, RateSource};
use crate::path::Walk;
use crate::plan::{Extras, Plan, Since};
use crate::rates::{interval_rate, stated_force, stated_outcome};
use crate::stretch::{Book, Flows, Force, Lead, Opening, Stretch};
use crate::terms::{FirstDate, Terms, contractual, runs};
use crate::validate::LARGEST_AMOUNT;

/// The interval an amendment meets under way, and the grid that follows it under the new terms.
struct Met {
    lead: Lead,
    next: Day,
    anchor: Anchor,
    first: FirstDate,
}

/// `maturity` is that of the new terms.
fn meet(stretch: &Stretch, on: Day, old: &Terms, maturity: Day) -> Met {
    let grid = &stretch.grid;
    let at = grid.first_from(on);
    let due = grid.due(at);
    let lead = match at.checked_sub(1) {
        None => stretch.lead,
        Some(last) => {
            let from = grid.due(last);
            // The last interval before the end stops there only because the agreement does.
            let goes_on = at != grid.intervals || on >= grid.maturity;
            let (whole, anchor) = if goes_on || (grid.last.is_whole() && maturity == old.maturity) {
                (due, grid.anchor_at(at))
            } else {
                (grid.natural(at), Anchor { month: grid.anchor.month + at as i32 * grid.every, ..grid.anchor })
            };
            Lead { from, days: due - from, weight: grid.weight(last), every: grid.every, whole, anchor }
        }
    };
    let next = if maturity > on { lead.whole.min(maturity) } else { due };
    let weight = match next {
        _ if next == due => lead.weight,
        _ if next == lead.whole => Weight::WHOLE,
        _ => part(lead.from, lead.anchor.day_of_month, lead.every, lead.whole, next),
    };
    let days = if next == due { lead.days } else { next - lead.from };
    let anchor = match next {
        _ if next == due => grid.anchor_at(at),
        _ if next == lead.whole => lead.anchor,
        _ => Anchor::on(next),
    };
    let begins = at == 0 && on == stretch.origin;
    let first = if begins { FirstDate::Begins } else { FirstDate::Ends(weight) };
    Met { lead: Lead { days, weight, ..lead }, next, anchor, first }
}

pub(crate) fn amend(plan: &mut Plan, old: Terms, on: Day, new: &AmendedTerms) -> Terms {
    amend_extras(plan, on, new);
    let Some(before) = plan.stretches.last() else { return old };
    let timing = plan.timing;
    let every = new.interval_months.map_or(old.every, |months| months as i32);
    let maturity = new.end.map_or(old.maturity, |end| day_of(end) + 1);
    let Met { lead, next, anchor, first } = meet(before, on, &old, maturity);
    let (extended, open_ended) = (on >= old.maturity, on >= maturity);
    // In arrears the fee at the next due date is for the interval under way, which keeps its length; and on the day an
    // interval is over its fee is for the days before, so that an index from the first of October leaves September alone.
    let keeps = timing == Timing::Arrears && (every != old.every || next == on);
    let fee_from = if keeps { next + 1 } else { on };
    let fees = match (new.fee, &new.steps) {
        (None, None) => old.fees.clone(),
        (Some(fee), None) => old.fees.replaced_from(fee_from, fee),
        (fee, Some(steps)) => {
            let fee = fee.unwrap_or_else(|| old.fees.level(on));
            old.fees.stepped_from(fee_from, fee, steps.iter().map(|step| (day_of(step.from), step.fee)))
        }
    };
    let mut terms = Terms { fees, residual: new.residual.unwrap_or(old.residual), maturity, every };
    let solves_fee = new.rate_for_fees().is_some();
    let same = terms.fees.same_from(&old.fees, on);
    if same && terms.residual == old.residual && maturity == old.maturity && every == old.every && !solves_fee {
        return terms;
    }
    let capital = capital_on(plan, before, on, extended, open_ended);
    // Past its end a lease goes on paying down what is left, unless the new terms say where that shall end.
    let says_where = new.residual.is_some() || solves_fee || matches!(capital, Capital::Unknown);
    let aims = !open_ended && (!extended || says_where);
    let grid = Grid::new(next, anchor, every, if open_ended { next } else { maturity });
    let mut after = Stretch {
        from: on,
        lead,
        runs: runs(&grid, &terms.fees, timing, first),
        contractual: if aims { contractual(&grid, timing) } else { 0 },
        // Past the end the old residual is being paid down already.
        residual: if extended && new.residual.is_none() { 0 } else { terms.residual },
        open: !aims,
        origin: before.origin,
        discounting: before.discounting,
        book: Book::Unknown { opening: None },
        grid,
    };
    if let (Capital::Some(opening), Some(stated), true) = (&capital, new.stated_rate, solves_fee && aims) {
        let lay = |fee: Minor| runs(&after.grid, &old.fees.replaced_from(fee_from, fee), timing, first);
        if let Some(fee) = fee_from_rate(&after, opening, stated, lay) {
            terms.fees = old.fees.replaced_from(fee_from, fee);
            after.runs = runs(&after.grid, &terms.fees, timing, first);
        }
    }
    let (source, rate) = rebook(plan, before, &mut after, capital, new);
    let segment = segment(&after, source, rate, new.stated_rate, &terms);
    if before.from == on {
        plan.stretches.pop();
        plan.segments.pop();
    }
    plan.every.push(Since { from: on, value: every });
    plan.maturities.push(Since { from: on, value: maturity });
    plan.stretches.push(after);
    plan.segments.push(segment);
    terms
}

fn amend_extras(plan: &mut Plan, on: Day, new: &AmendedTerms) {
    if new.invoice_fee.is_none() && new.service_fee.is_none() {
        return;
    }
    if let Some(last) = plan.extras.last().copied() {
        plan.extras.push(Extras {
            from: on,
            invoice: new.invoice_fee.unwrap_or(last.invoice),
            service: new.service_fee.unwrap_or(last.service),
        });
    }
}

/// What an amendment finds to carry over.
enum Capital {
    Unknown,
    /// Known to be nothing, and to stay so.
    Nothing,
    Some(Opening),
}

/// The capital at the beginning of a day.
fn capital_on(plan: &Plan, before: &Stretch, on: Day, extended: bool, open_ended: bool) -> Capital {
    if let Book::Unknown { opening } = before.book {
        // Terms that no rate fitted, corrected on the day they began.
        return opening
            .filter(|opening| opening.since == on && opening.base.hi > 0.0)
            .map_or(Capital::Unknown, Capital::Some);
    }
    if extended && plan.after_end == AfterEnd::CostOnly {
        // The object has fallen back to the lessor; what a renewed term finances is not said.
        return if open_ended { Capital::Nothing } else { Capital::Unknown };
    }
    let Some(mut walk) = Walk::<Double>::new(before) else { return Capital::Nothing };
    walk.go_to(on);
    let accrued = walk.accrued + walk.interest(on);
    if (walk.base + accrued).round() <= 0 {
        return Capital::Nothing;
    }
    Capital::Some(match before.discounting {
        Discounting::Periodic => Opening { since: on, base: walk.base, accrued },
        Discounting::Dated(_) => Opening { since: on, base: walk.base + accrued, accrued: Double::ZERO },
    })
}

/// Finds the rate that rules after an amendment.
fn rebook(
    plan: &Plan,
    before: &Stretch,
    after: &mut Stretch,
    capital: Capital,
    new: &AmendedTerms,
) -> (RateSource, RateOutcome) {
    match (capital, new.stated_rate) {
        (Capital::Unknown, Some(stated)) if !after.open => {
            let opening = Opening { since: after.from, base: Double::ZERO, accrued: Double::ZERO };
            (RateSource::Stated, value_at_stated(after, opening, stated))
        }
        (Capital::Unknown, _) => (RateSource::Unknown, RateOutcome::None(NoRate::PriceUnknown)),
        (Capital::Nothing, _) => {
            after.book = Book::Nothing;
            (RateSource::Carried, RateOutcome::None(NoRate::NothingFinanced))
        }
        (Capital::Some(opening), Some(stated)) if after.open => {
            after.book = Book::Path { opening, force: stated_force(after, stated) };
            (RateSource::Stated, stated_outcome(after, stated))
        }
        (Capital::Some(opening), None) if after.open => carry(plan, before, after, opening),
        (Capital::Some(opening), _) if (Flows { stretch: after }).are_due_at_once(&opening) => {
            (after.open, after.contractual) = (true, 0);
            carry(plan, before, after, opening)
        }
        (Capital::Some(opening), _) => {
            let source = if new.rate_for_fees().is_some() { RateSource::FeeFromRate } else { RateSource::Resolved };
            (source, settle(after, opening))
        }
    }
}

/// Nothing is aimed at, so no rate can be solved: the one before goes on.
fn carry(plan: &Plan, before: &Stretch, after: &mut Stretch, opening: Opening) -> (RateSource, RateOutcome) {
    let outcome = plan.segments.last().map_or(RateOutcome::None(NoRate::PriceUnknown), |segment| segment.rate.clone());
    if let (Book::Path { opening: first, force }, Some(rate)) = (&before.book, outcome.rate()) {
        let force = if before.grid.every == after.grid.every {
            Force { stated: Some(before.force::<Double>(first, force)), ..*force }
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
    lay: impl Fn(Minor) -> Vec<crate::stretch::Run>,
) -> Option<Minor> {
    const UNIT: Minor = 1_000_000_000_000;
    let rate = stated_force(stretch, stated).stated?;
    let gap = |fee: Minor| {
        let stretch = Stretch { runs: lay(fee), ..stretch.clone() };
        Flows { stretch: &stretch }.gap::<Double>(opening, rate).0
    };
    let (none, unit) = (gap(0), gap(UNIT));
    let worth = unit - none;
    if worth.hi <= 0.0 {
        return None;
    }
    let fee = (-none * Double::from_i64(UNIT) / worth).round();
    (0..=LARGEST_AMOUNT).contains(&fee).then_some(fee)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    #[test]
    fn a_grid_taken_over_midway_falls_on_the_same_dates() {
        for (start, end, every) in [
            ("2024-08-31", "2027-08-30", 1),
            ("2024-08-31", "2027-02-28", 3),
            ("2024-08-31", "2027-06-30", 12),
            ("2024-01-01", "2026-02-28", 3),
            ("2024-01-15", "2026-03-31", 1),
        ] {
            let (start, end): (NaiveDate, NaiveDate) = (start.parse().unwrap(), end.parse().unwrap());
            let whole = Grid::new(day_of(start), Anchor::on(day_of(start)), every, day_of(end) + 1);
            for at in 0..whole.intervals {
                let rest = Grid::new(whole.due(at), whole.anchor_at(at), every, whole.maturity);
                assert_eq!(rest.intervals, whole.intervals - at, "{start} {every} {at}");
                assert_eq!(rest.last, whole.last);
                assert!((0..40).all(|k| rest.due(k) == whole.due(at + k)), "{start} {every} {at}");
            }
        }
    }
}
