//! The four figures, each with its change, its coverage, what is meant by it, and the agreements that make it up.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::debt::{Conversion, Coverage, NotCompared, Overview, Unknown};
use shared::money::{Currency, Money};

use crate::company::use_company;
use crate::features::agreements::words;
use crate::route::Page as Place;
use crate::ui::Tone;
use crate::ui::disclosure::Disclosure;
use crate::ui::tile::{Tile, TileFigure};
use crate::{format, t};

#[component]
pub(super) fn Tiles(overview: Memo<Option<Overview>>) -> impl IntoView {
    let company = use_company();
    let list = move |query: &'static [(&'static str, &'static str)]| {
        let company = company.clone();
        Signal::derive(move || Some(company.href_with(Place::Agreements, query)))
    };
    let figure =
        move |of: fn(&Overview) -> TileFigure| Signal::derive(move || overview.with(|known| known.as_ref().map(of)));
    view! {
        <div class="tiles">
            <Tile title=t!(overview.savings.title) figure=figure(savings)>
                <Disclosure summary=t!(overview.more)><p>{t!(overview.savings.meaning)}</p></Disclosure>
            </Tile>
            <Tile title=t!(overview.debt.title) figure=figure(debt) href=list(&[("figure", "debt")])>
                <Disclosure summary=t!(overview.more)>
                    <p>{t!(overview.debt.meaning)}</p>
                    <p>{t!(overview.debt.formula)}</p>
                    <p>{t!(overview.debt.left_out)}</p>
                    {move || overview.with(|known| known.as_ref().map(|known| view! {
                        <Reasons coverage=known.debt.coverage.clone() />
                        <Conversions conversions=known.conversions.clone() missing=known.missing_rates.clone() />
                    }))}
                </Disclosure>
            </Tile>
            <Tile title=t!(overview.rate.title) figure=figure(rate) href=list(&[("figure", "rate")])>
                <Disclosure summary=t!(overview.more)>
                    <p>{t!(overview.rate.meaning)}</p>
                    <p>{t!(overview.rate.formula)}</p>
                    {move || overview.with(|known| known.as_ref().map(|known| view! { <Reasons coverage=known.average_rate.coverage.clone() /> }))}
                </Disclosure>
            </Tile>
            <Tile title=t!(overview.extended.title) figure=figure(extended) href=list(&[("figure", "extended")])>
                <Disclosure summary=t!(overview.more)>
                    <p>{t!(overview.extended.meaning)}</p>
                    <p>{t!(overview.extended.formula)}</p>
                </Disclosure>
            </Tile>
        </div>
    }
}

fn savings(_: &Overview) -> TileFigure {
    TileFigure { value: t!(overview.savings.not_yet).to_owned(), ..TileFigure::default() }
}

fn debt(overview: &Overview) -> TileFigure {
    let tile = &overview.debt;
    let currency = tile.total.currency();
    // Nothing known is not the same as nothing owed.
    let unknown = tile.coverage.known == 0 && tile.coverage.unknown > 0;
    TileFigure {
        value: if unknown {
            t!(overview.unknown).to_owned()
        } else {
            format::whole_amount(tile.total.amount().minor())
        },
        unit: if unknown { String::new() } else { format::currency_sign(currency.code()) },
        change: since(tile.change.map(signed), tile.compared_with)
            .or_else(|| not_compared(&tile.not_compared, |n, day| t!(overview.not_compared.debt, n = n, day = day))),
        coverage: Some(coverage(&tile.coverage)),
        ..TileFigure::default()
    }
}

fn rate(overview: &Overview) -> TileFigure {
    let tile = &overview.average_rate;
    let change = tile.change.as_ref().and_then(|change| change.parse::<f64>().ok()).map(|points| {
        // A change that is lost in the rounding has no sign.
        let points = if points.abs() < 0.005 { 0.0 } else { points };
        let sign = if points > 0.0 { "+" } else { "" };
        t!(overview.rate.points, n = format!("{sign}{}", format::decimal(points, 2)))
    });
    let change = since(change, tile.compared_with)
        .or_else(|| not_compared(&tile.not_compared, |n, day| t!(overview.not_compared.rate, n = n, day = day)));
    match tile.average {
        Some(average) => TileFigure {
            value: format::percent(average.effective_percent.fraction()),
            unit: t!(overview.rate.nominal, rate = format::percent(average.nominal_percent.fraction())),
            change,
            coverage: Some(rate_coverage(&tile.coverage)),
            ..TileFigure::default()
        },
        None => TileFigure {
            value: t!(overview.unknown).to_owned(),
            change,
            coverage: Some(rate_coverage(&tile.coverage)),
            ..TileFigure::default()
        },
    }
}

fn extended(overview: &Overview) -> TileFigure {
    let tile = &overview.extended;
    let cost = whole(tile.yearly_cost);
    let sign = if tile.change > 0 { "+" } else { "" };
    let change = format!("{sign}{}", format::integer(tile.change.into()));
    let number = t!(overview.extended.changed, n = tile.change, change = change);
    let moved = |cost: &Money| tile.change != 0 || tile.count > 0 || cost.amount().minor() != 0;
    let change = tile.cost_change.filter(moved);
    let change = change.map(|cost| t!(overview.extended.change, number = &number, cost = signed(cost)));
    let not_compared = not_compared(&tile.not_compared, |n, day| t!(overview.not_compared.cost, n = n, day = day));
    TileFigure {
        value: format::integer(i64::from(tile.count)),
        unit: t!(overview.extended.unit, n = tile.count),
        meaning: (tile.count > 0).then(|| (t!(overview.extended.cost, cost = cost), Tone::Loss)),
        change: since(change, tile.compared_with).or(not_compared),
        coverage: (tile.unconverted > 0).then(|| t!(overview.extended.unconverted, n = tile.unconverted)),
    }
}

fn since(change: Option<String>, day: NaiveDate) -> Option<String> {
    change.map(|change| t!(overview.since, change = change, day = unbroken(&format::date(day))))
}

/// Why a change is not shown. `unknown` says it of what a missing exchange rate or an implausible rate does not explain.
fn not_compared(found: &[NotCompared], unknown: impl Fn(u32, String) -> String) -> Option<String> {
    let reason = |one: &NotCompared| {
        let day = unbroken(&format::date(one.unknown_on));
        match one.reason {
            Unknown::ExchangeRateMissing => t!(overview.not_compared.exchange_rate, n = one.agreements, day = day),
            Unknown::ImplausibleRate => t!(overview.not_compared.implausible, n = one.agreements, day = day),
            Unknown::PriceAndRateMissing | Unknown::NoRateFits | Unknown::TermsNotCalculable => {
                unknown(one.agreements, day)
            }
        }
    };
    let reasons = found.iter().map(reason).collect::<Vec<_>>().join(", ");
    (!found.is_empty()).then(|| t!(overview.not_compared.text, reasons = reasons))
}

/// A date keeps together at the end of a line: U+2060 after a hyphen takes the break away.
fn unbroken(date: &str) -> String {
    date.replace('-', "-\u{2060}")
}

fn signed(change: Money) -> String {
    let sign = if change.amount().minor() > 0 { "+" } else { "" };
    format!("{sign}{}", whole(change))
}

/// A tile is read at a glance: the öre are in the list that it opens to.
fn whole(money: Money) -> String {
    format::whole_money(money.amount().minor(), money.currency().code())
}

fn coverage(coverage: &Coverage) -> String {
    t!(overview.debt.coverage, known = coverage.known, n = coverage.known + coverage.unknown)
}

fn rate_coverage(coverage: &Coverage) -> String {
    let known = t!(overview.rate.coverage, known = coverage.known, n = coverage.known + coverage.unknown);
    match coverage.reasons.iter().find(|count| count.reason == Unknown::ImplausibleRate) {
        Some(count) => format!("{known}; {}", t!(overview.rate.implausible, n = count.agreements)),
        None => known,
    }
}

/// Why figures are unknown, with how many of each.
#[component]
fn Reasons(coverage: Coverage) -> impl IntoView {
    let reason = |count: &shared::debt::UnknownCount| {
        view! { <li>{t!(overview.reason, n = count.agreements, reason = words::unknown(count.reason))}</li> }
    };
    let reasons = coverage.reasons.iter().map(reason).collect_view();
    (!coverage.reasons.is_empty()).then(|| view! { <ul>{reasons}</ul> })
}

/// The exchange rates in the figures, with day and source; those that are missing are said.
#[component]
fn Conversions(conversions: Vec<Conversion>, missing: Vec<Currency>) -> impl IntoView {
    let company = use_company();
    let line = |rate: &Conversion| {
        let number = format::exchange_rate(rate.rate.e8() as f64 / 1e8);
        let day = format::date(rate.on);
        view! { <li>{t!(overview.conversion, currency = rate.currency.code(), rate = number, day = day, source = &rate.source)}</li> }
    };
    let lines = conversions.iter().map(line).collect_view();
    let names = missing.iter().map(|currency| currency.code()).collect::<Vec<_>>().join(", ");
    view! {
        {(!conversions.is_empty()).then(|| view! { <ul>{lines}</ul> })}
        {(!missing.is_empty()).then(|| view! {
            <p>
                {t!(overview.missing_rates, currencies = names)} " "
                <a href=company.href(Place::ExchangeRates)>{t!(overview.enter_rates)}</a>
            </p>
        })}
    }
}
