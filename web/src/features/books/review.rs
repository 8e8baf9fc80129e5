//! The year-end review: every agreement whose options or term rest on judgement, those that are overdue first.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::agreements::ContractOption;
use shared::books::{LeaseReview, LeaseReviewReason, NewLeaseReviews};
use shared::ids::AgreementId;

use super::parts::{Who, given};
use super::period::fiscal_year;
use super::{api, facts_words};
use crate::client::{self, ClientError};
use crate::company::use_company;
use crate::features::agreements::words as agreement_words;
use crate::format;
use crate::route::{Address, Page as Place};
use crate::t;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::empty::{Empty, Failed};
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::input::TextInput;
use crate::ui::select::{Segments, Select, SelectOption};
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::ui::toast::use_toasts;

/// What the review of a year end has, read as far as a person reads.
#[derive(Clone)]
struct Found {
    year_ends_on: NaiveDate,
    reviews: Vec<LeaseReview>,
    has_more: bool,
}

fn year_end(year: i32, month: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt()
}

/// What hurts most to forget stands first: overdue, past its end, never assessed or longest ago.
fn by_urgency(reviews: &mut [LeaseReview]) {
    reviews.sort_by_key(|review| {
        let is_past = review.reasons.contains(&LeaseReviewReason::PastEnd);
        (!review.due, !is_past, review.assessed_on, review.number.clone())
    });
}

#[component]
pub fn Review(to: Memo<NaiveDate>, known_at: Memo<Option<DateTime<Utc>>>, address: Address) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let also_done = Memo::new(move |_| address.get("done").is_some());
    let asked_year = Memo::new(move |_| address.get("year").and_then(|year| year.parse::<i32>().ok()));
    let found = LocalResource::new(move || {
        let (company, also_done, known_at) = (company.get_value(), also_done.get(), known_at.get());
        let (to, year) = (to.get(), asked_year.get());
        async move {
            let books = api::company_books(&company).await?;
            let ends = books.iter().find(|book| book.in_use).map_or(12, |book| book.choices.policy.fiscal_year_ends);
            let year = year.unwrap_or_else(|| fiscal_year(to, ends));
            let (mut reviews, has_more) = api::reviews(&company, year, also_done, known_at).await?;
            by_urgency(&mut reviews);
            Ok::<_, ClientError>(Found { year_ends_on: year_end(year, ends).unwrap_or(to), reviews, has_more })
        }
    });
    let again = Callback::new(move |()| found.refetch());
    view! {
        {move || match found.get() {
            None => view! { <p class="books-note" role="status">{t!(reports.calculating)}</p><SkeletonLines lines=8 /> }.into_any(),
            Some(Err(error)) => view! { <Failed error on_retry=move || found.refetch() /> }.into_any(),
            Some(Ok(answer)) => view! { <Answer answer also_done=also_done.get_untracked() is_past=known_at.with_untracked(Option::is_some) address again /> }.into_any(),
        }}
    }
}

#[component]
fn Answer(answer: Found, also_done: bool, is_past: bool, address: Address, again: Callback<()>) -> impl IntoView {
    let Found { year_ends_on, reviews, has_more } = answer;
    let year = year_ends_on.year();
    let years: Vec<SelectOption> = (year - 4..=year + 2)
        .rev()
        .filter_map(|each| year_end(each, year_ends_on.month()))
        .map(|day| (day.year().to_string(), format::date_long(day)))
        .collect();
    let shown: Vec<SelectOption> = vec![
        (String::new(), t!(books.review.only_due).to_owned()),
        ("true".to_owned(), t!(books.review.also_done).to_owned()),
    ];
    let done = if also_done { "true" } else { "" };
    let first = has_more.then(|| t!(reports.first_only, n = reviews.len()));
    let is_empty = reviews.is_empty();
    view! {
        <p class="books-lead">{t!(books.review.lead, day = format::date_long(year_ends_on))}</p>
        <div class="report-choose">
            <Field label=t!(books.review.year) pointer="/year">
                <Select value=Signal::stored(year.to_string()) options=Signal::stored(years)
                    on_change=move |chosen| address.change(&[("year", Some(chosen))], true) />
            </Field>
            <Segments label=t!(books.review.shown) value=Signal::stored(done.to_owned()) options=Signal::stored(shown)
                on_change=move |chosen| address.change(&[("done", Some(chosen))], true) />
        </div>
        {if is_empty {
            let (title, text) = if also_done {
                (t!(books.review.none), t!(books.review.none_text))
            } else {
                (t!(books.review.none_due), t!(books.review.none_due_text))
            };
            view! { <Empty icon=Icon::ToDo title text /> }.into_any()
        } else {
            view! { <Listed reviews year_ends_on is_past again /> }.into_any()
        }}
        {first.map(|text| view! { <p class="books-note">{text}</p> })}
    }
}

#[component]
fn Listed(reviews: Vec<LeaseReview>, year_ends_on: NaiveDate, is_past: bool, again: Callback<()>) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let may_edit = company.with_value(|company| company.may_edit()) && !is_past;
    let toasts = use_toasts();
    let selected = RwSignal::new(BTreeSet::<AgreementId>::new());
    let note = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let fault = RwSignal::new(None::<ClientError>);
    let due: BTreeSet<AgreementId> = reviews.iter().filter(|review| review.due).map(|review| review.id).collect();
    let mark = move || {
        let agreements: Vec<AgreementId> = selected.get_untracked().into_iter().collect();
        if agreements.is_empty() || busy.get_untracked() {
            return;
        }
        let n = agreements.len();
        let body = NewLeaseReviews { year_ends_on, agreements, note: given(note) };
        let company = company.get_value();
        busy.set(true);
        spawn_local(async move {
            let answer = api::mark_reviewed(&company, &body, &client::idempotency_key()).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(_) => {
                    toasts.say(t!(books.review.marked, n = n));
                    again.run(());
                }
                Err(error) => fault.set(Some(error)),
            }
        });
    };
    let all = due.clone();
    let is_all = move || !all.is_empty() && selected.with(|selected| all.is_subset(selected));
    let has_due = !due.is_empty();
    let turn_all = move |event| {
        let wanted = if event_target_checked(&event) { due.clone() } else { BTreeSet::new() };
        selected.set(wanted);
    };
    let headings = vec![
        Heading::text(t!(agreements.field.title)),
        Heading::text(t!(books.review.why)),
        Heading::text(t!(books.review.options)),
        Heading::text(t!(books.review.ends)),
        Heading::text(t!(books.review.assessed)),
        Heading::text(t!(books.review.state)),
        Heading::unseen(t!(books.review.again)),
    ];
    let rows = reviews.into_iter().map(|review| view! { <Row review selected may_edit /> }).collect_view();
    view! {
        {(may_edit && has_due).then(|| view! {
            <div class="card journal-export">
                <label class="checkbox-line">
                    <input type="checkbox" on:change=turn_all prop:checked=is_all />
                    <span>{t!(books.review.select_all)}</span>
                </label>
                <div class="report-choose">
                    <Field label=t!(books.review.note) pointer="/note" optional=true><TextInput value=note /></Field>
                    <Button kind=ButtonKind::Primary icon=Icon::Check busy disabled=Signal::derive(move || selected.with(BTreeSet::is_empty)) on_press=mark>
                        {move || t!(books.review.mark, n = selected.with(BTreeSet::len))}
                    </Button>
                </div>
                {move || fault.get().map(|error| view! { <Failed error on_retry=mark /> })}
            </div>
        })}
        <Table caption=t!(books.review.tab) headings pinned=true>{rows}</Table>
    }
}

#[component]
fn Row(review: LeaseReview, selected: RwSignal<BTreeSet<AgreementId>>, may_edit: bool) -> impl IntoView {
    let company = use_company();
    let id = review.id;
    let query = [("tab", "accounting"), ("edit", "facts")];
    let again = company.href_with(Place::Agreement(id), if may_edit { &query } else { &query[..1] });
    let href = company.href_with(Place::Agreement(id), &[("tab", "accounting")]);
    let turned = move |event| {
        let is_checked = event_target_checked(&event);
        selected.update(|selected| {
            if is_checked {
                selected.insert(id);
            } else {
                selected.remove(&id);
            }
        });
    };
    let label = t!(books.review.select, title = &review.title);
    let again_label = format!("{} {}", t!(books.review.again), review.title);
    let name = format!("{} {}", review.number, review.title);
    let assessed = review.assessed_on.map_or_else(|| t!(books.review.never).to_owned(), format::date);
    let state = if review.due {
        view! { <Badge tone=Tone::Due>{t!(books.review.due)}</Badge> }.into_any()
    } else {
        view! { <Badge tone=Tone::Gain>{t!(books.review.done)}</Badge> }.into_any()
    };
    let reasons = review.reasons.iter().map(|reason| view! { <li>{reason_text(*reason)}</li> }).collect_view();
    let lines = lines(&review).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <tr>
            <th scope="row">
                <div class="books-review-name">
                    {(may_edit && review.due).then(|| view! {
                        <input type="checkbox" aria-label=label on:change=turned prop:checked=move || selected.with(|selected| selected.contains(&id)) />
                    })}
                    <a href=href>{name}</a>
                </div>
            </th>
            <td><ul class="books-plain">{reasons}</ul></td>
            <td><ul class="books-plain">{lines}</ul></td>
            <td class="number-start">{format::date(review.end_on)}</td>
            <td>
                <span class="number-start">{assessed}</span>
                <Who reason=review.reviewed.and_then(|reviewed| reviewed.note) who=review.assessed_by_name />
            </td>
            <td>{state}</td>
            <td class="actions"><a class="button quiet" href=again aria-label=again_label>{t!(books.review.again)}</a></td>
        </tr>
    }
}

fn reason_text(reason: LeaseReviewReason) -> &'static str {
    match reason {
        LeaseReviewReason::Assessed => t!(books.review.reason.assessed),
        LeaseReviewReason::OptionNotAssessed => t!(books.review.reason.option_not_assessed),
        LeaseReviewReason::GoesOn => t!(books.review.reason.goes_on),
        LeaseReviewReason::PastEnd => t!(books.review.reason.past_end),
    }
}

/// What accountants have said, and what the contract gives a right to besides.
fn lines(review: &LeaseReview) -> Vec<String> {
    let term = review.assessed_end_on.map(|day| t!(books.review.term_until, day = format::date(day)));
    let said = review
        .options
        .iter()
        .map(|option| format!("{}: {}", agreement_words::option(option.kind), facts_words::option(option)));
    let given = review.contract_options.iter().map(|option| t!(books.review.contract, what = contract_option(option)));
    term.into_iter().chain(said).chain(given).collect()
}

fn contract_option(option: &ContractOption) -> String {
    let parts = [
        Some(agreement_words::option(option.kind).to_owned()),
        option.months.map(|months| t!(agreements.months, n = months)),
        option.notice_by.map(|day| t!(agreement_page.option.notice_by, day = format::date(day))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::year_end;

    #[test]
    fn a_fiscal_year_ends_on_the_last_day_of_its_month() {
        assert_eq!(year_end(2024, 2).map(|day| day.to_string()), Some("2024-02-29".to_owned()));
        assert_eq!(year_end(2025, 12).map(|day| day.to_string()), Some("2025-12-31".to_owned()));
    }
}
