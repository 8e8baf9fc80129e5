//! The books of a portfolio of 100,000 agreements, one thread.

use std::cell::RefCell;
use std::hint::black_box;
use std::time::Duration;

use anyhow::{Context, Result};
use chrono::{Days, NaiveDate};
use engine::books::registered::{Accounting, lease_of};
use engine::books::{
    Book, Cause, ClosingDays, DiscountRate, Event, EventKind, Framework, Lease, Line, Policy, RateBasis, Schedule,
    Sheet, Terms, When, level_payments, schedule, sheet,
};
use engine::{Change, NominalRate, Timing, calendar};

use crate::engine::{Lcg, agreement, amendment};
use crate::report::{interleaved, line, note};

const AGREEMENTS: usize = 100_000;
const MONTHS: usize = 60;
const ROUNDS: usize = 11;
const BAR: f64 = 4.0;
const BOOK: Book = Book { framework: Framework::Ifrs16, policy: POLICY };
const POLICY: Policy = Policy {
    discounting: engine::Discounting::Periodic,
    compounding_months: None,
    month_cutoff: engine::books::MonthCutoff::ActualDays,
    depreciation: engine::books::Depreciation::ByMonths,
    rounding: engine::books::Rounding::Cumulative,
    first_payment_in_liability: false,
    current_split: engine::books::CurrentSplit::Principal,
    scope_proportion: engine::books::ScopeProportion::Asset,
    exemption: None,
    halves: engine::books::Halves::AwayFromZero,
    thresholds: engine::books::Thresholds { major_part: 75, substantially_all: 90 },
    closing_months: 0,
    fiscal_year_ends: 0,
};

pub(crate) fn run() -> Result<bool> {
    let portfolio = portfolio()?;
    let one = one_schedule()?;
    Ok(portfolio && one)
}

/// One lease of the reference: the recurrence of whole numbers that is left when contract, calendar and rounding rules
/// are taken away.
struct Bare {
    owed: i64,
    fee: i64,
    parts_per_million: i64,
    asset: i64,
    depreciation: i64,
}

impl Bare {
    fn new(random: &mut Lcg) -> Self {
        let owed = 5_000_000 + random.below(200_000_000);
        let parts_per_million = 20_000 + random.below(80_000);
        Self { owed, fee: owed / 55, parts_per_million, asset: owed, depreciation: owed / 72 }
    }

    /// Adds the same lines as a sheet has: with what is not current, which needs the balances of the year after.
    fn fill(&self, months: usize, owed: &mut Vec<i64>, lines: &mut Vec<Line>) {
        let Self { owed: mut balance, fee, parts_per_million, asset: mut carried, depreciation } = *self;
        owed.clear();
        for _ in 0..months + 12 {
            let interest = (2 * balance * parts_per_million + 12_000_000) / 24_000_000;
            balance += interest - fee;
            owed.push(balance);
        }
        let mut before = self.owed;
        for (owed, noncurrent) in owed.iter().zip(owed.iter().skip(12)) {
            carried -= depreciation;
            let interest = *owed - before + fee;
            before = *owed;
            lines.push(Line {
                owed: *owed,
                noncurrent: *noncurrent,
                interest,
                paid: fee,
                carried,
                depreciation,
                cash: fee,
                ..Line::default()
            });
        }
    }
}

fn portfolio() -> Result<bool> {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).context("a date")?;
    let mut random = Lcg(2026);
    let mut leases: Vec<(Lease, Vec<Event>)> = Vec::with_capacity(AGREEMENTS);
    let mut changed = 0;
    for _ in 0..AGREEMENTS {
        let contract = agreement(&mut random, first);
        let changes: Vec<Change> = amendment(&mut random, &contract);
        changed += usize::from(!changes.is_empty());
        leases.push(lease_of(&contract, &changes, &Accounting::default(), contract.end)?);
    }
    let dates: Vec<NaiveDate> = calendar::month_ends(first - Days::new(1), MONTHS + 1).collect();
    let days = ClosingDays::new(&dates)?;
    let bare: Vec<Bare> = (0..AGREEMENTS).map(|_| Bare::new(&mut random)).collect();

    let rows = (AGREEMENTS * MONTHS) as f64;
    let nanos = |time: Duration| time.as_nanos() as f64 / rows;
    // Every row of every lease kept, by both sides in the same memory; and each lease in the place of the one before,
    // as a report does it.
    let mut held = false;
    for keeps in [false, true] {
        let all = RefCell::new(Vec::with_capacity(if keeps { AGREEMENTS * MONTHS } else { MONTHS }));
        let mut page = Sheet::default();
        let mut failed = None;
        let ours = || {
            let mut all = all.borrow_mut();
            all.clear();
            for (lease, events) in &leases {
                if let Err(error) = sheet(lease, events, &BOOK, None, &days, &mut page) {
                    failed = Some(error);
                }
                if keeps {
                    all.extend_from_slice(page.lines());
                }
                black_box(page.lines());
            }
            black_box(&all);
        };
        let mut owed = Vec::new();
        let limit = || {
            let mut all = all.borrow_mut();
            all.clear();
            for one in black_box(&bare) {
                if !keeps {
                    all.clear();
                }
                one.fill(MONTHS, &mut owed, &mut all);
                black_box(&all);
            }
        };
        let times = interleaved(ROUNDS, ours, limit);
        anyhow::ensure!(failed.is_none(), "{failed:?}");
        let (a, b) = (nanos(times.0), nanos(times.1));
        if keeps {
            held = line("IFRS 16 at 60 month ends, 100,000 agreements", times, BAR)?;
            note(&format!("{a:.1} ns a row beside {b:.1}; {changed} agreements have been amended"))?;
        } else {
            note(&format!("one lease in the place of the other: {a:.1} ns a row beside {b:.1}, {:.2}", a / b))?;
        }
    }
    check(&leases, &days)?;
    Ok(held)
}

/// What the sheets say is what the schedules say, on a sample.
fn check(leases: &[(Lease, Vec<Event>)], days: &ClosingDays) -> Result<()> {
    let mut page = Sheet::default();
    for (lease, events) in leases.iter().step_by(97) {
        sheet(lease, events, &BOOK, None, days, &mut page)?;
        let whole = schedule(lease, events, &BOOK, days.dates())?;
        for (at, period) in whole.periods(days.dates()).iter().enumerate() {
            anyhow::ensure!(page.movement(at) == Some(period.movement), "{}: {lease:?}", period.to);
        }
    }
    Ok(())
}

fn effective(parts: i64) -> DiscountRate {
    DiscountRate::Told { yearly: NominalRate::from_parts_per_billion(parts), basis: RateBasis::Effective }
}

/// A lease over ten years, paid monthly, with an index change, an extension of its term assessed and another index.
fn long_lease() -> Result<(Lease, Vec<Event>)> {
    let start = NaiveDate::from_ymd_opt(2024, 1, 1).context("a date")?;
    let terms = |amount: i64, months: u32| Terms {
        end: calendar::add_months(start, months as i32) - Days::new(1),
        payments: level_payments(start, months, 1, amount, Timing::Advance),
        guarantee: None,
        becomes_owned: false,
    };
    let lease = Lease {
        commencement: start,
        interval_months: 1,
        terms: terms(10_000_000, 108),
        rate: Some(effective(45_000_000)),
        classification: engine::books::Classified::Assumed(engine::books::Classification::Finance),
        underlying: engine::books::Underlying::default(),
        options: engine::books::Options::default(),
        initial_direct_costs: 0,
        incentives_received: 0,
        prepaid: 0,
        restoration: 0,
    };
    let remeasured = |months: i32, cause, terms| Event {
        on: calendar::add_months(start, months),
        when: When::BeforePayment,
        kind: EventKind::Remeasured { cause, terms, rate: Some(effective(51_000_000)) },
    };
    let events = vec![
        remeasured(24, Cause::Index, terms(10_400_000, 108)),
        remeasured(48, Cause::Term, terms(10_400_000, 120)),
        remeasured(72, Cause::Index, terms(10_900_000, 120)),
    ];
    Ok((lease, events))
}

fn one_schedule() -> Result<bool> {
    const TIMES: usize = 2_000;
    let (lease, events) = long_lease()?;
    let rows = schedule(&lease, &events, &BOOK, &[])?.rows.len();
    let mut last: Option<Schedule> = None;
    let ours = || {
        for _ in 0..TIMES {
            last = schedule(black_box(&lease), black_box(&events), &BOOK, &[]).ok();
            black_box(&last);
        }
    };
    let bare = Bare::new(&mut Lcg(2026));
    let (mut owed, mut lines) = (Vec::new(), Vec::new());
    let limit = || {
        for _ in 0..TIMES {
            lines.clear();
            black_box(&bare).fill(120, &mut owed, &mut lines);
            black_box(&lines);
        }
    };
    let times = interleaved(ROUNDS, ours, limit);
    let micros = times.0.as_secs_f64() * 1e6 / TIMES as f64;
    let held = crate::report::row(
        "schedule of 120 months, three remeasurements",
        &format!("{micros:.2} µs"),
        "40.00 µs",
        micros / 40.0,
        crate::report::Bar::AtMost(1.0),
    )?;
    note(&format!(
        "{rows} rows; {:.0} times the bare loop over 120 months",
        times.0.as_secs_f64() / times.1.as_secs_f64()
    ))?;
    anyhow::ensure!(last.is_some(), "no schedule");
    Ok(held)
}
