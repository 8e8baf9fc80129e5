//! What the demo portfolio asks about agreements.

use super::super::store;
use crate::db::{CompanyTx, DbError};

pub async fn has_demo(tx: &CompanyTx) -> Result<bool, DbError> {
    store::has_demo(tx).await
}

/// Removes the demo agreements for good; returns how many.
pub async fn remove_demo(tx: &CompanyTx) -> Result<usize, DbError> {
    store::remove_demo(tx).await
}
