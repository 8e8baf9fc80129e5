//! The examples as data, and which of their figures have been met.

use std::cell::RefCell;
use std::collections::BTreeSet;

use engine::{Contract, Convention, Kind, Minor, NominalRate, ResidualCarrier, Row, RowKind, Timing, calendar};
use serde_json::Value;

pub(crate) struct Book {
    examples: Vec<Value>,
    met: RefCell<BTreeSet<(String, String)>>,
}

/// What rounding to hundredths leaves between our figures and those in full precision: interest is the difference of
/// two rounded balances.
const HUNDREDTH: f64 = 0.0101;

impl Book {
    pub(crate) fn open() -> Self {
        let examples = serde_json::from_str(include_str!("../data/worked-examples.json")).unwrap();
        Self { examples, met: RefCell::default() }
    }

    pub(crate) fn figures(&self) -> Vec<(String, String)> {
        let keys = |example: &Value| {
            let id = example["id"].as_str().unwrap().to_owned();
            let keys: Vec<_> = example["expected"].as_object().unwrap().keys().cloned().collect();
            keys.into_iter().map(move |key| (id.clone(), key))
        };
        self.examples.iter().flat_map(keys).collect()
    }

    pub(crate) fn met(&self, id: &str, key: &str) {
        self.met.borrow_mut().insert((id.into(), key.into()));
    }

    pub(crate) fn is_met(&self, id: &str, key: &str) -> bool {
        self.met.borrow().contains(&(id.into(), key.into()))
    }

    pub(crate) fn example(&self, id: &str) -> &Value {
        self.examples.iter().find(|example| example["id"] == id).unwrap_or_else(|| panic!("no example {id}"))
    }

    fn expected(&self, id: &str, key: &str) -> (&Value, f64) {
        let example = self.example(id);
        let figure = &example["expected"][key];
        assert!(!figure.is_null(), "{id} has no {key}");
        let tolerance = figure["tolerance"].as_f64().or(example["tolerance"]["abs"].as_f64()).unwrap();
        self.met(id, key);
        (figure, tolerance)
    }

    /// A figure as published, and as recomputed in full precision where the source rounds.
    pub(crate) fn figure(&self, id: &str, key: &str, ours: f64) {
        let (figure, tolerance) = self.expected(id, key);
        near(id, key, ours, figure["value"].as_f64().unwrap(), tolerance);
        if let Some(exact) = figure["recomputed"].as_f64() {
            near(id, key, ours, exact, if ours.abs() < 2.0 { tolerance } else { HUNDREDTH });
        }
    }

    /// A column of a table, row by row.
    pub(crate) fn column(&self, id: &str, key: &str, column: &str, ours: &[f64]) {
        let (table, tolerance) = self.expected(id, key);
        let columns = table["columns"].as_array().unwrap();
        let at = columns.iter().position(|name| name == column).unwrap_or_else(|| panic!("{id} {key} has no {column}"));
        let published = table["rows"].as_array().unwrap();
        assert_eq!(published.len(), ours.len(), "{id} {key} {column}");
        for (row, ours) in published.iter().zip(ours) {
            if let Some(value) = row[at].as_f64() {
                near(id, &format!("{key} {column}"), *ours, value, tolerance);
            }
        }
        for (row, ours) in table["recomputed_rows"].as_array().into_iter().flatten().zip(ours) {
            if let Some(value) = row[at].as_f64() {
                near(id, &format!("{key} {column} in full"), *ours, value, HUNDREDTH);
            }
        }
    }
}

fn near(id: &str, key: &str, ours: f64, theirs: f64, tolerance: f64) {
    assert!((ours - theirs).abs() <= tolerance, "{id} {key}: {ours}, published {theirs} ± {tolerance}");
}

pub(crate) fn minor(amount: f64) -> Minor {
    (amount * 100.0).round() as Minor
}

pub(crate) fn units(minor: Minor) -> f64 {
    minor as f64 / 100.0
}

pub(crate) fn parts(rate: f64) -> NominalRate {
    NominalRate::from_parts_per_billion((rate * 1e9).round() as i64)
}

/// `count` payments of `fee` every `months`, from 2001-01-01, at a stated nominal rate.
pub(crate) fn level(fee: f64, count: i32, months: u32, timing: Timing, rate: f64) -> Contract {
    let start = "2001-01-01".parse().unwrap();
    Contract {
        kind: Kind::FinancialLease,
        start,
        end: calendar::add_months(start, count * months as i32).pred_opt().unwrap(),
        interval_months: months,
        timing,
        fee: minor(fee),
        steps: Vec::new(),
        price: None,
        stated_rate: Some(parts(rate)),
        first_increased: None,
        residual: 0,
        residual_carrier: ResidualCarrier::Lessee,
        interim: None,
        invoice_fee: 0,
        arrangement_fee: 0,
        service_fee: 0,
        convention: Convention::default(),
    }
}

/// The fee rows of the contractual term: opening, interest, payment, closing.
pub(crate) struct Rows(pub(crate) Vec<Row>);

impl Rows {
    pub(crate) fn of(contract: &Contract) -> Self {
        let schedule = engine::schedule(contract, &[], contract.end).unwrap();
        Self(schedule.rows.into_iter().filter(|row| row.kind == RowKind::Fee).collect())
    }

    pub(crate) fn opening(&self) -> Vec<f64> {
        self.0.iter().map(|row| units(row.capital.unwrap().opening)).collect()
    }

    pub(crate) fn interest(&self) -> Vec<f64> {
        self.0.iter().map(|row| units(row.capital.unwrap().interest)).collect()
    }

    pub(crate) fn closing(&self) -> Vec<f64> {
        self.0.iter().map(|row| units(row.capital.unwrap().closing)).collect()
    }

    /// In advance a published year begins with its payment and ends before the next: interest is met with the next
    /// payment, and the last year earns none.
    pub(crate) fn years_in_advance(&self) -> Years {
        let interest: Vec<f64> = self.interest().into_iter().skip(1).chain([0.0]).collect();
        let after = self.closing();
        let closing: Vec<f64> = after.iter().zip(&interest).map(|(after, interest)| after + interest).collect();
        let opening = after.first().copied().into_iter().chain(closing.iter().copied()).take(closing.len()).collect();
        Years { opening, interest, closing }
    }
}

pub(crate) struct Years {
    pub(crate) opening: Vec<f64>,
    pub(crate) interest: Vec<f64>,
    pub(crate) closing: Vec<f64>,
}

impl Book {
    /// A voucher as published, in any order of its lines.
    pub(crate) fn postings(&self, id: &str, key: &str, ours: &[(&str, &str, f64)]) {
        let published = self.example(id)["expected"][key]["value"].as_array().unwrap();
        let line = |line: &Value| {
            let text = |at: usize| line[at].as_str().unwrap().to_owned();
            (text(0), text(1), line[2].as_f64().unwrap())
        };
        let mut theirs: Vec<_> = published.iter().map(line).collect();
        let mut ours: Vec<_> = ours.iter().map(|(a, side, sum)| ((*a).to_owned(), (*side).to_owned(), *sum)).collect();
        theirs.sort_by(|a, b| a.0.cmp(&b.0));
        ours.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(ours, theirs, "{id} {key}");
        self.met(id, key);
    }
}
