//! Ledgers, remembered or made.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use shared::books::BookFramework;
use shared::reports::ReportPeriod;
use tokio::sync::mpsc;

use super::cache::{LEDGERS, LedgerKey};
use super::ledger::Ledger;
use super::load::compile_all;
use super::question::{Asked, Depth, Question, Selection, Span};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{self as books, Surroundings, Turn};
use crate::features::register;
use crate::http::{CompanyScope, moment_within_reach};

/// A question as it is asked: what is not said follows from the day and the framework's policy.
#[derive(Clone, Debug)]
pub struct Asking {
    pub place: Asked,
    pub framework: BookFramework,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub period: ReportPeriod,
    pub selection: Selection,
    pub depth: Depth,
    pub known_at: Option<DateTime<Utc>>,
}

/// One look at the register's revision says whether what is remembered still holds; whoever asks the same meanwhile
/// waits for one and the same ledger, without a connection.
pub async fn ledger(scope: &CompanyScope, asking: Asking) -> ApiResult<Arc<Ledger>> {
    let known_at = asking.known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let look = async |tx: &CompanyTx| {
        let revision = register::service::revision(tx).await?;
        let book = books::company_book(tx, asking.framework, known_at).await?;
        Ok::<_, ApiError>((revision, book.choices.policy.fiscal_year_ends, tx.today()))
    };
    let (revision, fiscal_year_ends, today) = scope.read(look).await?;
    let Asking { place, framework, from, to, period, selection, depth, .. } = asking;
    let span = Span::new(place, from, to, period, today, fiscal_year_ends)?;
    let question = Question { framework, span, selection, depth };
    let asked = LedgerKey { company: scope.company_id(), revision, known_at, question };
    LEDGERS.get_or_insert_async(&asked, make(scope, asked.question.clone(), known_at)).await
}

/// What is read and not yet calculated, in batches: no more than this lies waiting.
const WAITING: usize = 2;

/// All of the register from one snapshot: of a change made meanwhile either everything is seen or nothing. It is
/// calculated while it is read, by the turn that is taken first: who reads waits for nothing but those who calculate.
async fn make(scope: &CompanyScope, question: Question, known_at: Option<DateTime<Utc>>) -> ApiResult<Arc<Ledger>> {
    let turn = Turn::take().await?;
    let read = async |tx: &CompanyTx| {
        let surroundings = Surroundings::of(tx, known_at).await?;
        let common = surroundings.empty();
        let (batches, waiting) = mpsc::channel(WAITING);
        let calculated = turn.begin(move || Ok(Arc::new(compile_all(&common, question, waiting)?)));
        // Who takes no more has failed, and says why.
        let give = async |batch| batches.send(batch).await.is_ok();
        surroundings.each(tx, known_at, give).await?;
        drop(batches);
        Ok::<_, ApiError>(calculated)
    };
    scope.read_snapshot(read).await?.await
}

/// Sums over what is computed already: not long, but longer than a thread that answers may be kept.
pub async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> ApiResult<T> + Send + 'static) -> ApiResult<T> {
    actix_web::web::block(work).await.map_err(ApiError::internal)?
}
