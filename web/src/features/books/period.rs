//! Accounting periods put together, free of the browser: months into quarters and years of the fiscal year.

use chrono::{Datelike, NaiveDate};
use shared::books::{BookAsset, BookDeferral, BookLiability, BookMovement, BookPeriod, BookRow};
use shared::money::Amount;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    Month,
    Quarter,
    Year,
}

impl Span {
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    pub fn key(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    pub fn of_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|span| span.key() == key)
    }

    fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }

    /// Which one a day falls in, counted from a day long ago. Years and quarters follow the fiscal year.
    fn number(self, day: NaiveDate, year_ends: u32) -> i32 {
        let ends = i32::try_from(year_ends).unwrap_or(12);
        let month = day.year() * 12 + day.month0().cast_signed() - ends;
        month.div_euclid(self.months())
    }
}

/// The last calendar year of the fiscal year that a day falls in.
pub fn fiscal_year(day: NaiveDate, year_ends: u32) -> i32 {
    if day.month() > year_ends { day.year() + 1 } else { day.year() }
}

pub fn is_same_year(a: NaiveDate, b: NaiveDate, year_ends: u32) -> bool {
    fiscal_year(a, year_ends) == fiscal_year(b, year_ends)
}

/// Periods of a month (or more) as periods of `span`.
pub fn gather(periods: &[BookPeriod], span: Span, year_ends: u32) -> Vec<BookPeriod> {
    let mut out: Vec<BookPeriod> = Vec::new();
    for period in periods {
        let number = span.number(period.to, year_ends);
        match out.last_mut().filter(|last| span.number(last.to, year_ends) == number) {
            Some(last) => {
                last.to = period.to;
                last.movement = together(&last.movement, &period.movement);
                last.current = period.current;
                last.noncurrent = period.noncurrent;
            }
            None => out.push(*period),
        }
    }
    out
}

/// What moved in the fiscal year of `day` until its end; [`None`] where nothing did.
pub fn year_to(rows: &[BookRow], day: NaiveDate, year_ends: u32) -> Option<BookMovement> {
    rows.iter()
        .filter(|row| row.on <= day && is_same_year(row.on, day, year_ends))
        .map(|row| row.movement)
        .reduce(|sum, movement| together(&sum, &movement))
}

/// Two movements, one after the other.
pub fn together(a: &BookMovement, b: &BookMovement) -> BookMovement {
    BookMovement {
        liability: either(a.liability, b.liability, |a, b| BookLiability {
            opening: a.opening,
            recognised: plus(a.recognised, b.recognised),
            interest: plus(a.interest, b.interest),
            paid: plus(a.paid, b.paid),
            remeasured: plus(a.remeasured, b.remeasured),
            derecognised: plus(a.derecognised, b.derecognised),
            exchange: plus(a.exchange, b.exchange),
            closing: b.closing,
        }),
        asset: either(a.asset, b.asset, |a, b| BookAsset {
            opening: a.opening,
            recognised: plus(a.recognised, b.recognised),
            depreciation: plus(a.depreciation, b.depreciation),
            remeasured: plus(a.remeasured, b.remeasured),
            derecognised: plus(a.derecognised, b.derecognised),
            impairment: plus(a.impairment, b.impairment),
            closing: b.closing,
        }),
        deferral: either(a.deferral, b.deferral, |a, b| BookDeferral {
            opening: a.opening,
            paid: plus(a.paid, b.paid),
            cost: plus(a.cost, b.cost),
            closing: b.closing,
        }),
        expense: plus(a.expense, b.expense),
        lease_cost: plus(a.lease_cost, b.lease_cost),
        variable: plus(a.variable, b.variable),
        outside_term: plus(a.outside_term, b.outside_term),
        services: plus(a.services, b.services),
        gain: plus(a.gain, b.gain),
        cash: plus(a.cash, b.cash),
        deductible_vat: plus(a.deductible_vat, b.deductible_vat),
        bought: plus(a.bought, b.bought),
        equity: plus(a.equity, b.equity),
        claim: plus(a.claim, b.claim),
    }
}

fn either<T>(a: Option<T>, b: Option<T>, both: impl FnOnce(T, T) -> T) -> Option<T> {
    match (a, b) {
        (Some(a), Some(b)) => Some(both(a, b)),
        (a, b) => a.or(b),
    }
}

/// Stays inside what an amount can be, as every sum of one lease does.
pub fn plus(a: Amount, b: Amount) -> Amount {
    let bounded = (a.minor() + b.minor()).clamp(-Amount::MAX_MINOR, Amount::MAX_MINOR);
    Amount::from_minor(bounded).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::books::{BookCalculation, NewBookCalculation};

    fn book() -> BookCalculation {
        let request: NewBookCalculation = serde_json::from_value(serde_json::json!({
            "contract": { "payments": [{ "due_on": "2025-02-01", "amount": "1000.00", "count": 36, "timing": "advance" }] },
            "accounting": { "commencement_on": "2025-02-01", "end_on": "2028-01-31", "discount_rate": { "percent": "5" } },
            "book": { "framework": "ifrs16" },
            "as_of": "2025-12-31",
        }))
        .unwrap();
        shared::books::calculate(&request).unwrap()
    }

    #[test]
    fn months_tie_into_quarters_and_years() {
        let book = book();
        for (span, year_ends) in
            [(Span::Month, 12), (Span::Quarter, 12), (Span::Year, 12), (Span::Quarter, 4), (Span::Year, 4)]
        {
            let gathered = gather(&book.periods, span, year_ends);
            let mut opening = Amount::ZERO;
            for period in &gathered {
                let moved = period.movement.liability.unwrap();
                assert_eq!(moved.opening, opening, "{span:?} {}", period.to);
                assert_eq!(
                    moved.closing.minor(),
                    moved.opening.minor() + moved.recognised.minor() + moved.interest.minor() - moved.paid.minor()
                        + moved.remeasured.minor()
                        - moved.derecognised.minor()
                        + moved.exchange.minor()
                );
                assert_eq!(plus(period.current, period.noncurrent), moved.closing);
                opening = moved.closing;
            }
            let all = |periods: &[BookPeriod]| periods.iter().map(|p| p.movement.expense.minor()).sum::<i64>();
            assert_eq!(all(&gathered), all(&book.periods));
        }
    }

    #[test]
    fn a_broken_year_ends_where_it_is_said_to() {
        let ends: Vec<String> =
            gather(&book().periods, Span::Year, 4).iter().map(|period| period.to.to_string()).collect();
        assert_eq!(ends, ["2025-04-30", "2026-04-30", "2027-04-30", "2028-01-31"]);
        let day: NaiveDate = "2025-05-01".parse().unwrap();
        assert_eq!(fiscal_year(day, 4), 2026);
    }

    #[test]
    fn the_year_so_far_is_the_sum_of_its_rows() {
        let book = book();
        let so_far = year_to(&book.rows, "2025-12-31".parse().unwrap(), 12).unwrap();
        assert_eq!(so_far.liability.unwrap().closing, book.balances.liability);
        assert_eq!(so_far.cash.minor(), 1_100_000);
        assert!(year_to(&book.rows, "2024-12-31".parse().unwrap(), 12).is_none());
    }
}
