//! From a sealed report to what would be reported now.

use std::collections::BTreeMap;

use shared::ids::{AgreementId, SealedReportId};
use shared::reports::{
    AgreementReport, BridgeAgreement, BridgeEvent, BridgeReason, BridgeRecord, FINDINGS_MAX, ReportAgreement,
    ReportBridge, ReportFigures, ReportSplit,
};

use super::super::answer::{self, count};
use super::super::service;
use super::super::total::TooLarge;
use super::seal::{asking, find};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service as agreements;
use crate::features::books::service as books;
use crate::http::CompanyScope;

const EVENTS_MAX: usize = 50;

#[derive(Default)]
struct Side<'a> {
    before: Option<&'a AgreementReport>,
    after: Option<&'a AgreementReport>,
}

pub async fn bridge(scope: &CompanyScope, id: SealedReportId) -> ApiResult<ReportBridge> {
    let sealed = scope.read(async |tx| find(tx, id).await).await?;
    let ledger = service::ledger(scope, asking(&sealed.request, None)).await?;
    let now = answer::report(&ledger, ReportSplit::default(), None)?;
    let rows: Vec<AgreementReport> = ledger.rows.iter().map(answer::agreement).collect::<Result<_, _>>()?;

    let mut sides: BTreeMap<(&str, AgreementId), Side<'_>> = BTreeMap::new();
    // Under the number it has now, where it is there still: a number can be corrected.
    let numbers: BTreeMap<AgreementId, &str> =
        rows.iter().map(|row| (row.agreement.id, row.agreement.number.as_str())).collect();
    for before in &sealed.content.agreements {
        let id = before.agreement.id;
        let number = numbers.get(&id).copied().unwrap_or(&before.agreement.number);
        sides.entry((number, id)).or_default().before = Some(before);
    }
    for after in &rows {
        sides.entry((&after.agreement.number, after.agreement.id)).or_default().after = Some(after);
    }
    let differs = |side: &&Side<'_>| side.before.map(|row| row.figures) != side.after.map(|row| row.figures);
    let changed: Vec<&Side<'_>> = sides.values().filter(differs).collect();
    let named: Vec<AgreementId> =
        changed.iter().take(FINDINGS_MAX).filter_map(|side| Some(agreement(side)?.id)).collect();
    let known_at = sealed.item.known_at;
    let read = async |tx: &CompanyTx| {
        let of_agreements = agreements::recorded_after(tx, &named, known_at).await?;
        Ok::<_, ApiError>((of_agreements, books::recorded_after(tx, &named, known_at).await?))
    };
    let (of_agreements, of_accountants) = scope.read_snapshot(read).await?;
    let mut by_agreement: BTreeMap<AgreementId, Vec<BridgeEvent>> = BTreeMap::new();
    for agreements::RecordedLater { agreement, id, kind, effective_on, recorded_at, recorded_by, reason } in
        of_agreements
    {
        let record = BridgeRecord::Agreement { id, kind, effective_on };
        by_agreement.entry(agreement).or_default().push(BridgeEvent { record, recorded_at, recorded_by, reason });
    }
    for books::RecordedLater { agreement, record, recorded_at, recorded_by, reason } in of_accountants {
        by_agreement.entry(agreement).or_default().push(BridgeEvent { record, recorded_at, recorded_by, reason });
    }
    let data = changed.iter().take(FINDINGS_MAX).filter_map(|side| {
        let mut events = by_agreement.remove(&agreement(side)?.id).unwrap_or_default();
        events.sort_by_key(|event| event.recorded_at);
        Some(shown(side, events))
    });
    let report = &sealed.content.report;
    Ok(ReportBridge {
        from: report.from,
        to: report.to,
        known_before: known_at,
        known_after: None,
        currency: now.currency,
        change: now.total.less(&report.total).ok_or(TooLarge)?,
        before: report.total,
        after: now.total,
        agreements_before: report.agreements,
        agreements_after: now.agreements,
        changed: count(changed.len()),
        data: data.collect::<Result<_, TooLarge>>()?,
    })
}

fn agreement<'a>(side: &Side<'a>) -> Option<&'a ReportAgreement> {
    side.after.or(side.before).map(|row| &row.agreement)
}

fn shown(side: &Side<'_>, mut events: Vec<BridgeEvent>) -> Result<BridgeAgreement, TooLarge> {
    let figures = |row: Option<&AgreementReport>| row.map_or_else(ReportFigures::default, |row| row.figures);
    let reason = match (side.before, side.after) {
        (None, _) => BridgeReason::Added,
        (_, None) => BridgeReason::Gone,
        _ if events.is_empty() => BridgeReason::Surroundings,
        _ => BridgeReason::Recorded,
    };
    events.truncate(EVENTS_MAX);
    Ok(BridgeAgreement {
        agreement: agreement(side).cloned().ok_or(TooLarge)?,
        reason,
        change: figures(side.after).less(&figures(side.before)).ok_or(TooLarge)?,
        events,
    })
}
