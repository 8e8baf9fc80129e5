//! A lease through time: commencement, payments, events and closings in their order, each leaving a row.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::books::asset::Asset;
use crate::books::check;
use crate::books::chronology::{At, Closings, Phase};
use crate::books::event::{Event, EventKind};
use crate::books::growth::{Cursor, Growth, Scale};
use crate::books::lease::{Lease, Terms};
use crate::books::measure::{Measured, Paid, Path};
use crate::books::movement::{Entry, Finding, Movement, Recognition, Row, Schedule, Version, WrittenOff};
use crate::books::policy::{Book, CurrentSplit, DiscountRate, Policy, Rounding, Treatment};
use crate::books::spread::{Pace, Spread, Time, share_of};
use crate::books::transfer::transfer;
use crate::books::transition::Transition;
use crate::books::treatment::treatment;
use crate::calendar::{Day, day_of, months_after};
use crate::contract::Minor;
use crate::double::Double;
use crate::error::EngineError;
use crate::real::Near;

/// The whole life of a lease in a book, with a closing at every month end (or as the policy says) and on the days of
/// `also`.
pub fn schedule(lease: &Lease, events: &[Event], book: &Book, also: &[NaiveDate]) -> Result<Schedule, EngineError> {
    with_precision(lease, events, book, None, also)
}

/// In f64 with a bound on its error, and in double-double where that leaves a rounding open.
pub(crate) fn with_precision(
    lease: &Lease,
    events: &[Event],
    book: &Book,
    transition: Option<&Transition>,
    also: &[NaiveDate],
) -> Result<Schedule, EngineError> {
    check::lease(lease)?;
    let order = check::events(lease, events)?;
    let days = handovers(&order);
    let also: Cow<'_, [NaiveDate]> = if days.is_empty() {
        Cow::Borrowed(also)
    } else {
        Cow::Owned(also.iter().copied().chain(days.iter().map(|(_, event)| event.on)).collect())
    };
    let through = || Run::<Double>::through(lease, &order, book, transition, &also);
    let whole = finer(Run::<Near>::through(lease, &order, book, transition, &also), through)?;
    Ok(days.into_iter().rev().fold(whole, |schedule, (index, event)| {
        // One that falls away moves nothing.
        if !schedule.rows.iter().any(|row| row.entry == Entry::Event(index)) {
            return schedule;
        }
        let (giver, receiver) = transfer(&schedule, event.on);
        if event.kind == EventKind::GivenAway { giver } else { receiver }
    }))
}

/// The events by which another company has the lease.
fn handovers<'a>(order: &[Placed<'a>]) -> Vec<(usize, &'a Event)> {
    let moves = order.iter().filter(|(.., event)| event.hands_over());
    moves.map(|(index, _, event)| (*index, *event)).collect()
}

/// What the first precision computes, or where that leaves a rounding open the second.
pub(crate) fn finer<T>(near: Step<T>, double: impl FnOnce() -> Step<T>) -> Result<T, EngineError> {
    let found = match near {
        Err(Stop::Finer) => double(),
        found => found,
    };
    found.map_err(|stop| match stop {
        Stop::Refused(error) => error,
        Stop::Finer => check::too_large("payments"),
    })
}

/// Why a run does not go on.
pub(crate) enum Stop {
    /// A rounding is open in this precision.
    Finer,
    Refused(EngineError),
}

pub(crate) type Step<T> = Result<T, Stop>;

/// An event beside its place among those given.
pub(crate) type Placed<'a> = (usize, At, &'a Event);

pub(crate) struct Run<'a, R> {
    pub(crate) lease: &'a Lease,
    pub(crate) policy: &'a Policy,
    pub(crate) treatment: Treatment,
    pub(crate) scale: Scale,
    pub(crate) pace: Pace,
    pub(crate) growth: Growth<R>,
    /// The rate in force, as it was told.
    pub(crate) told: Option<DiscountRate>,
    pub(crate) terms: &'a Terms,
    /// Everything paid from here on, whatever was measured.
    pub(crate) flows: Vec<Paid>,
    pub(crate) next_flow: usize,
    pub(crate) measured: Measured<R>,
    pub(crate) asset: Asset,
    /// The asset as it would be had it never been impaired, once it has been.
    pub(crate) unimpaired: Option<Asset>,
    /// The single cost of an operating lease still to come, spread evenly.
    pub(crate) cost: Spread,
    pub(crate) cost_left: Minor,
    /// The asset is written off evenly by itself.
    pub(crate) straight: bool,
    pub(crate) over: bool,
    /// What is paid up to here is part of commencement.
    pub(crate) begun: At,
    pub(crate) last: Movement,
    pub(crate) reached: Day,
    pub(crate) written_off: WrittenOff,
    pub(crate) findings: Vec<Finding>,
    pub(crate) rows: Vec<Row>,
    pub(crate) versions: Vec<Version>,
    /// Whether what was measured is kept for whoever asks what falls due when.
    pub(crate) keeps_versions: bool,
    pub(crate) initial: Recognition,
    pub(crate) cursor: Cursor,
}

impl<'a, R: Path> Run<'a, R> {
    fn through(
        lease: &'a Lease,
        events: &[Placed<'a>],
        book: &'a Book,
        transition: Option<&Transition>,
        also: &[NaiveDate],
    ) -> Step<Schedule> {
        let mut run = Self::new(lease, book);
        if let Some(from) = run.enter(transition)? {
            run.go_on(events, from, also)?;
        }
        Ok(run.close_up())
    }

    pub(crate) fn new(lease: &'a Lease, book: &'a Book) -> Self {
        let mut findings = Vec::new();
        let treatment = treatment(lease, book, &mut findings);
        let first = day_of(lease.commencement);
        let scale = Scale::new(lease, &book.policy);
        let pace = Pace::new(first, book.policy.depreciation);
        let start = pace.time(first);
        Self {
            lease,
            policy: &book.policy,
            treatment,
            scale,
            pace,
            growth: Growth { scale, rate: R::whole(0) },
            told: lease.rate,
            begun: At::new(first, Phase::Commencement),
            terms: &lease.terms,
            flows: Vec::new(),
            next_flow: 0,
            measured: Measured::nothing(first),
            asset: Asset::nothing(start, book.policy.halves),
            unimpaired: None,
            cost: Asset::nothing(start, book.policy.halves).spread,
            cost_left: 0,
            straight: !matches!(treatment, Treatment::Asc842Operating),
            over: false,
            last: Movement::default(),
            reached: first,
            written_off: WrittenOff::default(),
            findings,
            rows: Vec::new(),
            versions: Vec::new(),
            keeps_versions: true,
            initial: Recognition::default(),
            cursor: Cursor::default(),
        }
    }

    /// The first row, and its day. A book that capitalises nothing takes no notice of a transition, and a lease that
    /// is over by then is not in the book.
    pub(crate) fn enter(&mut self, transition: Option<&Transition>) -> Step<Option<NaiveDate>> {
        match transition {
            Some(transition) if self.treatment.is_capitalised() && transition.on > self.terms.end => Ok(None),
            Some(transition) if self.treatment.is_capitalised() => {
                self.take_over(transition)?;
                Ok(Some(transition.on))
            }
            _ if self.is_ready() => {
                self.commence()?;
                Ok(Some(self.lease.commencement))
            }
            _ => Ok(None),
        }
    }

    fn is_ready(&mut self) -> bool {
        match (self.treatment.is_capitalised(), &self.lease.rate) {
            (true, None) => {
                self.findings.push(Finding::RateMissing);
                false
            }
            (true, Some(rate)) => {
                self.growth.rate = R::double(self.scale.rate(rate));
                true
            }
            (false, _) => true,
        }
    }

    fn close_up(self) -> Schedule {
        let Self { treatment, initial, rows, mut findings, versions, .. } = self;
        findings.dedup();
        Schedule { treatment, initial, rows, findings, versions }
    }

    fn go_on(&mut self, events: &[Placed<'a>], from: NaiveDate, also: &[NaiveDate]) -> Step<()> {
        let Policy { closing_months, fiscal_year_ends, .. } = *self.policy;
        let mut closings = Closings::new(from, closing_months, fiscal_year_ends, also);
        let mut events = events.iter().peekable();
        let mut expired = false;
        let months = (At::expiry(self.terms.end).day - day_of(from)) / 28;
        self.rows
            .reserve(self.flows.len() + events.len() + months.max(0) as usize / closing_months.max(1) as usize + 4);
        loop {
            let close = closings.peek();
            let expiry = At::expiry(self.terms.end);
            let mut next = if self.over { close } else { self.next_payment().min(close) };
            if !expired && !self.over {
                next = next.min(expiry);
            }
            if let Some((index, at, event)) = events.peek().filter(|(_, at, _)| *at <= next) {
                events.next();
                self.event(*index, *at, event, expired || self.over)?;
                continue;
            }
            match next {
                at if at == close => {
                    self.close(at)?;
                    closings.pass();
                    if self.over || (expired && self.is_spent(at.day)) {
                        let late = events.map(|(index, ..)| Finding::EventAfterEnd { event: *index });
                        self.findings.extend(late);
                        return Ok(());
                    }
                }
                at if !expired && at == expiry => {
                    expired = true;
                    self.expire(at)?;
                }
                at => self.pay(at)?,
            }
        }
    }

    /// Nothing more to pay and nothing more to write off.
    fn is_spent(&self, day: Day) -> bool {
        let Spread { rest, .. } = self.asset.spread;
        let written_off = !self.straight || self.asset.spread.left(self.pace.time(day)) == rest;
        self.next_payment().day == Day::MAX && written_off
    }

    pub(crate) fn next_payment(&self) -> At {
        let never = At::new(Day::MAX, Phase::EventAfter);
        let flow = self.flows.get(self.next_flow).map_or(never, |paid| paid.at);
        self.measured.rest().first().map_or(flow, |(at, _)| flow.min(*at))
    }

    /// To the öre, within what can be added up.
    pub(crate) fn publish(&self, value: R) -> Step<Minor> {
        let published = value.publish(self.policy.halves).ok_or(Stop::Finer)?;
        if published.unsigned_abs() > check::LARGEST_VALUE.unsigned_abs() {
            return Err(Stop::Refused(check::too_large("rate")));
        }
        Ok(published)
    }

    /// Interest and what is spread evenly, from the row before until an instant.
    pub(crate) fn accrue(&mut self, at: At) -> Step<Movement> {
        let mut movement = self.last.rest();
        if at.day == self.reached {
            return Ok(movement);
        }
        let from = std::mem::replace(&mut self.reached, at.day);
        let time = self.pace.time(at.day);
        if self.treatment.is_capitalised() {
            let owed = self.owed(movement.liability.opening, from, at.day)?;
            movement.liability.interest = owed - movement.liability.opening;
            movement.liability.closing = owed;
        }
        let interest = movement.liability.interest;
        if self.straight {
            let Spread { amount, rest, halves, .. } = self.asset.spread;
            let (gone, whole) = self.asset.spread.progress(time);
            self.written_off = WrittenOff { gone, whole, rest, ..self.written_off };
            let left = amount - share_of(amount - rest, gone, whole, halves);
            movement.asset.depreciation = self.asset.carrying - left;
        }
        match self.treatment {
            Treatment::Asc842Operating if self.straight => {
                movement.lease_cost = interest + movement.asset.depreciation;
            }
            Treatment::Asc842Operating => {
                movement.lease_cost = self.spend(time);
                movement.asset.depreciation = movement.lease_cost - interest;
            }
            Treatment::Expensed(_) => {
                let cost = self.spend(time);
                movement.lease_cost = cost;
                movement.deferral.cost = cost;
                movement.deferral.closing -= cost;
            }
            Treatment::Ifrs16 | Treatment::K3Finance | Treatment::Asc842Finance => {}
        }
        self.asset.carrying -= movement.asset.depreciation;
        movement.asset.closing = self.asset.carrying;
        Ok(movement)
    }

    /// The liability on a day, `opening` having been published as that of `from`.
    fn owed(&self, opening: Minor, from: Day, day: Day) -> Step<Minor> {
        match self.policy.rounding {
            Rounding::Cumulative => self.publish(self.measured.on(&self.growth, day)),
            Rounding::EachRow => self.publish(R::whole(opening) * self.growth.factor(from, day)),
        }
    }

    pub(crate) fn spend(&mut self, time: Time) -> Minor {
        let left = self.cost.left(time);
        let spent = self.cost_left - left;
        self.cost_left = left;
        spent
    }

    pub(crate) fn row(&mut self, at: At, entry: Entry, movement: Movement) {
        self.last = movement;
        self.rows.push(Row {
            on: at.date(),
            entry,
            movement,
            noncurrent: 0,
            at_end: at.phase <= Phase::Close,
            measured: self.versions.len() as u32,
            written_off: self.written_off,
        });
    }

    pub(crate) fn pay(&mut self, at: At) -> Step<()> {
        let mut movement = self.accrue(at)?;
        let due = self.measured.pay(at);
        movement.liability.paid = due;
        movement.liability.closing -= due;
        self.settle(&mut movement);
        // What is received settles nothing.
        let returned = self.returned(at).min(due.max(0));
        self.give_back(at, returned, &mut movement);
        let nothing = Paid::nothing(at);
        let paid = self.flows.get(self.next_flow).filter(|paid| paid.at == at).copied();
        self.next_flow += usize::from(paid.is_some());
        let paid = paid.unwrap_or(nothing);
        movement.cash = paid.lease - paid.returned + paid.expensed;
        movement.deductible_vat = paid.vat;
        movement.variable = paid.expensed;
        (movement.outside, movement.services) = (paid.outside, paid.services);
        if let Treatment::Expensed(_) = self.treatment {
            movement.deferral.paid = paid.lease;
            movement.deferral.closing += paid.lease;
        } else {
            movement.variable += paid.lease - paid.returned - (due - returned);
        }
        self.row(at, Entry::Payment, movement);
        Ok(())
    }

    /// Where nothing is left to pay, what each row's rounding has left is interest of the last.
    fn settle(&mut self, movement: &mut Movement) {
        if !self.measured.rest().is_empty() {
            return;
        }
        let left = std::mem::take(&mut movement.liability.closing);
        movement.liability.interest -= left;
        match self.treatment {
            Treatment::Asc842Operating if self.straight => movement.lease_cost -= left,
            Treatment::Asc842Operating => {
                movement.asset.depreciation += left;
                movement.asset.closing -= left;
                self.asset.carrying -= left;
            }
            _ => {}
        }
    }

    /// What of a payment that was measured is settled by giving the asset back.
    fn returned(&self, at: At) -> Minor {
        let guarantee = self.terms.guarantee.filter(|_| at == At::new(At::expiry(self.terms.end).day, Phase::Arrears));
        guarantee.map_or(0, |guarantee| guarantee.returned(self.treatment))
    }

    /// Settles part of the liability by the asset.
    fn give_back(&mut self, at: At, returned: Minor, movement: &mut Movement) {
        if returned == 0 {
            return;
        }
        let carrying = self.asset.carrying;
        let gone = self.asset.retire(i128::from(returned.min(carrying)), i128::from(carrying));
        self.unimpaired = None;
        let now = self.pace.time(at.day);
        self.asset.respread(now, now, self.asset.carrying);
        self.written_off.anchored += 1;
        movement.liability.paid -= returned;
        movement.liability.derecognised = returned;
        movement.asset.derecognised = gone.carrying;
        movement.asset.retired_cost = gone.cost;
        movement.asset.closing = self.asset.carrying;
        movement.gain = returned - gone.carrying;
    }

    fn close(&mut self, at: At) -> Step<()> {
        let movement = self.accrue(at)?;
        let owed = movement.liability.closing;
        let noncurrent = if owed == 0 { 0 } else { self.noncurrent(at, owed)? };
        self.row(at, Entry::Closing, movement);
        if let Some(row) = self.rows.last_mut() {
            row.noncurrent = noncurrent;
        }
        Ok(())
    }

    pub(crate) fn noncurrent(&mut self, at: At, owed: Minor) -> Step<Minor> {
        let year = At::new(months_after(at.day, 12), Phase::Close);
        match self.policy.current_split {
            CurrentSplit::Principal => match self.measured.after(year) {
                Some(left) => Ok(self.publish(left)?.min(owed)),
                None => Ok(owed),
            },
            CurrentSplit::PresentValue => {
                let current = self.publish(self.measured.worth_until(&self.growth, at.day, year))?;
                Ok(owed - current.min(owed))
            }
        }
    }

    /// The end of the term: what is fully written off leaves the books, unless it is the lessee's own now.
    pub(crate) fn expire(&mut self, at: At) -> Step<()> {
        let mut movement = self.accrue(at)?;
        if !self.terms.becomes_owned && self.asset.carrying == 0 {
            movement.asset.retired_cost = self.asset.cost;
            self.asset.cost = 0;
        }
        self.row(at, Entry::Expiry, movement);
        Ok(())
    }

    /// The day the book begins.
    pub(crate) fn commenced(&self) -> Day {
        self.begun.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::policy::Framework;
    use crate::books::registered::{Accounting, lease_of};
    use crate::contract::{DayCount, Discounting};
    use crate::selfcheck::agreements;

    #[test]
    fn the_bound_never_lets_a_wrong_rounding_through() {
        let (mut quick, mut all) = (0, 0);
        for (number, (contract, changes)) in agreements().take(1_000).enumerate() {
            let accounting = Accounting::default();
            let (lease, events) = lease_of(&contract, &changes, &accounting, contract.end).unwrap();
            let order = check::events(&lease, &events).unwrap();
            let discounting =
                if number % 3 == 0 { Discounting::Dated(DayCount::ActActIsda) } else { Discounting::Periodic };
            let policy = Policy { discounting, ..Policy::default() };
            for framework in [Framework::Ifrs16, Framework::K3, Framework::Asc842] {
                let book = Book { framework, policy };
                let Ok(exact) = Run::<Double>::through(&lease, &order, &book, None, &[]) else { continue };
                all += 1;
                if let Ok(near) = Run::<Near>::through(&lease, &order, &book, None, &[]) {
                    assert_eq!(near.rows, exact.rows, "{contract:?} {changes:?} {framework:?}");
                    quick += 1;
                }
            }
        }
        assert!(quick > all * 9 / 10, "{quick} of {all}");
    }
}
