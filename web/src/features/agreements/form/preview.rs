//! Beside the form: what the typed terms cost and owe, as they are typed.

use leptos::prelude::*;
use shared::debt::{Figures, Schedule};
use shared::money::{Amount, Currency};

use super::outcome::{Oddity, Outcome};
use super::read::Fault;
use crate::features::agreements::rate_view::RateSteps;
use crate::features::agreements::{difference, plan_chart, words};
use crate::format;
use crate::t;
use crate::today;
use crate::ui::chart::{Chart, ChartData};
use crate::ui::diff::{DiffView, Difference};
use crate::ui::icon::{Icon, IconView};

#[component]
pub(super) fn Preview(
    outcome: Memo<Result<Outcome, Vec<Fault>>>,
    changes: bool,
    /// From a day: debt and rate are always said, on that day.
    amends: bool,
) -> impl IntoView {
    // The last picture stays while a field is half typed.
    let last = Memo::new(move |before: Option<&Option<Outcome>>| match outcome.get() {
        Ok(outcome) => Some(outcome),
        Err(_) => before.cloned().flatten(),
    });
    let stale = move || outcome.with(Result::is_err);
    view! {
        <aside class="form-preview" aria-label=t!(agreement_form.preview.title)>
            <h2>{t!(agreement_form.preview.title)}</h2>
            {move || match last.get() {
                None => view! { <Missing outcome /> }.into_any(),
                Some(outcome) => view! {
                    <div class="form-preview-body" class:stale=stale>
                        <Numbers outcome=outcome.clone() />
                        {changes.then(|| view! { <Compared outcome=outcome.clone() amends /> })}
                        <Warnings outcome=outcome.clone() />
                        <Plan outcome />
                    </div>
                }
                .into_any(),
            }}
        </aside>
    }
}

/// What is still needed, before anything can be computed.
#[component]
fn Missing(outcome: Memo<Result<Outcome, Vec<Fault>>>) -> impl IntoView {
    view! {
        <div class="form-preview-missing">
            <IconView icon=Icon::Info />
            <div>
                <p>{t!(agreement_form.preview.missing)}</p>
                <ul>{move || outcome.with(|outcome| match outcome {
                    Ok(_) => Vec::new(),
                    Err(faults) => faults.iter().map(|fault| view! { <li>{fault.text.clone()}</li> }).collect(),
                })}</ul>
            </div>
        </div>
    }
}

#[component]
fn Numbers(outcome: Outcome) -> impl IntoView {
    let Outcome { figures, schedule, terms, .. } = outcome;
    let currency = terms.currency;
    let debt = match figures.debt {
        Some(debt) => view! { <strong class="number">{words::money(debt, currency)}</strong> }.into_any(),
        None => {
            let why = figures.debt_unknown.map(words::unknown);
            view! { <strong class="unknown">{t!(agreements.unknown.short)}</strong><span class="form-why">{why}</span> }
                .into_any()
        }
    };
    let total = schedule.totals.payments.minor() + schedule.totals.fees.minor() + schedule.totals.services.minor();
    let line =
        |label: &'static str, value: String| view! { <div><dt>{label}</dt><dd class="number">{value}</dd></div> };
    view! {
        <section class="form-rate" aria-live="polite"><RateSteps rate=figures.rate.clone() /></section>
        <dl class="form-figures">
            <div class="form-debt">
                <dt>{t!(agreement_form.preview.debt, day = format::date_long(figures.as_of))}</dt>
                <dd aria-live="polite">{debt}</dd>
            </div>
            {terms.end_on.map(|end| line(t!(agreement_form.preview.ends), format::date_long(end)))}
            {schedule.financed.map(|financed| line(t!(agreement_form.preview.financed), words::money(financed, currency)))}
            {line(t!(agreement_form.preview.total), format::money(total, currency.code()))}
            {schedule.totals.interest.map(|interest| line(t!(agreement_form.preview.interest), words::money(interest, currency)))}
        </dl>
    }
}

/// Registered against typed.
#[component]
fn Compared(outcome: Outcome, amends: bool) -> impl IntoView {
    let Outcome { figures, before, differences, terms, .. } = outcome;
    if differences.is_empty() {
        return view! { <p class="form-nothing">{t!(agreement_form.preview.nothing)}</p> }.into_any();
    }
    let effect = before.map(|before| {
        let lines = compared(&before, &figures, terms.currency);
        let said = |(at, line): &(usize, Difference)| (amends && *at < ALWAYS_SAID) || line.before != line.after;
        lines.into_iter().enumerate().filter(said).map(|(_, line)| line).collect::<Vec<_>>()
    });
    let follows = t!(agreement_form.preview.effect_on, day = format::date_long(figures.as_of));
    let in_words = difference::in_words(&differences, terms.currency);
    view! {
        <section class="form-compared">
            <h3>{t!(agreement_form.preview.changes)}</h3>
            <DiffView caption=t!(agreement_form.preview.changes) differences=in_words />
            {effect.map(|effect| if effect.is_empty() {
                view! { <p class="form-nothing">{t!(agreement_form.preview.same_figures)}</p> }.into_any()
            } else {
                view! {
                    <h3>{follows.clone()}</h3>
                    <DiffView caption=follows differences=effect />
                }
                .into_any()
            })}
        </section>
    }
    .into_any()
}

/// How the figures move; those that stay are said once, as unchanged.
pub(in crate::features::agreements) fn effect(
    before: &Figures,
    after: &Figures,
    currency: Currency,
) -> Vec<Difference> {
    compared(before, after, currency).into_iter().filter(|line| line.before != line.after).collect()
}

/// Rate and debt, which come first in [`compared`].
const ALWAYS_SAID: usize = 2;

fn compared(before: &Figures, after: &Figures, currency: Currency) -> Vec<Difference> {
    let unknown = || t!(agreements.unknown.short).to_owned();
    let money = |amount: Option<Amount>| Some(amount.map_or_else(unknown, |amount| words::money(amount, currency)));
    let rate =
        |figures: &Figures| Some(figures.rate.pure.map_or_else(unknown, |pair| words::percent(pair.effective_percent)));
    let day = |figures: &Figures| figures.next_payment_on.map(format::date);
    [
        (t!(agreement_form.preview.rate), rate(before), rate(after)),
        (t!(agreement_form.preview.debt_short), money(before.debt), money(after.debt)),
        (
            t!(agreement_form.preview.remaining),
            money(Some(before.remaining_payments)),
            money(Some(after.remaining_payments)),
        ),
        (t!(agreement_form.preview.next), day(before), day(after)),
    ]
    .into_iter()
    .map(|(field, before, after)| Difference { field: field.to_owned(), before, after })
    .collect()
}

#[component]
fn Warnings(outcome: Outcome) -> impl IntoView {
    if outcome.warnings.is_empty() && outcome.oddities.is_empty() {
        return ().into_any();
    }
    let text = |warning| words::warning(warning, &outcome.figures.rate, outcome.terms.nominal_rate_percent);
    let odd = |oddity: &Oddity| {
        let rate = outcome.figures.rate.pure.map(|pair| words::percent(pair.effective_percent)).unwrap_or_default();
        match oddity {
            Oddity::HighRate => t!(agreement_form.oddity.high_rate, rate = rate),
            Oddity::ImplausibleRate => t!(agreement_form.oddity.implausible_rate, rate = rate),
            Oddity::NoRateFits => t!(agreement_form.oddity.no_rate_fits).to_owned(),
            Oddity::NegativeInterest => t!(agreement_form.oddity.negative_interest).to_owned(),
            Oddity::NothingToPay => t!(agreement_form.oddity.nothing_to_pay).to_owned(),
        }
    };
    let odd = outcome.oddities.iter().map(|oddity| view! { <li>{odd(oddity)}</li> }).collect_view();
    let lines = outcome.warnings.iter().map(|warning| view! { <li>{text(warning)}</li> }).collect_view();
    view! {
        <section class="notice form-warnings" data-tone="due" role="status">
            <IconView icon=Icon::Warning />
            <div>
                <p><strong>{t!(agreement_form.preview.look_again)}</strong></p>
                <ul>{odd}{lines}</ul>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Plan(outcome: Outcome) -> impl IntoView {
    let days = plan_chart::Days { today: today::today(), as_of: outcome.figures.as_of };
    let drawn = move |schedule: &Schedule| -> Vec<ChartData> {
        let capital = plan_chart::capital(schedule, days);
        capital.into_iter().chain(std::iter::once(plan_chart::payments(schedule, days))).collect()
    };
    let charts = drawn(&outcome.schedule).into_iter().filter(|data| !data.is_empty()).map(|data| {
        view! {
            <section class="form-plan">
                <h3>{data.title.clone()}</h3>
                <Chart data=Signal::stored(data) file_name=t!(agreement_plan.file) height=170.0 plain=true />
            </section>
        }
    });
    charts.collect_view()
}
