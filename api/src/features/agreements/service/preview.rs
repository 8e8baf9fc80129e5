//! What terms or a change would give, without recording anything.

use chrono::NaiveDate;
use shared::agreements::{
    AgreementTerms, ChangePreview, EventSource, NewAmendment, NewChangePreview, NewCorrection, ProposedChange,
};
use shared::calculation::Calculation;
use shared::debt::Preview;
use shared::ids::AgreementId;
use shared::terms::check;

use super::super::history::State;
use super::PortfolioEntry;
use super::plan::{Action, NewEnding, calculation};
use super::read::{NotCalculable, shown_differences};
use super::record::{Change, Stamp, look, rehearse};
use super::refusal::{RecordError, Refusal};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};

pub fn preview_terms(terms: &AgreementTerms, as_of: NaiveDate) -> Result<Preview, RecordError> {
    let invalid = |faults| Refusal::Invalid { at: "/terms", faults };
    let checked = check(terms).map_err(invalid)?;
    let calculation = Calculation::new(&checked, &[]).map_err(invalid)?;
    Ok(preview(&calculation, as_of))
}

/// The figures and the plan before and after a change to an agreement.
pub async fn preview_change(
    tx: &CompanyTx,
    id: AgreementId,
    new: &NewChangePreview,
) -> Result<ChangePreview, RecordError> {
    let target = look(tx, &[id]).await?.remove(&id).ok_or(Refusal::NotFound)?;
    let stamp = Stamp { source: EventSource::App {}, reason: None };
    let outcomes = rehearse(tx, &stamp, vec![Change::to(target, action(&new.change))]).await?;
    let differences = shown_differences(tx, &outcomes).await?.pop().unwrap_or_default();
    let outcome = outcomes.into_iter().next().ok_or(Refusal::NotFound)?;
    let as_of = new.as_of.unwrap_or_else(|| tx.today());
    let before = outcome.before.as_ref().ok_or(Refusal::NotFound)?;
    Ok(ChangePreview {
        before: preview(&calculated(before)?, as_of),
        after: preview(&calculated(&outcome.after)?, as_of),
        differences,
    })
}

/// The agreement as it would be with a change.
pub async fn try_change(
    tx: &CompanyTx,
    id: AgreementId,
    change: &ProposedChange,
) -> Result<PortfolioEntry, RecordError> {
    let target = look(tx, &[id]).await?.remove(&id).ok_or(Refusal::NotFound)?;
    let stamp = Stamp { source: EventSource::App {}, reason: None };
    let outcomes = rehearse(tx, &stamp, vec![Change::to(target, action(change))]).await?;
    let outcome = outcomes.into_iter().next().ok_or(Refusal::NotFound)?;
    let State { original, changes, .. } = outcome.after;
    Ok(PortfolioEntry { id, demo: false, original, changes })
}

fn action(change: &ProposedChange) -> Action {
    match change {
        ProposedChange::Correction(NewCorrection { patch, .. }) => Action::Correct { patch: patch.clone() },
        ProposedChange::Amendment(NewAmendment { effective_on, patch, .. }) => {
            Action::Amend { on: *effective_on, patch: patch.clone() }
        }
        ProposedChange::Ending(ending) => {
            Action::End(NewEnding { on: ending.effective_on, how: ending.how, price: ending.price })
        }
    }
}

fn calculated(state: &State) -> ApiResult<Calculation> {
    calculation(state).map_err(|faults| ApiError::internal(NotCalculable(faults)))
}

fn preview(calculation: &Calculation, as_of: NaiveDate) -> Preview {
    Preview {
        figures: calculation.figures(as_of),
        schedule: calculation.schedule(as_of),
        warnings: calculation.warnings(),
    }
}
