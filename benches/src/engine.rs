//! The engine over a portfolio of 100,000 agreements, one thread.

use std::hint::black_box;
use std::time::Instant;

use anyhow::{Context, Result};
use chrono::NaiveDate;
use engine::rates::level_rate;
use engine::{
    AmendedTerms, Change, Contract, Convention, FeeStep, FirstIncreased, Kind, Minor, MonthEnds, NominalRate, Plan,
    ResidualCarrier, Timing, calendar,
};

use crate::report::{interleaved, line, note};

const AGREEMENTS: usize = 100_000;
const MONTHS: usize = 60;
const ROUNDS: usize = 11;
const BAR: f64 = 3.0;

/// A small linear congruential generator: the same portfolio in every run.
pub(crate) struct Lcg(pub(crate) u64);

impl Lcg {
    pub(crate) fn below(&mut self, bound: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i64) % bound
    }

    fn percent(&mut self) -> i64 {
        self.below(100)
    }
}

pub(crate) fn run() -> Result<bool> {
    let debt = debt_at_month_ends()?;
    let rates = effective_rates()?;
    Ok(debt && rates)
}

/// An agreement as they come: intervals, timing, raised fees, residuals and odd days in the shares that real portfolios
/// have them, some stepped and some amended. All have a known capital, and nearly all are alive in every month.
pub(crate) fn agreement(random: &mut Lcg, first: NaiveDate) -> Contract {
    let interval_months = match random.percent() {
        0..50 => 1,
        50..93 => 3,
        93..97 => 6,
        _ => 12,
    };
    let term = [36, 48, 60, 72, 84, 96][random.below(6) as usize];
    let month = calendar::add_months(first, -(random.below(36) as i32));
    let start = if random.percent() < 80 { month } else { month + chrono::Days::new(random.below(28) as u64) };
    let price = 5_000_000 + random.below(200_000_000);
    let residual = price * random.below(25) / 100;
    let count = i64::from(term) / i64::from(interval_months);
    let fee = (price - residual) / count + price * random.below(6) * i64::from(interval_months) / 1_500;
    let stated = random.percent() < 25;
    Contract {
        kind: if random.percent() < 80 { Kind::FinancialLease } else { Kind::OperationalLease },
        start,
        end: calendar::add_months(start, term) - chrono::Days::new(1),
        interval_months,
        timing: if random.percent() < 87 { Timing::Advance } else { Timing::Arrears },
        fee,
        steps: (random.percent() < 5)
            .then(|| FeeStep { from: calendar::add_months(start, 12), fee: fee + fee / 50 })
            .into_iter()
            .collect(),
        price: (!stated).then_some(price),
        stated_rate: stated.then(|| NominalRate::from_parts_per_billion(20_000_000 + 10_000 * random.below(8_000))),
        first_increased: (random.percent() < 17).then(|| FirstIncreased {
            amount: price * (1 + random.below(15)) / 100,
            replaces_first_fee: random.percent() < 31,
        }),
        residual,
        residual_carrier: ResidualCarrier::Lessee,
        interim: None,
        invoice_fee: 4_500,
        arrangement_fee: 49_500,
        service_fee: 0,
        convention: Convention::default(),
    }
}

/// A new fee in the middle of things, for three agreements in a hundred.
pub(crate) fn amendment(random: &mut Lcg, contract: &Contract) -> Vec<Change> {
    if random.percent() >= 3 {
        return Vec::new();
    }
    let on = contract.start + chrono::Days::new(300 + random.below(500) as u64);
    let terms = AmendedTerms { fee: Some(contract.fee + contract.fee / 100), ..AmendedTerms::default() };
    vec![Change::Amended { on, terms }]
}

/// One agreement of the reference: what is left when everything but the recurrence is taken away.
struct Bare {
    balance: i64,
    fee: i64,
    parts_per_million: i64,
}

fn debt_at_month_ends() -> Result<bool> {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).context("a date")?;
    let mut random = Lcg(2026);
    let contracts: Vec<(Contract, Vec<Change>)> = (0..AGREEMENTS)
        .map(|_| {
            let contract = agreement(&mut random, first);
            let changes = amendment(&mut random, &contract);
            (contract, changes)
        })
        .collect();
    let compiling = Instant::now();
    let plans =
        contracts.iter().map(|(contract, changes)| Plan::compile(contract, changes)).collect::<Result<Vec<_>, _>>()?;
    let compiled = compiling.elapsed();
    let bare: Vec<Bare> = (0..AGREEMENTS)
        .map(|_| {
            let balance = 5_000_000 + random.below(200_000_000);
            Bare { balance, fee: balance / 55, parts_per_million: 20_000 + random.below(80_000) }
        })
        .collect();

    let dates = MonthEnds::new(first, MONTHS);
    let mut known = 0;
    let ours = || {
        let mut totals = [0_i64; MONTHS];
        let mut series = [None; MONTHS];
        known = 0;
        for plan in &plans {
            plan.debt_series(&dates, &mut series);
            for (total, debt) in totals.iter_mut().zip(&series) {
                *total += debt.unwrap_or(0);
                known += usize::from(debt.is_some_and(|debt| debt > 0));
            }
        }
        black_box(totals);
    };
    let limit = || {
        let mut totals = [0_i64; MONTHS];
        for Bare { balance, fee, parts_per_million } in black_box(&bare) {
            let mut balance = *balance;
            for total in &mut totals {
                let interest = (2 * balance * parts_per_million + 12_000_000) / 24_000_000;
                balance += interest - fee;
                *total += balance;
            }
        }
        black_box(totals);
    };
    let times = interleaved(ROUNDS, ours, limit);
    let held = line("debt at 60 month ends, 100,000 agreements", times, BAR)?;
    note(&format!(
        "{known} of {} debts above 0; compiling the 100,000 plans, rates and all, took {:.0} ms",
        AGREEMENTS * MONTHS,
        compiled.as_secs_f64() * 1e3
    ))?;
    check(&plans, &dates)?;
    Ok(held)
}

/// What the fast path gives is what the exact one gives, on a sample.
fn check(plans: &[Plan], dates: &MonthEnds) -> Result<()> {
    let mut series = [None; MONTHS];
    for plan in plans.iter().step_by(97) {
        plan.debt_series(dates, &mut series);
        for (date, debt) in dates.dates().zip(&series) {
            anyhow::ensure!(plan.debt_on(date) == *debt, "{date}: {debt:?} is not {:?}", plan.debt_on(date));
        }
    }
    Ok(())
}

struct Level {
    capital: Minor,
    fee: Minor,
    count: u32,
    residual: Minor,
    timing: Timing,
}

fn effective_rates() -> Result<bool> {
    let mut random = Lcg(7);
    let agreements: Vec<Level> = (0..AGREEMENTS)
        .map(|_| {
            let capital = 5_000_000 + random.below(200_000_000);
            let residual = capital * random.below(25) / 100;
            let count = [24, 36, 48, 60, 72, 84][random.below(6) as usize];
            let fee = (capital - residual) / i64::from(count) + capital * (1 + random.below(9)) / 2_500;
            let timing = if random.percent() < 87 { Timing::Advance } else { Timing::Arrears };
            Level { capital, fee, count, residual, timing }
        })
        .collect();
    let ours = || {
        let mut sum = 0.0;
        for level in &agreements {
            let outcome = level_rate(level.capital, level.fee, level.count, level.residual, level.timing, 1);
            sum += outcome.rate().map_or(0.0, |rate| rate.effective);
        }
        black_box(sum);
    };
    let limit = || {
        let mut sum = 0.0;
        for level in black_box(&agreements) {
            sum += bare_newton(level);
        }
        black_box(sum);
    };
    let times = interleaved(ROUNDS, ours, limit);
    let worst = agreements.iter().map(|level| {
        let outcome = level_rate(level.capital, level.fee, level.count, level.residual, level.timing, 1);
        (outcome.rate().map_or(f64::NAN, |rate| rate.effective) - bare_newton(level)).abs()
    });
    let worst = worst.fold(0.0, f64::max);
    anyhow::ensure!(worst < 1e-11, "the two sides differ by {worst}");
    let held = line("effective rate, 100,000 level agreements", times, BAR)?;
    note(&format!(
        "{:.0} ns an agreement; the two sides differ by {worst:.1e} at most",
        times.0.as_nanos() as f64 / AGREEMENTS as f64
    ))?;
    Ok(held)
}

/// Newton's method on the closed form, in f64 and nothing else: no bracket, no outcome, no limits.
fn bare_newton(level: &Level) -> f64 {
    let (capital, fee, residual) = (level.capital as f64, level.fee as f64, level.residual as f64);
    let n = level.count as i32;
    let advance = level.timing == Timing::Advance;
    let mut rate = 2.0 * (fee * f64::from(n) + residual - capital) / ((capital + residual) * f64::from(n));
    for _ in 0..60 {
        let v = 1.0 / (1.0 + rate);
        let power = v.powi(n);
        let annuity = (1.0 - power) / rate;
        let slope = (f64::from(n) * power * v - annuity) / rate;
        let (value, slope) = if advance {
            (fee * annuity * (1.0 + rate), fee * (slope * (1.0 + rate) + annuity))
        } else {
            (fee * annuity, fee * slope)
        };
        let gap = value + residual * power - capital;
        let step = gap / (slope - residual * f64::from(n) * power * v);
        rate -= step;
        if step.abs() <= 1e-12 {
            break;
        }
    }
    (1.0 + rate).powi(12) - 1.0
}
