//! Files for the ledger, and what they took along.

use super::super::file;
use super::super::part::Part;
use super::super::store::exports as store;
use super::journal::{self, Question};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::calculating;
use crate::features::register::service as register;
use crate::http::plain_line;
use sha2::{Digest as _, Sha256};
use shared::ids::JournalExportId;
use shared::journals::{JournalExport, NewJournalExport, NewJournalWithdrawal};
use shared::money::Amount;
use shared::problem::ErrorCode;

/// What a file may weigh.
const BYTES_MAX: usize = 64 << 20;

pub struct File {
    pub name: String,
    pub content_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Made in one go.
struct Made {
    file: Vec<u8>,
    file_name: String,
    vouchers: usize,
    debit: i64,
    already: usize,
    parts: Vec<Part>,
    left_out: usize,
}

pub async fn create(tx: &CompanyTx, new: &NewJournalExport) -> ApiResult<JournalExport> {
    let NewJournalExport { framework, from, to, by, format, encoding, new_only } = *new;
    let question = Question { framework, from, to, known_at: None, agreement: None }.checked("/from", "/to")?;
    // The register is not held while the file is made: if it has changed by then, all is done again.
    let revision = register::revision(tx).await?;
    let mut material = journal::gather(tx, question).await?;
    let (currency, mapping_version) = (material.company.base_currency, material.mapping_version);
    let today = tx.today();
    let make = move || {
        let told = material.tell()?;
        let writer = material.writer();
        let due = journal::due(&told.judged);
        let chosen = if new_only { due.clone() } else { journal::as_now(&told.judged) };
        if chosen.is_empty() {
            return Err(ErrorCode::NothingToExport.into());
        }
        let vouchers = writer.vouchers(&chosen, by)?;
        let totals = journal::totals(&vouchers, &material.accounts);
        let head = material.head(journal::names(&totals), today, encoding);
        let file = file::write(format, &head, &vouchers)?;
        if file.len() > BYTES_MAX {
            return Err(ErrorCode::BodyTooLarge.into());
        }
        let already = told.judged.iter().filter(|one| one.exported().is_some()).count();
        Ok(Made {
            file,
            file_name: file::name(format, &head),
            vouchers: vouchers.len(),
            debit: totals.iter().map(|total| total.debit.minor()).sum(),
            already: if new_only { already } else { 0 },
            // What the ledger has already is not counted again, whatever the file says.
            parts: due.into_iter().map(|(part, _)| part).collect(),
            left_out: told.left_out.len(),
        })
    };
    let made = calculating(make).await?;
    if register::change(tx).await? != revision + 1 {
        return Err(ErrorCode::RegisterBusy.into());
    }
    let id = JournalExportId::fresh(tx.now());
    let sha256: [u8; 32] = Sha256::digest(&made.file).into();
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let row = store::New {
        id,
        new,
        currency,
        mapping_version,
        vouchers: count(made.vouchers),
        already_exported: count(made.already),
        left_out: count(made.left_out),
        debit: Amount::from_minor(made.debit).map_or(0, Amount::minor),
        file_name: &made.file_name,
        file: &made.file,
        sha256: &sha256,
    };
    store::insert(tx, &row, &made.parts).await?;
    find(tx, id).await
}

pub async fn find(tx: &CompanyTx, id: JournalExportId) -> ApiResult<JournalExport> {
    store::find(tx, id).await?.ok_or_else(ApiError::not_found)
}

/// As it was sent the first time, to the byte.
pub async fn download(tx: &CompanyTx, id: JournalExportId) -> ApiResult<File> {
    let export = find(tx, id).await?;
    let bytes = store::file(tx, id).await?.ok_or_else(ApiError::not_found)?;
    let content_type = file::content_type(export.format, export.encoding);
    Ok(File { name: export.file_name, content_type, bytes })
}

pub async fn withdraw(tx: &CompanyTx, id: JournalExportId, new: &NewJournalWithdrawal) -> ApiResult<JournalExport> {
    register::change(tx).await?;
    let reason = plain_line("/reason", &new.reason)?;
    if find(tx, id).await?.withdrawn.is_some() {
        return Err(ErrorCode::AlreadyUndone.into());
    }
    store::withdraw(tx, id, &reason).await?;
    find(tx, id).await
}
