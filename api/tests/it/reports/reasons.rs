//! Why figures are what they are: by cause, and beside another book.

use super::{agreements, report};
use crate::agreements::{At, truck, with};
use crate::debt::published_portfolio;
use crate::support::TestApp;
use serde_json::json;
use shared::money::Amount;
use shared::reports::{
    AgreementDifference, AgreementExplanation, BookStanding, ReportCause, ReportDifference, ReportExplanation,
};
use std::collections::BTreeMap;

async fn explanation(app: &TestApp, query: &str) -> ReportExplanation {
    let path = app.path(&format!("/reports/books/explanation?{query}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn difference(app: &TestApp, query: &str) -> ReportDifference {
    let path = app.path(&format!("/reports/books/difference?{query}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

fn total(of: impl Iterator<Item = Amount>) -> i64 {
    of.map(Amount::minor).sum()
}

#[tokio::test]
async fn opening_and_changes_are_the_closing_of_each_agreement_and_of_all() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    for framework in ["ifrs16", "k3", "asc842"] {
        let query = format!("framework={framework}&from=2024-07-01&to=2026-03-31");
        let mut all: Vec<AgreementExplanation> = Vec::new();
        let mut page = explanation(&app, &format!("{query}&limit=90")).await;
        let first = page.clone();
        while let Some(cursor) = page.next_cursor.take() {
            all.append(&mut page.data);
            page = explanation(&app, &format!("{query}&limit=90&cursor={cursor}")).await;
        }
        all.append(&mut page.data);
        assert_eq!(all.len(), first.agreements as usize);
        let mut causes: BTreeMap<ReportCause, (i64, i64, u32)> = BTreeMap::new();
        for one in &all {
            let (mut liability, mut asset) = (one.liability_opening.minor(), one.asset_opening.minor());
            let mut seen = Vec::new();
            for change in &one.changes {
                liability += change.liability.minor();
                asset += change.asset.minor();
                let total = causes.entry(change.cause).or_default();
                total.0 += change.liability.minor();
                total.1 += change.asset.minor();
                total.2 += u32::from(!seen.contains(&change.cause));
                seen.push(change.cause);
            }
            assert_eq!((liability, asset), (one.liability_closing.minor(), one.asset_closing.minor()), "{one:?}");
        }
        let said: BTreeMap<_, _> = first
            .causes
            .iter()
            .map(|total| (total.cause, (total.liability.minor(), total.asset.minor(), total.agreements)))
            .collect();
        assert_eq!(said, causes);
        assert_eq!(first.liability_closing.minor(), total(all.iter().map(|one| one.liability_closing)));
        assert_eq!(first.asset_opening.minor(), total(all.iter().map(|one| one.asset_opening)));
        let report = report(&app, &query).await;
        assert_eq!(
            (first.liability_opening, first.liability_closing),
            (report.total.liability.opening, report.total.liability.closing)
        );
        assert_eq!(causes[&ReportCause::Interest].0, report.total.liability.interest.minor());
        assert_eq!(causes[&ReportCause::Depreciation].1, -report.total.asset.depreciation.minor());
        assert_eq!(first.left_out_count, report.left_out_count);
    }
}

#[tokio::test]
async fn each_kind_of_change_has_its_name() {
    let app = TestApp::new().await;
    let premises = with(truck(), json!({"number": "A-1", "kind": "premises", "residual_value": null}));
    let indexed = At::created(&app, premises).await;
    indexed.amend("2026-03-01", json!({"fee": "5200"})).await.expect_status(200);
    let floating = At::created(&app, with(truck(), json!({"number": "A-2"}))).await;
    floating.amend("2026-04-01", json!({"fee": "5100"})).await.expect_status(200);
    let longer = At::created(&app, with(truck(), json!({"number": "A-3"}))).await;
    longer.amend("2026-05-01", json!({"end_on": "2028-12-31"})).await.expect_status(200);
    let shorter = At::created(&app, with(truck(), json!({"number": "A-4"}))).await;
    shorter.amend("2026-06-01", json!({"end_on": "2027-06-30"})).await.expect_status(200);
    let ended = At::created(&app, with(truck(), json!({"number": "A-5"}))).await;
    ended.end("2026-08-31").await.expect_status(200);
    let bought = At::created(&app, with(truck(), json!({"number": "A-6"}))).await;
    let ending = json!({"how": "bought_out", "effective_on": "2026-09-30", "price": "90000"});
    bought.post("/endings", ending).await.expect_status(200);
    At::created(&app, with(truck(), json!({"number": "A-7", "start_on": "2026-07-01"}))).await;
    let year = explanation(&app, "framework=ifrs16&from=2026-01-01&to=2026-12-31").await;
    let once = |number: &str| -> Vec<(ReportCause, String)> {
        let one = year.data.iter().find(|one| one.agreement.number == number).unwrap();
        let runs_on = [ReportCause::Interest, ReportCause::Payment, ReportCause::Depreciation];
        let happened = one.changes.iter().filter(|change| !runs_on.contains(&change.cause));
        happened.map(|change| (change.cause, change.on.to_string())).collect()
    };
    for (number, cause, on) in [
        ("A-1", ReportCause::Index, "2026-03-01"),
        ("A-2", ReportCause::FloatingRate, "2026-04-01"),
        ("A-3", ReportCause::Modification, "2026-05-01"),
        ("A-4", ReportCause::ScopeReduced, "2026-06-01"),
        ("A-5", ReportCause::Termination, "2026-08-31"),
        ("A-6", ReportCause::BuyOut, "2026-09-30"),
        ("A-7", ReportCause::New, "2026-07-01"),
    ] {
        assert_eq!(once(number), [(cause, on.to_owned())], "{number}");
    }
    let ended = year.data.iter().find(|one| one.agreement.number == "A-5").unwrap();
    assert_eq!((ended.liability_closing, ended.asset_closing), (Amount::ZERO, Amount::ZERO));
    // A price that settles the liability is principal, what it exceeds it by a purchase.
    let rows = agreements(&app, "framework=ifrs16&from=2026-09-30&to=2026-09-30").await;
    let cash = rows.iter().find(|row| row.agreement.number == "A-6").unwrap().figures.cash;
    assert_eq!(cash.principal.minor() + cash.purchases.minor(), 9_000_000);
    assert!(cash.principal.minor() > 0 && cash.purchases.minor() > 0, "{cash:?}");
}

#[tokio::test]
async fn a_difference_is_one_book_less_the_other_and_turns_its_sign() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    let query = "as_of=2025-12-31&limit=1000";
    let one = difference(&app, &format!("framework=ifrs16&other=k3_legal_entity&{query}")).await;
    let back = difference(&app, &format!("framework=k3_legal_entity&other=ifrs16&{query}")).await;
    assert_eq!((one.agreements, one.from.to_string()), (back.agreements, "2025-01-01".to_owned()));
    assert_eq!((one.total.book, one.total.other), (back.total.other, back.total.book));
    let negated = |standing: BookStanding| [standing.net, standing.expense, standing.cash].map(|one| -one.minor());
    assert_eq!(
        negated(one.total.difference),
        [back.total.difference.net, back.total.difference.expense, back.total.difference.cash].map(Amount::minor)
    );
    let sum = |of: fn(&AgreementDifference) -> Amount| total(one.data.iter().map(of));
    assert_eq!(one.data.len(), one.agreements as usize);
    assert_eq!(sum(|row| row.difference.net), one.total.difference.net.minor());
    assert_eq!(sum(|row| row.book.expense), one.total.book.expense.minor());
    assert_eq!(sum(|row| row.other.deferral), one.total.other.deferral.minor());
    // What is paid is the same whatever the rules; of foreign leases each part of a payment is converted by itself.
    assert!(one.total.difference.cash.minor().abs() <= 10, "{:?}", one.total.difference);
    assert_eq!(one.total.other.liability, Amount::ZERO);
    // Agreements without a rate are in the other book alone, and so in neither.
    let expensed = report(&app, "framework=k3_legal_entity&to=2025-12-31").await;
    assert!(expensed.agreements > one.agreements);
    let same = difference(&app, "framework=k2&other=k2&as_of=2025-12-31").await;
    assert_eq!(same.total.difference, BookStanding::default());
}
