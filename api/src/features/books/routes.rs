//! Handlers of calculations and of the books of an agreement.

use super::service::{self, Selection};
use crate::error::{ApiError, ApiResult};
use crate::http::{CompanyScope, Id, Json, Query, Routes, Session, day_within_reach, moment_within_reach};
use actix_web::{HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;
use shared::books::{BookCalculation, BookFramework, NewBookCalculation};
use shared::ids::AgreementId;
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes.service(calculate_book);
}

/// Stands among the addresses of agreements.
pub fn configure_agreement(routes: &mut Routes) {
    routes.service(find_agreement_book);
}

/// Calculate a lease in a book
///
/// From the contract, what happened to it, the book and its policies: schedule, journal, balances on a day, checks and
/// findings. Nothing is stored, no company is needed, and the same request always gets the same answer. At most 5,000
/// payments and 200 events; more is refused. `docs/calculations.md` explains a whole example by hand.
#[utoipa::path(
    tag = "books",
    request_body(content = NewBookCalculation, examples(
        ("ifrs16" = (summary = "IFRS 16, ten yearly payments in advance, an index after two years", value = json!(example(include_str!("../../../../docs/calculations/ifrs16.json"))))),
        ("k3" = (summary = "K3, a finance lease with a guaranteed residual value", value = json!(example(include_str!("../../../../docs/calculations/k3.json"))))),
        ("asc842" = (summary = "ASC 842, an operating lease of a car", value = json!(example(include_str!("../../../../docs/calculations/asc842.json"))))),
        ("expensed" = (summary = "K2, a raised first fee spread over the term", value = json!(example(include_str!("../../../../docs/calculations/expensed.json"))))),
        ("agreement" = (summary = "An agreement as the register has it", value = json!(example(include_str!("../../../../docs/calculations/agreement.json"))))),
    )),
    responses((status = 200, body = BookCalculation)),
)]
#[post("/calculations")]
async fn calculate_book(_session: Session, input: Json<NewBookCalculation>) -> ApiResult<HttpResponse> {
    let calculation = service::calculating(move || service::calculate(&input.0)).await?;
    Ok(HttpResponse::Ok().json(calculation))
}

/// The examples of the documentation are also those of the OpenAPI document.
fn example(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BookParams {
    /// The day whose balances are wanted; today when absent.
    as_of: Option<NaiveDate>,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
}

/// Find the book of an agreement
///
/// From its own terms and changes, by month: the rate solved from the price or else the stated one, classified by its
/// kind, every option as unused, the arrangement fee as an initial direct cost, the usual policies of a Swedish group
/// with the calendar year. A change of the fee is a new index for rentals and premises and a new interest rate for the
/// rest; a change of the end is a modification. In the agreement's currency.
#[utoipa::path(
    tag = "books",
    params(("framework" = BookFramework, Path, description = "The framework."), BookParams),
    responses((status = 200, body = BookCalculation)),
)]
#[get("/companies/{company_id}/agreements/{agreement_id}/books/{framework}")]
async fn find_agreement_book(
    scope: CompanyScope,
    id: Id<AgreementId>,
    request: HttpRequest,
    params: Query<BookParams>,
) -> ApiResult<HttpResponse> {
    // What is no framework names nothing.
    let framework = Value::from(request.match_info().get("framework"));
    let framework = serde_json::from_value::<BookFramework>(framework).map_err(|_| ApiError::not_found())?;
    let BookParams { as_of, known_at } = params.0;
    let known_at = known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let as_of = day_within_reach("?as_of", as_of.unwrap_or(scope.today()))?;
    let holdings =
        scope.read_snapshot(async |tx| service::holdings(tx, Selection::These(&[id.0]), known_at).await).await?;
    let book = service::calculating(move || {
        let holding = holdings.leases.first().ok_or_else(ApiError::not_found)?;
        service::of_lease(&holdings.contractual(holding, framework), as_of, 1)
    })
    .await?;
    Ok(HttpResponse::Ok().json(book))
}
