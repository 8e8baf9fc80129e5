//! What no handler takes: the wrong method on a known address is 405 with the right ones, any other address 404.

use crate::error::ApiError;
use actix_web::HttpRequest;
use actix_web::dev::ResourceDef;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::web::Data;
use shared::problem::ErrorCode;
use std::sync::{Arc, OnceLock};
use utoipa::openapi::OpenApi;

/// Every address of the API with its methods, as the document has them. Asked for by those alone who lost their way, so
/// the document is not made before.
#[derive(Clone)]
pub struct Operations {
    document: fn() -> OpenApi,
    known: Arc<OnceLock<Vec<(ResourceDef, String)>>>,
}

impl Operations {
    pub fn of(document: fn() -> OpenApi) -> Self {
        Self { document, known: Arc::default() }
    }

    fn known(&self) -> &[(ResourceDef, String)] {
        self.known.get_or_init(|| Self::in_document(&(self.document)()))
    }

    fn in_document(document: &OpenApi) -> Vec<(ResourceDef, String)> {
        let methods = |item: &utoipa::openapi::PathItem| {
            let known = [
                ("GET", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            known.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect::<Vec<_>>().join(", ")
        };
        let paths = document.paths.paths.iter();
        paths.map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item))).collect()
    }

    fn allowed(&self, path: &str) -> Option<&str> {
        self.known().iter().find(|(resource, _)| resource.is_match(path)).map(|(_, methods)| methods.as_str())
    }
}

/// The default service under `/api`.
pub async fn unmatched(request: HttpRequest) -> Result<actix_web::HttpResponse, ApiError> {
    let operations = request.app_data::<Data<Operations>>();
    let allowed = operations.and_then(|operations| operations.allowed(request.path()));
    Err(match allowed.and_then(|methods| HeaderValue::from_str(methods).ok()) {
        Some(methods) => ApiError::new(ErrorCode::MethodNotAllowed).header(ALLOW, methods),
        None => ApiError::not_found(),
    })
}
