//! One change to one agreement, as a person makes it.

use shared::agreements::{Agreement, EventSource, NewAgreement, NewAmendment, NewCorrection};
use shared::ids::{AgreementId, EventId};

use super::plan::{Action, NewEnding};
use super::read::find;
use super::record::{Change, Stamp, open, record_one};
use super::refusal::{RecordError, Refusal};
use crate::db::CompanyTx;
use crate::features::register::service as register;
use crate::http::IfMatch;

fn by_hand(reason: Option<&String>) -> Stamp {
    Stamp { source: EventSource::App {}, reason: reason.cloned() }
}

pub async fn create(tx: &CompanyTx, new: &NewAgreement) -> Result<Agreement, RecordError> {
    register::change(tx).await?;
    let change = Change::create(new.terms.clone(), None);
    let made = record_one(tx, &by_hand(new.reason.as_ref()), change).await?;
    Ok(find(tx, made.id, tx.today(), None).await?)
}

async fn change(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    action: Action,
    reason: Option<&String>,
) -> Result<Agreement, RecordError> {
    let target = open(tx, &[id]).await?.remove(&id).ok_or(Refusal::NotFound)?;
    if_match.check(target.state.version)?;
    record_one(tx, &by_hand(reason), Change::to(target, action)).await?;
    Ok(find(tx, id, tx.today(), None).await?)
}

pub async fn correct(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    new: &NewCorrection,
) -> Result<Agreement, RecordError> {
    change(tx, id, if_match, Action::Correct { patch: new.patch.clone() }, new.reason.as_ref()).await
}

pub async fn amend(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    new: &NewAmendment,
) -> Result<Agreement, RecordError> {
    let action = Action::Amend { on: new.effective_on, patch: new.patch.clone() };
    change(tx, id, if_match, action, new.reason.as_ref()).await
}

pub async fn end(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    new: &shared::agreements::NewEnding,
) -> Result<Agreement, RecordError> {
    let ending = NewEnding { on: new.effective_on, how: new.how, price: new.price };
    change(tx, id, if_match, Action::End(ending), new.reason.as_ref()).await
}

pub async fn delete(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    reason: Option<&String>,
) -> Result<Agreement, RecordError> {
    change(tx, id, if_match, Action::Delete, reason).await
}

pub async fn restore(
    tx: &CompanyTx,
    id: AgreementId,
    if_match: IfMatch,
    reason: Option<&String>,
) -> Result<Agreement, RecordError> {
    change(tx, id, if_match, Action::Restore, reason).await
}

pub async fn undo(
    tx: &CompanyTx,
    id: AgreementId,
    event_id: EventId,
    if_match: IfMatch,
    reason: Option<&String>,
) -> Result<Agreement, RecordError> {
    change(tx, id, if_match, Action::Undo { event_ids: vec![event_id] }, reason).await
}
