//! Groups of companies over HTTP, and their reports.

mod figures;
mod secrets;

use crate::agreements::{truck, with};
use crate::support::{AccessRow, Client, TestApp};
use serde_json::{Value, json};
use shared::companies::{Company, Role};
use shared::groups::CompanyGroup;
use shared::ids::CompanyId;
use shared::reports::BookReport;

pub fn access() -> Vec<AccessRow> {
    vec![
        AccessRow::member(Role::Reader, "find_company_group"),
        AccessRow::member(Role::Editor, "choose_company_group")
            .sends(|_, request| request.json(json!({"members": []}))),
    ]
}

/// A company of the same owner as company A, which nobody else of company A belongs to.
async fn subsidiary(app: &TestApp, name: &str, number: &str, currency: &str) -> CompanyId {
    let new = json!({"name": name, "org_number": number, "base_currency": currency});
    app.as_owner().post("/companies").json(new).send().await.expect_status(201).json::<Company>().id
}

async fn enter(app: &TestApp, company: CompanyId, fields: Value) {
    let terms = json!({"terms": with(truck(), fields)});
    app.as_owner().post(&format!("/companies/{company}/agreements")).json(terms).send().await.expect_status(201);
}

/// A truck of a company that counts in euros.
fn in_euros(number: &str) -> Value {
    json!({"number": number, "currency": "EUR", "fee": "512.34", "price": "22345", "residual_value": "2000"})
}

async fn choose(app: &TestApp, members: Value) -> CompanyGroup {
    let path = app.path("/group");
    let group: CompanyGroup = app.as_owner().get(&path).send().await.expect_status(200).json();
    let new = json!({"members": members, "reason": "Koncern"});
    app.as_owner().put(&path).if_match(group.version).json(new).send().await.expect_status(200).json()
}

async fn seen(client: Client<'_>, company: CompanyId, query: &str) -> BookReport {
    client.get(&format!("/companies/{company}/reports/books?{query}")).send().await.expect_status(200).json()
}

/// As the owner, who has a role in every company.
async fn of_group(app: &TestApp, query: &str) -> BookReport {
    seen(app.as_owner(), app.company, &format!("scope=group&{query}")).await
}
