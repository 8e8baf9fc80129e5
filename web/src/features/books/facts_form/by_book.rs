//! What is chosen for one lease in one book, where it is not as the company has it.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::books::{
    BookCurrentSplit, BookDepreciation, BookDiscounting, BookFramework, BookMonthCutoff, BookRounding,
    BookScopeProportion, BookTransition, LeaseBookChoices, LeaseExemption, LeasePolicy, TransitionMethod,
};

use super::super::parts::{Choice, RateDraft, RateField, amount, day, options, said};
use super::super::{facts_words, words};
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::t;
use crate::ui::disclosure::Disclosure;
use crate::ui::input::{Entry, EntryField};
use crate::ui::select::SelectOption;

/// The books that capitalise: the others have nothing of their own to choose for a lease.
const BOOKS: [BookFramework; 3] = [BookFramework::Ifrs16, BookFramework::K3, BookFramework::Asc842];

#[derive(Clone, Copy)]
struct BookDraft {
    framework: BookFramework,
    exemption: RwSignal<String>,
    discounting: RwSignal<String>,
    day_count: RwSignal<String>,
    compounding: Entry,
    cutoff: RwSignal<String>,
    depreciation: RwSignal<String>,
    /// `true`, `false`, or as the company has it.
    first_in: RwSignal<String>,
    split: RwSignal<String>,
    scope: RwSignal<String>,
    rounding: RwSignal<String>,
    first_on: Entry,
    method: RwSignal<String>,
    rate: RateDraft,
    prepaid: Entry,
}

#[derive(Clone, Copy)]
pub struct BookDrafts([BookDraft; BOOKS.len()]);

fn chosen<T: Serialize>(value: Option<T>) -> RwSignal<String> {
    RwSignal::new(value.map(code).unwrap_or_default())
}

fn read<T: DeserializeOwned>(value: RwSignal<String>) -> Option<T> {
    of_code(&value.get_untracked())
}

impl BookDrafts {
    pub fn new(books: &[LeaseBookChoices]) -> Self {
        Self(BOOKS.map(|framework| {
            let own = books.iter().find(|book| book.framework == framework);
            let policy = own.map(|own| own.policy).unwrap_or_default();
            let first = own.and_then(|own| own.transition.as_ref());
            BookDraft {
                framework,
                exemption: chosen(own.and_then(|own| own.exemption)),
                discounting: chosen(policy.discounting),
                day_count: chosen(policy.day_count),
                compounding: Entry::integer(policy.compounding_months.map(i64::from)),
                cutoff: chosen(policy.month_cutoff),
                depreciation: chosen(policy.depreciation),
                first_in: RwSignal::new(policy.first_payment_in_liability.map(|is| is.to_string()).unwrap_or_default()),
                split: chosen(policy.current_split),
                scope: chosen(policy.scope_proportion),
                rounding: chosen(policy.rounding),
                first_on: Entry::date(first.map(|first| first.on)),
                method: RwSignal::new(code(first.map_or(TransitionMethod::FromLiability, |first| first.method))),
                rate: RateDraft::new(first.map(|first| first.discount_rate)),
                prepaid: Entry::amount(first.map(|first| first.prepaid.minor()).filter(|minor| *minor != 0)),
            }
        }))
    }

    pub fn said(self) -> String {
        self.0.map(BookDraft::said).join("; ")
    }

    /// Those of books that are not shown stay as they were.
    pub fn read(self, before: Vec<LeaseBookChoices>, errors: FormErrors) -> Vec<LeaseBookChoices> {
        let kept = before.into_iter().filter(|book| !BOOKS.contains(&book.framework));
        let own = self.0.into_iter().map(|draft| draft.read(errors));
        let says = |book: &LeaseBookChoices| {
            book.exemption.is_some() || book.transition.is_some() || book.policy != LeasePolicy::default()
        };
        own.filter(says).chain(kept).collect()
    }
}

impl BookDraft {
    fn said(self) -> String {
        let choices = [
            self.exemption,
            self.discounting,
            self.day_count,
            self.cutoff,
            self.depreciation,
            self.first_in,
            self.split,
            self.scope,
            self.rounding,
            self.method,
        ]
        .map(|choice| choice.get())
        .join(" ");
        let entries = [self.compounding, self.first_on, self.prepaid].map(said).join(" ");
        format!("{choices} {entries} {}", self.rate.said())
    }

    fn read(self, errors: FormErrors) -> LeaseBookChoices {
        let compounding_months =
            self.compounding.value_untracked().ok().flatten().and_then(|months| u32::try_from(months).ok());
        let policy = LeasePolicy {
            discounting: read(self.discounting),
            day_count: read(self.day_count),
            compounding_months,
            month_cutoff: read(self.cutoff),
            depreciation: read(self.depreciation),
            first_payment_in_liability: self.first_in.with_untracked(|text| text.parse().ok()),
            current_split: read(self.split),
            scope_proportion: read(self.scope),
            rounding: read(self.rounding),
        };
        LeaseBookChoices {
            framework: self.framework,
            policy,
            exemption: read(self.exemption),
            transition: self.transition(errors),
        }
    }

    fn transition(self, errors: FormErrors) -> Option<BookTransition> {
        let on = day(self.first_on, "/books", errors)?;
        let discount_rate = self.rate.read("/books", errors);
        if discount_rate.is_none() {
            errors.add("/books", t!(books.transition.rate_missing));
        }
        let prepaid = amount(self.prepaid, "/books", errors).unwrap_or_default();
        Some(BookTransition { on, method: read(self.method)?, discount_rate: discount_rate?, prepaid })
    }
}

/// As the company has it, or one of `all`.
fn own<T: Serialize + Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<SelectOption> {
    std::iter::once((String::new(), t!(books.form.as_company).to_owned())).chain(options(all, name)).collect()
}

#[component]
pub fn ByBook(drafts: BookDrafts, errors: FormErrors) -> impl IntoView {
    let fault = errors.of("/books");
    view! {
        <fieldset class="form-list" id="field-books" tabindex="-1">
            <legend>{t!(books.form.by_book)}</legend>
            <p class="field-hint">{t!(books.form.by_book_hint)}</p>
            {drafts.0.map(|draft| view! { <OfBook draft errors /> }).collect_view()}
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
        </fieldset>
    }
}

#[component]
fn OfBook(draft: BookDraft, errors: FormErrors) -> impl IntoView {
    // K3 exempts no lease from its chapter.
    let has_exemptions = draft.framework != BookFramework::K3;
    let exemptions =
        || own(&[LeaseExemption::None, LeaseExemption::ShortTerm, LeaseExemption::LowValue], facts_words::exemption);
    let firsts = vec![
        (String::new(), t!(books.form.as_company).to_owned()),
        ("true".to_owned(), t!(books.policy.first_in).to_owned()),
        ("false".to_owned(), t!(books.policy.first_out).to_owned()),
    ];
    view! {
        <Disclosure summary=words::framework(draft.framework)>
            {has_exemptions.then(|| view! {
                <Choice label=t!(books.policy.exemption_label) pointer="/books/exemption" value=draft.exemption options=exemptions() errors />
            })}
            <div class="form-columns">
                <Choice label=t!(books.policy.discounting_label) pointer="/books/policy/discounting" value=draft.discounting errors
                    options=own(&[BookDiscounting::Periodic, BookDiscounting::Dated], words::discounting) />
                <Choice label=t!(books.policy.day_count) pointer="/books/policy/day_count" value=draft.day_count errors
                    options=own(&words::DAY_COUNTS, words::day_count) />
                <EntryField label=t!(books.policy.compounding) pointer="/books/policy/compounding_months" entry=draft.compounding errors />
                <Choice label=t!(books.policy.cutoff_label) pointer="/books/policy/month_cutoff" value=draft.cutoff errors
                    options=own(&[BookMonthCutoff::ActualDays, BookMonthCutoff::EvenMonths, BookMonthCutoff::ThirtyDays], words::month_cutoff) />
                <Choice label=t!(books.policy.depreciation_label) pointer="/books/policy/depreciation" value=draft.depreciation errors
                    options=own(&[BookDepreciation::ByMonths, BookDepreciation::ByDays], words::depreciation) />
                <Choice label=t!(books.policy.first) pointer="/books/policy/first_payment_in_liability" value=draft.first_in options=firsts errors />
                <Choice label=t!(books.policy.split_label) pointer="/books/policy/current_split" value=draft.split errors
                    options=own(&[BookCurrentSplit::Principal, BookCurrentSplit::PresentValue], words::current_split) />
                <Choice label=t!(books.policy.scope_label) pointer="/books/policy/scope_proportion" value=draft.scope errors
                    options=own(&[BookScopeProportion::Asset, BookScopeProportion::Liability], words::scope) />
                <Choice label=t!(books.policy.rounding_label) pointer="/books/policy/rounding" value=draft.rounding errors
                    options=own(&[BookRounding::Cumulative, BookRounding::EachRow], words::rounding) />
            </div>
            <h3>{t!(books.transition.title)}</h3>
            <p class="field-hint">{t!(books.transition.lease_hint)}</p>
            <div class="form-columns">
                <EntryField label=t!(books.transition.on) pointer="/books/transition/on" entry=draft.first_on errors />
                <Choice label=t!(books.transition.method) pointer="/books/transition/method" value=draft.method errors
                    options=options(&[TransitionMethod::FromLiability, TransitionMethod::AsIfApplied], words::transition) />
                <EntryField label=t!(books.transition.prepaid) pointer="/books/transition/prepaid" hint=t!(books.transition.prepaid_hint) entry=draft.prepaid errors />
            </div>
            <RateField draft=draft.rate label=t!(books.transition.rate) pointer="/books/transition/discount_rate/percent"
                basis_pointer="/books/transition/discount_rate/times_a_year" errors />
        </Disclosure>
    }
}
