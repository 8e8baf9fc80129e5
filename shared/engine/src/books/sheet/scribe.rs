//! Lines of a sheet, written one closing after the other.

use crate::books::cash::{CashFlow, Purse};
use crate::books::movement::{AssetMove, Finding, LiabilityMove, Movement, Row};
use crate::books::policy::Treatment;
use crate::books::sheet::{ClosingDay, ClosingDays, Line, Moved, Sheet};
use crate::calendar::Day;
use crate::contract::Minor;

/// What has moved since the last closing.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) line: Line,
    pub(super) moved: Option<Moved>,
}

impl Tally {
    pub(crate) fn add(&mut self, movement: &Movement) {
        let Movement { liability, asset, deferral, .. } = movement;
        let line = &mut self.line;
        line.interest += liability.interest;
        line.paid += liability.paid;
        line.depreciation += asset.depreciation;
        line.cost += deferral.cost;
        line.cash += movement.cash;
        line.deductible_vat += movement.deductible_vat;
        line.variable += movement.variable;
        line.outside += movement.outside;
        line.services += movement.services;
        let Movement { gain, bought, equity, claim, .. } = *movement;
        let news = Moved {
            liability: LiabilityMove { opening: 0, interest: 0, paid: 0, closing: 0, ..*liability },
            asset: AssetMove { opening: 0, depreciation: 0, closing: 0, ..*asset },
            gain,
            bought,
            equity,
            claim,
        };
        if news == Moved::default() {
            return;
        }
        let before = self.moved.unwrap_or_default();
        self.moved = Some(before.and(&news));
    }
}

impl Moved {
    fn and(&self, next: &Self) -> Self {
        let whole = |moved: &Self| Movement { liability: moved.liability, asset: moved.asset, ..Movement::default() };
        let Movement { liability, asset, .. } = whole(self).then(&whole(next));
        Self {
            liability,
            asset,
            gain: self.gain + next.gain,
            bought: self.bought + next.bought,
            equity: self.equity + next.equity,
            claim: self.claim + next.claim,
        }
    }
}

/// Writes lines, one closing after the other.
pub(crate) struct Scribe<'a> {
    pub(crate) days: &'a ClosingDays,
    pub(super) sheet: &'a mut Sheet,
    pub(crate) tally: Tally,
    /// Where what was paid is told apart.
    pub(crate) purse: Option<Purse>,
}

impl<'a> Scribe<'a> {
    pub(crate) fn new(days: &'a ClosingDays, sheet: &'a mut Sheet, treatment: Treatment) -> Self {
        sheet.clear(treatment);
        sheet.lines.reserve(days.days.len());
        let purse = sheet.splits_cash.then(|| Purse::new(treatment, 0));
        Self { days, sheet, tally: Tally::default(), purse }
    }

    #[inline]
    pub(crate) fn next(&self) -> Option<ClosingDay> {
        self.coming().first().copied()
    }

    #[inline]
    pub(crate) fn coming(&self) -> &'a [ClosingDay] {
        self.days.days.get(self.sheet.lines.len()..).unwrap_or(&[])
    }

    /// Room for the lines of so many closings, the first of them with what has moved until now; and which closing it is.
    pub(crate) fn room(&mut self, count: usize) -> (usize, &mut [Line]) {
        let first = self.sheet.lines.len();
        self.sheet.lines.push(std::mem::take(&mut self.tally.line));
        self.sheet.lines.resize(first + count, Line::default());
        self.enter_moved(first);
        (first, self.sheet.lines.get_mut(first..).unwrap_or(&mut []))
    }

    fn enter_moved(&mut self, closing: usize) {
        if let Some(moved) = self.tally.moved.take()
            && let Some(period) = closing.checked_sub(1)
        {
            self.sheet.moved.push((period, moved));
        }
    }

    /// The rows of what was not quiet.
    pub(crate) fn take(&mut self, rows: &mut Vec<Row>) {
        for row in rows.drain(..) {
            self.tally.add(&row.movement);
            if let Some(purse) = &mut self.purse {
                purse.row(&row);
            }
        }
    }

    pub(crate) fn cash(&mut self) -> &mut Vec<CashFlow> {
        &mut self.sheet.cash
    }

    /// A closing and what is in its line, of those from `first` on whose payments nobody has told apart.
    pub(crate) fn untold(&self, first: usize) -> impl Iterator<Item = (ClosingDay, Line)> {
        let (days, lines) = (self.days.days.get(first..), self.sheet.lines.get(first..));
        let days = days.unwrap_or(&[]).iter().copied();
        days.zip(lines.unwrap_or(&[]).iter().copied())
    }

    /// The accounts are closed: `state` is what is left.
    #[inline]
    pub(crate) fn close(&mut self, state: &Movement, noncurrent: Minor) {
        let (owed, carried, deferred) = (state.liability.closing, state.asset.closing, state.deferral.closing);
        let line = std::mem::take(&mut self.tally.line);
        if let (Some(purse), Some(close)) = (&mut self.purse, self.days.days.get(self.sheet.lines.len())) {
            self.sheet.cash.push(purse.close(close.at.day, owed, line.cash));
        }
        self.enter_moved(self.sheet.lines.len());
        self.sheet.lines.push(Line { owed, noncurrent, carried, deferred, ..line });
    }

    /// Closings before anything has begun.
    pub(crate) fn begin(&mut self, day: Day) {
        while self.next().is_some_and(|close| close.at.day <= day) {
            self.close(&Movement::default(), 0);
        }
    }

    pub(crate) fn finish(&mut self, state: &Movement, findings: &mut Vec<Finding>) {
        while self.next().is_some() {
            self.close(state, 0);
        }
        // What moved before the first closing is in no period.
        if let Some(line) = self.sheet.lines.first_mut() {
            let Line { owed, noncurrent, carried, deferred, .. } = *line;
            *line = Line { owed, noncurrent, carried, deferred, ..Line::default() };
        }
        findings.dedup();
        self.sheet.findings.append(findings);
    }
}
