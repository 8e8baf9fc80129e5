//! What makes no sense in a lease or had to be assumed, where it stands, and what to do about it.

use chrono::NaiveDate;
use engine::books as eng;
use serde::{Deserialize, Serialize};

use crate::ids::LeaseEventId;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct BookFinding {
    pub code: BookFindingCode,
    /// Where in the request: a JSON Pointer. Of an agreement, where in what is recorded of its accounting.
    pub pointer: String,
    pub remedy: BookRemedy,
    /// The day of the event, option or change it is about, or from which something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<NaiveDate>,
    /// The day of what was taken instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found_on: Option<NaiveDate>,
    /// The recorded event it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event_id: Option<LeaseEventId>,
}

/// What makes no sense, or had to be assumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookFindingCode {
    /// Nothing is capitalised without a rate; the book is empty.
    RateMissing,
    /// No exchange rate on or before its first day.
    ExchangeRateMissing,
    /// The terms cannot be calculated: see the agreement.
    TermsNotCalculable,
    /// The rate before it goes on.
    RevisedRateMissing,
    /// Expensed as they fall due.
    PaymentsAfterEnd,
    /// Left out.
    EventBeforeCommencement,
    /// Left out: the lease is over.
    EventAfterEnd,
    /// Left out: its terms are over before its day.
    TermsEndBeforeEvent,
    /// The asset stops at nothing, and the rest is a gain.
    RemeasuredBelowZero,
    /// Longer than twelve months, or with a purchase option: capitalised after all.
    ShortTermNotMet,
    /// The present value is taken without being held against one.
    FairValueMissing,
    /// No rate makes the payments worth the fair value; the given one is used.
    FairValueNotMet,
    /// More is to be received than paid.
    LiabilityNegative,
    /// Given as operating, but the asset becomes the lessee's: a finance lease under ASC 842.
    OwnershipMakesFinance,
    /// From the event on the asset becomes the lessee's: the operating lease goes on as one.
    BecomesFinance,
    /// No more is taken back than what the asset would be carried at without any impairment.
    ReversedAboveCeiling,
    /// Left out: US GAAP takes no impairment back.
    ReversalNotAllowed,
    /// Fees go on after the term; they are a cost outside the liability until the term is assessed anew.
    RunsPastTerm,
    /// The asset is nothing from the start, and what is received beyond it is a gain.
    IncentivesAboveAsset,
    /// No more is taken than what the asset is carried at.
    ImpairedAboveCarrying,
    /// Nothing is left of the asset, so that all of the claim is a gain.
    SubleaseOfNothing,
    /// The same event is there twice, with the same day and the same content.
    SameEventTwice,
    /// The event says another residual value guarantee than the one in force.
    GuaranteeChanged,
    /// The assessed end is before commencement; the agreement's own is used.
    EndBeforeCommencement,
    /// The day of the option is before commencement, or before the day it was assessed; it is not used.
    OptionInPast,
    /// An extension that ends no later, or a termination that ends no earlier, than the term without it.
    OptionOutsideTerm,
    /// It is reasonably certain together with a termination assessed on the same day; the later one listed rules.
    OptionsConflict,
    /// Assessed after the agreement has ended; it is not used.
    OptionAfterEnd,
    /// It is reasonably certain, but an extension before it is not.
    OptionNotJoined,
    /// The agreement has no such change on the day; nothing is taken otherwise.
    ChangeNotFound,
    /// The latest exchange rate is more than seven bank days older than the day it is used for.
    ExchangeRateOld,
}

/// What to do about a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BookRemedy {
    GiveRate,
    /// From the day the finding says.
    GiveExchangeRate,
    GiveRevisedRate,
    /// Move the end of the term, or list them as expensed.
    MoveEndOrExpense,
    MoveOrRemoveEvent,
    /// See that the terms of the event are right; the answer stands if they are.
    CheckTerms,
    /// Take the exemption off.
    RemoveExemption,
    GiveFairValue,
    CheckFairValue,
    CheckPayments,
    /// Say in `accounting.classification` what the lease is now, or see that the terms are right.
    ClassifyAnew,
    CheckAmount,
    /// Say in `accounting.end_on`, by an option or by an event how long the lease runs.
    AssessTerm,
    /// See that the options' days and assessments are right.
    CheckOption,
    /// Move it to the day of the change, or remove it.
    CheckChange,
}

/// What a finding of the engine is called, what to do about it, and which event it is about or else where in the request
/// it stands.
fn named(finding: eng::Finding) -> (BookFindingCode, BookRemedy, Result<usize, &'static str>) {
    use BookFindingCode as Code;
    use BookRemedy as Remedy;
    use eng::Finding as Found;
    match finding {
        Found::RateMissing => (Code::RateMissing, Remedy::GiveRate, Err("/accounting/discount_rate")),
        Found::RevisedRateMissing { event } => (Code::RevisedRateMissing, Remedy::GiveRevisedRate, Ok(event)),
        Found::PaymentsAfterEnd => (Code::PaymentsAfterEnd, Remedy::MoveEndOrExpense, Err("/contract")),
        Found::RunsPastTerm => (Code::RunsPastTerm, Remedy::AssessTerm, Err("/accounting/end_on")),
        Found::EventBeforeCommencement { event } => {
            (Code::EventBeforeCommencement, Remedy::MoveOrRemoveEvent, Ok(event))
        }
        Found::EventAfterEnd { event } => (Code::EventAfterEnd, Remedy::MoveOrRemoveEvent, Ok(event)),
        Found::TermsEndBefore { event } => (Code::TermsEndBeforeEvent, Remedy::CheckTerms, Ok(event)),
        Found::RemeasuredBelowZero { event } => (Code::RemeasuredBelowZero, Remedy::CheckTerms, Ok(event)),
        Found::ShortTermNotMet => (Code::ShortTermNotMet, Remedy::RemoveExemption, Err("/book/policy/exemption")),
        Found::FairValueMissing => (Code::FairValueMissing, Remedy::GiveFairValue, Err("/accounting/fair_value")),
        Found::FairValueNotMet => (Code::FairValueNotMet, Remedy::CheckFairValue, Err("/accounting/fair_value")),
        Found::LiabilityNegative => (Code::LiabilityNegative, Remedy::CheckPayments, Err("/contract")),
        Found::OwnershipMakesFinance => {
            (Code::OwnershipMakesFinance, Remedy::ClassifyAnew, Err("/accounting/classification"))
        }
        Found::BecomesFinance { event } => (Code::BecomesFinance, Remedy::ClassifyAnew, Ok(event)),
        Found::ReversedAboveCeiling { event } => (Code::ReversedAboveCeiling, Remedy::CheckAmount, Ok(event)),
        Found::ReversalNotAllowed { event } => (Code::ReversalNotAllowed, Remedy::MoveOrRemoveEvent, Ok(event)),
        Found::IncentivesAboveAsset => {
            (Code::IncentivesAboveAsset, Remedy::CheckAmount, Err("/accounting/incentives_received"))
        }
        Found::ImpairedAboveCarrying { event } => (Code::ImpairedAboveCarrying, Remedy::CheckAmount, Ok(event)),
        Found::SubleaseOfNothing { event } => (Code::SubleaseOfNothing, Remedy::CheckAmount, Ok(event)),
    }
}

/// What the events of a lease are called in an answer.
#[derive(Clone, Copy, Default)]
pub(super) struct EventNames<'a> {
    pub(super) events: &'a [eng::Event],
    /// How many of them follow from the agreement.
    pub(super) derived: usize,
    /// Of those after them, where they are recorded.
    pub(super) ids: &'a [LeaseEventId],
}

impl EventNames<'_> {
    pub(super) fn finding(&self, finding: eng::Finding) -> BookFinding {
        let (code, remedy, place) = named(finding);
        let (pointer, on, event_id) = match place {
            Ok(event) => {
                let listed = event.checked_sub(self.derived);
                let pointer = match listed {
                    Some(at) => format!("/events/{at}"),
                    None if code == BookFindingCode::RevisedRateMissing => {
                        "/accounting/revised_discount_rate".to_owned()
                    }
                    None => "/contract".to_owned(),
                };
                let on = self.events.get(event).map(|event| event.on);
                (pointer, on, listed.and_then(|at| self.ids.get(at).copied()))
            }
            Err(pointer) => (pointer.to_owned(), None, None),
        };
        BookFinding { code, pointer, remedy, on, found_on: None, event_id }
    }

    /// About a listed event.
    pub(super) fn listed(&self, at: usize, code: BookFindingCode, remedy: BookRemedy) -> BookFinding {
        let on = self.events.get(self.derived + at).map(|event| event.on);
        let event_id = self.ids.get(at).copied();
        BookFinding { code, pointer: format!("/events/{at}"), remedy, on, found_on: None, event_id }
    }
}

impl BookFinding {
    /// About something that is no event.
    pub(super) fn at(code: BookFindingCode, pointer: String, remedy: BookRemedy, on: Option<NaiveDate>) -> Self {
        Self { code, pointer, remedy, on, found_on: None, event_id: None }
    }
}
