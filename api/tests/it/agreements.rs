//! Agreements through the API: entered, changed, read at two times, undone.

mod access;
mod bulk;
mod export;
mod history;
mod hostile;
mod list;
mod projection;
mod races;
mod single;

pub use access::{access, makers};

use crate::support::{Answered, Client, TestApp};
use serde_json::{Value, json};
use shared::agreements::{Agreement, AgreementEvent};
use shared::ids::{AgreementId, EventId};
use shared::page::Page;

/// A truck leased for four years.
pub fn truck() -> Value {
    json!({
        "title": "Motviktstruck", "kind": "financial_lease", "lessor_name": "Nordlease Finans AB",
        "start_on": "2024-01-01", "term_months": 48, "currency": "SEK", "fee": "5000", "price": "220000",
        "residual_value": "20000",
    })
}

/// The first with the fields of the second.
pub fn with(mut terms: Value, fields: Value) -> Value {
    for (name, value) in fields.as_object().unwrap() {
        terms[name] = value.clone();
    }
    terms
}

/// An agreement and whose browser looks at it.
pub struct At<'a> {
    app: &'a TestApp,
    client: Client<'a>,
    pub id: AgreementId,
}

impl<'a> At<'a> {
    pub async fn created(app: &'a TestApp, terms: Value) -> Self {
        let client = app.as_editor();
        let answer = client.post(&app.path("/agreements")).json(json!({"terms": terms})).send().await;
        let agreement: Agreement = answer.expect_status(201).json();
        Self { app, client, id: agreement.id }
    }

    pub fn path(&self, rest: &str) -> String {
        self.app.path(&format!("/agreements/{}{rest}", self.id))
    }

    pub async fn now(&self) -> Agreement {
        self.on("").await
    }

    /// `query` begins with `?`, or is empty.
    pub async fn on(&self, query: &str) -> Agreement {
        self.client.get(&self.path(query)).send().await.expect_status(200).json()
    }

    /// Posts below the agreement with the version it has now.
    pub async fn post(&self, rest: &str, body: Value) -> Answered {
        let version = self.now().await.version;
        self.client.post(&self.path(rest)).if_match(version).json(body).send().await
    }

    pub async fn correct(&self, patch: Value) -> Answered {
        self.post("/corrections", json!({"patch": patch})).await
    }

    pub async fn amend(&self, on: &str, patch: Value) -> Answered {
        self.post("/amendments", json!({"effective_on": on, "patch": patch})).await
    }

    pub async fn end(&self, on: &str) -> Answered {
        self.post("/endings", json!({"how": "terminated", "effective_on": on})).await
    }

    pub async fn restore(&self) -> Answered {
        self.post("/restore", json!({})).await
    }

    pub async fn undo(&self, event: EventId) -> Answered {
        self.post(&format!("/events/{event}/undo"), json!({})).await
    }

    pub async fn delete(&self) -> Answered {
        let version = self.now().await.version;
        self.client.delete(&self.path("")).if_match(version).send().await
    }

    /// The latest first.
    pub async fn events(&self) -> Vec<AgreementEvent> {
        self.client.get(&self.path("/events")).send().await.expect_status(200).json::<Page<AgreementEvent>>().data
    }

    pub async fn latest(&self) -> EventId {
        self.events().await[0].id
    }
}
