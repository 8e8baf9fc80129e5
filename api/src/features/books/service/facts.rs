//! What accountants say of agreements.

use chrono::{DateTime, Utc};
use shared::books::{AccountingFacts, AgreementAccounting, NewAgreementAccounting, check_facts};
use shared::ids::AgreementId;

use super::super::store;
use super::{BookHolding, Holdings, Selection, holdings, refused};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service as agreements;
use crate::features::register::service as register;
use crate::http::IfMatch;

/// Whether the register has, or had, an agreement that is not deleted.
pub(super) async fn of_agreement(tx: &CompanyTx, id: AgreementId, known_at: Option<DateTime<Utc>>) -> ApiResult<()> {
    let found = agreements::portfolio_of(tx, &[id], known_at).await?;
    if found.is_empty() { Err(ApiError::not_found()) } else { Ok(()) }
}

pub async fn agreement_accounting(
    tx: &CompanyTx,
    id: AgreementId,
    known_at: Option<DateTime<Utc>>,
) -> ApiResult<AgreementAccounting> {
    of_agreement(tx, id, known_at).await?;
    match store::facts(tx, Some(&[id]), known_at).await?.pop() {
        Some(row) => row.accounting(),
        None => Ok(AgreementAccounting {
            version: 0,
            facts: AccountingFacts::default(),
            reason: None,
            recorded_at: None,
            recorded_by_name: None,
        }),
    }
}

/// The versions before one, latest first; one more than `limit` when there are more.
pub async fn accounting_versions(
    tx: &CompanyTx,
    id: AgreementId,
    before: Option<i32>,
    limit: i64,
) -> ApiResult<Vec<AgreementAccounting>> {
    of_agreement(tx, id, None).await?;
    store::facts_versions(tx, id, before, limit).await?.into_iter().map(store::FactsRow::accounting).collect()
}

/// Records a new version; it rules from now on, for every day that is asked about.
pub async fn account(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    new: &NewAgreementAccounting,
) -> ApiResult<AgreementAccounting> {
    register::change(tx).await?;
    let current = agreement_accounting(tx, id, None).await?;
    if_match.check(current.version)?;
    let holdings = holdings(tx, Selection::These(&[id]), None).await?;
    let holding = holdings.only()?;
    let facts = new.facts();
    let tried = with_facts(&holdings, holding, facts.clone())?;
    for framework in holdings.in_use() {
        super::events::calculable(&holdings, &tried, framework)?;
    }
    store::insert_facts(tx, &[(id, current.version + 1, facts)], new.reason.as_deref()).await?;
    agreement_accounting(tx, id, None).await
}

/// The lease as it would be with other facts, checked.
pub(super) fn with_facts(holdings: &Holdings, holding: &BookHolding, facts: AccountingFacts) -> ApiResult<BookHolding> {
    let held = holdings.contractual(holding, shared::books::BookFramework::Ifrs16);
    check_facts(&held.lease, &facts).map_err(refused)?;
    Ok(holding.clone().with_facts(facts))
}
