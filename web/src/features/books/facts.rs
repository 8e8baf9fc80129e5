//! What a book rests on: what was found, what was checked, the policies and the rate, and what is still to pay.

use std::sync::Arc;

use leptos::prelude::*;
use shared::books::{BookCalculation, BookDiscounting};
use shared::money::Amount;

use super::figures::{negative, some, written};
use super::parts::line;
use super::{Subject, words};
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::ui::icon::{Icon, IconView};

/// What makes no sense or had to be assumed, and what to do about it.
#[component]
pub fn Findings(subject: Subject, book: Arc<BookCalculation>) -> impl IntoView {
    let href = move || subject.id.get().map(|id| subject.company().href(Place::EditAgreement(id)));
    (!book.findings.is_empty()).then(|| {
        let finding = |finding: &shared::books::BookFinding| {
            view! { <li><strong>{words::found(finding.code, finding.on, finding.found_on)}</strong>" "{words::remedy(finding.remedy)}</li> }
        };
        view! {
            <div class="notice" data-tone="due">
                <IconView icon=Icon::Warning />
                <ul class="books-findings">{book.findings.iter().map(finding).collect_view()}</ul>
                {subject.company().may_edit().then(|| view! { <a class="button" href=href>{t!(books.correct)}</a> })}
            </div>
        }
    })
}

#[component]
pub fn Checks(book: Arc<BookCalculation>) -> impl IntoView {
    let held = book.checks.iter().filter(|check| check.held).count();
    let all = book.checks.len();
    let check = |check: &shared::books::BookCheck| {
        let (icon, said) =
            if check.held { (Icon::Check, t!(books.check.held)) } else { (Icon::Failure, t!(books.check.failed)) };
        let numbers = (!check.held)
            .then(|| t!(books.check.numbers, expected = written(check.expected), found = written(check.found)));
        view! {
            <li class:failed=!check.held>
                <IconView icon />
                <span><span class="visually-hidden">{said}": "</span>{words::check(check.name)}{numbers.map(|text| format!(" {text}"))}</span>
            </li>
        }
    };
    view! {
        <section class="card">
            <h3>{t!(books.checks)}</h3>
            <p class="books-note">{t!(books.checks_held, held = held, all = all)}</p>
            <ul class="books-checks">{book.checks.iter().map(check).collect_view()}</ul>
            <p class="books-note">{t!(books.engine, version = &book.engine_version)}</p>
        </section>
    }
}

/// What is still to be paid, undiscounted, and how it comes to the liability.
#[component]
pub fn Maturity(book: Arc<BookCalculation>) -> impl IntoView {
    let balances = &book.balances;
    balances.maturity.clone().map(|maturity| {
        view! {
            <section class="card">
                <h3>{t!(books.maturity.title)}</h3>
                <p class="books-note">{t!(books.maturity.lead, day = format::date_long(balances.as_of))}</p>
                <dl class="show-lines books-sums">
                    {maturity.buckets.iter().map(|one| line(&words::bucket(one.after_months, one.within_months), written(one.amount))).collect_view()}
                    {line(t!(books.maturity.total), written(maturity.total))}
                    {line(t!(books.maturity.discount), written(negative(maturity.discount)))}
                    {line(t!(books.column.liability), written(balances.liability))}
                </dl>
            </section>
        }
    })
}

/// What the asset and the liability began as.
#[component]
pub fn Initial(book: Arc<BookCalculation>) -> impl IntoView {
    let initial = book.initial;
    initial.asset.map(|asset| {
        let parts = [
            (t!(books.initial.liability), initial.liability, true),
            (t!(books.initial.paid), initial.paid, false),
            (t!(books.initial.prepaid), initial.prepaid, false),
            (t!(books.initial.direct_costs), initial.direct_costs, false),
            (t!(books.initial.restoration), initial.restoration, false),
            (t!(books.initial.incentives), negative(initial.incentives), false),
        ];
        let parts = parts.into_iter().filter(|(_, amount, always)| *always || *amount != Amount::ZERO);
        view! {
            <section class="card">
                <h3>{t!(books.initial.title)}</h3>
                <p class="books-note">{t!(books.initial.lead, day = format::date_long(book.policies.commencement_on))}</p>
                <dl class="show-lines books-sums">
                    {parts.map(|(name, amount, _)| line(name, written(amount))).collect_view()}
                    {line(t!(books.initial.asset), some(Some(asset)))}
                </dl>
            </section>
        }
    })
}

/// Everything that ruled the calculation, in words.
#[component]
pub fn Policies(book: Arc<BookCalculation>) -> impl IntoView {
    let policies = &book.policies;
    let policy = policies.policy;
    let rate = |rate: &shared::books::BookRate| {
        let value = t!(
            books.policy.rate_value,
            rate = format::decimal(rate.effective_percent.fraction() * 100.0, 4),
            day = format::date_long(rate.from)
        );
        line(t!(books.policy.rate), value)
    };
    let term =
        t!(books.from_to, from = format::date_long(policies.commencement_on), to = format::date_long(policies.end_on));
    let capitalised = words::is_capitalised(book.treatment);
    let dated = policy.discounting == BookDiscounting::Dated;
    let first = if policy.first_payment_in_liability { t!(books.policy.first_in) } else { t!(books.policy.first_out) };
    let text = |name: &str, value: &str| line(name, value.to_owned());
    view! {
        <section class="card">
            <h3>{t!(books.policies)}</h3>
            <dl class="show-lines">
                {text(t!(books.policy.term), &term)}
                {policies.discount_rates.iter().map(rate).collect_view()}
                {capitalised.then(|| view! {
                    {text(t!(books.policy.discounting_label), words::discounting(policy.discounting))}
                    {dated.then(|| text(t!(books.policy.day_count), words::day_count(policy.day_count)))}
                    {(!dated).then(|| text(t!(books.policy.cutoff_label), words::month_cutoff(policy.month_cutoff)))}
                    {text(t!(books.policy.depreciation_label), words::depreciation(policy.depreciation))}
                    {text(t!(books.policy.first), first)}
                    {text(t!(books.policy.split_label), words::current_split(policy.current_split))}
                    {text(t!(books.policy.scope_label), words::scope(policy.scope_proportion))}
                })}
                {text(t!(books.policy.rounding_label), words::rounding(policy.rounding))}
                {text(t!(books.policy.exemption_label), words::exemption(policy.exemption))}
                {text(t!(books.policy.year_ends), &words::month_name(policy.fiscal_year_ends))}
            </dl>
        </section>
    }
}
