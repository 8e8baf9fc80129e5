//! What a report needs of a lease: a line for each closing of the accounts, in a buffer that is used again for the
//! next lease. The same numbers as the periods of a [`Schedule`], at a small part of its cost.

use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::books::cash::{CashFlow, Purse};
use crate::books::check;
use crate::books::chronology::{At, Phase};
use crate::books::event::Event;
use crate::books::lease::Lease;
use crate::books::measure::{Paid, Path};
use crate::books::movement::{AssetMove, Deferral, Finding, LiabilityMove, Movement, Period, Row, Schedule};
use crate::books::policy::{Book, Rounding, Treatment};
use crate::books::run::{Placed, Run, Step, finer, with_precision};
use crate::books::spread::months_between;
use crate::books::transition::Transition;
use crate::calendar::{Month, day_of, months_after};
use crate::contract::Minor;
use crate::double::Double;
use crate::error::{EngineError, ErrorCode};
use crate::grid::Anchor;
use crate::real::Near;
use crate::validate::{date, few, is_within, number, refuse};

mod scribe;

pub(crate) use scribe::{Scribe, Tally};

/// The days a report closes the accounts on, made ready for any number of leases. What falls on or before the first is
/// what the first period opens with.
#[derive(Debug, Clone)]
pub struct ClosingDays {
    pub(crate) days: Vec<ClosingDay>,
    dates: Vec<NaiveDate>,
    /// Where the closings lie in months that begin on the 1st, the 2nd …; found out when a lease has such months.
    marks: [OnceLock<Vec<Mark>>; 31],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ClosingDay {
    pub(crate) at: At,
    /// The closing a year ahead.
    pub(crate) year: At,
}

/// The month that began last, and how much of it has passed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    pub(crate) month: Month,
    pub(crate) part: f64,
}

impl ClosingDays {
    /// Ascending; at least one.
    pub fn new(dates: &[NaiveDate]) -> Result<Self, EngineError> {
        few("closings", dates.len(), 10_000)?;
        if dates.is_empty() {
            refuse("closings", ErrorCode::TooSmall, 0, 1)?;
        }
        for (before, after) in dates.iter().zip(dates.iter().skip(1)) {
            if after <= before {
                refuse("closings", ErrorCode::NotAscending, number(*after), number(*before))?;
            }
        }
        // The first period may begin on the first day there is: what it opens with is left on the day before.
        let within = |on: &NaiveDate| if is_within(*on) { *on } else { on.succ_opt().unwrap_or(*on) };
        dates.iter().take(1).try_for_each(|on| date("closings", within(on)))?;
        dates.iter().skip(1).try_for_each(|on| date("closings", *on))?;
        let day = |on: &NaiveDate| {
            let day = day_of(*on) + 1;
            ClosingDay { at: At::new(day, Phase::Close), year: At::new(months_after(day, 12), Phase::Close) }
        };
        let marks = [const { OnceLock::new() }; 31];
        Ok(Self { days: dates.iter().map(day).collect(), dates: dates.to_vec(), marks })
    }

    pub(crate) fn marks(&self, day_of_month: i32) -> &[Mark] {
        let anchor = Anchor { month: 0, day_of_month };
        let mark = |close: &ClosingDay| {
            let (month, days, of) = months_between(&anchor, close.at.day);
            Mark { month, part: f64::from(days) / f64::from(of) }
        };
        let slot = self.marks.get((day_of_month - 1).clamp(0, 30) as usize);
        slot.map_or(&[], |slot| slot.get_or_init(|| self.days.iter().map(mark).collect()))
    }

    pub fn dates(&self) -> &[NaiveDate] {
        &self.dates
    }
}

/// One period: what is left at its end, and what moved in it as it does in every month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Line {
    /// Closing liability.
    pub owed: Minor,
    /// Of the closing liability; the rest of it is current.
    pub noncurrent: Minor,
    pub interest: Minor,
    /// Of the liability.
    pub paid: Minor,
    /// Closing asset.
    pub carried: Minor,
    pub depreciation: Minor,
    /// Paid before its cost (negative: after it), where nothing is capitalised.
    pub deferred: Minor,
    pub cost: Minor,
    pub cash: Minor,
    pub deductible_vat: Minor,
    pub variable: Minor,
    /// Of that, for use outside the term.
    pub outside: Minor,
    /// Of that, for what is no lease.
    pub services: Minor,
}

/// What moves only when a lease begins, changes or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Moved {
    liability: LiabilityMove,
    asset: AssetMove,
    gain: Minor,
    bought: Minor,
    equity: Minor,
    claim: Minor,
}

/// A lease at the closings asked for.
#[derive(Debug, Clone, Default)]
pub struct Sheet {
    treatment: Option<Treatment>,
    /// The first is the state at the first closing.
    lines: Vec<Line>,
    /// By period, ascending.
    moved: Vec<(usize, Moved)>,
    to_come: Vec<(At, Minor)>,
    findings: Vec<Finding>,
    /// Beside each line, where it is wanted.
    cash: Vec<CashFlow>,
    splits_cash: bool,
    room: Room,
}

/// What a run needs, kept for the next one.
#[derive(Debug, Clone, Default)]
struct Room {
    flows: Vec<Paid>,
    payments: Vec<(At, Minor)>,
    rows: Vec<Row>,
}

impl Sheet {
    /// One that tells what was paid for what. It takes a rounding for each payment.
    pub fn with_cash() -> Self {
        Self { splits_cash: true, ..Self::default() }
    }

    /// `None`: nothing has been filled in.
    pub fn treatment(&self) -> Option<Treatment> {
        self.treatment
    }

    /// The state at the first closing; nothing of it is a movement.
    pub fn opening(&self) -> Line {
        self.lines.first().copied().unwrap_or_default()
    }

    /// One for each closing after the first.
    pub fn lines(&self) -> &[Line] {
        self.lines.get(1..).unwrap_or(&[])
    }

    /// Undiscounted payments of the liability after the last closing, each with the day it falls due.
    pub fn to_come(&self) -> impl Iterator<Item = (NaiveDate, Minor)> {
        self.to_come.iter().map(|(at, amount)| (at.date(), *amount))
    }

    /// The same summed up to each of `days` and, last, what is later than all of them.
    pub fn falls_due(&self, days: &ClosingDays) -> Vec<Minor> {
        let mut sums = vec![0; days.days.len() + 1];
        for (at, amount) in &self.to_come {
            if let Some(sum) = sums.get_mut(days.days.partition_point(|close| close.at < *at)) {
                *sum += amount;
            }
        }
        sums
    }

    /// Of what happened up to the last closing.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What was paid in a period, counted from 0, and for what: of a sheet made [`Self::with_cash`].
    pub fn cash(&self, period: usize) -> Option<CashFlow> {
        self.cash.get(period.checked_add(1)?).copied()
    }

    /// Everything that moved in a period, counted from 0.
    pub fn movement(&self, period: usize) -> Option<Movement> {
        let (before, line) = (self.lines.get(period)?, self.lines.get(period.checked_add(1)?)?);
        let first = self.moved.partition_point(|(at, _)| *at < period);
        let moved = self.moved.get(first).filter(|(at, _)| *at == period).map(|(_, moved)| *moved).unwrap_or_default();
        let liability = LiabilityMove {
            opening: before.owed,
            interest: line.interest,
            paid: line.paid,
            closing: line.owed,
            ..moved.liability
        };
        let asset = AssetMove {
            opening: before.carried,
            depreciation: line.depreciation,
            closing: line.carried,
            ..moved.asset
        };
        let deferral = Deferral {
            opening: before.deferred,
            paid: line.deferred - before.deferred + line.cost,
            cost: line.cost,
            closing: line.deferred,
        };
        let lease_cost = match self.treatment {
            Some(Treatment::Asc842Operating) => line.interest + line.depreciation,
            _ => line.cost,
        };
        Some(Movement {
            liability,
            asset,
            deferral,
            cash: line.cash,
            deductible_vat: line.deductible_vat,
            variable: line.variable,
            outside: line.outside,
            services: line.services,
            lease_cost,
            gain: moved.gain,
            bought: moved.bought,
            equity: moved.equity,
            claim: moved.claim,
        })
    }

    /// A schedule at these closings, on all of which the accounts were closed.
    pub fn of_schedule(&mut self, schedule: &Schedule, days: &ClosingDays) {
        self.clear(schedule.treatment);
        let first = days.dates.first().copied().unwrap_or_default();
        let state = schedule.at(first);
        let noncurrent = schedule.rows.iter().rfind(|row| row.on <= first).map_or(0, |row| row.noncurrent);
        let (owed, carried, deferred) = (state.liability.closing, state.asset.closing, state.deferral.closing);
        self.lines.push(Line { owed, noncurrent, carried, deferred, ..Line::default() });
        for (at, Period { movement, noncurrent, .. }) in schedule.periods(&days.dates).iter().enumerate() {
            let mut tally = Tally::default();
            tally.add(movement);
            let Movement { liability, asset, deferral, .. } = movement;
            let (owed, carried, deferred) = (liability.closing, asset.closing, deferral.closing);
            self.lines.push(Line { owed, noncurrent: *noncurrent, carried, deferred, ..tally.line });
            self.moved.extend(tally.moved.map(|moved| (at, moved)));
        }
        self.to_come.extend(days.dates.last().into_iter().flat_map(|last| schedule.to_come(*last)));
        self.findings.extend_from_slice(&schedule.findings);
        if self.splits_cash {
            let mut purse = Purse::new(schedule.treatment, schedule.initial.paid);
            let mut rows = schedule.rows.iter().peekable();
            for day in &days.dates {
                while let Some(row) = rows.next_if(|row| row.on <= *day) {
                    purse.row(row);
                }
                self.cash.push(purse.take());
            }
        }
    }

    fn clear(&mut self, treatment: Treatment) {
        self.treatment = Some(treatment);
        self.lines.clear();
        self.moved.clear();
        self.to_come.clear();
        self.findings.clear();
        self.cash.clear();
    }
}

/// Fills a sheet with a lease in a book. What falls after the last closing is not looked at.
pub fn sheet(
    lease: &Lease,
    events: &[Event],
    book: &Book,
    transition: Option<&Transition>,
    days: &ClosingDays,
    sheet: &mut Sheet,
) -> Result<(), EngineError> {
    if let Some(transition) = transition {
        check::transition(lease, transition)?;
    }
    if book.policy.rounding == Rounding::EachRow || events.iter().any(Event::hands_over) {
        // A balance then depends on every closing before it, or on what another company had.
        let schedule = with_precision(lease, events, book, transition, &days.dates)?;
        sheet.of_schedule(&schedule, days);
        return Ok(());
    }
    check::lease(lease)?;
    let order = check::events(lease, events)?;
    let near = sheet.through(Run::<Near>::new(lease, book), &order, transition, days);
    finer(near, || sheet.through(Run::<Double>::new(lease, book), &order, transition, days))
}

impl Sheet {
    fn through<'a, R: Path>(
        &mut self,
        mut run: Run<'a, R>,
        events: &[Placed<'a>],
        transition: Option<&Transition>,
        days: &ClosingDays,
    ) -> Step<()> {
        let room = std::mem::take(&mut self.room);
        (run.flows, run.measured.payments, run.rows) = (room.flows, room.payments, room.rows);
        run.measured.payments.clear();
        run.keeps_versions = false;
        let mut scribe = Scribe::new(days, self, run.treatment);
        if let Some(from) = run.enter(transition)? {
            scribe.begin(day_of(from));
            scribe.purse = scribe.purse.map(|_| Purse::new(run.treatment, run.initial.paid));
            // A lease that begins after the last closing owes nothing yet.
            if scribe.next().is_some() {
                run.fill(events, &mut scribe)?;
                scribe.sheet.to_come.extend_from_slice(run.measured.rest());
            }
        }
        scribe.finish(&run.last.rest(), &mut run.findings);
        run.rows.clear();
        self.room = Room { flows: run.flows, payments: run.measured.payments, rows: run.rows };
        Ok(())
    }
}
