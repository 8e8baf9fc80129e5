//! From the register to a ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

use chrono::NaiveDate;
use engine::Minor;
use engine::books::{Finding, Treatment};
use shared::agreements::{AgreementChange, AgreementTerms};
use shared::books::{BookFindingCode, BookFramework, BookPolicy, BookRemedy, LeaseSheet, SheetDays};
use shared::ids::{CompanyId, PartyId};
use shared::money::Currency;
use shared::reports::{LeftOut, ReportAgreement, ReportFinding, ReportTotal};
use tokio::sync::mpsc;

use super::causes::changes;
use super::figures::Sums;
use super::ledger::{Entry, Ledger};
use super::maturity::{Buckets, Maturity};
use super::measure::measure;
use super::question::{Depth, Question};
use super::rates;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{Batch, BookHolding, Holdings, Unsound};

/// More threads than this wait for memory and for each other.
const THREADS_MAX: usize = 4;
/// What is too few to be worth a thread of its own.
const SHARE_MIN: usize = 250;

/// What one thread made of its share.
struct Part {
    rows: Vec<Entry>,
    periods: Vec<Sums>,
    left_out: Vec<LeftOut>,
    eliminated: Vec<(Entry, CompanyId)>,
}

enum Outcome {
    Counted(Box<Entry>),
    LeftOut(ReportFinding),
    Nothing,
}

/// The sums do not depend on how many threads there are: they are whole numbers.
pub fn compile(holdings: &Holdings, question: Question) -> ApiResult<Ledger> {
    let all = holdings.leases.as_slice();
    let share = all.len().div_ceil(threads()).max(SHARE_MIN);
    let (buckets, days) = days(holdings, &question)?;
    let clerk = Clerk::new(holdings, &question, &days);
    let mut parts: Vec<Part> = thread::scope(|scope| {
        let started: Vec<_> = all
            .chunks(share)
            .map(|share| {
                scope.spawn(|| {
                    let mut part = Part::new(&question);
                    clerk.add(share, &mut part);
                    part
                })
            })
            .collect();
        started.into_iter().map(joined).collect()
    });
    let mut unsound = Part::new(&question);
    clerk.leave_out(&holdings.unsound, &mut unsound);
    parts.push(unsound);
    Ok(put_together(holdings, question, buckets, parts))
}

/// As [`compile`], of leases that come some at a time. `common`: what they have in common.
pub fn compile_all(common: &Holdings, question: Question, waiting: mpsc::Receiver<Batch>) -> ApiResult<Ledger> {
    let (buckets, days) = days(common, &question)?;
    let waiting = Mutex::new(waiting);
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    let work = || -> ApiResult<Part> {
        let mut part = Part::new(&question);
        while let Some(batch) = next() {
            let held = batch.open()?;
            let clerk = Clerk::new(&held, &question, &days);
            clerk.add(&held.leases, &mut part);
            clerk.leave_out(&held.unsound, &mut part);
        }
        Ok(part)
    };
    let parts: ApiResult<Vec<Part>> = thread::scope(|scope| {
        let started: Vec<_> = (0..threads()).map(|_| scope.spawn(work)).collect();
        started.into_iter().map(joined).collect()
    });
    Ok(put_together(common, question, buckets, parts?))
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get).min(THREADS_MAX)
}

/// A thread that panicked has taken its agreements along: the request must not be answered without them.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn policy(common: &Holdings, framework: BookFramework) -> BookPolicy {
    let book = common.books().iter().find(|book| book.framework == framework);
    book.map(|book| book.choices.policy).unwrap_or_default()
}

fn days(common: &Holdings, question: &Question) -> ApiResult<(Buckets, SheetDays)> {
    let buckets = Buckets::of(question.maturity_months.unwrap_or(policy(common, question.framework).maturity_months));
    let days = SheetDays::new(question.span.closings(), buckets.bounds()).map_err(ApiError::internal)?;
    Ok((buckets, days))
}

fn put_together(common: &Holdings, question: Question, buckets: Buckets, parts: Vec<Part>) -> Ledger {
    let book = common.books().iter().find(|book| book.framework == question.framework);
    let mut ledger = Ledger {
        currency: common.own_currency,
        policy: policy(common, question.framework),
        tax_percent: book.and_then(|book| book.choices.tax_percent),
        rows: Vec::with_capacity(parts.iter().map(|part| part.rows.len()).sum()),
        periods: vec![Sums::default(); question.span.periods().count()],
        left_out: Vec::new(),
        lessors: BTreeMap::new(),
        conversions: Vec::new(),
        rates: Vec::new(),
        buckets,
        eliminated: Vec::new(),
        group: None,
        question,
    };
    for part in parts {
        ledger.rows.extend(part.rows);
        ledger.left_out.extend(part.left_out);
        ledger.eliminated.extend(part.eliminated);
        for (sum, more) in ledger.periods.iter_mut().zip(&part.periods) {
            sum.add_all(more);
        }
    }
    ledger.rows.sort_by(|a, b| a.place().cmp(&b.place()));
    ledger.eliminated.sort_by(|(a, _), (b, _)| a.place().cmp(&b.place()));
    ledger.left_out.sort_by(|a, b| (&a.agreement.number, a.agreement.id).cmp(&(&b.agreement.number, b.agreement.id)));
    let lessors: BTreeSet<PartyId> = ledger.rows.iter().filter_map(|entry| entry.lessor).collect();
    let named = lessors.into_iter().filter_map(|id| Some((id, common.party(id)?.name.into())));
    ledger.lessors = named.collect();
    let currencies: BTreeSet<Currency> = ledger.rows.iter().map(|entry| entry.currency).collect();
    let to = ledger.question.span.to();
    let conversions = currencies.into_iter().filter_map(|currency| common.rates.conversion(currency, to));
    ledger.conversions = conversions.collect();
    ledger.rates = rates::used(common, &ledger);
    ledger
}

impl Part {
    fn new(question: &Question) -> Self {
        let periods = vec![Sums::default(); question.span.periods().count()];
        Self { rows: Vec::new(), periods, left_out: Vec::new(), eliminated: Vec::new() }
    }
}

/// Computes agreements one by one.
struct Clerk<'a> {
    holdings: &'a Holdings,
    question: &'a Question,
    days: &'a SheetDays,
    /// The party that the selection's lessor is today; `Some(None)` where it is nobody.
    lessor: Option<Option<PartyId>>,
}

impl<'a> Clerk<'a> {
    fn new(holdings: &'a Holdings, question: &'a Question, days: &'a SheetDays) -> Self {
        let lessor = question.selection.lessor.map(|id| holdings.party(id).map(|party| party.id));
        Self { holdings, question, days, lessor }
    }

    /// What does not hold together is missing from everything it could be in.
    fn leave_out(&self, unsound: &[Unsound], part: &mut Part) {
        for Unsound { id, original, .. } in unsound {
            let lessor = self.holdings.lessor(original).map(|party| party.id);
            let fits = self.fits(original) && self.belongs(lessor, original.cost_center.as_deref());
            if fits && original.start_on <= self.question.span.to() {
                let agreement = ReportAgreement {
                    id: *id,
                    number: original.number.clone().unwrap_or_default(),
                    title: original.title.clone(),
                    kind: original.kind,
                    currency: original.currency,
                    company_id: None,
                };
                let totals = totals(self.question.framework);
                part.left_out.push(LeftOut { agreement, finding: NOT_CALCULABLE, totals });
            }
        }
    }

    /// Whether the selection is of agreements like it, as far as terms say.
    fn fits(&self, terms: &AgreementTerms) -> bool {
        let selection = &self.question.selection;
        selection.kind.is_none_or(|kind| kind == terms.kind)
            && selection.currency.is_none_or(|currency| currency == terms.currency)
    }

    fn belongs(&self, lessor: Option<PartyId>, cost_center: Option<&str>) -> bool {
        let wanted = self.question.selection.cost_center.as_deref();
        self.lessor.is_none_or(|wanted| lessor.is_some() && lessor == wanted)
            && wanted.is_none_or(|wanted| cost_center.unwrap_or_default() == wanted)
    }

    fn add(&self, share: &[BookHolding], part: &mut Part) {
        // One lease in the place of the one before.
        let mut sheet = LeaseSheet::default();
        for holding in share {
            let Some(standing) = self.standing(holding) else { continue };
            let lessor = self.company_of_group(holding, &standing);
            match (self.outcome(holding, standing, &mut sheet), lessor) {
                (Outcome::Counted(entry), Some(lessor)) => part.eliminated.push((*entry, lessor)),
                (_, Some(_)) => {}
                (Outcome::Counted(entry), None) => {
                    for (sum, figures) in part.periods.iter_mut().zip(measure(sheet.at_closings())) {
                        sum.add(&figures);
                    }
                    part.rows.push(*entry);
                }
                (Outcome::LeftOut(finding), None) if self.touches(holding) => {
                    let totals = totals(self.question.framework);
                    part.left_out.push(LeftOut { agreement: named(holding), finding, totals });
                }
                (Outcome::LeftOut(_) | Outcome::Nothing, None) => {}
            }
        }
    }

    /// The company of the group that the lease is from, where it is from one.
    fn company_of_group(&self, holding: &BookHolding, standing: &Standing) -> Option<CompanyId> {
        let intragroup = &self.question.intragroup;
        if intragroup.is_nothing() {
            return None;
        }
        if let Some((_, lessor)) = intragroup.agreements.iter().find(|(id, _)| *id == holding.id) {
            return Some(*lessor);
        }
        let number = self.holdings.org_number(standing.lessor?)?;
        intragroup.lessors.iter().find(|(known, _)| *known == number).map(|(_, lessor)| *lessor)
    }

    /// What the agreement is on the last day; `None`: not selected.
    fn standing(&self, holding: &BookHolding) -> Option<Standing> {
        if !self.fits(holding.original.terms()) {
            return None;
        }
        let standing = self.stands(holding);
        self.belongs(standing.lessor, standing.cost_center.as_deref()).then_some(standing)
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

    fn outcome(&self, holding: &BookHolding, standing: Standing, sheet: &mut LeaseSheet) -> Outcome {
        let span = &self.question.span;
        let held = self.holdings.lease(holding, self.question.framework);
        let (commencement, currency) = (commencement(holding), holding.currency());
        // The asset stays at the rate of its first day: a later rate is no substitute for one that is missing.
        let begins = held.book.transition.as_ref().map_or(commencement, |transition| transition.on.max(commencement));
        let rates = self.holdings.rates.on(begins);
        if !rates.knows(currency) {
            let (code, remedy) = (BookFindingCode::ExchangeRateMissing, BookRemedy::GiveExchangeRate);
            return Outcome::LeftOut(ReportFinding::new(code, remedy, Some(begins)));
        }
        let with_rows = self.question.depth == Depth::Causes;
        if sheet.fill(&held.lease, &held.book, self.days, with_rows).is_err() {
            return Outcome::LeftOut(NOT_CALCULABLE);
        }
        if sheet.findings.contains(&Finding::RateMissing) {
            let (code, remedy) = (BookFindingCode::RateMissing, BookRemedy::GiveRate);
            return Outcome::LeftOut(ReportFinding::new(code, remedy, None));
        }
        let Some(treatment) = sheet.at_closings().treatment() else { return Outcome::Nothing };
        let figures = measure(sheet.at_closings()).reduce(|sum, next| sum.then(&next)).unwrap_or_default();
        if figures.is_nothing() {
            return Outcome::Nothing;
        }
        let (maturity, commitments) = self.due(sheet, treatment, currency);
        let entry = Entry {
            id: holding.id,
            company: None,
            number: holding.number().into(),
            title: standing.title,
            kind: holding.kind(),
            currency,
            lessor: standing.lessor,
            cost_center: standing.cost_center,
            treatment,
            commencement,
            figures,
            maturity,
            commitments,
            findings: sheet.found.drain(..).map(ReportFinding::from).collect(),
            layers: sheet.layers.iter().filter_map(|day| rates::rate(self.holdings, currency, *day)).collect(),
            changes: match &sheet.schedule {
                Some(schedule) => changes(schedule, &sheet.events, span.from(), span.to()),
                None => Vec::new(),
            },
            stretches: match self.question.depth {
                Depth::Periods => measure(sheet.at_closings()).collect(),
                Depth::Figures | Depth::Causes => Vec::new(),
            },
        };
        Outcome::Counted(Box::new(entry))
    }

    /// What is still to be paid of the liability, or of a lease that is not capitalised: converted as the liability is,
    /// at the rate of the last day.
    fn due(&self, sheet: &LeaseSheet, treatment: Treatment, currency: Currency) -> (Maturity, Maturity) {
        let rates = self.holdings.rates.on(self.question.span.to());
        // A rate that was known on the first day is known on the last; what no amount can hold is refused with the sum.
        let mut due = Maturity::default();
        for (sum, minor) in due.iter_mut().zip(&sheet.due) {
            *sum = rates.to_base(currency, *minor).unwrap_or(Minor::MAX);
        }
        if treatment.is_capitalised() { (due, Maturity::default()) } else { (Maturity::default(), due) }
    }

    /// Whether its term and the days asked for have one in common.
    fn touches(&self, holding: &BookHolding) -> bool {
        let span = &self.question.span;
        commencement(holding) <= span.to() && last_day(holding) >= span.from()
    }
}

/// Of an agreement without a book.
const NOT_CALCULABLE: ReportFinding =
    ReportFinding::new(BookFindingCode::TermsNotCalculable, BookRemedy::CheckTerms, None);

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
        company_id: None,
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
