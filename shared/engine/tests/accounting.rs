//! Agreements of the register taken to the books: what a controller would check by hand.
#![cfg(test)]

use chrono::{Days, NaiveDate};
use engine::books::exchange::{ExchangeRate, ExchangeRates, InterestRate, translate};
use engine::books::journal::{Role, journal};
use engine::books::registered::{Accounting, LeaseOption, OptionKind, Reading, View, lease_of};
use engine::books::{
    Book, Cause, Classification, DiscountRate, Entry, Event, EventKind, Exemption, ExpensedBecause, Finding, Framework,
    Movement, Policy, RateBasis, Row, Schedule, Treatment, When, schedule,
};
use engine::{
    AmendedTerms, Change, Contract, Convention, Ending, Kind, Minor, MonthEnds, NominalRate, Plan, ResidualCarrier,
    Timing, calendar,
};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn told(parts: i64) -> DiscountRate {
    DiscountRate::Told { yearly: NominalRate::from_parts_per_billion(parts), basis: RateBasis::Effective }
}

fn contract(kind: Kind, months: i32, fee: Minor) -> Contract {
    let start = date("2024-01-01");
    Contract {
        kind,
        start,
        end: calendar::add_months(start, months) - Days::new(1),
        interval_months: 1,
        timing: Timing::Advance,
        fee,
        steps: Vec::new(),
        price: None,
        stated_rate: None,
        first_increased: None,
        residual: 0,
        residual_carrier: ResidualCarrier::Lessor,
        interim: None,
        invoice_fee: 0,
        arrangement_fee: 0,
        service_fee: 0,
        convention: Convention::default(),
    }
}

fn truck() -> Contract {
    Contract {
        price: Some(100_000_000),
        residual: 20_000_000,
        residual_carrier: ResidualCarrier::Lessee,
        arrangement_fee: 50_000,
        ..contract(Kind::FinancialLease, 60, 1_600_000)
    }
}

fn premises() -> Contract {
    Contract { interval_months: 3, ..contract(Kind::Premises, 60, 30_000_000) }
}

fn booked(contract: &Contract, changes: &[Change], accounting: &Accounting, framework: Framework) -> Schedule {
    let (lease, events) = lease_of(contract, changes, accounting, contract.end).unwrap();
    let found = schedule(&lease, &events, &Book { framework, policy: Policy::default() }, &[]).unwrap();
    assert!(found.rows.iter().all(|row| row.movement.ties()));
    found
}

fn at_rate(parts: i64) -> Accounting {
    Accounting { rate: Some(told(parts)), ..Accounting::default() }
}

fn amended(on: &str, terms: AmendedTerms) -> Change {
    Change::Amended { on: date(on), terms }
}

fn of_event(schedule: &Schedule) -> Row {
    *schedule.rows.iter().find(|row| matches!(row.entry, Entry::Event(_))).unwrap()
}

fn total(schedule: &Schedule) -> Movement {
    schedule.rows.iter().fold(Movement::default(), |sum, row| sum.then(&row.movement))
}

/// A finance lease under K3, at its own rate with the residual guaranteed in full, owes what the lessor has lent.
#[test]
fn the_k3_debt_of_a_financial_lease_is_the_lessors_capital() {
    let truck = truck();
    let k3 = booked(&truck, &[], &Accounting::default(), Framework::K3);
    assert_eq!(k3.treatment, Treatment::K3Finance);
    assert_eq!(k3.initial.asset(), truck.price.unwrap() + truck.arrangement_fee);
    let plan = Plan::compile(&truck, &[]).unwrap();
    let [rate] = k3.rates()[..] else { panic!("one rate, as nothing happens") };
    assert!((rate.interval - plan.rate().rate().unwrap().interval).abs() < 1e-15 && rate.interval_months == 1);
    for end in MonthEnds::new(truck.start, 59).dates() {
        assert_eq!(Some(k3.at(end).liability.closing), plan.debt_on(end), "{end}");
    }
    // What is guaranteed but not expected to be paid is settled by the truck, written down no further.
    assert_eq!(k3.at(date("2028-11-30")).asset.closing - 20_000_000, (80_050_000 + 30) / 60);
    let last = total(&k3);
    assert_eq!((last.asset.derecognised, last.liability.derecognised, last.gain), (20_000_000, 20_000_000, 0));
    assert_eq!(last.cash, 60 * 1_600_000 + 50_000);
}

/// Under IFRS 16 only what is expected of the guarantee is a payment.
#[test]
fn ifrs_counts_what_is_expected_of_a_guarantee() {
    let none = booked(&truck(), &[], &at_rate(50_000_000), Framework::Ifrs16);
    let some = Accounting { expected_of_guarantee: 1_000_000, ..at_rate(50_000_000) };
    let some = booked(&truck(), &[], &some, Framework::Ifrs16);
    let worth = engine::rates::present_value(0, 5, 1_000_000, 0.05, Timing::Arrears).round() as Minor;
    assert!((some.initial.liability - none.initial.liability - worth).abs() <= 1);
    // Two years before the end a million more is expected: at the old rate, against the asset.
    let more = Accounting { guarantee_reassessed: vec![(date("2027-01-01"), 1_000_000)], ..at_rate(50_000_000) };
    let row = of_event(&booked(&truck(), &[], &more, Framework::Ifrs16)).movement;
    let worth = engine::rates::present_value(0, 2, 1_000_000, 0.05, Timing::Arrears).round() as Minor;
    assert!((row.liability.remeasured - worth).abs() <= 1 && row.asset.remeasured == row.liability.remeasured);
}

#[test]
fn an_index_on_the_rent_keeps_the_rate_and_a_reset_of_interest_revises_it() {
    let news = |fee| AmendedTerms { fee: Some(fee), ..AmendedTerms::default() };
    let raised = [amended("2026-01-01", news(33_000_000))];
    let rent = booked(&premises(), &raised, &at_rate(40_000_000), Framework::Ifrs16);
    let row = of_event(&rent).movement;
    // Ten per cent more of everything to come at the old rate: the liability grows by as much.
    let before = row.liability.closing - row.liability.remeasured;
    assert!((row.liability.remeasured - before / 10).abs() <= 1, "{row:?}");
    assert_eq!((row.asset.remeasured, row.gain), (row.liability.remeasured, 0));
    assert_eq!(rent.findings, []);
    // A lender's reset: the fee at the new rate on the old capital leaves the liability where it was.
    let mut machine = truck();
    (machine.residual, machine.residual_carrier) = (0, ResidualCarrier::Lessor);
    let reset =
        AmendedTerms { stated_rate: Some(NominalRate::from_parts_per_billion(90_000_000)), ..AmendedTerms::default() };
    let machine = booked(&machine, &[amended("2026-01-01", reset)], &Accounting::default(), Framework::Ifrs16);
    let row = of_event(&machine).movement;
    assert!(row.liability.remeasured.abs() <= 60, "{row:?}");
    let [before, after] = machine.rates()[..] else { panic!("a rate before the reset and one after") };
    assert!((after.interval * 12.0 - 0.09).abs() < 1e-6 && before.interval < after.interval, "{after:?}");
    assert_eq!(after.from, date("2026-01-01"));
    // Under K3 and ASC 842 an index is a variable cost and leaves the balance sheet alone.
    let us = booked(&premises(), &raised, &at_rate(40_000_000), Framework::Asc842);
    assert_eq!(of_event(&us).movement.liability.remeasured, 0);
    assert_eq!(total(&us).variable, 12 * 3_000_000);
}

/// What leaves the liability alone leaves its rate alone, and is no news only when it has been taken up.
#[test]
fn a_reset_that_is_a_cost_does_not_use_up_the_revised_rate() {
    let (lease, _) = lease_of(&premises(), &[], &at_rate(40_000_000), premises().end).unwrap();
    let event = |on: &str, cause: Cause| Event {
        on: date(on),
        when: engine::books::When::BeforePayment,
        kind: EventKind::Remeasured { cause, terms: lease.terms.clone(), rate: Some(told(60_000_000)) },
    };
    let events = [event("2025-01-01", Cause::FloatingRate), event("2026-01-01", Cause::Term)];
    let book = Book { framework: Framework::Asc842, policy: Policy::default() };
    let found = schedule(&lease, &events, &book, &[]).unwrap();
    let from: Vec<_> = found.rates().iter().map(|rate| (rate.from, (rate.effective * 1e6).round() as i64)).collect();
    assert_eq!(from, [(date("2024-01-01"), 40_000), (date("2026-01-01"), 60_000)]);
}

#[test]
fn a_longer_and_a_shorter_term_are_modifications() {
    let until = |end: &str| AmendedTerms { end: Some(date(end)), ..AmendedTerms::default() };
    let accounting = Accounting { revised_rate: Some(told(60_000_000)), ..at_rate(40_000_000) };
    let longer = [amended("2026-01-01", until("2030-12-31"))];
    let row = of_event(&booked(&premises(), &longer, &accounting, Framework::Ifrs16)).movement;
    assert!(row.liability.remeasured > 0 && row.gain == 0 && row.asset.remeasured == row.liability.remeasured);
    let shorter = [amended("2026-01-01", until("2026-12-31"))];
    let found = booked(&premises(), &shorter, &accounting, Framework::Ifrs16);
    let row = of_event(&found).movement;
    // One of three years is left of the asset.
    assert!((row.asset.derecognised - (row.asset.opening - row.asset.depreciation) * 2 / 3).abs() <= 1, "{row:?}");
    assert_eq!(row.gain, row.liability.derecognised - row.asset.derecognised);
    assert_eq!(found.at(date("2026-12-31")).asset.closing, 0);
    let us = of_event(&booked(&premises(), &shorter, &accounting, Framework::Asc842)).movement;
    assert_eq!((us.gain, us.asset.derecognised), (0, 0));
    // The accountant may see it otherwise.
    let view = View { change: 0, reading: Reading::Remeasured(Cause::Term), revised_rate: None };
    let seen = Accounting { views: vec![view], ..accounting };
    assert_eq!(of_event(&booked(&premises(), &shorter, &seen, Framework::Ifrs16)).movement.gain, 0);
}

#[test]
fn options_count_from_the_day_they_are_certain() {
    let extend = |on: &str, certain: bool| LeaseOption {
        kind: OptionKind::Extend { until: date("2030-12-31") },
        certain,
        assessed_on: date(on),
    };
    let with = |option: LeaseOption| Accounting {
        options: vec![option],
        revised_rate: Some(told(60_000_000)),
        ..at_rate(40_000_000)
    };
    let plain = booked(&premises(), &[], &at_rate(40_000_000), Framework::Ifrs16);
    let unsure = booked(&premises(), &[], &with(extend("2024-01-01", false)), Framework::Ifrs16);
    assert_eq!(plain.rows, unsure.rows);
    let certain = booked(&premises(), &[], &with(extend("2023-11-20", true)), Framework::Ifrs16);
    assert!(certain.initial.liability > plain.initial.liability);
    assert!(certain.rows.iter().all(|row| !matches!(row.entry, Entry::Event(_))));
    let later = booked(&premises(), &[], &with(extend("2026-06-15", true)), Framework::Ifrs16);
    assert_eq!(later.initial, plain.initial);
    let row = of_event(&later);
    assert_eq!(row.on, date("2026-06-15"));
    assert!(row.movement.liability.remeasured > 0);
    assert_eq!(later.rows.last().unwrap().on, date("2030-12-31"));
    let buys =
        LeaseOption { kind: OptionKind::Purchase { price: 5_000_000 }, certain: true, assessed_on: date("2024-01-01") };
    let accounting = Accounting { useful_until: Some(date("2033-12-31")), ..with(buys) };
    let owned = booked(&truck(), &[], &accounting, Framework::Ifrs16);
    // Written off over ten years and not five, and there is no guarantee beside the purchase.
    assert_eq!(owned.at(date("2028-12-31")).asset.closing, owned.initial.asset() - owned.initial.asset() / 2);
    assert_eq!(owned.rows.last().unwrap().on, date("2033-12-31"));
    assert_eq!(total(&owned).cash, 60 * 1_600_000 + 50_000 + 5_000_000);
}

#[test]
fn a_short_lease_is_expensed_unless_it_may_be_bought() {
    let policy = Policy { exemption: Some(Exemption::ShortTerm), ..Policy::default() };
    let book = Book { framework: Framework::Ifrs16, policy };
    let treated = |months: i32, options: Vec<LeaseOption>| {
        let accounting = Accounting { options, ..at_rate(40_000_000) };
        let contract = contract(Kind::Rental, months, 1_000_000);
        let (lease, events) = lease_of(&contract, &[], &accounting, contract.end).unwrap();
        let found = schedule(&lease, &events, &book, &[]).unwrap();
        (found.treatment, found.findings)
    };
    assert_eq!(treated(12, vec![]), (Treatment::Expensed(ExpensedBecause::ShortTerm), vec![]));
    assert_eq!(treated(13, vec![]), (Treatment::Ifrs16, vec![Finding::ShortTermNotMet]));
    let may_buy =
        LeaseOption { kind: OptionKind::Purchase { price: 1 }, certain: false, assessed_on: date("2024-01-01") };
    assert_eq!(treated(12, vec![may_buy]), (Treatment::Ifrs16, vec![Finding::ShortTermNotMet]));
}

#[test]
fn an_ending_takes_everything_off_the_books() {
    let ended = |how| [Change::Ended { on: date("2026-06-30"), how }];
    let left = |schedule: &Schedule| of_event(schedule).movement;
    let view = View { change: 0, reading: Reading::Ended { penalty: 700_000 }, revised_rate: None };
    let accounting = Accounting { views: vec![view], ..at_rate(40_000_000) };
    let row = left(&booked(&premises(), &ended(Ending::Terminated), &accounting, Framework::Ifrs16));
    assert_eq!(row.gain, row.liability.derecognised - row.asset.derecognised - 700_000);
    assert_eq!((row.liability.closing, row.asset.closing, row.cash), (0, 0, 700_000));
    let bought =
        booked(&truck(), &ended(Ending::BoughtOut { price: 60_000_000 }), &at_rate(40_000_000), Framework::Ifrs16);
    let row = left(&bought);
    assert_eq!(row.bought, row.asset.derecognised + 60_000_000 - row.liability.derecognised);
    assert_eq!(row.gain, 0);
    let posted: Vec<_> = journal(&bought).into_iter().filter(|voucher| voucher.entry == Entry::Event(0)).collect();
    assert!(posted[0].balances() && posted[0].lines.iter().any(|line| line.role == Role::OwnedAsset));
}

#[test]
fn fees_after_the_term_are_a_cost_of_their_own() {
    let contract = contract(Kind::OperationalLease, 12, 1_000_000);
    let (lease, events) = lease_of(&contract, &[], &at_rate(40_000_000), date("2025-03-31")).unwrap();
    let found =
        schedule(&lease, &events, &Book { framework: Framework::Ifrs16, policy: Policy::default() }, &[]).unwrap();
    assert_eq!((lease.classification.class(), total(&found).variable), (Classification::Operating, 3_000_000));
    assert_eq!(found.rows.last().unwrap().on, date("2025-03-31"));
    // A raised fee after the term reaches the books too.
    let raised = [amended("2025-02-01", AmendedTerms { fee: Some(1_500_000), ..AmendedTerms::default() })];
    let (lease, events) = lease_of(&contract, &raised, &at_rate(40_000_000), date("2025-03-31")).unwrap();
    let found =
        schedule(&lease, &events, &Book { framework: Framework::Ifrs16, policy: Policy::default() }, &[]).unwrap();
    assert_eq!(total(&found).variable, 4_000_000);
    assert_eq!(events, Vec::<Event>::new());
}

#[test]
fn without_a_rate_the_book_says_so() {
    let found = booked(&premises(), &[], &Accounting::default(), Framework::Ifrs16);
    assert_eq!((found.findings, found.rows.len()), (vec![Finding::RateMissing], 0));
    let expensed = booked(&premises(), &[], &Accounting::default(), Framework::Expensed(ExpensedBecause::Rfr2));
    assert_eq!(total(&expensed).deferral.cost, 20 * 30_000_000);
}

/// 100 a year in arrears for two years at 10 % is worth 173.55. The rate is 10 at the start, 11 after a year.
#[test]
fn a_foreign_liability_follows_the_closing_rate_and_its_asset_does_not() {
    let mut contract = contract(Kind::Premises, 24, 10_000);
    (contract.interval_months, contract.timing) = (12, Timing::Arrears);
    let found = booked(&contract, &[], &at_rate(100_000_000), Framework::Ifrs16);
    let rate = |units: i64| ExchangeRate::from_parts_per_billion(units * 1_000_000_000).unwrap();
    let rates = ExchangeRates::new(vec![(contract.start, rate(10)), (date("2024-12-31"), rate(11))]).unwrap();
    let own = translate(&found, &rates, InterestRate::Closing).unwrap();
    let year = own.periods(&[date("2023-12-31"), date("2024-12-31"), date("2025-12-31")]);
    let (liability, asset) = (year[0].movement.liability, year[0].movement.asset);
    assert_eq!((liability.recognised, asset.recognised), (173_550, 173_550));
    assert_eq!((liability.paid, liability.closing), (110_000, 11 * 9_091));
    // The asset stays at 10: half of it is written off.
    assert_eq!((asset.depreciation, asset.closing), (86_775, 86_775));
    // By hand: 17 355 owed at the start, dearer by 1; interest in November's rate of 10 until the last day.
    assert!(liability.exchange > 17_355 && liability.exchange < 20_000, "{liability:?}");
    assert_eq!(year[1].movement.asset.closing, 0);
    assert_eq!(year[1].movement.liability.closing, 0);
    assert_eq!(year[1].movement.liability.exchange, 0);
}

/// The guaranteed 200 000 are settled by giving the truck back: it went in at 10 and the debt goes out at 11. What that
/// costs is a loss, and nothing but the fees is paid.
#[test]
fn a_foreign_asset_given_back_meets_its_debt_at_another_rate() {
    let found = booked(&truck(), &[], &Accounting::default(), Framework::K3);
    let rate = |units: i64| ExchangeRate::from_parts_per_billion(units * 1_000_000_000).unwrap();
    let rates = ExchangeRates::new(vec![(truck().start, rate(10)), (date("2028-06-30"), rate(11))]).unwrap();
    let own = translate(&found, &rates, InterestRate::Closing).unwrap();
    let back = own.rows.iter().find(|row| row.movement.asset.derecognised != 0).unwrap().movement;
    assert_eq!((back.liability.derecognised, back.asset.derecognised), (220_000_000, 200_000_000));
    assert_eq!((back.gain, back.cash), (20_000_000, 0));
    let invoiced: Minor = found.rows.iter().map(|row| rates.on(row.on).of(row.movement.cash)).sum();
    assert!((total(&own).cash - invoiced).abs() <= Minor::try_from(found.rows.len()).unwrap());
}

#[test]
fn half_a_lease_sublet_is_a_claim() {
    let (lease, _) = lease_of(&premises(), &[], &at_rate(40_000_000), premises().end).unwrap();
    let sublet = Event {
        on: date("2026-01-01"),
        when: engine::books::When::BeforePayment,
        kind: EventKind::Subleased { part: 1, of: 2, claim: 170_000_000 },
    };
    let found =
        schedule(&lease, &[sublet], &Book { framework: Framework::Ifrs16, policy: Policy::default() }, &[]).unwrap();
    let row = of_event(&found).movement;
    let carried = row.asset.opening - row.asset.depreciation;
    assert!((row.asset.derecognised * 2 - carried).abs() <= 1);
    assert_eq!((row.gain, row.liability.derecognised), (170_000_000 - row.asset.derecognised, 0));
}

fn impairments(events: &[(&str, EventKind)], framework: Framework) -> (Vec<(Minor, Minor)>, Vec<Finding>) {
    let events: Vec<Event> =
        events.iter().map(|(on, kind)| Event { on: date(on), when: When::EndOfDay, kind: kind.clone() }).collect();
    let accounting = Accounting { classification: Some(Classification::Finance), ..at_rate(0) };
    let accounting = Accounting { events, ..accounting };
    // 60 months at 1 000 000 a month and no interest: an asset of 60 000 000 that loses a million a month.
    let found = booked(&contract(Kind::FinancialLease, 60, 1_000_000), &[], &accounting, framework);
    let of_events = found.rows.iter().filter(|row| matches!(row.entry, Entry::Event(_)));
    let moved = of_events.map(|row| (row.movement.asset.impairment, row.movement.asset.closing)).collect();
    assert!(found.rows.iter().all(|row| row.movement.ties()));
    assert_eq!(found.rows.last().unwrap().movement.asset.closing, 0);
    assert!(journal(&found).iter().all(engine::books::journal::Voucher::balances));
    (moved, found.findings)
}

#[test]
fn an_impairment_is_taken_back_up_to_what_would_have_been_left() {
    let impaired = EventKind::Impaired { amount: 24_000_000 };
    let back = |amount| EventKind::ImpairmentReversed { amount };
    // After a year 48 millions are left, and 24 of them go; after two years 18 are left of what would have been 36.
    let one = [("2024-12-31", impaired.clone()), ("2025-12-31", back(10_000_000))];
    let (moved, findings) = impairments(&one, Framework::Ifrs16);
    assert_eq!(moved, [(24_000_000, 24_000_000), (-10_000_000, 28_000_000)]);
    assert_eq!(findings, []);
    let all = [("2024-12-31", impaired.clone()), ("2025-12-31", back(30_000_000))];
    let (moved, findings) = impairments(&all, Framework::K3);
    assert_eq!(moved, [(24_000_000, 24_000_000), (-18_000_000, 36_000_000)]);
    assert_eq!(findings, [Finding::FairValueMissing, Finding::ReversedAboveCeiling { event: 1 }]);
    // Twice impaired is still measured against never impaired, and once taken back in full nothing is left to take.
    let twice = [
        ("2024-12-31", impaired.clone()),
        ("2025-12-31", EventKind::Impaired { amount: 9_000_000 }),
        ("2026-12-31", back(99_000_000)),
        ("2027-06-30", back(1)),
    ];
    let (moved, findings) = impairments(&twice, Framework::Ifrs16);
    assert_eq!(moved[2], (-18_000_000, 24_000_000));
    assert_eq!(moved[3], (0, 18_000_000));
    assert_eq!(findings.len(), 2);
    // Nothing has been impaired: nothing comes back. Under US GAAP nothing ever does.
    assert_eq!(impairments(&[("2025-12-31", back(1_000))], Framework::Ifrs16).0, [(0, 36_000_000)]);
    let (moved, findings) = impairments(&one, Framework::Asc842);
    assert_eq!(moved, [(24_000_000, 24_000_000), (0, 18_000_000)]);
    assert_eq!(findings, [Finding::ReversalNotAllowed { event: 1 }]);
}

#[test]
fn a_changed_lease_is_restored_to_what_the_change_would_have_left() {
    let terms = |fee: Minor| engine::books::Terms {
        end: date("2028-12-31"),
        payments: engine::books::level_payments(date("2024-01-01"), 60, 1, fee, Timing::Advance),
        guarantee: None,
        becomes_owned: false,
    };
    let raised = EventKind::Remeasured { cause: Cause::Index, terms: terms(1_500_000), rate: None };
    let events = [
        ("2024-12-31", EventKind::Impaired { amount: 24_000_000 }),
        // Three years are left: 36 payments of half a million more.
        ("2025-12-31", raised),
        ("2026-12-31", EventKind::ImpairmentReversed { amount: 99_000_000 }),
    ];
    let (moved, _) = impairments(&events, Framework::Ifrs16);
    assert_eq!(moved[1], (0, 18_000_000 + 18_000_000));
    // Never impaired it would be 36 + 18 millions two years in, and two thirds of that after another.
    assert_eq!(moved[2], (-12_000_000, 36_000_000));
}
