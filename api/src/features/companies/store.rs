//! Companies and memberships in the database.

use crate::db::schema::{account, company, membership};
use crate::db::{CompanyTx, SystemTx};
use crate::error::{ApiError, ApiResult};
use crate::http::{KEPT_FOR, UsedKey};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use shared::companies::{Company, CompanyPatch, Member, Role};
use shared::ids::{AccountId, CompanyId};
use shared::money::Currency;
use uuid::Uuid;

#[derive(Queryable, Selectable)]
#[diesel(table_name = company, check_for_backend(diesel::pg::Pg))]
struct CompanyRow {
    id: Uuid,
    name: String,
    org_number: String,
    base_currency: String,
    language: String,
    version: i32,
    created_at: DateTime<Utc>,
}

impl CompanyRow {
    fn seen_as(self, role: Role) -> ApiResult<Company> {
        Ok(Company {
            id: self.id.into(),
            version: self.version,
            name: self.name,
            org_number: kept(self.org_number.parse(), "organisation number")?,
            base_currency: kept(self.base_currency.parse(), "currency")?,
            language: kept(self.language.parse(), "language")?,
            role,
            created_at: self.created_at,
        })
    }
}

/// A value that was checked before it was written.
fn kept<T, E: std::fmt::Display>(parsed: Result<T, E>, what: &str) -> ApiResult<T> {
    parsed.map_err(|error| ApiError::internal(anyhow::anyhow!("the database holds an unreadable {what}: {error}")))
}

pub(super) async fn base_currency(tx: &CompanyTx) -> ApiResult<Currency> {
    let code: String =
        company::table.find(tx.company_id().uuid()).select(company::base_currency).first(&mut tx.connection()).await?;
    kept(code.parse(), "currency")
}

pub(super) async fn insert(tx: &SystemTx, new: &Company) -> ApiResult<()> {
    diesel::insert_into(company::table)
        .values((
            company::id.eq(new.id.uuid()),
            company::name.eq(&new.name),
            company::org_number.eq(new.org_number.to_string()),
            company::base_currency.eq(new.base_currency.code()),
            company::language.eq(new.language.as_str()),
            company::version.eq(new.version),
            company::created_at.eq(new.created_at),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// The company that the account made by a request with this key, and that request's hash.
pub(super) async fn founded_with(tx: &SystemTx, by: AccountId, key: &str) -> ApiResult<Option<(CompanyId, Vec<u8>)>> {
    let found: Option<(Uuid, Option<Vec<u8>>)> = company::table
        .filter(company::founded_by.eq(by.uuid()))
        .filter(company::founding_key.eq(key))
        .filter(company::created_at.gt(tx.now() - KEPT_FOR))
        .select((company::id, company::founding_fingerprint))
        .first(&mut tx.connection())
        .await
        .optional()?;
    Ok(found.map(|(id, fingerprint)| (id.into(), fingerprint.unwrap_or_default())))
}

pub(super) async fn keep_founding(tx: &SystemTx, id: CompanyId, by: AccountId, key: &UsedKey) -> ApiResult<()> {
    diesel::update(company::table.find(id.uuid()))
        .set((
            company::founded_by.eq(by.uuid()),
            company::founding_key.eq(&key.key),
            company::founding_fingerprint.eq(key.fingerprint.as_slice()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub(super) async fn insert_first_owner(tx: &SystemTx, company: CompanyId, owner: AccountId) -> ApiResult<()> {
    diesel::insert_into(membership::table)
        .values((
            membership::company_id.eq(company.uuid()),
            membership::account_id.eq(owner.uuid()),
            membership::role.eq(Role::Owner.as_str()),
            membership::created_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// Two requests that would each make the same company come one after the other.
pub(super) async fn lock_account(tx: &SystemTx, id: AccountId) -> ApiResult<()> {
    account::table.find(id.uuid()).select(account::id).for_update().first::<Uuid>(&mut tx.connection()).await?;
    Ok(())
}

pub(super) async fn list(tx: &SystemTx, account: AccountId) -> ApiResult<Vec<Company>> {
    let rows: Vec<(CompanyRow, String)> = membership::table
        .inner_join(company::table)
        .filter(membership::account_id.eq(account.uuid()))
        .filter(membership::removed_at.is_null())
        .order((company::name, company::id))
        .select((CompanyRow::as_select(), membership::role))
        .load(&mut tx.connection())
        .await?;
    rows.into_iter().map(|(row, role)| row.seen_as(kept(role.parse(), "role")?)).collect()
}

pub(super) async fn find(tx: &CompanyTx, role: Role) -> ApiResult<Company> {
    let row: CompanyRow =
        company::table.find(tx.company_id().uuid()).select(CompanyRow::as_select()).first(&mut tx.connection()).await?;
    row.seen_as(role)
}

pub(super) async fn lock_version(tx: &CompanyTx) -> ApiResult<i32> {
    let own = company::table.find(tx.company_id().uuid()).select(company::version).for_update();
    Ok(own.first(&mut tx.connection()).await?)
}

pub(super) async fn update(tx: &CompanyTx, name: Option<&str>, patch: &CompanyPatch) -> ApiResult<()> {
    diesel::update(company::table.find(tx.company_id().uuid()))
        .set((
            name.map(|name| company::name.eq(name)),
            patch.base_currency.map(|currency| company::base_currency.eq(currency.code())),
            patch.language.map(|language| company::language.eq(language.as_str())),
            company::version.eq(company::version + 1),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

#[derive(Queryable)]
struct MemberRow {
    account_id: Uuid,
    version: i32,
    name: String,
    email: String,
    role: String,
    since: DateTime<Utc>,
}

impl MemberRow {
    fn member(self) -> ApiResult<Member> {
        Ok(Member {
            account_id: self.account_id.into(),
            version: self.version,
            name: self.name,
            email: self.email,
            role: kept(self.role.parse(), "role")?,
            since: self.since,
        })
    }
}

type MemberColumns = (
    membership::account_id,
    membership::version,
    account::name,
    account::email,
    membership::role,
    membership::created_at,
);
const MEMBER: MemberColumns = (
    membership::account_id,
    membership::version,
    account::name,
    account::email,
    membership::role,
    membership::created_at,
);

pub(super) async fn members(tx: &CompanyTx) -> ApiResult<Vec<Member>> {
    let rows: Vec<MemberRow> = membership::table
        .inner_join(account::table)
        .filter(membership::company_id.eq(tx.company_id().uuid()))
        .filter(membership::removed_at.is_null())
        .order((account::name, account::id))
        .select(MEMBER)
        .load(&mut tx.connection())
        .await?;
    rows.into_iter().map(MemberRow::member).collect()
}

pub(super) async fn member(tx: &CompanyTx, id: AccountId) -> ApiResult<Option<Member>> {
    let row: Option<MemberRow> = membership::table
        .inner_join(account::table)
        .filter(membership::company_id.eq(tx.company_id().uuid()))
        .filter(membership::account_id.eq(id.uuid()))
        .filter(membership::removed_at.is_null())
        .select(MEMBER)
        .first(&mut tx.connection())
        .await
        .optional()?;
    row.map(MemberRow::member).transpose()
}

/// Lets someone in, also one who was here before.
pub(super) async fn admit(tx: &CompanyTx, id: AccountId, role: Role) -> ApiResult<()> {
    diesel::insert_into(membership::table)
        .values((
            membership::company_id.eq(tx.company_id().uuid()),
            membership::account_id.eq(id.uuid()),
            membership::role.eq(role.as_str()),
            membership::created_at.eq(tx.now()),
        ))
        .on_conflict((membership::company_id, membership::account_id))
        .do_update()
        .set((
            membership::role.eq(role.as_str()),
            membership::created_at.eq(tx.now()),
            membership::removed_at.eq(None::<DateTime<Utc>>),
            membership::version.eq(membership::version + 1),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

/// Locked, so that two owners cannot each make the other the last one and leave at once.
pub(super) async fn lock_owners(tx: &CompanyTx) -> ApiResult<Vec<AccountId>> {
    let owners: Vec<Uuid> = membership::table
        .filter(membership::company_id.eq(tx.company_id().uuid()))
        .filter(membership::removed_at.is_null())
        .filter(membership::role.eq(Role::Owner.as_str()))
        .order(membership::account_id)
        .select(membership::account_id)
        .for_update()
        .load(&mut tx.connection())
        .await?;
    Ok(owners.into_iter().map(AccountId::from).collect())
}

pub(super) async fn set_role(tx: &CompanyTx, id: AccountId, role: Role) -> ApiResult<()> {
    diesel::update(membership::table.find((tx.company_id().uuid(), id.uuid())))
        .set((membership::role.eq(role.as_str()), membership::version.eq(membership::version + 1)))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}

pub(super) async fn remove(tx: &CompanyTx, id: AccountId) -> ApiResult<()> {
    diesel::update(membership::table.find((tx.company_id().uuid(), id.uuid())))
        .set((membership::removed_at.eq(tx.now()), membership::version.eq(membership::version + 1)))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
