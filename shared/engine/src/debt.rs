//! The first book over the flows: the lessor's capital, row by row.

use chrono::NaiveDate;

use crate::all_in;
use crate::calendar::{Day, day_of};
use crate::change::Change;
use crate::contract::{Contract, Minor};
use crate::double::Double;
use crate::error::EngineError;
use crate::flows::Flow;
use crate::outcome::{Capital, Row, RowKind, Schedule};
use crate::path::Walk;
use crate::plan::Plan;
use crate::stretch::Book;

/// The numbers that make one row, unrounded, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowFormula {
    /// Capital just after the payment before.
    pub opening: f64,
    /// Interest since then.
    pub interest: f64,
    /// What is paid of capital and interest.
    pub paid: f64,
    /// Capital just after the payment.
    pub closing: f64,
}

/// The whole agreement: every row of the contractual term, and those after it up to `horizon`.
pub fn schedule(contract: &Contract, changes: &[Change], horizon: NaiveDate) -> Result<Schedule, EngineError> {
    let plan = Plan::compile(contract, changes)?;
    Ok(Schedule {
        rows: plan.rows(horizon),
        rate: plan.rate.clone(),
        all_in: all_in::compute(contract),
        segments: plan.segments,
    })
}

impl Plan {
    /// The rows of the schedule: the flows, each with what it does to the capital.
    pub fn rows(&self, horizon: NaiveDate) -> Vec<Row> {
        self.rows_with_formulas(horizon).into_iter().map(|(row, _)| row).collect()
    }

    /// Each row beside the unrounded numbers it comes from; `None` where no capital moves by a formula.
    pub fn rows_with_formulas(&self, horizon: NaiveDate) -> Vec<(Row, Option<RowFormula>)> {
        let flows = self.flows(horizon);
        let mut ledger = Ledger::open(self);
        let mut rows = Vec::with_capacity(flows.len());
        for flow in flows {
            let Some(entry) = ledger.enter(&flow) else { continue };
            rows.push((row(rows.len() as u32 + 1, &flow, &entry), entry.formula));
        }
        rows
    }
}

fn row(number: u32, flow: &Flow, entry: &Entry) -> Row {
    Row {
        number,
        due: flow.due,
        kind: flow.kind,
        payment: entry.payment,
        fees: flow.fees,
        services: flow.services,
        period_from: flow.period_from,
        period_to: flow.period_to,
        days: (day_of(flow.period_to) - day_of(flow.period_from) + 1).max(0) as u32,
        segment: flow.segment,
        capital: entry.capital,
    }
}

struct Entry {
    payment: Minor,
    capital: Option<Capital>,
    formula: Option<RowFormula>,
}

struct Ledger<'a> {
    plan: &'a Plan,
    /// The walk along the stretch of the last flow; `None` where its capital is unknown or nothing.
    walk: Option<Walk<'a, Double>>,
    segment: Option<usize>,
    /// Capital after the last row, rounded and not.
    balance: Option<Minor>,
    exact: Double,
    /// An agreement past its end has paid down all there was.
    spent: bool,
}

impl<'a> Ledger<'a> {
    fn open(plan: &'a Plan) -> Self {
        Self { plan, walk: None, segment: None, balance: None, exact: Double::ZERO, spent: false }
    }

    /// `None`: the flow is not met, since nothing is left to pay.
    fn enter(&mut self, flow: &Flow) -> Option<Entry> {
        self.follow(flow.segment);
        match flow.kind {
            RowKind::Interim => Some(self.rent(flow)),
            RowKind::FirstIncreased => Some(self.down_payment(flow)),
            RowKind::Fee | RowKind::Extended if self.plan.only_costs(day_of(flow.period_from)) => Some(self.rent(flow)),
            RowKind::Fee | RowKind::Extended => self.fee(flow),
            RowKind::Residual => Some(self.residual(flow)),
            RowKind::Terminated | RowKind::BoughtOut => Some(self.ending(flow)),
        }
    }

    /// Goes over to the stretch of a flow.
    fn follow(&mut self, segment: usize) {
        if self.segment == Some(segment) {
            return;
        }
        let first = self.segment.is_none();
        self.segment = Some(segment);
        let Some(stretch) = self.plan.stretches.get(segment) else { return };
        self.walk = Walk::new(stretch);
        let opening = self.walk.as_ref().map(|walk| walk.base + walk.accrued);
        match (&stretch.book, opening) {
            (Book::Unknown { .. }, _) => self.balance = None,
            (_, Some(_)) if self.balance.is_some() => {}
            (_, Some(opening)) => {
                let down = if first { self.plan.first_increased } else { 0 };
                self.close(opening + Double::from_i64(down));
            }
            (_, None) => {
                self.close(Double::ZERO);
            }
        }
    }

    fn close(&mut self, exact: Double) -> Minor {
        let balance = exact.round();
        (self.balance, self.exact) = (Some(balance), exact);
        balance
    }

    /// A payment that leaves the capital alone.
    fn rent(&self, flow: &Flow) -> Entry {
        let capital = self.balance.map(|balance| Capital {
            opening: balance,
            interest: 0,
            paid: 0,
            amortisation: 0,
            adjustment: 0,
            closing: balance,
        });
        Entry { payment: flow.payment, capital, formula: None }
    }

    fn down_payment(&mut self, flow: &Flow) -> Entry {
        let capital = self.balance.map(|opening| Capital {
            opening,
            interest: 0,
            paid: flow.payment,
            amortisation: flow.payment,
            adjustment: 0,
            closing: opening - flow.payment,
        });
        if capital.is_some() {
            self.close(self.exact - Double::from_i64(flow.payment));
        }
        Entry { payment: flow.payment, capital, formula: None }
    }

    fn fee(&mut self, flow: &Flow) -> Option<Entry> {
        let (Some(walk), Some(opening)) = (&mut self.walk, self.balance) else {
            return (!self.spent).then(|| self.rent(flow));
        };
        while walk.at < flow.at {
            walk.pay();
        }
        let before = self.exact;
        let step = walk.pay();
        let after = walk.base;
        let paid = step.paid.round();
        if self.spent || (flow.kind == RowKind::Extended && paid == 0 && flow.payment > 0) {
            self.spent = true;
            return None;
        }
        let closing = self.close(after);
        let covered = step.uncovered.hi <= 0.0;
        let interest = if covered { closing - opening + paid } else { step.before.round() - opening };
        let adjustment = closing - (opening + interest - paid);
        Some(Entry {
            payment: paid,
            capital: Some(Capital { opening, interest, paid, amortisation: paid - interest, adjustment, closing }),
            formula: Some(RowFormula {
                opening: before.hi,
                interest: (step.before - before).hi,
                paid: step.paid.hi,
                closing: after.hi,
            }),
        })
    }

    /// The contractual end: what is left there goes on being paid down, or falls back to the lessor.
    fn residual(&mut self, flow: &Flow) -> Entry {
        let end = day_of(flow.due);
        let falls_away = self.plan.only_costs(end);
        let Some((exact, value, opening, formula)) = self.value_at(end) else {
            return Entry { payment: 0, capital: None, formula: None };
        };
        let closing = self.close(if falls_away { Double::ZERO } else { exact });
        let interest = value - opening;
        let capital =
            Capital { opening, interest, paid: 0, amortisation: -interest, adjustment: closing - value, closing };
        Entry { payment: 0, capital: Some(capital), formula }
    }

    fn ending(&mut self, flow: &Flow) -> Entry {
        let after = day_of(flow.due) + 1;
        if let Some(walk) = &mut self.walk {
            walk.go_to(after);
        }
        let paid = flow.payment;
        let gone = self.spent || self.plan.only_costs(after - 1);
        let Some((_, value, opening, formula)) = self.value_at(after).filter(|_| !gone) else {
            let capital = self.balance.map(|opening| Capital {
                opening,
                interest: 0,
                paid,
                amortisation: paid,
                adjustment: paid - opening,
                closing: 0,
            });
            self.balance = self.balance.map(|_| 0);
            return Entry { payment: paid, capital, formula: None };
        };
        let interest = value - opening;
        self.balance = Some(0);
        let capital =
            Capital { opening, interest, paid, amortisation: paid - interest, adjustment: paid - value, closing: 0 };
        Entry { payment: paid, capital: Some(capital), formula }
    }

    /// Capital at the beginning of a day, unrounded and rounded, that of the row before, and how it came from there.
    fn value_at(&self, day: Day) -> Option<(Double, Minor, Minor, Option<RowFormula>)> {
        let (walk, opening) = (self.walk.as_ref()?, self.balance?);
        let value = walk.value(day);
        let (before, interest) = (self.exact.hi, (value - self.exact).hi);
        let formula = RowFormula { opening: before, interest, paid: 0.0, closing: value.hi };
        Some((value, value.round(), opening, Some(formula)))
    }
}
