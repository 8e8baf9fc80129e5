use super::*;
use crate::agreements::{AgreementChange, AgreementTerms};
use crate::books::{
    BookCurrentSplit, BookDefaultRate, BookDiscounting, BookFramework, BookMonthCutoff, BookPolicy, BookTransition,
    LeaseAccounting, LeaseEvent, LeaseRate, LeaseRateBasis, TransitionMethod,
};
use crate::ids::EventId;
use crate::money::Currency;
use crate::terms::{CheckedTerms, check};
use serde_json::{Value, json};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn effective(percent: &str) -> LeaseRate {
    LeaseRate { percent: percent.parse().unwrap(), basis: LeaseRateBasis::Effective, times_a_year: None }
}

/// The 400 agreements of the sample portfolio.
fn portfolio() -> Vec<(CheckedTerms, Vec<AgreementChange>)> {
    let text = include_str!("../../../engine/tests/data/portfolio.csv").trim_start_matches('\u{feff}');
    let mut lines = text.lines();
    let headers: Vec<&str> = lines.next().unwrap().split(';').collect();
    let read = |line: &str| {
        let cells: Vec<&str> = line.split(';').collect();
        let field = |name: &str| cells[headers.iter().position(|header| *header == name).unwrap()];
        let number = |name: &str| Some(field(name).replace(',', ".")).filter(|text| !text.is_empty());
        let mut terms = json!({
            "title": field("Benämning"), "lessor_name": field("Leasegivare"), "currency": field("Valuta"),
            "start_on": field("Startdatum"), "end_on": field("Slutdatum"),
            "interval_months": field("Betalas var (mån)").parse::<u32>().unwrap(),
            "first_increased_replaces": field("Förhöjd avgift ersätter första") == "ja",
            "residual_carrier": "lessee",
            "timing": if field("Förskott/efterskott") == "förskott" { "advance" } else { "arrears" },
            "kind": match field("Avtalstyp") {
                "Finansiell leasing" => "financial_lease",
                "Operationell leasing" => "operational_lease",
                _ => "rental",
            },
        });
        for (name, header) in [
            ("fee", "Leasingavgift per betalning"),
            ("price", "Pris exkl. moms"),
            ("first_increased_fee", "Förhöjd första avgift"),
            ("residual_value", "Restvärde"),
            ("invoice_fee", "Aviavgift"),
            ("arrangement_fee", "Uppläggningsavgift"),
            ("nominal_rate_percent", "Ränta, nominell %"),
        ] {
            if let Some(number) = number(header) {
                terms[name] = Value::from(number);
            }
        }
        let terms: AgreementTerms = serde_json::from_value(terms).unwrap();
        let ended = Some(field("Avslutat den")).filter(|text| !text.is_empty());
        let ended = ended.map(|on| AgreementChange::Ended {
            event_id: EventId::from_uuid(uuid::Uuid::nil()),
            effective_on: day(on),
            how: crate::agreements::EndingHow::Terminated,
            price: None,
        });
        (check(&terms).unwrap(), ended.into_iter().collect())
    };
    lines.map(read).collect()
}

/// What happens to every third or fifth of them.
fn happens(number: usize, original: &CheckedTerms, changes: &mut Vec<AgreementChange>) -> Vec<LeaseEvent> {
    let on = |months: i32| add_months(original.terms().start_on, months);
    if number.is_multiple_of(3) && changes.is_empty() && on(14) < original.end_on() {
        let fee = original.terms().fee.minor() / 100 * 104 / 100;
        let patch = serde_json::from_value(json!({"fee": format!("{fee}.17")})).unwrap();
        let event_id = EventId::from_uuid(uuid::Uuid::nil());
        changes.push(AgreementChange::Amended { event_id, effective_on: on(14), patch });
    }
    let event = |months: i32, extra: Value| {
        let mut event = json!({"on": on(months)});
        event.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        serde_json::from_value::<LeaseEvent>(event).unwrap()
    };
    match number % 10 {
        1 => vec![event(20, json!({"kind": "impairment", "amount": "7000.00"}))],
        2 => vec![event(9, json!({"kind": "sublease", "amount": "9000.00", "subleased": {"part": 1, "of": 3}}))],
        4 => vec![
            event(7, json!({"kind": "impairment", "amount": "100.01"})),
            event(25, json!({"kind": "buy_out", "amount": "31000.00", "position": "after_payment"})),
        ],
        5 => vec![event(17, json!({"kind": "termination", "amount": "500.00", "position": "end_of_day"}))],
        7 => vec![event(150, json!({"kind": "impairment", "amount": "5.00"}))],
        _ => Vec::new(),
    }
}

fn books() -> Vec<NewBook> {
    let plain = |framework| NewBook { framework, policy: BookPolicy::default(), transition: None };
    let with = |framework, policy| NewBook { policy, ..plain(framework) };
    let mut books: Vec<NewBook> = BookFramework::ALL.into_iter().map(plain).collect();
    let dated =
        BookPolicy { discounting: BookDiscounting::Dated, first_payment_in_liability: true, ..BookPolicy::default() };
    let even = BookPolicy { month_cutoff: BookMonthCutoff::EvenMonths, ..BookPolicy::default() };
    let by_value = BookPolicy { current_split: BookCurrentSplit::PresentValue, ..BookPolicy::default() };
    let monthly = BookPolicy { compounding_months: Some(1), fiscal_year_ends: 4, ..BookPolicy::default() };
    let each_row = BookPolicy { rounding: BookRounding::EachRow, ..BookPolicy::default() };
    books.extend([dated, even, by_value, monthly, each_row].map(|policy| with(BookFramework::Ifrs16, policy)));
    books.push(NewBook {
        transition: Some(BookTransition {
            on: day("2022-01-01"),
            method: TransitionMethod::FromLiability,
            discount_rate: effective("3.1"),
            prepaid: "0.00".parse().unwrap(),
        }),
        ..plain(BookFramework::Ifrs16)
    });
    books
}

fn periods() -> Vec<Vec<NaiveDate>> {
    let days = |texts: &[&str]| texts.iter().map(|text| day(text)).collect();
    vec![
        days(&["2024-12-31", "2025-12-31"]),
        days(&["2019-12-31", "2020-02-17", "2023-07-03", "2023-07-04", "2024-02-29"]),
        engine::calendar::month_ends(day("2024-04-30"), 25).collect(),
        days(&["2026-05-09", "2033-01-15"]),
        days(&["1999-12-31", "2000-12-31"]),
    ]
}

/// Whatever the book, the days and what happened: the same figures, dues and findings.
#[test]
fn a_sheet_is_the_schedule_for_the_sample_portfolio() {
    let default_rates = [BookDefaultRate {
        from: day("2000-01-01"),
        currency: Currency::SEK,
        kind: None,
        months_max: None,
        rate: effective("4.5"),
    }];
    let (mut quick, mut whole) = (LeaseSheet::default(), LeaseSheet::default());
    let (mut compared, mut interest, mut bought) = (0, 0, 0);
    let accounting = LeaseAccounting::NOTHING;
    let periods: Vec<SheetDays> =
        periods().iter().map(|days| SheetDays::new(days, &[3, 12, 24, 36, 48, 60, 600]).unwrap()).collect();
    for (number, (original, mut changes)) in portfolio().into_iter().enumerate() {
        let events = happens(number, &original, &mut changes);
        let lease = RegisteredLease {
            accounting: &accounting,
            events: &events,
            default_rates: &default_rates,
            ..RegisteredLease::new(&original, &changes)
        };
        for (at, book) in books().into_iter().enumerate() {
            // Each book meets all of them among the agreements.
            for days in [number + at, number + at + 2].map(|at| &periods[at % periods.len()]) {
                let place = || format!("{number} {book:?} {:?} {original:?} {events:?}", days.closings.dates());
                quick.fill(&lease, &book, days, false).unwrap();
                whole.fill(&lease, &book, days, true).unwrap();
                assert!(quick.schedule.is_none() && whole.schedule.is_some());
                assert_eq!(quick.findings, whole.findings, "{}", place());
                assert_eq!(quick.due, whole.due, "{}", place());
                let (ours, theirs) = (quick.at_closings(), whole.at_closings());
                assert_eq!(ours.treatment(), theirs.treatment());
                assert_eq!(ours.lines(), theirs.lines(), "{}", place());
                for period in 0..ours.lines().len() {
                    assert_eq!(ours.movement(period), theirs.movement(period), "{}", place());
                    let cash = ours.cash(period).unwrap();
                    assert_eq!(Some(cash), theirs.cash(period), "{}", place());
                    compared += 1;
                    interest += i32::from(cash.interest != 0);
                    bought += i32::from(cash.purchases != 0);
                }
            }
        }
    }
    assert!(compared > 50_000 && interest > 10_000 && bought > 50, "{compared} {interest} {bought}");
}
