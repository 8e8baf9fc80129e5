//! Who may do what with imports.

use crate::support::{AccessRow, Maker, TestApp};
use serde_json::json;
use shared::companies::Role::{Editor, Reader};
use std::sync::atomic::{AtomicUsize, Ordering};

const CELLS: &str = "Avtalsnummer\tBenämning\tLeasegivare\tAvtalstyp\tStartdatum\tAntal månader\tLeasingavgift per betalning\tValuta\nA1\tTruck\tLeasaren\tHyra\t2026-01-01\t36\t1000\tSEK";

/// Each draft names an agreement of its own: one that is applied twice would change nothing the second time.
static DRAFTS: AtomicUsize = AtomicUsize::new(0);

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Reader, "list_imports"),
        AccessRow::member(Editor, "create_import")
            .query("file_name=avtal.csv")
            .sends(|_, request| request.body("application/octet-stream", super::CLEAN)),
        AccessRow::member(Editor, "create_import_of_cells").sends(|_, request| request.json(json!({"text": CELLS}))),
        AccessRow::member(Reader, "find_import"),
        AccessRow::member(Editor, "delete_import").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Editor, "map_import").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Reader, "list_import_rows"),
        AccessRow::member(Editor, "mend_import")
            .sends(|_, request| request.json(json!({"mends": [{"type": "skip", "rows": [2]}]}))),
        AccessRow::member(Editor, "apply_import").sends(|_, request| request.json(json!({}))),
        AccessRow::member(Editor, "undo_import")
            .sends(|_, request| request.json(json!({})))
            .ends_in(shared::problem::ErrorCode::ImportNotApplied),
        AccessRow::member(Reader, "export_rejected_rows"),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![Maker { name: "import_id", make: |app, _| Box::pin(draft(app)) }]
}

async fn draft(app: &TestApp) -> String {
    let number = format!("Utkast {}", DRAFTS.fetch_add(1, Ordering::Relaxed));
    let cells = CELLS.replace("A1", &number);
    let made = app.as_editor().post(&app.path("/imports/pasted")).json(json!({"text": cells})).send().await;
    made.json::<serde_json::Value>()["id"].as_str().unwrap_or_else(|| panic!("{}", made.text())).to_owned()
}
