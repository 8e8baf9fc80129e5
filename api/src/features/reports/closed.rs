//! Whether a report is of closed time, and still says what it said then.

use chrono::{DateTime, Utc};
use shared::reports::{ReportClosed, ReportScope};

use super::ledger::Ledger;
use super::service::{self, Asking, off_thread};
use crate::db::CompanyTx;
use crate::error::ApiResult;
use crate::features::journals::service::closings::{self, ClosedDay};
use crate::http::CompanyScope;
use std::sync::Arc;

/// `None`: its last day is open, as far as is known. A group is not closed, only its companies are.
pub async fn closed(scope: &CompanyScope, asking: Asking, ledger: &Arc<Ledger>) -> ApiResult<Option<ReportClosed>> {
    if asking.scope == ReportScope::Group {
        return Ok(None);
    }
    let (framework, day) = (asking.framework, ledger.question.span.to());
    let known_at: Option<DateTime<Utc>> = asking.known_at;
    let look = async |tx: &CompanyTx| closings::closed_day(tx, framework, day, known_at.unwrap_or(tx.now())).await;
    let Some(ClosedDay { through, at, by }) = scope.read(look).await? else { return Ok(None) };
    let span = &ledger.question.span;
    let then = Asking { from: Some(span.from()), to: Some(span.to()), known_at: Some(at), ..asking };
    let then = service::ledger(scope, then).await?;
    let now = Arc::clone(ledger);
    let changed_since = off_thread(move || Ok(!same(&then, &now))).await?;
    Ok(Some(ReportClosed { through, at, by, changed_since }))
}

/// The same agreements with the same figures in every period, and the same ones left out.
fn same(then: &Ledger, now: &Ledger) -> bool {
    let left_out = |ledger: &Ledger| -> Vec<_> { ledger.left_out.iter().map(|one| one.agreement.id).collect() };
    let rows = then.rows.len() == now.rows.len()
        && then.rows.iter().zip(&now.rows).all(|(then, now)| {
            (then.id, then.figures, then.maturity, then.commitments)
                == (now.id, now.figures, now.maturity, now.commitments)
        });
    rows && then.periods == now.periods && left_out(then) == left_out(now)
}
