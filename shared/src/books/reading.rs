//! A request as the engine reads it, or every fault of it at its place.

use chrono::{Datelike, NaiveDate};
use engine::books as eng;
use engine::books::transition::Transition;
use engine::{EngineError, Minor};

use super::answer::BookRateSource;
use super::finding::{BookFinding, EventNames};
use super::maturity::{BUCKET_MONTHS_MAX, MaturityMonths};
use super::register::{BookMarket, RegisteredLease};
use super::request::{
    BookThresholds, BookTransition, LeaseMarket, LeaseRate, LeaseRateBasis, NewBook, NewBookCalculation,
};
use super::words;
use crate::ids::LeaseEventId;
use crate::money::{Amount, Currency};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{INTERVAL_MONTHS_MAX, TermsFault, YEAR_MAX, YEAR_MIN};

mod accounting;
mod choices;
mod events;
mod market;
mod payments;
mod registered;
mod remarks;

pub use choices::check_facts;
pub(super) use choices::choices;
pub(super) use registered::registered;
use remarks::{guarantees, same_twice};

const PERIODS: [u32; 6] = [1, 2, 3, 4, 6, 12];

/// Everything a run needs.
pub(super) struct Reading {
    pub(super) lease: eng::Lease,
    pub(super) events: Vec<eng::Event>,
    /// How many of the events follow from the agreement and its options; those listed in the request come after them.
    pub(super) derived: usize,
    pub(super) transition: Option<Transition>,
    pub(super) market: Option<BookMarket>,
    pub(super) currency: Option<Currency>,
    /// Of the first discount rate; `None` where there is none.
    pub(super) rate_source: Option<BookRateSource>,
    /// What makes no sense before anything is calculated.
    pub(super) remarks: Vec<BookFinding>,
}

impl Reading {
    /// All there is to say of a schedule.
    pub(super) fn findings(&self, schedule: &[eng::Finding], ids: &[LeaseEventId]) -> Vec<BookFinding> {
        let names = EventNames { events: &self.events, derived: self.derived, ids };
        schedule.iter().map(|found| names.finding(*found)).chain(self.remarks.iter().cloned()).collect()
    }
}

type Faulty<T> = Result<T, Vec<TermsFault>>;

pub(super) fn read(request: &NewBookCalculation) -> Faulty<Reading> {
    let NewBookCalculation { contract, accounting, events, book, market, as_of, period_months } = request;
    let mut reader = Reader::default();
    reader.question(book, *as_of, *period_months);
    let agreement = reader.agreement(contract, accounting);
    reader.accounting(accounting);
    let commencement = accounting.commencement_on.or(contract.agreement.as_ref().map(|terms| terms.start_on));
    if let (Some(_), Some(commencement)) = (&agreement, commencement) {
        reader.assessed_end(accounting, commencement);
    }
    let lease = match (&agreement, commencement) {
        (None, Some(commencement)) if contract.agreement.is_none() => {
            reader.lease(contract, accounting, book, commencement)
        }
        _ => None,
    };
    let listed = reader.events(events, commencement);
    let transition = reader.transition(book);
    if let (Some(transition), Some(commencement)) = (&transition, commencement)
        && transition.on < commencement
    {
        reader.before("book/transition/on", transition.on, Some(commencement));
    }
    if market.is_some() {
        reader.at_home(events);
    }
    let market = market.as_ref().and_then(|market| reader.market(market));
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let mut reading = match (agreement, lease) {
        (Some(checked), _) => {
            registered::of_agreement(&RegisteredLease { accounting, ..RegisteredLease::new(&checked, &[]) }, *as_of)?
        }
        (None, Some(lease)) => {
            let rate_source = lease.rate.map(|_| BookRateSource::Given);
            Reading {
                lease,
                events: Vec::new(),
                derived: 0,
                transition: None,
                market: None,
                currency: None,
                rate_source,
                remarks: Vec::new(),
            }
        }
        (None, None) => return Err(vec![fault("contract", FieldFault::new(FieldCode::MissingField))]),
    };
    reading.events.extend(listed);
    guarantees(&mut reading, events, &[]);
    reading.remarks.extend(same_twice(events, &[], &reading));
    Ok(Reading { transition, market, ..reading })
}

pub(super) fn market(market: &LeaseMarket) -> Faulty<BookMarket> {
    let mut reader = Reader::default();
    match reader.market(market) {
        Some(market) if reader.faults.is_empty() => Ok(market),
        _ => Err(reader.faults),
    }
}

/// What the engine refuses beyond what is checked here. `derived`: events before those of the request.
pub(super) fn refused(error: &EngineError, derived: usize) -> TermsFault {
    let event = error.change.and_then(|at| at.checked_sub(derived));
    let inside = match (event, error.field) {
        (Some(at), "on") => format!("events/{at}/on"),
        (Some(at), "end") => format!("events/{at}/terms/end_on"),
        (Some(at), "rate" | "times_a_year") => format!("events/{at}/discount_rate"),
        (Some(at), "guarantee") => format!("events/{at}/terms/guarantee"),
        (Some(at), "payments" | "due" | "amount") => format!("events/{at}/terms/payments"),
        (Some(at), _) => format!("events/{at}"),
        (None, "commencement") => "accounting/commencement_on".to_owned(),
        (None, "end") => "accounting/end_on".to_owned(),
        (None, "rate" | "times_a_year") => "accounting/discount_rate".to_owned(),
        (None, "residual") => "accounting/residual_when_owned".to_owned(),
        (None, "expected" | "full" | "guarantee") => "accounting/guarantee".to_owned(),
        (None, "transition") => "book/transition".to_owned(),
        (None, "rates") => "market/exchange_rates".to_owned(),
        (None, "sold") => "accounting/sale".to_owned(),
        (
            None,
            known @ ("initial_direct_costs"
            | "incentives_received"
            | "prepaid"
            | "restoration"
            | "fair_value"
            | "useful_until"),
        ) => format!("accounting/{known}"),
        (None, "payments" | "due" | "amount") => "contract/payments".to_owned(),
        (None, _) => "contract".to_owned(),
    };
    let limit = FieldFault::new(FieldCode::OutOfRange).found(&error.found.to_string()).expected(&error.to_string());
    fault(&inside, limit)
}

pub(super) fn fault(path: &str, fault: FieldFault) -> TermsFault {
    TermsFault { path: path.to_owned(), fault }
}

fn told(rate: &LeaseRate) -> eng::DiscountRate {
    let basis = match (rate.basis, rate.times_a_year) {
        (LeaseRateBasis::Nominal, Some(times_a_year)) => eng::RateBasis::Nominal { times_a_year },
        _ => eng::RateBasis::Effective,
    };
    eng::DiscountRate::Told { yearly: engine::NominalRate::from_parts_per_billion(rate.percent.ppb()), basis }
}

/// Collects every fault, not only the first.
#[derive(Default)]
struct Reader {
    faults: Vec<TermsFault>,
    payments: usize,
}

impl Reader {
    fn add(&mut self, path: &str, broken: FieldFault) {
        self.faults.push(fault(path, broken));
    }

    fn missing(&mut self, path: &str, expected: &str) {
        self.add(path, FieldFault::new(FieldCode::MissingField).expected(expected));
    }

    fn superfluous(&mut self, path: &str, expected: &str) {
        self.add(path, FieldFault::new(FieldCode::InvalidValue).expected(expected));
    }

    fn reach(&mut self, path: &str, date: NaiveDate) {
        if !(YEAR_MIN..=YEAR_MAX).contains(&date.year()) {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&date.to_string());
            self.add(path, fault.expected(&format!("in the years {YEAR_MIN} to {YEAR_MAX}")));
        }
    }

    fn before(&mut self, path: &str, date: NaiveDate, commencement: Option<NaiveDate>) {
        let limit = commencement.map_or_else(String::new, |day| format!("on or after commencement, {day}"));
        self.add(path, FieldFault::new(FieldCode::OutOfRange).found(&date.to_string()).expected(&limit));
    }

    fn number(&mut self, path: &str, found: u32, low: u32, high: u32) {
        if found < low || found > high {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&found.to_string());
            self.add(path, fault.expected(&format!("{low} to {high}")));
        }
    }

    fn not_negative(&mut self, path: &str, amount: Amount) -> Minor {
        if amount.is_negative() {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&amount.to_string());
            self.add(path, fault.expected("0 or more"));
        }
        amount.minor()
    }

    fn question(&mut self, book: &NewBook, as_of: NaiveDate, period_months: u32) {
        self.reach("as_of", as_of);
        if !PERIODS.contains(&period_months) {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&period_months.to_string());
            self.add("period_months", fault.expected("1, 2, 3, 4, 6 or 12"));
        }
        self.number("book/policy/fiscal_year_ends", book.policy.fiscal_year_ends, 1, 12);
        if let Some(months) = book.policy.compounding_months {
            self.number("book/policy/compounding_months", months, 1, INTERVAL_MONTHS_MAX);
        }
        self.thresholds("book/policy/thresholds", book.policy.thresholds);
        self.maturity("book/policy/maturity_months", book.policy.maturity_months);
    }

    fn thresholds(&mut self, path: &str, thresholds: BookThresholds) {
        self.number(&format!("{path}/major_part_percent"), thresholds.major_part_percent, 1, 100);
        self.number(&format!("{path}/substantially_all_percent"), thresholds.substantially_all_percent, 1, 100);
    }

    fn maturity(&mut self, path: &str, months: MaturityMonths) {
        let mut before = 0;
        for (at, found) in months.as_slice().iter().enumerate() {
            self.number(&format!("{path}/{at}"), *found, before + 1, BUCKET_MONTHS_MAX);
            before = before.max(*found);
        }
        if months.as_slice().is_empty() {
            self.add(path, FieldFault::new(FieldCode::MissingField).expected("the months until the first bucket ends"));
        }
    }

    fn transition(&mut self, book: &NewBook) -> Option<Transition> {
        let BookTransition { on, method, discount_rate, prepaid } = book.transition.as_ref()?;
        self.reach("book/transition/on", *on);
        let rate = self.rate("book/transition/discount_rate", discount_rate)?;
        Some(Transition { on: *on, method: words::method(*method), rate, prepaid: prepaid.minor() })
    }

    fn rate(&mut self, path: &str, rate: &LeaseRate) -> Option<eng::DiscountRate> {
        let times = format!("{path}/times_a_year");
        match (rate.basis, rate.times_a_year) {
            (LeaseRateBasis::Nominal, None) => self.missing(&times, "how often the nominal rate compounds in a year"),
            (LeaseRateBasis::Nominal, Some(found)) => self.number(&times, found, 1, 365),
            (LeaseRateBasis::Effective, Some(_)) => self.superfluous(&times, "nothing: an effective rate has none"),
            (LeaseRateBasis::Effective, None) => {}
        }
        Some(told(rate))
    }
}
