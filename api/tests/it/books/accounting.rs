//! What accountants say of agreements, what happened to their leases, and what it would do.

use crate::support::{Answered, TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::books::{
    AgreementAccounting, BookCalculation, BookEntry, BookFindingCode, BookFramework, BookPreview, BookRateSource,
    BookRole, BookTreatment, LeaseEvent, RecordedLeaseEvent,
};
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};

use super::{at, entered};

async fn book(app: &TestApp, agreement: &str, rest: &str) -> BookCalculation {
    let path = app.path(&format!("/agreements/{agreement}/books/{rest}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

async fn account(app: &TestApp, agreement: &str, version: i32, facts: Value) -> Answered {
    let path = app.path(&format!("/agreements/{agreement}/accounting"));
    app.as_editor().put(&path).if_match(version).json(facts).send().await
}

fn events(app: &TestApp, agreement: &str) -> String {
    app.path(&format!("/agreements/{agreement}/accounting/events"))
}

async fn record(app: &TestApp, agreement: &str, event: Value) -> RecordedLeaseEvent {
    app.as_editor().post(&events(app, agreement)).json(event).send().await.expect_status(201).json()
}

async fn preview(app: &TestApp, agreement: &str, tried: Value) -> BookPreview {
    let path = format!("{}/preview", events(app, agreement));
    app.as_reader().post(&path).json(tried).send().await.expect_status(200).json()
}

fn impairment() -> Value {
    let event = json!({"on": "2026-03-15", "position": "end_of_day", "kind": "impairment", "amount": "10000.00"});
    json!({"event": event, "reason": "Påkörd"})
}

#[tokio::test]
async fn facts_rule_the_books_and_every_version_is_kept() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let path = app.path(&format!("/agreements/{agreement}/accounting"));
    let unsaid: AgreementAccounting = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!((unsaid.version, unsaid.recorded_at), (0, None));
    let before = book(&app, &agreement, "k3?as_of=2026-12-31").await;
    let known = at(&app);
    app.advance(TimeDelta::minutes(5));

    let option = json!({
        "kind": "extension", "reasonably_certain": true, "ends_on": "2030-06-30", "assessed_on": "2025-07-01",
        "reason": "Verkstaden är byggd för den", "reviewer": "Eva Ek",
    });
    let facts = json!({
        "accounting": {"classification": "operating", "discount_rate": {"percent": "4"}, "options": [option]},
        "reason": "Första bedömningen",
    });
    let said: AgreementAccounting = account(&app, &agreement, 0, facts).await.expect_status(200).json();
    assert_eq!((said.version, said.reason.as_deref()), (1, Some("Första bedömningen")));
    assert_eq!(said.facts.accounting.options[0].reviewer.as_deref(), Some("Eva Ek"));
    assert_eq!(book(&app, &agreement, "k3").await.treatment, BookTreatment::K3Operating);
    let ifrs16 = book(&app, &agreement, "ifrs16?as_of=2026-12-31").await;
    assert_eq!(ifrs16.policies.end_on.to_string(), "2030-06-30");
    assert_eq!(ifrs16.policies.rate_source, Some(BookRateSource::Given));
    assert_eq!(book(&app, &agreement, &format!("k3?as_of=2026-12-31&known_at={known}")).await, before);

    account(&app, &agreement, 0, json!({})).await.expect_problem(ErrorCode::PreconditionFailed);
    account(&app, &agreement, 1, json!({})).await.expect_status(200);
    assert_eq!(book(&app, &agreement, "k3?as_of=2026-12-31").await, before);
    let versions: Page<AgreementAccounting> =
        app.as_reader().get(&format!("{path}/versions")).send().await.expect_status(200).json();
    assert_eq!(versions.data.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
}

#[tokio::test]
async fn a_change_is_taken_as_accountants_say() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let path = app.path(&format!("/agreements/{agreement}/amendments"));
    let amendment = json!({"effective_on": "2027-01-01", "patch": {"fee": "41000.00"}});
    app.as_editor().post(&path).if_match(1).json(amendment).send().await.expect_status(200);
    let floating = book(&app, &agreement, "ifrs16").await.policies.discount_rates.len();
    assert_eq!(floating, 2);
    let views = json!({"changes": [{"on": "2027-01-01", "kind": "index"}]});
    account(&app, &agreement, 0, views).await.expect_status(200);
    assert_eq!(book(&app, &agreement, "ifrs16").await.policies.discount_rates.len(), 1);
}

#[tokio::test]
async fn facts_that_make_no_sense_are_refused_at_their_place() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let invalid = ErrorCode::ValidationFailed;
    let extension = json!({"kind": "extension", "reasonably_certain": true});
    let reduced = json!({"on": "2027-01-01", "kind": "modification", "scope": "reduced"});
    for (facts, pointer, code) in [
        (json!({"accounting": {"prepaid": "-1"}}), "/accounting/prepaid", FieldCode::OutOfRange),
        (json!({"accounting": {"options": [extension]}}), "/accounting/options/0/ends_on", FieldCode::MissingField),
        (
            json!({"accounting": {"guarantee": {"expected": "1", "full": "2"}}}),
            "/accounting/guarantee/full",
            FieldCode::InvalidValue,
        ),
        (json!({"changes": [reduced]}), "/changes/0/remaining", FieldCode::MissingField),
        (json!({"books": [{"framework": "k3"}, {"framework": "k3"}]}), "/books/1/framework", FieldCode::Duplicate),
    ] {
        account(&app, &agreement, 0, facts).await.expect_fault(invalid, pointer, code);
    }
}

#[tokio::test]
async fn an_event_is_previewed_recorded_known_and_undone() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let before = book(&app, &agreement, "ifrs16?as_of=2026-03-15").await;
    let tried = preview(&app, &agreement, json!({"event": impairment()})).await;
    assert_eq!(tried.as_of.to_string(), "2026-03-15");
    let frameworks: Vec<_> = tried.books.iter().map(|book| book.framework).collect();
    assert_eq!(frameworks, [BookFramework::Ifrs16, BookFramework::K3]);
    let effect = &tried.books[0];
    assert_eq!((effect.before.asset, effect.before.liability), (before.balances.asset, before.balances.liability));
    assert_eq!(effect.before.asset.minor() - effect.after.asset.minor(), 1_000_000);
    assert_eq!(effect.before.liability, effect.after.liability);
    assert_eq!((effect.journal.len(), effect.withdrawn.len()), (1, 0));
    let voucher = &effect.journal[0];
    assert_eq!((voucher.on.to_string().as_str(), voucher.entry), ("2026-03-15", BookEntry::Event));
    let impaired = voucher.lines.iter().find(|line| line.role == BookRole::Impairment).unwrap();
    assert_eq!(impaired.debit.unwrap().to_string(), "10000.00");
    // What is written off at once is not written off later: nothing is lost or gained over the years.
    let of = |year: &str| effect.periods.iter().find(|period| period.to.to_string() == year).unwrap().difference;
    assert_eq!(of("2025-12-31").expense.minor(), 0);
    assert!(of("2026-12-31").expense.minor() > 0);
    assert_eq!(effect.periods.iter().map(|period| period.difference.expense.minor()).sum::<i64>(), 0);
    let nothing: Page<RecordedLeaseEvent> =
        app.as_reader().get(&events(&app, &agreement)).send().await.expect_status(200).json();
    assert_eq!(nothing.data, []);

    let known = at(&app);
    app.advance(TimeDelta::minutes(5));
    let event = record(&app, &agreement, impairment()).await;
    assert_eq!((event.reason.as_deref(), event.undone.as_ref()), (Some("Påkörd"), None));
    let with = book(&app, &agreement, "ifrs16?as_of=2026-03-15").await;
    assert_eq!(with.balances.asset, effect.after.asset);
    let row = with.rows.iter().find(|row| row.entry == BookEntry::Event).unwrap();
    assert_eq!(row.event, Some(0));
    assert!(with.checks.iter().all(|check| check.held));
    assert_eq!(book(&app, &agreement, &format!("ifrs16?as_of=2026-03-15&known_at={known}")).await, before);

    let back = preview(&app, &agreement, json!({"undo": event.id})).await;
    assert_eq!((back.books[0].journal.len(), back.books[0].withdrawn.len()), (0, 1));
    let known = at(&app);
    app.advance(TimeDelta::minutes(5));
    let undo = format!("{}/{}/undo", events(&app, &agreement), event.id);
    let undone: RecordedLeaseEvent =
        app.as_editor().post(&undo).json(json!({"reason": "Fel truck"})).send().await.expect_status(200).json();
    assert_eq!(undone.undone.unwrap().reason.as_deref(), Some("Fel truck"));
    assert_eq!(book(&app, &agreement, "ifrs16?as_of=2026-03-15").await, before);
    assert_eq!(book(&app, &agreement, &format!("ifrs16?as_of=2026-03-15&known_at={known}")).await, with);
    app.as_editor().post(&undo).json(json!({})).send().await.expect_problem(ErrorCode::AlreadyUndone);
}

#[tokio::test]
async fn an_event_of_one_book_leaves_the_others_alone() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let k3 = book(&app, &agreement, "k3?as_of=2026-12-31").await;
    let mut only = impairment();
    only["frameworks"] = json!(["ifrs16"]);
    record(&app, &agreement, only).await;
    assert_eq!(book(&app, &agreement, "k3?as_of=2026-12-31").await, k3);
    let ifrs16 = book(&app, &agreement, "ifrs16?as_of=2026-12-31").await;
    assert!(ifrs16.rows.iter().any(|row| row.entry == BookEntry::Event));
}

#[tokio::test]
async fn what_time_alone_has_posted_until_an_event_is_none_of_its_doing() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let frameworks = json!(["ifrs16", "k3", "k2", "asc842"]);
    let nothing = json!({"event": {"on": "2026-03-15", "kind": "separate_lease"}});
    let tried = preview(&app, &agreement, json!({"event": nothing, "frameworks": frameworks})).await;
    assert_eq!(tried.books.len(), 4);
    for book in tried.books {
        assert!(book.journal.is_empty(), "{:?}: {:?}", book.framework, book.journal);
        assert!(book.periods.iter().all(|period| period.difference.expense.minor() == 0));
    }
}

#[tokio::test]
async fn every_kind_of_event_is_recorded_and_every_check_holds() {
    let app = TestApp::new().await;
    let terms = json!({
        "end_on": "2029-06-30", "guarantee": {"expected": "0", "full": "69800.00"},
        "payments": [{"due_on": "2027-01-01", "amount": "41000.00", "count": 5, "every_months": 6}],
    });
    let rate = json!({"percent": "6"});
    for (event, posts) in [
        (json!({"kind": "index", "terms": terms}), true),
        (json!({"kind": "floating_rate", "terms": terms, "discount_rate": rate}), true),
        (json!({"kind": "residual_guarantee", "terms": terms}), true),
        (json!({"kind": "became_fixed", "terms": terms}), true),
        (json!({"kind": "incentive", "terms": terms}), true),
        (json!({"kind": "term_reassessed", "terms": terms, "discount_rate": rate}), true),
        (json!({"kind": "purchase_reassessed", "terms": terms, "discount_rate": rate}), true),
        (json!({"kind": "modification", "terms": terms, "discount_rate": rate, "scope": "kept"}), true),
        (
            json!({"kind": "modification", "terms": terms, "discount_rate": rate, "scope": "reduced",
                   "remaining": {"part": 1, "of": 2}}),
            true,
        ),
        (json!({"kind": "separate_lease"}), false),
        (json!({"kind": "impairment", "amount": "5000"}), true),
        (json!({"kind": "sublease", "amount": "50000", "subleased": {"part": 1, "of": 4}}), true),
        (json!({"kind": "termination", "amount": "20000"}), true),
        (json!({"kind": "buy_out", "amount": "150000"}), true),
    ] {
        let agreement = entered(&app, json!({})).await;
        let mut event = event;
        event["on"] = json!("2027-01-01");
        let what = event.to_string();
        let tried = preview(&app, &agreement, json!({"event": {"event": event}})).await;
        let event: LeaseEvent = record(&app, &agreement, json!({"event": event})).await.event;
        assert_eq!(event.on.to_string(), "2027-01-01");
        let after = book(&app, &agreement, "ifrs16?as_of=2027-01-01").await;
        assert!(after.checks.iter().all(|check| check.held), "{what}: {:?}", after.checks);
        assert_eq!((after.balances.asset, after.balances.liability), {
            let effect = &tried.books[0];
            (effect.after.asset, effect.after.liability)
        });
        assert_eq!(!tried.books[0].journal.is_empty(), posts, "{what}: {:?}", tried.books[0].journal);
    }
}

#[tokio::test]
async fn an_event_after_the_end_is_a_finding_and_one_without_sense_is_refused_at_its_place() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let late = json!({"event": {"on": "2031-01-01", "kind": "impairment", "amount": "1"}});
    record(&app, &agreement, late).await;
    let found = book(&app, &agreement, "ifrs16").await.findings;
    let places: Vec<_> = found.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(places, [(BookFindingCode::EventAfterEnd, "/events/0")]);

    let post =
        async |event: Value| app.as_editor().post(&events(&app, &agreement)).json(json!({"event": event})).send().await;
    let invalid = ErrorCode::ValidationFailed;
    post(json!({"on": "2026-01-01", "kind": "index"})).await.expect_fault(
        invalid,
        "/event/terms",
        FieldCode::MissingField,
    );
    post(json!({"on": "2020-01-01", "kind": "separate_lease"})).await.expect_fault(
        invalid,
        "/event/on",
        FieldCode::OutOfRange,
    );
    let path = format!("{}/preview", events(&app, &agreement));
    let tried = json!({"event": {"event": {"on": "2026-01-01", "kind": "index"}}});
    let answer = app.as_reader().post(&path).json(tried).send().await;
    answer.expect_fault(invalid, "/event/event/terms", FieldCode::MissingField);
    let both = json!({"undo": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64", "accounting": {}});
    app.as_reader().post(&path).json(both).send().await.expect_fault(invalid, "", FieldCode::InvalidValue);
    let gone = json!({"undo": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64"});
    app.as_reader().post(&path).json(gone).send().await.expect_fault(invalid, "/undo", FieldCode::InvalidId);
}

#[tokio::test]
async fn a_change_of_the_agreement_and_other_facts_are_previewed_too() {
    let app = TestApp::new().await;
    let agreement = entered(&app, json!({})).await;
    let amendment = json!({"effective_on": "2027-01-01", "patch": {"fee": "41000.00"}});
    let tried = json!({"change": {"amendment": amendment}, "frameworks": ["k2", "ifrs16"]});
    let tried = preview(&app, &agreement, tried).await;
    assert_eq!(tried.as_of.to_string(), "2027-01-01");
    assert_eq!(tried.books[0].framework, BookFramework::K2);
    assert!(tried.books[1].after.liability > tried.books[1].before.liability);
    assert_eq!(tried.books[1].journal[0].entry, BookEntry::Change);

    let facts = json!({"accounting": {"discount_rate": {"percent": "9"}}});
    let tried = preview(&app, &agreement, json!({"accounting": facts, "as_of": "2025-07-01"})).await;
    let k3 = &tried.books[1];
    assert_eq!(k3.framework, BookFramework::K3);
    // Entered otherwise at commencement: the one voucher takes the place of the other.
    let ifrs16 = &tried.books[0];
    assert_eq!((ifrs16.journal.len(), ifrs16.withdrawn.len()), (1, 1));
    assert!(ifrs16.after.liability < ifrs16.before.liability);
}

#[tokio::test]
async fn what_was_recorded_of_the_demo_portfolio_leaves_with_it() {
    let app = TestApp::new().await;
    app.as_editor().post(&app.path("/demo-portfolio")).json(json!({})).send().await.expect_status(201);
    let list: Value = app.as_reader().get(&app.path("/agreements?kind=premises&limit=1")).send().await.json();
    let id = list["data"][0]["id"].as_str().unwrap().to_owned();
    account(&app, &id, 0, json!({"accounting": {"discount_rate": {"percent": "4"}}})).await.expect_status(200);
    let event = json!({"event": {"on": "2026-11-01", "kind": "separate_lease"}});
    let made = record(&app, &id, event).await;
    let undo = format!("{}/{}/undo", events(&app, &id), made.id);
    app.as_editor().post(&undo).json(json!({})).send().await.expect_status(200);
    let review = json!({"year_ends_on": "2026-12-31", "agreements": [id]});
    app.as_editor().post(&app.path("/books/review")).json(review).send().await.expect_status(200);
    app.as_editor().delete(&app.path("/demo-portfolio")).send().await.expect_status(200);
    app.as_reader().get(&events(&app, &id)).send().await.expect_problem(ErrorCode::NotFound);
}
