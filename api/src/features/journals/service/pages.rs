//! Journals that are read page by page, computed once. A process remembers them under the company and the revision of its
//! register: a revision never comes back, so what was computed at it stays right. Mapping, closings and exports raise it
//! as agreements do; only the company's language does not, and is part of the key.

use super::journal::{self, Question};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::calculating;
use crate::features::companies::service as companies;
use crate::features::register::service as register;
use crate::http::CompanyScope;
use crate::memory::{Memory, bounded};
use chrono::{DateTime, NaiveDate, Utc};
use quick_cache::Weighter;
use shared::companies::{Language, Role};
use shared::ids::CompanyId;
use shared::journals::{JournalAccount, JournalFinding, JournalGrouping, JournalLeftOut, JournalLine, JournalVoucher};
use shared::money::{Amount, Currency};
use std::sync::{Arc, LazyLock};

/// What determines a journal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Asked {
    pub question: Question,
    pub by: JournalGrouping,
    /// Only what no export has.
    pub new_only: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Key {
    company: CompanyId,
    language: Language,
    revision: i64,
    asked: Asked,
}

/// The whole of it.
pub struct Written {
    pub currency: Currency,
    pub mapping_version: i32,
    pub closed_through: Option<NaiveDate>,
    pub not_exported: u32,
    pub accounts: Vec<JournalAccount>,
    pub left_out: Vec<JournalLeftOut>,
    pub findings: Vec<JournalFinding>,
    pub vouchers: Vec<JournalVoucher>,
}

#[derive(Clone)]
struct ByBytes;

impl Weighter<Key, Arc<Written>> for ByBytes {
    fn weight(&self, key: &Key, written: &Arc<Written>) -> u64 {
        (size_of_val(key) + written.bytes()) as u64
    }
}

/// A year of some thousand agreements.
const BYTES: u64 = 64 << 20;

static JOURNALS: LazyLock<Memory<Key, Arc<Written>, ByBytes>> = LazyLock::new(|| bounded(100, BYTES, ByBytes));

/// With the moment it is known at. What is larger than there is room for is computed for each page.
pub async fn written(scope: &CompanyScope, asked: Asked) -> ApiResult<(Arc<Written>, DateTime<Utc>)> {
    let look = async |tx: &CompanyTx| {
        let revision = register::revision(tx).await?;
        let company = companies::find(tx, Role::Reader).await?;
        Ok::<_, ApiError>((revision, company.language, tx.now()))
    };
    let (revision, language, now) = scope.read(look).await?;
    let known_at = asked.question.known_at.unwrap_or(now);
    let key = Key { company: scope.company_id(), language, revision, asked };
    let written = JOURNALS.get_or_insert_async(&key, write(scope, key.asked.clone())).await?;
    Ok((written, known_at))
}

async fn write(scope: &CompanyScope, asked: Asked) -> ApiResult<Arc<Written>> {
    let Asked { question, by, new_only } = asked;
    let mut material = scope.read_snapshot(async |tx| journal::gather(tx, question).await).await?;
    calculating(move || {
        let told = material.tell()?;
        let writer = material.writer();
        let due = journal::due(&told.judged);
        let not_exported = u32::try_from(due.len()).unwrap_or(u32::MAX);
        let chosen = if new_only { due } else { journal::as_now(&told.judged) };
        let vouchers = writer.vouchers(&chosen, by)?;
        Ok(Arc::new(Written {
            currency: material.company.base_currency,
            mapping_version: material.mapping_version,
            closed_through: material.closed_through,
            not_exported,
            accounts: journal::totals(&vouchers, &material.accounts),
            left_out: told.left_out,
            findings: told.findings,
            vouchers,
        }))
    })
    .await
}

impl Written {
    pub fn sum(&self, of: fn(&JournalAccount) -> Amount) -> Amount {
        let minor = self.accounts.iter().map(|account| of(account).minor()).sum();
        Amount::from_minor(minor).unwrap_or(Amount::ZERO)
    }

    /// Where the vouchers after one are.
    pub fn after(&self, (on, key): &(NaiveDate, String)) -> usize {
        let seen = self.vouchers.iter().position(|voucher| voucher.key == *key);
        seen.map_or_else(|| self.vouchers.partition_point(|voucher| voucher.on <= *on), |at| at + 1)
    }

    /// Roughly what it takes in memory.
    fn bytes(&self) -> usize {
        let text = |text: &Option<String>| text.as_ref().map_or(0, String::len);
        let line = |line: &JournalLine| {
            size_of::<JournalLine>() + line.account.len() + text(&line.cost_center) + text(&line.project)
        };
        let voucher = |voucher: &JournalVoucher| {
            let agreement = voucher.agreement.as_ref();
            size_of::<JournalVoucher>()
                + voucher.key.len()
                + voucher.text.len()
                + agreement.map_or(0, |agreement| agreement.number.len() + agreement.title.len())
                + voucher.lines.iter().map(line).sum::<usize>()
        };
        size_of::<Self>()
            + self.vouchers.iter().map(voucher).sum::<usize>()
            + self.left_out.len() * size_of::<JournalLeftOut>()
            + self.findings.len() * size_of::<JournalFinding>()
    }
}
