//! Options of an agreement and whether they are reasonably certain to be used.

use leptos::prelude::*;
use shared::agreements::OptionKind;
use shared::books::LeaseOption;

use super::super::parts::{amount, day, given, said};
use crate::client::FormErrors;
use crate::features::agreements::words as agreement_words;
use crate::t;
use crate::ui::button::{Button, ButtonKind, IconButton};
use crate::ui::checkbox::Checkbox;
use crate::ui::icon::Icon;
use crate::ui::input::{DateInput, Entry, EntryInput, TextInput};
use crate::ui::select::Select;

#[derive(Clone, Copy)]
pub struct OptionDraft {
    id: u32,
    kind: RwSignal<OptionKind>,
    certain: RwSignal<bool>,
    assessed_on: Entry,
    ends_on: Entry,
    amount: Entry,
    reason: RwSignal<String>,
    reviewer: RwSignal<String>,
}

impl OptionDraft {
    pub fn new(id: u32, option: Option<&LeaseOption>) -> Self {
        let text = |of: fn(&LeaseOption) -> Option<String>| RwSignal::new(option.and_then(of).unwrap_or_default());
        Self {
            id,
            kind: RwSignal::new(option.map_or(OptionKind::Extension, |option| option.kind)),
            certain: RwSignal::new(option.is_none_or(|option| option.reasonably_certain)),
            assessed_on: Entry::date(option.and_then(|option| option.assessed_on)),
            ends_on: Entry::date(option.and_then(|option| option.ends_on)),
            amount: Entry::amount(option.and_then(|option| option.amount).map(|amount| amount.minor())),
            reason: text(|option| option.reason.clone()),
            reviewer: text(|option| option.reviewer.clone()),
        }
    }

    pub fn said(self) -> String {
        let entries = [self.assessed_on, self.ends_on, self.amount].map(said);
        let rest = [self.reason.get(), self.reviewer.get()];
        format!("{:?} {} {entries:?} {rest:?}", self.kind.get(), self.certain.get())
    }

    pub fn read(self, errors: FormErrors) -> LeaseOption {
        let kind = self.kind.get_untracked();
        if kind != OptionKind::Purchase && self.ends_on.day_untracked() == Ok(None) {
            errors.add("/accounting/options", t!(books.form.option_ends_missing));
        }
        LeaseOption {
            kind,
            reasonably_certain: self.certain.get_untracked(),
            assessed_on: day(self.assessed_on, "/accounting/options", errors),
            ends_on: day(self.ends_on, "/accounting/options", errors),
            amount: amount(self.amount, "/accounting/options", errors),
            reason: given(self.reason),
            reviewer: given(self.reviewer),
        }
    }
}

#[component]
pub fn Options(drafts: RwSignal<Vec<OptionDraft>>, errors: FormErrors) -> impl IntoView {
    const KINDS: [(OptionKind, &str); 3] = [
        (OptionKind::Extension, "extension"),
        (OptionKind::Termination, "termination"),
        (OptionKind::Purchase, "purchase"),
    ];
    let fault = errors.of("/accounting/options");
    let kinds: Vec<_> =
        KINDS.into_iter().map(|(kind, key)| (key.to_owned(), agreement_words::option(kind).to_owned())).collect();
    let row = move |row: OptionDraft| {
        let key = move || {
            let kind = row.kind.get();
            KINDS.into_iter().find(|(each, _)| *each == kind).map_or("", |(_, key)| key).to_owned()
        };
        let choose = move |wanted: String| {
            if let Some((kind, _)) = KINDS.into_iter().find(|(_, key)| *key == wanted) {
                row.kind.set(kind);
            }
        };
        let remove = move || drafts.update(|drafts| drafts.retain(|each| each.id != row.id));
        let named = |text: &'static str| view! { <span>{text}</span> };
        view! {
            <div class="form-row form-option">
                <Select label=t!(books.form.option_kind) value=Signal::derive(key) on_change=choose options=Signal::stored(kinds.clone()) />
                <Checkbox checked=row.certain label=t!(books.fact.certain) />
                {move || (row.kind.get() != OptionKind::Purchase).then(|| view! {
                    <label>{named(t!(books.form.option_ends))}<DateInput entry=row.ends_on label=t!(books.form.option_ends) /></label>
                })}
                <label>{named(t!(books.form.option_amount))}<EntryInput entry=row.amount unit=Signal::stored(String::new()) label=t!(books.form.option_amount) /></label>
                <label>{named(t!(books.form.assessed_on))}<DateInput entry=row.assessed_on label=t!(books.form.assessed_on) /></label>
                <label>{named(t!(books.form.reason))}<TextInput value=row.reason label=t!(books.form.reason) /></label>
                <label>{named(t!(books.form.reviewer))}<TextInput value=row.reviewer label=t!(books.form.reviewer) /></label>
                <IconButton icon=Icon::Trash label=t!(books.form.option_remove) on_press=remove />
            </div>
        }
    };
    let add = move || {
        drafts.update(|drafts| {
            let id = drafts.iter().map(|draft| draft.id + 1).max().unwrap_or_default();
            drafts.push(OptionDraft::new(id, None));
        });
    };
    view! {
        <fieldset class="form-list" id="field-accounting-options" tabindex="-1">
            <legend>{t!(books.form.options)}</legend>
            <p class="field-hint">{t!(books.form.options_hint)}</p>
            <For each=move || drafts.get() key=|row| row.id children=row />
            <p class="field-error" aria-live="polite">{move || fault.get()}</p>
            <Button kind=ButtonKind::Quiet icon=Icon::Plus on_press=add>{t!(books.form.option_add)}</Button>
        </fieldset>
    }
}
