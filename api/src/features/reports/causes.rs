//! What each row of a schedule does to liability and asset, and why.

use chrono::NaiveDate;
use engine::Minor;
use engine::books::{Cause, Entry, Event, EventKind, Movement, Row, Schedule, Scope};
use shared::reports::ReportCause;

use super::ledger::Change;

/// Every change from the first day to the last: what happened once on its day, in order, then what runs on, summed.
/// Together they are what liability and asset close with beyond what they open with.
pub fn changes(schedule: &Schedule, events: &[Event], from: NaiveDate, to: NaiveDate) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut running = [ReportCause::Interest, ReportCause::Payment, ReportCause::Depreciation, ReportCause::Exchange]
        .map(|cause| Change { cause, on: from, liability: 0, asset: 0 });
    for row in schedule.rows.iter().filter(|row| row.on >= from && row.on <= to) {
        let Movement { liability, asset, .. } = &row.movement;
        let once = Change {
            cause: cause(row, events),
            on: row.on,
            liability: liability.recognised + liability.remeasured - liability.derecognised,
            asset: asset.recognised + asset.remeasured - asset.derecognised - asset.impairment,
        };
        let moves = [(liability.interest, 0), (-liability.paid, 0), (0, -asset.depreciation), (liability.exchange, 0)];
        for (sum, (owed, carried)) in running.iter_mut().zip(moves) {
            if (owed, carried) != (0, 0) {
                add(sum, row.on, owed, carried);
            }
        }
        changes.push(once);
    }
    changes.extend(running);
    changes.retain(|change| (change.liability, change.asset) != (0, 0));
    changes
}

fn add(sum: &mut Change, on: NaiveDate, liability: Minor, asset: Minor) {
    sum.on = on;
    sum.liability += liability;
    sum.asset += asset;
}

/// Of what is recognised, measured anew or taken off in a row.
fn cause(row: &Row, events: &[Event]) -> ReportCause {
    let event = match row.entry {
        Entry::Commencement => return ReportCause::New,
        Entry::Transition => return ReportCause::Transition,
        Entry::Transfer => return ReportCause::Transfer,
        Entry::Payment | Entry::Expiry | Entry::Closing => return ReportCause::Returned,
        Entry::Event(at) => events.get(at),
    };
    match event.map(|event| &event.kind) {
        Some(EventKind::Remeasured { cause, .. }) => match cause {
            Cause::Index => ReportCause::Index,
            Cause::FloatingRate => ReportCause::FloatingRate,
            Cause::ResidualGuarantee => ReportCause::ResidualGuarantee,
            Cause::BecameFixed | Cause::Incentive => ReportCause::Payments,
            Cause::Term => ReportCause::Term,
            Cause::PurchaseOption => ReportCause::PurchaseOption,
        },
        Some(EventKind::Modified { scope: Scope::Reduced { .. } | Scope::Shortened, .. }) => ReportCause::ScopeReduced,
        Some(EventKind::Modified { scope: Scope::Kept, .. } | EventKind::SeparateLease) | None => {
            ReportCause::Modification
        }
        Some(EventKind::GivenAway | EventKind::TakenOver) => ReportCause::Transfer,
        Some(EventKind::Impaired { .. } | EventKind::ImpairmentReversed { .. }) => ReportCause::Impairment,
        Some(EventKind::Subleased { .. }) => ReportCause::Sublease,
        Some(EventKind::Terminated { .. }) => ReportCause::Termination,
        Some(EventKind::BoughtOut { .. }) => ReportCause::BuyOut,
    }
}
