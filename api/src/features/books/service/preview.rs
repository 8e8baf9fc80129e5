//! What would something do to the books of a lease? Nothing is recorded.

use chrono::NaiveDate;
use shared::agreements::ProposedChange;
use shared::books::{BookEffect, BookFramework, BookPreview, NewBookPreview};
use shared::ids::{AgreementId, LeaseEventId};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::terms;

use super::events::with_event;
use super::facts::with_facts;
use super::{BookHolding, HeldEvent, Holdings, Selection, holdings, of_lease};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service as agreements;
use crate::http::day_within_reach;

/// A lease without and with what is tried, read and checked; to be calculated once the connection is given back.
pub struct Trial {
    holdings: Holdings,
    after: BookHolding,
    frameworks: Vec<BookFramework>,
    as_of: NaiveDate,
    period_months: u32,
}

pub async fn trial(tx: &CompanyTx, id: AgreementId, new: &NewBookPreview) -> ApiResult<Trial> {
    let holdings = holdings(tx, Selection::These(&[id]), None).await?;
    let before = holdings.only()?;
    let NewBookPreview { event, undo, accounting, change, frameworks, as_of, period_months } = new;
    let (after, day) = match (event, undo, accounting, change) {
        (Some(event), None, None, None) => {
            let tried = with_event(&holdings, before, event, LeaseEventId::fresh(tx.now())).map_err(inside_event)?;
            (tried, event.event.on)
        }
        (None, Some(undo), None, None) => {
            let day = before.recorded.iter().find(|one| one.id == *undo).map(|one| one.event.on);
            let left: Vec<HeldEvent> = before.recorded.iter().filter(|one| one.id != *undo).cloned().collect();
            let fault = FieldFault::new(FieldCode::InvalidId).found(&undo.to_string());
            let fault = fault.expected("an event of the agreement that is in force");
            let day = day.ok_or_else(|| ApiError::new(ErrorCode::ValidationFailed).at("/undo", fault))?;
            (before.clone().with_events(left), day)
        }
        (None, None, Some(accounting), None) => {
            (with_facts(&holdings, before, accounting.facts()).map_err(|error| error.below("/accounting"))?, tx.today())
        }
        (None, None, None, Some(change)) => {
            let entry = agreements::try_change(tx, id, change).await?;
            let original = terms::check(&entry.original).map_err(super::refused)?;
            (before.clone().with_terms(original, entry.changes), day_of(change, tx.today()))
        }
        _ => {
            let fault = FieldFault::new(FieldCode::InvalidValue);
            let fault = fault.expected("one of event, undo, accounting and change");
            return Err(ApiError::new(ErrorCode::ValidationFailed).at("", fault));
        }
    };
    let as_of = day_within_reach("/as_of", as_of.unwrap_or(day))?;
    let frameworks = if frameworks.is_empty() { holdings.in_use().collect() } else { frameworks.clone() };
    Ok(Trial { after, frameworks, as_of, period_months: *period_months, holdings })
}

/// The event stands in an event there.
fn inside_event(error: ApiError) -> ApiError {
    error.below("/event")
}

fn day_of(change: &ProposedChange, today: NaiveDate) -> NaiveDate {
    match change {
        ProposedChange::Correction(_) => today,
        ProposedChange::Amendment(amendment) => amendment.effective_on,
        ProposedChange::Ending(ending) => ending.effective_on,
    }
}

impl Trial {
    pub fn outcome(&self) -> ApiResult<BookPreview> {
        let Self { holdings, after, as_of, period_months, .. } = self;
        let before = holdings.only()?;
        let effect = |framework: &BookFramework| {
            let (without, with) = (holdings.lease(before, *framework), holdings.lease(after, *framework));
            let currency = with.currency;
            let without = of_lease(&without, *as_of, *period_months)?;
            Ok(BookEffect::between(*framework, currency, without, of_lease(&with, *as_of, *period_months)?))
        };
        let books = self.frameworks.iter().map(effect).collect::<ApiResult<Vec<_>>>()?;
        Ok(BookPreview { as_of: *as_of, books })
    }
}
