//! Ledgers, remembered or made.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use shared::books::BookFramework;
use shared::reports::ReportPeriod;

use super::cache::{Asked, LEDGERS};
use super::ledger::Ledger;
use super::load::{CompanyBook, compile};
use super::question::{Depth, Question, Selection, Span};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{self as books, calculating, holdings};
use crate::features::register;
use crate::http::{CompanyScope, moment_within_reach};

/// A question as it is asked: what is not said follows from the day and the framework's policy.
#[derive(Clone, Debug)]
pub struct Asking {
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
        Ok::<_, ApiError>((revision, company_book(tx, asking.framework, known_at).await?, tx.today()))
    };
    let (revision, book, today) = scope.read(look).await?;
    let Asking { framework, from, to, period, selection, depth, .. } = asking;
    let span = Span::new(from, to, period, today, book.policy.fiscal_year_ends)?;
    let question = Question { framework, span, selection, depth };
    let asked = Asked { company: scope.company_id(), revision, known_at, question };
    LEDGERS.get_or_insert_async(&asked, make(scope, asked.question.clone(), known_at)).await
}

/// All of the register from one snapshot: of a change made meanwhile either everything is seen or nothing.
async fn make(scope: &CompanyScope, question: Question, known_at: Option<DateTime<Utc>>) -> ApiResult<Arc<Ledger>> {
    let read = async |tx: &CompanyTx| {
        let held = holdings(tx, books::Selection::All, known_at).await?;
        Ok::<_, ApiError>((held, company_book(tx, question.framework, known_at).await?))
    };
    let (held, book) = scope.read_snapshot(read).await?;
    calculating(move || Ok(Arc::new(compile(&held, question, &book)))).await
}

/// What the company has chosen for a framework.
async fn company_book(
    _tx: &CompanyTx,
    _framework: BookFramework,
    _known_at: Option<DateTime<Utc>>,
) -> ApiResult<CompanyBook> {
    Ok(CompanyBook::default())
}
