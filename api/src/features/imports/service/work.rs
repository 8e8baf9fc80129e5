//! Work that goes on after the answer. It is one transaction: a server that stops in the middle leaves nothing half
//! done, and the import then says that it was interrupted.

use super::super::store;
use crate::db::{CompanyAccess, CompanyTx};
use crate::error::{ApiError, ApiResult};
use shared::ids::ImportId;
use shared::imports::{ImportFailure, ImportStatus};
use shared::problem::ErrorCode;
use std::time::Duration;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, sleep, timeout};
use tracing::error;

/// Others change the register for moments, and another import for minutes.
const TURN_WITHIN: Duration = Duration::from_secs(600);
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(250);

/// Each keeps a connection for as long as it works, and the rest are for those who wait for an answer.
static WORKING: Semaphore = Semaphore::const_new(2);

/// Starts it on a thread of its own, where it keeps no request waiting and need not be passed between threads.
pub(super) fn go_on<F: Future<Output = ()>>(work: impl FnOnce() -> F + Send + 'static) {
    let runtime = tokio::runtime::Handle::current();
    tokio::task::spawn_blocking(move || runtime.block_on(work()));
}

/// Well within the time after which silent work is taken for cut off.
const SIGN_OF_LIFE_EVERY: Duration = Duration::from_secs(4);

/// Does the work and gives signs of life beside it: steps of it may be long, and it may have to wait.
async fn alive<T>(access: &CompanyAccess, id: ImportId, work: impl Future<Output = T>) -> T {
    let ended = Notify::new();
    let working = async {
        let outcome = work.await;
        ended.notify_one();
        outcome
    };
    // Both are polled until both have ended: a sign may have to wait for the last statement of the work to commit.
    let signs = async {
        while timeout(SIGN_OF_LIFE_EVERY, ended.notified()).await.is_err() {
            if let Err(failure) = access.write(async |tx| store::set_alive(tx, id).await).await {
                tracing::warn!(import_id = %id, failure = ?failure, "Cannot tell that import {id} goes on");
            }
        }
    };
    tokio::join!(working, signs).0
}

/// Does the work in one transaction as soon as nobody else has the register's turn, and shows that it is alive
/// meanwhile. The work is begun anew until it gets its turn, so it takes that before anything else.
pub(super) async fn in_turn(
    access: &CompanyAccess,
    id: ImportId,
    work: impl AsyncFn(&mut CompanyTx) -> ApiResult<()>,
) -> ApiResult<()> {
    let turn = async {
        let _place = WORKING.acquire().await.map_err(ApiError::internal)?;
        let asked = Instant::now();
        loop {
            match access.write_once(&work).await {
                Err(error) if error.code() == ErrorCode::RegisterBusy && asked.elapsed() < TURN_WITHIN => {
                    sleep(ASK_AGAIN_AFTER).await;
                }
                settled => return settled,
            }
        }
    };
    alive(access, id, turn).await
}

/// Tells how far the work has come, beside the transaction that does it. What cannot be told is not worth stopping for.
pub(super) async fn tell_progress(access: &CompanyAccess, id: ImportId, done: u32) {
    let told = access.write(async |tx| store::set_progress(tx, id, done).await).await;
    if let Err(failure) = told {
        tracing::warn!(import_id = %id, failure = ?failure, "Cannot tell the progress of import {id}");
    }
}

/// The work failed and was rolled back: the import says why.
pub(super) async fn tell_failure(access: &CompanyAccess, id: ImportId, status: ImportStatus, failure: ImportFailure) {
    let told = access.write(async |tx| store::settle(tx, id, status, Some(failure)).await).await;
    if let Err(second) = told {
        error!(import_id = %id, failure = ?second, "Cannot say that import {id} failed");
    }
}

pub(super) fn log(id: ImportId, what: &str, failure: &ApiError) {
    error!(import_id = %id, failure = ?failure, "{what} import {id} failed");
}
