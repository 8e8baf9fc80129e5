//! Handlers.

use super::service;
use crate::error::ApiResult;
use crate::http::{
    Answer, CompanyScope, Cursor, Id, Idempotency, IfMatch, Json, PageLimit, Query, Routes, Tagged, page_answer,
    page_of,
};
use actix_web::{HttpRequest, HttpResponse, Responder, get, post, put};
use serde::Deserialize;
use shared::ids::PartyId;
use shared::page::Page;
use shared::parties::{NewParty, Party, PartyDuplicates, PartyMerge};
use utoipa::IntoParams;
use uuid::Uuid;

pub fn configure(routes: &mut Routes) {
    routes
        .service(list_parties)
        .service(create_party)
        .service(list_party_duplicates)
        .service(find_party)
        .service(update_party)
        .service(merge_party)
        .service(unmerge_party);
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct PartyQuery {
    /// Part of the name or the organisation number.
    #[param(max_length = 200)]
    #[serde(default)]
    q: Option<String>,
    /// Where the page before ended: its `next_cursor`.
    #[serde(default)]
    cursor: Option<String>,
    /// Rows in a page.
    #[param(value_type = Option<u16>, minimum = 1, maximum = 1000)]
    #[serde(default)]
    limit: PageLimit<1000>,
}

/// List parties
///
/// By name. Parties merged into another are not listed of their own; their names stand under `also_known_as`.
#[utoipa::path(tag = "parties", params(PartyQuery), responses((status = 200, body = Page<Party>)))]
#[get("/companies/{company_id}/parties")]
async fn list_parties(request: HttpRequest, scope: CompanyScope, query: Query<PartyQuery>) -> ApiResult<HttpResponse> {
    const LIST: &str = "parties:name";
    let Query(query) = query;
    let place: Option<(String, Uuid)> = query.cursor.as_deref().map(|cursor| Cursor::read(LIST, cursor)).transpose()?;
    let rows = scope
        .read(async |tx| service::list(tx, query.q.as_deref(), place.as_ref(), query.limit.with_one_more()).await)
        .await?;
    let page = page_of(rows, query.limit, LIST, |party| (party.name.clone(), party.id.uuid()), |party| party)?;
    Ok(page_answer(&request, &page))
}

/// Add a party
///
/// Agreements and imports also make parties, from the names they bring.
#[utoipa::path(
    tag = "parties",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewParty,
    responses((status = 201, body = Party)),
)]
#[post("/companies/{company_id}/parties")]
async fn create_party(scope: CompanyScope, key: Idempotency, input: Json<NewParty>) -> ApiResult<Answer> {
    scope
        .create(&key, async |tx| {
            let party = service::create(tx, &input.0).await?;
            let location = format!("/companies/{}/parties/{}", tx.company_id(), party.id);
            Answer::created(&location, &party).map(|answer| answer.version(party.version))
        })
        .await
}

/// List parties that look alike
///
/// Groups whose names differ only in case, punctuation, spaces or legal form, so that they can be merged.
#[utoipa::path(tag = "parties", responses((status = 200, body = PartyDuplicates)))]
#[get("/companies/{company_id}/parties/duplicates")]
async fn list_party_duplicates(scope: CompanyScope) -> ApiResult<HttpResponse> {
    let duplicates = scope.read(async |tx| service::duplicates(tx).await).await?;
    Ok(HttpResponse::Ok().json(duplicates))
}

/// Find a party
///
/// Also one that was merged: `merged_into` then says into which.
#[utoipa::path(tag = "parties", responses((status = 200, body = Party)))]
#[get("/companies/{company_id}/parties/{party_id}")]
async fn find_party(scope: CompanyScope, id: Id<PartyId>) -> ApiResult<Answer> {
    let party = scope.read(async |tx| service::find(tx, id.0).await).await?;
    Ok(Answer::ok(&party)?.version(party.version))
}

/// Change a party
///
/// Replaces name, organisation number, e-mail and phone.
#[utoipa::path(
    tag = "parties",
    params(("If-Match" = String, Header, description = "The ETag of the party as it was read")),
    request_body = NewParty,
    responses((status = 200, body = Party)),
)]
#[put("/companies/{company_id}/parties/{party_id}")]
async fn update_party(
    scope: CompanyScope,
    id: Id<PartyId>,
    if_match: IfMatch,
    input: Json<NewParty>,
) -> ApiResult<impl Responder> {
    let party = scope.write(async |tx| service::update(tx, id.0, if_match, &input.0).await).await?;
    Ok(Tagged::new(party.version, party))
}

/// Merge a party into another
///
/// Its agreements are then the other's, and its name leads there. Nothing is rewritten, so it can be taken back.
#[utoipa::path(
    tag = "parties",
    params(("If-Match" = String, Header, description = "The ETag of the party that goes up in the other")),
    request_body = PartyMerge,
    responses((status = 200, description = "The party that is left", body = Party)),
)]
#[post("/companies/{company_id}/parties/{party_id}/merge")]
async fn merge_party(
    scope: CompanyScope,
    id: Id<PartyId>,
    if_match: IfMatch,
    input: Json<PartyMerge>,
) -> ApiResult<impl Responder> {
    let party = scope.write(async |tx| service::merge(tx, id.0, if_match, input.0.into).await).await?;
    Ok(Tagged::new(party.version, party))
}

/// Take a merge back
///
/// The party stands by itself again, with the agreements that were recorded with it.
#[utoipa::path(
    tag = "parties",
    params(("If-Match" = String, Header, description = "The ETag of the party that was merged")),
    responses((status = 200, description = "The party that was merged", body = Party)),
)]
#[post("/companies/{company_id}/parties/{party_id}/unmerge")]
async fn unmerge_party(scope: CompanyScope, id: Id<PartyId>, if_match: IfMatch) -> ApiResult<impl Responder> {
    let party = scope.write(async |tx| service::unmerge(tx, id.0, if_match).await).await?;
    Ok(Tagged::new(party.version, party))
}
