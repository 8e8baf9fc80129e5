//! Handlers of the company's figures.

use super::filter::Filter;
use super::question::{Question, Range};
use super::service;
use crate::error::ApiResult;
use crate::http::{CompanyScope, Id, Query, Routes, day_within_reach};
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get};
use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use shared::agreements::AgreementKind;
use shared::debt::{DebtExplanation, DebtSeries, FiguresList, FiguresMetric, Overview, Split};
use shared::ids::{AgreementId, PartyId};
use shared::money::Currency;
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes.service(find_overview).service(list_debt_series).service(list_debt_figures).service(explain_debt);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OverviewParams {
    /// The day; today when absent.
    as_of: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// Only agreements of this kind.
    kind: Option<AgreementKind>,
    /// Only agreements with this lessor.
    lessor_id: Option<PartyId>,
    /// Only agreements in this currency.
    currency: Option<Currency>,
    /// Empty: agreements without a cost centre.
    cost_center: Option<String>,
}

/// Find the figures of the start page
///
/// Leasing debt, average rate and extended agreements on a day, each with how many agreements it rests on, and the next
/// days to give notice. A filter goes by what an agreement was on the day.
#[utoipa::path(tag = "debt", params(OverviewParams), responses((status = 200, body = Overview)))]
#[get("/companies/{company_id}/debt/overview")]
async fn find_overview(scope: CompanyScope, params: Query<OverviewParams>) -> ApiResult<HttpResponse> {
    let OverviewParams { as_of, known_at, kind, lessor_id, currency, cost_center } = params.0;
    let filter = Filter { kind, lessor: lessor_id, currency, cost_center };
    let overview = service::answer(&scope, known_at, |today| {
        Ok(Question::Overview { as_of: day_within_reach("?as_of", as_of.unwrap_or(today))?, known_at, filter })
    });
    Ok(json(overview.await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct SeriesParams {
    /// First day; three years before `as_of` when absent.
    from: Option<NaiveDate>,
    /// Last day; three years after `as_of` when absent. At most fifty years after `from`.
    to: Option<NaiveDate>,
    /// The day it is looked at from; today when absent. It has a point of its own.
    as_of: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// Into which lines the debt is split.
    #[serde(default)]
    #[param(inline)]
    split: Split,
    /// Only agreements of this kind.
    kind: Option<AgreementKind>,
    /// Only agreements with this lessor.
    lessor_id: Option<PartyId>,
    /// Only agreements in this currency.
    currency: Option<Currency>,
    /// Empty: agreements without a cost centre.
    cost_center: Option<String>,
}

/// List the leasing debt month by month
///
/// At the end of each month, today and on `as_of`, in the base currency. The past with the terms in force then; after
/// today a forecast with the terms agreed and the last known exchange rates.
#[utoipa::path(tag = "debt", params(SeriesParams), responses((status = 200, body = DebtSeries)))]
#[get("/companies/{company_id}/debt/series")]
async fn list_debt_series(scope: CompanyScope, params: Query<SeriesParams>) -> ApiResult<HttpResponse> {
    let SeriesParams { from, to, as_of, known_at, split, kind, lessor_id, currency, cost_center } = params.0;
    let filter = Filter { kind, lessor: lessor_id, currency, cost_center };
    let series = service::answer(&scope, known_at, |today| {
        Ok(Question::Series { range: Range::new(from, to, as_of.unwrap_or(today))?, today, split, filter })
    });
    Ok(json(series.await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FiguresParams {
    /// The day; today when absent.
    as_of: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// Only the agreements that make up this figure of the start page.
    #[param(inline)]
    metric: Option<FiguresMetric>,
    /// Only agreements of this kind.
    kind: Option<AgreementKind>,
    /// Only agreements with this lessor.
    lessor_id: Option<PartyId>,
    /// Only agreements in this currency.
    currency: Option<Currency>,
    /// Empty: agreements without a cost centre.
    cost_center: Option<String>,
}

/// List every agreement in the company's figures
///
/// All of them at once, by number: debt, rate and cost while extended. The totals of the start page are sums of these.
#[utoipa::path(tag = "debt", params(FiguresParams), responses((status = 200, body = FiguresList)))]
#[get("/companies/{company_id}/debt/agreements")]
async fn list_debt_figures(scope: CompanyScope, params: Query<FiguresParams>) -> ApiResult<HttpResponse> {
    let FiguresParams { as_of, known_at, metric, kind, lessor_id, currency, cost_center } = params.0;
    let filter = Filter { kind, lessor: lessor_id, currency, cost_center };
    let figures = service::answer(&scope, known_at, |today| {
        Ok(Question::List { as_of: day_within_reach("?as_of", as_of.unwrap_or(today))?, metric, filter })
    });
    Ok(json(figures.await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExplanationParams {
    /// The day; today when absent.
    on: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
}

/// Explain the debt of an agreement
///
/// The numbers that enter its formula on a day, the row of the payment plan it goes out from, the conversion to the
/// base currency, and the events it rests on.
#[utoipa::path(tag = "debt", params(ExplanationParams), responses((status = 200, body = DebtExplanation)))]
#[get("/companies/{company_id}/debt/agreements/{agreement_id}/explanation")]
async fn explain_debt(
    scope: CompanyScope,
    id: Id<AgreementId>,
    params: Query<ExplanationParams>,
) -> ApiResult<HttpResponse> {
    let ExplanationParams { on, known_at } = params.0;
    let explanation = scope
        .read(async |tx| {
            let on = day_within_reach("?on", on.unwrap_or(tx.today()))?;
            service::explain(tx, id.0, on, known_at).await
        })
        .await?;
    Ok(HttpResponse::Ok().json(explanation))
}

fn json(body: Bytes) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::json()).body(body)
}
