//! Which books a company keeps: policies in plain words, default rates, exemptions. One page, one form per book.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::AgreementKind;
use shared::books::{
    BookCurrentSplit, BookDefaultRate, BookDepreciation, BookDiscounting, BookExemption, BookFramework,
    BookKindExemption, BookMonthCutoff, BookPolicy, BookRounding, BookScopeProportion, CompanyBook, NewCompanyBook,
};
use shared::money::{Amount, RatePercent};

use super::parts::RateDraft;
use super::{api, facts_words, words};
use crate::client::{ClientError, FormErrors};
use crate::codes::{code, of_code};
use crate::company::use_company;
use crate::features::agreements::words as agreement_words;
use crate::features::settings::above_settings;
use crate::format;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::checkbox::Checkbox;
use crate::ui::dialog::{Dialog, DialogShape};
use crate::ui::empty::Failed;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::{DateInput, Entry, EntryField, EntryInput, TextInput};
use crate::ui::page::Page;
use crate::ui::select::{Select, SelectOption, currency_options};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::toast::use_toasts;

#[component]
pub fn CompanyBooksPage() -> impl IntoView {
    let company = use_company();
    let may_edit = company.is_owner();
    let toasts = use_toasts();
    let asked = company.clone();
    let books = LocalResource::new(move || {
        let company = asked.clone();
        async move { api::company_books(&company).await }
    });
    let open = RwSignal::new(false);
    let chosen = RwSignal::new(None::<CompanyBook>);
    let edit = Callback::new(move |book: CompanyBook| {
        chosen.set(Some(book));
        open.set(true);
    });
    let done = Callback::new(move |()| {
        open.set(false);
        toasts.say(t!(books.company.saved));
        books.refetch();
    });
    let title =
        move || chosen.with(|book| book.as_ref().map(|book| words::framework(book.framework)).unwrap_or_default());
    view! {
        <Page title=t!(settings.books.title).to_owned() lead=t!(settings.books.lead).to_owned() above=above_settings()>
            {move || match books.get() {
                None => view! { <SkeletonLines lines=8 /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=move || books.refetch() /> }.into_any(),
                Some(Ok(books)) => {
                    let books = books.into_iter().map(|book| view! { <Book book may_edit edit /> }).collect_view();
                    view! { <div class="books-company">{books}</div> }.into_any()
                }
            }}
            {move || view! {
                <Dialog open title=title() shape=DialogShape::Side>
                    {chosen.get().map(|book| view! { <BookForm book on_done=done /> })}
                </Dialog>
            }}
        </Page>
    }
}

#[component]
fn Book(book: CompanyBook, may_edit: bool, edit: Callback<CompanyBook>) -> impl IntoView {
    let name = words::framework(book.framework);
    let policy = book.choices.policy;
    let line = |name: &str, value: String| view! { <div><dt>{name.to_owned()}</dt><dd>{value}</dd></div> };
    let rates = book.choices.default_rates.iter().map(default_rate).collect::<Vec<_>>();
    let exemptions = book.choices.exemptions.iter().map(exemption).collect::<Vec<_>>();
    let capitalises = matches!(book.framework, BookFramework::Ifrs16 | BookFramework::K3 | BookFramework::Asc842);
    let who = book.recorded_at.map(|at| {
        t!(books.recorded.by, name = book.recorded_by_name.clone().unwrap_or_default(), at = format::instant(at))
    });
    let kept = StoredValue::new(book.clone());
    let label = format!("{} {name}", t!(books.company.edit));
    view! {
        <section class="card">
            <div class="books-head">
                <h2>{name}</h2>
                {if book.in_use {
                    view! { <Badge tone=Tone::Accent>{t!(books.company.in_use)}</Badge> }.into_any()
                } else {
                    view! { <Badge>{t!(books.company.not_in_use)}</Badge> }.into_any()
                }}
                {may_edit.then(|| view! {
                    <Button icon=Icon::Edit label on_press=move || edit.run(kept.get_value())>{t!(books.company.edit)}</Button>
                })}
            </div>
            {book.in_use.then(|| view! {
                <dl class="show-lines">
                    {capitalises.then(|| view! {
                        {line(t!(books.policy.discounting_label), words::discounting(policy.discounting).to_owned())}
                        {line(t!(books.policy.depreciation_label), words::depreciation(policy.depreciation).to_owned())}
                        {line(t!(books.policy.split_label), words::current_split(policy.current_split).to_owned())}
                        {line(t!(books.company.default_rates), some(&rates))}
                        {line(t!(books.company.exemptions), some(&exemptions))}
                    })}
                    {line(t!(books.policy.rounding_label), words::rounding(policy.rounding).to_owned())}
                    {line(t!(books.policy.year_ends), words::month_name(policy.fiscal_year_ends))}
                    {book.choices.tax_percent.map(|tax| line(t!(reports.tax.rate), format::percent(tax.ppb() as f64 / 1e9)))}
                </dl>
            })}
            <p class="books-note">{book.reason.clone().map(|reason| format!("{reason} "))}{who}</p>
        </section>
    }
}

fn some(lines: &[String]) -> String {
    if lines.is_empty() { t!(books.policy.exemption.none).to_owned() } else { lines.join("; ") }
}

fn default_rate(rate: &BookDefaultRate) -> String {
    let parts = [
        Some(rate.currency.code().to_owned()),
        rate.kind.map(|kind| agreement_words::kind(kind).to_owned()),
        rate.months_max.map(|n| t!(books.company.up_to, n = n)),
        Some(facts_words::rate(rate.rate)),
        Some(t!(books.company.since, day = format::date(rate.from))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn exemption(one: &BookKindExemption) -> String {
    let kind = one.kind.map_or(t!(reports.all), agreement_words::kind);
    format!("{}: {}", kind, words::exemption(Some(one.exemption)))
}

#[derive(Clone, Copy)]
struct RateRow {
    id: u32,
    from: Entry,
    currency: RwSignal<String>,
    kind: RwSignal<String>,
    months_max: Entry,
    rate: RateDraft,
}

impl RateRow {
    fn new(id: u32, rate: Option<&BookDefaultRate>) -> Self {
        Self {
            id,
            from: Entry::date(rate.map(|rate| rate.from)),
            currency: RwSignal::new(rate.map_or("SEK", |rate| rate.currency.code()).to_owned()),
            kind: RwSignal::new(rate.and_then(|rate| rate.kind).map(code).unwrap_or_default()),
            months_max: Entry::integer(rate.and_then(|rate| rate.months_max).map(i64::from)),
            rate: RateDraft::new(rate.map(|rate| rate.rate)),
        }
    }

    fn read(self, errors: FormErrors) -> Option<BookDefaultRate> {
        let months = self.months_max.value_untracked().ok().flatten().and_then(|n| u32::try_from(n).ok());
        let read = self.from.day_untracked().ok().flatten().zip(self.rate.read("/default_rates", errors));
        if read.is_none() {
            errors.add("/default_rates", t!(books.company.rate_missing));
        }
        let (from, rate) = read?;
        let currency = self.currency.with_untracked(|code| code.parse().ok())?;
        Some(BookDefaultRate { from, currency, kind: of_code(&self.kind.get_untracked()), months_max: months, rate })
    }
}

#[derive(Clone, Copy)]
struct ExemptionRow {
    id: u32,
    kind: RwSignal<String>,
    exemption: RwSignal<String>,
    price_max: Entry,
}

impl ExemptionRow {
    fn new(id: u32, one: Option<&BookKindExemption>) -> Self {
        Self {
            id,
            kind: RwSignal::new(one.and_then(|one| one.kind).map(code).unwrap_or_default()),
            exemption: RwSignal::new(code(one.map_or(BookExemption::LowValue, |one| one.exemption))),
            price_max: Entry::amount(one.and_then(|one| one.price_max).map(|amount| amount.minor())),
        }
    }

    fn read(self) -> Option<BookKindExemption> {
        let price_max = self.price_max.value_untracked().ok().flatten().and_then(Amount::from_minor);
        let exemption = of_code(&self.exemption.get_untracked())?;
        Some(BookKindExemption { kind: of_code(&self.kind.get_untracked()), exemption, price_max })
    }
}

/// A choice of a policy: its code, the same for the select and the wire.
#[derive(Clone, Copy)]
struct Draft {
    in_use: RwSignal<bool>,
    discounting: RwSignal<String>,
    cutoff: RwSignal<String>,
    depreciation: RwSignal<String>,
    split: RwSignal<String>,
    scope: RwSignal<String>,
    rounding: RwSignal<String>,
    first_in: RwSignal<bool>,
    year_ends: RwSignal<String>,
    tax: Entry,
    rates: RwSignal<Vec<RateRow>>,
    exemptions: RwSignal<Vec<ExemptionRow>>,
    reason: RwSignal<String>,
}

impl Draft {
    fn new(book: &CompanyBook) -> Self {
        let policy = book.choices.policy;
        let rates = book.choices.default_rates.iter().zip(0..).map(|(rate, id)| RateRow::new(id, Some(rate)));
        let exemptions = book.choices.exemptions.iter().zip(0..).map(|(one, id)| ExemptionRow::new(id, Some(one)));
        Self {
            in_use: RwSignal::new(book.in_use),
            discounting: RwSignal::new(code(policy.discounting)),
            cutoff: RwSignal::new(code(policy.month_cutoff)),
            depreciation: RwSignal::new(code(policy.depreciation)),
            split: RwSignal::new(code(policy.current_split)),
            scope: RwSignal::new(code(policy.scope_proportion)),
            rounding: RwSignal::new(code(policy.rounding)),
            first_in: RwSignal::new(policy.first_payment_in_liability),
            year_ends: RwSignal::new(policy.fiscal_year_ends.to_string()),
            tax: Entry::percent(book.choices.tax_percent.map(|tax| tax.ppb())),
            rates: RwSignal::new(rates.collect()),
            exemptions: RwSignal::new(exemptions.collect()),
            reason: RwSignal::new(String::new()),
        }
    }

    fn read(self, before: &CompanyBook, errors: FormErrors) -> Option<NewCompanyBook> {
        errors.clear();
        let kept = before.choices.policy;
        let policy = BookPolicy {
            discounting: of_code(&self.discounting.get_untracked()).unwrap_or(kept.discounting),
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
        let reason = Some(self.reason.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let body = NewCompanyBook {
            in_use: self.in_use.get_untracked(),
            policy,
            default_rates: rates.into_iter().flatten().collect(),
            exemptions,
            tax_percent: tax.and_then(RatePercent::from_ppb),
            transition: before.choices.transition,
            reason,
        };
        (!errors.any()).then_some(body)
    }
}

fn options<T: serde::Serialize + Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<SelectOption> {
    all.iter().map(|one| (code(*one), name(*one).to_owned())).collect()
}

#[component]
fn Choice(
    #[prop(into)] label: String,
    pointer: &'static str,
    value: RwSignal<String>,
    options: Vec<SelectOption>,
    errors: FormErrors,
) -> impl IntoView {
    view! {
        <Field label pointer errors>
            <Select value on_change=move |chosen| value.set(chosen) options=Signal::stored(options) />
        </Field>
    }
}

#[component]
fn BookForm(book: CompanyBook, on_done: Callback<()>) -> impl IntoView {
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
            let answer: Result<CompanyBook, ClientError> = api::choose_book(&company, &before, &body).await;
            match answer {
                Ok(_) => on_done.run(()),
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let capitalises = matches!(book.framework, BookFramework::Ifrs16 | BookFramework::K3 | BookFramework::Asc842);
    let months: Vec<_> = (1..=12_u32).map(|month| (month.to_string(), words::month_name(month))).collect();
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors />
            <Checkbox checked=draft.in_use label=t!(books.company.use_it) hint=t!(books.company.use_hint) />
            <Choice label=t!(books.policy.year_ends) pointer="/policy/fiscal_year_ends" value=draft.year_ends options=months errors />
            {capitalises.then(|| view! {
                <Choice label=t!(books.policy.discounting_label) pointer="/policy/discounting" value=draft.discounting errors
                    options=options(&[BookDiscounting::Periodic, BookDiscounting::Dated], words::discounting) />
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
            {capitalises.then(|| view! {
                <Rates rows=draft.rates errors />
                <Exemptions rows=draft.exemptions errors />
                <EntryField label=t!(reports.tax.rate) pointer="/tax_percent" hint=t!(books.company.tax_hint) entry=draft.tax unit=Signal::stored("%".to_owned()) errors optional=true />
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

fn kinds() -> Vec<SelectOption> {
    std::iter::once((String::new(), t!(reports.all).to_owned()))
        .chain(AgreementKind::ALL.into_iter().map(|kind| (code(kind), agreement_words::kind(kind).to_owned())))
        .collect()
}

#[component]
fn Rates(rows: RwSignal<Vec<RateRow>>, errors: FormErrors) -> impl IntoView {
    let fault = errors.of("/default_rates");
    let row = move |row: RateRow| {
        let remove = move || rows.update(|rows| rows.retain(|each| each.id != row.id));
        let named = |text: &'static str| view! { <span>{text}</span> };
        view! {
            <div class="books-payment">
                <label>{named(t!(books.from))}<DateInput entry=row.from label=t!(books.from) /></label>
                <Select label=t!(agreements.field.currency) value=row.currency on_change=move |chosen| row.currency.set(chosen) options=Signal::stored(currency_options()) />
                <Select label=t!(agreements.field.kind) value=row.kind on_change=move |chosen| row.kind.set(chosen) options=Signal::stored(kinds()) />
                <label>{named(t!(books.company.months_max))}<EntryInput entry=row.months_max unit=Signal::stored(String::new()) label=t!(books.company.months_max) /></label>
                <label>{named(t!(books.company.effective_rate))}<EntryInput entry=row.rate.percent unit=Signal::stored("%".to_owned()) label=t!(books.company.effective_rate) /></label>
                <IconButton icon=Icon::Trash label=t!(books.company.remove_rate) on_press=remove />
            </div>
        }
    };
    let add = move || {
        rows.update(|rows| {
            let id = rows.iter().map(|row| row.id + 1).max().unwrap_or_default();
            rows.push(RateRow::new(id, None));
        });
    };
    view! {
        <fieldset class="form-list" id="field-default_rates" tabindex="-1">
            <legend>{t!(books.company.default_rates)}</legend>
            <p class="field-hint">{t!(books.company.rates_hint)}</p>
            <For each=move || rows.get() key=|row| row.id children=row />
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=add>{t!(books.company.add_rate)}</Button>
        </fieldset>
    }
}

#[component]
fn Exemptions(rows: RwSignal<Vec<ExemptionRow>>, errors: FormErrors) -> impl IntoView {
    let fault = errors.of("/exemptions");
    let exemptions = || {
        [BookExemption::ShortTerm, BookExemption::LowValue]
            .map(|one| (code(one), words::exemption(Some(one)).to_owned()))
            .to_vec()
    };
    let row = move |row: ExemptionRow| {
        let remove = move || rows.update(|rows| rows.retain(|each| each.id != row.id));
        view! {
            <div class="books-payment">
                <Select label=t!(agreements.field.kind) value=row.kind on_change=move |chosen| row.kind.set(chosen) options=Signal::stored(kinds()) />
                <Select label=t!(books.policy.exemption_label) value=row.exemption on_change=move |chosen| row.exemption.set(chosen) options=Signal::stored(exemptions()) />
                <label><span>{t!(books.company.price_max)}</span><EntryInput entry=row.price_max unit=Signal::stored(String::new()) label=t!(books.company.price_max) /></label>
                <IconButton icon=Icon::Trash label=t!(books.company.remove_exemption) on_press=remove />
            </div>
        }
    };
    let add = move || {
        rows.update(|rows| {
            let id = rows.iter().map(|row| row.id + 1).max().unwrap_or_default();
            rows.push(ExemptionRow::new(id, None));
        });
    };
    view! {
        <fieldset class="form-list" id="field-exemptions" tabindex="-1">
            <legend>{t!(books.company.exemptions)}</legend>
            <For each=move || rows.get() key=|row| row.id children=row />
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=add>{t!(books.company.add_exemption)}</Button>
        </fieldset>
    }
}
