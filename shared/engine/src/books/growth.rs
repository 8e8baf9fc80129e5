//! How a balance grows between two days. Interest accrues along one curve from commencement, whatever days the
//! accounts are closed on, so that a balance does not depend on where one looks from.

use crate::books::lease::Lease;
use crate::books::movement::RateInForce;
use crate::books::policy::{DiscountRate, MonthCutoff, Policy, RateBasis};
use crate::books::spread::months_between;
use crate::calendar::{Day, date_of, day_in_month, day_of, month_at, month_of};
use crate::contract::{DayCount, Discounting};
use crate::day_count::years;
use crate::double::Double;
use crate::grid::Anchor;
use crate::rates::level::power;
use crate::real::Real;
use chrono::Datelike;

/// The time scale of a lease: compounding intervals from commencement, or years by a day count.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scale {
    Periodic { anchor: Anchor, every: i32, inside: MonthCutoff },
    Dated { from: Day, count: DayCount },
}

/// A day on a periodic scale: whole intervals, and the part of one beyond them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Position {
    whole: i32,
    part: i32,
    of: i32,
}

impl Scale {
    pub(crate) fn new(lease: &Lease, policy: &Policy) -> Self {
        let from = day_of(lease.commencement);
        match policy.discounting {
            Discounting::Periodic => Self::Periodic {
                anchor: Anchor::on(from),
                every: policy.compounding_months.unwrap_or(lease.interval_months).max(1) as i32,
                inside: policy.month_cutoff,
            },
            Discounting::Dated(count) => Self::Dated { from, count },
        }
    }

    /// The rate per interval, or the yearly force of interest.
    pub(crate) fn rate(&self, rate: &DiscountRate) -> Double {
        match *rate {
            DiscountRate::Told { yearly, basis } => {
                let yearly = Double::ratio(yearly.parts_per_billion(), 1_000_000_000);
                let times = match basis {
                    RateBasis::Effective => 1,
                    RateBasis::Nominal { times_a_year } => i64::from(times_a_year.max(1)),
                };
                self.converted(yearly / Double::from_i64(times), 12, times)
            }
            DiscountRate::Solved { interval, interval_months } => {
                let months = i64::from(interval_months.max(1));
                self.converted(Double::from_f64(interval), months, 1)
            }
        }
    }

    /// From a rate that compounds `times` in `months` months.
    fn converted(&self, rate: Double, months: i64, times: i64) -> Double {
        match self {
            Self::Periodic { every, .. } if i64::from(*every) * times == months => rate,
            Self::Periodic { every, .. } => {
                let times = Double::ratio(i64::from(*every) * times, months);
                ((Double::ONE + rate).ln() * times).exp() - Double::ONE
            }
            Self::Dated { .. } => (Double::ONE + rate).ln() * Double::ratio(12 * times, months),
        }
    }

    fn position(anchor: &Anchor, every: i32, inside: MonthCutoff, day: Day) -> Position {
        let (months, days, of) = months_between(anchor, day);
        let (whole, months) = (months.div_euclid(every), months.rem_euclid(every));
        if months == 0 && days == 0 {
            return Position { whole, part: 0, of: 1 };
        }
        let start = |whole: i32| day_in_month(anchor.month + whole * every, anchor.day_of_month);
        let (part, of) = match inside {
            MonthCutoff::ActualDays => (day - start(whole), start(whole + 1) - start(whole)),
            MonthCutoff::EvenMonths => (months * of + days, every * of),
            MonthCutoff::ThirtyDays => {
                let date = date_of(day);
                let month = month_of(date) - anchor.month - whole * every;
                let days = 30 * month + date.day().min(30) as i32 - anchor.day_of_month.min(30);
                (days.clamp(0, 30 * every), 30 * every)
            }
        };
        Position { whole, part, of }
    }
}

/// The compounding interval one stands in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cursor {
    pub(crate) whole: i32,
    pub(crate) start: Day,
    /// Of the next interval.
    pub(crate) end: Day,
}

impl Cursor {
    #[inline(always)]
    pub(crate) fn seek(&mut self, anchor: &Anchor, every: i32, day: Day) {
        if day < self.start || day >= self.end {
            self.go(anchor, every, day);
        }
    }

    #[inline]
    fn go(&mut self, anchor: &Anchor, every: i32, day: Day) {
        let month = |whole: i32| anchor.month + whole * every;
        // Farther away than some intervals a division is the shorter way.
        if (day - self.start).abs() > 128 * every {
            self.whole = (month_at(day) - anchor.month).div_euclid(every);
            self.start = day_in_month(month(self.whole), anchor.day_of_month);
            self.end = day_in_month(month(self.whole + 1), anchor.day_of_month);
        }
        while day >= self.end {
            self.whole += 1;
            (self.start, self.end) = (self.end, day_in_month(month(self.whole + 1), anchor.day_of_month));
        }
        while day < self.start {
            self.whole -= 1;
            (self.start, self.end) = (day_in_month(month(self.whole), anchor.day_of_month), self.start);
        }
    }
}

/// Goes from a day to an earlier one, and on to one before that.
pub(crate) struct Back<'a, R> {
    growth: &'a Growth<R>,
    /// What 1 was worth an interval ago.
    discount: R,
    cursor: Cursor,
    /// Where the last day lies, and whether it begins an interval.
    last: Option<(Day, i32, bool)>,
}

impl<'a, R: Real> Back<'a, R> {
    pub(crate) fn from(growth: &'a Growth<R>) -> Self {
        let discount = match growth.scale {
            Scale::Periodic { .. } => R::whole(1) / (R::whole(1) + growth.rate),
            Scale::Dated { .. } => R::whole(1),
        };
        Self { growth, discount, cursor: Cursor::default(), last: None }
    }

    /// What a value was on a day that is not after the one before.
    #[inline]
    pub(crate) fn to(&mut self, day: Day, value: R) -> R {
        let (mut whole, mut begins) = (0, false);
        if let Scale::Periodic { anchor, every, inside: MonthCutoff::ActualDays } = &self.growth.scale {
            self.cursor.seek(anchor, *every, day);
            (whole, begins) = (self.cursor.whole, self.cursor.start == day);
        }
        match self.last.replace((day, whole, begins)) {
            None => value,
            Some((_, later, true)) if begins && later - whole <= 12 => {
                (whole..later).fold(value, |value, _| value * self.discount)
            }
            Some((later, ..)) => value / self.growth.factor(day, later),
        }
    }
}

/// Where a day stands: whole intervals with the part of one beyond them, or years.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stand {
    Intervals { whole: i32, part: i32, of: i32 },
    Years(f64),
}

impl Scale {
    pub(crate) fn stand(&self, day: Day) -> Stand {
        match self {
            Self::Periodic { anchor, every, inside } => {
                let Position { whole, part, of } = Self::position(anchor, *every, *inside, day);
                Stand::Intervals { whole, part, of }
            }
            Self::Dated { from, count } => Stand::Years(years(*count, date_of(*from), date_of(day))),
        }
    }
}

/// A rate of a scale in its dresses.
pub(crate) fn in_force(scale: &Scale, rate: f64, from: Day) -> RateInForce {
    let from = date_of(from);
    match scale {
        Scale::Periodic { every, .. } => {
            let effective = libm::expm1(libm::log1p(rate) * 12.0 / f64::from(*every));
            RateInForce { from, effective, interval: rate, interval_months: *every as u32 }
        }
        Scale::Dated { .. } => {
            let effective = libm::expm1(rate);
            RateInForce { from, effective, interval: effective, interval_months: 12 }
        }
    }
}

/// A scale with a rate on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Growth<R> {
    pub(crate) scale: Scale,
    pub(crate) rate: R,
}

/// A day on the scale, made ready to be grown to or from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<R> {
    day: Day,
    whole: i32,
    /// What 1 has grown to inside its interval; `None`: it stands at the beginning of one.
    inside: Option<R>,
    /// Years since commencement, where discounting is dated.
    years: R,
}

impl<R: Real> Growth<R> {
    pub(crate) fn place(&self, day: Day) -> Place<R> {
        let nothing = R::whole(0);
        match self.scale {
            Scale::Periodic { anchor, every, inside } => {
                let Position { whole, part, of } = Scale::position(&anchor, every, inside, day);
                let grown = (part != 0).then(|| R::whole(1) + self.rate * R::ratio(i64::from(part), i64::from(of)));
                Place { day, whole, inside: grown, years: nothing }
            }
            Scale::Dated { from, count } => {
                let years = years::<R>(count, date_of(from), date_of(day));
                Place { day, whole: 0, inside: None, years }
            }
        }
    }

    /// As [`Self::place`], from the interval one stands in: a step or two where days come in order.
    #[inline]
    pub(crate) fn along(&self, cursor: &mut Cursor, day: Day) -> Place<R> {
        match self.scale {
            Scale::Periodic { anchor, every, inside: MonthCutoff::ActualDays } => {
                cursor.seek(&anchor, every, day);
                let Cursor { whole, start, end } = *cursor;
                let grown = (day != start)
                    .then(|| R::whole(1) + self.rate * R::ratio(i64::from(day - start), i64::from(end - start)));
                Place { day, whole, inside: grown, years: R::whole(0) }
            }
            _ => self.place(day),
        }
    }

    /// What a value grows to from one place to another.
    #[inline]
    pub(crate) fn grown(&self, value: R, from: &Place<R>, to: &Place<R>) -> R {
        match (self.scale, from.inside, to.inside, to.whole - from.whole) {
            (Scale::Periodic { .. }, None, None, 0) => value,
            (Scale::Periodic { .. }, None, Some(inside), 0) => value * inside,
            (Scale::Periodic { .. }, None, None, 1) => value * (R::whole(1) + self.rate),
            _ => value * self.between(from, to),
        }
    }

    /// What 1 grows to from one place to another, the later one not before the other.
    pub(crate) fn between(&self, from: &Place<R>, to: &Place<R>) -> R {
        let one = R::whole(1);
        if to.day <= from.day {
            return one;
        }
        if let Scale::Dated { .. } = self.scale {
            return (self.rate * (to.years - from.years)).exp();
        }
        let mut factor = match to.whole - from.whole {
            0 => one,
            1 => one + self.rate,
            whole => power(one + self.rate, whole.max(0) as u32),
        };
        if let Some(grown) = to.inside {
            factor = factor * grown;
        }
        if let Some(grown) = from.inside {
            factor = factor / grown;
        }
        factor
    }

    /// What 1 grows to between two days.
    pub(crate) fn factor(&self, from: Day, to: Day) -> R {
        self.between(&self.place(from), &self.place(to))
    }
}
