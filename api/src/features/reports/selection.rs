//! Whether a selection names somebody that there is.

use shared::problem::{ErrorCode, FieldCode, FieldFault};

use super::question::{Asked, Selection};
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::Holdings;

/// An empty report of a lessor that nobody has would be read as nothing owed. Another company's lessor is as unknown as
/// one that there is not.
pub fn check(holdings: &Holdings, selection: &Selection, place: Asked) -> ApiResult<()> {
    let Some(id) = selection.lessor.filter(|id| holdings.party(*id).is_none()) else { return Ok(()) };
    let at = match place {
        Asked::InQuery => "?lessor_id",
        Asked::InBody => "/lessor_id",
    };
    let fault = FieldFault::new(FieldCode::InvalidId).found(&id.to_string()).expected("a lessor of the company");
    Err(ApiError::new(ErrorCode::ValidationFailed).at(at, fault))
}
