use super::store;
use crate::db::{CompanyTx, DbError};

/// Begins a change to the register; returns its new revision. Fails with `register_busy` while somebody else is at it:
/// `CompanyAccess::write` then begins the work anew for a while.
pub async fn change(tx: &CompanyTx) -> Result<i64, DbError> {
    store::raise(tx).await
}

/// [`change`] for what can as well be done another time: says `false` while somebody else is at it. The register must
/// have been changed before.
pub async fn try_change(tx: &CompanyTx) -> Result<bool, DbError> {
    if store::is_taken(tx).await? {
        return Ok(false);
    }
    store::raise(tx).await?;
    Ok(true)
}

/// The revision that the register is at; 0 while it is untouched. Read it before what is remembered by it: data that
/// is newer than its revision is read again, data that is older would stay.
pub async fn revision(tx: &CompanyTx) -> Result<i64, DbError> {
    store::revision(tx).await
}

/// The serial number that would be taken next.
pub async fn next_number(tx: &CompanyTx) -> Result<i32, DbError> {
    Ok(store::last_number(tx).await? + 1)
}

/// Takes `count` serial numbers; returns the first.
pub async fn take_numbers(tx: &CompanyTx, count: i32) -> Result<i32, DbError> {
    store::take_numbers(tx, count).await
}
