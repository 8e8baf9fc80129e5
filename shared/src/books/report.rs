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
pub(super) mod tests {
    use super::*;
    use crate::agreements::OptionKind;
    use crate::books::{
        BookFindingCode, BookFramework, BookHalves, LeaseClassification, LeaseOption, LeaseRate, LeaseRateBasis,
    };

    pub(in crate::books) fn example(name: &str) -> NewBookCalculation {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = std::fs::read_to_string(root.join(format!("docs/calculations/{name}.json"))).unwrap();
        serde_json::from_str(&text).unwrap()
    }

    pub(in crate::books) fn run_of(reading: &Reading, request: &NewBookCalculation) -> eng::Schedule {
        run(reading, &request.book, request.period_months, &[request.as_of]).unwrap()
    }

    #[test]
    fn an_amount_too_large_to_be_written_is_refused_and_not_cut() {
        let mut request = example("ifrs16");
        request.events.clear();
        // Fifty percent below zero: what is due in ten years is worth a thousand times as much today.
        request.accounting.discount_rate.as_mut().unwrap().percent = "-50".parse().unwrap();
        request.contract.payments[0].amount = "900000000000".parse().unwrap();
        let faults = calculate(&request).unwrap_err();
        assert_eq!((faults.len(), faults[0].path.as_str()), (1, "contract"));
        assert_eq!(faults[0].fault.code, FieldCode::OutOfRange);
    }

    #[test]
    fn a_request_survives_its_json() {
        for name in ["ifrs16", "k3", "asc842", "expensed", "agreement"] {
            let request = example(name);
            let again = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
            assert_eq!(request, again, "{name}");
        }
    }

    #[test]
    fn rounded_row_by_row_it_ends_at_nothing_all_the_same() {
        let mut request = example("k3");
        request.book.policy.rounding = BookRounding::EachRow;
        let answer = calculate(&request).unwrap();
        assert_eq!(answer.checks.len(), 7);
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    }

    #[test]
    fn the_rates_that_ruled_are_said() {
        let rates = |request: &NewBookCalculation| -> Vec<_> {
            let answer = calculate(request).unwrap();
            let said = |rate: BookRate| {
                (rate.from.to_string(), rate.interval_percent.to_string(), rate.effective_percent.to_string())
            };
            answer.policies.discount_rates.into_iter().map(said).collect()
        };
        let said =
            |from: &str, interval: &str, effective: &str| (from.to_owned(), interval.to_owned(), effective.to_owned());
        // The index revises none.
        assert_eq!(rates(&example("ifrs16")), [said("2001-01-01", "5.00000000", "5.00000000")]);
        let mut k3 = example("k3");
        k3.accounting.fair_value = Some("600000".parse().unwrap());
        assert_eq!(rates(&k3), [said("2025-01-01", "0.40000000", "4.90702075")]);
        // At the fair value of 480,000 the payments and the guarantee earn more.
        k3.accounting.fair_value = Some("480000".parse().unwrap());
        let solved = &rates(&k3)[0];
        let monthly = 1.0 + solved.1.parse::<f64>().unwrap() / 100.0;
        let worth: f64 = (0..36).map(|month| 12_500.0 / monthly.powi(month)).sum::<f64>() + 90_000.0 / monthly.powi(36);
        assert!((worth - 480_000.0).abs() < 0.01, "{worth}");
    }

    #[test]
    fn an_option_assessed_anew_asks_for_a_rate_and_takes_it() {
        let mut request = example("agreement");
        request.accounting.discount_rate =
            Some(LeaseRate { percent: "4".parse().unwrap(), basis: LeaseRateBasis::Effective, times_a_year: None });
        request.accounting.options.push(LeaseOption {
            kind: OptionKind::Extension,
            reasonably_certain: true,
            assessed_on: Some("2027-01-01".parse().unwrap()),
            ends_on: Some("2030-06-30".parse().unwrap()),
            amount: None,
            reason: None,
            reviewer: None,
        });
        let found = calculate(&request).unwrap();
        let places: Vec<_> = found.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
        assert_eq!(places, [(BookFindingCode::RevisedRateMissing, "/accounting/revised_discount_rate")]);
        let six = LeaseRate { percent: "6".parse().unwrap(), ..request.accounting.discount_rate.unwrap() };
        request.accounting.revised_discount_rate = Some(six);
        let revised = calculate(&request).unwrap();
        assert_eq!(revised.findings, []);
        let rates: Vec<_> =
            revised.policies.discount_rates.iter().map(|rate| rate.effective_percent.to_string()).collect();
        assert_eq!(rates, ["4.00000000", "6.00000000"]);
        assert!(revised.checks.iter().all(|check| check.held), "{:?}", revised.checks);
    }

    #[test]
    fn what_becomes_owned_is_no_operating_lease() {
        let mut request = example("asc842");
        request.accounting.becomes_owned = true;
        request.accounting.residual_when_owned = "2000".parse().unwrap();
        let answer = calculate(&request).unwrap();
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
        assert_eq!(answer.treatment, BookTreatment::Asc842Finance);
        let said: Vec<_> = answer.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
        assert_eq!(said, [(BookFindingCode::OwnershipMakesFinance, "/accounting/classification")]);
        let classification = answer.classification.unwrap();
        assert_eq!((classification.class, classification.is_given), (LeaseClassification::Finance, true));
    }

    #[test]
    fn what_nobody_classified_is_put_to_the_tests() {
        let mut request = example("asc842");
        request.accounting.classification = None;
        // Three years of five, and 16,517.69 of 20,000.
        request.accounting.useful_until = Some("2005-12-31".parse().unwrap());
        request.accounting.fair_value = Some("20000".parse().unwrap());
        let answer = calculate(&request).unwrap();
        assert_eq!(answer.treatment, BookTreatment::Asc842Operating);
        let said = |answer: &BookCalculation| -> Vec<_> {
            let tests = answer.classification.as_ref().unwrap().tests.iter();
            tests.map(|one| (one.met, one.percent.map(|percent| percent.to_string()), one.threshold_percent)).collect()
        };
        let percent = |text: &str| Some(text.to_owned());
        let told = (Some(false), None, None);
        let (life, value) = (percent("59.96714129"), percent("82.58845000"));
        let none = vec![
            told.clone(),
            told.clone(),
            (Some(false), life.clone(), Some(75)),
            (Some(false), value.clone(), Some(90)),
            told.clone(),
        ];
        assert_eq!(said(&answer), none);
        request.book.policy.thresholds.substantially_all_percent = 82;
        let answer = calculate(&request).unwrap();
        assert_eq!(answer.treatment, BookTreatment::Asc842Finance);
        assert_eq!(said(&answer)[3], (Some(true), value, Some(82)));
        request.book.framework = BookFramework::Ifrs16;
        assert_eq!(calculate(&request).unwrap().classification, None);
    }

    #[test]
    fn an_impairment_is_taken_back_as_an_event() {
        let mut request = example("ifrs16");
        request.events.clear();
        let event = |kind, on: &str, amount: &str| crate::books::LeaseEvent {
            amount: Some(amount.parse().unwrap()),
            ..serde_json::from_value(serde_json::json!({"on": on, "kind": kind, "position": "end_of_day"})).unwrap()
        };
        request.events.push(event("impairment", "2002-12-31", "100000"));
        request.events.push(event("impairment_reversal", "2004-12-31", "60000"));
        request.as_of = "2004-12-31".parse().unwrap();
        let answer = calculate(&request).unwrap();
        assert_eq!(answer.findings, []);
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
        request.events[1].amount = Some("90000".parse().unwrap());
        let answer = calculate(&request).unwrap();
        let said: Vec<_> = answer.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
        assert_eq!(said, [(BookFindingCode::ReversedAboveCeiling, "/events/1")]);
        // Eight tenths of it were still to be written off, and six are.
        let given_back = answer.rows.iter().filter_map(|row| row.movement.asset).map(|asset| asset.impairment);
        let given_back: Vec<_> =
            given_back.filter(|amount| amount.is_negative()).map(|amount| amount.to_string()).collect();
        assert_eq!(given_back, ["-75000.00"]);
    }

    #[test]
    fn halves_go_the_way_they_are_told() {
        let mut request = example("expensed");
        // Five öre over two months.
        request.contract.payments.truncate(1);
        request.contract.payments[0].amount = "0.05".parse().unwrap();
        request.accounting.end_on = Some("2025-02-28".parse().unwrap());
        request.period_months = 1;
        let mut costs = |halves| -> Vec<_> {
            request.book.policy.halves = halves;
            let answer = calculate(&request).unwrap();
            assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
            let costs = answer.periods.iter().filter_map(|period| period.movement.deferral);
            costs.map(|one| one.cost.to_string()).collect()
        };
        assert_eq!(costs(BookHalves::AwayFromZero), ["0.03", "0.02"]);
        assert_eq!(costs(BookHalves::ToEven), ["0.02", "0.03"]);
    }

    #[test]
    fn an_index_outside_ifrs_16_does_not_end_ownership() {
        let mut request = example("ifrs16");
        request.book.framework = BookFramework::Asc842;
        request.accounting.classification = Some(LeaseClassification::Finance);
        request.accounting.becomes_owned = true;
        request.accounting.residual_when_owned = "3000".parse().unwrap();
        let answer = calculate(&request).unwrap();
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
        let left = answer.rows.last().unwrap().movement.asset.unwrap().closing;
        assert_eq!(left.to_string(), "3000.00");
    }

    #[test]
    fn periods_begin_with_the_lease_and_end_with_the_fiscal_year() {
        let mut request = example("ifrs16");
        request.book.policy.fiscal_year_ends = 8;
        request.as_of = "2002-03-10".parse().unwrap();
        let answer = calculate(&request).unwrap();
        let days: Vec<_> =
            answer.periods.iter().take(2).map(|one| (one.from.to_string(), one.to.to_string())).collect();
        let expected = [("2001-01-01", "2001-08-31"), ("2001-09-01", "2002-08-31")];
        assert_eq!(days, expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
        assert_eq!(answer.periods.last().unwrap().to.to_string(), "2011-08-31");
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    }
}
