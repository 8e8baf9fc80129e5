//! A request as the engine reads it, or every fault of it at its place.

use chrono::{Datelike, NaiveDate};
use engine::books as eng;
use engine::books::exchange::{ExchangeRates, InterestRate};
use engine::books::transition::Transition;
use engine::{EngineError, Minor};

use super::request::{LeaseRate, LeaseRateBasis, NewBook, NewBookCalculation};
use super::words;
use crate::money::{Amount, Currency};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{INTERVAL_MONTHS_MAX, TermsFault, YEAR_MAX, YEAR_MIN};

mod accounting;
mod events;
mod market;
mod payments;
mod registered;

pub(super) use registered::of_agreement;

const PERIODS: [u32; 6] = [1, 2, 3, 4, 6, 12];

/// Everything a run needs.
pub(super) struct Reading {
    pub(super) lease: eng::Lease,
    pub(super) events: Vec<eng::Event>,
    /// How many of the events follow from the agreement and its options; those listed in the request come after them.
    pub(super) derived: usize,
    pub(super) transition: Option<Transition>,
    pub(super) rates: Option<(ExchangeRates, InterestRate)>,
    pub(super) currency: Option<Currency>,
}

type Faulty<T> = Result<T, Vec<TermsFault>>;

pub(super) fn read(request: &NewBookCalculation) -> Faulty<Reading> {
    let NewBookCalculation { contract, accounting, events, book, market, as_of, period_months } = request;
    let mut reader = Reader::default();
    reader.reach("as_of", *as_of);
    if !PERIODS.contains(period_months) {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&period_months.to_string());
        reader.add("period_months", fault.expected("1, 2, 3, 4, 6 or 12"));
    }
    reader.book(book);
    let agreement = reader.agreement(contract, accounting);
    reader.accounting(accounting);
    let commencement = accounting.commencement_on.or(contract.agreement.as_ref().map(|terms| terms.start_on));
    let lease = match (&agreement, commencement) {
        (None, Some(commencement)) if contract.agreement.is_none() => {
            reader.lease(contract, accounting, book, commencement)
        }
        _ => None,
    };
    let listed = reader.events(events, commencement);
    let transition = book.transition.as_ref().and_then(|transition| {
        reader.reach("book/transition/on", transition.on);
        if commencement.is_some_and(|commencement| transition.on < commencement) {
            reader.before("book/transition/on", transition.on, commencement);
        }
        let rate = reader.rate("book/transition/discount_rate", &transition.discount_rate)?;
        let prepaid = transition.prepaid.minor();
        Some(Transition { on: transition.on, method: words::method(transition.method), rate, prepaid })
    });
    let rates = market.as_ref().and_then(|market| reader.market(market));
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    let (lease, mut events) = match (agreement, lease) {
        (Some(checked), _) => of_agreement(&checked, &[], accounting, *as_of)?,
        (None, Some(lease)) => (lease, Vec::new()),
        (None, None) => return Err(vec![fault("contract", FieldFault::new(FieldCode::MissingField))]),
    };
    let derived = events.len();
    events.extend(listed);
    let currency = contract.agreement.as_ref().map(|terms| terms.currency);
    Ok(Reading { lease, events, derived, transition, rates, currency })
}

/// What the engine refuses beyond what is checked here. `derived`: events before those of the request.
pub(super) fn refused(error: &EngineError, derived: usize) -> TermsFault {
    let event = error.change.and_then(|at| at.checked_sub(derived));
    let inside = match (event, error.field) {
        (Some(at), "on") => format!("events/{at}/on"),
        (Some(at), "end") => format!("events/{at}/terms/end_on"),
        (Some(at), "rate" | "times_a_year") => format!("events/{at}/discount_rate"),
        (Some(at), "payments" | "due" | "amount") => format!("events/{at}/terms/payments"),
        (Some(at), _) => format!("events/{at}"),
        (None, "commencement") => "accounting/commencement_on".to_owned(),
        (None, "end") => "accounting/end_on".to_owned(),
        (None, "rate" | "times_a_year") => "accounting/discount_rate".to_owned(),
        (None, "residual") => "accounting/residual_when_owned".to_owned(),
        (None, "expected" | "full") => "accounting/guarantee".to_owned(),
        (None, "transition") => "book/transition".to_owned(),
        (None, "rates") => "market/exchange_rates".to_owned(),
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

    fn book(&mut self, book: &NewBook) {
        self.number("book/policy/fiscal_year_ends", book.policy.fiscal_year_ends, 1, 12);
        if let Some(months) = book.policy.compounding_months {
            self.number("book/policy/compounding_months", months, 1, INTERVAL_MONTHS_MAX);
        }
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
