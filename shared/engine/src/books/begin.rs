//! How a lease comes into a book: at its commencement, or under way when a framework is first applied.

use crate::books::asset::Asset;
use crate::books::chronology::{At, Phase};
use crate::books::lease::Sold;
use crate::books::leaseback::{Sale, leaseback};
use crate::books::measure::{Measured, Paid, Path, payments, payments_in};
use crate::books::movement::{Entry, Finding, Movement, Recognition};
use crate::books::policy::Treatment;
use crate::books::run::{Run, Step, Stop};
use crate::books::solve;
use crate::books::transition::{Method, Transition};
use crate::calendar::{Day, day_of};
use crate::contract::Minor;
use crate::error::EngineError;

impl<R: Path> Run<'_, R> {
    pub(crate) fn commence(&mut self) -> Step<()> {
        let lease = self.lease;
        let first = day_of(lease.commencement);
        let at = At::new(first, Phase::Commencement);
        let room = std::mem::take(&mut self.flows);
        let (flows, late) = payments_in(room, &lease.terms, self.treatment, At::new(Day::MIN, Phase::Arrears));
        self.findings.extend(late.findings(self.treatment));
        let in_liability = self.policy.first_payment_in_liability && self.treatment.is_capitalised();
        self.begun = At::new(first, if in_liability { Phase::Commencement } else { Phase::Advance });
        let begun = flows.partition_point(|paid| paid.at <= self.begun);
        let at_once = flows.get(..begun).unwrap_or(&[]);
        let sum = |of: fn(&Paid) -> Minor| at_once.iter().map(of).sum::<Minor>();
        let (paid, expensed, vat) = (sum(|paid| paid.lease), sum(|paid| paid.expensed), sum(|paid| paid.vat));
        let (outside, services) = (sum(|paid| paid.outside), sum(|paid| paid.services));
        (self.flows, self.next_flow) = (flows, begun);
        let mut movement =
            Movement { variable: expensed, outside, services, deductible_vat: vat, ..Movement::default() };
        movement.cash = paid + expensed + lease.initial_direct_costs - lease.incentives_received;
        self.initial = Recognition {
            liability: 0,
            paid,
            prepaid: lease.prepaid,
            direct_costs: lease.initial_direct_costs,
            incentives: lease.incentives_received,
            restoration: lease.restoration,
            sold: 0,
        };
        if self.treatment.is_capitalised() {
            self.capitalise(at, &mut movement)?;
        } else {
            let net = self.initial.asset() - lease.restoration;
            movement.deferral.paid = net;
            movement.deferral.closing = net;
            self.spread_cost(at, net);
        }
        self.row(at, Entry::Commencement, movement);
        Ok(())
    }

    fn capitalise(&mut self, at: At, movement: &mut Movement) -> Step<()> {
        self.measure(at)?;
        if self.treatment == Treatment::K3Finance {
            self.hold_to_fair_value(at)?;
        }
        let liability = self.publish(self.measured.worth())?;
        self.initial.liability = liability;
        if let Some(sold) = self.lease.underlying.sold.filter(|_| self.treatment == Treatment::Ifrs16) {
            self.lease_back(&sold, movement)?;
        }
        let left_over = self.asset.adjust(self.initial.asset());
        movement.gain -= left_over;
        if left_over != 0 {
            self.findings.push(Finding::IncentivesAboveAsset);
        }
        movement.liability.recognised = liability;
        movement.liability.closing = liability;
        movement.asset.recognised = self.asset.carrying;
        movement.asset.closing = self.asset.carrying;
        self.spread_asset(at, liability);
        Ok(())
    }

    /// The price comes in, the asset goes, and what is kept of it is the right of use. A price above fair value is
    /// borrowed: its part of the liability is owed at the same rate.
    fn lease_back(&mut self, sold: &Sold, movement: &mut Movement) -> Step<()> {
        let Sold { price, fair_value, carrying } = *sold;
        let payments = self.initial.liability + self.initial.paid;
        let back = leaseback(&Sale { price, fair_value, carrying, payments })
            .map_err(|error| Stop::Refused(EngineError { field: "sold", ..error }))?;
        self.initial.sold = back.right_of_use - payments;
        movement.cash -= price;
        movement.bought -= carrying;
        movement.gain += back.gain;
        Ok(())
    }

    /// Modified retrospective application: what is still to be paid on its day, at the rate of that day.
    pub(crate) fn take_over(&mut self, transition: &Transition) -> Step<()> {
        let lease = self.lease;
        let first = day_of(lease.commencement);
        let at = At::new(day_of(transition.on), Phase::EventBefore);
        self.told = Some(transition.rate);
        self.growth.rate = R::double(self.scale.rate(&transition.rate));
        let asset = match transition.method {
            Method::AsIfApplied if self.straight => {
                let (flows, _) = payments(&lease.terms, self.treatment, At::new(Day::MIN, Phase::Arrears));
                let begins = At::new(first, Phase::Advance);
                let (paid, rest): (Vec<Paid>, Vec<Paid>) = flows.iter().partition(|paid| paid.at <= begins);
                let rest = rest.iter().map(|paid| (paid.at, paid.lease)).collect();
                let liability = self.publish(Measured::new(rest, &self.growth, first).worth())?;
                let paid = paid.iter().map(|paid| paid.lease).sum::<Minor>() + lease.prepaid + lease.restoration;
                self.asset.adjust(liability + paid + lease.initial_direct_costs - lease.incentives_received);
                self.spread_asset(At::new(first, Phase::Commencement), liability);
                Some(self.asset.spread.left(self.pace.time(at.day)))
            }
            // An operating lease under ASC 842 is always carried from its liability.
            Method::AsIfApplied | Method::FromLiability => None,
        };
        self.reached = at.day;
        self.begun = at;
        self.follow(&lease.terms, at);
        self.measure(at)?;
        let liability = self.publish(self.measured.worth())?;
        self.asset = Asset::nothing(self.pace.time(at.day), self.policy.halves);
        self.asset.adjust(asset.unwrap_or(liability + transition.prepaid));
        self.initial = Recognition { liability, prepaid: transition.prepaid, ..Recognition::default() };
        let mut movement = Movement::default();
        (movement.liability.recognised, movement.liability.closing) = (liability, liability);
        (movement.asset.recognised, movement.asset.closing) = (self.asset.carrying, self.asset.carrying);
        movement.equity = self.asset.carrying - liability - transition.prepaid;
        self.spread_asset(at, liability);
        self.row(at, Entry::Transition, movement);
        Ok(())
    }

    /// The lower of fair value and present value; where fair value binds, the rate is the one at which the payments
    /// are worth it.
    fn hold_to_fair_value(&mut self, at: At) -> Step<()> {
        let Some(fair) = self.lease.underlying.fair_value else {
            self.findings.push(Finding::FairValueMissing);
            return Ok(());
        };
        let Recognition { paid, prepaid, incentives, .. } = self.initial;
        let target = fair - (paid + prepaid - incentives);
        if self.publish(self.measured.worth())? <= target {
            return Ok(());
        }
        match solve::rate_at(self.scale, &self.measured.payments, at.day, target) {
            Some(rate) => {
                self.growth.rate = R::double(rate);
                self.versions.clear();
                self.measure(at)
            }
            None => {
                self.findings.push(Finding::FairValueNotMet);
                Ok(())
            }
        }
    }
}
