//! What the report of a group comes to.

use super::{choose, enter, in_euros, of_group, seen, subsidiary};
use crate::debt::enter_rate;
use crate::reports::totals::{amounts, sum, ties};
use crate::support::TestApp;
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Value, json};
use shared::ids::CompanyId;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::{
    AgreementReport, BookReport, ReportCompanyFinding, ReportFigures, ReportNote, SealedReport, SealedVerification,
};

const YEAR: &str = "framework=ifrs16&from=2025-01-01&to=2025-12-31";

/// A parent that counts in kronor with two trucks, and a subsidiary that counts in euros with two.
async fn two_companies(app: &TestApp) -> CompanyId {
    let sub = subsidiary(app, "Dotter Oy", "556016-0680", "EUR").await;
    enter(app, app.company, json!({"number": "M-1"})).await;
    enter(app, app.company, json!({"number": "M-2", "fee": "6111.11", "start_on": "2025-03-01"})).await;
    enter(app, sub, in_euros("D-1")).await;
    enter(app, sub, in_euros("D-2")).await;
    for (on, rate) in
        [("2023-12-31", "11.0960"), ("2024-12-31", "11.4865"), ("2025-07-01", "11.1465"), ("2025-12-31", "10.8190")]
    {
        enter_rate(app, "EUR", on, rate).await;
    }
    sub
}

/// Every agreement of the group's report.
async fn rows(app: &TestApp, query: &str) -> Vec<AgreementReport> {
    let path = app.path(&format!("/reports/books/agreements?scope=group&limit=1000&{query}"));
    app.as_owner().get(&path).send().await.expect_status(200).json::<Page<AgreementReport>>().data
}

#[track_caller]
fn periods_tie(report: &BookReport) {
    ties(&report.total);
    let periods: Vec<&ReportFigures> = report.periods.iter().map(|period| &period.figures).collect();
    periods.iter().for_each(|figures| ties(figures));
    for pair in periods.windows(2) {
        assert_eq!(pair[0].liability.closing, pair[1].liability.opening);
        assert_eq!(pair[0].asset.closing, pair[1].asset.opening);
    }
    let mut whole = sum(periods.iter().copied());
    for (path, amount) in amounts(&json!(periods[0])).into_iter().filter(|(path, _)| path.ends_with("/opening")) {
        whole[&path] = amount;
    }
    for (path, amount) in amounts(&json!(periods[periods.len() - 1])) {
        if path.ends_with("/closing") || path == "/current" || path == "/noncurrent" {
            whole[&path] = amount;
        }
    }
    let mut total = sum([&report.total]);
    let nothing = |_: &String, amount: &mut Value| *amount != json!(0);
    whole.retain(nothing);
    total.retain(nothing);
    assert_eq!(whole, total);
}

fn times(minor: i64, rate_e4: i64) -> i64 {
    (minor * rate_e4 + 5_000) / 10_000
}

#[tokio::test]
async fn a_total_is_the_sum_of_the_companies_each_translated_and_the_rest_is_a_line_of_its_own() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    let group = choose(&app, json!([{"company_id": sub, "from": "2020-01-01"}])).await;
    assert_eq!((group.version, group.currency.code(), group.members[0].currency.code()), (1, "SEK", "EUR"));
    let own = seen(app.as_owner(), app.company, YEAR).await;
    let theirs = seen(app.as_owner(), sub, YEAR).await;
    assert_eq!((own.currency.code(), theirs.currency.code(), &own.group), ("SEK", "EUR", &None));
    for (period, split) in [("whole", "kind"), ("month", "treatment"), ("quarter", "currency")] {
        let report = of_group(&app, &format!("{YEAR}&period={period}&split={split}")).await;
        let group = report.group.as_deref().unwrap();
        let [parent, member] = &group.companies[..] else { panic!("{:?}", group.companies) };
        assert_eq!((parent.id, member.id, group.version), (app.company, sub, 1));
        assert_eq!((parent.total, parent.rates), (own.total, None));
        assert_eq!(sum([&parent.total, &member.total]), sum([&report.total]));
        assert_eq!(report.agreements, 4);
        periods_tie(&report);
        assert_eq!(sum(report.lines.iter().map(|line| &line.figures)), sum([&report.total]));
        // Half a year at each of two rates, one day at a third.
        let rates = member.rates.unwrap();
        let shown = [rates.opening, rates.average, rates.closing].map(|rate| rate.to_string());
        let mean = (114_865 * 181 + 111_465 * 183 + 108_190) as f64 / 365.0 / 10_000.0;
        assert_eq!(shown, ["11.4865".to_owned(), format!("{mean:.8}"), "10.8190".to_owned()]);
        let (told, their) = (&member.total, &theirs.total);
        // Two agreements, each rounded by itself.
        let near = |found: shared::money::Amount, expected: i64| (found.minor() - expected).abs() <= 2;
        assert!(near(told.liability.opening, times(their.liability.opening.minor(), 114_865)));
        assert!(near(told.liability.closing, times(their.liability.closing.minor(), 108_190)));
        assert!(near(told.noncurrent, times(their.noncurrent.minor(), 108_190)));
        assert!(near(told.asset.closing, times(their.asset.closing.minor(), 108_190)));
        assert!(near(member.maturity.total, times(theirs.maturity.total.minor(), 108_190)));
        let interest = (their.liability.interest.minor() as f64 * mean).round() as i64;
        assert!(near(told.liability.interest, interest) && near(told.result.interest, interest));
        // The euro has fallen: both are worth less.
        assert!(told.translation.liability.minor() < 0 && told.translation.asset.minor() < 0);
        assert_eq!(
            report.maturity.total.minor() - report.maturity.discount.minor(),
            report.total.liability.closing.minor()
        );
    }
    let rows = rows(&app, YEAR).await;
    let whose: Vec<_> = rows.iter().map(|row| (row.agreement.number.as_str(), row.agreement.company_id)).collect();
    let (ours, theirs) = (Some(app.company), Some(sub));
    assert_eq!(whose, [("D-1", theirs), ("D-2", theirs), ("M-1", ours), ("M-2", ours)]);
    assert_eq!(sum(rows.iter().map(|row| &row.figures)), sum([&of_group(&app, YEAR).await.total]));
}

#[tokio::test]
async fn a_lease_between_two_of_the_companies_is_taken_away_and_named() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    let party = json!({"name": "Moder som hyr ut", "org_number": "556036-0793"});
    app.as_owner().post(&format!("/companies/{sub}/parties")).json(party).send().await.expect_status(201);
    let before = of_group(&app, YEAR).await;
    let from_parent = json!({"lessor_name": "Moder som hyr ut", "number": "D-3"});
    enter(&app, sub, crate::agreements::with(in_euros("D-3"), from_parent)).await;
    // Outside the group it is a lease as any other.
    assert_eq!(seen(app.as_owner(), sub, YEAR).await.agreements, 3);
    assert_eq!(before.agreements, 2);
    choose(&app, json!([{"company_id": sub, "from": "2020-01-01"}])).await;
    let report = of_group(&app, &format!("{YEAR}&period=month")).await;
    let group = report.group.as_deref().unwrap();
    let [one] = &group.eliminated[..] else { panic!("{:?}", group.eliminated) };
    assert_eq!((one.agreement.number.as_str(), one.agreement.company_id), ("D-3", Some(sub)));
    assert_eq!((one.lessor_company_id, group.eliminated_count, report.agreements), (app.company, 1, 4));
    assert!(one.figures.liability.closing.minor() > 0);
    ties(&one.figures);
    periods_tie(&report);
    assert!(rows(&app, YEAR).await.iter().all(|row| row.agreement.number != "D-3"));
    // A third of the same three: with it the subsidiary would have half as much again.
    let member = &group.companies[1];
    assert_eq!(member.total.liability.closing.minor(), 2 * one.figures.liability.closing.minor());
}

#[tokio::test]
async fn a_company_that_joins_comes_in_with_what_it_has_and_one_that_leaves_takes_it_along() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    choose(&app, json!([{"company_id": sub, "from": "2025-03-01", "until": "2025-10-15"}])).await;
    let report = of_group(&app, &format!("{YEAR}&period=quarter")).await;
    periods_tie(&report);
    let member = &report.group.as_deref().unwrap().companies[1];
    assert_eq!((member.from.to_string(), member.to.to_string()), ("2025-03-01".to_owned(), "2025-10-15".to_owned()));
    ties(&member.total);
    assert_eq!((member.total.liability.opening.minor(), member.total.asset.closing.minor()), (0, 0));
    assert_eq!((member.total.current.minor(), member.maturity.total.minor()), (0, 0));
    let theirs = seen(app.as_owner(), sub, "framework=ifrs16&from=2025-03-01&to=2025-10-15").await;
    let came = member.total.liability.recognised.minor();
    assert!((came - times(theirs.total.liability.opening.minor(), 114_865)).abs() <= 2);
    let left = member.total.liability.derecognised.minor();
    assert!((left - times(theirs.total.liability.closing.minor(), 111_465)).abs() <= 2);
    // Before and after, it is in nothing.
    let own = seen(app.as_owner(), app.company, "framework=ifrs16&from=2025-11-01&to=2025-12-31").await;
    let after = of_group(&app, "framework=ifrs16&from=2025-11-01&to=2025-12-31").await;
    assert_eq!((after.total, after.group.unwrap().companies.len()), (own.total, 1));
}

#[tokio::test]
async fn what_the_group_was_is_known_as_it_was_known() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    let moment = || app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    let alone = moment();
    app.advance(TimeDelta::minutes(1));
    choose(&app, json!([{"company_id": sub, "from": "2020-01-01"}])).await;
    let (together, told) = (moment(), of_group(&app, YEAR).await);
    app.advance(TimeDelta::minutes(1));
    choose(&app, json!([{"company_id": sub, "from": "2025-06-01"}])).await;
    enter_rate(&app, "EUR", "2025-12-31", "12.5").await;
    enter(&app, sub, in_euros("D-9")).await;
    assert_ne!(of_group(&app, YEAR).await.total, told.total);
    let again = of_group(&app, &format!("{YEAR}&known_at={together}")).await;
    assert_eq!((again.total, again.maturity, &again.group), (told.total, told.maturity, &told.group));
    let before = of_group(&app, &format!("{YEAR}&known_at={alone}")).await;
    let group = before.group.as_deref().unwrap();
    assert_eq!((group.version, group.companies.len()), (0, 1));
}

#[tokio::test]
async fn a_company_without_an_exchange_rate_is_left_out_by_name() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    let norwegian = subsidiary(&app, "Datter AS", "556012-5790", "NOK").await;
    choose(&app, json!([{"company_id": sub, "from": "2020-01-01"}, {"company_id": norwegian, "from": "2020-01-01"}]))
        .await;
    let report = of_group(&app, YEAR).await;
    let group = report.group.as_deref().unwrap();
    let [one] = &group.left_out[..] else { panic!("{:?}", group.left_out) };
    assert_eq!((one.finding, one.company_id), (ReportCompanyFinding::ExchangeRateMissing, Some(norwegian)));
    assert_eq!(one.on, NaiveDate::from_ymd_opt(2024, 12, 31));
    assert_eq!(group.companies.len(), 2);
}

#[tokio::test]
async fn notes_files_and_differences_are_of_groups_too_and_the_rest_is_refused() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    choose(&app, json!([{"company_id": sub, "from": "2020-01-01"}])).await;
    let get = async |rest: &str| app.as_owner().get(&app.path(&format!("/reports/books{rest}"))).send().await;
    let note: ReportNote =
        get("/note?framework=ifrs16&year_end=2025-12-31&rounding=units&scope=group").await.expect_status(200).json();
    assert!(note.text.contains("Omräkningsdifferens"), "{}", note.text);
    let report = of_group(&app, YEAR).await;
    let whole = report.total.liability.closing.minor() / 100;
    let digits: String = note.text.chars().filter(|sign| sign.is_ascii_digit() || *sign == '\n').collect();
    assert!(digits.contains(&whole.to_string()), "{whole} is not in {}", note.text);
    let csv = get(&format!("/export?{YEAR}&scope=group")).await.expect_status(200).text();
    let lines: Vec<&str> = csv.lines().collect();
    assert!(lines[0].contains("Bolag;Organisationsnummer;Avtalsnummer"), "{}", lines[0]);
    assert!(lines[1].starts_with("Dotter Oy;556016-0680;D-1;"), "{}", lines[1]);
    assert_eq!(lines.len(), 5);
    let difference: Value =
        get("/difference?framework=ifrs16&other=k2&as_of=2025-12-31&scope=group").await.expect_status(200).json();
    assert_eq!(difference["total"]["book"]["liability"], json!(report.total.liability.closing));
    for rest in ["/explanation?framework=ifrs16", "/bridge?framework=ifrs16&known_before=2026-11-01T00:00:00Z"] {
        let refused = get(&format!("{rest}&scope=group")).await;
        refused.expect_fault(ErrorCode::NotForGroups, "?scope", FieldCode::InvalidValue);
    }
}

#[tokio::test]
async fn a_sealed_group_is_computed_anew_to_the_same_hash_whatever_was_recorded_since() {
    let app = TestApp::new().await;
    let sub = two_companies(&app).await;
    let party = json!({"name": "Moder som hyr ut", "org_number": "556036-0793"});
    let party = app.as_owner().post(&format!("/companies/{sub}/parties")).json(party).send().await.expect_status(201);
    let party: Value = party.json();
    enter(&app, sub, crate::agreements::with(in_euros("D-3"), json!({"lessor_name": "Moder som hyr ut"}))).await;
    choose(&app, json!([{"company_id": sub, "from": "2025-02-01"}])).await;
    app.advance(TimeDelta::minutes(1));
    let new = crate::reports::sealed::year(json!({"scope": "group", "split": "lessor", "period": "quarter"}));
    let sealed = app.as_owner().post(&app.path("/sealed-reports")).json(new).send().await.expect_status(201);
    let sealed: SealedReport = sealed.json();
    assert_eq!(sealed.content.report.total, of_group(&app, YEAR).await.total);
    assert_eq!(sealed.content.report.group.as_deref().unwrap().eliminated_count, 1);
    app.advance(TimeDelta::minutes(1));
    choose(&app, json!([])).await;
    enter_rate(&app, "EUR", "2025-12-31", "12.5").await;
    enter(&app, sub, in_euros("D-9")).await;
    let other = json!({"name": "Nordlease Finans AB", "org_number": "556036-0793"});
    app.as_owner().post(&app.path("/parties")).json(other).send().await;
    let path = format!("/companies/{sub}/parties/{}", party["id"].as_str().unwrap());
    let renamed = json!({"name": "En annan", "org_number": null});
    app.as_owner().put(&path).if_match(1).json(renamed).send().await.expect_status(200);
    let rename = app.as_owner().patch(&format!("/companies/{sub}")).if_match(1).json(json!({"name": "Nytt namn Oy"}));
    rename.send().await.expect_status(200);
    let path = app.path(&format!("/sealed-reports/{}", sealed.item.id));
    let verified = app.as_owner().get(&format!("{path}/verification")).send().await.expect_status(200);
    let verified: SealedVerification = verified.json();
    assert!(verified.is_kept && verified.is_reproduced, "{verified:?}");
    let again: SealedReport = app.as_owner().get(&path).send().await.expect_status(200).json();
    assert_eq!(again, sealed);
    app.as_owner().get(&format!("{path}/bridge")).send().await.expect_problem(ErrorCode::NotForGroups);
}
