//! Payments one by one.

use chrono::{Datelike, Days, NaiveDate};
use engine::books as eng;
use engine::calendar::add_months;

use super::Reader;
use crate::agreements::Timing;
use crate::books::request::{LeasePaymentKind, LeasePayments};
use crate::books::{PAYMENTS_MAX, words};
use crate::money::Amount;
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{INTERVAL_MONTHS_MAX, YEAR_MAX};

impl Reader {
    /// Each payment of each series. More than can be are not listed at all.
    pub(super) fn payments(&mut self, path: &str, series: &[LeasePayments]) -> Vec<eng::Payment> {
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

    pub(super) fn too_many(&mut self, path: &str, found: usize, most: usize) {
        let fault = FieldFault::new(FieldCode::TooManyItems).found(&found.to_string());
        self.add(path, fault.expected(&format!("at most {most} of the {PAYMENTS_MAX} payments of a request")));
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
pub(super) fn regular_interval(series: &[LeasePayments]) -> u32 {
    let regular = series.iter().find(|one| one.count > 1 && one.kind == LeasePaymentKind::Lease);
    regular.map_or(1, |one| one.every_months)
}
