//! Which account a role is.

use super::super::service::accounts;
use crate::error::ApiResult;
use crate::http::{CompanyScope, IfMatch, Json, Query, Tagged};
use actix_web::{get, put};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::journals::{AccountMapping, NewAccountMapping};
use utoipa::IntoParams;

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MappingParams {
    /// As it was at this moment.
    known_at: Option<DateTime<Utc>>,
}

/// Find the account mapping
///
/// Which account each role of the books is posted on: what the company has chosen, and the BAS defaults for the rest.
/// Defaults with `confirm` are to be held against the company's own chart of accounts; saving one as a choice confirms
/// it.
#[utoipa::path(tag = "journals", params(MappingParams), responses((status = 200, body = AccountMapping)))]
#[get("/companies/{company_id}/accounts/mapping")]
pub async fn find_account_mapping(
    scope: CompanyScope,
    params: Query<MappingParams>,
) -> ApiResult<Tagged<AccountMapping>> {
    let mapping = scope.read(async |tx| accounts::find(tx, params.0.known_at).await).await?;
    Ok(Tagged::new(mapping.version, mapping))
}

/// Update the account mapping
///
/// All of the company's own rules at once; what they leave open goes by the defaults. It holds for vouchers from now on:
/// what is posted is not moved. `If-Match` is the version that was read, `"0"` while nothing had been chosen.
#[utoipa::path(
    tag = "journals",
    params(("If-Match" = String, Header, description = "The version that was read")),
    request_body = NewAccountMapping,
    responses((status = 200, body = AccountMapping)),
)]
#[put("/companies/{company_id}/accounts/mapping")]
pub async fn update_account_mapping(
    scope: CompanyScope,
    if_match: IfMatch,
    input: Json<NewAccountMapping>,
) -> ApiResult<Tagged<AccountMapping>> {
    let mapping = scope.write(async |tx| accounts::update(tx, if_match, &input.0).await).await?;
    Ok(Tagged::new(mapping.version, mapping))
}
