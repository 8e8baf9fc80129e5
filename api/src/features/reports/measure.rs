//! From the rows of a schedule to the figures of each stretch between two closings.

use chrono::NaiveDate;
use engine::Minor;
use engine::books::{Entry, ExpensedBecause, Movement, Row, Schedule, Treatment};

use super::figures::Figures;

/// What the schedule shows after each day of `ends` until the next: one less than there are days. The accounts were
/// closed on each of them.
pub fn measure(schedule: &Schedule, ends: &[NaiveDate]) -> Vec<Figures> {
    let mut teller = Teller::new(schedule);
    let mut stretches = Vec::with_capacity(ends.len());
    for row in &schedule.rows {
        while ends.get(stretches.len()).is_some_and(|end| row.on > *end) {
            stretches.push(teller.close());
        }
        if stretches.len() == ends.len() {
            break;
        }
        teller.row(row);
    }
    while stretches.len() < ends.len() {
        stretches.push(teller.close());
    }
    // What led up to the first day is what the first stretch opens with.
    stretches.split_off(stretches.len().min(1))
}

/// Adds rows up.
struct Teller<'a> {
    schedule: &'a Schedule,
    current: Figures,
    last: Movement,
    noncurrent: Minor,
    /// Interest that no payment has settled yet.
    unpaid: Minor,
}

impl<'a> Teller<'a> {
    fn new(schedule: &'a Schedule) -> Self {
        Self { schedule, current: Figures::default(), last: Movement::default(), noncurrent: 0, unpaid: 0 }
    }

    fn close(&mut self) -> Figures {
        let Movement { liability, asset, deferral, .. } = &self.last;
        let closing = Figures {
            liability_closing: liability.closing,
            noncurrent: self.noncurrent,
            asset_closing: asset.closing,
            deferral_closing: deferral.closing,
            ..self.current
        };
        self.current = Figures {
            liability_opening: liability.closing,
            asset_opening: asset.closing,
            deferral_opening: deferral.closing,
            ..Figures::default()
        };
        closing
    }

    fn row(&mut self, row: &Row) {
        let Movement { liability, asset, deferral, .. } = &row.movement;
        let sum = &mut self.current;
        sum.recognised += liability.recognised;
        sum.liability_interest += liability.interest;
        sum.paid += liability.paid;
        sum.remeasured += liability.remeasured;
        sum.derecognised += liability.derecognised;
        sum.exchange += liability.exchange;
        sum.asset_recognised += asset.recognised;
        sum.asset_depreciation += asset.depreciation;
        sum.asset_remeasured += asset.remeasured;
        sum.asset_derecognised += asset.derecognised;
        sum.asset_impairment += asset.impairment;
        sum.deferral_paid += deferral.paid;
        sum.deferral_cost += deferral.cost;
        sum.variable += row.movement.variable;
        sum.gain += row.movement.gain;
        sum.deductible_vat += row.movement.deductible_vat;
        sum.bought += row.movement.bought;
        sum.equity += row.movement.equity;
        sum.claim += row.movement.claim;
        self.result(row);
        self.cash(row);
        self.last = row.movement;
        self.noncurrent = row.noncurrent;
    }

    fn result(&mut self, row: &Row) {
        let Movement { liability, asset, deferral, .. } = &row.movement;
        let sum = &mut self.current;
        match self.schedule.treatment {
            Treatment::Ifrs16 | Treatment::K3Finance | Treatment::Asc842Finance => {
                sum.interest += liability.interest;
                sum.depreciation += asset.depreciation;
            }
            Treatment::Asc842Operating => sum.operating += liability.interest + asset.depreciation,
            Treatment::Expensed(ExpensedBecause::ShortTerm) => sum.short_term += deferral.cost,
            Treatment::Expensed(ExpensedBecause::LowValue) => sum.low_value += deferral.cost,
            Treatment::Expensed(_) => sum.operating += deferral.cost,
        }
    }

    fn cash(&mut self, row: &Row) {
        let Movement { liability, cash, bought, variable, .. } = row.movement;
        let sum = &mut self.current;
        let is_financed =
            matches!(self.schedule.treatment, Treatment::Ifrs16 | Treatment::K3Finance | Treatment::Asc842Finance);
        if !is_financed {
            if bought == 0 {
                sum.operating_paid += cash;
            } else {
                sum.purchases_paid += cash;
            }
            return;
        }
        self.unpaid += liability.interest;
        match row.entry {
            Entry::Payment => {
                let interest = self.unpaid.min(liability.paid);
                self.unpaid -= interest;
                sum.interest_paid += interest;
                sum.principal_paid += liability.paid - interest;
                sum.operating_paid += cash - liability.paid;
            }
            Entry::Commencement => {
                let paid = self.schedule.initial.paid;
                sum.principal_paid += paid;
                sum.operating_paid += variable;
                sum.direct_costs_paid += cash - paid - variable;
            }
            // An early end, at its price. What was accrued goes with the liability.
            Entry::Event(_) if bought != 0 => {
                let settled = cash.min(liability.derecognised);
                sum.principal_paid += settled;
                sum.purchases_paid += cash - settled;
            }
            Entry::Event(_) | Entry::Transition | Entry::Transfer | Entry::Expiry | Entry::Closing => {
                sum.principal_paid += cash;
            }
        }
        if liability.closing == 0 {
            self.unpaid = 0;
        }
    }
}
