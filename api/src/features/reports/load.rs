//! From the register to a ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::thread;

use chrono::NaiveDate;
use engine::Minor;
use engine::books::Finding;
use shared::agreements::AgreementChange;
use shared::books::{BookFramework, BookRemedy, BookRounding, RegisteredSchedule, schedule_of};
use shared::ids::PartyId;
use shared::money::Currency;
use shared::reports::{LeftOut, ReportAgreement, ReportFinding, ReportFindingCode, ReportTotal};

use super::causes::changes;
use super::figures::{Figures, Sums};
use super::ledger::{Entry, Ledger};
use super::maturity::{Buckets, Maturity};
use super::measure::measure;
use super::question::{Depth, Question};
use crate::features::books::service::{BookHolding, Holdings};

/// More threads than this wait for memory and for each other.
const THREADS_MAX: usize = 4;
/// What is too few to be worth a thread of its own.
const SHARE_MIN: usize = 250;

/// What one thread made of its share.
struct Part {
    rows: Vec<Entry>,
    periods: Vec<Sums>,
    left_out: Vec<LeftOut>,
}

enum Outcome {
    Counted(Box<(Entry, Vec<Figures>)>),
    LeftOut(ReportFinding),
    Nothing,
}

/// The sums do not depend on how many threads there are: they are whole numbers.
pub fn compile(holdings: &Holdings, question: Question) -> Ledger {
    let book = holdings.books().iter().find(|book| book.framework == question.framework);
    let policy = book.map(|book| book.choices.policy).unwrap_or_default();
    let buckets = Buckets::of(policy.maturity_months);
    let all = holdings.leases.as_slice();
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX);
    let share = all.len().div_ceil(threads).max(SHARE_MIN);
    let clerk = Clerk {
        holdings,
        question: &question,
        lessor: question.selection.lessor.map(|id| holdings.party(id).map(|party| party.id)),
        buckets: &buckets,
    };
    let parts: Vec<Part> = thread::scope(|scope| {
        let started: Vec<_> = all.chunks(share).map(|share| scope.spawn(|| clerk.part(share))).collect();
        // A thread that panicked has taken its agreements along: the request must not be answered without them.
        let joined =
            started.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        joined.collect()
    });
    let mut ledger = Ledger {
        currency: holdings.own_currency,
        policy,
        tax_percent: book.and_then(|book| book.choices.tax_percent),
        rows: Vec::with_capacity(parts.iter().map(|part| part.rows.len()).sum()),
        periods: vec![Sums::default(); question.span.periods().count()],
        left_out: Vec::new(),
        lessors: BTreeMap::new(),
        conversions: Vec::new(),
        buckets,
        question,
    };
    for part in parts {
        ledger.rows.extend(part.rows);
        ledger.left_out.extend(part.left_out);
        for (sum, more) in ledger.periods.iter_mut().zip(&part.periods) {
            sum.add_all(more);
        }
    }
    ledger.rows.sort_by(|a, b| a.place().cmp(&b.place()));
    ledger.left_out.sort_by(|a, b| (&a.agreement.number, a.agreement.id).cmp(&(&b.agreement.number, b.agreement.id)));
    let lessors: BTreeSet<PartyId> = ledger.rows.iter().filter_map(|entry| entry.lessor).collect();
    let named = lessors.into_iter().filter_map(|id| Some((id, holdings.party(id)?.name.into())));
    ledger.lessors = named.collect();
    let currencies: BTreeSet<Currency> = ledger.rows.iter().map(|entry| entry.currency).collect();
    let to = ledger.question.span.to();
    let conversions = currencies.into_iter().filter_map(|currency| holdings.rates.conversion(currency, to));
    ledger.conversions = conversions.collect();
    ledger
}

/// Computes agreements one by one.
struct Clerk<'a> {
    holdings: &'a Holdings,
    question: &'a Question,
    /// The party that the selection's lessor is today; `Some(None)` where it is nobody.
    lessor: Option<Option<PartyId>>,
    buckets: &'a Buckets,
}

impl Clerk<'_> {
    fn part(&self, share: &[BookHolding]) -> Part {
        let mut part = Part {
            rows: Vec::with_capacity(share.len()),
            periods: vec![Sums::default(); self.question.span.periods().count()],
            left_out: Vec::new(),
        };
        for holding in share {
            let Some(standing) = self.standing(holding) else { continue };
            match self.outcome(holding, standing) {
                Outcome::Counted(counted) => {
                    let (entry, stretches) = *counted;
                    for (sum, figures) in part.periods.iter_mut().zip(&stretches) {
                        sum.add(figures);
                    }
                    part.rows.push(entry);
                }
                Outcome::LeftOut(finding) if self.touches(holding) => {
                    let totals = totals(self.question.framework);
                    part.left_out.push(LeftOut { agreement: named(holding), finding, totals });
                }
                Outcome::LeftOut(_) | Outcome::Nothing => {}
            }
        }
        part
    }

    /// What the agreement is on the last day; `None`: not selected.
    fn standing(&self, holding: &BookHolding) -> Option<Standing> {
        let selection = &self.question.selection;
        if selection.kind.is_some_and(|kind| kind != holding.kind())
            || selection.currency.is_some_and(|currency| currency != holding.currency())
        {
            return None;
        }
        let standing = self.stands(holding);
        let fits = self.lessor.is_none_or(|wanted| standing.lessor.is_some() && standing.lessor == wanted)
            && selection
                .cost_center
                .as_ref()
                .is_none_or(|wanted| standing.cost_center.as_deref().unwrap_or_default() == wanted);
        fits.then_some(standing)
    }

    fn stands(&self, holding: &BookHolding) -> Standing {
        const READ: [&str; 3] = ["title", "lessor_id", "cost_center"];
        let amends = |change: &AgreementChange| match change {
            AgreementChange::Amended { patch, .. } => READ.iter().any(|field| patch.0.contains_key(*field)),
            AgreementChange::Ended { .. } => false,
        };
        let signed = holding.original.terms();
        let later = holding.changes.iter().any(amends).then(|| holding.terms_on(self.question.span.to()).ok());
        let later = later.flatten();
        let terms = later.as_ref().unwrap_or(signed);
        Standing {
            title: terms.title.as_str().into(),
            lessor: self.holdings.lessor(terms).map(|party| party.id),
            cost_center: terms.cost_center.as_deref().filter(|name| !name.is_empty()).map(Into::into),
        }
    }

    fn outcome(&self, holding: &BookHolding, standing: Standing) -> Outcome {
        let span = &self.question.span;
        let held = self.holdings.lease(holding, self.question.framework);
        let (commencement, currency) = (commencement(holding), holding.currency());
        // The asset stays at the rate of its first day: a later rate is no substitute for one that is missing.
        let begins = held.book.transition.as_ref().map_or(commencement, |transition| transition.on.max(commencement));
        let rates = self.holdings.rates.on(begins);
        if !rates.knows(currency) {
            return Outcome::LeftOut(ReportFinding {
                code: ReportFindingCode::ExchangeRateMissing,
                remedy: BookRemedy::GiveExchangeRate,
                on: Some(begins),
            });
        }
        // What is rounded or translated row by row depends on where the rows end: then they end as those of the
        // agreement's own book do.
        let by_row = currency != self.holdings.own_currency || held.book.policy.rounding == BookRounding::EachRow;
        let months = if by_row { 1 } else { 12 };
        let Ok(schedule) = schedule_of(&held.lease, &held.book, months, span.closings()) else {
            let (code, remedy) = (ReportFindingCode::TermsNotCalculable, BookRemedy::CheckTerms);
            return Outcome::LeftOut(ReportFinding { code, remedy, on: None });
        };
        if schedule.own.findings.contains(&Finding::RateMissing) {
            let (code, remedy) = (ReportFindingCode::RateMissing, BookRemedy::GiveRate);
            return Outcome::LeftOut(ReportFinding { code, remedy, on: None });
        }
        let stretches = measure(&schedule.own, span.closings());
        let Some(figures) = stretches.iter().copied().reduce(|sum, next| sum.then(&next)) else {
            return Outcome::Nothing;
        };
        if figures.is_nothing() {
            return Outcome::Nothing;
        }
        let (maturity, commitments) = self.due(&schedule, currency);
        let entry = Entry {
            id: holding.id,
            number: holding.number().into(),
            title: standing.title,
            kind: holding.kind(),
            currency,
            lessor: standing.lessor,
            cost_center: standing.cost_center,
            treatment: schedule.own.treatment,
            commencement,
            figures,
            maturity,
            commitments,
            findings: schedule.own.findings.iter().map(|finding| shown(*finding, &schedule)).collect(),
            changes: match self.question.depth {
                Depth::Figures => Vec::new(),
                Depth::Causes => changes(&schedule.own, &schedule.events, span.from(), span.to()),
            },
        };
        Outcome::Counted(Box::new((entry, stretches)))
    }

    /// What is still to be paid of the liability, or of a lease that is not capitalised: converted as the liability is,
    /// at the rate of the last day.
    fn due(&self, schedule: &RegisteredSchedule, currency: Currency) -> (Maturity, Maturity) {
        let to = self.question.span.to();
        let rates = self.holdings.rates.on(to);
        // A rate that was known on the first day is known on the last; what no amount can hold is refused with the sum.
        let own = |minor| rates.to_base(currency, minor).unwrap_or(Minor::MAX);
        let contractual = schedule.contractual.as_ref().unwrap_or(&schedule.own);
        let nothing = Maturity::default();
        if contractual.treatment.is_capitalised() {
            return (self.buckets.sort(to, contractual.payments_after(to)).map(own), nothing);
        }
        let later = contractual.rows.partition_point(|row| row.on <= to);
        let later = contractual.rows.get(later..).unwrap_or_default();
        (nothing, self.buckets.sort(to, later.iter().map(|row| (row.on, row.movement.deferral.paid))).map(own))
    }

    /// Whether its term and the days asked for have one in common.
    fn touches(&self, holding: &BookHolding) -> bool {
        let span = &self.question.span;
        commencement(holding) <= span.to() && last_day(holding) >= span.from()
    }
}

struct Standing {
    title: Box<str>,
    lessor: Option<PartyId>,
    cost_center: Option<Box<str>>,
}

fn commencement(holding: &BookHolding) -> NaiveDate {
    holding.accounting.commencement_on.unwrap_or(holding.original.terms().start_on)
}

/// The last day the agreement can be in a book for: one that nobody has ended goes on to cost.
fn last_day(holding: &BookHolding) -> NaiveDate {
    let ended = holding.changes.iter().find_map(|change| match change {
        AgreementChange::Ended { effective_on, .. } => Some(*effective_on),
        AgreementChange::Amended { .. } => None,
    });
    ended.unwrap_or(NaiveDate::MAX)
}

fn named(holding: &BookHolding) -> ReportAgreement {
    ReportAgreement {
        id: holding.id,
        number: holding.number().to_owned(),
        title: holding.title().to_owned(),
        kind: holding.kind(),
        currency: holding.currency(),
    }
}

/// What an agreement that is left out is missing from.
fn totals(framework: BookFramework) -> Vec<ReportTotal> {
    use ReportTotal::{Asset, Cash, Deferral, Liability, Maturity, Result};
    match framework {
        BookFramework::Ifrs16 => vec![Liability, Asset, Result, Cash, Maturity],
        BookFramework::K3 | BookFramework::Asc842 => vec![Liability, Asset, Deferral, Result, Cash, Maturity],
        BookFramework::K2 | BookFramework::K3LegalEntity | BookFramework::Rfr2 => vec![Deferral, Result, Cash],
    }
}

fn shown(finding: Finding, schedule: &RegisteredSchedule) -> ReportFinding {
    use ReportFindingCode as Code;
    let on = |event: usize| schedule.events.get(event).map(|event| event.on);
    let (code, remedy, on) = match finding {
        Finding::RateMissing => (Code::RateMissing, BookRemedy::GiveRate, None),
        Finding::RevisedRateMissing { event } => (Code::RevisedRateMissing, BookRemedy::GiveRevisedRate, on(event)),
        Finding::PaymentsAfterEnd => (Code::PaymentsAfterEnd, BookRemedy::MoveEndOrExpense, None),
        Finding::EventBeforeCommencement { event } => {
            (Code::EventBeforeCommencement, BookRemedy::MoveOrRemoveEvent, on(event))
        }
        Finding::EventAfterEnd { event } => (Code::EventAfterEnd, BookRemedy::MoveOrRemoveEvent, on(event)),
        Finding::TermsEndBefore { event } => (Code::TermsEndBeforeEvent, BookRemedy::MoveOrRemoveEvent, on(event)),
        Finding::RemeasuredBelowZero { event } => (Code::RemeasuredBelowZero, BookRemedy::CheckTerms, on(event)),
        Finding::ShortTermNotMet => (Code::ShortTermNotMet, BookRemedy::RemoveExemption, None),
        Finding::FairValueMissing => (Code::FairValueMissing, BookRemedy::GiveFairValue, None),
        Finding::FairValueNotMet => (Code::FairValueNotMet, BookRemedy::CheckFairValue, None),
        Finding::LiabilityNegative => (Code::LiabilityNegative, BookRemedy::CheckPayments, None),
        Finding::OwnershipMakesFinance => (Code::OwnershipMakesFinance, BookRemedy::ClassifyAnew, None),
        Finding::BecomesFinance { event } => (Code::BecomesFinance, BookRemedy::ClassifyAnew, on(event)),
        Finding::ReversedAboveCeiling { event } => (Code::ReversedAboveCeiling, BookRemedy::CheckAmount, on(event)),
        Finding::ReversalNotAllowed { event } => (Code::ReversalNotAllowed, BookRemedy::MoveOrRemoveEvent, on(event)),
    };
    ReportFinding { code, remedy, on }
}
