//! Calculations and the books of agreements over HTTP.

mod calculations;
mod command;
mod hostile;
mod published;
mod registered;

use crate::support::{AccessRow, Maker};
use serde_json::Value;
use shared::companies::Role;

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::signed_in("calculate_book").sends(|_, request| request.json(example("ifrs16"))),
        AccessRow::member(Role::Reader, "find_agreement_book"),
    ]
}

pub fn makers() -> Vec<Maker> {
    vec![Maker { name: "framework", make: |_, _| Box::pin(async { "ifrs16".to_owned() }) }]
}

/// A request of the documentation.
fn example(name: &str) -> Value {
    let file = std::fs::read_to_string(example_file(name)).unwrap();
    serde_json::from_str(&file).unwrap()
}

fn example_file(name: &str) -> std::path::PathBuf {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    root.join(format!("docs/calculations/{name}.json"))
}
