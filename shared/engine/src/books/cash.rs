//! What was paid, by what it was paid for: the split of a cash flow statement.

use crate::books::movement::{Entry, Row};
use crate::books::policy::Treatment;
use crate::calendar::{Day, day_of};
use crate::contract::Minor;

/// Paid out in a period, deductible VAT not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CashFlow {
    /// Off the liability, the interest not counted.
    pub principal: Minor,
    pub interest: Minor,
    /// Of what is no liability.
    pub operating: Minor,
    /// To get the lease.
    pub direct_costs: Minor,
    /// For what has become the lessee's own.
    pub purchases: Minor,
}

/// Tells what each payment is for, row after row. A payment settles the interest accrued until it before anything of the
/// liability.
#[derive(Debug, Clone, Copy)]
pub struct Purse {
    financed: bool,
    /// Payments on or before commencement.
    begun_with: Minor,
    /// Interest that no payment has settled yet.
    unpaid: Minor,
    /// What was owed last, and at the beginning of which day.
    owed: Minor,
    day: Day,
    flow: CashFlow,
}

impl Purse {
    /// `begun_with`: what was paid on or before commencement.
    pub fn new(treatment: Treatment, begun_with: Minor) -> Self {
        let financed = matches!(treatment, Treatment::Ifrs16 | Treatment::K3Finance | Treatment::Asc842Finance);
        Self { financed, begun_with, unpaid: 0, owed: 0, day: Day::MIN, flow: CashFlow::default() }
    }

    /// What was paid since it was asked last.
    pub fn take(&mut self) -> CashFlow {
        std::mem::take(&mut self.flow)
    }

    pub fn row(&mut self, row: &Row) {
        let movement = &row.movement;
        let (liability, cash, bought) = (&movement.liability, movement.cash, movement.bought);
        if !self.financed {
            if bought == 0 {
                self.flow.operating += cash;
            } else {
                self.flow.purchases += cash;
            }
            return;
        }
        // Since the last payment, wherever the row begins.
        self.unpaid += liability.opening + liability.interest - self.owed;
        match row.entry {
            Entry::Payment => {
                self.settle(liability.paid);
                self.flow.operating += cash - liability.paid;
            }
            Entry::Commencement => {
                self.flow.principal += self.begun_with;
                self.flow.operating += movement.variable;
                let rest = cash - self.begun_with - movement.variable;
                if bought == 0 {
                    self.flow.direct_costs += rest;
                } else {
                    // The price of what was sold and leased back, less what the lease cost to get.
                    self.flow.purchases += rest;
                }
            }
            // An early end, at its price. What was accrued goes with the liability.
            Entry::Event(_) if bought != 0 => {
                let settled = cash.min(liability.derecognised);
                self.flow.principal += settled;
                self.flow.purchases += cash - settled;
            }
            Entry::Event(_) | Entry::Transition | Entry::Transfer | Entry::Expiry | Entry::Closing => {
                self.flow.principal += cash;
            }
        }
        self.stand(liability.closing, day_of(row.on) + Day::from(row.at_end));
    }

    /// Whether it matters when something was paid.
    pub(crate) fn is_financed(&self) -> bool {
        self.financed
    }

    pub(crate) fn stands_on(&self) -> Day {
        self.day
    }

    pub(crate) fn owed(&self) -> Minor {
        self.owed
    }

    /// A payment of the liability, of which `owed` was left just before it.
    #[inline]
    pub(crate) fn pay(&mut self, day: Day, owed: Minor, amount: Minor) {
        self.unpaid += owed - self.owed;
        self.settle(amount);
        self.stand(owed - amount, day);
    }

    /// The accounts are closed. `cash`: everything paid since they last were.
    #[inline]
    pub(crate) fn close(&mut self, day: Day, owed: Minor, cash: Minor) -> CashFlow {
        if self.financed {
            self.unpaid += owed - self.owed;
            self.stand(owed, day);
        }
        let CashFlow { principal, interest, direct_costs, purchases, .. } = self.take();
        let operating = cash - principal - interest - direct_costs - purchases;
        CashFlow { principal, interest, operating, direct_costs, purchases }
    }

    fn settle(&mut self, paid: Minor) {
        let interest = self.unpaid.min(paid);
        self.unpaid -= interest;
        self.flow.interest += interest;
        self.flow.principal += paid - interest;
    }

    fn stand(&mut self, owed: Minor, day: Day) {
        (self.owed, self.day) = (owed, day);
        if owed == 0 {
            self.unpaid = 0;
        }
    }
}
