//! Sealing, reading back, and computing anew.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use shared::ids::{AgreementId, CompanyId, PartyId, SealedReportId};
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use shared::reports::{
    FINDINGS_MAX, NewSealedReport, ReportBridge, ReportLineKey, ReportScope, SealedReport, SealedReportContent,
    SealedReportItem, SealedVerification,
};

use super::super::answer;
use super::super::bridge::{self, Known};
use super::super::group;
use super::super::ledger::Ledger;
use super::super::load::compile;
use super::super::question::{Asked, Depth, Intragroup, Question, Selection, Span};
use super::super::service::{self, Asking, off_thread};
use super::canonical::{as_far_as, canonical, hash, shown};
use super::store::{self, ItemRow, NewRow, SealedRow};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{self as books, calculating, holdings};
use crate::features::register;
use crate::http::{Answer, CompanyScope, Idempotency, plain_line};

/// More than anyone closes in a lifetime.
const SEALED_MAX: i64 = 5_000;
/// Its content is one text of some two thousand bytes for each.
const AGREEMENTS_MAX: usize = 25_000;
/// Whoever began to write before the moment of knowledge has by then taken the register's turn, or begun anew.
const WRITERS_BEGIN_ANEW: Duration = Duration::from_millis(200);

pub fn asking(new: &NewSealedReport, known_at: Option<DateTime<Utc>>) -> Asking {
    let NewSealedReport { framework, from, to, period, kind, lessor_id, currency, ref cost_center, scope, .. } = *new;
    let selection = Selection { kind, lessor: lessor_id, currency, cost_center: cost_center.clone() };
    Asking {
        place: Asked::InBody,
        scope,
        framework,
        from: Some(from),
        to: Some(to),
        period,
        selection,
        depth: Depth::Figures,
        known_at,
    }
}

/// Nothing that was recorded up to the moment of knowledge may appear afterwards: once whoever began before it has
/// written or begun anew, the turn is taken, so that all of it is there, and only then is the report computed.
pub async fn create(scope: &CompanyScope, key: &Idempotency, new: NewSealedReport) -> ApiResult<Answer> {
    scope.require(crate::http::Role::Editor)?;
    let new = NewSealedReport { name: plain_line("/name", &new.name)?, ..new };
    let known_at = scope.read(async |tx| Ok::<_, ApiError>(tx.now())).await?;
    let beside = match new.scope {
        ReportScope::Company => Vec::new(),
        ReportScope::Group => group::sealed_together(scope, known_at).await?,
    };
    tokio::time::sleep(WRITERS_BEGIN_ANEW).await;
    for one in std::iter::once(scope).chain(&beside) {
        one.write(async |tx| register::service::change(tx).await).await?;
    }
    let ledger = service::ledger(scope, asking(&new, Some(known_at))).await?;
    let examined = examined(&ledger);
    if examined.len() > AGREEMENTS_MAX {
        let fault = FieldFault::new(FieldCode::TooManyItems).found(&examined.len().to_string());
        let fault = fault.expected(&format!("a selection of at most {AGREEMENTS_MAX} agreements"));
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("", fault));
    }
    if ledger.eliminated.len() > FINDINGS_MAX
        || (new.scope == ReportScope::Group && ledger.left_out.len() > FINDINGS_MAX)
    {
        let fault = FieldFault::new(FieldCode::TooManyItems);
        let fault = fault.expected(&format!("at most {FINDINGS_MAX} agreements eliminated, and left out, in a group"));
        return Err(ApiError::new(ErrorCode::ValidationFailed).at("", fault));
    }
    let split = new.split;
    let (content, text) = calculating(move || {
        let content = content(&ledger, split, known_at)?;
        let text = canonical(&content)?;
        Ok((content, text))
    })
    .await?;
    scope
        .create(key, async |tx| {
            if store::count(tx).await? >= SEALED_MAX {
                let fault = FieldFault::new(FieldCode::TooManyItems);
                let fault = fault.expected(&format!("at most {SEALED_MAX} sealed reports"));
                return Err(ApiError::new(ErrorCode::ValidationFailed).at("", fault));
            }
            let row = row(tx, &new, &content, &text, &examined)?;
            let id = SealedReportId::from(row.id);
            store::insert(tx, &row).await?;
            let sealed = find(scope, tx, id).await?;
            Answer::created(&format!("/companies/{}/sealed-reports/{id}", tx.company_id()), &sealed)
        })
        .await
}

/// Those with figures and those left out.
fn examined(ledger: &Ledger) -> Vec<AgreementId> {
    let rows = ledger.rows.iter().map(|entry| entry.id);
    let eliminated = ledger.eliminated.iter().map(|(entry, _)| entry.id);
    rows.chain(eliminated).chain(ledger.left_out.iter().map(|one| one.agreement.id)).collect()
}

fn content(
    ledger: &Ledger,
    split: shared::reports::ReportSplit,
    known_at: DateTime<Utc>,
) -> ApiResult<SealedReportContent> {
    let agreements = ledger.rows.iter().map(|entry| answer::agreement(entry, ledger)).collect::<Result<_, _>>()?;
    Ok(SealedReportContent { report: answer::report(ledger, split, Some(known_at))?, agreements })
}

fn row(
    tx: &CompanyTx,
    new: &NewSealedReport,
    content: &SealedReportContent,
    text: &str,
    examined: &[AgreementId],
) -> ApiResult<NewRow> {
    let report = &content.report;
    let framework = serde_json::to_value(report.framework).map_err(ApiError::internal)?;
    let companies = report.group.iter().flat_map(|group| &group.companies).map(|company| company.id);
    let company_ids = companies.filter(|id| *id != tx.company_id()).map(CompanyId::uuid).collect();
    Ok(NewRow {
        company_id: tx.company_id().uuid(),
        id: SealedReportId::fresh(tx.now()).uuid(),
        name: new.name.clone(),
        framework: framework.as_str().unwrap_or_default().to_owned(),
        first_on: report.from,
        last_on: report.to,
        request: serde_json::to_value(new).map_err(ApiError::internal)?,
        known_at: report.known_at.unwrap_or_else(|| tx.now()),
        agreement_ids: examined.iter().map(|id| id.uuid()).collect(),
        agreements: i32::try_from(report.agreements).map_err(ApiError::internal)?,
        content: text.to_owned(),
        hash: hash(text).to_vec(),
        engine_version: report.engine_version.clone(),
        sealed_at: tx.now(),
        sealed_by: tx.account_id().uuid(),
        company_ids,
    })
}

pub fn item(row: ItemRow, sealed_by: Option<String>) -> ApiResult<SealedReportItem> {
    Ok(SealedReportItem {
        id: row.id.into(),
        name: row.name,
        framework: serde_json::from_value(row.framework.into()).map_err(ApiError::internal)?,
        from: row.first_on,
        to: row.last_on,
        known_at: row.known_at,
        sealed_at: row.sealed_at,
        sealed_by: sealed_by.unwrap_or_default(),
        hash: shown(&row.hash),
        engine_version: row.engine_version,
        agreements: u32::try_from(row.agreements).unwrap_or_default(),
        scope: if row.company_ids.is_empty() { ReportScope::Company } else { ReportScope::Group },
    })
}

pub async fn find(scope: &CompanyScope, tx: &CompanyTx, id: SealedReportId) -> ApiResult<SealedReport> {
    let (row, sealed_by) = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
    allow(scope, &row.item)?;
    opened(row, sealed_by)
}

/// What holds agreements of several companies is for those who may read them all.
fn allow(scope: &CompanyScope, row: &ItemRow) -> ApiResult<()> {
    let closed = row.company_ids.iter().any(|id| scope.beside((*id).into()).is_none());
    if closed { Err(ErrorCode::GroupAccessMissing.into()) } else { Ok(()) }
}

fn opened(row: SealedRow, sealed_by: Option<String>) -> ApiResult<SealedReport> {
    Ok(SealedReport {
        request: serde_json::from_value(row.request).map_err(ApiError::internal)?,
        content: serde_json::from_str(&row.content).map_err(ApiError::internal)?,
        item: item(row.item, sealed_by)?,
    })
}

/// From what was sealed to what would be reported now.
pub async fn bridge(scope: &CompanyScope, id: SealedReportId) -> ApiResult<ReportBridge> {
    let SealedReport { item, request, content } = scope.read(async |tx| find(scope, tx, id).await).await?;
    group::refuse(request.scope, "")?;
    let ledger = service::ledger(scope, asking(&request, None)).await?;
    let before = Known { report: content.report, agreements: content.agreements, at: Some(item.known_at) };
    let after = off_thread(move || Known::of(&ledger, None)).await?;
    bridge::bridge(scope, before, after).await
}

/// The same report from the register as it was known then.
pub async fn verify(scope: &CompanyScope, id: SealedReportId) -> ApiResult<SealedVerification> {
    let read = async |tx: &CompanyTx| {
        let (row, _) = store::find(tx, id).await?.ok_or_else(ApiError::not_found)?;
        allow(scope, &row.item)?;
        let known_at = Some(row.item.known_at);
        let ids: Vec<AgreementId> = row.agreement_ids.iter().map(|id| AgreementId::from(*id)).collect();
        let held = holdings(tx, books::Selection::These(&ids), known_at).await?;
        let request: NewSealedReport = serde_json::from_value(row.request.clone()).map_err(ApiError::internal)?;
        Ok::<_, ApiError>((row, request, held, tx.today()))
    };
    let (row, request, held, today) = scope.read_snapshot(read).await?;
    let kept: SealedReportContent = serde_json::from_str(&row.content).map_err(ApiError::internal)?;
    let NewSealedReport { framework, from, to, period, split, scope: of, .. } = request;
    let book = held.books().iter().find(|book| book.framework == framework);
    let fiscal_year_ends = book.map(|book| book.choices.policy).unwrap_or_default().fiscal_year_ends;
    let span = Span::new(Asked::InBody, Some(from), Some(to), period, today, fiscal_year_ends)?;
    // Which agreements they were is kept: a party can be merged into another afterwards.
    let (selection, depth, intragroup) = (Selection::default(), Depth::Figures, Intragroup::default());
    let question = Question { framework, span, selection, depth, intragroup, maturity_months: None };
    let ledger = match of {
        ReportScope::Company => calculating(move || compile(&held, question)).await?,
        ReportScope::Group => group::again(scope, question, &kept, row.item.known_at).await?,
    };
    calculating(move || {
        let mut ledger = ledger;
        let kept_hash = hash(&row.content);
        relabel(&mut ledger, &kept);
        let mut anew = content(&ledger, split, row.item.known_at)?;
        let engine_version = std::mem::replace(&mut anew.report.engine_version, kept.report.engine_version);
        let sealed_fields = serde_json::from_str(&row.content).map_err(ApiError::internal)?;
        let anew = serde_json::to_value(&anew).map_err(ApiError::internal)?;
        let recomputed = hash(&canonical(&as_far_as(anew, &sealed_fields))?);
        let sealed = row.item.hash.as_slice();
        Ok(SealedVerification {
            hash: shown(sealed),
            kept_hash: shown(&kept_hash),
            recomputed_hash: shown(&recomputed),
            is_kept: kept_hash == sealed,
            is_reproduced: recomputed == sealed,
            sealed_with: row.item.engine_version,
            engine_version,
        })
    })
    .await
}

/// The register knows parties under the names they have today: a report keeps those it was sealed with.
fn relabel(ledger: &mut Ledger, kept: &SealedReportContent) {
    let lessors: HashMap<AgreementId, Option<PartyId>> =
        kept.agreements.iter().map(|one| (one.agreement.id, one.lessor_id)).collect();
    for entry in &mut ledger.rows {
        if let Some(lessor) = lessors.get(&entry.id) {
            entry.lessor = *lessor;
        }
    }
    for line in &kept.report.lines {
        if let ReportLineKey::Lessor { name, id } = &line.key {
            ledger.lessors.insert(*id, name.as_str().into());
        }
    }
}
