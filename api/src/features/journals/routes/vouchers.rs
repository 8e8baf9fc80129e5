//! The vouchers of a time.

use super::super::service::journal::Question;
use super::super::service::pages::{self, Asked};
use crate::error::ApiResult;
use crate::http::{CompanyScope, Cursor, PageLimit, Query};
use actix_web::{HttpResponse, get};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use shared::books::BookFramework;
use shared::ids::AgreementId;
use shared::journals::{Journal, JournalGrouping};
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
    let asked = Asked { question, by, new_only };
    let (written, known_at) = pages::written(&scope, asked).await?;
    let begin = after.map_or(0, |place| written.after(&place));
    let rest = written.vouchers.get(begin..).unwrap_or_default();
    let data: Vec<_> = rest.iter().take(limit.rows()).cloned().collect();
    let has_more = rest.len() > data.len();
    let next_cursor = match data.last() {
        Some(last) if has_more => Some(Cursor::write(LIST, (last.on, last.key.clone()))?),
        _ => None,
    };
    Ok(HttpResponse::Ok().json(Journal {
        framework,
        from,
        to,
        by,
        known_at,
        currency: written.currency,
        mapping_version: written.mapping_version,
        closed_through: written.closed_through,
        vouchers: u32::try_from(written.vouchers.len()).unwrap_or(u32::MAX),
        not_exported: written.not_exported,
        debit: written.sum(|account| account.debit),
        credit: written.sum(|account| account.credit),
        accounts: written.accounts.clone(),
        left_out: written.left_out.clone(),
        findings: written.findings.clone(),
        data,
        next_cursor,
        has_more,
    }))
}
