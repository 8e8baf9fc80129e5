//! Laws of the figures, on portfolios of every sort.

use super::filter::Filter;
use super::list::list;
use super::overview::overview;
use super::portfolio::{Party, Portfolio};
use super::series::{Points, series};
use crate::features::agreements::service::PortfolioEntry;
use crate::features::exchange_rates::{Quote, RateBook};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde_json::{Value, json};
use shared::agreements::{AgreementChange, AgreementKind, EndingHow, TermsPatch};
use shared::debt::{DebtSeries, FiguresMetric, NotCompared, Overview, Split, Unknown};
use shared::ids::{AgreementId, EventId, PartyId};
use shared::money::{Amount, Currency};
use uuid::Uuid;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn party(place: u128) -> PartyId {
    PartyId::from_uuid(Uuid::from_u128(place))
}

fn amended(on: &str, patch: Value) -> AgreementChange {
    let Value::Object(patch) = patch else { panic!("a patch is an object") };
    AgreementChange::Amended {
        event_id: EventId::from_uuid(Uuid::nil()),
        effective_on: day(on),
        patch: TermsPatch(patch),
    }
}

fn ended(on: NaiveDate) -> AgreementChange {
    AgreementChange::Ended {
        event_id: EventId::from_uuid(Uuid::nil()),
        effective_on: on,
        how: EndingHow::Terminated,
        price: None,
    }
}

/// 36 months from 2025, 3 000 a month in advance at 6 %, residual 10 000; `other` overrides.
fn registered(number: &str, other: Value, changes: Vec<AgreementChange>) -> PortfolioEntry {
    let mut terms = json!({
        "number": number,
        "title": "Truck",
        "kind": "financial_lease",
        "lessor_id": party(1),
        "start_on": "2025-01-01",
        "end_on": "2027-12-31",
        "currency": "SEK",
        "fee": "3000",
        "residual_value": "10000",
        "nominal_rate_percent": "6",
    });
    for (name, value) in other.as_object().unwrap() {
        terms[name] = value.clone();
    }
    PortfolioEntry {
        id: AgreementId::from_uuid(Uuid::from_u128(number.bytes().fold(0, |sum, byte| sum * 256 + u128::from(byte)))),
        original: serde_json::from_value(terms).unwrap(),
        changes,
        demo: false,
    }
}

/// Party 3 was merged into party 1.
fn portfolio(registered: Vec<PortfolioEntry>) -> Portfolio {
    Portfolio::compile(registered, |id| match id.uuid().as_u128() {
        1 | 3 => Some(Party { id: party(1), name: "Wasa Finans".to_owned() }),
        2 => Some(Party { id: party(2), name: "Ålandsbanken".to_owned() }),
        _ => None,
    })
}

fn book() -> RateBook {
    let quote = |on, rate: &str| Quote { on: day(on), rate: rate.parse().unwrap(), source: "Riksbanken".into() };
    RateBook::new(
        Currency::SEK,
        [
            (Currency::EUR, quote("2024-12-31", "11.4865")),
            (Currency::EUR, quote("2025-12-31", "10.8190")),
            (Currency::NOK, quote("2025-06-30", "0.9499")),
        ],
    )
}

fn on(portfolio: &Portfolio, day: NaiveDate) -> Overview {
    overview(portfolio, &book(), &Filter::default(), day, None).unwrap()
}

/// At the end of each month from one day to another, and on both.
fn line(portfolio: &Portfolio, split: Split, from: NaiveDate, to: NaiveDate) -> DebtSeries {
    let points = Points::new(from, to, &[from, to]);
    series(portfolio, &book(), &Filter::default(), split, &points, day("2026-11-22")).unwrap()
}

#[test]
fn an_empty_register_has_figures_too() {
    let overview = on(&portfolio(Vec::new()), day("2026-11-22"));
    assert_eq!((overview.agreements, overview.running, overview.debt.coverage.known), (0, 0, 0));
    assert_eq!(overview.debt.total.amount(), Amount::ZERO);
    assert_eq!(overview.debt.change, None);
    assert_eq!(overview.average_rate.average, None);
    let series = line(&portfolio(Vec::new()), Split::None, day("2026-11-30"), day("2026-11-30"));
    assert_eq!(series.lines.len(), 1);
    assert_eq!(series.lines[0].values, [Amount::ZERO]);
}

#[test]
fn an_agreement_without_price_and_rate_is_unknown_and_not_zero() {
    let portfolio = portfolio(vec![
        registered("A-1", json!({}), vec![]),
        registered("A-2", json!({"nominal_rate_percent": null}), vec![]),
    ]);
    let overview = on(&portfolio, day("2026-01-31"));
    assert_eq!((overview.running, overview.debt.coverage.known, overview.debt.coverage.unknown), (2, 1, 1));
    assert_eq!(overview.debt.coverage.reasons[0].reason, Unknown::PriceAndRateMissing);
    assert_eq!((overview.average_rate.coverage.known, overview.average_rate.coverage.unknown), (1, 1));
    let figures = list(&portfolio.on(day("2026-01-31"), &book(), &Filter::default()), Some(FiguresMetric::Debt));
    assert_eq!(figures.data.len(), 2);
    assert_eq!(figures.data[1].debt, None);
    assert_eq!(figures.data[1].unknown, Some(Unknown::PriceAndRateMissing));
    assert_eq!(line(&portfolio, Split::None, day("2026-01-31"), day("2026-01-31")).unknown, [1]);
}

#[test]
fn an_implausible_rate_is_left_out_of_the_average_and_counted() {
    let typo = amended("2025-11-01", json!({"fee": "9000"}));
    let portfolio = portfolio(vec![
        registered("A-1", json!({}), vec![]),
        registered("A-2", json!({}), vec![typo]),
        registered("A-3", json!({"nominal_rate_percent": "750"}), vec![]),
        registered("A-4", json!({"nominal_rate_percent": null}), vec![]),
    ]);
    let before = on(&portfolio, day("2025-10-31")).average_rate;
    assert_eq!((before.coverage.known, before.coverage.unknown), (2, 2));

    let overview = on(&portfolio, day("2026-01-31"));
    let tile = overview.average_rate;
    assert_eq!(tile.average.unwrap().nominal_percent.to_string(), "6.00000000");
    assert_eq!(tile.change.as_deref(), Some("0.0000"));
    let reasons: Vec<_> = tile.coverage.reasons.iter().map(|count| (count.reason, count.agreements)).collect();
    assert_eq!(reasons, [(Unknown::PriceAndRateMissing, 1), (Unknown::ImplausibleRate, 2)]);
    assert_eq!((tile.coverage.known, tile.coverage.unknown), (1, 3));
    assert_eq!(overview.debt.coverage.known, 3, "their debt is known all the same");
    let day = portfolio.on(day("2026-01-31"), &book(), &Filter::default());
    assert_eq!(
        list(&day, Some(FiguresMetric::AverageRate)).data.len(),
        4,
        "they are found among those behind the tile"
    );
}

#[test]
fn a_currency_without_a_rate_is_named_and_left_out() {
    let portfolio = portfolio(vec![
        registered("A-1", json!({}), vec![]),
        registered("A-2", json!({"currency": "USD"}), vec![]),
        registered("A-3", json!({"currency": "NOK"}), vec![]),
    ]);
    let before = on(&portfolio, day("2025-06-29"));
    assert_eq!(before.missing_rates, [Currency::NOK, Currency::USD]);
    assert_eq!(before.debt.coverage.unknown, 2);
    let after = on(&portfolio, day("2025-06-30"));
    assert_eq!(after.missing_rates, [Currency::USD]);
    assert_eq!(after.conversions.len(), 1);
    assert_eq!(after.conversions[0].on, day("2025-06-30"));
    assert_eq!(after.debt.coverage.reasons[0].reason, Unknown::ExchangeRateMissing);
    let figures = list(&portfolio.on(day("2025-06-30"), &book(), &Filter::default()), None);
    assert!(figures.data[1].debt.is_some(), "known in its own currency");
    assert_eq!(figures.data[1].debt_base, None);
}

#[test]
fn what_is_ended_needs_no_rate() {
    let portfolio = portfolio(vec![registered("A-1", json!({"currency": "USD"}), vec![ended(day("2026-01-31"))])]);
    let overview = on(&portfolio, day("2026-01-31"));
    assert_eq!((overview.agreements, overview.running), (1, 0));
    assert!(overview.missing_rates.is_empty());
}

#[test]
fn an_amendment_moves_a_debt_between_lines_on_its_day() {
    let patch = json!({"lessor_id": party(2), "cost_center": "4100"});
    let portfolio = portfolio(vec![registered("A-1", json!({}), vec![amended("2026-03-01", patch)])]);
    let (before, after) = (day("2026-02-28"), day("2026-03-01"));
    let lessors = line(&portfolio, Split::Lessor, before, after);
    let labels: Vec<_> = lessors.lines.iter().map(|line| line.label.as_deref().unwrap()).collect();
    assert_eq!(labels, ["Wasa Finans", "Ålandsbanken"]);
    assert_eq!(lessors.lines[0].values[1], Amount::ZERO);
    assert_eq!(lessors.lines[1].values[0], Amount::ZERO);
    let centers = line(&portfolio, Split::CostCenter, before, after);
    let keys: Vec<_> = centers.lines.iter().map(|line| line.key.as_str()).collect();
    assert_eq!(keys, ["4100", ""]);

    let filter = Filter { lessor: Some(party(2)), ..Filter::default() };
    let overview = overview(&portfolio, &book(), &filter, day("2026-03-01"), None).unwrap();
    assert_eq!(overview.agreements, 1);
    assert_eq!(overview.debt.total.amount(), lessors.lines[1].values[1]);
}

#[test]
fn a_merged_lessor_is_the_one_it_was_merged_into() {
    let portfolio = portfolio(vec![
        registered("A-1", json!({"lessor_id": party(3)}), vec![]),
        registered("A-2", json!({}), vec![]),
    ]);
    assert_eq!(line(&portfolio, Split::Lessor, day("2026-01-31"), day("2026-01-31")).lines.len(), 1);
    let filter = portfolio.follow(Filter { lessor: Some(party(3)), ..Filter::default() });
    assert_eq!(overview(&portfolio, &book(), &filter, day("2026-01-31"), None).unwrap().agreements, 2);
}

#[test]
fn the_change_is_against_the_last_day_of_the_month_before() {
    let portfolio = portfolio(vec![registered("A-1", json!({}), vec![]), registered("A-2", json!({}), vec![])]);
    let overview = on(&portfolio, day("2026-03-31"));
    assert_eq!(overview.debt.compared_with, day("2026-02-28"));
    let before = on(&portfolio, day("2026-02-28")).debt.total.amount().minor();
    let change = overview.debt.change.unwrap().amount().minor();
    assert!(change < 0);
    assert_eq!(before + change, overview.debt.total.amount().minor());
    assert_eq!(overview.average_rate.change.as_deref(), Some("0.0000"));
}

fn missed(not_compared: &[NotCompared]) -> Vec<(String, Unknown, u32)> {
    not_compared.iter().map(|one| (one.unknown_on.to_string(), one.reason, one.agreements)).collect()
}

#[test]
fn days_that_know_different_agreements_are_not_compared() {
    let extended = json!({"currency": "NOK", "kind": "rental", "start_on": "2020-01-01", "end_on": "2022-12-31"});
    let portfolio = portfolio(vec![
        registered("A-1", json!({}), vec![]),
        registered("A-2", json!({"currency": "NOK"}), vec![]),
        registered("A-3", extended, vec![]),
        registered("A-4", json!({"nominal_rate_percent": null}), vec![]),
    ]);
    let first = on(&portfolio, day("2025-06-30"));
    let without_rate = ("2025-05-31".to_owned(), Unknown::ExchangeRateMissing, 1);
    assert_eq!((first.debt.change, missed(&first.debt.not_compared)), (None, vec![without_rate.clone()]));
    assert_eq!(
        (first.average_rate.change, missed(&first.average_rate.not_compared)),
        (None, vec![without_rate.clone()])
    );
    assert_eq!((first.extended.cost_change, missed(&first.extended.not_compared)), (None, vec![without_rate]));
    assert_eq!(first.extended.change, 0, "their number is known");

    let next = on(&portfolio, day("2025-07-31"));
    let change = next.debt.change.unwrap().amount().minor();
    assert_eq!(first.debt.total.amount().minor() + change, next.debt.total.amount().minor());
    assert_eq!(next.extended.cost_change.unwrap().amount(), Amount::ZERO);
    assert!(next.debt.not_compared.is_empty(), "what is unknown on both days does not stand in the way");
}

#[test]
fn a_rate_that_became_implausible_is_not_compared_and_the_debt_is() {
    let typo = amended("2025-11-15", json!({"fee": "9000"}));
    let portfolio = portfolio(vec![registered("A-1", json!({}), vec![]), registered("A-2", json!({}), vec![typo])]);
    let overview = on(&portfolio, day("2025-11-30"));
    let implausible = ("2025-11-30".to_owned(), Unknown::ImplausibleRate, 1);
    assert_eq!(missed(&overview.average_rate.not_compared), [implausible]);
    assert_eq!(overview.average_rate.change, None);
    assert!(overview.debt.change.is_some() && overview.debt.not_compared.is_empty());
}

#[test]
fn a_line_says_where_it_is_unknown() {
    let portfolio = portfolio(vec![
        registered("A-1", json!({}), vec![]),
        registered("A-2", json!({"currency": "NOK"}), vec![]),
        registered("A-3", json!({"currency": "NOK", "cost_center": "4100"}), vec![]),
    ]);
    let lines = line(&portfolio, Split::Currency, day("2025-05-31"), day("2025-06-30")).lines;
    let unknown: Vec<_> = lines.iter().map(|line| (line.key.as_str(), line.unknown.clone())).collect();
    assert_eq!(unknown, [("SEK", vec![0, 0]), ("NOK", vec![2, 0])]);
    assert_eq!(lines[1].values[0], Amount::ZERO);
    assert!(lines[1].values[1] > Amount::ZERO);
    let lines = line(&portfolio, Split::CostCenter, day("2025-05-31"), day("2025-05-31")).lines;
    let unknown: Vec<_> = lines.iter().map(|line| (line.key.as_str(), line.unknown.clone())).collect();
    assert_eq!(unknown, [("4100", vec![1]), ("", vec![1])], "a line of which nothing is known is there");
}

#[test]
fn sums_beyond_an_amount_are_refused() {
    let huge = json!({"fee": "9000000000000", "residual_value": "0", "nominal_rate_percent": "0"});
    let portfolio = portfolio(vec![registered("A-1", huge.clone(), vec![]), registered("A-2", huge, vec![])]);
    let day = day("2027-12-01");
    let refused = overview(&portfolio, &book(), &Filter::default(), day, None);
    assert!(refused.is_err() || refused.unwrap().debt.coverage.unknown == 2);
}

#[derive(Clone, Debug)]
struct Made {
    terms: Value,
    changes: Vec<AgreementChange>,
}

prop_compose! {
    fn made()(
        kind in prop::sample::select(AgreementKind::ALL.to_vec()),
        currency in prop::sample::select(vec!["SEK", "EUR", "NOK", "USD", "ISK"]),
        lessor in 1_u128..=3,
        cost_center in prop::option::of(prop::sample::select(vec!["3300", "4100", "5200"])),
        start in 0_u64..2_000,
        months in 1_u32..=84,
        interval in prop::sample::select(vec![1_u32, 3, 6, 12]),
        arrears in any::<bool>(),
        fee in 0_i64..200_000,
        residual in 0_i64..100_000,
        basis in 0..4,
        price in 1_000_i64..5_000_000,
        notice in prop::option::of(0_u32..12),
        extension in prop::option::of(1_u32..=12),
        amended_after in prop::option::of(0_u64..1_000),
        ended_after in prop::option::of(0_u64..2_500),
    ) -> Made {
        let start = day("2020-01-01") + Days::new(start);
        let mut terms = json!({
            "kind": kind,
            "currency": currency,
            "lessor_id": party(lessor),
            "start_on": start,
            "end_on": null,
            "term_months": months,
            "interval_months": interval,
            "timing": if arrears { "arrears" } else { "advance" },
            "fee": fee.to_string(),
            "residual_value": residual.to_string(),
            "nominal_rate_percent": (basis != 0).then_some("5.25"),
        });
        if basis == 3 {
            terms["price"] = json!(price.to_string());
        }
        if let Some(cost_center) = cost_center {
            terms["cost_center"] = json!(cost_center);
        }
        if let Some(notice) = notice {
            terms["notice_months"] = json!(notice);
        }
        if let Some(extension) = extension {
            terms["extension"] = json!({"months": extension});
        }
        let mut changes = Vec::new();
        if let Some(after) = amended_after {
            let on = (start + Days::new(after)).to_string();
            changes.push(amended(&on, json!({"fee": (fee + 100).to_string(), "cost_center": "9900"})));
        }
        if let Some(after) = ended_after.filter(|after| amended_after.is_none_or(|amended| amended < *after)) {
            changes.push(ended(start + Days::new(after)));
        }
        Made { terms, changes }
    }
}

fn random() -> impl Strategy<Value = Portfolio> {
    prop::collection::vec(made(), 0..25).prop_map(|made| {
        let number = |place: usize| format!("A-{place:04}");
        portfolio(
            made.into_iter()
                .enumerate()
                .map(|(place, made)| registered(&number(place), made.terms, made.changes))
                .collect(),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn overview_list_and_series_agree(portfolio in random(), after in 0_u64..4_000) {
        let day = day("2019-12-15") + Days::new(after);
        let overview = on(&portfolio, day);
        let total = overview.debt.total.amount().minor();
        let figures = list(&portfolio.on(day, &book(), &Filter::default()), None).data;
        prop_assert_eq!(figures.len(), overview.agreements as usize);
        prop_assert_eq!(figures.iter().filter_map(|one| one.debt_base).map(Amount::minor).sum::<i64>(), total);
        let cost: i64 = figures.iter().filter_map(|one| one.extended_yearly_cost).map(Amount::minor).sum();
        prop_assert_eq!(overview.extended.yearly_cost.amount().minor(), cost);
        prop_assert_eq!(overview.debt.coverage.known + overview.debt.coverage.unknown, overview.running);

        for split in [Split::None, Split::Kind, Split::Lessor, Split::Currency, Split::CostCenter] {
            // A month end on the way: the series walks months, the overview looks at one day.
            let series = line(&portfolio, split, day, day + Days::new(45));
            for (at, point) in series.points.iter().enumerate() {
                let overview = on(&portfolio, *point);
                let sum: i64 = series.lines.iter().map(|line| line.values[at].minor()).sum();
                prop_assert_eq!(sum, overview.debt.total.amount().minor(), "{:?} {}", split, point);
                prop_assert_eq!(series.unknown[at], overview.debt.coverage.unknown);
                prop_assert_eq!(series.unknown[at], series.lines.iter().map(|line| line.unknown[at]).sum::<u32>());
            }
        }
        if let Some(change) = overview.debt.change {
            // By each agreement that is known on both days: what is known on one only would have been owed then.
            let before = list(&portfolio.on(overview.debt.compared_with, &book(), &Filter::default()), None).data;
            let both = before.iter().zip(&figures).filter_map(|(then, now)| Some((then.debt_base?, now.debt_base?)));
            let sum: i64 = both.map(|(then, now)| now.minor() - then.minor()).sum();
            prop_assert_eq!(change.amount().minor(), sum);
        }
        if let Some(average) = overview.average_rate.average {
            let rates = || figures.iter().filter(|one| one.debt_base.is_some_and(|debt| debt.minor() > 0)).filter_map(|one| one.rate);
            let low = rates().map(|rate| rate.effective_percent).min().unwrap();
            let high = rates().map(|rate| rate.effective_percent).max().unwrap();
            prop_assert!((low..=high).contains(&average.effective_percent));
        }
        prop_assert!(overview.notices.is_sorted_by_key(|notice| notice.notice_by));
        prop_assert!(overview.notices.iter().all(|notice| notice.notice_by >= day));
    }

    #[test]
    fn filters_take_the_total_apart(portfolio in random(), after in 0_u64..4_000) {
        let day = day("2019-12-15") + Days::new(after);
        let total = on(&portfolio, day).debt.total.amount().minor();
        let filtered = |filter: Filter| {
            overview(&portfolio, &book(), &filter, day, None).unwrap().debt.total.amount().minor()
        };
        let kinds = AgreementKind::ALL.into_iter().map(|kind| Filter { kind: Some(kind), ..Filter::default() });
        prop_assert_eq!(kinds.map(filtered).sum::<i64>(), total);
        let lessors = [party(1), party(2)].into_iter().map(|id| Filter { lessor: Some(id), ..Filter::default() });
        prop_assert_eq!(lessors.map(filtered).sum::<i64>(), total);
        let currencies = Currency::ALL.iter().map(|currency| Filter { currency: Some(*currency), ..Filter::default() });
        prop_assert_eq!(currencies.map(filtered).sum::<i64>(), total);
        let centers = ["", "3300", "4100", "5200", "9900"];
        let centers = centers.into_iter().map(|name| Filter { cost_center: Some(name.to_owned()), ..Filter::default() });
        prop_assert_eq!(centers.map(filtered).sum::<i64>(), total);
    }
}
