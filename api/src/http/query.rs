//! Strict query strings: an unknown parameter is a misspelt one.

use super::json::of_message;
use crate::error::{ApiError, ApiResult};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::future::{Ready, ready};

/// Extractor. `T` says `#[serde(deny_unknown_fields)]`, or unknown parameters pass.
#[derive(Clone, Copy, Debug)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(read(request.query_string()).map(Self))
    }
}

fn read<T: DeserializeOwned>(query: &str) -> ApiResult<T> {
    let unkept = |text: &str| text.contains(['\0', char::REPLACEMENT_CHARACTER]);
    if let Some((name, _)) =
        form_urlencoded::parse(query.as_bytes()).find(|(name, value)| unkept(name) || unkept(value))
    {
        let fault = FieldFault::new(FieldCode::InvalidText).expected("UTF-8 without U+0000");
        return Err(ApiError::new(ErrorCode::MalformedParameter).at(format!("?{name}"), fault));
    }
    let deserializer = serde_urlencoded::Deserializer::new(form_urlencoded::parse(query.as_bytes()));
    serde_path_to_error::deserialize(deserializer).map_err(|error| {
        let place = format!("?{}", error.path().to_string().trim_matches('.'));
        let message = error.inner().to_string();
        let (place, fault) = match FieldFault::from_serde(&message) {
            Some(fault) => (place, fault),
            None => {
                let (place, fault) = of_message(&message, place);
                let name = place.rsplit(['?', '/']).next().unwrap_or_default().to_owned();
                let code = if fault.code == FieldCode::UnknownField { FieldCode::UnknownParameter } else { fault.code };
                (format!("?{name}"), FieldFault { code, ..fault })
            }
        };
        ApiError::new(ErrorCode::MalformedParameter).at(place, fault)
    })
}
