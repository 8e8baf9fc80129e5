//! The next notice days along a year: how they lie, before the table says them one by one.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;
use shared::debt::NoticeDay;

use crate::company::use_company;
use crate::route::Page as Place;
use crate::today;
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
    let months = (1..=12).filter_map(|n| from.with_day(1)?.checked_add_months(Months::new(n)));
    let month = move |first: NaiveDate| {
        let name = if first.month() == 1 { first.format("%Y").to_string() } else { format::month_name(first) };
        view! { <span class="timeline-month" style:inset-inline-start=place(first)>{name}</span> }
    };
    let dots = leveled(by_day(notices), from).map(|(day, notices, level)| {
        let (count, many) = (notices.len(), notices.len() > 1);
        let (title, href) = match notices.as_slice() {
            [only] => {
                let title = t!(overview.notices.dot, title = &only.title, day = format::date_long(day));
                (title, company.href(Place::Agreement(only.agreement)))
            }
            several => {
                let until = company.href_with(Place::Agreements, &[("notice_before", &day.to_string())]);
                (t!(overview.notices.dots, n = several.len(), day = format::date_long(day)), until)
            }
        };
        let soon = (day - from).num_days() <= SOON_DAYS;
        let height = format!("{:.2}rem", level as f64 * LEVEL_REM);
        view! {
            <a class="timeline-dot" class:soon=soon class:many=many href=href title=title tabindex="-1"
                style:inset-inline-start=place(day) style:inset-block-end=height>{many.then_some(count)}</a>
        }
    });
    let today = today::today();
    let day_to_know = move |day: NaiveDate, text: String, below: bool| {
        view! { <span class="timeline-today" class:below=below style:inset-inline-start=place(day)>{text}</span> }
    };
    let asked = (from != today).then(|| day_to_know(from, format::date_long(from), false));
    let today = (from..=to).contains(&today).then(|| day_to_know(today, t!(chart.today).to_owned(), from != today));
    view! {
        <div class="timeline" aria-hidden="true">
            {asked}
            {today}
            {dots.collect_view()}
            <span class="timeline-line"></span>
            {months.map(month).collect_view()}
        </div>
    }
}

fn by_day(notices: Vec<NoticeDay>) -> BTreeMap<NaiveDate, Vec<NoticeDay>> {
    let mut days: BTreeMap<NaiveDate, Vec<NoticeDay>> = BTreeMap::new();
    for notice in notices {
        days.entry(notice.notice_by).or_default().push(notice);
    }
    days
}

/// One dot for each day, higher where it would cover the dot before it.
fn leveled(
    days: BTreeMap<NaiveDate, Vec<NoticeDay>>,
    from: NaiveDate,
) -> impl Iterator<Item = (NaiveDate, Vec<NoticeDay>, usize)> {
    let mut ends = [from.checked_sub_months(Months::new(1)).unwrap_or(from); LEVELS];
    days.into_iter().map(move |(day, notices)| {
        let free = |end: &NaiveDate| (day - *end).num_days() >= BESIDE_DAYS;
        let level = ends.iter().position(free).unwrap_or(LEVELS - 1);
        if let Some(end) = ends.get_mut(level) {
            *end = day;
        }
        (day, notices, level)
    })
}

/// Dots that are drawn on top of each other before they run out of room.
const LEVELS: usize = 3;
const LEVEL_REM: f64 = 1.375;
const SOON_DAYS: i64 = 30;
/// Days that a dot takes up along the line.
const BESIDE_DAYS: i64 = 9;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_one_dot_and_neighbours_stand_above_each_other() {
        let notice = |day: &str| -> NoticeDay {
            serde_json::from_value(serde_json::json!({
                "agreement": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64", "number": "1", "title": "Truck", "notice_by": day,
                "end_on": "2027-12-31", "yearly_cost": {"amount": "1.00", "currency": "SEK"},
            }))
            .unwrap()
        };
        let days = ["2026-11-30", "2026-11-30", "2026-12-01", "2026-12-31"].map(notice);
        let dots = leveled(by_day(days.into()), "2026-11-22".parse().unwrap());
        let dots: Vec<_> = dots.map(|(day, notices, level)| (day.to_string(), notices.len(), level)).collect();
        let expected = [("2026-11-30", 2, 0), ("2026-12-01", 1, 1), ("2026-12-31", 1, 0)];
        assert_eq!(dots, expected.map(|(day, count, level)| (day.to_owned(), count, level)));
    }
}
