//! What is asked: book, time, columns and selection.

use chrono::{Datelike, Days, Months, NaiveDate};
use leptos::prelude::*;
use shared::agreements::AgreementKind;
use shared::books::BookFramework;
use shared::reports::{ReportPeriod, ReportSplit};

use super::asked::Asked;
use super::words;
use crate::codes::code;
use crate::features::agreements::words as agreement_words;
use crate::features::books::words as book_words;
use crate::format;
use crate::route::Address;
use crate::t;
use crate::today;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::chip::Chip;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::input::{Entry, EntryField, TextInput};
use crate::ui::popover::{MenuItem, Popover, PopoverHandle};
use crate::ui::select::{Segments, Select, currency_options};

const FRAMEWORKS: [BookFramework; 6] = [
    BookFramework::Ifrs16,
    BookFramework::K3,
    BookFramework::Asc842,
    BookFramework::K2,
    BookFramework::K3LegalEntity,
    BookFramework::Rfr2,
];
const PERIODS: [ReportPeriod; 4] =
    [ReportPeriod::Whole, ReportPeriod::Year, ReportPeriod::Quarter, ReportPeriod::Month];
const SPLITS: [ReportSplit; 5] =
    [ReportSplit::Kind, ReportSplit::Treatment, ReportSplit::Lessor, ReportSplit::CostCenter, ReportSplit::Currency];

#[component]
pub fn Choose(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let frameworks: Vec<_> =
        FRAMEWORKS.into_iter().map(|each| (code(each), book_words::framework(each).to_owned())).collect();
    let periods: Vec<_> = PERIODS.into_iter().map(|each| (code(each), words::period(each).to_owned())).collect();
    let splits: Vec<_> = SPLITS.into_iter().map(|each| (code(each), words::split(each).to_owned())).collect();
    // What is usual is not said in the address.
    let change = move |name: &'static str, usual: String| {
        move |chosen: String| address.change(&[(name, Some(chosen).filter(|chosen| *chosen != usual))], true)
    };
    view! {
        <div class="report-choose">
            <Field label=t!(reports.framework) pointer="/framework">
                <Select value=Signal::derive(move || code(asked.get().framework)) options=Signal::stored(frameworks)
                    on_change=change("framework", code(BookFramework::Ifrs16)) />
            </Field>
            <div class="field">
                <span class="field-label" aria-hidden="true">{t!(reports.time)}</span>
                <Time asked address />
            </div>
            <Field label=t!(reports.split.label) pointer="/split">
                <Select value=Signal::derive(move || code(asked.get().split)) options=Signal::stored(splits)
                    on_change=change("split", code(ReportSplit::Kind)) />
            </Field>
            <div class="field">
                <span class="field-label" aria-hidden="true">{t!(reports.period.label)}</span>
                <Segments label=t!(reports.period.label) value=Signal::derive(move || code(asked.get().period))
                    options=Signal::stored(periods) on_change=change("period", code(ReportPeriod::Whole)) />
            </div>
            <div class="field">
                <span class="field-label" aria-hidden="true">{t!(reports.selection)}</span>
                <Selection asked address />
            </div>
        </div>
        <Chosen asked address />
    }
}

/// `1 januari – 31 december 2025`; the first day is the fiscal year's where nobody said another.
fn time_in_words(asked: &Asked) -> String {
    match asked.from {
        Some(from) => t!(books.from_to, from = format::date_long(from), to = format::date_long(asked.to)),
        None => t!(reports.year_to, day = format::date_long(asked.to)),
    }
}

#[component]
fn Time(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let button = move || {
        view! {
            <IconView icon=Icon::Calendar />
            <span>{move || asked.with(time_in_words)}</span>
            <IconView icon=Icon::ChevronDown />
        }
    };
    view! {
        <Popover class="button" button=button>
            <TimePanel asked=asked.get_untracked() address />
        </Popover>
    }
}

#[component]
fn TimePanel(asked: Asked, address: Address) -> impl IntoView {
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
        {presets(today::today()).into_iter().map(preset).collect_view()}
    }
}

/// The times a controller closes, the month and quarter by the calendar, the year by the book.
fn presets(today: NaiveDate) -> Vec<(&'static str, Option<NaiveDate>, NaiveDate)> {
    let first_of_month = today.with_day(1).unwrap_or(today);
    let quarter = NaiveDate::from_ymd_opt(today.year(), today.month0() / 3 * 3 + 1, 1).unwrap_or(first_of_month);
    let months_before = |day: NaiveDate, months| day.checked_sub_months(Months::new(months)).unwrap_or(day);
    let eve = |day: NaiveDate| day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let year_end = NaiveDate::from_ymd_opt(today.year() - 1, 12, 31).unwrap_or(today);
    vec![
        (t!(reports.preset.this_year), None, today),
        (t!(reports.preset.last_month), Some(months_before(first_of_month, 1)), eve(first_of_month)),
        (t!(reports.preset.last_quarter), Some(months_before(quarter, 3)), eve(quarter)),
        (t!(reports.preset.last_year), NaiveDate::from_ymd_opt(today.year() - 1, 1, 1), year_end),
    ]
}

#[component]
fn Selection(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let button = || {
        view! {
            <IconView icon=Icon::Filter />
            <span>{t!(reports.selection_button)}</span>
        }
    };
    view! { <Popover class="button" button=button><SelectionPanel asked=asked.get_untracked() address /></Popover> }
}

#[component]
fn SelectionPanel(asked: Asked, address: Address) -> impl IntoView {
    let popover = use_context::<PopoverHandle>();
    let kind = RwSignal::new(asked.kind.map(code).unwrap_or_default());
    let currency = RwSignal::new(asked.currency.map(code).unwrap_or_default());
    let center = RwSignal::new(asked.cost_center.unwrap_or_default());
    let all = || (String::new(), t!(reports.all).to_owned());
    let kinds: Vec<_> = std::iter::once(all())
        .chain(AgreementKind::ALL.into_iter().map(|kind| (code(kind), agreement_words::kind(kind).to_owned())))
        .collect();
    let currencies: Vec<_> = std::iter::once(all()).chain(currency_options()).collect();
    let apply = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let value = |signal: RwSignal<String>| Some(signal.get_untracked().trim().to_owned());
        address.change(&[("kind", value(kind)), ("currency", value(currency)), ("cost_center", value(center))], true);
        if let Some(popover) = popover {
            popover.close();
        }
    };
    view! {
        <form class="report-time" on:submit=apply>
            <Field label=t!(agreements.field.kind) pointer="/kind">
                <Select value=kind options=Signal::stored(kinds) on_change=move |chosen| kind.set(chosen) />
            </Field>
            <Field label=t!(agreements.field.currency) pointer="/currency">
                <Select value=currency options=Signal::stored(currencies) on_change=move |chosen| currency.set(chosen) />
            </Field>
            <Field label=t!(agreements.field.cost_center) pointer="/cost_center">
                <TextInput value=center />
            </Field>
            <Button submit=true kind=ButtonKind::Primary>{t!(frame.as_of.show)}</Button>
        </form>
    }
}

/// What the report is narrowed to, each with a way to take it off.
#[component]
fn Chosen(asked: Memo<Asked>, address: Address) -> impl IntoView {
    move || {
        let asked = asked.get();
        let chip = |name: &'static str, label: &str, value: String| {
            let label = label.to_owned();
            view! { <Chip label value on_remove=move || address.change(&[(name, None)], true) /> }
        };
        let known = asked.known_at.map(|at| chip("known_at", t!(reports.known), format::instant(at)));
        let kind =
            asked.kind.map(|kind| chip("kind", t!(agreements.field.kind), agreement_words::kind(kind).to_owned()));
        let lessor = asked
            .lessor
            .map(|_| chip("lessor", t!(agreements.field.lessor), address.get("lessor_name").unwrap_or_default()));
        let currency = asked.currency.map(|one| chip("currency", t!(agreements.field.currency), one.code().to_owned()));
        let center = asked.cost_center.map(|name| {
            let name = Some(name).filter(|name| !name.is_empty()).unwrap_or_else(|| t!(reports.without).to_owned());
            chip("cost_center", t!(agreements.field.cost_center), name)
        });
        let chips: Vec<_> = [known, kind, lessor, currency, center].into_iter().flatten().collect();
        (!chips.is_empty()).then(|| view! { <div class="report-chips">{chips}</div> })
    }
}
