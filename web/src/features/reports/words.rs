//! What the codes of reports are called.

use shared::agreements::EventKind;
use shared::books::BookTreatment;
use shared::reports::{BridgeReason, BridgeRecord, ReportCause, ReportLineKey, ReportPeriod, ReportSplit, ReportTotal};

use crate::features::agreements::words as agreement;
use crate::features::books::words as books;
use crate::format;
use crate::t;

pub fn period(period: ReportPeriod) -> &'static str {
    match period {
        ReportPeriod::Whole => t!(reports.period.whole),
        ReportPeriod::Year => t!(books.per.year),
        ReportPeriod::Quarter => t!(books.per.quarter),
        ReportPeriod::Month => t!(books.per.month),
    }
}

pub fn split(split: ReportSplit) -> &'static str {
    match split {
        ReportSplit::Kind => t!(agreements.field.kind),
        ReportSplit::Treatment => t!(reports.split.treatment),
        ReportSplit::Lessor => t!(agreements.field.lessor),
        ReportSplit::CostCenter => t!(agreements.field.cost_center),
        ReportSplit::Currency => t!(agreements.field.currency),
    }
}

pub fn line(key: &ReportLineKey) -> String {
    match key {
        ReportLineKey::Kind(kind) => agreement::kind(*kind).to_owned(),
        ReportLineKey::Treatment(treatment) => treated(*treatment),
        ReportLineKey::Lessor { name, .. } => name.clone(),
        ReportLineKey::CostCenter(name) => name.clone(),
        ReportLineKey::Currency(currency) => currency.code().to_owned(),
        ReportLineKey::Without => t!(reports.without).to_owned(),
    }
}

/// `nyttjanderätt`, with a capital where it stands by itself.
pub fn treated(treatment: BookTreatment) -> String {
    let word = books::treatment(treatment);
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

pub fn total(total: ReportTotal) -> &'static str {
    match total {
        ReportTotal::Liability => t!(reports.total.liability),
        ReportTotal::Asset => t!(reports.total.asset),
        ReportTotal::Deferral => t!(reports.total.deferral),
        ReportTotal::Result => t!(reports.total.result),
        ReportTotal::Cash => t!(reports.total.cash),
        ReportTotal::Maturity => t!(reports.total.maturity),
    }
}

pub fn cause(cause: ReportCause) -> &'static str {
    match cause {
        ReportCause::New => t!(reports.cause.new),
        ReportCause::Transition => t!(books.entry.transition),
        ReportCause::Index => t!(books.event.index),
        ReportCause::FloatingRate => t!(books.event.floating_rate),
        ReportCause::Term => t!(books.event.term_reassessed),
        ReportCause::PurchaseOption => t!(books.event.purchase_reassessed),
        ReportCause::ResidualGuarantee => t!(books.event.residual_guarantee),
        ReportCause::Payments => t!(reports.cause.payments),
        ReportCause::Modification => t!(books.event.modification),
        ReportCause::ScopeReduced => t!(reports.cause.scope_reduced),
        ReportCause::Impairment => t!(books.event.impairment),
        ReportCause::Sublease => t!(books.event.sublease),
        ReportCause::Termination => t!(books.event.termination),
        ReportCause::BuyOut => t!(books.event.buy_out),
        ReportCause::Transfer => t!(books.entry.transfer),
        ReportCause::Interest => t!(books.column.interest),
        ReportCause::Payment => t!(books.column.paid),
        ReportCause::Depreciation => t!(books.column.depreciation),
        ReportCause::Exchange => t!(books.exchange),
        ReportCause::Returned => t!(reports.cause.returned),
    }
}

pub fn bridge_reason(reason: BridgeReason) -> &'static str {
    match reason {
        BridgeReason::Added => t!(reports.bridge.added),
        BridgeReason::Gone => t!(reports.bridge.gone),
        BridgeReason::Recorded => t!(reports.bridge.recorded),
        BridgeReason::Surroundings => t!(reports.bridge.surroundings),
    }
}

/// What was recorded of an agreement, with its day.
pub fn record(record: BridgeRecord) -> String {
    match record {
        BridgeRecord::Agreement { kind, effective_on, .. } => {
            let day = format::date_long(effective_on);
            match kind {
                EventKind::Created => t!(agreement_history.event.created).to_owned(),
                EventKind::Corrected => t!(agreement_history.event.corrected).to_owned(),
                EventKind::Amended => t!(agreement_history.event.amended, day = day),
                EventKind::Ended => t!(agreement_history.event.terminated, day = day),
                EventKind::Deleted => t!(agreement_history.event.deleted).to_owned(),
                EventKind::Restored => t!(agreement_history.event.restored).to_owned(),
                EventKind::Undone => t!(agreement_history.event.undone).to_owned(),
            }
        }
        BridgeRecord::LeaseEvent { kind, on, .. } => format!("{} {}", books::event(kind), format::date_long(on)),
        BridgeRecord::LeaseEventUndone { .. } => t!(books.recorded.was_undone).to_owned(),
        BridgeRecord::AccountingFacts { .. } => t!(books.recorded.facts_saved).to_owned(),
    }
}
