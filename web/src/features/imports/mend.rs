//! Faults, grouped by what mends them, and each faulty cell open for writing.

use leptos::prelude::*;
use shared::imports::{Fault, FaultGroup, ImportField, ImportRow, Mend, RowAction, Severity};
use wasm_bindgen::JsCast;

use super::show::Hand;
use super::{api, words};
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::empty::{Empty, Failed};
use crate::ui::icon::Icon;
use crate::ui::skeleton::SkeletonLines;
use crate::ui::table::{Heading, Table};
use crate::{browser, t};

/// What the reader needs to know the row by.
const CONTEXT: [ImportField; 4] = [ImportField::Number, ImportField::Title, ImportField::StartOn, ImportField::EndOn];

#[component]
pub(super) fn MendStep(hand: Hand) -> impl IntoView {
    let version = Memo::new(move |_| hand.import.with(|import| import.version));
    let faulty = Memo::new(move |_| hand.import.with(|import| import.counts.faulty));
    let groups = Memo::new(move |_| hand.import.with(|import| import.fault_groups.clone()));
    let rows = LocalResource::new(move || {
        version.track();
        let (company, id) = (hand.company(), hand.import.with_untracked(|import| import.id));
        async move { api::rows(&company, id, RowAction::Faulty, None).await }
    });
    let lines = Memo::new(move |_| match rows.get() {
        Some(Ok(page)) => page.data.iter().flat_map(Line::of_row).collect(),
        _ => Vec::new(),
    });
    let first = move || rows.with(|rows| rows.is_none());
    let skipped = Memo::new(move |_| hand.import.with(|import| import.counts.skip));
    let nothing = move || {
        view! {
            <Empty icon=Icon::Check title=t!(imports.mend.nothing_title) text=nothing_text(skipped.get()) />
        }
    };
    view! {
        <Show when=move || !groups.with(Vec::is_empty)>
            <ul class="fault-groups">
                <For
                    each=move || groups.get()
                    key=|group| (group.code, group.severity, group.field, group.column.clone(), group.count, group.all_suggested)
                    children=move |group| view! { <Group hand group /> }
                />
            </ul>
        </Show>
        {move || match rows.get() {
            Some(Err(error)) => view! { <Failed error on_retry=move || rows.refetch() /> }.into_any(),
            None if first() => view! { <SkeletonLines /> }.into_any(),
            _ => ().into_any(),
        }}
        <Show when=move || { faulty.get() > 0 } fallback=nothing>
            <div class="import-row-actions">
                <p>{t!(imports.mend.lead)}</p>
                <Button busy=hand.busy on_press=move || hand.mend(vec![Mend::SkipFaulty {}])>
                    {move || t!(imports.mend.skip_all, n = faulty.get())}
                </Button>
            </div>
            <Table caption=t!(imports.mend.caption) headings=headings()>
                <For each=move || lines.get() key=Line::key children=move |line| view! { <LineView hand line /> } />
            </Table>
        </Show>
    }
}

fn nothing_text(skipped: u32) -> String {
    match skipped {
        0 => t!(imports.mend.nothing_text).to_owned(),
        n => t!(imports.mend.nothing_but_skipped, n = n),
    }
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::number(t!(imports.mend.row)),
        Heading::text(t!(imports.mend.agreement)),
        Heading::text(t!(imports.mend.fault)),
        Heading::text(t!(imports.mend.found)),
        Heading::text(t!(imports.mend.write)),
        Heading::unseen(t!(ui.actions)),
    ]
}

/// One repair for many cells.
#[component]
fn Group(hand: Hand, group: FaultGroup) -> impl IntoView {
    let place = words::group_place(&group);
    let tone = match group.severity {
        Severity::Blocking => Tone::Due,
        Severity::Warning => Tone::Neutral,
    };
    let (code, field) = (group.code, group.field);
    let accept = group.all_suggested.then(|| {
        let act = move || hand.mend(vec![Mend::AcceptSuggestions { code, field }]);
        view! { <Button busy=hand.busy on_press=act>{t!(imports.mend.accept_all, n = group.count)}</Button> }
    });
    let replaces = field.filter(|_| !group.all_suggested).map(|field| {
        let found = group.found.iter().filter(|found| found.count > 1 && !found.found.is_empty());
        found.map(|found| view! { <Replace hand field found=found.found.clone() count=found.count /> }).collect_view()
    });
    view! {
        <li class="fault-group">
            <div>
                <Badge tone>{group.count}</Badge>
                <strong>{place}</strong>
                <span>{words::fault_code(group.code)}</span>
                {(group.severity == Severity::Warning).then(|| view! { <span class="fault-warning">{t!(imports.mend.warning)}</span> })}
            </div>
            <div class="button-row">{accept} {replaces}</div>
        </li>
    }
}

/// Writes one value wherever the same text was found.
#[component]
fn Replace(hand: Hand, field: ImportField, found: String, count: u32) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let label = t!(imports.mend.replace_label, found = &found, n = count);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let text = text.get_untracked();
        if !text.trim().is_empty() {
            hand.mend(vec![Mend::Replace { field, found: found.clone(), text }]);
        }
    };
    view! {
        <form class="fault-replace" on:submit=submit>
            <input class="input" type="text" aria-label=label.clone() placeholder=label bind:value=text />
            <Button submit=true busy=hand.busy>{t!(imports.mend.replace)}</Button>
        </form>
    }
}

/// A fault in a row, with what the row is known by.
#[derive(Clone, PartialEq)]
struct Line {
    fault: Fault,
    agreement: String,
    context: String,
    text: String,
}

impl Line {
    fn of_row(row: &ImportRow) -> Vec<Self> {
        let cell = |field| row.cells.iter().find(|cell| cell.field == field).map(|cell| cell.text.clone());
        let known: Vec<String> =
            CONTEXT.iter().filter_map(|field| cell(*field)).filter(|text| !text.is_empty()).collect();
        let agreement = known.first().cloned().unwrap_or_default();
        let context = known.get(1..).unwrap_or_default().join(" · ");
        let blocking = row.faults.iter().filter(|fault| fault.severity == Severity::Blocking);
        blocking
            .map(|fault| Self {
                fault: fault.clone(),
                agreement: agreement.clone(),
                context: context.clone(),
                text: fault.field.and_then(cell).unwrap_or_default(),
            })
            .collect()
    }

    fn key(&self) -> (u32, Option<ImportField>, Option<String>, shared::imports::FaultCode, String) {
        (self.fault.row, self.fault.field, self.fault.column.clone(), self.fault.code, self.text.clone())
    }
}

#[component]
fn LineView(hand: Hand, line: Line) -> impl IntoView {
    let Line { fault, agreement, context, text } = line;
    let row = fault.row;
    let place = words::fault_place(&fault);
    let written = RwSignal::new(text.clone());
    let label = t!(imports.mend.write_label, field = &place, row = row);
    let editor = fault.field.map(|field| {
        let before = StoredValue::new(text.clone());
        let sent = StoredValue::new(text.clone());
        // A mended row takes its focused cell away, and the browser then says `change`: nothing is left to read.
        let send = move |earlier: StoredValue<String>| {
            let Some(text) = written.try_get_untracked() else { return };
            if earlier.try_get_value().is_some_and(|earlier| earlier != text) {
                sent.set_value(text.clone());
                hand.mend(vec![Mend::Cell { row, field, text }]);
            }
        };
        let key = move |event: web_sys::KeyboardEvent| match event.key().as_str() {
            "Enter" | "ArrowDown" => {
                event.prevent_default();
                send(before);
                step_from(&event, 1);
            }
            "ArrowUp" => {
                event.prevent_default();
                step_from(&event, -1);
            }
            _ => {}
        };
        view! {
            <input
                class="input mend-input"
                type="text"
                aria-label=label
                placeholder=fault.expected.as_deref().map(words::wire_text).unwrap_or_default()
                bind:value=written
                on:keydown=key
                on:change=move |_| send(sent)
            />
        }
    });
    let suggestion = fault.field.zip(fault.suggestion.clone()).map(|(field, text)| {
        let said = words::wire_text(&text);
        let act = move || hand.mend(vec![Mend::Cell { row, field, text: text.clone() }]);
        view! { <Button kind=ButtonKind::Quiet icon=Icon::Check on_press=act>{t!(imports.mend.take, value = said)}</Button> }
    });
    view! {
        <tr>
            <td class="number">{row}</td>
            <th scope="row">
                {agreement}
                <span class="import-context">{context}</span>
            </th>
            <td>
                <strong>{place}</strong>
                <span class="import-context">{words::fault_code(fault.code)}</span>
            </td>
            <td class="import-found">{fault.found.clone()}</td>
            <td>{editor}</td>
            <td class="actions">
                {suggestion}
                <Button
                    kind=ButtonKind::Quiet
                    on_press=move || hand.mend(vec![Mend::Skip { rows: vec![row] }])
                    label=t!(imports.mend.skip_row, row = row)
                >
                    {t!(imports.mend.skip)}
                </Button>
            </td>
        </tr>
    }
}

/// To the next cell that waits, as in a sheet; from the last one on to the next step.
fn step_from(event: &web_sys::KeyboardEvent, by: i64) {
    let Some(here) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else { return };
    let Ok(cells) = document().query_selector_all(".mend-input") else { return };
    let place = (0..cells.length()).find(|n| cells.item(*n).is_some_and(|cell| cell.is_same_node(Some(&here))));
    let next = place.and_then(|place| u32::try_from(i64::from(place) + by).ok()).and_then(|next| cells.item(next));
    let onward = || document().query_selector(".import-foot button").ok().flatten().filter(|_| by > 0);
    let next = next.or_else(|| onward().map(Into::into));
    if let Some(next) = next.and_then(|cell| cell.dyn_into::<web_sys::HtmlElement>().ok()) {
        browser::focus_element(&next);
    }
}
