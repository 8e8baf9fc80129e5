//! Which books a company keeps: policies in plain words, default rates, exemptions. One page, one form per book.

mod exemptions;
mod form;
mod rates;

use leptos::prelude::*;
use shared::agreements::AgreementKind;
use shared::books::{
    BookDefaultRate, BookDiscounting, BookFirstApplied, BookFramework, BookKindExemption, BookThresholds, CompanyBook,
    MaturityMonths,
};

use self::form::BookForm;
use super::parts::{Who, line};
use super::{api, facts_words, words};
use crate::codes::code;
use crate::company::use_company;
use crate::features::agreements::words as agreement_words;
use crate::features::settings::above_settings;
use crate::format;
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::Button;
use crate::ui::dialog::{Dialog, DialogShape};
use crate::ui::empty::Failed;
use crate::ui::icon::Icon;
use crate::ui::page::Page;
use crate::ui::select::SelectOption;
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
    let rates = book.choices.default_rates.iter().map(default_rate).collect::<Vec<_>>();
    let exemptions = book.choices.exemptions.iter().map(exemption).collect::<Vec<_>>();
    let dated = policy.discounting == BookDiscounting::Dated;
    let first = if policy.first_payment_in_liability { t!(books.policy.first_in) } else { t!(books.policy.first_out) };
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
                        {dated.then(|| line(t!(books.policy.day_count), words::day_count(policy.day_count).to_owned()))}
                        {policy.compounding_months.filter(|_| !dated).map(|n| line(t!(books.policy.compounding), n.to_string()))}
                        {(!dated).then(|| line(t!(books.policy.cutoff_label), words::month_cutoff(policy.month_cutoff).to_owned()))}
                        {line(t!(books.policy.depreciation_label), words::depreciation(policy.depreciation).to_owned())}
                        {line(t!(books.policy.first), first.to_owned())}
                        {line(t!(books.policy.split_label), words::current_split(policy.current_split).to_owned())}
                        {line(t!(books.policy.scope_label), words::scope(policy.scope_proportion).to_owned())}
                        {line(t!(books.company.maturity), months(policy.maturity_months))}
                        {line(t!(books.company.default_rates), some(&rates))}
                        {line(t!(books.company.exemptions), some(&exemptions))}
                        {line(t!(books.transition.title), first_applied(book.choices.transition))}
                        {(book.framework == BookFramework::Asc842).then(|| line(t!(books.company.thresholds), thresholds(policy.thresholds)))}
                    })}
                    {line(t!(books.policy.rounding_label), words::rounding(policy.rounding).to_owned())}
                    {line(t!(books.policy.halves_label), words::halves(policy.halves).to_owned())}
                    {line(t!(books.policy.year_ends), words::month_name(policy.fiscal_year_ends))}
                    {book.choices.tax_percent.map(|tax| line(t!(reports.tax.rate), format::percent(tax.ppb() as f64 / 1e9)))}
                </dl>
            })}
            <Who reason=book.reason.clone() who />
        </section>
    }
}

/// `3, 12, 24`.
fn months(bounds: MaturityMonths) -> String {
    bounds.as_slice().iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
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
    let most = one.price_max.map(|most| t!(books.company.price_up_to, price = format::amount(most.minor())));
    let said = [Some(words::exemption(Some(one.exemption)).to_owned()), most];
    format!("{kind}: {}", said.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn first_applied(first: Option<BookFirstApplied>) -> String {
    first.map_or_else(
        || t!(books.transition.full).to_owned(),
        |first| {
            let day = format::date_long(first.on);
            [day, words::transition(first.method).to_owned(), facts_words::rate(first.discount_rate)].join(", ")
        },
    )
}

fn thresholds(thresholds: BookThresholds) -> String {
    let BookThresholds { major_part_percent, substantially_all_percent } = thresholds;
    t!(books.company.thresholds_value, life = major_part_percent, value = substantially_all_percent)
}

fn kinds() -> Vec<SelectOption> {
    std::iter::once((String::new(), t!(reports.all).to_owned()))
        .chain(AgreementKind::ALL.into_iter().map(|kind| (code(kind), agreement_words::kind(kind).to_owned())))
        .collect()
}
