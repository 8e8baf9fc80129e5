//! What is paid when, whatever a book makes of it.

use chrono::NaiveDate;

use crate::calendar::{Day, asked, date_of};
use crate::change::Ending;
use crate::contract::{Minor, Timing};
use crate::outcome::RowKind;
use crate::plan::Plan;
use crate::stretch::Stretch;

/// One payment, or the contractual end, of an agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Flow {
    pub due: NaiveDate,
    pub kind: RowKind,
    /// After the contractual end the fee goes on in full here; the debt cuts the last one to what remains.
    pub payment: Minor,
    /// Invoice and arrangement fee.
    pub fees: Minor,
    pub services: Minor,
    /// The days the payment is for, both inclusive.
    pub period_from: NaiveDate,
    pub period_to: NaiveDate,
    /// Which of the plan's segments rules.
    pub segment: usize,
    /// The grid date in that segment.
    pub(crate) at: u32,
}

impl Plan {
    /// Every payment of the contractual term, and those after it that fall due up to `horizon` or the last known change,
    /// by due date.
    pub fn flows(&self, horizon: NaiveDate) -> Vec<Flow> {
        let mut list = List { plan: self, flows: Vec::new() };
        if self.ended.is_some_and(|(on, _)| on < self.start) {
            return list.flows;
        }
        list.start();
        let horizon = asked(horizon).max(self.ended.map_or(Day::MIN, |(on, _)| on));
        let begins = self.stretches.iter().skip(1).map(|stretch| stretch.from);
        for (segment, (stretch, until)) in self.stretches.iter().zip(begins.map(Some).chain([None])).enumerate() {
            list.stretch(segment, stretch, until.unwrap_or(Day::MAX), until.unwrap_or(horizon));
        }
        list.end();
        list.charge_arrangement();
        list.flows
    }
}

struct List<'a> {
    plan: &'a Plan,
    flows: Vec<Flow>,
}

impl List<'_> {
    fn push(&mut self, kind: RowKind, due: Day, payment: Minor, (from, to): (Day, Day), (segment, at): (usize, u32)) {
        let periodic = matches!(kind, RowKind::Fee | RowKind::Extended);
        let extras = self.plan.extras_on(due).filter(|_| periodic);
        self.flows.push(Flow {
            due: date_of(due),
            kind,
            payment,
            fees: extras.map_or(0, |extras| extras.invoice),
            services: extras.map_or(0, |extras| extras.service),
            period_from: date_of(from),
            period_to: date_of(to),
            segment,
            at,
        });
    }

    fn start(&mut self) {
        let start = self.plan.start;
        if let Some((from, amount)) = self.plan.interim.filter(|(from, _)| *from < start) {
            self.push(RowKind::Interim, start, amount, (from, start - 1), (0, 0));
        }
        if self.plan.first_increased > 0 {
            let end = self.plan.maturity_on(start) - 1;
            self.push(RowKind::FirstIncreased, start, self.plan.first_increased, (start, end), (0, 0));
        }
    }

    fn stretch(&mut self, segment: usize, stretch: &Stretch, until: Day, horizon: Day) {
        let advance = self.plan.timing == Timing::Advance;
        let end = self.plan.maturity_on(stretch.from);
        let begins = stretch.from == stretch.origin;
        let mut before = stretch.lead.from;
        for at in 0.. {
            let due = stretch.grid.due(at);
            // In arrears the last interval is over on the day of the ending, though its fee falls due on the next.
            let ended = self.plan.ended.map_or(Day::MAX, |(on, _)| if advance { on } else { on + 1 });
            let extended = if advance { due >= end } else { before >= end };
            if due >= until || due > ended || (extended && due > horizon && due > end) {
                return;
            }
            let last = self.plan.ended.map_or(due, |(on, _)| due.min(on));
            let matures = due == end && at == stretch.grid.intervals && stretch.residual > 0 && last == due;
            let next = stretch.grid.due(at + 1);
            let kind = if extended { RowKind::Extended } else { RowKind::Fee };
            if advance {
                if matures {
                    self.push(RowKind::Residual, due, 0, (before, due - 1), (segment, at));
                }
                if !extended || due <= horizon {
                    self.push(kind, due, stretch.fee(at), (due, next - 1), (segment, at));
                }
            } else {
                if !(begins && at == 0) {
                    self.push(kind, last, stretch.fee(at), (before, due - 1), (segment, at));
                }
                if matures {
                    self.push(RowKind::Residual, due, 0, (before, due - 1), (segment, at));
                }
            }
            before = due;
        }
    }

    fn end(&mut self) {
        let Some((on, how)) = self.plan.ended else { return };
        let (kind, payment) = match how {
            Ending::Terminated => (RowKind::Terminated, 0),
            Ending::BoughtOut { price } => (RowKind::BoughtOut, price),
        };
        let segment = self.plan.stretches.iter().rposition(|stretch| stretch.from <= on).unwrap_or(0);
        self.push(kind, on, payment, (on, on), (segment, 0));
    }

    /// Once, with the first payment after any interim rent.
    fn charge_arrangement(&mut self) {
        let charged = |flow: &&mut Flow| matches!(flow.kind, RowKind::FirstIncreased | RowKind::Fee);
        if let Some(first) = self.flows.iter_mut().find(charged) {
            first.fees += self.plan.arrangement;
        }
    }
}
