//! Who may come in, and what it takes.

use super::store;
use crate::app::AppState;
use crate::clock::day_of;
use crate::db::SystemTx;
use crate::error::{ApiError, ApiResult};
use crate::features::companies;
use crate::http::{Attempt, EndReason, IfMatch, Origin, Session, SessionToken, Throttle, plain_line, sessions};
use crate::passwords::weakness;
use shared::companies::NewCompany;
use shared::identity::{Me, MePatch, PasswordChange, SignIn, SignUp};
use shared::ids::{AccountId, CompanyId, SessionId};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use tracing::info;

const SIGN_UP: Throttle = Throttle("sign_up");
const PASSWORD: Throttle = Throttle("password");

/// An address in the one form it is kept and looked up in.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// A new account with a new company. An address that has an account already is refused as taken: the throttle, counted
/// before anything is looked up, keeps that answer from becoming a way to list addresses.
pub async fn sign_up(state: &AppState, origin: &Origin, input: SignUp) -> ApiResult<(Me, SessionToken)> {
    SIGN_UP.count(&state.db, vec![Attempt::against(origin.as_str(), 20)]).await?;
    let (me, token) = make_account(state, origin, input).await?;
    info!(target: "security", account = %me.account.id, %origin, "signed up");
    Ok((me, token))
}

/// The same without the throttle: for the operator's own commands.
pub async fn make_account(state: &AppState, origin: &Origin, input: SignUp) -> ApiResult<(Me, SessionToken)> {
    let name = plain_line("/name", &input.name)?;
    let email = normal_email(&input.email);
    let company = NewCompany {
        name: plain_line("/company_name", &input.company_name)?,
        org_number: input.org_number,
        base_currency: None,
        language: input.language,
    };
    refuse_weak("/password", &input.password, &[&name, &email, &company.name])?;
    let hash = state.passwords.hash(&input.password).await?;
    state
        .db
        .system(async |tx| {
            let language = input.language.unwrap_or_default();
            let account = AccountId::fresh(tx.now());
            store::insert(tx, account, &email, &name, language, &hash)
                .await
                .map_err(|error| error.on_constraint("account_email_key", ErrorCode::EmailTaken))?;
            let company = companies::service::found(tx, account, &company).await?;
            store::set_last_company(tx, account, company.id).await?;
            start_session(tx, account, origin).await
        })
        .await
}

/// The same answer, after the same work, for an unknown address and for a wrong password.
pub async fn sign_in(state: &AppState, origin: &Origin, input: SignIn) -> ApiResult<(Me, SessionToken)> {
    let email = normal_email(&input.email);
    let (known, has_been_here) = state.db.system(async |tx| known_account(tx, &email, origin).await).await?;
    let here = Attempt::against(&format!("{email} {origin}"), 5);
    let from_here = Attempt::against(origin.as_str(), 100);
    let anywhere = Attempt::against(&email, 100);
    let mut attempts = vec![here.clone(), from_here.clone()];
    // However many strangers guess from however many places, the owner gets in from where they sit.
    if !has_been_here {
        attempts.push(anywhere.clone());
    }
    PASSWORD.count(&state.db, attempts).await?;

    let (account, hash) = known.map_or((None, None), |(account, hash)| (Some(account), hash));
    let is_right = state.passwords.verify(&input.password, hash).await?;
    let account = account.filter(|_| is_right).ok_or(ErrorCode::WrongCredentials)?;
    let started = state
        .db
        .system(async |tx| {
            PASSWORD.clear(tx, &[here, anywhere]).await?;
            // A whole office signs in from one address: only what went wrong there counts.
            PASSWORD.give_back(tx, &[from_here]).await?;
            start_session(tx, account, origin).await
        })
        .await?;
    // The oldest of too many sessions gave way to this one.
    state.sessions.forget_account(account);
    info!(target: "security", %account, %origin, "signed in");
    Ok(started)
}

/// The account behind an address, its password's hash, and whether it was signed in to from there before.
async fn known_account(
    tx: &SystemTx,
    email: &str,
    origin: &Origin,
) -> ApiResult<(Option<(AccountId, Option<String>)>, bool)> {
    let known = store::find_password(tx, email).await?;
    let has_been_here = match &known {
        Some((account, _)) => sessions::has_started_at(tx, *account, origin).await?,
        None => false,
    };
    Ok((known, has_been_here))
}

/// Ends one session or all, here at once and in every other process as soon as the database tells.
pub async fn end_sessions(
    state: &AppState,
    account: AccountId,
    only: Option<SessionId>,
    reason: EndReason,
) -> ApiResult<()> {
    state.db.system(async |tx| sessions::end(tx, account, only, reason).await).await?;
    state.sessions.forget_account(account);
    info!(target: "security", %account, reason = reason.as_str(), "signed out");
    Ok(())
}

pub async fn me(state: &AppState, account: AccountId, token: &SessionToken) -> ApiResult<Me> {
    state.db.system(async |tx| find_me(tx, account, token).await).await
}

pub async fn update(state: &AppState, session: &Session, if_match: IfMatch, input: MePatch) -> ApiResult<Me> {
    let name = input.name.as_deref().map(|name| plain_line("/name", name)).transpose()?;
    state
        .db
        .system(async |tx| {
            if_match.check(store::lock_version(tx, session.account_id).await?)?;
            store::update(tx, session.account_id, name.as_deref(), input.language).await?;
            find_me(tx, session.account_id, session.token()).await
        })
        .await
}

pub async fn change_password(
    state: &AppState,
    session: &Session,
    origin: &Origin,
    input: PasswordChange,
) -> ApiResult<(Me, SessionToken)> {
    let account = session.account_id;
    let own = Attempt::against(&account.to_string(), 5);
    PASSWORD.count(&state.db, vec![own.clone()]).await?;
    let known = state.db.system(async |tx| store::find_credentials(tx, account).await).await?;
    if !state.passwords.verify(&input.current_password, known.password_hash).await? {
        return Err(ApiError::invalid("/current_password", FieldCode::WrongPassword));
    }
    refuse_weak("/new_password", &input.new_password, &[&known.name, &known.email])?;
    let hash = state.passwords.hash(&input.new_password).await?;
    let started = state
        .db
        .system(async |tx| {
            PASSWORD.clear(tx, &[own]).await?;
            store::set_password(tx, account, &hash).await?;
            sessions::end(tx, account, None, EndReason::PasswordChanged).await?;
            start_session(tx, account, origin).await
        })
        .await?;
    state.sessions.forget_account(account);
    info!(target: "security", %account, %origin, "changed the password");
    Ok(started)
}

pub async fn remember_company(state: &AppState, session: &Session, company: CompanyId) -> ApiResult<()> {
    session.role_in(company).ok_or_else(ApiError::not_found)?;
    state.db.system(async |tx| store::set_last_company(tx, session.account_id, company).await).await
}

/// The account with this address, for those who want to let its owner in somewhere.
pub async fn find_by_email(tx: &SystemTx, email: &str) -> ApiResult<Option<AccountId>> {
    Ok(store::find_password(tx, &normal_email(email)).await?.map(|(account, _)| account))
}

async fn start_session(tx: &SystemTx, account: AccountId, origin: &Origin) -> ApiResult<(Me, SessionToken)> {
    let token = sessions::start(tx, account, origin).await?;
    Ok((find_me(tx, account, &token).await?, token))
}

async fn find_me(tx: &SystemTx, id: AccountId, token: &SessionToken) -> ApiResult<Me> {
    let (account, last_company) = store::find(tx, id).await?;
    let memberships = companies::service::memberships(tx, id).await?;
    let last_company_id = last_company.filter(|last| memberships.iter().any(|here| here.company_id == *last));
    Ok(Me { account, memberships, last_company_id, csrf_token: token.csrf_token(), today: day_of(tx.now()) })
}

fn refuse_weak(pointer: &str, password: &str, context: &[&str]) -> ApiResult<()> {
    match weakness(password, context) {
        None => Ok(()),
        Some(code) => {
            let fault =
                FieldFault::new(code).expected("a password that is hard to guess, such as four unrelated words");
            Err(ApiError::new(ErrorCode::ValidationFailed).at(pointer, fault))
        }
    }
}
