//! The vouchers of a time as they go to the ledger, and what each account moves by.

use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::books::BookFramework;
use shared::journals::{Journal as Answer, JournalGrouping, JournalVoucher};

use super::api::{self, Time};
use super::exports::Exports;
use super::words;
use crate::client::ClientError;
use crate::codes::code;
use crate::company::use_company;
use crate::features::books::figures::written;
use crate::features::books::words as book_words;
use crate::format;
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::Button;
use crate::ui::disclosure::Disclosure;
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::{Icon, IconView};
use crate::ui::select::Segments;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};

/// Vouchers are of whole months: those that the time reaches into; the last one where no first day is said.
pub fn whole_months(from: Option<NaiveDate>, to: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = |day: NaiveDate| day.with_day(1).unwrap_or(day);
    let last = first(to).checked_add_months(Months::new(1)).and_then(|next| next.checked_sub_days(Days::new(1)));
    (first(from.unwrap_or(to)), last.unwrap_or(to))
}

#[component]
pub fn Journal(
    framework: Memo<BookFramework>,
    from: Memo<Option<NaiveDate>>,
    to: Memo<NaiveDate>,
    address: Address,
) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let time = Memo::new(move |_| {
        let (from, to) = whole_months(from.get(), to.get());
        Time { framework: framework.get(), from, to }
    });
    let by = Memo::new(move |_| match address.get("by").as_deref() {
        Some("account") => JournalGrouping::Account,
        _ => JournalGrouping::Agreement,
    });
    let found = RwSignal::new(None::<Result<Answer, ClientError>>);
    let more = RwSignal::new(Vec::<JournalVoucher>::new());
    let cursor = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let turn = StoredValue::new(0_u32);
    let fetch = move |after: Option<String>| {
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        let (company, time, by) = (company.get_value(), time.get_untracked(), by.get_untracked());
        busy.set(true);
        spawn_local(async move {
            let is_first = after.is_none();
            let answer = api::journal(&company, time, by, after).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match answer {
                Ok(journal) if !is_first => {
                    cursor.set(journal.next_cursor);
                    more.update(|more| more.extend(journal.data));
                }
                answer => {
                    cursor.set(answer.as_ref().ok().and_then(|journal| journal.next_cursor.clone()));
                    more.set(Vec::new());
                    found.set(Some(answer));
                }
            }
            busy.set(false);
        });
    };
    Effect::new(move |_| {
        time.track();
        by.track();
        fetch(None);
    });
    let groupings: Vec<_> = [JournalGrouping::Agreement, JournalGrouping::Account]
        .into_iter()
        .map(|each| (code(each), words::grouping(each).to_owned()))
        .collect();
    let choose = move |chosen: String| {
        address.change(&[("by", Some(chosen).filter(|chosen| chosen == "account"))], true);
    };
    view! {
        <Exports time by on_change=Callback::new(move |()| fetch(None)) />
        <section class="section" aria-busy=move || busy.get().then_some("true")>
            <div class="books-head">
                <h2 class="report-heading">{move || {
                    let time = time.get();
                    t!(journals.heading, from = format::date_long(time.from), to = format::date_long(time.to))
                }}</h2>
                <Segments label=t!(journals.by.label) value=Signal::derive(move || code(by.get())) options=Signal::stored(groupings) on_change=choose />
            </div>
            {move || match found.get() {
                None => view! { <p class="books-note" role="status">{t!(reports.calculating)}</p><SkeletonLines lines=8 /> }.into_any(),
                Some(Err(error)) => view! { <Failed error on_retry=move || fetch(None) /> }.into_any(),
                Some(Ok(journal)) if journal.vouchers == 0 && journal.left_out.is_empty() => view! {
                    <Empty icon=Icon::Reports title=t!(journals.none.title) text=t!(journals.none.text) />
                }
                .into_any(),
                Some(Ok(journal)) => view! { <Shown journal more /> }.into_any(),
            }}
            {move || cursor.with(Option::is_some).then(|| view! {
                <div class="button-row"><Button busy on_press=move || fetch(cursor.get_untracked())>{t!(reports.more)}</Button></div>
            })}
        </section>
    }
}

#[component]
fn Shown(journal: Answer, more: RwSignal<Vec<JournalVoucher>>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let currency = journal.currency.code();
    let summary = t!(
        journals.summary,
        vouchers = t!(journals.vouchers, n = journal.vouchers),
        debit = written(journal.debit),
        currency = currency
    );
    let new = (journal.not_exported > 0).then(|| t!(journals.not_exported, n = journal.not_exported));
    let closed = journal.closed_through.map(|day| t!(journals.closed_through, day = format::date_long(day)));
    let left_out = journal.left_out.len();
    let left = StoredValue::new(journal.left_out);
    let left_out = (left_out > 0).then(|| {
        let line = move |each: shared::journals::JournalLeftOut| {
            let href = company
                .with_value(|company| company.href_with(Place::Agreement(each.agreement.id), &[("tab", "accounting")]));
            let name = format!("{} {}", each.agreement.number, each.agreement.title);
            view! { <li><a href=href>{name}</a>": "{words::omission(each.reason)}</li> }
        };
        view! {
            <div class="notice report-missing" data-tone="loss" role="status">
                <IconView icon=Icon::Warning />
                <div>
                    <p>{t!(journals.left_out, n = left_out)}</p>
                    <Disclosure summary=t!(reports.show_which)>
                        <ul>{left.get_value().into_iter().map(line).collect_view()}</ul>
                    </Disclosure>
                </div>
            </div>
        }
    });
    let headings = vec![
        Heading::text(t!(journals.account)),
        Heading::text(t!(journals.name)),
        Heading::number(t!(books.debit)),
        Heading::number(t!(books.credit)),
    ];
    let accounts = journal.accounts.iter().map(|account| {
        view! {
            <tr>
                <th scope="row" class="number-start">{account.account.clone()}</th>
                <td>{account.name.clone()}</td>
                <td class="number">{written(account.debit)}</td>
                <td class="number">{written(account.credit)}</td>
            </tr>
        }
    });
    let accounts = accounts.collect_view();
    let (debit, credit) = (written(journal.debit), written(journal.credit));
    let first = StoredValue::new(journal.data);
    let vouchers = move || {
        let all = first.get_value().into_iter().chain(more.get());
        all.map(|voucher| view! { <Voucher voucher /> }).collect_view()
    };
    view! {
        {left_out}
        <p class="books-note">{[Some(summary), new, closed].into_iter().flatten().collect::<Vec<_>>().join(" ")}</p>
        <Table caption=t!(journals.by_account) headings>
            {accounts}
            <tr class="report-balance">
                <th scope="row" colspan="2">{t!(chart.total)}</th>
                <td class="number">{debit}</td>
                <td class="number">{credit}</td>
            </tr>
        </Table>
        <div class="table-scroll journal-scroll" tabindex="0" role="region" aria-label=t!(books.journal)>
            <table class="table books-journal">
                <caption class="visually-hidden">{t!(books.journal)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(journals.account)}</th>
                        <th scope="col">{t!(journals.dimensions)}</th>
                        <th scope="col" class="number">{t!(books.debit)}</th>
                        <th scope="col" class="number">{t!(books.credit)}</th>
                    </tr>
                </thead>
                {vouchers}
            </table>
        </div>
    }
}

#[component]
fn Voucher(voucher: JournalVoucher) -> impl IntoView {
    let cell = |amount: Option<shared::money::Amount>| amount.map(written).unwrap_or_default();
    let exported = voucher.exported.is_some();
    let lines = voucher.lines.iter().map(|line| {
        let role = line.role.map(book_words::role).unwrap_or_default();
        let dimensions = [line.cost_center.clone(), line.project.clone()];
        view! {
            <tr>
                <td class:books-credit=line.credit.is_some()>
                    <span class="number-start">{line.account.clone()}</span>" "{role}
                </td>
                <td>{dimensions.into_iter().flatten().collect::<Vec<_>>().join(" · ")}</td>
                <td class="number">{cell(line.debit)}</td>
                <td class="number">{cell(line.credit)}</td>
            </tr>
        }
    });
    let correction = voucher.cause == shared::journals::JournalCause::Correction;
    view! {
        <tbody>
            <tr class="books-voucher">
                <th scope="rowgroup" colspan="4">
                    <span class="number-start">{format::date(voucher.on)}</span>" "{voucher.text.clone()}" "
                    {correction.then(|| view! { <Badge tone=Tone::Due>{words::cause(voucher.cause)}</Badge> })}
                    {exported.then(|| view! { <Badge>{t!(journals.exported)}</Badge> })}
                </th>
            </tr>
            {lines.collect_view()}
        </tbody>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vouchers_are_asked_for_by_whole_months() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(whole_months(None, day("2026-02-10")), (day("2026-02-01"), day("2026-02-28")));
        assert_eq!(whole_months(Some(day("2025-01-15")), day("2025-12-31")), (day("2025-01-01"), day("2025-12-31")));
    }
}
