//! Handlers of a company's group.

use super::service;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, IfMatch, Json, Query, Routes, moment_within_reach};
use actix_web::{get, put};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use shared::groups::{CompanyGroup, NewCompanyGroup};
use utoipa::IntoParams;

pub fn configure(routes: &mut Routes) {
    routes.service(find_company_group).service(choose_company_group);
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct GroupParams {
    /// As it was known at this moment.
    known_at: Option<DateTime<Utc>>,
}

/// Find the group of a company
///
/// The companies that this one, as their parent, reports together with its own, and from when. Members that the caller
/// has no role in are counted and nothing else is said of them. Before anybody has made a group, `version` is 0.
#[utoipa::path(tag = "groups", params(GroupParams), responses((status = 200, body = CompanyGroup)))]
#[get("/companies/{company_id}/group")]
async fn find_company_group(scope: CompanyScope, params: Query<GroupParams>) -> ApiResult<Answer> {
    let known_at = params.0.known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let group = service::shown(&scope, known_at).await?;
    Ok(Answer::ok(&group)?.version(group.version))
}

/// Choose the group of a company
///
/// Whole, for editors of the parent. A company can be put in by somebody who belongs to it as well. Members that the
/// caller has no role in stay unless `without_hidden` says otherwise. What ruled before is still found with `known_at`.
#[utoipa::path(
    tag = "groups",
    params(("If-Match" = String, Header, description = "The ETag of the group as it was read; `\"0\"` where there is none")),
    request_body = NewCompanyGroup,
    responses((status = 200, body = CompanyGroup)),
)]
#[put("/companies/{company_id}/group")]
async fn choose_company_group(
    scope: CompanyScope,
    if_match: IfMatch,
    input: Json<NewCompanyGroup>,
) -> ApiResult<Answer> {
    let group = service::choose(&scope, if_match, &input.0).await?;
    Ok(Answer::ok(&group)?.version(group.version))
}
