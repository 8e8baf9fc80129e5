//! The agreement as it was: two sliders, one over the days it holds for and one over what was known when. Both stand
//! in the address, so the whole page follows.

use std::time::Duration;

use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::{Agreement, AgreementEvent};
use shared::money::Amount;
use shared::terms;

use super::{Show, header, history};
use crate::features::agreements::{api, difference, form, words};
use crate::format;
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::diff::DiffView;
use crate::ui::icon::Icon;

const SLIDING_PAUSE: Duration = Duration::from_millis(140);

#[component]
pub(super) fn TimeMachine(
    show: Show,
    agreement: Memo<Option<Agreement>>,
    events: Memo<Option<Vec<AgreementEvent>>>,
) -> impl IntoView {
    // What is registered now, to compare with.
    let now = RwSignal::new(None::<Agreement>);
    Effect::new(move |_| {
        events.track();
        let Some(id) = show.id.get() else { return };
        spawn_local(async move {
            if let Ok(found) = api::find(&show.company(), id, None, None).await {
                let _ = now.try_set(Some(found));
            }
        });
    });
    let is_elsewhere = move || show.known_at.get().is_some() || show.company().as_of.chosen().is_some();
    let back = move || show.address.change(&[("as_of", None), ("known_at", None)], false);
    view! {
        <section class="card time" aria-label=t!(agreement_history.time.title)>
            <div class="time-head">
                <h2>{t!(agreement_history.time.title)}</h2>
                {move || is_elsewhere().then(|| view! {
                    <Button kind=ButtonKind::Quiet icon=Icon::Undo on_press=back>{t!(agreement_history.time.back)}</Button>
                })}
            </div>
            <DaySlider show now />
            <KnownSlider show events />
            {move || agreement.get().map(|then| view! { <Snapshot then now /> })}
        </section>
    }
}

/// Waits until the hand rests, so that a drag asks the server a few times and not a hundred.
fn later(waiting: StoredValue<Option<TimeoutHandle>>, act: impl FnOnce() + 'static) {
    if let Some(handle) = waiting.get_value() {
        handle.clear();
    }
    waiting.set_value(set_timeout_with_handle(act, SLIDING_PAUSE).ok());
}

/// From the start to a year past the end, or past today when that is later.
fn span(agreement: &Agreement) -> (NaiveDate, NaiveDate) {
    let terms = &agreement.original_terms;
    let from = terms.interim_from.unwrap_or(terms.start_on);
    let end = agreement.terms.end_on.or(terms.end_on).unwrap_or(from).max(today::today());
    (from, end.checked_add_months(Months::new(12)).unwrap_or(end))
}

#[component]
fn DaySlider(show: Show, now: RwSignal<Option<Agreement>>) -> impl IntoView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let held = RwSignal::new(None::<NaiveDate>);
    let day = move || held.get().unwrap_or_else(|| show.as_of());
    // The address has caught up with the hand.
    Effect::new(move |_| {
        show.as_of();
        held.set(None);
    });
    let bounds = Memo::new(move |_| now.with(|now| now.as_ref().map(span)));
    let place = move || bounds.get().map_or(0, |(from, to)| (day() - from).num_days().clamp(0, (to - from).num_days()));
    let length = move || bounds.get().map_or(1, |(from, to)| (to - from).num_days());
    let moved = move |event| {
        let Some((from, _)) = bounds.get_untracked() else { return };
        let Ok(days) = event_target_value(&event).parse::<u64>() else { return };
        let Some(chosen) = from.checked_add_days(Days::new(days)) else { return };
        held.set(Some(chosen));
        later(waiting, move || show.company().as_of.set(Some(chosen)));
    };
    view! {
        <div class="time-slider">
            <span class="time-label">{t!(agreement_history.time.as_of)}</span>
            <output class="time-value">{move || format::date_long(day())}</output>
            <input type="range" aria-label=t!(agreement_history.time.as_of) min="0" max=move || length().to_string() prop:value=move || place().to_string()
                aria-valuetext=move || format::date_long(day()) on:input=moved />
            <span class="time-ends" aria-hidden="true">
                <span>{move || bounds.get().map(|(from, _)| format::date(from))}</span>
                <span>{move || bounds.get().map(|(_, to)| format::date(to))}</span>
            </span>
        </div>
    }
}

/// One step for each event: what was known once it was recorded.
#[component]
fn KnownSlider(show: Show, events: Memo<Option<Vec<AgreementEvent>>>) -> impl IntoView {
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let held = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        show.known_at.track();
        held.set(None);
    });
    // Oldest first: later knowledge lies to the right.
    let steps = Memo::new(move |_| {
        let mut steps: Vec<(DateTime<Utc>, String)> = events.with(|events| {
            let events = events.as_deref().unwrap_or_default();
            events.iter().map(|event| (event.recorded_at, history::title(event, events))).collect()
        });
        steps.reverse();
        steps
    });
    let last = move || steps.with(|steps| steps.len().saturating_sub(1));
    let at_address = move || match show.known_at.get() {
        None => last(),
        Some(at) => steps.with(|steps| steps.iter().rposition(|(recorded, _)| *recorded <= at).unwrap_or(0)),
    };
    let place = move || held.get().unwrap_or_else(at_address);
    let text = move || {
        let at = place();
        if at >= last() {
            return t!(agreement_history.time.now).to_owned();
        }
        steps.with(|steps| match steps.get(at) {
            Some((recorded, title)) => t!(agreement_history.time.after, what = title, at = format::instant(*recorded)),
            None => String::new(),
        })
    };
    let moved = move |event| {
        let Ok(at) = event_target_value(&event).parse::<usize>() else { return };
        held.set(Some(at));
        let known_at =
            if at >= untrack(last) { None } else { steps.with_untracked(|steps| steps.get(at).map(|(r, _)| *r)) };
        let value = known_at.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::Micros, true));
        later(waiting, move || show.address.change(&[("known_at", value)], true));
    };
    view! {
        <Show when=move || 1 <= last()>
            <div class="time-slider">
                <span class="time-label">{t!(agreement_history.time.known)}</span>
                <output class="time-value">{text}</output>
                <input type="range" aria-label=t!(agreement_history.time.known) min="0" max=move || last().to_string() step="1" prop:value=move || place().to_string()
                    aria-valuetext=text on:input=moved />
                <span class="time-ends" aria-hidden="true">
                    <span>{t!(agreement_history.time.first)}</span>
                    <span>{t!(agreement_history.time.now)}</span>
                </span>
            </div>
        </Show>
    }
}

/// The agreement then, and how it differs from now.
#[component]
fn Snapshot(then: Agreement, now: RwSignal<Option<Agreement>>) -> impl IntoView {
    let currency = then.terms.currency;
    let money = |amount: Option<Amount>| {
        amount.map_or_else(|| t!(agreements.unknown.short).to_owned(), |a| format::money(a.minor(), currency.code()))
    };
    let rate = then.figures.rate.pure.map(|pair| words::percent(pair.effective_percent));
    let fee = header::cost(&then);
    let line = |label: String, value: String| view! { <div><dt>{label}</dt><dd class="number">{value}</dd></div> };
    let differences = {
        let then = then.clone();
        move || {
            now.with(|now| {
                let now = now.as_ref()?;
                let mut found = difference::in_words(&terms::differences(&then.terms, &now.terms), currency);
                found.extend(form::effect(&then.figures, &now.figures, currency));
                Some(found)
            })
        }
    };
    view! {
        <dl class="time-figures">
            {line(t!(agreement_list.column.status).to_owned(), words::status(then.status).to_owned())}
            {line(words::field("fee"), fee)}
            {then.terms.end_on.map(|end| line(words::field("end_on"), format::date_long(end)))}
            {line(t!(agreement_form.preview.debt_short).to_owned(), money(then.figures.debt))}
            {line(t!(agreement_form.preview.rate).to_owned(), rate.unwrap_or_else(|| t!(agreements.unknown.short).to_owned()))}
        </dl>
        {move || differences().filter(|found| !found.is_empty()).map(|differences| view! {
            <div class="time-differences">
                <h3>{t!(agreement_history.time.then_and_now)}</h3>
                <DiffView caption=t!(agreement_history.time.then_and_now) differences />
            </div>
        })}
    }
}
