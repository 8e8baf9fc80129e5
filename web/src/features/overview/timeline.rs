//! The next notice days along a year: how they lie, before the table says them one by one.

use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use shared::debt::NoticeDay;

use crate::company::use_company;
use crate::route::Page as Place;
use crate::{format, t};

/// Hidden from screen readers and from the keyboard: the table beneath says the same, in order.
#[component]
pub(super) fn Timeline(notices: Vec<NoticeDay>, from: NaiveDate) -> impl IntoView {
    let company = use_company();
    let to = from.checked_add_months(Months::new(12)).unwrap_or(from);
    let place = move |day: NaiveDate| {
        let share = (day - from).num_days() as f64 / (to - from).num_days().max(1) as f64;
        format!("{:.2}%", share.clamp(0.0, 1.0) * 100.0)
    };
    let months = (1..=12)
        .filter_map(|n| from.with_day(1)?.checked_add_months(Months::new(n)))
        .filter(|first| (*first - from).num_days() > BESIDE_TODAY_DAYS);
    let month = move |first: NaiveDate| {
        let name = if first.month() == 1 { first.format("%Y").to_string() } else { format::month_name(first) };
        view! { <span class="timeline-month" style:inset-inline-start=place(first)>{name}</span> }
    };
    let mut stacked = std::collections::HashMap::<NaiveDate, usize>::new();
    let dots: Vec<_> = notices
        .into_iter()
        .map(|notice| {
            let level = stacked.entry(notice.notice_by).or_default();
            let height = format!("{:.2}rem", (*level).min(LEVELS) as f64 * LEVEL_REM);
            *level += 1;
            let title = t!(overview.notices.dot, title = &notice.title, day = format::date_long(notice.notice_by));
            let href = company.href(Place::Agreement(notice.agreement));
            let soon = (notice.notice_by - from).num_days() <= SOON_DAYS;
            view! {
                <a class="timeline-dot" class:soon=soon href=href title=title tabindex="-1"
                    style:inset-inline-start=place(notice.notice_by) style:inset-block-end=height></a>
            }
        })
        .collect();
    view! {
        <div class="timeline" aria-hidden="true">
            <span class="timeline-today">{t!(chart.today)}</span>
            {dots}
            <span class="timeline-line"></span>
            {months.map(month).collect_view()}
        </div>
    }
}

/// Days that are drawn on top of each other before they run out of room.
const LEVELS: usize = 3;
const LEVEL_REM: f64 = 0.875;
const SOON_DAYS: i64 = 30;
/// A month that begins this soon would be written over the word for today.
const BESIDE_TODAY_DAYS: i64 = 21;
