//! What a report needs of a lease, at a small part of the cost of its schedule: what it is at some closings, and what is
//! due after the last of them. The same figures, to the öre.

use chrono::{Datelike, NaiveDate};
use engine::books as eng;
use engine::books::{ClosingDays, Finding, Schedule, Sheet};
use engine::calendar::add_months;
use engine::{EngineError, Minor};

use super::finding::BookFinding;
use super::reading::{self, Reading};
use super::register::RegisteredLease;
use super::report;
use super::request::{BookRounding, NewBook};
use super::words;
use crate::terms::{TermsFault, YEAR_MAX};

/// The days a report closes the accounts on, made ready for any number of leases.
#[derive(Clone, Debug)]
pub struct SheetDays {
    closings: ClosingDays,
    last: NaiveDate,
    /// The last days that fall in each bucket of what is due, but for the last bucket.
    ends: Vec<NaiveDate>,
    /// The last of them, the bounds of what is due when, and a day after everything.
    later: ClosingDays,
}

/// A lease at the closings of a report. It is filled with one lease after another.
#[derive(Debug)]
pub struct LeaseSheet {
    sheet: Sheet,
    later: Sheet,
    /// What happened, in the order that findings name it.
    pub events: Vec<eng::Event>,
    pub findings: Vec<Finding>,
    /// These, and what is recorded of the lease and makes no sense.
    pub found: Vec<BookFinding>,
    /// The days whose exchange rates the asset rests on, up to the last closing.
    pub layers: Vec<NaiveDate>,
    /// What is to be paid after the last closing by when it falls due, in the contract's currency: of the liability, or
    /// of a lease that is not capitalised.
    pub due: Vec<Minor>,
    /// In the own currency, where the rows are asked for.
    pub schedule: Option<Schedule>,
}

impl SheetDays {
    /// Both ascending; at least one closing. `bounds`: of the buckets of what is due, in months after the last of them.
    pub fn new(closings: &[NaiveDate], bounds: &[u32]) -> Result<Self, EngineError> {
        let last = closings.last().copied().unwrap_or_default();
        let ends: Vec<NaiveDate> = bounds.iter().map(|months| add_months(last, *months as i32)).collect();
        let never = NaiveDate::from_ymd_opt(YEAR_MAX, 12, 31).unwrap_or(last);
        let mut later = vec![last];
        later.extend_from_slice(&ends);
        later.push(never);
        later.retain(|day| day.year() <= YEAR_MAX);
        later.dedup();
        Ok(Self { closings: ClosingDays::new(closings)?, last, ends, later: ClosingDays::new(&later)? })
    }
}

impl Default for LeaseSheet {
    fn default() -> Self {
        Self {
            sheet: Sheet::with_cash(),
            later: Sheet::default(),
            events: Vec::new(),
            findings: Vec::new(),
            found: Vec::new(),
            layers: Vec::new(),
            due: Vec::new(),
            schedule: None,
        }
    }
}

impl LeaseSheet {
    /// Fills it with a lease in a book. `with_rows`: the schedule is wanted too.
    pub fn fill(
        &mut self,
        lease: &RegisteredLease<'_>,
        book: &NewBook,
        days: &SheetDays,
        with_rows: bool,
    ) -> Result<(), Vec<TermsFault>> {
        // What is rounded or translated row by row depends on where the rows end: then they end as those of the
        // agreement's own book do.
        let by_row = lease.market.is_some() || book.policy.rounding == BookRounding::EachRow;
        let months = if by_row { 1 } else { 12 };
        let reading = reading::registered(lease, book, days.last, months)?;
        let filled = if by_row || with_rows {
            self.fold(&reading, book, months, days)
        } else {
            self.run(&reading, book, months, days)
        };
        filled.map_err(|error| vec![reading::refused(&error, reading.derived)])?;
        self.found = reading.findings(&self.findings, lease.event_ids);
        self.layers.clear();
        if let Some(own) = self.schedule.as_ref().filter(|_| reading.market.is_some()) {
            self.layers = report::layers(own, days.last);
            self.found.extend(report::unfit_rates(&reading, own, &self.layers, days.closings.dates()));
        }
        self.events = reading.events;
        if !with_rows {
            self.schedule = None;
        }
        Ok(())
    }

    /// What is left at the closings, and what moved between them.
    pub fn at_closings(&self) -> &Sheet {
        &self.sheet
    }

    fn run(&mut self, reading: &Reading, book: &NewBook, months: u32, days: &SheetDays) -> Result<(), EngineError> {
        let Reading { lease, events, transition, .. } = reading;
        let book =
            eng::Book { framework: words::framework(book.framework), policy: words::policy(&book.policy, months) };
        eng::sheet(lease, events, &book, transition.as_ref(), &days.closings, &mut self.sheet)?;
        self.findings.clear();
        let capitalised = self.sheet.treatment().is_some_and(eng::Treatment::is_capitalised);
        let goes_on = events.iter().any(|event| event.on > days.last);
        if !capitalised || goes_on {
            eng::sheet(lease, events, &book, transition.as_ref(), &days.later, &mut self.later)?;
            self.findings.extend_from_slice(self.later.findings());
        } else {
            self.findings.extend_from_slice(self.sheet.findings());
        }
        if capitalised {
            // Nothing is still to come on the last closing itself.
            self.due.clear();
            self.due.extend(self.sheet.falls_due(&days.later).into_iter().skip(1));
            self.due.resize(days.ends.len() + 1, 0);
        } else {
            let paid = |bucket| self.later.movement(bucket).map_or(0, |movement| movement.deferral.paid);
            self.due.clear();
            self.due.extend((0..=days.ends.len()).map(paid));
        }
        Ok(())
    }

    fn fold(&mut self, reading: &Reading, book: &NewBook, months: u32, days: &SheetDays) -> Result<(), EngineError> {
        let contractual = report::run(reading, book, months, days.closings.dates())?;
        let translated = reading.market.as_ref().map(|market| market.translate(&contractual)).transpose()?;
        if contractual.treatment.is_capitalised() {
            fall_due(&mut self.due, &days.ends, contractual.payments_after(days.last));
        } else {
            let later = contractual.rows.iter().filter(|row| row.on > days.last);
            fall_due(&mut self.due, &days.ends, later.map(|row| (row.on, row.movement.deferral.paid)));
        }
        let own = translated.unwrap_or(contractual);
        self.sheet.of_schedule(&own, &days.closings);
        self.findings.clone_from(&own.findings);
        self.schedule = Some(own);
        Ok(())
    }
}

fn fall_due(buckets: &mut Vec<Minor>, ends: &[NaiveDate], due: impl Iterator<Item = (NaiveDate, Minor)>) {
    buckets.clear();
    buckets.resize(ends.len() + 1, 0);
    for (on, amount) in due {
        if let Some(sum) = buckets.get_mut(ends.partition_point(|end| *end < on)) {
            *sum += amount;
        }
    }
}

#[cfg(test)]
mod tests;
