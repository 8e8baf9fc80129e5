use super::*;
use crate::agreements::OptionKind;
use crate::books::{
    BookFindingCode, BookFramework, BookHalves, LeaseClassification, LeaseOption, LeaseRate, LeaseRateBasis,
};

pub(in crate::books) fn example(name: &str) -> NewBookCalculation {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = std::fs::read_to_string(root.join(format!("docs/calculations/{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub(in crate::books) fn run_of(reading: &Reading, request: &NewBookCalculation) -> eng::Schedule {
    run(reading, &request.book, request.period_months, &[request.as_of]).unwrap()
}

#[test]
fn an_amount_too_large_to_be_written_is_refused_and_not_cut() {
    let mut request = example("ifrs16");
    request.events.clear();
    // Fifty percent below zero: what is due in ten years is worth a thousand times as much today.
    request.accounting.discount_rate.as_mut().unwrap().percent = "-50".parse().unwrap();
    request.contract.payments[0].amount = "900000000000".parse().unwrap();
    let faults = calculate(&request).unwrap_err();
    assert_eq!((faults.len(), faults[0].path.as_str()), (1, "contract"));
    assert_eq!(faults[0].fault.code, FieldCode::OutOfRange);
}

#[test]
fn a_request_survives_its_json() {
    for name in ["ifrs16", "k3", "asc842", "expensed", "agreement"] {
        let request = example(name);
        let again = serde_json::from_str(&serde_json::to_string(&request).unwrap()).unwrap();
        assert_eq!(request, again, "{name}");
    }
}

#[test]
fn rounded_row_by_row_it_ends_at_nothing_all_the_same() {
    let mut request = example("k3");
    request.book.policy.rounding = BookRounding::EachRow;
    let answer = calculate(&request).unwrap();
    assert_eq!(answer.checks.len(), 7);
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
}

#[test]
fn the_rates_that_ruled_are_said() {
    let rates = |request: &NewBookCalculation| -> Vec<_> {
        let answer = calculate(request).unwrap();
        let said = |rate: BookRate| {
            (rate.from.to_string(), rate.interval_percent.to_string(), rate.effective_percent.to_string())
        };
        answer.policies.discount_rates.into_iter().map(said).collect()
    };
    let said =
        |from: &str, interval: &str, effective: &str| (from.to_owned(), interval.to_owned(), effective.to_owned());
    // The index revises none.
    assert_eq!(rates(&example("ifrs16")), [said("2001-01-01", "5.00000000", "5.00000000")]);
    let mut k3 = example("k3");
    k3.accounting.fair_value = Some("600000".parse().unwrap());
    assert_eq!(rates(&k3), [said("2025-01-01", "0.40000000", "4.90702075")]);
    // At the fair value of 480,000 the payments and the guarantee earn more.
    k3.accounting.fair_value = Some("480000".parse().unwrap());
    let solved = &rates(&k3)[0];
    let monthly = 1.0 + solved.1.parse::<f64>().unwrap() / 100.0;
    let worth: f64 = (0..36).map(|month| 12_500.0 / monthly.powi(month)).sum::<f64>() + 90_000.0 / monthly.powi(36);
    assert!((worth - 480_000.0).abs() < 0.01, "{worth}");
}

#[test]
fn an_option_assessed_anew_asks_for_a_rate_and_takes_it() {
    let mut request = example("agreement");
    request.accounting.discount_rate =
        Some(LeaseRate { percent: "4".parse().unwrap(), basis: LeaseRateBasis::Effective, times_a_year: None });
    request.accounting.options.push(LeaseOption {
        kind: OptionKind::Extension,
        reasonably_certain: true,
        assessed_on: Some("2027-01-01".parse().unwrap()),
        ends_on: Some("2030-06-30".parse().unwrap()),
        amount: None,
        reason: None,
        reviewer: None,
    });
    let found = calculate(&request).unwrap();
    let places: Vec<_> = found.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(places, [(BookFindingCode::RevisedRateMissing, "/accounting/revised_discount_rate")]);
    let six = LeaseRate { percent: "6".parse().unwrap(), ..request.accounting.discount_rate.unwrap() };
    request.accounting.revised_discount_rate = Some(six);
    let revised = calculate(&request).unwrap();
    assert_eq!(revised.findings, []);
    let rates: Vec<_> = revised.policies.discount_rates.iter().map(|rate| rate.effective_percent.to_string()).collect();
    assert_eq!(rates, ["4.00000000", "6.00000000"]);
    assert!(revised.checks.iter().all(|check| check.held), "{:?}", revised.checks);
}

#[test]
fn what_becomes_owned_is_no_operating_lease() {
    let mut request = example("asc842");
    request.accounting.becomes_owned = true;
    request.accounting.residual_when_owned = "2000".parse().unwrap();
    let answer = calculate(&request).unwrap();
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    assert_eq!(answer.treatment, BookTreatment::Asc842Finance);
    let said: Vec<_> = answer.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(said, [(BookFindingCode::OwnershipMakesFinance, "/accounting/classification")]);
    let classification = answer.classification.unwrap();
    assert_eq!((classification.class, classification.is_given), (LeaseClassification::Finance, true));
}

#[test]
fn what_nobody_classified_is_put_to_the_tests() {
    let mut request = example("asc842");
    request.accounting.classification = None;
    // Three years of five, and 16,517.69 of 20,000.
    request.accounting.useful_until = Some("2005-12-31".parse().unwrap());
    request.accounting.fair_value = Some("20000".parse().unwrap());
    let answer = calculate(&request).unwrap();
    assert_eq!(answer.treatment, BookTreatment::Asc842Operating);
    let said = |answer: &BookCalculation| -> Vec<_> {
        let tests = answer.classification.as_ref().unwrap().tests.iter();
        tests.map(|one| (one.met, one.percent.map(|percent| percent.to_string()), one.threshold_percent)).collect()
    };
    let percent = |text: &str| Some(text.to_owned());
    let told = (Some(false), None, None);
    let (life, value) = (percent("59.96714129"), percent("82.58845000"));
    let none = vec![
        told.clone(),
        told.clone(),
        (Some(false), life.clone(), Some(75)),
        (Some(false), value.clone(), Some(90)),
        told.clone(),
    ];
    assert_eq!(said(&answer), none);
    request.book.policy.thresholds.substantially_all_percent = 82;
    let answer = calculate(&request).unwrap();
    assert_eq!(answer.treatment, BookTreatment::Asc842Finance);
    assert_eq!(said(&answer)[3], (Some(true), value, Some(82)));
    request.book.framework = BookFramework::Ifrs16;
    assert_eq!(calculate(&request).unwrap().classification, None);
}

#[test]
fn an_impairment_is_taken_back_as_an_event() {
    let mut request = example("ifrs16");
    request.events.clear();
    let event = |kind, on: &str, amount: &str| crate::books::LeaseEvent {
        amount: Some(amount.parse().unwrap()),
        ..serde_json::from_value(serde_json::json!({"on": on, "kind": kind, "position": "end_of_day"})).unwrap()
    };
    request.events.push(event("impairment", "2002-12-31", "100000"));
    request.events.push(event("impairment_reversal", "2004-12-31", "60000"));
    request.as_of = "2004-12-31".parse().unwrap();
    let answer = calculate(&request).unwrap();
    assert_eq!(answer.findings, []);
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    request.events[1].amount = Some("90000".parse().unwrap());
    let answer = calculate(&request).unwrap();
    let said: Vec<_> = answer.findings.iter().map(|one| (one.code, one.pointer.as_str())).collect();
    assert_eq!(said, [(BookFindingCode::ReversedAboveCeiling, "/events/1")]);
    // Eight tenths of it were still to be written off, and six are.
    let given_back = answer.rows.iter().filter_map(|row| row.movement.asset).map(|asset| asset.impairment);
    let given_back: Vec<_> =
        given_back.filter(|amount| amount.is_negative()).map(|amount| amount.to_string()).collect();
    assert_eq!(given_back, ["-75000.00"]);
}

#[test]
fn halves_go_the_way_they_are_told() {
    let mut request = example("expensed");
    // Five öre over two months.
    request.contract.payments.truncate(1);
    request.contract.payments[0].amount = "0.05".parse().unwrap();
    request.accounting.end_on = Some("2025-02-28".parse().unwrap());
    request.period_months = 1;
    let mut costs = |halves| -> Vec<_> {
        request.book.policy.halves = halves;
        let answer = calculate(&request).unwrap();
        assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
        let costs = answer.periods.iter().filter_map(|period| period.movement.deferral);
        costs.map(|one| one.cost.to_string()).collect()
    };
    assert_eq!(costs(BookHalves::AwayFromZero), ["0.03", "0.02"]);
    assert_eq!(costs(BookHalves::ToEven), ["0.02", "0.03"]);
}

#[test]
fn an_index_outside_ifrs_16_does_not_end_ownership() {
    let mut request = example("ifrs16");
    request.book.framework = BookFramework::Asc842;
    request.accounting.classification = Some(LeaseClassification::Finance);
    request.accounting.becomes_owned = true;
    request.accounting.residual_when_owned = "3000".parse().unwrap();
    let answer = calculate(&request).unwrap();
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
    let left = answer.rows.last().unwrap().movement.asset.unwrap().closing;
    assert_eq!(left.to_string(), "3000.00");
}

#[test]
fn periods_begin_with_the_lease_and_end_with_the_fiscal_year() {
    let mut request = example("ifrs16");
    request.book.policy.fiscal_year_ends = 8;
    request.as_of = "2002-03-10".parse().unwrap();
    let answer = calculate(&request).unwrap();
    let days: Vec<_> = answer.periods.iter().take(2).map(|one| (one.from.to_string(), one.to.to_string())).collect();
    let expected = [("2001-01-01", "2001-08-31"), ("2001-09-01", "2002-08-31")];
    assert_eq!(days, expected.map(|(from, to)| (from.to_owned(), to.to_owned())));
    assert_eq!(answer.periods.last().unwrap().to.to_string(), "2011-08-31");
    assert!(answer.checks.iter().all(|check| check.held), "{:?}", answer.checks);
}
