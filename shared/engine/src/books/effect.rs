//! What an event does to liability, asset and result.

use crate::books::asset::Asset;
use crate::books::chronology::{At, Phase};
use crate::books::event::{Cause, Event, EventKind, Scope};
use crate::books::lease::Terms;
use crate::books::measure::Path;
use crate::books::movement::{Entry, Finding, Movement};
use crate::books::policy::{DiscountRate, Rounding, ScopeProportion, Treatment};
use crate::books::run::{Run, Step};
use crate::contract::Minor;

/// What is taken away before the rest is measured anew.
enum Removal {
    Nothing,
    /// This share of the asset, and of the liability what leaves `left`.
    Share {
        part: i128,
        of: i128,
        left: Minor,
    },
    /// The share by which the liability falls.
    AsLiabilityFalls,
}

impl<'a, R: Path> Run<'a, R> {
    pub(crate) fn event(&mut self, index: usize, at: At, event: &'a Event, ended: bool) -> Step<()> {
        if at < At::new(self.commenced(), Phase::EventBefore) {
            self.findings.push(Finding::EventBeforeCommencement { event: index });
            return Ok(());
        }
        if ended {
            self.findings.push(Finding::EventAfterEnd { event: index });
            return Ok(());
        }
        if matches!(&event.kind, EventKind::Remeasured { terms, .. } | EventKind::Modified { terms, .. } if terms.end < event.on)
        {
            self.findings.push(Finding::TermsEndBefore { event: index });
            return Ok(());
        }
        let mut movement = self.accrue(at)?;
        match &event.kind {
            EventKind::SeparateLease | EventKind::GivenAway | EventKind::TakenOver => {}
            EventKind::Remeasured { cause, terms, .. } if self.leaves_measurement(*cause) => self.follow(terms, at),
            EventKind::Remeasured { cause, terms, rate } => {
                let rate = if cause.revises_rate() { self.revised(index, rate.as_ref()) } else { None };
                self.remeasure(index, at, terms, rate, Scope::Kept, &mut movement)?;
            }
            EventKind::Modified { terms, rate, scope } => {
                let rate = self.revised(index, rate.as_ref());
                self.remeasure(index, at, terms, rate, *scope, &mut movement)?;
            }
            EventKind::Impaired { amount } => self.impair(index, at, *amount, &mut movement),
            EventKind::ImpairmentReversed { amount } => self.restore(index, at, *amount, &mut movement),
            EventKind::Subleased { part, of, claim } => self.sublease(index, at, (*part, *of), *claim, &mut movement),
            EventKind::Terminated { penalty } => self.terminate(at, *penalty, &mut movement),
            EventKind::BoughtOut { price } => self.buy_out(at, *price, &mut movement),
        }
        self.row(at, Entry::Event(index), movement);
        Ok(())
    }

    /// Changes of index or floating rate are a variable cost outside IFRS 16; they come into the liability only when
    /// something else has it measured anew.
    fn leaves_measurement(&self, cause: Cause) -> bool {
        let capitalised_elsewhere =
            matches!(self.treatment, Treatment::K3Finance | Treatment::Asc842Finance | Treatment::Asc842Operating);
        capitalised_elsewhere && matches!(cause, Cause::Index | Cause::FloatingRate)
    }

    /// `None`: the rate in force goes on.
    fn revised(&mut self, index: usize, rate: Option<&DiscountRate>) -> Option<R> {
        if rate.is_none() && self.treatment.is_capitalised() {
            self.findings.push(Finding::RevisedRateMissing { event: index });
        }
        let news = rate.filter(|rate| self.told != Some(**rate))?;
        self.told = Some(*news);
        Some(R::double(self.scale.rate(news)))
    }

    fn remeasure(
        &mut self,
        index: usize,
        at: At,
        terms: &'a Terms,
        rate: Option<R>,
        scope: Scope,
        movement: &mut Movement,
    ) -> Step<()> {
        if !self.treatment.is_capitalised() {
            self.follow(terms, at);
            self.terms = terms;
            self.spread_cost(at, movement.deferral.closing);
            return Ok(());
        }
        let before = movement.liability.closing;
        let removal = self.removal(at, terms, scope, before)?;
        let (old_rest, old_terms) = (self.measured.rest().to_vec(), self.terms);
        self.follow(terms, at);
        self.terms = terms;
        if let Some(rate) = rate {
            self.growth.rate = rate;
        }
        if terms.becomes_owned && self.treatment == Treatment::Asc842Operating {
            self.findings.push(Finding::BecomesFinance { event: index });
        }
        self.measure(at)?;
        let after = self.publish(self.measured.worth())?;
        let same = rate.is_none() && old_rest == self.measured.payments && matches!(removal, Removal::Nothing);
        if same && old_terms.end == terms.end && old_terms.becomes_owned == terms.becomes_owned {
            return Ok(());
        }
        let (gone, share) = match removal {
            Removal::Nothing => (0, None),
            Removal::Share { part, of, left } => (before - left, Some((part, of))),
            Removal::AsLiabilityFalls if after < before => {
                (before - after, Some((i128::from(before - after), i128::from(before))))
            }
            Removal::AsLiabilityFalls => (0, None),
        };
        if let Some((part, of)) = share {
            let retired = self.asset.retire(part, of);
            movement.asset.derecognised = retired.carrying;
            movement.asset.retired_cost = retired.cost;
            movement.liability.derecognised = gone;
            movement.gain = gone - retired.carrying;
        }
        let change = after - (before - gone);
        let left_over = self.asset.adjust(change);
        self.shadow(at, |asset| {
            if let Some((part, of)) = share {
                asset.retire(part, of);
            }
            asset.adjust(change);
        });
        if left_over != 0 {
            self.findings.push(Finding::RemeasuredBelowZero { event: index });
        }
        movement.gain -= left_over;
        movement.liability.remeasured = change;
        movement.liability.closing = after;
        movement.asset.remeasured = change - left_over;
        movement.asset.closing = self.asset.carrying;
        self.spread_asset(at, after);
        Ok(())
    }

    fn removal(&self, at: At, terms: &Terms, scope: Scope, owed: Minor) -> Step<Removal> {
        let shortened = scope == Scope::Shortened && terms.end < self.terms.end;
        let us_gaap = matches!(self.treatment, Treatment::Asc842Finance | Treatment::Asc842Operating);
        match (scope, self.policy.scope_proportion) {
            (Scope::Kept, _) => Ok(Removal::Nothing),
            (Scope::Shortened, _) if !shortened || us_gaap => Ok(Removal::Nothing),
            (_, ScopeProportion::Liability) => Ok(Removal::AsLiabilityFalls),
            (Scope::Reduced { part, of }, ScopeProportion::Asset) => {
                let kept = R::ratio(i64::from(part), i64::from(of.max(1)));
                let owed = match self.policy.rounding {
                    Rounding::Cumulative => self.measured.on(&self.growth, at.day),
                    Rounding::EachRow => R::whole(owed),
                };
                let left = self.publish(owed * kept)?;
                Ok(Removal::Share { part: i128::from(of - part.min(of)), of: i128::from(of), left })
            }
            (Scope::Shortened, ScopeProportion::Asset) => {
                let time = |date| self.pace.time(At::expiry(date).day);
                let now = self.pace.time(at.day);
                let (kept, whole) = (time(terms.end).since(now), time(self.terms.end).since(now));
                let until = At::expiry(terms.end);
                let left = self.publish(self.measured.worth_until(&self.growth, at.day, until))?;
                let (kept, whole) = (kept.part * whole.of, whole.part * kept.of);
                Ok(Removal::Share { part: i128::from(whole - kept), of: i128::from(whole), left })
            }
        }
    }

    /// What the asset loses; an operating lease under ASC 842 is written off evenly from then on.
    fn impair(&mut self, index: usize, at: At, impaired: Minor, movement: &mut Movement) {
        if !self.treatment.is_capitalised() {
            return;
        }
        let amount = impaired.min(self.asset.carrying.max(0));
        if amount < impaired {
            self.findings.push(Finding::ImpairedAboveCarrying { event: index });
        }
        self.shadow(at, |_| {});
        self.unimpaired = self.unimpaired.or(Some(self.asset));
        self.asset.carrying -= amount;
        movement.asset.impairment = amount;
        movement.asset.closing = self.asset.carrying;
        self.straight = true;
        self.spread_asset(at, movement.liability.closing);
    }

    /// Takes an impairment back, as far as the asset would be worth without any.
    fn restore(&mut self, index: usize, at: At, amount: Minor, movement: &mut Movement) {
        if !self.treatment.is_capitalised() {
            return;
        }
        if matches!(self.treatment, Treatment::Asc842Finance | Treatment::Asc842Operating) {
            self.findings.push(Finding::ReversalNotAllowed { event: index });
            return;
        }
        self.shadow(at, |_| {});
        let ceiling = self.unimpaired.map_or(0, |asset| asset.carrying);
        let restored = amount.min((ceiling - self.asset.carrying).max(0));
        if restored < amount {
            self.findings.push(Finding::ReversedAboveCeiling { event: index });
        }
        self.asset.carrying += restored;
        movement.asset.impairment = -restored;
        movement.asset.closing = self.asset.carrying;
        self.spread_asset(at, movement.liability.closing);
    }

    /// What happens to the asset happens to it as it would be had it never been impaired.
    fn shadow(&mut self, at: At, change: impl FnOnce(&mut Asset)) {
        let time = self.pace.time(at.day);
        if let Some(asset) = &mut self.unimpaired {
            asset.carrying = asset.spread.left(time);
            change(asset);
        }
    }

    fn sublease(&mut self, index: usize, at: At, (part, of): (u32, u32), claim: Minor, movement: &mut Movement) {
        if !self.treatment.is_capitalised() {
            return;
        }
        if self.asset.carrying == 0 && claim != 0 {
            self.findings.push(Finding::SubleaseOfNothing { event: index });
        }
        let gone = self.asset.retire(i128::from(part), i128::from(of));
        self.shadow(at, |asset| {
            asset.retire(i128::from(part), i128::from(of));
        });
        movement.asset.derecognised = gone.carrying;
        movement.asset.retired_cost = gone.cost;
        movement.asset.closing = self.asset.carrying;
        movement.claim = claim;
        movement.gain = claim - gone.carrying;
        self.spread_asset(at, movement.liability.closing);
    }

    fn terminate(&mut self, at: At, penalty: Minor, movement: &mut Movement) {
        movement.cash = penalty;
        movement.gain = self.leave(movement) - penalty;
        self.release(at);
    }

    /// The price settles the liability, and what it exceeds it by is added to what the asset is carried at.
    fn buy_out(&mut self, at: At, price: Minor, movement: &mut Movement) {
        movement.cash = price;
        let worth = price - self.leave(movement);
        movement.bought = worth.max(0);
        movement.gain = movement.bought - worth;
        self.release(at);
    }

    /// Takes everything off the books; what is gained by that.
    fn leave(&mut self, movement: &mut Movement) -> Minor {
        let (owed, carried, deferred) = (movement.liability.closing, self.asset.carrying, movement.deferral.closing);
        movement.liability.derecognised = owed;
        movement.liability.closing = 0;
        movement.asset.derecognised = carried;
        movement.asset.retired_cost = self.asset.cost;
        movement.asset.closing = 0;
        movement.lease_cost += deferred;
        movement.deferral.cost += deferred;
        movement.deferral.closing = 0;
        owed - carried
    }
}
