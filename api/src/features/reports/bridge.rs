//! From figures as known at one moment to the same figures as known later.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use shared::ids::AgreementId;
use shared::reports::{
    AgreementReport, BookReport, BridgeAgreement, BridgeEvent, BridgeReason, BridgeRecord, FINDINGS_MAX,
    ReportAgreement, ReportBridge, ReportFigures, ReportSplit,
};

use super::answer::{self, count};
use super::ledger::Ledger;
use super::service::off_thread;
use super::total::TooLarge;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::agreements::service as agreements;
use crate::features::books::service as books;
use crate::http::CompanyScope;

const EVENTS_MAX: usize = 50;

/// A report and the agreements in it, as known at a moment.
pub struct Known {
    pub report: BookReport,
    pub agreements: Vec<AgreementReport>,
    /// `None`: now.
    pub at: Option<DateTime<Utc>>,
}

impl Known {
    pub fn of(ledger: &Ledger, at: Option<DateTime<Utc>>) -> ApiResult<Self> {
        let agreements = ledger.rows.iter().map(|entry| answer::agreement(entry, ledger)).collect::<Result<_, _>>()?;
        Ok(Self { report: answer::report(ledger, ReportSplit::default(), at)?, agreements, at })
    }
}

/// An agreement whose figures are others.
struct Changed {
    agreement: ReportAgreement,
    before: Option<ReportFigures>,
    after: Option<ReportFigures>,
}

/// `before` is known at a moment.
pub async fn bridge(scope: &CompanyScope, before: Known, after: Known) -> ApiResult<ReportBridge> {
    let (changed, before, after) = off_thread(move || Ok((changed(&before, &after), before, after))).await?;
    let moment = before.at.unwrap_or(DateTime::<Utc>::MAX_UTC);
    let named: Vec<AgreementId> = changed.iter().take(FINDINGS_MAX).map(|one| one.agreement.id).collect();
    let read = async |tx: &CompanyTx| {
        let of_agreements = agreements::recorded_after(tx, &named, moment).await?;
        Ok::<_, ApiError>((of_agreements, books::recorded_after(tx, &named, moment).await?))
    };
    let (of_agreements, of_accountants) = scope.read_snapshot(read).await?;
    let mut events: BTreeMap<AgreementId, Vec<BridgeEvent>> = BTreeMap::new();
    let mut add = |agreement, event: BridgeEvent| {
        if after.at.is_none_or(|until| event.recorded_at <= until) {
            events.entry(agreement).or_default().push(event);
        }
    };
    for agreements::RecordedLater { agreement, id, kind, effective_on, recorded_at, recorded_by, reason } in
        of_agreements
    {
        let record = BridgeRecord::Agreement { id, kind, effective_on };
        add(agreement, BridgeEvent { record, recorded_at, recorded_by, reason });
    }
    for books::RecordedLater { agreement, record, recorded_at, recorded_by, reason } in of_accountants {
        add(agreement, BridgeEvent { record, recorded_at, recorded_by, reason });
    }
    let all = count(changed.len());
    let data = changed.into_iter().take(FINDINGS_MAX).map(|one| {
        let mut events = events.remove(&one.agreement.id).unwrap_or_default();
        events.sort_by_key(|event| event.recorded_at);
        shown(one, events)
    });
    Ok(ReportBridge {
        from: after.report.from,
        to: after.report.to,
        known_before: moment,
        known_after: after.at,
        currency: after.report.currency,
        change: after.report.total.less(&before.report.total).ok_or(TooLarge)?,
        before: before.report.total,
        after: after.report.total,
        agreements_before: before.report.agreements,
        agreements_after: after.report.agreements,
        changed: all,
        data: data.collect::<Result<_, TooLarge>>()?,
    })
}

/// By the number an agreement has now, where it is there still: a number can be corrected.
fn changed(before: &Known, after: &Known) -> Vec<Changed> {
    let mut all: BTreeMap<AgreementId, Changed> = BTreeMap::new();
    for row in &before.agreements {
        let agreement = row.agreement.clone();
        all.insert(agreement.id, Changed { agreement, before: Some(row.figures), after: None });
    }
    for row in &after.agreements {
        let agreement = row.agreement.clone();
        let known = all.entry(agreement.id).or_insert(Changed { agreement, before: None, after: None });
        known.agreement = row.agreement.clone();
        known.after = Some(row.figures);
    }
    let mut changed: Vec<Changed> = all.into_values().filter(|one| one.before != one.after).collect();
    changed.sort_by(|a, b| (&a.agreement.number, a.agreement.id).cmp(&(&b.agreement.number, b.agreement.id)));
    changed
}

fn shown(one: Changed, mut events: Vec<BridgeEvent>) -> Result<BridgeAgreement, TooLarge> {
    let reason = match (one.before, one.after) {
        (None, _) => BridgeReason::Added,
        (_, None) => BridgeReason::Gone,
        _ if events.is_empty() => BridgeReason::Surroundings,
        _ => BridgeReason::Recorded,
    };
    events.truncate(EVENTS_MAX);
    let change = one.after.unwrap_or_default().less(&one.before.unwrap_or_default()).ok_or(TooLarge)?;
    Ok(BridgeAgreement { agreement: one.agreement, reason, change, events })
}
