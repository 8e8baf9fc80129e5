//! Between two events in plain floats: a pass for what is owed, one for what is paid, one for what is written off. A
//! rounding that the bound leaves open stops it, and everything is done again in the finer precision.

use crate::books::cash::Purse;
use crate::books::chronology::At;
use crate::books::growth::{Cursor, Scale};
use crate::books::measure::Paid;
use crate::books::policy::{CurrentSplit, Depreciation, MonthCutoff, Treatment};
use crate::books::run::{Run, Step, Stop};
use crate::books::sheet::{ClosingDay, ClosingDays, Line, Mark, Scribe};
use crate::books::spread::Spread;
use crate::calendar::Day;
use crate::contract::Minor;
use crate::real::{Near, Real, round_within};

/// Rounding errors of the few steps from a balance to its growth, of which each is half of this or less.
const STEPS: f64 = 4.0 * f64::EPSILON;

/// More than the errors made while errors are added up.
const SLACK: f64 = 1.000_001;

impl Run<'_, Near> {
    /// Whether all of it is what is done here. An instalment of interest that is no share of actual days goes the longer
    /// way, and so does a liability split by value.
    pub(crate) fn glides(&self) -> bool {
        let even = matches!(self.scale, Scale::Periodic { inside: MonthCutoff::ActualDays, .. });
        !self.treatment.is_capitalised() || even && self.policy.current_split == CurrentSplit::Principal
    }

    /// The lines of some closings in a row, nothing but payments between them. The first line holds what has moved
    /// already.
    pub(crate) fn glide(&mut self, days: &ClosingDays, first: usize, lines: &mut [Line]) -> Step<()> {
        let closings = days.days.get(first..).unwrap_or(&[]);
        let Some(last) = closings.get(lines.len().saturating_sub(1)).filter(|_| !lines.is_empty()) else {
            return Ok(());
        };
        let accrued = lines.first().map_or(0, |line| line.interest);
        if self.treatment.is_capitalised() {
            self.owe(closings, lines)?;
        }
        self.spend_cash(closings, lines);
        let marks = days.marks(self.pace.day_of_month());
        self.write_off(closings, marks.get(first..).unwrap_or(&[]), lines, accrued);
        self.reached = last.at.day;
        if let Some(line) = lines.last() {
            self.last.liability.closing = line.owed;
            self.last.asset.closing = line.carried;
            self.last.deferral.closing = line.deferred;
            self.asset.carrying = line.carried;
        }
        Ok(())
    }

    fn owe(&mut self, closings: &[ClosingDay], lines: &mut [Line]) -> Step<()> {
        let measured = &mut self.measured;
        let (payments, after) = (&measured.payments[..], &measured.after[..]);
        let mut next = measured.next;
        let mut ahead = next;
        let mut opening = self.last.liability.closing;
        let mut balance = Balance::new(self.scale, self.growth.rate, self.cursor);
        balance.stand(measured.base, measured.since);
        let mut open = false;
        for (line, close) in lines.iter_mut().zip(closings) {
            let before = next;
            let mut paid = 0;
            while let Some((at, amount)) = payments.get(next)
                && *at < close.at
            {
                paid += amount;
                next += 1;
            }
            if next != before
                && let (Some((at, _)), Some(after)) = (payments.get(next - 1), after.get(next - 1))
            {
                balance.stand(*after, at.day);
            }
            let owed = balance.on(close.at.day);
            open |= owed.is_none();
            let owed = owed.unwrap_or(0);
            while payments.get(ahead).is_some_and(|(at, _)| *at <= close.year) {
                ahead += 1;
            }
            let left = match ahead.checked_sub(1).and_then(|last| after.get(last)) {
                Some(left) if ahead > next && owed != 0 => {
                    let left = left.round();
                    open |= left.is_none();
                    left.unwrap_or(0).min(owed)
                }
                _ => owed,
            };
            line.owed = owed;
            line.noncurrent = left;
            line.interest += owed - opening + paid;
            line.paid += paid;
            line.variable -= paid;
            opening = owed;
        }
        self.cursor = balance.cursor;
        if next != measured.next {
            measured.reach(next);
        }
        if open { Err(Stop::Finer) } else { Ok(()) }
    }

    fn spend_cash(&mut self, closings: &[ClosingDay], lines: &mut [Line]) {
        let expensed_whole = matches!(self.treatment, Treatment::Expensed(_));
        let mut deferred = self.last.deferral.closing;
        let mut next = self.next_flow;
        let flows = if self.over { &[][..] } else { &self.flows[..] };
        for (line, close) in lines.iter_mut().zip(closings) {
            while let Some(paid) = flows.get(next)
                && paid.at < close.at
            {
                let Paid { lease, returned, expensed, outside, services, vat, .. } = *paid;
                line.cash += lease - returned + expensed;
                line.deductible_vat += vat;
                line.variable += lease - returned + expensed;
                line.outside += outside;
                line.services += services;
                if expensed_whole {
                    line.variable -= lease;
                    deferred += lease;
                }
                next += 1;
            }
            line.deferred = deferred;
        }
        self.next_flow = next;
    }

    /// What was paid for what, where the payments from `next` on are in the lines from `first` on.
    pub(crate) fn tell_cash(
        &self,
        mut next: usize,
        first: usize,
        mut purse: Purse,
        scribe: &mut Scribe<'_>,
    ) -> Step<()> {
        let mut told = std::mem::take(scribe.cash());
        for (close, line) in scribe.untold(first) {
            next = self.settle_interest(next, close.at, &mut purse)?;
            told.push(purse.close(close.at.day, line.owed, line.cash));
        }
        *scribe.cash() = told;
        scribe.purse = Some(purse);
        Ok(())
    }

    /// `accrued`: interest of the first line that has met its cost already.
    fn write_off(&mut self, closings: &[ClosingDay], marks: &[Mark], lines: &mut [Line], mut accrued: Minor) {
        let by_itself = self.treatment.is_capitalised() && self.straight;
        let slope = Slope::new(if by_itself { &self.asset.spread } else { &self.cost });
        let first = match self.policy.depreciation {
            Depreciation::ByMonths => self.pace.month(),
            Depreciation::ByDays => self.pace.first(),
        };
        let mut carried = self.asset.carrying;
        let mut spent = 0;
        for ((line, close), mark) in lines.iter_mut().zip(closings).zip(marks) {
            let time = match self.policy.depreciation {
                Depreciation::ByMonths => f64::from(mark.month - first) + mark.part,
                Depreciation::ByDays => f64::from(close.at.day - first),
            };
            // Shares of whole numbers are often exactly a half, and then counted in whole numbers.
            let left = slope.left(time).unwrap_or_else(|| slope.spread.left(self.pace.time(close.at.day)));
            let depreciation = match self.treatment {
                Treatment::Expensed(_) => {
                    let cost = self.cost_left - left;
                    self.cost_left = left;
                    spent += cost;
                    line.cost += cost;
                    line.deferred -= spent;
                    continue;
                }
                _ if self.straight => carried - left,
                _ => {
                    let cost = self.cost_left - left;
                    self.cost_left = left;
                    cost - (line.interest - std::mem::take(&mut accrued))
                }
            };
            carried -= depreciation;
            line.depreciation += depreciation;
            line.carried = carried;
        }
    }
}

/// A balance and how it grows from where it stands.
struct Balance {
    scale: Scale,
    rate: Near,
    cursor: Cursor,
    at: f64,
    off: f64,
    /// The interval it has grown to the beginning of.
    whole: i32,
}

impl Balance {
    fn new(scale: Scale, rate: Near, cursor: Cursor) -> Self {
        Self { scale, rate, cursor, at: 0.0, off: 0.0, whole: 0 }
    }

    #[inline]
    fn seek(&mut self, day: Day) {
        if let Scale::Periodic { anchor, every, .. } = &self.scale {
            self.cursor.seek(anchor, *every, day);
        }
    }

    /// What it is on a day, seen from the beginning of that day's interval.
    #[inline]
    fn stand(&mut self, base: Near, day: Day) {
        self.seek(day);
        let Cursor { whole, start, end } = self.cursor;
        let base = if day == start {
            base
        } else {
            base / (Near::whole(1) + self.rate * Near::ratio(i64::from(day - start), i64::from(end - start)))
        };
        (self.at, self.off, self.whole) = (base.at, base.off, whole);
    }

    #[inline]
    fn on(&mut self, day: Day) -> Option<Minor> {
        if self.at == 0.0 && self.off == 0.0 {
            return Some(0);
        }
        self.seek(day);
        while self.whole < self.cursor.whole {
            let grown = Near { at: self.at, off: self.off } * (Near::whole(1) + self.rate);
            (self.at, self.off) = (grown.at, grown.off);
            self.whole += 1;
        }
        let Cursor { start, end, .. } = self.cursor;
        let factor =
            if day == start { 1.0 } else { 1.0 + self.rate.at * (f64::from(day - start) / f64::from(end - start)) };
        let at = self.at * factor;
        round_within(at, self.off * factor * SLACK + at.abs() * STEPS)
    }
}

/// An amount that falls evenly, read at times in floats.
struct Slope {
    spread: Spread,
    falls: f64,
    from: f64,
    /// In a unit of time; not a number where it cannot be told in floats.
    slope: f64,
}

impl Slope {
    fn new(spread: &Spread) -> Self {
        let whole = spread.until.since(spread.from);
        let falls = spread.amount - spread.rest;
        let from = spread.from.part as f64 / spread.from.of as f64;
        let slope = match falls {
            0 => 0.0,
            _ if whole.part <= 0 || falls.unsigned_abs() >= 1 << 50 => f64::NAN,
            _ => falls as f64 * whole.of as f64 / whole.part as f64,
        };
        Self { spread: *spread, falls: falls as f64, from, slope }
    }

    #[inline]
    fn left(&self, time: f64) -> Option<Minor> {
        let fallen = self.slope * (time - self.from);
        // No more falls away than there is.
        let fallen = if fallen.abs() > self.falls.abs() { self.falls } else { fallen };
        let off = (self.slope * (time + self.from)).abs() * STEPS;
        round_within(fallen, off).map(|fallen| self.spread.amount - fallen)
    }
}

impl At {
    /// How many closings lie before it.
    pub(crate) fn after_how_many(self, closings: &[ClosingDay]) -> usize {
        closings.partition_point(|close| close.at < self)
    }
}
