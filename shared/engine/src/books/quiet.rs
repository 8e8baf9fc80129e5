//! A lease between its events. Nothing but payments, interest and what is spread evenly happens there, so that only
//! what is left at a closing has to be worked out, and what moved is what the closings differ by.

use crate::books::cash::Purse;
use crate::books::chronology::{At, Phase};
use crate::books::growth::Place;
use crate::books::measure::{Paid, Path};
use crate::books::policy::{CurrentSplit, Treatment};
use crate::books::run::{Placed, Run, Step};
use crate::books::sheet::{ClosingDay, Scribe, Tally};
use crate::calendar::Day;
use crate::contract::Minor;

const NEVER: At = At::new(Day::MAX, Phase::EventAfter);

impl<'a, R: Path> Run<'a, R> {
    /// From the first row to the last closing asked for.
    pub(crate) fn fill(&mut self, events: &[Placed<'a>], scribe: &mut Scribe<'_>) -> Step<()> {
        let mut events = events.iter().peekable();
        let mut expired = false;
        loop {
            scribe.take(&mut self.rows);
            let event = events.peek().map_or(NEVER, |(_, at, _)| *at);
            let expiry = if expired || self.over { NEVER } else { At::expiry(self.terms.end) };
            let stop = event.min(expiry).min(self.settlement());
            self.quiet(stop, scribe)?;
            if scribe.next().is_none() {
                return Ok(());
            }
            // What is paid on the day of the stop stands beside it, and is rounded there.
            let due = self.due();
            if due < stop {
                self.pay(due)?;
            } else if event <= stop {
                if let Some((index, at, event)) = events.next() {
                    self.event(*index, *at, event, expired || self.over)?;
                }
            } else if expiry <= stop {
                expired = true;
                self.expire(expiry)?;
            } else {
                self.pay(stop)?;
            }
        }
    }

    /// What is paid next.
    fn due(&self) -> At {
        if self.over { NEVER } else { self.next_payment() }
    }

    /// When the asset is given back for part of what is owed.
    fn settlement(&self) -> At {
        match self.terms.guarantee {
            Some(guarantee) if !self.over && guarantee.returned(self.treatment) != 0 => {
                let at = At::new(At::expiry(self.terms.end).day, Phase::Arrears);
                if self.measured.rest().binary_search_by_key(&at, |(due, _)| *due).is_ok() { at } else { NEVER }
            }
            _ => NEVER,
        }
    }

    /// Closings before `stop`, and what is paid before its day.
    fn quiet(&mut self, stop: At, scribe: &mut Scribe<'_>) -> Step<()> {
        if R::glide(self, stop, scribe)? {
            return Ok(());
        }
        let mut stood = None;
        while let Some(close) = scribe.next().filter(|close| close.at < stop) {
            self.pass(close.at, scribe)?;
            if close.at.day != self.reached {
                self.reached = close.at.day;
                self.advance(close.at.day, &mut stood, &mut scribe.tally)?;
            }
            let noncurrent = self.not_current(close)?;
            scribe.close(&self.last, noncurrent);
        }
        if scribe.next().is_some() {
            self.pass(At::new(stop.day, Phase::Arrears), scribe)?;
        }
        Ok(())
    }

    /// What is paid before an instant.
    #[inline]
    pub(crate) fn pass(&mut self, until: At, scribe: &mut Scribe<'_>) -> Step<()> {
        if self.over {
            return Ok(());
        }
        let mut due = 0;
        let mut next = self.measured.next;
        if let Some(purse) = &mut scribe.purse {
            self.settle_interest(next, until, purse)?;
        }
        let line = &mut scribe.tally.line;
        while let Some((_, amount)) = self.measured.payments.get(next).filter(|(at, _)| *at < until) {
            due += amount;
            next += 1;
        }
        if next != self.measured.next {
            self.measured.reach(next);
            line.paid += due;
            line.variable -= due;
            self.last.liability.closing -= due;
        }
        while let Some(paid) = self.flows.get(self.next_flow).filter(|paid| paid.at < until) {
            let Paid { lease, returned, expensed, outside, services, vat, .. } = *paid;
            line.cash += lease - returned + expensed;
            line.deductible_vat += vat;
            line.variable += lease - returned + expensed;
            line.outside += outside;
            line.services += services;
            if let Treatment::Expensed(_) = self.treatment {
                line.variable -= lease;
                self.last.deferral.closing += lease;
            }
            self.next_flow += 1;
        }
        Ok(())
    }

    /// What of the payments before an instant, from `next` on, is interest. The place of the one after them.
    pub(crate) fn settle_interest(&self, mut next: usize, until: At, purse: &mut Purse) -> Step<usize> {
        if !purse.is_financed() {
            return Ok(next);
        }
        let measured = &self.measured;
        while let (Some((at, amount)), Some(after)) = (measured.payments.get(next), measured.after.get(next))
            && *at < until
        {
            let stands = purse.stands_on() == at.day;
            let owed = if stands { purse.owed() } else { self.publish(*after + R::whole(*amount))? };
            purse.pay(at.day, owed, *amount);
            next += 1;
        }
        Ok(next)
    }

    /// Of the liability at a closing, what is not current.
    #[inline]
    fn not_current(&mut self, close: ClosingDay) -> Step<Minor> {
        match self.last.liability.closing {
            0 => Ok(0),
            owed if self.policy.current_split == CurrentSplit::Principal => match self.measured.after(close.year) {
                Some(left) => Ok(self.publish(left)?.min(owed)),
                None => Ok(owed),
            },
            owed => self.noncurrent(close.at, owed),
        }
    }

    /// Interest and what is spread evenly, until a closing.
    #[inline]
    fn advance(&mut self, day: Day, stood: &mut Stood<R>, tally: &mut Tally) -> Step<()> {
        let line = &mut tally.line;
        let mut interest = 0;
        if self.treatment.is_capitalised() {
            let owed = self.owed_at(day, stood)?;
            interest = owed - self.last.liability.closing;
            line.interest += interest;
            self.last.liability.closing = owed;
        }
        let time = self.pace.time(day);
        let depreciation = match self.treatment {
            Treatment::Expensed(_) => {
                let cost = self.spend(time);
                line.cost += cost;
                self.last.deferral.closing -= cost;
                return Ok(());
            }
            _ if self.straight => self.asset.carrying - self.asset.spread.left(time),
            _ => self.spend(time) - interest,
        };
        line.depreciation += depreciation;
        self.asset.carrying -= depreciation;
        self.last.asset.closing = self.asset.carrying;
        Ok(())
    }

    /// The liability at a closing that is the first of its day.
    #[inline]
    fn owed_at(&mut self, day: Day, stood: &mut Stood<R>) -> Step<Minor> {
        let measured = &self.measured;
        let (next, since) = (measured.next, measured.since);
        if since == day
            && let Some(last) = next.checked_sub(1)
            && let (Some((_, amount)), Some(after)) = (measured.payments.get(last), measured.after.get(last))
        {
            // Paid at this instant: rounded with the payment, and then without.
            return Ok(self.publish(*after + R::whole(*amount))? - amount);
        }
        match (measured.payments.get(next), measured.after.get(next)) {
            (Some((at, amount)), Some(after)) if at.day == day => self.publish(*after + R::whole(*amount)),
            (Some(_), Some(_)) if day != since => {
                let from = match stood {
                    Some((day, place)) if *day == since => place,
                    stood => &stood.insert((since, self.growth.along(&mut self.cursor, since))).1,
                };
                let to = self.growth.along(&mut self.cursor, day);
                self.publish(self.growth.grown(measured.base, from, &to))
            }
            _ => self.publish(measured.base),
        }
    }
}

/// The day a balance stands on, and its place on the scale.
type Stood<R> = Option<(Day, Place<R>)>;
