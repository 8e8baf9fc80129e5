//! Sessions in the database.

use super::{AGE_MAX, EndReason, IDLE_MAX, Known, Membership, PER_ACCOUNT_MAX, SessionToken};
use crate::db::schema::{membership, session};
use crate::db::{SystemTx, pg_notify};
use crate::error::ApiError;
use crate::http::Origin;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use sha2::{Digest as _, Sha256};
use shared::companies::Role;
use shared::ids::{AccountId, SessionId};
use uuid::Uuid;

/// Carries an account id; everyone forgets what they remember of it.
pub(super) const CHANNEL: &str = "leasify_account_changed";
/// "Last seen" need not be exacter, and a write per request would cost more than the request.
const SEEN_EVERY: TimeDelta = TimeDelta::seconds(60);
/// Ended sessions are kept for the record, and the places they were started at are known, this long.
const KEPT_FOR: TimeDelta = TimeDelta::days(90);

pub(super) async fn find_alive(tx: &SystemTx, token_hash: &[u8; 32]) -> Result<Option<Known>, ApiError> {
    let now = tx.now();
    let found: Option<(Uuid, Uuid, DateTime<Utc>, DateTime<Utc>)> = session::table
        .filter(session::token_hash.eq(token_hash.as_slice()))
        .filter(session::ended_at.is_null())
        .filter(session::expires_at.gt(now))
        .filter(session::last_seen_at.gt(now - IDLE_MAX))
        .select((session::id, session::account_id, session::last_seen_at, session::expires_at))
        .first(&mut tx.connection())
        .await
        .optional()?;
    let Some((id, account_id, seen_before, expires_at)) = found else {
        return Ok(None);
    };
    let last_seen_at = if now - seen_before >= SEEN_EVERY { now } else { seen_before };
    if last_seen_at != seen_before {
        diesel::update(session::table.find(id))
            .set(session::last_seen_at.eq(last_seen_at))
            .execute(&mut tx.connection())
            .await?;
    }
    let memberships = memberships(tx, account_id).await?;
    Ok(Some(Known { id: id.into(), account_id: account_id.into(), last_seen_at, expires_at, memberships }))
}

async fn memberships(tx: &SystemTx, account: Uuid) -> Result<Vec<Membership>, ApiError> {
    let rows: Vec<(Uuid, String)> = membership::table
        .filter(membership::account_id.eq(account))
        .filter(membership::removed_at.is_null())
        .select((membership::company_id, membership::role))
        .load(&mut tx.connection())
        .await?;
    rows.into_iter()
        .map(|(company, role)| {
            let role: Role = role.parse().map_err(|_| ApiError::internal(anyhow::anyhow!("unknown role {role}")))?;
            Ok(Membership { company_id: company.into(), role })
        })
        .collect()
}

/// Whether the account was signed in to from there lately.
pub async fn has_started_at(tx: &SystemTx, account: AccountId, origin: &Origin) -> Result<bool, ApiError> {
    let origin_hash = origin_hash(account, origin);
    let there = session::table
        .filter(session::account_id.eq(account.uuid()))
        .filter(session::origin_hash.eq(origin_hash.as_slice()))
        .filter(session::created_at.gt(tx.now() - KEPT_FOR));
    Ok(diesel::select(diesel::dsl::exists(there)).get_result(&mut tx.connection()).await?)
}

/// Starts a session. The oldest of too many gives way.
pub async fn start(tx: &SystemTx, account: AccountId, origin: &Origin) -> Result<SessionToken, ApiError> {
    let now = tx.now();
    diesel::delete(session::table)
        .filter(session::account_id.eq(account.uuid()))
        .filter(session::created_at.lt(now - KEPT_FOR))
        .execute(&mut tx.connection())
        .await?;
    let surplus: Vec<Uuid> = session::table
        .filter(session::account_id.eq(account.uuid()))
        .filter(session::ended_at.is_null())
        .order(session::created_at.desc())
        .offset(i64::try_from(PER_ACCOUNT_MAX - 1).unwrap_or(i64::MAX))
        .select(session::id)
        .load(&mut tx.connection())
        .await?;
    if !surplus.is_empty() {
        diesel::update(session::table.filter(session::id.eq_any(surplus)))
            .set((session::ended_at.eq(now), session::end_reason.eq(EndReason::TooMany.as_str())))
            .execute(&mut tx.connection())
            .await?;
        announce(tx.connection(), account).await?;
    }
    let token = SessionToken::fresh();
    diesel::insert_into(session::table)
        .values((
            session::id.eq(SessionId::fresh(now).uuid()),
            session::account_id.eq(account.uuid()),
            session::token_hash.eq(token.hash().as_slice()),
            session::created_at.eq(now),
            session::last_seen_at.eq(now),
            session::expires_at.eq(now + AGE_MAX),
            session::origin_hash.eq(origin_hash(account, origin).as_slice()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(token)
}

/// Another account from the same place has another hash, so nobody can tell from the table who sits with whom.
fn origin_hash(account: AccountId, origin: &Origin) -> [u8; 32] {
    Sha256::digest(format!("{account} {origin}")).into()
}

/// Ends one session of an account, or all of them. The one way a session ends before its time.
pub(crate) async fn end(
    tx: &SystemTx,
    account: AccountId,
    only: Option<SessionId>,
    reason: EndReason,
) -> Result<usize, ApiError> {
    let mut ended = diesel::update(session::table)
        .filter(session::account_id.eq(account.uuid()))
        .filter(session::ended_at.is_null())
        .set((session::ended_at.eq(tx.now()), session::end_reason.eq(reason.as_str())))
        .into_boxed();
    if let Some(id) = only {
        ended = ended.filter(session::id.eq(id.uuid()));
    }
    let count = ended.execute(&mut tx.connection()).await?;
    announce(tx.connection(), account).await?;
    Ok(count)
}

/// Tells every process, once the transaction commits, to forget what it remembers of the account.
pub(crate) async fn announce(mut connection: &AsyncPgConnection, account: AccountId) -> Result<(), ApiError> {
    diesel::select(pg_notify(CHANNEL, account.to_string())).execute(&mut connection).await?;
    Ok(())
}
