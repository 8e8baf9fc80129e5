//! Which agreement has which number.

use shared::ids::AgreementId;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;

use super::super::store;
use crate::db::{CompanyTx, DbError};

/// What two numbers are compared by: case, spacing and the encoding of letters put aside. The database has the same in
/// `agreement.number_key`.
pub fn number_key(number: &str) -> String {
    number.nfkc().filter(|character| !character.is_whitespace()).collect::<String>().to_lowercase()
}

/// The agreements in the register that have one of the numbers, by [`number_key`].
pub async fn numbered(tx: &CompanyTx, numbers: &[String]) -> Result<HashMap<String, AgreementId>, DbError> {
    let keys: Vec<String> = numbers.iter().map(|number| number_key(number)).collect();
    Ok(store::taken_numbers(tx, &keys).await?.into_iter().collect())
}
