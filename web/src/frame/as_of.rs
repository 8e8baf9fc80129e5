use chrono::{Datelike, Months, NaiveDate};
use leptos::prelude::*;

use crate::company::{AsOf, use_company};
use crate::ui::button::{Button, ButtonKind};
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::{DateInput, Entry};
use crate::ui::popover::{MenuItem, Popover};
use crate::{format, t, today};

/// The day that every figure in the app holds for.
#[component]
pub fn AsOfControl() -> impl IntoView {
    let as_of = use_company().as_of;
    let shown = move || match as_of.chosen() {
        None => t!(frame.as_of.today, date = format::date_long(today::today())),
        Some(day) => t!(frame.as_of.day, date = format::date_long(day)),
    };
    let button = move || {
        view! {
            <IconView icon=Icon::Calendar />
            <span>{shown}</span>
            <IconView icon=Icon::ChevronDown />
        }
    };
    view! {
        <div class="as-of" class:moved=move || as_of.chosen().is_some()>
            <Popover class="button quiet as-of-button" button=button>
                <AsOfPanel as_of />
            </Popover>
            {move || {
                as_of
                    .chosen()
                    .map(|_| {
                        view! {
                            <Button kind=ButtonKind::Quiet icon=Icon::Undo on_press=move || as_of.set(None)>
                                {t!(frame.as_of.back)}
                            </Button>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn AsOfPanel(as_of: AsOf) -> impl IntoView {
    let entry = Entry::date(Some(as_of.date_untracked()));
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if let Ok(Some(day)) = entry.day_untracked() {
            as_of.set(Some(day));
        }
    };
    let preset = move |(text, day): (String, NaiveDate)| {
        view! {
            <MenuItem on_press=move || as_of.set(Some(day)) current=as_of.date_untracked() == day>
                <span class="preset">
                    <span>{text}</span>
                    <span class="preset-date">{format::date(day)}</span>
                </span>
            </MenuItem>
        }
    };
    view! {
        <form class="as-of-form" on:submit=apply>
            <Field label=t!(frame.as_of.label) pointer="/as_of" error=Signal::derive(move || entry.shown_fault())>
                <DateInput entry />
            </Field>
            <Button submit=true kind=ButtonKind::Primary>{t!(frame.as_of.show)}</Button>
        </form>
        <hr class="menu-line" />
        {presets(today::today()).into_iter().map(preset).collect_view()}
    }
}

/// The days a controller asks for: today, and the month ends and year ends around it.
fn presets(today: NaiveDate) -> Vec<(String, NaiveDate)> {
    let last_month = today.with_day(1).and_then(|first| first.pred_opt());
    let this_month = today.with_day(1).and_then(|first| first.checked_add_months(Months::new(1))?.pred_opt());
    let year_end = |year| NaiveDate::from_ymd_opt(year, 12, 31);
    let quarter = today.month0() / 3 * 3 + 1;
    let last_quarter = NaiveDate::from_ymd_opt(today.year(), quarter, 1).and_then(|first| first.pred_opt());
    [
        (t!(frame.as_of.preset.today), Some(today)),
        (t!(frame.as_of.preset.month_end), this_month),
        (t!(frame.as_of.preset.last_month), last_month),
        (t!(frame.as_of.preset.last_quarter), last_quarter),
        (t!(frame.as_of.preset.last_year), year_end(today.year() - 1)),
        (t!(frame.as_of.preset.year_end), year_end(today.year())),
        (t!(frame.as_of.preset.next_year), year_end(today.year() + 1)),
    ]
    .into_iter()
    .filter_map(|(text, day)| day.map(|day| (text.to_owned(), day)))
    .collect()
}
