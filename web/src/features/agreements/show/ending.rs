//! Ending an agreement: terminated or bought out, with the effect before it is saved.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::{Agreement, AgreementChange, EndingHow, NewEnding};
use shared::calculation::Calculation;
use shared::ids::EventId;
use shared::money::Amount;
use shared::terms;

use super::Show;
use crate::client::FormErrors;
use crate::features::agreements::{api, changed, form, words};
use crate::format;
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::diff::{DiffView, Difference};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{DateInput, Entry, EntryField, EntryKind, TextInput};
use crate::ui::select::Segments;

#[component]
pub(super) fn EndingForm(show: Show, agreement: StoredValue<Agreement>, open: RwSignal<bool>) -> impl IntoView {
    let how = RwSignal::new(EndingHow::Terminated);
    let on = Entry::date(Some(today::today()));
    let price = Entry::new(EntryKind::Amount);
    let reason = RwSignal::new(String::new());
    let errors = FormErrors::new();
    let busy = RwSignal::new(false);
    let currency = agreement.with_value(|agreement| agreement.terms.currency);

    let read = move || -> Result<NewEnding, Vec<(String, String)>> {
        let mut faults = Vec::new();
        let day = on.day().ok().flatten();
        if day.is_none() {
            faults.push(("/effective_on".to_owned(), t!(agreement_page.ending.day_missing).to_owned()));
        }
        let paid = match price.value() {
            _ if how.get() == EndingHow::Terminated => None,
            Ok(minor) => minor.and_then(Amount::from_minor),
            Err(_) => {
                faults.push(("/price".to_owned(), price.fault().unwrap_or_default()));
                None
            }
        };
        let reason = Some(reason.get().trim().to_owned()).filter(|reason| !reason.is_empty());
        match day {
            Some(effective_on) if faults.is_empty() => {
                Ok(NewEnding { how: how.get(), effective_on, price: paid, reason })
            }
            _ => Err(faults),
        }
    };
    let effect = move || read().ok().and_then(|ending| agreement.with_value(|agreement| effect(agreement, &ending)));
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let body = match untrack(read) {
            Ok(body) => body,
            Err(faults) => return errors.set_fields(faults),
        };
        busy.set(true);
        let (company, toasts) = (show.company(), show.toasts);
        let (id, version) = agreement.with_value(|agreement| (agreement.id, agreement.version));
        spawn_local(async move {
            match api::end(&company, id, version, &body).await {
                Ok(ended) => {
                    open.set(false);
                    changed::announce(id);
                    toasts.say_with_undo(t!(agreement_page.ending.done), move || {
                        let company = company.clone();
                        spawn_local(async move {
                            match api::undo_last(&company, id, ended.version).await {
                                Ok(_) => {
                                    toasts.say(t!(agreement_page.ending.undone));
                                    changed::announce(id);
                                }
                                Err(error) => toasts.say_failed(error.text()),
                            }
                        });
                    });
                }
                Err(error) => errors.show(&error),
            }
            let _ = busy.try_set(false);
        });
    };
    let hows = vec![
        ("terminated".to_owned(), t!(agreement_page.ending.terminated).to_owned()),
        ("bought_out".to_owned(), t!(agreement_page.ending.bought_out).to_owned()),
    ];
    let choose = move |key: String| {
        how.set(if key == EndingHow::BoughtOut.as_str() { EndingHow::BoughtOut } else { EndingHow::Terminated });
    };
    view! {
        <form class="form" novalidate on:submit=send>
            <ErrorSummary errors />
            <Segments label=t!(agreement_page.ending.how) value=Signal::derive(move || how.get().as_str().to_owned())
                on_change=choose options=Signal::stored(hows) />
            <Field label=t!(agreement_page.ending.day) pointer="/effective_on" errors hint=t!(agreement_page.ending.day_hint) required=true
                error=Signal::derive(move || on.shown_fault())>
                <DateInput entry=on />
            </Field>
            <Show when=move || how.get() == EndingHow::BoughtOut>
                <EntryField label=t!(agreement_page.ending.price) pointer="/price" entry=price errors
                    unit=Signal::derive(move || format::currency_sign(currency.code())) hint=t!(agreement_page.ending.price_hint) />
            </Show>
            <Field label=t!(agreement_form.reason) pointer="/reason" errors optional=true>
                <TextInput value=reason />
            </Field>
            {move || effect().map(|differences| view! {
                <section class="form-compared">
                    <h3>{t!(agreement_form.preview.effect)}</h3>
                    <DiffView caption=t!(agreement_form.preview.effect) differences />
                </section>
            })}
            <div class="button-row">
                <Button kind=ButtonKind::Primary submit=true busy>{t!(agreement_page.ending.save)}</Button>
                <Button kind=ButtonKind::Quiet on_press=move || open.set(false)>{t!(agreement_form.cancel)}</Button>
            </div>
        </form>
    }
}

/// The figures at the end of the last day, without the ending and with it.
fn effect(agreement: &Agreement, ending: &NewEnding) -> Option<Vec<Difference>> {
    let original = terms::check(&agreement.original_terms).ok()?;
    let day = ending.effective_on;
    let before = Calculation::new(&original, &agreement.changes).ok()?;
    let mut changes = agreement.changes.clone();
    changes.push(AgreementChange::Ended {
        // It is not recorded yet: no event has this id.
        event_id: EventId::from_uuid(uuid::Uuid::nil()),
        effective_on: day,
        how: ending.how,
        price: ending.price,
    });
    let after = Calculation::new(&original, &changes).ok()?;
    let mut found = form::effect(&before.figures(day), &after.figures(day), agreement.terms.currency);
    if let (Some(price), Some(debt)) = (ending.price, before.figures(day).debt) {
        let gap = Amount::from_minor(price.minor() - debt.minor())?;
        found.push(Difference {
            field: t!(agreement_page.ending.above_debt).to_owned(),
            before: None,
            after: Some(words::money(gap, agreement.terms.currency)),
        });
    }
    Some(found)
}
