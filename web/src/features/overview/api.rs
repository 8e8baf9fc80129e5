use chrono::NaiveDate;
use shared::agreements::{Activity, DemoPortfolio};
use shared::debt::{DebtSeries, Overview, Split};
use shared::page::Page;

use crate::client::{self, ClientError};
use crate::company::OpenCompany;

pub async fn overview(company: &OpenCompany, as_of: Option<NaiveDate>) -> Result<Overview, ClientError> {
    client::get(company.api("/debt/overview")).query_some("as_of", as_of).receive().await
}

pub async fn series(company: &OpenCompany, as_of: Option<NaiveDate>, split: Split) -> Result<DebtSeries, ClientError> {
    client::get(company.api("/debt/series")).query_some("as_of", as_of).query("split", split_key(split)).receive().await
}

/// The latest, or those that follow a page.
pub async fn activities(company: &OpenCompany, after: Option<String>) -> Result<Page<Activity>, ClientError> {
    let call = client::get(company.api("/activities")).query("limit", ACTIVITIES);
    call.query_some("cursor", after).receive().await
}

/// As many as are read at a glance.
const ACTIVITIES: u32 = 8;

pub async fn create_demo(company: &OpenCompany, key: &str) -> Result<DemoPortfolio, ClientError> {
    client::post(company.api("/demo-portfolio")).idempotent(key).receive().await
}

pub async fn remove_demo(company: &OpenCompany) -> Result<(), ClientError> {
    client::delete(company.api("/demo-portfolio")).done().await
}

pub fn split_key(split: Split) -> &'static str {
    match split {
        Split::None => "none",
        Split::Kind => "kind",
        Split::Lessor => "lessor",
        Split::Currency => "currency",
        Split::CostCenter => "cost_center",
    }
}
