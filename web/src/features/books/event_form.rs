//! Something that happened to the lease in the books: what it is, its effect, and only then recorded.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::Timing;
use shared::books::{
    BookEntry, BookFramework, LeaseEvent, LeaseEventKind, LeaseGuarantee, LeasePaymentKind, LeasePayments,
    LeasePosition, LeaseScope, LeaseTerms, NewBookPreview, NewLeaseEvent,
};
use shared::money::Amount;

use super::parts::{Choice, PaymentDrafts, Payments, RateDraft, RateField, ShareDraft, amount, day, given, said};
use super::seen::{Seen, SeenFoot};
use super::{Subject, api, words};
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::t;
use crate::ui::button::Button;
use crate::ui::checkbox::Checkbox;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::{Entry, EntryField, EntryKind, TextInput};
use crate::ui::select::Select;

const KINDS: [LeaseEventKind; 16] = [
    LeaseEventKind::Index,
    LeaseEventKind::FloatingRate,
    LeaseEventKind::TermReassessed,
    LeaseEventKind::PurchaseReassessed,
    LeaseEventKind::Modification,
    LeaseEventKind::SeparateLease,
    LeaseEventKind::ResidualGuarantee,
    LeaseEventKind::BecameFixed,
    LeaseEventKind::Incentive,
    LeaseEventKind::Impairment,
    LeaseEventKind::ImpairmentReversal,
    LeaseEventKind::Sublease,
    LeaseEventKind::Termination,
    LeaseEventKind::BuyOut,
    LeaseEventKind::TransferredOut,
    LeaseEventKind::TransferredIn,
];

fn has_terms(kind: LeaseEventKind) -> bool {
    !matches!(
        kind,
        LeaseEventKind::SeparateLease
            | LeaseEventKind::Impairment
            | LeaseEventKind::ImpairmentReversal
            | LeaseEventKind::Sublease
            | LeaseEventKind::Termination
            | LeaseEventKind::BuyOut
            | LeaseEventKind::TransferredOut
            | LeaseEventKind::TransferredIn
    )
}

fn has_rate(kind: LeaseEventKind) -> bool {
    matches!(
        kind,
        LeaseEventKind::FloatingRate
            | LeaseEventKind::TermReassessed
            | LeaseEventKind::PurchaseReassessed
            | LeaseEventKind::Modification
    )
}

fn has_amount(kind: LeaseEventKind) -> bool {
    matches!(
        kind,
        LeaseEventKind::Impairment
            | LeaseEventKind::ImpairmentReversal
            | LeaseEventKind::Sublease
            | LeaseEventKind::Termination
            | LeaseEventKind::BuyOut
    )
}

#[derive(Clone, Copy)]
struct Draft {
    kind: RwSignal<LeaseEventKind>,
    on: Entry,
    position: RwSignal<String>,
    end_on: Entry,
    payments: PaymentDrafts,
    guarantee_expected: Entry,
    guarantee_full: Entry,
    becomes_owned: RwSignal<bool>,
    rate: RateDraft,
    scope: RwSignal<String>,
    remaining: ShareDraft,
    subleased: ShareDraft,
    amount: Entry,
    frameworks: [(BookFramework, RwSignal<bool>); 6],
    reason: RwSignal<String>,
}

impl Draft {
    fn new(on: NaiveDate) -> Self {
        Self {
            kind: RwSignal::new(LeaseEventKind::Index),
            on: Entry::date(Some(on)),
            position: RwSignal::new(code(LeasePosition::BeforePayment)),
            end_on: Entry::new(EntryKind::Date),
            payments: PaymentDrafts::new(&[]),
            guarantee_expected: Entry::new(EntryKind::Amount),
            guarantee_full: Entry::new(EntryKind::Amount),
            becomes_owned: RwSignal::new(false),
            rate: RateDraft::new(None),
            scope: RwSignal::new(code(LeaseScope::Kept)),
            remaining: ShareDraft::new(None),
            subleased: ShareDraft::new(None),
            amount: Entry::new(EntryKind::Amount),
            frameworks: BookFramework::ALL.map(|framework| (framework, RwSignal::new(false))),
            reason: RwSignal::new(String::new()),
        }
    }

    /// All that the form says, for [`Seen`].
    fn said(self) -> String {
        let entries = [self.on, self.end_on, self.guarantee_expected, self.guarantee_full, self.amount].map(said);
        let books = self.frameworks.map(|(_, chosen)| chosen.get());
        let rest = [
            self.payments.said(),
            self.rate.said(),
            self.remaining.said(),
            self.subleased.said(),
            self.position.get(),
            self.scope.get(),
            self.reason.get(),
        ];
        format!("{:?} {entries:?} {} {books:?} {rest:?}", self.kind.get(), self.becomes_owned.get())
    }

    /// Both, or neither: what is said of a part says nothing of the rest.
    fn guarantee(self, errors: FormErrors) -> Option<LeaseGuarantee> {
        let expected = amount(self.guarantee_expected, "/event/terms/guarantee/expected", errors);
        let full = amount(self.guarantee_full, "/event/terms/guarantee/full", errors);
        if expected.is_some() && full.is_none() {
            errors.add("/event/terms/guarantee/full", t!(books.form.guarantee_full_missing));
        }
        full.map(|full| LeaseGuarantee { expected: expected.unwrap_or_default(), full: Some(full) })
    }

    fn terms(self, errors: FormErrors) -> Option<LeaseTerms> {
        let end_on = day(self.end_on, "/event/terms/end_on", errors);
        if end_on.is_none() {
            errors.add("/event/terms/end_on", t!(books.form.end_missing));
        }
        let payments = self.payments.read(errors);
        let guarantee = self.guarantee(errors);
        Some(LeaseTerms { end_on: end_on?, payments, guarantee, becomes_owned: self.becomes_owned.get_untracked() })
    }

    fn read(self, errors: FormErrors) -> Option<NewLeaseEvent> {
        errors.clear();
        let kind = self.kind.get_untracked();
        let on = day(self.on, "/event/on", errors);
        if on.is_none() {
            errors.add("/event/on", t!(books.form.day_missing));
        }
        let scope = (kind == LeaseEventKind::Modification).then(|| of_code(&self.scope.get_untracked())).flatten();
        let event = LeaseEvent {
            on: on.unwrap_or_default(),
            position: of_code(&self.position.get_untracked()).unwrap_or_default(),
            kind,
            terms: has_terms(kind).then(|| self.terms(errors)).flatten(),
            discount_rate: has_rate(kind).then(|| self.rate.read("/event/discount_rate/percent", errors)).flatten(),
            scope,
            remaining: (scope == Some(LeaseScope::Reduced)).then(|| self.remaining.read()).flatten(),
            subleased: (kind == LeaseEventKind::Sublease).then(|| self.subleased.read()).flatten(),
            amount: has_amount(kind).then(|| amount(self.amount, "/event/amount", errors)).flatten(),
        };
        let frameworks =
            self.frameworks.into_iter().filter(|(_, chosen)| chosen.get_untracked()).map(|(each, _)| each).collect();
        (!errors.any()).then(|| NewLeaseEvent { event, frameworks, reason: given(self.reason) })
    }
}

#[component]
pub fn EventForm(subject: Subject, on_done: Callback<String>) -> impl IntoView {
    let draft = Draft::new(subject.company().as_of.date_untracked());
    let errors = FormErrors::new();
    let seen = Seen::new(subject, errors, move || draft.said());
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(body) = draft.read(errors) else { return };
        let asked = NewBookPreview {
            event: Some(body.clone()),
            undo: None,
            accounting: None,
            change: None,
            frameworks: Vec::new(),
            as_of: None,
            period_months: 12,
        };
        seen.look(body, asked);
    };
    let save = Callback::new(move |()| {
        seen.record(
            |company, id, body, key| async move { api::record_event(&company, id, &body, &key).await },
            move || on_done.run(t!(books.recorded.saved).to_owned()),
        );
    });
    view! {
        <form class="form" novalidate on:submit=look>
            <ErrorSummary errors />
            <What subject draft busy=seen.busy() errors />
            <fieldset class="form-list" id="field-frameworks" tabindex="-1">
                <legend>{t!(books.form.in_books)}</legend>
                <p class="field-hint">{t!(books.form.all_books)}</p>
                <div class="books-choices">
                    {draft.frameworks.map(|(each, chosen)| view! { <Checkbox checked=chosen label=words::framework(each) /> }).collect_view()}
                </div>
            </fieldset>
            <Field label=t!(books.form.reason) pointer="/reason" errors optional=true>
                <TextInput value=draft.reason />
            </Field>
            <SeenFoot seen save=t!(books.form.save_event) on_save=save />
        </form>
    }
}

/// What happened, when, and what it is reckoned from.
#[component]
fn What(subject: Subject, draft: Draft, busy: RwSignal<bool>, errors: FormErrors) -> impl IntoView {
    let kinds: Vec<_> = KINDS.into_iter().map(|kind| (code(kind), words::event(kind).to_owned())).collect();
    let choose_kind = move |chosen: String| {
        if let Some(kind) = of_code(&chosen) {
            draft.kind.set(kind);
        }
    };
    let scopes = || {
        vec![
            (code(LeaseScope::Kept), t!(books.form.scope_kept).to_owned()),
            (code(LeaseScope::Reduced), t!(books.form.scope_reduced).to_owned()),
            (code(LeaseScope::Shortened), t!(books.form.scope_shortened).to_owned()),
        ]
    };
    let positions = vec![
        (code(LeasePosition::BeforePayment), t!(books.form.before_payment).to_owned()),
        (code(LeasePosition::AfterPayment), t!(books.form.after_payment).to_owned()),
        (code(LeasePosition::EndOfDay), t!(books.form.end_of_day).to_owned()),
    ];
    let kind = move || draft.kind.get();
    let is_reduced = move || kind() == LeaseEventKind::Modification && draft.scope.get() == code(LeaseScope::Reduced);
    view! {
        <Field label=t!(books.form.event_kind) pointer="/event/kind" errors required=true>
            <Select value=Signal::derive(move || code(kind())) on_change=choose_kind options=Signal::stored(kinds) />
        </Field>
        <p class="books-note">{move || words::event_lead(kind())}</p>
        <div class="form-columns">
            <EntryField label=t!(books.form.event_day) pointer="/event/on" entry=draft.on errors required=true />
            <Choice label=t!(books.form.position) pointer="/event/position" value=draft.position options=positions errors />
        </div>
        {move || has_terms(kind()).then(|| view! { <Terms subject draft busy errors /> })}
        {move || has_rate(kind()).then(|| view! {
            <RateField draft=draft.rate label=t!(books.fact.revised_rate) pointer="/event/discount_rate/percent"
                basis_pointer="/event/discount_rate/times_a_year" errors />
        })}
        {move || (kind() == LeaseEventKind::Modification).then(|| view! {
            <Choice label=t!(books.form.scope) pointer="/event/scope" value=draft.scope options=scopes() errors />
        })}
        {move || is_reduced().then(|| view! {
            <div class="form-columns">
                <EntryField label=t!(books.form.remaining_part) pointer="/event/remaining/part" entry=draft.remaining.part errors />
                <EntryField label=t!(books.form.remaining_of) pointer="/event/remaining/of" entry=draft.remaining.of errors />
            </div>
        })}
        {move || (kind() == LeaseEventKind::Sublease).then(|| view! {
            <div class="form-columns">
                <EntryField label=t!(books.form.subleased_part) pointer="/event/subleased/part" entry=draft.subleased.part errors />
                <EntryField label=t!(books.form.remaining_of) pointer="/event/subleased/of" entry=draft.subleased.of errors />
            </div>
        })}
        {move || has_amount(kind()).then(|| view! {
            <EntryField label=t!(books.form.amount) pointer="/event/amount" entry=draft.amount errors />
        })}
    }
}

/// What is paid from the day on, and until when.
#[component]
fn Terms(subject: Subject, draft: Draft, busy: RwSignal<bool>, errors: FormErrors) -> impl IntoView {
    // What the agreement still has to pay is where most events begin from.
    let take_payments = move || {
        let (Some(id), Ok(Some(on))) = (subject.id.get_untracked(), draft.on.day_untracked()) else { return };
        let company = subject.company();
        busy.set(true);
        spawn_local(async move {
            let answer = api::book(&company, id, BookFramework::K3LegalEntity, Some(on), None).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(book) => {
                    draft.end_on.set_day(Some(book.policies.end_on));
                    let paid = book.rows.iter().filter(|row| row.entry == BookEntry::Payment && row.on >= on);
                    let paid: Vec<_> = paid.map(|row| (row.on, row.movement.cash)).collect();
                    draft.payments.replace(&in_series(&paid, subject.timing.get_untracked()));
                }
                Err(error) => errors.show(&error),
            }
        });
    };
    view! {
        <div class="button-row"><Button busy icon=Icon::Download on_press=take_payments>{t!(books.form.take_payments)}</Button></div>
        <EntryField label=t!(books.form.new_end) pointer="/event/terms/end_on" entry=draft.end_on errors required=true />
        <Payments drafts=draft.payments errors />
        <fieldset class="form-list">
            <legend>{t!(books.form.guarantee)}</legend>
            <p class="field-hint">{t!(books.form.guarantee_hint)}</p>
            <div class="form-columns">
                <EntryField label=t!(books.form.guarantee_full) pointer="/event/terms/guarantee/full" entry=draft.guarantee_full errors optional=true />
                <EntryField label=t!(books.form.guarantee_expected) pointer="/event/terms/guarantee/expected" entry=draft.guarantee_expected errors optional=true />
            </div>
        </fieldset>
        <Checkbox checked=draft.becomes_owned label=t!(books.fact.becomes_owned) />
    }
}

/// Equal payments as far apart as each other become one series.
fn in_series(paid: &[(NaiveDate, Amount)], timing: Timing) -> Vec<LeasePayments> {
    use chrono::Datelike;
    let months = |a: NaiveDate, b: NaiveDate| {
        u32::try_from((b.year() - a.year()) * 12 + b.month().cast_signed() - a.month().cast_signed()).unwrap_or(1)
    };
    let mut series: Vec<LeasePayments> = Vec::new();
    let mut last: Option<NaiveDate> = None;
    for (on, amount) in paid.iter().copied().filter(|(_, amount)| *amount != Amount::ZERO) {
        let gap = last.map(|last| months(last, on).max(1));
        last = Some(on);
        let goes_on = |series: &&mut LeasePayments| {
            series.amount == amount && gap.is_some_and(|gap| series.count == 1 || series.every_months == gap)
        };
        match series.last_mut().filter(goes_on) {
            Some(series) => {
                series.every_months = gap.unwrap_or(1);
                series.count += 1;
            }
            None => series.push(LeasePayments {
                due_on: on,
                amount,
                count: 1,
                every_months: 1,
                timing,
                kind: LeasePaymentKind::Lease,
            }),
        }
    }
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_payments_evenly_apart_are_one_series() {
        let at = |day: &str, minor: i64| (day.parse().unwrap(), Amount::from_minor(minor).unwrap());
        let paid = [
            at("2026-01-01", 100),
            at("2026-04-01", 100),
            at("2026-07-01", 100),
            at("2026-10-01", 110),
            at("2027-01-01", 110),
        ];
        let series = in_series(&paid, Timing::Advance);
        let said: Vec<_> = series.iter().map(|one| (one.due_on.to_string(), one.count, one.every_months)).collect();
        assert_eq!(said, [("2026-01-01".to_owned(), 3, 3), ("2026-10-01".to_owned(), 2, 3)]);
        assert_eq!(series.iter().map(|one| one.amount.minor() * i64::from(one.count)).sum::<i64>(), 520);
    }
}
