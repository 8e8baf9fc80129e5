//! One change to many agreements: said, previewed row by row, done, and undone from the toast.

use std::collections::HashSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::{Map, Value};
use shared::agreements::{BulkEdit, BulkTarget, NewBulkEdit, TermsPatch};
use shared::ids::BulkEditId;
use shared::money::{Amount, Currency};

use super::List;
use super::row::Row;
use crate::client::{self, FormErrors};
use crate::features::agreements::{api, difference, words};
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::diff::Difference;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{DateInput, Entry, EntryInput, EntryKind, TextInput};
use crate::ui::select::{Segments, Select};
use crate::ui::toast::{Toasts, use_toasts};

/// A field that can be set for many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct BulkField {
    name: &'static str,
    what: What,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Text,
    Months,
    Amount,
    YesNo,
}

const FIELDS: [BulkField; 10] = [
    BulkField { name: "cost_center", what: What::Text },
    BulkField { name: "department", what: What::Text },
    BulkField { name: "responsible", what: What::Text },
    BulkField { name: "project", what: What::Text },
    BulkField { name: "object_type", what: What::Text },
    BulkField { name: "lessor_name", what: What::Text },
    BulkField { name: "notice_months", what: What::Months },
    BulkField { name: "invoice_fee", what: What::Amount },
    BulkField { name: "service_fee", what: What::Amount },
    BulkField { name: "vat_restricted", what: What::YesNo },
];

#[derive(Clone, Copy)]
struct Draft {
    field: RwSignal<&'static str>,
    text: RwSignal<String>,
    months: Entry,
    amount: Entry,
    yes: RwSignal<String>,
    /// `start` or `day`.
    from: RwSignal<String>,
    day: Entry,
    reason: RwSignal<String>,
}

impl Draft {
    fn new() -> Self {
        Self {
            field: RwSignal::new("cost_center"),
            text: RwSignal::new(String::new()),
            months: Entry::new(EntryKind::Integer),
            amount: Entry::new(EntryKind::Amount),
            yes: RwSignal::new("true".to_owned()),
            from: RwSignal::new("start".to_owned()),
            day: Entry::date(Some(today::today())),
            reason: RwSignal::new(String::new()),
        }
    }

    fn chosen(self) -> BulkField {
        let name = self.field.get();
        FIELDS.into_iter().find(|field| field.name == name).unwrap_or(FIELDS[0])
    }

    /// The value as JSON; blank clears. The fault in words when it cannot be read.
    fn value(self) -> Result<Value, String> {
        let unreadable = || t!(agreement_list.bulk.unreadable).to_owned();
        match self.chosen().what {
            What::Text => {
                let text = self.text.get().trim().to_owned();
                Ok(if text.is_empty() { Value::Null } else { text.into() })
            }
            What::Months => match self.months.value().map_err(|_| unreadable())? {
                None => Ok(Value::Null),
                Some(months) => u32::try_from(months).map(Value::from).map_err(|_| unreadable()),
            },
            What::Amount => match self.amount.value().map_err(|_| unreadable())? {
                None => Ok(Value::Null),
                Some(minor) => Amount::from_minor(minor).map(|a| a.to_string().into()).ok_or_else(unreadable),
            },
            What::YesNo => Ok(Value::Bool(self.yes.get() == "true")),
        }
    }

    fn effective_on(self) -> Result<Option<NaiveDate>, String> {
        if self.from.get() == "start" {
            return Ok(None);
        }
        match self.day.day() {
            Ok(Some(day)) => Ok(Some(day)),
            _ => Err(t!(agreement_list.bulk.day_missing).to_owned()),
        }
    }
}

#[component]
pub(super) fn BulkForm(list: List, editing: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let draft = Draft::new();
    let rows = StoredValue::new(untrack(|| list.selected()));
    let errors = FormErrors::new();
    let preview = RwSignal::new(None::<(NewBulkEdit, BulkEdit)>);
    let busy = RwSignal::new(false);
    // A preview of something else is worse than none.
    Effect::new(move |_| {
        draft.field.track();
        draft.text.track();
        draft.months.text.track();
        draft.amount.text.track();
        draft.yes.track();
        draft.from.track();
        draft.day.text.track();
        preview.set(None);
    });
    let ask = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        errors.clear();
        let Some(body) = untrack(|| request(draft, &rows.get_value(), errors)) else { return };
        busy.set(true);
        let company = list.company();
        spawn_local(async move {
            match api::bulk_edit(&company, &body, &client::idempotency_key()).await {
                Ok(found) => preview.set(Some((body, found))),
                Err(error) => errors.show(&error),
            }
            busy.set(false);
        });
    };
    let key = client::idempotency_key();
    let apply = Callback::new(move |()| {
        let Some((body, _)) = preview.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        let (company, key) = (list.company(), key.clone());
        spawn_local(async move {
            match api::bulk_edit(&company, &NewBulkEdit { dry_run: false, ..body }, &key).await {
                Ok(done) => {
                    editing.set(false);
                    list.selection.set(HashSet::new());
                    list.fetch();
                    say_done(list, toasts, &done);
                }
                Err(error) => errors.show(&error),
            }
            busy.set(false);
        });
    });
    view! {
        <form class="form" novalidate on:submit=ask>
            <p class="list-bulk-lead">{t!(agreement_list.bulk.lead, n = rows.with_value(Vec::len))}</p>
            <ErrorSummary errors />
            <Inputs draft errors />
            <div class="button-row">
                <Button submit=true busy kind=ButtonKind::Secondary>{t!(agreement_list.bulk.preview)}</Button>
            </div>
        </form>
        {move || preview.get().map(|(_, found)| view! { <PreviewOf found rows busy apply /> })}
    }
}

fn request(draft: Draft, rows: &[Row], errors: FormErrors) -> Option<NewBulkEdit> {
    let value = draft.value().map_err(|fault| errors.add("/value", fault)).ok();
    let effective_on = draft.effective_on().map_err(|fault| errors.add("/effective_on", fault)).ok();
    let mut patch = Map::new();
    patch.insert(draft.field.get().to_owned(), value?);
    let reason = draft.reason.get().trim().to_owned();
    Some(NewBulkEdit {
        agreements: rows.iter().map(|row| BulkTarget { id: row.item.id, version: row.item.version }).collect(),
        patch: TermsPatch(patch),
        effective_on: effective_on?,
        reason: (!reason.is_empty()).then_some(reason),
        dry_run: true,
    })
}

#[component]
fn Inputs(draft: Draft, errors: FormErrors) -> impl IntoView {
    let fields: Vec<_> = FIELDS.iter().map(|field| (field.name.to_owned(), words::field(field.name))).collect();
    let choose = move |name: String| {
        if let Some(field) = FIELDS.into_iter().find(|field| field.name == name) {
            draft.field.set(field.name);
        }
    };
    let what = Memo::new(move |_| draft.chosen().what);
    let value = move || match what.get() {
        What::Text => view! { <TextInput value=draft.text /> }.into_any(),
        What::Months => view! { <EntryInput entry=draft.months unit=t!(agreement_list.column.months) /> }.into_any(),
        What::Amount => {
            view! { <EntryInput entry=draft.amount unit=t!(agreement_list.bulk.own_currency) /> }.into_any()
        }
        What::YesNo => {
            let options = vec![
                ("true".to_owned(), t!(agreements.yes).to_owned()),
                ("false".to_owned(), t!(agreements.no).to_owned()),
            ];
            view! { <Select value=draft.yes on_change=move |yes| draft.yes.set(yes) options=Signal::stored(options) /> }
                .into_any()
        }
    };
    let from = vec![
        ("start".to_owned(), t!(agreement_list.bulk.from_start).to_owned()),
        ("day".to_owned(), t!(agreement_list.bulk.from_day).to_owned()),
    ];
    let day_hint = t!(agreement_list.bulk.day_hint);
    view! {
        <Field label=t!(agreement_list.bulk.field) pointer="/field">
            <Select value=Signal::derive(move || draft.field.get().to_owned()) on_change=choose options=Signal::stored(fields) />
        </Field>
        <Field label=t!(agreement_list.bulk.value) pointer="/value" errors hint=t!(agreement_list.bulk.blank_clears)>
            {value}
        </Field>
        <Segments label=t!(agreement_list.bulk.from) value=draft.from on_change=move |from| draft.from.set(from)
            options=Signal::stored(from) />
        <Show when=move || draft.from.get() == "day">
            <Field label=t!(agreement_list.bulk.day) pointer="/effective_on" errors hint=day_hint>
                <DateInput entry=draft.day />
            </Field>
        </Show>
        <Field label=t!(agreement_list.bulk.reason) pointer="/reason" errors optional=true>
            <TextInput value=draft.reason />
        </Field>
    }
}

#[component]
fn PreviewOf(found: BulkEdit, rows: StoredValue<Vec<Row>>, busy: RwSignal<bool>, apply: Callback<()>) -> impl IntoView {
    let changed = found.changed.len();
    let currency_of = |id| {
        let found = rows.with_value(|rows| rows.iter().find(|row| row.item.id == id).map(|row| row.item.currency));
        found.unwrap_or(Currency::SEK)
    };
    // A preview of thousands is read by its first hundred; the count says the rest.
    let lines = found.changed.into_iter().take(SHOWN_MAX).map(|change| {
        let differences = difference::in_words(&change.differences, currency_of(change.id));
        view! {
            <tr>
                <th scope="row">{change.title}<span class="list-bulk-number">{change.number}</span></th>
                <td>{differences.into_iter().map(|difference| view! { <Change difference /> }).collect_view()}</td>
            </tr>
        }
    });
    let left = changed.saturating_sub(SHOWN_MAX);
    view! {
        <section class="list-bulk-preview">
            <div role="status">
                <h3>{if changed == 0 { t!(agreement_list.bulk.nothing).to_owned() } else { t!(agreement_list.bulk.would, n = changed) }}</h3>
            </div>
            {(!found.unchanged.is_empty()).then(|| view! { <p>{t!(agreement_list.bulk.unchanged, n = found.unchanged.len())}</p> })}
            <table class="diff"><tbody>{lines.collect_view()}</tbody></table>
            {(left > 0).then(|| view! { <p>{t!(agreement_list.bulk.more, n = left)}</p> })}
            {(changed > 0).then(|| view! {
                <Button kind=ButtonKind::Primary busy on_press=move || apply.run(())>
                    {t!(agreement_list.bulk.apply, n = changed)}
                </Button>
            })}
        </section>
    }
}

const SHOWN_MAX: usize = 100;

#[component]
fn Change(difference: Difference) -> impl IntoView {
    let blank = || t!(ui.blank).to_owned();
    view! {
        <del>{difference.before.unwrap_or_else(blank)}</del>
        " "
        <ins>{difference.after.unwrap_or_else(blank)}</ins>
    }
}

fn say_done(list: List, toasts: Toasts, done: &BulkEdit) {
    let text = t!(agreement_list.bulk.done, n = done.changed.len());
    match done.id {
        Some(id) => toasts.say_with_undo(text, move || undo(list, toasts, id)),
        None => toasts.say(text),
    }
}

fn undo(list: List, toasts: Toasts, id: BulkEditId) {
    let company = list.company();
    spawn_local(async move {
        match api::undo_bulk_edit(&company, id).await {
            Ok(undone) => {
                toasts.say(t!(agreement_list.bulk.undone, n = undone.changed.len()));
                list.fetch();
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}
