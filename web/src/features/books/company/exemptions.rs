//! Exemptions that a company elects by kind of agreement.

use leptos::prelude::*;
use shared::books::{BookExemption, BookKindExemption};
use shared::money::Amount;

use super::super::words;
use crate::client::FormErrors;
use crate::codes::{code, of_code};
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::icon::Icon;
use crate::ui::input::{Entry, EntryInput};
use crate::ui::select::Select;

#[derive(Clone, Copy)]
pub struct ExemptionRow {
    id: u32,
    kind: RwSignal<String>,
    exemption: RwSignal<String>,
    price_max: Entry,
}

impl ExemptionRow {
    pub fn new(id: u32, one: Option<&BookKindExemption>) -> Self {
        Self {
            id,
            kind: RwSignal::new(one.and_then(|one| one.kind).map(code).unwrap_or_default()),
            exemption: RwSignal::new(code(one.map_or(BookExemption::LowValue, |one| one.exemption))),
            price_max: Entry::amount(one.and_then(|one| one.price_max).map(|amount| amount.minor())),
        }
    }

    pub fn read(self) -> Option<BookKindExemption> {
        let price_max = self.price_max.value_untracked().ok().flatten().and_then(Amount::from_minor);
        let exemption = of_code(&self.exemption.get_untracked())?;
        Some(BookKindExemption { kind: of_code(&self.kind.get_untracked()), exemption, price_max })
    }
}

#[component]
pub fn Exemptions(rows: RwSignal<Vec<ExemptionRow>>, errors: FormErrors) -> impl IntoView {
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
                <Select label=t!(agreements.field.kind) value=row.kind on_change=move |chosen| row.kind.set(chosen) options=Signal::stored(super::kinds()) />
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
