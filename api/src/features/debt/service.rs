//! Figures of a company's agreements, computed once for each change of its register.

use bytes::Bytes;
use chrono::{DateTime, NaiveDate, Utc};
use shared::agreements::EventBody;
use shared::calculation::Calculation;
use shared::debt::DebtExplanation;
use shared::ids::AgreementId;
use shared::terms;
use std::sync::Arc;

use super::cache::{ANSWERS, Edition, HOLDINGS, Holdings};
use super::portfolio::{Party, Portfolio};
use super::question::Question;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service::Recorded;
use crate::features::{agreements, exchange_rates, parties, register};
use crate::http::{CompanyScope, moment_within_reach};

/// The answer as JSON. One look at the register's revision, in a transaction of the company, says whether what is
/// remembered still holds. `question` is given today's date.
pub async fn answer(
    scope: &CompanyScope,
    known_at: Option<DateTime<Utc>>,
    question: impl FnOnce(NaiveDate) -> ApiResult<Question>,
) -> ApiResult<Bytes> {
    let known_at = known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let look = async |tx: &CompanyTx| Ok::<_, ApiError>((register::service::revision(tx).await?, tx.today()));
    let (revision, today) = scope.read(look).await?;
    let edition = Edition { company: scope.company_id(), revision, known_at };
    let key = (edition, question(today)?);
    if let Some(answer) = ANSWERS.get(&key) {
        return Ok(answer);
    }
    // Whoever asks the same meanwhile waits for this one, without a connection.
    let holdings = HOLDINGS.get_or_insert_async(&edition, load(scope, known_at)).await?;
    let question = key.1.clone();
    let answer = compute(move || question.answer(&holdings)).await??;
    ANSWERS.insert(key, answer.clone());
    Ok(answer)
}

/// All of the register from one snapshot: of a change made meanwhile either everything is seen or nothing.
async fn load(scope: &CompanyScope, known_at: Option<DateTime<Utc>>) -> ApiResult<Arc<Holdings>> {
    let everything = async |tx: &CompanyTx| {
        let entries = agreements::service::portfolio(tx, known_at).await?;
        let directory = parties::service::everyone(tx).await?;
        let book = exchange_rates::service::book(tx, known_at).await?;
        Ok::<_, ApiError>((entries, directory, book))
    };
    let (entries, directory, book) = scope.read_snapshot(everything).await?;
    compute(move || {
        let party = |id| directory.by_id(id).map(|party| Party { id: party.id, name: party.name });
        Arc::new(Holdings { portfolio: Portfolio::compile(entries, party), book })
    })
    .await
}

/// Off the threads that answer requests: it can take longer than they may be kept.
async fn compute<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> ApiResult<T> {
    actix_web::web::block(work).await.map_err(ApiError::internal)
}

/// How the debt of one agreement on a day comes about.
pub async fn explain(
    tx: &CompanyTx,
    id: AgreementId,
    on: NaiveDate,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<DebtExplanation> {
    let known_at = known_at.map(|known_at| moment_within_reach("?known_at", known_at)).transpose()?;
    let agreement = agreements::service::find(tx, id, on, known_at).await?;
    let book = exchange_rates::service::book(tx, known_at).await?;
    let calculation = terms::check(&agreement.original_terms)
        .and_then(|checked| Calculation::new(&checked, &agreement.changes))
        .map_err(|faults| ApiError::internal(anyhow::anyhow!("recorded terms cannot be calculated: {faults:?}")))?;
    let mut explanation = calculation.explain(on);
    let currency = explanation.currency;
    explanation.conversion = book.conversion(currency, on);
    if let Some(debt) = explanation.debt {
        explanation.debt_base = book
            .on(on)
            .to_base(currency, debt.minor())
            .and_then(|base| super::total::total(i128::from(base), book.base()).ok());
        if explanation.debt_base.is_none() {
            explanation.unknown = Some(book.on(on).refusal(currency));
        }
    }
    let rests_on = |event: &Recorded| match event.body {
        EventBody::Created { .. } | EventBody::Corrected { .. } => true,
        EventBody::Amended { .. } | EventBody::Ended { .. } => event.effective_on <= on,
        EventBody::Deleted {} | EventBody::Restored {} | EventBody::Undone { .. } => false,
    };
    let events = agreements::service::in_force(tx, id, known_at).await?;
    explanation.events = events.iter().filter(|event| rests_on(event)).map(|event| event.id).collect();
    Ok(explanation)
}
