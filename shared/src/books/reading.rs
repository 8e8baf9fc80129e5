//! A request as the engine reads it, or every fault of it at its place.

use chrono::{Datelike, Days, NaiveDate};
use engine::books as eng;
use engine::books::exchange::{ExchangeRate, ExchangeRates, InterestRate};
use engine::books::registered::{self, lease_of};
use engine::books::transition::Transition;
use engine::calendar::add_months;
use engine::{EngineError, Minor};

use super::request::{
    LeaseAccounting, LeaseContract, LeaseEvent, LeaseEventKind, LeaseGuarantee, LeaseMarket, LeaseOption,
    LeasePayments, LeaseRate, LeaseRateBasis, LeaseScope, LeaseShare, LeaseTerms, NewBook, NewBookCalculation,
};
use super::{EVENTS_MAX, MARKET_RATES_MAX, PAYMENTS_MAX, words};
use crate::agreements::{AgreementChange, OptionKind, Timing};
use crate::calculation;
use crate::money::{Amount, Currency};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{
    self, CheckedTerms, INTERVAL_MONTHS_MAX, OPTIONS_MAX, TERM_MONTHS_MAX, TermsFault, YEAR_MAX, YEAR_MIN,
};

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

/// An agreement with its changes as a lease with its events. What is not said is read from the agreement.
pub(super) fn of_agreement(
    checked: &CheckedTerms,
    changes: &[AgreementChange],
    accounting: &LeaseAccounting,
    as_of: NaiveDate,
) -> Faulty<(eng::Lease, Vec<eng::Event>)> {
    let contract = calculation::contract(checked);
    let changes = calculation::engine_changes(checked, changes)?;
    let horizon = as_of.max(checked.end_on());
    let known = registered_accounting(checked, accounting);
    let (mut lease, mut events) =
        lease_of(&contract, &changes, &known, horizon).map_err(|error| vec![refused(&error, 0)])?;
    if let Some(commencement) = accounting.commencement_on {
        lease.commencement = commencement;
    }
    if accounting.becomes_owned {
        own(&mut lease.terms);
        for event in &mut events {
            if let eng::EventKind::Remeasured { terms, .. } | eng::EventKind::Modified { terms, .. } = &mut event.kind {
                own(terms);
            }
        }
    }
    Ok((lease, events))
}

/// What becomes the lessee's has no residual value left to settle.
fn own(terms: &mut eng::Terms) {
    terms.becomes_owned = true;
    terms.guarantee = None;
}

fn registered_accounting(checked: &CheckedTerms, accounting: &LeaseAccounting) -> registered::Accounting {
    let start = checked.terms().start_on;
    let assessed = accounting.end_on.filter(|end| *end != checked.end_on()).map(|end| registered::LeaseOption {
        kind: if end > checked.end_on() {
            registered::OptionKind::Extend { until: end }
        } else {
            registered::OptionKind::Terminate { on: end, penalty: 0 }
        },
        certain: true,
        assessed_on: start,
    });
    let options = accounting.options.iter().filter_map(|option| {
        let amount = option.amount.map_or(0, Amount::minor);
        let kind = match option.kind {
            OptionKind::Extension => registered::OptionKind::Extend { until: option.ends_on? },
            OptionKind::Termination => registered::OptionKind::Terminate { on: option.ends_on?, penalty: amount },
            OptionKind::Purchase => registered::OptionKind::Purchase { price: amount },
        };
        let assessed_on = option.assessed_on.unwrap_or(start);
        Some(registered::LeaseOption { kind, certain: option.reasonably_certain, assessed_on })
    });
    registered::Accounting {
        rate: accounting.discount_rate.as_ref().map(told),
        revised_rate: accounting.revised_discount_rate.as_ref().map(told),
        classification: accounting.classification.map(words::classification),
        fair_value: accounting.fair_value.map(Amount::minor),
        useful_until: accounting.useful_until,
        residual_when_owned: accounting.residual_when_owned.minor(),
        initial_direct_costs: accounting.initial_direct_costs.map(Amount::minor),
        incentives_received: accounting.incentives_received.minor(),
        prepaid: accounting.prepaid.minor(),
        restoration: accounting.restoration.minor(),
        expected_of_guarantee: accounting.guarantee.map_or(0, |guarantee| guarantee.expected.minor()),
        options: assessed.into_iter().chain(options).collect(),
        ..registered::Accounting::default()
    }
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

    /// The agreement where the contract is one.
    fn agreement(&mut self, contract: &LeaseContract, accounting: &LeaseAccounting) -> Option<CheckedTerms> {
        let terms = match (&contract.agreement, contract.payments.is_empty()) {
            (Some(_), false) => {
                self.superfluous("contract/payments", "nothing: the agreement says what is paid");
                return None;
            }
            (None, true) => {
                self.missing("contract", "either agreement or payments");
                return None;
            }
            (None, false) => {
                for (field, is_missing) in
                    [("commencement_on", accounting.commencement_on.is_none()), ("end_on", accounting.end_on.is_none())]
                {
                    if is_missing {
                        self.missing(&format!("accounting/{field}"), "a day: the contract lists payments alone");
                    }
                }
                return None;
            }
            (Some(terms), true) => terms,
        };
        match terms::check(terms) {
            Ok(checked) => {
                if accounting.guarantee.is_some_and(|guarantee| guarantee.full.is_some()) {
                    let expected = "nothing: it is the residual value the lessee carries";
                    self.superfluous("accounting/guarantee/full", expected);
                }
                Some(checked)
            }
            Err(faults) => {
                let inside = |one: TermsFault| fault(&format!("contract/agreement/{}", one.path), one.fault);
                self.faults.extend(faults.into_iter().map(inside));
                None
            }
        }
    }

    fn accounting(&mut self, accounting: &LeaseAccounting) {
        for (field, date) in [
            ("commencement_on", accounting.commencement_on),
            ("end_on", accounting.end_on),
            ("useful_until", accounting.useful_until),
        ] {
            if let Some(date) = date {
                self.reach(&format!("accounting/{field}"), date);
            }
        }
        for (field, amount) in [
            ("initial_direct_costs", accounting.initial_direct_costs),
            ("incentives_received", Some(accounting.incentives_received)),
            ("prepaid", Some(accounting.prepaid)),
            ("restoration", Some(accounting.restoration)),
            ("fair_value", accounting.fair_value),
            ("residual_when_owned", Some(accounting.residual_when_owned)),
        ] {
            if let Some(amount) = amount {
                self.not_negative(&format!("accounting/{field}"), amount);
            }
        }
        self.unguaranteed("accounting/guarantee", accounting.guarantee.is_some() && accounting.becomes_owned);
        if let Some(rate) = &accounting.discount_rate {
            self.rate("accounting/discount_rate", rate);
        }
        if let Some(rate) = &accounting.revised_discount_rate {
            self.rate("accounting/revised_discount_rate", rate);
        }
        if let Some(useful_until) = accounting.useful_until
            && accounting.commencement_on.is_some_and(|commencement| useful_until < commencement)
        {
            self.before("accounting/useful_until", useful_until, accounting.commencement_on);
        }
        if accounting.options.len() > OPTIONS_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&accounting.options.len().to_string());
            self.add("accounting/options", fault.expected(&format!("at most {OPTIONS_MAX}")));
            return;
        }
        for (at, option) in accounting.options.iter().enumerate() {
            self.option(&format!("accounting/options/{at}"), option);
        }
    }

    fn option(&mut self, path: &str, option: &LeaseOption) {
        for (field, date) in [("assessed_on", option.assessed_on), ("ends_on", option.ends_on)] {
            if let Some(date) = date {
                self.reach(&format!("{path}/{field}"), date);
            }
        }
        if let Some(amount) = option.amount {
            self.not_negative(&format!("{path}/amount"), amount);
        }
        match (option.kind, option.ends_on, option.amount) {
            (OptionKind::Purchase, Some(_), _) => {
                self.superfluous(&format!("{path}/ends_on"), "nothing: a purchase does not move the end");
            }
            (OptionKind::Purchase, None, None) => self.missing(&format!("{path}/amount"), "the price"),
            (OptionKind::Purchase, None, Some(_)) => {}
            (_, None, _) => self.missing(&format!("{path}/ends_on"), "the last day of the term if it is used"),
            (OptionKind::Extension, _, Some(_)) => {
                self.superfluous(&format!("{path}/amount"), "nothing: an extension is at the fee in force");
            }
            _ => {}
        }
    }

    /// A lease of payments alone.
    fn lease(
        &mut self,
        contract: &LeaseContract,
        accounting: &LeaseAccounting,
        book: &NewBook,
        commencement: NaiveDate,
    ) -> Option<eng::Lease> {
        let end = accounting.end_on?;
        self.term("accounting/end_on", commencement, end);
        let payments = self.payments("contract/payments", &contract.payments);
        let guarantee = self.guarantee("accounting/guarantee", accounting.guarantee.as_ref());
        let framework = words::framework(book.framework);
        let is_classified = matches!(framework, eng::Framework::K3 | eng::Framework::Asc842);
        if is_classified && accounting.classification.is_none() {
            self.missing("accounting/classification", "finance or operating: the framework asks for it");
        }
        let mut lease = eng::Lease {
            commencement,
            interval_months: regular_interval(&contract.payments),
            terms: eng::Terms { end, payments, guarantee, becomes_owned: accounting.becomes_owned },
            rate: accounting.discount_rate.as_ref().map(told),
            classification: accounting.classification.map_or(eng::Classification::Finance, words::classification),
            underlying: eng::Underlying {
                fair_value: accounting.fair_value.map(Amount::minor),
                useful_until: accounting.useful_until,
                residual: accounting.residual_when_owned.minor(),
            },
            options: eng::Options { purchase: !accounting.options.is_empty() },
            initial_direct_costs: accounting.initial_direct_costs.map_or(0, Amount::minor),
            incentives_received: accounting.incentives_received.minor(),
            prepaid: accounting.prepaid.minor(),
            restoration: accounting.restoration.minor(),
        };
        if accounting.revised_discount_rate.is_some() {
            let expected = "nothing: the event that revises the rate says it";
            self.superfluous("accounting/revised_discount_rate", expected);
        }
        for (at, option) in accounting.options.iter().enumerate() {
            let path = format!("accounting/options/{at}");
            if option.kind != OptionKind::Purchase {
                let expected = "a purchase: listed payments say the term in end_on, and a reassessment is an event";
                self.superfluous(&format!("{path}/kind"), expected);
            } else if option.assessed_on.is_some_and(|assessed| assessed > commencement) {
                self.superfluous(&format!("{path}/assessed_on"), "an event of the kind purchase_reassessed instead");
            } else if option.reasonably_certain {
                lease.terms.becomes_owned = true;
                self.unguaranteed("accounting/guarantee", guarantee.is_some());
                lease.terms.payments.push(eng::Payment {
                    due: end,
                    moment: eng::Moment::EndOfDay,
                    amount: option.amount.map_or(0, Amount::minor),
                    kind: eng::PaymentKind::PurchasePrice,
                });
            }
        }
        Some(lease)
    }

    fn unguaranteed(&mut self, path: &str, is_guaranteed: bool) {
        if is_guaranteed {
            self.superfluous(path, "nothing: what becomes the lessee's has no residual value to settle");
        }
    }

    fn term(&mut self, path: &str, commencement: NaiveDate, end: NaiveDate) {
        if end < commencement {
            self.before(path, end, Some(commencement));
        } else if terms::months_of_term(commencement, end) > TERM_MONTHS_MAX {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&end.to_string());
            self.add(path, fault.expected("at most 99 years after commencement"));
        }
    }

    fn guarantee(&mut self, path: &str, guarantee: Option<&LeaseGuarantee>) -> Option<eng::Guarantee> {
        let LeaseGuarantee { expected, full } = guarantee?;
        let expected = self.not_negative(&format!("{path}/expected"), *expected);
        match full {
            Some(full) => {
                let most = self.not_negative(&format!("{path}/full"), *full);
                if most < expected {
                    let fault = FieldFault::new(FieldCode::OutOfRange).found(&full.to_string());
                    self.add(&format!("{path}/full"), fault.expected("at least what is expected"));
                }
                Some(eng::Guarantee { expected, full: most })
            }
            None => {
                self.missing(&format!("{path}/full"), "the most that can be paid under it");
                None
            }
        }
    }

    /// Each payment of each series. More than can be are not listed at all.
    fn payments(&mut self, path: &str, series: &[LeasePayments]) -> Vec<eng::Payment> {
        let mut listed = Vec::new();
        let mut total: i128 = 0;
        if series.len() > PAYMENTS_MAX {
            self.too_many(path, series.len(), PAYMENTS_MAX);
            return listed;
        }
        for (at, one) in series.iter().enumerate() {
            let path = format!("{path}/{at}");
            let before = self.faults.len();
            self.reach(&format!("{path}/due_on"), one.due_on);
            self.number(&format!("{path}/every_months"), one.every_months, 1, INTERVAL_MONTHS_MAX);
            let count = one.count as usize;
            if count == 0 {
                self.number(&format!("{path}/count"), one.count, 1, PAYMENTS_MAX as u32);
            } else if self.payments.saturating_add(count) > PAYMENTS_MAX {
                self.too_many(&format!("{path}/count"), count, PAYMENTS_MAX - self.payments.min(PAYMENTS_MAX));
            }
            if self.faults.len() > before {
                continue;
            }
            let last = due(one, one.count - 1);
            if last.year() > YEAR_MAX {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&last.to_string());
                self.add(&format!("{path}/count"), fault.expected(&format!("a last payment by the year {YEAR_MAX}")));
                continue;
            }
            self.payments += count;
            total += i128::from(one.amount.minor().unsigned_abs()) * count as i128;
            let moment = match one.timing {
                Timing::Advance => eng::Moment::StartOfDay,
                Timing::Arrears => eng::Moment::EndOfDay,
            };
            listed.extend((0..one.count).map(|step| eng::Payment {
                due: due(one, step),
                moment,
                amount: one.amount.minor(),
                kind: words::payment_kind(one.kind),
            }));
        }
        if total > i128::from(Amount::MAX_MINOR) {
            let fault = FieldFault::new(FieldCode::OutOfRange).expected("payments of at most 10000000000000 together");
            self.add(path, fault);
        }
        listed
    }

    fn too_many(&mut self, path: &str, found: usize, most: usize) {
        let fault = FieldFault::new(FieldCode::TooManyItems).found(&found.to_string());
        self.add(path, fault.expected(&format!("at most {most} of the {PAYMENTS_MAX} payments of a request")));
    }

    fn events(&mut self, events: &[LeaseEvent], commencement: Option<NaiveDate>) -> Vec<eng::Event> {
        if events.len() > EVENTS_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&events.len().to_string());
            self.add("events", fault.expected(&format!("at most {EVENTS_MAX}")));
            return Vec::new();
        }
        let read = |(at, event)| self.event(&format!("events/{at}"), event, commencement);
        events.iter().enumerate().filter_map(read).collect()
    }

    fn event(&mut self, path: &str, event: &LeaseEvent, commencement: Option<NaiveDate>) -> Option<eng::Event> {
        use LeaseEventKind as Kind;
        self.reach(&format!("{path}/on"), event.on);
        if commencement.is_some_and(|commencement| event.on < commencement) {
            self.before(&format!("{path}/on"), event.on, commencement);
        }
        let costs = matches!(event.kind, Kind::Impairment | Kind::Sublease | Kind::Termination | Kind::BuyOut);
        let subleases = event.kind == Kind::Sublease;
        let measures = !costs && event.kind != Kind::SeparateLease;
        let revises = matches!(
            event.kind,
            Kind::FloatingRate | Kind::TermReassessed | Kind::PurchaseReassessed | Kind::Modification
        );
        let modifies = event.kind == Kind::Modification;
        for (field, is_given, belongs, is_required) in [
            ("terms", event.terms.is_some(), measures, measures),
            ("discount_rate", event.discount_rate.is_some(), revises, false),
            ("scope", event.scope.is_some(), modifies, modifies),
            ("remaining", event.remaining.is_some(), modifies, event.scope == Some(LeaseScope::Reduced)),
            ("subleased", event.subleased.is_some(), subleases, subleases),
            ("amount", event.amount.is_some(), costs, costs),
        ] {
            if is_given && !belongs {
                self.superfluous(&format!("{path}/{field}"), "nothing: this kind of event does not have it");
            } else if is_required && !is_given {
                self.missing(&format!("{path}/{field}"), "what this kind of event needs");
            }
        }
        let amount = event.amount.map_or(0, |amount| self.not_negative(&format!("{path}/amount"), amount));
        let rate = event.discount_rate.as_ref().and_then(|rate| self.rate(&format!("{path}/discount_rate"), rate));
        let terms = event.terms.as_ref().map(|terms| self.terms(&format!("{path}/terms"), terms, commencement));
        let scope = self.scope(path, event);
        let remeasured = |cause, terms| eng::EventKind::Remeasured { cause, terms, rate };
        let kind = match event.kind {
            Kind::Index => remeasured(eng::Cause::Index, terms?),
            Kind::FloatingRate => remeasured(eng::Cause::FloatingRate, terms?),
            Kind::ResidualGuarantee => remeasured(eng::Cause::ResidualGuarantee, terms?),
            Kind::BecameFixed => remeasured(eng::Cause::BecameFixed, terms?),
            Kind::Incentive => remeasured(eng::Cause::Incentive, terms?),
            Kind::TermReassessed => remeasured(eng::Cause::Term, terms?),
            Kind::PurchaseReassessed => remeasured(eng::Cause::PurchaseOption, terms?),
            Kind::Modification => eng::EventKind::Modified { terms: terms?, rate, scope },
            Kind::SeparateLease => eng::EventKind::SeparateLease,
            Kind::Impairment => eng::EventKind::Impaired { amount },
            Kind::Sublease => {
                let LeaseShare { part, of } = event.subleased?;
                self.share(&format!("{path}/subleased"), LeaseShare { part, of });
                eng::EventKind::Subleased { part, of, claim: amount }
            }
            Kind::Termination => eng::EventKind::Terminated { penalty: amount },
            Kind::BuyOut => eng::EventKind::BoughtOut { price: amount },
        };
        Some(eng::Event { on: event.on, when: words::when(event.position), kind })
    }

    fn share(&mut self, path: &str, LeaseShare { part, of }: LeaseShare) {
        if of == 0 || part > of {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&format!("{part} of {of}"));
            self.add(path, fault.expected("a part of a whole above 0"));
        }
    }

    fn scope(&mut self, path: &str, event: &LeaseEvent) -> eng::Scope {
        match (event.scope, event.remaining) {
            (Some(LeaseScope::Reduced), Some(remaining)) => {
                self.share(&format!("{path}/remaining"), remaining);
                eng::Scope::Reduced { part: remaining.part, of: remaining.of }
            }
            (Some(LeaseScope::Kept | LeaseScope::Shortened), Some(_)) => {
                self.superfluous(&format!("{path}/remaining"), "nothing: only a reduced scope has it");
                eng::Scope::Kept
            }
            (Some(LeaseScope::Shortened), None) => eng::Scope::Shortened,
            _ => eng::Scope::Kept,
        }
    }

    fn terms(&mut self, path: &str, terms: &LeaseTerms, commencement: Option<NaiveDate>) -> eng::Terms {
        self.reach(&format!("{path}/end_on"), terms.end_on);
        if let Some(commencement) = commencement {
            self.term(&format!("{path}/end_on"), commencement, terms.end_on);
        }
        let payments = self.payments(&format!("{path}/payments"), &terms.payments);
        self.unguaranteed(&format!("{path}/guarantee"), terms.guarantee.is_some() && terms.becomes_owned);
        let guarantee = self.guarantee(&format!("{path}/guarantee"), terms.guarantee.as_ref());
        eng::Terms { end: terms.end_on, payments, guarantee, becomes_owned: terms.becomes_owned }
    }

    fn market(&mut self, market: &LeaseMarket) -> Option<(ExchangeRates, InterestRate)> {
        const RATES: &str = "market/exchange_rates";
        if market.exchange_rates.len() > MARKET_RATES_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&market.exchange_rates.len().to_string());
            self.add(RATES, fault.expected(&format!("at most {MARKET_RATES_MAX}")));
            return None;
        }
        if market.exchange_rates.is_empty() {
            self.missing(RATES, "at least one rate");
        }
        let mut last = None;
        let mut rates = Vec::new();
        for (at, one) in market.exchange_rates.iter().enumerate() {
            self.reach(&format!("{RATES}/{at}/on"), one.on);
            if last.is_some_and(|last| one.on <= last) {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&one.on.to_string());
                self.add(&format!("{RATES}/{at}/on"), fault.expected("a day after the one before it"));
            }
            last = Some(one.on);
            // A hundred-millionth there is ten billionths here.
            match one.rate.e8().checked_mul(10).and_then(ExchangeRate::from_parts_per_billion) {
                Some(rate) => rates.push((one.on, rate)),
                None => {
                    let fault = FieldFault::new(FieldCode::OutOfRange).found(&one.rate.to_string());
                    self.add(&format!("{RATES}/{at}/rate"), fault.expected("at most 10000"));
                }
            }
        }
        Some((ExchangeRates::new(rates).ok()?, words::interest(market.interest)))
    }
}

/// The day of a payment of a series. In arrears the day after it is what moves by months, so that the last day of one
/// month is followed by the last day of the next.
fn due(series: &LeasePayments, step: u32) -> NaiveDate {
    let months = i32::try_from(step.saturating_mul(series.every_months)).unwrap_or(i32::MAX / 2);
    match series.timing {
        Timing::Advance => add_months(series.due_on, months),
        Timing::Arrears => {
            let after = series.due_on.checked_add_days(Days::new(1)).unwrap_or(series.due_on);
            let moved = add_months(after, months);
            moved.checked_sub_days(Days::new(1)).unwrap_or(moved)
        }
    }
}

/// Of the first series of lease payments with more than one; a month where there is none.
fn regular_interval(series: &[LeasePayments]) -> u32 {
    let regular = series.iter().find(|one| one.count > 1 && one.kind == super::LeasePaymentKind::Lease);
    regular.map_or(1, |one| one.every_months)
}
