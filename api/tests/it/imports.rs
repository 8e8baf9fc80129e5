//! Imports through the API: from the file to the register and back.

mod access;
mod hostile;
mod journey;
mod refusals;
mod rows;
mod updates;
mod workbooks;

use crate::support::{Answered, Client, TestApp};
pub use access::{access, makers};
use serde_json::{Value, json};
use shared::agreements::AgreementListItem;
use shared::imports::{Import, ImportRow, ImportStatus};
use shared::page::Page;
use std::time::Duration;

pub const XLSX: &[u8] = include_bytes!("../data/portfolio/avtal.xlsx");
pub const CLEAN: &[u8] = include_bytes!("../data/portfolio/avtal-rena.csv");

pub fn expected() -> Value {
    serde_json::from_slice(include_bytes!("../data/portfolio/expected.json")).unwrap()
}

/// An import as a person sees it who works on it.
pub struct Work<'a> {
    app: &'a TestApp,
    client: Client<'a>,
    pub import: Import,
}

impl<'a> Work<'a> {
    pub async fn on(app: &'a TestApp, file_name: &str, content: &[u8]) -> Self {
        let client = app.as_editor();
        let import = upload(app, &client, file_name, content).await.expect_status(201).json();
        Self { app, client, import }
    }

    pub fn path(&self, rest: &str) -> String {
        self.app.path(&format!("/imports/{}{rest}", self.import.id))
    }

    pub async fn look(&mut self) -> &Import {
        self.import = self.client.get(&self.path("")).send().await.expect_status(200).json();
        &self.import
    }

    pub async fn mend(&mut self, mends: Value) -> &Import {
        let body = json!({"mends": mends});
        let sending = self.client.post(&self.path("/mends")).if_match(self.import.version).json(body);
        self.import = sending.send().await.expect_status(200).json();
        &self.import
    }

    pub async fn map(&mut self, mapping: Value) -> &Import {
        let sending = self.client.put(&self.path("/mapping")).if_match(self.import.version).json(mapping);
        self.import = sending.send().await.expect_status(200).json();
        &self.import
    }

    pub async fn rows(&self, query: &str) -> Vec<ImportRow> {
        let mut rows = Vec::new();
        let mut cursor = String::new();
        loop {
            let path = self.path(&format!("/rows?limit=200{query}{cursor}"));
            let page: Page<ImportRow> = self.client.get(&path).send().await.expect_status(200).json();
            rows.extend(page.data);
            match page.next_cursor {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return rows,
            }
        }
    }

    pub async fn row(&self, number: u32) -> ImportRow {
        self.rows("").await.into_iter().find(|row| row.row == number).unwrap()
    }

    pub async fn post(&self, rest: &str) -> Answered {
        self.client.post(&self.path(rest)).if_match(self.import.version).send().await
    }

    /// Applies and waits for the end.
    pub async fn apply(&mut self) -> &Import {
        self.post("/apply").await.expect_status(202);
        self.finish().await
    }

    pub async fn undo(&mut self) -> &Import {
        self.post("/undo").await.expect_status(202);
        self.finish().await
    }

    pub async fn finish(&mut self) -> &Import {
        for _ in 0..1_200 {
            self.look().await;
            if !matches!(self.import.status, ImportStatus::Applying | ImportStatus::Undoing) {
                return &self.import;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the import does not come to an end: {:?}", self.import.progress);
    }
}

pub async fn upload(app: &TestApp, client: &Client<'_>, file_name: &str, content: &[u8]) -> Answered {
    let path = app.path(&format!("/imports?file_name={file_name}"));
    client.post(&path).body("application/octet-stream", content).send().await
}

/// The agreements in the register.
pub async fn register(app: &TestApp) -> Vec<AgreementListItem> {
    let path = app.path("/agreements?limit=1000&sort=number");
    let page: Page<AgreementListItem> = app.as_reader().get(&path).send().await.expect_status(200).json();
    page.data
}

/// A small sheet: a header and rows, between semicolons.
pub const HEADER: &str = "Avtalsnummer;Benämning;Leasegivare;Avtalstyp;Startdatum;Slutdatum;Avgift;Restvärde";

pub fn sheet(rows: &[&str]) -> Vec<u8> {
    [&[HEADER], rows].concat().join("\r\n").into_bytes()
}
