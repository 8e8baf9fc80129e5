//! The choices of a company for one book.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::books::{
    BookCurrentSplit, BookDepreciation, BookDiscounting, BookFirstApplied, BookFramework, BookHalves, BookMonthCutoff,
    BookPolicy, BookRounding, BookScopeProportion, BookThresholds, CompanyBook, MaturityMonths, NewCompanyBook,
    TransitionMethod,
};
use shared::money::RatePercent;

use super::super::parts::{Choice, RateDraft, RateField, day, given, options};
use super::super::{api, words};
use super::exemptions::{ExemptionRow, Exemptions};
use super::rates::{RateRow, Rates};
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::company::use_company;
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::checkbox::Checkbox;
use crate::ui::disclosure::Disclosure;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{Entry, EntryField, TextInput};

/// A choice of a policy: its code, the same for the select and the wire.
#[derive(Clone, Copy)]
struct Draft {
    in_use: RwSignal<bool>,
    discounting: RwSignal<String>,
    day_count: RwSignal<String>,
    compounding: Entry,
    cutoff: RwSignal<String>,
    depreciation: RwSignal<String>,
    split: RwSignal<String>,
    scope: RwSignal<String>,
    rounding: RwSignal<String>,
    halves: RwSignal<String>,
    /// Months, as they are typed: `3, 12, 24`.
    maturity: RwSignal<String>,
    major_part: Entry,
    substantially_all: Entry,
    first_in: RwSignal<bool>,
    year_ends: RwSignal<String>,
    tax: Entry,
    rates: RwSignal<Vec<RateRow>>,
    exemptions: RwSignal<Vec<ExemptionRow>>,
    first_on: Entry,
    method: RwSignal<String>,
    first_rate: RateDraft,
    reason: RwSignal<String>,
}

impl Draft {
    fn new(book: &CompanyBook) -> Self {
        let policy = book.choices.policy;
        let first = book.choices.transition;
        let rates = book.choices.default_rates.iter().zip(0..).map(|(rate, id)| RateRow::new(id, Some(rate)));
        let exemptions = book.choices.exemptions.iter().zip(0..).map(|(one, id)| ExemptionRow::new(id, Some(one)));
        Self {
            in_use: RwSignal::new(book.in_use),
            discounting: RwSignal::new(code(policy.discounting)),
            day_count: RwSignal::new(code(policy.day_count)),
            compounding: Entry::integer(policy.compounding_months.map(i64::from)),
            cutoff: RwSignal::new(code(policy.month_cutoff)),
            depreciation: RwSignal::new(code(policy.depreciation)),
            split: RwSignal::new(code(policy.current_split)),
            scope: RwSignal::new(code(policy.scope_proportion)),
            rounding: RwSignal::new(code(policy.rounding)),
            halves: RwSignal::new(code(policy.halves)),
            maturity: RwSignal::new(super::months(policy.maturity_months)),
            major_part: Entry::integer(Some(i64::from(policy.thresholds.major_part_percent))),
            substantially_all: Entry::integer(Some(i64::from(policy.thresholds.substantially_all_percent))),
            first_in: RwSignal::new(policy.first_payment_in_liability),
            year_ends: RwSignal::new(policy.fiscal_year_ends.to_string()),
            tax: Entry::percent(book.choices.tax_percent.map(|tax| tax.ppb())),
            rates: RwSignal::new(rates.collect()),
            exemptions: RwSignal::new(exemptions.collect()),
            first_on: Entry::date(first.map(|first| first.on)),
            method: RwSignal::new(code(first.map_or(TransitionMethod::FromLiability, |first| first.method))),
            first_rate: RateDraft::new(first.map(|first| first.discount_rate)),
            reason: RwSignal::new(String::new()),
        }
    }

    fn read(self, before: &CompanyBook, errors: FormErrors) -> Option<NewCompanyBook> {
        errors.clear();
        let kept = before.choices.policy;
        let policy = BookPolicy {
            discounting: of_code(&self.discounting.get_untracked()).unwrap_or(kept.discounting),
            day_count: of_code(&self.day_count.get_untracked()).unwrap_or(kept.day_count),
            compounding_months: number(self.compounding, "/policy/compounding_months", errors),
            halves: of_code(&self.halves.get_untracked()).unwrap_or(kept.halves),
            thresholds: self.thresholds(kept.thresholds, errors),
            maturity_months: self.maturity_months(kept.maturity_months, errors),
            month_cutoff: of_code(&self.cutoff.get_untracked()).unwrap_or(kept.month_cutoff),
            depreciation: of_code(&self.depreciation.get_untracked()).unwrap_or(kept.depreciation),
            current_split: of_code(&self.split.get_untracked()).unwrap_or(kept.current_split),
            scope_proportion: of_code(&self.scope.get_untracked()).unwrap_or(kept.scope_proportion),
            rounding: of_code(&self.rounding.get_untracked()).unwrap_or(kept.rounding),
            first_payment_in_liability: self.first_in.get_untracked(),
            fiscal_year_ends: self
                .year_ends
                .with_untracked(|month| month.parse().ok())
                .unwrap_or(kept.fiscal_year_ends),
            ..kept
        };
        let tax = self.tax.value_untracked().unwrap_or_else(|_| {
            errors.add("/tax_percent", t!(books.form.rate_unreadable));
            None
        });
        let rates = self.rates.get_untracked().into_iter().map(|row| row.read(errors)).collect::<Vec<_>>();
        let exemptions = self.exemptions.get_untracked().into_iter().filter_map(ExemptionRow::read).collect();
        let reason = given(self.reason);
        let body = NewCompanyBook {
            in_use: self.in_use.get_untracked(),
            policy,
            default_rates: rates.into_iter().flatten().collect(),
            exemptions,
            tax_percent: tax.and_then(RatePercent::from_ppb),
            transition: self.first_applied(errors),
            reason,
        };
        (!errors.any()).then_some(body)
    }

    fn thresholds(self, kept: BookThresholds, errors: FormErrors) -> BookThresholds {
        let major = number(self.major_part, "/policy/thresholds/major_part_percent", errors);
        let all = number(self.substantially_all, "/policy/thresholds/substantially_all_percent", errors);
        BookThresholds {
            major_part_percent: major.unwrap_or(kept.major_part_percent),
            substantially_all_percent: all.unwrap_or(kept.substantially_all_percent),
        }
    }

    fn maturity_months(self, kept: MaturityMonths, errors: FormErrors) -> MaturityMonths {
        let typed = self.maturity.get_untracked();
        let parts = typed.split([',', ';', ' ']).filter(|part| !part.is_empty());
        let months: Option<Vec<u32>> = parts.map(|part| part.parse().ok()).collect();
        let ascends = |months: &Vec<u32>| {
            !months.contains(&0) && months.iter().zip(months.iter().skip(1)).all(|(one, next)| one < next)
        };
        months.filter(ascends).and_then(|months| MaturityMonths::new(&months)).unwrap_or_else(|| {
            errors.add("/policy/maturity_months", t!(books.company.maturity_unreadable));
            kept
        })
    }

    /// Without a day the framework holds from the commencement of each lease.
    fn first_applied(self, errors: FormErrors) -> Option<BookFirstApplied> {
        let on = day(self.first_on, "/transition/on", errors)?;
        let discount_rate = self.first_rate.read("/transition/discount_rate/percent", errors);
        if discount_rate.is_none() {
            errors.add("/transition/discount_rate/percent", t!(books.transition.rate_missing));
        }
        Some(BookFirstApplied { on, method: of_code(&self.method.get_untracked())?, discount_rate: discount_rate? })
    }
}

/// A whole number, [`None`] where nothing is given.
fn number(entry: Entry, pointer: &str, errors: FormErrors) -> Option<u32> {
    match entry.value_untracked() {
        Ok(number) => number.and_then(|number| u32::try_from(number).ok()),
        Err(_) => {
            errors.add(pointer, t!(ui.entry.not_whole));
            None
        }
    }
}

#[component]
pub fn BookForm(book: CompanyBook, on_done: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let draft = Draft::new(&book);
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let before = StoredValue::new(book.clone());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let before = before.get_value();
        let Some(body) = draft.read(&before, errors) else { return };
        busy.set(true);
        let company = company.get_value();
        spawn_local(async move {
            let answer = api::choose_book(&company, &before, &body).await;
            match answer {
                Ok(_) => on_done.run(()),
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let capitalises = matches!(book.framework, BookFramework::Ifrs16 | BookFramework::K3 | BookFramework::Asc842);
    let is_asc842 = book.framework == BookFramework::Asc842;
    let percent = || Signal::stored("%".to_owned());
    let months: Vec<_> = (1..=12_u32).map(|month| (month.to_string(), words::month_name(month))).collect();
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors />
            <Checkbox checked=draft.in_use label=t!(books.company.use_it) hint=t!(books.company.use_hint) />
            <Choice label=t!(books.policy.year_ends) pointer="/policy/fiscal_year_ends" value=draft.year_ends options=months errors />
            {capitalises.then(|| view! {
                <Choice label=t!(books.policy.discounting_label) pointer="/policy/discounting" value=draft.discounting errors
                    options=options(&[BookDiscounting::Periodic, BookDiscounting::Dated], words::discounting) />
                <Choice label=t!(books.policy.day_count) pointer="/policy/day_count" value=draft.day_count errors
                    hint=t!(books.company.day_count_hint) options=options(&words::DAY_COUNTS, words::day_count) />
                <EntryField label=t!(books.policy.compounding) pointer="/policy/compounding_months" hint=t!(books.company.compounding_hint)
                    entry=draft.compounding errors optional=true />
                <Choice label=t!(books.policy.cutoff_label) pointer="/policy/month_cutoff" value=draft.cutoff errors
                    options=options(&[BookMonthCutoff::ActualDays, BookMonthCutoff::EvenMonths, BookMonthCutoff::ThirtyDays], words::month_cutoff) />
                <Choice label=t!(books.policy.depreciation_label) pointer="/policy/depreciation" value=draft.depreciation errors
                    options=options(&[BookDepreciation::ByMonths, BookDepreciation::ByDays], words::depreciation) />
                <Choice label=t!(books.policy.split_label) pointer="/policy/current_split" value=draft.split errors
                    options=options(&[BookCurrentSplit::Principal, BookCurrentSplit::PresentValue], words::current_split) />
                <Choice label=t!(books.policy.scope_label) pointer="/policy/scope_proportion" value=draft.scope errors
                    options=options(&[BookScopeProportion::Asset, BookScopeProportion::Liability], words::scope) />
                <Checkbox checked=draft.first_in label=t!(books.company.first_in) />
            })}
            <Choice label=t!(books.policy.rounding_label) pointer="/policy/rounding" value=draft.rounding errors
                options=options(&[BookRounding::Cumulative, BookRounding::EachRow], words::rounding) />
            <Choice label=t!(books.policy.halves_label) pointer="/policy/halves" value=draft.halves errors
                options=options(&[BookHalves::AwayFromZero, BookHalves::ToEven], words::halves) />
            {capitalises.then(|| view! {
                <Field label=t!(books.company.maturity) pointer="/policy/maturity_months" hint=t!(books.company.maturity_hint) errors>
                    <TextInput value=draft.maturity />
                </Field>
                <Rates rows=draft.rates errors />
                <Exemptions rows=draft.exemptions errors />
                <FirstApplied draft errors />
                {is_asc842.then(|| view! {
                    <fieldset class="form-list">
                        <legend>{t!(books.company.thresholds)}</legend>
                        <p class="field-hint">{t!(books.company.thresholds_hint)}</p>
                        <div class="form-columns">
                            <EntryField label=t!(books.company.major_part) pointer="/policy/thresholds/major_part_percent" entry=draft.major_part unit=percent() errors />
                            <EntryField label=t!(books.company.substantially_all) pointer="/policy/thresholds/substantially_all_percent" entry=draft.substantially_all unit=percent() errors />
                        </div>
                    </fieldset>
                })}
                <EntryField label=t!(reports.tax.rate) pointer="/tax_percent" hint=t!(books.company.tax_hint) entry=draft.tax unit=percent() errors optional=true />
            })}
            <Field label=t!(books.form.reason) pointer="/reason" errors optional=true>
                <TextInput value=draft.reason />
            </Field>
            <div class="dialog-foot">
                <Button submit=true kind=ButtonKind::Primary busy>{t!(settings.save)}</Button>
            </div>
        </form>
    }
}

/// Full retrospective application needs nothing said; the modified ways need a day, a way and a rate.
#[component]
fn FirstApplied(draft: Draft, errors: FormErrors) -> impl IntoView {
    let is_modified = draft.first_on.day_untracked().is_ok_and(|day| day.is_some());
    view! {
        <Disclosure summary=t!(books.transition.title) open=is_modified>
            <p class="field-hint">{t!(books.transition.hint)}</p>
            <EntryField label=t!(books.transition.on) pointer="/transition/on" entry=draft.first_on errors optional=true />
            <Choice label=t!(books.transition.method) pointer="/transition/method" value=draft.method errors
                options=options(&[TransitionMethod::FromLiability, TransitionMethod::AsIfApplied], words::transition) />
            <RateField draft=draft.first_rate label=t!(books.transition.rate) pointer="/transition/discount_rate/percent"
                basis_pointer="/transition/discount_rate/times_a_year" hint=t!(books.transition.rate_hint) errors />
        </Disclosure>
    }
}
