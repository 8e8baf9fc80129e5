//! Handlers. A reader keeps views too: they are a way of looking. Sharing one takes an editor.

use super::service;
use crate::error::ApiResult;
use crate::http::{Answer, CompanyScope, Id, Idempotency, IfMatch, Json, Role, Routes, Tagged};
use actix_web::{HttpResponse, Responder, delete, get, post, put};
use shared::ids::ViewId;
use shared::page::Page;
use shared::views::{NewSavedView, SavedView};

pub fn configure(routes: &mut Routes) {
    routes.service(list_views).service(create_view).service(update_view).service(delete_view);
}

/// List saved views
///
/// One's own and those shared in the company, by name. They fit in one page.
#[utoipa::path(tag = "views", responses((status = 200, body = Page<SavedView>)))]
#[get("/companies/{company_id}/views")]
async fn list_views(scope: CompanyScope) -> ApiResult<HttpResponse> {
    let views = scope.read(async |tx| service::list(tx).await).await?;
    Ok(HttpResponse::Ok().json(Page::whole(views)))
}

/// Save a view
///
/// For oneself, or with `shared` for everyone in the company; sharing takes an editor.
#[utoipa::path(
    tag = "views",
    params(("Idempotency-Key" = Option<String>, Header, description = "Sent again with the same key, it happens once")),
    request_body = NewSavedView,
    responses((status = 201, body = SavedView)),
)]
#[post("/companies/{company_id}/views")]
async fn create_view(scope: CompanyScope, key: Idempotency, input: Json<NewSavedView>) -> ApiResult<Answer> {
    let role = scope.role();
    scope
        .create_as(Role::Reader, &key, async |tx| {
            let view = service::create(tx, role, input.0.clone()).await?;
            let location = format!("/companies/{}/views/{}", tx.company_id(), view.id);
            Answer::created(&location, &view).map(|answer| answer.version(view.version))
        })
        .await
}

/// Change a saved view
///
/// One's own; a shared one also as an editor.
#[utoipa::path(
    tag = "views",
    params(("If-Match" = String, Header, description = "The version of the view as it was read, in quotes")),
    request_body = NewSavedView,
    responses((status = 200, body = SavedView)),
)]
#[put("/companies/{company_id}/views/{view_id}")]
async fn update_view(
    scope: CompanyScope,
    id: Id<ViewId>,
    if_match: IfMatch,
    input: Json<NewSavedView>,
) -> ApiResult<impl Responder> {
    let role = scope.role();
    let change = async |tx: &mut _| service::update(tx, role, id.0, if_match, input.0.clone()).await;
    let view = scope.write_as(Role::Reader, change).await?;
    Ok(Tagged::new(view.version, view))
}

/// Delete a saved view
///
/// One's own; a shared one also as an editor.
#[utoipa::path(
    tag = "views",
    params(("If-Match" = String, Header, description = "The version of the view as it was read, in quotes")),
    responses((status = 204, description = "Deleted")),
)]
#[delete("/companies/{company_id}/views/{view_id}")]
async fn delete_view(scope: CompanyScope, id: Id<ViewId>, if_match: IfMatch) -> ApiResult<HttpResponse> {
    let role = scope.role();
    scope.write_as(Role::Reader, async |tx| service::delete(tx, role, id.0, if_match).await).await?;
    Ok(HttpResponse::NoContent().finish())
}
