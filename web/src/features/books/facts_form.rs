//! Facts that an accountant adds to an agreement. Their effect is seen before they are recorded.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::OptionKind;
use shared::books::{
    AgreementAccounting, BookFramework, BookPreview, LeaseAccounting, LeaseBookChoices, LeaseClassification,
    LeaseExemption, LeaseGuarantee, LeaseOption, LeasePolicy, NewAgreementAccounting, NewBookPreview,
};

use super::effect::Effect as Shown;
use super::parts::{RateDraft, RateField, amount, day};
use super::{Subject, api, facts_words};
use crate::client::FormErrors;
use crate::features::agreements::words as agreement_words;
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::checkbox::Checkbox;
use crate::ui::disclosure::Disclosure;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::{DateInput, Entry, EntryField, EntryInput, TextInput};
use crate::ui::select::Select;

#[derive(Clone, Copy)]
struct OptionDraft {
    id: u32,
    kind: RwSignal<OptionKind>,
    certain: RwSignal<bool>,
    assessed_on: Entry,
    ends_on: Entry,
    amount: Entry,
    reason: RwSignal<String>,
    reviewer: RwSignal<String>,
}

impl OptionDraft {
    fn new(id: u32, option: Option<&LeaseOption>) -> Self {
        let text = |of: fn(&LeaseOption) -> Option<String>| RwSignal::new(option.and_then(of).unwrap_or_default());
        Self {
            id,
            kind: RwSignal::new(option.map_or(OptionKind::Extension, |option| option.kind)),
            certain: RwSignal::new(option.is_none_or(|option| option.reasonably_certain)),
            assessed_on: Entry::date(option.and_then(|option| option.assessed_on)),
            ends_on: Entry::date(option.and_then(|option| option.ends_on)),
            amount: Entry::amount(option.and_then(|option| option.amount).map(|amount| amount.minor())),
            reason: text(|option| option.reason.clone()),
            reviewer: text(|option| option.reviewer.clone()),
        }
    }

    fn read(self, errors: FormErrors) -> LeaseOption {
        let kind = self.kind.get_untracked();
        if kind != OptionKind::Purchase && self.ends_on.day_untracked() == Ok(None) {
            errors.add("/accounting/options", t!(books.form.option_ends_missing));
        }
        LeaseOption {
            kind,
            reasonably_certain: self.certain.get_untracked(),
            assessed_on: day(self.assessed_on, "/accounting/options", errors),
            ends_on: day(self.ends_on, "/accounting/options", errors),
            amount: amount(self.amount, "/accounting/options", errors),
            reason: given(self.reason),
            reviewer: given(self.reviewer),
        }
    }
}

fn given(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

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
    exemption: RwSignal<String>,
    options: RwSignal<Vec<OptionDraft>>,
    reason: RwSignal<String>,
}

impl Draft {
    fn new(before: AgreementAccounting) -> Self {
        let said = &before.facts.accounting;
        let some = |amount: shared::money::Amount| Some(amount.minor()).filter(|minor| *minor != 0);
        let ifrs16 = before.facts.books.iter().find(|book| book.framework == BookFramework::Ifrs16);
        Self {
            commencement_on: Entry::date(said.commencement_on),
            end_on: Entry::date(said.end_on),
            rate: RateDraft::new(said.discount_rate),
            revised: RateDraft::new(said.revised_discount_rate),
            classification: RwSignal::new(
                match said.classification {
                    None => "",
                    Some(LeaseClassification::Finance) => "finance",
                    Some(LeaseClassification::Operating) => "operating",
                }
                .to_owned(),
            ),
            direct_costs: Entry::amount(said.initial_direct_costs.map(|amount| amount.minor())),
            incentives: Entry::amount(some(said.incentives_received)),
            prepaid: Entry::amount(some(said.prepaid)),
            restoration: Entry::amount(some(said.restoration)),
            fair_value: Entry::amount(said.fair_value.map(|amount| amount.minor())),
            useful_until: Entry::date(said.useful_until),
            residual: Entry::amount(some(said.residual_when_owned)),
            guarantee: Entry::amount(said.guarantee.map(|guarantee| guarantee.expected.minor())),
            becomes_owned: RwSignal::new(said.becomes_owned),
            exemption: RwSignal::new(
                match ifrs16.and_then(|book| book.exemption) {
                    None => "",
                    Some(LeaseExemption::None) => "none",
                    Some(LeaseExemption::ShortTerm) => "short_term",
                    Some(LeaseExemption::LowValue) => "low_value",
                }
                .to_owned(),
            ),
            options: RwSignal::new(
                said.options.iter().zip(0..).map(|(option, id)| OptionDraft::new(id, Some(option))).collect(),
            ),
            reason: RwSignal::new(String::new()),
            before: StoredValue::new(before),
        }
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
            classification: match self.classification.get_untracked().as_str() {
                "finance" => Some(LeaseClassification::Finance),
                "operating" => Some(LeaseClassification::Operating),
                _ => None,
            },
            options: self.options.with_untracked(|options| options.iter().map(|one| one.read(errors)).collect()),
            initial_direct_costs: amount(self.direct_costs, "/accounting/initial_direct_costs", errors),
            incentives_received: amount(self.incentives, "/accounting/incentives_received", errors).unwrap_or_default(),
            prepaid: amount(self.prepaid, "/accounting/prepaid", errors).unwrap_or_default(),
            restoration: amount(self.restoration, "/accounting/restoration", errors).unwrap_or_default(),
            fair_value: amount(self.fair_value, "/accounting/fair_value", errors),
            useful_until: day(self.useful_until, "/accounting/useful_until", errors),
            residual_when_owned: amount(self.residual, "/accounting/residual_when_owned", errors).unwrap_or_default(),
            // Whoever says it does so through the API.
            specialised: before.accounting.specialised,
            guarantee: amount(self.guarantee, "/accounting/guarantee/expected", errors)
                .map(|expected| LeaseGuarantee { expected, full }),
            becomes_owned: self.becomes_owned.get_untracked(),
        };
        let books = self.books(before.books);
        let changes = before.changes;
        (!errors.any()).then(|| NewAgreementAccounting { accounting, changes, books, reason: given(self.reason) })
    }

    /// The choices of the lease, with that of IFRS 16 as it stands here; the others are kept.
    fn books(self, mut books: Vec<LeaseBookChoices>) -> Vec<LeaseBookChoices> {
        let exemption = match self.exemption.get_untracked().as_str() {
            "none" => Some(LeaseExemption::None),
            "short_term" => Some(LeaseExemption::ShortTerm),
            "low_value" => Some(LeaseExemption::LowValue),
            _ => None,
        };
        match books.iter_mut().find(|book| book.framework == BookFramework::Ifrs16) {
            Some(book) => book.exemption = exemption,
            None if exemption.is_some() => books.push(LeaseBookChoices {
                framework: BookFramework::Ifrs16,
                policy: LeasePolicy::default(),
                exemption,
                transition: None,
            }),
            None => {}
        }
        books
    }
}

#[component]
pub fn FactsForm(subject: Subject, facts: AgreementAccounting, on_done: Callback<String>) -> impl IntoView {
    let version = facts.version;
    let draft = Draft::new(facts);
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let preview = RwSignal::new(None::<BookPreview>);
    let look = move || {
        let (Some(body), Some(id)) = (draft.read(errors), subject.id.get_untracked()) else { return };
        let body = NewBookPreview {
            event: None,
            undo: None,
            accounting: Some(body),
            change: None,
            frameworks: Vec::new(),
            as_of: Some(subject.company().as_of.date_untracked()),
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
            match api::record_accounting(&company, id, version, &body).await {
                Ok(_) => on_done.run(t!(books.recorded.facts_saved).to_owned()),
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let choices = |all: &[(&str, &str)]| {
        Signal::stored(all.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect::<Vec<_>>())
    };
    let classifications = choices(&[
        ("", t!(books.form.from_kind)),
        ("finance", facts_words::classification(LeaseClassification::Finance)),
        ("operating", facts_words::classification(LeaseClassification::Operating)),
    ]);
    let exemptions = choices(&[
        ("", t!(books.form.as_company)),
        ("none", t!(books.fact.capitalised)),
        ("short_term", t!(books.policy.exemption.short_term)),
        ("low_value", t!(books.policy.exemption.low_value)),
    ]);
    view! {
        <form class="form" novalidate on:submit=submit>
            <p class="books-note">{t!(books.form.facts_lead)}</p>
            <ErrorSummary errors />
            <RateField draft=draft.rate label=t!(books.policy.rate) pointer="/accounting/discount_rate/percent"
                basis_pointer="/accounting/discount_rate/times_a_year" hint=t!(books.form.rate_hint) errors />
            <div class="form-columns">
                <EntryField label=t!(books.fact.commencement) pointer="/accounting/commencement_on" entry=draft.commencement_on errors />
                <EntryField label=t!(books.fact.end) pointer="/accounting/end_on" entry=draft.end_on errors />
            </div>
            <div class="form-columns">
                <Field label=t!(books.fact.classification) pointer="/accounting/classification" errors>
                    <Select value=draft.classification on_change=move |chosen| draft.classification.set(chosen) options=classifications />
                </Field>
                <Field label=t!(books.form.exemption) pointer="/books" errors>
                    <Select value=draft.exemption on_change=move |chosen| draft.exemption.set(chosen) options=exemptions />
                </Field>
            </div>
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
                <RateField draft=draft.revised label=t!(books.fact.revised_rate) pointer="/accounting/revised_discount_rate/percent"
                    basis_pointer="/accounting/revised_discount_rate/times_a_year" errors />
            </Disclosure>
            <Field label=t!(books.form.reason) pointer="/reason" errors optional=true>
                <TextInput value=draft.reason />
            </Field>
            {move || preview.get().map(|preview| view! { <Shown preview /> })}
            <div class="dialog-foot">
                <Button busy on_press=look>{t!(books.form.preview)}</Button>
                <Button submit=true kind=ButtonKind::Primary busy>{t!(books.form.save_facts)}</Button>
            </div>
        </form>
    }
}

#[component]
fn Options(drafts: RwSignal<Vec<OptionDraft>>, errors: FormErrors) -> impl IntoView {
    const KINDS: [(OptionKind, &str); 3] = [
        (OptionKind::Extension, "extension"),
        (OptionKind::Termination, "termination"),
        (OptionKind::Purchase, "purchase"),
    ];
    let fault = errors.of("/accounting/options");
    let kinds: Vec<_> =
        KINDS.into_iter().map(|(kind, key)| (key.to_owned(), agreement_words::option(kind).to_owned())).collect();
    let row = move |row: OptionDraft| {
        let key = move || {
            let kind = row.kind.get();
            KINDS.into_iter().find(|(each, _)| *each == kind).map_or("", |(_, key)| key).to_owned()
        };
        let choose = move |wanted: String| {
            if let Some((kind, _)) = KINDS.into_iter().find(|(_, key)| *key == wanted) {
                row.kind.set(kind);
            }
        };
        let remove = move || drafts.update(|drafts| drafts.retain(|each| each.id != row.id));
        let named = |text: &'static str| view! { <span>{text}</span> };
        view! {
            <div class="form-row form-option">
                <Select label=t!(books.form.option_kind) value=Signal::derive(key) on_change=choose options=Signal::stored(kinds.clone()) />
                <Checkbox checked=row.certain label=t!(books.fact.certain) />
                {move || (row.kind.get() != OptionKind::Purchase).then(|| view! {
                    <label>{named(t!(books.form.option_ends))}<DateInput entry=row.ends_on label=t!(books.form.option_ends) /></label>
                })}
                <label>{named(t!(books.form.option_amount))}<EntryInput entry=row.amount unit=Signal::stored(String::new()) label=t!(books.form.option_amount) /></label>
                <label>{named(t!(books.form.assessed_on))}<DateInput entry=row.assessed_on label=t!(books.form.assessed_on) /></label>
                <label>{named(t!(books.form.reason))}<TextInput value=row.reason label=t!(books.form.reason) /></label>
                <label>{named(t!(books.form.reviewer))}<TextInput value=row.reviewer label=t!(books.form.reviewer) /></label>
                <IconButton icon=Icon::Trash label=t!(books.form.option_remove) on_press=remove />
            </div>
        }
    };
    let add = move || {
        drafts.update(|drafts| {
            let id = drafts.iter().map(|draft| draft.id + 1).max().unwrap_or_default();
            drafts.push(OptionDraft::new(id, None));
        });
    };
    view! {
        <fieldset class="form-list" id="field-accounting-options" tabindex="-1">
            <legend>{t!(books.form.options)}</legend>
            <p class="field-hint">{t!(books.form.options_hint)}</p>
            <For each=move || drafts.get() key=|row| row.id children=row />
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=add>{t!(books.form.option_add)}</Button>
        </fieldset>
    }
}
