//! Handlers of calculations and of the books of an agreement.

mod accounting;
mod company;
mod events;
mod mass;
mod review;

use super::service::{self, Selection};
use crate::error::{ApiError, ApiResult};
use crate::http::{CompanyScope, Id, Json, Query, Routes, Session, day_within_reach, known_by};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse, get, post};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use serde_json::Value;
use shared::books::{BookCalculation, BookFramework, NewBookCalculation};
use shared::ids::AgreementId;
use std::future::{Ready, ready};
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes.service(calculate_book);
}

/// The books of a company.
pub fn configure_company(routes: &mut Routes) {
    routes
        .service(company::list_company_books)
        .service(review::list_lease_reviews)
        .service(review::mark_leases_reviewed)
        .service(mass::list_mass_changes)
        .service(mass::execute_mass_change)
        .service(mass::preview_mass_change)
        .service(mass::find_mass_change)
        .service(mass::undo_mass_change)
        .service(company::find_company_book)
        .service(company::choose_company_book)
        .service(company::list_company_book_versions);
}

/// Stands among the addresses of agreements.
pub fn configure_agreement(routes: &mut Routes) {
    routes
        .service(find_agreement_book)
        .service(accounting::find_agreement_accounting)
        .service(accounting::record_agreement_accounting)
        .service(accounting::list_agreement_accounting_versions)
        .service(events::list_lease_events)
        .service(events::record_lease_event)
        .service(events::preview_lease_event)
        .service(events::find_lease_event)
        .service(events::undo_lease_event);
}

/// Extractor: the framework in the path. What is none names nothing.
struct Framework(BookFramework);

impl FromRequest for Framework {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let framework = request.match_info().get("framework").and_then(BookFramework::of_code);
        ready(framework.map(Self).ok_or_else(ApiError::not_found))
    }
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
        ("leaseback" = (summary = "IFRS 16, a sale above fair value and leaseback", value = json!(example(include_str!("../../../../docs/calculations/leaseback.json"))))),
        ("transfer" = (summary = "IFRS 16, a lease that comes from another company of the group", value = json!(example(include_str!("../../../../docs/calculations/transfer.json"))))),
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
/// From its terms and changes, by month, with what accountants recorded of it and the company's policies. What nobody
/// has said is read from the agreement: the rate solved from the price or else the stated one, before the company's
/// table is asked; the classification from its kind; options as unused; the arrangement fee as an initial direct cost. A
/// change of the fee is a new index for rentals and premises and a new interest rate for the rest; a change of the end
/// is a modification. In the agreement's currency.
#[utoipa::path(
    tag = "books",
    params(("framework" = BookFramework, Path, description = "The framework."), BookParams),
    responses((status = 200, body = BookCalculation)),
)]
#[get("/companies/{company_id}/agreements/{agreement_id}/books/{framework}")]
async fn find_agreement_book(
    scope: CompanyScope,
    id: Id<AgreementId>,
    framework: Framework,
    params: Query<BookParams>,
) -> ApiResult<HttpResponse> {
    let BookParams { as_of, known_at } = params.0;
    let known_at = known_by(known_at, scope.now())?;
    let as_of = day_within_reach("?as_of", as_of.unwrap_or(scope.today()))?;
    let holdings =
        scope.read_snapshot(async |tx| service::holdings(tx, Selection::These(&[id.0]), known_at).await).await?;
    let book = service::calculating(move || {
        let holding = holdings.only()?;
        service::of_lease(&holdings.contractual(holding, framework.0), as_of, 1)
    })
    .await?;
    Ok(HttpResponse::Ok().json(book))
}
