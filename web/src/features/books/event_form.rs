//! Something that happened to the lease in the books: what it is, its effect, and only then recorded.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::Timing;
use shared::books::{
    BookEntry, BookFramework, BookPreview, LeaseEvent, LeaseEventKind, LeasePaymentKind, LeasePayments, LeasePosition,
    LeaseScope, LeaseTerms, NewBookPreview, NewLeaseEvent,
};
use shared::money::Amount;

use super::effect::Effect as Shown;
use super::parts::{PaymentDrafts, Payments, RateDraft, RateField, ShareDraft, amount, day};
use super::{Subject, api, words};
use crate::client::{self, FormErrors};
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::checkbox::Checkbox;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::{Entry, EntryField, EntryKind, TextInput};
use crate::ui::select::Select;

const KINDS: [LeaseEventKind; 14] = [
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
    after_payment: RwSignal<bool>,
    end_on: Entry,
    payments: PaymentDrafts,
    becomes_owned: RwSignal<bool>,
    rate: RateDraft,
    scope: RwSignal<String>,
    remaining: ShareDraft,
    subleased: ShareDraft,
    amount: Entry,
    framework: RwSignal<String>,
    reason: RwSignal<String>,
}

impl Draft {
    fn read(self, errors: FormErrors) -> Option<NewLeaseEvent> {
        errors.clear();
        let kind = self.kind.get_untracked();
        let on = day(self.on, "/event/on", errors);
        if on.is_none() {
            errors.add("/event/on", t!(books.form.day_missing));
        }
        let terms = has_terms(kind).then(|| {
            let end_on = day(self.end_on, "/event/terms/end_on", errors);
            if end_on.is_none() {
                errors.add("/event/terms/end_on", t!(books.form.end_missing));
            }
            let payments = self.payments.read(errors);
            let becomes_owned = self.becomes_owned.get_untracked();
            end_on.map(|end_on| LeaseTerms { end_on, payments, guarantee: None, becomes_owned })
        });
        let scope = (kind == LeaseEventKind::Modification).then(|| match self.scope.get_untracked().as_str() {
            "reduced" => LeaseScope::Reduced,
            "shortened" => LeaseScope::Shortened,
            _ => LeaseScope::Kept,
        });
        let event = LeaseEvent {
            on: on.unwrap_or_default(),
            position: if self.after_payment.get_untracked() {
                LeasePosition::AfterPayment
            } else {
                LeasePosition::BeforePayment
            },
            kind,
            terms: terms.flatten(),
            discount_rate: has_rate(kind).then(|| self.rate.read("/event/discount_rate/percent", errors)).flatten(),
            scope,
            remaining: (scope == Some(LeaseScope::Reduced)).then(|| self.remaining.read()).flatten(),
            subleased: (kind == LeaseEventKind::Sublease).then(|| self.subleased.read()).flatten(),
            amount: has_amount(kind).then(|| amount(self.amount, "/event/amount", errors)).flatten(),
        };
        let reason = Some(self.reason.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let framework = self.framework.get_untracked();
        let frameworks = FRAMEWORKS.into_iter().filter(|each| words::code(*each) == framework).collect();
        (!errors.any()).then_some(NewLeaseEvent { event, frameworks, reason })
    }
}

const FRAMEWORKS: [BookFramework; 6] = [
    BookFramework::Ifrs16,
    BookFramework::K3,
    BookFramework::Asc842,
    BookFramework::K2,
    BookFramework::K3LegalEntity,
    BookFramework::Rfr2,
];

#[component]
pub fn EventForm(subject: Subject, on_done: Callback<String>) -> impl IntoView {
    let draft = Draft {
        kind: RwSignal::new(LeaseEventKind::Index),
        on: Entry::date(Some(subject.company().as_of.date_untracked())),
        after_payment: RwSignal::new(false),
        end_on: Entry::new(EntryKind::Date),
        payments: PaymentDrafts::new(&[]),
        becomes_owned: RwSignal::new(false),
        rate: RateDraft::new(None),
        scope: RwSignal::new("kept".to_owned()),
        remaining: ShareDraft::new(),
        subleased: ShareDraft::new(),
        amount: Entry::new(EntryKind::Amount),
        framework: RwSignal::new(String::new()),
        reason: RwSignal::new(String::new()),
    };
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let preview = RwSignal::new(None::<BookPreview>);
    let key = StoredValue::new(client::idempotency_key());
    let look = move || {
        let (Some(event), Some(id)) = (draft.read(errors), subject.id.get_untracked()) else { return };
        let body = NewBookPreview {
            event: Some(event),
            undo: None,
            accounting: None,
            change: None,
            frameworks: Vec::new(),
            as_of: None,
            period_months: 12,
        };
        busy.set(true);
        let company = subject.company();
        spawn_local(async move {
            match api::preview(&company, id, &body).await {
                Ok(answer) => {
                    let _ = preview.try_set(Some(answer));
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (Some(body), Some(id)) = (draft.read(errors), subject.id.get_untracked()) else { return };
        busy.set(true);
        let company = subject.company();
        spawn_local(async move {
            match api::record_event(&company, id, &body, &key.get_value()).await {
                Ok(_) => on_done.run(t!(books.recorded.saved).to_owned()),
                Err(error) => {
                    let _ = key.try_update_value(|key| *key = client::idempotency_key());
                    errors.show(&error);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    // What the agreement still has to pay is where most events begin from.
    let take_payments = move || {
        let (Some(id), Ok(Some(on))) = (subject.id.get_untracked(), draft.on.day_untracked()) else { return };
        let company = subject.company();
        busy.set(true);
        spawn_local(async move {
            match api::book(&company, id, BookFramework::K3LegalEntity, Some(on), None).await {
                Ok(book) => {
                    draft.end_on.set_day(Some(book.policies.end_on));
                    let paid = book.rows.iter().filter(|row| row.entry == BookEntry::Payment && row.on >= on);
                    let paid: Vec<_> = paid.map(|row| (row.on, row.movement.cash)).collect();
                    let timing = subject.timing.get_untracked();
                    draft.payments.replace(&in_series(&paid, timing));
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let kinds: Vec<_> = KINDS.into_iter().map(|kind| (number(kind), words::event(kind).to_owned())).collect();
    let choose_kind = move |chosen: String| {
        if let Some(kind) = KINDS.into_iter().find(|kind| number(*kind) == chosen) {
            draft.kind.set(kind);
            preview.set(None);
        }
    };
    let frameworks: Vec<_> = std::iter::once((String::new(), t!(books.form.all_books).to_owned()))
        .chain(FRAMEWORKS.map(|each| (words::code(each).to_owned(), words::framework(each).to_owned())))
        .collect();
    let scopes: Vec<_> = [
        ("kept", t!(books.form.scope_kept)),
        ("reduced", t!(books.form.scope_reduced)),
        ("shortened", t!(books.form.scope_shortened)),
    ]
    .into_iter()
    .map(|(key, text)| (key.to_owned(), text.to_owned()))
    .collect();
    let scopes = Signal::stored(scopes);
    let kind = move || draft.kind.get();
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors />
            <Field label=t!(books.form.event_kind) pointer="/event/kind" errors required=true>
                <Select value=Signal::derive(move || number(kind())) on_change=choose_kind options=Signal::stored(kinds) />
            </Field>
            <p class="books-note">{move || words::event_lead(kind())}</p>
            <EntryField label=t!(books.form.event_day) pointer="/event/on" entry=draft.on errors required=true />
            <Checkbox checked=draft.after_payment label=t!(books.form.after_payment) />
            {move || has_terms(kind()).then(|| view! {
                <div class="button-row"><Button busy icon=Icon::Download on_press=take_payments>{t!(books.form.take_payments)}</Button></div>
                <EntryField label=t!(books.form.new_end) pointer="/event/terms/end_on" entry=draft.end_on errors required=true />
                <Payments drafts=draft.payments errors />
                <Checkbox checked=draft.becomes_owned label=t!(books.fact.becomes_owned) />
            })}
            {move || has_rate(kind()).then(|| view! {
                <RateField draft=draft.rate label=t!(books.fact.revised_rate) pointer="/event/discount_rate/percent"
                    basis_pointer="/event/discount_rate/times_a_year" errors />
            })}
            {move || (kind() == LeaseEventKind::Modification).then(|| view! {
                <Field label=t!(books.form.scope) pointer="/event/scope" errors>
                    <Select value=draft.scope on_change=move |chosen| draft.scope.set(chosen) options=scopes />
                </Field>
            })}
            {move || (kind() == LeaseEventKind::Modification && draft.scope.get() == "reduced").then(|| view! {
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
            <Field label=t!(books.form.in_books) pointer="/frameworks" errors>
                <Select value=draft.framework on_change=move |chosen| draft.framework.set(chosen) options=Signal::stored(frameworks) />
            </Field>
            <Field label=t!(books.form.reason) pointer="/reason" errors optional=true>
                <TextInput value=draft.reason />
            </Field>
            {move || preview.get().map(|preview| view! { <Shown preview /> })}
            <div class="dialog-foot">
                <Button busy on_press=look>{t!(books.form.preview)}</Button>
                <Button submit=true kind=ButtonKind::Primary busy>{t!(books.form.save_event)}</Button>
            </div>
        </form>
    }
}

fn number(kind: LeaseEventKind) -> String {
    KINDS.iter().position(|each| *each == kind).unwrap_or_default().to_string()
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
