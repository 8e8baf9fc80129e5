//! An index or a rate changes the fees of the selected agreements at once: previewed in every book, then executed on
//! all or none, and undone whole.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::BulkTarget;
use shared::books::{
    FeeChange, IndexChange, MassChangeEffect, MassChangePreview, MassChangeTotal, NewMassChange, RateChange,
};
use shared::ids::MassChangeId;
use shared::money::{Amount, FxRate, RatePercent};

use super::figures::{some, written};
use super::parts::said;
use super::{api, words};
use crate::client::{self, FormErrors};
use crate::company::{OpenCompany, use_company};
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::disclosure::Disclosure;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::Field;
use crate::ui::input::{Entry, EntryField, EntryKind, TextInput};
use crate::ui::select::{Segments, SelectOption};
use crate::ui::toast::{Toasts, use_toasts};

/// What the list hands over, and is told when it is done.
#[derive(Clone, Copy)]
pub struct MassSubject {
    pub targets: StoredValue<Vec<BulkTarget>>,
    /// The register has changed: the list is fetched again, and the dialog closes.
    pub on_done: Callback<()>,
}

#[derive(Clone, Copy)]
struct Draft {
    /// `percent`, `index` or `rate`.
    how: RwSignal<String>,
    day: Entry,
    percent: Entry,
    old_index: Entry,
    new_index: Entry,
    share: Entry,
    floor: Entry,
    cap: Entry,
    round_to: Entry,
    rate: Entry,
    reason: RwSignal<String>,
}

impl Draft {
    fn read(self, targets: &[BulkTarget], errors: FormErrors) -> Option<NewMassChange> {
        errors.clear();
        let percent = |entry: Entry, pointer: &str| match entry.value_untracked() {
            Ok(value) => value.and_then(RatePercent::from_ppb),
            Err(_) => {
                errors.add(pointer, t!(books.form.rate_unreadable));
                None
            }
        };
        let index = |entry: Entry, pointer: &str| {
            let value = entry.value_untracked().ok().flatten().and_then(FxRate::from_e8);
            if value.is_none() {
                errors.add(pointer, t!(books.mass.index_missing));
            }
            value
        };
        let effective_on = self.day.day_untracked().ok().flatten();
        if effective_on.is_none() {
            errors.add("/effective_on", t!(books.form.day_missing));
        }
        let how = self.how.get_untracked();
        let change = if how == "rate" {
            let rate = percent(self.rate, "/change/rate/percent");
            if rate.is_none() {
                errors.add("/change/rate/percent", t!(books.form.rate_unreadable));
            }
            FeeChange::Rate(RateChange { percent: rate, ..RateChange::default() })
        } else {
            let by_index = how == "index";
            let by_percent = (!by_index).then(|| percent(self.percent, "/change/index/percent")).flatten();
            if !by_index && by_percent.is_none() {
                errors.add("/change/index/percent", t!(books.form.rate_unreadable));
            }
            FeeChange::Index(IndexChange {
                percent: by_percent,
                old_index: by_index.then(|| index(self.old_index, "/change/index/old_index")).flatten(),
                new_index: by_index.then(|| index(self.new_index, "/change/index/new_index")).flatten(),
                share_percent: percent(self.share, "/change/index/share_percent"),
                floor_percent: percent(self.floor, "/change/index/floor_percent"),
                cap_percent: percent(self.cap, "/change/index/cap_percent"),
                round_to: self.round_to.value_untracked().ok().flatten().and_then(Amount::from_minor),
            })
        };
        let reason = Some(self.reason.get_untracked().trim().to_owned()).filter(|text| !text.is_empty());
        let effective_on = effective_on.filter(|_| !errors.any())?;
        Some(NewMassChange { agreements: targets.to_vec(), effective_on, change, reason })
    }

    /// All that the form says, the same however it is written.
    fn said(self) -> String {
        let entries = [
            self.day,
            self.percent,
            self.old_index,
            self.new_index,
            self.share,
            self.floor,
            self.cap,
            self.round_to,
            self.rate,
        ]
        .map(said);
        format!("{} {} {entries:?}", self.how.get(), self.reason.get())
    }
}

#[component]
pub fn MassForm() -> impl IntoView {
    let MassSubject { targets, on_done } = expect_context::<MassSubject>();
    let company = StoredValue::new(use_company());
    let toasts = use_toasts();
    let errors = FormErrors::new();
    let draft = Draft {
        how: RwSignal::new("percent".to_owned()),
        day: Entry::date(Some(today::today())),
        percent: Entry::new(EntryKind::Percent),
        old_index: Entry::new(EntryKind::ExchangeRate),
        new_index: Entry::new(EntryKind::ExchangeRate),
        share: Entry::new(EntryKind::Percent),
        floor: Entry::new(EntryKind::Percent),
        cap: Entry::new(EntryKind::Percent),
        round_to: Entry::new(EntryKind::Amount),
        rate: Entry::new(EntryKind::Percent),
        reason: RwSignal::new(String::new()),
    };
    let preview = RwSignal::new(None::<(NewMassChange, MassChangePreview)>);
    let busy = RwSignal::new(false);
    let key = StoredValue::new(client::idempotency_key());
    // A preview of something else is worse than none.
    let said = Memo::new(move |_| draft.said());
    Effect::new(move |_| {
        said.track();
        preview.set(None);
        key.set_value(client::idempotency_key());
    });
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let Some(body) = targets.with_value(|targets| draft.read(targets, errors)) else { return };
        let (company, asked) = (company.get_value(), said.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let answer = api::preview_mass(&company, &body).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                // An answer to what the form said before is none to what it says now.
                Ok(found) if asked == said.get_untracked() => preview.set(Some((body, found))),
                Ok(_) => {}
                Err(error) => errors.show(&error),
            }
        });
    };
    let execute = Callback::new(move |()| {
        let Some((body, _)) = preview.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        let (company, key) = (company.get_value(), key.get_value());
        busy.set(true);
        spawn_local(async move {
            let answer = api::execute_mass(&company, &body, &key).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(done) => {
                    let text = t!(books.mass.done, n = done.agreements.len());
                    toasts.say_with_undo(text, move || undo(company.clone(), toasts, done.id, on_done));
                    on_done.run(());
                }
                Err(error) => errors.show(&error),
            }
        });
    });
    let ways: Vec<SelectOption> =
        [("percent", t!(books.mass.percent)), ("index", t!(books.mass.index)), ("rate", t!(books.mass.rate))]
            .into_iter()
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .collect();
    let percent = || Signal::stored("%".to_owned());
    let is = move |key: &'static str| draft.how.with(|how| how == key);
    view! {
        <form class="form" novalidate on:submit=look>
            <p class="books-note">{t!(books.mass.lead, n = targets.with_value(Vec::len))}</p>
            <ErrorSummary errors />
            <Segments label=t!(books.mass.how) value=draft.how on_change=move |how| draft.how.set(how) options=Signal::stored(ways) />
            {move || is("percent").then(|| view! {
                <EntryField label=t!(books.mass.rise) pointer="/change/index/percent" entry=draft.percent unit=percent() errors required=true />
            })}
            {move || is("index").then(|| view! {
                <div class="form-columns">
                    <EntryField label=t!(books.mass.old_index) pointer="/change/index/old_index" entry=draft.old_index errors required=true />
                    <EntryField label=t!(books.mass.new_index) pointer="/change/index/new_index" entry=draft.new_index errors required=true />
                </div>
            })}
            {move || is("rate").then(|| view! {
                <EntryField label=t!(books.mass.new_rate) pointer="/change/rate/percent" entry=draft.rate unit=percent() errors required=true />
            })}
            <EntryField label=t!(books.mass.day) pointer="/effective_on" hint=t!(books.mass.day_hint) entry=draft.day errors required=true />
            {move || (!is("rate")).then(|| view! {
                <Disclosure summary=t!(books.mass.limits)>
                    <div class="form-columns">
                        <EntryField label=t!(books.mass.share) pointer="/change/index/share_percent" entry=draft.share unit=percent() errors />
                        <EntryField label=t!(books.mass.round_to) pointer="/change/index/round_to" entry=draft.round_to errors />
                        <EntryField label=t!(books.mass.floor) pointer="/change/index/floor_percent" entry=draft.floor unit=percent() errors />
                        <EntryField label=t!(books.mass.cap) pointer="/change/index/cap_percent" entry=draft.cap unit=percent() errors />
                    </div>
                </Disclosure>
            })}
            <Field label=t!(books.form.reason) pointer="/reason" errors optional=true><TextInput value=draft.reason /></Field>
            <div class="button-row"><Button submit=true busy>{t!(books.form.preview)}</Button></div>
        </form>
        {move || preview.get().map(|(_, found)| view! { <Previewed found busy execute /> })}
    }
}

fn undo(company: OpenCompany, toasts: Toasts, id: MassChangeId, on_done: Callback<()>) {
    spawn_local(async move {
        match api::undo_mass(&company, id, &client::idempotency_key()).await {
            Ok(_) => {
                toasts.say(t!(books.mass.undone));
                let _ = on_done.try_run(());
            }
            Err(error) => toasts.say_failed(error.text()),
        }
    });
}

#[component]
fn Previewed(found: MassChangePreview, busy: RwSignal<bool>, execute: Callback<()>) -> impl IntoView {
    let company = use_company();
    let changed = found.agreements.iter().filter(|each| each.changed).count();
    let unchanged = found.agreements.len() - changed;
    let total = |total: &MassChangeTotal| {
        let name = format!("{} ({})", words::framework(total.framework), total.currency.code());
        let line = |what: &'static str, before: Amount, after: Amount| {
            let difference = Amount::from_minor(after.minor() - before.minor()).unwrap_or_default();
            view! {
                <tr>
                    <th scope="row">{format!("{name}: {what}")}</th>
                    <td class="number">{written(before)}</td>
                    <td class="number">{written(after)}</td>
                    <td class="number">{written(difference)}</td>
                </tr>
            }
        };
        view! {
            {line(t!(books.column.liability), total.liability_before, total.liability_after)}
            {line(t!(books.column.asset), total.asset_before, total.asset_after)}
        }
    };
    let totals = found.totals.iter().map(total).collect_view();
    let journal = found.totals.iter().filter(|total| !total.journal.is_empty()).map(|total| {
        let lines = total.journal.iter().map(|line| {
            view! {
                <tr>
                    <td>{words::role(line.role)}</td>
                    <td class="number">{line.debit.map(written)}</td>
                    <td class="number">{line.credit.map(written)}</td>
                </tr>
            }
        });
        view! {
            <table class="table books-effect-table">
                <caption>{format!("{} {}", t!(books.effect.journal), words::framework(total.framework))}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(books.column.account)}</th>
                        <th scope="col" class="number">{t!(books.debit)}</th>
                        <th scope="col" class="number">{t!(books.credit)}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        }
    });
    let journal = journal.collect_view();
    let row = |each: &MassChangeEffect| {
        let href = company.href_with(Place::Agreement(each.id), &[("tab", "accounting")]);
        let findings: Vec<_> = each
            .books
            .iter()
            .flat_map(|book| book.findings.iter().map(|finding| words::finding(finding.code)))
            .collect();
        let missing: Vec<_> = each.not_calculable.iter().map(|book| words::framework(*book)).collect();
        let missing = (!missing.is_empty()).then(|| t!(books.mass.not_calculable, books = missing.join(", ")));
        let remarks = findings.into_iter().map(str::to_owned).chain(missing).collect::<Vec<_>>().join(" ");
        let same = (!each.changed).then(|| t!(books.mass.same));
        view! {
            <tr>
                <th scope="row">
                    <a href=href>{format!("{} {}", each.number, each.title)}</a>
                    {(!remarks.is_empty()).then(|| view! { <p class="books-note">{remarks}</p> })}
                    {same.map(|text| view! { <p class="books-note">{text}</p> })}
                </th>
                <td class="number">{some(each.old_fee)}</td>
                <td class="number">{some(each.new_fee)}</td>
            </tr>
        }
    };
    let rows = found.agreements.iter().map(row).collect_view();
    view! {
        <section class="books-effect" aria-label=t!(books.effect.title)>
            <div role="status"><h3>{t!(books.mass.would, n = changed)}</h3></div>
            {(unchanged > 0).then(|| view! { <p class="books-note">{t!(books.mass.unchanged, n = unchanged)}</p> })}
            <div class="books-effect-book">
                <table class="table books-effect-table">
                    <caption class="visually-hidden">{t!(books.effect.title)}</caption>
                    <thead>
                        <tr>
                            <th scope="col"><span class="visually-hidden">{t!(books.column.what)}</span></th>
                            <th scope="col" class="number">{t!(ui.diff.before)}</th>
                            <th scope="col" class="number">{t!(ui.diff.after)}</th>
                            <th scope="col" class="number">{t!(books.effect.difference)}</th>
                        </tr>
                    </thead>
                    <tbody>{totals}</tbody>
                </table>
                {journal}
            </div>
            <div class="books-effect-book">
                <table class="table books-effect-table">
                    <caption class="visually-hidden">{t!(books.mass.fees)}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{t!(agreements.field.title)}</th>
                            <th scope="col" class="number">{t!(books.mass.old_fee)}</th>
                            <th scope="col" class="number">{t!(books.mass.new_fee)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {(changed > 0).then(|| view! {
                <div class="dialog-foot">
                    <Button kind=ButtonKind::Primary busy on_press=move || execute.run(())>
                        {t!(books.mass.execute, n = format::integer(i64::try_from(changed).unwrap_or_default()))}
                    </Button>
                </div>
            })}
        </section>
    }
}
