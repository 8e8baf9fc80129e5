//! Accounts in the database.

use crate::db::SystemTx;
use crate::db::schema::account;
use crate::error::{ApiError, ApiResult};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::companies::Language;
use shared::identity::Account;
use shared::ids::{AccountId, CompanyId};
use uuid::Uuid;

#[derive(Queryable, Selectable)]
#[diesel(table_name = account, check_for_backend(diesel::pg::Pg))]
struct AccountRow {
    id: Uuid,
    email: String,
    name: String,
    language: String,
    last_company_id: Option<Uuid>,
    version: i32,
}

impl AccountRow {
    fn language(&self) -> ApiResult<Language> {
        self.language.parse().map_err(|_| ApiError::internal(anyhow::anyhow!("unknown language {}", self.language)))
    }
}

/// What a change of password looks at.
#[derive(Queryable, Selectable)]
#[diesel(table_name = account, check_for_backend(diesel::pg::Pg))]
pub(super) struct Credentials {
    pub(super) email: String,
    pub(super) name: String,
    pub(super) password_hash: Option<String>,
}

pub(super) async fn insert(
    tx: &SystemTx,
    id: AccountId,
    email: &str,
    name: &str,
    language: Language,
    password_hash: &str,
) -> ApiResult<()> {
    diesel::insert_into(account::table)
        .values((
            account::id.eq(id.uuid()),
            account::email.eq(email),
            account::name.eq(name),
            account::language.eq(language.as_str()),
            account::password_hash.eq(password_hash),
            account::version.eq(1),
            account::created_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// The account and the company it last worked in.
pub(super) async fn find(tx: &SystemTx, id: AccountId) -> ApiResult<(Account, Option<CompanyId>)> {
    let row: AccountRow =
        account::table.find(id.uuid()).select(AccountRow::as_select()).first(&mut tx.connection()).await?;
    let language = row.language()?;
    let account = Account { id: row.id.into(), version: row.version, email: row.email, name: row.name, language };
    Ok((account, row.last_company_id.map(CompanyId::from)))
}

pub(super) async fn find_password(tx: &SystemTx, email: &str) -> ApiResult<Option<(AccountId, Option<String>)>> {
    let found: Option<(Uuid, Option<String>)> = account::table
        .filter(account::email.eq(email))
        .select((account::id, account::password_hash))
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(found.map(|(id, hash)| (id.into(), hash)))
}

pub(super) async fn find_credentials(tx: &SystemTx, id: AccountId) -> ApiResult<Credentials> {
    Ok(account::table.find(id.uuid()).select(Credentials::as_select()).first(&mut tx.connection()).await?)
}

pub(super) async fn lock_version(tx: &SystemTx, id: AccountId) -> ApiResult<i32> {
    Ok(account::table.find(id.uuid()).select(account::version).for_update().first(&mut tx.connection()).await?)
}

pub(super) async fn update(
    tx: &SystemTx,
    id: AccountId,
    name: Option<&str>,
    language: Option<Language>,
) -> ApiResult<()> {
    diesel::update(account::table.find(id.uuid()))
        .set((
            name.map(|name| account::name.eq(name)),
            language.map(|language| account::language.eq(language.as_str())),
            account::version.eq(account::version + 1),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub(super) async fn set_password(tx: &SystemTx, id: AccountId, hash: &str) -> ApiResult<()> {
    diesel::update(account::table.find(id.uuid()))
        .set(account::password_hash.eq(hash))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub(super) async fn set_last_company(tx: &SystemTx, id: AccountId, company: CompanyId) -> ApiResult<()> {
    diesel::update(account::table.find(id.uuid()))
        .set(account::last_company_id.eq(company.uuid()))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
