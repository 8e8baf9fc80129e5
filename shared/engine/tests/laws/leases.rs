//! Leases of every shape with events of every kind, for the laws of the books to be tried on.

use chrono::{Days, NaiveDate};
use engine::books::{
    Book, Cause, Classification, Classified, CurrentSplit, Depreciation, DiscountRate, Event, EventKind, Exemption,
    ExpensedBecause, Framework, Guarantee, Halves, Lease, MonthCutoff, Options, Payment, PaymentKind, Policy,
    RateBasis, Rounding, Scope, ScopeProportion, Terms, Thresholds, Underlying, When, level_payments,
};
use engine::{DayCount, Discounting, Minor, NominalRate, Timing, calendar};
use proptest::prelude::*;

use crate::agreements::any_date;

pub(crate) fn effective(parts: i64) -> DiscountRate {
    DiscountRate::Told { yearly: NominalRate::from_parts_per_billion(parts), basis: RateBasis::Effective }
}

fn rate() -> impl Strategy<Value = DiscountRate> {
    let basis = prop_oneof![
        Just(RateBasis::Effective),
        Just(RateBasis::Nominal { times_a_year: 12 }),
        Just(RateBasis::Nominal { times_a_year: 4 }),
        Just(RateBasis::Nominal { times_a_year: 1 }),
    ];
    (0_i64..200_000_000, basis)
        .prop_map(|(parts, basis)| DiscountRate::Told { yearly: NominalRate::from_parts_per_billion(parts), basis })
}

/// A regular lease: what its payments are made of.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) start: NaiveDate,
    pub(crate) every: u32,
    pub(crate) count: u32,
    pub(crate) timing: Timing,
    pub(crate) amount: Minor,
}

impl Shape {
    pub(crate) fn terms(&self) -> Terms {
        let Self { start, every, count, timing, amount } = *self;
        let end = calendar::add_months(start, (count * every) as i32) - Days::new(1);
        Terms {
            end,
            payments: level_payments(start, count, every, amount, timing),
            guarantee: None,
            becomes_owned: false,
        }
    }

    pub(crate) fn lease(&self, rate: DiscountRate) -> Lease {
        Lease {
            commencement: self.start,
            interval_months: self.every,
            terms: self.terms(),
            rate: Some(rate),
            classification: Classified::Told(Classification::Finance),
            underlying: Underlying::default(),
            options: Options::default(),
            initial_direct_costs: 0,
            incentives_received: 0,
            prepaid: 0,
            restoration: 0,
        }
    }
}

pub(crate) fn shape() -> impl Strategy<Value = Shape> {
    let every = prop_oneof![4 => Just(1_u32), 3 => Just(3_u32), 1 => Just(6_u32), 1 => Just(12_u32)];
    (any_date(), every, 2_u32..60, any::<bool>(), 1_000_i64..500_000_000).prop_map(
        |(start, every, count, advance, amount)| Shape {
            start,
            every,
            count: count.min(180 / every).max(2),
            timing: if advance { Timing::Advance } else { Timing::Arrears },
            amount,
        },
    )
}

pub(crate) fn policy() -> impl Strategy<Value = Policy> {
    let discounting = prop_oneof![
        4 => Just(Discounting::Periodic),
        1 => Just(Discounting::Dated(DayCount::Act365F)),
        1 => Just(Discounting::Dated(DayCount::ActActIsda)),
        1 => Just(Discounting::Dated(DayCount::E30360)),
    ];
    let cutoff =
        prop_oneof![Just(MonthCutoff::ActualDays), Just(MonthCutoff::EvenMonths), Just(MonthCutoff::ThirtyDays)];
    let compounding = prop_oneof![3 => Just(None), 1 => Just(Some(1_u32)), 1 => Just(Some(12_u32))];
    let closing = prop_oneof![3 => Just(1_u32), 1 => Just(3_u32), 1 => Just(12_u32)];
    let exemption =
        prop_oneof![8 => Just(None), 1 => Just(Some(Exemption::ShortTerm)), 1 => Just(Some(Exemption::LowValue))];
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), (1_u32..=12, 0_u8..8));
    (discounting, cutoff, compounding, closing, exemption, flags).prop_map(
        |(discounting, month_cutoff, compounding_months, closing_months, exemption, flags)| {
            let (days, first_payment_in_liability, by_value, by_liability, (fiscal_year_ends, rounding)) = flags;
            Policy {
                discounting,
                compounding_months,
                month_cutoff,
                depreciation: if days { Depreciation::ByDays } else { Depreciation::ByMonths },
                rounding: if rounding == 0 { Rounding::EachRow } else { Rounding::Cumulative },
                first_payment_in_liability,
                current_split: if by_value { CurrentSplit::PresentValue } else { CurrentSplit::Principal },
                scope_proportion: if by_liability { ScopeProportion::Liability } else { ScopeProportion::Asset },
                exemption,
                halves: if fiscal_year_ends % 3 == 0 { Halves::ToEven } else { Halves::AwayFromZero },
                thresholds: Thresholds::default(),
                closing_months,
                fiscal_year_ends,
            }
        },
    )
}

pub(crate) fn book() -> impl Strategy<Value = Book> {
    let framework = prop_oneof![
        3 => Just(Framework::Ifrs16),
        2 => Just(Framework::K3),
        2 => Just(Framework::Asc842),
        1 => Just(Framework::Expensed(ExpensedBecause::K2)),
    ];
    (framework, policy()).prop_map(|(framework, policy)| Book { framework, policy })
}

/// A shape with everything that can come with it.
pub(crate) fn lease() -> impl Strategy<Value = (Shape, Lease)> {
    let sums = (0_i64..50, 0_i64..30, 0_i64..50, 0_i64..50).prop_map(|(a, b, c, d)| [a, b, c, d]);
    let about = (
        prop::option::weighted(0.4, 30_i64..200),
        prop::option::weighted(0.2, 100_u64..8_000),
        prop::option::weighted(0.2, (0_i64..50, 0_i64..50)),
        any::<bool>(),
        prop::option::weighted(0.2, 1_i64..30),
        prop::option::weighted(0.2, 1_i64..80),
    );
    (shape(), rate(), sums, about).prop_map(|(shape, rate, sums, about)| {
        let (fair, useful, guarantee, finance, expensed, purchase) = about;
        let mut lease = shape.lease(rate);
        let part = |percent: i64| shape.amount * percent / 100;
        let [costs, incentives, prepaid, restoration] = sums.map(part);
        (lease.initial_direct_costs, lease.incentives_received) = (costs, incentives);
        (lease.prepaid, lease.restoration) = (prepaid, restoration);
        let class = if finance { Classification::Finance } else { Classification::Operating };
        lease.classification = if shape.amount % 3 == 0 { Classified::Assumed(class) } else { Classified::Told(class) };
        lease.underlying.fair_value = fair.map(|percent| part(percent) * i64::from(shape.count));
        lease.underlying.useful_until = useful.map(|days| shape.start + Days::new(days));
        lease.terms.guarantee =
            guarantee.map(|(expected, more)| Guarantee { expected: part(expected), full: part(expected + more) });
        if let Some(percent) = expensed {
            let kinds = [PaymentKind::Expensed, PaymentKind::Service, PaymentKind::OutsideTerm];
            let used = |(payment, kind): (&Payment, PaymentKind)| Payment { amount: part(percent), kind, ..*payment };
            let used: Vec<_> = lease.terms.payments.iter().zip(kinds.into_iter().cycle()).map(used).collect();
            lease.terms.payments.extend(used);
        }
        // An incentive still to be received, on a day of its own.
        if shape.amount % 4 == 0
            && let Some(first) = lease.terms.payments.first()
        {
            let incentive = Payment { due: first.due + Days::new(3), amount: -shape.amount / 10, ..*first };
            lease.terms.payments.push(incentive);
        }
        if let Some(percent) = purchase {
            let price = Payment {
                due: lease.terms.end,
                moment: engine::books::Moment::EndOfDay,
                amount: part(percent),
                kind: PaymentKind::PurchasePrice,
            };
            lease.terms.payments.push(price);
            lease.terms.becomes_owned = true;
            lease.terms.guarantee = None;
            lease.underlying.residual = part(percent) / 2;
        }
        (shape, lease)
    })
}

/// Terms from a day on: other amounts, so many payments more or fewer.
fn new_terms(shape: &Shape, lease: &Lease, on: NaiveDate, percent: i64, more: i32) -> Terms {
    let due = |at: u32| calendar::add_months(shape.start, (at * shape.every) as i32);
    let passed = (0..shape.count).take_while(|at| due(*at) <= on).count() as i32;
    let count = (shape.count as i32 + more).max(passed + 1) as u32;
    let amount = shape.amount * percent / 100;
    let longer = Shape { count, amount, ..shape.clone() };
    Terms { guarantee: lease.terms.guarantee, ..longer.terms() }
}

pub(crate) fn event(shape: &Shape, lease: &Lease) -> impl Strategy<Value = Event> + use<> {
    let (shape, lease) = (shape.clone(), lease.clone());
    let term = (lease.terms.end - lease.commencement).num_days().max(1);
    let when = prop_oneof![Just(When::BeforePayment), Just(When::AfterPayment), Just(When::EndOfDay)];
    let cause = prop_oneof![
        Just(Cause::Index),
        Just(Cause::FloatingRate),
        Just(Cause::ResidualGuarantee),
        Just(Cause::BecameFixed),
        Just(Cause::Incentive),
        Just(Cause::Term),
        Just(Cause::PurchaseOption),
    ];
    let scope = prop_oneof![
        Just(Scope::Kept),
        Just(Scope::Shortened),
        (0_u32..=4).prop_map(|part| Scope::Reduced { part, of: 4 }),
    ];
    let rate = prop::option::weighted(0.8, rate());
    let terms = (50_i64..150, -6_i32..6);
    let days = prop_oneof![4 => 0..term, 1 => Just(0_i64), 1 => -30_i64..term + 400];
    (0_u8..14, days, when, cause, scope, rate, terms).prop_map(move |(what, days, when, cause, scope, rate, terms)| {
        let on = lease.commencement + chrono::TimeDelta::days(days);
        let (percent, more) = terms;
        let kept = matches!(cause, Cause::Index | Cause::FloatingRate | Cause::BecameFixed | Cause::Incentive);
        let more = if kept && what < 5 { 0 } else { more };
        let new = || new_terms(&shape, &lease, on.max(lease.commencement), percent, more);
        let kind = match what {
            0..5 => EventKind::Remeasured { cause, terms: new(), rate },
            5..9 => EventKind::Modified { terms: new(), rate, scope },
            9 => EventKind::Impaired { amount: shape.amount * percent / 20 },
            10 => EventKind::Subleased { part: percent as u32 % 5, of: 4, claim: shape.amount * percent / 50 },
            11 => EventKind::Terminated { penalty: shape.amount * percent / 100 },
            13 => EventKind::ImpairmentReversed { amount: shape.amount * percent / 20 },
            _ if percent > 100 => EventKind::SeparateLease,
            _ => EventKind::BoughtOut { price: shape.amount * percent / 50 },
        };
        Event { on, when, kind }
    })
}

pub(crate) fn case() -> impl Strategy<Value = (Lease, Vec<Event>, Book)> {
    (lease(), book()).prop_flat_map(|((shape, lease), book)| {
        let events = prop::collection::vec(event(&shape, &lease), 0..4);
        (Just(lease), events, Just(book))
    })
}
