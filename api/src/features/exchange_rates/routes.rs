//! Handlers of exchange rates.

use super::service::{self, Wanted};
use crate::error::ApiResult;
use crate::http::{
    Answer, CompanyScope, Cursor, Id, Idempotency, Json, PageLimit, Query, Routes, page_answer, page_of,
};
use actix_web::{HttpRequest, HttpResponse, delete, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use shared::exchange_rates::{ExchangeRate, NewExchangeRate};
use shared::ids::ExchangeRateId;
use shared::money::Currency;
use shared::page::Page;
use std::cmp::Reverse;
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes
        .service(list_exchange_rates)
        .service(create_exchange_rate)
        .service(find_exchange_rate)
        .service(delete_exchange_rate);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListParams {
    /// Only this currency.
    currency: Option<Currency>,
    /// Only the rates in use on this day: of each currency the latest on or before it.
    on: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 200, default = 50)]
    limit: PageLimit,
}

const LIST: &str = "exchange-rates";

/// List exchange rates
///
/// The rates into the company's base currency that are in force, by currency, latest day first. A rate that a newer
/// entry for the same day has replaced is shown with `known_at` only.
#[utoipa::path(tag = "exchange-rates", params(ListParams), responses((status = 200, body = Page<ExchangeRate>)))]
#[get("/companies/{company_id}/exchange-rates")]
async fn list_exchange_rates(
    scope: CompanyScope,
    request: HttpRequest,
    params: Query<ListParams>,
) -> ApiResult<HttpResponse> {
    let ListParams { currency, on, known_at, cursor, limit } = params.0;
    let after = cursor.map(|cursor| Cursor::<(Currency, NaiveDate)>::read(LIST, &cursor)).transpose()?;
    let wanted = Wanted { currency, on, known_at };
    let mut rates = scope.read(async |tx| service::list(tx, wanted).await).await?;
    if let Some((currency, on)) = after {
        let place = |rate: &ExchangeRate| (rate.currency.code(), Reverse(rate.on));
        rates.retain(|rate| place(rate) > (currency.code(), Reverse(on)));
    }
    let page = page_of(rates, limit, LIST, |rate| (rate.currency, rate.on), |rate| rate)?;
    Ok(page_answer(&request, &page))
}

/// Enter an exchange rate
///
/// What one unit of the currency costs in the company's base currency on a day. It is used until the day of the next
/// one, and rules instead of an earlier entry for the same currency and day.
#[utoipa::path(
    tag = "exchange-rates",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewExchangeRate,
    responses((status = 201, body = ExchangeRate)),
)]
#[post("/companies/{company_id}/exchange-rates")]
async fn create_exchange_rate(
    scope: CompanyScope,
    key: Idempotency,
    input: Json<NewExchangeRate>,
) -> ApiResult<Answer> {
    let create = async |tx: &mut crate::db::CompanyTx| {
        let rate = service::create(tx, &input.0).await?;
        Answer::created(&format!("/companies/{}/exchange-rates/{}", tx.company_id(), rate.id), &rate)
    };
    scope.create(&key, create).await
}

/// Find an exchange rate
///
/// One that is in force.
#[utoipa::path(tag = "exchange-rates", responses((status = 200, body = ExchangeRate)))]
#[get("/companies/{company_id}/exchange-rates/{exchange_rate_id}")]
async fn find_exchange_rate(scope: CompanyScope, id: Id<ExchangeRateId>) -> ApiResult<HttpResponse> {
    let rate = scope.read(async |tx| service::find(tx, id.0).await).await?;
    Ok(HttpResponse::Ok().json(rate))
}

/// Take an exchange rate back
///
/// The currency has no rate of that day any more; an earlier day's rate is used instead. What was known before stays
/// known with `known_at`.
#[utoipa::path(tag = "exchange-rates", responses((status = 204)))]
#[delete("/companies/{company_id}/exchange-rates/{exchange_rate_id}")]
async fn delete_exchange_rate(scope: CompanyScope, id: Id<ExchangeRateId>) -> ApiResult<HttpResponse> {
    scope.write(async |tx| service::delete(tx, id.0).await).await?;
    Ok(HttpResponse::NoContent().finish())
}
