//! Ids in the path.

use crate::error::ApiError;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use shared::ids::Named;
use std::future::{Ready, ready};

pub use shared::ids::Named as PathId;

/// Extractor: the id that stands in the path under the name of its type, such as `{agreement_id}`. What is no id names
/// nothing, so it is not found.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

impl<T: Named + 'static> FromRequest for Id<T> {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let id = request.match_info().get(T::PARAM).and_then(|text| text.parse().ok());
        ready(id.map(Self).ok_or_else(ApiError::not_found))
    }
}
