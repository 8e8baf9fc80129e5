//! The vouchers of a time.

use super::{amend, assert_balanced, enter, journal, minor, moved};
use crate::support::TestApp;
use serde_json::json;
use shared::books::{BookCalculation, BookRole};
use shared::journals::{Journal, JournalCause, JournalOmission};
use shared::problem::{ErrorCode, FieldCode};
use std::collections::BTreeMap;

const YEAR: &str = "framework=ifrs16&from=2026-01-01&to=2026-12-31";

/// Debit less credit by role, of what the vouchers say.
fn by_role(journal: &Journal) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    for line in journal.data.iter().flat_map(|voucher| &voucher.lines) {
        *sums.entry(format!("{:?}", line.role.unwrap())).or_default() += minor(line.debit) - minor(line.credit);
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[tokio::test]
async fn the_journal_of_a_year_is_that_of_the_book() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({"cost_center": "410", "project": "P-7"})).await;
    let journal = journal(&app, YEAR).await;
    assert_balanced(&journal);
    assert_eq!((journal.vouchers, journal.not_exported, journal.data.len()), (12, 12, 12));

    let path = app.path(&format!("/agreements/{}/books/ifrs16?as_of=2026-12-31", agreement.id));
    let book: BookCalculation = app.as_reader().get(&path).send().await.expect_status(200).json();
    let mut expected: BTreeMap<String, i64> = BTreeMap::new();
    let year = |on: chrono::NaiveDate| on.to_string().starts_with("2026");
    for line in book.journal.iter().filter(|voucher| year(voucher.on)).flat_map(|voucher| &voucher.lines) {
        *expected.entry(format!("{:?}", line.role)).or_default() += minor(line.debit) - minor(line.credit);
    }
    expected.retain(|_, sum| *sum != 0);
    assert_eq!(by_role(&journal), expected);
    assert!(expected.len() >= 5, "{expected:?}");

    let voucher = &journal.data[0];
    assert_eq!((voucher.on.to_string().as_str(), voucher.cause), ("2026-01-31", JournalCause::Month));
    assert!(voucher.text.starts_with(&voucher.key) && voucher.text.contains("Skjutstativtruck"), "{}", voucher.text);
    let line = voucher.lines.iter().find(|line| line.role == Some(BookRole::Depreciation)).unwrap();
    assert_eq!((line.account.as_str(), line.cost_center.as_deref()), ("7836", Some("410")));
    assert_eq!(line.project.as_deref(), Some("P-7"));
}

#[tokio::test]
async fn joined_by_account_it_comes_to_the_same() {
    let app = TestApp::new().await;
    for cost_center in ["410", "420"] {
        enter(&app, json!({"cost_center": cost_center})).await;
    }
    let single = journal(&app, YEAR).await;
    let joined = journal(&app, &format!("{YEAR}&by=account")).await;
    assert_balanced(&joined);
    assert_eq!((single.vouchers, joined.vouchers), (24, 12));
    let accounts = ["1260", "1269", "2391", "2841", "2440", "7836", "8410"];
    let moves = |journal: &Journal| accounts.map(|account| moved(journal, account));
    assert_eq!(moves(&single), moves(&joined));
    let month = &joined.data[0];
    assert!(month.agreement.is_none());
    let interest: Vec<_> = month.lines.iter().filter(|line| line.account == "8410").collect();
    assert_eq!(interest.len(), 2, "one line for each cost centre: {interest:?}");
}

#[tokio::test]
async fn events_are_vouchers_of_their_own_and_keys_follow_content() {
    let app = TestApp::new().await;
    let agreement = enter(&app, json!({})).await;
    let from_start = "framework=ifrs16&from=2025-07-01&to=2026-12-31";
    let before = journal(&app, from_start).await;
    assert_eq!(before.data[0].cause, JournalCause::Event);
    assert_eq!(journal(&app, from_start).await.data, before.data, "the same question has the same answer");
    amend(&app, &agreement, "2026-07-01", json!({"fee": "41000"})).await;
    let after = journal(&app, from_start).await;
    let keys = |journal: &Journal, before: &str| -> Vec<String> {
        let voucher = |voucher: &&shared::journals::JournalVoucher| voucher.on.to_string().as_str() < before;
        journal.data.iter().filter(voucher).map(|voucher| voucher.key.clone()).collect()
    };
    assert_eq!(keys(&after, "2026-05-31"), keys(&before, "2026-05-31"));
    let change = after.data.iter().find(|voucher| voucher.on.to_string() == "2026-07-01").unwrap();
    assert_eq!((change.cause, change.entry), (JournalCause::Event, Some(shared::books::BookEntry::Change)));
    let all: std::collections::BTreeSet<_> = after.data.iter().map(|voucher| &voucher.key).collect();
    assert_eq!(all.len(), after.data.len());
}

#[tokio::test]
async fn pages_give_every_voucher_once() {
    let app = TestApp::new().await;
    for _ in 0..3 {
        enter(&app, json!({})).await;
    }
    let whole = journal(&app, &format!("{YEAR}&limit=1000")).await;
    let mut query = format!("{YEAR}&limit=7");
    let mut seen = Vec::new();
    loop {
        let page = journal(&app, &query).await;
        assert_eq!((page.vouchers, page.debit), (whole.vouchers, whole.debit), "sums are of the whole");
        seen.extend(page.data);
        match page.next_cursor {
            Some(cursor) => query = format!("{YEAR}&limit=7&cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(seen, whole.data);
}

/// A process computes a journal once for each revision of the register, and for each language.
#[tokio::test]
async fn what_is_remembered_is_computed_again_when_the_register_changes_and_not_before() {
    let app = TestApp::new().await;
    enter(&app, json!({})).await;
    let first = journal(&app, YEAR).await;
    let behind = app.database.superuser().await;
    behind.batch_execute("UPDATE agreement SET deleted_at = now()").await.unwrap();
    let again = journal(&app, &format!("{YEAR}&limit=5")).await;
    assert_eq!(again.data[..], first.data[..5], "the database was asked for more than the revision");
    assert_eq!(journal(&app, &format!("{YEAR}&by=account")).await.vouchers, 0, "another question");
    behind.batch_execute("UPDATE register SET revision = revision + 1").await.unwrap();
    assert_eq!(journal(&app, YEAR).await.vouchers, 0);
    behind
        .batch_execute("UPDATE agreement SET deleted_at = NULL; UPDATE register SET revision = revision + 1")
        .await
        .unwrap();
    let swedish = journal(&app, YEAR).await;
    let patch = json!({"language": "en"});
    app.as_owner().patch(&app.path("")).if_match(1).json(patch).send().await.expect_status(200);
    let english = journal(&app, YEAR).await;
    assert_eq!(english.data[0].key, swedish.data[0].key);
    assert_ne!(english.data[0].text, swedish.data[0].text);
    // What an export takes is not due any more.
    assert_eq!(journal(&app, &format!("{YEAR}&new_only=true")).await.not_exported, 12);
    super::exported(&app, super::export("csv", json!({}))).await;
    assert_eq!(journal(&app, &format!("{YEAR}&new_only=true")).await.not_exported, 0);
}

#[tokio::test]
async fn what_cannot_be_posted_is_named_and_left_out() {
    let app = TestApp::new().await;
    let mut posted = enter(&app, json!({})).await;
    enter(&app, json!({"price": null})).await;
    enter(&app, json!({"currency": "EUR"})).await;
    let found = journal(&app, YEAR).await;
    let reasons: Vec<_> = found.left_out.iter().map(|left_out| left_out.reason).collect();
    assert_eq!(reasons, [JournalOmission::RateMissing, JournalOmission::ExchangeRateMissing]);
    assert!(found.data.iter().all(|voucher| voucher.agreement.as_ref().unwrap().id == posted.id));
    // Expensed, the one without a rate has its vouchers too.
    assert_eq!(journal(&app, &YEAR.replace("ifrs16", "k2")).await.left_out.len(), 1);
    let rate = json!({"currency": "EUR", "on": "2025-07-01", "rate": "11", "source": "Riksbanken"});
    app.as_editor().post(&app.path("/exchange-rates")).json(rate).send().await.expect_status(201);
    let found = journal(&app, YEAR).await;
    assert_eq!(found.left_out.len(), 1);
    assert_balanced(&found);
    posted = amend(&app, &posted, "2026-02-01", json!({"cost_center": "99"})).await;
    let of = journal(&app, &format!("{YEAR}&agreement_id={}", posted.id)).await;
    let centers: Vec<_> = of.data.iter().map(|voucher| voucher.lines[0].cost_center.clone()).collect();
    assert_eq!(centers[0], None, "January is from before");
    assert!(centers[1..].iter().all(|center| center.as_deref() == Some("99")), "{centers:?}");
}

#[tokio::test]
async fn own_accounts_rule_from_when_they_were_chosen() {
    let app = TestApp::new().await;
    enter(&app, json!({"cost_center": "410"})).await;
    let before = journal(&app, YEAR).await;
    let then = app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    app.advance(chrono::TimeDelta::minutes(5));
    let rules = json!([
        {"role": "interest", "account": "8411"},
        {"role": "interest", "framework": "ifrs16", "cost_center": "410", "account": "8412", "name": "Leasingränta"}
    ]);
    let path = app.path("/accounts/mapping");
    app.as_editor().put(&path).if_match(0).json(json!({"accounts": rules})).send().await.expect_status(200);
    let after = journal(&app, YEAR).await;
    assert_eq!((moved(&after, "8412"), after.mapping_version), (moved(&before, "8410"), 1));
    let named = after.accounts.iter().find(|one| one.account == "8412").unwrap();
    assert_eq!(named.name.as_deref(), Some("Leasingränta"));
    let keys = |journal: &Journal| journal.data.iter().map(|voucher| voucher.key.clone()).collect::<Vec<_>>();
    assert_eq!(keys(&after), keys(&before), "another account is not another voucher");
    let past = journal(&app, &format!("{YEAR}&known_at={then}")).await;
    assert_eq!(past.data, before.data);
}

#[tokio::test]
async fn a_time_is_whole_months_and_not_too_many() {
    let app = TestApp::new().await;
    for (from, to, pointer) in [
        ("2026-01-02", "2026-01-31", "?from"),
        ("2026-01-01", "2026-01-30", "?to"),
        ("2026-02-01", "2026-01-31", "?to"),
        ("2026-01-01", "2029-01-31", "?to"),
        ("1899-01-01", "1899-01-31", "?from"),
    ] {
        let path = app.path(&format!("/journals?framework=ifrs16&from={from}&to={to}"));
        let problem = app.as_reader().get(&path).send().await.expect_problem(ErrorCode::ValidationFailed);
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code), (pointer, FieldCode::OutOfRange));
    }
    let path = app.path("/journals?framework=gaap&from=2026-01-01&to=2026-01-31");
    app.as_reader().get(&path).send().await.expect_problem(ErrorCode::MalformedParameter);
}
