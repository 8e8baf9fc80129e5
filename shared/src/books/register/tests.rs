use super::*;
use crate::agreements::AgreementTerms;
use crate::books::report::tests::example;
use crate::books::{
    BookFramework, BookPolicy, BookTransition, BookVoucher, LeaseRateBasis, LeaseScope, NewBook, TransitionMethod,
    calculate, of_register, schedule_of,
};
use crate::ids::EventId;
use crate::terms::check;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn effective(percent: &str) -> LeaseRate {
    LeaseRate { percent: percent.parse().unwrap(), basis: LeaseRateBasis::Effective, times_a_year: None }
}

fn ifrs16() -> NewBook {
    NewBook { framework: BookFramework::Ifrs16, policy: BookPolicy::default(), transition: None }
}

fn terms() -> AgreementTerms {
    example("agreement").contract.agreement.unwrap()
}

fn new_fee(on: &str, fee: &str) -> AgreementChange {
    let patch = serde_json::from_value(serde_json::json!({"fee": fee})).unwrap();
    AgreementChange::Amended { event_id: EventId::from_uuid(uuid::Uuid::nil()), effective_on: day(on), patch }
}

fn default_for(from: &str, kind: Option<AgreementKind>, months_max: Option<u32>, percent: &str) -> BookDefaultRate {
    BookDefaultRate { from: day(from), currency: Currency::SEK, kind, months_max, rate: effective(percent) }
}

#[test]
fn the_table_is_asked_by_kind_day_and_term() {
    let premises = Some(AgreementKind::Premises);
    let table = [
        default_for("2024-01-01", None, Some(36), "3"),
        default_for("2024-01-01", None, None, "4"),
        default_for("2025-01-01", None, Some(36), "5"),
        default_for("2024-01-01", premises, Some(60), "6"),
    ];
    let percent = |on: &str, kind, months, currency| {
        let wanted = Wanted { on: day(on), currency, kind, months };
        default_rate(&table, &wanted).map(|found| found.rate.percent.to_string())
    };
    let car = |on, months| percent(on, AgreementKind::Car, months, Currency::SEK);
    assert_eq!(car("2023-12-31", 12), None);
    assert_eq!(car("2024-01-01", 36).as_deref(), Some("3.0000"));
    assert_eq!(car("2024-12-31", 37).as_deref(), Some("4.0000"));
    assert_eq!(car("2025-01-01", 36).as_deref(), Some("5.0000"));
    assert_eq!(car("2025-01-01", 37).as_deref(), Some("4.0000"));
    assert_eq!(percent("2025-01-01", AgreementKind::Premises, 36, Currency::SEK).as_deref(), Some("6.0000"));
    assert_eq!(percent("2025-01-01", AgreementKind::Premises, 61, Currency::SEK).as_deref(), Some("4.0000"));
    assert_eq!(percent("2025-01-01", AgreementKind::Premises, 36, Currency::EUR), None);
}

#[test]
fn a_rate_is_the_leases_own_or_solved_or_stated_or_the_tables() {
    let table = [default_for("2020-01-01", None, None, "7")];
    let source = |terms: &AgreementTerms, accounting: &LeaseAccounting, default_rates| {
        let original = check(terms).unwrap();
        let lease = RegisteredLease { accounting, default_rates, ..RegisteredLease::new(&original, &[]) };
        let policies = of_register(&lease, &ifrs16(), terms.start_on, 1).unwrap().policies;
        let rate = policies.discount_rates.first().map(|rate| rate.effective_percent.to_string());
        assert_eq!(schedule_of(&lease, &ifrs16(), 1, &[]).unwrap().rate_source, policies.rate_source);
        (policies.rate_source, rate)
    };
    let given = LeaseAccounting { discount_rate: Some(effective("2")), ..LeaseAccounting::NOTHING };
    let mut terms = terms();
    assert_eq!(source(&terms, &given, &table), (Some(BookRateSource::Given), Some("2.00000000".to_owned())));
    assert_eq!(source(&terms, NOTHING_SAID, &table).0, Some(BookRateSource::Solved));
    terms.price = None;
    terms.nominal_rate_percent = None;
    assert_eq!(source(&terms, NOTHING_SAID, &table), (Some(BookRateSource::Table), Some("7.00000000".to_owned())));
    assert_eq!(source(&terms, NOTHING_SAID, &[]), (None, None));
    terms.nominal_rate_percent = Some("4".parse().unwrap());
    assert_eq!(source(&terms, NOTHING_SAID, &table).0, Some(BookRateSource::Stated));
}

#[test]
fn the_table_revises_the_rate_where_nothing_else_does() {
    let mut terms = terms();
    (terms.price, terms.nominal_rate_percent) = (None, None);
    let original = check(&terms).unwrap();
    let changes = [new_fee("2027-01-01", "41000.00")];
    let table = [default_for("2020-01-01", None, None, "7"), default_for("2026-01-01", None, None, "5")];
    let views = [LeaseChangeView {
        on: day("2027-01-01"),
        kind: LeaseChangeKind::FloatingRate,
        discount_rate: None,
        scope: None,
        remaining: None,
        amount: None,
    }];
    let lease = RegisteredLease { default_rates: &table, views: &views, ..RegisteredLease::new(&original, &changes) };
    let rates = |lease: &RegisteredLease<'_>| -> Vec<String> {
        let rates = of_register(lease, &ifrs16(), day("2027-06-30"), 1).unwrap().policies.discount_rates;
        rates.into_iter().map(|rate| format!("{} {}", rate.from, rate.effective_percent)).collect()
    };
    let first = format!("{} 7.00000000", terms.start_on);
    assert_eq!(rates(&lease), [first.clone(), "2027-01-01 5.00000000".to_owned()]);
    // An index leaves it.
    let views = [LeaseChangeView { kind: LeaseChangeKind::Index, ..views[0].clone() }];
    assert_eq!(rates(&RegisteredLease { views: &views, ..lease }), [first]);
}

#[test]
fn a_change_is_taken_as_it_is_viewed() {
    let original = check(&terms()).unwrap();
    let changes = [new_fee("2027-01-01", "20000.00")];
    let lease = RegisteredLease::new(&original, &changes);
    let gain = |views: &[LeaseChangeView]| {
        let book = of_register(&RegisteredLease { views, ..lease }, &ifrs16(), day("2027-06-30"), 1).unwrap();
        assert!(book.checks.iter().all(|check| check.held), "{:?}", book.checks);
        book.rows.iter().find(|row| row.on == day("2027-01-01") && row.movement.gain != Amount::ZERO).is_some()
    };
    let halved = LeaseChangeView {
        on: day("2027-01-01"),
        kind: LeaseChangeKind::Modification,
        discount_rate: Some(effective("5")),
        scope: Some(LeaseScope::Reduced),
        remaining: Some(LeaseShare { part: 1, of: 2 }),
        amount: None,
    };
    assert!(gain(std::slice::from_ref(&halved)));
    assert!(!gain(&[]));
    // Of a change that is not there, it says nothing.
    assert!(!gain(&[LeaseChangeView { on: day("2027-01-02"), ..halved.clone() }]));
    let twice = [halved.clone(), halved];
    let faults = of_register(&RegisteredLease { views: &twice, ..lease }, &ifrs16(), day("2027-06-30"), 1).unwrap_err();
    assert_eq!(faults[0].path, "changes/1/on");
}

#[test]
fn the_schedule_alone_is_that_of_the_whole_answer() {
    let original = check(&terms()).unwrap();
    let changes = [new_fee("2027-01-01", "41000.00")];
    let events: Vec<LeaseEvent> = serde_json::from_value(serde_json::json!([
        {"on": "2026-03-15", "kind": "impairment", "amount": "10000.00"}
    ]))
    .unwrap();
    let lease = RegisteredLease { events: &events, ..RegisteredLease::new(&original, &changes) };
    let whole = of_register(&lease, &ifrs16(), day("2027-06-30"), 1).unwrap();
    let alone = schedule_of(&lease, &ifrs16(), 1, &[day("2027-06-30")]).unwrap();
    let closings =
        |rows: &[engine::books::Row]| -> Vec<i64> { rows.iter().map(|row| row.movement.liability.closing).collect() };
    let said: Vec<i64> = whole.rows.iter().map(|row| row.movement.liability.unwrap().closing.minor()).collect();
    assert_eq!(closings(&alone.own.rows), said);
    let named = alone.own.rows.iter().find_map(|row| match row.entry {
        engine::books::Entry::Event(at) => alone.listed(at),
        _ => None,
    });
    assert_eq!(named, Some(0));
    let impairment: Vec<&BookVoucher> = whole.journal.iter().filter(|voucher| voucher.event == Some(0)).collect();
    assert_eq!(impairment.len(), 1);
    assert!(alone.contractual.is_none());
}

#[test]
fn a_market_carries_the_lease_in_the_own_currency() {
    let original = check(&terms()).unwrap();
    let rates = serde_json::json!({"exchange_rates": [{"on": "2025-01-01", "rate": "11"}]});
    let market = BookMarket::read(&serde_json::from_value(rates).unwrap()).unwrap();
    let lease = RegisteredLease { market: Some(&market), ..RegisteredLease::new(&original, &[]) };
    let translated = schedule_of(&lease, &ifrs16(), 1, &[]).unwrap();
    let (own, contract) = (translated.own.rows[0].movement, translated.contractual.unwrap().rows[0].movement);
    assert!(contract.liability.closing > 0);
    assert_eq!(own.liability.closing, contract.liability.closing * 11);
    let none = LeaseMarket { exchange_rates: Vec::new(), interest: Default::default() };
    assert_eq!(BookMarket::read(&none).unwrap_err()[0].path, "market/exchange_rates");
}

#[test]
fn a_framework_applied_later_meets_the_terms_of_its_day() {
    let original = check(&terms()).unwrap();
    let changes = [new_fee("2026-01-01", "41000.00")];
    let lease = RegisteredLease::new(&original, &changes);
    let on = |on: &str| {
        let transition = BookTransition {
            on: day(on),
            method: TransitionMethod::FromLiability,
            discount_rate: effective("5"),
            prepaid: Amount::ZERO,
        };
        let book = NewBook { transition: Some(transition), ..ifrs16() };
        of_register(&lease, &book, day("2028-12-31"), 1).unwrap()
    };
    let after = on("2027-01-01");
    assert_eq!(after.rows[0].on, day("2027-01-01"));
    let fees: Vec<_> =
        after.rows.iter().filter_map(|row| row.movement.liability).filter(|row| row.paid.minor() > 0).collect();
    assert!(!fees.is_empty() && fees.iter().all(|row| row.paid.to_string() == "41000.00"));
    // What begins after the day has always been in the framework.
    let (early, always) = (on("2020-01-01"), of_register(&lease, &ifrs16(), day("2028-12-31"), 1).unwrap());
    assert_eq!(early.rows, always.rows);
}

#[test]
fn what_the_register_has_is_what_the_service_answers() {
    let mut request = example("agreement");
    let (original, accounting) = (check(&terms()).unwrap(), request.accounting.clone());
    let lease = RegisteredLease { accounting: &accounting, ..RegisteredLease::new(&original, &[]) };
    request.book = ifrs16();
    let registered = of_register(&lease, &request.book, request.as_of, request.period_months).unwrap();
    assert_eq!(registered, calculate(&request).unwrap());
}
