//! The four figures of the start page.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use shared::agreements::AgreementStatus;
use shared::debt::{Coverage, DebtTile, ExtendedTile, Overview, RateTile, SavingsTile, Unknown, UnknownCount};
use shared::money::Currency;
use std::collections::{BTreeMap, BTreeSet};

use super::average::{AverageRate, points_between};
use super::comparison::{Standing, in_average, in_debt, in_extended_cost, not_compared};
use super::filter::Filter;
use super::notices;
use super::portfolio::{Day, Portfolio};
use super::total::{TooLarge, total};
use crate::features::exchange_rates::RateBook;

pub fn overview(
    portfolio: &Portfolio,
    book: &RateBook,
    filter: &Filter,
    as_of: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> Result<Overview, TooLarge> {
    let compared_with = last_of_month_before(as_of);
    let day = portfolio.on(as_of, book, filter);
    let day_before = portfolio.on(compared_with, book, filter);
    let now = Sums::of(&day);
    let before = Sums::of(&day_before);
    let base = book.base();
    let debt_not_compared = not_compared(&day_before, &day, in_debt);
    let rate_not_compared = not_compared(&day_before, &day, in_average);
    let cost_not_compared = not_compared(&day_before, &day, in_extended_cost);

    let debt = now.debt;
    let average = now.rate.rate();
    let (notices, notices_within_year) = notices::upcoming(&day);
    Ok(Overview {
        as_of,
        known_at,
        base_currency: base,
        agreements: count(day.positions.len()),
        running: now.running,
        demo: portfolio.demo(),
        savings: SavingsTile::NotYetAnalysed {},
        debt: DebtTile {
            total: total(debt, base)?,
            change: if before.nothing_known() || !debt_not_compared.is_empty() {
                None
            } else {
                Some(total(debt - before.debt, base)?)
            },
            compared_with,
            not_compared: debt_not_compared,
            coverage: now.debt_coverage.clone().into(),
        },
        average_rate: RateTile {
            change: match (before.rate.rate(), &average) {
                (Some(before), Some(now)) if rate_not_compared.is_empty() => Some(points_between(&before, now)),
                _ => None,
            },
            average,
            compared_with,
            not_compared: rate_not_compared,
            coverage: now.rate_coverage.into(),
        },
        extended: ExtendedTile {
            count: now.extended,
            yearly_cost: total(now.extended_cost, base)?,
            change: i32::try_from(i64::from(now.extended) - i64::from(before.extended)).unwrap_or(i32::MAX),
            cost_change: if cost_not_compared.is_empty() {
                Some(total(now.extended_cost - before.extended_cost, base)?)
            } else {
                None
            },
            compared_with,
            not_compared: cost_not_compared,
            unconverted: now.extended_unconverted,
        },
        notices,
        notices_within_year,
        conversions: now.currencies.iter().filter_map(|currency| book.conversion(*currency, as_of)).collect(),
        missing_rates: now.currencies.into_iter().filter(|currency| !day.rates.knows(*currency)).collect(),
    })
}

/// What the tiles add up.
#[derive(Debug, Default)]
struct Sums {
    running: u32,
    debt: i128,
    rate: AverageRate,
    debt_coverage: Tally,
    rate_coverage: Tally,
    extended: u32,
    extended_cost: i128,
    extended_unconverted: u32,
    /// That had to be converted.
    currencies: BTreeSet<Currency>,
}

#[derive(Clone, Debug, Default)]
struct Tally {
    known: u32,
    unknown: BTreeMap<Unknown, u32>,
}

impl Sums {
    fn of(day: &Day) -> Self {
        let mut sums = Self::default();
        for position in &day.positions {
            if let Some(debt) = position.debt_base {
                sums.debt += i128::from(debt);
            }
            let converted = position.agreement.currency != day.rates.base();
            if converted && position.debt.is_some_and(|debt| debt != 0) {
                sums.currencies.insert(position.agreement.currency);
            }
            if !matches!(position.status, AgreementStatus::Running | AgreementStatus::Extended) {
                continue;
            }
            sums.running += 1;
            match position.unknown {
                Some(unknown) => sums.debt_coverage.miss(unknown),
                None => sums.debt_coverage.known += 1,
            }
            match in_average(position, day) {
                Standing::Missed(unknown) => sums.rate_coverage.miss(unknown),
                Standing::Outside => {}
                Standing::Counted => {
                    if let (Some(debt), Some(rate)) = (position.debt_base, position.rate) {
                        sums.rate.add(debt, &rate);
                    }
                    sums.rate_coverage.known += 1;
                }
            }
            if let Some(extended) = position.extended {
                sums.extended += 1;
                if converted && extended.yearly != 0 {
                    sums.currencies.insert(position.agreement.currency);
                }
                match extended.yearly_base {
                    Some(cost) => sums.extended_cost += i128::from(cost),
                    None => sums.extended_unconverted += 1,
                }
            }
        }
        sums
    }

    /// Nothing to compare with: no agreement ran, or of none is the debt known.
    fn nothing_known(&self) -> bool {
        self.debt_coverage.known == 0
    }
}

impl Tally {
    fn miss(&mut self, reason: Unknown) {
        *self.unknown.entry(reason).or_default() += 1;
    }
}

impl From<Tally> for Coverage {
    fn from(tally: Tally) -> Self {
        let reasons: Vec<_> =
            tally.unknown.into_iter().map(|(reason, agreements)| UnknownCount { reason, agreements }).collect();
        Self { known: tally.known, unknown: reasons.iter().map(|reason| reason.agreements).sum(), reasons }
    }
}

fn count(agreements: usize) -> u32 {
    u32::try_from(agreements).unwrap_or(u32::MAX)
}

fn last_of_month_before(day: NaiveDate) -> NaiveDate {
    day.with_day(1).and_then(|first| first.pred_opt()).unwrap_or(day)
}
