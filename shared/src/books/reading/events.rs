//! What happened to a lease.

use chrono::NaiveDate;
use engine::books as eng;

use super::Reader;
use crate::books::register::{LeaseChangeKind, LeaseChangeView};
use crate::books::request::{LeaseEvent, LeaseEventKind, LeaseScope, LeaseShare, LeaseTerms};
use crate::books::{EVENTS_MAX, words};
use crate::problem::{FieldCode, FieldFault};

impl Reader {
    pub(super) fn events(&mut self, events: &[LeaseEvent], commencement: Option<NaiveDate>) -> Vec<eng::Event> {
        if events.len() > EVENTS_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&events.len().to_string());
            self.add("events", fault.expected(&format!("at most {EVENTS_MAX}")));
            return Vec::new();
        }
        let read = |(at, event)| self.event(&format!("events/{at}"), event, commencement);
        events.iter().enumerate().filter_map(read).collect()
    }

    /// What goes over in a foreign currency would have to keep the rates of every part of the asset on both sides, which
    /// is not built.
    pub(super) fn at_home(&mut self, events: &[LeaseEvent]) {
        for (at, event) in events.iter().enumerate() {
            if matches!(event.kind, LeaseEventKind::TransferredOut | LeaseEventKind::TransferredIn) {
                let fault =
                    FieldFault::new(FieldCode::InvalidValue).found("a transfer of a lease in a foreign currency");
                self.add(&format!("events/{at}/kind"), fault.expected("a lease in the company's own currency"));
            }
        }
    }

    pub(super) fn event(
        &mut self,
        path: &str,
        event: &LeaseEvent,
        commencement: Option<NaiveDate>,
    ) -> Option<eng::Event> {
        use LeaseEventKind as Kind;
        self.reach(&format!("{path}/on"), event.on);
        if commencement.is_some_and(|commencement| event.on < commencement) {
            self.before(&format!("{path}/on"), event.on, commencement);
        }
        let costs = matches!(
            event.kind,
            Kind::Impairment | Kind::ImpairmentReversal | Kind::Sublease | Kind::Termination | Kind::BuyOut
        );
        let subleases = event.kind == Kind::Sublease;
        let hands_over = matches!(event.kind, Kind::TransferredOut | Kind::TransferredIn);
        let measures = !costs && !hands_over && event.kind != Kind::SeparateLease;
        let revises = matches!(
            event.kind,
            Kind::FloatingRate | Kind::TermReassessed | Kind::PurchaseReassessed | Kind::Modification
        );
        let modifies = event.kind == Kind::Modification;
        for (field, is_given, belongs, is_required) in [
            ("terms", event.terms.is_some(), measures, measures),
            ("discount_rate", event.discount_rate.is_some(), revises, false),
            ("scope", event.scope.is_some(), modifies, modifies),
            ("remaining", event.remaining.is_some(), modifies, event.scope == Some(LeaseScope::Reduced)),
            ("subleased", event.subleased.is_some(), subleases, subleases),
            ("amount", event.amount.is_some(), costs, costs),
        ] {
            if is_given && !belongs {
                self.superfluous(&format!("{path}/{field}"), "nothing: this kind of event does not have it");
            } else if is_required && !is_given {
                self.missing(&format!("{path}/{field}"), "what this kind of event needs");
            }
        }
        let amount = event.amount.map_or(0, |amount| self.not_negative(&format!("{path}/amount"), amount));
        let rate = event.discount_rate.as_ref().and_then(|rate| self.rate(&format!("{path}/discount_rate"), rate));
        let terms = event.terms.as_ref().map(|terms| self.terms(&format!("{path}/terms"), terms, commencement));
        let scope = self.scope(path, event);
        let remeasured = |cause, terms| eng::EventKind::Remeasured { cause, terms, rate };
        let kind = match event.kind {
            Kind::Index => remeasured(eng::Cause::Index, terms?),
            Kind::FloatingRate => remeasured(eng::Cause::FloatingRate, terms?),
            Kind::ResidualGuarantee => remeasured(eng::Cause::ResidualGuarantee, terms?),
            Kind::BecameFixed => remeasured(eng::Cause::BecameFixed, terms?),
            Kind::Incentive => remeasured(eng::Cause::Incentive, terms?),
            Kind::TermReassessed => remeasured(eng::Cause::Term, terms?),
            Kind::PurchaseReassessed => remeasured(eng::Cause::PurchaseOption, terms?),
            Kind::Modification => eng::EventKind::Modified { terms: terms?, rate, scope },
            Kind::SeparateLease => eng::EventKind::SeparateLease,
            Kind::TransferredOut => eng::EventKind::GivenAway,
            Kind::TransferredIn => eng::EventKind::TakenOver,
            Kind::Impairment => eng::EventKind::Impaired { amount },
            Kind::ImpairmentReversal => eng::EventKind::ImpairmentReversed { amount },
            Kind::Sublease => {
                let LeaseShare { part, of } = event.subleased?;
                self.share(&format!("{path}/subleased"), LeaseShare { part, of });
                eng::EventKind::Subleased { part, of, claim: amount }
            }
            Kind::Termination => eng::EventKind::Terminated { penalty: amount },
            Kind::BuyOut => eng::EventKind::BoughtOut { price: amount },
        };
        let when = if hands_over { eng::When::EndOfDay } else { words::when(event.position) };
        Some(eng::Event { on: event.on, when, kind })
    }

    pub(super) fn share(&mut self, path: &str, LeaseShare { part, of }: LeaseShare) {
        if part == 0 || part > of {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&format!("{part} of {of}"));
            self.add(path, fault.expected("a part above 0 and no more than the whole; of nothing left, a termination"));
        }
    }

    pub(super) fn scope(&mut self, path: &str, event: &LeaseEvent) -> eng::Scope {
        match (event.scope, event.remaining) {
            (Some(LeaseScope::Reduced), Some(remaining)) => {
                self.share(&format!("{path}/remaining"), remaining);
                eng::Scope::Reduced { part: remaining.part, of: remaining.of }
            }
            (Some(LeaseScope::Kept | LeaseScope::Shortened), Some(_)) => {
                self.superfluous(&format!("{path}/remaining"), "nothing: only a reduced scope has it");
                eng::Scope::Kept
            }
            (Some(LeaseScope::Shortened), None) => eng::Scope::Shortened,
            _ => eng::Scope::Kept,
        }
    }

    pub(super) fn terms(&mut self, path: &str, terms: &LeaseTerms, commencement: Option<NaiveDate>) -> eng::Terms {
        self.reach(&format!("{path}/end_on"), terms.end_on);
        if let Some(commencement) = commencement {
            self.term(&format!("{path}/end_on"), commencement, terms.end_on);
        }
        let payments = self.payments(&format!("{path}/payments"), &terms.payments);
        self.unguaranteed(&format!("{path}/guarantee"), terms.guarantee.is_some() && terms.becomes_owned);
        let guarantee = self.guarantee(&format!("{path}/guarantee"), terms.guarantee.as_ref());
        eng::Terms { end: terms.end_on, payments, guarantee, becomes_owned: terms.becomes_owned }
    }

    /// How changes of an agreement are taken.
    pub(super) fn views(&mut self, views: &[LeaseChangeView]) {
        use LeaseChangeKind as Kind;
        if views.len() > EVENTS_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&views.len().to_string());
            self.add("changes", fault.expected(&format!("at most {EVENTS_MAX}")));
            return;
        }
        for (at, view) in views.iter().enumerate() {
            let path = format!("changes/{at}");
            self.reach(&format!("{path}/on"), view.on);
            let ends = |other: &LeaseChangeView| other.kind == Kind::Termination;
            if views.iter().take(at).any(|before| before.on == view.on && ends(before) == ends(view)) {
                let fault = FieldFault::new(FieldCode::Duplicate).found(&view.on.to_string());
                self.add(&format!("{path}/on"), fault.expected("each change once"));
            }
            let modifies = view.kind == Kind::Modification;
            let revises = modifies || matches!(view.kind, Kind::FloatingRate | Kind::TermReassessed);
            let reduces = view.scope == Some(LeaseScope::Reduced);
            for (field, is_given, belongs, is_required) in [
                ("scope", view.scope.is_some(), modifies, modifies),
                ("remaining", view.remaining.is_some(), modifies && reduces, modifies && reduces),
                ("discount_rate", view.discount_rate.is_some(), revises, false),
                ("amount", view.amount.is_some(), view.kind == Kind::Termination, false),
            ] {
                if is_given && !belongs {
                    self.superfluous(&format!("{path}/{field}"), "nothing: this kind of change does not have it");
                } else if is_required && !is_given {
                    self.missing(&format!("{path}/{field}"), "what this kind of change needs");
                }
            }
            if let Some(rate) = &view.discount_rate {
                self.rate(&format!("{path}/discount_rate"), rate);
            }
            if let Some(share) = view.remaining {
                self.share(&format!("{path}/remaining"), share);
            }
            if let Some(amount) = view.amount {
                self.not_negative(&format!("{path}/amount"), amount);
            }
        }
    }
}
