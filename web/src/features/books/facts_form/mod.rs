//! Facts that an accountant adds to an agreement. Their effect is seen before they are recorded.

mod by_book;
mod changes;
mod options;

use leptos::prelude::*;
use shared::books::{
    AgreementAccounting, LeaseAccounting, LeaseClassification, LeaseGuarantee, NewAgreementAccounting, NewBookPreview,
};

use self::by_book::{BookDrafts, ByBook};
use self::changes::{ChangeDrafts, Changes};
use self::options::{OptionDraft, Options};
use super::parts::{Choice, RateDraft, RateField, amount, day, given, said};
use super::seen::{Seen, SeenFoot};
use super::{Subject, api, facts_words};
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::t;
use crate::ui::checkbox::Checkbox;
use crate::ui::disclosure::Disclosure;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{Entry, EntryField, TextInput};

#[derive(Clone, Copy)]
struct Draft {
    before: StoredValue<AgreementAccounting>,
    commencement_on: Entry,
    end_on: Entry,
    rate: RateDraft,
    revised: RateDraft,
    classification: RwSignal<String>,
    direct_costs: Entry,
    incentives: Entry,
    prepaid: Entry,
    restoration: Entry,
    fair_value: Entry,
    useful_until: Entry,
    residual: Entry,
    guarantee: Entry,
    becomes_owned: RwSignal<bool>,
    specialised: RwSignal<bool>,
    books: BookDrafts,
    changes: ChangeDrafts,
    options: RwSignal<Vec<OptionDraft>>,
    reason: RwSignal<String>,
}

impl Draft {
    fn new(before: AgreementAccounting) -> Self {
        let said = &before.facts.accounting;
        let some = |amount: shared::money::Amount| Some(amount.minor()).filter(|minor| *minor != 0);
        Self {
            commencement_on: Entry::date(said.commencement_on),
            end_on: Entry::date(said.end_on),
            rate: RateDraft::new(said.discount_rate),
            revised: RateDraft::new(said.revised_discount_rate),
            classification: RwSignal::new(said.classification.map(code).unwrap_or_default()),
            direct_costs: Entry::amount(said.initial_direct_costs.map(|amount| amount.minor())),
            incentives: Entry::amount(some(said.incentives_received)),
            prepaid: Entry::amount(some(said.prepaid)),
            restoration: Entry::amount(some(said.restoration)),
            fair_value: Entry::amount(said.fair_value.map(|amount| amount.minor())),
            useful_until: Entry::date(said.useful_until),
            residual: Entry::amount(some(said.residual_when_owned)),
            guarantee: Entry::amount(said.guarantee.map(|guarantee| guarantee.expected.minor())),
            becomes_owned: RwSignal::new(said.becomes_owned),
            specialised: RwSignal::new(said.specialised),
            books: BookDrafts::new(&before.facts.books),
            changes: ChangeDrafts::new(&before.facts.changes),
            options: RwSignal::new(
                said.options.iter().zip(0..).map(|(option, id)| OptionDraft::new(id, Some(option))).collect(),
            ),
            reason: RwSignal::new(String::new()),
            before: StoredValue::new(before),
        }
    }

    /// All that the form says, for [`Seen`].
    fn said(self) -> String {
        let entries = [
            self.commencement_on,
            self.end_on,
            self.direct_costs,
            self.incentives,
            self.prepaid,
            self.restoration,
            self.fair_value,
            self.useful_until,
            self.residual,
            self.guarantee,
        ]
        .map(said);
        let rest = [
            self.rate.said(),
            self.revised.said(),
            self.classification.get(),
            self.reason.get(),
            self.books.said(),
            self.changes.said(),
        ];
        let options: Vec<_> = self.options.get().into_iter().map(OptionDraft::said).collect();
        let marks = [self.becomes_owned.get(), self.specialised.get()];
        format!("{entries:?} {marks:?} {rest:?} {options:?}")
    }

    fn read(self, errors: FormErrors) -> Option<NewAgreementAccounting> {
        errors.clear();
        let before = self.before.get_value().facts;
        let full = before.accounting.guarantee.and_then(|guarantee| guarantee.full);
        let accounting = LeaseAccounting {
            commencement_on: day(self.commencement_on, "/accounting/commencement_on", errors),
            end_on: day(self.end_on, "/accounting/end_on", errors),
            discount_rate: self.rate.read("/accounting/discount_rate/percent", errors),
            revised_discount_rate: self.revised.read("/accounting/revised_discount_rate/percent", errors),
            classification: of_code(&self.classification.get_untracked()),
            options: self.options.with_untracked(|options| options.iter().map(|one| one.read(errors)).collect()),
            initial_direct_costs: amount(self.direct_costs, "/accounting/initial_direct_costs", errors),
            incentives_received: amount(self.incentives, "/accounting/incentives_received", errors).unwrap_or_default(),
            prepaid: amount(self.prepaid, "/accounting/prepaid", errors).unwrap_or_default(),
            restoration: amount(self.restoration, "/accounting/restoration", errors).unwrap_or_default(),
            fair_value: amount(self.fair_value, "/accounting/fair_value", errors),
            useful_until: day(self.useful_until, "/accounting/useful_until", errors),
            residual_when_owned: amount(self.residual, "/accounting/residual_when_owned", errors).unwrap_or_default(),
            specialised: self.specialised.get_untracked(),
            guarantee: amount(self.guarantee, "/accounting/guarantee/expected", errors)
                .map(|expected| LeaseGuarantee { expected, full }),
            // Entered over the API; here it only stays what it was.
            sale: before.accounting.sale,
            becomes_owned: self.becomes_owned.get_untracked(),
        };
        let changes = self.changes.read(errors);
        let books = self.books.read(before.books, errors);
        (!errors.any()).then(|| NewAgreementAccounting { accounting, changes, books, reason: given(self.reason) })
    }
}

#[component]
pub fn FactsForm(subject: Subject, facts: AgreementAccounting, on_done: Callback<String>) -> impl IntoView {
    let version = facts.version;
    let draft = Draft::new(facts);
    let errors = FormErrors::new();
    let seen = Seen::new(subject, errors, move || draft.said());
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let Some(body) = draft.read(errors) else { return };
        let asked = NewBookPreview {
            event: None,
            undo: None,
            accounting: Some(body.clone()),
            change: None,
            frameworks: Vec::new(),
            as_of: Some(subject.company().as_of.date_untracked()),
            period_months: 12,
        };
        seen.look(body, asked);
    };
    let save = Callback::new(move |()| {
        seen.record(
            move |company, id, body, _| async move { api::record_accounting(&company, id, version, &body).await },
            move || on_done.run(t!(books.recorded.facts_saved).to_owned()),
        );
    });
    let classifications = std::iter::once((String::new(), t!(books.form.from_kind).to_owned()))
        .chain(
            [LeaseClassification::Finance, LeaseClassification::Operating]
                .map(|one| (code(one), facts_words::classification(one).to_owned())),
        )
        .collect();
    view! {
        <form class="form" novalidate on:submit=look>
            <p class="books-note">{t!(books.form.facts_lead)}</p>
            <ErrorSummary errors />
            <RateField draft=draft.rate label=t!(books.policy.rate) pointer="/accounting/discount_rate/percent"
                basis_pointer="/accounting/discount_rate/times_a_year" hint=t!(books.form.rate_hint) errors />
            <div class="form-columns">
                <EntryField label=t!(books.fact.commencement) pointer="/accounting/commencement_on" entry=draft.commencement_on errors />
                <EntryField label=t!(books.fact.end) pointer="/accounting/end_on" entry=draft.end_on errors />
            </div>
            <Choice label=t!(books.fact.classification) pointer="/accounting/classification" value=draft.classification options=classifications errors />
            <Options drafts=draft.options errors />
            <Disclosure summary=t!(books.form.asset)>
                <div class="form-columns">
                    <EntryField label=t!(books.fact.direct_costs) pointer="/accounting/initial_direct_costs" entry=draft.direct_costs errors />
                    <EntryField label=t!(books.fact.incentives) pointer="/accounting/incentives_received" entry=draft.incentives errors />
                    <EntryField label=t!(books.fact.prepaid) pointer="/accounting/prepaid" entry=draft.prepaid errors />
                    <EntryField label=t!(books.fact.restoration) pointer="/accounting/restoration" entry=draft.restoration errors />
                    <EntryField label=t!(books.fact.fair_value) pointer="/accounting/fair_value" entry=draft.fair_value errors />
                    <EntryField label=t!(books.fact.guarantee) pointer="/accounting/guarantee/expected" entry=draft.guarantee errors />
                    <EntryField label=t!(books.fact.useful_until) pointer="/accounting/useful_until" entry=draft.useful_until errors />
                    <EntryField label=t!(books.fact.residual_when_owned) pointer="/accounting/residual_when_owned" entry=draft.residual errors />
                </div>
                <Checkbox checked=draft.becomes_owned label=t!(books.fact.becomes_owned) />
                <Checkbox checked=draft.specialised label=t!(books.fact.specialised) hint=t!(books.form.specialised_hint) />
                <RateField draft=draft.revised label=t!(books.fact.revised_rate) pointer="/accounting/revised_discount_rate/percent"
                    basis_pointer="/accounting/revised_discount_rate/times_a_year" errors />
            </Disclosure>
            <Changes drafts=draft.changes errors />
            <ByBook drafts=draft.books errors />
            <Field label=t!(books.form.reason) pointer="/reason" errors optional=true>
                <TextInput value=draft.reason />
            </Field>
            <SeenFoot seen save=t!(books.form.save_facts) on_save=save />
        </form>
    }
}
