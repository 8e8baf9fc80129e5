//! 400 agreements against an independent calculation in 60-digit decimals: every figure, to its last digit.
#![cfg(test)]

use std::collections::BTreeMap;

use chrono::NaiveDate;
use engine::{
    Change, Contract, Convention, Ending, FirstIncreased, Kind, Minor, NominalRate, Plan, RateOutcome, ResidualCarrier,
    Status, Timing, all_in,
};
use serde::Deserialize;

#[derive(Deserialize)]
struct Expected {
    as_of: Vec<NaiveDate>,
    fx_to_sek: BTreeMap<String, BTreeMap<NaiveDate, String>>,
    agreements: BTreeMap<String, ExpectedAgreement>,
    totals: BTreeMap<NaiveDate, ExpectedTotal>,
}

#[derive(Deserialize)]
struct ExpectedAgreement {
    nominal_pct: Option<String>,
    effective_pct: Option<String>,
    all_in_nominal_pct: Option<String>,
    all_in_effective_pct: Option<String>,
    debt: BTreeMap<NaiveDate, Option<String>>,
}

#[derive(Deserialize)]
struct ExpectedTotal {
    running: usize,
    debt_known: usize,
    debt_unknown: usize,
    debt_sek: String,
    average_nominal_pct: String,
    average_effective_pct: String,
    extended: usize,
    extended_yearly_cost_sek: String,
}

struct Agreement {
    id: String,
    currency: String,
    contract: Contract,
    changes: Vec<Change>,
}

/// A decimal written with point or comma, as a whole number of 10^-places.
fn scaled(text: &str, places: usize) -> i64 {
    let (whole, part) = text.split_once([',', '.']).unwrap_or((text, ""));
    assert!(part.trim_end_matches('0').len() <= places, "{text} has more than {places} decimals");
    let part: String = part.chars().chain(std::iter::repeat('0')).take(places).collect();
    format!("{whole}{part}").parse().unwrap()
}

fn optional(text: &str, places: usize) -> Option<i64> {
    (!text.is_empty()).then(|| scaled(text, places))
}

fn agreements() -> Vec<Agreement> {
    let text = include_str!("data/portfolio.csv").trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let read = |record: csv::StringRecord| {
        let field = |name: &str| record.get(headers.iter().position(|header| header == name).unwrap()).unwrap();
        let money = |name: &str| optional(field(name), 2);
        let ended = Some(field("Avslutat den")).filter(|text| !text.is_empty());
        Agreement {
            id: field("Avtalsnummer").into(),
            currency: field("Valuta").into(),
            changes: ended
                .map(|on| Change::Ended { on: on.parse().unwrap(), how: Ending::Terminated })
                .into_iter()
                .collect(),
            contract: Contract {
                kind: match field("Avtalstyp") {
                    "Finansiell leasing" => Kind::FinancialLease,
                    "Operationell leasing" => Kind::OperationalLease,
                    "Hyra" => Kind::Rental,
                    other => panic!("{other}"),
                },
                start: field("Startdatum").parse().unwrap(),
                end: field("Slutdatum").parse().unwrap(),
                interval_months: field("Betalas var (mån)").parse().unwrap(),
                timing: if field("Förskott/efterskott") == "förskott" { Timing::Advance } else { Timing::Arrears },
                fee: money("Leasingavgift per betalning").unwrap(),
                steps: Vec::new(),
                price: money("Pris exkl. moms"),
                stated_rate: optional(field("Ränta, nominell %"), 7).map(NominalRate::from_parts_per_billion),
                first_increased: money("Förhöjd första avgift").map(|amount| FirstIncreased {
                    amount,
                    replaces_first_fee: field("Förhöjd avgift ersätter första") == "ja",
                }),
                residual: money("Restvärde").unwrap_or(0),
                residual_carrier: ResidualCarrier::Lessee,
                interim: None,
                invoice_fee: money("Aviavgift").unwrap_or(0),
                arrangement_fee: money("Uppläggningsavgift").unwrap_or(0),
                service_fee: 0,
                convention: Convention::default(),
            },
        }
    };
    reader.records().map(|record| read(record.unwrap())).collect()
}

fn expected() -> Expected {
    serde_json::from_str(include_str!("data/portfolio-expected.json")).unwrap()
}

fn pct(rate: f64) -> String {
    format!("{:.8}", rate * 100.0)
}

fn written(minor: Minor) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

fn converted(minor: Minor, rate: &str) -> Minor {
    let (amount, rate) = (i128::from(minor), i128::from(scaled(rate, 6)));
    ((2 * amount * rate + 1_000_000) / 2_000_000) as Minor
}

#[test]
fn every_rate_and_every_debt_is_exact() {
    let expected = expected();
    let mut checked = 0;
    for Agreement { id, contract, changes, .. } in agreements() {
        let plan = Plan::compile(&contract, &changes).unwrap();
        let wanted = &expected.agreements[&id];
        let rate = plan.rate().rate();
        let all_in = all_in(&contract).unwrap().rate.rate();
        let rates = [
            (rate.map(|rate| pct(rate.nominal)), &wanted.nominal_pct),
            (rate.map(|rate| pct(rate.effective)), &wanted.effective_pct),
            (all_in.map(|rate| pct(rate.nominal)), &wanted.all_in_nominal_pct),
            (all_in.map(|rate| pct(rate.effective)), &wanted.all_in_effective_pct),
        ];
        for (found, wanted) in rates {
            assert_eq!(&found, wanted, "{id}");
            checked += 1;
        }
        assert!(!matches!(plan.rate(), RateOutcome::Implausible(_) | RateOutcome::Several { .. }), "{id}");
        for (date, wanted) in &wanted.debt {
            assert_eq!(&plan.debt_on(*date).map(written), wanted, "{id} on {date}");
            checked += 1;
        }
    }
    assert_eq!(checked, 400 * 7);
}

#[test]
fn every_total_is_exact() {
    let expected = expected();
    let plans: Vec<_> = agreements()
        .into_iter()
        .map(|agreement| (Plan::compile(&agreement.contract, &agreement.changes).unwrap(), agreement.currency))
        .collect();
    for date in &expected.as_of {
        let wanted = &expected.totals[date];
        let rate_of = |currency: &str| expected.fx_to_sek[currency][date].as_str();
        let live: Vec<_> = plans
            .iter()
            .filter(|(plan, _)| matches!(plan.status_on(*date), Status::Running | Status::Extended { .. }))
            .collect();
        assert_eq!(live.len(), wanted.running, "{date}");
        let debts: Vec<_> = live
            .iter()
            .filter_map(|(plan, currency)| Some((plan, converted(plan.debt_on(*date)?, rate_of(currency)))))
            .collect();
        assert_eq!(debts.len(), wanted.debt_known, "{date}");
        assert_eq!(live.len() - debts.len(), wanted.debt_unknown, "{date}");
        assert_eq!(written(debts.iter().map(|(_, debt)| debt).sum()), wanted.debt_sek, "{date}");

        let mut nominal = engine::portfolio::Average::default();
        let mut effective = engine::portfolio::Average::default();
        for (plan, debt) in debts {
            let rate = plan.rate_on(*date).rate();
            nominal.add(debt, rate.map(|rate| rate.nominal));
            effective.add(debt, rate.map(|rate| rate.effective));
        }
        assert_eq!(nominal.rate().map(pct).as_ref(), Some(&wanted.average_nominal_pct), "{date}");
        assert_eq!(effective.rate().map(pct).as_ref(), Some(&wanted.average_effective_pct), "{date}");

        let extended: Vec<_> = live
            .iter()
            .filter(|(plan, _)| matches!(plan.status_on(*date), Status::Extended { .. }))
            .map(|(plan, currency)| converted(plan.yearly_cost_on(*date).unwrap(), rate_of(currency)))
            .collect();
        assert_eq!(extended.len(), wanted.extended, "{date}");
        assert_eq!(written(extended.iter().sum()), wanted.extended_yearly_cost_sek, "{date}");
    }
}
