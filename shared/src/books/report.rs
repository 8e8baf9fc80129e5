//! A schedule of the engine as an answer.

use std::cell::Cell;

use chrono::{Datelike, NaiveDate};
use engine::books as eng;
use engine::books::classify::{Test, classify};
use engine::books::journal::{self, Voucher};
use engine::books::leaseback::{Sale, leaseback};
use engine::books::outline::{Outline, outline};
use engine::books::transition::transition;
use engine::{EngineError, Minor};

use super::answer::{
    BookAsset, BookBalances, BookCalculation, BookClassOutcome, BookClassification, BookDeferral, BookEntry,
    BookInitial, BookLeaseback, BookLiability, BookMovement, BookPeriod, BookPolicies, BookRate, BookRow,
    BookTreatment, BookVoucher, BookVoucherLine,
};
use super::checks::{self, Checked};
use super::finding::BookFinding;
use super::maturity::{BookMaturity, BookMaturityBucket};
use super::reading::{self, Reading};
use super::register::{RegisteredLease, RegisteredSchedule};
use super::request::{BookDiscounting, BookFramework, BookPolicy, BookRounding, NewBook, NewBookCalculation};
use super::words;
use crate::ids::LeaseEventId;
use crate::money::{Amount, ComputedPercent};
use crate::problem::{FieldCode, FieldFault};
use crate::terms::TermsFault;

/// What is asked: the book, the day, and how long a period is.
struct Question<'a> {
    book: &'a NewBook,
    as_of: NaiveDate,
    period_months: u32,
    /// Besides the day and the ends of periods.
    closed_on: Option<NaiveDate>,
}

impl Question<'_> {
    fn closings(&self) -> Vec<NaiveDate> {
        std::iter::once(self.as_of).chain(self.closed_on).collect()
    }
}

pub fn calculate(request: &NewBookCalculation) -> Result<BookCalculation, Vec<TermsFault>> {
    let reading = reading::read(request)?;
    let NewBookCalculation { book, as_of, period_months, .. } = request;
    let question = Question { book, as_of: *as_of, period_months: *period_months, closed_on: None };
    answer(&reading, &question, &[])
}

/// The book of an agreement of the register.
pub fn of_register(
    lease: &RegisteredLease<'_>,
    book: &NewBook,
    as_of: NaiveDate,
    period_months: u32,
) -> Result<BookCalculation, Vec<TermsFault>> {
    let reading = reading::registered(lease, book, as_of, period_months)?;
    answer(&reading, &Question { book, as_of, period_months, closed_on: None }, lease.event_ids)
}

/// By year, with the accounts closed the day before `on` too: what is posted on the day is then what happens on it, and
/// nothing that time has brought.
pub fn of_register_on(
    lease: &RegisteredLease<'_>,
    book: &NewBook,
    on: NaiveDate,
) -> Result<BookCalculation, Vec<TermsFault>> {
    let reading = reading::registered(lease, book, on, 12)?;
    let question = Question { book, as_of: on, period_months: 12, closed_on: on.pred_opt() };
    answer(&reading, &question, lease.event_ids)
}

/// The schedule alone, for sums over many leases: accounts closed each `period_months` and on `closings`. Fees after
/// the term are listed up to the last of them.
pub fn schedule_of(
    lease: &RegisteredLease<'_>,
    book: &NewBook,
    period_months: u32,
    closings: &[NaiveDate],
) -> Result<RegisteredSchedule, Vec<TermsFault>> {
    let as_of = closings.iter().max().copied().unwrap_or(lease.original.end_on());
    let reading = reading::registered(lease, book, as_of, period_months)?;
    let refused = |error: EngineError| vec![reading::refused(&error, reading.derived)];
    let contractual = run(&reading, book, period_months, closings).map_err(refused)?;
    let (own, contractual) = match &reading.market {
        Some(market) => (market.translate(&contractual).map_err(refused)?, Some(contractual)),
        None => (contractual, None),
    };
    let mut findings = reading.findings(&own.findings, lease.event_ids);
    let layers = if contractual.is_some() { layers(&own, as_of) } else { Vec::new() };
    findings.extend(unfit_rates(&reading, &own, &layers, closings));
    let Reading { events, derived, rate_source, .. } = reading;
    Ok(RegisteredSchedule { own, contractual, events, derived, rate_source, findings, layers })
}

/// The days on which something of the asset came in or changed, each of which has its own exchange rate.
pub(super) fn layers(schedule: &eng::Schedule, until: NaiveDate) -> Vec<NaiveDate> {
    let rows = schedule.rows.iter().take_while(|row| row.on <= until);
    let mut days: Vec<NaiveDate> = rows
        .filter(|row| row.movement.asset.recognised != 0 || row.movement.asset.remeasured != 0)
        .map(|row| row.on)
        .collect();
    days.dedup();
    days
}

/// Of what the asset and the liability are translated at, rates that are missing or too old.
pub(super) fn unfit_rates(
    reading: &Reading,
    schedule: &eng::Schedule,
    layers: &[NaiveDate],
    closings: &[NaiveDate],
) -> Vec<BookFinding> {
    let Some(market) = &reading.market else { return Vec::new() };
    let owes = |day: &&NaiveDate| schedule.at(**day).liability.closing != 0;
    let mut days: Vec<NaiveDate> = closings.iter().filter(owes).chain(layers).copied().collect();
    days.sort_unstable();
    market.unfit(&days)
}

/// A schedule by month and all it takes to compute it again by hand, in the contract's currency.
pub struct Followed {
    pub schedule: eng::Schedule,
    pub outline: Outline,
    pub treatment: BookTreatment,
}

pub fn follow(lease: &RegisteredLease<'_>, book: &NewBook, as_of: NaiveDate) -> Result<Followed, Vec<TermsFault>> {
    let reading = reading::registered(lease, book, as_of, 1)?;
    let schedule = run(&reading, book, 1, &[as_of]).map_err(|error| vec![reading::refused(&error, reading.derived)])?;
    let outline = outline(&reading.lease, &words::policy(&book.policy, 1), &schedule);
    let treatment = words::treatment(schedule.treatment);
    Ok(Followed { schedule, outline, treatment })
}

fn answer(
    reading: &Reading,
    question: &Question<'_>,
    ids: &[LeaseEventId],
) -> Result<BookCalculation, Vec<TermsFault>> {
    let refused = |error: EngineError| vec![reading::refused(&error, reading.derived)];
    let contractual = run(reading, question.book, question.period_months, &question.closings()).map_err(refused)?;
    let own = translated(reading, &contractual).map_err(refused)?;
    let other_months = if question.period_months == 12 { 1 } else { 12 };
    let other = run(reading, question.book, other_months, &question.closings())
        .and_then(|other| translated(reading, &other))
        .map_err(refused)?;
    let writer = Writer { capitalised: own.treatment.is_capitalised(), too_large: Cell::new(false), reading };
    let vouchers = journal::journal(&own);
    let other = (question.book.policy.rounding == BookRounding::Cumulative).then_some(&other);
    let checked = Checked { reading, contractual: &contractual, own: &own, vouchers: &vouchers, other };
    let mut findings = reading.findings(&own.findings, ids);
    findings.extend(unfit_rates(reading, &own, &layers(&own, question.as_of), &[question.as_of]));
    let calculation = BookCalculation {
        treatment: words::treatment(own.treatment),
        classification: classification(reading, question),
        policies: policies(reading, &contractual, question),
        initial: writer.initial(&own.initial),
        periods: writer.periods(&own, question),
        rows: own.rows.iter().map(|row| writer.row(row)).collect(),
        journal: vouchers.iter().map(|voucher| writer.voucher(voucher)).collect(),
        balances: writer.balances(&own, &contractual, question),
        checks: checks::of(&checked, question.as_of, |minor| writer.amount(minor)),
        findings,
        engine_version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    if writer.too_large.get() {
        let fault = FieldFault::new(FieldCode::OutOfRange).expected("amounts that stay below 10000000000000 together");
        return Err(vec![reading::fault("contract", fault)]);
    }
    Ok(calculation)
}

pub(super) fn run(
    reading: &Reading,
    book: &NewBook,
    period_months: u32,
    closings: &[NaiveDate],
) -> Result<eng::Schedule, EngineError> {
    let NewBook { framework, policy, .. } = book;
    let book = eng::Book { framework: words::framework(*framework), policy: words::policy(policy, period_months) };
    let Reading { lease, events, .. } = reading;
    match &reading.transition {
        Some(first) => transition(lease, events, &book, first, closings),
        None => eng::schedule(lease, events, &book, closings),
    }
}

fn translated(reading: &Reading, schedule: &eng::Schedule) -> Result<eng::Schedule, EngineError> {
    match &reading.market {
        Some(market) => market.translate(schedule),
        None => Ok(schedule.clone()),
    }
}

fn classification(reading: &Reading, question: &Question<'_>) -> Option<BookClassification> {
    let NewBook { framework, policy, .. } = question.book;
    let asks = matches!(framework, BookFramework::K3 | BookFramework::Asc842);
    let assessed = asks.then(|| classify(&reading.lease, &words::policy(policy, question.period_months)))?;
    let told = reading.lease.classification;
    let overrules = *framework == BookFramework::Asc842 && reading.lease.terms.becomes_owned;
    let class = match told {
        eng::Classified::Told(_) if overrules => eng::Classification::Finance,
        eng::Classified::Assumed(_) if *framework == BookFramework::Asc842 => assessed.class,
        told => told.class(),
    };
    let tests = assessed.outcomes.iter().map(|outcome| BookClassOutcome {
        test: words::test(outcome.test),
        met: outcome.met,
        percent: outcome.share.and_then(|(part, of)| ComputedPercent::from_fraction(part as f64 / of as f64)),
        threshold_percent: match outcome.test {
            Test::MajorPart => Some(policy.thresholds.major_part_percent),
            Test::SubstantiallyAll => Some(policy.thresholds.substantially_all_percent),
            Test::OwnershipPasses | Test::PurchaseOption | Test::Specialised => None,
        },
    });
    let is_given = matches!(told, eng::Classified::Told(_));
    Some(BookClassification { class: words::class(class), is_given, tests: tests.collect() })
}

fn policies(reading: &Reading, schedule: &eng::Schedule, question: &Question<'_>) -> BookPolicies {
    let NewBook { framework, policy, .. } = question.book;
    let is_periodic = policy.discounting == BookDiscounting::Periodic;
    let compounding = policy.compounding_months.unwrap_or(reading.lease.interval_months);
    BookPolicies {
        framework: *framework,
        policy: BookPolicy { compounding_months: is_periodic.then_some(compounding), ..*policy },
        period_months: question.period_months,
        commencement_on: reading.lease.commencement,
        end_on: reading.lease.terms.end,
        discount_rates: schedule.rates().into_iter().filter_map(rate).collect(),
        rate_source: reading.rate_source,
        currency: reading.currency,
    }
}

fn rate(rate: eng::RateInForce) -> Option<BookRate> {
    Some(BookRate {
        from: rate.from,
        effective_percent: ComputedPercent::from_fraction(rate.effective)?,
        interval_percent: ComputedPercent::from_fraction(rate.interval)?,
        interval_months: rate.interval_months,
    })
}

/// Writes amounts, and remembers whether one was too large to be written.
struct Writer<'a> {
    capitalised: bool,
    too_large: Cell<bool>,
    reading: &'a Reading,
}

impl Writer<'_> {
    fn amount(&self, minor: Minor) -> Amount {
        Amount::from_minor(minor).unwrap_or_else(|| {
            self.too_large.set(true);
            Amount::ZERO
        })
    }

    /// Of a book that measured one, in the contract's currency or else translated with the day's other amounts.
    fn leaseback(&self, initial: &eng::Recognition) -> Option<BookLeaseback> {
        let eng::Sold { price, fair_value, carrying } = self.reading.lease.underlying.sold?;
        let payments = initial.liability + initial.paid;
        if initial.sold == 0 || self.reading.market.is_some() {
            return None;
        }
        let back = leaseback(&Sale { price, fair_value, carrying, payments }).ok()?;
        Some(BookLeaseback {
            lease_liability: self.amount(back.liability),
            financing: self.amount(back.financing),
            prepayment: self.amount(back.prepayment),
            right_of_use: self.amount(back.right_of_use),
            gain: self.amount(back.gain),
        })
    }

    fn initial(&self, initial: &eng::Recognition) -> BookInitial {
        BookInitial {
            liability: self.amount(initial.liability),
            paid: self.amount(initial.paid),
            prepaid: self.amount(initial.prepaid),
            direct_costs: self.amount(initial.direct_costs),
            incentives: self.amount(initial.incentives),
            restoration: self.amount(initial.restoration),
            asset: self.capitalised.then(|| self.amount(initial.asset())),
            leaseback: self.leaseback(initial),
        }
    }

    fn movement(&self, movement: &eng::Movement) -> BookMovement {
        let eng::Movement { liability, asset, deferral, .. } = movement;
        BookMovement {
            liability: self.capitalised.then(|| BookLiability {
                opening: self.amount(liability.opening),
                recognised: self.amount(liability.recognised),
                interest: self.amount(liability.interest),
                paid: self.amount(liability.paid),
                remeasured: self.amount(liability.remeasured),
                derecognised: self.amount(liability.derecognised),
                exchange: self.amount(liability.exchange),
                closing: self.amount(liability.closing),
            }),
            asset: self.capitalised.then(|| BookAsset {
                opening: self.amount(asset.opening),
                recognised: self.amount(asset.recognised),
                depreciation: self.amount(asset.depreciation),
                remeasured: self.amount(asset.remeasured),
                derecognised: self.amount(asset.derecognised),
                impairment: self.amount(asset.impairment),
                closing: self.amount(asset.closing),
            }),
            deferral: (!self.capitalised).then(|| BookDeferral {
                opening: self.amount(deferral.opening),
                paid: self.amount(deferral.paid),
                cost: self.amount(deferral.cost),
                closing: self.amount(deferral.closing),
            }),
            expense: self.amount(movement.expense()),
            lease_cost: self.amount(movement.lease_cost),
            variable: self.amount(movement.variable - movement.outside - movement.services),
            outside_term: self.amount(movement.outside),
            services: self.amount(movement.services),
            gain: self.amount(movement.gain),
            cash: self.amount(movement.cash),
            deductible_vat: self.amount(movement.deductible_vat),
            bought: self.amount(movement.bought),
            equity: self.amount(movement.equity),
            claim: self.amount(movement.claim),
        }
    }

    fn periods(&self, schedule: &eng::Schedule, question: &Question<'_>) -> Vec<BookPeriod> {
        let Some(before) = schedule.rows.first().and_then(|row| row.on.pred_opt()) else { return Vec::new() };
        let ends_here = |date: NaiveDate| {
            let last_of_month = date.succ_opt().is_some_and(|next| next.day() == 1);
            let months = date.month() + 12 - question.book.policy.fiscal_year_ends;
            last_of_month && months.is_multiple_of(question.period_months)
        };
        let closings = schedule.rows.iter().filter(|row| row.entry == eng::Entry::Closing && ends_here(row.on));
        let mut ends: Vec<NaiveDate> = std::iter::once(before).chain(closings.map(|row| row.on)).collect();
        // Who gives the lease away closes the book with it, on whatever day.
        let given = schedule.rows.last().filter(|row| row.entry == eng::Entry::Transfer).map(|row| row.on);
        ends.extend(given.filter(|on| ends.last().is_some_and(|last| last < on)));
        let period = |period: eng::Period| BookPeriod {
            from: period.from,
            to: period.to,
            movement: self.movement(&period.movement),
            current: self.amount(period.movement.liability.closing - period.noncurrent),
            noncurrent: self.amount(period.noncurrent),
        };
        schedule.periods(&ends).into_iter().map(period).collect()
    }

    fn entry(&self, entry: eng::Entry) -> (BookEntry, Option<u32>) {
        match entry {
            eng::Entry::Commencement => (BookEntry::Commencement, None),
            eng::Entry::Transition => (BookEntry::Transition, None),
            eng::Entry::Payment => (BookEntry::Payment, None),
            eng::Entry::Transfer => (BookEntry::Transfer, None),
            eng::Entry::Expiry => (BookEntry::Expiry, None),
            eng::Entry::Closing => (BookEntry::Closing, None),
            eng::Entry::Event(at) => match self.listed(at) {
                Some(at) => (BookEntry::Event, u32::try_from(at).ok()),
                None => (BookEntry::Change, None),
            },
        }
    }

    /// The place of an event among those of the request.
    fn listed(&self, at: usize) -> Option<usize> {
        at.checked_sub(self.reading.derived)
    }

    fn row(&self, row: &eng::Row) -> BookRow {
        let (entry, event) = self.entry(row.entry);
        BookRow { on: row.on, entry, event, movement: self.movement(&row.movement) }
    }

    fn voucher(&self, voucher: &Voucher) -> BookVoucher {
        let (entry, event) = self.entry(voucher.entry);
        let line = |line: &journal::Line| BookVoucherLine {
            role: words::role(line.role),
            debit: (line.amount > 0).then(|| self.amount(line.amount)),
            credit: (line.amount < 0).then(|| self.amount(-line.amount)),
        };
        BookVoucher { on: voucher.on, entry, event, lines: voucher.lines.iter().map(line).collect() }
    }

    fn balances(&self, own: &eng::Schedule, contractual: &eng::Schedule, question: &Question<'_>) -> BookBalances {
        let as_of = question.as_of;
        let state = own.at(as_of);
        let closing = |row: &&eng::Row| row.entry == eng::Entry::Closing && row.on == as_of;
        let noncurrent = own.rows.iter().rfind(closing).map_or(0, |row| row.noncurrent);
        BookBalances {
            as_of,
            liability: self.amount(state.liability.closing),
            current: self.amount(state.liability.closing - noncurrent),
            noncurrent: self.amount(noncurrent),
            asset: self.amount(state.asset.closing),
            deferral: self.amount(state.deferral.closing),
            maturity: self.capitalised.then(|| self.maturity(contractual, question)),
        }
    }

    fn maturity(&self, schedule: &eng::Schedule, question: &Question<'_>) -> BookMaturity {
        let months = question.book.policy.maturity_months;
        let maturity = schedule.maturity(question.as_of, months.as_slice());
        let bucket = |((after_months, within_months), minor): ((u32, Option<u32>), &Minor)| BookMaturityBucket {
            after_months,
            within_months,
            amount: self.amount(*minor),
        };
        BookMaturity {
            buckets: months.buckets().zip(&maturity.buckets).map(bucket).collect(),
            total: self.amount(maturity.total),
            discount: self.amount(maturity.discount),
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
