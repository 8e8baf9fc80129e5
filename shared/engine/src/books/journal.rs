//! Postings by account role. Debit is positive; every voucher sums to 0.

use chrono::NaiveDate;

use crate::books::movement::{Entry, Movement, Row, Schedule};
use crate::books::policy::Treatment;
use crate::books::spread::share;
use crate::contract::Minor;

/// What an account is for; whoever exports maps it to a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    RightOfUse,
    AccumulatedDepreciation,
    AccumulatedImpairment,
    /// What a lessee owns after a buy-out.
    OwnedAsset,
    /// Fees paid before their cost.
    PrepaidFees,
    /// Fees owed for a cost already taken.
    AccruedFees,
    InputVat,
    /// Paid before commencement, and until then an advance to the lessor.
    AdvanceToLessor,
    RestorationProvision,
    LiabilityNoncurrent,
    LiabilityCurrent,
    /// Bank, suppliers, or a clearing account that the supplier's invoice meets.
    Payment,
    /// Straight-line cost of an operating lease, and fees outside the term of any.
    LeaseCost,
    VariableCost,
    /// Services, invoice fees and other parts that are no lease.
    ServiceCost,
    Depreciation,
    Impairment,
    Interest,
    ExchangeResult,
    /// Gain (credit) or loss (debit) on changing or ending a lease.
    GainOrLoss,
    RetainedEarnings,
    /// On the sublessee of a finance sublease.
    NetInvestment,
    /// On, or to, the other company of a transfer.
    Intercompany,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Line {
    pub role: Role,
    pub amount: Minor,
}

/// One row of the schedule as postings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voucher {
    pub on: NaiveDate,
    pub entry: Entry,
    pub lines: Vec<Line>,
}

impl Voucher {
    pub fn balances(&self) -> bool {
        self.lines.iter().map(|line| line.amount).sum::<Minor>() == 0
    }

    /// The same with debit and credit exchanged.
    pub fn reversed(&self) -> Self {
        let lines = self.lines.iter().map(|line| Line { amount: -line.amount, ..*line }).collect();
        Self { lines, ..self.clone() }
    }
}

/// Every posting of a schedule, rows without any left out.
pub fn journal(schedule: &Schedule) -> Vec<Voucher> {
    let mut clerk = Clerk::default();
    let vouchers = schedule.rows.iter().map(|row| clerk.enter(schedule, row));
    vouchers.filter(|voucher| !voucher.lines.is_empty()).collect()
}

/// What has been posted so far and no row says.
#[derive(Default)]
struct Clerk {
    current: Minor,
    depreciated: Minor,
    impaired: Minor,
}

struct Lines(Vec<Line>);

impl Lines {
    fn debit(&mut self, role: Role, amount: Minor) {
        if amount == 0 {
            return;
        }
        match self.0.iter_mut().find(|line| line.role == role) {
            Some(line) => line.amount += amount,
            None => self.0.push(Line { role, amount }),
        }
    }

    fn credit(&mut self, role: Role, amount: Minor) {
        self.debit(role, -amount);
    }
}

impl Clerk {
    fn enter(&mut self, schedule: &Schedule, row: &Row) -> Voucher {
        let Row { on, entry, movement, noncurrent, .. } = row;
        let mut lines = Lines(Vec::new());
        self.result(schedule.treatment, movement, &mut lines);
        self.asset(movement, &mut lines);
        self.balances(movement, &mut lines);
        if *entry == Entry::Transition {
            let prepaid = schedule.initial.prepaid;
            lines.credit(Role::PrepaidFees, prepaid.max(0));
            lines.credit(Role::AccruedFees, prepaid.min(0));
            lines.credit(Role::RetainedEarnings, movement.equity);
        }
        let from_whom = if *entry == Entry::Transfer { Role::Intercompany } else { Role::NetInvestment };
        lines.debit(from_whom, movement.claim);
        if *entry == Entry::Commencement {
            lines.credit(Role::AdvanceToLessor, schedule.initial.prepaid);
            if schedule.treatment.is_capitalised() {
                lines.credit(Role::RestorationProvision, schedule.initial.restoration);
            }
        }
        if *entry == Entry::Closing || movement.liability.closing == 0 {
            let current = movement.liability.closing - noncurrent;
            lines.debit(Role::LiabilityNoncurrent, current - self.current);
            lines.credit(Role::LiabilityCurrent, current - self.current);
            self.current = current;
        }
        lines.0.retain(|line| line.amount != 0);
        lines.0.sort_by_key(|line| line.role);
        Voucher { on: *on, entry: *entry, lines: lines.0 }
    }

    fn result(&self, treatment: Treatment, movement: &Movement, lines: &mut Lines) {
        let Movement { liability, asset, .. } = movement;
        if treatment == Treatment::Asc842Operating {
            lines.debit(Role::LeaseCost, liability.interest + asset.depreciation);
        } else {
            lines.debit(Role::Interest, liability.interest);
            lines.debit(Role::Depreciation, asset.depreciation);
            lines.debit(Role::LeaseCost, movement.deferral.cost);
        }
        lines.debit(Role::Impairment, asset.impairment);
        // Use outside the term is a short lease, whose cost is as that of any lease that is not capitalised.
        lines.debit(Role::LeaseCost, movement.outside);
        lines.debit(Role::VariableCost, movement.variable - movement.outside - movement.services);
        lines.debit(Role::ServiceCost, movement.services);
        lines.debit(Role::ExchangeResult, liability.exchange);
        lines.credit(Role::GainOrLoss, movement.gain);
    }

    fn asset(&mut self, movement: &Movement, lines: &mut Lines) {
        let asset = &movement.asset;
        lines.debit(Role::RightOfUse, asset.recognised + asset.remeasured - asset.retired_cost);
        self.depreciated += asset.depreciation;
        self.impaired += asset.impairment;
        let written_off = asset.retired_cost - asset.derecognised;
        let all = self.depreciated + self.impaired;
        let impaired = share(written_off, i128::from(self.impaired), i128::from(all));
        self.impaired -= impaired;
        self.depreciated -= written_off - impaired;
        lines.credit(Role::AccumulatedDepreciation, asset.depreciation - (written_off - impaired));
        lines.credit(Role::AccumulatedImpairment, asset.impairment - impaired);
        lines.debit(Role::OwnedAsset, movement.bought);
    }

    fn balances(&self, movement: &Movement, lines: &mut Lines) {
        let Movement { liability, deferral, .. } = movement;
        lines.credit(Role::LiabilityNoncurrent, liability.closing - liability.opening);
        lines.debit(Role::PrepaidFees, deferral.closing.max(0) - deferral.opening.max(0));
        lines.debit(Role::AccruedFees, deferral.closing.min(0) - deferral.opening.min(0));
        lines.debit(Role::InputVat, movement.deductible_vat);
        lines.credit(Role::Payment, movement.cash + movement.deductible_vat);
    }
}
