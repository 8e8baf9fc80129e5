//! The debt of an agreement at a run of month ends, fast: the unrounded path in f64 with a bound on its error, exact
//! arithmetic only where the bound leaves a rounding open.

use std::ops::Range;

use crate::calendar::{Day, Month, MonthEnds, date_of, day_in_month, month_of, month_start, starts_after};
use crate::contract::{AfterEnd, Discounting, Minor};
use crate::path::Walk;
use crate::plan::Plan;
use crate::real::{Near, round_within};
use crate::stretch::{Book, Force, Opening, Stretch};

impl Plan {
    /// [`Plan::debt_on`] each of the month ends, into `out`, which is as long as `dates`.
    pub fn debt_series(&self, dates: &MonthEnds, out: &mut [Option<Minor>]) {
        let mut months = dates.first..dates.first + out.len().min(dates.count) as Month;
        let mut rest = out;
        for (at, stretch) in self.stretches.iter().enumerate() {
            let next = self.stretches.get(at + 1).map_or(Day::MAX, |next| next.from);
            // A stretch rules the month ends from its first day to the one before the next stretch begins.
            let before = take(&mut rest, months_ending_before(&mut months, stretch.from));
            before.fill(Some(0));
            let alive = months_ending_before(&mut months.clone(), next.min(self.dead_from(stretch)));
            let first = months.start;
            months.start += alive as Month;
            let exact = |month: Month| self.exact_debt_on(month_start(month + 1) - 1);
            fill(stretch, first, take(&mut rest, alive), exact);
            let first = months.start;
            let dead = take(&mut rest, months_ending_before(&mut months, next));
            for (slot, month) in dead.iter_mut().zip(first..) {
                *slot = self.debt_on(date_of(month_start(month + 1) - 1));
            }
        }
    }

    /// The first day on which a stretch does not follow its path, having been ended or only costing.
    fn dead_from(&self, stretch: &Stretch) -> Day {
        let ended = self.ended.map_or(Day::MAX, |(on, _)| on);
        match self.after_end {
            AfterEnd::CostOnly => ended.min(self.maturity_on(stretch.from)),
            AfterEnd::PaysDownResidual => ended,
        }
    }
}

fn take<'a>(rest: &mut &'a mut [Option<Minor>], count: usize) -> &'a mut [Option<Minor>] {
    let all = std::mem::take(rest);
    let (taken, left) = all.split_at_mut(count.min(all.len()));
    *rest = left;
    taken
}

/// How many of the months end before `day`; they are taken off the front.
fn months_ending_before(months: &mut Range<Month>, day: Day) -> usize {
    if day == Day::MAX {
        let count = months.len();
        months.start = months.end;
        return count;
    }
    let reached = month_of(date_of(day)).clamp(months.start, months.end);
    let count = reached - months.start;
    months.start = reached;
    count as usize
}

/// The debt at the ends of the months from `first` on, all ruled by one stretch that follows its path.
fn fill(stretch: &Stretch, first: Month, out: &mut [Option<Minor>], exact: impl Fn(Month) -> Option<Minor>) {
    if out.is_empty() {
        return;
    }
    match &stretch.book {
        Book::Path { opening, force } if is_plain(stretch) && starts_after(first).len() >= out.len() => {
            fill_plain(stretch, opening, force, first, out, exact);
        }
        Book::Path { .. } => {
            let mut walk = Walk::<Near>::new(stretch);
            for (slot, month) in out.iter_mut().zip(first..) {
                let next = month_start(month + 1);
                let debt = walk.as_mut().and_then(|walk| {
                    walk.go_to(next);
                    walk.value(next).round()
                });
                *slot = debt.or_else(|| exact(month));
            }
        }
        Book::Nothing => out.fill(Some(0)),
        Book::Unknown { .. } => out.fill(None),
    }
}

/// Whole intervals by the interval rate, from the first grid date to maturity.
fn is_plain(stretch: &Stretch) -> bool {
    let grid = &stretch.grid;
    let natural = grid.natural(0) == grid.first && grid.natural(grid.intervals) == grid.maturity;
    natural && stretch.discounting == Discounting::Periodic && !stretch.open
}

/// A step multiplies, subtracts and meets a rounded factor, and so does the interest until a day after it.
const STEP: f64 = 8.0 * f64::EPSILON;

fn fill_plain(
    stretch: &Stretch,
    opening: &Opening,
    force: &Force,
    first: Month,
    out: &mut [Option<Minor>],
    exact: impl Fn(Month) -> Option<Minor>,
) {
    let Stretch { grid, contractual, .. } = stretch;
    let (rate, growth) = (force.at, 1.0 + force.at);
    let loss = force.off + STEP * (1.0 + rate.abs());
    let widen = 1.0 + rate.abs();
    // Until the first grid date: interest carried from before is added, and that of the interval under way grows.
    let (mut balance, mut carried) = (opening.base.hi, opening.accrued.hi);
    let (mut from, mut a_day) =
        (opening.since, rate * stretch.lead_weight().real::<f64>() / f64::from(stretch.lead.days));
    let grown = balance + balance * (a_day * f64::from(grid.due(0) - from)) + carried;
    // What the balance may be off, with what it may lose in growing to the next grid date.
    let mut off = (opening.base.lo.abs() + opening.accrued.lo.abs()) * widen + (balance.abs() + carried.abs()) * loss;
    let mut reach = off * widen;
    let (mut passed, mut due_month) = (0_u32, grid.anchor.month);
    let (mut fee, mut fee_until) = (0.0, 0);
    for ((slot, next), month) in out.iter_mut().zip(starts_after(first)).zip(first..) {
        if due_month <= month {
            while due_month <= month {
                if passed >= fee_until {
                    (fee, fee_until) = stretch.run_at(passed);
                }
                let before = if passed == 0 { grown } else { balance * growth };
                let mut after = before - fee;
                if passed >= *contractual {
                    after = beyond(after, balance, passed > grid.intervals);
                }
                (balance, carried) = (after, 0.0);
                off = off * widen + balance.abs() * loss;
                passed += 1;
                due_month += grid.every;
            }
            reach = off * widen;
            from = day_in_month(due_month - grid.every, grid.anchor.day_of_month);
            a_day = rate / f64::from(day_in_month(due_month, grid.anchor.day_of_month) - from);
        }
        let at = balance + balance * (a_day * f64::from(*next - from)) + carried;
        *slot = round_within(at, reach).or_else(|| exact(month));
    }
}

/// After the end the fee pays down what is left, at most to 0, and interest it does not cover is not added.
fn beyond(after: f64, balance: f64, extended: bool) -> f64 {
    let after = after.max(0.0);
    if extended { after.min(balance) } else { after }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::selfcheck::agreements;

    #[test]
    fn the_bound_never_lets_a_wrong_rounding_through() {
        let (mut alive, mut months) = (0, 0);
        for (contract, changes) in agreements() {
            let plan = Plan::compile(&contract, &changes).unwrap();
            let dates = MonthEnds::new(contract.start, 90);
            let mut fast = [None; 90];
            plan.debt_series(&dates, &mut fast);
            for (date, fast) in dates.dates().zip(fast) {
                let day = crate::calendar::day_of(date);
                months += 1;
                if plan.is_outside(day) || plan.only_costs(day) {
                    continue;
                }
                if let Some(Book::Path { .. }) = plan.stretch_on(day).map(|stretch| &stretch.book) {
                    assert_eq!(fast, plan.exact_debt_on(day), "{date} {contract:?} {changes:?}");
                    alive += 1;
                }
            }
        }
        assert!(alive > months / 3, "{alive} of {months}");
    }
}
