//! All it takes to compute a schedule again by hand: where each payment and row stands in time, by which measurement it
//! goes, and how far the write-off has come. For a workbook whose cells compute, and for whoever checks one.

use chrono::NaiveDate;

use crate::books::chronology::{At, Phase};
use crate::books::growth::{Scale, Stand};
use crate::books::lease::Lease;
use crate::books::movement::{Entry, RateInForce, Row, Schedule, Version, WrittenOff};
use crate::books::policy::Policy;
use crate::calendar::{Day, day_of, months_after};
use crate::contract::Minor;

/// What has grown since commencement at rate r: (1 + r)^whole × (1 + r × part / of); where discounting is dated,
/// (1 + r)^years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Standing {
    Intervals { whole: i32, part: i32, of: i32 },
    Years(f64),
}

#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredPayment {
    pub on: NaiveDate,
    /// At the end of its day, as what is paid in arrears, and not at its beginning.
    pub at_end: bool,
    pub amount: Minor,
    pub standing: Standing,
}

/// What was measured, and at what rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    pub rate: RateInForce,
    pub standing: Standing,
    pub payments: Vec<MeasuredPayment>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RowOutline {
    pub standing: Standing,
    /// At the same instant as the row before: nothing has grown and nothing is written off.
    pub same_instant: bool,
    /// How many measurements there have been, this row's own counted.
    pub measured: usize,
    /// The first payment of the measurement in force that this row has not paid.
    pub next: usize,
    /// One after the last payment of the twelve months after it.
    pub within_a_year: usize,
    /// Of what the asset was last anchored at, `gone` of `whole` parts are written off, down to `rest`.
    pub gone: i64,
    pub whole: i64,
    pub rest: Minor,
    /// The asset is written off anew from what it is carried at after this row.
    pub anchors: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Outline {
    pub measurements: Vec<Measurement>,
    /// One for each row of the schedule.
    pub rows: Vec<RowOutline>,
}

/// Of a schedule of the lease under the policy, in the contract's currency.
pub fn outline(lease: &Lease, policy: &Policy, schedule: &Schedule) -> Outline {
    let scale = Scale::new(lease, policy);
    let measurement = |version: &Version| Measurement {
        rate: version.rate,
        standing: standing(&scale, version.at.day),
        payments: version.payments.iter().map(|(at, amount)| payment(&scale, *at, *amount)).collect(),
    };
    let mut clerk = Clerk { schedule, scale: &scale, before: None, measured: 0, next: 0, anchored: 0 };
    let rows = schedule.rows.iter().map(|row| clerk.row(row)).collect();
    Outline { measurements: schedule.versions.iter().map(measurement).collect(), rows }
}

fn payment(scale: &Scale, at: At, amount: Minor) -> MeasuredPayment {
    let at_end = at.phase <= Phase::Close;
    MeasuredPayment { on: at.date(), at_end, amount, standing: standing(scale, at.day) }
}

fn standing(scale: &Scale, day: Day) -> Standing {
    match scale.stand(day) {
        Stand::Intervals { whole, part, of } => Standing::Intervals { whole, part, of },
        Stand::Years(years) => Standing::Years(years),
    }
}

struct Clerk<'a> {
    schedule: &'a Schedule,
    scale: &'a Scale,
    before: Option<Day>,
    measured: usize,
    next: usize,
    anchored: u32,
}

impl Clerk<'_> {
    fn row(&mut self, row: &Row) -> RowOutline {
        let day = day_of(row.on) + Day::from(row.at_end);
        if self.measured != row.measured as usize {
            self.measured = row.measured as usize;
            self.next = 0;
        }
        let measured = self.measured.checked_sub(1).and_then(|at| self.schedule.versions.get(at));
        let payments = measured.map_or(&[][..], |version| &version.payments);
        if row.entry == Entry::Payment
            && payments.get(self.next).is_some_and(|(at, _)| at.date() == row.on && at.day == day)
        {
            self.next += 1;
        }
        let year = At::new(months_after(day, 12), Phase::Close);
        let within_a_year = payments.partition_point(|(at, _)| *at <= year).max(self.next);
        let WrittenOff { gone, whole, rest, anchored } = row.written_off;
        let anchors = self.before.is_none() || anchored != self.anchored;
        self.anchored = anchored;
        let same_instant = self.before.replace(day) == Some(day);
        RowOutline {
            standing: standing(self.scale, day),
            same_instant,
            measured: self.measured,
            next: self.next,
            within_a_year,
            gone,
            whole,
            rest,
            anchors,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books::policy::{Book, Framework, MonthCutoff, RateBasis, Treatment};
    use crate::books::registered::{Accounting, lease_of};
    use crate::books::schedule;
    use crate::contract::{DayCount, Discounting};
    use crate::selfcheck::agreements;

    fn growth(standing: Standing, rate: &RateInForce) -> f64 {
        match standing {
            Standing::Intervals { whole, part, of } => {
                (1.0 + rate.interval).powi(whole) * (1.0 + rate.interval * f64::from(part) / f64::from(of))
            }
            Standing::Years(years) => (1.0 + rate.effective).powf(years),
        }
    }

    fn rounded(value: f64) -> Minor {
        value.round() as Minor
    }

    /// Follows a schedule by its outline alone, in plain f64, as a spreadsheet does. A row is held against the engine's
    /// where no rounding is open.
    fn follow(schedule: &Schedule, outline: &Outline) -> usize {
        let (mut owed, mut carried, mut anchor, mut held) = (0.0_f64, 0, 0, 0);
        let mut last: Option<(Standing, usize)> = None;
        for (row, told) in schedule.rows.iter().zip(&outline.rows) {
            if let Some((before, measured)) = last
                && let Some(measurement) = measured.checked_sub(1).and_then(|at| outline.measurements.get(at))
                && !told.same_instant
            {
                owed *= growth(told.standing, &measurement.rate) / growth(before, &measurement.rate);
            }
            let written_off = if told.same_instant || told.whole == 0 {
                0
            } else {
                let all = i128::from(anchor - told.rest) * i128::from(told.gone);
                carried - (anchor - (all as f64 / told.whole as f64).round() as Minor)
            };
            assert_eq!(row.movement.asset.depreciation, written_off, "{row:?} {told:?}");
            let open = (owed - owed.floor() - 0.5).abs() < 1e-4;
            if last.is_some() && !open && row.movement.liability.derecognised == 0 {
                assert_eq!(row.movement.liability.opening + row.movement.liability.interest, rounded(owed), "{row:?}");
                held += 1;
            }
            let measured = told.measured.checked_sub(1).and_then(|at| outline.measurements.get(at));
            if last.is_none_or(|(_, before)| before != told.measured) {
                let measured = measured.unwrap();
                let worth = |payment: &MeasuredPayment| {
                    payment.amount as f64 * growth(measured.standing, &measured.rate)
                        / growth(payment.standing, &measured.rate)
                };
                owed = measured.payments.iter().map(worth).sum();
            } else {
                owed -= row.movement.liability.paid as f64;
            }
            if row.movement.liability.closing == 0 {
                owed = 0.0;
            }
            carried = row.movement.asset.closing;
            if told.anchors {
                anchor = carried;
            }
            last = Some((told.standing, told.measured));
        }
        held
    }

    #[test]
    fn a_schedule_can_be_followed_by_its_outline() {
        let mut held = 0;
        for (number, (contract, changes)) in agreements().take(600).enumerate() {
            let accounting = Accounting {
                rate: Some(crate::books::policy::DiscountRate::Told {
                    yearly: crate::contract::NominalRate::from_parts_per_billion(51_300_000),
                    basis: RateBasis::Effective,
                }),
                ..Accounting::default()
            };
            let (lease, events) = lease_of(&contract, &changes, &accounting, contract.end).unwrap();
            let policy = Policy {
                discounting: match number % 4 {
                    0 => Discounting::Dated(DayCount::Act365F),
                    1 => Discounting::Dated(DayCount::ActActIsda),
                    _ => Discounting::Periodic,
                },
                month_cutoff: if number % 3 == 0 { MonthCutoff::ThirtyDays } else { MonthCutoff::ActualDays },
                ..Policy::default()
            };
            let Ok(schedule) = schedule(&lease, &events, &Book { framework: Framework::Ifrs16, policy }, &[]) else {
                continue;
            };
            if schedule.treatment != Treatment::Ifrs16 || schedule.rows.is_empty() {
                continue;
            }
            let outline = outline(&lease, &policy, &schedule);
            assert_eq!(outline.rows.len(), schedule.rows.len());
            held += follow(&schedule, &outline);
        }
        assert!(held > 10_000, "{held}");
    }
}
