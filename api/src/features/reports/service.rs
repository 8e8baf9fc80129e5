//! Ledgers, remembered or made.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use shared::books::{BookFramework, MaturityMonths};
use shared::reports::{ReportPeriod, ReportScope};
use tokio::sync::mpsc;

use super::cache::{LEDGERS, LedgerKey};
use super::group;
use super::ledger::Ledger;
use super::load::compile_all;
use super::question::{Asked, Depth, Intragroup, Question, Selection, Span};
use super::selection;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{self as books, Surroundings, Turn};
use crate::features::register;
use crate::http::{CompanyScope, known_by};

/// A question as it is asked: what is not said follows from the day and the framework's policy.
#[derive(Clone, Debug)]
pub struct Asking {
    pub place: Asked,
    pub scope: ReportScope,
    pub framework: BookFramework,
    pub from: Option<NaiveDate>,
    pub to: Option<NaiveDate>,
    pub period: ReportPeriod,
    pub selection: Selection,
    pub depth: Depth,
    pub known_at: Option<DateTime<Utc>>,
}

/// A question that is settled, and the register's revision that its answer holds at.
pub struct Planned {
    pub question: Question,
    pub revision: i64,
    pub known_at: Option<DateTime<Utc>>,
    /// Of the company's policy.
    pub maturity_months: MaturityMonths,
}

pub async fn ledger(scope: &CompanyScope, asking: Asking) -> ApiResult<Arc<Ledger>> {
    match asking.scope {
        ReportScope::Company => {
            let place = asking.place;
            let Planned { question, revision, known_at, .. } = plan(scope, asking).await?;
            remembered(scope, revision, known_at, question, Some(place)).await
        }
        ReportScope::Group => group::ledger(scope, asking).await,
    }
}

/// One look at the register's revision says whether what is remembered still holds.
pub async fn plan(scope: &CompanyScope, asking: Asking) -> ApiResult<Planned> {
    let known_at = known_by(asking.known_at, scope.now())?;
    let look = async |tx: &CompanyTx| {
        let revision = register::service::revision(tx).await?;
        let book = books::company_book(tx, asking.framework, known_at).await?;
        Ok::<_, ApiError>((revision, book.choices.policy, tx.today()))
    };
    let (revision, policy, today) = scope.read(look).await?;
    let Asking { place, framework, from, to, period, selection, depth, .. } = asking;
    let span = Span::new(place, from, to, period, today, policy.fiscal_year_ends)?;
    let (intragroup, maturity_months) = (Intragroup::default(), None);
    let question = Question { framework, span, selection, depth, intragroup, maturity_months };
    Ok(Planned { question, revision, known_at, maturity_months: policy.maturity_months })
}

/// Whoever asks the same meanwhile waits for one and the same ledger, without a connection. `place`: where in a request
/// the selection stands, of which the company must know everybody; in a group each company knows its own.
pub async fn remembered(
    scope: &CompanyScope,
    revision: i64,
    known_at: Option<DateTime<Utc>>,
    question: Question,
    place: Option<Asked>,
) -> ApiResult<Arc<Ledger>> {
    let asked = LedgerKey { company: scope.company_id(), revision, known_at, question };
    LEDGERS.get_or_insert_async(&asked, make(scope, asked.question.clone(), known_at, place)).await
}

/// What is read and not yet calculated, in batches: no more than this lies waiting.
const WAITING: usize = 2;

/// All of the register from one snapshot: of a change made meanwhile either everything is seen or nothing. It is
/// calculated while it is read, by the turn that is taken first: who reads waits for nothing but those who calculate.
async fn make(
    scope: &CompanyScope,
    question: Question,
    known_at: Option<DateTime<Utc>>,
    place: Option<Asked>,
) -> ApiResult<Arc<Ledger>> {
    let turn = Turn::take().await?;
    let read = async |tx: &CompanyTx| {
        let surroundings = Surroundings::of(tx, known_at).await?;
        let common = surroundings.empty();
        if let Some(place) = place {
            selection::check(&common, &question.selection, place)?;
        }
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
