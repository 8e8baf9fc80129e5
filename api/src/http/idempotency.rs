//! `Idempotency-Key`: a creating request that is sent again, because its answer was lost on the way, happens once.

use super::answer::Answer;
use crate::db::schema::idempotency;
use crate::db::{CompanyTx, try_advisory_xact_lock};
use crate::error::{ApiError, ApiResult};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use sha2::{Digest as _, Sha256};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::future::{Ready, ready};

pub(super) const HEADER: HeaderName = HeaderName::from_static("idempotency-key");
pub(super) const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
pub const KEPT_FOR: TimeDelta = TimeDelta::hours(24);
const KEY_BYTES_MAX: usize = 255;

/// What the body extractor leaves behind for [`Idempotency`], when there is a key.
pub(super) struct BodyHash(pub(super) [u8; 32]);

/// Extractor: the request's key, if it has one.
pub struct Idempotency {
    key: Option<String>,
    request: HttpRequest,
}

/// A key together with the hash of the request it belongs to.
pub struct UsedKey {
    pub key: String,
    pub fingerprint: [u8; 32],
}

impl Idempotency {
    /// Call it once the body is read.
    pub fn used(&self) -> ApiResult<Option<UsedKey>> {
        let Some(key) = self.key.clone() else { return Ok(None) };
        let extensions = self.request.extensions();
        let body = extensions.get::<BodyHash>().map(|hash| hash.0).unwrap_or_default();
        let mut hash = Sha256::new();
        for part in [self.request.method().as_str(), self.request.uri().path(), self.request.query_string()] {
            hash.update(part);
            hash.update(b"\0");
        }
        hash.update(body);
        Ok(Some(UsedKey { key, fingerprint: hash.finalize().into() }))
    }
}

impl FromRequest for Idempotency {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;

    /// The draft writes the key in quotes, as a structured-field string; most callers write it bare. Both are taken.
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(header) = request.headers().get(HEADER) else {
            return ready(Ok(Self { key: None, request: request.clone() }));
        };
        let text = header.to_str().unwrap_or_default().trim();
        let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        let usable =
            !key.is_empty() && key.len() <= KEY_BYTES_MAX && key.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
        ready(if usable {
            Ok(Self { key: Some(key.to_owned()), request: request.clone() })
        } else {
            let fault = FieldFault::new(FieldCode::InvalidValue).expected("1 to 255 visible ASCII characters");
            Err(ApiError::new(ErrorCode::MalformedHeader).at("Idempotency-Key", fault))
        })
    }
}

/// Does the work, or gives the answer it ended in before. The key is written in the work's own transaction: either both
/// are there or neither.
pub(super) async fn once<E: Into<ApiError>>(
    tx: &mut CompanyTx,
    key: &UsedKey,
    work: &impl AsyncFn(&mut CompanyTx) -> Result<Answer, E>,
) -> ApiResult<Answer> {
    // An insert alone would wait for a first request that is still running; the caller is told instead.
    let free: bool = diesel::select(try_advisory_xact_lock(lock_of(tx, key))).get_result(&mut tx.connection()).await?;
    if !free {
        return Err(ApiError::new(ErrorCode::IdempotencyKeyInUse).retry_after(1));
    }
    if let Some(answer) = find(tx, key).await? {
        return Ok(answer);
    }
    let answer = work(tx).await.map_err(Into::into)?;
    keep(tx, key, &answer).await?;
    Ok(answer)
}

fn lock_of(tx: &CompanyTx, key: &UsedKey) -> i64 {
    let mut hash = Sha256::new();
    hash.update(tx.company_id().uuid());
    hash.update(tx.account_id().uuid());
    hash.update(&key.key);
    let digest: [u8; 32] = hash.finalize().into();
    let [a, b, c, d, e, f, g, h, ..] = digest;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

#[derive(Queryable)]
struct Kept {
    fingerprint: Vec<u8>,
    status: i16,
    headers: serde_json::Value,
    body: Vec<u8>,
}

async fn find(tx: &CompanyTx, key: &UsedKey) -> ApiResult<Option<Answer>> {
    let kept: Option<Kept> = idempotency::table
        .find((tx.company_id().uuid(), tx.account_id().uuid(), &key.key))
        .filter(idempotency::created_at.gt(tx.now() - KEPT_FOR))
        .select((idempotency::fingerprint, idempotency::status, idempotency::headers, idempotency::body))
        .first(&mut tx.connection())
        .await
        .optional()?;
    let Some(kept) = kept else { return Ok(None) };
    if kept.fingerprint != key.fingerprint {
        return Err(ErrorCode::IdempotencyKeyReused.into());
    }
    let mut headers = vec![(REPLAYED, HeaderValue::from_static("true"))];
    let written: Vec<(String, String)> = serde_json::from_value(kept.headers).map_err(ApiError::internal)?;
    for (name, value) in written {
        headers.push((name.parse().map_err(ApiError::internal)?, value.parse().map_err(ApiError::internal)?));
    }
    let status = u16::try_from(kept.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
    Ok(Some(Answer { status: status.unwrap_or(StatusCode::OK), headers, body: kept.body }))
}

async fn keep(tx: &CompanyTx, key: &UsedKey, answer: &Answer) -> ApiResult<()> {
    let headers: Vec<(&str, &str)> =
        answer.headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))).collect();
    diesel::delete(idempotency::table)
        .filter(idempotency::company_id.eq(tx.company_id().uuid()))
        .filter(idempotency::created_at.le(tx.now() - KEPT_FOR))
        .execute(&mut tx.connection())
        .await?;
    diesel::insert_into(idempotency::table)
        .values((
            idempotency::company_id.eq(tx.company_id().uuid()),
            idempotency::account_id.eq(tx.account_id().uuid()),
            idempotency::key.eq(&key.key),
            idempotency::fingerprint.eq(key.fingerprint.as_slice()),
            idempotency::status.eq(i16::try_from(answer.status.as_u16()).unwrap_or(200)),
            idempotency::headers.eq(serde_json::to_value(headers).map_err(ApiError::internal)?),
            idempotency::body.eq(&answer.body),
            idempotency::created_at.eq(tx.now()),
        ))
        .execute(&mut tx.connection())
        .await?;
    Ok(())
}
