//! The page that a problem's `type` leads to.

use crate::error::{self, ApiError, ApiResult, Language};
use actix_web::http::header::ContentType;
use actix_web::{HttpResponse, get, web};
use shared::problem::ErrorCode;

/// What the code means, in both languages.
#[get("/problems/{code}")]
pub async fn problem_page(wanted: web::Path<String>) -> ApiResult<HttpResponse> {
    let known = ErrorCode::ALL.iter().find(|code| code.as_str() == wanted.as_str());
    let code = *known.ok_or_else(ApiError::not_found)?;
    let (title, detail) = error::meaning(code, Language::English);
    let (rubrik, text) = error::meaning(code, Language::Swedish);
    let status = code.status();
    let page = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\"><title>{code}</title></head><body><main>\
         <h1><code>{code}</code> ({status})</h1><section><h2>{title}</h2><p>{detail}</p></section>\
         <section lang=\"sv\"><h2>{rubrik}</h2><p>{text}</p></section></main></body></html>\n"
    );
    Ok(HttpResponse::Ok().content_type(ContentType::html()).body(page))
}
