//! Handlers.

use super::service;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Idempotency, Routes};
use actix_web::{HttpResponse, delete, post};
use shared::agreements::DemoPortfolio;

pub fn configure(routes: &mut Routes) {
    routes.service(create_demo_portfolio).service(delete_demo_portfolio);
}

/// Put the demo portfolio in
///
/// Three hundred invented agreements with their histories, and the exchange rates they need. They stand beside real
/// agreements and are marked `demo`.
#[utoipa::path(
    tag = "demo",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    responses((status = 201, body = DemoPortfolio)),
)]
#[post("/companies/{company_id}/demo-portfolio")]
async fn create_demo_portfolio(scope: CompanyScope, key: Idempotency) -> ApiResult<Answer> {
    scope
        .create(&key, async |tx| {
            let made = service::create(tx).await?;
            Answer::created(&format!("/companies/{}/agreements", tx.company_id()), &made)
        })
        .await
}

/// Take the demo portfolio out
///
/// For good, with all that was changed in it. Real agreements are not touched. Without one there is nothing to do.
#[utoipa::path(tag = "demo", responses((status = 200, body = DemoPortfolio)))]
#[delete("/companies/{company_id}/demo-portfolio")]
async fn delete_demo_portfolio(scope: CompanyScope) -> ApiResult<HttpResponse> {
    let removed = scope.write(async |tx| service::delete(tx).await).await?;
    Ok(HttpResponse::Ok().json(removed))
}
