use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::exchange_rates::{ExchangeRate, NewExchangeRate};
use shared::money::FxRate;

use super::api;
use crate::client::{self, FormErrors};
use crate::company::use_company;
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{Entry, EntryField, EntryKind, TextInput};
use crate::ui::select::{Select, currency_options};

#[derive(Clone, Copy)]
struct Draft {
    currency: RwSignal<String>,
    on: Entry,
    rate: Entry,
    source: RwSignal<String>,
}

impl Draft {
    fn read(self, errors: FormErrors) -> Option<NewExchangeRate> {
        errors.clear();
        let currency = self.currency.with_untracked(|code| code.parse().ok());
        let on = self.on.day_untracked().ok().flatten();
        if on.is_none() {
            errors.add("/on", t!(exchange_rates.on_missing));
        }
        let rate = self.rate.value_untracked().ok().flatten().and_then(FxRate::from_e8);
        if rate.is_none() {
            errors.add("/rate", t!(exchange_rates.rate_missing));
        }
        let source = self.source.get_untracked().trim().to_owned();
        if source.is_empty() {
            errors.add("/source", t!(exchange_rates.source_missing));
        }
        if errors.any() {
            return None;
        }
        Some(NewExchangeRate { currency: currency?, on: on?, rate: rate?, source })
    }
}

/// A rate on a day, and where it comes from.
#[component]
pub(super) fn ExchangeRateForm(on_done: impl Fn(ExchangeRate) + Copy + 'static) -> impl IntoView {
    let company = use_company();
    let errors = FormErrors::new();
    let draft = Draft {
        currency: RwSignal::new("EUR".to_owned()),
        on: Entry::date(Some(company.as_of.date_untracked())),
        rate: Entry::new(EntryKind::ExchangeRate),
        source: RwSignal::new(String::new()),
    };
    let busy = RwSignal::new(false);
    let key = StoredValue::new(client::idempotency_key());
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(body) = draft.read(errors) else { return };
        let company = company.clone();
        busy.set(true);
        spawn_local(async move {
            match api::create(&company, &body, &key.get_value()).await {
                Ok(rate) => on_done(rate),
                Err(error) => {
                    key.set_value(client::idempotency_key());
                    errors.show(&error);
                }
            }
            let _ = busy.try_set(false);
        });
    };
    let unit = Signal::derive(move || format!("/ {}", draft.currency.get()));
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors />
            <Field label=t!(exchange_rates.currency) pointer="/currency" errors required=true>
                <Select
                    value=draft.currency
                    on_change=move |code| draft.currency.set(code)
                    options=Signal::stored(currency_options())
                />
            </Field>
            <div class="form-columns">
                <EntryField label=t!(exchange_rates.on) pointer="/on" entry=draft.on errors required=true />
                <EntryField label=t!(exchange_rates.rate) pointer="/rate" entry=draft.rate unit errors required=true />
            </div>
            <Field
                label=t!(exchange_rates.source)
                pointer="/source"
                hint=t!(exchange_rates.source_hint)
                errors
                required=true
            >
                <TextInput value=draft.source />
            </Field>
            <div class="dialog-foot">
                <Button submit=true kind=ButtonKind::Primary busy>{t!(exchange_rates.save)}</Button>
            </div>
        </form>
    }
}
