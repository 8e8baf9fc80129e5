//! What accountants recorded after a moment.

use chrono::{DateTime, Utc};
use shared::ids::AgreementId;
use shared::reports::BridgeRecord;

use super::super::store;
use crate::db::CompanyTx;
use crate::error::ApiResult;

/// Something that was recorded of an agreement after a moment.
pub struct RecordedLater {
    pub agreement: AgreementId,
    pub record: BridgeRecord,
    pub recorded_at: DateTime<Utc>,
    /// By name.
    pub recorded_by: Option<String>,
    pub reason: Option<String>,
}

/// Of these agreements: events, those taken back, and facts, of which the latest version is named.
pub async fn recorded_after(
    tx: &CompanyTx,
    agreements: &[AgreementId],
    moment: DateTime<Utc>,
) -> ApiResult<Vec<RecordedLater>> {
    let mut later = Vec::new();
    for mut row in store::events(tx, Some(agreements), None).await? {
        if row.recorded_at <= moment {
            continue;
        }
        let record = match (row.event()?, row.undoes()) {
            (Some((event, _)), _) => BridgeRecord::LeaseEvent { id: row.id(), kind: event.kind, on: event.on },
            (None, undone) => BridgeRecord::LeaseEventUndone { id: undone.unwrap_or(row.id()) },
        };
        let (agreement, recorded_at) = (row.agreement(), row.recorded_at);
        let (recorded_by, reason) = (row.recorded_by_name, row.reason);
        later.push(RecordedLater { agreement, record, recorded_at, recorded_by, reason });
    }
    for row in store::facts(tx, Some(agreements), None).await? {
        let agreement = row.agreement();
        let facts = row.accounting()?;
        if let Some(recorded_at) = facts.recorded_at.filter(|at| *at > moment) {
            let record = BridgeRecord::AccountingFacts { version: facts.version };
            let (recorded_by, reason) = (facts.recorded_by_name, facts.reason);
            later.push(RecordedLater { agreement, record, recorded_at, recorded_by, reason });
        }
    }
    Ok(later)
}
