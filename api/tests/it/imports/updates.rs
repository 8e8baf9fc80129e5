//! Rows about agreements that are in the register already.

use super::{Work, register, sheet};
use crate::agreements::{At, truck, with};
use crate::support::TestApp;
use chrono::TimeDelta;
use serde_json::json;
use shared::agreements::AgreementStatus;
use shared::imports::{FaultCode, ImportCounts, ImportFailure, ImportField, ImportStatus, RowAction};
use shared::problem::ErrorCode;

async fn numbered_truck<'a>(app: &'a TestApp, number: &str) -> At<'a> {
    At::created(app, with(truck(), json!({"number": number}))).await
}

#[tokio::test]
async fn only_what_differs_is_changed_and_a_blank_never_overwrites() {
    let app = TestApp::new().await;
    let at = numbered_truck(&app, "T-1").await;
    let rows = ["T-1;;nordlease finans ab;;;;5 250,00;", "T-2;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;"];
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    assert_eq!(work.import.counts, ImportCounts { rows: 2, create: 1, update: 1, ..ImportCounts::default() });
    let row = work.row(2).await;
    assert_eq!((row.action, row.agreement_id), (RowAction::Update, Some(at.id)));
    let differences: Vec<_> = row.differences.iter().map(|difference| difference.field.as_str()).collect();
    assert_eq!(differences, ["fee"], "the lessor is the same, and what is blank says nothing");
    assert_eq!(row.differences[0].before, Some(json!("5000.00")));
    assert_eq!(row.differences[0].after, Some(json!("5250.00")));

    work.apply().await;
    assert_eq!(work.import.status, ImportStatus::Applied);
    let changed = at.now().await;
    assert_eq!(changed.terms.fee.to_string(), "5250.00");
    assert_eq!(changed.terms.title, "Motviktstruck");
    assert_eq!(changed.terms.residual_value.unwrap().to_string(), "20000.00");

    work.undo().await;
    assert_eq!(at.now().await.terms.fee.to_string(), "5000.00");
    assert_eq!(register(&app).await.len(), 1);
}

#[tokio::test]
async fn a_row_can_end_an_agreement() {
    let app = TestApp::new().await;
    let at = numbered_truck(&app, "T-1").await;
    let text = "Avtalsnummer;Leasegivare;Avslutat den;Avslutat genom\nT-1;Nordlease Finans AB;2025-06-30;utköpt\n";
    let mut work = Work::on(&app, "a.csv", text.as_bytes()).await;
    assert_eq!(work.import.counts.update, 1);
    assert_eq!(work.row(2).await.differences[0].field, "ended_on");
    work.apply().await;
    assert_eq!(at.now().await.status, AgreementStatus::Ended);
    work.undo().await;
    assert_eq!(at.now().await.status, AgreementStatus::Running);
}

#[tokio::test]
async fn what_was_changed_later_stays_and_is_said() {
    let app = TestApp::new().await;
    let at = numbered_truck(&app, "T-1").await;
    at.amend("2026-01-01", json!({"fee": "6000"})).await.expect_status(200);
    let mut work = Work::on(&app, "a.csv", &sheet(&["T-1;Gaffeltruck;;;;;5000;"])).await;
    let row = work.row(2).await;
    let fault = &row.faults[0];
    assert_eq!((fault.code, fault.field), (FaultCode::ChangedSince, Some(ImportField::Fee)));
    assert_eq!(fault.expected.as_deref(), Some("6000.00"));
    assert_eq!((work.import.counts.update, work.import.counts.warnings, work.import.counts.faulty), (1, 1, 0));
    work.apply().await;
    let now = at.now().await;
    assert_eq!((now.terms.fee.to_string(), now.terms.title.as_str()), ("6000.00".to_owned(), "Gaffeltruck"));

    let again = Work::on(&app, "a.csv", &sheet(&["T-1;Gaffeltruck;;;;;6000;"])).await;
    assert_eq!(again.import.counts.unchanged, 1, "the sheet says what holds today");
}

#[tokio::test]
async fn terms_that_would_not_hold_together_are_a_fault() {
    let app = TestApp::new().await;
    numbered_truck(&app, "T-1").await;
    let mut work = Work::on(&app, "a.csv", &sheet(&["T-1;;;;;2020-12-31;;"])).await;
    assert_eq!(work.import.counts.faulty, 1);
    let row = work.row(2).await;
    assert_eq!(row.faults[0].code, FaultCode::NotCalculable);
    assert_eq!(row.faults[0].field, Some(ImportField::EndOn));
    work.mend(json!([{"type": "cell", "row": 2, "field": "end_on", "text": "2028-12-31"}])).await;
    assert_eq!(work.import.counts.update, 1);
}

#[tokio::test]
async fn nothing_is_written_when_the_register_has_changed_since_the_preview() {
    let app = TestApp::new().await;
    let at = numbered_truck(&app, "T-1").await;
    let rows = ["T-1;;;;;;5250;", "T-2;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;"];
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    at.correct(json!({"fee": "5100"})).await.expect_status(200);
    work.apply().await;
    assert_eq!(work.import.status, ImportStatus::Failed);
    assert_eq!(work.import.failure, Some(ImportFailure::RegisterChanged));
    assert_eq!(register(&app).await.len(), 1, "not even the other row");
    assert_eq!(work.row(2).await.differences[0].before, Some(json!("5100.00")), "looked at again");
    work.apply().await;
    assert_eq!(work.import.status, ImportStatus::Applied);
    assert_eq!(at.now().await.terms.fee.to_string(), "5250.00");

    let mut other = Work::on(&app, "b.csv", &sheet(&["T-3;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;"])).await;
    numbered_truck(&app, "T-3").await;
    other.apply().await;
    assert_eq!(
        (other.import.status, other.import.failure),
        (ImportStatus::Failed, Some(ImportFailure::RegisterChanged))
    );
    assert_eq!(other.import.counts.update, 1, "the number is taken now, so the row is about that agreement");
}

#[tokio::test]
async fn thirty_days_to_undo() {
    let app = TestApp::new().await;
    let mut work = Work::on(&app, "a.csv", &sheet(&["T-2;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;"])).await;
    work.post("/undo").await.expect_problem(ErrorCode::ImportNotApplied);
    work.apply().await;
    assert_eq!(work.import.undo_until, Some(TestApp::start() + TimeDelta::days(30)));
    app.advance(TimeDelta::days(31));
    let client = app.as_person(&app.add_person(shared::companies::Role::Editor, "new@alfa.example").await);
    let answer = client.post(&work.path("/undo")).if_match(work.import.version).send().await;
    answer.expect_problem(ErrorCode::UndoTimeOver);
}

#[tokio::test]
async fn work_that_was_cut_off_can_be_begun_anew() {
    let app = TestApp::new().await;
    let mut work = Work::on(&app, "a.csv", &sheet(&["T-2;Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;"])).await;
    let cut_off = "UPDATE import SET status = 'applying', worked_at = '2026-11-22T07:00:00Z'";
    app.database.superuser().await.batch_execute(cut_off).await.unwrap();
    work.look().await;
    assert_eq!((work.import.status, work.import.failure), (ImportStatus::Failed, Some(ImportFailure::Interrupted)));
    work.apply().await;
    assert_eq!(work.import.status, ImportStatus::Applied);
}

#[tokio::test]
async fn another_way_of_writing_a_number_is_the_same_number() {
    let app = TestApp::new().await;
    let at = numbered_truck(&app, "Ä-12 b").await;
    let same = Work::on(&app, "a.csv", &sheet(&["A\u{308}- 12\u{a0}B;;;;;;5000;"])).await;
    assert_eq!(same.import.counts, ImportCounts { rows: 1, unchanged: 1, ..ImportCounts::default() });
    let mut other = Work::on(&app, "b.csv", &sheet(&["ä-12B;;;;;;5250;", "Ä-12　Ｂ;;;;;;1;"])).await;
    assert_eq!(other.row(2).await.agreement_id, Some(at.id));
    assert_eq!(other.row(3).await.faults[0].code, FaultCode::DuplicateNumber, "two rows about one agreement");
    other.mend(json!([{"type": "skip", "rows": [3]}])).await;
    other.apply().await;
    let now = at.now().await;
    assert_eq!((now.terms.fee.to_string().as_str(), now.terms.number.as_deref()), ("5250.00", Some("Ä-12 b")));
    assert_eq!(register(&app).await.len(), 1);

    let create = async |number: &str| {
        let terms = with(truck(), json!({"number": number}));
        app.as_editor().post(&app.path("/agreements")).json(json!({"terms": terms})).send().await
    };
    for taken in ["Ä-12 B", "ä-12b", "Ä -1 2 b"] {
        create(taken).await.expect_problem(ErrorCode::DuplicateNumber);
    }
    create("A-12 b").await.expect_status(201);
    at.correct(json!({"number": "Ä-12 B"})).await.expect_status(200);
}

#[tokio::test]
async fn another_way_of_ending_is_said() {
    let app = TestApp::new().await;
    let at = numbered_truck(&app, "T-1").await;
    at.end("2025-06-30").await.expect_status(200);
    let of = async |how: &str| {
        let text =
            format!("Avtalsnummer;Leasegivare;Avslutat den;Avslutat genom\nT-1;Nordlease Finans AB;2025-06-30;{how}\n");
        let work = Work::on(&app, "a.csv", text.as_bytes()).await;
        (work.import.counts, work.row(2).await.faults)
    };
    let (counts, faults) = of("utköpt").await;
    assert_eq!((counts.unchanged, counts.warnings), (1, 1));
    assert_eq!((faults[0].code, faults[0].field), (FaultCode::ChangedSince, Some(ImportField::Ending)));
    assert_eq!(faults[0].expected.as_deref(), Some("terminated"));
    for how in ["uppsagt", ""] {
        let (counts, faults) = of(how).await;
        assert_eq!((counts.unchanged, faults), (1, vec![]), "{how}");
    }
}

#[tokio::test]
async fn undoing_tells_how_far_it_has_come() {
    let app = TestApp::new().await;
    let rows: Vec<String> =
        (1..=1_100).map(|number| format!("T-{number};Bil;SEB;Hyra;2024-01-01;2026-12-31;1000;")).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut work = Work::on(&app, "a.csv", &sheet(&rows)).await;
    work.apply().await;
    work.undo().await;
    assert_eq!(work.import.status, ImportStatus::Undone);
    assert_eq!(register(&app).await.len(), 0, "all the steps");
    let told = app.database.superuser().await.query_one("SELECT done, total FROM import", &[]).await.unwrap();
    assert_eq!((told.get::<_, i32>(0), told.get::<_, i32>(1)), (1_100, 1_100));
}
