//! The agreements, with what has happened to each. Pure: the same day gives the same portfolio.

use chrono::{Days, Months, NaiveDate};
use serde_json::json;
use shared::agreements::{
    AgreementKind, AgreementTerms, EndingHow, ExtensionRule, FeeBasis, FeeStep, LeasedObject, ResidualCarrier,
    TermsPatch, Timing,
};
use shared::money::{Amount, Currency, RatePercent};
use shared::terms::end_of_term;

use super::catalogue::{RESPONSIBLE, WARES, Ware};
use super::dice::Dice;
use super::rates::first_of_month;

/// One agreement and its story.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Story {
    pub(super) terms: AgreementTerms,
    /// By day.
    pub(super) chapters: Vec<Chapter>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chapter {
    /// The day it happened; never one to come.
    pub(super) on: NaiveDate,
    pub(super) reason: &'static str,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Corrected(TermsPatch),
    Amended(NaiveDate, TermsPatch),
    Ended(NaiveDate, EndingHow, Option<Amount>),
}

pub(super) fn portfolio(today: NaiveDate) -> Vec<Story> {
    let wares = WARES.iter().flat_map(|ware| std::iter::repeat_n(ware, ware.count));
    (1..).zip(wares).map(|(nth, ware)| story(ware, nth, today)).collect()
}

fn story(ware: &Ware, nth: u64, today: NaiveDate) -> Story {
    let mut dice = Dice::new(nth);
    let terms = terms(ware, nth, &mut dice, today);
    let chapters = chapters(&terms, &mut dice, today);
    Story { terms, chapters }
}

fn terms(ware: &Ware, nth: u64, dice: &mut Dice, today: NaiveDate) -> AgreementTerms {
    let kind = dice.one_of(ware.kinds, AgreementKind::FinancialLease);
    let term = dice.one_of(ware.terms, 36);
    let interval = dice.one_of(ware.intervals, 1);
    // A few have not begun, and a few are past their end.
    let age = dice.between(-2, i64::from(term) + 4);
    let start_on = months_from(first_of_month(today), -age);
    let timing = if dice.chance(88) { Timing::Advance } else { Timing::Arrears };
    let price = dice.between(ware.price.0, ware.price.1) * 1_000;
    let residual = price * dice.between(ware.residual.0, ware.residual.1) / 100 / 100 * 100;
    let first = if ware.object_type == "Personbil" && dice.chance(35) { price / 10 / 1_000 * 1_000 } else { 0 };
    let rate_e4 = dice.between(380, 720) * 100;
    let fee = annuity(price - first, residual, rate_e4, term, interval, timing);
    let is_lease = !matches!(kind, AgreementKind::Premises | AgreementKind::Rental);
    let priced = dice.chance(ware.priced);
    let stated = is_lease && !priced && dice.chance(50);
    let (department, cost_center) = dice.one_of(ware.cost_centers, ("Administration", "5100"));
    let title = dice.one_of(ware.titles, ware.object_type);
    AgreementTerms {
        number: Some(format!("DEMO-{nth:03}")),
        title: title.to_owned(),
        kind,
        lessor_id: None,
        lessor_name: Some(dice.one_of(ware.lessors, "Lingonbanken Finans AB").to_owned()),
        supplier_id: None,
        supplier_name: None,
        start_on,
        end_on: end_of_term(start_on, term),
        term_months: Some(term),
        currency: ware.currency,
        fee: whole(fee),
        interval_months: interval,
        timing,
        fee_steps: steps(dice, start_on, fee, term, is_lease),
        fee_basis: basis(dice, kind, start_on),
        price: priced.then(|| whole(price)),
        first_increased_fee: (first > 0 && priced).then(|| whole(first)),
        first_increased_replaces: false,
        interim_from: None,
        interim_daily: None,
        residual_value: (residual > 0).then(|| whole(residual)),
        residual_carrier: (residual > 0).then(|| {
            if kind == AgreementKind::OperationalLease || kind == AgreementKind::Car && dice.chance(60) {
                ResidualCarrier::Lessor
            } else {
                ResidualCarrier::Lessee
            }
        }),
        invoice_fee: (is_lease && ware.currency == Currency::SEK && dice.chance(70))
            .then(|| whole(dice.one_of(&[35, 45, 59, 75], 45))),
        arrangement_fee: (is_lease && priced && dice.chance(60)).then(|| whole(dice.one_of(&[495, 795, 1_495], 795))),
        service_fee: (ware.object_type == "Personbil" && dice.chance(50)).then(|| whole(dice.between(4, 9) * 100)),
        vat_restricted: ware.object_type == "Personbil",
        nominal_rate_percent: stated.then(|| RatePercent::from_ppb(rate_e4 * 1_000)).flatten(),
        notice_months: Some(if kind == AgreementKind::Premises { 9 } else { dice.one_of(&[1, 3, 3, 6], 3) }),
        extension: dice.chance(60).then(|| ExtensionRule {
            months: if kind == AgreementKind::Premises { 36 } else { dice.one_of(&[1, 3, 12], 12) },
            fee: None,
        }),
        options: Vec::new(),
        object_type: Some(ware.object_type.to_owned()),
        objects: objects(ware, title, nth, dice),
        department: Some(department.to_owned()),
        cost_center: Some(cost_center.to_owned()),
        project: None,
        responsible: Some(dice.one_of(RESPONSIBLE, "Agneta Lövgren").to_owned()),
        notes: None,
        custom: Default::default(),
    }
}

fn objects(ware: &Ware, title: &str, nth: u64, dice: &mut Dice) -> Vec<LeasedObject> {
    if ware.object_type == "Lokal" {
        return Vec::new();
    }
    let is_vehicle = matches!(ware.object_type, "Personbil" | "Lastbil");
    let units = if title == "Bärbara datorer" { dice.between(5, 60) } else { 1 };
    vec![LeasedObject {
        description: title.to_owned(),
        serial_number: (!is_vehicle).then(|| format!("SN{:07}", nth * 7_919 % 9_999_991)),
        registration: is_vehicle.then(|| format!("ÖÅÄ {:03}", nth % 1_000)),
        units: u32::try_from(units).unwrap_or(1),
    }]
}

/// Some rise by three percent a year, as agreed from the start.
fn steps(dice: &mut Dice, start_on: NaiveDate, fee: i64, term: u32, is_lease: bool) -> Vec<FeeStep> {
    if is_lease || !dice.chance(30) {
        return Vec::new();
    }
    (1..term / 12)
        .scan(fee, |fee, year| {
            *fee += *fee * 3 / 100;
            Some(FeeStep { from: start_on.checked_add_months(Months::new(12 * year))?, fee: whole(*fee) })
        })
        .collect()
}

fn basis(dice: &mut Dice, kind: AgreementKind, start_on: NaiveDate) -> FeeBasis {
    match kind {
        AgreementKind::Premises => FeeBasis::Indexed {
            index: "KPI".to_owned(),
            base_month: Some(months_from(first_of_month(start_on), -3)),
            share_percent: RatePercent::from_ppb(1_000_000_000),
        },
        AgreementKind::FinancialLease if dice.chance(25) => FeeBasis::Floating {
            reference: "STIBOR 3M".to_owned(),
            margin_percent: RatePercent::from_ppb(dice.between(140, 260) * 100_000),
            floor_percent: Some(RatePercent::default()),
            adjusted_every_months: Some(3),
        },
        _ => FeeBasis::Fixed {},
    }
}

/// What has happened since it was entered.
fn chapters(terms: &AgreementTerms, dice: &mut Dice, today: NaiveDate) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    let mut add = |on: NaiveDate, reason: &'static str, what: What| {
        chapters.push(Chapter { on: on.min(today), reason, what });
    };
    let end_on = terms.end_on.unwrap_or(terms.start_on);
    let ending = ending(terms, dice, end_on, today);
    let last = ending.as_ref().map_or(end_on, |(on, ..)| *on).min(today);
    if dice.chance(8) && terms.start_on < today {
        let patch = json!({"notes": "Avtalet finns i pärm 7."});
        add(months_from(terms.start_on, 1), "Uppgift saknades", What::Corrected(patch_of(patch)));
    }
    let mut fee = terms.fee.minor() / 100;
    let adjusted = matches!(terms.fee_basis, FeeBasis::Floating { .. } | FeeBasis::Indexed { .. });
    let mut on = months_from(terms.start_on, 12);
    while adjusted && terms.fee_steps.is_empty() && on <= last {
        fee += fee * dice.between(5, 35) / 1_000;
        let reason = if terms.kind == AgreementKind::Premises { "Indexuppräkning" } else { "Ränteändring" };
        add(on, reason, What::Amended(on, patch_of(json!({"fee": whole(fee)}))));
        on = months_from(on, 12);
    }
    let moved_on = months_from(terms.start_on, 14);
    if dice.chance(7) && moved_on <= last && terms.cost_center.as_deref() != Some("4200") {
        let patch = json!({"cost_center": "4200", "department": "Lager"});
        add(moved_on, "Flyttad till lagret", What::Amended(moved_on, patch_of(patch)));
    }
    match ending {
        Some((on, reason, how, price)) => add(on, reason, What::Ended(on, how, price)),
        None if end_on < today && dice.chance(15) => {
            let longer = end_of_term(terms.start_on, terms.term_months.unwrap_or(36) + 12).unwrap_or(end_on);
            let on = months_from(first_of_month(end_on), -2);
            // At a rate and not at the old fee: the same fee on the little that is left would be usury.
            let patch = json!({"end_on": longer, "nominal_rate_percent": "5.9000"});
            add(on, "Förlängd ett år", What::Amended(on, patch_of(patch)));
        }
        None => {}
    }
    chapters.sort_by_key(|chapter| chapter.on);
    chapters
}

type Ending = (NaiveDate, &'static str, EndingHow, Option<Amount>);

/// Returned when its time was out, bought before, or still there.
fn ending(terms: &AgreementTerms, dice: &mut Dice, end_on: NaiveDate, today: NaiveDate) -> Option<Ending> {
    if end_on < today {
        return dice.chance(45).then_some((end_on, "Återlämnad", EndingHow::Terminated, None));
    }
    let early = months_from(terms.start_on, 20).checked_sub_days(Days::new(1))?;
    if early >= today.min(end_on) || !dice.chance(4) {
        return None;
    }
    let price = terms.price.map(|price| whole(price.minor() / 100 * 6 / 10));
    Some((early, "Inlöst i förtid", EndingHow::BoughtOut, price))
}

/// Values of the terms' own types, so that the patch fits.
fn patch_of(fields: serde_json::Value) -> TermsPatch {
    serde_json::from_value(fields).unwrap_or_default()
}

/// The level fee per payment that pays `price` down to `residual`, in whole units of the currency.
fn annuity(price: i64, residual: i64, rate_e4: i64, term: u32, interval: u32, timing: Timing) -> i64 {
    let periods = i32::try_from(term / interval.max(1)).unwrap_or(1).max(1);
    let rate = rate_e4 as f64 / 1_000_000.0 * f64::from(interval) / 12.0;
    let growth = (1.0 + rate).powi(periods);
    let level = (price as f64 - residual as f64 / growth) * rate / (1.0 - 1.0 / growth);
    let level = if timing == Timing::Advance { level / (1.0 + rate) } else { level };
    level.round() as i64
}

fn whole(units: i64) -> Amount {
    units.checked_mul(100).and_then(Amount::from_minor).unwrap_or(Amount::ZERO)
}

fn months_from(day: NaiveDate, months: i64) -> NaiveDate {
    let count = Months::new(u32::try_from(months.unsigned_abs()).unwrap_or(0));
    let moved = if months < 0 { day.checked_sub_months(count) } else { day.checked_add_months(count) };
    moved.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::calculation::Calculation;
    use shared::terms::check;
    use std::collections::HashSet;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_always_gives_the_same_portfolio() {
        assert_eq!(portfolio(day("2026-11-22")), portfolio(day("2026-11-22")));
    }

    #[test]
    fn every_agreement_can_be_calculated_whatever_the_day() {
        for today in ["2024-02-29", "2026-11-22", "2030-12-31"] {
            let stories = portfolio(day(today));
            assert_eq!(stories.len(), 300);
            let numbers: HashSet<_> = stories.iter().map(|story| story.terms.number.clone()).collect();
            assert_eq!(numbers.len(), 300);
            for story in &stories {
                let checked = check(&story.terms).unwrap();
                let calculation = Calculation::new(&checked, &[]).unwrap();
                let warnings = calculation.warnings();
                assert!(warnings.is_empty(), "{:?}: {warnings:?}", story.terms);
                assert!(story.chapters.is_sorted_by_key(|chapter| chapter.on));
                assert!(story.chapters.iter().all(|chapter| chapter.on <= day(today)), "told before it happened");
            }
        }
    }

    #[test]
    fn every_kind_of_thing_happens() {
        let stories = portfolio(day("2026-11-22"));
        let count = |test: &dyn Fn(&Story) -> bool| stories.iter().filter(|story| test(story)).count();
        let today = day("2026-11-22");
        let is_past = |story: &Story| story.terms.end_on.unwrap() < today;
        let is_ended = |story: &Story| story.chapters.iter().any(|chapter| matches!(chapter.what, What::Ended(..)));
        assert!((10..=40).contains(&count(&|story| is_past(story) && !is_ended(story))), "extended");
        assert!((10..=60).contains(&count(&is_ended)), "ended");
        assert!((1..=20).contains(&count(&|story| story.terms.start_on > today)), "not started");
        assert!(count(&|story| !story.terms.fee_steps.is_empty()) >= 5, "stepped");
        assert!(count(&|story| story.terms.first_increased_fee.is_some()) >= 10, "first increased");
        assert!(count(&|story| matches!(story.terms.fee_basis, FeeBasis::Floating { .. })) >= 10, "floating");
        assert!(count(&|story| story.chapters.iter().any(|c| matches!(c.what, What::Amended(..)))) >= 20, "amended");
        assert!(count(&|story| story.terms.price.is_none()) >= 30, "without a price");
    }
}
