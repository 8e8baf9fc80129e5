//! For whoever keeps the server running.

use crate::app::AppState;
use crate::error::{ApiError, ApiResult};
use actix_web::web::Data;
use actix_web::{HttpResponse, get};
use diesel_async::RunQueryDsl;
use serde_json::json;

/// The process answers.
#[get("/healthz")]
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({"status": "up"}))
}

/// The process and its database answer: send traffic here.
#[get("/readyz")]
pub async fn readyz(state: Data<AppState>) -> ApiResult<HttpResponse> {
    state
        .db
        .system(async |tx| {
            diesel::select(diesel::dsl::sql::<diesel::sql_types::Integer>("1"))
                .execute(&mut tx.connection())
                .await
                .map_err(ApiError::from)
        })
        .await?;
    Ok(HttpResponse::Ok().json(json!({"status": "ready"})))
}
