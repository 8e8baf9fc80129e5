//! What the codes of the books are called, as a controller would say them.

use chrono::NaiveDate;
use shared::books::{
    BookCheckName, BookCurrentSplit, BookDayCount, BookDepreciation, BookDiscounting, BookEntry, BookExemption,
    BookFindingCode, BookFramework, BookHalves, BookMonthCutoff, BookRemedy, BookRole, BookRounding,
    BookScopeProportion, BookTreatment, LeaseChangeKind, LeaseEventKind, LeaseScope, TransitionMethod,
};

use crate::format;
use crate::t;

/// As in an address.
pub fn code(framework: BookFramework) -> &'static str {
    match framework {
        BookFramework::Ifrs16 => "ifrs16",
        BookFramework::K3 => "k3",
        BookFramework::Asc842 => "asc842",
        BookFramework::K2 => "k2",
        BookFramework::K3LegalEntity => "k3_legal_entity",
        BookFramework::Rfr2 => "rfr2",
    }
}

pub fn framework(framework: BookFramework) -> &'static str {
    match framework {
        BookFramework::Ifrs16 => t!(books.framework.ifrs16),
        BookFramework::K3 => t!(books.framework.k3),
        BookFramework::Asc842 => t!(books.framework.asc842),
        BookFramework::K2 => t!(books.framework.k2),
        BookFramework::K3LegalEntity => t!(books.framework.k3_legal_entity),
        BookFramework::Rfr2 => t!(books.framework.rfr2),
    }
}

pub fn treatment(treatment: BookTreatment) -> &'static str {
    match treatment {
        BookTreatment::Ifrs16 => t!(books.treatment.ifrs16),
        BookTreatment::K3Finance => t!(books.treatment.k3_finance),
        BookTreatment::Asc842Finance => t!(books.treatment.asc842_finance),
        BookTreatment::Asc842Operating => t!(books.treatment.asc842_operating),
        BookTreatment::K3Operating => t!(books.treatment.k3_operating),
        BookTreatment::K2 | BookTreatment::K3LegalEntity | BookTreatment::Rfr2 => t!(books.treatment.expensed),
        BookTreatment::ShortTerm => t!(books.treatment.short_term),
        BookTreatment::LowValue => t!(books.treatment.low_value),
    }
}

/// Whether the lease stands on the balance sheet.
pub fn is_capitalised(treatment: BookTreatment) -> bool {
    matches!(
        treatment,
        BookTreatment::Ifrs16
            | BookTreatment::K3Finance
            | BookTreatment::Asc842Finance
            | BookTreatment::Asc842Operating
    )
}

pub fn entry(entry: BookEntry) -> &'static str {
    match entry {
        BookEntry::Commencement => t!(books.entry.commencement),
        BookEntry::Transition => t!(books.entry.transition),
        BookEntry::Payment => t!(books.entry.payment),
        BookEntry::Event => t!(books.entry.event),
        BookEntry::Change => t!(books.entry.change),
        BookEntry::Transfer => t!(books.entry.transfer),
        BookEntry::Expiry => t!(books.entry.expiry),
        BookEntry::Closing => t!(books.entry.closing),
    }
}

pub fn role(role: BookRole) -> &'static str {
    match role {
        BookRole::RightOfUse => t!(books.role.right_of_use),
        BookRole::AccumulatedDepreciation => t!(books.role.accumulated_depreciation),
        BookRole::AccumulatedImpairment => t!(books.role.accumulated_impairment),
        BookRole::OwnedAsset => t!(books.role.owned_asset),
        BookRole::PrepaidFees => t!(books.role.prepaid_fees),
        BookRole::AccruedFees => t!(books.role.accrued_fees),
        BookRole::InputVat => t!(books.role.input_vat),
        BookRole::AdvanceToLessor => t!(books.role.advance_to_lessor),
        BookRole::RestorationProvision => t!(books.role.restoration_provision),
        BookRole::LiabilityNoncurrent => t!(books.role.liability_noncurrent),
        BookRole::LiabilityCurrent => t!(books.role.liability_current),
        BookRole::Payment => t!(books.role.payment),
        BookRole::LeaseCost => t!(books.role.lease_cost),
        BookRole::VariableCost => t!(books.role.variable_cost),
        BookRole::ServiceCost => t!(books.role.service_cost),
        BookRole::Depreciation => t!(books.role.depreciation),
        BookRole::Impairment => t!(books.role.impairment),
        BookRole::Interest => t!(books.role.interest),
        BookRole::ExchangeResult => t!(books.role.exchange_result),
        BookRole::GainOrLoss => t!(books.role.gain_or_loss),
        BookRole::RetainedEarnings => t!(books.role.retained_earnings),
        BookRole::NetInvestment => t!(books.role.net_investment),
        BookRole::Intercompany => t!(books.role.intercompany),
    }
}

pub fn check(name: BookCheckName) -> &'static str {
    match name {
        BookCheckName::RowsTie => t!(books.check.rows_tie),
        BookCheckName::JournalBalances => t!(books.check.journal_balances),
        BookCheckName::JournalLiability => t!(books.check.journal_liability),
        BookCheckName::JournalAsset => t!(books.check.journal_asset),
        BookCheckName::ExpenseIsCash => t!(books.check.expense_is_cash),
        BookCheckName::LiabilityEndsAtZero => t!(books.check.liability_ends_at_zero),
        BookCheckName::AssetEndsAtResidual => t!(books.check.asset_ends_at_residual),
        BookCheckName::LiabilityAtOtherClosings => t!(books.check.liability_at_other_closings),
        BookCheckName::AssetAtOtherClosings => t!(books.check.asset_at_other_closings),
    }
}

pub fn finding(code: BookFindingCode) -> &'static str {
    match code {
        BookFindingCode::RateMissing => t!(books.finding.rate_missing),
        BookFindingCode::RevisedRateMissing => t!(books.finding.revised_rate_missing),
        BookFindingCode::PaymentsAfterEnd => t!(books.finding.payments_after_end),
        BookFindingCode::EventBeforeCommencement => t!(books.finding.event_before_commencement),
        BookFindingCode::EventAfterEnd => t!(books.finding.event_after_end),
        BookFindingCode::TermsEndBeforeEvent => t!(books.finding.terms_end_before_event),
        BookFindingCode::RemeasuredBelowZero => t!(books.finding.remeasured_below_zero),
        BookFindingCode::ShortTermNotMet => t!(books.finding.short_term_not_met),
        BookFindingCode::FairValueMissing => t!(books.finding.fair_value_missing),
        BookFindingCode::FairValueNotMet => t!(books.finding.fair_value_not_met),
        BookFindingCode::LiabilityNegative => t!(books.finding.liability_negative),
        BookFindingCode::OwnershipMakesFinance => t!(books.finding.ownership_makes_finance),
        BookFindingCode::BecomesFinance => t!(books.finding.becomes_finance),
        BookFindingCode::ReversedAboveCeiling => t!(books.finding.reversed_above_ceiling),
        BookFindingCode::ReversalNotAllowed => t!(books.finding.reversal_not_allowed),
        BookFindingCode::RunsPastTerm => t!(books.finding.runs_past_term),
        BookFindingCode::IncentivesAboveAsset => t!(books.finding.incentives_above_asset),
        BookFindingCode::ImpairedAboveCarrying => t!(books.finding.impaired_above_carrying),
        BookFindingCode::SubleaseOfNothing => t!(books.finding.sublease_of_nothing),
        BookFindingCode::SameEventTwice => t!(books.finding.same_event_twice),
        BookFindingCode::GuaranteeChanged => t!(books.finding.guarantee_changed),
        BookFindingCode::EndBeforeCommencement => t!(books.finding.end_before_commencement),
        BookFindingCode::OptionInPast => t!(books.finding.option_in_past),
        BookFindingCode::OptionOutsideTerm => t!(books.finding.option_outside_term),
        BookFindingCode::OptionsConflict => t!(books.finding.options_conflict),
        BookFindingCode::OptionAfterEnd => t!(books.finding.option_after_end),
        BookFindingCode::OptionNotJoined => t!(books.finding.option_not_joined),
        BookFindingCode::ChangeNotFound => t!(books.finding.change_not_found),
        BookFindingCode::ExchangeRateOld => t!(books.finding.exchange_rate_old),
        BookFindingCode::ExchangeRateMissing => t!(reports.finding.exchange_rate_missing),
        BookFindingCode::TermsNotCalculable => t!(reports.finding.terms_not_calculable),
    }
}

/// What a finding says, with its day and the day of what was taken instead.
pub fn found(code: BookFindingCode, on: Option<NaiveDate>, found_on: Option<NaiveDate>) -> String {
    let said = finding(code);
    match (on, found_on) {
        (Some(on), Some(found_on)) => {
            let days = t!(books.finding_days, on = format::date(on), found = format::date(found_on));
            format!("{said} ({days})")
        }
        (Some(on), None) => format!("{said} ({})", format::date(on)),
        (None, _) => said.to_owned(),
    }
}

pub fn remedy(remedy: BookRemedy) -> &'static str {
    match remedy {
        BookRemedy::GiveRate => t!(books.remedy.give_rate),
        BookRemedy::GiveExchangeRate => t!(books.remedy.give_exchange_rate),
        BookRemedy::GiveRevisedRate => t!(books.remedy.give_revised_rate),
        BookRemedy::MoveEndOrExpense => t!(books.remedy.move_end_or_expense),
        BookRemedy::MoveOrRemoveEvent => t!(books.remedy.move_or_remove_event),
        BookRemedy::CheckTerms => t!(books.remedy.check_terms),
        BookRemedy::RemoveExemption => t!(books.remedy.remove_exemption),
        BookRemedy::GiveFairValue => t!(books.remedy.give_fair_value),
        BookRemedy::CheckFairValue => t!(books.remedy.check_fair_value),
        BookRemedy::CheckPayments => t!(books.remedy.check_payments),
        BookRemedy::ClassifyAnew => t!(books.remedy.classify_anew),
        BookRemedy::CheckAmount => t!(books.remedy.check_amount),
        BookRemedy::AssessTerm => t!(books.remedy.assess_term),
        BookRemedy::CheckOption => t!(books.remedy.check_option),
        BookRemedy::CheckChange => t!(books.remedy.check_change),
    }
}

pub fn discounting(discounting: BookDiscounting) -> &'static str {
    match discounting {
        BookDiscounting::Periodic => t!(books.policy.discounting.periodic),
        BookDiscounting::Dated => t!(books.policy.discounting.dated),
    }
}

/// The names that the field has for them, the same in every language.
pub fn day_count(count: BookDayCount) -> &'static str {
    match count {
        BookDayCount::Act365F => "Act/365F",
        BookDayCount::ActActIsda => "Act/Act ISDA",
        BookDayCount::Act360 => "Act/360",
        BookDayCount::E30360 => "30E/360",
        BookDayCount::Bond30360 => "30/360 Bond",
        BookDayCount::Us30360 => "30/360 US",
    }
}

pub const DAY_COUNTS: [BookDayCount; 6] = [
    BookDayCount::Act365F,
    BookDayCount::ActActIsda,
    BookDayCount::Act360,
    BookDayCount::E30360,
    BookDayCount::Bond30360,
    BookDayCount::Us30360,
];

pub fn halves(halves: BookHalves) -> &'static str {
    match halves {
        BookHalves::AwayFromZero => t!(books.policy.halves.away_from_zero),
        BookHalves::ToEven => t!(books.policy.halves.to_even),
    }
}

pub fn transition(method: TransitionMethod) -> &'static str {
    match method {
        TransitionMethod::FromLiability => t!(books.transition.from_liability),
        TransitionMethod::AsIfApplied => t!(books.transition.as_if_applied),
    }
}

pub fn lease_scope(scope: LeaseScope) -> &'static str {
    match scope {
        LeaseScope::Kept => t!(books.form.scope_kept),
        LeaseScope::Reduced => t!(books.form.scope_reduced),
        LeaseScope::Shortened => t!(books.form.scope_shortened),
    }
}

/// What a change of the agreement is in the books.
pub fn change(kind: LeaseChangeKind) -> &'static str {
    match kind {
        LeaseChangeKind::Index => t!(books.event.index),
        LeaseChangeKind::FloatingRate => t!(books.event.floating_rate),
        LeaseChangeKind::ResidualGuarantee => t!(books.event.residual_guarantee),
        LeaseChangeKind::BecameFixed => t!(books.event.became_fixed),
        LeaseChangeKind::Incentive => t!(books.event.incentive),
        LeaseChangeKind::TermReassessed => t!(books.event.term_reassessed),
        LeaseChangeKind::Modification => t!(books.event.modification),
        LeaseChangeKind::SeparateLease => t!(books.event.separate_lease),
        LeaseChangeKind::Termination => t!(books.event.termination),
    }
}

pub fn month_cutoff(cutoff: BookMonthCutoff) -> &'static str {
    match cutoff {
        BookMonthCutoff::ActualDays => t!(books.policy.cutoff.actual_days),
        BookMonthCutoff::EvenMonths => t!(books.policy.cutoff.even_months),
        BookMonthCutoff::ThirtyDays => t!(books.policy.cutoff.thirty_days),
    }
}

pub fn depreciation(depreciation: BookDepreciation) -> &'static str {
    match depreciation {
        BookDepreciation::ByMonths => t!(books.policy.depreciation.by_months),
        BookDepreciation::ByDays => t!(books.policy.depreciation.by_days),
    }
}

pub fn current_split(split: BookCurrentSplit) -> &'static str {
    match split {
        BookCurrentSplit::Principal => t!(books.policy.split.principal),
        BookCurrentSplit::PresentValue => t!(books.policy.split.present_value),
    }
}

pub fn scope(scope: BookScopeProportion) -> &'static str {
    match scope {
        BookScopeProportion::Asset => t!(books.policy.scope.asset),
        BookScopeProportion::Liability => t!(books.policy.scope.liability),
    }
}

pub fn exemption(exemption: Option<BookExemption>) -> &'static str {
    match exemption {
        None => t!(books.policy.exemption.none),
        Some(BookExemption::ShortTerm) => t!(books.policy.exemption.short_term),
        Some(BookExemption::LowValue) => t!(books.policy.exemption.low_value),
    }
}

pub fn rounding(rounding: BookRounding) -> &'static str {
    match rounding {
        BookRounding::Cumulative => t!(books.policy.rounding.cumulative),
        BookRounding::EachRow => t!(books.policy.rounding.each_row),
    }
}

/// `december`: the last month of the fiscal year.
pub fn month_name(month: u32) -> String {
    NaiveDate::from_ymd_opt(2000, month, 1).map(format::month_alone).unwrap_or_default()
}

pub fn event(kind: LeaseEventKind) -> &'static str {
    match kind {
        LeaseEventKind::Index => t!(books.event.index),
        LeaseEventKind::FloatingRate => t!(books.event.floating_rate),
        LeaseEventKind::ResidualGuarantee => t!(books.event.residual_guarantee),
        LeaseEventKind::BecameFixed => t!(books.event.became_fixed),
        LeaseEventKind::Incentive => t!(books.event.incentive),
        LeaseEventKind::TermReassessed => t!(books.event.term_reassessed),
        LeaseEventKind::PurchaseReassessed => t!(books.event.purchase_reassessed),
        LeaseEventKind::Modification => t!(books.event.modification),
        LeaseEventKind::SeparateLease => t!(books.event.separate_lease),
        LeaseEventKind::TransferredOut => t!(books.event.transferred_out),
        LeaseEventKind::TransferredIn => t!(books.event.transferred_in),
        LeaseEventKind::Impairment => t!(books.event.impairment),
        LeaseEventKind::ImpairmentReversal => t!(books.event.impairment_reversal),
        LeaseEventKind::Sublease => t!(books.event.sublease),
        LeaseEventKind::Termination => t!(books.event.termination),
        LeaseEventKind::BuyOut => t!(books.event.buy_out),
    }
}

/// What the kind does, for the one who chooses it.
pub fn event_lead(kind: LeaseEventKind) -> &'static str {
    match kind {
        LeaseEventKind::Index
        | LeaseEventKind::ResidualGuarantee
        | LeaseEventKind::BecameFixed
        | LeaseEventKind::Incentive => t!(books.event_lead.unchanged_rate),
        LeaseEventKind::FloatingRate | LeaseEventKind::TermReassessed | LeaseEventKind::PurchaseReassessed => {
            t!(books.event_lead.revised_rate)
        }
        LeaseEventKind::Modification => t!(books.event_lead.modification),
        LeaseEventKind::SeparateLease => t!(books.event_lead.separate_lease),
        LeaseEventKind::TransferredOut => t!(books.event_lead.transferred_out),
        LeaseEventKind::TransferredIn => t!(books.event_lead.transferred_in),
        LeaseEventKind::Impairment => t!(books.event_lead.impairment),
        LeaseEventKind::ImpairmentReversal => t!(books.event_lead.impairment_reversal),
        LeaseEventKind::Sublease => t!(books.event_lead.sublease),
        LeaseEventKind::Termination => t!(books.event_lead.termination),
        LeaseEventKind::BuyOut => t!(books.event_lead.buy_out),
    }
}

/// What falls due after so many months and within so many; in years where it can be.
pub fn bucket(after: u32, within: Option<u32>) -> String {
    let is_years = after.is_multiple_of(12) && within.is_none_or(|months| months.is_multiple_of(12));
    match (is_years, within) {
        (true, None) => t!(books.maturity.after_years, n = after / 12),
        (false, None) => t!(books.maturity.after_months, n = after),
        (true, Some(within)) if after == 0 => t!(books.maturity.within_years, n = within / 12),
        (false, Some(within)) if after == 0 => t!(books.maturity.within_months, n = within),
        (true, Some(within)) => t!(books.maturity.between_years, from = after / 12, to = within / 12),
        (false, Some(within)) => t!(books.maturity.between_months, from = after, to = within),
    }
}
