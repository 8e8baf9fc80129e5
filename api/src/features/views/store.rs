use crate::db::schema::saved_view;
use crate::db::{CompanyTx, DbError};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::ids::ViewId;
use shared::views::NewSavedView;
use uuid::Uuid;

#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = saved_view, check_for_backend(Pg))]
pub(super) struct ViewRow {
    pub(super) id: Uuid,
    pub(super) account_id: Uuid,
    pub(super) name: String,
    pub(super) query: String,
    pub(super) column_names: Vec<String>,
    pub(super) shared: bool,
    pub(super) version: i32,
}

/// A person's own and the shared ones, by name.
pub(super) async fn list(tx: &CompanyTx) -> Result<Vec<ViewRow>, DbError> {
    let rows = saved_view::table
        .filter(saved_view::company_id.eq(tx.company_id().uuid()))
        .filter(saved_view::account_id.eq(tx.account_id().uuid()).or(saved_view::shared))
        .order((saved_view::name, saved_view::id))
        .select(ViewRow::as_select())
        .load(&mut tx.connection())
        .await?;
    Ok(rows)
}

/// Kept from being changed by others until the transaction ends.
pub(super) async fn lock(tx: &CompanyTx, id: ViewId) -> Result<Option<ViewRow>, DbError> {
    let row = saved_view::table
        .find((tx.company_id().uuid(), id.uuid()))
        .select(ViewRow::as_select())
        .for_update()
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(row)
}

pub(super) async fn count_own(tx: &CompanyTx) -> Result<i64, DbError> {
    let count = saved_view::table
        .filter(saved_view::company_id.eq(tx.company_id().uuid()))
        .filter(saved_view::account_id.eq(tx.account_id().uuid()))
        .count()
        .get_result(&mut tx.connection())
        .await?;
    Ok(count)
}

pub(super) async fn insert(tx: &CompanyTx, id: ViewId, new: &NewSavedView) -> Result<ViewRow, DbError> {
    let row = diesel::insert_into(saved_view::table)
        .values((
            saved_view::company_id.eq(tx.company_id().uuid()),
            saved_view::id.eq(id.uuid()),
            saved_view::account_id.eq(tx.account_id().uuid()),
            saved_view::name.eq(&new.name),
            saved_view::query.eq(&new.query),
            saved_view::column_names.eq(&new.columns),
            saved_view::shared.eq(new.shared),
            saved_view::created_at.eq(tx.now()),
            saved_view::updated_at.eq(tx.now()),
        ))
        .returning(ViewRow::as_returning())
        .get_result(&mut tx.connection())
        .await?;
    Ok(row)
}

pub(super) async fn update(tx: &CompanyTx, id: ViewId, new: &NewSavedView) -> Result<ViewRow, DbError> {
    let row = diesel::update(saved_view::table.find((tx.company_id().uuid(), id.uuid())))
        .set((
            saved_view::name.eq(&new.name),
            saved_view::query.eq(&new.query),
            saved_view::column_names.eq(&new.columns),
            saved_view::shared.eq(new.shared),
            saved_view::version.eq(saved_view::version + 1),
            saved_view::updated_at.eq(tx.now()),
        ))
        .returning(ViewRow::as_returning())
        .get_result(&mut tx.connection())
        .await?;
    Ok(row)
}

pub(super) async fn delete(tx: &CompanyTx, id: ViewId) -> Result<(), DbError> {
    diesel::delete(saved_view::table.find((tx.company_id().uuid(), id.uuid()))).execute(&mut tx.connection()).await?;
    Ok(())
}
