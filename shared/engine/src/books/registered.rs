//! An agreement of the register as a lease: what its terms say, with what only an accountant knows.
//!
//! Fees of the term are lease payments, those in advance at the beginning of their day, those in arrears at the end of
//! the interval's last. A raised first fee is one too. Interim rent and fees after the term are for use outside it,
//! invoice fees and services are no lease: they are expensed. The arrangement fee is an initial direct cost.

use chrono::NaiveDate;

use crate::books::event::{Cause, Event, EventKind, Scope, When};
use crate::books::lease::{
    Classification, Classified, Guarantee, Lease, Moment, Options, Payment, PaymentKind, Terms, Underlying,
};
use crate::books::policy::DiscountRate;
use crate::change::{AmendedTerms, Change, Ending};
use crate::contract::{Contract, Kind, Minor, ResidualCarrier, Timing};
use crate::error::EngineError;
use crate::flows::Flow;
use crate::outcome::RowKind;
use crate::plan::Plan;

/// An option, and whether it is reasonably certain to be used (to end earlier: not to be left unused).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LeaseOption {
    pub kind: OptionKind,
    pub certain: bool,
    /// The day it was last assessed otherwise than before; on or before the start it belongs to the first term.
    pub assessed_on: NaiveDate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OptionKind {
    /// At the fee in force.
    Extend { until: NaiveDate },
    /// Ends after this day.
    Terminate { on: NaiveDate, penalty: Minor },
    /// Bought on the last day of the term.
    Purchase { price: Minor },
}

/// How an amendment is taken in the books, where the default does not do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Which of the changes.
    pub change: usize,
    pub reading: Reading,
    pub revised_rate: Option<DiscountRate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    Remeasured(Cause),
    Modified(Scope),
    SeparateLease,
    /// What ending costs the lessee.
    Ended {
        penalty: Minor,
    },
}

/// What the agreement does not say. The default is read from it where it can be.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Accounting {
    /// `None`: the rate solved from the price, or the stated one.
    pub rate: Option<DiscountRate>,
    pub revised_rate: Option<DiscountRate>,
    pub classification: Option<Classification>,
    /// `None`: the price.
    pub fair_value: Option<Minor>,
    pub useful_until: Option<NaiveDate>,
    pub residual_when_owned: Minor,
    pub specialised: bool,
    /// `None`: the arrangement fee.
    pub initial_direct_costs: Option<Minor>,
    pub incentives_received: Minor,
    pub prepaid: Minor,
    pub restoration: Minor,
    /// Of a residual the lessee carries, what is expected to be paid.
    pub expected_of_guarantee: Minor,
    pub options: Vec<LeaseOption>,
    pub views: Vec<View>,
    /// Days on which something else came to be expected of the guarantee, and what; ascending.
    pub guarantee_reassessed: Vec<(NaiveDate, Minor)>,
    /// What the register knows nothing of: impairment, sublease.
    pub events: Vec<Event>,
}

/// The lease and its events; fees after the term are listed up to `horizon`.
pub fn lease_of(
    contract: &Contract,
    changes: &[Change],
    accounting: &Accounting,
    horizon: NaiveDate,
) -> Result<(Lease, Vec<Event>), EngineError> {
    let plan = Plan::compile(contract, changes)?;
    let mut clerk = Clerk {
        contract,
        accounting,
        horizon: last_day(changes, horizon),
        known: Vec::new(),
        expected: accounting.expected_of_guarantee,
        last: None,
    };
    let mut days: Vec<Occasion<'_>> =
        changes.iter().enumerate().map(|(at, change)| Occasion::Change(at, change)).collect();
    days.extend(accounting.options.iter().map(Occasion::Option));
    days.extend(accounting.guarantee_reassessed.iter().map(|(on, expected)| Occasion::Guarantee(*on, *expected)));
    days.sort_by_key(Occasion::on);
    let first = days.partition_point(|occasion| occasion.on() <= contract.start && !occasion.is_end());
    for occasion in days.iter().take(first) {
        clerk.learn(occasion);
    }
    let mut lease = clerk.lease(&plan)?;
    let mut events = Vec::new();
    let mut end = lease.terms.end;
    clerk.last = Some(lease.terms.clone());
    for occasion in days.iter().skip(first) {
        match clerk.event(occasion, &plan, &mut end)? {
            Ok(event) => events.push(event),
            Err(late) => go_on_paying(occasion.on(), late, &mut lease, &mut events),
        }
    }
    events.extend(accounting.events.iter().cloned());
    Ok((lease, events))
}

/// Nothing is paid after the ending.
fn last_day(changes: &[Change], horizon: NaiveDate) -> NaiveDate {
    let ended = changes.iter().filter(|change| matches!(change, Change::Ended { .. })).map(Change::on).min();
    ended.map_or(horizon, |on| on.min(horizon))
}

/// What is paid at the end of the day before a day.
fn in_arrears(terms: &Terms, on: NaiveDate) -> Minor {
    let ended = |payment: &&Payment| {
        let regular = matches!(payment.kind, PaymentKind::Lease | PaymentKind::OutsideTerm | PaymentKind::Service);
        regular && payment.moment == Moment::EndOfDay && payment.due.succ_opt() == Some(on)
    };
    terms.payments.iter().filter(ended).map(|payment| payment.amount).sum()
}

/// An amendment after the term changes only what is paid after it.
fn go_on_paying(on: NaiveDate, late: Terms, lease: &mut Lease, events: &mut [Event]) {
    let ruling = events.iter_mut().rev().find_map(|event| match &mut event.kind {
        EventKind::Remeasured { terms, .. } | EventKind::Modified { terms, .. } => Some(terms),
        _ => None,
    });
    let payments = &mut ruling.unwrap_or(&mut lease.terms).payments;
    payments.retain(|payment| payment.due < on);
    payments.extend(late.payments.into_iter().filter(|payment| payment.due >= on));
}

enum Occasion<'a> {
    Change(usize, &'a Change),
    Option(&'a LeaseOption),
    Guarantee(NaiveDate, Minor),
}

impl Occasion<'_> {
    fn on(&self) -> NaiveDate {
        match self {
            Self::Change(_, change) => change.on(),
            Self::Option(option) => option.assessed_on,
            Self::Guarantee(on, _) => *on,
        }
    }

    fn is_end(&self) -> bool {
        matches!(self, Self::Change(_, Change::Ended { .. }))
    }
}

struct Clerk<'a> {
    contract: &'a Contract,
    accounting: &'a Accounting,
    horizon: NaiveDate,
    /// Amendments, and options as if they were amendments, in the order they became known.
    known: Vec<Change>,
    /// Of the guarantee.
    expected: Minor,
    last: Option<Terms>,
}

impl Clerk<'_> {
    fn learn(&mut self, occasion: &Occasion<'_>) {
        match occasion {
            Occasion::Change(_, Change::Ended { .. }) => {}
            Occasion::Guarantee(_, expected) => self.expected = *expected,
            Occasion::Change(_, change) => self.known.push((*change).clone()),
            Occasion::Option(option) => {
                let end = match option.kind {
                    OptionKind::Extend { until } => until,
                    OptionKind::Terminate { on, .. } => on,
                    OptionKind::Purchase { .. } => return,
                };
                let on = option.assessed_on.max(self.contract.start);
                if option.certain && end >= on {
                    let terms = AmendedTerms { end: Some(end), ..AmendedTerms::default() };
                    self.known.push(Change::Amended { on, terms });
                }
            }
        }
    }

    /// The terms as known, options assessed by `by` counted.
    fn terms(&self, by: NaiveDate) -> Result<Terms, EngineError> {
        let paper = Contract { arrangement_fee: 0, ..self.contract.clone() };
        let plan = Plan::compile(&paper, &self.known)?;
        let far = self.known.iter().map(Change::on).max().unwrap_or(by).max(by);
        let end = plan.end_on(far);
        let mut payments = Vec::new();
        for flow in plan.flows(self.horizon) {
            if flow.kind != RowKind::Extended || flow.due <= self.horizon {
                self.paid(&flow, &mut payments);
            }
        }
        let mut becomes_owned = false;
        for option in self.accounting.options.iter().filter(|option| option.certain && option.assessed_on <= by) {
            let (amount, kind) = match option.kind {
                OptionKind::Extend { .. } => continue,
                OptionKind::Terminate { on, .. } if on != end => continue,
                OptionKind::Terminate { penalty, .. } => (penalty, PaymentKind::TerminationPenalty),
                OptionKind::Purchase { price } => {
                    becomes_owned = true;
                    (price, PaymentKind::PurchasePrice)
                }
            };
            payments.push(Payment { due: end, moment: Moment::EndOfDay, amount, kind });
        }
        let residual = self.residual();
        let guaranteed = self.contract.residual_carrier == ResidualCarrier::Lessee && residual > 0 && !becomes_owned;
        let expected = self.expected.min(residual);
        let guarantee = guaranteed.then_some(Guarantee { expected, full: residual });
        Ok(Terms { end, payments, guarantee, becomes_owned })
    }

    fn residual(&self) -> Minor {
        let amended = self.known.iter().rev().find_map(|change| match change {
            Change::Amended { terms, .. } => terms.residual,
            Change::Ended { .. } => None,
        });
        amended.unwrap_or(self.contract.residual)
    }

    fn paid(&self, flow: &Flow, payments: &mut Vec<Payment>) {
        let arrears = self.contract.timing == Timing::Arrears;
        let start = (flow.due, Moment::StartOfDay);
        let (kind, (due, moment)) = match flow.kind {
            RowKind::Interim => (PaymentKind::OutsideTerm, start),
            RowKind::FirstIncreased => (PaymentKind::Lease, start),
            RowKind::Fee if arrears => (PaymentKind::Lease, (flow.period_to, Moment::EndOfDay)),
            RowKind::Fee => (PaymentKind::Lease, start),
            RowKind::Extended => (PaymentKind::OutsideTerm, start),
            RowKind::Residual | RowKind::Terminated | RowKind::BoughtOut => return,
        };
        for (amount, kind) in [(flow.payment, kind), (flow.fees + flow.services, PaymentKind::Service)] {
            if amount != 0 {
                payments.push(Payment { due, moment, amount, kind });
            }
        }
    }

    fn lease(&self, plan: &Plan) -> Result<Lease, EngineError> {
        let Accounting { classification, fair_value, useful_until, .. } = *self.accounting;
        let solved = plan
            .rate()
            .rate()
            .map(|rate| DiscountRate::Solved { interval: rate.interval, interval_months: rate.interval_months });
        let carried = self.contract.residual_carrier == ResidualCarrier::Lessee;
        let finance = match self.contract.kind {
            Kind::FinancialLease => true,
            Kind::Car => carried,
            Kind::OperationalLease | Kind::Rental | Kind::Premises => false,
        };
        let default = if finance { Classification::Finance } else { Classification::Operating };
        let purchase = |option: &LeaseOption| matches!(option.kind, OptionKind::Purchase { .. });
        Ok(Lease {
            commencement: self.contract.start,
            interval_months: self.contract.interval_months,
            terms: self.terms(self.contract.start)?,
            rate: self.accounting.rate.or(solved),
            classification: classification.map_or(Classified::Assumed(default), Classified::Told),
            underlying: Underlying {
                fair_value: fair_value.or(self.contract.price),
                useful_until,
                residual: self.accounting.residual_when_owned,
                specialised: self.accounting.specialised,
                sold: None,
            },
            options: Options { purchase: self.accounting.options.iter().any(purchase) },
            initial_direct_costs: self.accounting.initial_direct_costs.unwrap_or(self.contract.arrangement_fee),
            incentives_received: self.accounting.incentives_received,
            prepaid: self.accounting.prepaid,
            restoration: self.accounting.restoration,
        })
    }

    /// The event, or terms that are over on its day.
    fn event(
        &mut self,
        occasion: &Occasion<'_>,
        plan: &Plan,
        end: &mut NaiveDate,
    ) -> Result<Result<Event, Terms>, EngineError> {
        let on = occasion.on();
        let when = When::BeforePayment;
        let view = match occasion {
            Occasion::Change(at, _) => self.accounting.views.iter().find(|view| view.change == *at),
            Occasion::Option(_) | Occasion::Guarantee(..) => None,
        };
        if let Occasion::Change(_, Change::Ended { how, .. }) = occasion {
            let kind = match (how, view.map(|view| view.reading)) {
                (Ending::BoughtOut { price }, _) => EventKind::BoughtOut { price: *price },
                (Ending::Terminated, Some(Reading::Ended { penalty })) => EventKind::Terminated { penalty },
                (Ending::Terminated, _) => EventKind::Terminated { penalty: 0 },
            };
            return Ok(Ok(Event { on, when: When::EndOfDay, kind }));
        }
        self.learn(occasion);
        let mut terms = self.terms(on)?;
        let before = std::mem::replace(end, terms.end);
        let difference = in_arrears(&terms, on) - self.last.as_ref().map_or(0, |last| in_arrears(last, on));
        self.last = Some(terms.clone());
        if difference != 0 {
            // What falls due on the day is already the new fee, though the interval it is for is over.
            let late = Payment { due: on, moment: Moment::StartOfDay, amount: difference, kind: PaymentKind::Expensed };
            terms.payments.push(late);
        }
        if terms.end < on {
            return Ok(Err(terms));
        }
        let told = view.and_then(|view| view.revised_rate).or(self.accounting.revised_rate);
        // An agreement whose rate is solved from its price has its rate solved anew by the amendment.
        let resolved = || match self.accounting.rate {
            Some(_) => None,
            None => plan
                .rate_on(on)
                .rate()
                .map(|rate| DiscountRate::Solved { interval: rate.interval, interval_months: rate.interval_months }),
        };
        let rate = told.or_else(resolved);
        let reading = view.map_or_else(|| self.reading(occasion, before, terms.end), |view| view.reading);
        let kind = match reading {
            Reading::Remeasured(cause) => EventKind::Remeasured { cause, terms, rate },
            Reading::Modified(scope) => EventKind::Modified { terms, rate, scope },
            Reading::SeparateLease => EventKind::SeparateLease,
            Reading::Ended { penalty } => EventKind::Terminated { penalty },
        };
        Ok(Ok(Event { on, when, kind }))
    }

    /// What an amendment mostly is: a new end is a modification, a new fee the index of premises or the interest rate
    /// of anything else.
    fn reading(&self, occasion: &Occasion<'_>, before: NaiveDate, end: NaiveDate) -> Reading {
        let terms = match occasion {
            Occasion::Option(LeaseOption { kind: OptionKind::Purchase { .. }, .. }) => {
                return Reading::Remeasured(Cause::PurchaseOption);
            }
            Occasion::Option(_) | Occasion::Change(_, Change::Ended { .. }) => return Reading::Remeasured(Cause::Term),
            Occasion::Guarantee(..) => return Reading::Remeasured(Cause::ResidualGuarantee),
            Occasion::Change(_, Change::Amended { terms, .. }) => terms,
        };
        let pays_rent = matches!(self.contract.kind, Kind::Premises | Kind::Rental);
        match terms {
            _ if end < before => Reading::Modified(Scope::Shortened),
            _ if end > before || terms.interval_months.is_some() => Reading::Modified(Scope::Kept),
            AmendedTerms { fee: None, steps: None, stated_rate: None, residual: Some(_), .. } => {
                Reading::Remeasured(Cause::ResidualGuarantee)
            }
            AmendedTerms { fee: None, steps: None, stated_rate: None, .. } => Reading::Remeasured(Cause::Index),
            AmendedTerms { stated_rate: None, .. } if pays_rent => Reading::Remeasured(Cause::Index),
            _ => Reading::Remeasured(Cause::FloatingRate),
        }
    }
}
