//! A person's decisions about a file: another mapping, mended cells, rows left out. Each leads to a new evaluation.

use super::super::store::{self, Choices, Decisions, ImportRecord};
use super::evaluate::{Evaluation, evaluate};
use super::file::{OpenFile, format_words, open, turn};
use super::matching::{self, match_columns};
use super::mends;
use super::show::{find, is_open};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::companies;
use crate::http::{CompanyScope, IfMatch, Role};
use bytes::Bytes;
use shared::ids::ImportId;
use shared::imports::{Import, ImportMapping, Mends};
use shared::problem::ErrorCode;
use std::sync::Arc;

/// What a decision starts from.
struct Before {
    record: ImportRecord,
    content: Bytes,
    decisions: Decisions,
}

async fn before(tx: &CompanyTx, id: ImportId, if_match: IfMatch) -> ApiResult<Before> {
    let record = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if_match.check(record.version)?;
    if !is_open(&record) {
        return Err(ErrorCode::ImportNotDraft.into());
    }
    let content = store::content(tx, id).await?.into();
    let decisions = store::decisions(tx, id).await?;
    Ok(Before { record, content, decisions })
}

pub async fn change_mapping(
    scope: &CompanyScope,
    id: ImportId,
    if_match: IfMatch,
    input: &ImportMapping,
) -> ApiResult<Import> {
    scope.require(Role::Editor)?;
    let turn = turn().await?;
    let Before { record, content, decisions } = scope.read(async |tx| before(tx, id, if_match).await).await?;
    let choices = matching::chosen(&record, input)?;
    let file = open(turn, content, record.format == "pasted", &choices).await?;
    matching::check_indexes(input, &file.sheet)?;
    let decisions = if is_other_table(&record, &file) { Decisions::default() } else { decisions };
    scope.write(async |tx| decided(tx, &record, &file, &choices, &decisions).await).await
}

/// A row number may name another row there, so that a mended cell or a row left out says nothing about it.
fn is_other_table(record: &ImportRecord, file: &OpenFile) -> bool {
    let (_, _, delimiter) = format_words(file.format);
    record.sheet.as_ref().is_some_and(|sheet| *sheet != file.sheet.name) || record.delimiter.as_deref() != delimiter
}

pub async fn mend(scope: &CompanyScope, id: ImportId, if_match: IfMatch, input: &Mends) -> ApiResult<Import> {
    scope.require(Role::Editor)?;
    let turn = turn().await?;
    let (before, rows) = scope
        .read_snapshot(async |tx| {
            let before = before(tx, id, if_match).await?;
            let rows = store::all_rows(tx, id).await?;
            Ok::<_, ApiError>((before, rows))
        })
        .await?;
    let Before { record, content, decisions } = before;
    let decisions = mends::apply(decisions, input, &rows)?;
    drop(rows);
    let file = open(turn, content, record.format == "pasted", &record.choices).await?;
    scope.write(async |tx| decided(tx, &record, &file, &record.choices, &decisions).await).await
}

/// Keeps the decision and what it leads to, unless somebody else has decided since.
async fn decided(
    tx: &CompanyTx,
    record: &ImportRecord,
    file: &OpenFile,
    choices: &Choices,
    decisions: &Decisions,
) -> ApiResult<Import> {
    let id = record.id;
    let now = store::find_for_change(tx, id).await?.ok_or_else(ApiError::not_found)?;
    if now.version != record.version {
        return Err(ErrorCode::PreconditionFailed.into());
    }
    store::replace_decisions(tx, id, decisions).await?;
    evaluate_again(tx, id, file, choices, decisions).await?;
    find(tx, id).await
}

/// Holds the file against the register as it is now.
pub(super) async fn evaluate_again(
    tx: &CompanyTx,
    id: ImportId,
    file: &OpenFile,
    choices: &Choices,
    decisions: &Decisions,
) -> ApiResult<()> {
    let remembered = store::remembered(tx).await?;
    let base = companies::service::base_currency(tx).await?;
    let matching = match_columns(file, choices, remembered.as_ref(), base);
    let sheet = included(file, decisions);
    let Evaluation { rows, totals } = evaluate(tx, id, sheet, &matching.mapping, decisions).await?;
    store::replace_rows(tx, id, rows).await?;
    store::update(tx, id, choices, &matching.matched, &totals).await
}

/// The sheet with the rows that a person has taken in.
pub(super) fn included(file: &OpenFile, decisions: &Decisions) -> Arc<super::super::reading::sheet::Sheet> {
    let mut sheet = Arc::clone(&file.sheet);
    let taken_in =
        decisions.included.iter().filter(|row| file.sheet.skipped.iter().any(|skipped| skipped.row.number == **row));
    for row in taken_in {
        Arc::make_mut(&mut sheet).include(*row);
    }
    sheet
}
