//! Closing time, and opening it again.

use super::super::part::{Part, month_end};
use super::super::store::closings::{self as store, Wanted};
use super::super::voucher::content;
use super::journal::{self, Material, Question, Told};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::calculating;
use crate::features::register::service as register;
use crate::http::{day_within_reach, plain_line};
use chrono::{DateTime, NaiveDate, Utc};
use shared::books::BookFramework;
use shared::ids::ClosingId;
use shared::journals::{
    Closing, ClosingCheck, ClosingCheckCode, ClosingChecklist, ClosingExample, JournalAgreement, JournalLeftOut,
    JournalOmission, NewClosing, ReopeningReason,
};
use shared::money::Amount;
use shared::problem::{ErrorCode, FieldCode, FieldFault};

const EXAMPLES_MAX: usize = 20;

/// The checklist, and the hash of what would be closed.
struct Looked {
    list: ClosingChecklist,
    sha256: [u8; 32],
}

pub async fn checklist(tx: &CompanyTx, framework: BookFramework, through: NaiveDate) -> ApiResult<ClosingChecklist> {
    Ok(look(tx, framework, through, "?through").await?.list)
}

pub async fn create(tx: &CompanyTx, new: &NewClosing) -> ApiResult<Closing> {
    let note = new.note.as_deref().map(|note| plain_line("/note", note)).transpose()?;
    let revision = register::revision(tx).await?;
    let Looked { list, sha256 } = look(tx, new.framework, new.through, "/through").await?;
    let stands = |check: &&ClosingCheck| check.found > 0 && (check.blocks || !new.accepted.contains(&check.code));
    let open: Vec<&ClosingCheck> = list.checks.iter().filter(stands).collect();
    if !open.is_empty() {
        let blocked = ApiError::new(ErrorCode::ClosingBlocked);
        return Err(open.into_iter().fold(blocked, |error, check| {
            let code = serde_json::to_value(check.code).unwrap_or_default();
            let fault = FieldFault::new(FieldCode::InvalidValue).found(code.as_str().unwrap_or_default());
            let expected = if check.blocks { "nothing found" } else { "nothing found, or accepted here" };
            error.at("/accepted", fault.expected(expected))
        }));
    }
    // What was looked at must be what is closed: if the register has changed by now, all is done again.
    if register::change(tx).await? != revision + 1 {
        return Err(ErrorCode::RegisterBusy.into());
    }
    let id = ClosingId::fresh(tx.now());
    let checks = serde_json::to_value(&list.checks).map_err(ApiError::internal)?;
    let row = store::New {
        id,
        framework: new.framework,
        from: list.closed_through.and_then(|day| day.succ_opt()),
        through: new.through,
        note: note.as_deref(),
        vouchers: i32::try_from(list.vouchers).unwrap_or(i32::MAX),
        debit: list.debit.minor(),
        sha256: &sha256,
        checks: &checks,
    };
    store::insert(tx, &row).await?;
    find(tx, id).await
}

/// A closing that has a day.
pub struct ClosedDay {
    pub through: NaiveDate,
    pub at: DateTime<Utc>,
    /// By name.
    pub by: Option<String>,
}

/// The closing that closed a day, as known at a moment; `None`: the day was open then.
pub async fn closed_day(
    tx: &CompanyTx,
    framework: BookFramework,
    day: NaiveDate,
    known_at: DateTime<Utc>,
) -> ApiResult<Option<ClosedDay>> {
    let closings = store::in_force(tx, framework, known_at).await?;
    let Some((through, at)) = closings.into_iter().find(|(through, _)| *through >= day) else { return Ok(None) };
    let by = store::closed_by(tx, framework, through, at).await?;
    Ok(Some(ClosedDay { through, at, by }))
}

pub async fn find(tx: &CompanyTx, id: ClosingId) -> ApiResult<Closing> {
    let found = store::list(tx, Wanted { only: Some(id), ..Wanted::default() }, 1).await?;
    found.into_iter().next().ok_or_else(ApiError::not_found)
}

/// Only the last of a book: what was closed after it rests on it.
pub async fn reopen(tx: &CompanyTx, id: ClosingId, new: &ReopeningReason) -> ApiResult<Closing> {
    register::change(tx).await?;
    let reason = plain_line("/reason", &new.reason)?;
    let closing = find(tx, id).await?;
    if closing.reopened.is_some() {
        return Err(ErrorCode::AlreadyUndone.into());
    }
    let last = store::in_force(tx, closing.framework, tx.now()).await?;
    if last.last().is_none_or(|(through, _)| *through != closing.through) {
        return Err(ErrorCode::NotLastClosing.into());
    }
    store::reopen(tx, id, &reason).await?;
    find(tx, id).await
}

async fn look(tx: &CompanyTx, framework: BookFramework, through: NaiveDate, place: &str) -> ApiResult<Looked> {
    day_within_reach(place, through)?;
    if through != month_end(through) {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&through.to_string());
        return Err(ApiError::new(ErrorCode::ValidationFailed).at(place, fault.expected("the last day of a month")));
    }
    let closed_through = store::in_force(tx, framework, tx.now()).await?.last().map(|(through, _)| *through);
    if let Some(closed) = closed_through.filter(|closed| *closed >= through) {
        let fault = FieldFault::new(FieldCode::OutOfRange).found(&through.to_string());
        let fault = fault.expected(&format!("a day after {closed}"));
        return Err(ApiError::new(ErrorCode::AlreadyClosed).at(place, fault));
    }
    let from = closed_through.and_then(|day| day.succ_opt());
    let beginning = NaiveDate::from_ymd_opt(shared::terms::YEAR_MIN, 1, 1).unwrap_or(through);
    let question =
        Question { framework, from: from.unwrap_or(beginning), to: through, known_at: None, agreement: None };
    let mut material = journal::gather(tx, question).await?;
    calculating(move || {
        let told = material.tell()?;
        let parts: Vec<Part> = journal::as_now(&told.judged).into_iter().map(|(part, _)| part).collect();
        let debit = parts.iter().map(|part| part.amounts.debit()).sum();
        let list = ClosingChecklist {
            framework,
            from: from.or_else(|| parts.first().map(|part| part.on)),
            through,
            closed_through,
            vouchers: u32::try_from(parts.len()).unwrap_or(u32::MAX),
            debit: Amount::from_minor(debit).unwrap_or(Amount::ZERO),
            checks: checks(&material, &told, &parts)?,
        };
        Ok(Looked { list, sha256: content(&parts) })
    })
    .await
}

fn checks(material: &Material, told: &Told, parts: &[Part]) -> ApiResult<Vec<ClosingCheck>> {
    use ClosingCheckCode as Code;
    let writer = material.writer();
    let of = |agreement: JournalAgreement, what: Option<String>| ClosingExample { agreement: Some(agreement), what };
    let unbalanced = parts.iter().filter(|part| !part.amounts.balances());
    let unbalanced = unbalanced.map(|part| of(writer.agreement(part.agreement), Some(part.place.clone()))).collect();
    let accounts = writer.unconfirmed(parts)?;
    let accounts =
        accounts.into_keys().map(|account| ClosingExample { agreement: None, what: Some(account) }).collect();
    let left_out = |reason: JournalOmission| {
        let found = told.left_out.iter().filter(|left_out: &&JournalLeftOut| left_out.reason == reason);
        found.map(|left_out| of(left_out.agreement.clone(), None)).collect()
    };
    let findings = told.findings.iter().map(|finding| {
        let code = serde_json::to_value(finding.code).unwrap_or_default();
        of(finding.agreement.clone(), code.as_str().map(str::to_owned))
    });
    let due = journal::due(&told.judged);
    let due = due.iter().map(|(part, judged)| of(writer.agreement(part.agreement), Some(writer.key(part, judged))));
    Ok(vec![
        check(Code::UnbalancedVouchers, unbalanced),
        check(Code::AgreementsWithoutRate, left_out(JournalOmission::RateMissing)),
        check(Code::ExchangeRatesMissing, left_out(JournalOmission::ExchangeRateMissing)),
        check(Code::NotCalculable, left_out(JournalOmission::NotCalculable)),
        check(Code::OpenFindings, findings.collect()),
        check(Code::UnconfirmedAccounts, accounts),
        check(Code::NotExported, due.collect()),
    ])
}

fn check(code: ClosingCheckCode, mut found: Vec<ClosingExample>) -> ClosingCheck {
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    found.truncate(EXAMPLES_MAX);
    ClosingCheck { code, found: count, blocks: code == ClosingCheckCode::UnbalancedVouchers, examples: found }
}
