//! The terms in force, and how they are laid out over a grid as payments.

use crate::calendar::Day;
use crate::contract::{Contract, Minor, Timing};
use crate::grid::{Grid, Weight};
use crate::stretch::Run;

/// The fee by day: each level rules payments due from its day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fees {
    levels: Vec<(Day, Minor)>,
    /// A payment that is not made because the raised first fee stands in its place.
    replaced: Option<Day>,
}

impl Fees {
    pub(crate) fn of(contract: &Contract, steps: impl Iterator<Item = (Day, Minor)>, replaced: Option<Day>) -> Self {
        let mut levels = Vec::with_capacity(1 + contract.steps.len());
        levels.push((Day::MIN, contract.fee));
        levels.extend(steps);
        Self { levels, replaced }
    }

    pub(crate) fn on(&self, due: Day) -> Minor {
        if self.replaced == Some(due) {
            return 0;
        }
        self.level(due)
    }

    /// The regular fee on a day, whether or not one falls due.
    pub(crate) fn level(&self, day: Day) -> Minor {
        self.levels.iter().rev().find(|(from, _)| *from <= day).map_or(0, |(_, fee)| *fee)
    }

    /// One fee from a day on, in place of every later step.
    pub(crate) fn replaced_from(&self, day: Day, fee: Minor) -> Self {
        let mut levels: Vec<_> = self.levels.iter().copied().filter(|(from, _)| *from < day).collect();
        levels.push((day, fee));
        Self { levels, replaced: self.replaced.filter(|due| *due < day) }
    }

    /// One fee from a day on and levels that follow it, in place of every later step.
    pub(crate) fn stepped_from(&self, day: Day, fee: Minor, steps: impl Iterator<Item = (Day, Minor)>) -> Self {
        let (mut now, mut later) = (fee, Vec::new());
        for (from, fee) in steps {
            if from <= day {
                now = fee;
            } else {
                later.push((from, fee));
            }
        }
        let mut fees = self.replaced_from(day, now);
        fees.levels.extend(later);
        fees
    }

    /// Whether payments from `day` on are the same under both.
    pub(crate) fn same_from(&self, other: &Self, day: Day) -> bool {
        let changes = |fees: &Self| {
            let mut seen = vec![(day, fees.level(day))];
            for level in fees.levels.iter().filter(|(from, _)| *from > day) {
                if seen.last().is_none_or(|(_, fee)| *fee != level.1) {
                    seen.push(*level);
                }
            }
            (seen, fees.replaced.filter(|due| *due >= day))
        };
        changes(self) == changes(other)
    }
}

/// A share of a fee, half away from zero.
pub(crate) fn prorate(fee: Minor, weight: Weight) -> Minor {
    let (part, of) = (i128::from(weight.part), i128::from(weight.of.max(1)));
    ((i128::from(fee) * part * 2 + of) / (of * 2)) as Minor
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) fees: Fees,
    pub(crate) residual: Minor,
    /// The day after the contractual end.
    pub(crate) maturity: Day,
    pub(crate) every: i32,
}

/// What happens at the first grid date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstDate {
    /// The agreement begins: nothing is due in arrears.
    Begins,
    /// An interval ends there, and counts as this much of a whole one.
    Ends(Weight),
}

/// How many grid dates, from the first, carry contractual payments.
pub(crate) fn contractual(grid: &Grid, timing: Timing) -> u32 {
    match timing {
        Timing::Advance => grid.intervals,
        Timing::Arrears => grid.intervals + 1,
    }
}

/// Payments along a grid. A short last interval is paid pro rata.
pub(crate) fn runs(grid: &Grid, fees: &Fees, timing: Timing, first: FirstDate) -> Vec<Run> {
    let short = match timing {
        _ if grid.last.is_whole() || grid.intervals == 0 => None,
        Timing::Advance => Some(grid.intervals - 1),
        Timing::Arrears => Some(grid.intervals),
    };
    let fee_at = |at: u32| match first {
        FirstDate::Begins if at == 0 && timing == Timing::Arrears => 0,
        FirstDate::Ends(weight) if at == 0 && timing == Timing::Arrears => prorate(fees.on(grid.due(0)), weight),
        _ if short == Some(at) => prorate(fees.on(grid.due(at)), grid.last),
        _ => fees.on(grid.due(at)),
    };
    let mut from = vec![0];
    if timing == Timing::Arrears {
        from.push(1);
    }
    from.extend(short.iter().flat_map(|at| [*at, *at + 1]));
    from.extend(fees.replaced.iter().map(|due| grid.first_from(*due)).flat_map(|at| [at, at + 1]));
    from.extend(fees.levels.iter().skip(1).map(|(day, _)| grid.first_from(*day)));
    from.sort_unstable();
    let mut runs: Vec<Run> = Vec::with_capacity(from.len());
    for at in from {
        let fee = fee_at(at);
        if runs.last().is_none_or(|run| run.fee != fee) {
            runs.push(Run { from: at, fee });
        }
    }
    runs
}
