//! The agreement in figures and in terms.

use leptos::prelude::*;
use shared::agreements::{Agreement, AgreementChange, AgreementTerms, ContractOption, EndingHow, LeasedObject};
use shared::money::Amount;

use super::Show;
use super::explain::DebtExplained;
use super::header::{cost, fee};
use crate::features::agreements::rate_view::RateSteps;
use crate::features::agreements::{difference, words};
use crate::format;
use crate::t;

#[component]
pub(super) fn SummaryTab(show: Show, agreement: Memo<Option<Agreement>>) -> impl IntoView {
    let figures = move || agreement.get().map(|agreement| view! { <FigureCards agreement /> });
    let terms = move || {
        agreement.get().map(|agreement| {
            view! {
                <Changes agreement=agreement.clone() />
                <Terms agreement />
            }
        })
    };
    view! {
        <section class="show-figures" aria-label=t!(agreement_page.figures)>
            {figures}
            <div class="card show-explain"><DebtExplained show /></div>
        </section>
        {terms}
    }
}

#[component]
fn FigureCards(agreement: Agreement) -> impl IntoView {
    let (fee, cost) = (fee(&agreement), cost(&agreement));
    let Agreement { figures, terms, .. } = agreement;
    let currency = terms.currency;
    let money = |amount: Amount| format::money(amount.minor(), currency.code());
    let debt = match figures.debt {
        Some(debt) => view! { <p class="show-number number">{money(debt)}</p> }.into_any(),
        None => {
            let why = figures.debt_unknown.map(words::unknown);
            view! { <p class="show-number unknown">{t!(agreements.unknown.short)}</p><p class="show-why">{why}</p> }
                .into_any()
        }
    };
    // Of what runs on without an end there is no sum left to pay.
    let remaining = match figures.extended {
        Some(_) => t!(agreement_page.extended.runs_on, cost = cost),
        None => money(figures.remaining_payments),
    };
    let yearly = fee.minor().checked_mul(12).map(|fees| fees / i64::from(terms.interval_months.max(1)));
    let line =
        |label: &'static str, value: String| view! { <div><dt>{label}</dt><dd class="number">{value}</dd></div> };
    view! {
        <div class="card">
            <h2>{t!(agreement_page.debt, day = format::date_long(figures.as_of))}</h2>
            {debt}
            <dl class="show-lines">
                {line(t!(agreement_form.preview.remaining), remaining)}
                {figures.next_payment_on.map(|day| line(t!(agreement_form.preview.next), format::date_long(day)))}
                {yearly.and_then(Amount::from_minor).map(|cost| line(t!(agreement_list.column.yearly_cost), words::money(cost, currency)))}
                {figures.extended.map(|extended| view! {
                    {line(t!(agreement_page.extended.since), format::date_long(extended.since))}
                    {line(t!(agreement_page.extended.paid), money(extended.paid_since_end))}
                })}
            </dl>
        </div>
        <div class="card">
            <h2>{t!(agreement_page.rate)}</h2>
            <RateSteps rate=figures.rate />
        </div>
    }
}

/// What was agreed after the signing, in the order it holds.
#[component]
fn Changes(agreement: Agreement) -> impl IntoView {
    if agreement.changes.is_empty() {
        return ().into_any();
    }
    let currency = agreement.terms.currency;
    let change = |change: &AgreementChange| match change {
        AgreementChange::Amended { effective_on, patch, .. } => {
            let moved = difference::patch_in_words(patch, currency);
            let moved: Vec<String> = moved.into_iter().map(|(field, value)| format!("{field}: {value}")).collect();
            view! { <li><strong>{t!(agreement_page.from_day, day = format::date_long(*effective_on))}</strong>" "{moved.join(", ")}</li> }
        }
        AgreementChange::Ended { effective_on, how, .. } => {
            let how = match how {
                EndingHow::Terminated => t!(agreement_page.ending.terminated),
                EndingHow::BoughtOut => t!(agreement_page.ending.bought_out),
            };
            view! { <li><strong>{t!(agreement_page.on_day, day = format::date_long(*effective_on))}</strong>" "{how.to_owned()}</li> }
        }
    };
    view! {
        <section class="section">
            <h2>{t!(agreement_page.changes)}</h2>
            <ul class="show-changes">{agreement.changes.iter().map(change).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// Label and value; groups without values are left out.
type Line = (String, String);

#[component]
fn Terms(agreement: Agreement) -> impl IntoView {
    let terms = &agreement.terms;
    let groups = [
        (t!(agreement_page.group.agreement), agreement_lines(terms)),
        (t!(agreement_page.group.payment), payment_lines(terms)),
        (t!(agreement_page.group.financing), financing_lines(terms)),
        (t!(agreement_page.group.end), end_lines(terms)),
        (t!(agreement_page.group.object), object_lines(terms)),
        (t!(agreement_page.group.own), own_lines(terms)),
    ];
    let group = |(title, lines): (&'static str, Vec<Line>)| {
        let line = |(label, value): Line| view! { <div><dt>{label}</dt><dd>{value}</dd></div> };
        (!lines.is_empty()).then(|| {
            view! {
                <section class="card">
                    <h2>{title}</h2>
                    <dl class="show-lines">{lines.into_iter().map(line).collect_view()}</dl>
                </section>
            }
        })
    };
    view! { <div class="show-terms">{groups.into_iter().map(group).collect_view()}</div> }
}

fn given(lines: Vec<(&str, Option<String>)>) -> Vec<Line> {
    lines.into_iter().filter_map(|(field, value)| Some((words::field(field), value?))).collect()
}

fn agreement_lines(terms: &AgreementTerms) -> Vec<Line> {
    given(vec![
        ("lessor_name", terms.lessor_name.clone()),
        ("number", terms.number.clone()),
        ("kind", Some(words::kind(terms.kind).to_owned())),
        ("start_on", Some(format::date_long(terms.start_on))),
        ("end_on", terms.end_on.map(format::date_long)),
        ("term_months", terms.term_months.map(|months| t!(agreements.months, n = months))),
    ])
}

fn payment_lines(terms: &AgreementTerms) -> Vec<Line> {
    let money = |amount: Option<Amount>| amount.map(|amount| words::money(amount, terms.currency));
    let steps = terms.fee_steps.iter().map(|step| {
        t!(agreements.value.step, fee = words::money(step.fee, terms.currency), day = format::date(step.from))
    });
    let steps = Some(steps.collect::<Vec<_>>().join(", ")).filter(|steps| !steps.is_empty());
    given(vec![
        (
            "fee",
            Some(format!("{} {}", words::money(terms.fee, terms.currency), words::per_interval(terms.interval_months))),
        ),
        ("timing", Some(words::timing(terms.timing).to_owned())),
        ("fee_steps", steps),
        ("fee_basis", Some(difference::fee_basis(&terms.fee_basis))),
        ("interim_from", terms.interim_from.map(format::date_long)),
        ("interim_daily", money(terms.interim_daily)),
        ("invoice_fee", money(terms.invoice_fee)),
        ("service_fee", money(terms.service_fee)),
        ("vat_restricted", terms.vat_restricted.then(|| t!(agreements.yes).to_owned())),
    ])
}

fn financing_lines(terms: &AgreementTerms) -> Vec<Line> {
    let money = |amount: Option<Amount>| amount.map(|amount| words::money(amount, terms.currency));
    let replaces = terms
        .first_increased_fee
        .map(|_| if terms.first_increased_replaces { t!(agreements.yes) } else { t!(agreements.no) }.to_owned());
    given(vec![
        ("price", money(terms.price)),
        ("nominal_rate_percent", terms.nominal_rate_percent.map(words::stated_percent)),
        ("first_increased_fee", money(terms.first_increased_fee)),
        ("first_increased_replaces", replaces),
        ("residual_value", money(terms.residual_value)),
        ("residual_carrier", terms.residual_carrier.map(|carrier| words::carrier(carrier).to_owned())),
        ("arrangement_fee", money(terms.arrangement_fee)),
    ])
}

fn end_lines(terms: &AgreementTerms) -> Vec<Line> {
    let mut lines = given(vec![
        ("notice_months", terms.notice_months.map(|months| t!(agreements.months, n = months))),
        ("extension", terms.extension.as_ref().map(|rule| difference::extension(rule, terms.currency))),
    ]);
    lines
        .extend(terms.options.iter().map(|option| (words::option(option.kind).to_owned(), option_text(option, terms))));
    lines
}

fn option_text(option: &ContractOption, terms: &AgreementTerms) -> String {
    let parts = [
        option.amount.map(|amount| words::money(amount, terms.currency)),
        option.months.map(|months| t!(agreements.months, n = months)),
        option.from.map(|day| t!(agreement_page.option.from, day = format::date_long(day))),
        option.notice_by.map(|day| t!(agreement_page.option.notice_by, day = format::date_long(day))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn object_lines(terms: &AgreementTerms) -> Vec<Line> {
    let mut lines =
        given(vec![("object_type", terms.object_type.clone()), ("supplier_name", terms.supplier_name.clone())]);
    lines.extend(terms.objects.iter().map(|object| (words::field("objects"), object_text(object))));
    lines
}

fn object_text(object: &LeasedObject) -> String {
    let units = if object.units == 1 { String::new() } else { format!("{} × ", object.units) };
    let ids: Vec<&str> =
        [object.registration.as_deref(), object.serial_number.as_deref()].into_iter().flatten().collect();
    if ids.is_empty() {
        format!("{units}{}", object.description)
    } else {
        format!("{units}{} ({})", object.description, ids.join(", "))
    }
}

fn own_lines(terms: &AgreementTerms) -> Vec<Line> {
    let mut lines = given(vec![
        ("cost_center", terms.cost_center.clone()),
        ("department", terms.department.clone()),
        ("project", terms.project.clone()),
        ("responsible", terms.responsible.clone()),
    ]);
    lines.extend(terms.custom.iter().map(|(name, value)| (name.clone(), value.clone())));
    lines
}
