use super::{At, truck, with};
use crate::imports::Work;
use crate::support::{Answered, TestApp};
use api::features::imports::reading::mapping::{Mapping, propose};
use api::features::imports::reading::rows::{Mends, ReadRow, RowReader};
use api::features::imports::reading::{OpenOptions, open, terms};
use serde_json::json;
use shared::agreements::{Agreement, AgreementTerms, FeeBasis, LeasedObject};
use shared::imports::{ImportCounts, ImportField, RowAction};
use shared::problem::{ErrorCode, FieldCode};
use std::collections::BTreeMap;

async fn export(app: &TestApp, query: &str) -> Answered {
    app.as_reader().get(&app.path(&format!("/agreements/export?{query}"))).send().await
}

fn read(bytes: &[u8]) -> Vec<ReadRow> {
    let opened = open(bytes, &OpenOptions::default()).unwrap();
    let mapping: Mapping = propose(&opened.sheet, None).mapping;
    RowReader::new(&opened.sheet, &mapping, &Mends::default(), &|_| false).collect()
}

/// As much of the terms as a row of a file can hold.
fn what_a_row_holds(terms: AgreementTerms) -> AgreementTerms {
    let objects: Vec<String> = terms.objects.into_iter().map(|object| object.description).collect();
    AgreementTerms {
        lessor_id: None,
        supplier_id: None,
        fee_steps: Vec::new(),
        fee_basis: FeeBasis::Fixed {},
        vat_restricted: false,
        objects: Some(objects.join(", "))
            .filter(|text| !text.is_empty())
            .map(|description| LeasedObject { description, serial_number: None, registration: None, units: 1 })
            .into_iter()
            .collect(),
        custom: BTreeMap::new(),
        ..terms
    }
}

#[tokio::test]
async fn what_is_exported_is_read_back_as_it_was() {
    let app = TestApp::new().await;
    app.as_editor().post(&app.path("/demo-portfolio")).send().await.expect_status(201);
    let odd = At::created(
        &app,
        with(
            truck(),
            json!({
                "number": "0012", "title": "=HYPERLINK(\"http://example.invalid\";\"Klicka\")",
                "department": "+46 8 123", "cost_center": "-7", "project": "@SUM(A1)", "responsible": "Å;\"ä\"",
                "notes": "Rad ett\nrad två; tre", "nominal_rate_percent": "5.3512345", "fee": "12345678.90",
                "supplier_name": "Vidunder & Co", "residual_carrier": "third_party", "custom": {"Hylla": "=7"},
                "extension": {"months": 6}, "timing": "arrears", "interval_months": 3,
                "first_increased_fee": "1", "first_increased_replaces": true,
            }),
        ),
    )
    .await;
    odd.end("2026-03-31").await.expect_status(200);

    for format in ["csv", "xlsx"] {
        for lang in ["sv", "en"] {
            let answer = export(&app, &format!("format={format}&lang={lang}&sort=number")).await.expect_status(200);
            let rows = read(answer.bytes());
            assert_eq!(rows.len(), 301, "{format} {lang}");
            let blocked: Vec<_> = rows.iter().filter(|row| row.is_blocked()).map(|row| &row.faults).collect();
            assert!(blocked.is_empty(), "{format} {lang}: {blocked:?}");
            let first = &rows[0];
            assert_eq!(first.value(ImportField::Number), Some("0012"));
            assert_eq!(terms::ending_of_values(&first.values).unwrap().0.to_string(), "2026-03-31");
            assert_eq!(
                terms::of_values(&first.values, &BTreeMap::new()).unwrap(),
                what_a_row_holds(odd.now().await.terms),
                "{format} {lang}"
            );
            for row in rows.iter().skip(1).step_by(23) {
                let number = row.value(ImportField::Number).unwrap();
                let list: serde_json::Value =
                    app.as_reader().get(&app.path(&format!("/agreements?q={number}"))).send().await.json();
                let path = app.path(&format!("/agreements/{}", list["data"][0]["id"].as_str().unwrap()));
                let agreement: Agreement = app.as_reader().get(&path).send().await.json();
                assert_eq!(
                    terms::of_values(&row.values, &BTreeMap::new()).unwrap(),
                    what_a_row_holds(agreement.terms),
                    "{format} {lang} {number}"
                );
            }
        }
    }
}

#[tokio::test]
async fn an_export_that_is_imported_changes_nothing() {
    let app = TestApp::new().await;
    app.as_editor().post(&app.path("/demo-portfolio")).send().await.expect_status(201);
    let odd = json!({
        "number": "0012", "title": "=1+1", "lessor_name": "-Finans", "notes": "Rad ett\nrad två; tre",
        "nominal_rate_percent": "5.3512345", "extension": {"months": 6}, "custom": {"=Hylla": "@7"},
    });
    let odd = At::created(&app, with(truck(), odd)).await;
    odd.end("2026-03-31").await.expect_status(200);
    let before = export(&app, "format=csv&sort=number").await.expect_status(200).text();

    for (format, lang) in [("csv", "sv"), ("xlsx", "en")] {
        let file = export(&app, &format!("format={format}&lang={lang}")).await.expect_status(200);
        let work = Work::on(&app, &format!("avtal.{format}"), file.bytes()).await;
        let nothing = ImportCounts { rows: 301, unchanged: 301, ..ImportCounts::default() };
        let changed = work.rows("").await.into_iter().find(|row| row.action != RowAction::Unchanged);
        assert_eq!(work.import.counts, nothing, "{format}: {changed:?}");
        work.post("/apply").await.expect_problem(ErrorCode::NothingChanged);
    }
    let after = export(&app, "format=csv&sort=number").await.expect_status(200).text();
    assert_eq!(after, before);
}

#[tokio::test]
async fn what_a_spreadsheet_would_run_is_marked_as_text() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"title": "=1+1", "custom": {"=Hylla": "@x"}, "lessor_name": "-Finans"})))
        .await;
    let answer = export(&app, "format=csv").await.expect_status(200);
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"avtal-2026-11-22.csv\""));
    let text = answer.text();
    assert!(text.starts_with("\u{feff}Avtalsnummer;Benämning;"), "{text}");
    assert!(text.contains(";'=Hylla\r\n") && text.contains(";'@x\r\n"), "{text}");
    assert!(text.contains(";'=1+1;'-Finans;"), "{text}");
    assert!(text.contains(";5000,00;SEK;220000,00;"), "{text}");
}

#[tokio::test]
async fn columns_are_those_that_were_asked_for() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"number": "L-1", "custom": {"Hylla": "7"}}))).await;
    At::created(&app, with(truck(), json!({"number": "L-2", "kind": "rental", "currency": "EUR"}))).await;
    let text = async |query: &str| export(&app, query).await.expect_status(200).text();
    let chosen = text("format=csv&columns=fee,status,custom.Hylla,number&sort=number").await;
    assert_eq!(
        chosen,
        "\u{feff}Leasingavgift per betalning;Status;Hylla;Avtalsnummer\r\n5000,00;Löpande;7;L-1\r\n5000,00;Löpande;;L-2\r\n"
    );
    let english = text("format=csv&lang=en&columns=number,kind&kind=rental").await;
    assert_eq!(english, "\u{feff}Agreement number;Agreement type\r\nL-2;Rental\r\n");
    let nothing = text("format=csv&columns=number&q=nowhere").await;
    assert_eq!(nothing, "\u{feff}Avtalsnummer\r\n");
    for (query, place, code) in [
        ("columns=number", "?format", FieldCode::MissingField),
        ("format=pdf", "?format", FieldCode::UnknownValue),
        ("format=csv&columns=colour", "?columns", FieldCode::UnknownValue),
        ("format=csv&lang=tlh", "?lang", FieldCode::UnknownValue),
        ("format=csv&limit=5", "?limit", FieldCode::UnknownParameter),
    ] {
        export(&app, query).await.expect_fault(ErrorCode::MalformedParameter, place, code);
    }
    let stranger = app.as_outsider().get(&app.path("/agreements/export?format=csv")).send().await;
    stranger.expect_problem(ErrorCode::NotFound);
}
