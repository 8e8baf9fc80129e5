//! The payment plan row by row, and the formula behind the debt on a day.

use chrono::{Days, NaiveDate};

use super::{Calculation, amount, sum};
use crate::debt::{DebtExplanation, DebtRule, RowKind, Schedule, ScheduleRow, ScheduleTotals, Unknown};
use crate::money::{Amount, ComputedPercent};

impl Calculation {
    /// Every row of the agreed term and, once the agreement is extended, a year beyond `as_of`.
    pub fn schedule(&self, as_of: NaiveDate) -> Schedule {
        let mut struck = self.original.terms().start_on;
        let rows = self.plan.rows(self.horizon(as_of));
        let rows = rows.iter().map(|row| {
            // Rent before the start is paid on top of everything; interest begins at the start.
            let since = match row.kind {
                engine::RowKind::Interim => row.due,
                _ => std::mem::replace(&mut struck, row.due),
            };
            self.schedule_row(row, since)
        });
        let rows: Vec<ScheduleRow> = rows.collect();
        let total = |part: fn(&ScheduleRow) -> Amount| sum(rows.iter().map(|row| part(row).minor()));
        let known = |part: fn(&ScheduleRow) -> Option<Amount>| {
            rows.iter()
                .map(|row| part(row).map(Amount::minor))
                .collect::<Option<Vec<_>>>()
                .map(|all| sum(all.into_iter()))
        };
        Schedule {
            currency: self.original.terms().currency,
            as_of,
            financed: self
                .original
                .terms()
                .price
                .or_else(|| self.plan.segments().first().and_then(|first| first.capital).map(amount)),
            rate: self.rate_report(as_of),
            totals: ScheduleTotals {
                payments: total(|row| row.payment),
                interest: known(|row| row.interest),
                amortisation: known(|row| row.amortisation),
                fees: total(|row| row.fees),
                services: total(|row| row.services),
            },
            rows,
        }
    }

    fn schedule_row(&self, row: &engine::Row, interest_from: NaiveDate) -> ScheduleRow {
        let capital = row.capital.as_ref();
        let part = |part: fn(&engine::Capital) -> engine::Minor| capital.map(|capital| amount(part(capital)));
        let rate = self.plan.segments().get(row.segment).and_then(|segment| segment.rate.rate());
        ScheduleRow {
            number: row.number,
            due_on: row.due,
            kind: match row.kind {
                engine::RowKind::Interim => RowKind::InterimRent,
                engine::RowKind::FirstIncreased => RowKind::FirstIncreasedFee,
                engine::RowKind::Fee => RowKind::Fee,
                engine::RowKind::Extended => RowKind::ExtendedFee,
                engine::RowKind::Residual => RowKind::Residual,
                engine::RowKind::Terminated => RowKind::Terminated,
                engine::RowKind::BoughtOut => RowKind::BuyOut,
            },
            opening: part(|capital| capital.opening),
            interest: part(|capital| capital.interest),
            payment: amount(row.payment),
            amortisation: part(|capital| capital.amortisation),
            adjustment: part(|capital| capital.adjustment),
            closing: part(|capital| capital.closing),
            fees: amount(row.fees),
            services: amount(row.services),
            total: sum([row.payment, row.fees, row.services].into_iter()),
            period_from: row.period_from,
            period_to: row.period_to,
            days: i32::try_from(row.days).unwrap_or(i32::MAX),
            interest_from,
            interest_days: i32::try_from((row.due - interest_from).num_days()).unwrap_or(i32::MAX),
            interval_rate_percent: rate.and_then(|rate| ComputedPercent::from_fraction(rate.interval)),
        }
    }

    /// How the debt at the end of a day comes about. The caller adds the conversion and the events.
    pub fn explain(&self, on: NaiveDate) -> DebtExplanation {
        let explained = engine::explain(&self.plan, on);
        let accrual = match explained.how {
            engine::How::Accrued(accrual) => Some(accrual),
            _ => None,
        };
        let extended = matches!(explained.status, engine::Status::Extended { .. });
        DebtExplanation {
            on,
            rule: match explained.how {
                engine::How::BeforeStart => DebtRule::NotStarted,
                engine::How::Ended => DebtRule::Ended,
                engine::How::OnlyCosts | engine::How::Nothing => DebtRule::NoDebtAfterEnd,
                engine::How::Unknown(_) => DebtRule::Unknown,
                engine::How::Accrued(_) if extended => DebtRule::ExtendedPayingDown,
                engine::How::Accrued(_) => DebtRule::WithinInterval,
            },
            currency: self.original.terms().currency,
            debt: explained.debt.map(amount),
            unknown: match explained.how {
                engine::How::Unknown(engine::NoRate::PriceUnknown) => Some(Unknown::PriceAndRateMissing),
                engine::How::Unknown(_) => Some(Unknown::NoRateFits),
                _ => None,
            },
            row: accrual.and_then(|_| self.last_row_on(on)),
            balance: accrual.map(|accrual| units(accrual.balance)),
            balance_from: accrual.map(|accrual| accrual.since),
            carried_interest: accrual.filter(|accrual| accrual.carried != 0.0).map(|accrual| units(accrual.carried)),
            interval_rate_percent: accrual.and_then(|accrual| ComputedPercent::from_fraction(accrual.rate)),
            interval_from: accrual.map(|accrual| accrual.interval_from),
            interval_to: accrual.map(|accrual| accrual.interval_to),
            days_elapsed: accrual.and_then(|accrual| i32::try_from(accrual.days_elapsed).ok()),
            days_in_interval: accrual.and_then(|accrual| i32::try_from(accrual.days_in_interval).ok()),
            interval_share: accrual
                .filter(|accrual| accrual.weight != 1.0)
                .map(|accrual| format!("{:.6}", accrual.weight)),
            accrued_interest: accrual.map(|accrual| units(accrual.interest)),
            unrounded: accrual.map(|accrual| units(accrual.unrounded)),
            rate: self.rate_report(on),
            conversion: None,
            debt_base: None,
            events: Vec::new(),
        }
    }

    /// Number of the last row whose payment has fallen due.
    fn last_row_on(&self, on: NaiveDate) -> Option<u32> {
        let after = on.checked_add_days(Days::new(1))?;
        self.plan.rows(after).iter().rev().find(|row| row.due <= on).map(|row| row.number)
    }
}

/// Hundredths as units with six decimals.
fn units(hundredths: f64) -> String {
    format!("{:.6}", hundredths / 100.0)
}
