//! Choosing what to see, and seeing what is chosen.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::agreements::AgreementKind;

use super::List;
use super::filter::{Filter, PARAMETERS, kind_key};
use super::row::{Row, text_order};
use crate::features::agreements::words;
use crate::format;
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::chip::Chip;
use crate::ui::field::Field;
use crate::ui::input::{DateInput, Entry};
use crate::ui::select::Select;

/// A filter on the text of a column.
#[derive(Clone, Copy)]
struct Facet {
    parameter: &'static str,
    title: fn() -> &'static str,
    value: fn(&Row) -> Option<String>,
    chosen: fn(&Filter) -> Option<String>,
}

const FACETS: [Facet; 6] = [
    Facet {
        parameter: "lessor",
        title: || t!(agreements.field.lessor),
        value: |row| row.item.lessor_name.clone(),
        chosen: |filter| filter.lessor.clone(),
    },
    Facet {
        parameter: "currency",
        title: || t!(agreements.field.currency),
        value: |row| Some(row.item.currency.code().to_owned()),
        chosen: |filter| filter.currency.clone(),
    },
    Facet {
        parameter: "object_type",
        title: || t!(agreements.field.object_type),
        value: |row| row.item.object_type.clone(),
        chosen: |filter| filter.object_type.clone(),
    },
    Facet {
        parameter: "cost_center",
        title: || t!(agreements.field.cost_center),
        value: |row| row.item.cost_center.clone(),
        chosen: |filter| filter.cost_center.clone(),
    },
    Facet {
        parameter: "department",
        title: || t!(agreements.field.department),
        value: |row| row.item.department.clone(),
        chosen: |filter| filter.department.clone(),
    },
    Facet {
        parameter: "responsible",
        title: || t!(agreements.field.responsible),
        value: |row| row.item.responsible.clone(),
        chosen: |filter| filter.responsible.clone(),
    },
];

#[component]
pub(super) fn FacetPanel(list: List) -> impl IntoView {
    view! {
        <div class="list-facets">
            <Kinds list />
            {FACETS.into_iter().map(|facet| view! { <FacetChoice list facet /> }).collect_view()}
            <Days list />
        </div>
    }
}

#[component]
fn Kinds(list: List) -> impl IntoView {
    let line = move |kind: AgreementKind| {
        let turn = move |event| {
            let on = event_target_checked(&event);
            let mut kinds = list.filter.with_untracked(|filter| filter.kinds.clone());
            kinds.retain(|each| *each != kind);
            if on {
                kinds.push(kind);
            }
            kinds.sort();
            let keys: Vec<_> = kinds.into_iter().map(kind_key).collect();
            list.address.change(&[("kind", Some(keys.join(",")))], true);
        };
        view! {
            <label class="checkbox-line">
                <input type="checkbox" on:change=turn prop:checked=move || list.filter.with(|filter| filter.kinds.contains(&kind)) />
                <span>{words::kind(kind)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="list-kinds">
            <legend>{t!(agreements.field.kind)}</legend>
            {AgreementKind::ALL.into_iter().map(line).collect_view()}
        </fieldset>
    }
}

#[component]
fn FacetChoice(list: List, facet: Facet) -> impl IntoView {
    let options = Memo::new(move |_| {
        let rows = list.register.rows().get();
        let mut counts = BTreeMap::<(String, String), usize>::new();
        for value in rows.iter().filter_map(facet.value) {
            *counts.entry((text_order(&value), value)).or_default() += 1;
        }
        let every = (String::new(), t!(agreement_list.filter.every).to_owned());
        let rest = counts.into_iter().map(|((_, value), count)| (value.clone(), format!("{value} ({count})")));
        std::iter::once(every).chain(rest).collect::<Vec<_>>()
    });
    let value = Signal::derive(move || list.filter.with(facet.chosen).unwrap_or_default());
    // A choice between one and the same is none.
    let worth_showing = move || options.with(|options| options.len() > 2) || !value.get().is_empty();
    move || {
        worth_showing().then(|| {
            view! {
                <label class="list-facet">
                    <span>{(facet.title)()}</span>
                    <Select label=(facet.title)() value options=options
                        on_change=move |chosen| list.address.change(&[(facet.parameter, Some(chosen))], true) />
                </label>
            }
        })
    }
}

#[component]
fn Days(list: List) -> impl IntoView {
    let filter = list.filter.get_untracked();
    let line = |label: &'static str, pointer: &'static str, parameter: &'static str, day| {
        let entry = Entry::date(day);
        Effect::new(move |before: Option<Option<chrono::NaiveDate>>| {
            let day = entry.day().ok().flatten();
            if before.is_some_and(|before| before != day) {
                list.address.change(&[(parameter, day.map(|day| day.to_string()))], true);
            }
            day
        });
        view! {
            <Field label pointer error=Signal::derive(move || entry.shown_fault())>
                <DateInput entry />
            </Field>
        }
    };
    view! {
        {line(t!(agreement_list.filter.ends_after), "/ends_after", "ends_after", filter.ends_after)}
        {line(t!(agreement_list.filter.ends_before), "/ends_before", "ends_before", filter.ends_before)}
        {line(t!(agreement_list.filter.notice_before), "/notice_before", "notice_before", filter.notice_before)}
    }
}

/// The filters in force, each with a way to take it off.
#[component]
pub(super) fn Chips(list: List) -> impl IntoView {
    move || {
        let filter = list.filter.get();
        if !filter.narrows() {
            return None;
        }
        let chip = |label: &str, value: String, parameter: &'static str| {
            let remove = move || {
                // The question that only asks within a figure goes with it.
                let with_figure = ("unknown", None::<String>);
                let mut changes = vec![(parameter, None)];
                changes.extend((parameter == "figure").then_some(with_figure));
                list.address.change(&changes, true);
            };
            view! { <Chip label=label.to_owned() value on_remove=remove /> }.into_any()
        };
        let mut chips = Vec::new();
        if let Some(figure) = filter.figure {
            let name = match figure {
                super::Figure::Debt => t!(agreement_list.figure.debt),
                super::Figure::Rate => t!(agreement_list.figure.rate),
                super::Figure::Extended => t!(agreement_list.figure.extended),
            };
            chips.push(chip(t!(agreement_list.figure.label), name.to_owned(), "figure"));
        }
        if filter.unknown {
            chips.push(chip(t!(agreement_list.figure.only), t!(agreement_list.figure.unknown).to_owned(), "unknown"));
        }
        if !filter.kinds.is_empty() {
            let names: Vec<_> = filter.kinds.iter().map(|kind| words::kind(*kind)).collect();
            chips.push(chip(t!(agreements.field.kind), names.join(", "), "kind"));
        }
        if let Some(id) = filter.lessor_id {
            let rows = list.register.rows().get();
            let name =
                rows.iter().find(|row| row.item.lessor_id == Some(id)).and_then(|row| row.item.lessor_name.clone());
            chips.push(chip(t!(agreements.field.lessor), name.unwrap_or_default(), "lessor_id"));
        }
        for facet in FACETS {
            if let Some(value) = (facet.chosen)(&filter) {
                chips.push(chip((facet.title)(), value, facet.parameter));
            }
        }
        for (label, day, parameter) in [
            (t!(agreement_list.filter.ends_after), filter.ends_after, "ends_after"),
            (t!(agreement_list.filter.ends_before), filter.ends_before, "ends_before"),
            (t!(agreement_list.filter.notice_before), filter.notice_before, "notice_before"),
        ] {
            if let Some(day) = day {
                chips.push(chip(label, format::date(day), parameter));
            }
        }
        let clear = move || {
            let changes: Vec<_> =
                PARAMETERS.iter().filter(|name| **name != "status").map(|name| (*name, None)).collect();
            list.address.change(&changes, true);
        };
        Some(view! {
            <div class="list-chips">
                {chips}
                <Button kind=ButtonKind::Quiet on_press=clear>{t!(agreement_list.filter.clear)}</Button>
            </div>
        })
    }
}
