//! Between which days, and as it was known when.

use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;

use super::super::asked::Asked;
use crate::format;
use crate::route::Address;
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::{Entry, EntryField};
use crate::ui::popover::{MenuItem, Popover, PopoverHandle};

/// `1 januari – 31 december 2025`; the first day is the fiscal year's where nobody said another.
fn time_in_words(asked: &Asked) -> String {
    match asked.from {
        Some(from) => t!(books.from_to, from = format::date_long(from), to = format::date_long(asked.to)),
        None => t!(reports.year_to, day = format::date_long(asked.to)),
    }
}

#[component]
pub fn Time(asked: Memo<Asked>, address: Address, year_ends: Signal<u32>) -> impl IntoView {
    let button = move || {
        view! {
            <IconView icon=Icon::Calendar />
            <span>{move || asked.with(time_in_words)}</span>
            <IconView icon=Icon::ChevronDown />
        }
    };
    view! {
        <Popover class="button" button=button>
            <TimePanel asked=asked.get_untracked() address year_ends />
        </Popover>
    }
}

#[component]
fn TimePanel(asked: Asked, address: Address, year_ends: Signal<u32>) -> impl IntoView {
    let popover = use_context::<PopoverHandle>();
    let from = Entry::date(asked.from);
    let to = Entry::date(Some(asked.to));
    let known_on = asked.known_at.map(|at| at.date_naive());
    let known = Entry::date(known_on);
    let go = move |from: Option<NaiveDate>, to: NaiveDate, known: Option<NaiveDate>| {
        let to = Some(to).filter(|day| *day != today::today());
        address.change(
            &[
                ("from", from.map(format::date)),
                ("as_of", to.map(format::date)),
                // What was recorded on the day was known when it was over.
                ("known_at", known.map(|day| format!("{}T23:59:59.999999Z", format::date(day)))),
            ],
            false,
        );
    };
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let (Ok(from), Ok(Some(to)), Ok(known)) = (from.day_untracked(), to.day_untracked(), known.day_untracked()) {
            go(from, to, known);
            if let Some(popover) = popover {
                popover.close();
            }
        }
    };
    let preset = move |(text, from, to): (&'static str, Option<NaiveDate>, NaiveDate)| {
        view! { <MenuItem on_press=move || go(from, to, known_on)>{text}</MenuItem> }
    };
    view! {
        <form class="report-time" on:submit=apply>
            <EntryField label=t!(books.from) pointer="/from" hint=t!(reports.from_hint) entry=from />
            <EntryField label=t!(books.to) pointer="/to" entry=to />
            <EntryField label=t!(reports.known) pointer="/known_at" hint=t!(reports.known_hint) entry=known />
            <Button submit=true kind=ButtonKind::Primary>{t!(frame.as_of.show)}</Button>
        </form>
        <hr class="menu-line" />
        {move || presets(today::today(), year_ends.get()).into_iter().map(preset).collect_view()}
    }
}

/// The times a controller closes. Quarters and years are those of the fiscal year, which `year_ends` is the last month of.
fn presets(today: NaiveDate, year_ends: u32) -> Vec<(&'static str, Option<NaiveDate>, NaiveDate)> {
    let first_of_month = today.with_day(1).unwrap_or(today);
    let back = |months: u32| first_of_month.checked_sub_months(Months::new(months)).unwrap_or(first_of_month);
    let eve = |day: NaiveDate| day.checked_sub_days(Days::new(1)).unwrap_or(day);
    // Whole months of the fiscal year before this one.
    let gone = (today.month() + 11 - year_ends % 12) % 12;
    let (quarter, year) = (back(gone % 3), back(gone));
    let mut out = vec![
        (t!(reports.preset.this_year), None, today),
        (t!(reports.preset.last_month), Some(back(1)), eve(first_of_month)),
        (t!(reports.preset.last_quarter), Some(back(gone % 3 + 3)), eve(quarter)),
        (t!(reports.preset.last_fiscal_year), Some(back(gone + 12)), eve(year)),
    ];
    if year_ends != 12 {
        let from = NaiveDate::from_ymd_opt(today.year() - 1, 1, 1);
        let to = NaiveDate::from_ymd_opt(today.year() - 1, 12, 31).unwrap_or(today);
        out.push((t!(reports.preset.last_year), from, to));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quarters_and_years_are_those_of_the_fiscal_year() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let spans = |today: &str, ends: u32| -> Vec<(Option<NaiveDate>, NaiveDate)> {
            presets(day(today), ends).into_iter().map(|(_, from, to)| (from, to)).collect()
        };
        let calendar = spans("2026-11-23", 12);
        assert_eq!(calendar[1], (Some(day("2026-10-01")), day("2026-10-31")));
        assert_eq!(calendar[2], (Some(day("2026-07-01")), day("2026-09-30")));
        assert_eq!(calendar[3], (Some(day("2025-01-01")), day("2025-12-31")));
        assert_eq!(calendar.len(), 4);
        let broken = spans("2026-11-23", 4);
        assert_eq!(broken[2], (Some(day("2026-08-01")), day("2026-10-31")));
        assert_eq!(broken[3], (Some(day("2025-05-01")), day("2026-04-30")));
        assert_eq!(broken[4], (Some(day("2025-01-01")), day("2025-12-31")));
        // The first day of a fiscal year: nothing of it has gone.
        assert_eq!(spans("2026-05-01", 4)[3], (Some(day("2025-05-01")), day("2026-04-30")));
    }
}
