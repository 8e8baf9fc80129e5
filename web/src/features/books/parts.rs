//! Parts that several forms of the books have: a discount rate, and what is paid.

use leptos::prelude::*;
use shared::agreements::Timing;
use shared::books::{LeasePaymentKind, LeasePayments, LeaseRate, LeaseRateBasis, LeaseShare};
use shared::money::{Amount, RatePercent};

use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::features::agreements::words as agreement_words;
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::{DateInput, Entry, EntryField, EntryInput, EntryKind};
use crate::ui::select::{Select, SelectOption};

/// A rate while it is typed: percent and how it is meant.
#[derive(Clone, Copy)]
pub struct RateDraft {
    pub percent: Entry,
    /// How often it compounds in a year; nothing: it is effective.
    times: RwSignal<String>,
}

impl RateDraft {
    pub fn new(rate: Option<LeaseRate>) -> Self {
        let times = rate.filter(|rate| rate.basis == LeaseRateBasis::Nominal).and_then(|rate| rate.times_a_year);
        Self {
            percent: Entry::percent(rate.map(|rate| rate.percent.ppb())),
            times: RwSignal::new(times.map(|times| times.to_string()).unwrap_or_default()),
        }
    }

    pub fn said(self) -> String {
        format!("{} {}", said(self.percent), self.times.get())
    }

    /// [`None`] where nothing is given; a fault is said at the field.
    pub fn read(self, pointer: &str, errors: FormErrors) -> Option<LeaseRate> {
        let percent = match self.percent.value_untracked() {
            Ok(percent) => percent?,
            Err(_) => {
                errors.add(pointer, t!(books.form.rate_unreadable));
                return None;
            }
        };
        let times_a_year = self.times.with_untracked(|times| times.parse().ok());
        let basis = if times_a_year.is_some() { LeaseRateBasis::Nominal } else { LeaseRateBasis::Effective };
        Some(LeaseRate { percent: RatePercent::from_ppb(percent)?, basis, times_a_year })
    }
}

#[component]
pub fn RateField(
    draft: RateDraft,
    #[prop(into)] label: String,
    pointer: &'static str,
    basis_pointer: &'static str,
    #[prop(optional, into)] hint: String,
    errors: FormErrors,
) -> impl IntoView {
    let options: Vec<_> = [
        ("", t!(books.form.effective)),
        ("12", t!(books.form.nominal_month)),
        ("4", t!(books.form.nominal_quarter)),
        ("2", t!(books.form.nominal_half)),
        ("1", t!(books.form.nominal_year)),
    ]
    .into_iter()
    .map(|(key, text)| (key.to_owned(), text.to_owned()))
    .collect();
    view! {
        <div class="form-columns">
            <EntryField label pointer hint entry=draft.percent unit=Signal::stored("%".to_owned()) errors />
            <Field label=t!(books.form.basis) pointer=basis_pointer errors>
                <Select value=draft.times on_change=move |chosen| draft.times.set(chosen) options=Signal::stored(options) />
            </Field>
        </div>
    }
}

/// A series of payments while it is typed.
#[derive(Clone, Copy)]
pub struct PaymentDraft {
    id: u32,
    due_on: Entry,
    amount: Entry,
    count: Entry,
    every: Entry,
    arrears: RwSignal<bool>,
    kind: RwSignal<LeasePaymentKind>,
}

#[derive(Clone, Copy)]
pub struct PaymentDrafts(RwSignal<Vec<PaymentDraft>>);

impl PaymentDrafts {
    pub fn new(payments: &[LeasePayments]) -> Self {
        let drafts = Self(RwSignal::new(Vec::new()));
        drafts.replace(payments);
        drafts
    }

    pub fn replace(self, payments: &[LeasePayments]) {
        self.0.set(payments.iter().zip(0..).map(|(payment, id)| PaymentDraft::new(id, Some(payment))).collect());
    }

    fn add(self) {
        self.0.update(|drafts| {
            let id = drafts.iter().map(|draft| draft.id + 1).max().unwrap_or_default();
            drafts.push(PaymentDraft::new(id, None));
        });
    }

    pub fn said(self) -> String {
        self.0.with(|drafts| drafts.iter().map(|draft| draft.said()).collect::<Vec<_>>().join("; "))
    }

    pub fn read(self, errors: FormErrors) -> Vec<LeasePayments> {
        let read: Vec<_> = self.0.with_untracked(|drafts| drafts.iter().map(|draft| draft.read()).collect());
        if read.iter().any(Option::is_none) {
            errors.add("/event/terms/payments", t!(books.form.payment_unreadable));
        }
        read.into_iter().flatten().collect()
    }
}

impl PaymentDraft {
    fn new(id: u32, payment: Option<&LeasePayments>) -> Self {
        Self {
            id,
            due_on: Entry::date(payment.map(|payment| payment.due_on)),
            amount: Entry::amount(payment.map(|payment| payment.amount.minor())),
            count: Entry::integer(Some(payment.map_or(1, |payment| i64::from(payment.count)))),
            every: Entry::integer(Some(payment.map_or(1, |payment| i64::from(payment.every_months)))),
            arrears: RwSignal::new(payment.is_some_and(|payment| payment.timing == Timing::Arrears)),
            kind: RwSignal::new(payment.map(|payment| payment.kind).unwrap_or_default()),
        }
    }

    fn said(self) -> String {
        let entries = [self.due_on, self.amount, self.count, self.every].map(said).join(" ");
        format!("{entries} {} {:?}", self.arrears.get(), self.kind.get())
    }

    fn read(self) -> Option<LeasePayments> {
        let number = |entry: Entry| entry.value_untracked().ok().flatten().and_then(|n| u32::try_from(n).ok());
        Some(LeasePayments {
            due_on: self.due_on.day_untracked().ok().flatten()?,
            amount: Amount::from_minor(self.amount.value_untracked().ok().flatten()?)?,
            count: number(self.count)?,
            every_months: number(self.every)?,
            timing: if self.arrears.get_untracked() { Timing::Arrears } else { Timing::Advance },
            kind: self.kind.get_untracked(),
        })
    }
}

const KINDS: [LeasePaymentKind; 6] = [
    LeasePaymentKind::Lease,
    LeasePaymentKind::TerminationPenalty,
    LeasePaymentKind::PurchasePrice,
    LeasePaymentKind::Expensed,
    LeasePaymentKind::Service,
    LeasePaymentKind::DeductibleVat,
];

fn kind_name(kind: LeasePaymentKind) -> &'static str {
    match kind {
        LeasePaymentKind::Lease => t!(books.form.payment.lease),
        LeasePaymentKind::TerminationPenalty => t!(books.form.payment.penalty),
        LeasePaymentKind::PurchasePrice => t!(books.form.payment.purchase),
        LeasePaymentKind::Expensed => t!(books.form.payment.expensed),
        LeasePaymentKind::Service => t!(books.form.payment.service),
        LeasePaymentKind::DeductibleVat => t!(books.form.payment.vat),
    }
}

#[component]
pub fn Payments(drafts: PaymentDrafts, errors: FormErrors) -> impl IntoView {
    let fault = errors.of("/event/terms/payments");
    let timings: Vec<_> = [Timing::Advance, Timing::Arrears]
        .into_iter()
        .map(|timing| ((timing == Timing::Arrears).to_string(), agreement_words::timing(timing).to_owned()))
        .collect();
    let kinds: Vec<_> = KINDS.into_iter().map(|kind| (code(kind), kind_name(kind).to_owned())).collect();
    let row = move |row: PaymentDraft| {
        let choose = move |key: String| {
            if let Some(kind) = of_code(&key) {
                row.kind.set(kind);
            }
        };
        let key = move || code(row.kind.get());
        let remove = move || drafts.0.update(|drafts| drafts.retain(|each| each.id != row.id));
        let label = |text: &'static str| view! { <span>{text}</span> };
        view! {
            <div class="books-payment">
                <label>{label(t!(books.form.payment.first))}<DateInput entry=row.due_on label=t!(books.form.payment.first) /></label>
                <label>{label(t!(books.form.payment.amount))}<EntryInput entry=row.amount unit=Signal::stored(String::new()) label=t!(books.form.payment.amount) /></label>
                <label>{label(t!(books.form.payment.count))}<EntryInput entry=row.count unit=Signal::stored(String::new()) label=t!(books.form.payment.count) /></label>
                <label>{label(t!(books.form.payment.every))}<EntryInput entry=row.every unit=Signal::stored(String::new()) label=t!(books.form.payment.every) /></label>
                <Select label=t!(agreements.field.timing) value=Signal::derive(move || row.arrears.get().to_string())
                    on_change=move |chosen| row.arrears.set(chosen == "true") options=Signal::stored(timings.clone()) />
                <Select label=t!(books.form.payment.kind) value=Signal::derive(key) on_change=choose options=Signal::stored(kinds.clone()) />
                <IconButton icon=Icon::Trash label=t!(books.form.payment.remove) on_press=remove />
            </div>
        }
    };
    view! {
        <fieldset class="form-list" id="field-event-terms-payments" tabindex="-1">
            <legend>{t!(books.form.payments)}</legend>
            <For each=move || drafts.0.get() key=|row| row.id children=row />
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=move || drafts.add()>{t!(books.form.payment.add)}</Button>
        </fieldset>
    }
}

/// What is typed, [`None`] where nothing is.
pub fn amount(entry: Entry, pointer: &str, errors: FormErrors) -> Option<Amount> {
    match entry.value_untracked() {
        Ok(minor) => minor.and_then(Amount::from_minor),
        Err(_) => {
            errors.add(pointer, t!(books.form.amount_unreadable));
            None
        }
    }
}

pub fn day(entry: Entry, pointer: &str, errors: FormErrors) -> Option<chrono::NaiveDate> {
    match entry.day_untracked() {
        Ok(day) => day,
        Err(_) => {
            errors.add(pointer, t!(books.form.day_unreadable));
            None
        }
    }
}

/// What an entry says, the same however it is written; the text as it stands where it says nothing.
pub fn said(entry: Entry) -> String {
    let said = match entry.kind {
        EntryKind::Date => entry.day().ok().map(|day| day.map(|day| day.to_string()).unwrap_or_default()),
        _ => entry.value().ok().map(|number| number.map(|number| number.to_string()).unwrap_or_default()),
    };
    said.unwrap_or_else(|| entry.text.get())
}

/// A reason, a note: what is typed, without the blanks around it.
pub fn given(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

/// Why something was recorded, and who did it when, each on a line of its own.
#[component]
pub fn Who(reason: Option<String>, who: Option<String>) -> impl IntoView {
    view! {
        <div class="books-who">
            {reason.map(|reason| view! { <p>{reason}</p> })}
            {who.map(|who| view! { <p class="books-note">{who}</p> })}
        </div>
    }
}

/// A line of a description list: what it is, and how much or which.
pub fn line(name: &str, value: String) -> impl IntoView + use<> {
    view! { <div><dt>{name.to_owned()}</dt><dd>{value}</dd></div> }
}

/// A choice of a policy: its code, the same for the select and the wire.
#[component]
pub fn Choice(
    #[prop(into)] label: String,
    pointer: &'static str,
    value: RwSignal<String>,
    options: Vec<SelectOption>,
    errors: FormErrors,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    view! {
        <Field label pointer errors hint>
            <Select value on_change=move |chosen| value.set(chosen) options=Signal::stored(options) />
        </Field>
    }
}

pub fn options<T: serde::Serialize + Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<SelectOption> {
    all.iter().map(|one| (code(*one), name(*one).to_owned())).collect()
}

/// A share: this many of that many.
#[derive(Clone, Copy)]
pub struct ShareDraft {
    pub part: Entry,
    pub of: Entry,
}

impl ShareDraft {
    pub fn new(share: Option<LeaseShare>) -> Self {
        let entry = |number: fn(LeaseShare) -> u32| Entry::integer(share.map(number).map(i64::from));
        Self { part: entry(|share| share.part), of: entry(|share| share.of) }
    }

    pub fn said(self) -> String {
        format!("{} {}", said(self.part), said(self.of))
    }

    pub fn read(self) -> Option<LeaseShare> {
        let number = |entry: Entry| entry.value_untracked().ok().flatten().and_then(|n| u32::try_from(n).ok());
        Some(LeaseShare { part: number(self.part)?, of: number(self.of)? })
    }
}
