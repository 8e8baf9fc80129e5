//! Slows down guessing. Every attempt is counted and committed before anything is verified, so that neither a rollback
//! nor a restart gives attempts back. Nobody is ever locked out for good, least of all by a stranger.

use crate::db::schema::throttle;
use crate::db::{Db, SystemTx, advisory_xact_lock};
use crate::error::{ApiError, ApiResult};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use diesel::upsert::excluded;
use diesel_async::RunQueryDsl;
use sha2::{Digest as _, Sha256};
use shared::problem::ErrorCode;

/// After this long without attempts the count starts anew.
const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(6);
const DELAY_MAX_SECONDS: i64 = 15 * 60;

/// One thing an attempt counts against: so many free attempts, then a wait that doubles.
#[derive(Clone, Debug)]
pub struct Attempt {
    key_hash: Vec<u8>,
    free: i32,
}

impl Attempt {
    pub fn against(key: &str, free: i32) -> Self {
        Self { key_hash: Sha256::digest(key).to_vec(), free }
    }

    fn lock(&self) -> i64 {
        self.key_hash.iter().take(8).fold(0, |lock, byte| (lock << 8) | i64::from(*byte))
    }
}

/// A kind of guess: `password`, `sign_up`. Each kind counts by itself.
#[derive(Clone, Copy, Debug)]
pub struct Throttle(pub &'static str);

impl Throttle {
    /// Counts the attempt against all of its keys, or answers 429 and counts nothing while any of them is waiting.
    pub async fn count(self, db: &Db, mut attempts: Vec<Attempt>) -> ApiResult<()> {
        // Always in the same order: two requests with the same keys must not wait for each other.
        attempts.sort_by(|left, right| left.key_hash.cmp(&right.key_hash));
        db.system(async |tx| {
            // Before the first attempt there is no row to lock, and many at once would each be the first.
            for attempt in &attempts {
                let lock = advisory_xact_lock(attempt.lock());
                diesel::select(lock).execute(&mut tx.connection()).await?;
            }
            let wait = self.longest_wait(tx, &attempts).await?;
            if wait > 0 {
                return Err(ApiError::new(ErrorCode::TooManyAttempts).retry_after(wait.unsigned_abs()));
            }
            for attempt in &attempts {
                self.increment(tx, attempt).await?;
            }
            Ok(())
        })
        .await
    }

    /// The guess was right: what was counted against it is forgotten.
    pub async fn clear(self, tx: &SystemTx, attempts: &[Attempt]) -> ApiResult<()> {
        let keys: Vec<_> = attempts.iter().map(|attempt| attempt.key_hash.as_slice()).collect();
        diesel::delete(throttle::table)
            .filter(throttle::verifier.eq(self.0))
            .filter(throttle::key_hash.eq_any(keys))
            .execute(&mut tx.connection())
            .await?;
        diesel::delete(throttle::table.filter(throttle::last_attempt_at.lt(tx.now() - FORGOTTEN_AFTER)))
            .execute(&mut tx.connection())
            .await?;
        Ok(())
    }

    /// The attempt was none: one is given back to each key, and what others did wrong there stays counted.
    pub async fn give_back(self, tx: &SystemTx, attempts: &[Attempt]) -> ApiResult<()> {
        let keys: Vec<_> = attempts.iter().map(|attempt| attempt.key_hash.as_slice()).collect();
        diesel::update(throttle::table)
            .filter(throttle::verifier.eq(self.0))
            .filter(throttle::key_hash.eq_any(keys))
            .filter(throttle::attempts.gt(0))
            .set(throttle::attempts.eq(throttle::attempts - 1))
            .execute(&mut tx.connection())
            .await?;
        Ok(())
    }

    async fn longest_wait(self, tx: &SystemTx, attempts: &[Attempt]) -> ApiResult<i64> {
        let keys: Vec<_> = attempts.iter().map(|attempt| attempt.key_hash.as_slice()).collect();
        let counted: Vec<(Vec<u8>, i32, DateTime<Utc>)> = throttle::table
            .filter(throttle::verifier.eq(self.0))
            .filter(throttle::key_hash.eq_any(keys))
            .filter(throttle::last_attempt_at.gt(tx.now() - FORGOTTEN_AFTER))
            .order(throttle::key_hash)
            .select((throttle::key_hash, throttle::attempts, throttle::last_attempt_at))
            .load(&mut tx.connection())
            .await?;
        let waits = counted.iter().filter_map(|(key, count, last)| {
            let free = attempts.iter().find(|attempt| attempt.key_hash == *key)?.free;
            let until = *last + TimeDelta::seconds(delay_seconds(*count, free));
            // The next whole second, so that a wait of a moment is still a wait.
            Some((until - tx.now()).num_milliseconds().saturating_add(999) / 1000)
        });
        Ok(waits.max().unwrap_or(0))
    }

    async fn increment(self, tx: &SystemTx, attempt: &Attempt) -> ApiResult<()> {
        let now = tx.now();
        diesel::insert_into(throttle::table)
            .values((
                throttle::verifier.eq(self.0),
                throttle::key_hash.eq(&attempt.key_hash),
                throttle::attempts.eq(1),
                throttle::last_attempt_at.eq(now),
            ))
            .on_conflict((throttle::verifier, throttle::key_hash))
            .do_update()
            .set((
                throttle::attempts.eq(diesel::dsl::case_when(
                    throttle::last_attempt_at.gt(now - FORGOTTEN_AFTER),
                    throttle::attempts + 1,
                )
                .otherwise(1)),
                throttle::last_attempt_at.eq(excluded(throttle::last_attempt_at)),
            ))
            .execute(&mut tx.connection())
            .await?;
        Ok(())
    }
}

fn delay_seconds(attempts: i32, free: i32) -> i64 {
    match u32::try_from(attempts - free) {
        Err(_) => 0,
        Ok(over) => 2_i64.checked_pow(over).map_or(DELAY_MAX_SECONDS, |delay| delay.min(DELAY_MAX_SECONDS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let delays: Vec<_> = (3..9).map(|attempts| delay_seconds(attempts, 5)).collect();
        assert_eq!(delays, [0, 0, 1, 2, 4, 8]);
        assert_eq!(delay_seconds(i32::MAX, 5), DELAY_MAX_SECONDS);
    }
}
