//! What a company discounts at where nothing of the lease says a rate.

use leptos::prelude::*;
use shared::books::BookDefaultRate;

use super::super::parts::RateDraft;
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::icon::Icon;
use crate::ui::input::{DateInput, Entry, EntryInput};
use crate::ui::select::{Select, currency_options};

#[derive(Clone, Copy)]
pub struct RateRow {
    id: u32,
    from: Entry,
    currency: RwSignal<String>,
    kind: RwSignal<String>,
    months_max: Entry,
    rate: RateDraft,
}

impl RateRow {
    pub fn new(id: u32, rate: Option<&BookDefaultRate>) -> Self {
        Self {
            id,
            from: Entry::date(rate.map(|rate| rate.from)),
            currency: RwSignal::new(rate.map_or("SEK", |rate| rate.currency.code()).to_owned()),
            kind: RwSignal::new(rate.and_then(|rate| rate.kind).map(code).unwrap_or_default()),
            months_max: Entry::integer(rate.and_then(|rate| rate.months_max).map(i64::from)),
            rate: RateDraft::new(rate.map(|rate| rate.rate)),
        }
    }

    pub fn read(self, errors: FormErrors) -> Option<BookDefaultRate> {
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

#[component]
pub fn Rates(rows: RwSignal<Vec<RateRow>>, errors: FormErrors) -> impl IntoView {
    let fault = errors.of("/default_rates");
    let row = move |row: RateRow| {
        let remove = move || rows.update(|rows| rows.retain(|each| each.id != row.id));
        let named = |text: &'static str| view! { <span>{text}</span> };
        view! {
            <div class="books-payment">
                <label>{named(t!(books.from))}<DateInput entry=row.from label=t!(books.from) /></label>
                <Select label=t!(agreements.field.currency) value=row.currency on_change=move |chosen| row.currency.set(chosen) options=Signal::stored(currency_options()) />
                <Select label=t!(agreements.field.kind) value=row.kind on_change=move |chosen| row.kind.set(chosen) options=Signal::stored(super::kinds()) />
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
