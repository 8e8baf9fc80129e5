use super::store::{self, ViewRow};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::http::{IfMatch, Role, plain_line};
use shared::ids::ViewId;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::views::{NewSavedView, SavedView};

/// More than anyone keeps track of.
const OWN_MAX: i64 = 200;
const COLUMN_CHARS_MAX: usize = 80;

pub(super) async fn list(tx: &CompanyTx) -> ApiResult<Vec<SavedView>> {
    Ok(store::list(tx).await?.into_iter().map(|row| shown(tx, row)).collect())
}

pub(super) async fn create(tx: &CompanyTx, role: Role, new: NewSavedView) -> ApiResult<SavedView> {
    let new = checked(new)?;
    may_share(role, new.shared)?;
    if store::count_own(tx).await? >= OWN_MAX {
        let fault = FieldFault::new(FieldCode::TooManyItems).expected(&format!("at most {OWN_MAX} views of one's own"));
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("", fault));
    }
    Ok(shown(tx, store::insert(tx, ViewId::fresh(tx.now()), &new).await?))
}

pub(super) async fn update(
    tx: &CompanyTx,
    role: Role,
    id: ViewId,
    if_match: IfMatch,
    new: NewSavedView,
) -> ApiResult<SavedView> {
    let row = changeable(tx, role, id).await?;
    if_match.check(row.version)?;
    let new = checked(new)?;
    may_share(role, new.shared)?;
    Ok(shown(tx, store::update(tx, id, &new).await?))
}

pub(super) async fn delete(tx: &CompanyTx, role: Role, id: ViewId, if_match: IfMatch) -> ApiResult<()> {
    let row = changeable(tx, role, id).await?;
    if_match.check(row.version)?;
    store::delete(tx, id).await?;
    Ok(())
}

/// One's own, or with the role for it a shared one. Others' private views do not exist.
async fn changeable(tx: &CompanyTx, role: Role, id: ViewId) -> ApiResult<ViewRow> {
    let row = store::lock(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let mine = row.account_id == tx.account_id().uuid();
    match (mine, row.shared) {
        (true, _) => Ok(row),
        (false, true) if role >= Role::Editor => Ok(row),
        (false, true) => Err(ErrorCode::RoleTooLow.into()),
        (false, false) => Err(ApiError::not_found()),
    }
}

fn may_share(role: Role, shared: bool) -> ApiResult<()> {
    if shared && role < Role::Editor { Err(ErrorCode::RoleTooLow.into()) } else { Ok(()) }
}

fn checked(new: NewSavedView) -> ApiResult<NewSavedView> {
    let too_long = new.columns.iter().position(|column| column.chars().count() > COLUMN_CHARS_MAX);
    if let Some(index) = too_long {
        return Err(ApiError::invalid(format!("/columns/{index}"), FieldCode::TooLong));
    }
    Ok(NewSavedView { name: plain_line("/name", &new.name)?, ..new })
}

fn shown(tx: &CompanyTx, row: ViewRow) -> SavedView {
    SavedView {
        id: row.id.into(),
        version: row.version,
        name: row.name,
        query: row.query,
        columns: row.column_names,
        shared: row.shared,
        mine: row.account_id == tx.account_id().uuid(),
    }
}
