//! How the debt on a day comes about: in words, and as the formula with its numbers put in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::debt::{DebtExplanation, DebtRule};

use super::Show;
use crate::client::ClientError;
use crate::features::agreements::{api, words};
use crate::format;
use crate::t;
use crate::ui::empty::Failed;
use crate::ui::formula::{Formula, FormulaLine};
use crate::ui::icon::{Icon, IconView};
use crate::ui::skeleton::SkeletonLines;

/// Asks for the explanation when it is first opened, and again when the day changes.
#[component]
pub(super) fn DebtExplained(show: Show) -> impl IntoView {
    let open = RwSignal::new(untrack(|| show.address.get("explain")).is_some());
    let found = RwSignal::new(None::<Result<DebtExplanation, ClientError>>);
    let fetch = move || {
        let Some(id) = show.id.get_untracked() else { return };
        let (on, known_at) = untrack(|| (show.as_of(), show.known_at.get()));
        spawn_local(async move {
            let answer = api::explain(&show.company(), id, on, known_at).await;
            let _ = found.try_set(Some(answer));
        });
    };
    Effect::new(move |_| {
        show.as_of();
        show.known_at.track();
        show.agreement.track();
        if open.get() {
            fetch();
        }
    });
    let toggled = move |event: web_sys::Event| open.set(event_target::<web_sys::HtmlDetailsElement>(&event).open());
    view! {
        <details class="disclosure" prop:open=open.get_untracked() on:toggle=toggled>
            <summary><IconView icon=Icon::ChevronRight />{t!(agreement_page.explain.open)}</summary>
            <div class="disclosure-body">
                {move || open.get().then(|| match found.get() {
                    None => view! { <SkeletonLines lines=3 /> }.into_any(),
                    Some(Err(error)) => view! { <Failed error on_retry=fetch /> }.into_any(),
                    Some(Ok(explanation)) => view! { <Explanation show explanation /> }.into_any(),
                })}
            </div>
        </details>
    }
}

#[component]
fn Explanation(show: Show, explanation: DebtExplanation) -> impl IntoView {
    let rule = match explanation.rule {
        DebtRule::NotStarted => t!(agreement_page.explain.not_started).to_owned(),
        DebtRule::NoDebtAfterEnd => t!(agreement_page.explain.no_debt_after_end).to_owned(),
        DebtRule::Ended => t!(agreement_page.explain.ended).to_owned(),
        DebtRule::Unknown => {
            let why = explanation.unknown.map(words::unknown).unwrap_or_default();
            t!(agreement_page.explain.unknown, why = why)
        }
        DebtRule::WithinInterval => within(&explanation, false),
        DebtRule::ExtendedPayingDown => within(&explanation, true),
    };
    let row = explanation.row.map(|row| {
        let href = show.address.with(&[("tab", Some("plan".to_owned())), ("row", Some(row.to_string()))]);
        view! { <a href=href>{t!(agreement_page.explain.row, n = row)}</a> }
    });
    view! {
        <div class="explain">
            <p>{rule}</p>
            {formula(&explanation).map(|lines| view! { <Formula lines /> })}
            {conversion(&explanation)}
            {row}
        </div>
    }
}

fn within(explanation: &DebtExplanation, extended: bool) -> String {
    let day = explanation.balance_from.map(format::date_long).unwrap_or_default();
    let text = t!(
        agreement_page.explain.within,
        day = day,
        elapsed = explanation.days_elapsed.unwrap_or_default(),
        days = explanation.days_in_interval.unwrap_or_default()
    );
    if extended { format!("{} {text}", t!(agreement_page.explain.extended)) } else { text }
}

fn formula(explanation: &DebtExplanation) -> Option<Vec<FormulaLine>> {
    let balance = number(explanation.balance.as_deref()?);
    let mut lines = vec![FormulaLine {
        label: t!(agreement_page.explain.balance).to_owned(),
        formula: String::new(),
        result: balance.clone(),
    }];
    if let Some(carried) = &explanation.carried_interest {
        lines.push(FormulaLine {
            label: t!(agreement_page.explain.carried).to_owned(),
            formula: String::new(),
            result: number(carried),
        });
    }
    if let (Some(accrued), Some(rate)) = (&explanation.accrued_interest, explanation.interval_rate_percent) {
        let (elapsed, days) =
            (explanation.days_elapsed.unwrap_or_default(), explanation.days_in_interval.unwrap_or_default());
        let share = explanation.interval_share.as_deref().map(|share| format!(" × {}", number(share)));
        lines.push(FormulaLine {
            label: t!(agreement_page.explain.accrued).to_owned(),
            formula: format!(
                "{balance} × {} % × {elapsed} / {days}{}",
                format::decimal(rate.fraction() * 100.0, 8),
                share.unwrap_or_default()
            ),
            result: number(accrued),
        });
    }
    if let Some(unrounded) = &explanation.unrounded {
        lines.push(FormulaLine {
            label: t!(agreement_page.explain.unrounded).to_owned(),
            formula: t!(agreement_page.explain.sum).to_owned(),
            result: number(unrounded),
        });
    }
    if let Some(debt) = explanation.debt {
        lines.push(FormulaLine {
            label: t!(agreement_page.explain.debt).to_owned(),
            formula: t!(agreement_page.explain.rounded).to_owned(),
            result: format::money(debt.minor(), explanation.currency.code()),
        });
    }
    Some(lines)
}

fn conversion(explanation: &DebtExplanation) -> Option<impl IntoView + use<>> {
    let (conversion, debt, base) = (explanation.conversion.as_ref()?, explanation.debt?, explanation.debt_base?);
    let lines = vec![FormulaLine {
        label: t!(agreement_page.explain.converted).to_owned(),
        formula: format!(
            "{} × {}",
            format::money(debt.minor(), explanation.currency.code()),
            number(&conversion.rate.to_string())
        ),
        result: format::money(base.amount().minor(), base.currency().code()),
    }];
    let source = t!(
        agreement_page.explain.rate_source,
        currency = conversion.currency.code(),
        day = format::date_long(conversion.on),
        source = &conversion.source
    );
    Some(view! { <Formula lines /><p class="explain-source">{source}</p> })
}

/// A decimal as the server writes it, as the reader's language writes it, with all its decimals.
fn number(text: &str) -> String {
    let places = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    match text.parse() {
        Ok(number) => format::decimal(number, u32::try_from(places).unwrap_or(6)),
        Err(_) => text.to_owned(),
    }
}
