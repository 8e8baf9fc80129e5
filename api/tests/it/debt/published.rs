//! The test portfolio: 400 agreements and the figures an independent calculation gives them.

use api::features::agreements::service::NewEnding;
use chrono::NaiveDate;
use serde_json::{Value, json};
use shared::agreements::{AgreementTerms, EndingHow};
use std::path::{Path, PathBuf};

fn data(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/engine/tests/data").join(file)
}

pub fn expected() -> Value {
    serde_json::from_slice(&std::fs::read(data("portfolio-expected.json")).unwrap()).unwrap()
}

/// Each agreement and when it ended.
pub fn agreements() -> Vec<(AgreementTerms, Option<NewEnding>)> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_path(data("portfolio.csv")).unwrap();
    let headers = reader.headers().unwrap().clone();
    let rows = reader.records().map(|record| record.unwrap()).map(|record| {
        let cell = |header: &str| {
            let at = headers.iter().position(|name| name == header).unwrap();
            Some(record[at].to_owned()).filter(|text| !text.is_empty())
        };
        let decimal = |header| cell(header).map(|text| text.replace(',', "."));
        let terms = json!({
            "number": cell("Avtalsnummer"),
            "title": cell("Benämning"),
            "lessor_name": cell("Leasegivare"),
            "kind": match cell("Avtalstyp").as_deref() {
                Some("Finansiell leasing") => "financial_lease",
                Some("Operationell leasing") => "operational_lease",
                Some("Hyra") => "rental",
                other => panic!("{other:?}"),
            },
            "object_type": cell("Objekttyp"),
            "start_on": cell("Startdatum"),
            "end_on": cell("Slutdatum"),
            "interval_months": cell("Betalas var (mån)").unwrap().parse::<u32>().unwrap(),
            "timing": if cell("Förskott/efterskott").as_deref() == Some("efterskott") { "arrears" } else { "advance" },
            "fee": decimal("Leasingavgift per betalning"),
            "currency": cell("Valuta"),
            "price": decimal("Pris exkl. moms"),
            "first_increased_fee": decimal("Förhöjd första avgift"),
            "first_increased_replaces": cell("Förhöjd avgift ersätter första").as_deref() == Some("ja"),
            "residual_value": decimal("Restvärde"),
            "invoice_fee": decimal("Aviavgift"),
            "arrangement_fee": decimal("Uppläggningsavgift"),
            "nominal_rate_percent": decimal("Ränta, nominell %"),
            "notice_months": cell("Uppsägningstid (mån)").map(|months| months.parse::<u32>().unwrap()),
            "cost_center": cell("Kostnadsställe"),
            "responsible": cell("Ansvarig"),
        });
        let ending = cell("Avslutat den").map(|on| NewEnding {
            on: on.parse::<NaiveDate>().unwrap(),
            how: EndingHow::Terminated,
            price: None,
        });
        (serde_json::from_value(terms).unwrap(), ending)
    });
    rows.collect()
}
