//! Which agreement has which number.

use shared::ids::AgreementId;
use std::collections::HashMap;

use super::super::store;
use crate::db::{CompanyTx, DbError};

/// The agreements in the register that have one of the numbers.
pub async fn numbered(tx: &CompanyTx, numbers: &[String]) -> Result<HashMap<String, AgreementId>, DbError> {
    Ok(store::taken_numbers(tx, numbers).await?.into_iter().collect())
}
