//! A stretch of an agreement under one set of terms: what is paid at each grid date, and the capital it opens with.

use crate::calendar::{Day, date_of};
use crate::contract::{Discounting, Minor};
use crate::day_count::years;
use crate::double::Double;
use crate::grid::{Anchor, Grid, Weight};
use crate::rates::level::{Level, Moments};
use crate::rates::newton::{Root, falling_root};
use crate::real::{Near, Real};

/// From grid date `from` on, each payment is `fee`, until the next run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: u32,
    pub(crate) fee: Minor,
}

/// The interval that is under way when a stretch begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lead {
    /// First day of that interval.
    pub(crate) from: Day,
    /// Its length in days, what it is of a whole interval, and the months of that.
    pub(crate) days: i32,
    pub(crate) weight: Weight,
    pub(crate) every: i32,
    /// When it would end if the agreement did not end before, and where the grid from there would hang.
    pub(crate) whole: Day,
    pub(crate) anchor: Anchor,
}

/// What a stretch begins with: `base` earns interest, `accrued` is interest already earned in the interval under way
/// and earns none before the next grid date.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Opening {
    pub(crate) since: Day,
    pub(crate) base: Double,
    pub(crate) accrued: Double,
}

/// Interval rate (periodic) or yearly force of interest (dated), known to lie within `off`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Force {
    pub(crate) at: f64,
    pub(crate) off: f64,
    /// Where the rate is written in the agreement and not solved.
    pub(crate) stated: Option<Double>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Book {
    Unknown {
        /// The capital it opens with, where that is known but no rate fits it.
        opening: Option<Opening>,
    },
    /// Known to carry no debt.
    Nothing,
    Path {
        opening: Opening,
        force: Force,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stretch {
    pub(crate) from: Day,
    pub(crate) lead: Lead,
    pub(crate) grid: Grid,
    /// Ascending; the first begins at 0.
    pub(crate) runs: Vec<Run>,
    /// Grid dates before this one carry contractual payments; later ones pay down what is left, at most to 0.
    pub(crate) contractual: u32,
    pub(crate) residual: Minor,
    /// Nothing is aimed at: every payment pays down what is left, as after the end.
    pub(crate) open: bool,
    /// The agreement's first day: dated discounting counts from there through every change.
    pub(crate) origin: Day,
    pub(crate) discounting: Discounting,
    pub(crate) book: Book,
}

/// Contractual payments and residual of a stretch, to be weighed against its opening.
pub(crate) struct Flows<'a> {
    pub(crate) stretch: &'a Stretch,
}

impl Stretch {
    #[inline]
    pub(crate) fn fee(&self, at: u32) -> Minor {
        self.runs.iter().rev().find(|run| run.from <= at).map_or(0, |run| run.fee)
    }

    /// What the interval under way at the beginning weighs among the intervals of this stretch.
    pub(crate) fn lead_weight(&self) -> Weight {
        let Lead { weight, every, .. } = self.lead;
        if every == self.grid.every {
            return weight;
        }
        Weight { part: weight.part * every, of: weight.of * self.grid.every }
    }

    /// The fee at a grid date, and the grid date at which it changes.
    #[inline]
    pub(crate) fn run_at(&self, at: u32) -> (f64, u32) {
        let until = self.runs.iter().map(|run| run.from).find(|from| *from > at).unwrap_or(u32::MAX);
        (self.fee(at) as f64, until)
    }

    /// Years from the agreement's first day, by the dated convention.
    pub(crate) fn time<R: Real>(&self, day: Day) -> R {
        match self.discounting {
            Discounting::Dated(convention) => years(convention, date_of(self.origin), date_of(day)),
            Discounting::Periodic => R::whole(0),
        }
    }

    /// The rate in the precision asked for.
    pub(crate) fn force<R: Real + FromForce>(&self, opening: &Opening, force: &Force) -> R {
        R::from_force(self, opening, force)
    }
}

pub(crate) trait FromForce {
    fn from_force(stretch: &Stretch, opening: &Opening, force: &Force) -> Self;
}

impl FromForce for f64 {
    fn from_force(_: &Stretch, _: &Opening, force: &Force) -> Self {
        force.at
    }
}

impl FromForce for Near {
    fn from_force(_: &Stretch, _: &Opening, force: &Force) -> Self {
        Self { at: force.at, off: force.off }
    }
}

impl FromForce for Double {
    fn from_force(stretch: &Stretch, opening: &Opening, force: &Force) -> Self {
        match force.stated {
            Some(stated) => stated,
            None => Flows { stretch }.refine(opening, force.at),
        }
    }
}

impl Flows<'_> {
    /// The part of a whole interval from the opening to the first grid date.
    fn lead_part<R: Real>(&self, opening: &Opening) -> R {
        let days = i64::from(self.stretch.grid.due(0) - opening.since);
        if days == 0 {
            return R::whole(0);
        }
        R::ratio(days, i64::from(self.stretch.lead.days)) * self.stretch.lead_weight().real::<R>()
    }

    /// All contractual payments alike, in whole intervals, by the interval rate: the closed form serves.
    fn level(&self) -> Option<Level> {
        let Stretch { grid, runs, contractual, residual, discounting, .. } = self.stretch;
        if *discounting != Discounting::Periodic || !grid.last.is_whole() {
            return None;
        }
        let (first, fee) = match runs.as_slice() {
            [only, rest @ ..] if rest.iter().all(|run| run.from >= *contractual) => (only.from, only.fee),
            [Run { fee: 0, .. }, only, rest @ ..] if rest.iter().all(|run| run.from >= *contractual) => {
                (only.from, only.fee)
            }
            _ => return None,
        };
        let first = first.min(*contractual);
        Some(Level { fee, first, until: *contractual, end: grid.intervals, residual: *residual })
    }

    /// Value at the first grid date of everything from there on, and its slope.
    fn value<R: Real>(&self, rate: R) -> (R, R) {
        if let Some(level) = self.level() {
            return level.present_value(rate);
        }
        match self.stretch.discounting {
            Discounting::Periodic => self.value_by_interval(rate),
            Discounting::Dated(_) => self.value_by_date(rate),
        }
    }

    fn value_by_interval<R: Real>(&self, rate: R) -> (R, R) {
        let Stretch { grid, contractual, residual, .. } = self.stretch;
        let one = R::whole(1);
        let whole = one / (one + rate);
        let mut value = R::whole(*residual);
        let mut slope = R::whole(0);
        for at in (0..=grid.intervals).rev() {
            if at < grid.intervals {
                let weight = grid.weight(at);
                let (part, v) = if weight.is_whole() {
                    (one, whole)
                } else {
                    let part = weight.real::<R>();
                    (part, one / (one + part * rate))
                };
                slope = v * (slope - v * part * value);
                value = v * value;
            }
            if at < *contractual {
                value = value + R::whole(self.stretch.fee(at));
            }
        }
        (value, slope)
    }

    fn value_by_date<R: Real>(&self, force: R) -> (R, R) {
        let Stretch { grid, contractual, residual, .. } = self.stretch;
        let now = self.stretch.time::<R>(grid.due(0));
        let (mut value, mut slope) = (R::whole(0), R::whole(0));
        let mut add = |at: u32, amount: Minor| {
            if amount != 0 {
                let time = self.stretch.time::<R>(grid.due(at)) - now;
                let worth = R::whole(amount) * (-(force * time)).exp();
                value = value + worth;
                slope = slope - time * worth;
            }
        };
        for at in 0..*contractual {
            add(at, self.stretch.fee(at));
        }
        add(grid.intervals, *residual);
        (value, slope)
    }

    /// What the opening has grown to at the first grid date, and its slope.
    fn grown<R: Real>(&self, opening: &Opening, rate: R) -> (R, R) {
        let base = R::double(opening.base);
        let first = self.stretch.grid.due(0);
        if first == opening.since {
            return (base + R::double(opening.accrued), R::whole(0));
        }
        match self.stretch.discounting {
            Discounting::Periodic => {
                let part = self.lead_part::<R>(opening);
                (R::double(opening.accrued) + base + base * part * rate, base * part)
            }
            Discounting::Dated(_) => {
                let time = self.stretch.time::<R>(first) - self.stretch.time::<R>(opening.since);
                let grown = base * (time * rate).exp();
                (grown, time * grown)
            }
        }
    }

    /// By how much the flows are worth more than the opening, and the slope of that.
    pub(crate) fn gap<R: Real>(&self, opening: &Opening, rate: R) -> (R, R) {
        let (value, slope) = self.value(rate);
        let (grown, growth) = self.grown(opening, rate);
        (value - grown, slope - growth)
    }

    /// Present value at the opening's day of everything that follows.
    pub(crate) fn present_value(&self, since: Day, rate: Double) -> Double {
        let unit = Opening { since, base: Double::ONE, accrued: Double::ZERO };
        self.value(rate).0 / self.grown(&unit, rate).0
    }

    fn moments(&self) -> Moments {
        if let Some(level) = self.level() {
            return level.moments();
        }
        let Stretch { grid, contractual, residual, .. } = self.stretch;
        let time = |at: u32| match self.stretch.discounting {
            Discounting::Periodic if at == grid.intervals && at > 0 => f64::from(at - 1) + grid.last.real::<f64>(),
            Discounting::Periodic => f64::from(at),
            Discounting::Dated(_) => self.stretch.time::<f64>(grid.due(at)) - self.stretch.time::<f64>(grid.due(0)),
        };
        let mut moments = Moments::default();
        for at in 0..*contractual {
            moments.add(self.stretch.fee(at) as f64, time(at));
        }
        moments.add(*residual as f64, time(grid.intervals));
        moments
    }

    /// Whether anything is paid back after the opening's day.
    pub(crate) fn any(&self) -> bool {
        self.stretch.residual > 0 || (0..self.stretch.contractual).any(|at| self.stretch.fee(at) > 0)
    }

    /// Whether all that remains is paid on the opening's day, so that no rate makes a difference.
    pub(crate) fn are_due_at_once(&self, opening: &Opening) -> bool {
        self.stretch.residual == 0
            && self.stretch.grid.due(0) == opening.since
            && self.stretch.fee(0) > 0
            && (1..self.stretch.contractual).all(|at| self.stretch.fee(at) == 0)
    }

    /// The rate at which the flows are worth the opening, between `bounds`.
    pub(crate) fn solve(&self, opening: &Opening, bounds: (f64, f64)) -> Option<Force> {
        let capital = opening.base.hi + opening.accrued.hi;
        let guess = match self.stretch.discounting {
            Discounting::Periodic => self.moments().guess(capital),
            Discounting::Dated(_) => libm::log1p(self.moments().guess(capital)),
        };
        let span = self.span();
        let root = match self.level() {
            Some(level) if self.stretch.grid.due(0) == opening.since => {
                let gap = |rate| {
                    let (value, slope) = level.present_value(rate);
                    (value - capital, slope)
                };
                falling_root(gap, guess, bounds, span + 2.0)?
            }
            _ => falling_root(|rate| self.gap(opening, rate), guess, bounds, span + 2.0)?,
        };
        Some(Force { at: root.at, off: self.uncertainty(opening, root), stated: None })
    }

    /// Intervals, or years, from the first grid date to the last flow.
    fn span(&self) -> f64 {
        match self.stretch.discounting {
            Discounting::Periodic => f64::from(self.stretch.grid.intervals + 1),
            Discounting::Dated(_) => {
                let grid = &self.stretch.grid;
                self.stretch.time::<f64>(grid.due(grid.intervals)) - self.stretch.time::<f64>(grid.due(0))
            }
        }
    }

    /// How far a root found in f64 may be from the true one. Every term of the value is positive, so its relative
    /// error is bounded by the number of operations a flow passes through.
    fn uncertainty(&self, opening: &Opening, root: Root) -> f64 {
        let (value, _) = self.value(root.at);
        let (_, slope) = self.gap(opening, root.at);
        let passes = 6.0 * f64::from(self.stretch.grid.intervals) + 40.0 + 8.0 * (root.at * self.span()).abs();
        let rounding = passes * f64::EPSILON * value / slope.abs();
        2.0 * (root.off + rounding + root.at.abs() * f64::EPSILON)
    }

    /// Two Newton steps in double-double: each doubles the digits.
    fn refine(&self, opening: &Opening, near: f64) -> Double {
        let mut rate = Double::from_f64(near);
        for _ in 0..2 {
            let (gap, slope) = self.gap::<Double>(opening, rate);
            if slope.hi == 0.0 {
                return rate;
            }
            rate = rate - gap / slope;
        }
        rate
    }
}
