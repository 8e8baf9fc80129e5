//! The whole main job, on the portfolio with its planted faults.

use super::{CLEAN, Work, XLSX, expected, register, sheet};
use crate::agreements::{At, truck, with};
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::agreements::{Agreement, AgreementStatus};
use shared::debt::Overview;
use shared::imports::{ImportCounts, ImportStatus, MatchedBy, RowAction};
use shared::page::Page;
use shared::parties::Party;

async fn enter_rates(app: &TestApp) {
    let expected = expected();
    for (currency, rates) in expected["fx_to_sek"].as_object().unwrap() {
        for (on, rate) in rates.as_object().unwrap().iter().filter(|_| currency != "SEK") {
            let new = json!({"currency": currency, "on": on, "rate": rate, "source": "Riksbanken"});
            app.as_owner().post(&app.path("/exchange-rates")).json(new).send().await.expect_status(201);
        }
    }
}

async fn overview(app: &TestApp, as_of: &str) -> Overview {
    let path = app.path(&format!("/debt/overview?as_of={as_of}"));
    app.as_reader().get(&path).send().await.expect_status(200).json()
}

fn right_values() -> Vec<Value> {
    let fields = [
        ("Leasingavgift per betalning", "fee"),
        ("Avtalstyp", "kind"),
        ("Startdatum", "start_on"),
        ("Slutdatum", "end_on"),
        ("Antal månader", "term_months"),
        ("Avtalsnummer", "number"),
        ("Benämning", "title"),
        ("Valuta", "currency"),
        ("Ränta, nominell %", "nominal_rate_percent"),
    ];
    let faults = expected()["faults_in_xlsx"].as_array().unwrap().clone();
    faults
        .into_iter()
        .filter(|fault| fault["must_be_mended"] == true)
        .map(|fault| {
            let field = fields.iter().find(|(header, _)| fault["column"] == *header).unwrap().1;
            json!({"type": "cell", "row": fault["sheet_row"], "field": field, "text": fault["right_value"]})
        })
        .collect()
}

#[tokio::test]
async fn from_a_controllers_workbook_to_the_debt_and_back() {
    let app = TestApp::new().await;
    let mut work = Work::on(&app, "avtal.xlsx", XLSX).await;
    assert_eq!(work.import.status, ImportStatus::Draft);
    assert_eq!((work.import.format.as_str(), work.import.header_row), ("xlsx", 4));
    assert_eq!(work.import.sheets, ["Leasingavtal 2026", "Kontakter"]);
    assert_eq!(work.import.missing_fields, []);
    assert!(work.import.columns.iter().all(|column| column.matched_by != MatchedBy::Nothing));
    let counts = ImportCounts { rows: 402, create: 378, skip: 2, faulty: 22, ..ImportCounts::default() };
    assert_eq!(work.import.counts, counts);
    assert_eq!(work.import.fault_groups.iter().map(|group| group.count).sum::<u32>(), 22);
    assert_eq!(register(&app).await.len(), 0, "nothing is in the register yet");

    let refused = work.post("/apply").await;
    refused.expect_problem(shared::problem::ErrorCode::ImportHasFaults);

    work.mend(Value::Array(right_values())).await;
    let counts = ImportCounts { rows: 402, create: 400, skip: 2, ..ImportCounts::default() };
    assert_eq!(work.import.counts, counts);

    let planned = work.rows("&action=create").await;
    assert!(planned.iter().all(|row| row.agreement_id.is_none()), "no row leads to an agreement that is not there");
    work.apply().await;
    assert_eq!((work.import.status, work.import.failure), (ImportStatus::Applied, None));
    assert!(work.import.undo_until.is_some());
    assert_eq!(register(&app).await.len(), 400);
    let made = work.rows("&action=create").await;
    assert!(made.iter().all(|row| row.agreement_id.is_some()), "every row leads to its agreement");

    enter_rates(&app).await;
    let expected = expected();
    for as_of in ["2024-12-31", "2025-12-31"] {
        let overview = overview(&app, as_of).await;
        let total = overview.debt.total;
        assert_eq!(total.amount().to_string(), expected["totals"][as_of]["debt_sek"], "{as_of}");
    }

    work.undo().await;
    assert_eq!((work.import.status, work.import.undo_until), (ImportStatus::Undone, None));
    assert_eq!(register(&app).await.len(), 0);
    work.post("/undo").await.expect_problem(shared::problem::ErrorCode::AlreadyUndone);
}

#[tokio::test]
async fn the_same_file_again_changes_nothing() {
    let app = TestApp::new().await;
    let mut first = Work::on(&app, "avtal-rena.csv", CLEAN).await;
    assert_eq!(first.import.counts, ImportCounts { rows: 400, create: 400, ..ImportCounts::default() });
    assert_eq!((first.import.encoding.as_deref(), first.import.delimiter.as_deref()), (Some("UTF-8"), Some(";")));
    first.apply().await;
    let before = register(&app).await;
    assert!(before.iter().any(|agreement| agreement.status == AgreementStatus::Ended));

    let again = Work::on(&app, "avtal-rena.csv", CLEAN).await;
    assert_eq!(again.import.counts, ImportCounts { rows: 400, unchanged: 400, ..ImportCounts::default() });
    let rows = again.rows("").await;
    assert!(rows.iter().all(|row| row.action == RowAction::Unchanged && row.differences.is_empty()));
    again.post("/apply").await.expect_problem(shared::problem::ErrorCode::NothingChanged);
    assert!(again.import.columns.iter().all(|column| column.matched_by == MatchedBy::Remembered));

    let mut workbook = Work::on(&app, "avtal.xlsx", XLSX).await;
    workbook.mend(json!([{"type": "skip_faulty"}])).await;
    let counts = workbook.import.counts;
    // Two titles are formulas now, and the two rows without a start say nothing against the one that is known.
    assert_eq!((counts.unchanged, counts.update, counts.create, counts.faulty), (378, 2, 0, 0), "{counts:?}");
}

async fn names_of_parties(app: &TestApp) -> Vec<String> {
    let page: Page<Party> = app.as_reader().get(&app.path("/parties")).send().await.expect_status(200).json();
    page.data.into_iter().map(|party| party.name).collect()
}

#[tokio::test]
async fn an_undone_import_takes_its_parties_along_but_for_those_in_use() {
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"lessor_name": "Egen Finans AB"}))).await;
    let rows = [
        "A1;Truck;Nya Banken AB;Finansiell leasing;2025-01-01;2027-12-31;1000;0",
        "A2;Bil;Bilbanken AB;Finansiell leasing;2025-01-01;2027-12-31;1000;0",
        "A3;Kran;Egen Finans AB;Finansiell leasing;2025-01-01;2027-12-31;1000;0",
        "A4;Lift;Liftbanken AB;Finansiell leasing;2025-01-01;2027-12-31;1000;0",
    ];
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    work.apply().await;
    assert_eq!(names_of_parties(&app).await, ["Bilbanken AB", "Egen Finans AB", "Liftbanken AB", "Nya Banken AB"]);
    let brought = register(&app).await.into_iter().find(|agreement| agreement.title == "Truck").unwrap();
    // One is used by hand, and of one something was written.
    let own = At::created(&app, with(truck(), json!({"lessor_name": "bilbanken ab"}))).await;
    let parties: Page<Party> = app.as_reader().get(&app.path("/parties")).send().await.json();
    let lift = parties.data.iter().find(|party| party.name == "Liftbanken AB").unwrap();
    let path = app.path(&format!("/parties/{}", lift.id));
    let known = json!({"name": "Liftbanken AB", "phone": "08-123"});
    app.as_editor().put(&path).if_match(lift.version).json(known).send().await.expect_status(200);

    work.undo().await;
    assert_eq!(work.import.status, ImportStatus::Undone);
    assert_eq!(names_of_parties(&app).await, ["Bilbanken AB", "Egen Finans AB", "Liftbanken AB"]);
    assert_eq!(own.now().await.terms.lessor_name.as_deref(), Some("Bilbanken AB"));

    // What is taken out of the bin has its lessor.
    let path = app.path(&format!("/agreements/{}", brought.id));
    let in_bin: Agreement = app.as_reader().get(&path).send().await.expect_status(200).json();
    assert_eq!(in_bin.terms.lessor_name.as_deref(), Some("Nya Banken AB"));
    let restore = app.path(&format!("/agreements/{}/restore", brought.id));
    app.as_editor().post(&restore).if_match(in_bin.version).json(json!({})).send().await.expect_status(200);
    assert!(names_of_parties(&app).await.contains(&"Nya Banken AB".to_owned()));
}

#[tokio::test]
async fn a_party_that_was_withdrawn_comes_back_when_it_is_named() {
    let app = TestApp::new().await;
    let rows = [
        "A1;Truck;Nya Banken AB;Finansiell leasing;2025-01-01;2027-12-31;1000;0",
        "A2;Bil;Bilbanken AB;Finansiell leasing;2025-01-01;2027-12-31;1000;0",
    ];
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    work.apply().await;
    work.undo().await;
    assert!(names_of_parties(&app).await.is_empty());
    At::created(&app, with(truck(), json!({"lessor_name": "Nya Banken AB"}))).await;
    assert_eq!(names_of_parties(&app).await, ["Nya Banken AB"]);
    let new = json!({"name": "Bilbanken AB", "email": "avtal@bilbanken.example"});
    let answer = app.as_editor().post(&app.path("/parties")).json(new).send().await.expect_status(201);
    assert_eq!(answer.json::<Party>().email.as_deref(), Some("avtal@bilbanken.example"));
    assert_eq!(names_of_parties(&app).await, ["Bilbanken AB", "Nya Banken AB"]);
    // The same file again brings its agreements, and no party twice.
    let mut again = Work::on(&app, "a.csv", &sheet(&rows)).await;
    again.apply().await;
    assert_eq!(again.import.status, ImportStatus::Applied);
    assert_eq!(names_of_parties(&app).await.len(), 2);
}
