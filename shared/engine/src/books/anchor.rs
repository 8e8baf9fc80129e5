//! Measuring anew: what the liability is made of from an instant on, and how the asset or the cost is spread.

use crate::books::asset::Asset;
use crate::books::chronology::At;
use crate::books::growth::in_force;
use crate::books::lease::Terms;
use crate::books::measure::{Measured, Path, payments_in};
use crate::books::movement::{Finding, RateInForce, Version};
use crate::books::run::{Run, Step};
use crate::books::spread::Spread;
use crate::calendar::{Day, day_of};
use crate::contract::Minor;

impl<'a, R: Path> Run<'a, R> {
    /// Measures what is still to be paid at the rate in force.
    pub(crate) fn measure(&mut self, at: At) -> Step<()> {
        let flows = self.flows.get(self.next_flow..).unwrap_or(&[]);
        let mut rest = std::mem::take(&mut self.measured.payments);
        rest.clear();
        rest.reserve(flows.len());
        rest.extend(flows.iter().filter(|paid| paid.lease != 0).map(|paid| (paid.at, paid.lease)));
        if self.keeps_versions {
            self.versions.push(Version { at, rate: self.in_force(at), payments: rest.clone() });
        }
        self.measured = Measured::new(rest, &self.growth, at.day);
        if self.publish(self.measured.worth())? < 0 {
            self.findings.push(Finding::LiabilityNegative);
        }
        Ok(())
    }

    fn in_force(&self, at: At) -> RateInForce {
        in_force(&self.scale, self.growth.rate.near(), at.day)
    }

    /// The payments of new terms from an instant on.
    pub(crate) fn follow(&mut self, terms: &'a Terms, from: At) {
        let (mut flows, late) = payments_in(std::mem::take(&mut self.flows), terms, self.treatment, from);
        flows.retain(|paid| paid.at > self.begun);
        self.findings.extend(late.findings(self.treatment));
        (self.flows, self.next_flow) = (flows, 0);
    }

    /// Spreads the asset, or the single cost, from an instant on.
    pub(crate) fn spread_asset(&mut self, at: At, liability: Minor) {
        self.written_off.anchored += 1;
        if self.straight {
            let until = self.pace.time(self.written_off_by());
            let guaranteed = self.terms.guarantee.map_or(0, |guarantee| guarantee.returned(self.treatment));
            let rest = if self.terms.becomes_owned { self.lease.underlying.residual } else { guaranteed };
            let now = self.pace.time(at.day);
            self.asset.respread(now, until, rest);
            if let Some(asset) = &mut self.unimpaired {
                asset.respread(now, until, rest);
            }
        } else {
            self.spread_cost(at, self.asset.carrying - liability);
        }
    }

    /// What is still to be paid, with what a balance adds to it, as an even cost until the end of the term.
    pub(crate) fn spread_cost(&mut self, at: At, balance: Minor) {
        let to_come: Minor = if self.treatment.is_capitalised() {
            self.measured.rest().iter().map(|(_, amount)| amount).sum()
        } else {
            self.flows.get(self.next_flow..).unwrap_or(&[]).iter().map(|paid| paid.lease).sum()
        };
        let (from, until) = (self.pace.time(at.day), self.pace.time(At::expiry(self.terms.end).day));
        self.cost_left = to_come + balance;
        self.cost = Spread { amount: self.cost_left, rest: 0, from, until, ..self.cost };
    }

    /// The day from which nothing is written off: the end of the term, or of the useful life of what becomes the
    /// lessee's own or does not last as long.
    pub(crate) fn written_off_by(&self) -> Day {
        let term = At::expiry(self.terms.end).day;
        match self.lease.underlying.useful_until {
            Some(useful) if self.terms.becomes_owned => day_of(useful) + 1,
            Some(useful) => term.min(day_of(useful) + 1),
            None => term,
        }
    }

    /// Replaces everything still measured by nothing.
    pub(crate) fn release(&mut self, at: At) {
        self.measured = Measured::nothing(at.day);
        if self.keeps_versions {
            self.versions.push(Version { at, rate: self.in_force(at), payments: Vec::new() });
        }
        self.asset = Asset::nothing(self.pace.time(at.day), self.policy.halves);
        self.unimpaired = None;
        self.cost_left = 0;
        self.cost.amount = 0;
        self.over = true;
    }
}
