//! The vouchers of a time.

use super::super::service::journal::{self, Question};
use crate::error::ApiResult;
use crate::features::books::service::calculating;
use crate::http::{CompanyScope, Cursor, PageLimit, Query};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use shared::books::BookFramework;
use shared::ids::AgreementId;
use shared::journals::{Journal, JournalGrouping};
use shared::money::Amount;
use utoipa::IntoParams;

const LIST: &str = "journal";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct JournalParams {
    /// Of which book.
    framework: BookFramework,
    /// First day of a month.
    from: NaiveDate,
    /// Last day of a month, at most 36 months after.
    to: NaiveDate,
    /// What a voucher is of.
    #[serde(default)]
    #[param(inline)]
    by: JournalGrouping,
    /// As the register knew it at this moment.
    known_at: Option<DateTime<Utc>>,
    /// Only what no export has; of what has changed since, the difference.
    #[serde(default)]
    new_only: bool,
    /// Only of this agreement.
    agreement_id: Option<AgreementId>,
    cursor: Option<String>,
    #[serde(default)]
    #[param(value_type = u16, minimum = 1, maximum = 1000, default = 50)]
    limit: PageLimit<1000>,
}

/// Find the journal of a time
///
/// The vouchers of a book in whole months, each with its key, on the company's accounts with cost centre and project;
/// what each account moves by; what is left out and why. Closed months are as they were closed, and what has been learned
/// since is a correction after them.
#[utoipa::path(tag = "journals", params(JournalParams), responses((status = 200, body = Journal)))]
#[get("/companies/{company_id}/journals")]
pub async fn find_journal(scope: CompanyScope, params: Query<JournalParams>) -> ApiResult<HttpResponse> {
    let JournalParams { framework, from, to, by, known_at, new_only, agreement_id, cursor, limit } = params.0;
    let after = cursor.map(|cursor| Cursor::<(NaiveDate, String)>::read(LIST, &cursor)).transpose()?;
    let question = Question { framework, from, to, known_at, agreement: agreement_id }.checked("?from", "?to")?;
    let mut material = scope.read_snapshot(async |tx| journal::gather(tx, question).await).await?;
    let answer = calculating(move || {
        let told = material.tell()?;
        let writer = material.writer();
        let due = journal::due(&told.judged);
        let not_exported = due.len();
        let chosen = if new_only { due } else { journal::as_now(&told.judged) };
        let vouchers = writer.vouchers(&chosen, by)?;
        let accounts = journal::totals(&vouchers, &material.accounts);
        let sum = |of: fn(&shared::journals::JournalAccount) -> Amount| {
            let minor = accounts.iter().map(|account| of(account).minor()).sum();
            Amount::from_minor(minor).unwrap_or(Amount::ZERO)
        };
        let count = u32::try_from(vouchers.len()).unwrap_or(u32::MAX);
        let begin = after.map_or(0, |(on, key)| {
            let seen = vouchers.iter().position(|voucher| voucher.key == key);
            seen.map_or_else(|| vouchers.partition_point(|voucher| voucher.on <= on), |at| at + 1)
        });
        let mut data: Vec<_> = vouchers.into_iter().skip(begin).take(limit.rows() + 1).collect();
        let has_more = data.len() > limit.rows();
        data.truncate(limit.rows());
        let next_cursor = match data.last() {
            Some(last) if has_more => Some(Cursor::write(LIST, (last.on, last.key.clone()))?),
            _ => None,
        };
        Ok(Journal {
            framework,
            from,
            to,
            by,
            known_at: material.known_at,
            currency: material.company.base_currency,
            mapping_version: material.mapping_version,
            closed_through: material.closed_through,
            vouchers: count,
            not_exported: u32::try_from(not_exported).unwrap_or(u32::MAX),
            debit: sum(|account| account.debit),
            credit: sum(|account| account.credit),
            accounts,
            left_out: told.left_out,
            findings: told.findings,
            data,
            next_cursor,
            has_more,
        })
    })
    .await?;
    Ok(HttpResponse::Ok().json(answer))
}
