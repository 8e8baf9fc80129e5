//! The debt at month ends, history and forecast.

use chrono::{Datelike as _, Months, NaiveDate};
use engine::{MonthEnds, Plan};
use shared::agreements::AgreementKind;
use shared::debt::{DebtSeries, SeriesLine, Split};
use shared::ids::PartyId;
use std::collections::{BTreeMap, BTreeSet};

use super::filter::Filter;
use super::portfolio::{Group, Portfolio};
use super::total::{TooLarge, amount};
use crate::features::exchange_rates::{DayRates, RateBook};

/// Shown before and after the day asked for when no range is given.
pub const MONTHS_AROUND: u32 = 36;
/// Fifty years.
pub const MONTHS_MAX: u32 = 600;

/// The days of a series: the month ends from one day to another, and days in between that are asked for besides.
#[derive(Clone, Debug)]
pub struct Points {
    days: Vec<NaiveDate>,
    months: MonthEnds,
    /// Which of the month ends each day is, if it is one.
    month_of: Vec<Option<usize>>,
}

impl Points {
    pub fn new(from: NaiveDate, to: NaiveDate, besides: &[NaiveDate]) -> Self {
        let reached = |months: &u32| month_end(from, *months).is_some_and(|end| end <= to);
        let months = MonthEnds::new(from, (0..=MONTHS_MAX).take_while(reached).count());
        let ends: Vec<NaiveDate> = months.dates().collect();
        let besides = besides.iter().copied().filter(|day| (from..=to).contains(day));
        let days: BTreeSet<NaiveDate> = ends.iter().copied().chain(besides).collect();
        let days: Vec<NaiveDate> = days.into_iter().collect();
        let month_of = days.iter().map(|day| ends.binary_search(day).ok()).collect();
        Self { days, months, month_of }
    }

    /// What an agreement owes on each of the days. `at_ends` and `debts` are room to work in.
    fn debts(&self, plan: Option<&Plan>, at_ends: &mut Vec<Option<i64>>, debts: &mut Vec<Option<i64>>) {
        at_ends.clear();
        at_ends.resize(self.months.len(), None);
        if let Some(plan) = plan {
            plan.debt_series(&self.months, at_ends);
        }
        debts.clear();
        debts.extend(self.days.iter().zip(&self.month_of).map(|(day, month)| match month {
            Some(month) => at_ends.get(*month).copied().flatten(),
            None => plan.and_then(|plan| plan.debt_on(*day)),
        }));
    }
}

/// The last day of the month that lies `months` after the day's own.
pub fn month_end(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(months))?.checked_add_months(Months::new(1))?.pred_opt()
}

pub fn series(
    portfolio: &Portfolio,
    book: &RateBook,
    filter: &Filter,
    split: Split,
    points: &Points,
    today: NaiveDate,
) -> Result<DebtSeries, TooLarge> {
    let days = &points.days;
    let rates: Vec<DayRates> = days.iter().map(|day| book.on(*day)).collect();
    let mut lines: BTreeMap<Group, Line> = BTreeMap::new();
    let mut currencies = BTreeSet::new();
    let (mut at_ends, mut debts) = (Vec::new(), Vec::new());

    for agreement in portfolio.agreements(filter) {
        let currency = agreement.currency;
        points.debts(agreement.plan.as_ref(), &mut at_ends, &mut debts);
        for (at, (debt, (day, rates))) in debts.iter().zip(days.iter().zip(&rates)).enumerate() {
            if *debt == Some(0) || !portfolio.fits(agreement, *day, filter) {
                continue;
            }
            if debt.is_some() {
                currencies.insert(currency);
            }
            let line = lines.entry(agreement.group(*day, split)).or_insert_with(|| Line::new(days.len()));
            line.add(at, debt.and_then(|debt| rates.to_base(currency, debt)));
        }
    }
    if split == Split::None && lines.is_empty() {
        lines.insert(Group::All, Line::new(days.len()));
    }
    let unknown = |at: usize| lines.values().filter_map(|line| line.unknown.get(at)).sum();
    let unknown = (0..days.len()).map(unknown).collect();

    let last = days.last().copied().unwrap_or(today);
    currencies.remove(&book.base());
    Ok(DebtSeries {
        base_currency: book.base(),
        split,
        today,
        lines: lines.into_iter().map(|(group, line)| line.shown(portfolio, group)).collect::<Result<_, _>>()?,
        unknown,
        conversions: currencies.iter().filter_map(|currency| book.conversion(*currency, last)).collect(),
        missing_rates: currencies.into_iter().filter(|currency| book.quote(*currency, last).is_none()).collect(),
        points: days.clone(),
    })
}

/// What a group owes on each of the days.
#[derive(Debug)]
struct Line {
    sums: Vec<i128>,
    /// Agreements that are not in the sum.
    unknown: Vec<u32>,
}

impl Line {
    fn new(days: usize) -> Self {
        Self { sums: vec![0; days], unknown: vec![0; days] }
    }

    fn add(&mut self, at: usize, debt: Option<i64>) {
        match (debt, self.sums.get_mut(at), self.unknown.get_mut(at)) {
            (Some(debt), Some(sum), _) => *sum += i128::from(debt),
            (None, _, Some(count)) => *count += 1,
            (_, None, _) | (_, _, None) => {}
        }
    }

    fn shown(self, portfolio: &Portfolio, group: Group) -> Result<SeriesLine, TooLarge> {
        let values = self.sums.iter().map(|sum| amount(*sum)).collect::<Result<_, _>>()?;
        let (key, label, lessor_id) = named(portfolio, group);
        Ok(SeriesLine { key, label, lessor_id, values, unknown: self.unknown })
    }
}

fn named(portfolio: &Portfolio, group: Group) -> (String, Option<String>, Option<PartyId>) {
    match group {
        Group::All | Group::Without => (String::new(), None, None),
        Group::Kind(kind) => (kind_name(kind).to_owned(), None, None),
        Group::Currency(currency) => (currency.code().to_owned(), None, None),
        Group::Lessor(lessor) => match portfolio.lessor(lessor) {
            Some((id, name)) => (id.to_string(), Some(name.to_owned()), Some(id)),
            None => (String::new(), None, None),
        },
        Group::CostCenter(cost_center) => {
            (portfolio.cost_center(cost_center).unwrap_or_default().to_owned(), None, None)
        }
    }
}

fn kind_name(kind: AgreementKind) -> &'static str {
    match kind {
        AgreementKind::FinancialLease => "financial_lease",
        AgreementKind::OperationalLease => "operational_lease",
        AgreementKind::Rental => "rental",
        AgreementKind::Premises => "premises",
        AgreementKind::Car => "car",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn points_are_month_ends_and_the_days_asked_for() {
        let besides = [day("2026-02-14"), day("2026-01-31"), day("2030-01-01")];
        let points = Points::new(day("2025-12-10"), day("2026-03-30"), &besides);
        let days: Vec<_> = points.days.iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2025-12-31", "2026-01-31", "2026-02-14", "2026-02-28"]);
    }

    #[test]
    fn a_range_without_a_month_end_has_the_days_asked_for() {
        let points = Points::new(day("2026-11-02"), day("2026-11-22"), &[day("2026-11-22")]);
        assert_eq!(points.days, [day("2026-11-22")]);
    }

    #[test]
    fn month_ends_follow_the_calendar() {
        assert_eq!(month_end(day("2024-01-31"), 1), Some(day("2024-02-29")));
        assert_eq!(month_end(day("2026-11-22"), 36), Some(day("2029-11-30")));
        assert_eq!(month_end(NaiveDate::MAX, 0), None);
    }
}
