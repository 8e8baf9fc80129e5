//! The liability: what is still to be paid, and what that is worth after each payment.

use chrono::NaiveDate;

use crate::books::chronology::{At, Phase};
use crate::books::growth::{Back, Growth};
use crate::books::lease::{Guarantee, Moment, PaymentKind, Terms};
use crate::books::movement::Finding;
use crate::books::policy::{ExpensedBecause, Halves, Treatment};
use crate::books::run::{Run, Step};
use crate::books::sheet::Scribe;
use crate::calendar::Day;
use crate::contract::Minor;
use crate::double::Double;
use crate::real::{Near, Real};

/// A precision to compute a path in.
pub(crate) trait Path: Real {
    /// Rounded to the öre; `None` where a finer precision must decide.
    fn publish(self, halves: Halves) -> Option<Minor>;
    fn near(self) -> f64;
    /// Goes on until `stop` in one sweep, in the precision that can; whether it did.
    fn glide(_run: &mut Run<'_, Self>, _stop: At, _scribe: &mut Scribe<'_>) -> Step<bool> {
        Ok(false)
    }
}

impl Path for Near {
    fn publish(self, _: Halves) -> Option<Minor> {
        self.round()
    }

    fn near(self) -> f64 {
        self.at
    }

    fn glide(run: &mut Run<'_, Self>, stop: At, scribe: &mut Scribe<'_>) -> Step<bool> {
        if !run.glides() {
            return Ok(false);
        }
        let count = stop.after_how_many(scribe.coming());
        if count > 0 {
            let (days, next) = (scribe.days, run.measured.next);
            let (first, lines) = scribe.room(count);
            run.glide(days, first, lines)?;
            if let Some(purse) = scribe.purse.take() {
                run.tell_cash(next, first, purse, scribe)?;
            }
        }
        if scribe.next().is_some() {
            run.pass(At::new(stop.day, Phase::Arrears), scribe)?;
        }
        Ok(true)
    }
}

impl Path for Double {
    fn publish(self, halves: Halves) -> Option<Minor> {
        Some(match halves {
            Halves::AwayFromZero => self.round(),
            Halves::ToEven => self.round_to_even(),
        })
    }

    fn near(self) -> f64 {
        self.hi
    }
}

/// Everything paid at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Paid {
    pub(crate) at: At,
    /// Lease payments of the term.
    pub(crate) lease: Minor,
    /// Of these, settled by giving the asset back.
    pub(crate) returned: Minor,
    /// Expensed when due.
    pub(crate) expensed: Minor,
    /// Of that, for use outside the term.
    pub(crate) outside: Minor,
    /// Of that, for what is no lease.
    pub(crate) services: Minor,
    pub(crate) vat: Minor,
}

impl Paid {
    pub(crate) const fn nothing(at: At) -> Self {
        Self { at, lease: 0, returned: 0, expensed: 0, outside: 0, services: 0, vat: 0 }
    }
}

/// What of some terms is paid after their end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Late {
    /// Lease payments, which are expensed.
    payments: bool,
    /// Fees of a lease that goes on.
    fees: bool,
}

impl Late {
    /// Whether the term is worth a look: only what is measured by it, or not measured because of it, rests on it.
    pub(crate) fn findings(self, treatment: Treatment) -> impl Iterator<Item = Finding> {
        let rests_on_term = treatment.is_capitalised() || treatment == Treatment::Expensed(ExpensedBecause::ShortTerm);
        let payments = self.payments.then_some(Finding::PaymentsAfterEnd);
        payments.into_iter().chain((self.fees && rests_on_term).then_some(Finding::RunsPastTerm))
    }
}

impl Guarantee {
    /// Under K3 the whole guarantee is debt; what is not expected to be paid of it is settled by the asset, which is
    /// written down no further than to that.
    pub(crate) fn returned(&self, treatment: Treatment) -> Minor {
        if treatment == Treatment::K3Finance { (self.full - self.expected).max(0) } else { 0 }
    }
}

/// The payments of some terms by instant, those before `from` left out, and what of them falls after the end of the term:
/// it is expensed.
pub(crate) fn payments(terms: &Terms, treatment: Treatment, from: At) -> (Vec<Paid>, Late) {
    payments_in(Vec::new(), terms, treatment, from)
}

/// As [`payments`], in room there is already.
pub(crate) fn payments_in(mut paid: Vec<Paid>, terms: &Terms, treatment: Treatment, from: At) -> (Vec<Paid>, Late) {
    let expiry = At::expiry(terms.end);
    paid.clear();
    paid.reserve(terms.payments.len() + 1);
    let (mut late, mut sorted) = (Late::default(), true);
    let mut here: Option<(NaiveDate, Moment, Paid)> = None;
    for payment in &terms.payments {
        // Fees come with their invoice fee, at one instant.
        let one = match &mut here {
            Some((due, moment, one)) if *due == payment.due && *moment == payment.moment => one,
            here => {
                let next = Paid::nothing(At::payment(payment));
                if let Some((.., one)) =
                    here.replace((payment.due, payment.moment, next)).filter(|(.., one)| one.at >= from)
                {
                    sorted &= enter(&mut paid, one);
                }
                let Some((.., one)) = here else { continue };
                one
            }
        };
        match payment.kind {
            PaymentKind::Lease | PaymentKind::TerminationPenalty if one.at > expiry => {
                late.payments |= payment.amount != 0 && one.at >= from;
                one.expensed += payment.amount;
                if payment.kind == PaymentKind::Lease {
                    one.outside += payment.amount;
                }
            }
            PaymentKind::Lease | PaymentKind::TerminationPenalty | PaymentKind::PurchasePrice => {
                one.lease += payment.amount;
            }
            PaymentKind::Expensed => one.expensed += payment.amount,
            PaymentKind::OutsideTerm => {
                late.fees |= payment.amount != 0 && one.at > expiry && one.at >= from;
                one.expensed += payment.amount;
                one.outside += payment.amount;
            }
            PaymentKind::Service => {
                one.expensed += payment.amount;
                one.services += payment.amount;
            }
            PaymentKind::DeductibleVat => one.vat += payment.amount,
        }
    }
    if let Some((.., one)) = here.filter(|(.., one)| one.at >= from) {
        sorted &= enter(&mut paid, one);
    }
    if let Some(guarantee) = terms.guarantee {
        let returned = guarantee.returned(treatment);
        let amount = guarantee.expected + returned;
        let at = At::new(expiry.day, Phase::Arrears);
        if at >= from && amount != 0 {
            sorted &= enter(&mut paid, Paid { lease: amount, returned, ..Paid::nothing(at) });
        }
    }
    if !sorted {
        paid.sort_by_key(|paid| paid.at);
        let all = std::mem::take(&mut paid);
        all.into_iter().for_each(|one| {
            enter(&mut paid, one);
        });
    }
    (paid, late)
}

/// Adds a payment to those of its instant; whether it is not before the last one.
#[inline]
fn enter(paid: &mut Vec<Paid>, one: Paid) -> bool {
    match paid.last_mut() {
        Some(last) if last.at == one.at => {
            last.lease += one.lease;
            last.returned += one.returned;
            last.expensed += one.expensed;
            last.outside += one.outside;
            last.services += one.services;
            last.vat += one.vat;
            true
        }
        last => {
            let sorted = last.is_none_or(|last| last.at < one.at);
            paid.push(one);
            sorted
        }
    }
}

/// The payments a liability was measured on.
#[derive(Debug, Clone)]
pub(crate) struct Measured<R> {
    pub(crate) payments: Vec<(At, Minor)>,
    /// What the rest is worth just after each payment.
    pub(crate) after: Vec<R>,
    /// Where the balance stands: just after payment `next` − 1, or at the measurement.
    pub(crate) since: Day,
    pub(crate) base: R,
    pub(crate) next: usize,
    /// The first payment after the last day asked about ahead.
    ahead: usize,
}

impl<R: Path> Measured<R> {
    pub(crate) fn nothing(day: Day) -> Self {
        Self { payments: Vec::new(), after: Vec::new(), since: day, base: R::whole(0), next: 0, ahead: 0 }
    }

    pub(crate) fn new(payments: Vec<(At, Minor)>, growth: &Growth<R>, day: Day) -> Self {
        let mut after = vec![R::whole(0); payments.len()];
        let mut worth = R::whole(0);
        let mut back = Back::from(growth);
        for (slot, (at, amount)) in after.iter_mut().zip(&payments).rev() {
            worth = back.to(at.day, worth);
            *slot = worth;
            worth = worth + R::whole(*amount);
        }
        let base = back.to(day, worth);
        Self { payments, after, since: day, base, next: 0, ahead: 0 }
    }

    pub(crate) fn worth(&self) -> R {
        self.base
    }

    /// The balance on a day not after the next payment.
    pub(crate) fn on(&self, growth: &Growth<R>, day: Day) -> R {
        if day == self.since {
            return self.base;
        }
        match (self.payments.get(self.next), self.after.get(self.next)) {
            // On its own day, what is paid then and what the rest is worth.
            (Some((at, amount)), Some(after)) if at.day == day => *after + R::whole(*amount),
            _ => self.base * growth.factor(self.since, day),
        }
    }

    /// Passes the payment at an instant, if there is one.
    pub(crate) fn pay(&mut self, at: At) -> Minor {
        match self.payments.get(self.next) {
            Some((due, amount)) if *due == at => {
                self.base = self.after.get(self.next).copied().unwrap_or(R::whole(0));
                self.since = at.day;
                self.next += 1;
                *amount
            }
            _ => 0,
        }
    }

    /// Passes the payments before `next`.
    pub(crate) fn reach(&mut self, next: usize) {
        let last = next.saturating_sub(1);
        if let (Some((at, _)), Some(after)) = (self.payments.get(last), self.after.get(last)) {
            (self.since, self.base, self.next) = (at.day, *after, next);
        }
    }

    /// The payments still to come.
    pub(crate) fn rest(&self) -> &[(At, Minor)] {
        self.payments.get(self.next..).unwrap_or(&[])
    }

    /// What is left once everything up to `until` is paid, as of the last of those payments; `None`: none falls there.
    pub(crate) fn after(&mut self, until: At) -> Option<R> {
        // Asked at one closing after another, so the search goes on from where it stopped.
        self.ahead = self.ahead.max(self.next);
        while self.payments.get(self.ahead).is_some_and(|(at, _)| *at <= until) {
            self.ahead += 1;
        }
        let last = self.ahead.checked_sub(1).filter(|_| self.ahead > self.next)?;
        self.after.get(last).copied()
    }

    /// Present value on a day of the payments up to `until`.
    pub(crate) fn worth_until(&self, growth: &Growth<R>, day: Day, until: At) -> R {
        let passed = self.rest().partition_point(|(at, _)| *at <= until);
        let payments = self.rest().get(..passed).unwrap_or(&[]).to_vec();
        Self::new(payments, growth, day).worth()
    }
}
