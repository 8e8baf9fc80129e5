//! Rules of companies and membership.

use super::store;
use crate::app::AppState;
use crate::db::{CompanyTx, SystemTx};
use crate::error::{ApiError, ApiResult};
use crate::features::{identity, register};
use crate::http::{Attempt, IfMatch, Throttle, UsedKey, plain_line, sessions};
use shared::companies::{Company, CompanyPatch, Member, NewCompany, Role};
use shared::identity::Membership;
use shared::ids::{AccountId, CompanyId};
use shared::money::Currency;
use shared::problem::ErrorCode;

/// Asking for accounts by address, which tells who has one.
const FIND_ACCOUNT: Throttle = Throttle("find_account");

/// Makes a company with its first owner, in the transaction of whoever asks for it.
pub async fn found(tx: &SystemTx, owner: AccountId, input: &NewCompany) -> ApiResult<Company> {
    let company = Company {
        id: CompanyId::fresh(tx.now()),
        version: 1,
        name: plain_line("/name", &input.name)?,
        org_number: input.org_number,
        base_currency: input.base_currency.unwrap_or(Currency::SEK),
        language: input.language.unwrap_or_default(),
        role: Role::Owner,
        created_at: tx.now(),
    };
    store::insert(tx, &company).await?;
    store::insert_first_owner(tx, company.id, owner).await?;
    Ok(company)
}

pub struct Founded {
    pub company: Company,
    /// It was made by an earlier request with the same key.
    pub again: bool,
}

pub async fn create(state: &AppState, owner: AccountId, key: Option<UsedKey>, input: NewCompany) -> ApiResult<Founded> {
    let founded = state
        .db
        .system(async |tx| {
            store::lock_account(tx, owner).await?;
            let own = store::list(tx, owner).await?;
            if let Some(key) = &key
                && let Some((id, fingerprint)) = store::founded_with(tx, owner, &key.key).await?
            {
                let company = own.into_iter().find(|company| company.id == id).ok_or_else(ApiError::not_found)?;
                let same = fingerprint == key.fingerprint;
                return if same {
                    Ok(Founded { company, again: true })
                } else {
                    Err(ErrorCode::IdempotencyKeyReused.into())
                };
            }
            if own.iter().any(|company| company.org_number == input.org_number) {
                return Err(ErrorCode::OrgNumberTaken.into());
            }
            let company = found(tx, owner, &input).await?;
            if let Some(key) = &key {
                store::keep_founding(tx, company.id, owner, key).await?;
            }
            sessions::announce(tx.connection(), owner).await?;
            Ok::<_, ApiError>(Founded { company, again: false })
        })
        .await?;
    state.sessions.forget_account(owner);
    Ok(founded)
}

pub async fn list(state: &AppState, account: AccountId) -> ApiResult<Vec<Company>> {
    state.db.system(async |tx| store::list(tx, account).await).await
}

/// Where the account belongs, by the companies' names.
pub async fn memberships(tx: &SystemTx, account: AccountId) -> ApiResult<Vec<Membership>> {
    let companies = store::list(tx, account).await?;
    let membership =
        |company: Company| Membership { company_id: company.id, company_name: company.name, role: company.role };
    Ok(companies.into_iter().map(membership).collect())
}

pub async fn find(tx: &CompanyTx, role: Role) -> ApiResult<Company> {
    store::find(tx, role).await
}

/// What the company counts in.
pub async fn base_currency(tx: &CompanyTx) -> ApiResult<Currency> {
    store::base_currency(tx).await
}

pub async fn update(tx: &CompanyTx, role: Role, if_match: IfMatch, input: &CompanyPatch) -> ApiResult<Company> {
    let name = input.name.as_deref().map(|name| plain_line("/name", name)).transpose()?;
    if input.base_currency.is_some() {
        // What was computed in the other currency no longer holds.
        register::service::change(tx).await?;
    }
    if_match.check(store::lock_version(tx).await?)?;
    store::update(tx, name.as_deref(), input).await?;
    store::find(tx, role).await
}

pub async fn members(tx: &CompanyTx) -> ApiResult<Vec<Member>> {
    store::members(tx).await
}

pub async fn member(tx: &CompanyTx, account: AccountId) -> ApiResult<Member> {
    store::member(tx, account).await?.ok_or_else(ApiError::not_found)
}

/// The account behind an address. It says who has one, so it can be asked only so often.
pub async fn find_account(state: &AppState, asked_by: AccountId, email: &str) -> ApiResult<AccountId> {
    FIND_ACCOUNT.count(&state.db, vec![Attempt::against(&asked_by.to_string(), 50)]).await?;
    let found = state.db.system(async |tx| identity::service::find_by_email(tx, email).await).await?;
    found.ok_or_else(|| ErrorCode::NoSuchAccount.into())
}

pub async fn add_member(tx: &CompanyTx, account: AccountId, role: Role) -> ApiResult<Member> {
    if store::member(tx, account).await?.is_some() {
        return Err(ErrorCode::AlreadyMember.into());
    }
    store::admit(tx, account, role).await?;
    sessions::announce(tx.connection(), account).await?;
    member(tx, account).await
}

pub async fn set_role(tx: &CompanyTx, account: AccountId, if_match: IfMatch, role: Role) -> ApiResult<Member> {
    let owners = store::lock_owners(tx).await?;
    let before = member(tx, account).await?;
    if_match.check(before.version)?;
    if role != Role::Owner {
        refuse_last(&owners, account)?;
    }
    store::set_role(tx, account, role).await?;
    sessions::announce(tx.connection(), account).await?;
    member(tx, account).await
}

pub async fn remove_member(tx: &CompanyTx, account: AccountId, if_match: IfMatch) -> ApiResult<()> {
    let owners = store::lock_owners(tx).await?;
    if_match.check(member(tx, account).await?.version)?;
    refuse_last(&owners, account)?;
    store::remove(tx, account).await?;
    sessions::announce(tx.connection(), account).await
}

fn refuse_last(owners: &[AccountId], leaving: AccountId) -> ApiResult<()> {
    if owners == [leaving] { Err(ErrorCode::LastOwner.into()) } else { Ok(()) }
}
