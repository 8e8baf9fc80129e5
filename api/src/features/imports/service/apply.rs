//! The rows of an import become agreements, and are taken back, each in one transaction.

use super::super::reading::mapping::RememberedMapping;
use super::super::reading::terms::{ending_of_values, of_values};
use super::super::store::{self, FetchedRow, ReadyRow};
use super::decide::evaluate_again;
use super::evaluate::stamp;
use super::file::{off_the_way, open, turn};
use super::overlay::{self, Wish};
use super::show::{find, is_open, undo_until};
use super::work::{go_on, in_turn, log, tell_failure, tell_progress};
use crate::db::{CompanyAccess, CompanyTx};
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service::{self as agreements, Action, Change, NewEnding, RecordError, Source};
use crate::features::{parties, register};
use crate::http::{CompanyScope, IfMatch, Role};
use futures_util::future::join3;
use shared::ids::{AgreementId, ImportId, PartyId};
use shared::imports::{Import, ImportFailure, ImportField, ImportStatus};
use shared::problem::ErrorCode;
use std::collections::HashMap;

/// Bounds the memory of the work and is one step of the progress bar.
const ROWS_PER_STEP: i64 = 1_000;

pub async fn apply(scope: &CompanyScope, id: ImportId, if_match: IfMatch) -> ApiResult<Import> {
    let access = scope.work(Role::Editor)?;
    let import = scope.write(async |tx| begin_applying(tx, id, if_match).await).await?;
    let version = import.version;
    go_on(move || async move {
        let work = async |tx: &mut CompanyTx| Box::pin(record_rows(tx, &access, id, version)).await;
        let outcome = in_turn(&access, id, work).await;
        match outcome.map_err(Stopped::from) {
            Ok(()) | Err(Stopped::NotMine) => {}
            Err(Stopped::RegisterChanged) => {
                if let Err(failure) = look_again(&access, id).await {
                    log(id, "Looking again at", &failure);
                    tell_failure(&access, id, ImportStatus::Failed, ImportFailure::RegisterChanged).await;
                }
            }
            Err(Stopped::Other(failure)) => {
                log(id, "Applying", &failure);
                tell_failure(&access, id, ImportStatus::Failed, ImportFailure::Internal).await;
            }
        }
    });
    Ok(import)
}

async fn begin_applying(tx: &CompanyTx, id: ImportId, if_match: IfMatch) -> ApiResult<Import> {
    let record = store::find_for_change(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(record.version)?;
    if !is_open(&record) {
        return Err(ErrorCode::ImportNotDraft.into());
    }
    if record.counts.faulty > 0 {
        return Err(ErrorCode::ImportHasFaults.into());
    }
    let total = record.counts.create + record.counts.update;
    if total == 0 {
        return Err(ErrorCode::NothingChanged.into());
    }
    store::set_working(tx, id, ImportStatus::Applying, total).await?;
    find(tx, id).await
}

/// Why the work ended early.
enum Stopped {
    /// Something that the preview did not know of.
    RegisterChanged,
    /// It was taken for cut off, and somebody has begun it anew.
    NotMine,
    Other(ApiError),
}

impl From<ApiError> for Stopped {
    fn from(error: ApiError) -> Self {
        match error.code() {
            ErrorCode::PreconditionFailed => Self::RegisterChanged,
            ErrorCode::ImportNotDraft => Self::NotMine,
            _ => Self::Other(error),
        }
    }
}

/// What stands in the way now did not when the person looked.
fn changed_since_preview(error: RecordError) -> ApiError {
    match error {
        RecordError::Other(error) => error,
        RecordError::Refused(refused) => {
            ApiError::new(ErrorCode::PreconditionFailed).because(anyhow::anyhow!("refused: {refused:?}"))
        }
    }
}

/// Takes the register's turn, which nobody else has then, and makes sure that the work is still to be done.
async fn begin_work(tx: &CompanyTx, id: ImportId, version: i32) -> ApiResult<()> {
    register::service::change(tx).await?;
    let record = store::find(tx, id).await?.filter(|record| record.version == version);
    record.map(|_| ()).ok_or_else(|| ErrorCode::ImportNotDraft.into())
}

async fn record_rows(tx: &CompanyTx, access: &CompanyAccess, id: ImportId, version: i32) -> ApiResult<()> {
    begin_work(tx, id, version).await?;
    let (mut after, mut done) = (0, 0);
    let mut prepared = agreements::Prepared::default();
    loop {
        let rows = store::ready_rows(tx, id, after, ROWS_PER_STEP).await?;
        let (count, last) = (rows.len(), rows.last().map(FetchedRow::sheet_row));
        // While PostgreSQL writes one step, the next is prepared. The progress goes over another connection.
        let write = async { agreements::write(tx, prepared).await.map_err(ApiError::from) };
        let (written, next, ()) = join3(write, prepare(tx, id, rows), tell_progress(access, id, done)).await;
        written?;
        prepared = next?;
        let Some(last) = last else { break };
        after = last;
        done += u32::try_from(count).unwrap_or(0);
    }
    let record = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    remember(tx, record.lesson).await?;
    store::settle(tx, id, ImportStatus::Applied, None).await
}

/// Updates are recorded at once; they are other agreements than the creations.
async fn prepare(tx: &CompanyTx, id: ImportId, rows: Vec<FetchedRow>) -> ApiResult<agreements::Prepared> {
    let (creations, updates) = off_the_way(move || read(rows)).await??;
    update(tx, id, updates).await?;
    agreements::prepare(tx, &stamp(id), creations).await.map_err(changed_since_preview)
}

fn read(rows: Vec<FetchedRow>) -> ApiResult<(Vec<Change>, Vec<ReadyRow>)> {
    let (mut creations, mut updates) = (Vec::new(), Vec::new());
    for row in rows {
        let row = row.read()?;
        if row.is_creation() { creations.push(creation(row)?) } else { updates.push(row) }
    }
    Ok((creations, updates))
}

fn creation(row: ReadyRow) -> ApiResult<Change> {
    let not_whole = || ApiError::internal(anyhow::anyhow!("a row that was whole is not any more"));
    let agreement = row.to_make().ok_or_else(not_whole)?;
    let reading = row.into_reading();
    let terms = of_values(&reading.values, &reading.custom).ok_or_else(not_whole)?;
    let ending = ending_of_values(&reading.values).map(|(on, how)| NewEnding { on, how, price: None });
    Ok(Change::create(terms, ending).with_id(agreement))
}

async fn update(tx: &CompanyTx, id: ImportId, rows: Vec<ReadyRow>) -> ApiResult<()> {
    let ids: Vec<AgreementId> = rows.iter().filter_map(ReadyRow::agreement).map(|(id, _)| id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let opened = agreements::look(tx, &ids).await?;
    let directory = directory(tx, &rows, &opened).await?;
    let mut corrections = Vec::new();
    let mut endings: HashMap<AgreementId, NewEnding> = HashMap::new();
    for row in &rows {
        let target = row.agreement().and_then(|(id, version)| Some((opened.get(&id)?, version)));
        let Some((target, _)) = target.filter(|(target, version)| target.state.version == *version) else {
            return Err(ErrorCode::PreconditionFailed.into());
        };
        let Wish { patch, ending, .. } = overlay::wish(&target.state, row.reading(), tx.today(), &directory)?;
        if !patch.0.is_empty() {
            corrections.push(Change::to(target.clone(), Action::Correct { patch }));
        }
        endings.extend(ending.map(|ending| (target.id, ending)));
    }
    agreements::record(tx, &stamp(id), corrections).await.map_err(changed_since_preview)?;
    let ended: Vec<AgreementId> = endings.keys().copied().collect();
    let opened = agreements::look(tx, &ended).await?;
    let endings = opened
        .into_iter()
        .filter_map(|(id, target)| Some(Change::to(target, Action::End(*endings.get(&id)?))))
        .collect();
    agreements::record(tx, &stamp(id), endings).await.map_err(changed_since_preview)?;
    Ok(())
}

async fn directory(
    tx: &CompanyTx,
    rows: &[ReadyRow],
    opened: &HashMap<AgreementId, agreements::Opened>,
) -> ApiResult<parties::service::Directory> {
    let named = |row: &'_ ReadyRow, field| row.reading().values.get(&field).cloned();
    let names: Vec<String> = rows
        .iter()
        .flat_map(|row| [named(row, ImportField::Lessor), named(row, ImportField::Supplier)])
        .flatten()
        .collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut ids: Vec<PartyId> = Vec::new();
    for target in opened.values() {
        let terms = target.state.terms_on(tx.today())?;
        ids.extend(terms.lessor_id.iter().chain(&terms.supplier_id));
    }
    Ok(parties::service::look_up(tx, &ids, &names).await?)
}

/// The next file with such headers is matched as this one was.
async fn remember(tx: &CompanyTx, lesson: RememberedMapping) -> ApiResult<()> {
    let RememberedMapping { fields, custom, rules, defaults, unread } = lesson;
    let mut remembered = store::remembered(tx).await?.unwrap_or_default();
    for header in fields.keys().chain(custom.keys()) {
        remembered.fields.remove(header);
        remembered.custom.remove(header);
        remembered.unread.remove(header);
    }
    remembered.fields.extend(fields);
    remembered.custom.extend(custom);
    remembered.rules.extend(rules);
    remembered.defaults = defaults;
    remembered.unread.extend(unread);
    store::remember(tx, &remembered).await
}

/// Holds what the person sees against the register as it is now, and says that it had changed.
async fn look_again(access: &CompanyAccess, id: ImportId) -> ApiResult<()> {
    let turn = turn().await?;
    let (record, content, decisions) = access
        .read(async |tx| {
            let record = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
            let content = store::content(tx, id).await?;
            Ok::<_, ApiError>((record, content, store::decisions(tx, id).await?))
        })
        .await?;
    let file = open(turn, content.into(), record.format == "pasted", &record.choices).await?;
    access
        .write(async |tx| {
            evaluate_again(tx, id, &file, &record.choices, &decisions).await?;
            store::settle(tx, id, ImportStatus::Failed, Some(ImportFailure::RegisterChanged)).await
        })
        .await
}

pub async fn undo(scope: &CompanyScope, id: ImportId, if_match: IfMatch) -> ApiResult<Import> {
    let access = scope.work(Role::Editor)?;
    let import = scope.write(async |tx| begin_undoing(tx, id, if_match).await).await?;
    let version = import.version;
    go_on(move || async move {
        let outcome = in_turn(&access, id, async |tx| take_back(tx, &access, id, version).await).await;
        match outcome.map_err(Stopped::from) {
            Ok(()) | Err(Stopped::NotMine) => {}
            Err(Stopped::RegisterChanged) => {
                tell_failure(&access, id, ImportStatus::Applied, ImportFailure::CannotBeUndone).await;
            }
            Err(Stopped::Other(failure)) => {
                log(id, "Undoing", &failure);
                tell_failure(&access, id, ImportStatus::Applied, ImportFailure::Internal).await;
            }
        }
    });
    Ok(import)
}

async fn take_back(tx: &CompanyTx, access: &CompanyAccess, id: ImportId, version: i32) -> ApiResult<()> {
    begin_work(tx, id, version).await?;
    let tell = async |done: usize| tell_progress(access, id, u32::try_from(done).unwrap_or(u32::MAX)).await;
    agreements::undo_source_in_steps(tx, Source::Import(id), tell).await.map_err(changed_since_preview)?;
    parties::service::withdraw_unused(tx, id).await?;
    store::settle(tx, id, ImportStatus::Undone, None).await
}

async fn begin_undoing(tx: &CompanyTx, id: ImportId, if_match: IfMatch) -> ApiResult<Import> {
    let record = store::find_for_change(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(record.version)?;
    match record.status {
        ImportStatus::Applied => {}
        ImportStatus::Undone | ImportStatus::Undoing => return Err(ErrorCode::AlreadyUndone.into()),
        ImportStatus::Draft | ImportStatus::Applying | ImportStatus::Failed => {
            return Err(ErrorCode::ImportNotApplied.into());
        }
    }
    if undo_until(&record).is_some_and(|until| until < tx.now()) {
        return Err(ErrorCode::UndoTimeOver.into());
    }
    store::set_working(tx, id, ImportStatus::Undoing, record.counts.create + record.counts.update).await?;
    find(tx, id).await
}
