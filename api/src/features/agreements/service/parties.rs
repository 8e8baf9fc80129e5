//! What the parties' feature asks about agreements.

use shared::ids::PartyId;

use super::super::store;
use super::refresh::project_again;
use crate::db::{CompanyTx, DbError};
use crate::error::ApiResult;

/// How many agreements in the register name each party. A party may come twice, as lessor and as supplier.
pub async fn count_by_party(tx: &CompanyTx, parties: &[PartyId]) -> Result<Vec<(PartyId, i64)>, DbError> {
    store::count_by_party(tx, parties).await
}

/// Which of the parties some agreement names, deleted ones too.
pub async fn parties_named(tx: &CompanyTx, parties: &[PartyId]) -> Result<Vec<PartyId>, DbError> {
    store::parties_named(tx, parties).await
}

/// Parties were merged or parted: the rows of agreements name where the recorded parties lead now. Rare, so it looks
/// at every agreement of the company.
pub async fn parties_moved(tx: &CompanyTx) -> ApiResult<()> {
    let rows = store::all_with_deleted(tx).await?;
    project_again(tx, rows).await
}
