//! Calculations, and what they read of the register.

use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::AgreementChange;
use shared::books::{self, BookCalculation, BookFramework, NewBookCalculation};
use shared::ids::AgreementId;
use shared::problem::ErrorCode;
use shared::terms::{self, CheckedTerms, TermsFault};

use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements;
use crate::http::moment_within_reach;

pub fn calculate(request: &NewBookCalculation) -> ApiResult<BookCalculation> {
    books::calculate(request).map_err(refused)
}

fn refused(faults: Vec<TermsFault>) -> ApiError {
    let at = |error: ApiError, fault: TermsFault| error.at(format!("/{}", fault.path), fault.fault);
    faults.into_iter().fold(ApiError::new(ErrorCode::ValidationFailed), at)
}

/// What the register says of an agreement.
pub struct RecordedLease {
    original: CheckedTerms,
    changes: Vec<AgreementChange>,
    as_of: NaiveDate,
}

pub async fn recorded(
    tx: &CompanyTx,
    id: AgreementId,
    as_of: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<RecordedLease> {
    let known_at = known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let agreement = agreements::service::find(tx, id, as_of, known_at).await?;
    let broken = |faults| ApiError::internal(anyhow::anyhow!("recorded terms cannot be calculated: {faults:?}"));
    let original = terms::check(&agreement.original_terms).map_err(broken)?;
    Ok(RecordedLease { original, changes: agreement.changes, as_of })
}

/// From its own terms and changes. What can be recorded can still be more than a book can add up.
pub fn of_recorded(recorded: &RecordedLease, framework: BookFramework) -> ApiResult<BookCalculation> {
    let RecordedLease { original, changes, as_of } = recorded;
    books::of_agreement(original, changes, framework, *as_of).map_err(refused)
}
