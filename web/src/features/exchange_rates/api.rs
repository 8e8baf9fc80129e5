use shared::exchange_rates::{ExchangeRate, NewExchangeRate};
use shared::ids::ExchangeRateId;
use shared::page::Page;

use crate::client::{self, ClientError};
use crate::company::OpenCompany;

pub async fn list(company: &OpenCompany) -> Result<Page<ExchangeRate>, ClientError> {
    client::get(company.api("/exchange-rates")).query("limit", 200).receive().await
}

pub async fn create(company: &OpenCompany, body: &NewExchangeRate, key: &str) -> Result<ExchangeRate, ClientError> {
    client::post(company.api("/exchange-rates")).json(body).idempotent(key).receive().await
}

pub async fn remove(company: &OpenCompany, id: ExchangeRateId) -> Result<(), ClientError> {
    client::delete(company.api(&format!("/exchange-rates/{id}"))).done().await
}
