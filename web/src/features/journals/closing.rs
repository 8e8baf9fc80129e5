//! Closing a time: a checklist first, then what is closed stays as it was; opening it again says why.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::books::BookFramework;
use shared::ids::ClosingId;
use shared::journals::{Closing, ClosingCheck, ClosingCheckCode, ClosingChecklist, NewClosing, ReopeningReason};

use super::vouchers::whole_months;
use super::{api, words};
use crate::client::{self, ClientError};
use crate::company::use_company;
use crate::features::books::figures::written;
use crate::format;
use crate::route::Page as Place;
use crate::t;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::disclosure::Disclosure;
use crate::ui::empty::Failed;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::TextInput;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;

#[component]
pub fn Closings(framework: Memo<BookFramework>, to: Memo<NaiveDate>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let through = Memo::new(move |_| whole_months(None, to.get()).1);
    let checklist = LocalResource::new(move || {
        let (company, framework, through) = (company.get_value(), framework.get(), through.get());
        async move { api::checklist(&company, framework, through).await }
    });
    let closings = LocalResource::new(move || {
        let (company, framework) = (company.get_value(), framework.get());
        async move { api::closings(&company, framework).await }
    });
    let again = Callback::new(move |()| {
        checklist.refetch();
        closings.refetch();
    });
    // What is closed has no checklist any more.
    let is_closed = move || {
        let all = closings.get().and_then(Result::ok).unwrap_or_default();
        let last = all.iter().filter(|closing| closing.reopened.is_none()).map(|closing| closing.through).max();
        last.filter(|last| *last >= through.get())
    };
    view! {
        <p class="books-lead">{t!(journals.closing.lead)}</p>
        {move || match (is_closed(), checklist.get()) {
            (Some(day), _) => view! {
                <section class="card journal-closing">
                    <h2 class="report-heading">{t!(journals.closing.is_closed, day = format::date_long(day))}</h2>
                </section>
            }
            .into_any(),
            (None, None) => view! { <p class="books-note" role="status">{t!(reports.calculating)}</p><SkeletonLines lines=6 /> }.into_any(),
            (None, Some(Err(error))) => view! { <Failed error on_retry=move || checklist.refetch() /> }.into_any(),
            (None, Some(Ok(list))) => view! { <Checklist list on_change=again /> }.into_any(),
        }}
        {move || match closings.get() {
            None => ().into_any(),
            Some(Err(error)) => view! { <Failed error on_retry=move || closings.refetch() /> }.into_any(),
            Some(Ok(all)) if all.is_empty() => ().into_any(),
            Some(Ok(all)) => view! { <Closed all on_change=again /> }.into_any(),
        }}
    }
}

#[component]
fn Checklist(list: ClosingChecklist, on_change: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let may_edit = company.with_value(|company| company.may_edit());
    let toasts = use_toasts();
    let accepted = RwSignal::new(BTreeSet::<ClosingCheckCode>::new());
    let note = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<ClientError>);
    let (framework, through) = (list.framework, list.through);
    let blocked = list.checks.iter().any(|check| check.blocks && check.found > 0);
    let asked: Vec<ClosingCheckCode> =
        list.checks.iter().filter(|check| check.found > 0 && !check.blocks).map(|check| check.code).collect();
    let ready = {
        let asked = asked.clone();
        Signal::derive(move || !blocked && accepted.with(|accepted| asked.iter().all(|code| accepted.contains(code))))
    };
    let close = move || {
        if busy.get_untracked() {
            return;
        }
        let accepted = accepted.get_untracked().into_iter().collect();
        let note = Some(note.get_untracked().trim().to_owned()).filter(|note| !note.is_empty());
        let body = NewClosing { framework, through, accepted, note };
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer = api::close(&company, &body, &client::idempotency_key()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toasts.say(t!(journals.closing.done, day = format::date_long(through)));
                    on_change.run(());
                }
                Err(error) => fault.set(Some(error)),
            }
        });
    };
    let heading = match list.from {
        Some(from) => {
            t!(journals.closing.heading, from = format::date_long(from), through = format::date_long(through))
        }
        None => t!(journals.closing.nothing).to_owned(),
    };
    let summary = t!(journals.vouchers, n = list.vouchers);
    let debit = written(list.debit);
    let checks = list.checks.into_iter().map(|check| view! { <Check check accepted may_edit /> });
    let checks = checks.collect_view();
    view! {
        <section class="card journal-closing">
            <h2 class="report-heading">{heading}</h2>
            <p class="books-note">{summary}" · "{debit}</p>
            <ul class="books-checks">{checks}</ul>
            {may_edit.then(|| view! {
                <Field label=t!(journals.closing.note) pointer="/note" optional=true><TextInput value=note /></Field>
                {move || fault.get().map(|error| view! { <Failed error on_retry=close /> })}
                <div class="button-row">
                    <Button kind=ButtonKind::Primary busy disabled=Signal::derive(move || !ready.get()) on_press=close>
                        {t!(journals.closing.close, day = format::date_long(through))}
                    </Button>
                </div>
                {move || (!ready.get()).then(|| view! {
                    <p class="books-note">{if blocked { t!(journals.closing.blocked) } else { t!(journals.closing.accept_first) }}</p>
                })}
            })}
        </section>
    }
}

#[component]
fn Check(check: ClosingCheck, accepted: RwSignal<BTreeSet<ClosingCheckCode>>, may_edit: bool) -> impl IntoView {
    let company = use_company();
    let done = check.found == 0;
    let code = check.code;
    let icon = match (done, check.blocks) {
        (true, _) => Icon::Check,
        (false, true) => Icon::Failure,
        (false, false) => Icon::Warning,
    };
    let state =
        if done { t!(journals.closing.in_order).to_owned() } else { t!(journals.closing.found, n = check.found) };
    let example = move |example: shared::journals::ClosingExample| {
        let what = example.what.unwrap_or_default();
        match example.agreement {
            Some(agreement) => {
                let href = company.href_with(Place::Agreement(agreement.id), &[("tab", "accounting")]);
                view! { <li><a href=href>{format!("{} {}", agreement.number, agreement.title)}</a>" "{what}</li> }
                    .into_any()
            }
            None => view! { <li>{what}</li> }.into_any(),
        }
    };
    let examples = StoredValue::new(check.examples);
    let listed = move || {
        let example = example.clone();
        let items = examples.get_value().into_iter().map(example).collect_view();
        view! { <ul class="books-findings">{items}</ul> }
    };
    let turned = move |event: web_sys::Event| {
        let is_checked = event_target_checked(&event);
        accepted.update(|accepted| {
            if is_checked {
                accepted.insert(code);
            } else {
                accepted.remove(&code);
            }
        });
    };
    view! {
        <li class:failed=!done>
            <IconView icon />
            <div>
                <p class="journal-check"><strong>{words::check(code)}</strong>" "{state}</p>
                {(!done).then(|| view! { <Disclosure summary=t!(journals.closing.which)>{listed()}</Disclosure> })}
                {(!done && !check.blocks && may_edit).then(|| view! {
                    <label class="checkbox-line">
                        <input type="checkbox" on:change=turned prop:checked=move || accepted.with(|accepted| accepted.contains(&code)) />
                        <span>{t!(journals.closing.accept)}</span>
                        <span class="visually-hidden">{words::check(code)}</span>
                    </label>
                })}
            </div>
        </li>
    }
}

#[component]
fn Closed(all: Vec<Closing>, on_change: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let may_reopen = company.with_value(|company| company.is_owner());
    let asked = RwSignal::new(None::<ClosingId>);
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<ClientError>);
    // Only the last one can be opened again.
    let last = all.iter().find(|closing| closing.reopened.is_none()).map(|closing| closing.id);
    let reopen = move || {
        let Some(id) = asked.get_untracked() else { return };
        let given = reason.get_untracked().trim().to_owned();
        if given.is_empty() || busy.get_untracked() {
            return;
        }
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer =
                api::reopen(&company, id, &ReopeningReason { reason: given }, &client::idempotency_key()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    open.set(false);
                    on_change.run(());
                }
                Err(error) => fault.set(Some(error)),
            }
        });
    };
    let headings = vec![
        Heading::text(t!(journals.closing.through)),
        Heading::number(t!(books.journal)),
        Heading::number(t!(books.debit)),
        Heading::text(t!(journals.export.when)),
        Heading::text(t!(journals.closing.note)),
        Heading::unseen(t!(journals.closing.reopen)),
    ];
    let row = move |closing: Closing| {
        let id = closing.id;
        let by = t!(
            books.recorded.by,
            name = closing.closed_by_name.clone().unwrap_or_default(),
            at = format::instant(closing.closed_at)
        );
        let ask = move || {
            asked.set(Some(id));
            reason.set(String::new());
            fault.set(None);
            open.set(true);
        };
        let label = format!("{} {}", t!(journals.closing.reopen), format::date(closing.through));
        let reopened = closing.reopened.as_ref().map(|again| t!(journals.closing.reopened, reason = &again.reason));
        let state = match reopened {
            Some(text) => view! { <Badge>{text}</Badge> }.into_any(),
            None if may_reopen && last == Some(id) => {
                view! { <Button kind=ButtonKind::Quiet label on_press=ask>{t!(journals.closing.reopen)}</Button> }
                    .into_any()
            }
            None => ().into_any(),
        };
        view! {
            <tr>
                <th scope="row" class="number-start">{format::date(closing.through)}</th>
                <td class="number">{format::integer(i64::from(closing.vouchers))}</td>
                <td class="number">{written(closing.debit)}</td>
                <td>{by}</td>
                <td>{closing.note.clone()}</td>
                <td class="actions">{state}</td>
            </tr>
        }
    };
    let rows = all.into_iter().map(row).collect_view();
    view! {
        <section class="section">
            <h2 class="report-heading">{t!(journals.closing.earlier)}</h2>
            <Table caption=t!(journals.closing.earlier) headings>{rows}</Table>
            <Dialog open title=t!(journals.closing.reopen)>
                <p>{t!(journals.closing.reopen_lead)}</p>
                <Field label=t!(books.form.reason) pointer="/reason" required=true><TextInput value=reason /></Field>
                {move || fault.get().map(|error| view! { <Failed error on_retry=reopen /> })}
                <div class="button-row">
                    <Button kind=ButtonKind::Danger busy disabled=Signal::derive(move || reason.with(|text| text.trim().is_empty())) on_press=reopen>
                        {t!(journals.closing.reopen)}
                    </Button>
                </div>
            </Dialog>
        </section>
    }
}
