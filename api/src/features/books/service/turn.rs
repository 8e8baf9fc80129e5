//! A turn to calculate: few at a time, off the threads that answer.

use actix_web::web::block;
use std::time::Duration;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use crate::error::{ApiError, ApiResult};
use shared::problem::ErrorCode;

/// Books of many years and many leases keep a processor busy for seconds; more at once would only wait for one another,
/// and for everybody else.
static TURNS: Semaphore = Semaphore::const_new(2);
const TURN_WITHIN: Duration = Duration::from_secs(5);

/// Does the work off the threads that answer, once it has a turn. Whoever gets none within five seconds is asked to
/// come back. Take no connection along: hold nothing that others wait for.
pub async fn calculating<T: Send + 'static>(work: impl FnOnce() -> ApiResult<T> + Send + 'static) -> ApiResult<T> {
    Turn::take().await?.begin(work).await
}

/// A turn that was got, for work that begins before everything it needs has been read.
pub struct Turn(SemaphorePermit<'static>);

impl Turn {
    pub async fn take() -> ApiResult<Self> {
        Ok(Self(turn(&TURNS, TURN_WITHIN).await?))
    }

    /// Begins the work at once, off the threads that answer.
    pub fn begin<T: Send + 'static>(
        self,
        work: impl FnOnce() -> ApiResult<T> + Send + 'static,
    ) -> impl Future<Output = ApiResult<T>> {
        let Self(turn) = self;
        let work = move || {
            // Also where nobody waits for the answer any more, the turn is over when the work is.
            let _turn = turn;
            work()
        };
        let begun = block(work);
        async { begun.await.map_err(ApiError::internal)? }
    }
}

async fn turn(turns: &'static Semaphore, within: Duration) -> ApiResult<SemaphorePermit<'static>> {
    match timeout(within, turns.acquire()).await {
        Ok(turn) => turn.map_err(ApiError::internal),
        Err(_) => Err(ApiError::new(ErrorCode::Overloaded).retry_after(5)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[tokio::test]
    async fn who_gets_no_turn_is_asked_to_come_back_and_who_comes_back_gets_one() {
        static ONE: Semaphore = Semaphore::const_new(1);
        let first = turn(&ONE, Duration::from_millis(1)).await.unwrap();
        let refused = turn(&ONE, Duration::from_millis(1)).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Overloaded);
        drop(first);
        assert!(turn(&ONE, Duration::from_millis(1)).await.is_ok());
    }

    #[actix_web::test]
    async fn work_keeps_its_turn_until_it_is_done_whether_anybody_waits_or_not() {
        let (begin, begun) = mpsc::channel();
        let (finish, finished) = mpsc::channel::<()>();
        let work = calculating(move || {
            begin.send(()).map_err(ApiError::internal)?;
            finished.recv().map_err(ApiError::internal)
        });
        let asked = actix_web::rt::spawn(work);
        while begun.try_recv().is_err() {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        asked.abort();
        assert!(asked.await.is_err());
        assert_eq!(TURNS.available_permits(), 1);
        finish.send(()).unwrap();
        while TURNS.available_permits() < 2 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert_eq!(calculating(|| Ok(7)).await.unwrap(), 7);
    }
}
