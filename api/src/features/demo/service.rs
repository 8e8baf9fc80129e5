//! Putting the demo portfolio into the register and taking it out.

use super::portfolio::{Chapter, Story, What, portfolio};
use super::rates::month_ends;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service as agreements;
use crate::features::agreements::service::{Action, Change, NewEnding, Stamp};
use crate::features::exchange_rates::service as exchange_rates;
use crate::features::parties::service as parties;
use crate::features::register::service as register;
use chrono::{DateTime, TimeDelta, Utc};
use shared::agreements::{DemoPortfolio, EventSource};
use shared::ids::AgreementId;
use shared::problem::ErrorCode;

/// The whole portfolio, or a refusal while one is there.
pub(super) async fn create(tx: &CompanyTx) -> ApiResult<DemoPortfolio> {
    let revision = register::change(tx).await?;
    if agreements::has_demo(tx).await? {
        return Err(ErrorCode::DemoExists.into());
    }
    let stories = portfolio(tx.today());
    let ids = enter(tx, &stories).await?;
    let mut open: Vec<(AgreementId, std::vec::IntoIter<Chapter>)> =
        ids.into_iter().zip(stories.into_iter().map(|story| story.chapters.into_iter())).collect();
    // One chapter of every agreement at a time: each round is a few statements, however many agreements. They are
    // recorded when they are, by whoever asked for them; only the days they hold from are the story's. Between rounds
    // lies a moment, so that the history can be walked through.
    let mut moment = tx.now();
    loop {
        let round: Vec<(AgreementId, Chapter)> =
            open.iter_mut().filter_map(|(id, chapters)| Some((*id, chapters.next()?))).collect();
        if round.is_empty() {
            break;
        }
        moment += TimeDelta::microseconds(1);
        tell(tx, round, moment).await?;
    }
    exchange_rates::create_demo(tx, revision, &month_ends(tx.today())).await?;
    Ok(DemoPortfolio { agreements: u32::try_from(open.len()).unwrap_or(u32::MAX) })
}

/// Gone for good, with everything that was changed in it since. Returns how many agreements there were.
pub(super) async fn delete(tx: &CompanyTx) -> ApiResult<DemoPortfolio> {
    let revision = register::change(tx).await?;
    let removed = agreements::remove_demo(tx).await?;
    parties::remove_demo(tx).await?;
    exchange_rates::delete_demo(tx, revision).await?;
    Ok(DemoPortfolio { agreements: u32::try_from(removed).unwrap_or(u32::MAX) })
}

fn stamp() -> Stamp {
    Stamp { source: EventSource::Demo {}, reason: None }
}

async fn enter(tx: &CompanyTx, stories: &[Story]) -> ApiResult<Vec<AgreementId>> {
    let changes = stories.iter().map(|story| Change::create(story.terms.clone(), None)).collect();
    let outcomes = agreements::record(tx, &stamp(), changes).await?;
    Ok(outcomes.into_iter().map(|outcome| outcome.id).collect())
}

async fn tell(tx: &CompanyTx, round: Vec<(AgreementId, Chapter)>, moment: DateTime<Utc>) -> ApiResult<()> {
    let ids: Vec<AgreementId> = round.iter().map(|(id, _)| *id).collect();
    let mut opened = agreements::look(tx, &ids).await?;
    let mut changes = Vec::with_capacity(round.len());
    for (id, chapter) in round {
        let target = opened.remove(&id).ok_or_else(ApiError::not_found)?;
        let reason = chapter.reason;
        let action = match chapter.what {
            What::Corrected(patch) => Action::Correct { patch },
            What::Amended(on, patch) => Action::Amend { on, patch },
            What::Ended(on, how, price) => Action::End(NewEnding { on, how, price }),
        };
        changes.push(Change::to(target, action).recorded_at(moment).because(reason));
    }
    agreements::record(tx, &stamp(), changes).await?;
    Ok(())
}
