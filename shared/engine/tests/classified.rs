//! Leases put to the tests of ASC 842-10-25-2, and what nobody may guarantee.
#![cfg(test)]

use chrono::{Days, NaiveDate};
use engine::books::classify::{Test, classify};
use engine::books::{
    Book, Cause, Classification, Classified, DiscountRate, Event, EventKind, Finding, Framework, Guarantee, Lease,
    Moment, Options, Payment, PaymentKind, Policy, RateBasis, Terms, Thresholds, Treatment, Underlying, When,
    level_payments, schedule,
};
use engine::{ErrorCode, Minor, NominalRate, Timing, calendar};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Yearly in arrears, at 0 %: worth what it comes to.
fn lease(years: u32, fee: Minor) -> Lease {
    let start = date("2024-01-01");
    let yearly = NominalRate::from_parts_per_billion(0);
    Lease {
        commencement: start,
        interval_months: 12,
        terms: Terms {
            end: calendar::add_months(start, 12 * years as i32) - Days::new(1),
            payments: level_payments(start, years, 12, fee, Timing::Arrears),
            guarantee: None,
            becomes_owned: false,
        },
        rate: Some(DiscountRate::Told { yearly, basis: RateBasis::Effective }),
        classification: Classified::Assumed(Classification::Operating),
        underlying: Underlying::default(),
        options: Options::default(),
        initial_direct_costs: 0,
        incentives_received: 0,
        prepaid: 0,
        restoration: 0,
    }
}

fn met(lease: &Lease) -> Vec<Test> {
    let outcomes = classify(lease, &Policy::default()).outcomes;
    outcomes.into_iter().filter(|outcome| outcome.met == Some(true)).map(|outcome| outcome.test).collect()
}

fn bought(lease: &mut Lease, price: Minor) {
    let due = lease.terms.end;
    lease.terms.becomes_owned = true;
    lease.terms.payments.push(Payment {
        due,
        moment: Moment::EndOfDay,
        amount: price,
        kind: PaymentKind::PurchasePrice,
    });
}

fn treated(lease: &Lease, policy: Policy) -> (Treatment, Vec<Finding>) {
    let book = Book { framework: Framework::Asc842, policy };
    let found = schedule(lease, &[], &book, &[]).unwrap();
    (found.treatment, found.findings)
}

#[test]
fn nothing_met_is_an_operating_lease() {
    let lease = lease(5, 1_000_000);
    assert_eq!(met(&lease), []);
    assert_eq!(treated(&lease, Policy::default()), (Treatment::Asc842Operating, vec![]));
    // What is not known is not met, and said to be not known.
    let unknown = classify(&lease, &Policy::default()).outcomes;
    assert_eq!((unknown[2].met, unknown[3].met), (None, None));
}

#[test]
fn ownership_is_told_apart_from_an_option() {
    let mut passes = lease(5, 1_000_000);
    passes.terms.becomes_owned = true;
    assert_eq!(met(&passes), [Test::OwnershipPasses]);
    let mut option = lease(5, 1_000_000);
    bought(&mut option, 500_000);
    assert_eq!(met(&option), [Test::PurchaseOption]);
    assert_eq!(treated(&option, Policy::default()).0, Treatment::Asc842Finance);
}

#[test]
fn three_quarters_of_a_life_are_its_major_part() {
    let mut lease = lease(3, 1_000_000);
    // 2024 to 2026 are 1,096 days; four times a third more are 1,461.33.
    for (days, expected) in [(1_461, true), (1_462, false)] {
        lease.underlying.useful_until = Some(lease.commencement + Days::new(days - 1));
        let outcome = classify(&lease, &Policy::default()).outcomes[2];
        assert_eq!((outcome.met, outcome.share), (Some(expected), Some((1_096, days as i64))));
    }
    let stricter = Policy { thresholds: Thresholds { major_part: 74, ..Thresholds::default() }, ..Policy::default() };
    assert_eq!(treated(&lease, stricter).0, Treatment::Asc842Finance);
    assert_eq!(treated(&lease, Policy::default()).0, Treatment::Asc842Operating);
}

#[test]
fn nine_tenths_of_the_value_are_substantially_all_of_it() {
    let mut lease = lease(5, 1_600_000);
    lease.underlying.fair_value = Some(10_000_000);
    assert_eq!(met(&lease), []);
    // A guaranteed residual counts in full, whatever is expected to be paid of it; what came before counts too.
    lease.terms.guarantee = Some(Guarantee { expected: 0, full: 999_999 });
    assert_eq!(met(&lease), []);
    lease.prepaid = 1;
    assert_eq!(met(&lease), [Test::SubstantiallyAll]);
    lease.incentives_received = 1;
    assert_eq!(classify(&lease, &Policy::default()).outcomes[3].share, Some((8_999_999, 10_000_000)));
}

#[test]
fn what_nobody_else_can_use_is_financed() {
    let mut lease = lease(5, 1_000_000);
    lease.underlying.specialised = true;
    assert_eq!(met(&lease), [Test::Specialised]);
    assert_eq!(classify(&lease, &Policy::default()).class, Classification::Finance);
}

#[test]
fn what_is_told_stands_unless_ownership_passes() {
    let mut lease = lease(5, 1_000_000);
    lease.underlying.specialised = true;
    lease.classification = Classified::Told(Classification::Operating);
    assert_eq!(treated(&lease, Policy::default()), (Treatment::Asc842Operating, vec![]));
    lease.terms.becomes_owned = true;
    let overruled = (Treatment::Asc842Finance, vec![Finding::OwnershipMakesFinance]);
    assert_eq!(treated(&lease, Policy::default()), overruled);
    lease.classification = Classified::Told(Classification::Finance);
    assert_eq!(treated(&lease, Policy::default()), (Treatment::Asc842Finance, vec![]));
}

#[test]
fn an_operating_lease_that_comes_to_be_bought_is_to_be_classified_anew() {
    let plain = lease(5, 1_000_000);
    let mut option = plain.clone();
    bought(&mut option, 500_000);
    let kind = EventKind::Remeasured { cause: Cause::PurchaseOption, terms: option.terms, rate: plain.rate };
    let events = [Event { on: date("2026-01-01"), when: When::BeforePayment, kind }];
    let book = Book { framework: Framework::Asc842, policy: Policy::default() };
    let found = schedule(&plain, &events, &book, &[]).unwrap();
    assert_eq!(found.findings, [Finding::BecomesFinance { event: 0 }]);
    assert!(found.rows.iter().all(|row| row.movement.ties()));
}

#[test]
fn what_becomes_the_lessees_is_guaranteed_to_nobody() {
    let mut owned = lease(5, 1_000_000);
    owned.terms.becomes_owned = true;
    owned.terms.guarantee = Some(Guarantee { expected: 0, full: 100_000 });
    for framework in [Framework::K3, Framework::Ifrs16, Framework::Asc842] {
        let book = Book { framework, policy: Policy::default() };
        let refused = schedule(&owned, &[], &book, &[]).unwrap_err();
        assert_eq!((refused.field, refused.code, refused.change), ("guarantee", ErrorCode::Owned, None));
        let plain = lease(5, 1_000_000);
        let kind = EventKind::Remeasured { cause: Cause::PurchaseOption, terms: owned.terms.clone(), rate: plain.rate };
        let events = [Event { on: date("2025-06-01"), when: When::EndOfDay, kind }];
        let refused = schedule(&plain, &events, &book, &[]).unwrap_err();
        assert_eq!((refused.field, refused.change), ("guarantee", Some(0)));
    }
}
