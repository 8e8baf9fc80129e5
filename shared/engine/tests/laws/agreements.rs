//! Agreements of every shape, for the laws to be tried on.

use chrono::{Days, NaiveDate};
use engine::{
    AmendedTerms, Change, Contract, Convention, DayCount, Discounting, Ending, FeeStep, FirstIncreased, InterimRent,
    Kind, Minor, NominalRate, ResidualCarrier, Timing, calendar,
};
use proptest::prelude::*;

pub(crate) fn ymd(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

pub(crate) fn any_date() -> impl Strategy<Value = NaiveDate> {
    (0_u64..20_000).prop_map(|days| ymd(2000, 1, 1) + Days::new(days))
}

fn discounting() -> impl Strategy<Value = Discounting> {
    prop_oneof![
        8 => Just(Discounting::Periodic),
        1 => Just(Discounting::Dated(DayCount::Act365F)),
        1 => Just(Discounting::Dated(DayCount::ActActIsda)),
        1 => Just(Discounting::Dated(DayCount::E30360)),
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => Just(Kind::FinancialLease),
        1 => Just(Kind::OperationalLease),
        1 => Just(Kind::Rental),
        1 => Just(Kind::Premises),
        1 => Just(Kind::Car),
    ]
}

/// A plan whose fees pay the price down to the residual at a sane rate, give or take.
pub(crate) fn contract() -> impl Strategy<Value = Contract> {
    let shape = (
        kind(),
        any_date(),
        1_u32..=120,
        prop_oneof![4 => Just(1_u32), 4 => Just(3_u32), 1 => Just(6_u32), 1 => Just(12_u32), 1 => Just(5_u32)],
        any::<bool>(),
        prop_oneof![8 => Just(0_u64), 2 => 0_u64..40],
    );
    let money = (
        100_000_i64..5_000_000_000,
        0_i64..60,
        -30_000_000_i64..250_000_000,
        prop_oneof![3 => Just(None), 1 => (1_i64..20, any::<bool>()).prop_map(Some)],
        prop_oneof![4 => Just(Vec::new()), 1 => prop::collection::vec((1_i32..100, 50_i64..150), 1..3)],
    );
    let rest = (discounting(), 0_u8..3, 0_i64..10_000, 0_i64..200_000, prop::option::of(1_u64..45), 0_u8..3);
    (shape, money, rest).prop_map(|(shape, money, rest)| {
        let (kind, start, months, interval_months, advance, odd_days) = shape;
        let (price, residual_percent, yearly, first, steps) = money;
        let (discounting, known, invoice_fee, arrangement_fee, interim, carrier) = rest;
        let end = calendar::add_months(start, months as i32) - Days::new(1) + Days::new(odd_days);
        let count = f64::from(months.div_ceil(interval_months)).max(1.0);
        let residual = price * residual_percent / 100;
        let interval_rate = yearly as f64 / 1e9 * f64::from(interval_months) / 12.0;
        let timing = if advance { Timing::Advance } else { Timing::Arrears };
        let fee = engine::rates::fee_from_price(price, count as u32, residual, interval_rate, timing).unwrap().max(0.0)
            as Minor;
        let mut steps: Vec<FeeStep> = steps
            .into_iter()
            .map(|(months, percent)| FeeStep { from: calendar::add_months(start, months), fee: fee * percent / 100 })
            .collect();
        steps.sort_by_key(|step| step.from);
        steps.dedup_by_key(|step| step.from);
        Contract {
            kind,
            start,
            end,
            interval_months,
            timing,
            fee,
            steps,
            price: (known == 0).then_some(price),
            stated_rate: (known <= 1).then(|| NominalRate::from_parts_per_billion(yearly)),
            first_increased: first.map(|(percent, replaces_first_fee)| FirstIncreased {
                amount: price * percent / 100,
                replaces_first_fee,
            }),
            residual,
            residual_carrier: [ResidualCarrier::Lessee, ResidualCarrier::Lessor, ResidualCarrier::ThirdParty]
                [usize::from(carrier)],
            interim: interim.map(|days| InterimRent { from: start - Days::new(days), daily: None }),
            invoice_fee,
            arrangement_fee,
            service_fee: invoice_fee / 2,
            convention: Convention { discounting },
        }
    })
}

/// Changes that fit a contract: amendments on or after its start, perhaps an ending after them.
pub(crate) fn changes(contract: &Contract) -> impl Strategy<Value = Vec<Change>> + use<> {
    let Contract { start, fee, residual, end, .. } = *contract;
    let terms = (
        prop::option::weighted(0.6, 80_i64..120),
        prop::option::weighted(0.2, 50_i64..150),
        prop::option::weighted(0.2, 0_u64..900),
        prop::option::weighted(0.1, prop_oneof![Just(1_u32), Just(3_u32), Just(6_u32)]),
        prop::option::weighted(0.2, 0_i64..150_000_000),
        prop::option::weighted(0.1, 0_i64..9_000),
        prop::option::weighted(0.2, prop::collection::vec((1_u64..700, 80_i64..120), 0..3)),
    );
    let amended = (0_u64..4_000, terms).prop_map(move |(days, terms)| {
        let on = start + Days::new(days);
        let (percent, left, more, interval_months, stated, invoice_fee, steps) = terms;
        Change::Amended {
            on,
            terms: AmendedTerms {
                fee: percent.map(|percent| fee * percent / 100),
                steps: steps.map(|steps| later(on, fee, &steps)),
                residual: left.map(|left| residual * left / 100),
                end: more.map(|more| on.max(end) + Days::new(more)),
                interval_months,
                invoice_fee,
                service_fee: None,
                stated_rate: stated.map(NominalRate::from_parts_per_billion),
            },
        }
    });
    let ended = (0_u64..3_000, prop::option::of(0_i64..1_000_000));
    (prop::collection::vec(amended, 0..3), prop::option::weighted(0.3, ended)).prop_map(move |(mut changes, ended)| {
        if let Some((days, price)) = ended {
            let last = changes.iter().map(Change::on).max().unwrap_or(start);
            let how = price.map_or(Ending::Terminated, |price| Ending::BoughtOut { price });
            changes.push(Change::Ended { on: last + Days::new(days), how });
        }
        changes
    })
}

/// Levels after a day: each so many days after the one before, at so many per cent of the fee.
fn later(on: NaiveDate, fee: Minor, steps: &[(u64, i64)]) -> Vec<FeeStep> {
    let mut from = on;
    let step = |(days, percent): &(u64, i64)| {
        from = from + Days::new(*days);
        FeeStep { from, fee: fee * percent / 100 }
    };
    steps.iter().map(step).collect()
}

pub(crate) fn agreement() -> impl Strategy<Value = (Contract, Vec<Change>)> {
    contract().prop_flat_map(|contract| {
        let changes = changes(&contract);
        (Just(contract), changes)
    })
}
