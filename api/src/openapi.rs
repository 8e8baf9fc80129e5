//! The OpenAPI document: what the router has, finished with what is true of every operation.

mod common;

use crate::router;
use actix_web::App;
use utoipa::OpenApi;
use utoipa_actix_web::AppExt as _;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Leasify Mina sidor",
        version = "1",
        description = "The leasing agreements of a company, and what they really cost.\n\n\
            A browser signs in with `POST /api/v1/sessions` and carries a cookie. A request that changes something also \
            sends `X-CSRF-Token` (from the answer or from `GET /api/v1/me`) and an `Origin` that is the server's own, \
            which browsers do by themselves.\n\n\
            Failures are problems (RFC 9457) with a stable `code`. What can be edited has an `ETag`, and a change sends \
            it back as `If-Match`. A creating POST that carries an `Idempotency-Key` happens once, however often it is \
            sent. Lists come in pages; send `next_cursor` back as `cursor` to go on. Amounts and rates are decimal \
            strings.",
        license(name = "MIT", identifier = "MIT"),
    ),
    tags(
        (name = "identity", description = "Signing up and in, sessions, one's own account"),
        (name = "companies", description = "Companies, their settings and members"),
        (name = "debt", description = "Leasing debt, average rate and extended agreements on any day"),
        (name = "imports", description = "Agreements from a spreadsheet: matched, mended, applied and undone whole"),
        (name = "exchange-rates", description = "What the company's currencies cost, by day"),
        (name = "agreements", description = "Agreements, their history, and changes to many at once"),
        (name = "parties", description = "Lessors and suppliers"),
        (name = "views", description = "Saved views of the list of agreements"),
        (name = "demo", description = "A portfolio to try things on"),
    ),
)]
struct Head;

/// The whole document.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) =
        App::new().into_utoipa_app().openapi(Head::openapi()).configure(router::configure).split_for_parts();
    common::finish(&mut document);
    document
}

/// As `openapi.yaml` has it.
pub fn yaml() -> anyhow::Result<String> {
    Ok(document().to_yaml()?)
}
